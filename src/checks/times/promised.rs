//! What nodes promise, taken together along their needs: of all the last, of alternatives the first, less what is ridden
//! out on the way.
//!
//! Terms ask who is first and add; here the last counts, and what a holder rides out is taken off. So they are written
//! down from the end: a promise is the time from it to an end that lies beyond all promises.

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
    /// Beyond all promises.
    end: Millis,
}

/// The promise that decides for a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Longest {
    /// Who makes it.
    pub by: NodeId,
    pub promise: Millis,
    /// For how long the node is out if it is kept: the promise, less what is ridden out on the way.
    pub out: Millis,
}

impl Longest {
    /// How much of it is ridden out.
    pub fn ridden(&self) -> Millis {
        self.promise.minus(self.out)
    }

    /// `, of which 8h are ridden out`; nothing where nothing is.
    pub fn ridden_words(&self) -> String {
        let ridden = self.ridden();
        if ridden > Millis::ZERO { format!(", of which {ridden} are ridden out") } else { String::new() }
    }
}

impl Promised {
    /// Joins the promises of a model's nodes; `own` gives that of a node, zero without one. A strategy counts as a way
    /// round what it exchanges or leaves behind, as slow as it is at best. What is ridden out, for as long as is most
    /// likely, is taken off.
    pub fn new(plan: &View, own: impl Fn(NodeId) -> Millis, alternatives: Alternatives) -> Promised {
        let model = plan.model;
        let promising = model.nodes.ids().filter(|node| own(*node) > Millis::ZERO);
        let counts = with_holders(promising.collect(), |nodes| plan.needing(nodes.into_iter()));
        let end = model.nodes.ids().map(&own).max().unwrap_or_default().plus(Millis::new(1));
        let terms = Terms::new(model.nodes.len());
        let mut build = Build { plan, terms, alternatives, counts: &counts, end };
        let nothing = build.last(&[]);
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
            let own = own(id);
            let promise = (own > Millis::ZERO).then(|| build.after(own, id));
            let inputs: Vec<Term> = promise.into_iter().chain([needs]).collect();
            build.terms.define(id.index() as Term, 1, &inputs);
        }
        Promised { times: build.terms.solve(), needs: all, end }
    }

    /// The promise that keeps a node out for longest if all are kept, and who makes it; nothing where there is none.
    pub fn longest(&self, node: NodeId) -> Option<Longest> {
        let term = self.needs[node.index()];
        let left = self.times.value(term);
        let path = self.times.path(term);
        // The path begins with the promise; what is ridden out follows.
        let (by, after) = path.first().filter(|_| left < self.end)?;
        Some(Longest { by: *by, promise: self.end.minus(*after), out: self.end.minus(left) })
    }
}

struct Build<'b, 'm> {
    plan: &'b View<'m>,
    terms: Terms<NodeId>,
    alternatives: Alternatives,
    /// Whether a node promises something, or needs one that does.
    counts: &'b IdVec<NodeId, bool>,
    end: Millis,
}

impl Build<'_, '_> {
    /// A promise of some length; one beyond the end counts as the longest.
    fn after(&mut self, promise: Millis, by: NodeId) -> Term {
        let left = self.end.minus(promise).max(Millis::new(1));
        self.terms.at(left, Some(by))
    }

    /// The longest of these; none of none.
    fn last(&mut self, of: &[Term]) -> Term {
        self.terms.of(1, of)
    }

    /// The `k` shortest of these, thus the longest of so many.
    fn shortest(&mut self, k: usize, of: &[Term]) -> Term {
        self.terms.of((of.len() + 1 - k) as u32, of)
    }

    /// The quickest of its modes.
    fn system(&mut self, node: &Node, id: SystemId, system: &System) -> Term {
        let home = self.all(node, &node.needs, &[]);
        let site = system.home.map(|home| self.plan.model.sites[home].node);
        let stands = site.into_iter().chain(system.stored_on).filter(|node| self.counts[*node]);
        let stands: Vec<Term> = stands.map(|node| node.index() as Term).chain([home]).collect();
        let mut modes = vec![self.last(&stands)];
        for (position, strategy) in system.recovery.iter().enumerate() {
            let needs = match &strategy.needs_there {
                Some(needs) => self.all(node, needs, &[]),
                None if strategy.instead.is_empty() => home,
                None => self.all(node, &node.needs, &strategy.instead),
            };
            let done = self.plan.alone().done(id, position).unwrap_or(Millis::NEVER);
            let done = self.after(done, system.node);
            let site = strategy.site.map(|site| self.plan.model.sites[site].node);
            let site = site.filter(|site| self.counts[*site]).map(|site| site.index() as Term);
            let parts: Vec<Term> = [needs, done].into_iter().chain(site).collect();
            modes.push(self.last(&parts));
        }
        self.shortest(1, &modes)
    }

    fn service(&mut self, node: &Node, service: &Service) -> Term {
        let full = self.all(node, &node.needs, &[]);
        match &service.minimum {
            None => full,
            Some(minimum) => {
                let minimum = self.all(node, minimum, &[]);
                self.shortest(1, &[full, minimum])
            }
        }
    }

    fn all(&mut self, holder: &Node, needs: &[Need], instead: &[(NodeId, NodeId)]) -> Term {
        let parts = self.parts(holder, needs, instead);
        self.last(&parts)
    }

    /// The terms of those of these needs that anybody's promise counts for.
    fn parts(&mut self, holder: &Node, needs: &[Need], instead: &[(NodeId, NodeId)]) -> Vec<Term> {
        needs.iter().filter_map(|need| self.part(holder, need, instead)).collect()
    }

    fn part(&mut self, holder: &Node, need: &Need, instead: &[(NodeId, NodeId)]) -> Option<Term> {
        match need {
            Need::Node(named) => {
                let node = instead.iter().find(|(old, _)| old == named).map_or(*named, |(_, new)| *new);
                if !self.counts[node] {
                    return None;
                }
                let term = node.index() as Term;
                let ride = holder.rides_out.iter().find(|ride| ride.node == node);
                Some(ride.map_or(term, |ride| self.terms.work(&[term], ride.lasts.typical(), node)))
            }
            Need::AtLeast { k, of }
                if self.alternatives == Alternatives::Carry && (*k as usize) < of.len() =>
            {
                None
            }
            Need::AtLeast { k, of } => {
                let parts = self.parts(holder, of, instead);
                let left = (*k as usize).saturating_sub(of.len() - parts.len());
                (left > 0).then(|| self.shortest(left, &parts))
            }
        }
    }
}
