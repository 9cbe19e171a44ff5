//! Rules on what takes services down alone or in pairs, and on whom alone they wait.

pub mod alternatives;
pub mod most_services;
pub mod one_person;
pub mod one_supplier;
pub mod one_team;
pub mod pairs;
pub mod shared_sites;

use super::View;
use crate::ids::{IdVec, NodeId, ServiceId};
use crate::structure::cuts::{Budget, CutSets, Cutter, Size};
use crate::structure::falls::{Falls, Level};

/// Steps along needs that all services together may take: a second or so.
const STEPS_MAX: u64 = 60_000_000;

/// The cut sets of every service at its minimum; what was not examined for want of budget, they tell themselves.
pub(super) fn cut_sets(falls: &Falls, size: Size) -> IdVec<ServiceId, CutSets> {
    let mut budget = Budget::steps(STEPS_MAX);
    let mut cutter = Cutter::new(falls);
    let services = falls.model.services.ids();
    services.map(|service| cutter.cut(service, Level::Minimum, size, &mut budget)).collect()
}

/// For each node the services it takes down alone.
fn taken_down(plan: &View, sets: &IdVec<ServiceId, CutSets>) -> IdVec<NodeId, Vec<ServiceId>> {
    let mut taken: IdVec<NodeId, Vec<ServiceId>> = plan.model.nodes.iter().map(|_| Vec::new()).collect();
    for (service, set) in sets.iter_enumerated() {
        set.singles.iter().for_each(|node| taken[*node].push(service));
    }
    taken
}

/// The ids of services.
fn ids<'a>(plan: &'a View, services: &'a [ServiceId]) -> impl Iterator<Item = &'a str> {
    services.iter().map(|service| plan.id(plan.model.services[*service].node))
}
