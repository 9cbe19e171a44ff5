//! Signals of all nodes, who needs whom, services and waves.

use super::network::{ALWAYS, Reading};
use super::{Lowering, stream_index};
use crate::engine::gates::Edge;
use crate::engine::program::{self, Node, Response};
use crate::engine::record::Who;
use crate::engine::rows::NONE;
use crate::ids::{NodeId, SystemId};
use crate::model::NodeKind;
use crate::units::Millis;

impl Lowering<'_> {
    /// A signal per node; those of nodes without modes or levels with their needs.
    pub fn lower_nodes(&mut self) {
        let model = self.model;
        self.program.nobody = self.who("");
        self.program.charged = (0..self.labels.len() as u32).map(Who).collect();
        self.charge_groups();
        let always = self.signal(0, 0);
        debug_assert_eq!(always, ALWAYS);
        for node in model.nodes.iter() {
            let who = self.who(&node.id);
            // Free of holds is one more input of what can be held down.
            let (need, initial) = match node.kind {
                NodeKind::Task(_) => (1, 0),
                NodeKind::System(_) | NodeKind::Service(_) => (1, 1),
                _ => (node.needs.len() as u32 + 1, node.needs.len() as u32 + 1),
            };
            let always = self.stands_always(node.kind);
            let signal = if always { ALWAYS } else { self.signal(need, initial) };
            if !always && !matches!(node.kind, NodeKind::Service(_) | NodeKind::Task(_)) {
                self.label(signal, who);
            }
            self.node_signals.push(signal);
            let kind = match node.kind {
                NodeKind::Site(site) => program::NodeKind::Site(site.index() as u32),
                NodeKind::System(system) => {
                    self.position(system).map_or(program::NodeKind::Fixed, program::NodeKind::System)
                }
                NodeKind::Team(team) => program::NodeKind::Team(team.index() as u32),
                NodeKind::Supplier(_) | NodeKind::Resource(_) => program::NodeKind::Other,
                NodeKind::Task(_) | NodeKind::Service(_) => program::NodeKind::Fixed,
            };
            self.program.nodes.push(Node { who, kind, signal, key: stream_index(&node.id) });
        }
        for (id, node) in model.nodes.iter_enumerated() {
            if matches!(node.kind, NodeKind::System(_) | NodeKind::Service(_) | NodeKind::Task(_)) {
                continue;
            }
            self.enter(id);
            for input in self.inputs(&node.needs, Reading::RIDING) {
                self.input(input, self.node_signals[id.index()]);
            }
        }
        self.lower_needed_by();
    }

    /// What members of an `alike` group do is charged to the group.
    fn charge_groups(&mut self) {
        for system in self.model.systems.iter() {
            let Some(group) = system.group else { continue };
            let (group, member) = (&self.model.groups[group].id, &self.model.nodes[system.node].id);
            let mut labels = vec![String::new()];
            for strategy in &system.recovery {
                labels.push(format!("/{}", strategy.id));
                labels.extend(strategy.steps.iter().map(|step| format!("/{}/{}", strategy.id, step.id)));
            }
            for label in labels {
                let from = self.who(&format!("{member}{label}"));
                let to = self.who(&format!("{group}{label}"));
                self.program.charged[from.0 as usize] = to;
            }
        }
    }

    /// Who needs whom directly, for what a strike touches.
    fn lower_needed_by(&mut self) {
        for node in self.model.nodes.ids() {
            let holders = self.needs.needed_by(node);
            self.program.needed_by.push(holders.map(|holder| holder.index() as u32));
        }
    }

    pub fn lower_response(&mut self) {
        let response = &self.model.response;
        let detect = self.duration(&response.detect, || "response/detect".to_owned());
        let assess = self.duration(&response.assess, || "response/assess".to_owned());
        let declare = self.duration(&response.declare.takes, || "response/declare".to_owned());
        let declared = self.signal(1, 0);
        let by = response.declare.by.map_or(NONE, |team| team.index() as u32);
        self.program.response = Response { detect, assess, declare, by, declared };
        self.program.onset_at = self.uniform("onset");
    }

    /// Signals of `waves_are: Gate`, and the number of waves.
    pub fn lower_waves(&mut self) {
        let Some(waves) = &self.model.waves else { return };
        let count = waves.waves.len() as u32;
        self.program.waves = count;
        if !waves.gate {
            return;
        }
        // Wave 0 waits for nobody; systems that no wave selects come after all.
        let mut clear = ALWAYS;
        for _ in 0..=count {
            self.wave_clear.push(clear);
            let idle = self.signal(1, 1);
            self.program.wave_idle.push(idle);
            clear = self.all(&[clear, idle]);
        }
    }

    pub fn lower_services(&mut self) {
        let model = self.model;
        for service in model.services.iter() {
            let node = &model.nodes[service.node];
            let index = self.program.services.len() as u32;
            self.enter(service.node);
            let inputs = self.inputs(&node.needs, Reading::RIDING);
            let full = self.all(&inputs);
            let base = match &service.minimum {
                None => full,
                Some(minimum) => {
                    let minimum = self.condition(minimum, Reading::RIDING);
                    self.gate(1, &[full, minimum])
                }
            };
            let minimum = self.node_signals[service.node.index()];
            self.input(base, minimum);
            self.edge(base, Edge::Base(index));
            let id = node.id.as_str();
            let fixed = self.duration(&service.work_recovery.fixed, || format!("service/{id}/work-recovery"));
            let workarounds = self.program.workarounds.len() as u32;
            self.program.services.push(program::Service {
                who: self.who(id),
                minimum,
                full,
                node: service.node.index() as u32,
                base,
                workarounds,
                workaround_count: service.workarounds.len() as u32,
                fixed,
                per_hour_out: service.work_recovery.per_hour_out,
                per_hour_lost: service.work_recovery.per_hour_lost,
            });
            self.lower_workarounds(service, index);
        }
        self.lower_data();
        self.lower_lines();
    }

    /// Measured lines, in the order: services at the minimum, services at full, systems.
    fn lower_lines(&mut self) {
        let minimum = self.program.services.iter().map(|service| service.minimum);
        let full = self.program.services.iter().map(|service| service.full);
        let systems = self.program.systems.iter().map(|system| system.up);
        let lines: Vec<u32> = minimum.chain(full).chain(systems).collect();
        for (line, &signal) in lines.iter().enumerate() {
            self.edge(signal, Edge::Line(line as u32));
        }
        self.program.line_signals = lines;
    }

    /// Systems whose data count for each service: those listed, else all that it directly or indirectly needs.
    fn lower_data(&mut self) {
        let model = self.model;
        let mut walk = self.needs.walk();
        for service in model.services.iter() {
            let mut row: Vec<SystemId> = match &service.data {
                Some(data) => data.clone(),
                None => {
                    // Whoever needs what is reached is reached: no way to it leads over what is not.
                    let reached = |node: NodeId| self.reached_nodes[node.index()];
                    let needed = self.needs.all_needs_over(service.node, &mut walk, reached);
                    let systems = needed.iter().filter_map(|&node| match model.nodes[node].kind {
                        NodeKind::System(system) => Some(system),
                        _ => None,
                    });
                    systems.collect()
                }
            };
            // A system that nothing reaches loses nothing.
            row.retain(|&system| model.systems[system].holds_data && self.position(system).is_some());
            row.sort_unstable();
            row.dedup();
            let positions = row.iter().filter_map(|&system| self.position(system)).collect::<Vec<_>>();
            self.program.data_of.push(positions);
        }
    }
}

impl program::Program {
    /// A program in which nothing happens.
    pub(super) fn empty(horizon: Millis, onset: crate::model::Onset) -> program::Program {
        program::Program { horizon, onset, ..program::Program::default() }
    }
}
