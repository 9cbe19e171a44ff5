//! Turns a model into the graph of its needs: an edge leads from X to Y where X needs Y directly.
//!
//! Invariant: the nodes of the graph are those of the model, numbered alike, and each edge stands once. Walks
//! keep their own stack, so a chain of any length is safe. The trial loop never sees this graph.

use petgraph::graph::{DiGraph, NodeIndex};

use super::{Model, NodeKind};
use crate::ids::{IdVec, NodeId};

/// Who needs whom directly: what is named anywhere in a node's `needs` (or a service's `minimum`), a system's
/// home and what it is stored on. Strategies, steps and their teams do not count.
#[derive(Clone, Debug)]
pub struct NeedsGraph {
    needs: Neighbours,
    needed_by: Neighbours,
}

/// The neighbours of each node, sorted by id, end to end: a million of them are walked in the order of memory.
#[derive(Clone, Debug)]
struct Neighbours {
    starts: Vec<u32>,
    nodes: Vec<NodeId>,
}

/// The memory of a walk, to be kept between walks over the same graph.
#[derive(Clone, Debug)]
pub struct Walk {
    /// Number of the walk in which each node was last seen.
    seen: Vec<u32>,
    walks: u32,
    open: Vec<NodeId>,
}

impl Neighbours {
    fn of(&self, node: NodeId) -> &[NodeId] {
        &self.nodes[self.starts[node.index()] as usize..self.starts[node.index() + 1] as usize]
    }

    /// The same edges from their other ends.
    fn reversed(&self) -> Neighbours {
        let count = self.starts.len() - 1;
        let mut starts = vec![0; count + 1];
        self.nodes.iter().for_each(|node| starts[node.index() + 1] += 1);
        for node in 0..count {
            starts[node + 1] += starts[node];
        }
        let mut free = starts.clone();
        let mut nodes = self.nodes.clone();
        for node in (0..count).map(NodeId::from_index) {
            for &near in self.of(node) {
                nodes[free[near.index()] as usize] = node;
                free[near.index()] += 1;
            }
        }
        Neighbours { starts, nodes }
    }

    /// Shows what can be reached from a node and has not been seen in this walk; it goes on from what `found` says
    /// yes to.
    fn reach(&self, from: NodeId, walk: &mut Walk, mut found: impl FnMut(NodeId) -> bool) {
        walk.open.push(from);
        while let Some(node) = walk.open.pop() {
            for &near in self.of(node) {
                if walk.seen[near.index()] != walk.walks {
                    walk.seen[near.index()] = walk.walks;
                    if found(near) {
                        walk.open.push(near);
                    }
                }
            }
        }
    }

    /// Everything that can be reached from a node over what is admitted, sorted by id.
    fn all(&self, from: NodeId, walk: &mut Walk, admits: impl Fn(NodeId) -> bool) -> Vec<NodeId> {
        let mut found = Vec::new();
        walk.begin();
        self.reach(from, walk, |node| {
            let admitted = admits(node);
            if admitted {
                found.push(node);
            }
            admitted
        });
        found.sort_unstable();
        found
    }
}

impl Walk {
    fn begin(&mut self) {
        self.walks = self.walks.wrapping_add(1);
        if self.walks == 0 {
            self.seen.fill(0);
            self.walks = 1;
        }
    }
}

impl NeedsGraph {
    /// Draws the graph of a model in O(named nodes x log).
    pub fn new(model: &Model) -> NeedsGraph {
        let needs = direct_needs(model);
        NeedsGraph { needed_by: needs.reversed(), needs }
    }

    /// The graph for checks and pictures; weights are the nodes of the model.
    pub fn graph(&self) -> DiGraph<NodeId, ()> {
        let count = self.needs.starts.len() - 1;
        let mut graph = DiGraph::with_capacity(count, self.edge_count());
        for node in (0..count).map(NodeId::from_index) {
            graph.add_node(node);
        }
        for node in (0..count).map(NodeId::from_index) {
            for needed in self.needs(node) {
                graph.add_edge(NodeIndex::new(node.index()), NodeIndex::new(needed.index()), ());
            }
        }
        graph
    }

