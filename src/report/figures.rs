//! Turns estimates into the figures that people read: no digit finer than the standard error, and nothing
//! rounded to none or all that is neither.

use crate::results::{Average, Hundredths, Mean, Quantile, Share, Z};
use crate::units::Millis;

/// What a time may be rounded to, coarsest first.
const STEPS_MS: [i64; 8] = [86_400_000, 21_600_000, 3_600_000, 600_000, 60_000, 10_000, 1_000, 10];

/// A share in 100 runs with its interval: `62.0 (61.2-62.8)`.
pub fn kept(share: &Share) -> String {
    let decimals = decimals(share);
    let [low, high] = share.interval.map(|end| end_of_interval(end, decimals));
    format!("{} ({low}-{high})", hundredth(share.share, decimals))
}

/// A share in 100 runs: `62.0`, `<0.1`, `100`.
pub fn in_100(share: &Share) -> String {
    hundredth(share.share, decimals(share))
}

/// A required share in 100 runs: `95`, `99.9`.
pub fn wanted(required: f64) -> String {
    let text = format!("{:.3}", required * 100.0);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A share in whole per cent: `30 %`, `<1 %`, `0 %`; `-` of nothing.
pub fn percent(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "-".to_owned();
    }
    format!("{} %", hundredth(part as f64 / whole as f64, 0))
}

/// Decimals that the interval of a share bears: its standard error, in per cent, begins at the last of them.
fn decimals(share: &Share) -> usize {
    let [low, high] = share.interval;
    let error = (high - low) / (2.0 * Z) * 100.0;
    match error {
        _ if error >= 1.0 => 0,
        _ if error >= 0.1 => 1,
        _ => 2,
    }
}

/// Ends are rounded as they fall: that all, or none, lies within the interval is what they say.
fn end_of_interval(end: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", end * 100.0);
    if text.starts_with("100") { "100".to_owned() } else { text }
}

fn hundredth(share: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", share * 100.0);
    let [none, all] = [0.0, 100.0].map(|end| format!("{end:.decimals$}"));
    let smallest = format!("{:.decimals$}", libm::pow(10.0, -(decimals as f64)));
    match share {
        _ if share <= 0.0 => "0".to_owned(),
        _ if share >= 1.0 => "100".to_owned(),
        _ if text == none => format!("<{smallest}"),
        _ if text == all => format!(">{:.decimals$}", 100.0 - libm::pow(10.0, -(decimals as f64))),
        _ => text,
    }
}

/// A quantile of a time; `none` where it is never, `zero` where it is nothing.
pub fn time(quantile: Option<&Quantile<Millis>>, zero: &str, none: &str) -> String {
    let Some((quantile, value)) = quantile.and_then(|quantile| Some((quantile, quantile.value?))) else {
        return none.to_owned();
    };
    if value == Millis::ZERO {
        return zero.to_owned();
    }
    let error_ms = match quantile.interval {
        [Some(low), Some(high)] => high.minus(low).get() as f64 / (2.0 * Z),
        _ => 0.0,
    };
    compact(rounded(value.get() as f64, error_ms))
}

/// A mean of a time; `-` over nothing.
pub fn mean_time(average: &Average<Millis>) -> String {
    average.mean.map_or("-".to_owned(), |mean| compact(rounded(mean.value, error(&mean))))
}

/// An amount of money in two digits: `EUR 6.8 m`, `EUR 120 k`, `EUR 0`.
pub fn money(currency: &str, amount: Hundredths) -> String {
    let whole = amount.0 as f64 / 100.0;
    let (scaled, unit) = match whole.abs() {
        size if size >= 999_500_000.0 => (whole / 1e9, " bn"),
        size if size >= 999_500.0 => (whole / 1e6, " m"),
        size if size >= 999.5 => (whole / 1e3, " k"),
        _ => (whole, ""),
    };
    let decimals = usize::from(scaled.abs() < 9.95 && !unit.is_empty());
    format!("{currency} {scaled:.decimals$}{unit}")
}

/// A length of time without blanks, for tables: `2d13h`.
pub fn compact(time: Millis) -> String {
    time.to_string().replace(' ', "")
}

fn error(mean: &Mean) -> f64 {
    mean.interval.map_or(0.0, |[low, high]| (high - low) / (2.0 * Z))
}

/// Rounds to the coarsest step that the standard error reaches.
fn rounded(value_ms: f64, error_ms: f64) -> Millis {
    let exact = Millis::from_f64(value_ms);
    let Some(&step) = STEPS_MS.iter().find(|&&step| step as f64 <= error_ms) else { return exact };
    match (exact.get() + step / 2).div_euclid(step) * step {
        0 => exact,
        ms => Millis::new(ms),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantile(value: i64, interval: [i64; 2]) -> Quantile<Millis> {
        let interval = interval.map(|end| Some(Millis::new(end)));
        Quantile { percent: 50, value: Some(Millis::new(value)), interval }
    }

    #[test]
    fn a_share_has_the_digits_that_its_trials_bear() {
        assert_eq!(kept(&Share::new(2_108, 4_000)), "52.7 (50.7-54.7)");
        assert_eq!(kept(&Share::new(62_000, 100_000)), "62.0 (61.6-62.4)");
        assert_eq!(kept(&Share::new(50, 100)), "50 (38-62)");
        assert_eq!(kept(&Share::new(99_990, 100_000)), "99.99 (99.98-100)");
    }

    #[test]
    fn none_and_all_are_said_only_of_none_and_all() {
        assert_eq!(in_100(&Share::new(100_000, 100_000)), "100");
        assert_eq!(in_100(&Share::new(0, 100_000)), "0");
        assert_eq!(in_100(&Share::new(1, 1_000_000)), "<0.01");
        assert_eq!(percent(999_999, 1_000_000), ">99 %");
        assert_eq!(percent(3, 1_000), "<1 %");
        assert_eq!(percent(0, 0), "-");
    }

    #[test]
    fn wanted_shares_are_as_written() {
        assert_eq!([0.95, 0.999, 1.0, 0.29].map(wanted), ["95", "99.9", "100", "29"]);
    }

    #[test]
    fn times_are_no_finer_than_their_standard_error() {
        let hour = 3_600_000;
        assert_eq!(time(Some(&quantile(61 * hour + 120_000, [61 * hour, 62 * hour])), "", ""), "2d13h");
        assert_eq!(time(Some(&quantile(5_025_123, [5_025_123; 2])), "", ""), "1h24m");
        assert_eq!(time(Some(&quantile(5_025_123, [4_000_000, 8_000_000])), "", ""), "1h20m");
        assert_eq!(time(Some(&quantile(0, [0, 0])), "not hit", ""), "not hit");
        assert_eq!(time(None, "", "not back"), "not back");
    }

    #[test]
    fn money_has_two_digits() {
        let said = |hundredths| money("EUR", Hundredths(hundredths));
        assert_eq!(
            [0, 4_200, 12_345_600, 680_000_000].map(said),
            ["EUR 0", "EUR 42", "EUR 123 k", "EUR 6.8 m"]
        );
    }
}
