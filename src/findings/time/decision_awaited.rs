//! G0403: services wait for somebody to decide.

use super::dominant;
use crate::diagnostic::explain::Example;
use crate::engine::Cause;
use crate::findings::{Finding, Remedy, Rule, Seen};

const LEAST: f64 = 0.15;

pub const RULE: Rule = Rule {
    code: "G0403",
    name: "decision-awaited",
    title: "recovery waits for a decision",
    finds: "At least three twentieths of the time that a service is out in its late runs passes until the incident is \
        declared or somebody has decided on a plan. It is high from half of the time on.",
    matters: "It is the cheapest time to win back: it takes a rule written beforehand and somebody on duty who may use it.",
    behind: "ISO 22301:2019 clause 8.4.2: who may invoke; FFIEC BCM: delegation of authority.",
    example: Example::scenario(
        r#"(response: (declare: "3h"), systems: { "till": (recovery: [(name: "Rebuild", after_declaration: true,
    steps: [(do: "Rebuild it", takes: "2h")])]) }, services: { "sales": (needs: ["till"], rto: "4h") })"#,
        r#"(title: "Fire", model: "model.ron", horizon: "3d", events: [Destruction(targets: ["till"])])"#,
    ),
    repaired: Example::scenario(
        r#"(response: (declare: "3h"), systems: { "till": (recovery: [(name: "Rebuild",
    steps: [(do: "Rebuild it", takes: "2h")])]) }, services: { "sales": (needs: ["till"], rto: "4h") })"#,
        r#"(title: "Fire", model: "model.ron", horizon: "3d", events: [Destruction(targets: ["till"])])"#,
    ),
    look,
};

fn look(seen: &Seen) -> Vec<Finding> {
    let awaited = dominant(seen, &[Cause::Declaration, Cause::Decision], LEAST, |_| "");
    let finding = |found: super::Dominant| {
        let message = format!("Recovery waits for a decision: {}.", found.in_words());
        let takes = &seen.model.response.declare.takes;
        let remedy = Remedy::halving(
            "Decide beforehand: write down when the plan is started, and let those on duty start it.",
            "response.declare.takes",
            takes,
        );
        let place = takes.place.unwrap_or(seen.model.place);
        found.finding(seen, &RULE, "response", message).try_first([remedy]).at(place)
    };
    awaited.into_iter().map(finding).collect()
}
