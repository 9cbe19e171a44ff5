//! Turns a count of trials into an interval that stays valid however often one looks, and whenever one stops.
//!
//! A confidence sequence for the chance of a Bernoulli trial: the likelihood ratio of H. Robbins (Ann. Math.
//! Statist. 41, 1970) with a beta mixture, Beta(1/2, 1/2); S. R. Howard, A. Ramdas, J. McAuliffe and J. Sekhon
//! (Ann. Statist. 49, 2021, proposition 7) give it for bounded values. Were p the true chance, then
//!
//! M(n) = B(k + 1/2, n - k + 1/2) / B(1/2, 1/2) / (p^k (1 - p)^(n - k))
//!
//! would be a martingale with mean 1, and by Ville's inequality it would ever reach 1 / ALPHA in a share ALPHA of
//! all runs at most. So all p with M(n) < 1 / ALPHA at every n hold the truth, and each alone does.

/// Share of runs in which an interval, at any number of trials, may miss the truth.
const ALPHA: f64 = 0.01;

/// The ends of the interval after `n` trials of which `held` held; they are 0 and 1 exactly where none or all did.
pub(super) fn interval(held: u64, n: u64) -> [f64; 2] {
    if n == 0 {
        return [0.0, 1.0];
    }
    let seen = Seen::new(held, n);
    let limit = seen.limit();
    let low = if held == 0 { 0.0 } else { seen.farthest(0.0, limit) };
    let high = if held == n { 1.0 } else { seen.farthest(1.0, limit) };
    [low, high]
}

/// The square of the number of standard errors to an end of the interval after about `n` trials: twice the limit
/// by Stirling's formula.
pub(super) fn errors_squared(n: f64) -> f64 {
    -2.0 * libm::log(ALPHA) + libm::log(std::f64::consts::FRAC_PI_2 * n.max(1.0))
}

/// What was counted.
struct Seen {
    held: f64,
    missed: f64,
    share: f64,
}

impl Seen {
    fn new(held: u64, n: u64) -> Seen {
        Seen { held: held as f64, missed: (n - held) as f64, share: held as f64 / n as f64 }
    }

    /// ln(1 / ALPHA) + ln(likelihood at the share seen) - ln(likelihood under the mixture).
    fn limit(&self) -> f64 {
        let Seen { held, missed, share } = *self;
        let best = times_log(held, share) + times_log(missed, missed / (held + missed));
        let beta = libm::lgamma(held + 0.5) + libm::lgamma(missed + 0.5) - libm::lgamma(held + missed + 1.0);
        // B(1/2, 1/2) is pi.
        -libm::log(ALPHA) + best - beta + libm::log(std::f64::consts::PI)
    }

    /// How much likelier what was seen is at the share seen than at a chance of `p`, as a logarithm.
    fn distance(&self, p: f64) -> f64 {
        let Seen { held, missed, share } = *self;
        times_log(held, share / p) + times_log(missed, (1.0 - share) / (1.0 - p))
    }

    /// The chance nearest to the share, on the side of `end`, that is as far as the limit: found by halving, and
    /// taken on the outer side, so the interval is never too narrow.
    fn farthest(&self, end: f64, limit: f64) -> f64 {
        let (mut outside, mut inside) = (end, self.share);
        loop {
            let middle = outside + (inside - outside) / 2.0;
            if middle == outside || middle == inside {
                return outside;
            }
            if self.distance(middle) < limit { inside = middle } else { outside = middle }
        }
    }
}

