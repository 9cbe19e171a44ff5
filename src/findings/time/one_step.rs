//! G0402: one step takes most of the time of a service.

use super::dominant;
use crate::diagnostic::explain::Example;
use crate::engine::Cause;
use crate::findings::{Finding, Remedy, Rule, Seen};

const LEAST: f64 = 0.3;

pub const RULE: Rule = Rule {
    code: "G0402",
    name: "one-step-decides",
    title: "one step takes most of the time",
    finds: "At least three tenths of the time that a service is out in its late runs goes to a single step of a plan or \
        task, failed attempts included. It is high from half of the time on.",
    matters: "Whatever else is made faster, the service is not back before this step is done.",
    behind: "ISO 22301:2019 clause 8.4: procedures; the criticality index of stochastic networks (Van Slyke, 1963).",
    example: Example::scenario(
        r#"(systems: { "till": (recovery: [(name: "Rebuild", steps: [(do: "Order parts", takes: "5h"), (do: "Mount them", takes: "1h")])]) },
    services: { "sales": (needs: ["till"], rto: "4h") })"#,
        r#"(title: "Fire", model: "model.ron", horizon: "3d", events: [Destruction(targets: ["till"])])"#,
    ),
    repaired: Example::scenario(
        r#"(systems: { "till": (recovery: [(name: "Rebuild", steps: [(do: "Fetch the spare", takes: "1h"), (do: "Mount it", takes: "1h")])]) },
    services: { "sales": (needs: ["till"], rto: "4h") })"#,
        r#"(title: "Fire", model: "model.ron", horizon: "3d", events: [Destruction(targets: ["till"])])"#,
    ),
    look,
};

fn look(seen: &Seen) -> Vec<Finding> {
    let steps = dominant(seen, &[Cause::Work, Cause::Rework], LEAST, |label| label);
    let finding = |found: super::Dominant| {
        let step = seen.step(&found.who)?;
        let words = seen.words(&found.who);
        let message = format!("One step decides, \"{words}\": {}.", found.in_words());
        let remedy = Remedy::halving(
            format!("Shorten \"{words}\", start it earlier, do it beside others, or add a plan without it."),
            &format!("{}.takes", found.who),
            &step.takes,
        );
        Some(found.finding(seen, &RULE, &found.who, message).try_first([remedy]).at(step.place))
    };
    steps.into_iter().filter_map(finding).collect()
}
