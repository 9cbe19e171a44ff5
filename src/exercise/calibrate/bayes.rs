//! The update of an estimate by observations.
//!
//! The prior is a Dirichlet process whose base is the estimate as it is written and whose mass `w` says how many
//! observations the estimate counts for. After n observations the predictive distribution is the mixture
//! (w F + sum of point masses) / (w + n) (Ferguson, A Bayesian analysis of some nonparametric problems, Annals of
//! Statistics 1, 1973). It is written back in the family of the estimate by its moments: three of them make a PERT, whose
//! ends then stay near those of the estimate and what was observed (Malcolm et al., Operations Research 7, 1959; here
//! with lambda 4, for which the variance is (mean - least)(most - mean) / 7), two a gamma or Weibull, one an exponential; a lognormal by the two of its logarithm.
//! A list of observed values is its own predictive: it grows.
//!
//! Why not a conjugate family: an observation outside least to most, which is what people learn most from, has
//! probability 0 under a PERT; a point mass of the mixture takes it as it is.

use crate::model::Basis;
use crate::notation::amount::Amount;
use crate::notation::distribution::{Distribution, Shape};
use crate::units::Millis;

/// The 95 % point of the standard normal distribution.
const Z95: f64 = 1.644_853_626_951_472_2;
const HOUR: f64 = 3_600_000.0;

/// How many observations an estimate counts for: what was seen before counts for more than what was assumed.
pub fn weight_of(basis: &Basis) -> f64 {
    match basis {
        Basis::Assumed => 2.0,
        Basis::Estimated => 4.0,
        Basis::Exercised(_) => 6.0,
        Basis::Measured(_) => 10.0,
    }
}

/// An estimate after the update.
#[derive(Clone, Debug, PartialEq)]
pub struct Posterior {
    /// In the language of models.
    pub text: String,
    pub mean_before: Millis,
    pub mean_after: Millis,
}

/// Mean, variance and third central moment.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Moments {
    mean: f64,
    variance: f64,
    third: f64,
}

/// Updates an estimate, given with its text, by observed durations; `weight` is above 0.
///
/// # Errors
/// Why it cannot be updated: nothing was observed, or both the size and the rate of an amount are uncertain.
pub fn update(
    (amount, text): (&Amount, &str),
    weight: f64,
    observed: &[Millis],
) -> Result<Posterior, String> {
    if observed.is_empty() || observed.iter().any(|took| *took <= Millis::ZERO || took.is_never()) {
        return Err("an observed duration has to be longer than nothing".to_owned());
    }
    let hours: Vec<f64> = observed.iter().map(|took| took.get() as f64 / HOUR).collect();
    match amount {
        Amount::Plain(distribution) => {
            let scaled = in_hours(&distribution.shape);
            let (shape, before, after) = posterior(&scaled, weight, &hours);
            let cap = distribution.cap.map(|cap| format!(" max {}", spelt(cap / HOUR))).unwrap_or_default();
            Ok(Posterior {
                text: format!("{}{cap}", written(&shape)),
                mean_before: millis(before),
                mean_after: millis(after),
            })
        }
        Amount::AtRate { size: Distribution { shape: Shape::Fixed(size), cap: None }, rate, cap: None } => {
            let rates: Vec<f64> = hours.iter().map(|hours| size / hours).collect();
            let scaled = scaled(&rate.shape, HOUR);
            let (shape, before, after) = posterior(&scaled, weight, &rates);
            let (amount, _) = text.split_once(" at ").ok_or("its text is not an amount `at` a rate")?;
            let bytes = text.to_ascii_lowercase().contains("b/")
                || amount.to_ascii_lowercase().trim_end().ends_with('b');
            Ok(Posterior {
                text: format!("{} at {}", amount.trim(), written_rate(&shape, bytes)),
                mean_before: millis(size / before),
                mean_after: millis(size / after),
            })
        }
        Amount::AtRate { .. } => {
            Err("its size and its rate are both uncertain, or capped: write it as a duration to calibrate it"
                .to_owned())
        }
    }
}

fn millis(hours: f64) -> Millis {
    Millis::from_f64(hours * HOUR)
}

fn in_hours(shape: &Shape) -> Shape {
    scaled(shape, 1.0 / HOUR)
}

