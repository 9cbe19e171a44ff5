//! Turns estimates into the figures that people read: no digit finer than the standard error, and nothing
//! rounded to none or all that is neither.

use crate::results::{Average, Change, Hundredths, Mean, Quantile, Share, Z};
use crate::units::Millis;

/// What a time may be rounded to, coarsest first.
const STEPS_MS: [i64; 9] = [86_400_000, 21_600_000, 3_600_000, 600_000, 60_000, 10_000, 1_000, 100, 10];

/// A share in 100 runs with its interval: `62.0 (61.2-62.8)`.
pub fn kept(share: &Share) -> String {
    let decimals = decimals(share);
    let [low, high] = share.interval.map(|end| end_of_interval(end, decimals));
    format!("{} ({low}-{high})", hundredth(share.share, decimals))
}

/// A change of a share in 100 runs with its interval: `+7.5 (6.9 to 8.1)`; no digit finer than its standard error.
pub fn change_of_share(change: &Change) -> String {
    let decimals = decimals_of(change.interval);
    let [low, high] = change.interval.map(|end| signed(end, decimals));
    format!("{} ({low} to {high})", signed(change.value, decimals))
}

/// The same without its interval: `+7.5`, `0`.
pub fn points(change: &Change) -> String {
    signed(change.value, decimals_of(change.interval))
}

fn signed(share: f64, decimals: usize) -> String {
    let text = format!("{:+.decimals$}", share * 100.0);
    let nothing = text.bytes().all(|byte| !byte.is_ascii_digit() || byte == b'0');
    if nothing && share == 0.0 { "0".to_owned() } else { text }
}

/// A signed length of time: `-1h20m`, `+40m`, `0`; no finer than `error_ms`.
pub fn shift(ms: f64, error_ms: f64) -> String {
    match (rounded(ms.abs(), error_ms) == Millis::ZERO, ms < 0.0) {
        (true, _) => "0".to_owned(),
        (_, true) => format!("-{}", told(ms.abs(), error_ms)),
        (_, false) => format!("+{}", told(ms, error_ms)),
    }
}

/// A share in words, with its interval: `62.0 of 100 runs (61.2-62.8)`.
pub fn in_runs(share: &Share) -> String {
    let decimals = decimals(share);
    let [low, high] = share.interval.map(|end| end_of_interval(end, decimals));
    format!("{} of 100 runs ({low}-{high})", hundredth(share.share, decimals))
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
    decimals_of(share.interval)
}

fn decimals_of([low, high]: [f64; 2]) -> usize {
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
    told(value.get() as f64, error_of(quantile))
}

/// The standard error of a quantile in milliseconds; 0 where an end is open.
fn error_of(quantile: &Quantile<Millis>) -> f64 {
    match quantile.interval {
        [Some(low), Some(high)] => high.minus(low).get() as f64 / (2.0 * Z),
        _ => 0.0,
    }
}

/// The same beside a limit: a time that lies on one side of it is not told as the limit, unless its error reaches there.
pub fn time_beside(
    quantile: Option<&Quantile<Millis>>,
    limit: Option<Millis>,
    words: (&str, &str),
) -> String {
    let told = quantile.and_then(|quantile| Some(rounded(quantile.value?.get() as f64, error_of(quantile))));
    match (told, limit) {
        (Some(told), Some(limit)) if told > Millis::ZERO => told.beside(limit).replace(' ', ""),
        _ => time(quantile, words.0, words.1),
    }
}

/// A quantile of a time with its interval: `2d20h (2d19h-2d21h)`; `words` stand for nothing and for never.
pub fn time_range(quantile: &Quantile<Millis>, (zero, never): (&str, &str)) -> String {
    let said = time(Some(quantile), zero, never);
    let [low, high] = quantile.interval.map(|end| end.map(|end| end_of_range(end, quantile)));
    match (quantile.interval, low, high) {
        ([Some(low), Some(high)], ..) if low == high => said,
        (_, Some(low), Some(high)) => format!("{said} ({low}-{high})"),
        (_, Some(low), None) => format!("{said} ({low} or more)"),
        _ => said,
    }
}

