//! Turns what stands for a length of work into a distribution of time, or of a size and a rate.
//!
//! `45m`, `pert(5m, 15m, 45m)`, `6TB at pert(400, 800, 900)GB/h`, `150 at 10/h max 20h`.
//! Invariant: size and rate measure the same things, no rate can be 0, and everything that is drawn is at least 0.

use super::NotationError;
use super::cursor::Cursor;
use super::distribution::{self, Dimension, Distribution, Drawn, Shape};
use super::measure::Measure;

/// A length of time: drawn as such, or as a size that is worked off at a rate.
#[derive(Clone, Debug, PartialEq)]
pub enum Amount {
    /// Milliseconds.
    Plain(Distribution),
    /// `size` in bytes or things, `rate` in the same per millisecond: two variables, and the time is their
    /// quotient, at most `cap` milliseconds.
    AtRate { size: Distribution, rate: Distribution, cap: Option<f64> },
}

impl Amount {
    /// Makes the amount that takes `factor` times as long; the factor is above 0. Of a size at a rate the rate is that much
    /// lower.
    #[must_use]
    pub fn times(&self, factor: f64) -> Amount {
        match self {
            Amount::Plain(time) => Amount::Plain(time.times(factor)),
            Amount::AtRate { size, rate, cap } => Amount::AtRate {
                size: size.clone(),
                rate: rate.times(1.0 / factor),
                cap: cap.map(|cap| cap * factor),
            },
        }
    }

    /// Returns the shortest time that can be drawn, or its lower limit, in milliseconds.
    #[must_use]
    pub fn least(&self) -> f64 {
        match self {
            Amount::Plain(time) => time.least(),
            Amount::AtRate { size, rate, cap } => {
                let least = rate.most().map_or(0.0, |most| size.least() / most);
                cap.map_or(least, |cap| least.min(cap))
            }
        }
    }

    /// Returns whether a cap alone decides the time, the size or the rate, whatever is drawn.
    #[must_use]
    pub fn is_always_capped(&self) -> bool {
        match self {
            Amount::Plain(time) => time.is_always_capped(),
            Amount::AtRate { size, rate, cap } => {
                let free = Amount::AtRate { size: size.clone(), rate: rate.clone(), cap: None };
                let of_time = |cap: f64| free.least() >= cap && free.most().is_none_or(|most| most > cap);
                cap.is_some_and(of_time) || size.is_always_capped() || rate.is_always_capped()
            }
        }
    }

    /// Returns the time at the most likely figures, or the medians where none are written, in milliseconds.
    #[must_use]
    pub fn typical(&self) -> f64 {
        match self {
            Amount::Plain(time) => time.typical(),
            Amount::AtRate { size, rate, cap } => {
                let typical = size.typical() / rate.typical();
                cap.map_or(typical, |cap| typical.min(cap))
            }
        }
    }

    /// Returns the longest time that can be drawn, in milliseconds, or nothing if there is no bound.
    #[must_use]
    pub fn most(&self) -> Option<f64> {
        match self {
            Amount::Plain(time) => time.most(),
            Amount::AtRate { size, rate, cap } => {
                let slowest = rate.least();
                let most = size.most().filter(|_| slowest > 0.0).map(|most| most / slowest);
                match (most, cap) {
                    (Some(most), Some(cap)) => Some(most.min(*cap)),
                    (most, cap) => most.or(*cap),
                }
            }
        }
    }
}

const FORM: &str = "as in `6TB at 800GB/h` or `150 at pert(6, 10, 14)/h`";