/// The figures of a shape in another unit.
fn scaled(shape: &Shape, by: f64) -> Shape {
    match shape {
        Shape::Fixed(value) => Shape::Fixed(value * by),
        Shape::Pert { least, likely, most } => {
            Shape::Pert { least: least * by, likely: likely * by, most: most * by }
        }
        Shape::Triangular { least, likely, most } => {
            Shape::Triangular { least: least * by, likely: likely * by, most: most * by }
        }
        Shape::Uniform { low, high } => Shape::Uniform { low: low * by, high: high * by },
        Shape::Exponential { mean } => Shape::Exponential { mean: mean * by },
        Shape::Lognormal { p50, p95 } => Shape::Lognormal { p50: p50 * by, p95: p95 * by },
        Shape::Weibull { scale, shape } => Shape::Weibull { scale: scale * by, shape: *shape },
        Shape::Gamma { mean, shape } => Shape::Gamma { mean: mean * by, shape: *shape },
        Shape::Observed(values) => Shape::Observed(values.iter().map(|value| value * by).collect()),
    }
}

/// The shape after the update, with the means before and after.
fn posterior(prior: &Shape, weight: f64, observed: &[f64]) -> (Shape, f64, f64) {
    if let Shape::Observed(values) = prior {
        let all: Vec<f64> = values.iter().chain(observed).copied().collect();
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let (before, after) = (mean(values), mean(&all));
        return (Shape::Observed(all), before, after);
    }
    if let Shape::Lognormal { p50, p95 } = prior {
        let (center, spread) = (libm::log(*p50), (libm::log(*p95) - libm::log(*p50)) / Z95);
        let logs: Vec<f64> = observed.iter().map(|value| libm::log(*value)).collect();
        let mixed = mixed(Moments { mean: center, variance: spread * spread, third: 0.0 }, weight, &logs);
        let p50 = libm::exp(mixed.mean);
        let p95 = libm::exp(mixed.mean + Z95 * mixed.variance.sqrt());
        let mean = |center: f64, variance: f64| libm::exp(center + variance / 2.0);
        let shape = Shape::Lognormal { p50, p95: p95.max(p50 * 1.001) };
        return (shape, mean(center, spread * spread), mean(mixed.mean, mixed.variance));
    }
    let before = moments(prior);
    let after = mixed(before, weight, observed);
    let shape = match prior {
        Shape::Exponential { .. } => Shape::Exponential { mean: after.mean },
        Shape::Gamma { .. } if after.variance > 0.0 => Shape::Gamma {
            mean: after.mean,
            shape: (after.mean * after.mean / after.variance).clamp(0.01, 1_000.0),
        },
        Shape::Weibull { .. } if after.variance > 0.0 => weibull(after),
        _ => with_ends(after, prior, weight, observed),
    };
    (shape, before.mean, after.mean)
}

/// A PERT by its moments with ends that people can follow: they lie no farther out than the estimate and what was observed,
/// and leave the ends of the estimate by the share that the observations count for. The mean stands, whatever gives way.
fn with_ends(after: Moments, prior: &Shape, weight: f64, observed: &[f64]) -> Shape {
    let (fitted, mean) = (pert(after), after.mean);
    let (Shape::Pert { least, most, .. }, Some([low, high])) = (&fitted, ends(prior)) else {
        return fitted;
    };
    let seen_low = observed.iter().copied().fold(f64::MAX, f64::min);
    let seen_high = observed.iter().copied().fold(f64::MIN, f64::max);
    let counts = observed.len() as f64 / (weight + observed.len() as f64);
    let moved = |end: f64, fitted: f64| {
        let inside = fitted.clamp(low.min(seen_low), high.max(seen_high));
        end + (inside - end) * counts
    };
    let (mut least, mut most) = (moved(low, *least).min(seen_low), moved(high, *most).max(seen_high));
    // A mode beyond one end: the other end comes nearer, as no PERT of this mean is more skewed.
    if 6.0 * mean < 5.0 * least + most {
        most = 6.0 * mean - 5.0 * least;
    } else if 6.0 * mean > least + 5.0 * most {
        least = 6.0 * mean - 5.0 * most;
    }
    let likely = ((6.0 * mean - least - most) / 4.0).clamp(least, most);
    Shape::Pert { least, likely, most }
}

