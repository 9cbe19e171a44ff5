//! Days and times of day as spreadsheets write them: `2027-03-04 09:05`, `04.03.2027 09:05:30`, `3/4/2027 9:05 AM`.
//!
//! A day with slashes can be read in two ways; who asks says which one makes sense, or that none is sure.

use crate::notation::date::Date;
use crate::notation::moment::Moment;

/// Every day that a text can mean.
pub fn days(text: &str) -> Vec<Date> {
    let text = text.trim();
    if let Some(day) = Date::parse(text).filter(|day| day.days_since_1970().is_some()) {
        return vec![day];
    }
    let day_of = |year: &str, month: &str, day: &str| {
        let number = |text: &str| text.parse::<u32>().ok();
        let year = if year.len() == 2 { 2_000 + number(year)? } else { number(year)? };
        Date::parse(&format!("{year:04}-{:02}-{:02}", number(month)?, number(day)?))
    };
    let parts = |mark: char| -> Vec<&str> { text.split(mark).collect() };
    let mut found: Vec<Date> = match (parts('.').as_slice(), parts('/').as_slice()) {
        (&[day, month, year], _) => day_of(year, month, day).into_iter().collect(),
        (_, &[one, two, year]) if one.len() <= 2 => {
            [day_of(year, two, one), day_of(year, one, two)].into_iter().flatten().collect()
        }
        (_, &[year, month, day]) => day_of(year, month, day).into_iter().collect(),
        _ => Vec::new(),
    };
    found.dedup();
    found
}

/// Every moment that a day with a time of day can mean.
pub fn moments(text: &str) -> Vec<Moment> {
    let Some((day, time)) = text.trim().split_once(['T', ' ']) else { return Vec::new() };
    let Some(time) = time_of_day(time) else { return Vec::new() };
    days(day).iter().filter_map(|day| Moment::parse(&format!("{day}T{time}"))).collect()
}

/// `9:05`, `09:05:30`, `9:05:30.000`, `9:05 PM` as `09:05:30`.
pub fn time_of_day(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_uppercase();
    let (clock, later) = match (text.strip_suffix("AM"), text.strip_suffix("PM")) {
        (Some(clock), _) => (clock.trim().to_owned(), Some(0)),
        (_, Some(clock)) => (clock.trim().to_owned(), Some(12)),
        _ => (text, None),
    };
    let clock = clock.split(['.', ',']).next().unwrap_or_default();
    let mut parts = clock.split(':').map(|part| part.parse::<u32>().ok().filter(|_| part.len() <= 2));
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next().unwrap_or(Some(0))?);
    let hour = match later {
        Some(later) if (1..=12).contains(&hour) => hour % 12 + later,
        Some(_) => return None,
        None => hour,
    };
    let fits = parts.next().is_none() && hour < 24 && minute < 60 && second < 60;
    fits.then(|| format!("{hour:02}:{minute:02}:{second:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_as_spreadsheets_write_them() {
        let read = |text: &str| moments(text).iter().map(ToString::to_string).collect::<Vec<_>>();
        let one = ["2027-03-04T09:05:00"];
        for text in [
            "2027-03-04 09:05",
            "2027-03-04T9:05",
            "04.03.2027 09:05",
            "4.3.27 9:05:00",
            "2027/03/04 09:05:00.000",
            "2027-03-04 9:05 AM",
        ] {
            assert_eq!(read(text), one, "{text}");
        }
        assert_eq!(read("3/4/2027 9:05 PM"), ["2027-04-03T21:05:00", "2027-03-04T21:05:00"]);
        assert_eq!(read("3/24/2027 9:05"), ["2027-03-24T09:05:00"]);
        assert_eq!(read("31.02.2027 9:05"), Vec::<String>::new());
        assert_eq!(time_of_day("12:05 AM").as_deref(), Some("00:05:00"));
        for bad in ["9", "9.05", "13:05 PM", "24:00", "9:60", "9:5:5:5", "quarter past"] {
            assert_eq!(time_of_day(bad), None, "{bad}");
        }
    }
}
