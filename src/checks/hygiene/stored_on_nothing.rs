//! W0717: data that lie on people or on a service.

use crate::checks::{Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::model::NodeKind;

pub const RULE: Rule = Rule {
    code: "W0717",
    title: "data stored on what holds none",
    severity: Severity::Medium,
    finds: "A system is `stored_on` a team or on a service.",
    matters: "What a system is stored on takes its data along when it is destroyed and holds them out of reach while it is down. \
        Neither happens to people or to a service, so most likely another id was meant.",
    behind: "docs/semantics.md section 3: what strikes a node also strikes what is stored on it.",
    example: Example::model(
        r#"(teams: { "storage": (people: 2) }, systems: { "db": (stored_on: "storage") })"#,
    ),
    repaired: Example::model(r#"(systems: { "array": (), "db": (stored_on: "array") })"#),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let model = organisation.plan.model;
    for system in model.systems.iter() {
        let Some(below) = system.stored_on.map(|below| &model.nodes[below]) else { continue };
        let kind = match below.kind {
            NodeKind::Team(_) => "a team",
            NodeKind::Service(_) => "a service",
            _ => continue,
        };
        let node = &model.nodes[system.node];
        let diagnostic = RULE
            .says(format!("`{}` is stored on `{}`, which is {kind}", node.id, below.id))
            .at(node.place, format!("its data lie on {kind}"))
            .help("name the array, the host or the cluster that its data lie on");
        found.push(node.id.as_str(), diagnostic);
    }
}
