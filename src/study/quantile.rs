//! The change of a quantile between two samples whose members belong together in pairs.
//!
//! The interval inverts two exact tests of a pair of values (x, y) being the quantile of the first and of the second
//! sample. The number of first times below x is binomial with the quantile's probability (order statistics). And if
//! both are quantiles of one probability, as many pairs lie below x and not below y as the other way round: given how
//! many pairs do either, one of the two numbers is binomial with one half (the sign test of Q. McNemar, Psychometrika
//! 12, 1947). Each test errs in 1 of 200 runs at most, both together in 1 of 100 (Bonferroni). What is accepted is cut to
//! ranks: cells between neighbouring times, where one step of a rank changes at most one pair. Equal times are put in
//! the order of their trials.

use crate::results::bounded_rank;
use crate::units::Millis;

/// What each end of each of the two tests leaves out.
const TAIL: f64 = 0.0025;
/// Slightly more than the standard errors that an end of the sign test is away, to begin the search beyond it.
const BEYOND: f64 = 3.0;

/// One quantile of the plan and of the variant, each of its own trials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuantileChange {
    pub percent: u64,
    /// `None`: never.
    pub before: Option<Millis>,
    pub after: Option<Millis>,
    /// Ends of the change in milliseconds, at 99 %. `None` where an end is never, or nothing bounds it.
    pub interval: [Option<i64>; 2],
}

/// Two samples in order, and where the members of each pair stand.
pub struct Ordered {
    before: Vec<Millis>,
    after: Vec<Millis>,
    /// Position of the first and of the second member among their own, by pair; from 0.
    places: Vec<[u32; 2]>,
}

impl Ordered {
    /// Puts the times of pairs in order.
    pub fn new(pairs: &[(Millis, Millis)]) -> Ordered {
        let mut places = vec![[0; 2]; pairs.len()];
        let mut sort = |side: usize, time: fn(&(Millis, Millis)) -> Millis| {
            let mut order: Vec<u32> = (0..pairs.len() as u32).collect();
            order.sort_by_key(|&pair| time(&pairs[pair as usize]));
            for (place, &pair) in (0..).zip(&order) {
                places[pair as usize][side] = place;
            }
            order.iter().map(|&pair| time(&pairs[pair as usize])).collect()
        };
        let (before, after) = (sort(0, |pair| pair.0), sort(1, |pair| pair.1));
        Ordered { before, after, places }
    }

    /// The change of a quantile.
    pub fn change(&self, percent: u64) -> QuantileChange {
        let n = self.places.len() as u64;
        let (rank, [low, high]) = bounded_rank(percent, n, TAIL);
        let known = |time: Option<Millis>| time.filter(|time| !time.is_never());
        // So many first times may lie below the quantile, and so many more or fewer of the second.
        let cells = low..=high.saturating_sub(1).min(n).max(low);
        let most = self.most_apart(cells.clone());
        let apart = drift(most);
        let (mut least, mut largest) = (Some(i64::MAX), Some(i64::MIN));
        for cell in cells {
            let down = apart_of(at(&self.after, cell.saturating_sub(apart)), at(&self.before, cell + 1));
            let up = apart_of(at(&self.after, cell + apart + 1), at(&self.before, cell));
            least = least.zip(down).map(|(one, other)| one.min(other));
            largest = largest.zip(up).map(|(one, other)| one.max(other));
        }
        QuantileChange {
            percent,
            before: known(at(&self.before, rank)),
            after: known(at(&self.after, rank)),
            interval: [least, largest],
        }
    }

    /// Of any number in `cells`, the most pairs of which one member alone is among so many least of its own.
    fn most_apart(&self, cells: std::ops::RangeInclusive<u64>) -> u64 {
        let inside = |place: u32, cell: u64| u64::from(place) < cell;
        let first = *cells.start();
        let apart = |pair: &&[u32; 2]| inside(pair[0], first) != inside(pair[1], first);
        let mut now = self.places.iter().filter(apart).count() as i64;
        // What enters on either side when the number rises by one.
        let steps = (cells.end() - first + 1) as usize;
        let mut change = vec![0_i64; steps + 1];
        for &[one, other] in &self.places {
            let step = |place: u32| u64::from(place).checked_sub(first).map(|step| step as usize + 1);
            let (early, late) = (one.min(other), one.max(other));
            if let Some(step) = step(early).filter(|step| *step < steps && early != late) {
                change[step] += 1;
            }
            if let Some(step) = step(late).filter(|step| *step < steps && early != late) {
                change[step] -= 1;
            }
        }
        let mut most = now;
        for step in change.iter().skip(1) {
            now += step;
            most = most.max(now);
        }
        most.max(0) as u64
    }
}

