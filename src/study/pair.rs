//! Tallies of pairs of trials: one of the plan, one of a variant, with the same draws.
//!
//! Everything counted is an integer, and pairs come in the order of their trials.

use crate::campaign::Moments;
use crate::results::Table;
use crate::units::Millis;

use super::contest::Counting;
use super::seen::{KINDS, Seen};

/// What pairs of trials say of each service that both variants have.
#[derive(Clone, Debug)]
pub struct Pair {
    /// Pairs counted.
    pub trials: u64,
    /// In the order of the plan's services.
    pub services: Vec<ServicePair>,
    /// Change of the loss over all of them, in hundredths of their currencies.
    pub cost: Moments,
}

/// The same of one service. Changes are from the plan to the variant.
#[derive(Clone, Debug, Default)]
pub struct ServicePair {
    /// Position of the service in the plan and in the variant.
    pub positions: (usize, usize),
    /// Trials in which an effect struck what it needs, in the plan and in the variant.
    pub touched: (u64, u64),
    /// For each of `KINDS`.
    pub kept: [Table; KINDS.len()],
    /// Pairs in which the variant's outage is the shorter, and the longer.
    pub better: u64,
    pub worse: u64,
    /// Pairs in which anything at all differs.
    pub differ: u64,
    pub outage: Change,
    pub data_loss: Change,
    /// In hundredths of the currency.
    pub cost: Moments,
    /// The pairs that differ most in outage, each way.
    pub most_better: Option<Extreme>,
    pub most_worse: Option<Extreme>,
}

/// How a time changes.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// In the plan and in the variant, pair by pair; only where times are kept.
    pub times: Option<Vec<(Millis, Millis)>>,
    /// How often it is never in the plan, and in the variant.
    pub never: [u64; 2],
    /// Pairs in which both are never: they have no length, and no change.
    pub neither: u64,
    /// Over the pairs in which neither is never; those of which just one is count as never.
    pub moments: Moments,
}

/// One pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extreme {
    pub trial: u64,
    pub before: Millis,
    pub after: Millis,
}

impl Extreme {
    fn size(&self) -> u64 {
        self.after.get().abs_diff(self.before.get())
    }
}

impl Change {
    fn count(&mut self, before: Millis, after: Millis) {
        if let Some(times) = &mut self.times {
            times.push((before, after));
        }
        for (never, time) in self.never.iter_mut().zip([before, after]) {
            *never += u64::from(time.is_never());
        }
        match before.is_never() || after.is_never() {
            true if before == after => self.neither += 1,
            true => self.moments.never += 1,
            false => self.moments.count_amount(after.get() - before.get()),
        }
    }
}

impl Pair {
    /// Begins with the services at these positions of the plan and of the variant. Times are kept for their quantiles
    /// only where the counting asks for them.
    pub fn new(positions: impl Iterator<Item = (usize, usize)>, counting: Counting) -> Pair {
        let times = || Change { times: counting.keeps_times().then(Vec::new), ..Change::default() };
        let services = positions.map(|positions| ServicePair {
            positions,
            outage: times(),
            data_loss: times(),
            ..ServicePair::default()
        });
        Pair { trials: 0, services: services.collect(), cost: Moments::default() }
    }

    /// Counts one pair: what was seen of all services of the plan, and of the variant.
    pub fn count(&mut self, trial: u64, before: &[Seen], after: &[Seen]) {
        for service in &mut self.services {
            service.count(trial, &before[service.positions.0], &after[service.positions.1]);
        }
        let all = |seen: &[Seen], at: fn(&ServicePair) -> usize| {
            self.services.iter().map(|service| seen[at(service)].cost).fold(0, i64::saturating_add)
        };
        let cost = all(after, |service| service.positions.1) - all(before, |service| service.positions.0);
        self.cost.count_amount(cost);
        self.trials += 1;
    }

    /// Pairs in which anything differs for any service: at least so many.
    pub fn differ(&self) -> u64 {
        self.services.iter().map(|service| service.differ).max().unwrap_or(0)
    }
}

impl ServicePair {
    fn count(&mut self, trial: u64, before: &Seen, after: &Seen) {
        self.touched.0 += u64::from(before.touched);
        self.touched.1 += u64::from(after.touched);
        for (table, (was, is)) in self.kept.iter_mut().zip(before.kept.iter().zip(&after.kept)) {
            table.count(*was, *is);
        }
        self.outage.count(before.outage, after.outage);
        self.data_loss.count(before.data_loss, after.data_loss);
        self.cost.count_amount(after.cost - before.cost);
        if before == after {
            return;
        }
        self.differ += 1;
        let pair = Extreme { trial, before: before.outage, after: after.outage };
        let (count, most) = match after.outage.cmp(&before.outage) {
            std::cmp::Ordering::Less => (&mut self.better, &mut self.most_better),
            std::cmp::Ordering::Greater => (&mut self.worse, &mut self.most_worse),
            std::cmp::Ordering::Equal => return,
        };
        *count += 1;
        // The first of equals stands.
        if most.is_none_or(|most| pair.size() > most.size()) {
            *most = Some(pair);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(outage: i64, kept: bool) -> Seen {
        let outage = if outage < 0 { Millis::NEVER } else { Millis::new(outage) };
        Seen { outage, data_loss: Millis::ZERO, cost: 0, kept: [kept, true, true], touched: true }
    }

    fn pair(trials: &[[(i64, bool); 2]]) -> ServicePair {
        let mut pair = Pair::new(std::iter::once((0, 0)), Counting::All);
        for (trial, &[(before, was), (after, is)]) in trials.iter().enumerate() {
            pair.count(trial as u64, &[seen(before, was)], &[seen(after, is)]);
        }
        pair.services.remove(0)
    }

    #[test]
    fn pairs_are_counted_by_what_becomes_of_them() {
        let found = pair(&[
            [(5, false), (3, true)],
            [(4, true), (4, true)],
            [(3, true), (9, false)],
            [(8, false), (7, false)],
        ]);
        assert_eq!(found.kept[0], Table { both: 1, lost: 1, won: 1, neither: 1 });
        assert_eq!((found.better, found.worse, found.differ), (2, 1, 3));
        assert_eq!((found.outage.moments.sum, found.outage.moments.squares), (3, 4 + 36 + 1));
    }

    #[test]
    fn one_that_comes_back_at_all_is_the_largest_change() {
        let found =
            pair(&[[(9_000, true), (1, true)], [(-1, false), (5_000, false)], [(-1, false), (-1, false)]]);
        assert_eq!((found.better, found.worse, found.differ, found.outage.moments.never), (2, 0, 2, 1));
        assert_eq!(found.most_better.map(|pair| pair.trial), Some(1));
    }

    #[test]
    fn of_equal_changes_the_first_trial_is_shown() {
        let found = pair(&[[(1, true), (1, true)], [(1, true), (3, true)], [(2, true), (4, true)]]);
        assert_eq!(found.most_worse.map(|pair| pair.trial), Some(1));
    }
}
