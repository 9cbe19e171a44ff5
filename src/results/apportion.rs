//! Divides whole units in proportion to parts so that they add up.

/// Gives each part its share of `units` in proportion, in whole units that add up to `units`: the units that
/// rounding down leaves over go to those whose share was cut most, the first of equals (A. Hamilton's method of
/// largest remainders). All zero if all parts are.
///
/// The product of any part and `units` must be below 2^128.
pub fn apportion(units: u64, parts: &[u128]) -> Vec<u64> {
    let whole: u128 = parts.iter().sum();
    if whole == 0 {
        return vec![0; parts.len()];
    }
    let share = |part: &u128| part * u128::from(units);
    let mut given: Vec<u64> = parts.iter().map(|part| (share(part) / whole) as u64).collect();
    let left = units - given.iter().sum::<u64>();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|&part| std::cmp::Reverse(share(&parts[part]) % whole));
    for part in order.into_iter().take(left as usize) {
        given[part] += 1;
    }
    given
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_left_over_goes_to_those_cut_most() {
        assert_eq!(apportion(100, &[1, 1, 1]), [34, 33, 33]);
        assert_eq!(apportion(100, &[2, 1]), [67, 33]);
        assert_eq!(apportion(10, &[996, 2, 2]), [10, 0, 0]);
        assert_eq!(apportion(100, &[0, 0]), [0, 0]);
        assert_eq!(apportion(100, &[]), [0; 0]);
    }

    proptest! {
        #[test]
        fn shares_add_up_and_none_is_off_by_a_unit(
            units in 0_u64..4_000_000_000_000, parts in prop::collection::vec(0_u128..1 << 60, 1..40),
        ) {
            let whole: u128 = parts.iter().sum();
            let given = apportion(units, &parts);
            prop_assert_eq!(given.iter().sum::<u64>(), if whole == 0 { 0 } else { units });
            for (part, given) in parts.iter().zip(&given) {
                let (share, given) = (part * u128::from(units), u128::from(*given) * whole);
                prop_assert!(share.abs_diff(given) < whole.max(1));
            }
        }
    }
}
