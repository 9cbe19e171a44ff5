//! Which systems a scenario can reach: only these are lowered, so that a trial costs what the scenario can touch and
//! not what the model holds.
//!
//! A system that is not reached stands as it did before the first event in every trial, and stands for "always on" in
//! the needs of others. Reached are the targets of events, whoever needs one that is reached directly or indirectly,
//! and whoever fails over on one or restarts after one; all, where a Spread goes other ways than along needs.

use std::collections::BTreeMap;

use super::Lowering;
use crate::engine::rows::NONE;
use crate::ids::{NodeId, SystemId};
use crate::model::{Along, EventKind, NodeKind};

impl Lowering<'_> {
    /// Finds the systems that are reached, and the position of each among them.
    pub fn find_reached(&mut self) {
        let model = self.model;
        let nodes = self.find_reached_nodes();
        self.positions = vec![NONE; model.systems.len()];
        for (id, system) in model.systems.iter_enumerated() {
            if nodes[system.node.index()] {
                self.positions[id.index()] = self.reached.len() as u32;
                self.reached.push(id);
            }
        }
        self.reached_nodes = nodes;
        self.program.system_ids = self.reached.iter().map(|id| id.index() as u32).collect();
        self.program.systems_in_model = model.systems.len() as u32;
    }

    /// The position of a system among those that are reached.
    pub fn position(&self, system: SystemId) -> Option<u32> {
        let position = self.positions[system.index()];
        (position != NONE).then_some(position)
    }

    fn find_reached_nodes(&self) -> Vec<bool> {
        let (model, events) = (self.model, &self.scenario.events);
        let goes_elsewhere = events.iter().any(
            |event| matches!(&event.kind, EventKind::Spread { along, .. } if !matches!(along, Along::Dependents)),
        );
        let mut reached = vec![goes_elsewhere; model.nodes.len()];
        if goes_elsewhere {
            return reached;
        }
        let followers = self.followers();
        let mut open: Vec<NodeId> = events.iter().flat_map(|event| event.targets.iter().copied()).collect();
        while let Some(node) = open.pop() {
            if std::mem::replace(&mut reached[node.index()], true) {
                continue;
            }
            open.extend(self.needs.needed_by(node));
            open.extend(followers.get(&node).into_iter().flatten());
        }
        reached
    }

    /// Systems that fail over on a node or restart after it, whether or not they need it.
    fn followers(&self) -> BTreeMap<NodeId, Vec<NodeId>> {
        let mut followers: BTreeMap<NodeId, Vec<NodeId>> = BTreeMap::new();
        for system in self.model.systems.iter() {
            for &node in system.fails_over_on.iter().chain(system.restart.after()) {
                followers.entry(node).or_default().push(system.node);
            }
        }
        followers
    }

    /// Whether a node stands as before the first event in every trial.
    pub fn stands_always(&self, kind: NodeKind) -> bool {
        matches!(kind, NodeKind::System(system) if self.position(system).is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::compiled;

    const HOUSE: &str = r#"(
        sites: { "here": (needs: "grid"), "there": () }, suppliers: { "grid": () }, teams: { "t": (people: 1) },
        systems: {
            "at-home": (home: "here"), "needing": (needs: "at-home or apart"), "stored": (stored_on: "at-home"),
            "failing-over": (fails_over_on: "at-home", recovery: [(name: "x", steps: [(do: "x", takes: "1h", by: "t")])]),
            "restarting": (restart: (takes: "1h", by: "t", after: ["at-home"])),
            "apart": (home: "there"), "above": (needs: "apart", recovery: [(name: "x", to: "here", steps: [(do: "x", takes: "1h")])]),
        },
    )"#;

    fn check(events: &str, expected: &[&str]) {
        let (model, program) = compiled(HOUSE, events);
        let reached = program.system_ids.iter().map(|&id| crate::ids::SystemId::from_index(id as usize));
        let reached: Vec<&str> = reached.map(|id| model.system_id(id)).collect();
        assert_eq!(reached, expected, "{events}");
    }

    #[test]
    fn whoever_needs_fails_over_or_restarts_after_what_is_struck_is_reached() {
        check(
            r#"Outage(targets: ["grid"])"#,
            &["at-home", "failing-over", "needing", "restarting", "stored"],
        );
        check(r#"Outage(targets: ["apart"])"#, &["above", "apart", "needing"]);
        check(r#"Absence(targets: ["t"], share: 0.5)"#, &[]);
    }

    #[test]
    fn along_needs_a_spread_reaches_no_more_and_otherwise_all() {
        let spread = |along: &str| {
            format!(r#"Outage(id: "o", targets: ["above"]), Spread(id: "s", of: "o", along: {along})"#)
        };
        check(&spread("Dependents"), &["above"]);
        let all = ["above", "apart", "at-home", "failing-over", "needing", "restarting", "stored"];
        for along in ["Dependencies", "SameSite"] {
            check(&spread(along), &all);
        }
    }
}
