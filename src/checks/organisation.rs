//! What the rules look at: a model, its scenarios, and what several rules want to know about them.

use std::cell::OnceCell;

use super::Must;
use super::soonest::{Assume, Soonest};
use crate::ids::{IdVec, NodeId};
use crate::model::{Clock, Model, NeedsGraph, NodeKind, Scenario};
use crate::notation::date::Date;
use crate::source::Place;

/// A model with those of its scenarios that are at hand.
#[derive(Debug)]
pub struct Organisation<'a> {
    /// The model as it is written.
    pub plan: View<'a>,
    pub cases: Vec<Case<'a>>,
    pub extent: Extent,
    /// The day from which the age of evidence and of allowances counts.
    pub as_of: Date,
}

/// Whether the scenarios at hand are all that the organisation has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    Whole,
    Part,
}

/// A scenario with the model as its `changes` make it.
#[derive(Debug)]
pub struct Case<'a> {
    /// The name of its file.
    pub file: &'a str,
    pub plan: View<'a>,
    pub scenario: &'a Scenario,
    at_best: OnceCell<Soonest>,
    typical: OnceCell<Soonest>,
    at_worst: OnceCell<Soonest>,
}

impl<'a> Case<'a> {
    /// Draws the graph of the scenario's model.
    pub fn new(file: &'a str, model: &'a Model, scenario: &'a Scenario) -> Case<'a> {
        let [at_best, typical, at_worst] = Default::default();
        Case { file, plan: View::new(model), scenario, at_best, typical, at_worst }
    }

    /// The name of its file without the folder.
    pub fn short_name(&self) -> &'a str {
        self.file.rsplit(['/', '\\']).next().unwrap_or(self.file)
    }

    /// When everything can be up again if all goes best and only what is certain happens.
    pub fn at_best(&self) -> &Soonest {
        self.at_best.get_or_init(|| self.soonest(Assume::AT_BEST))
    }

    /// When everything is up again at the most likely figures, if nobody has to queue and nothing fails.
    pub fn typical(&self) -> &Soonest {
        self.typical.get_or_init(|| self.soonest(Assume::TYPICAL))
    }

    /// The same as at best if everything happens that the scenario can do, but for what only spreads.
    pub fn at_worst(&self) -> &Soonest {
        self.at_worst.get_or_init(|| self.soonest(Assume::AT_WORST))
    }

    /// The same on another clock.
    pub fn on(&self, assume: Assume, clock: Clock) -> Soonest {
        self.soonest(assume.on(clock))
    }

    fn soonest(&self, assume: Assume) -> Soonest {
        Soonest::new(&self.plan, Some(self.scenario), assume)
    }
}

/// A model and the graph of its needs.
#[derive(Debug)]
pub struct View<'a> {
    pub model: &'a Model,
    pub graph: NeedsGraph,
    alone: OnceCell<Soonest>,
    must: OnceCell<Must>,
}

impl<'a> View<'a> {
    /// Draws the graph of a model.
    pub fn new(model: &'a Model) -> View<'a> {
        View { model, graph: NeedsGraph::new(model), alone: OnceCell::new(), must: OnceCell::new() }
    }

    /// When each strategy has brought its system back if all goes best and nothing but that system is lost.
    pub fn alone(&self) -> &Soonest {
        self.alone.get_or_init(|| Soonest::new(self, None, Assume::AT_BEST))
    }

    /// What each node cannot do without.
    pub fn must(&self) -> &Must {
        self.must.get_or_init(|| Must::of(self))
    }

    /// Marks every node that directly or indirectly needs one of `targets`; these themselves only if they do.
    pub fn needing(&self, targets: impl Iterator<Item = NodeId>) -> IdVec<NodeId, bool> {
        let mut marked: IdVec<NodeId, bool> = self.model.nodes.iter().map(|_| false).collect();
        let mut open: Vec<NodeId> = targets.collect();
        while let Some(node) = open.pop() {
            for holder in self.graph.needed_by(node) {
                if !marked[holder] {
                    marked[holder] = true;
                    open.push(holder);
                }
            }
        }
        marked
    }

    /// The id as written; a member of an `alike` group has that of its group.
    pub fn id(&self, node: NodeId) -> &'a str {
        match self.model.nodes[node].kind {
            NodeKind::System(system) => match self.model.systems[system].group {
                Some(group) => &self.model.groups[group].id,
                None => &self.model.nodes[node].id,
            },
            _ => &self.model.nodes[node].id,
        }
    }

    /// The name people see, likewise.
    pub fn name(&self, node: NodeId) -> &'a str {
        match self.model.nodes[node].kind {
            NodeKind::System(system) => match self.model.systems[system].group {
                Some(group) => &self.model.groups[group].name,
                None => &self.model.nodes[node].name,
            },
            _ => &self.model.nodes[node].name,
        }
    }

    /// Where the id is written.
    pub fn place(&self, node: NodeId) -> Place {
        self.model.nodes[node].place
    }
}
