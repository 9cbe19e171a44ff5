//! Turns a word such as `p90` and the recovery times of all trials into the trial to show.

use super::ranks::rank;
use crate::units::Millis;

/// Which trial of many to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// The trial at the rank of that percentage, 1 to 99.
    Percentile(u64),
    /// The longest.
    Worst,
    /// The one that misses the target by least.
    ShortestMiss,
}

impl Pick {
    /// Reads `p1` to `p99`, `worst` or `shortest-miss`.
    pub fn named(word: &str) -> Option<Pick> {
        match word {
            "worst" => Some(Pick::Worst),
            "shortest-miss" => Some(Pick::ShortestMiss),
            _ => {
                let digits = word.strip_prefix('p').filter(|digits| !digits.starts_with(['+', '0']))?;
                digits.parse().ok().filter(|percent| (1..=99).contains(percent)).map(Pick::Percentile)
            }
        }
    }

    /// Position of the trial among `times`, one time per trial in order; `NEVER` is longest, and of equal times the
    /// first counts. `None` without trials, and for a shortest miss without a target or a miss.
    pub fn position(self, times: &[Millis], target: Option<Millis>) -> Option<usize> {
        let time = match self {
            Pick::Percentile(percent) => at_rank(times, rank(percent, times.len() as u64)),
            Pick::Worst => times.iter().copied().max(),
            Pick::ShortestMiss => {
                let target = target?;
                times.iter().copied().filter(|&time| time > target || time.is_never()).min()
            }
        }?;
        times.iter().position(|&other| other == time)
    }
}

fn at_rank(times: &[Millis], rank: u64) -> Option<Millis> {
    let index = usize::try_from(rank).ok()?.checked_sub(1)?;
    if index >= times.len() {
        return None;
    }
    let mut times = times.to_vec();
    let (_, &mut time, _) = times.select_nth_unstable(index);
    Some(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, times: &[i64], expected: Option<usize>) {
        let times: Vec<_> = times.iter().map(|&time| Millis::new(time)).collect();
        let pick = Pick::named(word).expect("a word of the command line");
        assert_eq!(pick.position(&times, Some(Millis::new(20))), expected, "{word} of {times:?}");
    }

    const NEVER: i64 = i64::MAX;

    #[test]
    fn percentiles_are_ranks_with_the_unrecovered_last() {
        check("p50", &[30, 10, NEVER, 20], Some(3));
        check("p90", &[30, 10, NEVER, 20], Some(2));
        check("p50", &[7], Some(0));
    }

    #[test]
    fn equal_times_give_the_lowest_trial() {
        check("p50", &[0, 0, 0, 0, 5], Some(0));
        check("worst", &[3, 9, 9], Some(1));
        check("worst", &[3, NEVER, 9, NEVER], Some(1));
    }

    #[test]
    fn the_shortest_miss_is_just_beyond_the_target() {
        check("shortest-miss", &[20, 90, 21, 5, 21], Some(2));
        check("shortest-miss", &[20, NEVER], Some(1));
        check("shortest-miss", &[20, 5], None);
        assert_eq!(Pick::ShortestMiss.position(&[Millis::DAY], None), None);
    }

    #[test]
    fn no_trials_have_no_pick() {
        for word in ["p50", "p90", "p95", "worst", "shortest-miss"] {
            check(word, &[], None);
        }
    }

    #[test]
    fn every_percentile_has_a_name_and_nothing_beyond_them() {
        assert_eq!([Pick::named("p1"), Pick::named("p99")], [1, 99].map(|p| Some(Pick::Percentile(p))));
        for word in ["p0", "p100", "p", "p+5", "p05", "p9.5", "95", "P95", "best"] {
            assert_eq!(Pick::named(word), None, "{word}");
        }
    }
}
