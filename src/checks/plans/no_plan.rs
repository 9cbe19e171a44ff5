//! W0303: a system that a service cannot do without, and no plan to bring it back.

use crate::checks::{Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::NodeId;
use crate::model::Objective;
use crate::units::Millis;

pub const RULE: Rule = Rule {
    code: "W0303",
    title: "no recovery for what a service with an RTO needs",
    severity: Severity::Medium,
    finds: "A service with an RTO cannot do without a system, by any alternative or plan, and the system has no \
        strategy: if it is lost itself, and not only what it needs, nothing brings it back. What alternatives of the \
        service have in common is told by W0401.",
    matters: "The promise of the service is a promise that this system is never lost.",
    behind: "ISO 22301:2019 clause 8.4.4; NIST SP 800-53 CP-10.",
    example: Example::model(
        r#"(
    sites: { "house": () },
    systems: { "till": (home: "house") },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "2h", mtpd: "1d") },
)"#,
    ),
    repaired: Example::model(
        r#"(
    sites: { "house": () },
    systems: { "till": (home: "house", recovery: [(name: "Reinstall", tested: "2026-09-01", steps: [(do: "Reinstall", takes: "1h")])]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "2h", mtpd: "1d") },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    let mut strict: Vec<(NodeId, &Objective)> = plan
        .model
        .services
        .iter()
        .filter_map(|service| Some((service.node, service.rto.as_ref()?)))
        .collect();
    strict.sort_by_key(|(node, rto)| (rto.target, *node));
    let first = plan.must().first_holder(strict.iter().map(|(node, _)| *node));
    for system in plan.model.systems.iter() {
        let Some(service) = first[system.node].filter(|_| system.recovery.is_empty()) else { continue };
        // What stands nowhere, is stored on nothing and holds nothing is a name for what it needs.
        if system.home.is_none() && system.stored_on.is_none() && !system.holds_data {
            continue;
        }
        let (id, service_id) = (plan.id(system.node), plan.id(service));
        let rto =
            strict.iter().find(|(node, _)| *node == service).map_or(Millis::NEVER, |(_, rto)| rto.target);
        let diagnostic = RULE
            .says(format!("`{service_id}` promises {rto} and cannot do without `{id}`, which has no plan"))
            .at(plan.place(system.node), "no `recovery`")
            .at(plan.place(service), format!("needs it, directly or indirectly, within {rto}"))
            .help(format!("write how `{id}` is brought back, or how `{service_id}` does without it"));
        found.push(id, diagnostic);
    }
}
