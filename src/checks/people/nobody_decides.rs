//! W0507: decisions of a team of which nobody is there, ever or outside its hours.

use super::{deciding, most_people};
use crate::checks::{Found, Look, Organisation, Rule, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;

pub const RULE: Rule = Rule {
    code: "W0507",
    title: "decisions of people who are not there",
    severity: Severity::Medium,
    finds: "The team that declares, or that decides on a strategy, has nobody at all, or nobody outside its `hours`, \
        reinforcements (`surge`) included.",
    matters: "Deciding takes nobody's time in a run: the team has decided a call-out after it was asked, whether anybody \
        was there or not. So a run of a Saturday night is too good by all the time that passes until somebody with the \
        power to decide is reached.",
    behind: "ISO 22301:2019 clause 8.4.2: who decides, and who stands in for them; NIST SP 800-34 section 4.2.2: what is done where somebody cannot be reached.",
    example: Example::model(
        r#"(
    response: (declare: (takes: "10m", by: "board")),
    teams: { "board": (people: 3, call_out: "30m", hours: "Mon-Fri 08:00-18:00", off_hours: (people: 0)) },
)"#,
    ),
    repaired: Example::model(
        r#"(
    response: (declare: (takes: "10m", by: "board")),
    teams: { "board": (people: 3, call_out: "30m", hours: "Mon-Fri 08:00-18:00", off_hours: (people: 1, call_out: "1h")) },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    for (id, decisions) in deciding(plan) {
        let team = &plan.model.teams[id];
        let never = most_people(team) == 0;
        let is_reinforced = team.surge.as_ref().is_some_and(|surge| surge.people > 0);
        let not_outside = !team.hours.is_always() && team.off_hours.people == 0 && !is_reinforced;
        if !never && !not_outside {
            continue;
        }
        let name = plan.id(team.node);
        let (when, label) = match never {
            true => (format!("`{name}` has nobody at any hour"), "nobody is in it"),
            false => (format!("outside its hours `{name}` has nobody"), "nobody outside these hours"),
        };
        let place = team.hours_place.filter(|_| !never).unwrap_or(plan.place(team.node));
        let diagnostic = RULE
            .says(format!("{when}, and in a run it decides all the same: {}", words::listed(&decisions)))
            .at(place, label)
            .help(format!(
                "have one of `{name}` on call (`off_hours`), or name in `by` who decides in their place"
            ));
        found.push(name, diagnostic);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;

    #[test]
    fn whoever_is_there_at_every_hour_can_decide() {
        let said = |team: &str| {
            let model = format!(
                r#"(teams: {{ "boss": ({team}) }}, systems: {{ "till": (recovery: [
                    (name: "Move", decide: (takes: "5m", by: "boss"), steps: [(do: "Move", takes: "1h")])]) }})"#
            );
            RULE.said_of(&model)
        };
        let decides = "has nobody, and in a run it decides all the same: \"Move\" of `till`";
        assert_eq!(said("people: 0"), [decides.replace("has nobody", "`boss` has nobody at any hour")]);
        assert_eq!(said("people: 1"), [""; 0]);
        assert_eq!(said(r#"people: 0, surge: (people: 2, call_out: "1h")"#), [""; 0]);
        let off = |people: u32| {
            format!(r#"people: 1, hours: "Mon-Fri 08:00-18:00", off_hours: (people: {people})"#)
        };
        assert_eq!(said(&off(0)), [format!("outside its hours `boss` {decides}")]);
        assert_eq!(said(&off(1)), [""; 0]);
    }
}
