//! Turns numbers with units (`6TB`, `800GB/h`, `2h30m`, `0.4`) into figures in the base unit of their dimension.
//!
//! Base units: milliseconds, bytes, things per millisecond, bytes per millisecond. Sizes are decimal.
//! Invariant: a figure is finite; only plain numbers may be negative.

use std::ops::Range;

use super::NotationError;
use super::cursor::{Cursor, Token};

/// What a figure measures, and so the unit it is kept in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// A length of time in milliseconds.
    Duration,
    /// A plain number: a share, a factor, a count.
    Number,
    /// A size in bytes.
    Size,
    /// Things per millisecond.
    Rate,
    /// Bytes per millisecond.
    SizeRate,
}

impl Dimension {
    pub(super) fn noun(self) -> &'static str {
        match self {
            Dimension::Duration => "a duration",
            Dimension::Number => "a number without a unit",
            Dimension::Size => "a size",
            Dimension::Rate => "a number per hour",
            Dimension::SizeRate => "a size per hour",
        }
    }

    pub(super) fn example(self) -> &'static str {
        match self {
            Dimension::Duration => "45m",
            Dimension::Number => "0.4",
            Dimension::Size => "900GB",
            Dimension::Rate => "10/h",
            Dimension::SizeRate => "200GB/h",
        }
    }
}

/// A figure, what it measures, and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Measure {
    pub value: f64,
    pub dimension: Dimension,
    pub range: Range<usize>,
}

/// A unit: its dimension and how many base units it has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Unit {
    pub dimension: Dimension,
    pub factor: f64,
}

const TIMES: [(&str, f64); 7] = [
    ("w", 604_800_000.0),
    ("d", 86_400_000.0),
    ("h", 3_600_000.0),
    ("m", 60_000.0),
    ("min", 60_000.0),
    ("s", 1_000.0),
    ("ms", 1.0),
];
/// 1,000 years in milliseconds, far longer than any trial.
const LONGEST: f64 = 365_250.0 * 86_400_000.0;
const SIZES: [(&str, f64); 6] =
    [("b", 1.0), ("kb", 1e3), ("mb", 1e6), ("gb", 1e9), ("tb", 1e12), ("pb", 1e15)];

fn lookup(table: &[(&str, f64)], word: &str) -> Option<f64> {
    table.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, factor)| *factor)
}

/// Reads a duration, a size, a rate or a plain number; `what` names in an error what belongs here.
pub(super) fn read(cursor: &mut Cursor, what: &str) -> Result<Measure, NotationError> {
    let start = cursor.offset();
    let negative = cursor.eat_dash();
    let Some(number) = cursor.number()? else {
        return Err(no_number(cursor, what));
    };
    let Some(unit) = unit(cursor)? else {
        let value = if negative { -number.value } else { number.value };
        return Ok(Measure { value, dimension: Dimension::Number, range: cursor.range_since(start) });
    };
    let mut value = number.value * unit.factor;
    if unit.dimension == Dimension::Duration {
        value += more_time(cursor, unit.factor)?;
    }
    let range = cursor.range_since(start);
    if negative {
        let message =
            format!("`{}` is negative; time, sizes and rates are at least 0", cursor.text_since(start));
        return Err(NotationError::new(range, message).help("leave out the `-`"));
    }
    if unit.dimension == Dimension::Duration && value > LONGEST {
        let message = format!("`{}` is longer than 1,000 years", cursor.text_since(start).trim());
        return Err(NotationError::new(range, message).help("write at most 100 years, `36525d`"));
    }
    if !value.is_finite() {
        return Err(NotationError::new(range, "this is too large").help("write an amount of ordinary size"));
    }
    Ok(Measure { value, dimension: unit.dimension, range })
}

/// Reads the further parts of a duration such as `2h30m`, each unit at most once.
fn more_time(cursor: &mut Cursor, first: f64) -> Result<f64, NotationError> {
    let mut seen = vec![first];
    let mut sum = 0.0;
    loop {
        let start = cursor.offset();
        let Some(number) = cursor.number()? else {
            return Ok(sum);
        };
        let Some(part) = unit(cursor)?.filter(|unit| unit.dimension == Dimension::Duration) else {
            let found = cursor.text_since(start);
            return Err(NotationError::new(
                cursor.range_since(start),
                format!("`{found}` has no unit of time"),
            )
            .help(format!("write `{found}m` for minutes or `{found}h` for hours")));
        };
        if seen.contains(&part.factor) {
            let message = format!("`{}` repeats a unit", cursor.text_since(start));
            return Err(NotationError::new(cursor.range_since(start), message)
                .help("write each unit once, as in `2h30m`; a comma parts two durations"));
        }
        seen.push(part.factor);
        sum += number.value * part.factor;
    }
}

