//! What can come back after a loss, whatever the hour, the draws and the queues: every means that the plan writes
//! down is tried, and nothing is short but what is gone.
//!
//! The circuit has a part for each node that is on while the node can be up, below it the ways back: the mode at home
//! with its restart, and each strategy with its steps, copies and the needs of its mode. What rises comes back. What
//! lingers without rising could come back only if it were back already: it waits for itself.

use super::circuit::{Circuit, Part, Risen};
use super::losses::Losses;
use super::wires::{Layout, Origin, PerSystem, Role, node_part};
use crate::ids::{IdVec, NodeId, SystemId};
use crate::model::{Model, NodeKind, Restart, Source, System};

/// The ways back after a loss.
#[derive(Clone, Debug)]
pub struct Returns<'m> {
    pub model: &'m Model,
    pub losses: Losses,
    pub circuit: Circuit,
    pub origins: Vec<Origin>,
    /// Everything that comes back.
    pub risen: Risen,
    /// Parts that hold only themselves up.
    pub knotted: Vec<bool>,
}

/// What becomes of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It stays up.
    Stands,
    /// It falls, and there is a way back.
    Returns,
    /// It waits for itself: it would be back if it were back.
    Deadlocked,
    /// Something it needs is gone for good.
    Lost,
}

impl<'m> Returns<'m> {
    /// Lays the ways back, in O(nodes + needs + strategies).
    pub fn new(model: &'m Model, losses: Losses) -> Returns<'m> {
        let mut laying = Laying { layout: Layout::new(model), losses: &losses };
        for node in model.nodes.ids() {
            laying.node(node);
        }
        for task in model.tasks.ids() {
            laying.layout.task(task);
        }
        laying.systems();
        let Layout { wiring, origins, .. } = laying.layout;
        let circuit = wiring.circuit();
        let risen = Risen::of(&circuit);
        let lingers = circuit.linger();
        let knotted = lingers.iter().zip(&risen.on).map(|(lingers, risen)| *lingers && !*risen).collect();
        Returns { model, losses, circuit, origins, risen, knotted }
    }

    /// What becomes of a node; a task stands while it can be done.
    pub fn fate(&self, node: NodeId) -> Fate {
        let part = node_part(node) as usize;
        match (self.losses.fallen[node], self.risen.on[part], self.knotted[part]) {
            (false, true, _) => Fate::Stands,
            (_, true, _) => Fate::Returns,
            (_, false, true) => Fate::Deadlocked,
            (_, false, false) => Fate::Lost,
        }
    }
}

struct Laying<'m, 'l> {
    layout: Layout<'m>,
    losses: &'l Losses,
}

impl<'m> Laying<'m, '_> {
    /// Everything but systems and tasks.
    fn node(&mut self, id: NodeId) {
        let layout = &mut self.layout;
        let model = layout.model;
        layout.begin(id, Role::Itself);
        let part = node_part(id);
        match model.nodes[id].kind {
            NodeKind::Task(_) | NodeKind::System(_) => return,
            NodeKind::Service(service) if self.losses.fallen[id] => drop_part(layout.service(service)),
            _ if self.losses.fallen[id] => layout.require_all(part, &model.nodes[id].needs, &[]),
            _ => {}
        }
        let loss = &self.losses.of[id];
        for (task, _) in &loss.until {
            layout.require_node(part, model.tasks[*task].node);
        }
        if loss.for_good {
            self.bar(part);
        }
        if let NodeKind::Team(team) = model.nodes[id].kind
            && self.losses.absent.contains(&id)
        {
            let hands = self.layout.hands[team];
            self.bar(hands);
        }
    }

    /// Makes a part one that never comes on.
    fn bar(&mut self, part: Part) {
        let never = self.layout.part();
        self.layout.wiring.at_least(never, 1, &[]);
        self.layout.wiring.require(part, never);
    }

    /// Every fallen system with its ways back, behind the gates of the waves.
    fn systems(&mut self) {
        let model = self.layout.model;
        let gates = self.gates();
        for (id, system) in model.systems.iter_enumerated() {
            if !self.losses.fallen[system.node] {
                continue;
            }
            let home = self.home(system);
            let mut modes = vec![home.mode];
            let mut free = vec![home.free, node_part(system.node)];
            if self.losses.is_disrupted(model, system.node) {
                for position in 0..system.recovery.len() {
                    if !system.recovery[position].admitted {
                        continue;
                    }
                    let carried_out = self.carried_out(id, position, gates.before[id]);
                    free.push(carried_out);
                    modes.push(self.mode(system, position, carried_out));
                }
            }
            self.layout.wiring.at_least(node_part(system.node), 1, &modes);
            if let Some(part) = gates.of[id] {
                self.layout.wiring.at_least(part, 1, &free);
            }
        }
    }

