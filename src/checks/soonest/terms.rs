//! Turns conditions and work into the instants at which they can be fulfilled at the soonest.
//!
//! A term is fulfilled when `k` of its inputs are, but not before its floor, and then takes some time more. Every
//! such function is monotone and never smaller than the inputs it counts, so Knuth's generalisation of Dijkstra's
//! algorithm (Information Processing Letters 6, 1977) finds the least solution in O(terms + inputs x log), circles
//! included: what can only be fulfilled through itself is never.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use crate::units::Millis;

/// A term by its number.
pub type Term = u32;

const NONE: Term = Term::MAX;

/// Terms while they are written down; each may be an input before it is defined itself.
#[derive(Clone, Debug)]
pub struct Terms<L> {
    needed: Vec<u32>,
    floor: Vec<Millis>,
    plus: Vec<Millis>,
    label: Vec<Option<L>>,
    /// (input, of).
    edges: Vec<(Term, Term)>,
}

/// What became of every term.
#[derive(Clone, Debug)]
pub struct Times<L> {
    value: Vec<Millis>,
    needed: Vec<u32>,
    /// The input that was fulfilled last of those that counted; `NONE`: the floor decided.
    binding: Vec<Term>,
    /// Whether it can never be fulfilled even if nothing had to wait for itself.
    rooted: Vec<bool>,
    floor: Vec<Millis>,
    plus: Vec<Millis>,
    label: Vec<Option<L>>,
    /// Inputs of each term, for those that are never fulfilled.
    inputs: Rows,
}

/// Lists of terms, end to end.
#[derive(Clone, Debug)]
struct Rows {
    start: Vec<u32>,
    items: Vec<Term>,
}

impl Rows {
    /// Groups the second of each pair by the first.
    fn of(rows: usize, pairs: impl Iterator<Item = (Term, Term)> + Clone) -> Rows {
        let mut start = vec![0u32; rows + 1];
        for (row, _) in pairs.clone() {
            start[row as usize + 1] += 1;
        }
        for row in 0..rows {
            start[row + 1] += start[row];
        }
        let mut next = start.clone();
        let mut items = vec![NONE; start[rows] as usize];
        for (row, item) in pairs {
            items[next[row as usize] as usize] = item;
            next[row as usize] += 1;
        }
        Rows { start, items }
    }

    fn row(&self, row: Term) -> &[Term] {
        &self.items[self.start[row as usize] as usize..self.start[row as usize + 1] as usize]
    }
}

impl<L: Clone> Terms<L> {
    /// Begins with so many terms that are fulfilled from the start unless they are defined otherwise.
    pub fn new(count: usize) -> Terms<L> {
        Terms {
            needed: vec![0; count],
            floor: vec![Millis::ZERO; count],
            plus: vec![Millis::ZERO; count],
            label: vec![None; count],
            edges: Vec::new(),
        }
    }

    /// A term that is fulfilled at `floor`.
    pub fn at(&mut self, floor: Millis, label: Option<L>) -> Term {
        self.needed.push(0);
        self.floor.push(floor);
        self.plus.push(Millis::ZERO);
        self.label.push(label);
        self.needed.len() as Term - 1
    }

    /// A term that is never fulfilled.
    pub fn never(&mut self, label: L) -> Term {
        self.at(Millis::NEVER, Some(label))
    }

    /// A term that is fulfilled with `k` of its inputs.
    pub fn of(&mut self, k: u32, inputs: &[Term]) -> Term {
        let term = self.at(Millis::ZERO, None);
        self.define(term, k, inputs);
        term
    }

    /// A term that is fulfilled with all of its inputs; a single input stands for itself.
    pub fn all(&mut self, inputs: &[Term]) -> Term {
        match inputs {
            [one] => *one,
            several => self.of(several.len() as u32, several),
        }
    }

    /// Work that begins with all of its inputs and takes `plus`.
    pub fn work(&mut self, inputs: &[Term], plus: Millis, label: L) -> Term {
        let term = self.of(inputs.len() as u32, inputs);
        self.plus[term as usize] = plus;
        self.label[term as usize] = Some(label);
        term
    }

