//! W0412: what a system needs at home and not at its other site.

use crate::checks::{Found, Look, Organisation, Rule, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::NodeId;
use crate::model::Need;

pub const RULE: Rule = Rule {
    code: "W0412",
    title: "needs left behind at the alternate site",
    severity: Severity::Note,
    finds: "A strategy replaces the needs of its system with `needs_there`, and what it needs at home is neither among \
        them nor replaced by anything.",
    matters: "Either the system can really do without it, then it is worth knowing why it needs it at home; or \
        somebody forgot it, and the plan comes up green for a system that would not work.",
    behind: "NIST SP 800-53 CP-7: the alternate site provides equivalent conditions.",
    example: Example::model(
        r#"(
    systems: { "net": (), "sign-in": (), "till": (needs: ["net", "sign-in"], recovery: [(name: "Break glass", needs_there: ["net"],
        tested: "2026-09-01", steps: [(do: "Open the envelope", takes: "10m")])]) },
)"#,
    ),
    repaired: Example::model(
        r#"(
    systems: { "net": (), "sign-in": (), "till": (needs: ["net", "sign-in"], recovery: [(name: "Break glass",
        needs_there: ["net", "sign-in"], tested: "2026-09-01", steps: [(do: "Open the envelope", takes: "10m")])]) },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    for system in plan.model.systems.iter() {
        let home = named(&plan.model.nodes[system.node].needs);
        for strategy in &system.recovery {
            let Some(needs_there) = &strategy.needs_there else { continue };
            let there = named(needs_there);
            let dropped: Vec<&str> =
                home.iter().filter(|node| !there.contains(node)).map(|node| plan.id(*node)).collect();
            if dropped.is_empty() {
                continue;
            }
            let id = plan.id(system.node);
            let there = if there.is_empty() {
                "needs nothing afterwards".to_owned()
            } else {
                format!(
                    "its needs afterwards name {}",
                    words::quoted(there.iter().map(|node| plan.id(*node)))
                )
            };
            let diagnostic = RULE
                .says(format!("after \"{}\" `{id}` does without {}", strategy.name, words::quoted(dropped)))
                .at(strategy.place, there)
                .at(plan.place(system.node), "needs all of it at home")
                .help("if it cannot do without, add it to `needs_there`, or exchange needs with `instead`");
            found.push(format!("{id}/{}", strategy.id), diagnostic);
        }
    }
}

fn named(needs: &[Need]) -> Vec<NodeId> {
    let mut named = Vec::new();
    needs.iter().for_each(|need| need.for_each_node(&mut |node| named.push(node)));
    named.sort_unstable();
    named.dedup();
    named
}
