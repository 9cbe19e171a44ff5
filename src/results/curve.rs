//! Turns a distribution of recovery times into the points by which its curve is drawn.

use crate::campaign::{Steps, Tally};
use crate::units::Millis;

/// At most so many points.
const POINTS_MAX: usize = 200;
/// Of them so many evenly up to twice the RTO, at even ranks, and evenly up to the longest.
const EARLY: i64 = 60;
const RANKS: u64 = 70;
const WIDE: i64 = 60;

/// Instants with how many of `n` trials were back by each, both rising; each is a recovery time of a trial. All of
/// them where there are at most 200, else so many that both the time to the RTO and the tail can be read.
pub fn curve(tally: &Tally, n: u64, rto: Option<Millis>) -> Vec<(Millis, u64)> {
    let steps = tally.steps(n);
    let all = steps.as_slice();
    if all.len() <= POINTS_MAX {
        return all.iter().map(|&(at, back)| (Millis::new(at), back)).collect();
    }
    let (longest, back) = all[all.len() - 1];
    let mut chosen: Vec<usize> = vec![0, all.len() - 1];
    let early = rto.map_or(longest, |rto| longest.min(rto.get().saturating_mul(2)));
    chosen.extend((1..EARLY).filter_map(|part| before(&steps, early / EARLY * part)));
    chosen.extend((1..WIDE).filter_map(|part| before(&steps, longest / WIDE * part)));
    chosen.extend((1..RANKS).map(|part| all.partition_point(|&(_, up_to)| up_to < back * part / RANKS)));
    chosen.sort_unstable();
    chosen.dedup();
    chosen.into_iter().map(|index| (Millis::new(all[index].0), all[index].1)).collect()
}

/// The last step at or before an instant.
fn before(steps: &Steps, at: i64) -> Option<usize> {
    steps.as_slice().partition_point(|&(value, _)| value <= at).checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(count: i64) -> Tally {
        Tally::of((0..count).map(|time| Millis::new(time * time)))
    }

    #[test]
    fn few_times_are_all_there() {
        let found = curve(&times(3), 5, None);
        assert_eq!(found, [(Millis::new(0), 3), (Millis::new(1), 4), (Millis::new(4), 5)]);
        assert_eq!(curve(&Tally::of([Millis::NEVER].into_iter()), 1, None), []);
    }

    #[test]
    fn of_many_both_the_start_and_the_tail_can_be_read() {
        let rto = Millis::new(90_000);
        let found = curve(&times(5_000), 5_000, Some(rto));
        assert!((150..=POINTS_MAX).contains(&found.len()), "{}", found.len());
        assert!(found.is_sorted_by(|a, b| a.0 < b.0 && a.1 < b.1), "{found:?}");
        assert_eq!(found.last(), Some(&(Millis::new(4_999 * 4_999), 5_000)));
        assert!(found.iter().filter(|(at, _)| *at <= rto).count() >= 30);
        // Each says truly how many are back by then.
        assert!(found.iter().all(|(at, back)| (*back as i64 - 1).pow(2) == at.get()));
    }
}
