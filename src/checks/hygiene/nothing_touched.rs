//! W0703: a scenario that reaches no service.

use crate::checks::soonest::after_onset;
use crate::checks::{Case, Found, Look, Organisation, Rule, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::NodeId;
use crate::model::EventKind;
use crate::units::Millis;

pub const RULE: Rule = Rule {
    code: "W0703",
    title: "a scenario that touches no service",
    severity: Severity::Medium,
    finds: "Nothing that a scenario strikes is needed by any service, directly or indirectly, or nothing in it strikes \
        at all: without an Outage, a Destruction or a Corruption within the horizon no incident begins.",
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
    let (in_time, late) = effects(case);
    let targets: Vec<NodeId> =
        in_time.iter().flat_map(|event| case.scenario.events[*event].targets.iter().copied()).collect();
    let touched = case.plan.needing(targets.iter().copied());
    let spreads = case.scenario.events.iter().any(|event| match event.kind {
        EventKind::Spread { of, chance, .. } => event.chance * chance > 0.0 && in_time.contains(&of),
        _ => false,
    });
    if model.services.is_empty() || spreads || model.services.iter().any(|service| touched[service.node]) {
        return;
    }
    let first = case.scenario.events.first().map_or(case.scenario.place, |event| event.place);
    let (said, place, label, help) = match (targets.as_slice(), late) {
        ([], Some((event, soonest))) => (
            format!("nothing in it strikes within the {} that are watched", case.scenario.horizon),
            case.scenario.events[event].place,
            format!("at the soonest {soonest} after the onset"),
            "let it come sooner, or watch for longer: `horizon`",
        ),
        ([], None) => (
            "nothing in it strikes, so no incident begins".to_owned(),
            first,
            "reaches none".to_owned(),
            "write an Outage, a Destruction or a Corruption that counts from the onset",
        ),
        (some, _) => (
            format!("no service needs {}", words::quoted(some.iter().map(|node| case.plan.id(*node)))),
            first,
            "reaches none".to_owned(),
            "strike what services need, or name in `needs` what is missing there",
        ),
    };
    let diagnostic = RULE
        .says(format!("{}: the scenario touches no service: {said}", case.short_name()))
        .at(case.scenario.place, "every objective will be not touched")
        .at(place, label)
        .help(help);
    found.push(case.short_name(), diagnostic);
}

/// The effects that can strike within the horizon, and the first that comes after it, with how long after the onset.
fn effects(case: &Case) -> (Vec<usize>, Option<(usize, Millis)>) {
    let scenario = case.scenario;
    let dated = after_onset(case.plan.model, scenario).into_iter().enumerate();
    let can = dated.filter(|(event, soonest)| scenario.events[*event].is_effect() && !soonest.is_never());
    let (in_time, late): (Vec<_>, Vec<_>) = can.partition(|(_, soonest)| *soonest <= scenario.horizon);
    let first = late.into_iter().min_by_key(|(_, soonest)| *soonest);
    (in_time.into_iter().map(|(event, _)| event).collect(), first)
}

#[cfg(test)]
mod tests {
    use super::RULE;

    fn said(events: &str) -> Vec<String> {
        let model = r#"(systems: { "till": (), "fax": (tags: ["old"]), "lamp": (tags: ["old"]) },
            services: { "sales": (needs: ["till", "lamp"]) })"#;
        let scenario = format!(r#"(title: "T", model: "model.ron", horizon: "30d", events: [{events}])"#);
        RULE.said_of_case(model, &scenario)
    }

    #[test]
    fn what_strikes_after_the_horizon_touches_nothing() {
        let late = said(r#"Outage(id: "late", targets: ["till"], after: "60d")"#);
        assert!(late[0].ends_with("nothing in it strikes within the 30d that are watched"), "{late:?}");
        assert_eq!(
            said(r#"Outage(targets: ["till"], after: "30d")"#),
            [""; 0],
            "the horizon itself is played"
        );
        assert_eq!(
            said(r#"Outage(targets: ["till"], after: "uniform(20d, 60d)")"#),
            [""; 0],
            "it may come in time"
        );
        let after = r#"Outage(id: "fax", targets: ["fax"], after: "10d"), Outage(targets: ["till"], since: "fax", after: "21d")"#;
        assert!(said(after)[0].ends_with("no service needs `fax`"), "31 days after the onset");
        let before = r#"Outage(id: "fax", targets: ["fax"], after: "10d"), Outage(targets: ["till"], since: Detected, after: "20d")"#;
        assert_eq!(said(before), [""; 0]);
    }

    #[test]
    fn what_waits_for_an_incident_that_nothing_begins_touches_nothing() {
        let waits = said(r#"Outage(targets: ["till"], since: Detected)"#);
        assert!(waits[0].ends_with("no incident begins"), "{waits:?}");
    }

    #[test]
    fn what_a_spread_may_reach_is_not_told_as_untouched() {
        let spread = r#"Outage(id: "fax-out", targets: ["fax"]), Spread(id: "on", of: "fax-out", along: Tag("old"), chance: 0.5)"#;
        assert_eq!(said(spread), [""; 0]);
        assert_eq!(said(&spread.replace("0.5", "0")).len(), 1);
    }
}
