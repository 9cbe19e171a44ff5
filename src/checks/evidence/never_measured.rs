//! W0603: guesses that decide a verdict.

use std::collections::BTreeMap;

use crate::checks::soonest::Why;
use crate::checks::times::out_of_reach::cause;
use crate::checks::{Case, Found, Look, Organisation, Rule, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::NodeId;
use crate::model::{Basis, Restart, Uncertain};
use crate::units::Millis;

pub const RULE: Rule = Rule {
    code: "W0603",
    title: "decisive times that nobody measured",
    severity: Severity::Low,
    finds: "On the path that brings a service back at the most likely times in a scenario lie durations whose basis is \
        `Assumed`: nobody has looked into them. Those that take at least a quarter of the RTO of a service count; the \
        longest come first.",
    matters: "The verdict on the service is a verdict on these guesses. They are the first to ask about, and the first \
        to measure.",
    behind: "ISO 22301:2019 clause 8.2.2; RTS 2024/1774 Art. 26(1): the plan's assumptions are challenged.",
    example: Example::scenario(
        r#"(
    systems: { "till": (recovery: [(name: "Reinstall", tested: "2026-09-01", steps: [(do: "Reinstall", takes: "2h")])]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", mtpd: "1d") },
)"#,
        r#"(title: "The till breaks", model: "model.ron", horizon: "7d", events: [Destruction(id: "break", targets: ["till"])])"#,
    ),
    repaired: Example::scenario(
        r#"(
    systems: { "till": (recovery: [(name: "Reinstall", tested: "2026-09-01",
        steps: [(do: "Reinstall", takes: (is: "2h", basis: Exercised("2026-09-01")))])]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", mtpd: "1d") },
)"#,
        r#"(title: "The till breaks", model: "model.ron", horizon: "7d", events: [Destruction(id: "break", targets: ["till"])])"#,
    ),
    look: Look::Scenario(look),
};

fn look(_: &Organisation, case: &Case, found: &mut Found) {
    let typical = case.typical();
    let mut guesses: BTreeMap<Why, (Millis, Vec<NodeId>)> = BTreeMap::new();
    for (id, service) in case.plan.model.services.iter_enumerated() {
        let Some(rto) = &service.rto else { continue };
        if typical.outage_without_workarounds(case.plan.model, id).is_none_or(|outage| outage.is_never()) {
            continue;
        }
        for (why, took) in typical.path_without_workarounds(id) {
            let decides = took.get() * 4 >= rto.target.get();
            if decides && duration(case, why).is_some_and(|duration| duration.basis == Basis::Assumed) {
                guesses.entry(why).or_insert((took, Vec::new())).1.push(service.node);
            }
        }
    }
    let mut guesses: Vec<(Why, Millis, Vec<NodeId>)> =
        guesses.into_iter().map(|(why, (took, services))| (why, took, services)).collect();
    guesses.sort_by_key(|(why, took, services)| (std::cmp::Reverse((services.len(), *took)), *why));
    let Some((_, _, services)) = guesses.first() else { return };
    let each: Vec<String> = guesses
        .iter()
        .map(|(why, took, _)| format!("{} {took}", words::work(&case.plan, Some(case.scenario), *why)))
        .collect();
    let mut diagnostic = RULE.says(format!(
        "{}: decisive and only assumed: {}; the first alone lies on the path of {}",
        case.short_name(),
        words::listed(&each),
        words::counted(services.len(), "service", "services"),
    ));
    for (why, took, services) in guesses.iter().take(3) {
        let place = duration(case, *why).and_then(|duration| duration.place);
        let place = place.unwrap_or_else(|| cause(case, &[(*why, *took)]));
        let names = words::quoted(services.iter().map(|node| case.plan.id(*node)));
        diagnostic = diagnostic.at(place, format!("{took}, on the path of {names}"));
    }
    let on = case.short_name();
    found.push(
        on,
        diagnostic.help("measure these first, or ask those who do the work, and write their `basis`"),
    );
}

/// The duration behind something that is waited for.
fn duration<'a>(case: &'a Case, why: Why) -> Option<&'a Uncertain> {
    let model = case.plan.model;
    Some(match why {
        Why::Detect => &model.response.detect,
        Why::Assess => &model.response.assess,
        Why::Declare => &model.response.declare.takes,
        Why::CallOut(team) => &model.teams[team].call_out,
        Why::Decide { system, strategy } => &model.systems[system].recovery[strategy].decide.as_ref()?.takes,
        Why::Step { system, strategy, step } => &model.systems[system].recovery[strategy].steps[step].takes,
        Why::TaskStep { task, step } => &model.tasks[task].steps[step].takes,
        Why::Restart(system) => match &model.systems[system].restart {
            Restart::Plain(takes) | Restart::Attended { takes, .. } => takes,
        },
        Why::Event(event) => match &case.scenario.events[event].kind {
            crate::model::EventKind::Outage { until: crate::model::Until::Lasts(lasts) } => lasts,
            _ => return None,
        },
        _ => return None,
    })
}
