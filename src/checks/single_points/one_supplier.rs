//! W0411: many services that end at one supplier.

use std::collections::BTreeSet;

use crate::checks::{Found, Look, Organisation, Rule, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::NodeId;
use crate::structure::without::Without;

/// So many needs are followed in all; suppliers after that are not looked at.
const FOLLOWED_MAX: u64 = 20_000_000;
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
    let mut without = Without::new(plan.model);
    let mut followed = 0;
    for supplier in plan.model.suppliers.iter() {
        if followed > FOLLOWED_MAX {
            break;
        }
        let (mut needing, steps) = without.of(supplier.node);
        followed += steps;
        needing.sort_unstable();
        let services: Vec<&str> =
            needing.iter().filter(|node| promising.contains(node)).map(|node| plan.id(*node)).collect();
        if services.len() < SERVICES_MIN || services.len() * 2 < promising.len() {
            continue;
        }
        let node = &plan.model.nodes[supplier.node];
        let direct: Vec<NodeId> = plan
            .graph
            .needed_by(supplier.node)
            .filter(|holder| needing.binary_search(holder).is_ok())
            .collect();
        let through: Vec<&str> = direct.iter().map(|holder| plan.id(*holder)).collect();
        let first = direct.first().copied().unwrap_or(supplier.node);
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

#[cfg(test)]
mod tests {
    use super::RULE;

    /// Two sites at one supplier, or at two; two services that need a system at either of them, with these fields more,
    /// and one that needs a system at the first.
    fn said(other: &str, last: &str, recovery: &str) -> Vec<String> {
        let service = |id: &str, needs: &str| {
            let last = if id == "s2" { "" } else { last };
            format!(r#""{id}": (needs: [{needs}], {last} rto: "1d"),"#)
        };
        RULE.said_of(&format!(
            r#"(suppliers: {{ "cloud": (), "other": () }}, sites: {{ "x": (needs: ["cloud"]), "y": (needs: ["{other}"]), "z": () }},
            systems: {{ "a": (home: "x", {recovery}), "b": (home: "y"), "c": (home: "x") }},
            services: {{ {} {} {} }})"#,
            service("s1", r#""a or b""#),
            service("s2", r#""c""#),
            service("s3", r#""1 of (a, b)""#)
        ))
    }

    #[test]
    fn alternatives_that_end_at_one_supplier_are_no_way_round_it() {
        let all = "3 of 3 services cannot do without `cloud`: `s1`, `s2` and `s3`";
        assert_eq!(said("cloud", "", ""), [all]);
        assert_eq!(said("other", "", ""), [""; 0]);
        let elsewhere = r#"recovery: [(name: "Over there", to: "z", steps: [(do: "Start", takes: "1h")])]"#;
        assert_eq!(said("cloud", "", elsewhere), [""; 0], "a plan leads around it");
    }

    #[test]
    fn what_is_ridden_out_does_not_hang_on_it() {
        assert_eq!(said("cloud", r#"rides_out: { "a": "1h", "b": "1h" },"#, "").len(), 0);
    }
}
