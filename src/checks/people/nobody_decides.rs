//! W0507: decisions of a team of which nobody is there outside its hours.

use super::deciding;
use crate::checks::{Found, Look, Organisation, Rule, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;

pub const RULE: Rule = Rule {
    code: "W0507",
    title: "decisions of people who are not there",
    severity: Severity::Medium,
    finds: "The team that declares, or that decides on a strategy, has nobody outside its `hours`, reinforcements \
        (`surge`) included.",
    matters: "Deciding takes nobody's time in a run: the team has decided a call-out after it was asked, whether anybody \
        was there or not. So a run of a Saturday night is too good by all the time that passes until somebody with the \
        power to decide is reached.",
    behind: "ISO 22301:2019 clause 8.4.2: who decides, and who stands in for them; NIST SP 800-34 section 4.2.2: succession.",
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
        let is_reinforced = team.surge.as_ref().is_some_and(|surge| surge.people > 0);
        if team.hours.is_always() || team.off_hours.people > 0 || is_reinforced {
            continue;
        }
        let name = plan.id(team.node);
        let diagnostic = RULE
            .says(format!(
                "outside its hours `{name}` has nobody, and in a run it decides all the same: {}",
                words::listed(&decisions)
            ))
            .at(team.hours_place.unwrap_or(plan.place(team.node)), "nobody outside these hours")
            .help(format!(
                "have one of `{name}` on call (`off_hours`), or name in `by` who decides in their place"
            ));
        found.push(name, diagnostic);
    }
}