/// Reads a distribution of a duration, or an amount at a rate.
///
/// A cap binds to what its unit measures: `max 8h` to the time, `max 1TB` to the size, `max 900GB/h` to the rate.
///
/// # Errors
/// Reports what is not in the language, figures of the wrong dimension or outside their family, and rates
/// that can be 0.
pub fn parse(text: &str) -> Result<Amount, NotationError> {
    let mut cursor = Cursor::new(text);
    let size = distribution::read(&mut cursor, "a duration")
        .map_err(|error| error.or_help("as in `45m`, `pert(5m, 15m, 45m)` or `6TB at 800GB/h`"))?;
    let first_cap = distribution::read_cap(&mut cursor)?;
    if !cursor.keyword("at") {
        size.expect(Dimension::Duration, text)?;
        return plain(&mut cursor, size, first_cap, text);
    }
    let dimension = rate_dimension(&size)?;
    let rate = distribution::read(&mut cursor, "a rate").map_err(|error| error.or_help(FORM))?;
    if rate.dimension != dimension {
        return Err(mixed(&rate, dimension));
    }
    if lower_limit(&rate.shape) <= 0.0 {
        return Err(
            NotationError::new(rate.range, "a rate that can be 0 never ends").help("write rates above 0")
        );
    }
    let last_cap = distribution::read_cap(&mut cursor)?;
    if !cursor.is_at_end() {
        return Err(distribution::after_the_distribution(&mut cursor));
    }
    let size_cap = first_cap.map(|cap| cap_of(&cap, size.dimension, text)).transpose()?;
    let (rate_cap, cap) = split_cap(last_cap, dimension, text)?;
    Ok(Amount::AtRate {
        size: Distribution { shape: size.shape, cap: size_cap },
        rate: Distribution { shape: rate.shape, cap: rate_cap },
        cap,
    })
}

fn plain(
    cursor: &mut Cursor,
    drawn: Drawn,
    cap: Option<Measure>,
    text: &str,
) -> Result<Amount, NotationError> {
    let cap = cap.map(|cap| cap_of(&cap, Dimension::Duration, text)).transpose()?;
    if !cursor.is_at_end() {
        return Err(distribution::after_the_distribution(cursor));
    }
    Ok(Amount::Plain(Distribution { shape: drawn.shape, cap }))
}

/// Returns what the rate has to measure for the size that stands before `at`.
fn rate_dimension(size: &Drawn) -> Result<Dimension, NotationError> {
    let error = |message: String| Err(NotationError::new(size.range.clone(), message).help(FORM));
    match size.dimension {
        Dimension::Number if lower_limit(&size.shape) < 0.0 => {
            error("an amount cannot be negative".to_owned())
        }
        Dimension::Number => Ok(Dimension::Rate),
        Dimension::Size => Ok(Dimension::SizeRate),
        other => error(format!("expected a size or a number before `at`, found {}", other.noun())),
    }
}

fn mixed(rate: &Drawn, expected: Dimension) -> NotationError {
    let message = format!("expected {} after `at`, found {}", expected.noun(), rate.dimension.noun());
    NotationError::new(rate.range.clone(), message).help(FORM)
}

fn lower_limit(shape: &Shape) -> f64 {
    match shape {
        Shape::Exponential { .. } | Shape::Lognormal { .. } | Shape::Weibull { .. } | Shape::Gamma { .. } => {
            f64::MIN_POSITIVE
        }
        bounded => Distribution { shape: bounded.clone(), cap: None }.least(),
    }
}

fn cap_of(cap: &Measure, dimension: Dimension, text: &str) -> Result<f64, NotationError> {
    distribution::expect(cap, dimension, text).map(|()| cap.value)
}

