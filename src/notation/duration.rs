//! Turns a duration as people write it (`45m`, `2h30m`, `1.5h`) into milliseconds.
//!
//! Invariant: a duration is at least 0 and at most 2^53 ms, and is rounded half up to a millisecond.

use std::ops::Range;

use super::NotationError;
use super::cursor::Cursor;
use super::measure::{self, Dimension, Measure};
use crate::units::Millis;

/// Reads a duration: numbers with the units w, d, h, m (min), s and ms, each at most once, in any order.
///
/// # Errors
/// Reports a missing or unknown unit, a repeated unit, a negative or too large amount, and anything after it.
pub fn parse(text: &str) -> Result<Millis, NotationError> {
    let mut cursor = Cursor::new(text);
    let measure =
        measure::read(&mut cursor, "a duration").map_err(|error| error.or_help("as in `45m` or `2h30m`"))?;
    let ms = expect_duration(&measure, text)?;
    if !cursor.is_at_end() {
        let error = cursor.expected("the end of the duration");
        return Err(error.help("write one duration, as in `45m` or `2h30m`"));
    }
    Ok(Millis::from_f64(ms))
}

/// Returns the milliseconds of `measure` if it is a duration, else an error that shows what to write.
pub(super) fn expect_duration(measure: &Measure, text: &str) -> Result<f64, NotationError> {
    let found = &text[measure.range.clone()];
    if let (Dimension::Number, Some(error)) = (measure.dimension, decimal_comma(text, &measure.range)) {
        return Err(error);
    }
    match measure.dimension {
        Dimension::Duration => Ok(measure.value),
        Dimension::Number if measure.value < 0.0 => Err(NotationError::new(
            measure.range.clone(),
            format!("`{found}` is negative and has no unit of time"),
        )
        .help("write a duration of at least 0, as in `0s` or `45m`")),
        Dimension::Number if text[measure.range.end..].trim_start().starts_with(':') => {
            Err(time_of_day(text, &measure.range))
        }
        Dimension::Number => {
            Err(NotationError::new(measure.range.clone(), format!("`{found}` has no unit of time"))
                .help(format!("write `{found}m` for minutes or `{found}h` for hours")))
        }
        other => Err(NotationError::new(
            measure.range.clone(),
            format!("expected a duration, found {}", other.noun()),
        )
        .help("write a duration such as `45m`, or an amount at a rate such as `6TB at 800GB/h`")),
    }
}

/// The error where the number at `range` goes on with a colon, as in `4:30`.
fn time_of_day(text: &str, range: &Range<usize>) -> NotationError {
    let hours = &text[range.clone()];
    let rest = text[range.end..].trim_start().trim_start_matches(':');
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let help = match &rest[..digits] {
        "" | "0" | "00" => format!("write `{hours}h` for hours or `{hours}m` for minutes"),
        more => {
            let more = more.trim_start_matches('0');
            format!("write `{hours}h{more}m` for hours and minutes, or `{hours}m{more}s`")
        }
    };
    NotationError::new(range.clone(), "a time of day is no duration").help(help)
}

/// The error where the number at `range` goes on with a comma and further digits, as in `1,5h`.
pub(super) fn decimal_comma(text: &str, range: &Range<usize>) -> Option<NotationError> {
    let rest = text[range.end..].strip_prefix(',')?;
    let decimals = rest.bytes().take_while(u8::is_ascii_digit).count();
    if decimals == 0 {
        return None;
    }
    let unit = rest[decimals..].bytes().take_while(u8::is_ascii_alphabetic).count();
    let whole = range.start..range.end + 1 + decimals + unit;
    let written = &text[whole.clone()];
    let error = NotationError::new(whole.clone(), format!("`{written}` has a decimal comma"));
    Some(error.help(format!("write decimals with a point: `{}`", written.replacen(',', ".", 1))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(text: &str, ms: i64) {
        assert_eq!(parse(text).map(Millis::get), Ok(ms), "{text}");
    }

    fn refuses(text: &str, range: std::ops::Range<usize>, help: &str) {
        let error = parse(text).expect_err(text);
        assert_eq!((error.range, error.help.as_deref()), (range, Some(help)), "{text}: {}", error.message);
    }

    #[test]
    fn every_unit_counts_its_milliseconds() {
        reads("2w", 1_209_600_000);
        reads("1d12h", 129_600_000);
        reads("2h30m", 9_000_000);
        reads("1.5h", 5_400_000);
        reads("90s", 90_000);
        reads("250ms", 250);
        reads("5min", 300_000);
        reads("0s", 0);
        reads("0.5ms", 1);
    }

    #[test]
    fn case_space_and_order_are_free() {
        reads(" 30M 2 H ", 9_000_000);
        reads("5S1W", 604_805_000);
    }

    #[test]
    fn what_is_no_duration_is_refused_with_a_repair() {
        refuses("45", 0..2, "write `45m` for minutes or `45h` for hours");
        refuses("8:00", 0..1, "write `8h` for hours or `8m` for minutes");
        refuses("2h30", 2..4, "write `30m` for minutes or `30h` for hours");
        refuses("1,5h", 0..4, "write decimals with a point: `1.5h`");
        refuses("1, 5h", 0..1, "write `1m` for minutes or `1h` for hours");
        refuses("3 months", 2..8, "write days, as in `30d` or `365d`");
        refuses("2 years", 2..7, "write days, as in `30d` or `365d`");
        refuses("-5m", 0..3, "leave out the `-`");
        refuses("-5", 0..2, "write a duration of at least 0, as in `0s` or `45m`");
        refuses("1h 2h", 3..5, "write each unit once, as in `2h30m`; a comma parts two durations");
        refuses("1m 2min", 3..7, "write each unit once, as in `2h30m`; a comma parts two durations");
        refuses("nan h", 0..3, "write a number, or leave the field out if there is no limit");
        refuses("inf", 0..3, "write a number, or leave the field out if there is no limit");
        refuses("1e30d", 0..5, "write at most 100 years, `36525d`");
        refuses("52179w", 0..6, "write at most 100 years, `36525d`");
        refuses("5m!", 2..3, "write one duration, as in `45m` or `2h30m`");
        refuses(
            "6TB",
            0..3,
            "write a duration such as `45m`, or an amount at a rate such as `6TB at 800GB/h`",
        );
    }

    #[test]
    fn an_empty_text_is_no_duration() {
        assert_eq!(parse("  ").expect_err("empty").message, "expected a duration, found the end");
    }

    #[test]
    fn the_exact_spelling_is_read_back() {
        for ms in [0, 1, 999, 61_001, 93_784_005, 36_525 * 86_400_000] {
            assert_eq!(parse(&Millis::new(ms).exact()), Ok(Millis::new(ms)));
        }
    }
}
