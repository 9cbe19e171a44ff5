//! Minimal cut sets of one and two nodes: which node, and which pair, takes a service down when it is down for ever.
//!
//! Exact. A part that can lose no further input falls with each of its inputs, so what is reached from the service
//! through such parts alone is fatal without a trial; every other candidate is tried by letting it fall, among what
//! the service needs only. For pairs each node that is not fatal by itself is held down, and the same is asked of
//! what remains. Work is counted against a budget; what was not examined is told.

use super::circuit::Part;
use super::falls::{Fall, Falls, Level};
use crate::ids::{NodeId, ServiceId};

/// How much work may still be done, in steps along needs.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    pub left: u64,
}

impl Budget {
    /// So many steps.
    pub fn steps(left: u64) -> Budget {
        Budget { left }
    }

    pub(super) fn spend(&mut self, steps: u64) {
        self.left = self.left.saturating_sub(steps);
    }

    /// Tells whether nothing is left.
    pub fn is_spent(&self) -> bool {
        self.left == 0
    }
}

/// How much of a search was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Examined {
    pub done: u64,
    pub of: u64,
}

impl Examined {
    /// Tells whether nothing was left out.
    pub fn is_whole(self) -> bool {
        self.done == self.of
    }
}

/// The smallest sets of nodes that take a service below a level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CutSets {
    /// Nodes that do it alone, by id.
    pub singles: Vec<NodeId>,
    /// Those among them that take down every branch of some alternative on the way, by id; without an alternative
    /// nothing has to be tried.
    pub through_alternatives: Vec<NodeId>,
    /// Nodes of which it is known whether they do.
    pub singles_examined: Examined,
    /// Pairs that do it together and not alone, by id, the smaller id first.
    pub pairs: Vec<(NodeId, NodeId)>,
    /// Pairs of which it is known whether they do.
    pub pairs_examined: Examined,
}

/// How large the sets may be that are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    One,
    Two,
}

/// Finds cut sets of one model, service by service, in memory that is reused.
#[derive(Clone, Debug)]
pub struct Cutter<'f> {
    falls: &'f Falls<'f>,
    fall: Fall,
    /// What the service at hand needs, by the number of the search.
    inside: Marks,
    fatal: Marks,
    /// What was found by a trial in the last search.
    toppling: Vec<Part>,
}

/// A set of parts that is emptied at once.
#[derive(Clone, Debug)]
struct Marks {
    round: u32,
    of: Vec<u32>,
}

impl Marks {
    fn new(parts: usize) -> Marks {
        Marks { round: 0, of: vec![0; parts] }
    }

    fn clear(&mut self) {
        if self.round == u32::MAX {
            self.of.fill(0);
            self.round = 0;
        }
        self.round += 1;
    }

    fn has(&self, part: Part) -> bool {
        self.of[part as usize] == self.round
    }

    /// Adds a part; tells whether it is new.
    fn add(&mut self, part: Part) -> bool {
        let is_new = !self.has(part);
        self.of[part as usize] = self.round;
        is_new
    }
}

