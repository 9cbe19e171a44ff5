//! Turns a distribution into its quantile function, compiled once and evaluated in every trial.
//!
//! Invariant: `value` never falls as its uniform rises (`observed` follows the list as written), never exceeds the
//! cap, and is never NaN or infinite. Except for plain fixed, uniform, triangular and observed values, a uniform is
//! used to 34 significant bits of the smaller of u and 1 - u, which makes this exact in spite of rounding.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::gamma::Gamma;
use super::normal;
use super::pert::{Pert, Place};
use super::table::{ABREAST, Tail, split};
use crate::notation::distribution::{Distribution, Shape};

/// The quantile function of one distribution, in its own unit.
#[derive(Clone, Debug)]
pub struct Quantile {
    curve: Curve,
    cap: f64,
    distribution: Distribution,
}

/// Of one distribution there is one quantile function.
impl PartialEq for Quantile {
    fn eq(&self, other: &Quantile) -> bool {
        self.distribution == other.distribution
    }
}

#[derive(Clone, Debug)]
enum Curve {
    Fixed(f64),
    Pert { least: f64, width: f64, most: f64, table: Arc<Pert> },
    Triangular { least: f64, likely: f64, most: f64 },
    Uniform { low: f64, high: f64 },
    Exponential { mean: f64 },
    Lognormal { p50: f64, sigma: f64 },
    Weibull { scale: f64, power: f64 },
    Gamma { scale: f64, table: Arc<Gamma> },
    Observed(Box<[f64]>),
}

/// Tables of the families without a closed form, shared by all distributions of the same shape.
#[derive(Debug, Default)]
pub struct Tables {
    pert: BTreeMap<u64, Arc<Pert>>,
    gamma: BTreeMap<u64, Arc<Gamma>>,
}

impl Tables {
    /// Compiles `distribution`, with tables made for earlier ones where they fit.
    pub fn quantile(&mut self, distribution: &Distribution) -> Quantile {
        let curve = match &distribution.shape {
            Shape::Fixed(value) => Curve::Fixed(*value),
            Shape::Pert { least, most, .. } | Shape::Triangular { least, most, .. } if least == most => {
                Curve::Fixed(*least)
            }
            Shape::Pert { least, likely, most } => self.pert(*least, *likely, *most),
            Shape::Triangular { least, likely, most } => {
                Curve::Triangular { least: *least, likely: *likely, most: *most }
            }
            Shape::Uniform { low, high } if low == high => Curve::Fixed(*low),
            Shape::Uniform { low, high } => Curve::Uniform { low: *low, high: *high },
            Shape::Exponential { mean } => Curve::Exponential { mean: *mean },
            Shape::Lognormal { p50, p95 } => Curve::Lognormal { p50: *p50, sigma: sigma(*p50, *p95) },
            Shape::Weibull { scale, shape } => Curve::Weibull { scale: *scale, power: 1.0 / shape },
            Shape::Gamma { mean, shape } => self.gamma(*mean, *shape),
            Shape::Observed(values) if values.iter().all(|value| *value == values[0]) => {
                Curve::Fixed(values[0])
            }
            Shape::Observed(values) => Curve::Observed(values.clone().into()),
        };
        Quantile { curve, cap: distribution.cap.unwrap_or(f64::MAX), distribution: distribution.clone() }
    }

    fn pert(&mut self, least: f64, likely: f64, most: f64) -> Curve {
        let width = most - least;
        let mode = (likely - least) / width;
        let table = self.pert.entry(mode.to_bits()).or_insert_with(|| Arc::new(Pert::new(mode)));
        Curve::Pert { least, width, most, table: Arc::clone(table) }
    }

    fn gamma(&mut self, mean: f64, shape: f64) -> Curve {
        let table = self.gamma.entry(shape.to_bits()).or_insert_with(|| Arc::new(Gamma::new(shape)));
        Curve::Gamma { scale: mean / shape, table: Arc::clone(table) }
    }
}

impl Quantile {
    /// Compiles one distribution; [`Tables::quantile`] is the way to compile many.
    #[must_use]
    pub fn new(distribution: &Distribution) -> Quantile {
        Tables::default().quantile(distribution)
    }

    /// Returns the value if it is the same at every uniform.
    #[must_use]
    pub fn fixed(&self) -> Option<f64> {
        match self.curve {
            Curve::Fixed(value) => Some(value.min(self.cap)),
            _ => None,
        }
    }

    /// Returns the value that is not exceeded with probability `u`, 0 < `u` < 1.
    #[must_use]
    pub fn value(&self, u: f64) -> f64 {
        self.curve.value(u).min(self.cap)
    }

    /// Turns uniforms into the values that are not exceeded with their probabilities, as [`Quantile::value`] does one by
    /// one, without asking for each of which family it is.
    pub fn values(&self, uniforms: &mut [f64]) {
        let cap = self.cap;
        match &self.curve {
            &Curve::Pert { least, width, most, ref table } => {
                let (groups, others) = uniforms.as_chunks_mut::<ABREAST>();
                for group in groups {
                    let places = table.places(group.map(split));
                    *group = places.map(|place| within((least, width, most), place).min(cap));
                }
                others.iter_mut().for_each(|u| *u = pert((least, width, most), table, *u).min(cap));
            }
            curve => uniforms.iter_mut().for_each(|u| *u = curve.value(*u).min(cap)),
        }
    }

