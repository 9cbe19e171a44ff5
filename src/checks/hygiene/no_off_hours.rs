//! W0707: off hours of a team that is always there.

use crate::checks::{Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;

pub const RULE: Rule = Rule {
    code: "W0707",
    title: "off hours that never come",
    severity: Severity::Medium,
    finds: "A team has `off_hours` and no `hours`, or hours that cover the whole week. It is taken to be there in full \
        at every hour, and what is written for nights and weekends is never used.",
    matters: "Whoever wrote the off hours knows that nights are different. Every run at night counts on people who are \
        asleep.",
    behind: "docs/semantics.md section 6: people in force within `hours`, by default always.",
    example: Example::model(
        r#"(
    teams: { "it": (people: 6, call_out: "5m", off_hours: (people: 1, call_out: "1h")) },
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
        let differs = team.off_hours.call_out.is_some() || team.off_hours.people != team.people;
        if !team.hours.is_always() || !differs {
            continue;
        }
        let id = plan.id(team.node);
        let written = match team.hours_place {
            Some(_) => "its `hours` cover the whole week",
            None => "it has no `hours`",
        };
        let mut diagnostic = RULE
            .says(format!("the off hours of `{id}` never come: {written}"))
            .at(plan.place(team.node), format!("{} people, day and night", team.people));
        if let Some(place) = team.hours_place {
            diagnostic = diagnostic.at(place, "all week");
        }
        let help = "write when they are in the house: `hours: \"Mon-Fri 08:00-18:00\"`";
        found.push(id, diagnostic.help(help));
    }
}
