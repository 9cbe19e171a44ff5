//! G0302: a system that never comes back, or comes back without its data, although no service waits for it.

use std::collections::BTreeSet;

use super::kept_out::KeptOut;
use super::never_recovers::{SURELY_MIN, by_themselves, never};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::findings::objectives::after_total_loss;
use crate::findings::{Figure, Finding, Rule, Seen};
use crate::model::System;
use crate::results::{ObjectiveKind, ObjectiveResult, Share, SystemResult, Verdict};
use crate::wording::figures::in_runs;
use crate::wording::text::shown;

/// So many are told, those that stay lost most often.
const TOLD_MAX: usize = 50;

pub const RULE: Rule = Rule {
    code: "G0302",
    name: "system-lost",
    title: "a system, or its data, is lost for good and no service says so",
    finds: "In some runs a system is still down at the horizon and no service is out for it as often (else G0301 tells it), or \
        it is back and its data are gone for good without an RPO that would tell it (G0102, G0106). What keeps it down is named \
        as in G0301. It is medium from 1 in 100 runs on (as far as is sure), low from 1 in 1,000.",
    matters: "Services that do without it hide the loss. Nobody decided that it may be lost; it was found that no plan brings it \
        back, and often it holds what cannot be made again.",
    behind: "NIST SP 800-53 CP-9 and CP-10; ISO/IEC 27031: every system that is to be recovered has a way back.",
    example: Example::scenario(
        r#"(sites: { "hall": () }, systems: { "archive": (home: "hall", copies: { "disk": Backup(at: "hall", every: "1d") },
    recovery: [(name: "Restore", from: "disk", steps: [(do: "Restore it", takes: "2h")])]) })"#,
        r#"(title: "Fire", model: "model.ron", horizon: "3d", events: [Destruction(targets: ["hall"])])"#,
    ),
    repaired: Example::scenario(
        r#"(sites: { "hall": (), "vault": () }, systems: { "archive": (home: "hall", copies: { "tape": Backup(at: "vault", every: "1d") },
    recovery: [(name: "Restore", from: "tape", to: "vault", steps: [(do: "Restore it", takes: "2h")])]) })"#,
        r#"(title: "Fire", model: "model.ron", horizon: "3d", events: [Destruction(targets: ["hall"])])"#,
    ),
    look,
};

fn look(seen: &Seen) -> Vec<Finding> {
    let told = told_of_services(seen);
    let down: Vec<&SystemResult> = seen
        .results
        .systems
        .iter()
        .filter(|system| {
            surely(never(system), system).interval[0] >= SURELY_MIN && !told.contains(system.id.as_str())
        })
        .collect();
    let kept_out = KeptOut::new(seen);
    let mut found: Vec<Finding> = by_themselves(seen, down)
        .into_iter()
        .filter_map(|system| stays_down(seen, system, &kept_out))
        .collect();
    let back_empty = seen.results.systems.iter().filter(|system| 2 * never(system) < never_restored(system));
    found.extend(back_empty.filter_map(|system| without_its_data(seen, system)));
    found.sort_by(|one, other| other.weight.total_cmp(&one.weight));
    found.truncate(TOLD_MAX);
    found
}

fn surely(trials: u64, system: &SystemResult) -> Share {
    Share::new(trials, system.recovery.average.n)
}

fn never_restored(system: &SystemResult) -> u64 {
    system.data_loss.average.n - system.data_loss.average.recovered
}

/// The systems below services that are out to the end about as often: what keeps those out is told of them.
fn told_of_services<'a>(seen: &Seen<'a>) -> BTreeSet<&'a str> {
    let mut told = BTreeSet::new();
    for service in &seen.results.services {
        let out = service.recovery.average.n - service.recovery.average.recovered;
        if Share::new(out, service.recovery.average.n).interval[0] >= SURELY_MIN {
            let below = seen.systems_behind(&service.id).into_iter();
            told.extend(below.filter(|system| never(system) <= 2 * out).map(|system| system.id.as_str()));
        }
    }
    told
}

fn stays_down(seen: &Seen, system: &SystemResult, kept_out: &KeptOut) -> Option<Finding> {
    let share = surely(never(system), system);
    let why = kept_out.why_system(system);
    let holds_data = seen.system(&system.id).is_some_and(|found| found.holds_data);
    let data = if holds_data && 2 * never_restored(system) >= share.held {
        " Its data are lost with it."
    } else {
        ""
    };
    let message = format!(
        "{} is not back within {} in {}, and no service waits for it as long: {}.{data}",
        shown(&system.name),
        seen.results.horizon,
        in_runs(&share),
        why.words
    );
    Some(
        finding(seen, system, &share, message)?
            .figure("lost", Figure::Word("system".to_owned()))
            .try_first(why.remedies),
    )
}

/// Nothing where an objective that falls short tells it.
fn without_its_data(seen: &Seen, system: &SystemResult) -> Option<Finding> {
    let share = surely(never_restored(system), system);
    let found: &System = seen.system(&system.id).filter(|found| found.holds_data)?;
    let is_short = |objectives: &[ObjectiveResult]| {
        let mut rpo = objectives.iter().filter(|one| one.kind == ObjectiveKind::Rpo);
        rpo.any(|one| one.verdict == Verdict::FallsShort)
    };
    let mut services = seen.results.services.iter().filter(|service| is_short(&service.objectives));
    let counts = |id: &str| seen.systems_with_data_of(id).iter().any(|other| other.id == system.id);
    if share.interval[0] < SURELY_MIN
        || is_short(&system.objectives)
        || services.any(|service| counts(&service.id))
    {
        return None;
    }
    let message = format!(
        "{} comes back without its data in {}: they are gone for good.",
        shown(&system.name),
        in_runs(&share)
    );
    let finding = finding(seen, system, &share, message)?.figure("lost", Figure::Word("data".to_owned()));
    Some(finding.try_first([after_total_loss((system, found))]))
}

fn finding(seen: &Seen, system: &SystemResult, share: &Share, message: String) -> Option<Finding> {
    let severity = if share.interval[0] >= 0.01 { Severity::Medium } else { Severity::Low };
    let node = seen.system(&system.id)?.node;
    let finding = RULE.says(severity, &system.id, message).share(["never", "n", "share", "interval"], share);
    Some(finding.weighing(share.share).at(seen.model.nodes[node].place))
}
