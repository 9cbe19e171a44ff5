//! Turns the length of an outage into a loss, by the curve that the organisation states.
//!
//! Linear between points, from no loss at no outage up to the first point, and on along the last slope
//! beyond the last; whole hundredths of the currency, rounded half up.

use crate::units::Millis;

/// Loss of an outage, in hundredths of the currency; `points` as in `ImpactCurve`. No outage, no loss.
pub fn loss(points: &[(Millis, i64)], outage: Millis) -> i64 {
    if outage <= Millis::ZERO {
        return 0;
    }
    let Some(&last) = points.last() else { return 0 };
    let beyond = points.partition_point(|&(at, _)| at < outage);
    let point = |position: usize| points.get(position).copied().unwrap_or(last);
    let origin = (Millis::ZERO, 0);
    let (from, to) = match beyond.min(points.len() - 1) {
        0 => (origin, point(0)),
        position => (point(position - 1), point(position)),
    };
    along(from, to, outage)
}

/// Value at `outage` of the straight line through two points; of a single point, its value.
fn along(from: (Millis, i64), to: (Millis, i64), outage: Millis) -> i64 {
    if to.0 == from.0 {
        return to.1;
    }
    along_in_64_bits(from, to, outage).unwrap_or_else(|| along_in_128_bits(from, to, outage))
}

/// `None` where a number on the way is too large. No usual loss has such numbers, and to divide 128 bits takes several
/// times as long.
fn along_in_64_bits(from: (Millis, i64), to: (Millis, i64), outage: Millis) -> Option<i64> {
    let run = to.0.get().checked_sub(from.0.get())?;
    let rise = to.1.checked_sub(from.1)?;
    let way = outage.get().checked_sub(from.0.get())?;
    let product = rise.checked_mul(way)?.checked_mul(2)?;
    from.1.checked_add(product.checked_add(run)?.checked_div_euclid(run.checked_mul(2)?)?)
}

fn along_in_128_bits(from: (Millis, i64), to: (Millis, i64), outage: Millis) -> i64 {
    let run = i128::from(to.0.get()) - i128::from(from.0.get());
    let rise = i128::from(to.1) - i128::from(from.1);
    let way = i128::from(outage.get()) - i128::from(from.0.get());
    let Some(product) = rise.checked_mul(way).and_then(|product| product.checked_mul(2)) else {
        return if (rise < 0) == (way < 0) { i64::MAX } else { i64::MIN };
    };
    let loss = i128::from(from.1) + (product + run).div_euclid(2 * run);
    i64::try_from(loss).unwrap_or(if loss < 0 { i64::MIN } else { i64::MAX })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HOUR: i64 = 3_600_000;

    fn check(points: &[(i64, i64)], outage: i64, expected: i64) {
        let points: Vec<_> = points.iter().map(|&(at, loss)| (Millis::new(at), loss)).collect();
        assert_eq!(loss(&points, Millis::new(outage)), expected, "{outage} ms out along {points:?}");
    }

    #[test]
    fn the_curve_is_linear_between_points_and_goes_on_with_its_last_slope() {
        let bank = [(0, 0), (4 * HOUR, 25_000_000), (24 * HOUR, 400_000_000)];
        check(&bank, 0, 0);
        check(&bank, 2 * HOUR, 12_500_000);
        check(&bank, 4 * HOUR, 25_000_000);
        check(&bank, 14 * HOUR, 212_500_000);
        check(&bank, 24 * HOUR, 400_000_000);
        check(&bank, 44 * HOUR, 775_000_000);
    }

    #[test]
    fn before_the_first_point_the_loss_grows_from_nothing() {
        check(&[(4 * HOUR, 1_000)], HOUR, 250);
        check(&[(4 * HOUR, 1_000)], 8 * HOUR, 2_000);
    }

    #[test]
    fn a_loss_at_no_outage_is_due_once_there_is_one() {
        check(&[(0, 1_000)], 0, 0);
        check(&[(0, 1_000)], 1, 1_000);
        check(&[(0, 1_000), (10, 2_000)], 5, 1_500);
    }

    #[test]
    fn hundredths_round_half_up() {
        check(&[(0, 0), (4, 2)], 1, 1);
        check(&[(0, 0), (4, 1)], 1, 0);
        check(&[(0, 0), (4, -2)], 1, 0);
        check(&[(0, 0), (4, -3)], 2, -1);
    }

    #[test]
    fn absurd_slopes_end_at_the_largest_amount() {
        check(&[(0, 0), (1, i64::MAX)], i64::MAX / 2 - 1, i64::MAX);
        check(&[(0, 0), (1, i64::MIN)], i64::MAX / 2 - 1, i64::MIN);
    }

    proptest! {
        #[test]
        fn a_rate_per_millisecond_is_exact(rate in 0_i64..1_000_000, outage in 1_i64..3_200_000_000_000) {
            let points = [(Millis::ZERO, 0), (Millis::new(1_000), 1_000 * rate)];
            prop_assert_eq!(loss(&points, Millis::new(outage)), rate * outage);
        }

        #[test]
        fn so_many_bits_come_to_the_same_loss(
            from in (0_i64..1 << 40, -(1_i64 << 50)..1 << 50),
            run in 1_i64..1 << 40,
            to in -(1_i64 << 50)..1 << 50,
            beyond in 0_i64..1 << 40,
            bits in 0_u32..40,
        ) {
            let point = |(at, loss): (i64, i64)| (Millis::new(at >> bits), loss >> bits);
            let (from, to) = (point(from), point((from.0 + (run | 1 << bits), to)));
            let outage = Millis::new(from.0.get() + (beyond >> bits));
            let wide = along_in_128_bits(from, to, outage);
            prop_assert_eq!(along(from, to, outage), wide);
            prop_assert_eq!(along_in_64_bits(from, to, outage).unwrap_or(wide), wide);
        }
    }
}
