//! Turns a day and a time of day as people write them (`2027-03-04T09:00`) into seconds that can be added to.
//!
//! A moment is one of the place where an exercise happens: without a time zone, as on the clock on its wall.

use std::fmt;

use super::date::Date;

const DAY_S: i64 = 86_400;

/// A day and a time of day; earlier moments are smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// Seconds since 1970-01-01T00:00, at least 0.
    seconds: i64,
}

impl Moment {
    /// Reads `2027-03-04T09:00`, with seconds or a space in place of the `T` if wanted; nothing if it is written
    /// otherwise, not in the calendar, or before 1970.
    #[must_use]
    pub fn parse(text: &str) -> Option<Moment> {
        let (day, time) = text.trim().split_once(['T', ' '])?;
        let days = Date::parse(day)?.days_since_1970()?;
        let seconds = seconds_of_day(time)?;
        Some(Moment { seconds: i64::from(days) * DAY_S + i64::from(seconds) })
    }

    /// Gives the moment so many seconds later, or earlier if negative; never before 1970.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Moment {
        Moment { seconds: self.seconds.saturating_add(seconds).max(0) }
    }

    /// Gives the seconds from an earlier moment to this one; negative if that one is later.
    #[must_use]
    pub fn seconds_since(self, earlier: Moment) -> i64 {
        self.seconds - earlier.seconds
    }

    /// Gives the day.
    #[must_use]
    pub fn date(self) -> Date {
        Date::from_days_since_1970(u32::try_from(self.seconds / DAY_S).unwrap_or(u32::MAX / 2))
    }

    /// Gives the time of day as `09:05`.
    #[must_use]
    pub fn clock(self) -> String {
        let minutes = self.seconds.rem_euclid(DAY_S) / 60;
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    }

    /// Gives the moment on the day of this one that a time of day such as `9:05` or `09:05:30` names.
    #[must_use]
    pub fn at_time(self, time: &str) -> Option<Moment> {
        let seconds = i64::from(seconds_of_day(time.trim())?);
        Some(Moment { seconds: self.seconds / DAY_S * DAY_S + seconds })
    }
}

/// Reads `9:05`, `09:05` or `09:05:30`.
fn seconds_of_day(time: &str) -> Option<u32> {
    let parts: Vec<&str> = time.split(':').collect();
    let number = |part: &&str, most: u32| {
        let digits = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u32>().ok().filter(|number| digits && *number <= most)
    };
    let (hours, minutes, seconds) = match parts.as_slice() {
        [hours, minutes] => (hours, minutes, &"0"),
        [hours, minutes, seconds] => (hours, minutes, seconds),
        _ => return None,
    };
    Some(number(hours, 23)? * 3_600 + number(minutes, 59)? * 60 + number(seconds, 59)?)
}

/// Shows `2027-03-04T09:00:00`.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let second = self.seconds.rem_euclid(60);
        write!(f, "{}T{}:{second:02}", self.date(), self.clock())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_as_it_is_shown() {
        for text in ["2027-03-04T09:00:00", "1970-01-01T00:00:00", "2024-02-29T23:59:59"] {
            assert_eq!(Moment::parse(text).expect("a moment").to_string(), text);
        }
        assert_eq!(Moment::parse("2027-03-04 9:05"), Moment::parse("2027-03-04T09:05:00"));
        for bad in [
            "2027-03-04",
            "2027-02-29T09:00",
            "2027-03-04T24:00",
            "2027-03-04T09",
            "09:00",
            "1969-12-31T10:00",
        ] {
            assert_eq!(Moment::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn seconds_run_over_midnight() {
        let evening = Moment::parse("2027-12-31T23:30").expect("a moment");
        assert_eq!(evening.plus_seconds(3_600).to_string(), "2028-01-01T00:30:00");
        assert_eq!(evening.plus_seconds(3_600).seconds_since(evening), 3_600);
        assert_eq!(evening.at_time("9:05").expect("a time").to_string(), "2027-12-31T09:05:00");
        assert_eq!(evening.clock(), "23:30");
    }
}
