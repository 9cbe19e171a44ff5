//! Turns the hours of a team (`Mon-Fri 08:00-18:00; Sat 09:00-12:00`, `24x7`) into intervals of the week.
//!
//! Invariant: the intervals [start, end) are sorted, not empty, do not touch one another, and lie within
//! [0, 168 h) from Monday 00:00; what runs over the end of the week is two of them.

use super::NotationError;
use super::cursor::Cursor;
use super::instant::{Midnight, read_day, read_instant, read_time};
use crate::units::Millis;

/// A part of the week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours(Vec<(Millis, Millis)>);

const FORMS: &str =
    "as in `Mon-Fri 08:00-18:00; Sat 09:00-12:00`, `22:00-06:00`, `Fri 16:00 to Mon 07:00` or `24x7`";

impl Hours {
    /// Returns the whole week.
    #[must_use]
    pub fn always() -> Hours {
        Hours(vec![(Millis::ZERO, Millis::WEEK)])
    }

    /// Tells whether these are all hours of the week.
    #[must_use]
    pub fn is_always(&self) -> bool {
        self.0 == [(Millis::ZERO, Millis::WEEK)]
    }

    /// Tells whether `instant`, counted from any Monday 00:00, lies within these hours.
    #[must_use]
    pub fn contains(&self, instant: Millis) -> bool {
        let of_week = Millis::new(instant.get().rem_euclid(Millis::WEEK.get()));
        let next = self.0.iter().find(|(_, end)| of_week < *end);
        next.is_some_and(|(start, _)| *start <= of_week)
    }

    /// Returns the instants of the week at which these hours begin or end, sorted; none for the whole week.
    #[must_use]
    pub fn boundaries(&self) -> Vec<Millis> {
        let of_week = |instant: Millis| if instant == Millis::WEEK { Millis::ZERO } else { instant };
        let mut instants: Vec<Millis> =
            self.0.iter().flat_map(|(start, end)| [*start, of_week(*end)]).collect();
        instants.sort_unstable();
        let runs_over_the_weekend = instants.starts_with(&[Millis::ZERO, Millis::ZERO]);
        if runs_over_the_weekend {
            instants.drain(..2);
        }
        instants
    }

    /// Returns the intervals [start, end), sorted.
    #[must_use]
    pub fn intervals(&self) -> &[(Millis, Millis)] {
        &self.0
    }

    /// Tells whether an instant of the week lies within these hours, and at which instant after it they next begin or
    /// end, which may lie in the following week; `None` where they never do.
    #[must_use]
    pub fn at(&self, instant: Millis) -> (bool, Option<Millis>) {
        if self.is_always() {
            return (true, None);
        }
        match self.0.iter().find(|(_, end)| *end > instant) {
            Some((start, end)) if *start <= instant => (true, Some(*end)),
            Some((start, _)) => (false, Some(*start)),
            None => (false, self.0.first().map(|(start, _)| start.plus(Millis::WEEK))),
        }
    }

    /// Returns how long after an instant, counted from any Monday 00:00, it first lies within these hours; `None` where
    /// there are none.
    #[must_use]
    pub fn wait(&self, instant: Millis) -> Option<Millis> {
        let of_week = Millis::new(instant.get().rem_euclid(Millis::WEEK.get()));
        match self.at(of_week) {
            (true, _) => Some(Millis::ZERO),
            (false, next) => next.map(|next| next.minus(of_week)),
        }
    }

    /// Returns the instant of the week at the share `u` of these hours, 0 <= `u` < 1: uniform if `u` is.
    #[must_use]
    pub fn at_share(&self, u: f64) -> Millis {
        let mut left = Millis::new((u * self.total().get() as f64).floor() as i64);
        for (start, end) in &self.0 {
            let length = end.minus(*start);
            if left < length {
                return start.plus(left);
            }
            left = left.minus(length);
        }
        Millis::ZERO
    }

    /// Returns the longest stretch of the week outside these hours; the whole week where there are none.
    #[must_use]
    pub fn longest_gap(&self) -> Millis {
        let next = |at: usize| {
            self.0.get(at + 1).map_or_else(|| self.0[0].0.plus(Millis::WEEK), |(start, _)| *start)
        };
        let gaps = self.0.iter().enumerate().map(|(at, (_, end))| next(at).minus(*end));
        gaps.max().unwrap_or(Millis::WEEK)
    }

    /// Returns the longest stretch of the week within these hours; what goes on from Sunday to Monday is one.
    #[must_use]
    pub fn longest_stretch(&self) -> Millis {
        if self.is_always() {
            return Millis::WEEK;
        }
        let lengths = self.0.iter().map(|(start, end)| end.minus(*start));
        let over_midnight = match (self.0.first(), self.0.last()) {
            (Some((first, ends)), Some((starts, last)))
                if *first == Millis::ZERO && *last == Millis::WEEK =>
            {
                ends.plus(Millis::WEEK.minus(*starts))
            }
            _ => Millis::ZERO,
        };
        lengths.chain([over_midnight]).max().unwrap_or(Millis::ZERO)
    }

