//! W0405: one team without whom most of the plan stands still.

use std::collections::BTreeSet;

use crate::checks::{Found, Look, Organisation, Rule, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::structure::hands::indispensable;

/// Fewer systems than this are what every specialist has.
const SYSTEMS_MIN: usize = 5;

macro_rules! five_systems {
    ($last:literal) => {
        concat!(
            r#"(
    teams: { "admins": (people: 9), "others": (people: 9) },
    systems: {
        "s1": (recovery: [(name: "R", tested: "2026-09-01", steps: [(do: "r", by: ["admins"], takes: "1h")])]),
        "s2": (recovery: [(name: "R", tested: "2026-09-01", steps: [(do: "r", by: ["admins"], takes: "1h")])]),
        "s3": (recovery: [(name: "R", tested: "2026-09-01", steps: [(do: "r", by: ["admins"], takes: "1h")])]),
        "s4": (recovery: [(name: "R", tested: "2026-09-01", steps: [(do: "r", by: ["admins"], takes: "1h")])]),
        "s5": (recovery: [(name: "R", tested: "2026-09-01", steps: [(do: "r", by: [""#,
            $last,
            r#""], takes: "1h")])]),
    },
)"#
        )
    };
}

pub const RULE: Rule = Rule {
    code: "W0405",
    title: "one team that every plan asks for",
    severity: Severity::Note,
    finds: "At least five systems, and at least half of those that have a plan, have none without a step that one team \
        must do.",
    matters: "In an incident that strikes many systems they all queue for the same people, and where these cannot work \
        nothing begins at all.",
    behind: "ISO 22301:2019 clause 8.4.2: roles, and alternates for them.",
    example: Example::model(five_systems!("admins")),
    repaired: Example::model(five_systems!("others")),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    // Alike systems count once.
    let planned = plan.model.systems.iter().filter(|system| !system.recovery.is_empty());
    let with_plan = planned.map(|system| plan.id(system.node)).collect::<BTreeSet<_>>().len();
    for hands in indispensable(plan.falls()) {
        let systems: BTreeSet<&str> =
            hands.systems.iter().map(|system| plan.id(plan.model.systems[*system].node)).collect();
        let count = systems.len();
        if count < SYSTEMS_MIN || count * 2 < with_plan {
            continue;
        }
        let team = &plan.model.teams[hands.team];
        let id = plan.id(team.node);
        let least = words::counted(team.people.min(team.off_hours.people) as usize, "person", "people");
        let diagnostic = RULE
            .says(format!(
                "without `{id}` {count} of {with_plan} systems with a plan never come back: {}",
                words::quoted(systems)
            ))
            .at(plan.place(team.node), format!("at times {least}"))
            .help(format!(
                "see who else could do what only `{id}` does, and where it works if its place is lost"
            ));
        found.push(id, diagnostic);
    }
}
