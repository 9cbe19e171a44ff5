//! Writes a length of time shorter or longer, as people would write it: the same family, every figure times a factor.

use crate::notation::amount::Amount;
use crate::notation::distribution::{Distribution, Shape};
use crate::units::Millis;

/// The text of an amount whose every draw is `factor` times as long, `factor` above zero.
pub fn scaled(amount: &Amount, factor: f64) -> String {
    let time = |ms: f64| Millis::from_f64(ms * factor).exact();
    match amount {
        Amount::Plain(distribution) => written(distribution, &time),
        Amount::AtRate { size, rate, cap } => {
            // Only the quotient counts: in thousand millions of whatever is measured, where there are as many.
            let unit = if size.typical() >= 1e9 { 1e9 } else { 1.0 };
            let number = |value: f64| plain(value);
            let size = written(size, &|value| number(value / unit * factor));
            let rate = written(rate, &|value| number(value / unit * Millis::HOUR.get() as f64));
            let cap = cap.map_or(String::new(), |cap| format!(" max {}", time(cap)));
            format!("{size} at {rate}/h{cap}")
        }
    }
}

/// A figure with at most nine digits after the point, without noughts at its end.
fn plain(value: f64) -> String {
    let text = format!("{value:.9}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn written(distribution: &Distribution, figure: &dyn Fn(f64) -> String) -> String {
    let shape = match &distribution.shape {
        Shape::Fixed(value) => figure(*value),
        Shape::Pert { least, likely, most } => {
            format!("pert({}, {}, {})", figure(*least), figure(*likely), figure(*most))
        }
        Shape::Triangular { least, likely, most } => {
            format!("triangular({}, {}, {})", figure(*least), figure(*likely), figure(*most))
        }
        Shape::Uniform { low, high } => format!("uniform({}, {})", figure(*low), figure(*high)),
        Shape::Exponential { mean } => format!("exponential(mean {})", figure(*mean)),
        Shape::Lognormal { p50, p95 } => format!("lognormal(p50 {}, p95 {})", figure(*p50), figure(*p95)),
        Shape::Weibull { scale, shape } => {
            format!("weibull(scale {}, shape {})", figure(*scale), plain(*shape))
        }
        Shape::Gamma { mean, shape } => format!("gamma(mean {}, shape {})", figure(*mean), plain(*shape)),
        Shape::Observed(values) => {
            format!("observed({})", values.iter().map(|value| figure(*value)).collect::<Vec<_>>().join(", "))
        }
    };
    let cap = distribution.cap.map_or(String::new(), |cap| format!(" max {}", figure(cap)));
    format!("{shape}{cap}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notation::amount::parse;

    fn check(text: &str, factor: f64, expected: &str) {
        let amount = parse(text).expect("an amount");
        let found = scaled(&amount, factor);
        assert_eq!(found, expected);
        let again = parse(&found).expect("what is written can be read");
        let (typical, expected) = (again.typical(), amount.typical() * factor);
        assert!((typical - expected).abs() <= 1.0, "{text}: {typical}, {expected}");
    }

    #[test]
    fn a_scaled_length_keeps_its_family() {
        check("45m", 2.0, "1h30m");
        check("pert(5m, 15m, 45m) max 2h", 0.5, "pert(2m30s, 7m30s, 22m30s) max 1h");
        check("lognormal(p50 50m, p95 3h) max 12h", 0.5, "lognormal(p50 25m, p95 1h30m) max 6h");
        check("weibull(scale 2h, shape 1.5)", 2.0, "weibull(scale 4h, shape 1.5)");
        check("6TB at pert(400, 800, 900)GB/h max 12h", 0.5, "3000 at pert(400, 800, 900)/h max 6h");
        check("150 at 10/h", 2.0, "300 at 10/h");
    }
}
