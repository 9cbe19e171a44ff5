//! Plays trials until somebody who looks at the tallies has seen enough.
//!
//! Looks come only at numbers of trials fixed beforehand. So what is seen at each is a prefix of the trials, and
//! when it ends depends on the trials alone: not on threads, not on the clock.

use super::simulate::{Simulated, Trials};
use super::tallies::Tallies;

/// Trials before the first look; each further look comes after twice as many.
pub const FIRST_LOOK: u64 = 4_096;

/// The numbers of trials at which to look: 4,096, 8,192 and so on below `trials_max`, and `trials_max` itself.
pub fn looks(trials_max: u64) -> impl Iterator<Item = u64> {
    let doubled = std::iter::successors(Some(FIRST_LOOK), |look| look.checked_mul(2));
    doubled.take_while(move |&look| look < trials_max).chain(std::iter::once(trials_max))
}

/// What was played until it was enough.
#[derive(Debug)]
pub struct Searched {
    /// The tallies of all trials; partial where it was stopped between looks.
    pub simulated: Simulated,
    /// How often somebody looked.
    pub looks: u64,
    /// Whether what was seen at the last look was enough.
    pub enough: bool,
}

/// Plays stretches of trials from 0 on by `play`, and looks at all tallies so far after each.
///
/// # Errors
/// Whatever `play` fails with.
pub(super) fn search<E>(
    trials_max: u64,
    mut play: impl FnMut(Trials) -> Result<Simulated, E>,
    enough: impl Fn(&Tallies) -> bool,
) -> Result<Searched, E> {
    let mut all = play(Trials { first: 0, count: 0 })?;
    let mut looked = 0;
    for look in looks(trials_max) {
        let first = all.tallies.trials;
        let more = play(Trials { first, count: look - first })?;
        all.tallies.merge(&more.tallies);
        all.partial = more.partial;
        if all.partial {
            break;
        }
        looked += 1;
        if enough(&all.tallies) {
            return Ok(Searched { simulated: all, looks: looked, enough: true });
        }
    }
    Ok(Searched { simulated: all, looks: looked, enough: false })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::made_up::{HORIZON, busy, digest_of, model};

    fn played(trials: Trials) -> Simulated {
        let model = model();
        let mut tallies = Tallies::new(&model);
        (trials.first..trials.first + trials.count)
            .for_each(|trial| tallies.count(&model, HORIZON, &busy(trial)));
        Simulated { tallies, partial: false }
    }

    fn search_until(trials_max: u64, enough: u64) -> Searched {
        let found = search(trials_max, |trials| Ok::<_, ()>(played(trials)), |seen| seen.trials >= enough);
        found.expect("nothing fails")
    }

    #[test]
    fn looks_double_up_to_the_largest_number() {
        assert_eq!(looks(20_000).collect::<Vec<_>>(), [4_096, 8_192, 16_384, 20_000]);
        assert_eq!(looks(8_192).collect::<Vec<_>>(), [4_096, 8_192]);
        assert_eq!(looks(10).collect::<Vec<_>>(), [10]);
        assert_eq!(looks(u64::MAX).count(), 53);
    }

    #[test]
    fn what_is_played_is_what_a_run_of_that_many_trials_plays() {
        for (enough, looks, trials) in [(1, 1, 4_096), (4_097, 2, 8_192), (9_999, 3, 9_000)] {
            let found = search_until(9_000, enough);
            assert_eq!((found.looks, found.simulated.tallies.trials), (looks, trials));
            assert_eq!(found.enough, trials >= enough);
            let plain = played(Trials { first: 0, count: trials });
            assert_eq!(digest_of(&found.simulated.tallies), digest_of(&plain.tallies));
        }
    }

    #[test]
    fn a_stop_between_looks_is_no_look() {
        let stopped = |trials: Trials| {
            let count = trials.count.min(5_000);
            Ok::<_, ()>(Simulated { partial: count < trials.count, ..played(Trials { count, ..trials }) })
        };
        let found = search(100_000, stopped, |_| false).expect("nothing fails");
        assert_eq!((found.looks, found.enough, found.simulated.partial), (2, false, true));
        assert_eq!(found.simulated.tallies.trials, 8_192 + 5_000);
    }
}
