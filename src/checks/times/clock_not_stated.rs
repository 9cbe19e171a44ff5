//! W0109: a promise that holds or not depending on when the clock starts, and nobody wrote which it is.

use crate::checks::{Case, Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::model::Clock;

pub const RULE: Rule = Rule {
    code: "W0109",
    title: "clock not stated where the verdict turns on it",
    severity: Severity::Low,
    finds: "At the most likely times a service is back too late when the time counts from the disruption, and in time \
        when it counts from the declaration; the file does not say which clock is meant.",
    matters: "Two readers will give two answers to whether the promise holds, both from the same report.",
    behind: "ISO 22300:2021 on recovery time objective: the period following an incident; contracts and plans often \
        count from the declaration.",
    example: Example::scenario(
        r#"(
    response: (detect: (is: "2h", basis: Measured), assess: (is: "1h", basis: Measured)),
    teams: { "it": (people: 2) },
    systems: { "till": (recovery: [(name: "Reinstall", tested: "2026-09-01", automatic: false,
        steps: [(do: "Reinstall", by: ["it"], takes: (is: "1h", basis: Measured))])]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "2h", mtpd: "1d") },
    allow: [(code: "W0104", on: "sales", because: "shown here is the clock")],
)"#,
        r#"(title: "The till breaks", model: "model.ron", horizon: "7d", events: [Destruction(id: "break", targets: ["till"])])"#,
    ),
    repaired: Example::scenario(
        r#"(
    response: (detect: (is: "2h", basis: Measured), assess: (is: "1h", basis: Measured)),
    teams: { "it": (people: 2) },
    systems: { "till": (recovery: [(name: "Reinstall", tested: "2026-09-01",
        steps: [(do: "Reinstall", by: ["it"], takes: (is: "1h", basis: Measured))])]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "2h", mtpd: "1d", clock: Declared) },
)"#,
        r#"(title: "The till breaks", model: "model.ron", horizon: "7d", events: [Destruction(id: "break", targets: ["till"])])"#,
    ),
    look: Look::Scenario(look),
};

fn look(_: &Organisation, case: &Case, found: &mut Found) {
    let typical = case.typical();
    for service in case.plan.model.services.iter() {
        let (Some(rto), None) = (&service.rto, service.clock_place) else { continue };
        let Some(outage) = typical.outage(service.node).filter(|outage| *outage > rto.target) else {
            continue;
        };
        let later = case.typical_on(Clock::Declared).outage(service.node).unwrap_or_default();
        if later > rto.target || outage.is_never() {
            continue;
        }
        let id = case.plan.id(service.node);
        let diagnostic = RULE
            .says(format!(
                "{}: `{id}` promises {}: {outage} from the disruption, {later} from the declaration, and the clock is \
                 not stated",
                case.short_name(), rto.target
            ))
            .at(rto.place, "counts from the disruption unless `clock` says otherwise")
            .at(case.scenario.place, "in this scenario the verdict turns on it")
            .help("write `clock: Disruption`, `Detected` or `Declared`, as its owner signed it");
        found.push(id, diagnostic);
    }
}