/// Reads a unit if one comes next: `m`, `TB`, `GB/h`, `/h`. The words `at` and `max` are no units.
pub(super) fn unit(cursor: &mut Cursor) -> Result<Option<Unit>, NotationError> {
    if cursor.eat('/') {
        return Ok(Some(Unit { dimension: Dimension::Rate, factor: 1.0 / per(cursor)? }));
    }
    let mut ahead = *cursor;
    let Some(word) = ahead.word().filter(|word| !is_keyword(word.value)) else {
        return Ok(None);
    };
    if let Some(factor) = lookup(&TIMES, word.value) {
        *cursor = ahead;
        return Ok(Some(Unit { dimension: Dimension::Duration, factor }));
    }
    let Some(size) = lookup(&SIZES, word.value) else {
        return Err(unknown_unit(&word));
    };
    if word.value.len() > 1 && word.value.ends_with('b') {
        let prefix = &word.value[..word.value.len() - 1];
        let bytes = if prefix == "k" { "kB".to_owned() } else { format!("{}B", prefix.to_ascii_uppercase()) };
        let message = format!("`{}` may be bits or bytes", word.value);
        let help = format!("write `{bytes}` for bytes; eight bits are one: 1 gigabit is `0.125GB`");
        return Err(NotationError::new(word.range.clone(), message).help(help));
    }
    *cursor = ahead;
    if cursor.eat('/') {
        return Ok(Some(Unit { dimension: Dimension::SizeRate, factor: size / per(cursor)? }));
    }
    Ok(Some(Unit { dimension: Dimension::Size, factor: size }))
}

fn is_keyword(word: &str) -> bool {
    ["at", "max"].iter().any(|keyword| keyword.eq_ignore_ascii_case(word))
}

/// Reads the unit of time that a rate is per, and returns its milliseconds.
fn per(cursor: &mut Cursor) -> Result<f64, NotationError> {
    let mut ahead = *cursor;
    let factor = ahead.word().and_then(|word| {
        let known = matches!(word.value.to_ascii_lowercase().as_str(), "s" | "m" | "min" | "h" | "d");
        lookup(&TIMES, word.value).filter(|_| known)
    });
    let Some(factor) = factor else {
        let help = match cursor.peek() {
            Some('0'..='9') => "write an amount at a rate with `at`, as in `6TB at 800GB/h`",
            _ => "write `/s`, `/m`, `/h` or `/d`",
        };
        return Err(cursor.expected("a unit of time after `/`").help(help));
    };
    *cursor = ahead;
    Ok(factor)
}

fn no_number(cursor: &mut Cursor, what: &str) -> NotationError {
    let found = cursor.found();
    let word = found.value.trim_matches('`').to_ascii_lowercase();
    if matches!(word.as_str(), "nan" | "inf" | "infinity" | "infinite") {
        return NotationError::new(
            found.range,
            format!("expected {what}, found {}, which is no amount", found.value),
        )
        .help("write a number, or leave the field out if there is no limit");
    }
    cursor.expected(what)
}

fn unknown_unit(word: &Token<&str>) -> NotationError {
    let lower = word.value.to_lowercase();
    let error = NotationError::new(word.range.clone(), format!("`{}` is not a unit", word.value));
    match lower.as_str() {
        "mo" | "mon" | "month" | "months" | "y" | "yr" | "yrs" | "year" | "years" | "quarter"
        | "quarters" => {
            NotationError::new(word.range.clone(), format!("`{}` has no fixed length", word.value))
                .help("write days, as in `30d` or `365d`")
        }
        "week" | "weeks" | "wk" | "wks" => error.help("write `w` for weeks"),
        "day" | "days" => error.help("write `d` for days"),
        "hour" | "hours" | "hr" | "hrs" => error.help("write `h` for hours"),
        "minute" | "minutes" | "mins" => error.help("write `m` for minutes"),
        "second" | "seconds" | "sec" | "secs" => error.help("write `s` for seconds"),
        "millisecond" | "milliseconds" | "msec" | "msecs" => error.help("write `ms` for milliseconds"),
        "x" => error.help("write a time with its unit, as in `2h`; a factor is a number alone, as in `2`"),
        "kib" | "mib" | "gib" | "tib" | "pib" => error.help("sizes are decimal: write kB, MB, GB, TB or PB"),
        "kbps" | "mbps" | "gbps" | "kbit" | "mbit" | "gbit" => {
            error.help("rates are sizes over time: 1 Gbps is `0.125GB/s`")
        }
        _ => error.help("units are w, d, h, m, s, ms; B, kB, MB, GB, TB, PB; and `/s`, `/m`, `/h`, `/d`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(text: &str) -> (f64, Dimension) {
        let measure = read(&mut Cursor::new(text), "an amount").expect(text);
        (measure.value, measure.dimension)
    }

    #[test]
    fn sizes_are_decimal_and_rates_are_per_millisecond() {
        assert_eq!(measured("6TB"), (6e12, Dimension::Size));
        assert_eq!(measured("1.5 kB"), (1500.0, Dimension::Size));
        assert_eq!(measured("2GB"), measured("2000 MB"));
        assert_eq!(measured("36GB/h"), (1e4, Dimension::SizeRate));
        assert_eq!(measured("60/m").1, Dimension::Rate);
        assert!((measured("60/m").0 - 0.001).abs() < 1e-18);
        assert_eq!(measured("-0.5"), (-0.5, Dimension::Number));
    }

    #[test]
    fn a_unit_of_another_trade_is_named_with_its_repair() {
        let help = |text: &str| read(&mut Cursor::new(text), "an amount").expect_err(text).help.expect(text);
        assert_eq!(help("3 months"), "write days, as in `30d` or `365d`");
        assert_eq!(help("3 hours"), "write `h` for hours");
        assert_eq!(help("2GiB"), "sizes are decimal: write kB, MB, GB, TB or PB");
        assert_eq!(help("2GB/w"), "write `/s`, `/m`, `/h` or `/d`");
        assert_eq!(help("-2GB"), "leave out the `-`");
        let bits = "write `GB` for bytes; eight bits are one: 1 gigabit is `0.125GB`";
        assert_eq!([help("1Gb/s"), help("1Gb"), help("1gb")], [bits; 3]);
    }
}
