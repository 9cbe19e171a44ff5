//! G0401: services wait for one team whose people are all busy, not there at that hour, or away.

use super::dominant;
use crate::diagnostic::explain::Example;
use crate::engine::Cause;
use crate::findings::{Finding, Remedy, Rule, Seen};
use crate::wording::text::shown;

/// The share of a service's time from which on it is told.
const LEAST: f64 = 0.2;

pub const RULE: Rule = Rule {
    code: "G0401",
    name: "one-team-queue",
    title: "recovery queues for one team",
    finds: "At least a fifth of the time that a service misses its objective by the ledger of its late runs is spent \
        waiting for people of one team who are busy elsewhere, not there at that hour, or away. It is high from half of the \
        time on.",
    matters: "More plans, tools or sites do not help while the same few people have to carry them out one after the other.",
    behind: "EU 2024/2690 (NIS2) 4.1: resources of recovery; ISO 22301:2019 clause 8.3.4.",
    example: Example::scenario(
        r#"(teams: { "ops": (people: 1) }, systems: {
    "till": (recovery: [(name: "Rebuild", steps: [(do: "Rebuild it", takes: "3h", by: "ops")])]),
    "books": (priority: 1, recovery: [(name: "Rebuild", steps: [(do: "Rebuild it", takes: "3h", by: "ops")])]) },
    services: { "sales": (needs: ["till"], rto: "4h") })"#,
        r#"(title: "Fire", model: "model.ron", horizon: "3d", events: [Destruction(targets: ["till", "books"])])"#,
    ),
    repaired: Example::scenario(
        r#"(teams: { "ops": (people: 2) }, systems: {
    "till": (recovery: [(name: "Rebuild", steps: [(do: "Rebuild it", takes: "3h", by: "ops")])]),
    "books": (priority: 1, recovery: [(name: "Rebuild", steps: [(do: "Rebuild it", takes: "3h", by: "ops")])]) },
    services: { "sales": (needs: ["till"], rto: "4h") })"#,
        r#"(title: "Fire", model: "model.ron", horizon: "3d", events: [Destruction(targets: ["till", "books"])])"#,
    ),
    look,
};

fn look(seen: &Seen) -> Vec<Finding> {
    let waited_for = dominant(seen, &[Cause::WaitingForPeople], LEAST, |label| label);
    let finding = |found: super::Dominant| {
        let name = shown(&seen.node(&found.who)?.name);
        let message = format!("Work waits for people of {name}: {}.", found.in_words());
        let remedy = Remedy::people(seen, &found.who)?;
        Some(
            found
                .finding(seen, &RULE, &found.who, message)
                .try_first([remedy])
                .at(seen.node(&found.who)?.place),
        )
    };
    waited_for.into_iter().filter_map(finding).collect()
}
