//! W0716: a name by which nobody can tell what is meant.

use std::collections::BTreeMap;

use crate::checks::{Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::model::NodeKind;

pub const RULE: Rule = Rule {
    code: "W0716",
    title: "a name that is empty, or that two services have",
    severity: Severity::Low,
    finds: "A `name` holds nothing that can be read, or two services have the same name.",
    matters: "Reports speak in names: a row without one, or two rows with the same, cannot be told from each other, and whoever \
        signs for a service cannot see which it is.",
    behind: "docs/format.md: a `name` is what reports print; without one they print the id.",
    example: Example::model(
        r#"(systems: { "till": () }, services: {
    "shop": (name: "Shop", owner: "Head of Sales", needs: ["till"], rto: "2h", mtpd: "8h"),
    "store": (name: "Shop", owner: "Head of Stores", needs: ["till"], rto: "2h", mtpd: "8h"),
})"#,
    ),
    repaired: Example::model(
        r#"(systems: { "till": () }, services: {
    "shop": (name: "Shop online", owner: "Head of Sales", needs: ["till"], rto: "2h", mtpd: "8h"),
    "store": (name: "Shop in town", owner: "Head of Stores", needs: ["till"], rto: "2h", mtpd: "8h"),
})"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let model = organisation.plan.model;
    for node in model.nodes.iter().filter(|node| node.name.trim().is_empty()) {
        let diagnostic = RULE
            .says(format!("the name of `{}` is empty", node.id))
            .at(node.place, "reports would show nothing")
            .help("write what people call it, or leave `name` out: then its id is shown");
        found.push(node.id.as_str(), diagnostic);
    }
    let mut called = BTreeMap::new();
    for node in model.nodes.iter().filter(|node| matches!(node.kind, NodeKind::Service(_))) {
        let name = node.name.trim();
        if name.is_empty() {
            continue;
        }
        let first = *called.entry(name).or_insert(node);
        if first.id == node.id {
            continue;
        }
        let diagnostic = RULE
            .says(format!("the services `{}` and `{}` are both called `{name}`", first.id, node.id))
            .at(node.place, "cannot be told from the other in a report")
            .at(first.place, format!("`{name}`, too"))
            .help("add to each name what sets it apart");
        found.push(node.id.as_str(), diagnostic);
    }
}
