//! Turns counts of two runs into the change of a share with its interval, and asks which of two is better.
//!
//! Runs that share their draws are compared pair by pair of trials: only pairs that differ tell of a change.

use super::share::{Share, Z, wilson};

/// Pairs of trials by whether something held in the first and in the second of the pair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Table {
    pub both: u64,
    /// Held in the first alone.
    pub lost: u64,
    /// Held in the second alone.
    pub won: u64,
    pub neither: u64,
}

impl Table {
    /// Counts a pair.
    pub fn count(&mut self, before: bool, after: bool) {
        match (before, after) {
            (true, true) => self.both += 1,
            (true, false) => self.lost += 1,
            (false, true) => self.won += 1,
            (false, false) => self.neither += 1,
        }
    }

    /// Pairs in all.
    pub fn n(&self) -> u64 {
        self.both + self.lost + self.won + self.neither
    }

    /// The share of the first trials.
    pub fn before(&self) -> Share {
        Share::new(self.both + self.lost, self.n())
    }

    /// The share of the second.
    pub fn after(&self) -> Share {
        Share::new(self.both + self.won, self.n())
    }

    /// The change from the first to the second, its interval at 99 %.
    pub fn change(&self) -> Change {
        self.change_at(Z)
    }

    /// The same, its ends `z` standard errors away under what they claim: the score interval of T. Tango (Statist.
    /// Med. 17, 1998) for the difference of two shares of paired trials. Without a pair that differs it is
    /// -z^2 / (n + z^2) to z^2 / (n + z^2).
    pub fn change_at(&self, z: f64) -> Change {
        let n = self.n();
        if n == 0 {
            return Change { value: 0.0, interval: [-1.0, 1.0] };
        }
        let value = (self.won as f64 - self.lost as f64) / n as f64;
        let upper = |lost, won| upper_end((lost, won, n), z);
        Change { value, interval: [-upper(self.won, self.lost), upper(self.lost, self.won)] }
    }
}

/// By how much a share changes, in -1..=1, and the interval of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    pub value: f64,
    pub interval: [f64; 2],
}

impl Change {
    /// Of two shares whose trials have nothing to do with each other, at 99 %: R. G. Newcombe (Statist. Med. 17, 1998, method
    /// 10), from the Wilson intervals of both.
    pub fn unpaired(before: (u64, u64), after: (u64, u64)) -> Change {
        Change::unpaired_at(before, after, Z)
    }

    /// The same, its ends `z` standard errors away under what they claim.
    fn unpaired_at(before: (u64, u64), after: (u64, u64), z: f64) -> Change {
        let estimate = |(held, n): (u64, u64)| (Share::new(held, n).share, wilson(held, n, z));
        let ((first, [first_low, first_high]), (second, [second_low, second_high])) =
            (estimate(before), estimate(after));
        let value = second - first;
        let away = |one: f64, other: f64| (one * one + other * other).sqrt();
        let low = value - away(second - second_low, first_high - first);
        let high = value + away(second_high - second, first - first_low);
        Change { value, interval: [low.max(-1.0), high.min(1.0)] }
    }

    /// Better or worse for certain, as far as the interval goes; `None` while it may be either.
    pub fn direction(&self) -> Option<Direction> {
        match self.interval {
            [low, _] if low > 0.0 => Some(Direction::Better),
            [_, high] if high < 0.0 => Some(Direction::Worse),
            _ => None,
        }
    }

    /// Half the width of the interval.
    pub fn half_width(&self) -> f64 {
        (self.interval[1] - self.interval[0]) / 2.0
    }
}

/// Where a change leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Better,
    Worse,
}

/// The largest change that so many pairs, of which `lost` and `won` differ, do not speak against; by halving, taken on
/// the outer side.
fn upper_end((lost, won, n): (u64, u64, u64), z: f64) -> f64 {
    let (lost, won, n) = (lost as f64, won as f64, n as f64);
    let (mut inside, mut outside) = ((won - lost) / n, 1.0);
    loop {
        let middle = inside + (outside - inside) / 2.0;
        if middle <= inside || middle >= outside {
            return outside;
        }
        if -score((lost, won, n), middle) < z { inside = middle } else { outside = middle }
    }
}

