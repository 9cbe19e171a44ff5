//! W0705: an effect that spreads to everything it can reach.

use std::collections::BTreeSet;

use crate::checks::{Case, Found, Look, Organisation, Rule, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::{IdVec, NodeId, SystemId};
use crate::model::{Along, EventKind, NodeKind, System};

pub const RULE: Rule = Rule {
    code: "W0705",
    title: "a Spread that compounds",
    severity: Severity::Medium,
    finds: "Each system that a Spread strikes goes on to strike, on average over the systems it can come to, at least \
        one more: the chance times the number of neighbours is 1 or above.",
    matters: "A chance that looks small, tried on every neighbour of every neighbour, runs through everything it can \
        reach. Whoever wrote 0.2 rarely meant that.",
    behind: "The theory of branching processes: above a mean of one the spread does not die out by itself.",
    example: Example::scenario(
        r#"(
    systems: { "hub": (alike: 2), "a": (needs: ["any of hub"]), "b": (needs: ["a"]), "c": (needs: ["a", "b"]), "d": (needs: ["a", "b", "c"], rto: "9d") },
    services: { "sales": (owner: "Head of Sales", needs: ["any of hub"], rto: "1d", mtpd: "9d") },
)"#,
        r#"(title: "Worm", model: "model.ron", horizon: "9d", events: [
    Outage(id: "worm", targets: ["hub"], lasts: "1h"), Spread(id: "goes-on", of: "worm", along: Dependents, chance: 0.9)])"#,
    ),
    repaired: Example::scenario(
        r#"(
    systems: { "hub": (alike: 2), "a": (needs: ["any of hub"]), "b": (needs: ["a"]), "c": (needs: ["a", "b"]), "d": (needs: ["a", "b", "c"], rto: "9d") },
    services: { "sales": (owner: "Head of Sales", needs: ["any of hub"], rto: "1d", mtpd: "9d") },
)"#,
        r#"(title: "Worm", model: "model.ron", horizon: "9d", events: [
    Outage(id: "worm", targets: ["hub"], lasts: "1h"), Spread(id: "goes-on", of: "worm", along: Dependents, chance: 0.2)])"#,
    ),
    look: Look::Scenario(look),
};

fn look(_: &Organisation, case: &Case, found: &mut Found) {
    for event in &case.scenario.events {
        let EventKind::Spread { of, along, chance, .. } = &event.kind else { continue };
        let (mean, reachable) = mean_next(case, *of, along);
        let next = mean * chance;
        if next < 1.0 || event.chance <= 0.0 {
            continue;
        }
        let source = &case.scenario.events[*of];
        let diagnostic = RULE
            .says(format!(
                "{}: each system that `{}` strikes strikes {next:.1} more on average, so it runs through what it can reach",
                case.short_name(), event.id
            ))
            .at(event.place, format!("a chance of {chance}, tried on {mean:.1} neighbours on average"))
            .at(source.place, format!("spreads from here; {reachable} systems are neighbours of others"))
            .help(format!(
                "for one more in all, write a chance of about {}; or strike what you mean by name",
                words::two_digits(0.5 / mean)
            ));
        found.push(event.id.as_str(), diagnostic);
    }
}

/// How many neighbours a system has, on average over the ways by which the spread of an event can come to one, and how
/// many systems it can come to at all.
fn mean_next(case: &Case, of: usize, along: &Along) -> (f64, usize) {
    let model = case.plan.model;
    let mut struck = begins_with(case, of).into_iter();
    let count = |of: usize| -> (f64, usize) { if of == 0 { (0.0, 0) } else { ((of - 1) as f64, of) } };
    match along {
        Along::Tag(tag) => {
            let has = |system: &System| model.nodes[system.node].tags.contains(tag);
            let begins = struck.any(|system| has(&model.systems[system]));
            count(model.systems.iter().filter(|system| begins && has(system)).count())
        }
        Along::SameSite => {
            let mut at: IdVec<NodeId, usize> = model.nodes.iter().map(|_| 0).collect();
            let sites: BTreeSet<NodeId> =
                struck.filter_map(|system| Some(model.sites[model.systems[system].home?].node)).collect();
            let homes = model.systems.iter().filter_map(|system| Some(model.sites[system.home?].node));
            homes.filter(|site| sites.contains(site)).for_each(|site| at[site] += 1);
            // A system at a site of n is come to from n - 1 others and goes on to as many.
            let ways: usize = at.iter().map(|n| n * n.saturating_sub(1)).sum();
            let onward: f64 =
                at.iter().map(|n| (n * n.saturating_sub(1)) as f64 * (n.saturating_sub(1)) as f64).sum();
            if ways == 0 { (0.0, 0) } else { (onward / ways as f64, at.iter().sum()) }
        }
        Along::Dependents | Along::Dependencies => along_needs(case, struck.collect(), along),
    }
}

