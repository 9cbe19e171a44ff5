//! Turns a tally into quantiles with their intervals at 99 %, and the average beside them.

use super::average::{Average, Unit};
use super::ranks::Ranks;
use crate::campaign::Tally;

/// The quantiles that results have, in percent.
pub const PERCENTS: [u64; 8] = [5, 10, 25, 50, 75, 90, 95, 99];

/// One quantile: the `ceil(q n)`-th smallest value, never counting as largest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantile<U> {
    pub percent: u64,
    /// `None`: never, or over no values.
    pub value: Option<U>,
    /// Ends at 99 % by order statistics. Lower `None`: nothing bounds it from below, or never. Upper `None`:
    /// never, or nothing bounds it from above.
    pub interval: [Option<U>; 2],
}

/// What is known of one quantity over `average.n` values.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate<U> {
    pub average: Average<U>,
    /// One for each of `PERCENTS`.
    pub quantiles: Vec<Quantile<U>>,
}

impl<U: Unit> Estimate<U> {
    /// Estimates from a tally of `ranks.n` values.
    pub fn new(tally: &Tally, ranks: &Ranks) -> Estimate<U> {
        let n = ranks.n;
        let steps = tally.steps(n);
        let at = |rank: u64| steps.at_rank(rank).map(U::of);
        let quantiles = PERCENTS.iter().zip(&ranks.ranks).map(|(&percent, &(rank, [low, high]))| {
            let low = if low == 0 { U::LEAST } else { at(low) };
            let value = if n == 0 { None } else { at(rank) };
            Quantile { percent, value, interval: [low, at(high)] }
        });
        Estimate { average: Average::new(&tally.moments, n), quantiles: quantiles.collect() }
    }

    /// The quantile of that percentage, one of `PERCENTS`.
    pub fn quantile(&self, percent: u64) -> Option<U> {
        self.quantiles.iter().find(|quantile| quantile.percent == percent).and_then(|quantile| quantile.value)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::units::Millis;

    fn estimate(times: &[i64]) -> Estimate<Millis> {
        Estimate::new(
            &Tally::of(times.iter().map(|&time| Millis::new(time))),
            &Ranks::new(times.len() as u64),
        )
    }

    #[test]
    fn quantiles_of_few_values_are_values() {
        let ten = estimate(&[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
        let found: Vec<_> = ten.quantiles.iter().map(|quantile| quantile.value.map(Millis::get)).collect();
        assert_eq!(found, [1, 1, 3, 5, 8, 9, 10, 10].map(Some));
        assert_eq!(estimate(&[4]).quantile(5), Some(Millis::new(4)));
    }

    #[test]
    fn a_quantile_among_the_never_recovered_is_none() {
        let half = estimate(&[1, 2, i64::MAX, i64::MAX]);
        assert_eq!((half.quantile(50), half.quantile(75)), (Some(Millis::new(2)), None));
        assert_eq!((half.average.n, half.average.recovered), (4, 2));
    }

    #[test]
    fn no_values_have_no_quantiles() {
        let nothing = estimate(&[]);
        assert!(nothing.quantiles.iter().all(|quantile| quantile.value.is_none()));
        assert_eq!(nothing.average.mean, None);
    }

    #[test]
    fn intervals_are_order_statistics() {
        let thousand = estimate(&(1..=1_000).collect::<Vec<_>>());
        let median = &thousand.quantiles[3];
        // 500 -+ 2.576 x 15.81
        assert_eq!(median.interval, [Some(Millis::new(459)), Some(Millis::new(542))]);
        assert_eq!(estimate(&[5, 5]).quantiles[3].interval, [Some(Millis::ZERO), None]);
    }

    proptest! {
        #[test]
        fn order_statistics_are_ordered(times in proptest::collection::vec(0_i64..5_000_000, 1..80)) {
            let found = estimate(&times);
            let mut values = vec![found.average.min];
            values.extend(found.quantiles.iter().map(|quantile| quantile.value));
            values.push(found.average.max);
            prop_assert!(values.is_sorted());
            let mean = found.average.mean.expect("at least one value").value;
            let (min, max) = (values[0].expect("finite").get(), values[9].expect("finite").get());
            prop_assert!(min as f64 <= mean && mean <= max as f64);
        }
    }
}