/// How many standard errors what was counted lies above what a change of `delta` leads one to expect.
fn score((lost, won, n): (f64, f64, f64), delta: f64) -> f64 {
    // The likeliest chance of a pair that loses, if the change is `delta`: the larger root of a quadratic.
    let b = (lost - won) * delta + 2.0 * n * delta - lost - won;
    let c = -lost * delta * (1.0 - delta);
    let losing = ((b * b - 8.0 * n * c).max(0.0).sqrt() - b) / (4.0 * n);
    let variance = n * (2.0 * losing + delta * (1.0 - delta));
    let distance = won - lost - n * delta;
    if variance <= 0.0 {
        if distance == 0.0 { 0.0 } else { distance.signum() * f64::MAX }
    } else {
        distance / variance.sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(both: u64, lost: u64, won: u64, neither: u64) -> Table {
        Table { both, lost, won, neither }
    }

    #[test]
    fn pairs_are_counted_by_what_held_in_each() {
        let mut counted = table(0, 0, 0, 0);
        for (times, before, after) in [(4, true, true), (3, true, false), (2, false, true), (5, false, false)]
        {
            (0..times).for_each(|_| counted.count(before, after));
        }
        assert_eq!((counted, counted.n()), (table(4, 3, 2, 5), 14));
        assert_eq!([counted.before().held, counted.after().held, counted.after().n], [7, 6, 14]);
    }

    fn near(found: f64, expected: f64, by: f64) {
        assert!((found - expected).abs() < by, "{found}, expected {expected}");
    }

    /// The likelihood of the counts under a change, largest over the chance of a pair that loses; by trying.
    fn score_by_search(lost: f64, won: f64, n: f64, delta: f64) -> f64 {
        let (least, most) = ((-delta).max(0.0), (1.0 - delta) / 2.0);
        let log = |count: f64, chance: f64| if count == 0.0 { 0.0 } else { count * libm::log(chance) };
        let likelihood =
            |q: f64| log(lost, q) + log(won, q + delta) + log(n - lost - won, 1.0 - 2.0 * q - delta);
        let (mut low, mut high) = (least, most);
        for _ in 0..300 {
            let (a, b) = (low + (high - low) * 0.382, low + (high - low) * 0.618);
            if likelihood(a) < likelihood(b) { low = a } else { high = b }
        }
        let q = (low + high) / 2.0;
        (won - lost - n * delta) / (n * (2.0 * q + delta - delta * delta)).sqrt()
    }

    #[test]
    fn the_ends_are_where_the_score_is_z() {
        for (lost, won, n) in [(3_u64, 17_u64, 100_u64), (0, 5, 60), (40, 41, 1_000), (9, 0, 30), (12, 2, 50)]
        {
            let [low, high] = table(n - lost - won, lost, won, 0).change_at(1.96).interval;
            let score = |delta| score_by_search(lost as f64, won as f64, n as f64, delta);
            near(score(low), 1.96, 1e-5);
            near(score(high), -1.96, 1e-5);
        }
    }

    #[test]
    fn without_a_pair_that_differs_the_change_is_nothing_give_or_take() {
        let found = table(700, 0, 0, 300).change();
        assert_eq!(found.value, 0.0);
        let end = Z * Z / (1_000.0 + Z * Z);
        near(found.interval[0], -end, 1e-12);
        near(found.interval[1], end, 1e-12);
        assert_eq!(found.direction(), None);
    }

    #[test]
    fn a_change_has_a_direction_once_its_interval_leaves_zero() {
        assert_eq!(table(50, 0, 50, 0).change().direction(), Some(Direction::Better));
        assert_eq!(table(50, 50, 0, 0).change().direction(), Some(Direction::Worse));
        assert_eq!(table(50, 25, 25, 0).change().direction(), None);
        assert_eq!(table(40, 30, 20, 10).change().value, -0.1);
        for interval in [[0.0, 0.25], [-0.25, 0.0]] {
            let touching = Change { value: 0.0, interval };
            assert_eq!((touching.direction(), touching.half_width()), (None, 0.125));
        }
    }

    /// Pairs that lose with 0.1 and win with 0.3: over all outcomes of 40 pairs the interval at 95 % holds 0.2 in a share
    /// of 0.95, about; by adding up exact chances.
    #[test]
    fn the_interval_covers_what_it_says() {
        let (n, lose, win) = (40_u64, 0.1, 0.3);
        let log_factorial = |k: u64| libm::lgamma(k as f64 + 1.0);
        let mut covered = 0.0;
        for lost in 0..=n {
            for won in 0..=n - lost {
                let rest = n - lost - won;
                let ways = log_factorial(n) - log_factorial(lost) - log_factorial(won) - log_factorial(rest);
                let chance = libm::exp(
                    ways + lost as f64 * libm::log(lose)
                        + won as f64 * libm::log(win)
                        + rest as f64 * libm::log(1.0 - lose - win),
                );
                let [low, high] = table(rest, lost, won, 0).change_at(1.959963984540054).interval;
                covered += if low <= win - lose && win - lose <= high { chance } else { 0.0 };
            }
        }
        assert!((0.93..0.97).contains(&covered), "{covered}");
    }

    #[test]
    fn independent_shares_differ_as_published() {
        // 56 of 70 against 48 of 80 at 95 %: 0.0524 to 0.3339.
        let change = Change::unpaired_at((48, 80), (56, 70), 1.959963984540054);
        near(change.value, 0.2, 1e-12);
        near(change.interval[0], 0.0524, 1e-4);
        near(change.interval[1], 0.3339, 1e-4);
        let wider = Change::unpaired((48, 80), (56, 70)).interval;
        assert!(wider[0] < 0.0524 && wider[1] > 0.3339);
    }
}
