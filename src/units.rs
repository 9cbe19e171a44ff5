//! Turns amounts of time into one integer unit, the millisecond, and back into words people read.
//!
//! Invariant: arithmetic on [`Millis`] never overflows; what would pass [`Millis::NEVER`] is `NEVER`.
//! Reading durations that people write is the business of `notation::duration`.

use std::fmt;

/// An instant or a length of time in whole milliseconds.
///
/// Instants of a trial are counted from the scenario's onset, instants of the week from Monday 00:00.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Millis(i64);

const SECOND: i64 = 1_000;

impl Millis {
    /// No time at all; the onset as an instant.
    pub const ZERO: Millis = Millis(0);
    /// Later than anything a trial can play.
    pub const NEVER: Millis = Millis(i64::MAX / 2);
    /// Sixty seconds.
    pub const MINUTE: Millis = Millis(60 * SECOND);
    /// Sixty minutes.
    pub const HOUR: Millis = Millis(3_600 * SECOND);
    /// Twenty-four hours.
    pub const DAY: Millis = Millis(86_400 * SECOND);
    /// Seven days, 168 hours.
    pub const WEEK: Millis = Millis(604_800 * SECOND);

    /// Makes an amount of `ms` milliseconds; what lies beyond `NEVER` is `NEVER`.
    #[must_use]
    pub const fn new(ms: i64) -> Millis {
        if ms > Millis::NEVER.0 { Millis::NEVER } else { Millis(ms) }
    }

    /// Rounds `ms` milliseconds half up; negative amounts become zero, amounts above 2^53 never.
    ///
    /// This is the only place where a drawn duration becomes a tick. `ms` must not be NaN: quantile functions
    /// yield none, and what is computed from them divides by nothing that can be zero.
    #[must_use]
    pub fn from_f64(ms: f64) -> Millis {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        debug_assert!(!ms.is_nan(), "a duration is a number");
        if ms > EXACT {
            return Millis::NEVER;
        }
        if ms <= 0.0 {
            return Millis::ZERO;
        }
        // Cutting off is rounding down here, and both conversions are exact.
        let whole = ms as i64;
        Millis(whole + i64::from(ms - whole as f64 >= 0.5))
    }

    /// Returns the number of milliseconds.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Adds, and stays at `NEVER` once there.
    #[must_use]
    pub const fn plus(self, other: Millis) -> Millis {
        Millis::new(self.0.saturating_add(other.0))
    }

    /// Subtracts; `NEVER` less any amount is `NEVER`.
    #[must_use]
    pub const fn minus(self, other: Millis) -> Millis {
        if self.is_never() { Millis::NEVER } else { Millis::new(self.0.saturating_sub(other.0)) }
    }

    /// Tells whether this lies beyond every instant.
    #[must_use]
    pub const fn is_never(self) -> bool {
        self.0 >= Millis::NEVER.0
    }

    /// Returns the amount in seconds, for display and charts only.
    #[must_use]
    pub fn seconds_f64(self) -> f64 {
        self.0 as f64 / SECOND as f64
    }

    /// Shows a lower bound: the two largest units, rounded down.
    #[must_use]
    pub fn at_least(self) -> String {
        if self.is_never() {
            return self.to_string();
        }
        spell(self.size(), SHOWN, " ")
    }

    /// The same of what is longer than `limit`, in as many units as it takes to show that it is.
    #[must_use]
    pub fn at_least_beyond(self, limit: Millis) -> String {
        let ms = self.size();
        let shows = |parts: &usize| ms - ms % smallest_unit(ms, *parts) > limit.size();
        match (SHOWN..=UNITS.len()).find(shows) {
            Some(parts) if !self.is_never() => spell(ms, parts, " "),
            _ => self.at_least(),
        }
    }

    /// Shows an upper bound: the two largest units, rounded up.
    #[must_use]
    pub fn at_most(self) -> String {
        if self.is_never() {
            return self.to_string();
        }
        let ms = self.size();
        spell(ms.next_multiple_of(smallest_unit(ms, SHOWN)), SHOWN, " ")
    }

    /// Shows a time beside a limit: the two largest units, rounded to the nearest, or as many as it takes to show on
    /// which side of the limit it lies.
    #[must_use]
    pub fn beside(self, limit: Millis) -> String {
        let (ms, limit) = (self.size(), limit.size());
        let shows = |parts: &usize| rounded_to(ms, *parts).cmp(&limit) == ms.cmp(&limit);
        match (SHOWN..=UNITS.len()).find(shows) {
            Some(parts) if !self.is_never() => spell(rounded_to(ms, parts), parts, " "),
            _ => self.to_string(),
        }
    }

    /// The smallest of the two units that it is shown in.
    #[must_use]
    pub fn last_unit_shown(self) -> Millis {
        Millis::new(smallest_unit(self.0.unsigned_abs(), SHOWN) as i64)
    }

    /// Milliseconds of what is no negative amount.
    fn size(self) -> u64 {
        self.0.max(0).unsigned_abs()
    }

    /// Spells the amount so that reading it back yields the same milliseconds: `1d2h3m4s5ms`, `0s`.
    #[must_use]
    pub fn exact(self) -> String {
        if self.is_never() {
            return "never".to_owned();
        }
        let sign = if self.0 < 0 { "-" } else { "" };
        format!("{sign}{}", spell(self.0.unsigned_abs(), UNITS.len(), ""))
    }
}

const UNITS: [(&str, u64); 5] = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

