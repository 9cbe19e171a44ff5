//! Which parts of a plan lie on the paths that decide a scenario's objectives at the most likely times.

use std::collections::{BTreeMap, BTreeSet};

use super::Hook;
use crate::checks::Case;
use crate::checks::soonest::Why;
use crate::ids::NodeId;
use crate::model::{Ask, Restart, Source};

/// For each part of a plan the services, systems and tasks whose objective it decides.
#[derive(Debug, Default)]
pub struct Deciding {
    by_hook: BTreeMap<Hook, BTreeSet<NodeId>>,
}

impl Deciding {
    /// Follows the path of every service and system with a time objective that goes down, a service's with and without
    /// its workarounds.
    pub fn new(case: &Case) -> Deciding {
        let mut deciding = Deciding::default();
        let (model, typical) = (case.plan.model, case.typical());
        for (id, service) in model.services.iter_enumerated() {
            let goes_down = typical.outage_without_workarounds(model, id).is_some();
            if !goes_down || (service.rto.is_none() && service.mtpd.is_none()) {
                continue;
            }
            deciding.follow(case, service.node, typical.chain_without_workarounds(id));
            deciding.follow(case, service.node, typical.chain(service.node));
            if service.mtpd.is_some() {
                deciding.add(Hook::Service(id), service.node);
            }
        }
        for system in model.systems.iter() {
            if system.rto.is_some() && typical.outage(system.node).is_some() {
                deciding.follow(case, system.node, typical.chain(system.node));
            }
        }
        deciding
    }

    /// The nodes whose objective something decides.
    pub fn nodes(&self, hook: Hook) -> Vec<NodeId> {
        self.by_hook.get(&hook).into_iter().flatten().copied().collect()
    }

    fn add(&mut self, hook: Hook, node: NodeId) {
        self.by_hook.entry(hook).or_default().insert(node);
    }

    fn teams(&mut self, asks: &[Ask], node: NodeId) {
        asks.iter().for_each(|ask| self.add(Hook::Team(ask.team), node));
    }

    fn follow(&mut self, case: &Case, node: NodeId, chain: Vec<Why>) {
        let model = case.plan.model;
        for why in chain {
            match why {
                Why::Detect => self.add(Hook::Detect, node),
                Why::Assess => self.add(Hook::Assess, node),
                Why::Declare => self.add(Hook::Declare, node),
                Why::CallOut(team) | Why::Hours(team) => self.add(Hook::Team(team), node),
                Why::Decide { system, strategy } => {
                    let decide = model.systems[system].recovery[strategy].decide.as_ref();
                    decide.iter().for_each(|decide| self.add(Hook::Team(decide.by), node));
                }
                Why::Step { system, strategy, step } => {
                    let plan = &model.systems[system].recovery[strategy];
                    self.add(Hook::Step(system, strategy, step), node);
                    self.teams(&plan.steps[step].by, node);
                    if let Source::Copy(copy) = plan.from {
                        self.add(Hook::Copy(system, copy), node);
                    }
                }
                Why::TaskStep { task, step } => {
                    self.add(Hook::TaskStep(task, step), node);
                    self.teams(&model.tasks[task].steps[step].by, node);
                }
                Why::Restart(system) => {
                    self.add(Hook::Restart(system), node);
                    if let Restart::Attended { by, .. } = &model.systems[system].restart {
                        self.teams(by, node);
                    }
                }
                Why::Prepare { service, workaround } | Why::Notice { service, workaround } => {
                    self.add(Hook::Workaround(service, workaround), node);
                    let way = &model.services[service].workarounds[workaround];
                    self.teams(&way.by, node);
                    self.teams(&way.holds, node);
                }
                Why::NotBefore { .. } | Why::Event(_) | Why::Node(_) => {}
                Why::NoPoint { .. } | Why::CopyGone { .. } | Why::DataGone(_) => {}
                Why::Unclean { .. } | Why::GivenUp { .. } => {}
            }
        }
    }
}