impl<'f> Cutter<'f> {
    /// Makes the memory for a model, in O(nodes + needs).
    pub fn new(falls: &'f Falls<'f>) -> Cutter<'f> {
        let parts = falls.circuit.len();
        Cutter {
            falls,
            fall: Fall::new(&falls.circuit),
            inside: Marks::new(parts),
            fatal: Marks::new(parts),
            toppling: Vec::new(),
        }
    }

    /// Finds the cut sets of a service.
    pub fn cut(&mut self, service: ServiceId, level: Level, size: Size, budget: &mut Budget) -> CutSets {
        let target = self.falls.level(service, level);
        let candidates = self.ancestors(target, budget);
        let tried = self.find_fatal(target, &candidates, budget);
        let toppling = self.toppling.iter().filter_map(|part| self.falls.strikeable(*part));
        let mut through_alternatives: Vec<NodeId> = toppling.collect();
        through_alternatives.sort_unstable();
        let fatal: Vec<bool> = candidates.iter().map(|part| self.fatal.has(*part)).collect();
        let known = |at: usize| at < tried || fatal[at];
        let done = (0..candidates.len()).filter(|at| known(*at)).count();
        let alone = (0..candidates.len()).filter(|at| fatal[*at]).map(|at| candidates[at]);
        let mut singles: Vec<NodeId> = alone.filter_map(|part| self.falls.strikeable(part)).collect();
        singles.sort_unstable();
        let singles_examined = Examined { done: done as u64, of: candidates.len() as u64 };
        let others: Vec<Part> =
            (0..candidates.len()).filter(|at| !fatal[*at]).map(|at| candidates[at]).collect();
        let (pairs, pairs_examined) = match size {
            Size::One => (Vec::new(), Examined { done: 0, of: 0 }),
            Size::Two if singles_examined.is_whole() => self.pairs(target, &others, budget),
            Size::Two => (Vec::new(), Examined { done: 0, of: pairs_among(others.len()) }),
        };
        CutSets { singles, through_alternatives, singles_examined, pairs, pairs_examined }
    }

    /// Marks everything the target looks at, directly or indirectly; gives the nodes among it that can be struck,
    /// nearest first.
    fn ancestors(&mut self, target: Part, budget: &mut Budget) -> Vec<Part> {
        self.inside.clear();
        self.inside.add(target);
        let mut found = vec![target];
        let mut next = 0;
        while let Some(&part) = found.get(next) {
            next += 1;
            let inputs = self.falls.circuit.inputs(part);
            budget.spend(inputs.len() as u64);
            found.extend(inputs.iter().filter(|input| self.inside.add(**input)));
        }
        found.retain(|part| self.falls.strikeable(*part).is_some());
        found
    }

    /// Marks what takes the target down from the state at hand; gives how many candidates, from the first on, are
    /// known, the rest being known only where marked.
    fn find_fatal(&mut self, target: Part, candidates: &[Part], budget: &mut Budget) -> usize {
        self.fatal.clear();
        self.toppling.clear();
        self.close(target, budget);
        for (at, &candidate) in candidates.iter().enumerate() {
            if self.fatal.has(candidate) || self.fall.is_down(candidate) {
                continue;
            }
            if budget.is_spent() {
                return at;
            }
            if self.topples(candidate, target, budget) {
                self.toppling.push(candidate);
                self.close(candidate, budget);
            }
        }
        candidates.len()
    }

    /// Marks a part that is fatal, and what is fatal because it takes that part down.
    fn close(&mut self, from: Part, budget: &mut Budget) {
        let circuit = &self.falls.circuit;
        self.fatal.add(from);
        let mut open = vec![from];
        while let Some(part) = open.pop() {
            if !self.fall.is_tight(circuit, part) {
                continue;
            }
            budget.spend(circuit.inputs(part).len() as u64);
            let still_up = circuit.inputs(part).iter().filter(|input| !self.fall.is_down(**input));
            open.extend(still_up.filter(|input| self.fatal.add(**input)));
        }
    }

    /// Tells whether the target falls with a part, and leaves the state as it was.
    fn topples(&mut self, part: Part, target: Part, budget: &mut Budget) -> bool {
        let circuit = &self.falls.circuit;
        let inside = &self.inside;
        let mark = self.fall.mark();
        budget.spend(self.fall.hold(circuit, part, |part| inside.has(part), Some(target)));
        let falls = self.fall.is_down(target);
        self.fall.back_to(circuit, mark, |part| inside.has(part));
        falls
    }

    /// Pairs among parts none of which is fatal alone.
    fn pairs(
        &mut self,
        target: Part,
        others: &[Part],
        budget: &mut Budget,
    ) -> (Vec<(NodeId, NodeId)>, Examined) {
        let mut pairs = Vec::new();
        let mut done = 0;
        for (at, &first) in others.iter().enumerate() {
            if budget.is_spent() {
                break;
            }
            let later = &others[at + 1..];
            let inside = &self.inside;
            budget.spend(self.fall.hold(&self.falls.circuit, first, |part| inside.has(part), None));
            let tried = self.find_fatal(target, later, budget);
            for (position, &second) in later.iter().enumerate() {
                let is_fatal = self.fatal.has(second);
                done += u64::from(is_fatal || position < tried);
                if is_fatal {
                    let pair = [first, second].map(|part| NodeId::from_index(part as usize));
                    pairs.push((pair[0].min(pair[1]), pair[0].max(pair[1])));
                }
            }
            let inside = &self.inside;
            self.fall.back_to(&self.falls.circuit, 0, |part| inside.has(part));
        }
        pairs.sort_unstable();
        (pairs, Examined { done, of: pairs_among(others.len()) })
    }
}

fn pairs_among(count: usize) -> u64 {
    let count = count as u64;
    count * count.saturating_sub(1) / 2
}
