//! W0508: decisions of a team of which a scenario takes everybody away.

use super::deciding;
use crate::checks::{Case, Found, Look, Organisation, Rule, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::NodeId;
use crate::model::{Event, EventKind};

pub const RULE: Rule = Rule {
    code: "W0508",
    title: "decisions of people who are away",
    severity: Severity::Medium,
    finds: "A scenario has an Absence of everybody of the team that declares, or that decides on a strategy, or of the team \
        that it is part of.",
    matters: "Deciding takes nobody's time in a run: the team has decided a call-out after it was asked, whether anybody \
        was there or not. What the scenario asks, who decides then, the run does not answer.",
    behind: "ISO 22301:2019 clause 8.4.2: who decides, and who stands in for them; NIST SP 800-34 section 4.2.2: what is done where somebody cannot be reached.",
    example: Example::scenario(
        r#"(
    response: (declare: (takes: "10m", by: "board")),
    teams: { "board": (people: 3, call_out: "30m") },
    systems: { "till": (restart: "1h") },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "1d", mtpd: "5d") },
)"#,
        r#"(title: "Retreat", model: "model.ron", horizon: "7d",
    events: [Absence(id: "retreat", targets: ["board"], share: 1, lasts: "3d"), Outage(id: "cable", targets: ["till"], lasts: "2h")])"#,
    ),
    repaired: Example::scenario(
        r#"(
    response: (declare: (takes: "10m", by: "board")),
    teams: { "board": (people: 3, call_out: "30m") },
    systems: { "till": (restart: "1h") },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "1d", mtpd: "5d") },
)"#,
        r#"(title: "Retreat", model: "model.ron", horizon: "7d",
    events: [Absence(id: "retreat", targets: ["board"], share: 0.6, lasts: "3d"), Outage(id: "cable", targets: ["till"], lasts: "2h")])"#,
    ),
    look: Look::Scenario(look),
};

fn look(_: &Organisation, case: &Case, found: &mut Found) {
    let plan = &case.plan;
    for (id, decisions) in deciding(plan) {
        let teams = &plan.model.teams;
        let nodes: Vec<NodeId> = plan.model.with_parents(id).map(|team| teams[team].node).collect();
        let takes_all = |kind: &EventKind| match kind {
            EventKind::Absence { share, .. } => share.distribution.least() >= 1.0,
            _ => false,
        };
        let events = &case.scenario.events;
        let strikes = |target: &NodeId| nodes.contains(target);
        let away = |event: &&Event| takes_all(&event.kind) && event.targets.iter().any(strikes);
        let Some(event) = events.iter().find(away) else { continue };
        let (node, name) = (nodes[0], plan.id(nodes[0]));
        let diagnostic = RULE
            .says(format!(
                "{}: `{}` takes everybody of `{name}` away, and in a run it decides all the same: {}",
                case.short_name(),
                event.id,
                words::listed(&decisions)
            ))
            .at(event.place, "everybody")
            .at(plan.place(node), "decides")
            .help(
                "name in `by` who decides in their place, and in `call_out` how long it takes to reach them",
            );
        found.push(name, diagnostic);
    }
}
