//! Turns the values of one quantity into its sums and its distribution.
//!
//! Values are kept one by one until the campaign asks to coarsen; then only the counts of their buckets are.
//! Whether a finished campaign is coarse depends on its values alone (`Tallies`), so merging stays exact.

use super::buckets::Buckets;
use super::moments::Moments;
use super::part::{Digest, Part, parts};
use crate::units::Millis;

/// Sums and distribution of one quantity.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    pub moments: Moments,
    values: Values,
}

parts!(Tally { moments, values });

/// The values that are neither zero nor never.
#[derive(Clone, Debug)]
enum Values {
    /// Each of them, in any order.
    Exact(Vec<i64>),
    Coarse(Buckets),
}

impl Default for Values {
    fn default() -> Values {
        Values::Exact(Vec::new())
    }
}

impl Values {
    fn count(&mut self, value: i64) {
        match self {
            Values::Exact(values) => values.push(value),
            Values::Coarse(buckets) => buckets.count(value),
        }
    }
}

impl Part for Values {
    fn merge(&mut self, other: &Values) {
        if matches!(other, Values::Coarse(_)) {
            self.coarsen();
        }
        match (self, other) {
            (Values::Exact(mine), Values::Exact(theirs)) => mine.extend_from_slice(theirs),
            (mine, Values::Exact(theirs)) => theirs.iter().for_each(|&value| mine.count(value)),
            (Values::Coarse(mine), Values::Coarse(theirs)) => mine.merge(theirs),
            (Values::Exact(_), Values::Coarse(_)) => unreachable!("coarsened above"),
        }
    }

    fn feed(&self, digest: &mut Digest) {
        match self {
            Values::Exact(values) => {
                let mut values = values.clone();
                values.sort_unstable();
                values.iter().for_each(|&value| digest.amount(value));
            }
            Values::Coarse(buckets) => buckets.feed(digest),
        }
    }

    fn coarsen(&mut self) {
        if let Values::Exact(values) = self {
            let mut buckets = Buckets::default();
            values.iter().for_each(|&value| buckets.count(value));
            *self = Values::Coarse(buckets);
        }
    }
}

impl Tally {
    /// Tallies lengths of time.
    pub fn of(times: impl Iterator<Item = Millis>) -> Tally {
        let mut tally = Tally::default();
        times.for_each(|time| {
            tally.count(time);
        });
        tally
    }

    /// Counts a length of time; returns how many values had to be kept for it, 0 or 1.
    pub fn count(&mut self, time: Millis) -> u64 {
        if time.is_never() {
            self.moments.never += 1;
            return 0;
        }
        self.count_amount(time.get())
    }

    /// Counts an amount; returns how many values had to be kept for it, 0 or 1.
    pub(super) fn count_amount(&mut self, amount: i64) -> u64 {
        if amount == 0 {
            return 0;
        }
        self.moments.count_amount(amount);
        self.values.count(amount);
        1
    }

    /// The distribution of `n` values.
    pub fn steps(&self, n: u64) -> Steps {
        let others: Vec<(i64, u64)> = match &self.values {
            Values::Exact(values) => {
                let mut values = values.clone();
                values.sort_unstable();
                values.into_iter().map(|value| (value, 1)).collect()
            }
            Values::Coarse(buckets) => buckets.steps().collect(),
        };
        let max = self.moments.max(n).unwrap_or(0);
        let zeros = self.moments.zeros(n);
        let negative = others.partition_point(|&(value, _)| value < 0);
        let mut steps = Steps { steps: Vec::with_capacity(others.len() + 1) };
        others[..negative].iter().for_each(|&(value, count)| steps.add(value.min(max), count));
        steps.add(0, zeros);
        others[negative..].iter().for_each(|&(value, count)| steps.add(value.min(max), count));
        steps
    }
}

/// A distribution as a staircase: values rising, each with how many are at most that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Steps {
    steps: Vec<(i64, u64)>,
}

impl Steps {
    fn add(&mut self, value: i64, count: u64) {
        if count == 0 {
            return;
        }
        let before = self.steps.last().map_or(0, |&(_, up_to)| up_to);
        match self.steps.last_mut() {
            Some(last) if last.0 == value => last.1 += count,
            _ => self.steps.push((value, before + count)),
        }
    }

    /// The `rank`-th smallest value, counted from 1; `None` where it is never, or beyond all values.
    ///
    /// Of a coarse tally: the largest value of the bucket it fell into, at most 0.1 % too much.
    pub fn at_rank(&self, rank: u64) -> Option<i64> {
        let position = self.steps.partition_point(|&(_, up_to)| up_to < rank);
        self.steps.get(position).map(|&(value, _)| value)
    }

    /// Values with the number of values up to each, both rising.
    pub fn as_slice(&self) -> &[(i64, u64)] {
        &self.steps
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(amounts: &[i64]) -> Tally {
        let mut tally = Tally::default();
        amounts.iter().for_each(|&amount| {
            tally.count_amount(amount);
        });
        tally
    }

    #[test]
    fn ranks_count_zeros_and_leave_the_never_to_the_end() {
        let mut tally = tally(&[30, -5, 0, 10]);
        tally.count(Millis::NEVER);
        let steps = tally.steps(6);
        let ranked: Vec<_> = (1..=6).map(|rank| steps.at_rank(rank)).collect();
        assert_eq!(ranked, [Some(-5), Some(0), Some(0), Some(10), Some(30), None]);
    }

    #[test]
    fn coarse_values_are_at_most_a_thousandth_too_large_and_never_above_the_largest() {
        let amounts: Vec<i64> = (1..=500).map(|i| i * 7_919).collect();
        let exact = tally(&amounts);
        let mut coarse = exact.clone();
        coarse.coarsen();
        let (exact, coarse) = (exact.steps(500), coarse.steps(500));
        for rank in 1..=500 {
            let (exact, coarse) =
                (exact.at_rank(rank).expect("finite"), coarse.at_rank(rank).expect("finite"));
            assert!(exact <= coarse && (coarse - exact) * 1000 <= exact, "{exact} became {coarse}");
        }
        assert_eq!(coarse.at_rank(500), Some(500 * 7_919));
    }

    #[test]
    fn coarse_and_exact_parts_merge_into_the_coarse_whole() {
        let coarse = |amounts: &[i64]| {
            let mut tally = tally(amounts);
            tally.coarsen();
            tally
        };
        let (head, tail) = ([70_001, 3], [70_002, -9_000]);
        let whole = coarse(&[70_001, 3, 70_002, -9_000]).steps(5);
        let pairs =
            [(coarse(&head), tally(&tail)), (tally(&head), coarse(&tail)), (coarse(&tail), coarse(&head))];
        for (mut first, second) in pairs {
            first.merge(&second);
            assert_eq!(first.steps(5), whole);
        }
    }
}
