//! W0601: a plan that was last done too long ago.

use std::collections::BTreeSet;

use crate::checks::{Found, Look, Organisation, Rule, words};
use crate::diagnostic::explain::Example;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{
    Basis, Strategy, Uncertain, Workaround, each_estimate_of_events, each_estimate_of_model, whose,
};
use crate::notation::date::Date;
use crate::source::Place;

const MONTHS_MAX: u32 = 12;

pub const RULE: Rule = Rule {
    code: "W0601",
    title: "a plan that was last done long ago",
    severity: Severity::Low,
    finds: "`tested` of a strategy or a workaround lies more than 12 months before the day asked about, today or that \
        of `--as-of`, or after it. In the files that `run` writes that day is the latest of \
        the approval and of all that was last done, so that they are the same on every day. A note tells which were not done since the document was approved.",
    matters: "Machines, people and passwords change within a year. What was possible then may not be possible now, and \
        whoever reads the date believes it is.",
    behind: "DORA Art. 11(6)(a): at least yearly; NIST SP 800-53 CP-4; ISO 22301:2019 clause 8.5.",
    example: Example::model(
        r#"(
    systems: { "till": (recovery: [(name: "Reinstall", tested: "2024-05-18", steps: [(do: "Reinstall", takes: "1h")])]) },
)"#,
    ),
    repaired: Example::model(
        r#"(
    systems: { "till": (recovery: [(name: "Reinstall", tested: "2026-05-18", steps: [(do: "Reinstall", takes: "1h")])]) },
)"#,
    ),
    look: Look::Model(look),
};

/// A plan or a workaround with the date on which it was last done: whose it is, its id and name.
type Done<'a> = ((&'a str, &'a str, &'a str), (Date, Place));

fn look(organisation: &Organisation, found: &mut Found) {
    let done = all_done(organisation);
    done.iter().for_each(|done| judge(organisation, *done, found));
    since_approval(organisation, &done, found);
    evidence_to_come(organisation, found);
}

/// Evidence of a time from a day that is still to come.
fn evidence_to_come(organisation: &Organisation, found: &mut Found) {
    let as_of = organisation.as_of;
    // A day that was read off these files is none on which anybody asked.
    if organisation.plan.model.day_of_the_files() == as_of {
        return;
    }
    let mut see = |path: &[&str], estimate: &Uncertain| {
        let (Basis::Exercised(Some(date)) | Basis::Measured(Some(date))) = estimate.basis else { return };
        let Some(place) = estimate.place.filter(|_| date > as_of) else { return };
        let (id, word) = (whose(path), estimate.basis.word());
        let diagnostic = RULE
            .says(format!("a time of `{id}` was {word} on {date}, which lies after {as_of}"))
            .at(place, "not yet")
            .help("write the day on which that was; evidence from before that day is taken for older");
        found.push(id, diagnostic);
    };
    each_estimate_of_model(organisation.plan.model, &mut see);
    organisation.cases.iter().for_each(|case| each_estimate_of_events(case.scenario, &mut see));
}

fn all_done<'a>(organisation: &'a Organisation) -> Vec<Done<'a>> {
    let plan = &organisation.plan;
    let strategies = plan.model.systems.iter().flat_map(|system| {
        let done = |strategy: &'a Strategy| {
            let on = (plan.id(system.node), strategy.id.as_str(), strategy.name.as_str());
            Some((on, (strategy.tested?, strategy.place)))
        };
        system.recovery.iter().filter_map(done)
    });
    let workarounds = plan.model.services.iter().flat_map(|service| {
        let done = |way: &'a Workaround| {
            let on = (plan.id(service.node), way.id.as_str(), way.name.as_str());
            Some((on, (way.tested?, way.place)))
        };
        service.workarounds.iter().filter_map(done)
    });
    strategies.chain(workarounds).collect()
}

/// One note on all that nobody has done since the document was approved.
fn since_approval(organisation: &Organisation, done: &[Done], found: &mut Found) {
    let Some(approved) = organisation.plan.model.approved else { return };
    let before: Vec<&Done> = done.iter().filter(|(_, (tested, _))| *tested < approved).collect();
    let Some((_, (_, first))) = before.first() else { return };
    // Alike systems count once.
    let names: BTreeSet<String> =
        before.iter().map(|((node, _, name), _)| format!("\"{name}\" of `{node}`")).collect();
    let names: Vec<String> = names.into_iter().collect();
    let message = format!(
        "{} last done before the document was approved on {approved}: {}",
        words::counted(names.len(), "plan or workaround was", "plans and workarounds were"),
        words::listed(&names),
    );
    let diagnostic = Diagnostic::new(RULE.code, Severity::Note, message)
        .at(organisation.plan.model.place, "approved")
        .at(*first, "done before")
        .help("see whether what was approved still is what was done; if it changed, do it again");
    found.push("document", diagnostic);
}

fn judge(organisation: &Organisation, ((node, id, name), (tested, place)): Done, found: &mut Found) {
    let as_of = organisation.as_of;
    let (message, label) = if tested > as_of {
        (format!("\"{name}\" of `{node}` was last done on {tested}, which lies after {as_of}"), "not yet")
    } else if tested.plus_months(MONTHS_MAX) < as_of {
        let months = as_of.months_since(tested);
        (
            format!("\"{name}\" of `{node}` was last done on {tested}, {months} months before {as_of}"),
            "last done long ago",
        )
    } else {
        return;
    };
    let diagnostic = RULE
        .says(message)
        .at(place, label)
        .help("do it for real and write the date, or plan as if it had never been done");
    found.push(format!("{node}/{id}"), diagnostic);
}

#[cfg(test)]
mod tests {
    use super::RULE;

    #[test]
    fn evidence_of_a_day_to_come_is_told_whatever_else_has_a_date() {
        let said = |date: &str| {
            RULE.said_of(&format!(
                r#"(response: (detect: (is: "10m", basis: Measured("{date}"))), systems: {{ "till": () }})"#
            ))
        };
        let told = ["a time of `response` was measured on 2035-01-01, which lies after 2026-11-21"];
        assert_eq!(said("2035-01-01"), told);
        assert_eq!(said("2026-11-21"), [""; 0]);
    }
}