    /// Returns the smallest value that can be drawn, or its lower limit.
    #[must_use]
    pub fn least(&self) -> f64 {
        self.distribution.least()
    }

    /// Returns the most likely value as written in `pert` and `triangular`, and the median of every other family.
    #[must_use]
    pub fn likely(&self) -> f64 {
        let likely = match &self.distribution.shape {
            Shape::Pert { likely, .. } | Shape::Triangular { likely, .. } => *likely,
            Shape::Observed(values) => median(values),
            _ => self.curve.value(0.5),
        };
        likely.min(self.cap)
    }

    /// Returns the largest value that can be drawn, or nothing if there is no bound.
    #[must_use]
    pub fn most(&self) -> Option<f64> {
        self.distribution.most()
    }

    /// Returns the mean; with a cap that can bind, the average over 4,096 equal parts of probability.
    #[must_use]
    pub fn mean(&self) -> f64 {
        let binds = self.distribution.cap.is_some_and(|cap| {
            let uncapped = Distribution { shape: self.distribution.shape.clone(), cap: None };
            uncapped.most().is_none_or(|most| most > cap)
        });
        if binds {
            let parts = 4_096;
            let middles = (0..parts).map(|part| (f64::from(part) + 0.5) / f64::from(parts));
            return middles.map(|u| self.value(u)).sum::<f64>() / f64::from(parts);
        }
        match &self.distribution.shape {
            Shape::Fixed(value) => *value,
            Shape::Pert { least, likely, most } => (least + 4.0 * likely + most) / 6.0,
            Shape::Triangular { least, likely, most } => (least + likely + most) / 3.0,
            Shape::Uniform { low, high } => low + (high - low) / 2.0,
            Shape::Exponential { mean } | Shape::Gamma { mean, .. } => *mean,
            Shape::Lognormal { p50, p95 } => {
                let sigma = sigma(*p50, *p95);
                p50 * libm::exp(sigma * sigma / 2.0)
            }
            Shape::Weibull { scale, shape } => scale * libm::tgamma(1.0 + 1.0 / shape),
            Shape::Observed(values) => values.iter().sum::<f64>() / values.len() as f64,
        }
    }
}

impl Curve {
    fn value(&self, u: f64) -> f64 {
        match self {
            Curve::Fixed(value) => *value,
            Curve::Pert { least, width, most, table } => pert((*least, *width, *most), table, u),
            Curve::Triangular { least, likely, most } => triangular(*least, *likely, *most, u),
            Curve::Uniform { low, high } => (low + (high - low) * u).min(*high),
            Curve::Exponential { mean } => mean * log_survival(u),
            Curve::Lognormal { p50, sigma } => lognormal(*p50, sigma * normal_quantile(u)),
            Curve::Weibull { scale, power } => scale * libm::exp(power * libm::log(log_survival(u))),
            Curve::Gamma { scale, table } => scale * table.value(split(u)),
            Curve::Observed(values) => {
                let position = (u * values.len() as f64) as usize;
                values[position.min(values.len() - 1)]
            }
        }
    }
}

#[inline]
fn pert(ends: (f64, f64, f64), table: &Pert, u: f64) -> f64 {
    within(ends, table.place(split(u)))
}

/// Returns the value at a place between the least and the most, which are so far apart.
#[inline]
fn within((least, width, most): (f64, f64, f64), place: Place) -> f64 {
    // Without a branch: from which end it is cannot be foreseen.
    let from = place.from as usize;
    [least, most][from] + [width, -width][from] * place.distance
}

fn sigma(p50: f64, p95: f64) -> f64 {
    (libm::log(p95) - libm::log(p50)) / normal::Z95
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted[(sorted.len() - 1) / 2]
}

/// Returns `p50` e^`exponent`, near `p50` as a sum, so that narrow distributions rise in spite of rounding.
fn lognormal(p50: f64, exponent: f64) -> f64 {
    if exponent.abs() < 0.5 { p50 + p50 * libm::expm1(exponent) } else { p50 * libm::exp(exponent) }
}

fn triangular(least: f64, likely: f64, most: f64, u: f64) -> f64 {
    let width = most - least;
    if u * width < likely - least {
        (least + (u * width * (likely - least)).sqrt()).min(likely)
    } else {
        (most - ((1.0 - u) * width * (most - likely)).sqrt()).max(likely)
    }
}

/// Returns -ln(1 - u).
fn log_survival(u: f64) -> f64 {
    match split(u) {
        (Tail::Lower, p) => -libm::log1p(-p),
        (Tail::Upper, p) => -libm::log(p),
    }
}

fn normal_quantile(u: f64) -> f64 {
    match split(u) {
        (Tail::Lower, p) => -normal::upper(p),
        (Tail::Upper, p) => normal::upper(p),
    }
}

/// Returns how long an amount of `size` takes at `rate` per millisecond, in milliseconds; never NaN.
#[must_use]
pub fn at_rate(size: f64, rate: f64) -> f64 {
    size / rate.max(f64::MIN_POSITIVE)
}

#[cfg(test)]
#[path = "quantile_tests.rs"]
mod tests;
