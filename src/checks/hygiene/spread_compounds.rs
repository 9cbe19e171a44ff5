//! W0705: an effect that spreads to everything it can reach.

use crate::checks::{Case, Found, Look, Organisation, Rule, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::{IdVec, NodeId};
use crate::model::{Along, EventKind, NodeKind};

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
        let (mean, reachable) = mean_next(case, along);
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

/// How many neighbours a system has, on average over the ways by which a spread can come to one, and how many systems
/// can be come to at all.
fn mean_next(case: &Case, along: &Along) -> (f64, usize) {
    let model = case.plan.model;
    let is_system = |node: &NodeId| matches!(model.nodes[*node].kind, NodeKind::System(_));
    let count = |of: usize| -> (f64, usize) { if of == 0 { (0.0, 0) } else { ((of - 1) as f64, of) } };
    match along {
        Along::Tag(tag) => {
            count(model.systems.iter().filter(|system| model.nodes[system.node].tags.contains(tag)).count())
        }
        Along::SameSite => {
            let mut at: IdVec<NodeId, usize> = model.nodes.iter().map(|_| 0).collect();
            model
                .systems
                .iter()
                .filter_map(|system| system.home)
                .for_each(|home| at[model.sites[home].node] += 1);
            // A system at a site of n is come to from n - 1 others and goes on to as many.
            let ways: usize = at.iter().map(|n| n * n.saturating_sub(1)).sum();
            let onward: f64 =
                at.iter().map(|n| (n * n.saturating_sub(1)) as f64 * (n.saturating_sub(1)) as f64).sum();
            let systems = at.iter().sum();
            if ways == 0 { (0.0, 0) } else { (onward / ways as f64, systems) }
        }
        Along::Dependents | Along::Dependencies => {
            let (mut ways, mut onward, mut systems) = (0.0, 0.0, 0);
            for system in model.systems.iter() {
                let needs = case.plan.graph.needs(system.node).filter(is_system).count();
                let holders = case.plan.graph.needed_by(system.node).filter(is_system).count();
                let (from, to) = match along {
                    Along::Dependents => (needs, holders),
                    _ => (holders, needs),
                };
                ways += from as f64;
                onward += from as f64 * to as f64;
                systems += usize::from(from > 0);
            }
            if ways == 0.0 { (0.0, 0) } else { (onward / ways, systems) }
        }
    }
}