    /// What begins at an instant, which may lie before the start, and takes `plus`.
    pub fn work_from(&mut self, at: Millis, plus: Millis, label: L) -> Term {
        let from = self.at(at, None);
        let term = self.work(&[from], plus, label);
        self.floor[term as usize] = at;
        term
    }

    /// Says of a term that it is fulfilled with `k` of these inputs.
    pub fn define(&mut self, term: Term, k: u32, inputs: &[Term]) {
        self.needed[term as usize] = k;
        self.edges.extend(inputs.iter().map(|input| (*input, term)));
        if k as usize > inputs.len() {
            self.floor[term as usize] = Millis::NEVER;
        }
    }

    /// Says of a term that it is work that begins with all of these inputs and takes that long.
    pub fn define_work(&mut self, term: Term, inputs: &[Term], (plus, label): (Millis, L)) {
        self.define(term, inputs.len() as u32, inputs);
        self.plus[term as usize] = plus;
        self.label[term as usize] = Some(label);
    }

    /// Names a term.
    pub fn name(&mut self, term: Term, label: L) {
        self.label[term as usize] = Some(label);
    }

    /// Finds for every term the soonest instant.
    pub fn solve(self) -> Times<L> {
        let Terms { needed, floor, plus, label, edges } = self;
        let count = needed.len();
        let outputs = Rows::of(count, edges.iter().copied());
        let mut value = vec![Millis::NEVER; count];
        let mut binding = vec![NONE; count];
        let mut missing = needed.clone();
        let mut due = BinaryHeap::new();
        let fulfil = |due: &mut BinaryHeap<_>, value: &mut [Millis], term: Term, at: Millis| {
            value[term as usize] = at;
            // Most terms have nobody who waits for them.
            if !outputs.row(term).is_empty() {
                due.push(Reverse((at, term)));
            }
        };
        for term in 0..count {
            if missing[term] == 0 && !floor[term].is_never() {
                fulfil(&mut due, &mut value, term as Term, floor[term].plus(plus[term]));
            }
        }
        while let Some(Reverse((at, term))) = due.pop() {
            for &output in outputs.row(term) {
                let next = output as usize;
                // Inputs come in ascending order, so the k-th to come is the k-th smallest.
                missing[next] = missing[next].wrapping_sub(1);
                if missing[next] == 0 && !floor[next].is_never() {
                    if at >= floor[next] {
                        binding[next] = term;
                    }
                    fulfil(&mut due, &mut value, output, at.max(floor[next]).plus(plus[next]));
                }
            }
        }
        let inputs = Rows::of(count, edges.iter().map(|(input, of)| (*of, *input)));
        let rooted = rooted(&needed, &floor, (&inputs, &outputs));
        Times { value, needed, binding, rooted, floor, plus, label, inputs }
    }
}

/// Finds the terms that can never be fulfilled, whatever waits for itself: those whose floor is never, and those of
/// whose inputs too many are such.
fn rooted(needed: &[u32], floor: &[Millis], (inputs, outputs): (&Rows, &Rows)) -> Vec<bool> {
    let mut rooted = vec![false; needed.len()];
    let spare = |term: usize| inputs.row(term as Term).len() as i64 - i64::from(needed[term]);
    let mut left: Vec<i64> = (0..needed.len()).map(spare).collect();
    let mut open: Vec<Term> =
        (0..needed.len()).filter(|term| floor[*term].is_never()).map(|term| term as Term).collect();
    open.iter().for_each(|term| rooted[*term as usize] = true);
    while let Some(term) = open.pop() {
        for &output in outputs.row(term) {
            let next = output as usize;
            left[next] -= 1;
            if left[next] < 0 && !rooted[next] {
                rooted[next] = true;
                open.push(output);
            }
        }
    }
    rooted
}

impl<L: Clone> Times<L> {
    /// When a term is fulfilled at the soonest.
    pub fn value(&self, term: Term) -> Millis {
        self.value[term as usize]
    }

    /// The path that leads to a term: what was waited for and how long it took, from the start on.
    pub fn path(&self, term: Term) -> Vec<(L, Millis)> {
        let mut path = self.chain(term);
        path.retain(|(_, took)| *took > Millis::ZERO);
        path
    }

