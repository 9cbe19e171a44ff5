//! W0402: one node that takes most services down.

use super::{ids, taken_down};
use crate::checks::{Found, Look, Organisation, Rule, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::model::NodeKind;

/// Fewer services than this are not most.
const SERVICES_MIN: usize = 3;

pub const RULE: Rule = Rule {
    code: "W0402",
    title: "a single point under most services",
    severity: Severity::Note,
    finds: "One site, system or resource, down alone, takes at least three and at least half of the services below their \
        minimum, exactly over all alternatives. Suppliers are looked at as concentration.",
    matters: "Its plan is the plan of the whole organisation: worth the exercise, the spare and the second pair of eyes \
        before any other.",
    behind: "ISO 22301:2019 clause 8.2.2: dependencies and their priority; NIST SP 800-34 section 3.2.",
    example: Example::model(
        r#"(
    systems: { "core": (), "a": (needs: ["core"]), "b": (needs: ["core"]), "c": (needs: ["core"]) },
    services: {
        "sales": (owner: "Head of Sales", needs: ["a"], rto: "2h", mtpd: "1d"),
        "billing": (owner: "Head of Billing", needs: ["b"], rto: "2h", mtpd: "1d"),
        "support": (owner: "Head of Support", needs: ["c"], rto: "2h", mtpd: "1d"),
    },
)"#,
    ),
    repaired: Example::model(
        r#"(
    systems: { "core": (), "spare": (), "a": (needs: ["core or spare"]), "b": (needs: ["core or spare"]), "c": (needs: ["core"]) },
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
    let sets = plan.single_points();
    let known = sets.iter().filter(|set| set.singles_examined.is_whole()).count();
    for (node, services) in taken_down(plan, sets).iter_enumerated() {
        let is_supplier = matches!(plan.model.nodes[node].kind, NodeKind::Supplier(_));
        let all = plan.model.services.len();
        if is_supplier || services.len() < SERVICES_MIN || services.len() * 2 < all {
            continue;
        }
        let id = plan.id(node);
        let named = words::quoted(ids(plan, services));
        let count = services.len();
        let mut diagnostic = RULE
            .says(format!("`{id}` alone takes {count} of {all} services below their minimum: {named}"))
            .at(plan.place(node), "everything ends here")
            .help(format!(
                "give what hangs on `{id}` an alternative, or exercise its plan first and most often"
            ));
        if known < all {
            diagnostic = diagnostic.help(format!("only {known} of {all} services were examined to the end"));
        }
        found.push(id, diagnostic);
    }
}
