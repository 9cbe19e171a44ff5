//! W0710: hours of a team that change nothing.

use crate::checks::{Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;

pub const RULE: Rule = Rule {
    code: "W0710",
    title: "hours that change nothing",
    severity: Severity::Low,
    finds: "A team has `hours` that leave a part of the week open, and no `off_hours`. What is not written for the rest of \
        the week is as within the hours: all of them are there, and can be called as fast.",
    matters: "Whoever wrote the hours knows that nights are different. As written the team works around the clock, and a \
        disruption on a Friday night is no worse than one on a Tuesday morning.",
    behind: "docs/semantics.md section 6: people in force outside `hours` are `off_hours.people`, by default the same.",
    example: Example::model(
        r#"(
    teams: { "it": (people: 6, call_out: "5m", hours: "Mon-Fri 08:00-18:00") },
    systems: { "till": (recovery: [(name: "Reinstall", tested: "2026-09-01", steps: [(do: "Reinstall", by: ["it"], takes: "1h")])]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", mtpd: "1d") },
)"#,
    ),
    repaired: Example::model(
        r#"(
    teams: { "it": (people: 6, call_out: "5m", hours: "Mon-Fri 08:00-18:00", off_hours: (people: 1, call_out: "1h")) },
    systems: { "till": (recovery: [(name: "Reinstall", tested: "2026-09-01", steps: [(do: "Reinstall", by: ["it"], takes: "1h")])]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", mtpd: "1d") },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    for team in plan.model.teams.iter() {
        let Some(hours) = team.hours_place.filter(|_| !team.hours.is_always()) else { continue };
        if team.off_hours.is_written || team.people == 0 {
            continue;
        }
        let id = plan.id(team.node);
        let diagnostic = RULE
            .says(format!(
                "the hours of `{id}` change nothing: without `off_hours` {} there day and night",
                match team.people {
                    1 => "the one person is".to_owned(),
                    people => format!("all {people} people are"),
                }
            ))
            .at(hours, "its hours")
            .help(
                "write who is there outside them: `off_hours: (people: 1, call_out: \"1h\")`, or `(people: 0)` for nobody; \
                 or leave the hours out",
            );
        found.push(id, diagnostic);
    }
}
