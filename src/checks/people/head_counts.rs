//! W0506: numbers of people that contradict each other.

use super::counted;
use crate::checks::{Found, Look, Organisation, Rule, View};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::model::Team;

pub const RULE: Rule = Rule {
    code: "W0506",
    title: "numbers of people that contradict each other",
    severity: Severity::Medium,
    finds: "A team has more people outside its `hours` than within them, or its reinforcements (`surge`), which are the \
        number in all and not in addition, are no more people than it has at any hour without them.",
    matters: "One of the numbers is a slip. Runs count on people whom nobody has, or on reinforcements who bring in nobody.",
    behind: "docs/semantics.md section 6: people in force; ISO 22301:2019 clause 8.3.4: resources for the strategies.",
    example: Example::model(
        r#"(
    teams: { "it": (people: 3, hours: "Mon-Fri 08:00-18:00", off_hours: (people: 9, call_out: "1h")) },
    systems: { "till": (recovery: [(name: "Reinstall", tested: "2026-09-01", steps: [
        (do: "Reinstall", by: ["it"], takes: "1h")])]) },
)"#,
    ),
    repaired: Example::model(
        r#"(
    teams: { "it": (people: 9, hours: "Mon-Fri 08:00-18:00", off_hours: (people: 3, call_out: "1h")) },
    systems: { "till": (recovery: [(name: "Reinstall", tested: "2026-09-01", steps: [
        (do: "Reinstall", by: ["it"], takes: "1h")])]) },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    for team in plan.model.teams.iter() {
        more_at_night(plan, team, found);
        surge_of_nobody(plan, team, found);
    }
}

fn more_at_night(plan: &View, team: &Team, found: &mut Found) {
    let (within, outside) = (team.people, team.off_hours.people);
    // Off hours that never come have a finding of their own.
    if outside <= within || team.hours.is_always() {
        return;
    }
    let id = plan.id(team.node);
    let within = if within == 0 { "nobody".to_owned() } else { counted(within) };
    let mut diagnostic = RULE
        .says(format!("`{id}` has {within} within its hours and {} outside them", counted(outside)))
        .at(plan.place(team.node), format!("{within} in the house, {} on call", counted(outside)));
    if let Some(place) = team.hours_place {
        diagnostic = diagnostic.at(place, "its hours");
    }
    let help = "`people` are all who are there within `hours`, `off_hours.people` those of them on call outside; for people \
        who work at night write the nights as `hours`";
    found.push(id, diagnostic.help(help));
}

fn surge_of_nobody(plan: &View, team: &Team, found: &mut Found) {
    let Some(surge) = &team.surge else { return };
    let outside = if team.hours.is_always() { team.people } else { team.off_hours.people };
    let fewest = team.people.min(outside);
    if surge.people > fewest {
        return;
    }
    let id = plan.id(team.node);
    let diagnostic = RULE
        .says(format!(
            "the reinforcements of `{id}` add nobody: {} in all, and {} at any hour without them",
            counted(surge.people),
            counted(fewest),
        ))
        .at(plan.place(team.node), format!("has {} already", counted(fewest)))
        .help(format!(
            "`surge.people` is the number in all: `surge: (people: {})` brings in {} more",
            surge.people.saturating_add(fewest),
            surge.people,
        ));
    found.push(id, diagnostic);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of a team with these fields.
    fn said(team: &str) -> Vec<String> {
        RULE.said_of(&format!("(teams: {{ \"it\": ({team}) }})"))
    }

    const OFFICE: &str = "hours: \"Mon-Fri 08:00-17:00\"";

    #[test]
    fn more_people_at_night_than_by_day_are_a_slip() {
        let none = format!("people: 0, {OFFICE}, off_hours: (people: 5)");
        assert_eq!(said(&none), ["`it` has nobody within its hours and 5 people outside them"]);
        assert_eq!(said(&format!("people: 3, {OFFICE}, off_hours: (people: 9)")).len(), 1);
        assert_eq!(said(&format!("people: 3, {OFFICE}, off_hours: (people: 3)")), [""; 0]);
        assert_eq!(said("people: 3, off_hours: (people: 9)"), [""; 0], "W0707 tells that they never come");
    }

    #[test]
    fn reinforcements_are_a_slip_where_they_add_nobody_at_any_hour() {
        let one =
            "the reinforcements of `it` add nobody: 1 person in all, and 3 people at any hour without them";
        assert_eq!(said("people: 3, surge: (people: 1)"), [one]);
        assert_eq!(said("people: 3, surge: (people: 3)").len(), 1);
        assert_eq!(said("people: 3, surge: (people: 4)"), [""; 0]);
        // By night it brings in the rest of the team.
        assert_eq!(
            said(&format!("people: 3, {OFFICE}, off_hours: (people: 1), surge: (people: 3)")),
            [""; 0]
        );
        assert_eq!(
            said(&format!("people: 3, {OFFICE}, off_hours: (people: 1), surge: (people: 1)")).len(),
            1
        );
    }
}
