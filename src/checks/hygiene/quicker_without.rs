//! W0708: work that is quicker without what it is said to be slower without.

use crate::checks::{Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::model::Step;

pub const RULE: Rule = Rule {
    code: "W0708",
    title: "quicker without what it is slower without",
    severity: Severity::Low,
    finds: "A factor of `slower_without` is below 1: the step takes less time, or none at all, while that is down.",
    matters: "The factor multiplies the time: 2.0 is twice as long. Half as fast is 2.0, not 0.5; with 0.5 an outage makes \
        the recovery look better than it is.",
    behind: "docs/semantics.md section 3: work takes its time x the factor of each entry whose node is down at its start.",
    example: Example::model(
        r#"(
    systems: { "monitoring": (rto: "4h"), "till": (recovery: [(name: "Reinstall", tested: "2026-09-01", steps: [
        (do: "Reinstall", takes: "1h", slower_without: { "monitoring": 0.5 })])]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", mtpd: "1d") },
)"#,
    ),
    repaired: Example::model(
        r#"(
    systems: { "monitoring": (rto: "4h"), "till": (recovery: [(name: "Reinstall", tested: "2026-09-01", steps: [
        (do: "Reinstall", takes: "1h", slower_without: { "monitoring": 2.0 })])]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", mtpd: "1d") },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let model = organisation.plan.model;
    for system in model.systems.iter() {
        let id = organisation.plan.id(system.node);
        for strategy in &system.recovery {
            let on = format!("{id}/{}", strategy.id);
            strategy.steps.iter().for_each(|step| look_at(organisation, (id, &on), step, found));
        }
    }
    for task in model.tasks.iter() {
        let id = organisation.plan.id(task.node);
        task.steps.iter().for_each(|step| look_at(organisation, (id, id), step, found));
    }
}

fn look_at(organisation: &Organisation, (id, on): (&str, &str), step: &Step, found: &mut Found) {
    for (without, factor) in step.slower_without.iter().filter(|(_, factor)| *factor < 1.0) {
        let without = organisation.plan.id(*without);
        let how = match *factor {
            0.0 => "takes no time at all".to_owned(),
            factor => format!("takes only {factor} times as long"),
        };
        let diagnostic = RULE
            .says(format!("\"{}\" of `{id}` {how} while `{without}` is down", step.what))
            .at(step.place, format!("`slower_without` `{without}`: {factor}"))
            .help("write how many times as long it takes: 1.5 is half as long again, 2.0 twice as long");
        found.push(format!("{on}/{}", step.id), diagnostic);
    }
}