/// Between what an estimate lies, if anything bounds it.
fn ends(shape: &Shape) -> Option<[f64; 2]> {
    match *shape {
        Shape::Fixed(value) => Some([value, value]),
        Shape::Pert { least, most, .. } | Shape::Triangular { least, most, .. } => Some([least, most]),
        Shape::Uniform { low, high } => Some([low, high]),
        _ => None,
    }
}

/// Moments of the mixture of a distribution that counts `weight` and of observations that count one each.
fn mixed(prior: Moments, weight: f64, observed: &[f64]) -> Moments {
    let total = weight + observed.len() as f64;
    let mean = (weight * prior.mean + observed.iter().sum::<f64>()) / total;
    let off = prior.mean - mean;
    let mut second = weight * (prior.variance + off * off);
    let mut third = weight * (prior.third + 3.0 * prior.variance * off + off * off * off);
    for value in observed {
        let off = value - mean;
        second += off * off;
        third += off * off * off;
    }
    Moments { mean, variance: second / total, third: third / total }
}

/// Moments of a family from its figures.
fn moments(shape: &Shape) -> Moments {
    match *shape {
        Shape::Fixed(mean) => Moments { mean, variance: 0.0, third: 0.0 },
        Shape::Pert { least, likely, most } => {
            let width = most - least;
            if width <= 0.0 {
                return Moments { mean: likely, variance: 0.0, third: 0.0 };
            }
            let (alpha, beta) = (1.0 + 4.0 * (likely - least) / width, 1.0 + 4.0 * (most - likely) / width);
            let variance = alpha * beta / 252.0;
            let third = alpha * beta * (beta - alpha) / 6_048.0;
            Moments {
                mean: least + width * alpha / 6.0,
                variance: variance * width * width,
                third: third * width * width * width,
            }
        }
        Shape::Triangular { least: a, likely: c, most: b } => Moments {
            mean: (a + b + c) / 3.0,
            variance: (a * a + b * b + c * c - a * b - a * c - b * c) / 18.0,
            third: (a + b - 2.0 * c) * (2.0 * a - b - c) * (a - 2.0 * b + c) / 270.0,
        },
        Shape::Uniform { low, high } => Moments {
            mean: low + (high - low) / 2.0,
            variance: (high - low) * (high - low) / 12.0,
            third: 0.0,
        },
        Shape::Exponential { mean } => {
            Moments { mean, variance: mean * mean, third: 2.0 * mean * mean * mean }
        }
        Shape::Gamma { mean, shape } => {
            let scale = mean / shape;
            Moments { mean, variance: mean * scale, third: 2.0 * mean * scale * scale }
        }
        Shape::Weibull { scale, shape } => {
            let raw = |k: f64| libm::tgamma(1.0 + k / shape);
            let (one, two, three) = (raw(1.0), raw(2.0), raw(3.0));
            Moments {
                mean: scale * one,
                variance: scale * scale * (two - one * one),
                third: scale * scale * scale * (three - 3.0 * one * two + 2.0 * one * one * one),
            }
        }
        Shape::Lognormal { .. } | Shape::Observed(_) => Moments { mean: 0.0, variance: 0.0, third: 0.0 },
    }
}

/// The PERT with these moments. With r = (most - mean) / (mean - least), in 1/5..=5 as the mode lies between, its
/// skewness is sqrt(7)/4 (sqrt(r) - 1/sqrt(r)), and its variance (mean - least)(most - mean) / 7.
fn pert(Moments { mean, variance, third }: Moments) -> Shape {
    if variance <= mean * mean * 1e-12 {
        return Shape::Fixed(mean);
    }
    let skewness = third / (variance * variance.sqrt());
    let half = 2.0 * skewness / 7.0_f64.sqrt();
    let root = half + (half * half + 1.0).sqrt();
    let ratio = (root * root).clamp(0.2, 5.0);
    let below = (7.0 * variance / ratio).sqrt();
    let (least, most) = match mean - below {
        // No duration is negative: what is cut off below is given to the upper end, which keeps the variance.
        least if least < 0.0 => (0.0, mean + 7.0 * variance / mean),
        least => (least, mean + ratio * below),
    };
    let likely = ((6.0 * mean - least - most) / 4.0).clamp(least, most);
    Shape::Pert { least, likely, most }
}

