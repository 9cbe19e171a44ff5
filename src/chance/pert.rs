//! Turns a PERT distribution's place of the mode into a quantile function on [0, 1].
//!
//! PERT with lambda 4 is the Beta distribution with alpha = 1 + 4 m and beta = 1 + 4 (1 - m), m being where the
//! mode lies between least and most; so alpha + beta = 6 and both are in [1, 5].
//! Invariant: values rise with the probability; relative error below 1e-7 from either end.

use super::table::{ABREAST, Knot, Side, TAIL, Tail, abreast};

/// The quantile function of a PERT distribution between 0 and 1.
#[derive(Clone, Debug)]
pub(super) struct Pert {
    /// Of the lower half, then of the upper one.
    sides: [Side; 2],
    tails: [Beta; 2],
}

/// Where a value lies: so far above the least, or so far below the most, as a share of the whole width.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    pub from: Tail,
    pub distance: f64,
}

impl Pert {
    /// Builds the tables for a mode at `mode` in [0, 1].
    pub fn new(mode: f64) -> Pert {
        let rising = Beta::new(1.0 + 4.0 * mode, 1.0 + 4.0 * (1.0 - mode));
        let falling = Beta::new(rising.beta, rising.alpha);
        Pert { sides: [side(&rising, &falling), side(&falling, &rising)], tails: [rising, falling] }
    }

    /// Returns the place whose tail probability is `p`, 0 < `p` <= 1/2.
    pub fn place(&self, (tail, p): (Tail, f64)) -> Place {
        let half = tail as usize;
        Place {
            from: tail,
            distance: if p < TAIL { self.tails[half].tail(p) } else { self.sides[half].value(p) },
        }
    }

    /// Returns several places as [`Pert::place`] does one by one.
    #[inline]
    pub fn places(&self, probabilities: [(Tail, f64); ABREAST]) -> [Place; ABREAST] {
        if probabilities.iter().any(|&(_, p)| p < TAIL) {
            return probabilities.map(|probability| self.place(probability));
        }
        let distances = abreast(probabilities.map(|(tail, p)| self.sides[tail as usize].find(p)));
        std::array::from_fn(|at| Place { from: probabilities[at].0, distance: distances[at] })
    }
}

/// Enough terms for 1e-16 at x <= 1/2.
const TERMS: usize = 44;

/// A Beta distribution seen from 0.
#[derive(Clone, Debug)]
struct Beta {
    alpha: f64,
    beta: f64,
    /// The factor of its density, 1 / B(alpha, beta).
    factor: f64,
    /// The distribution function is factor x^alpha (series[0] + series[1] x + ...).
    series: [f64; TERMS],
}

impl Beta {
    fn new(alpha: f64, beta: f64) -> Beta {
        const GAMMA_OF_6: f64 = 120.0;
        let mut series = [0.0; TERMS];
        let mut binomial = 1.0;
        for (n, term) in series.iter_mut().enumerate() {
            let n = n as f64;
            *term = binomial / (alpha + n);
            binomial *= (n + 1.0 - beta) / (n + 1.0);
        }
        Beta { alpha, beta, factor: GAMMA_OF_6 / (libm::tgamma(alpha) * libm::tgamma(beta)), series }
    }

    /// Returns x^alpha / B(alpha, beta).
    fn power(&self, x: f64) -> f64 {
        self.factor * libm::exp(self.alpha * libm::log(x))
    }

    /// Sums the series at `x` <= 1/2, as many terms as matter there.
    fn series(&self, x: f64) -> f64 {
        let terms = if x < 1.0 / 64.0 {
            10
        } else if x < 0.25 {
            24
        } else {
            TERMS
        };
        let square = x * x;
        let (pairs, _) = self.series[..terms].as_chunks::<2>();
        let (even, odd) =
            pairs.iter().rev().fold((0.0, 0.0), |(even, odd), [a, b]| (even * square + a, odd * square + b));
        even + odd * x
    }

    /// Returns the distance whose probability is `p` < `TAIL`, by Newton's method on logarithms.
    ///
    /// As beta >= 1, the logarithm of the distribution function is concave in that of the distance, and the first
    /// guess, the first term of the series, is below the root: every step goes up to it.
    #[cold]
    fn tail(&self, p: f64) -> f64 {
        let target = libm::log(p / self.factor);
        let mut log_x = (target + libm::log(self.alpha)) / self.alpha;
        for _ in 0..20 {
            let x = libm::exp(log_x);
            let series = self.series(x);
            let gap = target - self.alpha * log_x - libm::log(series);
            let step = gap * series / libm::exp((self.beta - 1.0) * libm::log1p(-x));
            log_x += step;
            if step < 1e-9 {
                break;
            }
        }
        libm::exp(log_x)
    }
}

/// Follows the quantile function of `near` from the tail to the median; `far` is the same seen from the other end.
fn side(near: &Beta, far: &Beta) -> Side {
    let mut knots = Vec::with_capacity(Side::probabilities().len());
    let mut x = near.tail(TAIL);
    let mut previous: Option<(f64, f64, Knot)> = None;
    for p in Side::probabilities() {
        if let Some((at, third, knot)) = previous {
            let step = p - at;
            x = knot.value + step * (knot.slope + step * (knot.bend / 2.0 + step * third / 6.0));
            x -= correction(near, far, x, p);
        }
        let density = density(near, x);
        let slope = 1.0 / density;
        let (first, second) = logarithmic_derivatives(near, x);
        let knot = Knot { value: x, slope, bend: -first * slope * slope };
        previous = Some((p, slope * slope * slope * (2.0 * first * first - second), knot));
        knots.push(knot);
    }
    Side::new(&knots)
}

fn density(near: &Beta, x: f64) -> f64 {
    near.power(x) / x * libm::exp((near.beta - 1.0) * libm::log(1.0 - x))
}

/// Returns the first and second derivative of the logarithm of the density.
fn logarithmic_derivatives(near: &Beta, x: f64) -> (f64, f64) {
    let (up, down) = ((near.alpha - 1.0) / x, (near.beta - 1.0) / (1.0 - x));
    (up - down, -up / x - down / (1.0 - x))
}

/// Returns one step of Halley's method towards the distance whose probability is `p`.
fn correction(near: &Beta, far: &Beta, x: f64, p: f64) -> f64 {
    let power = near.power(x);
    let probability =
        if x <= 0.5 { power * near.series(x) } else { 1.0 - far.power(1.0 - x) * far.series(1.0 - x) };
    let density = power / x * libm::exp((near.beta - 1.0) * libm::log(1.0 - x));
    let newton = (probability - p) / density;
    newton / (1.0 - newton * logarithmic_derivatives(near, x).0 / 2.0)
}