/// Gives the last cap to the rate or to the time, whichever its unit measures.
fn split_cap(
    cap: Option<Measure>,
    rate: Dimension,
    text: &str,
) -> Result<(Option<f64>, Option<f64>), NotationError> {
    match cap {
        None => Ok((None, None)),
        Some(cap) if cap.dimension == rate && cap.value > 0.0 => Ok((Some(cap.value), None)),
        Some(cap) if cap.dimension == rate => {
            Err(NotationError::new(cap.range, "a rate of 0 never ends").help("write rates above 0"))
        }
        Some(cap) => Ok((None, Some(cap_of(&cap, Dimension::Duration, text)?))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PER_HOUR: f64 = 1.0 / 3_600_000.0;

    #[test]
    fn what_is_longer_than_any_trial_is_refused_wherever_it_stands() {
        refuses("99999999999999w", 0..15, "`99999999999999w` is longer than 1,000 years");
        refuses("pert(1h, 2h, 99999999999999w)", 13..28, "`99999999999999w` is longer than 1,000 years");
        refuses("6TB at 800GB/h max 99999999999999w", 19..34, "`99999999999999w` is longer than 1,000 years");
        assert!(parse("36525d").is_ok());
    }

    fn at_rate(text: &str) -> (Distribution, Distribution, Option<f64>) {
        match parse(text) {
            Ok(Amount::AtRate { size, rate, cap }) => (size, rate, cap),
            other => panic!("{text}: {other:?}"),
        }
    }

    fn refuses(text: &str, range: std::ops::Range<usize>, message: &str) {
        let error = parse(text).expect_err(text);
        assert_eq!((error.range, error.message.as_str()), (range, message), "{text}");
        assert!(error.help.is_some(), "{text} has no repair");
    }

    #[test]
    fn a_duration_is_a_plain_amount() {
        assert_eq!(parse("45m"), Ok(Amount::Plain(Distribution::fixed(2_700_000.0))));
        let shape = Shape::Uniform { low: 60_000.0, high: 120_000.0 };
        assert_eq!(
            parse("uniform(1m, 2m) max 90s"),
            Ok(Amount::Plain(Distribution { shape, cap: Some(90_000.0) }))
        );
    }

    #[test]
    fn bytes_are_worked_off_per_millisecond() {
        let (size, rate, cap) = at_rate("6TB at 800GB/h");
        assert_eq!(
            (size, rate, cap),
            (Distribution::fixed(6e12), Distribution::fixed(800e9 * PER_HOUR), None)
        );
        let (size, rate, _) = at_rate("uniform(1, 2)TB at pert(400, 800, 900)GB/h");
        assert_eq!(size.shape, Shape::Uniform { low: 1e12, high: 2e12 });
        let Shape::Pert { least, likely, most } = rate.shape else { panic!("{rate:?}") };
        for (figure, gigabytes) in [(least, 400e9), (likely, 800e9), (most, 900e9)] {
            assert!((figure / (gigabytes * PER_HOUR) - 1.0).abs() < 1e-15);
        }
    }

    #[test]
    fn things_are_worked_off_too() {
        let (size, rate, _) = at_rate("150 AT pert(6, 10, 14) / h");
        assert_eq!(size, Distribution::fixed(150.0));
        assert_eq!(rate.least(), 6.0 * PER_HOUR);
    }

    #[test]
    fn a_cap_binds_to_what_its_unit_measures() {
        let (size, rate, cap) = at_rate("exponential(mean 6TB) max 9TB at 800GB/h max 8h");
        assert_eq!((size.cap, rate.cap, cap), (Some(9e12), None, Some(28_800_000.0)));
        let (_, rate, cap) = at_rate("6TB at exponential(mean 800GB/h) max 36GB/h");
        assert_eq!((rate.cap, cap), (Some(1e4), None));
    }

    #[test]
    fn what_cannot_be_worked_off_is_refused() {
        refuses("6TB at 10/h", 7..11, "expected a size per hour after `at`, found a number per hour");
        refuses("150 at 800GB/h", 7..14, "expected a number per hour after `at`, found a size per hour");
        refuses("2h at 800GB/h", 0..2, "expected a size or a number before `at`, found a duration");
        refuses("6TB at 0GB/h", 7..12, "a rate that can be 0 never ends");
        refuses("6TB at uniform(0, 5)GB/h", 7..24, "a rate that can be 0 never ends");
        refuses("6TB at 5GB/h max 0GB/h", 17..22, "a rate of 0 never ends");
        refuses("-5 at 10/h", 0..2, "an amount cannot be negative");
        refuses("6TB", 0..3, "expected a duration, found a size");
        refuses("6TB at", 6..6, "expected a rate, found the end");
        refuses("6TB at 5GB/h max 3TB", 17..20, "expected a duration, found a size");
        refuses("45", 0..2, "`45` has no unit of time");
    }
}
