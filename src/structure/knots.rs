//! What a node that never comes back waits for: the knot behind it, with everything that is tied into it.
//!
//! A circle ([`super::deadlock`]) is one shortest way round; a knot is all that waits for each other, so that whoever
//! looks for a way out need not be told one circle after the other.

use std::collections::BTreeSet;

use super::circuit::Part;
use super::deadlock::{causes, circle};
use super::returns::{Fate, Returns};
use super::wires::node_part;
use crate::ids::NodeId;

/// All that holds itself down after a loss.
#[derive(Clone, Debug)]
pub struct Knots<'m> {
    returns: Returns<'m>,
    groups: Vec<Vec<Part>>,
    /// For each part the position of its group, if it has one.
    group_of: Vec<Option<usize>>,
}

/// Things that wait for each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Knot {
    /// Along a shortest circle, each waits for the next and the last for the first; one alone waits for itself.
    pub circle: Vec<NodeId>,
    /// What else waits for these and they for it, by id.
    pub others: Vec<NodeId>,
}

impl<'m> Knots<'m> {
    /// Finds them in O(parts + wires).
    pub fn new(returns: Returns<'m>) -> Knots<'m> {
        let groups = causes(&returns);
        let mut group_of = vec![None; returns.circuit.len()];
        for (position, group) in groups.iter().enumerate() {
            group.iter().for_each(|part| group_of[*part as usize] = Some(position));
        }
        Knots { returns, groups, group_of }
    }

    /// The nearest knot that a node waits for or is tied into; `None` where it does not wait for itself.
    pub fn behind(&self, node: NodeId) -> Option<Knot> {
        if self.returns.fate(node) != Fate::Deadlocked {
            return None;
        }
        let mut seen = BTreeSet::from([node_part(node)]);
        let mut queue = vec![node_part(node)];
        let mut next = 0;
        while let Some(&part) = queue.get(next) {
            next += 1;
            if let Some(group) = self.group_of[part as usize] {
                return Some(self.knot(&self.groups[group]));
            }
            for &input in self.returns.circuit.inputs(part) {
                if self.returns.knotted[input as usize] && seen.insert(input) {
                    queue.push(input);
                }
            }
        }
        None
    }

    fn knot(&self, group: &[Part]) -> Knot {
        let mut all: BTreeSet<NodeId> =
            group.iter().map(|part| self.returns.origins[*part as usize].node).collect();
        // The shortest way round may lie within one node; then all that is tied into the knot is told alike.
        let circle = match circle(&self.returns, group) {
            Some(circle) => circle.links.iter().map(|link| link.from).collect(),
            None => all.iter().copied().collect::<Vec<_>>(),
        };
        circle.iter().for_each(|node| {
            all.remove(node);
        });
        Knot { circle, others: all.into_iter().collect() }
    }
}
