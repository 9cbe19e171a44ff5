//! W0401: alternatives that all fall with one node.

use std::collections::BTreeMap;

use super::ids;
use crate::checks::{Found, Look, Organisation, Rule, View, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::{NodeId, ServiceId};
use crate::model::NodeKind;
use crate::source::Place;
use crate::structure::circuit::Part;
use crate::structure::falls::{Fall, Falls, Level};
use crate::structure::wires::{node_part, part_node};

pub const RULE: Rule = Rule {
    code: "W0401",
    title: "alternatives that share one fate",
    severity: Severity::Medium,
    finds: "A service needs one or some of several, and a single node takes so many of them down that too few remain. \
        Exact over all `or` and `k of (...)`, however deep.",
    matters: "The plan, and whoever paid for the second one, counts on the alternative. It fails at the same moment as \
        the first, for the same reason.",
    behind: "NIST SP 800-53 CP-8(2): no single point of failure between what is meant to be independent.",
    example: Example::model(
        r#"(
    suppliers: { "trench": (promises: "1h") },
    systems: { "line-east": (needs: ["trench"]), "line-west": (needs: ["trench"]) },
    services: { "sales": (owner: "Head of Sales", needs: ["line-east or line-west"], rto: "2h", mtpd: "8h") },
)"#,
    ),
    repaired: Example::model(
        r#"(
    suppliers: { "trench": (promises: "1h"), "radio": (promises: "1h") },
    systems: { "line-east": (needs: ["trench"]), "line-west": (needs: ["radio"]) },
    services: { "sales": (owner: "Head of Sales", needs: ["line-east or line-west"], rto: "2h", mtpd: "8h") },
)"#,
    ),
    look: Look::Model(look),
};

/// So many alternatives that fell are asked whether they decide; a node that takes more down has many.
const GATES_MAX: usize = 64;

/// Who counts on it, and the nodes that are to stand in for each other.
type Alternative = (NodeId, Vec<NodeId>);

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    let falls = plan.falls();
    let mut shared: BTreeMap<NodeId, Vec<ServiceId>> = BTreeMap::new();
    for (service, set) in plan.single_points().iter_enumerated() {
        for &node in &set.through_alternatives {
            shared.entry(node).or_default().push(service);
        }
    }
    let mut fall = Fall::new(&falls.circuit);
    let mut alternatives: BTreeMap<Alternative, (Vec<NodeId>, Vec<ServiceId>)> = BTreeMap::new();
    for (node, mut services) in shared {
        // What falls by plain needs alone has no alternative to lose, or loses it besides.
        let plain = |part: Part| !is_alternative(falls, part);
        fall.hold(&falls.circuit, node_part(node), plain, None);
        services.retain(|service| !fall.is_down(falls.level(*service, Level::Minimum)));
        fall.back_to(&falls.circuit, 0, plain);
        let Some(&first) = services.first() else { continue };
        if let Some(alternative) = deciding(falls, &mut fall, node, first) {
            let (nodes, fallen) = alternatives.entry(alternative).or_default();
            nodes.push(node);
            fallen.extend(services);
        }
    }
    for ((holder, branches), (nodes, mut services)) in alternatives {
        services.sort_unstable();
        services.dedup();
        // What takes the others down is an alternative itself at times, and does not take down itself.
        let others = branches.iter().filter(|branch| !nodes.contains(branch));
        let mut names: Vec<&str> = others.map(|branch| plan.id(*branch)).collect();
        if names.is_empty() {
            names.extend(branches.iter().map(|branch| plan.id(*branch)));
        }
        names.dedup();
        let several = words::quoted(names);
        let shared = words::quoted(nodes.iter().map(|node| plan.id(*node)));
        let each = if nodes.len() == 1 { "alone takes" } else { "each take" };
        let fall = if services.len() == 1 { "falls" } else { "fall" };
        let services = words::quoted(ids(plan, &services));
        let holder_id = plan.id(holder);
        let place = place_of(plan, holder, branches.first().copied().unwrap_or(holder));
        let diagnostic = RULE
            .says(format!(
                "{shared} {each} down {several}: too few of the alternatives of `{holder_id}` remain, and {services} {fall}"
            ))
            .at(place, "these are to stand in for each other")
            .at(plan.place(nodes[0]), "and all of them need this")
            .help("let one of them do without what they share, or write a workaround that does");
        found.push(holder_id, diagnostic);
    }
}

/// Where the holder's alternative is written that names a branch; its minimum comes first, as it decides.
fn place_of(plan: &View, holder: NodeId, branch: NodeId) -> Place {
    let node = &plan.model.nodes[holder];
    let minimum = match node.kind {
        NodeKind::Service(service) => {
            let service = &plan.model.services[service];
            service.minimum.iter().flatten().zip(&service.minimum_at).collect()
        }
        _ => Vec::new(),
    };
    let mut written = minimum.into_iter().chain(node.needs.iter().zip(&node.needs_at));
    let found = written.find(|(need, _)| need.has_alternatives() && need.names(branch));
    found.map_or_else(|| node.place_of_need(branch), |(_, place)| *place)
}

/// Whether a part is an `or` or a `k of (...)`; that a service is up at its minimum or in full is none.
fn is_alternative(falls: &Falls, part: Part) -> bool {
    falls.circuit.slack(part) > 0 && part_node(falls.model, part).is_none()
}

/// The alternative without whose fall the service would stay up: who holds it, and the nodes in it that fell. Where
/// no single one decides, the first that fell.
fn deciding(falls: &Falls, fall: &mut Fall, node: NodeId, service: ServiceId) -> Option<Alternative> {
    let target = falls.level(service, Level::Minimum);
    fall.hold(&falls.circuit, node_part(node), |_| true, None);
    let gates = fall.order().iter().copied().filter(|part| is_alternative(falls, *part));
    let gates: Vec<Part> = gates.take(GATES_MAX).collect();
    let told: Vec<Alternative> = gates.iter().map(|gate| branches(falls, fall, *gate)).collect();
    fall.back_to(&falls.circuit, 0, |_| true);
    let mut decides = |gate: Part| {
        fall.hold(&falls.circuit, node_part(node), |part| part != gate, None);
        let stays = !fall.is_down(target);
        fall.back_to(&falls.circuit, 0, |part| part != gate);
        stays
    };
    let position = gates.iter().position(|gate| decides(*gate)).unwrap_or(0);
    told.into_iter().nth(position)
}

/// Who holds an alternative that fell, and the nodes in it that did.
fn branches(falls: &Falls, fall: &Fall, gate: Part) -> Alternative {
    let mut nodes = Vec::new();
    let mut open: Vec<Part> = falls.circuit.inputs(gate).to_vec();
    while let Some(part) = open.pop() {
        match part_node(falls.model, part) {
            Some(node) if fall.is_down(part) => nodes.push(node),
            Some(_) => {}
            None => open.extend(falls.circuit.inputs(part)),
        }
    }
    nodes.sort_unstable();
    nodes.dedup();
    (falls.origins[gate as usize].node, nodes)
}