/// `count x ln(ratio)`, nothing of nothing.
fn times_log(count: f64, ratio: f64) -> f64 {
    if count == 0.0 { 0.0 } else { count * libm::log(ratio) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::Share;

    /// The chance, exactly, that one of the first `n` intervals misses a true chance of `p`: the count of trials
    /// that held is followed from trial to trial, and leaves once it is outside.
    fn ever_missed(p: f64, n: u64, interval: impl Fn(u64, u64) -> [f64; 2]) -> f64 {
        let (mut chances, mut missed) = (vec![1.0], 0.0);
        for trials in 1..=n {
            let mut next = vec![0.0; chances.len() + 1];
            for (held, chance) in chances.iter().enumerate() {
                next[held] += chance * (1.0 - p);
                next[held + 1] += chance * p;
            }
            for (held, chance) in next.iter_mut().enumerate().filter(|(_, chance)| **chance > 0.0) {
                let [low, high] = interval(held as u64, trials);
                if p < low || high < p {
                    missed += std::mem::take(chance);
                }
            }
            chances = next;
        }
        missed
    }

    #[test]
    fn looking_after_every_trial_misses_the_truth_in_one_run_of_a_hundred_at_most() {
        for p in [0.5, 0.9, 0.95, 0.99] {
            let missed = ever_missed(p, 300, interval);
            assert!(missed < ALPHA, "{p}: {missed}");
            // Not for want of trying: the interval for a single look does not bear it.
            let naive = ever_missed(p, 300, |held, n| Share::new(held, n).interval);
            assert!(naive > 2.0 * ALPHA, "{p}: {naive}");
        }
    }

    /// A stream of trials with a chance of `p`, by a generator that has nothing to do with the engine's.
    fn stream(seed: u64, p: f64) -> impl Iterator<Item = bool> {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        std::iter::repeat_with(move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            let scrambled = state.wrapping_mul(0x2545_f491_4f6c_dd1d);
            ((scrambled >> 11) as f64) / (1_u64 << 53) as f64 <= p
        })
    }

    /// Of 600 streams looked at up to 30 times each, up to 2^16 trials, how many ever leave the truth outside.
    ///
    /// With a rate of 0.01 more than 21 of 600 would be an accident of 1 in a million (binomial); seeds are fixed.
    #[test]
    fn long_streams_keep_the_truth_inside() {
        for p in [0.5, 0.95, 0.999] {
            let missed = (1..=600_u64).filter(|&seed| {
                let (mut held, mut look) = (0, 16);
                (1..=65_536_u64).zip(stream(seed, p)).any(|(n, holds)| {
                    held += u64::from(holds);
                    let looks = n == look;
                    look = if looks { look + look / 3 } else { look };
                    let [low, high] = if looks { interval(held, n) } else { [0.0, 1.0] };
                    p < low || high < p
                })
            });
            let missed = missed.count();
            assert!(missed <= 21, "{p}: {missed}");
        }
    }

    #[test]
    fn the_martingale_is_at_its_limit_at_the_ends() {
        for (held, n) in [(1, 2), (3, 10), (950, 1_000), (4_095, 4_096), (61_000, 65_536)] {
            let seen = Seen::new(held, n);
            for p in interval(held, n).into_iter().filter(|p| *p > 0.0 && *p < 1.0) {
                assert!((seen.distance(p) - seen.limit()).abs() < 1e-6, "{held} of {n} at {p}");
            }
        }
        // 1 of 2: M = B(3/2, 3/2) / pi / p (1 - p) = 1 / (8 p (1 - p)), so 1 / M = 8 p (1 - p) = 0.01.
        let [low, high] = interval(1, 2);
        let expected = (1.0 - (1.0_f64 - 0.005).sqrt()) / 2.0;
        assert!((low - expected).abs() < 1e-12 && (high - 1.0 + expected).abs() < 1e-12, "{low} {high}");
    }

    #[test]
    fn the_width_in_standard_errors_is_as_estimated() {
        for n in [10_000_u64, 1_000_000, 100_000_000] {
            let [low, high] = interval(n * 4 / 5, n);
            let errors = (high - low) / 2.0 / (0.8 * 0.2 / n as f64).sqrt();
            assert!((errors - errors_squared(n as f64).sqrt()).abs() < 0.02, "{n}: {errors}");
        }
    }

    #[test]
    fn none_and_all_reach_the_ends_and_more_trials_narrow() {
        assert_eq!(interval(0, 0), [0.0, 1.0]);
        assert_eq!((interval(0, 100)[0], interval(100, 100)[1]), (0.0, 1.0));
        let width = |n: u64| interval(n * 9 / 10, n).iter().rev().copied().reduce(|high, low| high - low);
        let widths: Vec<_> = (1..=20).map(|k| width(10 << k)).collect();
        assert!(widths.windows(2).all(|pair| pair[1] < pair[0]), "{widths:?}");
        let [low, high] = interval(3_800_000_000, 4_000_000_000);
        assert!(low < 0.95 && 0.95 < high && high - low < 5e-5, "{low} {high}");
    }
}
