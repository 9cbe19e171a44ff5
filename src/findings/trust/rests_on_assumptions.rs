//! G0204: most of the time of a service is drawn from durations that nobody has looked into.

use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::findings::seen::name;
use crate::findings::{Cause, Evidence, Figure, Finding, Remedy, Rule, Seen};
use crate::model::Basis;
use crate::results::{ServiceResult, Verdict};
use crate::wording::names::listed;

const LEAST: f64 = 0.5;
const NAMED_MAX: usize = 3;

pub const RULE: Rule = Rule {
    code: "G0204",
    name: "rests-on-assumptions",
    title: "most of the time is assumed",
    finds: "At least half of the time that a service with objectives is out, by its ledger, is drawn from durations whose \
        basis is `Assumed`, which is what stands where nothing is written. It is medium from nine tenths on, else low.",
    matters: "The figures are exact about something that nobody has looked into. The largest of these durations are the ones \
        to measure first.",
    behind: "EU 2024/1774 Art. 26(1): challenge the assumptions of the plans; NIST SP 800-53 CP-4.",
    example: Example::scenario(
        r#"(systems: { "till": (recovery: [(name: "Rebuild", steps: [(do: "Rebuild it", takes: "3h")])]) },
    services: { "sales": (needs: ["till"], rto: "9h") })"#,
        r#"(title: "Fire", model: "model.ron", horizon: "3d", events: [Destruction(targets: ["till"])])"#,
    ),
    repaired: Example::scenario(
        r#"(systems: { "till": (recovery: [(name: "Rebuild", steps: [(do: "Rebuild it",
    takes: (is: "3h", basis: Exercised("2026-03-14"), source: "exercise report 3"))])]) },
    services: { "sales": (needs: ["till"], rto: "9h") })"#,
        r#"(title: "Fire", model: "model.ron", horizon: "3d", events: [Destruction(targets: ["till"])])"#,
    ),
    look,
};

fn look(seen: &Seen) -> Vec<Finding> {
    let evidence = Evidence::of(seen);
    let judged = seen.results.services.iter().filter(|service| {
        service
            .objectives
            .iter()
            .any(|objective| objective.verdict != Verdict::NotTouched && objective.clock.is_some())
    });
    judged.filter_map(|service| finding(seen, &evidence, service)).collect()
}

fn finding(seen: &Seen, evidence: &Evidence, service: &ServiceResult) -> Option<Finding> {
    let rests = evidence.behind(&service.ledger);
    if rests.assumed < LEAST {
        return None;
    }
    let assumed = |cause: &Cause| evidence.weakest(cause.cause, &cause.who) == Some(&Basis::Assumed);
    let causes: Vec<Cause> = Cause::all(&seen.names, &service.ledger).into_iter().filter(assumed).collect();
    let largest: Vec<String> =
        causes.iter().take(NAMED_MAX).map(|cause| format!("\"{}\"", cause.words)).collect();
    let message = format!(
        "{:.0} % of the time that {} is out is drawn from durations that nobody has looked into, most of it from {}.",
        rests.assumed * 100.0,
        name(service),
        listed(&largest, NAMED_MAX),
    );
    let severity = if rests.assumed >= 0.9 { Severity::Medium } else { Severity::Low };
    let mut finding = RULE
        .says(severity, &service.id, message)
        .figure("assumed", Figure::Share(rests.assumed))
        .figure("estimated", Figure::Share(rests.estimated))
        .figure("exercised", Figure::Share(rests.exercised))
        .figure("measured", Figure::Share(rests.measured))
        .figure("derived", Figure::Share(rests.derived))
        .weighing(rests.assumed)
        .try_first([Remedy::to_do(
            "Measure these first, or ask those who do the work, and write the basis and the source beside the figure.",
        )]);
    finding.causes = causes;
    Some(finding.at(seen.node(&service.id)?.place))
}
