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
}
