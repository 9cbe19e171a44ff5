//! Lays needs, work and copies into a circuit; what both falling and coming back share.

use super::circuit::{Part, Wiring};
use crate::ids::{IdVec, NodeId, SystemId, TaskId};
use crate::model::{Ask, Copy, Model, Need, Step, System, Unit};

/// A circuit being laid over a model: the first parts are the nodes, numbered alike, each on while the node is up
/// (a service: while at its minimum; a task: once it is done).
#[derive(Debug)]
pub struct Layout<'m> {
    pub model: &'m Model,
    pub wiring: Wiring,
}

/// What a strategy uses in place of what is named.
pub type Instead<'a> = &'a [(NodeId, NodeId)];

impl<'m> Layout<'m> {
    /// A part for each node, none wired yet.
    pub fn new(model: &'m Model) -> Layout<'m> {
        let mut wiring = Wiring::default();
        for _ in model.nodes.ids() {
            wiring.part();
        }
        Layout { model, wiring }
    }

    /// Makes a part unable to do without each of the needs.
    pub fn require_all(&mut self, part: Part, needs: &[Need], instead: Instead<'_>) {
        for need in needs {
            let input = self.need(need, instead);
            self.wiring.require(part, input);
        }
    }

    /// The part that is on while a need holds; conditions are at most 64 levels deep.
    fn need(&mut self, need: &Need, instead: Instead<'_>) -> Part {
        match need {
            Need::Node(node) => {
                let used = instead.iter().find(|(named, _)| named == node).map_or(*node, |&(_, used)| used);
                node_part(used)
            }
            Need::AtLeast { k, of } => {
                let inputs: Vec<Part> = of.iter().map(|need| self.need(need, instead)).collect();
                let part = self.wiring.part();
                self.wiring.at_least(part, *k, &inputs);
                part
            }
        }
    }

    /// Makes a part unable to do without a node.
    pub fn require_node(&mut self, part: Part, node: NodeId) {
        self.wiring.require(part, node_part(node));
    }

    /// What work asks for: its teams, the teams these are part of, and its resources.
    pub fn require_hands(&mut self, part: Part, by: &[Ask], uses: &[Unit]) {
        for ask in by {
            let mut team = Some(ask.team);
            while let Some(asked) = team {
                self.require_node(part, self.model.teams[asked].node);
                team = self.model.teams[asked].part_of;
            }
        }
        for unit in uses {
            self.require_node(part, self.model.resources[unit.resource].node);
        }
    }

    /// A part for a step: its hands and its needs.
    pub fn step(&mut self, step: &Step) -> Part {
        let part = self.wiring.part();
        self.require_hands(part, &step.by, &step.uses);
        self.require_all(part, &step.needs, &[]);
        part
    }

    /// Wires a task to its steps; gives the parts of these.
    pub fn task(&mut self, task: TaskId) -> Vec<Part> {
        let task = &self.model.tasks[task];
        let steps: Vec<Part> = task.steps.iter().map(|step| self.step(step)).collect();
        steps.iter().for_each(|step| self.wiring.require(node_part(task.node), *step));
        steps
    }

    /// Makes a part unable to do without the places where a copy is kept and read.
    pub fn require_copy(&mut self, part: Part, copy: &Copy) {
        let at = copy.at.map(|site| self.model.sites[site].node);
        at.into_iter().chain(copy.on).for_each(|node| self.require_node(part, node));
    }

    /// Makes a part unable to do without what the home mode of a system stands at and on.
    pub fn require_home(&mut self, part: Part, system: &System) {
        let home = system.home.map(|site| self.model.sites[site].node);
        home.into_iter().chain(system.stored_on).for_each(|node| self.require_node(part, node));
    }
}

/// The part of a node.
pub fn node_part(node: NodeId) -> Part {
    Part::try_from(node.index()).expect("ids of nodes are 32 bits wide")
}

/// The node of a part, if it is one of the nodes'.
pub fn part_node(model: &Model, part: Part) -> Option<NodeId> {
    ((part as usize) < model.nodes.len()).then(|| NodeId::from_index(part as usize))
}

/// Something for each system.
pub type PerSystem<T> = IdVec<SystemId, T>;