    fn home(&mut self, system: &System) -> Home {
        let loss = &self.losses.of[system.node];
        self.layout.begin(system.node, Role::Home);
        let free = self.layout.part();
        self.layout.require_home(free, system);
        for (task, _) in &loss.until {
            let task = self.layout.model.tasks[*task].node;
            self.layout.require_node(free, task);
        }
        if loss.for_good {
            self.bar(free);
        }
        if let Some(restart) = self.restart(system) {
            self.layout.wiring.require(free, restart);
        }
        self.layout.begin(system.node, Role::Home);
        let mode = self.layout.part();
        self.layout.wiring.require(mode, free);
        let needs = &self.layout.model.nodes[system.node].needs;
        self.layout.require_all(mode, needs, &[]);
        Home { free, mode }
    }

    /// The attended restart that the mode at home has to go through, if it has to.
    fn restart(&mut self, system: &System) -> Option<Part> {
        let Restart::Attended { by, uses, needs, after, .. } = &system.restart else { return None };
        let home = system.home.map(|site| self.layout.model.sites[site].node);
        let is_due = self.losses.of[system.node].struck
            || home.into_iter().chain(after.iter().copied()).any(|node| self.losses.fallen[node]);
        if !is_due {
            return None;
        }
        self.layout.begin(system.node, Role::Restart);
        let part = self.layout.part();
        self.layout.require_hands(part, by, uses);
        self.layout.require_all(part, needs, &[]);
        after.iter().for_each(|node| self.layout.require_node(part, *node));
        Some(part)
    }

    /// Carrying out a strategy, with the data it takes.
    fn carried_out(&mut self, id: SystemId, position: usize, gate: Option<Part>) -> Part {
        let model = self.layout.model;
        let system = &model.systems[id];
        let strategy = &system.recovery[position];
        let part = self.layout.carried_out(system, position);
        self.layout.begin(system.node, Role::Strategy(position));
        match strategy.from {
            Source::Copy(copy) if self.losses.copy_is_gone(id, copy) => self.bar(part),
            Source::InPlace if system.holds_data && self.losses.of[system.node].data => self.bar(part),
            Source::InPlace if system.holds_data => self.layout.require_home(part, system),
            Source::Copy(_) | Source::InPlace | Source::Nothing => {}
        }
        if let Some(gate) = gate {
            self.layout.wiring.require(part, gate);
        }
        part
    }

    /// The mode that a strategy adds.
    fn mode(&mut self, system: &System, position: usize, carried_out: Part) -> Part {
        let model = self.layout.model;
        let strategy = &system.recovery[position];
        self.layout.begin(system.node, Role::Strategy(position));
        let mode = self.layout.part();
        self.layout.wiring.require(mode, carried_out);
        match &strategy.needs_there {
            Some(needs) => self.layout.require_all(mode, needs, &[]),
            None => self.layout.require_all(mode, &model.nodes[system.node].needs, &strategy.instead),
        }
        mode
    }

    /// With `waves_are: Gate` no step begins while a disrupted system of an earlier wave is recovering.
    fn gates(&mut self) -> Gates {
        let model = self.layout.model;
        let mut gates = Gates {
            before: model.systems.iter().map(|_| None).collect(),
            of: model.systems.iter().map(|_| None).collect(),
        };
        let Some(waves) = model.waves.as_ref().filter(|waves| waves.gate) else { return gates };
        let mut in_wave: PerSystem<bool> = model.systems.iter().map(|_| false).collect();
        let mut done: Option<Part> = None;
        for wave in &waves.waves {
            let mut next: Option<Part> = None;
            for &system in wave {
                in_wave[system] = true;
                gates.before[system] = done;
                let node = model.systems[system].node;
                if !self.losses.fallen[node] || !self.losses.is_disrupted(model, node) {
                    continue;
                }
                self.layout.begin(node, Role::Wave);
                let recovered = self.layout.part();
                gates.of[system] = Some(recovered);
                // The gate behind a wave bears the name of the first system in it that recovers.
                let gate = *next.get_or_insert_with(|| {
                    let gate = self.layout.part();
                    done.iter().for_each(|before| self.layout.wiring.require(gate, *before));
                    gate
                });
                self.layout.wiring.require(gate, recovered);
            }
            done = next.or(done);
        }
        for system in model.systems.ids().filter(|system| !in_wave[*system]) {
            gates.before[system] = done;
        }
        gates
    }
}

/// The mode at home: nothing holds it and it has restarted; and it serves.
struct Home {
    free: Part,
    mode: Part,
}

/// For each system the gate before its steps, and the part that says it recovers no longer.
struct Gates {
    before: PerSystem<Option<Part>>,
    of: PerSystem<Option<Part>>,
}

fn drop_part(_: Part) {}

/// What becomes of each node of a model.
pub fn fates(returns: &Returns) -> IdVec<NodeId, Fate> {
    returns.model.nodes.ids().map(|node| returns.fate(node)).collect()
}
