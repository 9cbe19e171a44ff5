//! G0406: services wait for people to come.

use super::dominant;
use crate::diagnostic::explain::Example;
use crate::engine::Cause;
use crate::findings::{Finding, Remedy, Rule, Seen};
use crate::wording::text::shown;

const LEAST: f64 = 0.2;

pub const RULE: Rule = Rule {
    code: "G0406",
    name: "team-on-its-way",
    title: "recovery waits for people to come",
    finds: "At least a fifth of the time that a service is out in its late runs passes between the call to a team and the \
        moment at which its first people can work. It is high from half of the time on.",
    matters: "A plan on paper begins when it is read; a plan in fact begins when somebody is there who can do it.",
    behind: "ISO 22301:2019 clause 8.3.4: people; NIST SP 800-34 section 3.4.6.",
    example: Example::scenario(
        r#"(teams: { "ops": (people: 2, call_out: "3h") }, systems: { "till": (recovery: [(name: "Rebuild",
    steps: [(do: "Rebuild it", takes: "2h", by: "ops")])]) }, services: { "sales": (needs: ["till"], rto: "4h") })"#,
        r#"(title: "Fire", model: "model.ron", horizon: "3d", events: [Destruction(targets: ["till"])])"#,
    ),
    repaired: Example::scenario(
        r#"(teams: { "ops": (people: 2, call_out: "30m") }, systems: { "till": (recovery: [(name: "Rebuild",
    steps: [(do: "Rebuild it", takes: "2h", by: "ops")])]) }, services: { "sales": (needs: ["till"], rto: "4h") })"#,
        r#"(title: "Fire", model: "model.ron", horizon: "3d", events: [Destruction(targets: ["till"])])"#,
    ),
    look,
};

fn look(seen: &Seen) -> Vec<Finding> {
    let called = dominant(seen, &[Cause::Mobilisation], LEAST, |label| label);
    let finding = |found: super::Dominant| {
        let (team, node) = (seen.team(&found.who)?, seen.node(&found.who)?);
        let name = shown(&node.name);
        let message = format!("Work waits until the first people of {name} are there: {}.", found.in_words());
        let (path, call_out) = match &team.off_hours.call_out {
            Some(off) if off.typical() > team.call_out.typical() => ("off_hours.call_out", off),
            _ => ("call_out", &team.call_out),
        };
        let text = format!("Have somebody of {name} on site, or on call with less time to come.");
        let remedy = Remedy::halving(text, &format!("teams.{}.{path}", found.who), call_out);
        let place = call_out.place.unwrap_or(node.place);
        Some(found.finding(seen, &RULE, &found.who, message).try_first([remedy]).at(place))
    };
    called.into_iter().filter_map(finding).collect()
}
