//! W0701: a service nobody promised anything for.

use crate::checks::{Found, Look, Organisation, Rule, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;

pub const RULE: Rule = Rule {
    code: "W0701",
    title: "a service without RTO, RPO, MTPD or owner",
    severity: Severity::Low,
    finds: "A service has no recovery time objective, no recovery point objective although what it needs holds data, \
        no maximum tolerable period of disruption, or nobody who answers for it.",
    matters: "What is not promised cannot fall short, so the service looks safe in every report; and a gap without an \
        owner is nobody's.",
    behind: "ISO 22301:2019 clauses 8.2.2 and 5.3; DORA Art. 11(5).",
    example: Example::model(
        "(systems: { \"till\": () }, services: { \"sales\": (owner: \"Head of Sales\", needs: [\"till\"], rto: \"2h\") })",
    ),
    repaired: Example::model(
        "(systems: { \"till\": () }, services: { \"sales\": (owner: \"Head of Sales\", needs: [\"till\"], rto: \"2h\", \
         mtpd: \"8h\") })",
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    let data = plan.model.systems.iter().filter(|system| system.holds_data).map(|system| system.node);
    let needs_data = plan.needing(data);
    for service in plan.model.services.iter() {
        let node = &plan.model.nodes[service.node];
        let missing = [
            ("an RTO", service.rto.is_none()),
            ("an MTPD", service.mtpd.is_none()),
            ("an owner", node.owner.is_none()),
            ("an RPO", service.rpo.is_none() && needs_data[service.node]),
        ];
        let missing: Vec<String> =
            missing.iter().filter(|(_, lacks)| *lacks).map(|(what, _)| (*what).to_owned()).collect();
        if missing.is_empty() {
            continue;
        }
        let missing = words::listed(&missing);
        let diagnostic = RULE
            .says(format!("the service `{}` lacks {missing}", node.id))
            .at(node.place, format!("no word of {missing}"))
            .help(
                "take the figures from the business impact analysis, and name the role that signs for them",
            );
        found.push(node.id.as_str(), diagnostic);
    }
}
