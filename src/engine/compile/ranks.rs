//! The order of the queue, as one number per piece of work (docs/semantics.md, section 6, Queue).

use super::Lowering;
use crate::engine::program::Owner;
use crate::ids::{IdVec, NodeId, ServiceId, TaskId};
use crate::model::{Model, NeedsGraph, NodeKind, Objective};
use crate::units::Millis;

/// What the queue sorts by: wave, urgency, kind of work, id, position.
type Key = (u32, Urgency, u32, u32, u32);

/// Before the priorities come none; then RTOs; then the rest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Urgency {
    Priority(u32),
    Rto(Millis),
    None,
}

impl Lowering<'_> {
    /// Numbers all work in the order of the queue.
    pub fn rank_work(&mut self) {
        let rtos = shortest_rtos(self.model, &self.needs);
        let mut keys: Vec<(Key, usize)> =
            (0..self.program.works.len()).map(|work| (self.key_of(work, &rtos), work)).collect();
        keys.sort_unstable();
        for (rank, (_, work)) in keys.into_iter().enumerate() {
            self.program.works[work].rank = rank as u32;
        }
    }

    /// Tasks and workarounds come before all waves, systems outside all waves after them.
    fn key_of(&self, work: usize, rtos: &IdVec<NodeId, Option<Millis>>) -> Key {
        let program = &self.program;
        let position = work as u32;
        let of_system = |index: u32| {
            let wave = program.systems[index as usize].wave + u32::from(self.model.waves.is_some());
            (wave, self.urgency_of_system(index, rtos))
        };
        match program.works[work].owner {
            Owner::Task(task) => {
                let task = &self.model.tasks[TaskId::from_index(task as usize)];
                let urgency = match (task.priority, task.within) {
                    (Some(priority), _) => Urgency::Priority(priority),
                    (None, within) => by_rto(within.map(|objective| objective.target)),
                };
                (0, urgency, 0, task.node.index() as u32, position)
            }
            Owner::Restart(system) => {
                let (wave, urgency) = of_system(system);
                (wave, urgency, 1, program.systems[system as usize].node, position)
            }
            Owner::Strategy { system, .. } => {
                let (wave, urgency) = of_system(system);
                (wave, urgency, 2, program.systems[system as usize].node, position)
            }
            Owner::Workaround(workaround) => {
                let service =
                    ServiceId::from_index(program.workarounds[workaround as usize].service as usize);
                let service = &self.model.services[service];
                (0, by_rto(target(service.rto)), 3, service.node.index() as u32, position)
            }
        }
    }

    fn urgency_of_system(&self, system: u32, rtos: &IdVec<NodeId, Option<Millis>>) -> Urgency {
        let system = &self.model.systems[self.reached[system as usize]];
        match system.priority {
            Some(priority) => Urgency::Priority(priority),
            None => by_rto(rtos[system.node].or(target(system.rto))),
        }
    }
}

fn by_rto(rto: Option<Millis>) -> Urgency {
    rto.map_or(Urgency::None, Urgency::Rto)
}

fn target(objective: Option<Objective>) -> Option<Millis> {
    objective.map(|objective| objective.target)
}

/// For each node the smallest RTO among the services that directly or indirectly need it.
fn shortest_rtos(model: &Model, needs: &NeedsGraph) -> IdVec<NodeId, Option<Millis>> {
    let mut services: Vec<_> = model.services.iter().filter_map(|s| Some((s.rto?.target, s.node))).collect();
    services.sort_unstable();
    let by_rto: Vec<NodeId> = services.iter().map(|&(_, service)| service).collect();
    let rto = |service: NodeId| match model.nodes[service].kind {
        NodeKind::Service(service) => target(model.services[service].rto),
        _ => None,
    };
    needs.first_that_needs(&by_rto).iter().map(|first| first.and_then(rto)).collect()
}
