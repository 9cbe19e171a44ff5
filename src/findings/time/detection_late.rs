//! G0404: much of the time passes before anybody has noticed and understood.

use super::dominant;
use crate::diagnostic::explain::Example;
use crate::engine::Cause;
use crate::findings::{Finding, Remedy, Rule, Seen};

const LEAST: f64 = 0.2;

pub const RULE: Rule = Rule {
    code: "G0404",
    name: "detection-late",
    title: "much of the time passes before anybody knows",
    finds: "At least a fifth of the time that a service is out in its late runs passes before the incident is noticed and \
        understood. It is high from half of the time on.",
    matters: "Until then nobody works on it. People who see the outage often know before those who would start the plan.",
    behind: "NIST SP 800-61: detection and analysis; EU 2022/2554 (DORA) Art. 10.",
    example: Example::scenario(
        r#"(response: (detect: "3h"), systems: { "till": (recovery: [(name: "Rebuild",
    steps: [(do: "Rebuild it", takes: "2h")])]) }, services: { "sales": (needs: ["till"], rto: "4h") })"#,
        r#"(title: "Fire", model: "model.ron", horizon: "3d", events: [Destruction(targets: ["till"])])"#,
    ),
    repaired: Example::scenario(
        r#"(response: (detect: "10m"), systems: { "till": (recovery: [(name: "Rebuild",
    steps: [(do: "Rebuild it", takes: "2h")])]) }, services: { "sales": (needs: ["till"], rto: "4h") })"#,
        r#"(title: "Fire", model: "model.ron", horizon: "3d", events: [Destruction(targets: ["till"])])"#,
    ),
    look,
};

fn look(seen: &Seen) -> Vec<Finding> {
    let unknown = dominant(seen, &[Cause::Detection, Cause::Assessment], LEAST, |_| "");
    let finding = |found: super::Dominant| {
        let message = format!("Nobody has noticed or understood yet: {}.", found.in_words());
        let response = &seen.model.response;
        let (path, takes) = match response.detect.typical() >= response.assess.typical() {
            true => ("response.detect", &response.detect),
            false => ("response.assess", &response.assess),
        };
        let text = "Notice it sooner: watch what users see, and let whoever sees it first start the plan.";
        let remedy = Remedy::halving(text, path, takes);
        let place = takes.place.unwrap_or(seen.model.place);
        found.finding(seen, &RULE, "response", message).try_first([remedy]).at(place)
    };
    unknown.into_iter().map(finding).collect()
}
