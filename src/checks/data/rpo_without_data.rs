//! W0209: a promise about data where nothing holds any.

use crate::checks::{Found, Look, Organisation, Rule, View};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::NodeId;
use crate::model::Objective;

pub const RULE: Rule = Rule {
    code: "W0209",
    title: "RPO of which nothing holds data",
    severity: Severity::Medium,
    finds: "A service has a recovery point objective, and no system that it needs, or that its `data` lists, holds data: \
        none has copies, an `rpo` of its own or `holds_data: true`. Or a system has one and `holds_data: false`.",
    matters: "No run can lose data that are not there. The objective holds in every run for that reason alone, and \
        nobody looks at how the data would come back.",
    behind: "docs/semantics.md section 5: who holds data. ISO 22301:2019 clause 8.3.4: data among the resources that are \
        needed.",
    example: Example::model(
        r#"(
    systems: { "till": () },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", rpo: "1h", mtpd: "1d") },
)"#,
    ),
    repaired: Example::model(
        r#"(
    sites: { "safe": () },
    systems: { "till": (copies: { "mirror": Replica(at: "safe", lag: "5s") }, recovery: [
        (name: "Restore", from: "mirror", tested: "2026-09-01", steps: [(do: "Restore", takes: "1h")])]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", rpo: "1h", mtpd: "1d") },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    let systems = &plan.model.systems;
    let holding = systems.iter().filter(|system| system.holds_data).map(|system| system.node);
    let needs_data = plan.needing(holding);
    for service in plan.model.services.iter() {
        let Some(rpo) = &service.rpo else { continue };
        let (has_data, lacks) = match &service.data {
            None => (needs_data[service.node], "nothing that it needs holds data"),
            Some(data) => {
                (data.iter().any(|system| systems[*system].holds_data), "nothing in its `data` holds data")
            }
        };
        if has_data {
            continue;
        }
        tell(plan, (service.node, rpo), lacks, found);
    }
    for system in plan.model.systems.iter().filter(|system| !system.holds_data) {
        let Some(rpo) = &system.rpo else { continue };
        tell(plan, (system.node, rpo), "it says `holds_data: false`", found);
    }
}

fn tell(plan: &View, (node, rpo): (NodeId, &Objective), lacks: &str, found: &mut Found) {
    let id = plan.id(node);
    let diagnostic = RULE
        .says(format!("`{id}` promises to lose at most {} of its data, and {lacks}", rpo.target))
        .at(rpo.place, "no run can put this to the proof")
        .help("say where the data are: `copies` on the system, or `holds_data: true`; or leave the RPO out");
    found.push(id, diagnostic);
}

#[cfg(test)]
mod tests {
    use super::RULE;

    #[test]
    fn data_may_be_held_by_whatever_is_needed_indirectly_or_listed() {
        let said = |db: &str, service: &str| {
            let model = format!(
                r#"(systems: {{ "app": (needs: ["db"]), "db": ({db}), "other": (holds_data: true) }},
                    services: {{ "sales": (needs: ["app"], rpo: "1h", {service}) }})"#
            );
            RULE.said_of(&model)
        };
        assert_eq!(said("", "").len(), 1);
        assert_eq!(said("holds_data: true", ""), [""; 0]);
        assert_eq!(said(r#"rpo: "2h""#, ""), [""; 0]);
        assert_eq!(said("", r#"data: ["other"]"#), [""; 0]);
        assert!(
            said("holds_data: true", r#"data: ["app"]"#)[0].ends_with("nothing in its `data` holds data")
        );
        assert_eq!(said(r#"rpo: "2h", holds_data: false"#, "").len(), 2);
    }
}
