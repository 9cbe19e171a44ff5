//! W0501: people who are there and cannot work.

use crate::checks::plans::{place_of, reason};
use crate::checks::{Case, Found, Look, Organisation, Rule, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::TeamId;

pub const RULE: Rule = Rule {
    code: "W0501",
    title: "a team without a place to work",
    severity: Severity::High,
    finds: "A scenario takes away the only place from which a team works, or what it needs to work from anywhere else, \
        for good or for longer than the scenario is watched, and plans that are meant for the scenario ask for it.",
    matters: "The people are there and can do nothing, and every step that only they may do waits for them.",
    behind: "NIST SP 800-53 CP-2 and PE-17: alternate work sites; ISO 22301:2019 clause 8.3.4.",
    example: Example::scenario(
        r#"(
    sites: { "tower": (), "hall": () },
    teams: { "it": (people: 2, needs: ["tower"]) },
    systems: { "till": (home: "hall", recovery: [
        (name: "Start the spare", tested: "2026-09-01", steps: [(do: "Start it", takes: "1h")]),
        (name: "Reinstall", tested: "2026-09-01", steps: [(do: "Reinstall", by: ["it"], takes: "2h")])]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "1d", mtpd: "5d") },
    allow: [(code: "W0301", on: "fire", because: "shown here are the people")],
)"#,
        r#"(title: "Fire", model: "model.ron", horizon: "7d",
    events: [Destruction(id: "fire", targets: ["tower"]), Outage(id: "cable", targets: ["till"])])"#,
    ),
    repaired: Example::scenario(
        r#"(
    sites: { "tower": (), "hall": () },
    teams: { "it": (people: 2, needs: ["tower or hall"]) },
    systems: { "till": (home: "hall", recovery: [
        (name: "Start the spare", tested: "2026-09-01", steps: [(do: "Start it", takes: "1h")]),
        (name: "Reinstall", tested: "2026-09-01", steps: [(do: "Reinstall", by: ["it"], takes: "2h")])]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "1d", mtpd: "5d") },
)"#,
        r#"(title: "Fire", model: "model.ron", horizon: "7d",
    events: [Destruction(id: "fire", targets: ["tower"]), Outage(id: "cable", targets: ["till"])])"#,
    ),
    look: Look::Scenario(look),
};

fn look(_: &Organisation, case: &Case, found: &mut Found) {
    let worst = case.at_worst();
    for (id, team) in case.plan.model.teams.iter_enumerated() {
        let up = worst.up(team.node);
        if up <= case.scenario.horizon {
            continue;
        }
        let waiting = plans_that_ask(case, id);
        if waiting.is_empty() {
            continue;
        }
        let never = worst.why_node_never(team.node);
        // A circle has a finding of its own.
        if up.is_never() && never.root.is_none() {
            continue;
        }
        let name = case.plan.id(team.node);
        let why =
            if up.is_never() { reason(case, &never) } else { format!("back after {up} at the soonest") };
        let diagnostic = RULE
            .says(format!(
                "{}: `{name}` has nowhere to work ({why}), and {} {} for it: {}",
                case.short_name(),
                words::counted(waiting.len(), "plan", "plans"),
                if waiting.len() == 1 { "asks" } else { "ask" },
                words::listed(&waiting),
            ))
            .at(case.plan.place(team.node), "every place its `needs` name is gone")
            .at(place_of(case, &never).unwrap_or(case.scenario.place), "taken away here")
            .help(format!(
                "give `{name}` another place in `needs` (\"tower or vpn\"), or let others do the steps"
            ));
        found.push(name, diagnostic);
    }
}

/// The plans of systems that can be disrupted and that ask for a team.
fn plans_that_ask(case: &Case, team: TeamId) -> Vec<String> {
    let mut plans = Vec::new();
    for (id, system) in case.plan.model.systems.iter_enumerated() {
        for (position, strategy) in system.recovery.iter().enumerate() {
            let asks = strategy.steps.iter().any(|step| step.by.iter().any(|ask| ask.team == team));
            if asks && case.at_worst().done(id, position).is_some() {
                plans.push(format!("\"{}\" of `{}`", strategy.name, case.plan.id(system.node)));
            }
        }
    }
    plans.dedup();
    plans
}
