//! W0505: work that asks for more people than are there outside the hours of their team.

use super::{asking_too_much, counted, outside_hours};
use crate::checks::{Found, Look, Organisation, Rule, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::{IdVec, TeamId};

pub const RULE: Rule = Rule {
    code: "W0505",
    title: "work that waits for office hours",
    severity: Severity::Low,
    finds: "A piece of work asks a team for more people than are there outside its `hours`, reinforcements (`surge`) \
        included.",
    matters: "Whatever happens on a Friday evening waits until Monday for it. The time that the plan gives the work \
        does not say so.",
    behind: "NIS2 Implementing Regulation 2024/2690, 4.1.2; ISO 22301:2019 clause 8.3.4: resources for the strategies.",
    example: Example::model(
        r#"(
    teams: { "it": (people: 6, hours: "Mon-Fri 08:00-18:00", off_hours: (people: 1, call_out: "1h")) },
    systems: { "till": (recovery: [(name: "Reinstall", tested: "2026-09-01", steps: [
        (do: "Move the racks", by: ["it: 2"], takes: "1h")])]) },
)"#,
    ),
    repaired: Example::model(
        r#"(
    teams: { "it": (people: 6, hours: "Mon-Fri 08:00-18:00", off_hours: (people: 2, call_out: "1h")) },
    systems: { "till": (recovery: [(name: "Reinstall", tested: "2026-09-01", steps: [
        (do: "Move the racks", by: ["it: 2"], takes: "1h")])]) },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    let most: IdVec<TeamId, Option<u32>> =
        plan.model.teams.iter().map(|team| (!team.hours.is_always()).then(|| outside_hours(team))).collect();
    for (id, asks) in asking_too_much(plan, &most) {
        let team = &plan.model.teams[id];
        let (Some(there), Some(first)) = (most[id], asks.first()) else { continue };
        let name = plan.id(team.node);
        let each: Vec<String> = asks.iter().map(|work| work.words.clone()).collect();
        let who = if there == 0 { "nobody".to_owned() } else { counted(there) };
        let mut diagnostic = RULE
            .says(format!(
                "outside its hours `{name}` has {who}, and up to {} can pass before {} begins",
                team.hours.longest_gap(),
                words::listed(&each),
            ))
            .at(first.place, format!("asks for {} of `{name}`", first.asked))
            .at(plan.place(team.node), format!("{who} outside its hours"));
        if let Some(place) = team.hours_place {
            diagnostic = diagnostic.at(place, "its hours");
        }
        let help =
            format!("have more of `{name}` on call, let fewer people do it, or let it wait and promise so");
        diagnostic = diagnostic.help(help);
        let stretch = team.hours.longest_stretch();
        if let Some(long) = asks.iter().find(|work| work.takes > stretch) {
            diagnostic = diagnostic.help(format!(
                "{} takes {}, and `{name}` is there for at most {stretch} at a stretch: what has begun goes on, so the time \
                 must be as it passes, nights included",
                long.words, long.takes
            ));
        }
        found.push(name, diagnostic);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;

    fn helps(takes: &str) -> Vec<String> {
        RULE.helps_of(&format!(
            r#"(teams: {{ "legal": (people: 2, hours: "Mon-Fri 09:00-17:00", off_hours: (people: 0)) }}, systems: {{ "link": (recovery: [
                (name: "New contract", steps: [(do: "Negotiate", by: ["legal"], takes: "{takes}")])]) }})"#
        ))
    }

    #[test]
    fn work_that_lasts_longer_than_a_day_is_said_to_go_on_after_hours() {
        assert_eq!(helps("8h").len(), 1);
        let long = helps("3d");
        assert!(
            long.len() == 2
                && long[1]
                    .starts_with("\"Negotiate\" of `link` (1) takes 3d, and `legal` is there for at most 8h"),
            "{long:?}"
        );
    }

    #[test]
    fn work_of_one_name_is_told_apart_by_its_strategy_and_said_once() {
        let step = r#"(do: "Start", by: ["it: 2"], takes: "1h")"#;
        let twice = r#"(id: "again", do: "Start", by: ["it: 2"], takes: "1h")"#;
        let text = format!(
            r#"(teams: {{ "it": (people: 2, hours: "Mon-Fri 08:00-18:00", off_hours: (people: 0)) }},
                systems: {{ "lab": (recovery: [(name: "Restore", steps: [{step}]), (name: "Rebuild", steps: [{step}, {twice}])]),
                            "till": (recovery: [(name: "Restore", steps: [{step}])]) }})"#
        );
        let said = RULE.said_of(&text);
        assert_eq!(
            said,
            [
                "outside its hours `it` has nobody, and up to 2d 14h can pass before \"Start\" (in \"Restore\") of `lab` (2), \
              \"Start\" (in \"Rebuild\") of `lab` (2) and \"Start\" of `till` (2) begins"
            ]
        );
    }
}
