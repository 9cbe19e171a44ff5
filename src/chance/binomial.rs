//! Turns a number of people and a share into how many of them are away.
//!
//! Invariant: the result is between 0 and the number of people, and never falls as the uniform rises.

/// Weights below this share of the largest are left out; together they are far below one step of a uniform.
const NEGLIGIBLE: f64 = 1e-22;

/// Returns the binomial quantile: the least number whose distribution function reaches `u`, 0 < `u` < 1.
///
/// Each of `people` is away with the chance `share`, independently. Takes time in proportion to the root of the
/// number of people. Works with ratios of neighbouring weights, so nothing under- or overflows.
#[must_use]
pub fn binomial(people: u32, share: f64, u: f64) -> u32 {
    if share <= 0.0 || people == 0 {
        return 0;
    }
    if share >= 1.0 {
        return people;
    }
    let n = f64::from(people);
    let odds = share / (1.0 - share);
    let mode = ((n + 1.0) * share).floor().min(n);
    let (mut least, mut weight, mut total) = (mode, 1.0, 1.0);
    while least > 0.0 {
        let below = weight * least / ((n - least + 1.0) * odds);
        if below < NEGLIGIBLE {
            break;
        }
        least -= 1.0;
        weight = below;
        total += weight;
    }
    let (mut most, mut above) = (mode, 1.0);
    while most < n {
        above *= (n - most) * odds / (most + 1.0);
        if above < NEGLIGIBLE {
            break;
        }
        most += 1.0;
        total += above;
    }
    let (mut away, mut sum) = (least, weight);
    while away < most && sum < u * total {
        weight *= (n - away) * odds / (away + 1.0);
        away += 1.0;
        sum += weight;
    }
    away as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_of_three_at_a_half_follow_the_coefficients() {
        for (u, away) in
            [(0.1, 0), (0.1251, 1), (0.4999, 1), (0.5001, 2), (0.8749, 2), (0.8751, 3), (0.999, 3)]
        {
            assert_eq!(binomial(3, 0.5, u), away, "{u}");
        }
    }

    #[test]
    fn certain_shares_leave_no_chance() {
        for u in [1e-16, 0.5, 1.0 - 1e-16] {
            assert_eq!(binomial(7, 0.0, u), 0);
            assert_eq!(binomial(7, 1.0, u), 7);
            assert_eq!(binomial(0, 0.5, u), 0);
        }
    }

    #[test]
    fn the_tails_of_a_large_team_are_exact() {
        // 1 - 0.9^100 = 0.99997: nobody is away with probability 0.9^100.
        let nobody = libm::pow(0.9, 100.0);
        assert_eq!(binomial(100, 0.1, nobody * (1.0 - 1e-9)), 0);
        assert_eq!(binomial(100, 0.1, nobody * (1.0 + 1e-9)), 1);
        assert_eq!(binomial(10, 0.9, 1e-10 * (1.0 - 1e-9)), 0);
        assert_eq!(binomial(10, 0.9, 1e-10 * (1.0 + 1e-9)), 1);
    }

    #[test]
    fn a_hundred_thousand_people_follow_the_normal_law() {
        let sd = (100_000.0_f64 * 0.3 * 0.7).sqrt();
        for (u, z) in [(0.5, 0.0), (0.841_344_746, 1.0), (0.022_750_132, -2.0), (1.0 - 2.866_515_7e-7, 5.0)] {
            let found = f64::from(binomial(100_000, 0.3, u));
            let expected = 30_000.0 + z * sd + (z * z - 1.0) * 0.4 / 6.0;
            assert!((found - expected).abs() < 1.5, "{u}: {found} for {expected}");
        }
        assert_eq!(binomial(100_000, 1e-12, 0.999), 0);
        assert_eq!(binomial(100_000, 1.0 - 1e-12, 0.001), 100_000);
    }

    #[test]
    fn more_luck_never_means_fewer_away() {
        let mut before = 0;
        for step in 1..2_000 {
            let away = binomial(37, 0.27, f64::from(step) / 2_000.0);
            assert!(away >= before);
            before = away;
        }
        assert!(before > 15);
    }
}
