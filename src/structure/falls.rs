//! What falls when nodes are held down for ever and nobody recovers anything.
//!
//! Everything is up at first; a system has its home mode alone, nothing is ridden out, no workaround helps. Two
//! systems that need each other stay up as long as nothing else takes one of them down. Beside the nodes stand parts
//! for what people would do, so that it can be asked which recoveries become impossible, too.

use super::circuit::{Circuit, Part};
use super::wires::{Layout, Origin, PerSystem, Role, node_part, part_node};
use crate::ids::{IdVec, NodeId, ServiceId, SystemId};
use crate::model::{Model, NodeKind, Restart, System};

/// How much of a service is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Minimum,
    Full,
}

/// The circuit of what needs what, all on.
#[derive(Clone, Debug)]
pub struct Falls<'m> {
    pub model: &'m Model,
    pub circuit: Circuit,
    /// For each part whose it is.
    pub origins: Vec<Origin>,
    full: IdVec<ServiceId, Part>,
    /// Off once no strategy of the system can be carried out; `None`: it has none that the scenario admits.
    means: PerSystem<Option<Part>>,
}

impl<'m> Falls<'m> {
    /// Lays the circuit of a model in O(nodes + needs + steps).
    pub fn new(model: &'m Model) -> Falls<'m> {
        let mut layout = Layout::new(model);
        let mut full: IdVec<ServiceId, Part> = IdVec::new();
        for (id, node) in model.nodes.iter_enumerated() {
            if !matches!(node.kind, NodeKind::Service(_) | NodeKind::Task(_)) {
                layout.begin(id, Role::Itself);
                layout.require_all(node_part(id), &node.needs, &[]);
            }
        }
        for service in model.services.ids() {
            full.push(layout.service(service));
        }
        for task in model.tasks.ids() {
            layout.task(task);
        }
        let mut means = PerSystem::new();
        for system in model.systems.iter() {
            layout.require_home(node_part(system.node), system);
            // Once one of these was down the mode must restart, and cannot before it is up again.
            if let Restart::Attended { after, .. } = &system.restart {
                after.iter().for_each(|node| layout.require_node(node_part(system.node), *node));
            }
            means.push(means_of(&mut layout, system));
        }
        Falls { model, circuit: layout.wiring.circuit(), origins: layout.origins, full, means }
    }

    /// The part that goes off when a service falls below a level.
    pub fn level(&self, service: ServiceId, level: Level) -> Part {
        match level {
            Level::Minimum => node_part(self.model.services[service].node),
            Level::Full => self.full[service],
        }
    }

    /// The part that goes off once no strategy of a system can be carried out; `None` where it has none.
    pub fn means(&self, system: SystemId) -> Option<Part> {
        self.means[system]
    }

    /// The node of a part that an event could hold down.
    pub fn strikeable(&self, part: Part) -> Option<NodeId> {
        part_node(self.model, part)
            .filter(|node| !matches!(self.model.nodes[*node].kind, NodeKind::Service(_) | NodeKind::Task(_)))
    }
}

/// A part that is on while at least one admitted strategy can be carried out.
fn means_of(layout: &mut Layout<'_>, system: &System) -> Option<Part> {
    let admitted = (0..system.recovery.len()).filter(|position| system.recovery[*position].admitted);
    let ways: Vec<Part> = admitted.map(|position| layout.carried_out(system, position)).collect();
    (!ways.is_empty()).then(|| layout.at_least(1, &ways))
}

/// The state of a fall over one circuit, to be kept between falls.
#[derive(Clone, Debug)]
pub struct Fall {
    lost: Vec<u32>,
    down: Vec<bool>,
    /// Parts that went down, in order; of the first `followed` the outputs were told.
    order: Vec<Part>,
    followed: usize,
}

impl Fall {
    /// Everything on.
    pub fn new(circuit: &Circuit) -> Fall {
        let parts = circuit.len();
        Fall { lost: vec![0; parts], down: vec![false; parts], order: Vec::new(), followed: 0 }
    }

    /// Tells whether a part is down.
    pub fn is_down(&self, part: Part) -> bool {
        self.down[part as usize]
    }

    /// Tells whether a part that is on would go off with any further input.
    pub fn is_tight(&self, circuit: &Circuit, part: Part) -> bool {
        !self.is_down(part) && self.lost[part as usize] == circuit.slack(part)
    }

    /// What is down, in the order in which it fell.
    pub fn order(&self) -> &[Part] {
        &self.order
    }

    /// Holds a part down and follows what falls with it among the parts that `counts`, until `end` falls. Gives the
    /// number of steps taken.
    pub fn hold(
        &mut self,
        circuit: &Circuit,
        part: Part,
        counts: impl Fn(Part) -> bool,
        end: Option<Part>,
    ) -> u64 {
        let mut steps = 1;
        self.fell(part);
        while let Some(&part) = self.order.get(self.followed) {
            if end.is_some_and(|end| self.is_down(end)) {
                break;
            }
            self.followed += 1;
            for &output in circuit.outputs(part) {
                steps += 1;
                if !counts(output) {
                    continue;
                }
                self.lost[output as usize] += 1;
                if self.lost[output as usize] > circuit.slack(output) {
                    self.fell(output);
                }
            }
        }
        steps
    }

    fn fell(&mut self, part: Part) {
        if !self.down[part as usize] {
            self.down[part as usize] = true;
            self.order.push(part);
        }
    }

    /// How far this fall has come, for [`Fall::back_to`].
    pub fn mark(&self) -> usize {
        self.order.len()
    }

    /// Takes back everything after a mark; the fall had been followed to its end there.
    pub fn back_to(&mut self, circuit: &Circuit, mark: usize, counts: impl Fn(Part) -> bool) {
        for (position, &part) in self.order.iter().enumerate().skip(mark) {
            self.down[part as usize] = false;
            if position < self.followed {
                for &output in circuit.outputs(part).iter().filter(|output| counts(**output)) {
                    self.lost[output as usize] -= 1;
                }
            }
        }
        self.order.truncate(mark);
        self.followed = mark;
    }
}