    /// How many pairs there are of which one needs the other directly.
    pub fn edge_count(&self) -> usize {
        self.needs.nodes.len()
    }

    /// What a node needs directly, by id.
    pub fn needs(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        self.needs.of(node).iter().copied()
    }

    /// Who needs a node directly, by id.
    pub fn needed_by(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        self.needed_by.of(node).iter().copied()
    }

    /// Makes the memory that walks over this graph need.
    pub fn walk(&self) -> Walk {
        Walk { seen: vec![0; self.needs.starts.len() - 1], walks: 0, open: Vec::new() }
    }

    /// Everything a node needs directly or indirectly, sorted by id; the node itself only if it is part of a
    /// circle. Takes O(what is found x log).
    pub fn all_needs(&self, node: NodeId, walk: &mut Walk) -> Vec<NodeId> {
        self.needs.all(node, walk, |_| true)
    }

    /// The same over nodes that are admitted alone: whatever only others lead to is left out.
    pub fn all_needs_over(
        &self,
        node: NodeId,
        walk: &mut Walk,
        admits: impl Fn(NodeId) -> bool,
    ) -> Vec<NodeId> {
        self.needs.all(node, walk, admits)
    }

    /// Everyone who needs a node directly or indirectly, sorted by id; the node itself only if it is part of a
    /// circle. Takes O(what is found x log).
    pub fn all_needed_by(&self, node: NodeId, walk: &mut Walk) -> Vec<NodeId> {
        self.needed_by.all(node, walk, |_| true)
    }

    /// For each node the first of the holders, in the order given, that needs it directly or indirectly.
    ///
    /// With services sorted by RTO this is the service whose RTO rules the node. One pass over the whole graph,
    /// however many holders there are.
    pub fn first_that_needs(&self, holders: &[NodeId]) -> IdVec<NodeId, Option<NodeId>> {
        let mut walk = self.walk();
        let mut first: IdVec<NodeId, Option<NodeId>> = walk.seen.iter().map(|_| None).collect();
        walk.begin();
        for &holder in holders {
            self.needs.reach(holder, &mut walk, |node| {
                first[node] = Some(holder);
                true
            });
        }
        first
    }
}

/// Lists for each node what it needs directly: sorted, each once.
fn direct_needs(model: &Model) -> Neighbours {
    let mut direct = Neighbours { starts: vec![0], nodes: Vec::new() };
    let mut named = Vec::new();
    for node in model.nodes.iter() {
        named.clear();
        node.needs.iter().for_each(|need| need.for_each_node(&mut |node| named.push(node)));
        match node.kind {
            NodeKind::Service(service) => {
                let minimum = model.services[service].minimum.iter().flatten();
                minimum.for_each(|need| need.for_each_node(&mut |node| named.push(node)));
            }
            NodeKind::System(system) => {
                let system = &model.systems[system];
                named.extend(system.home.map(|home| model.sites[home].node));
                named.extend(system.stored_on);
            }
            _ => {}
        }
        named.sort_unstable();
        named.dedup();
        direct.nodes.extend_from_slice(&named);
        direct.starts.push(direct.nodes.len() as u32);
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
        let over = ["db", "a", "grid", "paris"].map(|id| house.node(id));
        let all = |id| {
            let mut walk = house.graph.walk();
            house.graph.all_needs_over(house.node(id), &mut walk, |node| over.contains(&node))
        };
        assert_eq!(house.names(all("pay")), ["a", "db", "grid", "paris"]);
        assert_eq!(house.names(all("db")), ["a", "grid", "paris"]);
        assert_eq!(house.names(all("san")), ["grid", "paris"]);
        assert_eq!(house.names(all("b")), ["a", "grid", "paris"]);
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
