//! W0411: many services that end at one supplier.

use std::collections::BTreeSet;

use crate::checks::{Found, Look, Organisation, Rule, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::{IdVec, NodeId};

/// So many needs are followed in all; suppliers after that are not looked at.
const FOLLOWED_MAX: usize = 20_000_000;
/// Fewer services than this are no concentration.
const SERVICES_MIN: usize = 3;

pub const RULE: Rule = Rule {
    code: "W0411",
    title: "services concentrated at one supplier",
    severity: Severity::Medium,
    finds: "At least three services, and at least half of all services with an RTO, cannot do without one supplier, by \
        any alternative or plan.",
    matters: "When that supplier fails, half of what the organisation promised fails with it, at one hour, and the same \
        people are asked to help everywhere.",
    behind: "DORA Art. 28(5) and 29: concentration risk; NIS2 Implementing Regulation 2024/2690, 5.1.",
    example: Example::model(
        r#"(
    suppliers: { "cloud": (promises: "1h") },
    systems: { "a": (needs: ["cloud"]), "b": (needs: ["cloud"]), "c": (needs: ["cloud"]) },
    services: {
        "sales": (owner: "Head of Sales", needs: ["a"], rto: "2h", mtpd: "1d"),
        "billing": (owner: "Head of Billing", needs: ["b"], rto: "2h", mtpd: "1d"),
        "support": (owner: "Head of Support", needs: ["c"], rto: "2h", mtpd: "1d"),
    },
)"#,
    ),
    repaired: Example::model(
        r#"(
    suppliers: { "cloud": (promises: "1h"), "other-cloud": (promises: "1h") },
    systems: { "a": (needs: ["cloud or other-cloud"]), "b": (needs: ["cloud or other-cloud"]), "c": (needs: ["cloud"]) },
    services: {
        "sales": (owner: "Head of Sales", needs: ["a"], rto: "2h", mtpd: "1d"),
        "billing": (owner: "Head of Billing", needs: ["b"], rto: "2h", mtpd: "1d"),
        "support": (owner: "Head of Support", needs: ["c"], rto: "2h", mtpd: "1d"),
    },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    let promising: BTreeSet<NodeId> = plan
        .model
        .services
        .iter()
        .filter(|service| service.rto.is_some())
        .map(|service| service.node)
        .collect();
    let holders = plan.must().holders();
    let mut left = FOLLOWED_MAX;
    for supplier in plan.model.suppliers.iter() {
        let needing = all_holders(&holders, supplier.node, &mut left);
        let services: Vec<&str> =
            needing.iter().filter(|node| promising.contains(node)).map(|node| plan.id(*node)).collect();
        if services.len() < SERVICES_MIN || services.len() * 2 < promising.len() {
            continue;
        }
        let node = &plan.model.nodes[supplier.node];
        let through: Vec<&str> = holders[supplier.node].iter().map(|holder| plan.id(*holder)).collect();
        let first = holders[supplier.node].first().copied().unwrap_or(supplier.node);
        let diagnostic = RULE
            .says(format!(
                "{} of {} services cannot do without `{}`: {}",
                services.len(),
                promising.len(),
                node.id,
                words::quoted(services.iter().copied()),
            ))
            .at(node.place, "everything ends here")
            .at(plan.place(first), format!("through {}", words::quoted(through.iter().copied())))
            .help("find a second supplier for what hangs on it, or write workarounds that do without");
        found.push(node.id.as_str(), diagnostic);
    }
}

fn all_holders(holders: &IdVec<NodeId, Vec<NodeId>>, node: NodeId, left: &mut usize) -> BTreeSet<NodeId> {
    let mut found = BTreeSet::new();
    let mut open = vec![node];
    while let Some(next) = open.pop() {
        *left = left.saturating_sub(1 + holders[next].len());
        if *left == 0 {
            return BTreeSet::new();
        }
        open.extend(holders[next].iter().copied().filter(|holder| found.insert(*holder)));
    }
    found
}
