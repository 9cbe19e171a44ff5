//! W0307: a workaround that needs all that it is to replace.

use crate::checks::{Found, Look, Organisation, Rule, View};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::model::{Service, Workaround};

pub const RULE: Rule = Rule {
    code: "W0307",
    title: "a workaround that needs what it replaces",
    severity: Severity::Medium,
    finds: "A workaround needs everything that its service needs at its minimum. Whenever it can be used, the service is \
        up without it; whenever the service is down, it cannot be used.",
    matters: "It is in the plan, people train it, and no outage is a minute shorter for it.",
    behind: "docs/semantics.md section 7: a workaround is open while its `needs` hold and the service is below.",
    example: Example::model(
        r#"(
    systems: { "till": () },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", mtpd: "1d",
        workarounds: [(name: "On paper", needs: ["till"], ready: "1h", tested: "2026-09-01")]) },
)"#,
    ),
    repaired: Example::model(
        r#"(
    systems: { "till": () },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", mtpd: "1d",
        workarounds: [(name: "On paper", ready: "1h", tested: "2026-09-01")]) },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    for service in plan.model.services.iter() {
        for way in service.workarounds.iter().filter(|way| is_in_vain(plan, service, way)) {
            let id = plan.id(service.node);
            let diagnostic = RULE
                .says(format!(
                    "\"{}\" of `{id}` needs all that `{id}` needs, so it can never stand in",
                    way.name
                ))
                .at(way.place, "of use only while the service is up")
                .help("name in its `needs` only what it takes to work without the rest");
            found.push(id, diagnostic);
        }
    }
}

/// Whether the service is at its minimum whenever the needs of a workaround hold.
fn is_in_vain(plan: &View, service: &Service, way: &Workaround) -> bool {
    if way.needs.is_empty() {
        return false;
    }
    let up = plan.must().behind(&way.needs);
    let node = &plan.model.nodes[service.node];
    [Some(&node.needs), service.minimum.as_ref()]
        .into_iter()
        .flatten()
        .any(|needs| needs.iter().all(|need| need.holds(&up)))
}

#[cfg(test)]
mod tests {
    use super::RULE;

    /// Sales needs the till, which needs the network; with this workaround, and these further fields.
    fn said(way: &str, fields: &str) -> usize {
        let model = format!(
            r#"(systems: {{ "net": (), "till": (needs: ["net"]), "app": () }},
                services: {{ "sales": (needs: ["till or app"], workarounds: [(name: "Paper", {way})], {fields}) }})"#
        );
        RULE.said_of(&model).len()
    }

    #[test]
    fn only_a_workaround_that_needs_enough_for_the_service_is_in_vain() {
        assert_eq!(said(r#"needs: ["till"]"#, ""), 1);
        assert_eq!(said(r#"needs: ["till and app"]"#, ""), 1);
        assert_eq!(said(r#"needs: ["net"]"#, ""), 0);
        assert_eq!(said(r#"needs: ["till or app"]"#, ""), 0, "which of the two is not known");
        assert_eq!(said("", ""), 0);
        assert_eq!(said(r#"needs: ["net"]"#, r#"minimum: ["net"]"#), 1);
    }
}
