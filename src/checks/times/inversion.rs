//! W0101: a promise that rests on a longer one.

use super::promised::{Alternatives, Promised};
use crate::checks::{Found, Look, Organisation, Rule, View};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::NodeId;
use crate::model::{NodeKind, Objective};
use crate::units::Millis;

pub const RULE: Rule = Rule {
    code: "W0101",
    title: "RTO shorter than that of what it needs",
    severity: Severity::Medium,
    finds: "A service or a system promises to be back sooner than something it cannot be back without promises. Of \
        alternatives the quickest counts, of `k of n` the k-th; a need that a strategy exchanges or leaves behind does \
        not; what is ridden out on the way (`rides_out`, at its most likely length) is taken off.",
    matters: "Nothing can be back before what it needs. Even when everybody keeps their own promise to the minute, \
        this one is broken.",
    behind: "FFIEC Business Continuity Management III.A.3; NIS2 Implementing Regulation 2024/2690, 4.1; NIST SP \
        800-34 section 3.2.",
    example: Example::model(
        r#"(
    systems: { "till": (needs: ["stock"]), "stock": (rto: "8h") },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "2h", mtpd: "1d") },
)"#,
    ),
    repaired: Example::model(
        r#"(
    systems: { "till": (needs: ["stock"]), "stock": (rto: "90m") },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "2h", mtpd: "1d") },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    let own = |node| objective(plan, node).map_or(Millis::ZERO, |rto| rto.target);
    let promised = Promised::new(plan, own, Alternatives::Count);
    for (id, rto) in objectives(plan) {
        let longest = promised.longest(id).filter(|longest| longest.out > rto.target);
        let Some(longest) = longest else { continue };
        let slow = longest.by;
        // What decides may be a plan of the node that has to go round something.
        let Some(longer) = objective(plan, slow).filter(|longer| longer.target > rto.target) else {
            continue;
        };
        let (name, slow_name) = (plan.id(id), plan.id(slow));
        let direct = plan.graph.needs(id).any(|needed| needed == slow);
        let through = if direct { "" } else { ", on which it rests indirectly," };
        let diagnostic = RULE
            .says(format!(
                "`{name}` promises to be back in {}, but `{slow_name}`{through} promises only {}{}",
                rto.target,
                longer.target,
                longest.ridden_words()
            ))
            .at(rto.place, format!("`{name}` in {}", rto.target))
            .at(longer.place, format!("`{slow_name}` in {}", longer.target))
            .help(help(plan, id, slow_name, rto.target.plus(longest.ridden())));
        found.push(name, diagnostic);
    }
}

fn help(plan: &View, id: NodeId, slow: &str, within: Millis) -> String {
    let workaround = match plan.model.nodes[id].kind {
        NodeKind::Service(service) => plan.model.services[service].workarounds.first(),
        _ => None,
    };
    match workaround {
        Some(way) => format!(
            "only its workaround, \"{}\", can keep this: say so in the plan, or bring `{slow}` back within {within}",
            way.name
        ),
        None => {
            format!("bring `{slow}` back within {within}, give another way to do without it, or promise less")
        }
    }
}

/// Every service and system with an RTO.
fn objectives<'a>(plan: &View<'a>) -> Vec<(NodeId, &'a Objective)> {
    let model = plan.model;
    let services = model.services.iter().filter_map(|service| Some((service.node, service.rto.as_ref()?)));
    let systems = model.systems.iter().filter_map(|system| Some((system.node, system.rto.as_ref()?)));
    services.chain(systems).collect()
}

fn objective<'a>(plan: &View<'a>, node: NodeId) -> Option<&'a Objective> {
    match plan.model.nodes[node].kind {
        NodeKind::Service(service) => plan.model.services[service].rto.as_ref(),
        NodeKind::System(system) => plan.model.systems[system].rto.as_ref(),
        _ => None,
    }
}
