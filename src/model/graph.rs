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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::document::parse_model;
    use crate::model::resolve;
    use crate::source::Sources;

    const HOUSE: &str = r#"(
        sites: { "paris": (needs: "grid") }, suppliers: { "grid": (), "spare": () },
        gates: { "g": "a or b" }, teams: { "t": (people: 1) },
        systems: {
            "a": (needs: "b", home: "paris"), "b": (needs: "a"), "san": (home: "paris"),
            "db": (stored_on: "san", needs: ["g", "g"], recovery: [(name: "x", steps: [(do: "x", takes: "1h", by: "t", needs: "spare")])]),
        },
        services: { "pay": (needs: "db", minimum: "spare"), "web": (needs: "a") },
    )"#;

    struct House {
        model: Model,
        graph: NeedsGraph,
    }

    impl House {
        fn new() -> House {
            let mut sources = Sources::new();
            let id = sources.add("model.ron", HOUSE);
            let (doc, found) = parse_model(&sources, id);
            assert!(found.is_empty(), "{found:?}");
            let doc = doc.expect("it is well-formed");
            let (model, _) = resolve(&doc, None).unwrap_or_else(|found: Diagnostics| panic!("{found:?}"));
            let graph = NeedsGraph::new(&model);
            House { model, graph }
        }

        fn node(&self, id: &str) -> NodeId {
            self.model.nodes.ids().find(|node| self.model.nodes[*node].id == id).expect("it is in the house")
        }

        fn names(&self, nodes: impl IntoIterator<Item = NodeId>) -> Vec<&str> {
            nodes.into_iter().map(|node| self.model.nodes[node].id.as_str()).collect()
        }
    }

    #[test]
    fn direct_needs_are_what_is_named_the_home_and_what_it_is_stored_on() {
        let house = House::new();
        let needs = |id| house.names(house.graph.needs(house.node(id)));
        assert_eq!(needs("db"), ["a", "b", "san"]);
        assert_eq!(needs("a"), ["b", "paris"]);
        assert_eq!(needs("pay"), ["db", "spare"]);
        assert_eq!(needs("t"), [""; 0]);
        assert_eq!(house.names(house.graph.needed_by(house.node("a"))), ["b", "db", "web"]);
        assert_eq!(house.names(house.graph.needed_by(house.node("spare"))), ["pay"]);
    }

    #[test]
    fn indirect_needs_include_the_node_itself_only_in_a_circle() {
        let house = House::new();
        let mut walk = house.graph.walk();
        let mut all = |id| house.graph.all_needs(house.node(id), &mut walk);
        assert_eq!(house.names(all("san")), ["grid", "paris"]);
        assert_eq!(house.names(all("a")), ["a", "b", "grid", "paris"]);
        assert_eq!(house.names(all("pay")), ["a", "b", "db", "grid", "paris", "san", "spare"]);
        let mut by = |id| house.graph.all_needed_by(house.node(id), &mut walk);
        assert_eq!(house.names(by("grid")), ["a", "b", "db", "paris", "pay", "san", "web"]);
        assert_eq!(house.names(by("a")), ["a", "b", "db", "pay", "web"]);
        assert_eq!(house.names(by("pay")), [""; 0]);
    }

    #[test]
    fn the_first_holder_that_needs_a_node_rules_it() {
        let house = House::new();
        let first = |order: [&str; 2]| {
            let holders = order.map(|id| house.node(id));
            let first = house.graph.first_that_needs(&holders);
            ["a", "db", "pay"]
                .map(|id| first[house.node(id)].map(|holder| house.model.nodes[holder].id.as_str()))
        };
        assert_eq!(first(["pay", "web"]), [Some("pay"), Some("pay"), None]);
        assert_eq!(first(["web", "pay"]), [Some("web"), Some("pay"), None]);
    }
}
