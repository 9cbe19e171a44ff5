//! W0712: a `rides_out` that changes nothing.

use std::collections::BTreeMap;

use crate::checks::{Found, Look, Organisation, Rule, View};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::{IdVec, NodeId};
use crate::model::{Need, Node, NodeKind, System};

pub const RULE: Rule = Rule {
    code: "W0712",
    title: "a `rides_out` without effect",
    severity: Severity::Medium,
    finds: "A node rides out something that its own needs do not name, so there is nothing to ride out: it needs that only \
        through something else, stands there, has its data there, or does not need it at all. Or its `restart.after` \
        names it: then it goes down at once with it, to be restarted.",
    matters: "Whoever wrote the hours of a battery or of fuel counts on them. As written they change nothing, and every \
        outage begins that much too soon.",
    behind: "docs/semantics.md section 2: what is ridden out are the holder's own needs, not its home, what it is stored \
        on, or what it restarts after.",
    example: Example::model(
        r#"(
    suppliers: { "grid": () },
    sites: { "intake": (needs: ["grid"]), "terminal": (needs: ["intake"], rides_out: { "grid": "30h" }) },
    systems: { "till": (home: "terminal") },
)"#,
    ),
    repaired: Example::model(
        r#"(
    suppliers: { "grid": () },
    sites: { "intake": (needs: ["grid"]), "terminal": (needs: ["intake"], rides_out: { "intake": "30h" }) },
    systems: { "till": (home: "terminal") },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    // Who needs what is ridden out in vain, directly or indirectly.
    let mut needing: BTreeMap<NodeId, IdVec<NodeId, bool>> = BTreeMap::new();
    for (holder, node) in plan.model.nodes.iter_enumerated().filter(|(_, node)| !node.rides_out.is_empty()) {
        let modes = modes(plan, node);
        for ride in &node.rides_out {
            if modes.iter().any(|mode| mode.names(ride.node) && !mode.falls_with.contains(&ride.node)) {
                continue;
            }
            let (id, of) = (plan.id(holder), plan.id(ride.node));
            let needing =
                needing.entry(ride.node).or_insert_with(|| plan.needing(std::iter::once(ride.node)));
            let through = plan.graph.needs(holder).find(|through| needing[*through]);
            let (why, help) = why(plan, node, (ride.node, through));
            let diagnostic = RULE
                .says(format!("`{id}` rides out `{of}` for {} without effect: {why}", ride.lasts.typical()))
                .at(ride.lasts.place.unwrap_or(node.place), "changes nothing")
                .help(help);
            found.push(id, diagnostic);
        }
    }
}

/// What a node needs in one of its modes, and what takes it down at once, ridden out or not.
struct Mode {
    needs: Vec<NodeId>,
    falls_with: Vec<NodeId>,
}

impl Mode {
    fn new(needs: &[Need], falls_with: Vec<NodeId>) -> Mode {
        let mut named = Vec::new();
        needs.iter().for_each(|need| need.for_each_node(&mut |node| named.push(node)));
        Mode { needs: named, falls_with }
    }

    fn names(&self, node: NodeId) -> bool {
        self.needs.contains(&node)
    }
}

fn modes(plan: &View, node: &Node) -> Vec<Mode> {
    let mut modes = Vec::new();
    match node.kind {
        NodeKind::System(system) => return of_system(plan, node, &plan.model.systems[system]),
        NodeKind::Service(service) => {
            let minimum = plan.model.services[service].minimum.iter();
            modes.extend(minimum.map(|needs| Mode::new(needs, Vec::new())));
        }
        _ => {}
    }
    modes.push(Mode::new(&node.needs, Vec::new()));
    modes
}

fn of_system(plan: &View, node: &Node, system: &System) -> Vec<Mode> {
    let site = |site: Option<crate::ids::SiteId>| site.map(|site| plan.model.sites[site].node);
    let after = system.restart.after();
    let home = site(system.home).into_iter().chain(system.stored_on).chain(after.iter().copied());
    let mut modes = vec![Mode::new(&node.needs, home.collect())];
    for strategy in &system.recovery {
        let site = site(strategy.site).into_iter();
        modes.push(match &strategy.needs_there {
            Some(needs) => Mode::new(needs, site.collect()),
            None => {
                let exchanged = |node: NodeId| {
                    let exchange = strategy.instead.iter().find(|(old, _)| *old == node);
                    exchange.map_or(node, |(_, new)| *new)
                };
                let falls_with = site.chain(after.iter().map(|node| exchanged(*node)));
                let mut mode = Mode::new(&node.needs, falls_with.collect());
                mode.needs.iter_mut().for_each(|node| *node = exchanged(*node));
                mode
            }
        });
    }
    modes
}

