//! G0301: a service that is not back by the end of the time watched.

use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::findings::seen::name;
use crate::findings::{Finding, Remedy, Rule, Seen};
use crate::model::{NodeKind, System};
use crate::results::{ServiceResult, Share, SystemResult};
use crate::structure::deadlock::find;
use crate::structure::falls::Falls;
use crate::structure::losses::Losses;
use crate::structure::returns::Returns;
use crate::wording::figures::in_runs;
use crate::wording::names::listed;
use crate::wording::text::shown;

/// So many of the trials must surely end without the service for a finding.
const SURELY_MIN: f64 = 0.001;
const NAMED_MAX: usize = 3;
/// Systems behind a service of which each is asked what lies behind it.
const SYSTEMS_MAX: usize = 1_000;

pub const RULE: Rule = Rule {
    code: "G0301",
    name: "never-recovers",
    title: "a service is not back by the end of the time watched",
    finds: "In some runs a service is still out at the horizon. What keeps it out is named: a circle of things that wait \
        for each other, or the systems below it that do not come back and what becomes of their plans. It is high from 1 \
        in 100 runs on (as far as is sure), medium from 1 in 1,000.",
    matters: "Means and typical times leave these runs out. An outage without a plan that works ends only when somebody \
        thinks of something that is not in the plan.",
    behind: "EU 2024/1774 Art. 26(1): alternatives where the primary recovery is not feasible; NIST SP 800-53 CP-2.",
    example: Example::scenario(
        r#"(systems: { "till": (recovery: [(name: "Restart it", steps: [(do: "Restart it", takes: "1h", success: 0.7)])]) },
    services: { "sales": (needs: ["till"]) })"#,
        r#"(title: "Fire", model: "model.ron", horizon: "3d", events: [Destruction(targets: ["till"])])"#,
    ),
    repaired: Example::scenario(
        r#"(systems: { "till": (recovery: [(name: "Restart it", steps: [(do: "Restart it", takes: "1h", success: 0.7)]),
    (name: "Buy a new one", steps: [(do: "Buy it", takes: "1d")])]) },
    services: { "sales": (needs: ["till"]) })"#,
        r#"(title: "Fire", model: "model.ron", horizon: "3d", events: [Destruction(targets: ["till"])])"#,
    ),
    look,
};

fn look(seen: &Seen) -> Vec<Finding> {
    let mut circles: Option<Vec<String>> = None;
    let mut found = Vec::new();
    for service in &seen.results.services {
        let recovery = &service.recovery.average;
        let never = Share::new(recovery.n - recovery.recovered, recovery.n);
        if never.interval[0] < SURELY_MIN {
            continue;
        }
        let circle = circles.get_or_insert_with(|| in_circles(seen)).clone();
        found.extend(finding(seen, service, &never, &circle));
    }
    found
}

fn finding(seen: &Seen, service: &ServiceResult, never: &Share, circle: &[String]) -> Option<Finding> {
    let severity = if never.interval[0] >= 0.01 { Severity::High } else { Severity::Medium };
    let ends = dead_ends(seen, service);
    let behind: Vec<&str> =
        seen.systems_behind(&service.id).iter().map(|system| system.id.as_str()).collect();
    let waiting: Vec<String> = circle.iter().filter(|id| behind.contains(&id.as_str())).cloned().collect();
    let why = match (waiting.as_slice(), ends.as_slice()) {
        ([], []) => "nothing below it explains why".to_owned(),
        ([], [first, ..]) => dead_end_in_words(seen, first),
        (waiting, _) => format!("these wait for each other: {}", listed(&names(seen, waiting), NAMED_MAX)),
    };
    let message = format!(
        "{} is not back within {} in {}: {why}.",
        name(service),
        seen.results.horizon,
        in_runs(never)
    );
    let mut finding = RULE
        .says(severity, &service.id, message)
        .share(["never", "n", "share", "interval"], never)
        .weighing(never.share);
    if let Some(first) = ends.first() {
        finding = finding.figure("dead_end", crate::findings::Figure::Word(first.id.clone()));
    }
    let remedy = match waiting.as_slice() {
        [] => {
            "Add a way back that asks for nothing that is lost here, or let the plans be tried again after a time \
               (`regroup`)."
        }
        _ => {
            "Give one of them a way back that needs none of the others: `blackstart check` draws the circle and names the \
              cheapest cut."
        }
    };
    Some(finding.try_first([Remedy::to_do(remedy)]).at(seen.node(&service.id)?.place))
}

/// The systems below a service that stay down although what they need comes back, those that do so most often first.
fn dead_ends<'a>(seen: &Seen<'a>, service: &ServiceResult) -> Vec<&'a SystemResult> {
    let systems = seen.systems_behind(&service.id);
    let never = |system: &SystemResult| system.recovery.average.n - system.recovery.average.recovered;
    // In a large house the question is not put to every system.
    if systems.len() > SYSTEMS_MAX {
        let mut ends: Vec<_> = systems.into_iter().filter(|system| never(system) > 0).collect();
        ends.sort_by_key(|system| std::cmp::Reverse(never(system)));
        return ends;
    }
    let most_below = |system: &SystemResult| {
        let below = seen.systems_behind(&system.id).into_iter().filter(|other| other.id != system.id);
        below.map(never).max().unwrap_or(0)
    };
    let mut ends: Vec<_> = systems.into_iter().filter(|system| never(system) > most_below(system)).collect();
    ends.sort_by_key(|system| std::cmp::Reverse(never(system)));
    ends
}

fn dead_end_in_words(seen: &Seen, end: &SystemResult) -> String {
    let name = shown(&end.name);
    let Some(System { recovery, .. }) = seen.system(&end.id) else { return format!("{name} stays down") };
    match end.strategies.iter().max_by_key(|strategy| strategy.trials.failed) {
        _ if recovery.is_empty() => format!("{name} has no way back"),
        Some(strategy) if strategy.trials.failed > 0 => format!(
            "{name} stays down once its plans have failed, \"{}\" in {} of {} runs that chose it",
            shown(&strategy.name),
            strategy.trials.failed,
            strategy.trials.chosen
        ),
        _ => format!("{name} stays down: none of its plans can be carried out, or none ends in time"),
    }
}

/// Ids of all that waits for itself once what the scenario strikes is down.
fn in_circles(seen: &Seen) -> Vec<String> {
    let falls = Falls::new(seen.model);
    let deadlock = find(&Returns::new(seen.model, Losses::of(&falls, seen.scenario)));
    let mut ids: Vec<String> = deadlock
        .circles
        .iter()
        .flat_map(|circle| circle.links.iter())
        .map(|link| seen.model.nodes[link.from].id.clone())
        .collect();
    ids.sort();
    ids.dedup();
    ids
}

fn names(seen: &Seen, ids: &[String]) -> Vec<String> {
    let name = |id: &String| {
        let node = seen.node(id);
        node.filter(|node| !matches!(node.kind, NodeKind::Task(_)))
            .map_or_else(|| id.clone(), |node| shown(&node.name).into_owned())
    };
    ids.iter().map(name).collect()
}
