//! W0413: sites that are to stand in for each other and fall together.

use std::collections::{BTreeMap, BTreeSet};

use crate::checks::{Found, Look, Organisation, Rule, View, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::{NodeId, SiteId};
use crate::model::Walk;
use crate::structure::circuit::Part;
use crate::structure::falls::Fall;
use crate::structure::wires::node_part;

pub const RULE: Rule = Rule {
    code: "W0413",
    title: "another site that falls with the first",
    severity: Severity::Medium,
    finds: "A strategy moves a system from its home to another site, and a single node that both sites need takes both of \
        them down.",
    matters: "The other site is there for the day on which the first is lost. What the two share, power, a line, a \
        supplier, can take both at one moment, and then the plan has nowhere to go.",
    behind: "NIST SP 800-34 section 3.4.3 and SP 800-53 CP-6(1) and CP-7(1): separation from the primary site; DORA Art. 12(5).",
    example: Example::model(
        r#"(
    suppliers: { "grid": (promises: "1h") },
    sites: { "hall": (needs: ["grid"]), "cellar": (needs: ["grid"]) },
    systems: { "till": (home: "hall", recovery: [(name: "Move", to: "cellar", tested: "2026-09-01", steps: [(do: "Carry it", takes: "1h")])]) },
)"#,
    ),
    repaired: Example::model(
        r#"(
    suppliers: { "grid": (promises: "1h"), "diesel": (promises: "1h") },
    sites: { "hall": (needs: ["grid"]), "cellar": (needs: ["grid or diesel"]) },
    systems: { "till": (home: "hall", recovery: [(name: "Move", to: "cellar", tested: "2026-09-01", steps: [(do: "Carry it", takes: "1h")])]) },
)"#,
    ),
    look: Look::Model(look),
};

/// From where to where systems move, with the ids of those that do.
type Moves<'a> = BTreeMap<(SiteId, SiteId), BTreeSet<&'a str>>;

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    let (mut fall, mut walk) = (Fall::new(&plan.falls().circuit), plan.graph.walk());
    for ((home, other), systems) in moves(plan) {
        let sites = [home, other].map(|site| plan.model.sites[site].node);
        let shared = taking_both(plan, (&mut fall, &mut walk), sites);
        let Some(&first) = shared.first() else { continue };
        let [home, other] = sites.map(|site| plan.id(site));
        let each = if shared.len() == 1 { "alone takes" } else { "each take" };
        let diagnostic = RULE
            .says(format!(
                "{} {each} down `{home}` and `{other}`, where {} {} to go when `{home}` is lost",
                words::quoted(shared.iter().map(|node| plan.id(*node))),
                words::quoted(systems.iter().copied()),
                if systems.len() == 1 { "is" } else { "are" },
            ))
            .at(plan.place(sites[1]), "is to stand in for the other")
            .at(plan.place(first), "and both need this")
            .help(format!("let `{other}` do without what they share, or choose a site that does"));
        found.push(other, diagnostic);
    }
}

fn moves<'a>(plan: &'a View) -> Moves<'a> {
    let mut moves = Moves::new();
    for system in plan.model.systems.iter() {
        let Some(home) = system.home else { continue };
        for strategy in system.recovery.iter().filter(|strategy| strategy.admitted) {
            if let Some(other) = strategy.site.filter(|other| *other != home) {
                moves.entry((home, other)).or_default().insert(plan.id(system.node));
            }
        }
    }
    moves
}

/// The nodes that both sites need, each of which takes both down.
fn taking_both(plan: &View, (fall, walk): (&mut Fall, &mut Walk), sites: [NodeId; 2]) -> Vec<NodeId> {
    let [home, other] = sites.map(|site| BTreeSet::from_iter(plan.graph.all_needs(site, walk)));
    let falls = plan.falls();
    let between = |part: Part| {
        let node = falls.origins[part as usize].node;
        sites.contains(&node) || home.contains(&node) || other.contains(&node)
    };
    let mut takes_both = |node: &NodeId| {
        fall.hold(&falls.circuit, node_part(*node), between, None);
        let both = sites.iter().all(|site| fall.is_down(node_part(*site)));
        fall.back_to(&falls.circuit, 0, between);
        both
    };
    home.intersection(&other)
        .copied()
        .filter(|node| !sites.contains(node))
        .filter(|node| takes_both(node))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(suppliers: &str, hall: &str, cellar: &str) -> Vec<String> {
        RULE.said_of(&format!(
            r#"(suppliers: {{ {suppliers} }}, sites: {{ "hall": (needs: [{hall}]), "cellar": (needs: [{cellar}]) }},
                systems: {{ "line": (needs: ["carrier"]), "till": (home: "hall",
                    recovery: [(name: "Move", to: "cellar", steps: [(do: "Carry it", takes: "1h")])]) }})"#
        ))
    }

    #[test]
    fn what_both_sites_need_through_others_counts_and_what_one_can_do_without_does_not() {
        let suppliers = r#""carrier": (), "grid": (), "diesel": ()"#;
        assert_eq!(
            said(suppliers, r#""line", "grid""#, r#""line", "grid or diesel""#),
            [
                "`carrier` and `line` each take down `hall` and `cellar`, where `till` is to go when `hall` is lost"
            ]
        );
        assert_eq!(said(suppliers, r#""grid""#, r#""diesel", "line or grid""#), [""; 0]);
    }
}