/// The Weibull with this mean and variance, by halving over its shape.
fn weibull(Moments { mean, variance, .. }: Moments) -> Shape {
    let wanted = variance / (mean * mean);
    let squared = |shape: f64| {
        let one = libm::tgamma(1.0 + 1.0 / shape);
        libm::tgamma(1.0 + 2.0 / shape) / (one * one) - 1.0
    };
    let (mut low, mut high) = (0.1, 1_000.0);
    for _ in 0..200 {
        let middle = (low + high) / 2.0;
        if squared(middle) > wanted { low = middle } else { high = middle }
    }
    let shape = (low + high) / 2.0;
    Shape::Weibull { scale: mean / libm::tgamma(1.0 + 1.0 / shape), shape }
}

/// A duration in hours, no finer than people would write it: seconds below an hour, minutes above.
fn spelt(hours: f64) -> String {
    let unit = if hours < 1.0 { 1_000.0 } else { 60_000.0 };
    Millis::from_f64(libm::round(hours * HOUR / unit) * unit).exact()
}

fn written(shape: &Shape) -> String {
    match shape {
        Shape::Fixed(value) => spelt(*value),
        Shape::Pert { least, likely, most } | Shape::Triangular { least, likely, most } => {
            format!("pert({}, {}, {})", spelt(*least), spelt(*likely), spelt(*most))
        }
        Shape::Uniform { low, high } => format!("uniform({}, {})", spelt(*low), spelt(*high)),
        Shape::Exponential { mean } => format!("exponential(mean {})", spelt(*mean)),
        Shape::Lognormal { p50, p95 } => format!("lognormal(p50 {}, p95 {})", spelt(*p50), spelt(*p95)),
        Shape::Weibull { scale, shape } => {
            format!("weibull(scale {}, shape {})", spelt(*scale), figure(*shape))
        }
        Shape::Gamma { mean, shape } => format!("gamma(mean {}, shape {})", spelt(*mean), figure(*shape)),
        Shape::Observed(values) => {
            let values: Vec<String> = values.iter().map(|value| spelt(*value)).collect();
            format!("observed({})", values.join(", "))
        }
    }
}

/// A rate per hour, in gigabytes or in things.
fn written_rate(shape: &Shape, bytes: bool) -> String {
    let (unit, divisor) = if bytes { ("GB/h", 1e9) } else { ("/h", 1.0) };
    let f = |value: f64| figure(value / divisor);
    match shape {
        Shape::Fixed(value) => format!("{}{unit}", f(*value)),
        Shape::Pert { least, likely, most } => {
            // A rate of 0 never ends, and the language refuses it.
            let least = least.max(most * 0.001);
            format!("pert({}, {}, {}){unit}", f(least), f(likely.max(least)), f(*most))
        }
        Shape::Exponential { mean } => format!("exponential(mean {}{unit})", f(*mean)),
        Shape::Lognormal { p50, p95 } => format!("lognormal(p50 {}{unit}, p95 {}{unit})", f(*p50), f(*p95)),
        Shape::Weibull { scale, shape } => {
            format!("weibull(scale {}{unit}, shape {})", f(*scale), figure(*shape))
        }
        Shape::Gamma { mean, shape } => format!("gamma(mean {}{unit}, shape {})", f(*mean), figure(*shape)),
        Shape::Observed(values) => {
            let values: Vec<String> = values.iter().map(|value| format!("{}{unit}", f(*value))).collect();
            format!("observed({})", values.join(", "))
        }
        Shape::Triangular { .. } | Shape::Uniform { .. } => written_rate(&pert(moments(shape)), bytes),
    }
}

