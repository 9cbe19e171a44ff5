//! Puts an instant of a trial into words: how long after the onset, and what the clock on the wall shows.
//!
//! Both cut off what is smaller than they show, as clocks do; so the two always agree with each other.

use crate::units::Millis;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 86_400_000;
const WEEK_MS: i64 = 7 * DAY_MS;
const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// `+0s`, `+42s`, `+12m 30s`, `+1h 23m`, `+2d 13h 45m`.
pub fn offset(at: Millis) -> String {
    let seconds = at.get().div_euclid(1_000);
    let (days, hours) = (seconds / 86_400, seconds / 3_600 % 24);
    let (minutes, rest) = (seconds / 60 % 60, seconds % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("+{rest}s"),
        (0, 0, _) if rest == 0 => format!("+{minutes}m"),
        (0, 0, _) => format!("+{minutes}m {rest:02}s"),
        (0, _, _) => format!("+{hours}h {minutes:02}m"),
        _ => format!("+{days}d {hours:02}h {minutes:02}m"),
    }
}

/// `Sat 23:03`, `at` after an onset that lies `onset` after Monday 00:00.
pub fn of_week(onset: Millis, at: Millis) -> String {
    let ms = onset.plus(at).get().rem_euclid(WEEK_MS);
    let day = DAYS[(ms / DAY_MS) as usize];
    let minutes = ms % DAY_MS / MINUTE_MS;
    format!("{day} {:02}:{:02}", minutes / 60, minutes % 60)
}

/// The smallest unit in which a length is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Second,
    Minute,
}

impl Unit {
    /// Minutes from ten minutes on: seconds are noise then.
    pub fn of(length: Millis) -> Unit {
        if length.get() < 10 * MINUTE_MS { Unit::Second } else { Unit::Minute }
    }

    /// The time from one instant to another as a clock with this unit shows it: lengths that touch add up.
    pub fn between(self, from: Millis, to: Millis) -> String {
        let (unit_ms, nothing) = match self {
            Unit::Second => (1_000, "0s"),
            Unit::Minute => (MINUTE_MS, "0m"),
        };
        let seconds = (to.get().div_euclid(unit_ms) - from.get().div_euclid(unit_ms)) * unit_ms / 1_000;
        let parts = [
            (seconds / 86_400, "d"),
            (seconds / 3_600 % 24, "h"),
            (seconds / 60 % 60, "m"),
            (seconds % 60, "s"),
        ];
        let words: Vec<String> =
            parts.iter().filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n}{unit}")).collect();
        if words.is_empty() { nothing.to_owned() } else { words.join(" ") }
    }
}

/// The time from one instant to another, without seconds where they are noise.
pub fn between(from: Millis, to: Millis) -> String {
    Unit::of(to.minus(from)).between(from, to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_show_what_matters_at_their_size() {
        let ms = [0, 42_999, 720_000, 750_000, 4_980_000, 222_300_000].map(|ms| offset(Millis::new(ms)));
        assert_eq!(ms, ["+0s", "+42s", "+12m", "+12m 30s", "+1h 23m", "+2d 13h 45m"]);
    }

    #[test]
    fn the_clock_on_the_wall_runs_around_the_week() {
        let saturday = Millis::new(5 * DAY_MS + (21 * 60 + 40) * MINUTE_MS);
        assert_eq!(of_week(saturday, Millis::ZERO), "Sat 21:40");
        assert_eq!(of_week(saturday, Millis::new(83 * MINUTE_MS)), "Sat 23:03");
        assert_eq!(of_week(saturday, Millis::new(2 * DAY_MS)), "Mon 21:40");
    }

    #[test]
    fn printed_lengths_add_up() {
        let at = [0, 89_000, 149_000, 3_689_000].map(Millis::new);
        let found: Vec<String> = at.windows(2).map(|pair| Unit::Minute.between(pair[0], pair[1])).collect();
        assert_eq!(found, ["1m", "1m", "59m"]);
        assert_eq!(Unit::Minute.between(at[0], at[3]), "1h 1m");
        assert_eq!(between(at[0], at[1]), "1m 29s");
        assert_eq!(Unit::Minute.between(at[0], Millis::new(59_999)), "0m");
    }
}
