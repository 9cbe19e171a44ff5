//! G0206: an RPO where nothing holds data.

use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::findings::seen::name;
use crate::findings::{Finding, Remedy, Rule, Seen};
use crate::results::{ObjectiveKind, SystemResult};

pub const RULE: Rule = Rule {
    code: "G0206",
    name: "rpo-without-data",
    title: "an RPO that no run can put to the proof",
    finds: "A service that was touched has an RPO, and no system whose data count for it holds any: none has copies, an \
        `rpo` of its own or `holds_data: true`.",
    matters: "No run can lose what is not there. The RPO holds in every run for that reason alone, and nothing is said of \
        the data that its owner had in mind.",
    behind: "docs/semantics.md sections 5 and 8: who holds data, and what an RPO is held against.",
    example: Example::scenario(
        r#"(systems: { "till": () }, services: { "sales": (needs: ["till"], rpo: "1h") })"#,
        r#"(title: "No power", model: "model.ron", horizon: "3d", events: [Outage(targets: ["till"], lasts: "5h")])"#,
    ),
    repaired: Example::scenario(
        r#"(systems: { "till": (holds_data: true) }, services: { "sales": (needs: ["till"], rpo: "1h") })"#,
        r#"(title: "No power", model: "model.ron", horizon: "3d", events: [Outage(targets: ["till"], lasts: "5h")])"#,
    ),
    look,
};

fn look(seen: &Seen) -> Vec<Finding> {
    let touched = seen.of_services(ObjectiveKind::Rpo).filter(|(service, _)| service.touched > 0);
    let holds = |system: &&SystemResult| seen.system(&system.id).is_some_and(|system| system.holds_data);
    touched
        .filter(|(service, _)| !seen.systems_with_data_of(&service.id).iter().any(holds))
        .map(|(service, rpo)| {
            let message = format!(
                "Nothing in the model holds data for {}: its RPO of {} holds for that reason alone, and no run puts it to the proof.",
                name(service),
                rpo.target
            );
            RULE.says(Severity::Medium, &service.id, message).objective(rpo).try_first([Remedy::to_do(
                "Say which systems hold its data (`holds_data: true`), how they are copied (`copies`) and how they come back, \
                 or leave the RPO out.",
            )])
        })
        .collect()
}
