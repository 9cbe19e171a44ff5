//! Turns a number of values into the ranks between which a quantile lies at 99 %.
//!
//! The ranks are those of the binomial distribution, exactly: weights relative to its mode follow from one
//! another by a product, so no gamma function and no approximation is needed.

use super::estimate::PERCENTS;

/// What each end of an interval at 99 % leaves out at most.
const TAIL: f64 = 0.005;

/// Weights below this share of the mode's are left out; they could move no rank.
const NEGLIGIBLE: f64 = 1e-20;

/// For each of `PERCENTS` its rank, and the ranks that bound it, among `n` values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranks {
    /// Number of values.
    pub n: u64,
    /// Ranks from 1 to n. Of the bounds 0 means none below and n + 1 none above.
    pub ranks: Vec<(u64, [u64; 2])>,
}

impl Ranks {
    /// Finds the ranks among `n` values.
    pub fn new(n: u64) -> Ranks {
        let ranks =
            PERCENTS.iter().map(|&percent| (rank(percent, n), bounds(n, percent as f64 / 100.0, TAIL)));
        Ranks { n, ranks: ranks.collect() }
    }
}

/// The rank of a quantile among `n` values and the ranks that bound it, each with a chance of at most `tail` to lie on the
/// wrong side; 0 and n + 1 mean that nothing bounds it.
pub fn bounded_rank(percent: u64, n: u64, tail: f64) -> (u64, [u64; 2]) {
    (rank(percent, n), bounds(n, percent as f64 / 100.0, tail))
}

/// The rank of a quantile, the type-1 rule: `ceil(q n)`, at least 1.
pub(super) fn rank(percent: u64, n: u64) -> u64 {
    let product = u128::from(percent) * u128::from(n);
    u64::try_from(product.div_ceil(100)).unwrap_or(n).max(1)
}

/// The narrowest ranks `low` and `high` such that fewer than `low` of `n` values lie below the `q`-quantile with
/// a chance of at most `tail`, and `high` or more with a chance of at most `tail`; 0 < q < 1.
fn bounds(n: u64, q: f64, tail: f64) -> [u64; 2] {
    let mode = (((n as f64 + 1.0) * q) as u64).min(n);
    let down = weights(mode, |k| k as f64 * (1.0 - q) / ((n - k + 1) as f64 * q));
    let up = weights(n - mode, |left| left as f64 * q / ((n - left + 1) as f64 * (1.0 - q)));
    let all: f64 = down.iter().rev().sum::<f64>() + up.iter().skip(1).rev().sum::<f64>();
    let low = mode - distance(&down, tail * all);
    let high = mode + distance(&up, tail * all) + 1;
    [low, high]
}

/// How far from the mode the sum of the weights, taken from the far end, first exceeds `tail`.
fn distance(weights: &[f64], tail: f64) -> u64 {
    let mut sum = 0.0;
    let exceeds = |weight: &f64| {
        sum += weight;
        sum > tail
    };
    weights.iter().rposition(exceeds).unwrap_or(0) as u64
}

/// Weights from the mode (1) outwards; `ratio` gives the next weight over this one, from `room` down to 1.
fn weights(room: u64, ratio: impl Fn(u64) -> f64) -> Vec<f64> {
    let mut weights = vec![1.0];
    let mut weight = 1.0;
    for left in (1..=room).rev() {
        weight *= ratio(left);
        if weight < NEGLIGIBLE {
            break;
        }
        weights.push(weight);
    }
    weights
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn bounds_agree_with_binomial_tables() {
        assert_eq!(bounds(1_000, 0.95, 0.025), [936, 964]);
        assert_eq!(bounds(10_000, 0.99, 0.025), [9_880, 9_920]);
        assert_eq!(bounds(1_000_000, 0.999, 0.025), [998_938, 999_062]);
        assert_eq!(bounded_rank(95, 1_000, 0.025), (950, [936, 964]));
    }

    #[test]
    fn few_values_bound_no_far_quantile() {
        assert_eq!(bounds(0, 0.5, TAIL), [0, 1]);
        assert_eq!(bounds(1, 0.5, TAIL), [0, 2]);
        // 0.5^7 = 0.0078 is more than half a percent, 0.5^8 = 0.0039 is less
        assert_eq!(bounds(7, 0.5, TAIL), [0, 8]);
        assert_eq!(bounds(8, 0.5, TAIL), [1, 8]);
    }

    #[test]
    fn ranks_are_of_type_one() {
        assert_eq!([rank(90, 10), rank(95, 10), rank(5, 10), rank(50, 10)], [9, 10, 1, 5]);
        assert_eq!([rank(99, 1), rank(5, 1), rank(95, 1_000), rank(50, 3)], [1, 1, 950, 2]);
    }

    proptest! {
        #[test]
        fn bounds_enclose_the_rank_and_cover_99_percent(n in 1_u64..400, percent in 1_u64..100) {
            let q = percent as f64 / 100.0;
            let [low, high] = bounds(n, q, TAIL);
            prop_assert!(low <= rank(percent, n) && rank(percent, n) <= high && high <= n + 1);
            // By logarithms: the chance of none may be too small for a number.
            let log_factorial = |k: u64| libm::lgamma(k as f64 + 1.0);
            let mass = |k: u64| {
                let choices = log_factorial(n) - log_factorial(k) - log_factorial(n - k);
                libm::exp(choices + k as f64 * libm::log(q) + (n - k) as f64 * libm::log1p(-q))
            };
            let below: f64 = (0..low).map(mass).sum();
            let covered: f64 = (low..high.min(n + 1)).map(mass).sum();
            prop_assert!(below <= TAIL * (1.0 + 1e-9));
            prop_assert!(covered >= 0.99 - 1e-9);
        }
    }
}