/// Four significant digits, without zeros at the end.
fn figure(value: f64) -> String {
    let digits = if value.abs() >= 1_000.0 {
        0
    } else if value.abs() >= 10.0 {
        2
    } else {
        4
    };
    let text = format!("{value:.digits$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notation::amount;

    fn updated(text: &str, weight: f64, minutes: &[i64]) -> Posterior {
        let observed: Vec<Millis> = minutes.iter().map(|minutes| Millis::new(minutes * 60_000)).collect();
        let amount = amount::parse(text).expect("in the language");
        let found = update((&amount, text), weight, &observed).expect("it can be updated");
        amount::parse(&found.text).unwrap_or_else(|error| panic!("{}: {error:?}", found.text));
        found
    }

    #[test]
    fn a_pert_has_the_moments_it_is_made_from() {
        let shape = Shape::Pert { least: 1.0, likely: 2.0, most: 6.0 };
        let Shape::Pert { least, likely, most } = pert(moments(&shape)) else { panic!("a pert") };
        for (found, expected) in [(least, 1.0), (likely, 2.0), (most, 6.0)] {
            assert!((found - expected).abs() < 1e-9, "{found} for {expected}");
        }
    }

    #[test]
    fn one_observation_moves_the_mean_by_its_share() {
        // The mean of the estimate is 20 minutes and counts 4; 45 minutes count 1: (4 * 20 + 45) / 5.
        let found = updated("pert(10m, 20m, 30m)", 4.0, &[45]);
        assert_eq!((found.mean_before, found.mean_after), (Millis::new(1_200_000), Millis::new(1_500_000)));
    }

    #[test]
    fn an_observation_that_agrees_changes_little_and_one_outside_widens() {
        let same = updated("pert(10m, 20m, 30m)", 10.0, &[20]);
        assert_eq!(same.mean_after, Millis::new(1_200_000));
        let outside = amount::parse(&updated("pert(10m, 20m, 30m)", 2.0, &[90]).text).unwrap();
        assert!(outside.most().unwrap() > 60.0 * 60_000.0, "{outside:?}");
    }

    #[test]
    fn one_observation_leaves_ends_that_somebody_would_sign() {
        assert_eq!(updated("pert(5m, 15m, 45m)", 2.0, &[12]).text, "pert(6m2s, 11m34s, 45m)");
        assert_eq!(updated("pert(20m, 40m, 2h)", 2.0, &[80]).text, "pert(20m, 56m7s, 1h56m)");
        assert_eq!(updated("30m", 2.0, &[45]).text, "pert(30m, 33m45s, 45m)");
    }

    #[test]
    fn the_mean_of_what_is_written_is_the_mean_that_is_told() {
        let of = |text: &str, minutes: &[i64]| {
            let found = updated(text, 2.0, minutes);
            let written = amount::parse(&found.text).expect("in the language");
            let told: f64 = 60_000.0 * (2.0 * mean_of(text) + minutes.iter().sum::<i64>() as f64)
                / (2.0 + minutes.len() as f64);
            let own = 60_000.0 * mean_of(&found.text);
            // An end of more than an hour is written to the minute, and counts a sixth.
            assert!((own - told).abs() < 6_000.0, "{} for {told}: {written:?}", found.text);
        };
        for minutes in
            [&[6; 8][..], &[6, 6, 6, 6, 6, 6, 6, 6, 100], &[44; 9], &[1, 44, 44, 44, 44, 44, 44], &[12]]
        {
            of("pert(5m, 6m, 45m)", minutes);
            of("pert(5m, 44m, 45m)", minutes);
        }
    }

    /// The mean of a PERT as it is written, in minutes.
    fn mean_of(text: &str) -> f64 {
        let inside = text.strip_prefix("pert(").and_then(|rest| rest.strip_suffix(')')).expect("a pert");
        let times: Vec<f64> = inside
            .split(", ")
            .map(|time| crate::notation::duration::parse(time).expect("a duration").get() as f64 / 60_000.0)
            .collect();
        (times[0] + 4.0 * times[1] + times[2]) / 6.0
    }

    #[test]
    fn every_family_stays_itself() {
        for (text, family) in [
            ("20m", "pert("),
            ("uniform(10m, 30m)", "pert("),
            ("triangular(10m, 20m, 30m)", "pert("),
            ("exponential(mean 20m)", "exponential("),
            ("lognormal(p50 20m, p95 1h) max 8h", "lognormal("),
            ("weibull(scale 20m, shape 1.5)", "weibull("),
            ("gamma(mean 20m, shape 3)", "gamma("),
            ("observed(12m, 17m)", "observed(12m, 17m, 40m)"),
            ("6TB at pert(400, 800, 900)GB/h", "6TB at pert("),
            ("150 at 10/h", "150 at pert("),
        ] {
            let found = updated(text, 2.0, &[40]);
            assert!(found.text.starts_with(family), "{text}: {}", found.text);
            assert_eq!(found.text.contains("max 8h"), text.contains("max 8h"));
        }
        let both = "uniform(1, 2)TB at 800GB/h";
        assert!(update((&amount::parse(both).unwrap(), both), 2.0, &[Millis::HOUR]).is_err());
    }
}