    /// The same with what took no time.
    pub fn chain(&self, term: Term) -> Vec<(L, Millis)> {
        let mut path = Vec::new();
        let mut next = term;
        while next != NONE {
            let at = next as usize;
            let waited = if self.binding[at] == NONE { self.floor[at] } else { Millis::ZERO };
            let took = self.plus[at].plus(waited);
            path.extend(self.label[at].iter().map(|label| (label.clone(), took)));
            next = self.binding[at];
        }
        path.reverse();
        path
    }

    /// Why a term is never fulfilled: the labels on the shortest way to an input that can never be, whatever else
    /// happens, that input's last; nothing where the term could be fulfilled if something did not wait for itself.
    pub fn way_to_never(&self, term: Term) -> Option<Vec<L>> {
        if !self.rooted[term as usize] {
            return None;
        }
        let mut from = std::collections::BTreeMap::from([(term, NONE)]);
        let mut open = VecDeque::from([term]);
        while let Some(next) = open.pop_front() {
            if self.floor[next as usize].is_never() && self.label[next as usize].is_some() {
                let back = std::iter::successors(Some(next), |at| from.get(at).copied());
                let back = back.take_while(|at| *at != NONE);
                let mut way: Vec<L> = back.filter_map(|at| self.label[at as usize].clone()).collect();
                way.reverse();
                return Some(way);
            }
            for &input in self.inputs.row(next) {
                if self.rooted[input as usize] && !from.contains_key(&input) {
                    from.insert(input, next);
                    open.push_back(input);
                }
            }
        }
        None
    }

    /// The labels on a way from a term to one that it cannot do without, whatever else is fulfilled; nothing where it
    /// can, or where more terms would have to be looked at than are `left`, from which those looked at are taken.
    pub fn way_to_needed(&self, term: Term, needed: Term, left: &mut usize) -> Option<Vec<L>> {
        let mut number = std::collections::BTreeMap::from([(term, 0)]);
        let mut looked = vec![term];
        let mut next = 0;
        while let Some(&at) = looked.get(next) {
            next += 1;
            let inputs: &[Term] = if at == needed { &[] } else { self.inputs.row(at) };
            for &input in inputs {
                number.entry(input).or_insert_with(|| {
                    looked.push(input);
                    looked.len() - 1
                });
            }
            if looked.len() > *left {
                *left = 0;
                return None;
            }
        }
        *left -= looked.len();
        let goal = *number.get(&needed)?;
        let held = self.fulfilled_without(&looked, (&number, goal));
        let mut from: Vec<Option<usize>> = vec![None; looked.len()];
        let mut open = VecDeque::from([0]);
        while let Some(at) = open.pop_front().filter(|_| !held[0]) {
            if at == goal {
                let back = std::iter::successors(Some(at), |at| from[*at]);
                let mut way: Vec<L> = back.filter_map(|at| self.label[looked[at] as usize].clone()).collect();
                way.reverse();
                return Some(way);
            }
            for input in self.inputs.row(looked[at]).iter().map(|input| number[input]) {
                if !held[input] && input != 0 && from[input].is_none() {
                    from[input] = Some(at);
                    open.push_back(input);
                }
            }
        }
        None
    }

    /// Which of these terms are fulfilled at some time although the one at `without` never is.
    fn fulfilled_without(
        &self,
        looked: &[Term],
        (number, without): (&std::collections::BTreeMap<Term, usize>, usize),
    ) -> Vec<bool> {
        let mut held = vec![false; looked.len()];
        let mut missing: Vec<u32> = looked.iter().map(|term| self.needed[*term as usize]).collect();
        let mut outputs: Vec<Vec<usize>> = vec![Vec::new(); looked.len()];
        for (at, &term) in looked.iter().enumerate().filter(|(at, _)| *at != without) {
            self.inputs.row(term).iter().for_each(|input| outputs[number[input]].push(at));
        }
        let can = |at: usize| at != without && !self.floor[looked[at] as usize].is_never();
        let mut open: Vec<usize> = (0..looked.len()).filter(|at| missing[*at] == 0 && can(*at)).collect();
        while let Some(at) = open.pop() {
            held[at] = true;
            for &output in &outputs[at] {
                missing[output] = missing[output].wrapping_sub(1);
                if missing[output] == 0 && can(output) {
                    open.push(output);
                }
            }
        }
        held
    }

