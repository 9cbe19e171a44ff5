//! W0511: deciders whose own needs hold back their work, and not what they decide.

use super::deciding;
use crate::checks::{Found, Look, Organisation, Rule, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;

pub const RULE: Rule = Rule {
    code: "W0511",
    title: "decisions of people who may be cut off",
    severity: Severity::Low,
    finds: "The team that declares, or that decides on a strategy, has `needs`: while they do not hold, nobody of it works, \
        and it declares and decides all the same.",
    matters: "Whoever wrote that the crisis team needs the telephones counts on decisions that wait for them. In a run they do \
        not, and the first hours look better than they would be.",
    behind: "docs/semantics.md section 4; ISO 22301:2019 clause 8.4.3: communication in a disruption.",
    example: Example::model(
        r#"(
    response: (declare: (takes: "10m", by: "board")),
    suppliers: { "mobile": (promises: "4h") },
    teams: { "board": (people: 3, call_out: "30m", needs: ["mobile"]) },
    systems: { "till": (restart: "1h") },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "1d", mtpd: "5d") },
)"#,
    ),
    repaired: Example::model(
        r#"(
    response: (declare: (takes: "10m", by: "board")),
    teams: { "board": (people: 3, call_out: "pert(20m, 30m, 4h)") },
    systems: { "till": (restart: "1h") },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "1d", mtpd: "5d") },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    for (id, decisions) in deciding(plan) {
        let node = plan.model.teams[id].node;
        let Some(&place) = plan.model.nodes[node].needs_at.first() else { continue };
        let name = plan.id(node);
        let decisions = words::listed(&decisions);
        let diagnostic = RULE
            .says(format!("what `{name}` needs holds back its work, and not what it decides: {decisions}"))
            .at(place, "no decision waits for this")
            .help(
                "say in `call_out` how long it takes to reach them where this fails, or by which other way",
            );
        found.push(name, diagnostic);
    }
}
