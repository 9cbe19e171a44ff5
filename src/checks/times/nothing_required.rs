//! W0113: an objective that no run has to keep.

use crate::checks::{Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::NodeId;
use crate::model::Objective;

pub const RULE: Rule = Rule {
    code: "W0113",
    title: "an objective that asks for nothing",
    severity: Severity::Medium,
    finds: "A service, a system or a task with an objective has `required: 0`: none of its runs has to keep it. Or a \
        service's `minimum` is empty: it is never below it.",
    matters: "It holds whatever happens, and every report counts it among those that hold.",
    behind: "docs/semantics.md section 8: an objective holds where the share of runs that keep it reaches `required`.",
    example: Example::model(
        r#"(
    systems: { "till": () },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", mtpd: "1d", required: 0) },
)"#,
    ),
    repaired: Example::model(
        r#"(
    systems: { "till": () },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", mtpd: "1d", required: 0.9) },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let model = organisation.plan.model;
    let services = model.services.iter();
    let services = services.map(|service| (service.node, [&service.rto, &service.rpo, &service.mtpd]));
    services.for_each(|(node, own)| tell(organisation, node, own.into_iter().flatten(), found));
    for service in model.services.iter().filter(|service| service.minimum.as_ref().is_some_and(Vec::is_empty))
    {
        let Some(objective) = service.rto.as_ref().or(service.mtpd.as_ref()) else { continue };
        let id = organisation.plan.id(service.node);
        let diagnostic = RULE
            .says(format!("the minimum of `{id}` needs nothing, so it is never out and what it promises holds whatever happens"))
            .at(objective.place, "nothing can break this")
            .at(organisation.plan.place(service.node), "with `minimum: []`")
            .help("write in `minimum` what it cannot do without at all; without it, that is what `needs` says");
        found.push(id, diagnostic);
    }
    for system in model.systems.iter() {
        tell(organisation, system.node, system.rto.iter().chain(&system.rpo), found);
    }
    for task in model.tasks.iter() {
        tell(organisation, task.node, task.within.iter(), found);
    }
}

fn tell<'o>(
    organisation: &Organisation,
    node: NodeId,
    mut objectives: impl Iterator<Item = &'o Objective>,
    found: &mut Found,
) {
    let Some(objective) = objectives.find(|objective| objective.required <= 0.0) else { return };
    let id = organisation.plan.id(node);
    let diagnostic = RULE
        .says(format!("`{id}` requires that 0 of 100 runs keep what it promises, so it holds whatever happens"))
        .at(objective.place, "no run has to keep this")
        .help("write the share of runs that must keep it: `required: 0.95`; without `required` that is what stands");
    found.push(id, diagnostic);
}

#[cfg(test)]
mod tests {
    use super::RULE;

    #[test]
    fn a_minimum_that_needs_nothing_is_told_where_something_is_promised() {
        let said = |service: &str| {
            RULE.said_of(&format!(
                r#"(systems: {{ "a": () }}, services: {{ "s": (needs: ["a"], {service}) }})"#
            ))
        };
        let never = "the minimum of `s` needs nothing, so it is never out and what it promises holds whatever happens";
        assert_eq!(said(r#"minimum: [], rto: "1h""#), [never]);
        assert_eq!(said("minimum: []"), [""; 0]);
        assert_eq!(said(r#"minimum: ["a"], rto: "1h""#), [""; 0]);
    }
}
