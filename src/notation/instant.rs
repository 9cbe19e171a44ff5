//! Turns clock times (`08:00`) and instants of the week (`Fri 22:40`) into milliseconds.
//!
//! Invariant: an instant of the week lies in [0, 168 h), counted from Monday 00:00; weeks have no daylight saving.

use super::NotationError;
use super::cursor::Cursor;
use crate::units::Millis;

/// When the copies of a backup start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Starts {
    /// At this time of day.
    OfDay(Millis),
    /// At this instant of the week.
    OfWeek(Millis),
}

impl Starts {
    /// Returns the instant of the week from which the series is counted.
    #[must_use]
    pub const fn of_week(self) -> Millis {
        match self {
            Starts::OfDay(instant) | Starts::OfWeek(instant) => instant,
        }
    }
}

/// Reads an instant of the week.
///
/// # Errors
/// Reports a missing or unknown day, a time that no clock shows, and anything after it.
pub fn parse(text: &str) -> Result<Millis, NotationError> {
    let mut cursor = Cursor::new(text);
    let instant = read_instant(&mut cursor)?;
    at_end(&mut cursor, "as in `Fri 22:40`")?;
    Ok(instant)
}

/// Reads a time of day or an instant of the week.
///
/// # Errors
/// Reports an unknown day, a time that no clock shows, and anything after it.
pub fn parse_starts(text: &str) -> Result<Starts, NotationError> {
    let mut cursor = Cursor::new(text);
    let starts = match cursor.peek() {
        Some(first) if first.is_ascii_digit() => Starts::OfDay(read_time(&mut cursor, Midnight::Start)?),
        _ => Starts::OfWeek(read_instant(&mut cursor)?),
    };
    at_end(&mut cursor, "as in `01:00` or `Sun 01:00`")?;
    Ok(starts)
}

fn at_end(cursor: &mut Cursor, help: &str) -> Result<(), NotationError> {
    if cursor.is_at_end() { Ok(()) } else { Err(cursor.expected("the end").help(help)) }
}

/// Which midnight a time may mean.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Midnight {
    /// Only the one at which the day begins, `00:00`.
    Start,
    /// Also the one at which it ends, `24:00`.
    End,
}

/// Reads a day and a time.
pub(super) fn read_instant(cursor: &mut Cursor) -> Result<Millis, NotationError> {
    let day = read_day(cursor)?;
    let time = read_time(cursor, Midnight::Start)?;
    Ok(Millis::new(day as i64 * Millis::DAY.get()).plus(time))
}

const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Reads a day of the week, Monday being 0: its first three letters or the whole word.
pub(super) fn read_day(cursor: &mut Cursor) -> Result<usize, NotationError> {
    let (mut ahead, mut unread) = (*cursor, *cursor);
    let day = ahead.word().and_then(|word| {
        let word = word.value.to_lowercase();
        DAYS.iter().position(|day| *day == word || day[..3] == word)
    });
    match day {
        Some(day) => {
            *cursor = ahead;
            Ok(day)
        }
        None => {
            let is_date = cursor.digits().is_some_and(|digits| digits.value.len() == 4);
            let help = match is_date {
                true => "times belong to a week, not to a date: write the day, as in `Fri 22:40`",
                false => "write Mon, Tue, Wed, Thu, Fri, Sat or Sun",
            };
            Err(unread.expected("a day of the week").help(help))
        }
    }
}

/// Reads a clock time `HH:MM` of a day.
pub(super) fn read_time(cursor: &mut Cursor, midnight: Midnight) -> Result<Millis, NotationError> {
    let help = "write hours and minutes of a 24-hour clock, as in `08:00` or `17:30`";
    let start = cursor.offset();
    let Some(hours) = cursor.digits().filter(|digits| digits.value.len() <= 2) else {
        return Err(cursor.expected("a time of day").help(help));
    };
    if !cursor.eat(':') {
        return Err(cursor.expected("`:` and the minutes").help(help));
    }
    let Some(minutes) = cursor.digits().filter(|digits| digits.value.len() == 2) else {
        return Err(cursor.expected("two digits of minutes").help(help));
    };
    let in_range = |text: &str, limit: i64| text.parse::<i64>().ok().filter(|value| *value < limit);
    let time = match (in_range(hours.value, 25), in_range(minutes.value, 60)) {
        (Some(24), minutes) if minutes != Some(0) => None,
        (Some(hours), Some(minutes)) => Some(hours * Millis::HOUR.get() + minutes * Millis::MINUTE.get()),
        _ => None,
    };
    let shown = cursor.text_since(start);
    match time.map(Millis::new) {
        None => {
            let message = format!("no clock shows `{shown}`");
            Err(NotationError::new(cursor.range_since(start), message).help(help))
        }
        Some(Millis::DAY) if midnight == Midnight::Start => {
            Err(NotationError::new(cursor.range_since(start), "`24:00` can only be an end")
                .help("write `00:00` of the next day"))
        }
        Some(time) => Ok(time),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const H: i64 = 3_600_000;

    fn refuses(text: &str, range: std::ops::Range<usize>) {
        let error = parse(text).expect_err(text);
        assert_eq!(error.range, range, "{text}: {}", error.message);
        assert!(error.help.is_some());
    }

    #[test]
    fn instants_are_counted_from_monday_midnight() {
        assert_eq!(parse("Mon 00:00"), Ok(Millis::ZERO));
        assert_eq!(parse("Fri 22:40"), Ok(Millis::new(4 * 24 * H + 22 * H + 40 * 60_000)));
        assert_eq!(parse(" sunday 9:05 "), Ok(Millis::new(6 * 24 * H + 9 * H + 5 * 60_000)));
    }

    #[test]
    fn a_backup_starts_at_a_time_of_day_or_of_the_week() {
        assert_eq!(parse_starts("01:00"), Ok(Starts::OfDay(Millis::HOUR)));
        assert_eq!(parse_starts("Tue 01:00"), Ok(Starts::OfWeek(Millis::new(25 * H))));
        assert!(parse_starts("01:00 daily").is_err());
        assert!(parse_starts("").is_err());
    }

    #[test]
    fn what_no_clock_shows_is_refused() {
        refuses("22:40", 0..2);
        refuses("Fry 22:40", 0..3);
        refuses("Fri 22", 6..6);
        refuses("Fri 25:00", 4..9);
        refuses("Fri 22:60", 4..9);
        refuses("Fri 24:00", 4..9);
        refuses("Fri 24:01", 4..9);
        refuses("Fri 8:5", 7..7);
        refuses("Fri 22:40 late", 10..14);
    }
}