    /// A circle of labelled terms in which a term that is never fulfilled waits for itself; empty where it waits for
    /// something that can never be.
    pub fn circle(&self, term: Term) -> Vec<L> {
        let mut order: Vec<Term> = vec![term];
        let mut position = std::collections::BTreeMap::from([(term, 0)]);
        let mut next = term;
        loop {
            let waits = |input: &Term| self.value(*input).is_never() && !self.rooted[*input as usize];
            let blocked = self.inputs.row(next).iter().copied().find(waits);
            let Some(input) = blocked else { return Vec::new() };
            if let Some(start) = position.get(&input) {
                return order[*start..]
                    .iter()
                    .filter_map(|term| self.label[*term as usize].clone())
                    .collect();
            }
            position.insert(input, order.len());
            order.push(input);
            next = input;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(ms: i64) -> Millis {
        Millis::new(ms)
    }

    #[test]
    fn all_wait_for_the_last_and_any_for_the_first() {
        let mut terms: Terms<&str> = Terms::new(0);
        let inputs = [3, 1, 2].map(|at| terms.at(ms(at), None));
        let by_count = [1, 2, 3].map(|k| terms.of(k, &inputs));
        let none = terms.of(0, &[]);
        let too_many = terms.of(4, &inputs);
        let times = terms.solve();
        assert_eq!(by_count.map(|term| times.value(term)), [1, 2, 3].map(ms));
        assert_eq!(times.value(none), ms(0));
        assert!(times.value(too_many).is_never());
    }

    #[test]
    fn a_path_names_what_was_waited_for() {
        let mut terms = Terms::new(0);
        let call = terms.at(ms(10), Some("call"));
        let other = terms.at(ms(4), Some("other"));
        let work = terms.work(&[call, other], ms(5), "work");
        let done = terms.all(&[work, other]);
        let times = terms.solve();
        assert_eq!(times.value(done), ms(15));
        assert_eq!(times.path(done), [("call", ms(10)), ("work", ms(5))]);
    }

    #[test]
    fn what_waits_for_itself_is_never_unless_there_is_another_way() {
        let mut terms = Terms::new(2);
        let key = terms.work(&[1], ms(1), "open the vault");
        terms.define(0, 1, &[key]);
        let sign_in = terms.work(&[0], ms(2), "sign in");
        terms.define(1, 1, &[sign_in]);
        let mut with_a_way_out = terms.clone();
        let times = terms.solve();
        assert!(times.value(0).is_never() && times.value(1).is_never());
        assert!(times.way_to_never(0).is_none());
        assert_eq!(times.circle(0), ["open the vault", "sign in"]);
        let glass = with_a_way_out.at(ms(9), Some("break glass"));
        with_a_way_out.define(0, 1, &[glass]);
        let times = with_a_way_out.solve();
        assert_eq!((times.value(0), times.value(1)), (ms(9), ms(11)));
    }

    #[test]
    fn what_comes_back_by_another_way_can_still_be_waited_for_in_vain() {
        // 0: the network, 1: the line over it.
        let mut terms = Terms::new(2);
        let remotely = terms.work(&[1], ms(1), "remotely");
        let by_car = terms.at(ms(9), Some("by car"));
        terms.define(0, 1, &[remotely, by_car]);
        terms.define(1, 1, &[0]);
        terms.name(0, "network");
        terms.name(1, "line");
        let times = terms.solve();
        assert_eq!((times.value(0), times.value(remotely)), (ms(9), ms(10)));
        let mut left = 9;
        let way = times.way_to_needed(remotely, 0, &mut left);
        assert_eq!((way, left), (Some(vec!["remotely", "line", "network"]), 6));
        assert_eq!((times.way_to_needed(by_car, 0, &mut left), left), (None, 5));
        left = 2;
        assert_eq!((times.way_to_needed(remotely, 0, &mut left), left), (None, 0));
    }

    #[test]
    fn the_reason_for_never_is_the_nearest_that_cannot_be() {
        let mut terms = Terms::new(0);
        let gone = terms.never("burnt");
        let work = terms.work(&[gone], ms(1), "restore");
        let times = terms.solve();
        assert_eq!(times.way_to_never(work), Some(vec!["restore", "burnt"]));
        assert!(times.circle(work).is_empty());
    }
}
