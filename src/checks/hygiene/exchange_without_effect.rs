//! W0714: an exchange in `instead` that changes nothing.

use crate::checks::{Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::NodeId;

pub const RULE: Rule = Rule {
    code: "W0714",
    title: "an `instead` without effect",
    severity: Severity::Medium,
    finds: "A plan exchanges something that neither the needs of its system nor `restart.after` name.",
    matters: "Whoever wrote it counts on the system doing without that once the plan is carried out. It still needs what it \
        needed before.",
    behind: "docs/semantics.md section 2: `instead` exchanges what the system's own needs name.",
    example: Example::model(
        r#"(
    suppliers: { "grid": (), "generator": () },
    sites: { "hall": (needs: ["grid"]), "annexe": () },
    systems: { "line": (needs: ["grid"]), "till": (home: "hall", needs: ["line"], recovery: [
        (name: "Move", to: "annexe", instead: { "grid": "generator" }, tested: "2026-09-01", steps: [(do: "Move", takes: "1h")])]) },
)"#,
    ),
    repaired: Example::model(
        r#"(
    suppliers: { "grid": (), "generator": () },
    sites: { "hall": (needs: ["grid"]), "annexe": () },
    systems: { "line": (needs: ["grid"]), "till": (home: "hall", needs: ["line"], recovery: [
        (name: "Move", to: "annexe", instead: { "line": "generator" }, tested: "2026-09-01", steps: [(do: "Move", takes: "1h")])]) },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    for system in plan.model.systems.iter() {
        let node = &plan.model.nodes[system.node];
        let named = |other| {
            node.needs.iter().any(|need| need.names(other)) || system.restart.after().contains(&other)
        };
        for strategy in &system.recovery {
            // Of a group that is exchanged for one thing not every member need be named.
            let idle = |&&(old, new): &&(NodeId, NodeId)| {
                let is_alone = !strategy.instead.iter().any(|&(other, used)| used == new && named(other));
                is_alone && !named(old)
            };
            for &(old, new) in strategy.instead.iter().filter(idle) {
                let (id, old, new) = (plan.id(system.node), plan.id(old), plan.id(new));
                let diagnostic = RULE
                    .says(format!(
                        "\"{}\" of `{id}` exchanges `{old}` for `{new}` without effect: nothing in its needs names `{old}`",
                        strategy.name
                    ))
                    .at(strategy.place, "its `instead`")
                    .at(node.place, "these needs are exchanged")
                    .help(format!(
                        "exchange what `{id}` itself needs, such as what needs `{old}`; or write `needs_there`"
                    ));
                found.push(id, diagnostic);
            }
        }
    }
}
