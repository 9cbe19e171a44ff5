//! W0306: a plan that waits for itself in a scenario, beside a way that works.

use std::collections::BTreeMap;

use super::never_works::never_works;
use super::stuck::stuck;
use crate::checks::soonest::Why;
use crate::checks::{Case, Found, Look, Organisation, Rule, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::SystemId;

macro_rules! campus {
    ($places:literal) => {
        concat!(
            r#"(
    sites: { "campus": (kind: Office) },
    teams: { "noc": (people: 3, needs: [""#,
            $places,
            r#""]), "partner": (people: 1) },
    systems: { "vpn": (needs: ["net"]), "net": (recovery: [
        (name: "Roll back remotely", give_up: "2h", tested: "2026-09-01", steps: [
            (do: "Roll back", by: ["noc"], takes: (is: "20m", basis: Measured))]),
        (name: "Go there by car", tested: "2026-09-01", steps: [
            (do: "Drive and restart", by: ["partner"], takes: (is: "4h", basis: Measured))])]) },
)"#
        )
    };
}

const CLOSED: &str = r#"(title: "The campus is closed", model: "model.ron", horizon: "7d",
    events: [Outage(id: "closed", targets: ["campus"]), Outage(id: "net-down", targets: ["net"])])"#;

pub const RULE: Rule = Rule {
    code: "W0306",
    title: "a plan that waits for itself in a scenario",
    severity: Severity::Low,
    finds: "Once everything is down that a scenario can strike, what a plan needs comes back only with the system that \
        the plan is to bring back. Some other way brings the system back, so this one is never needed or never done.",
    matters: "The plan looks like a second way and is none, and whoever begins with it loses the time until somebody \
        notices.",
    behind: "RTS 2024/1774 Art. 26(2): alternatives where the primary recovery is not feasible; NIST SP 800-34 \
        section 3.2.",
    example: Example::scenario(campus!("campus or vpn"), CLOSED),
    repaired: Example::scenario(campus!("campus or vpn or partner"), CLOSED),
    look: Look::Scenario(look),
};

/// What may be looked at for all plans of a scenario together; of the rest nothing is said.
const LOOKED_MAX: usize = 2_000_000;

/// The plans that wait for their own system although another way brings it back, by system and position; with what they
/// wait for, up to the system.
pub type InVain = BTreeMap<(SystemId, usize), Vec<Why>>;

/// Looks at every plan that can be done only after its system is back.
pub fn in_vain(case: &Case) -> InVain {
    let worst = case.at_worst();
    let mut left = LOOKED_MAX;
    let mut found = InVain::new();
    for (id, system) in case.plan.model.systems.iter_enumerated() {
        let back = worst.up(system.node);
        for position in 0..system.recovery.len() {
            // Whatever waits for the system is done after it.
            let Some(done) = worst.done(id, position).filter(|done| *done > back) else { continue };
            let way = if done.is_never() {
                Some(worst.why_never(id, position).circle).filter(|circle| !circle.is_empty())
            } else {
                worst.waits_for_itself((system.node, id), position, &mut left)
            };
            found.extend(way.map(|way| ((id, position), way)));
        }
    }
    found
}

/// What a plan waits for in vain, in words.
pub fn drawn(case: &Case, way: &[Why]) -> String {
    let words: Vec<String> =
        way.iter().map(|why| words::work(&case.plan, Some(case.scenario), *why)).collect();
    words.join(" <- ")
}

fn look(_: &Organisation, case: &Case, found: &mut Found) {
    let never = if case.in_vain().is_empty() { Vec::new() } else { never_works(&case.plan) };
    for (&(id, position), way) in case.in_vain() {
        let told = never.iter().any(|plan| (plan.system, plan.strategy) == (id, position));
        if told || waits_longest(case, id) == Some(position) {
            continue;
        }
        let system = &case.plan.model.systems[id];
        let (name, strategy) = (case.plan.id(system.node), &system.recovery[position]);
        let needed = way.iter().find_map(|why| match why {
            Why::Node(node) if *node != system.node => Some(*node),
            _ => None,
        });
        let mut diagnostic = RULE
            .says(format!(
                "{}: \"{}\" of `{name}` waits for what it is to bring back: {}",
                case.short_name(),
                strategy.name,
                drawn(case, way)
            ))
            .at(strategy.place, "no way by itself");
        if let Some(node) = needed {
            diagnostic = diagnostic.at(case.plan.place(node), "comes back only with it");
        }
        let diagnostic = diagnostic.help(format!(
            "let it do without what it is to bring back, or say with `only_if` or `only_for` when it works; what else is \
             left: `blackstart check {}`",
            case.file
        ));
        found.push(format!("{name}/{}", strategy.id), diagnostic);
    }
}

/// The plan that a system waits in for ever, which has a finding of its own.
fn waits_longest(case: &Case, id: SystemId) -> Option<usize> {
    stuck(case, (id, &case.plan.model.systems[id])).map(|(first, _)| first)
}