    /// Returns how much of a week these hours are.
    #[must_use]
    pub fn total(&self) -> Millis {
        self.0.iter().fold(Millis::ZERO, |sum, (start, end)| sum.plus(end.minus(*start)))
    }

    /// Joins stretches that begin within the week and may run over its end, by less than a week.
    fn from_stretches(stretches: &[(Millis, Millis)]) -> Hours {
        let mut parts = Vec::new();
        for (start, end) in stretches.iter().copied() {
            parts.push((start, end.min(Millis::WEEK)));
            if end > Millis::WEEK {
                parts.push((Millis::ZERO, end.minus(Millis::WEEK)));
            }
        }
        parts.sort_unstable();
        let mut joined: Vec<(Millis, Millis)> = Vec::new();
        for (start, end) in parts {
            match joined.last_mut() {
                Some(last) if start <= last.1 => last.1 = last.1.max(end),
                _ => joined.push((start, end)),
            }
        }
        Hours(joined)
    }
}

/// Reads hours of the week.
///
/// # Errors
/// Reports unknown days, times that no clock shows, stretches without length, and anything else that is not in
/// the language.
pub fn parse(text: &str) -> Result<Hours, NotationError> {
    let mut cursor = Cursor::new(text);
    if is_round_the_clock(text) {
        return Ok(Hours::always());
    }
    let mut stretches = Vec::new();
    loop {
        read_part(&mut cursor, &mut stretches)?;
        if cursor.is_at_end() {
            return Ok(Hours::from_stretches(&stretches));
        }
        if !cursor.eat(';') {
            let help = match cursor.peek() {
                Some(',' | '+' | '&' | '/') => "join several with `;`",
                _ => FORMS,
            };
            return Err(cursor.expected("`;` or the end").help(help));
        }
    }
}

fn is_round_the_clock(text: &str) -> bool {
    let spelled: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    spelled.eq_ignore_ascii_case("24x7")
}

/// Reads `22:00-06:00`, `Mon-Fri 08:00-18:00` or `Fri 16:00 to Mon 07:00` and appends its stretches.
fn read_part(cursor: &mut Cursor, stretches: &mut Vec<(Millis, Millis)>) -> Result<(), NotationError> {
    let begin = cursor.offset();
    let days = match cursor.peek() {
        Some(first) if first.is_ascii_digit() => (0, 6),
        Some(first) if first.is_alphabetic() => read_days(cursor)?,
        _ => return Err(cursor.expected("days and hours").help(FORMS)),
    };
    if let Some(help) = repair_of_bare_days(cursor, begin) {
        return Err(cursor.expected("the hours of these days").help(help));
    }
    let from_time = read_time(cursor, Midnight::Start)?;
    if cursor.keyword("to") {
        let start = of_day(days.0).plus(from_time);
        let end = read_instant(cursor)?;
        if days.0 != days.1 || end == start {
            let message = "a stretch goes from one instant of the week to another";
            return Err(
                NotationError::new(cursor.range_since(begin), message).help("as in `Fri 16:00 to Mon 07:00`")
            );
        }
        stretches.push((start, if end > start { end } else { end.plus(Millis::WEEK) }));
        return Ok(());
    }
    if !cursor.eat_dash() {
        return Err(cursor.expected("`-` and the end of the hours").help(FORMS));
    }
    let to_time = read_time(cursor, Midnight::End)?;
    if from_time == to_time {
        let message = "these hours begin and end at the same time";
        return Err(NotationError::new(cursor.range_since(begin), message)
            .help("write `00:00-24:00` for the whole day"));
    }
    let length = if to_time > from_time {
        to_time.minus(from_time)
    } else {
        to_time.plus(Millis::DAY).minus(from_time)
    };
    let span = (days.1 + 7 - days.0) % 7;
    for day in (days.0..=days.0 + span).map(|day| day % 7) {
        let start = of_day(day).plus(from_time);
        stretches.push((start, start.plus(length)));
    }
    Ok(())
}

/// Says what to write if days stand without hours.
fn repair_of_bare_days(cursor: &mut Cursor, begin: usize) -> Option<String> {
    match cursor.peek() {
        None | Some(';') => {
            Some(format!("write `{} 00:00-24:00` for the whole day", cursor.text_since(begin)))
        }
        Some(',') => Some("write each day with its hours and join them with `;`".to_owned()),
        _ => None,
    }
}

fn read_days(cursor: &mut Cursor) -> Result<(usize, usize), NotationError> {
    let first = read_day(cursor)?;
    let last = if cursor.eat_dash() { read_day(cursor)? } else { first };
    Ok((first, last))
}

fn of_day(day: usize) -> Millis {
    Millis::new(day as i64 * Millis::DAY.get())
}

#[cfg(test)]
#[path = "hours_tests.rs"]
mod tests;
