//! What nodes promise, taken together along their needs: of all the last, of alternatives the first.

use crate::checks::View;
use crate::checks::soonest::terms::{Term, Terms, Times};
use crate::checks::soonest::with_holders;
use crate::ids::{IdVec, NodeId, SystemId};
use crate::model::{Need, Node, NodeKind, Service, System};
use crate::units::Millis;

/// What counts of an expression that holds with some of its parts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Alternatives {
    /// The promise of its quickest branch, of `k of n` the k-th.
    Count,
    /// Nothing: it takes more than one failure to lose it.
    Carry,
}

/// What each node's needs promise.
pub struct Promised {
    times: Times<NodeId>,
    /// By node.
    needs: Vec<Term>,
}

impl Promised {
    /// Joins the promises of a model's nodes; `own` gives that of a node, zero without one. A strategy counts as a way
    /// round what it exchanges or leaves behind, as slow as it is at best. What is ridden out does not count.
    pub fn new(plan: &View, own: impl Fn(NodeId) -> Millis, alternatives: Alternatives) -> Promised {
        let model = plan.model;
        let promising = model.nodes.ids().filter(|node| own(*node) > Millis::ZERO);
        let counts = with_holders(promising.collect(), |nodes| plan.needing(nodes.into_iter()));
        let mut build = Build { plan, terms: Terms::new(model.nodes.len()), alternatives, counts: &counts };
        let nothing = build.terms.of(0, &[]);
        let mut all = Vec::new();
        for (id, node) in model.nodes.iter_enumerated() {
            if !counts[id] {
                all.push(nothing);
                continue;
            }
            let needs = match node.kind {
                NodeKind::System(system) => build.system(node, system, &model.systems[system]),
                NodeKind::Service(service) => build.service(node, &model.services[service]),
                NodeKind::Task(_) => nothing,
                _ => build.all(node, &node.needs, &[]),
            };
            all.push(needs);
            let promise = build.terms.at(own(id), Some(id));
            build.terms.define(id.index() as Term, 2, &[needs, promise]);
        }
        Promised { times: build.terms.solve(), needs: all }
    }

    /// The longest promise that a node waits for if all others are kept, and who makes it; nothing where what decides
    /// is no promise.
    pub fn longest(&self, node: NodeId) -> Option<(NodeId, Millis)> {
        let term = self.needs[node.index()];
        let path = self.times.path(term);
        match path.as_slice() {
            [(promising, promise)] => Some((*promising, *promise)),
            _ => None,
        }
    }
}

struct Build<'b, 'm> {
    plan: &'b View<'m>,
    terms: Terms<NodeId>,
    alternatives: Alternatives,
    /// Whether a node promises something, or needs one that does.
    counts: &'b IdVec<NodeId, bool>,
}

impl Build<'_, '_> {
    /// The quickest of its modes.
    fn system(&mut self, node: &Node, id: SystemId, system: &System) -> Term {
        let home = self.all(node, &node.needs, &[]);
        let site = system.home.map(|home| self.plan.model.sites[home].node);
        let stands = site.into_iter().chain(system.stored_on).filter(|node| self.counts[*node]);
        let stands: Vec<Term> = stands.map(|node| node.index() as Term).chain([home]).collect();
        let mut modes = vec![self.terms.all(&stands)];
        for (position, strategy) in system.recovery.iter().enumerate() {
            let needs = match &strategy.needs_there {
                Some(needs) => self.all(node, needs, &[]),
                None if strategy.instead.is_empty() => home,
                None => self.all(node, &node.needs, &strategy.instead),
            };
            let done = self.plan.alone().done(id, position).unwrap_or(Millis::NEVER);
            let done = self.terms.at(done, Some(system.node));
            let site = strategy.site.map(|site| self.plan.model.sites[site].node);
            let site = site.filter(|site| self.counts[*site]).map(|site| site.index() as Term);
            let parts: Vec<Term> = [needs, done].into_iter().chain(site).collect();
            modes.push(self.terms.of(parts.len() as u32, &parts));
        }
        self.terms.of(1, &modes)
    }

    fn service(&mut self, node: &Node, service: &Service) -> Term {
        let full = self.all(node, &node.needs, &[]);
        match &service.minimum {
            None => full,
            Some(minimum) => {
                let minimum = self.all(node, minimum, &[]);
                self.terms.of(1, &[full, minimum])
            }
        }
    }

    fn all(&mut self, holder: &Node, needs: &[Need], instead: &[(NodeId, NodeId)]) -> Term {
        let parts = self.parts(holder, needs, instead);
        self.terms.of(parts.len() as u32, &parts)
    }

    /// The terms of those of these needs that anybody's promise counts for.
    fn parts(&mut self, holder: &Node, needs: &[Need], instead: &[(NodeId, NodeId)]) -> Vec<Term> {
        needs.iter().filter_map(|need| self.part(holder, need, instead)).collect()
    }

    fn part(&mut self, holder: &Node, need: &Need, instead: &[(NodeId, NodeId)]) -> Option<Term> {
        match need {
            Need::Node(named) => {
                let node = instead.iter().find(|(old, _)| old == named).map_or(*named, |(_, new)| *new);
                let ridden = holder.rides_out.iter().any(|ride| ride.node == node);
                (self.counts[node] && !ridden).then_some(node.index() as Term)
            }
            Need::AtLeast { k, of }
                if self.alternatives == Alternatives::Carry && (*k as usize) < of.len() =>
            {
                None
            }
            Need::AtLeast { k, of } => {
                let parts = self.parts(holder, of, instead);
                let left = (*k as usize).saturating_sub(of.len() - parts.len());
                (left > 0).then(|| self.terms.of(left as u32, &parts))
            }
        }
    }
}
