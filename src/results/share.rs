//! Turns a count of trials into a share with its Wilson interval at 99 %.

use super::sequence;

/// Quantile of the standard normal distribution for intervals at 99 %.
pub const Z: f64 = 2.5758293035489004;

/// How often the shares of a run were looked at before it ended, which decides how wide their intervals must be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IntervalKind {
    /// Once: the number of trials was chosen beforehand.
    #[default]
    Wilson,
    /// Again and again, and what was seen decided when to stop.
    Sequence,
}

impl IntervalKind {
    /// The word of the results file.
    pub fn word(self) -> &'static str {
        match self {
            IntervalKind::Wilson => "wilson",
            IntervalKind::Sequence => "sequence",
        }
    }
}

/// How many of n trials, with the interval in which the true share is thought to lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// Trials counted.
    pub held: u64,
    /// Trials in all.
    pub n: u64,
    /// `held / n`, in 0..=1; 0 of no trials.
    pub share: f64,
    /// Lower and upper end at 99 %, in 0..=1.
    pub interval: [f64; 2],
}

impl Share {
    /// Estimates the share of `held` of `n` trials, `held <= n`.
    pub fn new(held: u64, n: u64) -> Share {
        Share::by(IntervalKind::Wilson, held, n)
    }

    /// The same with an interval of that kind.
    pub fn by(kind: IntervalKind, held: u64, n: u64) -> Share {
        let share = if n == 0 { 0.0 } else { held as f64 / n as f64 };
        let interval = match kind {
            IntervalKind::Wilson => wilson(held, n, Z),
            IntervalKind::Sequence => sequence::interval(held, n),
        };
        Share { held, n, share, interval }
    }

    /// Half the width of the interval.
    pub fn half_width(&self) -> f64 {
        (self.interval[1] - self.interval[0]) / 2.0
    }
}

/// The score interval of E. B. Wilson (1927); its ends are 0 and 1 exactly where none or all are counted.
pub(super) fn wilson(held: u64, n: u64, z: f64) -> [f64; 2] {
    if n == 0 {
        return [0.0, 1.0];
    }
    let trials = n as f64;
    let share = held as f64 / trials;
    let square = z * z;
    let centre = share + square / (2.0 * trials);
    let half = z * (share * (1.0 - share) / trials + square / (4.0 * trials * trials)).sqrt();
    let scale = 1.0 + square / trials;
    let low = if held == 0 { 0.0 } else { (centre - half) / scale };
    let high = if held == n { 1.0 } else { (centre + half) / scale };
    [low.max(0.0), high.min(1.0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(held: u64, n: u64, z: f64, expected: [f64; 2]) {
        let found = wilson(held, n, z);
        let near = found.iter().zip(&expected).all(|(found, expected)| (found - expected).abs() < 1e-12);
        assert!(near, "{held} of {n}: {found:?}, expected {expected:?}");
    }

    #[test]
    fn wilson_intervals_agree_with_published_values() {
        let z = 1.959963984540054;
        check(0, 100, z, [0.0, 0.036993498207]);
        check(1, 100, z, [0.00176743206414, 0.0544861961787]);
        check(10, 100, z, [0.0552291370607, 0.174365661505]);
        check(950, 1_000, z, [0.934686179756, 0.961869737607]);
        check(99_990, 100_000, z, [0.999815915305, 0.999945679265]);
    }

    #[test]
    fn intervals_end_at_none_and_all() {
        assert_eq!(Share::new(0, 100).interval[0], 0.0);
        assert_eq!(Share::new(100, 100).interval[1], 1.0);
        assert_eq!(Share::new(0, 0), Share { held: 0, n: 0, share: 0.0, interval: [0.0, 1.0] });
    }

    #[test]
    fn intervals_are_at_99_percent() {
        let [low, high] = Share::new(50, 100).interval;
        assert!(
            (low - 0.375_279_625_045).abs() < 1e-12 && (high - 0.624_720_374_955).abs() < 1e-12,
            "{low} {high}"
        );
    }
}
