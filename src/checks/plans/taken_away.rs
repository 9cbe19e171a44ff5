//! W0301: plans that a scenario takes away.

use std::collections::BTreeMap;

use super::reason;
use crate::checks::soonest::Why;
use crate::checks::{Case, Found, Look, Organisation, Rule, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::SystemId;

pub const RULE: Rule = Rule {
    code: "W0301",
    title: "plans that the scenario takes away",
    severity: Severity::Low,
    finds: "Strategies that are meant for a scenario can never be finished in it: their site, copy, team, tool or \
        resource, or something that these need, is gone for good, at least in some runs, or their copy holds nothing from \
        before the intruder came. `check SCENARIO` lists for \
        every system which plans are left.",
    matters: "A plan that ends in the burnt building is no plan for the fire. What remains is what counts, and it may \
        be one plan fewer than people think.",
    behind: "RTS 2024/1774 Art. 26(2): alternatives where the primary recovery is not feasible.",
    example: Example::scenario(
        r#"(
    sites: { "house": (), "barn": () },
    systems: { "till": (home: "house", recovery: [
        (name: "Repair", tested: "2026-09-01", steps: [(do: "Repair", takes: "1h")]),
        (name: "Move", to: "barn", tested: "2026-09-01", steps: [(do: "Move", takes: (is: "1h", basis: Measured))])]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "1d", mtpd: "5d") },
)"#,
        r#"(title: "Fire", model: "model.ron", horizon: "7d", events: [Destruction(id: "fire", targets: ["house"])])"#,
    ),
    repaired: Example::scenario(
        r#"(
    sites: { "house": (), "barn": () },
    systems: { "till": (home: "house", recovery: [
        (name: "Repair", only_for: [IctFailure], tested: "2026-09-01", steps: [(do: "Repair", takes: "1h")]),
        (name: "Move", to: "barn", tested: "2026-09-01", steps: [(do: "Move", takes: (is: "1h", basis: Measured))])]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "1d", mtpd: "5d") },
)"#,
        r#"(title: "Fire", model: "model.ron", horizon: "7d", events: [Destruction(id: "fire", targets: ["house"])])"#,
    ),
    look: Look::Scenario(look),
};

fn look(_: &Organisation, case: &Case, found: &mut Found) {
    let worst = case.at_worst();
    // By event: a plan is listed with the event at which its way back ends.
    let mut taken: BTreeMap<usize, Vec<(SystemId, usize)>> = BTreeMap::new();
    for (id, system) in case.plan.model.systems.iter_enumerated() {
        for position in 0..system.recovery.len() {
            if !worst.done(id, position).is_some_and(|done| done.is_never()) {
                continue;
            }
            let event = match worst.why_never(id, position).root {
                Some(Why::Event(event) | Why::DataGone(event)) => event,
                Some(Why::CopyGone { event, .. } | Why::Unclean { event, .. }) => event,
                _ => continue,
            };
            taken.entry(event).or_default().push((id, position));
        }
    }
    for (event, plans) in taken {
        let mut names: Vec<String> = plans
            .iter()
            .map(|(id, position)| {
                let system = &case.plan.model.systems[*id];
                format!("\"{}\" of `{}`", system.recovery[*position].name, case.plan.id(system.node))
            })
            .collect();
        names.dedup();
        let (first, position) = plans[0];
        let event = &case.scenario.events[event];
        let diagnostic = RULE
            .says(format!(
                "{}: `{}` takes away {}: {}",
                case.short_name(),
                event.id,
                words::counted(names.len(), "plan", "plans"),
                words::listed(&names),
            ))
            .at(event.place, "in the runs in which this strikes")
            .at(
                case.plan.model.systems[first].recovery[position].place,
                format!("for example this one: {}", reason(case, &worst.why_never(first, position))),
            )
            .help(format!(
                "say with `only_for` what they are for, and see what is left: `blackstart check {}`",
                case.file
            ));
        found.push(event.id.as_str(), diagnostic);
    }
}
