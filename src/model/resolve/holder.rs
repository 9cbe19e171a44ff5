//! Turns a node, or all members of a group, into the one who must not need itself.

use crate::ids::NodeId;

/// Who holds a need.
#[derive(Clone, Debug)]
pub(super) struct Holder {
    /// As written in the file.
    pub name: String,
    nodes: Vec<NodeId>,
}

impl Holder {
    /// Makes the holder of needs that nobody in particular holds: gates, steps, conditions.
    pub fn nobody() -> Holder {
        Holder { name: String::new(), nodes: Vec::new() }
    }

    /// Makes the holder of the needs of nodes, sorted by id.
    pub fn of(name: &str, nodes: &[NodeId]) -> Holder {
        Holder { name: name.to_owned(), nodes: nodes.to_vec() }
    }

    /// Tells whether a node is the holder.
    pub fn is(&self, node: NodeId) -> bool {
        self.nodes.binary_search(&node).is_ok()
    }
}
