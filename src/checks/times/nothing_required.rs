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
    finds: "A service, a system or a task with an objective has `required: 0`: none of its runs has to keep it.",
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
