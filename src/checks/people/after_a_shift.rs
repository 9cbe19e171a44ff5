//! W0504: work that asks for more people than are left once a team takes turns.

use super::{asking_too_much, counted, most_people};
use crate::checks::{Found, Look, Organisation, Rule, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::{IdVec, TeamId};

pub const RULE: Rule = Rule {
    code: "W0504",
    title: "work that a shift can never do",
    severity: Severity::Medium,
    finds: "A team works in shifts (`shift`), and once the first is over so few of its people are there at a time, \
        reinforcements included, that they can never begin a piece of work that asks for more.",
    matters: "If the work is not begun in the first hours it waits for ever, although nobody is ill and everybody does \
        what the plan says.",
    behind: "docs/semantics.md section 6: people in force after the first shift; ISO 22301:2019 clause 8.3.4.",
    example: Example::model(
        r#"(
    teams: { "it": (people: 4, shift: (longest: "12h", rest: "12h")) },
    systems: { "till": (recovery: [(name: "Reinstall", tested: "2026-09-01", steps: [
        (do: "Move the racks", by: ["it: 3"], takes: "1h")])]) },
)"#,
    ),
    repaired: Example::model(
        r#"(
    teams: { "it": (people: 4, shift: (longest: "12h", rest: "12h")) },
    systems: { "till": (recovery: [(name: "Reinstall", tested: "2026-09-01", steps: [
        (do: "Move the racks", by: ["it: 2"], takes: "1h")])]) },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    let most: IdVec<TeamId, Option<u32>> = plan
        .model
        .teams
        .iter()
        .map(|team| team.shift.map(|shift| shift.people_in_turns(most_people(team))))
        .collect();
    for (id, asks) in asking_too_much(plan, &most) {
        let team = &plan.model.teams[id];
        let (Some(shift), Some(left), Some(first)) = (team.shift, most[id], asks.first()) else { continue };
        let name = plan.id(team.node);
        let each: Vec<String> = asks.iter().map(|work| work.words.clone()).collect();
        let diagnostic = RULE
            .says(format!(
                "after {} of work `{name}` has {} at a time, and can no longer begin {}",
                shift.longest,
                counted(left),
                words::listed(&each),
            ))
            .at(first.place, format!("asks for {} of `{name}`", first.asked))
            .at(plan.place(team.node), format!("{} in shifts", counted(most_people(team))))
            .help(format!("let fewer people do it, or bring in reinforcements for `{name}` (`surge`)"));
        found.push(name, diagnostic);
    }
}
