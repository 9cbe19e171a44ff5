//! Lays needs, work and copies into a circuit; what both falling and coming back share.

use super::circuit::{Part, Wiring};
use crate::ids::{IdVec, NodeId, ServiceId, SystemId, TaskId, TeamId};
use crate::model::{Ask, Copy, Model, Need, Source, Step, Strategy, System, Unit};

/// A circuit being laid over a model: the first parts are the nodes, numbered alike, each on while the node is up
/// (a service: while at its minimum; a task: once it is done).
#[derive(Debug)]
pub struct Layout<'m> {
    pub model: &'m Model,
    pub wiring: Wiring,
    /// On while the people of a team can be asked for work.
    pub hands: IdVec<TeamId, Part>,
    /// For each part whose it is and what it stands for.
    pub origins: Vec<Origin>,
    /// That of the parts being laid.
    pub origin: Origin,
}

/// Whose a part is, and what it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    pub node: NodeId,
    pub role: Role,
}

/// What a part stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The node itself and its needs.
    Itself,
    /// The mode that stands at home, with its needs.
    Home,
    /// The attended restart of the mode at home.
    Restart,
    /// A strategy, by position: carrying it out, and what its mode needs.
    Strategy(usize),
    /// A step of a strategy, by the positions of both.
    Step(usize, usize),
    /// A step of a task, by position.
    TaskStep(usize),
    /// No longer recovering, so that later waves may begin.
    Wave,
}

/// What a strategy uses in place of what is named.
pub type Instead<'a> = &'a [(NodeId, NodeId)];

impl<'m> Layout<'m> {
    /// A part for each node, none wired yet.
    pub fn new(model: &'m Model) -> Layout<'m> {
        let nobody = Origin { node: NodeId::from_index(0), role: Role::Itself };
        let (wiring, hands, origins) = (Wiring::default(), IdVec::new(), Vec::new());
        let mut layout = Layout { model, wiring, hands, origins, origin: nobody };
        for node in model.nodes.ids() {
            layout.begin(node, Role::Itself);
            layout.part();
        }
        for team in model.teams.iter() {
            layout.begin(team.node, Role::Itself);
            let hands = layout.part();
            layout.require_node(hands, team.node);
            layout.hands.push(hands);
        }
        layout
    }

    /// Says whose the parts laid from now on are.
    pub fn begin(&mut self, node: NodeId, role: Role) {
        self.origin = Origin { node, role };
    }

    /// A part of whoever is being laid, wanting nothing yet.
    pub fn part(&mut self) -> Part {
        self.origins.push(self.origin);
        self.wiring.part()
    }

    /// A part that wants `k` of these.
    pub fn at_least(&mut self, k: u32, inputs: &[Part]) -> Part {
        let part = self.part();
        self.wiring.at_least(part, k, inputs);
        part
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
                self.at_least(*k, &inputs)
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
                self.wiring.require(part, self.hands[asked]);
                team = self.model.teams[asked].part_of;
            }
        }
        for unit in uses {
            self.require_node(part, self.model.resources[unit.resource].node);
        }
    }

    /// A part for a step: its hands and its needs.
    pub fn step(&mut self, step: &Step) -> Part {
        let part = self.part();
        self.require_hands(part, &step.by, &step.uses);
        self.require_all(part, &step.needs, &[]);
        part
    }

    /// Wires a task to its steps.
    pub fn task(&mut self, task: TaskId) {
        let task = &self.model.tasks[task];
        for (position, step) in task.steps.iter().enumerate() {
            self.begin(task.node, Role::TaskStep(position));
            let step = self.step(step);
            self.wiring.require(node_part(task.node), step);
        }
    }

    /// Wires a service to the levels at which it counts as up; gives the part of the full level.
    pub fn service(&mut self, service: ServiceId) -> Part {
        let service = &self.model.services[service];
        self.begin(service.node, Role::Itself);
        let full = self.part();
        self.require_all(full, &self.model.nodes[service.node].needs, &[]);
        let mut levels = vec![full];
        if let Some(minimum) = &service.minimum {
            let part = self.part();
            self.require_all(part, minimum, &[]);
            levels.push(part);
        }
        self.wiring.at_least(node_part(service.node), 1, &levels);
        full
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

    /// A part that is on while everything is there that carrying out a strategy takes: its site, its copy, its
    /// conditions, its units and every step. The data of what is taken in place are the caller's business.
    pub fn carried_out(&mut self, system: &System, position: usize) -> Part {
        let strategy: &Strategy = &system.recovery[position];
        self.begin(system.node, Role::Strategy(position));
        let part = self.part();
        if let Some(site) = strategy.site {
            self.require_node(part, self.model.sites[site].node);
        }
        if let Source::Copy(copy) = strategy.from {
            self.require_copy(part, &system.copies[copy]);
        }
        self.require_all(part, &strategy.only_if, &[]);
        self.require_all(part, &strategy.begins_when, &[]);
        self.require_hands(part, &[], &strategy.occupies);
        for (step, written) in strategy.steps.iter().enumerate() {
            self.begin(system.node, Role::Step(position, step));
            let step = self.step(written);
            self.wiring.require(part, step);
        }
        part
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
