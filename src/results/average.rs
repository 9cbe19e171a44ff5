//! Turns sums into a mean with its interval at 99 %, a smallest and a largest value.
//!
//! The variance is taken about a whole number near the mean, in integers, so nothing cancels.

use super::share::Z;
use crate::campaign::Moments;
use crate::units::Millis;

/// A unit in which values are tallied as integers.
pub trait Unit: Copy {
    /// The least value there can be, if there is one.
    const LEAST: Option<Self>;

    /// Makes a value of so many units.
    fn of(units: i64) -> Self;
}

impl Unit for Millis {
    const LEAST: Option<Millis> = Some(Millis::ZERO);

    fn of(units: i64) -> Millis {
        Millis::new(units)
    }
}

/// Hundredths of a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hundredths(pub i64);

impl Unit for Hundredths {
    const LEAST: Option<Hundredths> = None;

    fn of(units: i64) -> Hundredths {
        Hundredths(units)
    }
}

/// A mean, in units of what is averaged (milliseconds or hundredths).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    pub value: f64,
    /// Lower and upper end at 99 %, normal; `None` of a single value.
    pub interval: Option<[f64; 2]>,
}

/// Mean, smallest and largest over the values that are not never.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Average<U> {
    /// Values in all.
    pub n: u64,
    /// Values that are not never; the others are over these.
    pub recovered: u64,
    /// `None` over no values, likewise the others.
    pub mean: Option<Mean>,
    pub min: Option<U>,
    pub max: Option<U>,
}

impl<U: Unit> Average<U> {
    /// Averages `n` values.
    pub fn new(moments: &Moments, n: u64) -> Average<U> {
        Average {
            n,
            recovered: moments.finite(n),
            mean: mean(moments, n),
            min: moments.min(n).map(U::of),
            max: moments.max(n).map(U::of),
        }
    }
}

fn mean(moments: &Moments, n: u64) -> Option<Mean> {
    let finite = moments.finite(n);
    if finite == 0 {
        return None;
    }
    let value = moments.sum as f64 / finite as f64;
    let interval = (finite > 1).then(|| {
        let count = finite as f64;
        let half = Z * (deviation(moments, n) / (count - 1.0) / count).sqrt();
        [value - half, value + half]
    });
    Some(Mean { value, interval })
}

/// Sum of the squared distances from the mean of what is finite of `n` values.
///
/// With sum = count x m + r the distances from m square to squares - m x (sum + r); the mean lies r / count
/// from m, which takes r x r / count off. Where squares are too large to be known, it is the most that it can be:
/// count x (max - mean) x (mean - min) (Bhatia and Davis, 2000), so that the interval is too wide and never too narrow.
fn deviation(moments: &Moments, n: u64) -> f64 {
    let count = moments.finite(n);
    let (sum, count_f64) = (moments.sum as f64, count as f64);
    if moments.squares == u128::MAX {
        let mean = sum / count_f64;
        let of = |amount: Option<i64>| amount.map_or(0.0, |amount| (amount as f64 - mean).abs());
        return count_f64 * of(moments.max(n)) * of(moments.min(n));
    }
    let near = moments.sum.div_euclid(i128::from(count));
    let rest = moments.sum.rem_euclid(i128::from(count));
    let about_near = || {
        let squares = i128::try_from(moments.squares).ok()?;
        squares.checked_sub(near.checked_mul(moments.sum.checked_add(rest)?)?)
    };
    let found = match about_near() {
        Some(about_near) => about_near as f64 - rest as f64 * rest as f64 / count_f64,
        None => moments.squares as f64 - sum / count_f64 * sum,
    };
    found.max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn average(times: &[i64], n: u64) -> Average<Millis> {
        let mut moments = Moments::default();
        times.iter().for_each(|&time| moments.count(Millis::new(time)));
        Average::new(&moments, n)
    }

    #[test]
    fn the_mean_is_over_what_recovered_zeros_included() {
        let found = average(&[3, 9, i64::MAX], 5);
        assert_eq!(
            (found.n, found.recovered, found.min, found.max),
            (5, 4, Some(Millis::ZERO), Some(Millis::new(9)))
        );
        let mean = found.mean.expect("four values");
        // 0 0 3 9: variance 18 with three degrees of freedom
        let half = Z * (18.0_f64 / 4.0).sqrt();
        assert_eq!((mean.value, mean.interval), (3.0, Some([3.0 - half, 3.0 + half])));
    }

    #[test]
    fn equal_values_have_an_interval_of_no_width() {
        let mean = average(&[7_199_999; 1_001], 1_001).mean.expect("many values");
        assert_eq!(mean, Mean { value: 7_199_999.0, interval: Some([7_199_999.0; 2]) });
    }

    #[test]
    fn a_small_spread_far_from_zero_is_not_lost() {
        let times: Vec<i64> = (0..1_000).map(|i| 3_000_000_000_000 + i % 2).collect();
        let mean = average(&times, 1_000).mean.expect("many values");
        let [low, high] = mean.interval.expect("many values");
        let expected = 2.0 * Z * (250.0_f64 / 999.0 / 1_000.0).sqrt();
        assert!(((high - low) - expected).abs() < 1e-3, "{}", high - low);
    }

    #[test]
    fn one_value_has_no_interval_and_none_no_mean() {
        assert_eq!(average(&[5], 1).mean, Some(Mean { value: 5.0, interval: None }));
        let nothing = average(&[i64::MAX], 1);
        assert_eq!((nothing.mean, nothing.min, nothing.max, nothing.recovered), (None, None, None, 0));
    }

    #[test]
    fn the_interval_of_what_is_too_large_to_be_squared_is_too_wide_and_never_too_narrow() {
        // Half of them a, half of them 3 a: the mean is 2 a, and each lies a from it.
        for (a, per_cent) in [(1_000_000_i64, 0.01), (i64::MAX / 6, 0.01), (i64::MAX / 3 - 1, 0.01)] {
            for pairs in [1_u64, 3, 40] {
                let mut moments = Moments::default();
                (0..pairs).for_each(|_| [a, 3 * a].iter().for_each(|&amount| moments.count_amount(amount)));
                let n = 2 * pairs;
                let found = deviation(&moments, n);
                let exact = n as f64 * a as f64 * a as f64;
                let is_known = moments.squares < u128::MAX;
                let least = if is_known { exact * (1.0 - per_cent) } else { exact * (1.0 - 1e-9) };
                assert!((least..=exact * (1.0 + per_cent)).contains(&found), "{a}, {pairs}: {found} {exact}");
            }
        }
        let mut skew = Moments::default();
        (0..100).for_each(|_| skew.count_amount(i64::MAX));
        skew.count_amount(i64::MAX / 2);
        let found = deviation(&skew, 101);
        let mean = skew.sum as f64 / 101.0;
        let squared = |amount: f64| (amount - mean) * (amount - mean);
        let exact = 100.0 * squared(i64::MAX as f64) + squared(i64::MAX as f64 / 2.0);
        assert!(skew.squares == u128::MAX && found >= exact * 0.999, "{found} {exact}");
    }
}
