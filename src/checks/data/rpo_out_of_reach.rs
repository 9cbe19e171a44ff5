//! W0201: copies too far apart for the data loss that is promised.

use crate::checks::{Found, Look, Organisation, Rule, View, words};
use crate::diagnostic::explain::Example;
use crate::diagnostic::{Diagnostic, Severity};
use crate::ids::NodeId;
use crate::model::{Backup, Copy, CopyKind, Objective, Onset, System};
use crate::units::Millis;

pub const RULE: Rule = Rule {
    code: "W0201",
    title: "RPO out of reach of the copies",
    severity: Severity::High,
    finds: "Whenever data have to be restored, the newest finished copy is on average half an interval old, and at \
        worst a whole interval plus the time the copy takes (of a replica: its lag). Held against the RPO of the \
        system or of the services that need it, that is too old more often than `required` admits. Only copies that \
        some strategy restores from count. Losses may come at any hour of the week: where copies begin at fixed hours and a \
        scenario fixes its onset, the share in its runs is another.",
    matters: "A copy every 24 hours does not give an RPO of 24 hours: the copy takes time, and the failure that \
        happens just before the next one is finished loses more than a day.",
    behind: "ISO 22301:2019 clause 8.3.4; NIST SP 800-53 CP-9: the frequency of backups follows the recovery point \
        objectives.",
    example: Example::model(
        "(sites: { \"safe\": () }, systems: { \"ledger\": (rpo: \"1d\",\n    \
         copies: { \"nightly\": Backup(at: \"safe\", every: \"24h\", takes: \"3h\") },\n    \
         recovery: [(name: \"Restore\", from: \"nightly\", tested: \"2026-09-01\", steps: [(do: \"Restore\", takes: \"1h\")])]) })",
    ),
    repaired: Example::model(
        "(sites: { \"safe\": () }, systems: { \"ledger\": (rpo: \"1d\",\n    \
         copies: { \"twice-a-day\": Backup(at: \"safe\", every: \"12h\", takes: \"3h\") },\n    \
         recovery: [(name: \"Restore\", from: \"twice-a-day\", tested: \"2026-09-01\", steps: [(do: \"Restore\", takes: \"1h\")])]) })",
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    let promises = super::promises(plan);
    for (id, system) in plan.model.systems.iter_enumerated() {
        let Some((holder, rpo)) = promises[id] else { continue };
        let used: Vec<&Copy> = system.copies_restored_from();
        if used.is_empty() {
            continue;
        }
        let kept: f64 = used.iter().map(|copy| share_young_enough(copy, rpo.target)).sum();
        if kept < rpo.required {
            let finding = finding(plan, system, (holder, rpo), &used, kept);
            found.push(plan.id(holder), at_fixed_hours(finding, organisation, &used));
        }
    }
}

/// The largest share of losses, at instants that favour no hour, after which this copy's newest point is no older
/// than `rpo`: for a backup (rpo - takes) / every, summed over how many copies before the newest have failed.
pub(super) fn share_young_enough(copy: &Copy, rpo: Millis) -> f64 {
    match &copy.kind {
        CopyKind::Replica(replica) => f64::from(u8::from(replica.lag.least() <= rpo)),
        CopyKind::Backup(backup) => {
            let margin = (rpo.get() - backup.takes.least().get()) as f64 / backup.every.get() as f64;
            let (mut share, mut failed_before) = (0.0, 1.0);
            for failures in 0..64 {
                let room = (margin - f64::from(failures)).clamp(0.0, 1.0);
                share += failed_before * backup.success * room;
                failed_before *= 1.0 - backup.success;
            }
            share
        }
    }
}

/// Copies that begin at fixed hours are as old as the hour of the loss makes them: one scenario that fixes its onset can
/// keep more, or less, than all hours of the week together.
fn at_fixed_hours(finding: Diagnostic, organisation: &Organisation, used: &[&Copy]) -> Diagnostic {
    let cases = organisation.cases.iter().filter(|case| matches!(case.scenario.onset, Onset::At(_)));
    let fixed: Vec<&str> = cases.map(|case| case.short_name()).collect();
    if fixed.is_empty() || !used.iter().any(|copy| begins_at_fixed_hours(copy)) {
        return finding;
    }
    finding.help(format!(
        "the share is that of losses at any hour of the week; {} at a fixed hour: a run of it has its own",
        match fixed.as_slice() {
            [one] => format!("`{one}` begins"),
            several => format!("{} begin", words::quoted(several.iter().copied())),
        }
    ))
}

pub(super) fn begins_at_fixed_hours(copy: &Copy) -> bool {
    matches!(&copy.kind, CopyKind::Backup(backup) if backup.starts.is_some())
}

fn finding(
    plan: &View,
    system: &System,
    (holder, rpo): (NodeId, &Objective),
    used: &[&Copy],
    kept: f64,
) -> Diagnostic {
    let (holder_id, id) = (plan.id(holder), plan.id(system.node));
    let whose = if holder == system.node { String::new() } else { format!(" for `{holder_id}`") };
    let best = used
        .iter()
        .max_by(|a, b| share_young_enough(a, rpo.target).total_cmp(&share_young_enough(b, rpo.target)))
        .expect("the caller has at least one copy");
    let when = if used.iter().any(|copy| begins_at_fixed_hours(copy)) { " at any hour" } else { "" };
    let message = format!(
        "`{id}` promises to lose at most {}{whose}, and its copies keep that in at most {} of 100 losses{when}; {} are wanted",
        rpo.target,
        at_most_in_100(kept, rpo.required),
        rpo.required * 100.0,
    );
    let diagnostic = RULE.says(message).at(rpo.place, format!("at most {} may be lost", rpo.target));
    let diagnostic = diagnostic.at(best.place, format!("its best copy {}", copy_words(best)));
    match &best.kind {
        CopyKind::Replica(_) => {
            diagnostic.help("bring the replica closer, or ask the owner what loss is bearable")
        }
        CopyKind::Backup(backup) => diagnostic.help(backup_help(backup, rpo)),
    }
}

/// How old a copy is or can be, after its name.
pub(super) fn copy_words(copy: &Copy) -> String {
    match &copy.kind {
        CopyKind::Replica(replica) => {
            format!("is always at least {} behind", replica.lag.least().at_least())
        }
        CopyKind::Backup(backup) => {
            let takes = backup.takes.least();
            let oldest = backup.every.plus(takes);
            format!("is up to {oldest} old: one every {}, usable after {takes}", backup.every)
        }
    }
}

/// A share that is below `wanted`, in 100, rounded up as an upper bound must be: to a tenth, or as fine as it takes to
/// stay below.
pub(super) fn at_most_in_100(share: f64, wanted: f64) -> String {
    let up = |scale: f64| libm::ceil((share * 100.0 * scale - 1e-6).max(0.0)) / scale;
    let fine = [1e1, 1e2, 1e3, 1e4, 1e5].map(up).into_iter().find(|up| *up < wanted * 100.0);
    fine.unwrap_or(share * 100.0).to_string()
}

fn backup_help(backup: &Backup, rpo: &Objective) -> String {
    let room = rpo.target.minus(backup.takes.least());
    if room <= Millis::ZERO {
        return format!("a copy that takes {} cannot keep this; a replica could", backup.takes.least());
    }
    let every = Millis::from_f64(room.get() as f64 / (rpo.required / backup.success.max(0.01)).max(0.01));
    format!("copy at least every {}, or ask the owner what loss is bearable", every.min(room))
}

#[cfg(test)]
mod tests {
    use super::{RULE, at_most_in_100};

    #[test]
    fn of_copies_at_fixed_hours_the_share_is_said_to_be_that_of_any_hour() {
        let model = |starts: &str| {
            format!(
                r#"(sites: {{ "safe": () }}, systems: {{ "ledger": (home: "safe", rpo: "1d", copies: {{ "c": Backup(at: "safe", every: "1d", {starts} takes: "3h") }},
                recovery: [(name: "R", from: "c", steps: [(do: "R", takes: "1h")])]) }})"#
            )
        };
        let promises =
            "`ledger` promises to lose at most 1d, and its copies keep that in at most 87.5 of 100 losses";
        assert_eq!(RULE.said_of(&model("")), [format!("{promises}; 95 are wanted")]);
        let fixed = RULE.said_of(&model(r#"starts: "01:00","#));
        assert_eq!(fixed, [format!("{promises} at any hour; 95 are wanted")]);
    }

    #[test]
    fn an_upper_bound_is_rounded_up_and_stays_below_what_is_wanted() {
        let told = |share| at_most_in_100(share, 0.95);
        assert_eq!([0.0, 0.875, 0.9, 0.833_333, 0.000_1].map(told), ["0", "87.5", "90", "83.4", "0.1"]);
        assert_eq!([0.949_6, 0.949_96, 0.949_999_6].map(told), ["94.96", "94.996", "94.99996"]);
    }
}
