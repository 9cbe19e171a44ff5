//! Turns a quantile function that is costly to compute into polynomials that are cheap to evaluate.
//!
//! A side of a distribution, from its median to one tail, is a function of the tail probability `p` in (0, 1/2].
//! From 2^-10 on, [`Side`] holds eight cells in each octave of `p`, so they are finer towards the tail, each with
//! the polynomial of degree 5 that has the value, slope and curvature of the function at both ends.
//! Invariant: together with [`split`], which keeps 34 significant bits of `p`, evaluation never falls as `p` rises
//! (or never rises): a step of `p` moves the value by far more than rounding does.

/// Which end of a distribution a uniform number is nearer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tail {
    Lower,
    Upper,
}

/// Splits a uniform number into its nearer tail and the probability of lying beyond it, to 34 significant bits.
#[inline]
pub(super) fn split(u: f64) -> (Tail, f64) {
    const KEPT: u64 = !((1 << 19) - 1);
    // Without a branch: which half it is cannot be foreseen.
    let tail = if u < 0.5 { Tail::Lower } else { Tail::Upper };
    let p = if u < 1.0 - u { u } else { 1.0 - u };
    (tail, f64::from_bits(p.to_bits() & KEPT))
}

/// Value, first and second derivative of a function of `p`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Knot {
    pub value: f64,
    pub slope: f64,
    pub bend: f64,
}

/// Below this probability the function is computed, not interpolated.
pub(super) const TAIL: f64 = 1.0 / 1024.0;

const CELLS_PER_OCTAVE_LOG2: u32 = 3;
const SHIFT: u32 = 52 - CELLS_PER_OCTAVE_LOG2;
const FIRST: u64 = TAIL.to_bits() >> SHIFT;
const LAST: u64 = 0.5_f64.to_bits() >> SHIFT;

/// One side of a distribution between `TAIL` and the median.
#[derive(Clone, Debug)]
pub(super) struct Side(Box<[[f64; 6]]>);

impl Side {
    /// Lists the probabilities at which knots are wanted, rising from `TAIL` to 1/2.
    pub fn probabilities() -> impl DoubleEndedIterator<Item = f64> + ExactSizeIterator {
        (FIRST as usize..LAST as usize + 1).map(|cell| f64::from_bits((cell as u64) << SHIFT))
    }

    /// Joins the knots at [`Side::probabilities`]; a last flat cell holds the median.
    pub fn new(knots: &[Knot]) -> Side {
        let widths = Side::probabilities().zip(Side::probabilities().skip(1)).map(|(from, to)| to - from);
        let cells = knots.windows(2).zip(widths).map(|(ends, width)| cell(ends[0], ends[1], width));
        let median = knots.last().map(|knot| [knot.value, 0.0, 0.0, 0.0, 0.0, 0.0]);
        Side(cells.chain(median).collect())
    }

    /// Returns the value at `p`, `TAIL` <= `p` <= 1/2.
    pub fn value(&self, p: f64) -> f64 {
        let ([c0, c1, c2, c3, c4, c5], t) = self.find(p);
        c0 + t * (c1 + t * (c2 + t * (c3 + t * (c4 + t * c5))))
    }

    /// Returns the polynomial of the cell that holds `p`, and where in there it lies, from 0 to 1.
    #[inline]
    pub fn find(&self, p: f64) -> (&[f64; 6], f64) {
        const WITHIN: u64 = (1 << SHIFT) - 1;
        const ONE: u64 = 1.0_f64.to_bits();
        let bits = p.to_bits();
        let cell = &self.0[(bits >> SHIFT) as usize - FIRST as usize];
        (cell, f64::from_bits((bits & WITHIN) << CELLS_PER_OCTAVE_LOG2 | ONE) - 1.0)
    }
}

/// So many values are worked out side by side: each waits long for each of its steps, and not for the others.
pub(super) const ABREAST: usize = 8;

/// Returns the values of polynomials as [`Side::find`] returns them, each as [`Side::value`] does.
#[inline]
pub(super) fn abreast(found: [(&[f64; 6], f64); ABREAST]) -> [f64; ABREAST] {
    let mut values = found.map(|(cell, _)| cell[5]);
    for power in (0..5).rev() {
        for (value, (cell, t)) in values.iter_mut().zip(&found) {
            *value = cell[power] + t * *value;
        }
    }
    values
}

/// Returns the coefficients, lowest first, of the quintic on [0, 1] that joins two knots `width` apart.
fn cell(from: Knot, to: Knot, width: f64) -> [f64; 6] {
    let (slope, bend) = (from.slope * width, from.bend * width * width);
    let rise = to.value - from.value - slope - bend / 2.0;
    let turn = to.slope * width - slope - bend;
    let twist = to.bend * width * width - bend;
    [
        from.value,
        slope,
        bend / 2.0,
        10.0 * rise - 4.0 * turn + twist / 2.0,
        -15.0 * rise + 7.0 * turn - twist,
        6.0 * rise - 3.0 * turn + twist / 2.0,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quintic_is_reproduced() {
        let knots: Vec<Knot> = Side::probabilities()
            .map(|p| Knot {
                value: 1.0 - p + p * p * p * p * p,
                slope: -1.0 + 5.0 * p * p * p * p,
                bend: 20.0 * p * p * p,
            })
            .collect();
        let side = Side::new(&knots);
        for p in [TAIL, 0.003, 0.07, 0.25, 0.3333, 0.499_999] {
            assert!((side.value(p) - (1.0 - p + p * p * p * p * p)).abs() < 1e-15, "{p}");
        }
    }

    #[test]
    fn probabilities_run_from_the_tail_to_the_median() {
        let all: Vec<f64> = Side::probabilities().collect();
        assert_eq!((all.len(), all[0], all[1], all[72]), (73, TAIL, TAIL * 1.125, 0.5));
    }

    #[test]
    fn splitting_keeps_the_smaller_probability_to_34_bits() {
        assert_eq!(split(0.25), (Tail::Lower, 0.25));
        assert_eq!(split(0.75), (Tail::Upper, 0.25));
        let (tail, p) = split(0.3);
        assert_eq!(tail, Tail::Lower);
        assert!(p < 0.3 && 0.3 - p < 0.3 / f64::from(1 << 30) / 8.0);
    }
}