/// Why nothing is ridden out, and what to do about it; `through`: what the holder needs that needs it.
fn why(plan: &View, node: &Node, (of, through): (NodeId, Option<NodeId>)) -> (String, String) {
    let name = plan.id(of);
    if let NodeKind::System(system) = node.kind {
        let system = &plan.model.systems[system];
        if system.restart.after().contains(&of) {
            return (
                "its `restart.after` names that, so it goes down with it at once".to_owned(),
                format!(
                    "where it lasts that long without `{name}`, leave `{name}` out of `restart.after`; else leave the \
                     ride out"
                ),
            );
        }
        if system.home.is_some_and(|home| plan.model.sites[home].node == of) {
            return (
                "that is its home, and it goes down with it".to_owned(),
                format!("what keeps `{name}` going belongs into the `rides_out` of `{name}`"),
            );
        }
        if system.stored_on == Some(of) {
            return (
                "its data are there, and it goes down with it".to_owned(),
                format!("what keeps `{name}` going belongs into the `rides_out` of `{name}`"),
            );
        }
    }
    match through {
        Some(through) => {
            let through = plan.id(through);
            (
                format!("it needs that only through `{through}`"),
                format!("write `rides_out: {{ \"{through}\": ... }}`, or let `{through}` ride `{name}` out"),
            )
        }
        None => (
            "nothing in its needs names it".to_owned(),
            format!("name `{name}` in the needs, or leave the ride out"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;

    fn said(app: &str) -> Vec<String> {
        let model = format!(
            r#"(suppliers: {{ "grid": () }}, sites: {{ "hall": () }}, teams: {{ "it": (people: 1) }},
                systems: {{ "lv": (needs: ["grid"]), "san": (), "app": ({app}) }})"#
        );
        RULE.said_of(&model)
    }

    #[test]
    fn what_a_need_names_can_be_ridden_out() {
        assert_eq!(said(r#"needs: ["lv"], rides_out: { "lv": "20m" }"#), [""; 0]);
        assert_eq!(said(r#"needs: ["lv or grid"], rides_out: { "grid": "20m" }"#), [""; 0]);
        assert_eq!(
            said(
                r#"needs: ["lv"], rides_out: { "lv": "20m" }, restart: (takes: "5m", by: "it", after: ["grid"])"#
            ),
            [""; 0]
        );
    }

    #[test]
    fn what_is_restarted_after_or_stood_on_is_not_ridden_out() {
        let restarted = said(
            r#"needs: ["lv"], rides_out: { "lv": "20m" }, restart: (takes: "5m", by: "it", after: ["lv"])"#,
        );
        assert!(restarted[0].contains("`restart.after`"), "{restarted:?}");
        assert!(said(r#"home: "hall", rides_out: { "hall": "1h" }"#)[0].contains("its home"));
        assert!(
            said(r#"home: "hall", needs: ["hall"], rides_out: { "hall": "1h" }"#)[0].contains("its home")
        );
        assert!(said(r#"stored_on: "san", rides_out: { "san": "1h" }"#)[0].contains("its data"));
    }

    #[test]
    fn what_is_needed_through_something_or_not_at_all_is_not_ridden_out() {
        assert!(said(r#"needs: ["lv"], rides_out: { "grid": "20m" }"#)[0].ends_with("only through `lv`"));
        assert!(said(r#"rides_out: { "grid": "20m" }"#)[0].ends_with("names it"));
    }

    #[test]
    fn a_mode_that_a_plan_adds_may_ride_out_what_home_does_not_need() {
        let plan = |fields: &str| {
            said(&format!(
                r#"needs: ["lv"], rides_out: {{ "san": "20m" }},
                   recovery: [(name: "Move", {fields}, steps: [(do: "Move", takes: "1h")])]"#
            ))
        };
        assert_eq!(plan(r#"instead: { "lv": "san" }"#), [""; 0]);
        assert_eq!(plan(r#"needs_there: ["san"]"#), [""; 0]);
        assert_eq!(plan(r#"needs_there: ["lv"]"#).len(), 1);
    }
}