/// The time of a rank from 1; rank 0 is bounded by nothing but zero, and nothing bounds what is beyond the last.
fn at(times: &[Millis], rank: u64) -> Option<Millis> {
    match rank {
        0 => Some(Millis::ZERO),
        rank => times.get(rank as usize - 1).copied(),
    }
}

fn apart_of(one: Option<Millis>, other: Option<Millis>) -> Option<i64> {
    let (one, other) = (one?, other?);
    (!one.is_never() && !other.is_never()).then(|| one.get() - other.get())
}

/// How far the ranks of both quantiles may lie apart where so many pairs are split at equal ranks: the most by which the
/// sign test accepts the numbers to differ, if every step apart splits one pair more.
fn drift(split: u64) -> u64 {
    let accepted = |split: u64| split - 2 * bounded_rank(50, split, TAIL).1[0].min(split / 2);
    let square = BEYOND * BEYOND;
    let beyond = (square + libm::sqrt(square * square + 4.0 * square * split as f64)) / 2.0 + BEYOND;
    (0..=beyond as u64).rev().find(|&apart| apart <= accepted(split + apart)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{StreamKey, uniforms};

    fn exponential(mean: f64, u: f64) -> Millis {
        Millis::from_f64(-mean * libm::log(u))
    }

    /// Of pairs of exponential times whose draws are the same in all but a share of the pairs.
    fn pairs(seed: u64, n: usize, own: f64) -> Vec<(Millis, Millis)> {
        let draw = |name: &str| {
            let mut draws = vec![0.0; n];
            uniforms(StreamKey::new(seed, name), 0, 0, &mut draws);
            draws
        };
        let (first, second, which) = (draw("first"), draw("second"), draw("which"));
        let pair = |at: usize| {
            let other = if which[at] < own { second[at] } else { first[at] };
            (exponential(1e6, first[at]), exponential(1.1e6, other))
        };
        (0..n).map(pair).collect()
    }

    /// Both tests err in at most 1 of 100 runs together; of 400 runs more than 10 misses have a chance below 1 in 300.
    #[test]
    fn intervals_cover_the_truth_as_often_as_they_say() {
        for (own, percent, tail) in [(0.0, 50, 0.5), (0.3, 50, 0.5), (1.0, 50, 0.5), (0.3, 90, 0.1)] {
            let truth = -libm::log(tail) * 1e5;
            let misses = (0..400).filter(|&seed| {
                let change = Ordered::new(&pairs(seed, 300, own)).change(percent);
                let [low, high] = change.interval.map(|end| end.map(|end| end as f64));
                low.is_some_and(|low| truth < low - 1.0) || high.is_some_and(|high| high + 1.0 < truth)
            });
            let misses = misses.count();
            assert!(misses <= 10, "{own} {percent}: {misses} of 400");
        }
    }

    /// The ends of two samples that have nothing to do with each other are some three standard errors away, those of
    /// pairs with the same draws some eight ranks.
    #[test]
    fn pairs_make_intervals_narrower() {
        let width = |own: f64| {
            let [low, high] = Ordered::new(&pairs(1, 20_000, own)).change(50).interval.map(Option::unwrap);
            (high - low) as f64
        };
        let (same, some, other) = (width(0.0), width(0.1), width(1.0));
        assert!(same < other / 3.0 && some < other / 1.5, "{same} {some} {other}");
    }

    #[test]
    fn samples_that_do_not_differ_have_a_change_of_nothing_within_the_interval() {
        let times: Vec<_> = (1..=1_000).map(|time| (Millis::new(time), Millis::new(time))).collect();
        let change = Ordered::new(&times).change(50);
        assert_eq!((change.before, change.after), (Some(Millis::new(500)), Some(Millis::new(500))));
        let [low, high] = change.interval.map(Option::unwrap);
        assert!((-12..0).contains(&low) && (1..13).contains(&high), "{low} {high}");
    }

    #[test]
    fn what_is_never_bounds_nothing() {
        let never = (Millis::new(5), Millis::NEVER);
        let mut times = vec![never; 600];
        times.extend([(Millis::new(5), Millis::new(6)); 400]);
        let change = Ordered::new(&times).change(50);
        assert_eq!((change.after, change.interval[1]), (None, None));
        assert_eq!(Ordered::new(&[]).change(50).interval, [None, None]);
    }

    #[test]
    fn the_sign_test_accepts_what_its_tails_say() {
        // With 8 pairs all on one side has a chance of 2/256 > 0.005, with 9 of 2/512 < 0.005.
        assert_eq!(drift(0), 8);
        let apart = drift(10_000);
        assert!((280..300).contains(&apart), "{apart}");
    }
}
