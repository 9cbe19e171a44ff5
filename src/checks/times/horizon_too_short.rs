//! W0108: an objective that is longer than the scenario is watched.

use crate::checks::{Case, Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::model::EventKind;

pub const RULE: Rule = Rule {
    code: "W0108",
    title: "objective longer than the horizon",
    severity: Severity::Medium,
    finds: "The RTO or MTPD of a service is longer than the scenario is watched.",
    matters: "Of a run that is still out at the horizon nobody knows whether it would have kept the objective. It counts \
        neither way, and the verdict may stay undecided however many runs are played.",
    behind: "docs/semantics.md section 8: objectives that are longer than the horizon.",
    example: Example::scenario(
        r#"(
    systems: { "till": () },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "2h", mtpd: "5d") },
)"#,
        r#"(title: "Out for a day", model: "model.ron", horizon: "3d",
    events: [Outage(id: "out", targets: ["till"], lasts: (is: "1h", basis: Measured))])"#,
    ),
    repaired: Example::scenario(
        r#"(
    systems: { "till": () },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "2h", mtpd: "5d") },
)"#,
        r#"(title: "Out for a day", model: "model.ron", horizon: "10d",
    events: [Outage(id: "out", targets: ["till"], lasts: (is: "1h", basis: Measured))])"#,
    ),
    look: Look::Scenario(look),
};

fn look(_: &Organisation, case: &Case, found: &mut Found) {
    let horizon = case.scenario.horizon;
    let events = case.scenario.events.iter();
    let spreads = events.clone().any(|event| matches!(event.kind, EventKind::Spread { .. }));
    let struck = events.filter(|event| event.is_effect()).flat_map(|event| event.targets.iter().copied());
    let touched = case.plan.needing(struck);
    for service in case.plan.model.services.iter() {
        // What is not touched has nothing to be watched for.
        if !spreads && !touched[service.node] {
            continue;
        }
        let longest = [("RTO", &service.rto), ("MTPD", &service.mtpd)]
            .into_iter()
            .filter_map(|(word, objective)| Some((objective.as_ref()?, word)))
            .max_by_key(|(objective, _)| objective.target);
        let Some((objective, word)) = longest.filter(|(objective, _)| objective.target > horizon) else {
            continue;
        };
        let id = case.plan.id(service.node);
        let diagnostic = RULE
            .says(format!(
                "{}: watched for {horizon}, which is shorter than the {word} of `{id}`, {}",
                case.short_name(),
                objective.target
            ))
            .at(case.scenario.horizon_place, "the end of what is watched")
            .at(objective.place, format!("{word} of {}", objective.target))
            .help(format!("watch for longer than {}", objective.target));
        found.push(id, diagnostic);
    }
}
