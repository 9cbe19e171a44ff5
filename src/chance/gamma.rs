//! Turns the shape of a Gamma distribution into its quantile function, for the scale 1.
//!
//! Both sides are tables from the probability 2^-10 on; beyond, the distribution function is solved in each draw.
//! Invariant: values rise with the uniform; relative error below 1e-7 for shapes from 1/100 to 1000, which are
//! those that `notation::distribution` admits.

use super::table::{Knot, Side, TAIL, Tail};

/// The quantile function of a Gamma distribution with scale 1.
#[derive(Clone, Debug)]
pub(super) struct Gamma {
    curve: Curve,
    lower: Side,
    upper: Side,
}

impl Gamma {
    /// Builds the tables for `shape`.
    pub fn new(shape: f64) -> Gamma {
        let mut curve = Curve::new(shape);
        let lower = Side::new(&curve.lower_knots());
        let upper = Side::new(&curve.upper_knots());
        Gamma { curve, lower, upper }
    }

    /// Returns the value beyond which, towards `tail`, the distribution has the probability `p`, 0 < `p` <= 1/2.
    pub fn value(&self, (tail, p): (Tail, f64)) -> f64 {
        match tail {
            Tail::Lower if p < TAIL => libm::exp(self.curve.lower(p)),
            Tail::Upper if p < TAIL => libm::exp(self.curve.beyond_the_table(p)),
            Tail::Lower => self.curve.plain(self.lower.value(p)),
            Tail::Upper => self.curve.plain(self.upper.value(p)),
        }
    }
}

/// The distribution function, solved for y, the logarithm of the value.
///
/// The density of y is log-concave, so the logarithms of both tail probabilities are concave in y.
#[derive(Clone, Debug)]
struct Curve {
    shape: f64,
    /// ln Gamma(shape + 1).
    log_gamma: f64,
    /// Tables hold the value to this power, which removes the steep rise of shapes below 1.
    power: f64,
    /// y where the upper tail is `TAIL`, and how fast the logarithm of that tail falls there with the value.
    end: (f64, f64),
}

impl Curve {
    fn new(shape: f64) -> Curve {
        Curve { shape, log_gamma: libm::lgamma(shape + 1.0), power: shape.min(1.0), end: (0.0, 1.0) }
    }

    /// Undoes the power of the tables.
    fn plain(&self, tabulated: f64) -> f64 {
        if self.power < 1.0 { libm::pow(tabulated, 1.0 / self.power) } else { tabulated }
    }

    /// Returns x^shape e^-x / Gamma(shape + 1); times the shape, this is the density of y.
    fn weight(&self, y: f64) -> f64 {
        libm::exp(self.shape * y - libm::exp(y) - self.log_gamma)
    }

    /// Returns the lower tail probability divided by the weight: 1 + x/(k+1) + x^2/((k+1)(k+2)) + ...
    fn series(&self, x: f64) -> f64 {
        let (mut sum, mut term, mut divisor) = (1.0, 1.0, self.shape);
        while term > 1e-17 * sum {
            divisor += 1.0;
            term *= x / divisor;
            sum += term;
        }
        sum
    }

    /// Returns the upper tail probability divided by the weight, by Lentz's continued fraction for x > k.
    fn fraction(&self, x: f64) -> f64 {
        const TINY: f64 = 1e-290;
        let mut b = x + 1.0 - self.shape;
        let (mut c, mut d) = (1.0 / TINY, 1.0 / b);
        let mut value = d;
        for n in 1..10_000 {
            let n = f64::from(n);
            let a = -n * (n - self.shape);
            b += 2.0;
            d = 1.0 / guarded(a * d + b, TINY);
            c = guarded(b + a / c, TINY);
            value *= c * d;
            if (c * d - 1.0).abs() < 1e-16 {
                break;
            }
        }
        value * self.shape
    }

    /// Returns the upper tail probability divided by the weight.
    fn upper_ratio(&self, y: f64) -> f64 {
        let x = libm::exp(y);
        if x > self.shape + 1.0 { self.fraction(x) } else { 1.0 / self.weight(y) - self.series(x) }
    }

    /// Returns the y below which the probability is `p`; Newton's method rises to it from the first term.
    fn lower(&self, p: f64) -> f64 {
        let target = libm::log(p);
        let mut y = (target + self.log_gamma) / self.shape;
        for _ in 0..60 {
            let x = libm::exp(y);
            let series = self.series(x);
            let gap = target - (self.shape * y - x - self.log_gamma) - libm::log(series);
            let step = gap * series / self.shape;
            y += step;
            if step.abs() < 1e-9 {
                break;
            }
        }
        y
    }

    /// Returns the y above which the probability is `p`, by Newton's method from `start`, not far away.
    fn upper(&self, p: f64, start: f64) -> f64 {
        let target = libm::log(p);
        let mut y = start;
        for _ in 0..60 {
            let ratio = self.upper_ratio(y);
            let gap = self.shape * y - libm::exp(y) - self.log_gamma + libm::log(ratio) - target;
            let step = (gap * ratio / self.shape).clamp(-1.0, 1.0);
            y += step;
            if step.abs() < 1e-9 {
                break;
            }
        }
        y
    }

    /// Returns the y above which the probability is `p` < `TAIL`, starting on the tangent at the table's end.
    fn beyond_the_table(&self, p: f64) -> f64 {
        let (y, fall) = self.end;
        self.upper(p, libm::log(libm::exp(y) + libm::log(TAIL / p) / fall))
    }

    fn lower_knots(&self) -> Vec<Knot> {
        Side::probabilities().map(|p| self.knot(self.lower(p), 1.0)).collect()
    }

    /// Follows the upper side from the median to the tail and notes its end.
    fn upper_knots(&mut self) -> Vec<Knot> {
        let mut y = self.lower(0.5);
        let mut knots = Vec::with_capacity(Side::probabilities().len());
        for p in Side::probabilities().rev() {
            y = self.upper(p, y);
            knots.push(self.knot(y, -1.0));
        }
        knots.reverse();
        self.end = (y, self.shape / (self.upper_ratio(y) * libm::exp(y)));
        knots
    }

    /// Makes the knot of the tabulated power z of the value; `direction` is -1 where the value falls with p.
    fn knot(&self, y: f64, direction: f64) -> Knot {
        let value = libm::exp(self.power * y);
        let dy = direction / (self.shape * self.weight(y));
        let slope = self.power * value * dy;
        Knot { value, slope, bend: slope * dy * (self.power - self.shape + libm::exp(y)) }
    }
}

fn guarded(value: f64, tiny: f64) -> f64 {
    if value.abs() < tiny { tiny } else { value }
}
