//! G0405: services wait for an event to end that nobody here can end.

use super::dominant;
use crate::diagnostic::explain::Example;
use crate::engine::Cause;
use crate::findings::{Finding, Remedy, Rule, Seen};

const LEAST: f64 = 0.3;

pub const RULE: Rule = Rule {
    code: "G0405",
    name: "event-awaited",
    title: "recovery waits for the event to end",
    finds: "At least three tenths of the time that a service is out in its late runs passes until something ends that the \
        scenario says lasts, such as a supplier's outage or a network that is cut. It is high from half of the time on.",
    matters: "While it lasts the plan is to wait. How long that is lies in other hands, or in a decision such as to cut a \
        line, and every way back that leads around it is worth more than a faster one.",
    behind: "EU 2024/1774 Art. 26(2): alternatives; FFIEC BCM III.A.3: suppliers.",
    example: Example::scenario(
        r#"(suppliers: { "cloud": () }, systems: { "till": (needs: ["cloud"]) }, services: { "sales": (needs: ["till"], rto: "4h") })"#,
        r#"(title: "The cloud is down", model: "model.ron", horizon: "3d",
    events: [Outage(id: "cloud-down", targets: ["cloud"], lasts: "8h")])"#,
    ),
    repaired: Example::scenario(
        r#"(suppliers: { "cloud": (), "second-cloud": () }, systems: { "till": (needs: ["cloud or second-cloud"]) },
    services: { "sales": (needs: ["till"], rto: "4h") })"#,
        r#"(title: "The cloud is down", model: "model.ron", horizon: "3d",
    events: [Outage(id: "cloud-down", targets: ["cloud"], lasts: "8h")])"#,
    ),
    look,
};

fn look(seen: &Seen) -> Vec<Finding> {
    let events = dominant(seen, &[Cause::Event], LEAST, |label| label);
    let finding = |found: super::Dominant| {
        let event = seen.scenario.events.iter().find(|event| event.id == found.who)?;
        let words = seen.event_words(&found.who);
        let message = format!("Until this is over nothing can be done, \"{words}\": {}.", found.in_words());
        let remedy = Remedy::to_do(
            "Add a way round it: a second supplier or line, work by hand that lasts long enough, or an end to it that you \
             can bring about yourselves.",
        );
        Some(found.finding(seen, &RULE, &found.who, message).try_first([remedy]).at(event.place))
    };
    events.into_iter().filter_map(finding).collect()
}
