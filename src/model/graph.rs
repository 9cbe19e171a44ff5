//! Turns a model into the graph of its needs: an edge leads from X to Y where X needs Y directly.
//!
//! Invariant: the nodes of the graph are those of the model, numbered alike, and each edge stands once. Walks
//! keep their own stack, so a chain of any length is safe. The trial loop never sees this graph.

use petgraph::Direction;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{Dfs, Reversed, Visitable};

use super::Model;
use crate::ids::{IdVec, NodeId};

type Needs = DiGraph<NodeId, ()>;
type Search = Dfs<NodeIndex, <Needs as Visitable>::Map>;

/// Who needs whom directly: what is named anywhere in a node's `needs` (or a service's `minimum`), a system's
/// home and what it is stored on. Strategies, steps and their teams do not count.
#[derive(Clone, Debug)]
pub struct NeedsGraph {
    graph: Needs,
}

/// The memory of a walk, to be kept between walks over the same graph.
#[derive(Clone, Debug)]
pub struct Walk {
    search: Search,
}

impl NeedsGraph {
    /// Draws the graph of a model in O(named nodes x log).
    pub fn new(model: &Model) -> NeedsGraph {
        let mut graph = Needs::with_capacity(model.nodes.len(), model.nodes.len());
        for node in model.nodes.ids() {
            graph.add_node(node);
        }
        for (holder, named) in direct_needs(model).iter_enumerated() {
            // Neighbours are walked in the reverse order of insertion.
            for needed in named.iter().rev() {
                graph.add_edge(NodeIndex::new(holder.index()), NodeIndex::new(needed.index()), ());
            }
        }
        NeedsGraph { graph }
    }

    /// The graph itself, for checks and pictures; weights are the nodes of the model.
    pub fn graph(&self) -> &DiGraph<NodeId, ()> {
        &self.graph
    }

    /// What a node needs directly, by id.
    pub fn needs(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        self.neighbours(node, Direction::Outgoing)
    }

    /// Who needs a node directly, by id.
    pub fn needed_by(&self, node: NodeId) -> Vec<NodeId> {
        let mut holders: Vec<NodeId> = self.neighbours(node, Direction::Incoming).collect();
        holders.sort_unstable();
        holders
    }

    fn neighbours(&self, node: NodeId, direction: Direction) -> impl Iterator<Item = NodeId> {
        self.graph.neighbors_directed(NodeIndex::new(node.index()), direction).map(|near| self.graph[near])
    }

    /// Makes the memory that walks over this graph need.
    pub fn walk(&self) -> Walk {
        Walk { search: Dfs::empty(&self.graph) }
    }

    /// Everything a node needs directly or indirectly, sorted by id; the node itself only if it is part of a
    /// circle. Takes O(what is found), plus a bit per node of the model.
    pub fn all_needs(&self, node: NodeId, walk: &mut Walk) -> Vec<NodeId> {
        let mut found = Vec::new();
        walk.search.reset(&self.graph);
        for first in self.needs(node) {
            walk.search.move_to(NodeIndex::new(first.index()));
            while let Some(next) = walk.search.next(&self.graph) {
                found.push(self.graph[next]);
            }
        }
        found.sort_unstable();
        found
    }

    /// Everyone who needs a node directly or indirectly, sorted by id; the node itself only if it is part of a
    /// circle. Takes O(what is found), plus a bit per node of the model.
    pub fn all_needed_by(&self, node: NodeId, walk: &mut Walk) -> Vec<NodeId> {
        let mut found = Vec::new();
        walk.search.reset(&self.graph);
        for first in self.neighbours(node, Direction::Incoming) {
            walk.search.move_to(NodeIndex::new(first.index()));
            while let Some(next) = walk.search.next(Reversed(&self.graph)) {
                found.push(self.graph[next]);
            }
        }
        found.sort_unstable();
        found
    }

    /// For each node the first of the holders, in the order given, that needs it directly or indirectly.
    ///
    /// With services sorted by RTO this is the service whose RTO rules the node. One pass over the whole graph,
    /// however many holders there are.
    pub fn first_that_needs(&self, holders: &[NodeId]) -> IdVec<NodeId, Option<NodeId>> {
        let mut first: IdVec<NodeId, Option<NodeId>> = self.graph.node_indices().map(|_| None).collect();
        let mut search = self.walk().search;
        for &holder in holders {
            for needed in self.needs(holder) {
                search.move_to(NodeIndex::new(needed.index()));
                while let Some(next) = search.next(&self.graph) {
                    first[self.graph[next]] = Some(holder);
                }
            }
        }
        first
    }
}

/// Lists for each node what it needs directly: sorted, each once.
fn direct_needs(model: &Model) -> IdVec<NodeId, Vec<NodeId>> {
    let mut direct: IdVec<NodeId, Vec<NodeId>> = model.nodes.iter().map(|_| Vec::new()).collect();
    for (id, node) in model.nodes.iter_enumerated() {
        node.needs.iter().for_each(|need| need.for_each_node(&mut |named| direct[id].push(named)));
    }
    for service in model.services.iter() {
        for need in service.minimum.iter().flatten() {
            need.for_each_node(&mut |named| direct[service.node].push(named));
        }
    }
    for system in model.systems.iter() {
        direct[system.node].extend(system.home.map(|home| model.sites[home].node));
        direct[system.node].extend(system.stored_on);
    }
    for named in direct.iter_mut() {
        named.sort_unstable();
        named.dedup();
    }
    direct
}
