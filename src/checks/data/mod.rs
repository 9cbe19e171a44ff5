//! Rules on copies of data.

pub mod after_an_intruder;
pub mod copies_share_fate;
pub mod gone_too_soon;
pub mod group_out_of_step;
pub mod kept_too_short;
pub mod no_copy;
pub mod no_safe_copy;
pub mod rpo_out_of_reach;
pub mod rpo_without_data;
pub mod spared_too_old;

use crate::checks::View;
use crate::ids::{IdVec, NodeId, SystemId};
use crate::model::{NodeKind, Objective, System};

/// For each system the promise its copies have to keep: its own RPO, else the smallest among the services whose data
/// it holds; with the node that promises.
pub(super) fn promises<'a>(plan: &View<'a>) -> IdVec<SystemId, Option<(NodeId, &'a Objective)>> {
    let strictest = strictest_services(plan);
    let own = plan.model.systems.iter_enumerated().map(|(id, system)| {
        let own = system.rpo.as_ref().map(|objective| (system.node, objective));
        own.or(strictest[id])
    });
    own.collect()
}

/// The service with the smallest RPO among those whose data a system holds.
fn strictest_services<'a>(plan: &View<'a>) -> IdVec<SystemId, Option<(NodeId, &'a Objective)>> {
    let mut promising: Vec<_> =
        plan.model.services.iter().filter_map(|service| Some((service, service.rpo.as_ref()?))).collect();
    promising.sort_by_key(|(service, rpo)| (rpo.target, service.node));
    let holders: Vec<NodeId> = promising
        .iter()
        .filter(|(service, _)| service.data.is_none())
        .map(|(service, _)| service.node)
        .collect();
    let first = plan.graph.first_that_needs(&holders);
    let of_system = |system: &System| match plan.model.nodes[first[system.node]?].kind {
        NodeKind::Service(service) => {
            let service = &plan.model.services[service];
            service.rpo.as_ref().map(|rpo| (service.node, rpo))
        }
        _ => None,
    };
    let mut strictest: IdVec<SystemId, Option<(NodeId, &Objective)>> = plan
        .model
        .systems
        .iter()
        .map(|system| if system.holds_data { of_system(system) } else { None })
        .collect();
    for (service, rpo) in promising {
        for &system in service.data.iter().flatten() {
            if strictest[system].is_none_or(|(_, other)| rpo.target < other.target) {
                strictest[system] = Some((service.node, rpo));
            }
        }
    }
    strictest
}
