//! What a node cannot do without: the needs for which no alternative, and no plan, gives another way.

use std::collections::BTreeSet;

use super::View;
use crate::ids::{IdVec, NodeId};
use crate::model::{Need, NodeKind, System};

/// For each node, what must be up whenever it is up, directly.
#[derive(Clone, Debug)]
pub struct Must {
    direct: IdVec<NodeId, Vec<NodeId>>,
}

impl Must {
    /// Looks at every node once. What a holder rides out, and what a strategy exchanges or does not need at its site,
    /// is no must.
    pub fn of(view: &View) -> Must {
        let direct = view.model.nodes.iter_enumerated().map(|(id, _)| musts_of(view, id)).collect();
        Must { direct }
    }

    /// What a node cannot do without, directly; sorted.
    pub fn direct(&self, node: NodeId) -> &[NodeId] {
        &self.direct[node]
    }

    /// For each node the first of `holders` that cannot do without it, directly or indirectly.
    pub fn first_holder(&self, holders: impl Iterator<Item = NodeId>) -> IdVec<NodeId, Option<NodeId>> {
        let mut first: IdVec<NodeId, Option<NodeId>> = self.direct.iter().map(|_| None).collect();
        for holder in holders {
            let mut open = vec![holder];
            while let Some(node) = open.pop() {
                for &needed in &self.direct[node] {
                    if first[needed].is_none() {
                        first[needed] = Some(holder);
                        open.push(needed);
                    }
                }
            }
        }
        first
    }

    /// Everything a node cannot do without, directly or indirectly; sorted.
    pub fn all(&self, node: NodeId) -> Vec<NodeId> {
        let mut found = BTreeSet::new();
        let mut open = vec![node];
        while let Some(next) = open.pop() {
            open.extend(self.direct[next].iter().copied().filter(|needed| found.insert(*needed)));
        }
        found.into_iter().collect()
    }

    /// Everything that is up whenever these needs hold.
    pub fn behind(&self, needs: &[Need]) -> BTreeSet<NodeId> {
        let named = of_needs(needs, &[]);
        let behind: Vec<NodeId> = named.iter().flat_map(|node| self.all(*node)).collect();
        named.into_iter().chain(behind).collect()
    }
}

fn musts_of(view: &View, id: NodeId) -> Vec<NodeId> {
    let node = &view.model.nodes[id];
    let mut musts = match node.kind {
        NodeKind::System(system) => of_system(view, &view.model.systems[system], &node.needs),
        NodeKind::Service(service) => match &view.model.services[service].minimum {
            // At its minimum where either holds.
            Some(minimum) => both(of_needs(&node.needs, &[]), of_needs(minimum, &[])),
            None => of_needs(&node.needs, &[]),
        },
        _ => of_needs(&node.needs, &[]),
    };
    musts.retain(|needed| node.rides_out.iter().all(|ride| ride.node != *needed));
    musts
}

/// What all modes of a system have in common.
fn of_system(view: &View, system: &System, needs: &[Need]) -> Vec<NodeId> {
    let mut musts = of_needs(needs, &[]);
    musts.extend(system.home.map(|home| view.model.sites[home].node));
    musts.extend(system.stored_on);
    let mut musts = sorted(musts);
    for strategy in &system.recovery {
        let mut there = match &strategy.needs_there {
            Some(needs) => of_needs(needs, &[]),
            None => of_needs(needs, &strategy.instead),
        };
        there.extend(strategy.site.map(|site| view.model.sites[site].node));
        musts = both(musts, sorted(there));
    }
    musts
}

/// What a list of needs cannot do without; sorted.
pub(super) fn of_needs(needs: &[Need], instead: &[(NodeId, NodeId)]) -> Vec<NodeId> {
    sorted(needs.iter().flat_map(|need| of_need(need, instead)).collect())
}

fn of_need(need: &Need, instead: &[(NodeId, NodeId)]) -> Vec<NodeId> {
    match need {
        Need::Node(node) => {
            vec![instead.iter().find(|(old, _)| old == node).map_or(*node, |(_, new)| *new)]
        }
        Need::AtLeast { k, of } if *k as usize == of.len() => of_needs(of, instead),
        Need::AtLeast { of, .. } => {
            let mut parts = of.iter().map(|part| sorted(of_need(part, instead)));
            let first = parts.next().unwrap_or_default();
            parts.fold(first, both)
        }
    }
}

fn sorted(mut nodes: Vec<NodeId>) -> Vec<NodeId> {
    nodes.sort_unstable();
    nodes.dedup();
    nodes
}

fn both(mut some: Vec<NodeId>, others: Vec<NodeId>) -> Vec<NodeId> {
    some.retain(|node| others.binary_search(node).is_ok());
    some
}
