//! W0306: a plan that waits for itself in a scenario, beside a way that works.

use super::never_works::never_works;
use super::stuck::stuck;
use crate::checks::soonest::Why;
use crate::checks::{Case, Found, Look, Organisation, Rule, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::SystemId;
use crate::model::System;

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

/// Plans that are looked at in one scenario; what one of them waits for can be a large part of a model.
const PLANS_MAX: usize = 2_000;

fn look(_: &Organisation, case: &Case, found: &mut Found) {
    let worst = case.at_worst();
    let mut never = None;
    let mut left = PLANS_MAX;
    for (id, system) in case.plan.model.systems.iter_enumerated() {
        for (position, strategy) in system.recovery.iter().enumerate() {
            let back = worst.up(system.node);
            // Whatever waits for the system is done after it.
            let may_wait = worst.done(id, position).is_some_and(|done| done >= back && !back.is_never());
            if !may_wait || left == 0 {
                continue;
            }
            left -= 1;
            let Some(way) = way_of(case, (id, system), position) else { continue };
            let never = never.get_or_insert_with(|| never_works(&case.plan));
            let told = never.iter().any(|plan| (plan.system, plan.strategy) == (id, position));
            if told || waits_longest(case, id) == Some(position) {
                continue;
            }
            let name = case.plan.id(system.node);
            let drawn: Vec<String> =
                way.iter().map(|why| words::work(&case.plan, Some(case.scenario), *why)).collect();
            let needed = way.iter().find_map(|why| match why {
                Why::Node(node) if *node != system.node => Some(*node),
                _ => None,
            });
            let mut diagnostic = RULE
                .says(format!(
                    "{}: \"{}\" of `{name}` waits for what it is to bring back: {}",
                    case.short_name(),
                    strategy.name,
                    drawn.join(" <- ")
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
}

/// What a plan waits for, up to its own result.
fn way_of(case: &Case, (id, system): (SystemId, &System), position: usize) -> Option<Vec<Why>> {
    let worst = case.at_worst();
    if worst.done(id, position).is_some_and(|done| done.is_never()) {
        let circle = worst.why_never(id, position).circle;
        return (!circle.is_empty()).then_some(circle);
    }
    worst.waits_for_itself((system.node, id), position)
}

/// The plan that a system waits in for ever, which has a finding of its own.
fn waits_longest(case: &Case, id: SystemId) -> Option<usize> {
    stuck(case, (id, &case.plan.model.systems[id])).map(|(first, _)| first)
}
