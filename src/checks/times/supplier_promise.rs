//! W0107: a supplier that promises more time than the organisation does.

use super::promised::{Alternatives, Promised};
use crate::checks::{Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::NodeId;
use crate::model::NodeKind;
use crate::units::Millis;

pub const RULE: Rule = Rule {
    code: "W0107",
    title: "supplier promises more time than the service",
    severity: Severity::Medium,
    finds: "A service cannot do without a supplier, by any alternative, nor by any plan that is quicker than the \
        supplier's contract, and the recovery time in that contract is longer than the RTO of the service. What is \
        ridden out on the way (`rides_out`, at its most likely length) is taken off first. Of several the longest \
        counts.",
    matters: "The supplier can keep the contract and the service still breaks its promise; there is no claim to be \
        made afterwards.",
    behind: "DORA Art. 28(8) and 30(2); FFIEC Business Continuity Management III.A.3; APRA CPS 230 paragraph 43 on.",
    example: Example::model(
        r#"(
    suppliers: { "cloud": (promises: "8h", ref: "Contract 7, clause 3") },
    systems: { "till": (needs: ["cloud"]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "2h", mtpd: "1d") },
)"#,
    ),
    repaired: Example::model(
        r#"(
    suppliers: { "cloud": (promises: "1h", ref: "Contract 7, clause 3") },
    systems: { "till": (needs: ["cloud"]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "2h", mtpd: "1d") },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    let supplier = |node: NodeId| match plan.model.nodes[node].kind {
        NodeKind::Supplier(supplier) => plan.model.suppliers[supplier].promises,
        _ => None,
    };
    let own = |node| supplier(node).unwrap_or(Millis::ZERO);
    let promised = Promised::new(plan, own, Alternatives::Carry);
    for service in plan.model.services.iter() {
        let Some(rto) = &service.rto else { continue };
        let longest = promised.longest(service.node).filter(|longest| longest.out > rto.target);
        let Some(longest) = longest.filter(|longest| supplier(longest.by).is_some()) else { continue };
        let node = &plan.model.nodes[longest.by];
        let clause = node.reference.as_deref().unwrap_or("clause not given");
        let id = plan.id(service.node);
        let diagnostic = RULE
            .says(format!(
                "`{id}` promises {} and hangs on `{}`, which promises {} ({clause}){}",
                rto.target,
                node.id,
                longest.promise,
                longest.ridden_words(),
            ))
            .at(rto.place, format!("`{id}` in {}", rto.target))
            .at(node.place, format!("by contract back within {}", longest.promise))
            .help(format!(
                "ask for a contract within {}, find a second supplier, or give `{id}` a quick way to do without",
                rto.target.plus(longest.ridden())
            ));
        found.push(id, diagnostic);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of a laboratory whose licence server hangs on a supplier and is ridden out, with these needs.
    fn said(ride: &str, promise: &str) -> Vec<String> {
        let text = format!(
            "(suppliers: {{ \"vendor\": (promises: \"{promise}\") }},
              systems: {{ \"licence\": (needs: [\"vendor\"]),
                          \"analyser\": (needs: [\"licence\"], rides_out: {{ \"licence\": \"{ride}\" }}) }},
              services: {{ \"results\": (needs: [\"analyser\"], rto: \"4h\") }})"
        );
        RULE.said_of(&text)
    }

    #[test]
    fn what_is_ridden_out_is_taken_off_the_promise() {
        let of_48 = "`results` promises 4h and hangs on `vendor`, which promises 2d (clause not given), of which 8h are ridden out";
        assert_eq!(said("8h", "2d"), [of_48]);
        assert_eq!(said("8h", "12h1s").len(), 1);
        assert_eq!(said("8h", "12h"), [""; 0]);
        assert_eq!(said("3d", "2d"), [""; 0]);
    }
}
