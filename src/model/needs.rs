//! Need expressions over resolved nodes.

use std::collections::BTreeSet;

use crate::ids::NodeId;

/// A condition over nodes. Gates are expanded and counted names (`2 of tag:x`) are listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// Holds while the node is up (a service: while at its minimum; a task: once done).
    Node(NodeId),
    /// Holds while at least `k` of the parts hold, `1 <= k <= of.len()`. `and` is all, `or` is one.
    AtLeast { k: u32, of: Vec<Need> },
}

impl Need {
    /// All of the parts; a single part stands for itself.
    pub fn all(mut of: Vec<Need>) -> Need {
        if of.len() == 1 { of.remove(0) } else { Need::AtLeast { k: of.len() as u32, of } }
    }

    /// Any of the parts; a single part stands for itself.
    pub fn any(mut of: Vec<Need>) -> Need {
        if of.len() == 1 { of.remove(0) } else { Need::AtLeast { k: 1, of } }
    }

    /// Whether it can hold without all that it names.
    pub fn has_alternatives(&self) -> bool {
        match self {
            Need::Node(_) => false,
            Need::AtLeast { k, of } => (*k as usize) < of.len() || of.iter().any(Need::has_alternatives),
        }
    }

    /// Whether it holds while these nodes are up and no others.
    pub fn holds(&self, up: &BTreeSet<NodeId>) -> bool {
        match self {
            Need::Node(node) => up.contains(node),
            Need::AtLeast { k, of } => of.iter().filter(|part| part.holds(up)).count() >= *k as usize,
        }
    }

    /// Whether it names a node.
    pub fn names(&self, node: NodeId) -> bool {
        let mut names = false;
        self.for_each_node(&mut |named| names |= named == node);
        names
    }

    /// Calls `visit` for every node named anywhere in the expression, in the order written.
    pub fn for_each_node(&self, visit: &mut impl FnMut(NodeId)) {
        match self {
            Need::Node(node) => visit(*node),
            Need::AtLeast { of, .. } => of.iter().for_each(|part| part.for_each_node(visit)),
        }
    }
}
