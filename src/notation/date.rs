//! Turns days of the Gregorian calendar as people write them (`2026-03-14`) into values that compare.

use std::fmt;

/// A day; earlier days are smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u32,
    month: u32,
    day: u32,
}

impl Date {
    /// Reads a day written as `2026-03-14`; nothing if it is written otherwise or not in the calendar.
    #[must_use]
    pub fn parse(text: &str) -> Option<Date> {
        let parts: Vec<&str> = text.split('-').collect();
        let &[year, month, day] = parts.as_slice() else { return None };
        let number = |part: &str, length: usize| {
            let digits = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
            if digits { part.parse::<u32>().ok() } else { None }
        };
        let date = Date { year: number(year, 4)?, month: number(month, 2)?, day: number(day, 2)? };
        (1..=days_in(date.year, date.month)).contains(&date.day).then_some(date)
    }

    /// Makes the day that lies so many days after 1970-01-01.
    ///
    /// Howard Hinnant's `civil_from_days`, for days from 1970 on.
    #[must_use]
    pub fn from_days_since_1970(days: u32) -> Date {
        let shifted = days + 719_468;
        let (era, of_era) = (shifted / 146_097, shifted % 146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        Date { year: era * 400 + year_of_era + u32::from(month <= 2), month, day }
    }

    /// Counts the days since 1970-01-01, the inverse of [`Date::from_days_since_1970`]; nothing before that day.
    #[must_use]
    pub fn days_since_1970(self) -> Option<u32> {
        let (year, month) = if self.month > 2 {
            (self.year, self.month - 3)
        } else {
            (self.year.checked_sub(1)?, self.month + 9)
        };
        let (era, of_era) = (year / 400, year % 400);
        let of_year = (153 * month + 2) / 5 + self.day - 1;
        (era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year).checked_sub(719_468)
    }

    /// Gives the same day so many months later, or the last day of that month where it is shorter.
    #[must_use]
    pub fn plus_months(self, months: u32) -> Date {
        let counted = self.month - 1 + months;
        let (year, month) = (self.year + counted / 12, counted % 12 + 1);
        Date { year, month, day: self.day.min(days_in(year, month)) }
    }

    /// Counts the whole months from an earlier day to this one; 0 if that day is not earlier.
    #[must_use]
    pub fn months_since(self, earlier: Date) -> u32 {
        let months = (self.year * 12 + self.month).saturating_sub(earlier.year * 12 + earlier.month);
        if months > 0 && earlier.plus_months(months) > self { months - 1 } else { months }
    }
}

/// Days of a month; 0 where there is no such month.
fn days_in(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        1..=12 => 31,
        _ => 0,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).expect("a day")
    }

    #[test]
    fn a_date_is_a_day_of_the_calendar() {
        for good in ["2026-03-14", "2024-02-29", "2000-02-29", "1999-12-31"] {
            assert_eq!(date(good).to_string(), good);
        }
        for bad in [
            "2026-3-14",
            "2026-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-04-31",
            "2026-00-10",
            "2026-01-00",
            "March",
            "2026-03-14 ",
            "+026-03-14",
        ] {
            assert_eq!(Date::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn days_are_counted_from_1970() {
        for (days, expected) in
            [(0, "1970-01-01"), (59, "1970-03-01"), (11_016, "2000-02-29"), (20_778, "2026-11-21")]
        {
            assert_eq!(Date::from_days_since_1970(days), date(expected));
            assert_eq!(date(expected).days_since_1970(), Some(days));
        }
    }

    #[test]
    fn months_are_whole_and_end_with_the_month() {
        assert_eq!(date("2026-01-31").plus_months(1), date("2026-02-28"));
        assert_eq!(date("2026-12-01").plus_months(13), date("2028-01-01"));
        assert_eq!(date("2026-11-21").months_since(date("2024-05-18")), 30);
        assert_eq!(date("2026-11-21").months_since(date("2025-11-22")), 11);
        assert_eq!(date("2026-11-21").months_since(date("2027-11-21")), 0);
    }
}
