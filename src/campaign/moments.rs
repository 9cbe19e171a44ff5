//! Turns values into their number, sum, sum of squares, smallest and largest.
//!
//! Zeros are not counted: most trials leave most of an organisation alone, and whoever reads the sums knows
//! how many trials there were. Sums are exact; only squares beyond 3.4e38 stay at that.

use super::part::{Digest, Part};
use crate::units::Millis;

/// Sums over the values of one quantity, in milliseconds or in hundredths of a currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moments {
    /// How many values were neither zero nor never.
    pub others: u64,
    /// How many were never.
    pub never: u64,
    /// Sum of all but the never.
    pub sum: i128,
    /// Sum of the squares of all but the never; stays at its largest number once there.
    pub squares: u128,
    /// Smallest of those that were neither zero nor never; meaningless without any.
    min: i64,
    /// Largest of those.
    max: i64,
}

impl Default for Moments {
    fn default() -> Moments {
        Moments { others: 0, never: 0, sum: 0, squares: 0, min: i64::MAX, max: i64::MIN }
    }
}

impl Moments {
    /// Counts a length of time.
    pub fn count(&mut self, time: Millis) {
        if time.is_never() { self.never += 1 } else { self.count_amount(time.get()) }
    }

    /// Counts an amount.
    pub fn count_amount(&mut self, amount: i64) {
        if amount == 0 {
            return;
        }
        self.others += 1;
        self.sum += i128::from(amount);
        let magnitude = u128::from(amount.unsigned_abs());
        self.squares = self.squares.saturating_add(magnitude * magnitude);
        self.min = self.min.min(amount);
        self.max = self.max.max(amount);
    }

    /// Values that were not never, of `n`.
    pub fn finite(&self, n: u64) -> u64 {
        n - self.never
    }

    /// Values that were zero, of `n`.
    pub fn zeros(&self, n: u64) -> u64 {
        n - self.never - self.others
    }

    /// Smallest of `n` values, the never left out; `None` if nothing is left.
    pub fn min(&self, n: u64) -> Option<i64> {
        let zero = (self.zeros(n) > 0).then_some(0);
        let other = (self.others > 0).then_some(self.min);
        zero.into_iter().chain(other).min()
    }

    /// Largest of `n` values, the never left out; `None` if nothing is left.
    pub fn max(&self, n: u64) -> Option<i64> {
        let zero = (self.zeros(n) > 0).then_some(0);
        let other = (self.others > 0).then_some(self.max);
        zero.into_iter().chain(other).max()
    }
}

impl Part for Moments {
    fn merge(&mut self, other: &Moments) {
        let Moments { others, never, sum, squares, min, max } = other;
        self.others += others;
        self.never += never;
        self.sum += sum;
        self.squares = self.squares.saturating_add(*squares);
        self.min = self.min.min(*min);
        self.max = self.max.max(*max);
    }

    fn feed(&self, digest: &mut Digest) {
        let Moments { others, never, sum, squares, min, max } = self;
        digest.count(*others);
        digest.count(*never);
        digest.sum(*sum);
        digest.squares(*squares);
        digest.amount(*min);
        digest.amount(*max);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_are_what_is_left_of_the_trials() {
        let mut moments = Moments::default();
        for time in [Millis::ZERO, Millis::new(5), Millis::NEVER, Millis::new(3)] {
            moments.count(time);
        }
        assert_eq!((moments.others, moments.never, moments.zeros(4), moments.finite(4)), (2, 1, 1, 3));
        assert_eq!((moments.sum, moments.squares), (8, 34));
        assert_eq!((moments.min(4), moments.max(4)), (Some(0), Some(5)));
        assert_eq!(moments.min(3), Some(3), "without a zero among the trials");
    }

    #[test]
    fn nothing_finite_has_no_smallest_and_no_largest() {
        let mut moments = Moments::default();
        moments.count(Millis::NEVER);
        assert_eq!((moments.min(1), moments.max(1)), (None, None));
        assert_eq!((moments.min(2), moments.max(2)), (Some(0), Some(0)));
    }

    #[test]
    fn a_loss_may_be_negative() {
        let mut moments = Moments::default();
        moments.count_amount(-7);
        assert_eq!((moments.sum, moments.min(2), moments.max(2)), (-7, Some(-7), Some(0)));
    }

    #[test]
    fn squares_stay_at_their_largest_number_in_any_order() {
        let huge = |amounts: &[i64]| {
            let mut moments = Moments::default();
            amounts.iter().for_each(|&amount| moments.count_amount(amount));
            moments
        };
        let whole = huge(&[i64::MAX; 6]);
        let mut parts = huge(&[i64::MAX; 2]);
        parts.merge(&huge(&[i64::MAX; 4]));
        assert_eq!((whole.squares, &parts), (u128::MAX, &whole));
    }
}
