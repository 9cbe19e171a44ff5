//! W0404: one person without whom a service does not come back.

use super::{ids, taken_down};
use crate::checks::{Found, Look, Organisation, Rule, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::ServiceId;
use crate::structure::hands::indispensable;

pub const RULE: Rule = Rule {
    code: "W0404",
    title: "one person without whom nothing comes back",
    severity: Severity::Medium,
    finds: "Every plan of a system has a step that only a team of one person may do, directly, through a task, or through \
        what a step needs, and the system takes services down alone.",
    matters: "One sick note, one holiday, one night without reception, and the service waits for that person, whatever \
        the plan says.",
    behind: "ISO 22301:2019 clauses 7.2 and 8.4.2: competent people, and alternates for them.",
    example: Example::model(
        r#"(
    teams: { "brandt": (people: 1) },
    systems: { "lab": (recovery: [(name: "Restart it", tested: "2026-09-01",
        steps: [(do: "Restart it", by: ["brandt"], takes: (is: "10m", basis: Measured))])]) },
    services: { "assays": (owner: "Head of the Laboratory", needs: ["lab"], rto: "2h", mtpd: "8h") },
)"#,
    ),
    repaired: Example::model(
        r#"(
    teams: { "brandt": (people: 2) },
    systems: { "lab": (recovery: [(name: "Restart it", tested: "2026-09-01",
        steps: [(do: "Restart it", by: ["brandt"], takes: (is: "10m", basis: Measured))])]) },
    services: { "assays": (owner: "Head of the Laboratory", needs: ["lab"], rto: "2h", mtpd: "8h") },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    let one_person: Vec<_> = indispensable(plan.falls())
        .into_iter()
        .filter(|hands| {
            let team = &plan.model.teams[hands.team];
            team.people.max(team.surge.as_ref().map_or(0, |surge| surge.people)) == 1
        })
        .collect();
    if one_person.is_empty() {
        return;
    }
    let taken = taken_down(plan, plan.single_points());
    for hands in one_person {
        let nodes = hands.systems.iter().map(|system| plan.model.systems[*system].node);
        let systems: Vec<_> = nodes.filter(|node| !taken[*node].is_empty()).collect();
        let Some(&first) = systems.first() else { continue };
        let mut services: Vec<ServiceId> =
            systems.iter().flat_map(|node| taken[*node].iter().copied()).collect();
        services.sort_unstable();
        services.dedup();
        let team = plan.model.teams[hands.team].node;
        let id = plan.id(team);
        let stuck = words::quoted(systems.iter().map(|node| plan.id(*node)));
        let services = words::quoted(ids(plan, &services));
        let diagnostic = RULE
            .says(format!(
                "without `{id}`, one person, no plan brings back {stuck}, nor {services} that {}",
                if systems.len() == 1 { "needs it" } else { "needs them" }
            ))
            .at(plan.place(team), "one person")
            .at(plan.place(first), "every plan of this asks for that person")
            .help(format!(
                "train a second person, or write a plan for `{}` that does without `{id}`",
                plan.id(first)
            ));
        found.push(id, diagnostic);
    }
}
