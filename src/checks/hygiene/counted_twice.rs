//! W0715: a node that counts twice in one condition.

use crate::checks::{Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::NodeId;
use crate::model::{Need, Node, NodeKind};
use crate::source::Place;

pub const RULE: Rule = Rule {
    code: "W0715",
    title: "a node that counts twice",
    severity: Severity::High,
    finds: "A condition of which not all parts must hold (`or`, `2 of (...)`) names the same node twice, so that this node alone \
        fulfils two parts of it.",
    matters: "It looks like redundancy and is none: with two of three asked for, one that is up counts as two, and the loss of \
        what stands beside it is never felt.",
    behind: "docs/semantics.md section 2: a condition holds while enough of its parts do, each part for itself.",
    example: Example::model(r#"(systems: { "a": (), "b": (), "c": (needs: ["2 of (a, a, b)"]) })"#),
    repaired: Example::model(r#"(systems: { "a": (), "b": (), "d": (), "c": (needs: ["2 of (a, d, b)"]) })"#),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    for node in plan.model.nodes.iter() {
        let twice = conditions(organisation, node).into_iter().find_map(|(need, place)| {
            let twice = twice(need)?;
            Some((twice, place))
        });
        let Some((twice, place)) = twice else { continue };
        let (id, of) = (node.id.as_str(), plan.id(twice));
        let diagnostic = RULE
            .says(format!("`{id}` counts `{of}` twice in one condition"))
            .at(place, format!("`{of}` alone fulfils two parts of it"))
            .help("name each once; another instance is a system of its own, or `alike` makes several");
        found.push(id, diagnostic);
    }
}

/// What a node needs, condition by condition, with where it is written.
fn conditions<'a>(organisation: &'a Organisation, node: &'a Node) -> Vec<(&'a Need, Place)> {
    let at = |position: usize| node.needs_at.get(position).copied().unwrap_or(node.place);
    let mut all: Vec<(&Need, Place)> =
        node.needs.iter().enumerate().map(|(position, need)| (need, at(position))).collect();
    if let NodeKind::Service(service) = node.kind {
        let minimum = organisation.plan.model.services[service].minimum.iter().flatten();
        all.extend(minimum.map(|need| (need, node.place)));
    }
    all
}

/// A node that is named twice where not all must hold.
fn twice(need: &Need) -> Option<NodeId> {
    let Need::AtLeast { k, of } = need else { return None };
    if (*k as usize) < of.len() {
        let mut named: Vec<NodeId> = of
            .iter()
            .filter_map(|part| match part {
                Need::Node(node) => Some(*node),
                Need::AtLeast { .. } => None,
            })
            .collect();
        named.sort_unstable();
        if let Some(pair) = named.windows(2).find(|pair| pair[0] == pair[1]) {
            return Some(pair[0]);
        }
    }
    of.iter().find_map(twice)
}
