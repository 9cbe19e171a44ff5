//! W0112: a minimum level that asks for no less than the full one.

use crate::checks::{Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;

pub const RULE: Rule = Rule {
    code: "W0112",
    title: "a minimum that is no lower than full service",
    severity: Severity::Medium,
    finds: "What a service needs at its `minimum` is all that it needs at full, or more. It is at its minimum whenever it \
        is at full, so the minimum changes nothing.",
    matters: "Objectives count at the minimum level. Whoever wrote one meant less service with fewer things; as written \
        there is none, or the two lists were taken for each other.",
    behind: "ISO 22301:2019 clause 8.2.2 e: the minimum acceptable level; docs/semantics.md section 2.",
    example: Example::model(
        r#"(
    systems: { "till": (), "cards": () },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], minimum: ["till", "cards"], rto: "4h", mtpd: "1d") },
)"#,
    ),
    repaired: Example::model(
        r#"(
    systems: { "till": (), "cards": () },
    services: { "sales": (owner: "Head of Sales", needs: ["till", "cards"], minimum: ["till"], rto: "4h", mtpd: "1d") },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    for service in plan.model.services.iter() {
        let Some(minimum) = service.minimum.as_ref().filter(|minimum| !minimum.is_empty()) else { continue };
        let node = &plan.model.nodes[service.node];
        let up = plan.must().behind(minimum);
        if !node.needs.iter().all(|need| need.holds(&up)) {
            continue;
        }
        let id = plan.id(service.node);
        let diagnostic = RULE
            .says(format!(
                "`{id}` needs at its minimum all that it needs at full, so the minimum changes nothing"
            ))
            .at(service.minimum_at.first().copied().unwrap_or(node.place), "no less than its `needs`")
            .at(node.place, "this service")
            .help("name in `minimum` only what the least acceptable service needs, and the rest in `needs`");
        found.push(id, diagnostic);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;

    fn said(needs: &str, minimum: &str) -> usize {
        let model = format!(
            r#"(systems: {{ "a": (), "b": (), "c": () }}, services: {{ "s": (needs: [{needs}], minimum: [{minimum}]) }})"#
        );
        RULE.said_of(&model).len()
    }

    #[test]
    fn a_minimum_may_ask_for_less_or_for_something_else() {
        assert_eq!(said(r#""a", "b""#, r#""a""#), 0);
        assert_eq!(said(r#""a""#, r#""b""#), 0);
        assert_eq!(said(r#""a", "b""#, r#""a or b""#), 0);
        assert_eq!(said(r#""a or c""#, r#""a", "b""#), 1);
        assert_eq!(said(r#""a", "b""#, r#""b", "a""#), 1);
    }
}