/// The systems that an event strikes by itself, with those stored on them; all of them where it strikes something else,
/// too.
fn begins_with(case: &Case, event: usize) -> Vec<SystemId> {
    let model = case.plan.model;
    let targets = &case.scenario.events[event].targets;
    if !targets.iter().all(|node| matches!(model.nodes[*node].kind, NodeKind::System(_))) {
        return model.systems.ids().collect();
    }
    let mut nodes: BTreeSet<NodeId> = targets.iter().copied().collect();
    loop {
        let stored =
            model.systems.iter().filter(|system| system.stored_on.is_some_and(|on| nodes.contains(&on)));
        let more: Vec<NodeId> =
            stored.map(|system| system.node).filter(|node| !nodes.contains(node)).collect();
        if more.is_empty() {
            break;
        }
        nodes.extend(more);
    }
    let struck = model.systems.iter_enumerated().filter(|(_, system)| nodes.contains(&system.node));
    struck.map(|(id, _)| id).collect()
}

/// The same along needs, from some systems on.
fn along_needs(case: &Case, struck: Vec<SystemId>, along: &Along) -> (f64, usize) {
    let model = case.plan.model;
    let is_system = |node: &NodeId| matches!(model.nodes[*node].kind, NodeKind::System(_));
    let next = |system: SystemId| -> Vec<NodeId> {
        let node = model.systems[system].node;
        match along {
            Along::Dependents => case.plan.graph.needed_by(node).filter(is_system).collect(),
            _ => case.plan.graph.needs(node).filter(is_system).collect(),
        }
    };
    let mut ways: IdVec<SystemId, usize> = model.systems.iter().map(|_| 0).collect();
    let mut seen: BTreeSet<SystemId> = struck.iter().copied().collect();
    let mut open = struck;
    while let Some(system) = open.pop() {
        for node in next(system) {
            let NodeKind::System(to) = model.nodes[node].kind else { continue };
            ways[to] += 1;
            if seen.insert(to) {
                open.push(to);
            }
        }
    }
    let all: usize = ways.iter().sum();
    let reached = ways.iter().filter(|ways| **ways > 0).count();
    let onward: usize = ways.iter_enumerated().map(|(system, ways)| ways * next(system).len()).sum();
    if all == 0 { (0.0, 0) } else { (onward as f64 / all as f64, reached) }
}

#[cfg(test)]
mod tests {
    use super::RULE;

    fn said(target: &str, along: &str) -> usize {
        let scenario = format!(
            r#"(title: "Worm", model: "model.ron", horizon: "5d", events: [Outage(id: "e", targets: [{target}], lasts: "1h"),
                Spread(id: "w", of: "e", along: {along}, chance: 0.5)])"#
        );
        let model = r#"(sites: { "a": (), "b": () }, systems: { "x": (home: "a", tags: ["lone"]),
            "y": (home: "b", alike: 8, tags: ["many"]), "z": (home: "b", stored_on: "y-01") })"#;
        RULE.said_of_case(model, &scenario).len()
    }

    #[test]
    fn only_neighbours_that_the_event_can_come_to_count() {
        assert_eq!(said(r#""x""#, "SameSite"), 0, "it is alone there");
        assert_eq!(said(r#""y-01""#, "SameSite"), 1);
        assert_eq!(said(r#""x""#, r#"Tag("many")"#), 0);
        assert_eq!(said(r#""y-02""#, r#"Tag("many")"#), 1);
        assert_eq!(said(r#""x""#, "Dependents"), 0);
    }
}
