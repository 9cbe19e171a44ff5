//! What the rules look at: a model, its scenarios, and what several rules want to know about them.

use crate::ids::{IdVec, NodeId};
use crate::model::{Model, NeedsGraph, NodeKind, Scenario};
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
}

/// A model and the graph of its needs.
#[derive(Debug)]
pub struct View<'a> {
    pub model: &'a Model,
    pub graph: NeedsGraph,
}

impl<'a> View<'a> {
    /// Draws the graph of a model.
    pub fn new(model: &'a Model) -> View<'a> {
        View { model, graph: NeedsGraph::new(model) }
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