/// Spells `ms` with at most `parts` adjacent units, dropping what is smaller than the last of them.
fn spell(ms: u64, parts: usize, between: &str) -> String {
    let first = largest_unit(ms);
    let mut rest = ms;
    let mut words = Vec::new();
    for (name, size) in UNITS.iter().skip(first).take(parts) {
        if rest / size > 0 {
            words.push(format!("{}{name}", rest / size));
        }
        rest %= size;
    }
    if words.is_empty() { "0s".to_owned() } else { words.join(between) }
}

fn largest_unit(ms: u64) -> usize {
    UNITS.iter().position(|(_, size)| ms >= *size).unwrap_or(UNITS.len() - 1)
}

/// How many units people read.
const SHOWN: usize = 2;

/// The smallest of the largest `parts` units, in milliseconds.
fn smallest_unit(ms: u64, parts: usize) -> u64 {
    UNITS[(largest_unit(ms) + parts - 1).min(UNITS.len() - 1)].1
}

fn rounded_to(ms: u64, parts: usize) -> u64 {
    let size = smallest_unit(ms, parts);
    (ms + size / 2) / size * size
}

/// Shows the two largest units, rounded to the nearest: `4h 30m`, `2d 13h`, `45s`, `250ms`, `never`.
impl fmt::Display for Millis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_never() {
            return f.pad("never");
        }
        let sign = if self.0 < 0 { "-" } else { "" };
        f.pad(&format!("{sign}{}", spell(rounded_to(self.0.unsigned_abs(), SHOWN), SHOWN, " ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(ms: i64, expected: &str) {
        assert_eq!(Millis::new(ms).to_string(), expected, "{ms} ms");
    }

    #[test]
    fn people_read_the_two_largest_units() {
        shown(0, "0s");
        shown(250, "250ms");
        shown(45_000, "45s");
        shown(45_250, "45s 250ms");
        shown(16_200_000, "4h 30m");
        shown(219_600_000, "2d 13h");
        shown(-60_000, "-1m");
        shown(i64::MAX, "never");
    }

    #[test]
    fn rounding_is_to_the_nearest_and_may_reach_the_next_unit() {
        shown(2 * 86_400_000 + 1_799_999, "2d");
        shown(2 * 86_400_000 + 1_800_000, "2d 1h");
        shown(3_599_600, "1h");
        shown(86_399_999, "1d");
    }

    #[test]
    fn a_bound_is_never_told_tighter_than_it_is() {
        let week = Millis::WEEK;
        let bound = |more: Millis| week.plus(more);
        let half_hour = Millis::new(1_800_000);
        assert_eq!(bound(half_hour).to_string(), "7d 1h");
        assert_eq!((bound(half_hour).at_least(), bound(half_hour).at_most()), ("7d".into(), "7d 1h".into()));
        assert_eq!(
            (bound(Millis::ZERO).at_least(), bound(Millis::ZERO).at_most()),
            ("7d".into(), "7d".into())
        );
        assert_eq!(
            (bound(Millis::new(1)).at_most(), Millis::new(3_599_600).at_most()),
            ("7d 1h".into(), "1h".into())
        );
        assert_eq!((Millis::NEVER.at_least(), Millis::NEVER.at_most()), ("never".into(), "never".into()));
        assert_eq!(Millis::ZERO.at_least(), "0s");
    }

    #[test]
    fn what_exceeds_a_limit_is_not_told_as_the_limit() {
        let half_hour = Millis::new(1_800_000);
        assert_eq!(Millis::WEEK.plus(half_hour).at_least_beyond(Millis::WEEK), "7d 30m");
        assert_eq!(Millis::WEEK.plus(half_hour).at_least_beyond(Millis::DAY), "7d");
        assert_eq!(Millis::DAY.plus(Millis::new(720_000)).beside(Millis::DAY), "1d 12m");
        assert_eq!(Millis::DAY.plus(Millis::new(723_000)).beside(Millis::DAY), "1d 12m");
        assert_eq!(Millis::DAY.minus(Millis::new(1)).beside(Millis::DAY), "23h 59m 59s 999ms");
        assert_eq!(Millis::DAY.beside(Millis::DAY), "1d");
        assert_eq!(Millis::NEVER.beside(Millis::DAY), "never");
    }

    #[test]
    fn the_exact_spelling_keeps_every_millisecond() {
        assert_eq!(Millis::new(93_784_005).exact(), "1d2h3m4s5ms");
        assert_eq!(Millis::ZERO.exact(), "0s");
        assert_eq!(Millis::NEVER.exact(), "never");
    }

    #[test]
    fn ticks_round_half_up_and_saturate() {
        assert_eq!(Millis::from_f64(0.499), Millis::ZERO);
        assert_eq!(Millis::from_f64(0.5), Millis::new(1));
        assert_eq!(Millis::from_f64(0.5_f64.next_down()), Millis::ZERO);
        assert_eq!(Millis::from_f64(-3.0), Millis::ZERO);
        assert_eq!(Millis::from_f64(9_007_199_254_740_992.0), Millis::new(1 << 53));
        assert_eq!(Millis::from_f64(9_007_199_254_740_994.0), Millis::NEVER);
        assert_eq!(Millis::from_f64(f64::INFINITY), Millis::NEVER);
    }

    #[test]
    fn never_absorbs_what_is_added_or_taken_away() {
        assert_eq!(Millis::NEVER.plus(Millis::NEVER), Millis::NEVER);
        assert_eq!(Millis::NEVER.minus(Millis::WEEK), Millis::NEVER);
        assert_eq!(Millis::DAY.minus(Millis::HOUR).plus(Millis::HOUR), Millis::DAY);
        assert_eq!(Millis::ZERO.minus(Millis::HOUR).get(), -3_600_000);
    }
}
