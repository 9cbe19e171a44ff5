//! W0703: a scenario that reaches no service.

use crate::checks::{Case, Found, Look, Organisation, Rule, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::NodeId;

pub const RULE: Rule = Rule {
    code: "W0703",
    title: "a scenario that touches no service",
    severity: Severity::Medium,
    finds: "Nothing that a scenario strikes is needed by any service, directly or indirectly, or nothing in it strikes \
        at all: without an Outage, a Destruction or a Corruption no incident begins.",
    matters: "Every objective is reported as not touched. It looks quiet, and says nothing about the plan.",
    behind: "docs/semantics.md section 8: a service is touched when an effect strikes something it needs.",
    example: Example::scenario(
        r#"(
    systems: { "till": (), "fax": (rto: "1d") },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", mtpd: "1d") },
)"#,
        r#"(title: "No fax", model: "model.ron", horizon: "7d", events: [Outage(id: "fax-out", targets: ["fax"], lasts: (is: "1h", basis: Measured))])"#,
    ),
    repaired: Example::scenario(
        r#"(
    systems: { "till": (needs: ["fax"]), "fax": () },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", mtpd: "1d") },
)"#,
        r#"(title: "No fax", model: "model.ron", horizon: "7d", events: [Outage(id: "fax-out", targets: ["fax"], lasts: (is: "1h", basis: Measured))])"#,
    ),
    look: Look::Scenario(look),
};

fn look(_: &Organisation, case: &Case, found: &mut Found) {
    let model = case.plan.model;
    let targets: Vec<NodeId> = case
        .scenario
        .events
        .iter()
        .filter(|event| event.is_effect() && event.chance > 0.0)
        .flat_map(|event| event.targets.iter().copied())
        .collect();
    let touched = case.plan.needing(targets.iter().copied());
    if model.services.is_empty() || model.services.iter().any(|service| touched[service.node]) {
        return;
    }
    let first = case.scenario.events.first().map_or(case.scenario.place, |event| event.place);
    let said = match targets.as_slice() {
        [] => "nothing in it strikes, so no incident begins".to_owned(),
        some => format!("no service needs {}", words::quoted(some.iter().map(|node| case.plan.id(*node)))),
    };
    let diagnostic = RULE
        .says(format!("{}: the scenario touches no service: {said}", case.short_name()))
        .at(case.scenario.place, "every objective will be not touched")
        .at(first, "reaches none")
        .help("strike what services need, or name in `needs` what is missing there");
    found.push(case.short_name(), diagnostic);
}
