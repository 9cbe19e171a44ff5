//! Puts an instant of a trial into words: how long after the onset, and what the clock on the wall shows.
//!
//! Both cut off what is smaller than they show, as clocks do; so the two always agree with each other.

use crate::notation::hours::Hours;
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

/// Hours of the week as people write them, which is how they are read: `Mon-Fri 08:00-18:00; Sat 09:00-12:00`,
/// `22:00-06:00` of every day, `Fri 16:00 to Mon 07:00`, `24x7`; `never` of no hours.
pub fn hours(hours: &Hours) -> String {
    if hours.is_always() {
        return "24x7".to_owned();
    }
    let mut stretches = hours.intervals().to_vec();
    // What runs over the end of the week is one stretch, which begins before it.
    if let ([(Millis::ZERO, first), .., last], true) =
        (stretches.as_mut_slice(), hours.contains(Millis::new(-1)))
    {
        last.1 = last.1.plus(*first);
        stretches.remove(0);
    }
    // Days, from Monday 0, with the hours that each has in common with the days before it.
    let mut said: Vec<(Vec<i64>, String)> = Vec::new();
    for (from, to) in stretches {
        for (days, words) in parts(from, to) {
            match said.iter_mut().find(|(_, other)| *other == words) {
                Some((known, _)) => known.extend(days),
                None => said.push((days, words)),
            }
        }
    }
    let all: Vec<String> = said.into_iter().flat_map(|(days, words)| on_days(days, &words)).collect();
    if all.is_empty() { "never".to_owned() } else { all.join("; ") }
}

/// A stretch as days with hours; one of more than a day, unless of whole days, on no day.
fn parts(from: Millis, to: Millis) -> Vec<(Vec<i64>, String)> {
    let (first, last) = (from.get() / DAY_MS, to.get() / DAY_MS);
    let time =
        |at: Millis| format!("{:02}:{:02}", at.get() % DAY_MS / 3_600_000, at.get() % 3_600_000 / MINUTE_MS);
    let ends_at_midnight = to.get() % DAY_MS == 0;
    if from.get() % DAY_MS == 0 && ends_at_midnight {
        return vec![((first..last).map(|day| day % 7).collect(), "00:00-24:00".to_owned())];
    }
    if to.minus(from).get() >= DAY_MS {
        let words = format!("{} to {}", of_week(from, Millis::ZERO), of_week(to, Millis::ZERO));
        return vec![(Vec::new(), words)];
    }
    let end = if ends_at_midnight { "24:00".to_owned() } else { time(to) };
    vec![(vec![first % 7], format!("{}-{end}", time(from)))]
}

/// The same hours on several days: `Mon-Fri 08:00-18:00`, `Sun-Thu 22:00-06:00`; without a day on all of them.
fn on_days(mut days: Vec<i64>, words: &str) -> Vec<String> {
    days.sort_unstable();
    if days.is_empty() || days.len() == 7 {
        return vec![words.to_owned()];
    }
    let mut runs: Vec<(i64, i64)> = Vec::new();
    for day in days {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == day => *last = day,
            _ => runs.push((day, day)),
        }
    }
    // Sunday and Monday follow each other.
    if let [(0, end), .., (_, last @ 6)] = runs.as_mut_slice() {
        *last = *end;
        runs.remove(0);
    }
    let name = |day: i64| DAYS[day as usize];
    let run = |(first, last): (i64, i64)| match first == last {
        true => format!("{} {words}", name(first)),
        false => format!("{}-{} {words}", name(first), name(last)),
    };
    runs.into_iter().map(run).collect()
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
    use crate::notation::hours::parse;

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
    fn hours_are_told_as_people_write_them_and_read_back_the_same() {
        for text in [
            "Mon-Fri 08:00-18:00",
            "Mon-Fri 08:00-18:00; Sat 09:00-12:00",
            "22:00-06:00",
            "Sun-Thu 22:00-06:00",
            "Fri 16:00 to Mon 07:00",
            "Sat-Sun 00:00-24:00",
            "Mon 00:00-06:00; Wed-Thu 18:00-24:00",
            "Mon 08:00 to Tue 08:00",
            "08:00-12:00; 13:00-17:00",
            "24x7",
        ] {
            let read = parse(text).unwrap();
            let told = hours(&read);
            assert_eq!(told, text);
            assert_eq!(parse(&told).unwrap(), read);
        }
        // Whatever way it was written, it says the same.
        for text in ["Sat 00:00 to Mon 00:00", "Sun 23:30-00:30; Tue-Wed 20:00-24:00", "Sun-Tue 00:00-24:00"]
        {
            let read = parse(text).unwrap();
            assert_eq!(parse(&hours(&read)).unwrap(), read, "{text} is told as {}", hours(&read));
        }
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