/// An end of an interval, in the steps that its quantile is told in.
fn end_of_range(end: Millis, quantile: &Quantile<Millis>) -> String {
    let error_ms = match quantile.interval {
        [Some(low), Some(high)] => high.minus(low).get() as f64 / (2.0 * Z),
        _ => Millis::MINUTE.get() as f64,
    };
    told(end.get() as f64, error_ms)
}

/// A mean amount of money with its interval: `EUR 6.8 m (6.7-6.9)`.
pub fn money_range(currency: &str, mean: Option<Mean>) -> String {
    let Some(mean) = mean else { return "-".to_owned() };
    let amount = |value: f64| money(currency, Hundredths(value as i64));
    let said = amount(mean.value);
    match mean.interval.map(|ends| ends.map(|end| amount(end.max(0.0)))) {
        Some([low, high]) if low != said || high != said => {
            let bare = |end: &str| end.strip_prefix(currency).unwrap_or(end).trim().to_owned();
            format!("{said} ({}-{})", bare(&low), bare(&high))
        }
        _ => said,
    }
}

/// A mean of a time; `-` over nothing.
pub fn mean_time(average: &Average<Millis>) -> String {
    average.mean.map_or("-".to_owned(), |mean| told(mean.value, error(&mean)))
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

/// A length of time no finer than its error, rounded once: first to ten minutes and then to the hour, 10h25m became 11h.
fn told(value_ms: f64, error_ms: f64) -> String {
    let shown = Millis::from_f64(value_ms).last_unit_shown().get() as f64;
    compact(rounded(value_ms, error_ms.max(shown)))
}

/// Rounds to the coarsest step that the standard error reaches.
fn rounded(value_ms: f64, error_ms: f64) -> Millis {
    let exact = Millis::from_f64(value_ms);
    // Of ten seconds nobody reads the fractions.
    let error_ms = if value_ms >= 10_000.0 { error_ms.max(1_000.0) } else { error_ms };
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
    fn a_time_is_rounded_once() {
        let (hour, minute) = (3_600_000, 60_000);
        let value = 21 * 24 * hour + 10 * hour + 25 * minute;
        assert_eq!(
            time(Some(&quantile(value, [value - 20 * minute, value + 20 * minute])), "", ""),
            "21d10h"
        );
        assert_eq!(compact(Millis::new(value)), "21d10h");
        assert_eq!(shift(-(value as f64), 10.0 * minute as f64), "-21d10h");
    }

    #[test]
    fn a_time_beyond_its_limit_is_not_told_as_the_limit() {
        let (day, minute) = (86_400_000, 60_000);
        let beside = |value: i64, interval| {
            time_beside(Some(&quantile(value, interval)), Some(Millis::new(day)), ("not out", "not back"))
        };
        let late = day + 12 * minute;
        assert_eq!(time(Some(&quantile(late, [late; 2])), "", ""), "1d");
        assert_eq!(beside(late, [late; 2]), "1d12m");
        assert_eq!(beside(late, [day, day + 60 * minute]), "1d10m", "no finer than its error");
        assert_eq!(
            beside(late, [day - 600 * minute, day + 600 * minute]),
            "1d",
            "its error reaches the limit"
        );
        assert_eq!(beside(2 * day + minute, [2 * day + minute; 2]), "2d");
        assert_eq!((beside(0, [0, 0]), beside(day, [day; 2])), ("not out".into(), "1d".into()));
    }

    #[test]
    fn ranges_are_told_in_the_steps_of_their_middle() {
        let hour = 3_600_000;
        let range = |value, interval| time_range(&quantile(value, interval), ("none", "never"));
        assert_eq!(range(61 * hour + 120_000, [58 * hour + 700_000, 66 * hour]), "2d13h (2d10h-2d18h)");
        assert_eq!(range(7, [7, 7]), "7ms");
        let open = Quantile { percent: 99, value: None, interval: [Some(Millis::new(hour)), None] };
        assert_eq!(time_range(&open, ("none", "not back")), "not back (1h or more)");
        let mean = Mean { value: 680_000_000.0, interval: Some([670_000_000.0, 690_000_000.0]) };
        assert_eq!(money_range("EUR", Some(mean)), "EUR 6.8 m (6.7 m-6.9 m)");
        assert_eq!(money_range("EUR", Some(Mean { interval: None, ..mean })), "EUR 6.8 m");
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
