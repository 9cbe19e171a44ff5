//! G0102: a service that loses more data than promised.

use super::copies::against_loss;
use super::restore_group::RestoreGroup;
use super::{falls_short, severity, shortfall};
use crate::diagnostic::explain::Example;
use crate::findings::seen::name;
use crate::findings::{Finding, Remedy, Rule, Seen};
use crate::model::{Source, System};
use crate::results::{ObjectiveKind, ObjectiveResult, Quantile, ServiceResult, SystemResult};
use crate::units::Millis;
use crate::wording::figures::{in_runs, time_beside, wanted};
use crate::wording::names::listed;
use crate::wording::text::shown;

pub const RULE: Rule = Rule {
    code: "G0102",
    name: "rpo-falls-short",
    title: "a service loses more data than promised",
    finds: "The newest data that a service gets back are older than its recovery point objective allows in more runs \
        than are wanted to bear it, and the interval at 99 % leaves no doubt of it. Severity as for G0101.",
    matters: "What was entered after that point has to be entered again, if anybody still knows it. No restore, however \
        quick, brings back what was never copied.",
    behind: "ISO 22301:2019 clause 8.3.3; EU 2022/2554 (DORA) Art. 12; NIST SP 800-53 CP-9.",
    example: Example::scenario(
        r#"(systems: { "books": (copies: { "nightly": Backup(every: "24h", at: "vault") },
    recovery: [(name: "Restore", from: "nightly", steps: [(do: "Restore it", takes: "1h")])]) },
    sites: { "vault": () }, services: { "sales": (needs: ["books"], rpo: "4h") })"#,
        r#"(title: "Fire", model: "model.ron", horizon: "3d", events: [Destruction(targets: ["books"])])"#,
    ),
    repaired: Example::scenario(
        r#"(systems: { "books": (copies: { "hourly": Backup(every: "1h", at: "vault") },
    recovery: [(name: "Restore", from: "hourly", steps: [(do: "Restore it", takes: "1h")])]) },
    sites: { "vault": () }, services: { "sales": (needs: ["books"], rpo: "4h") })"#,
        r#"(title: "Fire", model: "model.ron", horizon: "3d", events: [Destruction(targets: ["books"])])"#,
    ),
    look,
};

/// So many systems are named.
const NAMED_MAX: usize = 3;

fn look(seen: &Seen) -> Vec<Finding> {
    let lossy = seen.of_services(ObjectiveKind::Rpo).filter(|(_, rpo)| falls_short(rpo));
    lossy.map(|(service, rpo)| finding(seen, service, rpo)).collect()
}

fn finding(seen: &Seen, service: &ServiceResult, rpo: &ObjectiveResult) -> Finding {
    let quantile = |percent| service.data_loss.quantiles.iter().find(|quantile| quantile.percent == percent);
    let loser = loses_most(seen, service, rpo.target);
    let held = loser.and_then(|found| RestoreGroup::of(seen, found, rpo.target).map(|held| (found.0, held)));
    let message = format!(
        "{} loses at most the {} of data that its RPO allows in {}, where {} are wanted; typically it loses {}.{}{}",
        name(service),
        rpo.target,
        in_runs(&rpo.share),
        wanted(rpo.required),
        time_beside(quantile(50), Some(rpo.target), ("none", "all of it")),
        held.map_or_else(String::new, |(result, held)| held.words(&shown(&result.name))),
        others_that_lose(seen, (service, rpo), loser),
    );
    RULE.says(severity(rpo), &service.id, message)
        .objective(rpo)
        .quantile(["typical_loss_s", "typical_loss_interval_s"], quantile(50))
        .quantile(["one_in_20_loss_s", "one_in_20_loss_interval_s"], quantile(95))
        .weighing(shortfall(rpo))
        .try_first(remedies(seen, (service, rpo), loser))
}

/// The copies of the system behind the service that loses most.
fn remedies<'a>(
    seen: &Seen<'a>,
    (service, rpo): (&ServiceResult, &ObjectiveResult),
    loser: Option<(&'a SystemResult, &'a System)>,
) -> Vec<Remedy> {
    let Some((result, system)) = loser else {
        return vec![Remedy::to_do(
            "Say where the service's data are copied to: no copy of them is in the model.",
        )];
    };
    if 2 * restores_not_done(result, system) > rpo.missed() {
        let of = shown(&seen.model.nodes[system.node].name);
        let why = match service.recovery.average.recovered < service.recovery.average.n {
            true => " (G0301)",
            false => "",
        };
        return vec![Remedy::to_do(format!(
            "A copy of {of} is there, and in most of these runs no restore of it is done by the end of the time watched: \
             first see what keeps it out{why}."
        ))];
    }
    against_loss(seen, (result, system), rpo.target)
}

/// In how many runs a copy was there to be restored, and never was.
fn restores_not_done(result: &SystemResult, system: &System) -> u64 {
    let plans = system.recovery.iter().zip(&result.strategies);
    let restores = plans.filter(|(plan, _)| matches!(plan.from, Source::Copy(_)));
    let not_done = restores.map(|(_, found)| found.trials.chosen.saturating_sub(found.trials.completed));
    let lost = result.data_loss.average.n - result.data_loss.average.recovered;
    not_done.max().unwrap_or(0).min(lost)
}

/// Of the systems whose data count for the service the one that loses more than it may in the most runs, then that with the
/// largest typical loss, then that whose data are most often gone for good.
fn loses_most<'a>(
    seen: &Seen<'a>,
    service: &ServiceResult,
    target: Millis,
) -> Option<(&'a SystemResult, &'a System)> {
    holding(seen, service).into_iter().max_by_key(|(result, _)| {
        let (loss, average) = (&result.data_loss, &result.data_loss.average);
        let gone = average.n - average.recovered;
        let kept = kept_percent(result, target);
        (std::cmp::Reverse(kept), loss.quantile(50).map_or(i64::MAX, Millis::get), gone)
    })
}

/// The systems whose data count for a service.
fn holding<'a>(seen: &Seen<'a>, service: &ServiceResult) -> Vec<(&'a SystemResult, &'a System)> {
    let systems = seen.systems_with_data_of(&service.id).into_iter();
    let known = systems.filter_map(|result| Some((result, seen.system(&result.id)?)));
    known.filter(|(_, system)| system.holds_data).collect()
}

/// The largest percentage that is told of a system's losses and is not above the target.
fn kept_percent(result: &SystemResult, target: Millis) -> u64 {
    let keeps = |quantile: &&Quantile<Millis>| quantile.value.is_some_and(|value| value <= target);
    let kept = result.data_loss.quantiles.iter().filter(keeps);
    kept.map(|quantile| quantile.percent).max().unwrap_or(0)
}

/// Which systems beside the one that loses most lose more than the service may in most runs, too.
fn others_that_lose(
    seen: &Seen,
    (service, rpo): (&ServiceResult, &ObjectiveResult),
    loser: Option<(&SystemResult, &System)>,
) -> String {
    let Some((first, _)) = loser.filter(|_| rpo.required > 0.5) else { return String::new() };
    let others = holding(seen, service).into_iter().map(|(result, _)| result);
    let also = others.filter(|other| other.id != first.id && kept_percent(other, rpo.target) < 50);
    let names: Vec<String> = also.map(|other| shown(&other.name).into_owned()).collect();
    if names.is_empty() {
        return String::new();
    }
    format!(
        " Typically {} {} more than that, too: what helps {} alone is not enough.",
        listed(&names, NAMED_MAX),
        if names.len() == 1 { "loses" } else { "lose" },
        shown(&first.name)
    )
}
