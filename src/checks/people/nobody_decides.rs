//! W0507: a decision that is left to nobody.

use crate::checks::{Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::model::Team;

pub const RULE: Rule = Rule {
    code: "W0507",
    title: "a team without people decides",
    severity: Severity::Medium,
    finds: "A team that declares the incident, or decides on a plan, has 0 people at all hours. Deciding takes nobody \
        from the queues, so it is played as if somebody were there.",
    matters: "The plan waits for a word that nobody can give, and the figures do not show it.",
    behind: "docs/semantics.md section 4: the deciding team is called, and takes nobody from the queues. ISO 22301:2019 \
        clause 8.4.2: somebody with the authority to activate the response.",
    example: Example::model(
        r#"(
    response: (declare: (takes: (is: "10m", basis: Measured), by: "crisis")),
    teams: { "crisis": (people: 0) },
    systems: { "till": () },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", mtpd: "1d") },
)"#,
    ),
    repaired: Example::model(
        r#"(
    response: (declare: (takes: (is: "10m", basis: Measured), by: "crisis")),
    teams: { "crisis": (people: 2) },
    systems: { "till": () },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", mtpd: "1d") },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    let model = plan.model;
    let declares = model.response.declare.by.map(|team| (team, "declares the incident".to_owned()));
    let decides = model.systems.iter().flat_map(|system| {
        system.recovery.iter().filter_map(move |strategy| {
            let decide = strategy.decide.as_ref()?;
            Some((decide.by, format!("decides on \"{}\" of `{}`", strategy.name, plan.id(system.node))))
        })
    });
    for (team, what) in declares.into_iter().chain(decides) {
        let team = &model.teams[team];
        if has_people(team) {
            continue;
        }
        let id = plan.id(team.node);
        let diagnostic = RULE
            .says(format!("`{id}` {what} and has 0 people"))
            .at(plan.place(team.node), "nobody is in it")
            .help("write how many people can give the word, or name the team that does");
        found.push(id, diagnostic);
    }
}

/// Whether somebody is in a team at any hour.
fn has_people(team: &Team) -> bool {
    let surge = team.surge.as_ref().map_or(0, |surge| surge.people);
    team.people.max(team.off_hours.people).max(surge) > 0
}

#[cfg(test)]
mod tests {
    use super::RULE;

    #[test]
    fn whoever_is_there_at_some_hour_can_decide() {
        let said = |team: &str| {
            let model = format!(
                r#"(teams: {{ "boss": ({team}) }}, systems: {{ "till": (recovery: [
                    (name: "Move", decide: (takes: "5m", by: "boss"), steps: [(do: "Move", takes: "1h")])]) }})"#
            );
            RULE.said_of(&model)
        };
        assert_eq!(said("people: 0"), ["`boss` decides on \"Move\" of `till` and has 0 people"]);
        assert_eq!(said("people: 1"), [""; 0]);
        assert_eq!(said(r#"people: 0, surge: (people: 2, call_out: "1h")"#), [""; 0]);
    }
}
