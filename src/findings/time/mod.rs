//! What the time of outages mostly goes to, told once for all services that it holds up.

pub mod calls_out;
pub mod decision_awaited;
pub mod detection_late;
pub mod event_awaited;
pub mod one_step;
pub mod one_team;

use std::collections::BTreeMap;

use super::seen::{ledger, name};
use super::{Cause, Figure, Finding, Rule, Seen};
use crate::diagnostic::Severity;
use crate::engine;
use crate::results::{Micros, NAMED_IN_100, ServiceResult, Verdict};
use crate::wording::names::listed;

/// From so much of the time on it is high where an RTO falls short.
const HALF: f64 = 0.5;
/// Services that are named.
const NAMED_MAX: usize = 4;

/// One thing that takes a large part of the time of at least one service.
struct Dominant<'a> {
    /// The label of the ledger; empty where nobody is charged.
    who: String,
    /// With what it is charged.
    causes: Vec<engine::Cause>,
    /// Those whose time it takes, the most affected first, with the share and the mean time it takes.
    services: Vec<(&'a ServiceResult, f64, Micros)>,
}

/// Everything charged with one of `causes` that takes at least `least` of the time of a service whose objective falls
/// short or is undecided; by label, or all labels together as one.
fn dominant<'a>(
    seen: &Seen<'a>,
    causes: &[engine::Cause],
    least: f64,
    label: impl Fn(&str) -> &str,
) -> Vec<Dominant<'a>> {
    let mut found: BTreeMap<String, Vec<(&ServiceResult, f64, Micros)>> = BTreeMap::new();
    for service in seen.results.services.iter().filter(|service| is_short(service)) {
        let mut parts: BTreeMap<&str, (f64, u64)> = BTreeMap::new();
        let Some(ledger) = ledger(service) else { continue };
        for entry in ledger.entries.iter().filter(|entry| causes.contains(&entry.cause)) {
            let part = parts.entry(label(&entry.label)).or_default();
            part.0 += entry.share;
            part.1 += entry.mean.0;
        }
        for (who, (share, mean)) in parts.into_iter().filter(|(_, (share, _))| *share >= least) {
            found.entry(who.to_owned()).or_default().push((service, share, Micros(mean)));
        }
    }
    let sorted = found.into_iter().map(|(who, mut services)| {
        services.sort_by(|a, b| b.1.total_cmp(&a.1));
        Dominant { who, causes: causes.to_vec(), services }
    });
    sorted.collect()
}

/// Where everything keeps its time, where the time goes decides nothing.
fn is_short(service: &ServiceResult) -> bool {
    let open = |verdict| matches!(verdict, Verdict::FallsShort | Verdict::Undecided);
    service.objectives.iter().any(|objective| objective.clock.is_some() && open(objective.verdict))
}

impl Dominant<'_> {
    /// High where it takes half of the time of a service whose objective falls short.
    fn severity(&self) -> Severity {
        let falls_short = |service: &ServiceResult| {
            service
                .objectives
                .iter()
                .any(|found| found.clock.is_some() && found.verdict == Verdict::FallsShort)
        };
        match self.services.iter().any(|(service, share, _)| *share >= HALF && falls_short(service)) {
            true => Severity::High,
            false => Severity::Medium,
        }
    }

    /// `38 % of the time that Lending is out; Treasury and 2 more too (runs that miss the objective)`.
    fn in_words(&self) -> String {
        let (first, ..) = &self.services[0];
        let others: Vec<String> = self.services[1..].iter().map(|(service, ..)| name(service)).collect();
        let too = match others.as_slice() {
            [] => String::new(),
            others => format!("; {} too", listed(others, NAMED_MAX)),
        };
        let runs = match first.ledger_missed {
            Some(_) => "runs that miss the objective",
            None => "runs in which it is out and comes back",
        };
        format!("{} % of the time that {} is out{too} ({runs})", self.in_100(), name(first))
    }

    /// Its share of the most affected service in whole hours of 100, as the summary tells them beside the others: rounded so
    /// that all add up.
    fn in_100(&self) -> u64 {
        let (service, share, _) = &self.services[0];
        let named = ledger(service).map_or_else(Vec::new, |ledger| ledger.in_100(NAMED_IN_100).0);
        let mut own = named.into_iter().filter(|(entry, _)| {
            self.causes.contains(&entry.cause) && (self.who.is_empty() || entry.label == self.who)
        });
        let parts: Vec<(f64, u64)> = own.by_ref().map(|(entry, part)| (entry.share, part)).collect();
        let told: f64 = parts.iter().map(|(share, _)| share).sum();
        // What the summary does not name is left to plain rounding.
        parts.iter().map(|(_, part)| part).sum::<u64>() + ((share - told) * 100.0).round() as u64
    }

    /// The finding about it, its share of the most affected service as evidence.
    fn finding(&self, seen: &Seen, rule: &'static Rule, subject: &str, message: String) -> Finding {
        let (service, share, mean) = &self.services[0];
        let all = ledger(service).map_or_else(Vec::new, |ledger| Cause::all(&seen.names, ledger));
        let causes = all.into_iter().filter(|cause| self.who.is_empty() || cause.who.starts_with(&self.who));
        let ids: Vec<&str> = self.services.iter().map(|(service, ..)| service.id.as_str()).collect();
        let mut finding = rule
            .says(self.severity(), subject, message)
            .figure("most_affected", Figure::Word(service.id.clone()))
            .figure("share_of_outage", Figure::Share(*share))
            .figure("mean_s", Figure::Time(Some(crate::units::Millis::new((mean.0 / 1_000) as i64))))
            .figure("services", Figure::Word(ids.join(", ")))
            .weighing(*share * self.services.len() as f64);
        finding.causes = causes.collect();
        finding
    }
}
