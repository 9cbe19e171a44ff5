//! Plays the same trials with everything that is assumed shorter and longer, and says which verdicts turn, and where.
//!
//! Both variants have the draws of the run, trial by trial: an assumed duration is a draw times a factor, all else is
//! what it was. Invariant: what is found depends on model, scenario, seed and number of trials alone; the run's own
//! tallies and digest know nothing of it, and of a run of 100,000 trials at most 12 in 100 are played again: 4,000 at each
//! factor, 640 at each of at most six between. Most are fewer: 512 are looked at first, then each time twice as many, until
//! all verdicts are known or those that are not would hardly come of as many as may be played.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::atomic::AtomicBool;

use crate::campaign::{Campaign, Tallies, ThreadPool, Trials, Watch};
use crate::engine::{Runaway, compile_with_assumed_at};
use crate::model::{Labels, Model, Scenario, each_estimate};
use crate::results::{IntervalKind, ObjectiveResult, Results, Verdict, objectives};

/// The factors, in hundredths: thirty in a hundred shorter, half as long again.
pub const FACTORS: [u32; 2] = [70, 150];
/// Where a verdict turns is sought in steps of so many hundredths.
const STEP: u32 = 10;
/// At most so many trials at each factor, and one of twenty-five of the run's.
const TRIALS_MAX: u64 = 20_000;
const PART: u64 = 25;
/// Trials before the first look, and the least that may be played at a factor, of a run that has as many.
const FIRST_LOOK: u64 = 512;
/// At most so many trials at each factor between, while the turn is sought.
const BETWEEN_MAX: u64 = 640;
/// How far a share may wander on, see `may_settle`.
const WANDERS: f64 = 0.4;

/// A campaign that was played.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    pub model: &'a Model,
    pub scenario: &'a Scenario,
    pub labels: &'a Labels,
    pub seed: u64,
    pub results: &'a Results,
}

/// What becomes of the verdicts.
#[derive(Clone, Debug)]
pub struct Assumptions {
    /// How many durations are assumed.
    pub assumed: usize,
    /// Trials at each of `FACTORS`.
    pub trials: [u64; 2],
    of: BTreeMap<(String, &'static str), Varied>,
}

/// What becomes of one verdict.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Varied {
    /// The verdict at each of `FACTORS`; undecided where the trials at it do not tell.
    pub verdicts: [Verdict; 2],
    /// The factor, nearest to 1 and in steps of 0.1, from which on it is on the other side of what is required;
    /// `None`: it surely turns at neither end.
    pub turns_at: Option<f64>,
}

impl Assumptions {
    /// What becomes of an objective of the thing with this id.
    pub fn of(&self, id: &str, objective: &ObjectiveResult) -> Option<&Varied> {
        self.of.get(&(id.to_owned(), objective.kind.word()))
    }
}

/// Varies what is assumed. Nothing where nothing is, where no verdict could turn, or where somebody says stop.
///
/// # Errors
/// A trial runs away at one of the factors.
pub fn vary(run: &Run, pool: &ThreadPool, stop: &AtomicBool) -> Result<Option<Assumptions>, Runaway> {
    let assumed = assumed(run);
    if assumed == 0 || !run.results.objectives().any(|(_, objective)| is_decided(objective.verdict)) {
        return Ok(None);
    }
    let looks = looks(run.results.trials);
    let mut ends = Vec::new();
    for percent in FACTORS {
        let Some(played) = settled(run, percent, &looks, (pool, stop))? else { return Ok(None) };
        ends.push(played);
    }
    let [shorter, longer] = [ends.remove(0), ends.remove(0)];
    let mut found = Assumptions { assumed, trials: [shorter.trials, longer.trials], of: BTreeMap::new() };
    let mut between = BTreeMap::new();
    for (index, (id, objective)) in run.results.objectives().enumerate() {
        if !is_decided(objective.verdict) {
            continue;
        }
        let verdicts = [&shorter, &longer].map(|end| end.objectives[index].verdict);
        let mut turns: Vec<u32> = Vec::new();
        for (percent, verdict) in FACTORS.into_iter().zip(verdicts) {
            if is_decided(verdict) && verdict != objective.verdict {
                let Some(turn) = turn(run, (index, objective.verdict), percent, &mut between, (pool, stop))?
                else {
                    return Ok(None);
                };
                turns.push(turn);
            }
        }
        let nearest = turns.into_iter().min_by_key(|turn| turn.abs_diff(100));
        let varied = Varied { verdicts, turns_at: nearest.map(|percent| f64::from(percent) / 100.0) };
        found.of.insert((id.to_owned(), objective.kind.word()), varied);
    }
    Ok(Some(found))
}

fn is_decided(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Holds | Verdict::FallsShort)
}

/// How many durations are assumed.
fn assumed(run: &Run) -> usize {
    let mut assumed = 0;
    each_estimate(run.model, run.scenario, &mut |_, estimate| {
        assumed += usize::from(estimate.is_assumption());
    });
    assumed
}

/// What trials at a factor say of the objectives, in the order of the run's.
struct Played {
    trials: u64,
    objectives: Vec<ObjectiveResult>,
}

/// The numbers of trials at a factor after which to look, of a run of so many; each but the last twice that before.
fn looks(trials: u64) -> Vec<u64> {
    let most = (trials / PART).clamp(FIRST_LOOK, TRIALS_MAX).min(trials);
    let doubled = std::iter::successors(Some(FIRST_LOOK), |look| Some(2 * look));
    doubled.take_while(|&look| look < most).chain(std::iter::once(most)).collect()
}

/// Plays at a factor up to the first of some numbers of trials at which there is no use in more, at most to the last;
/// nothing if stopped.
fn settled(
    run: &Run,
    percent: u32,
    looks: &[u64],
    (pool, stop): (&ThreadPool, &AtomicBool),
) -> Result<Option<Played>, Runaway> {
    let Run { model, scenario, labels, seed, .. } = *run;
    let program = compile_with_assumed_at(percent, model, scenario, labels, seed);
    let campaign = Campaign { model, scenario, program: &program };
    let watch = Watch { stop, progress: &|_| {} };
    let mut played: Option<Tallies> = None;
    let mut found = Played { trials: 0, objectives: Vec::new() };
    for &look in looks {
        let first = found.trials;
        let more = campaign.judge(Trials { first, count: look - first }, pool, &watch)?;
        if more.partial {
            return Ok(None);
        }
        let tallies = match played.take() {
            None => more.tallies,
            Some(mut tallies) => {
                tallies.merge(&more.tallies);
                tallies
            }
        };
        // Looked at again and again: the intervals are wide enough for that.
        let objectives = objectives(IntervalKind::Sequence, model, scenario, &tallies);
        let enough = looks.last().is_none_or(|&most| !has_open(run.results, &objectives, most));
        found = Played { trials: look, objectives };
        if enough {
            break;
        }
        played = Some(tallies);
    }
    Ok(Some(found))
}

/// Whether a verdict that the run decides is open here and may yet be decided by `most` trials.
fn has_open(run: &Results, here: &[ObjectiveResult], most: u64) -> bool {
    let mut pairs = run.objectives().zip(here);
    pairs.any(|((_, was), is)| is_decided(was.verdict) && may_settle(is, most))
}

/// Whether a verdict is open and may yet be decided by `most` trials.
///
/// A share at a distance d from what is required, r, is known to be on its side after about z^2 r (1 - r) / d^2 trials, z
/// being 4.0 to 4.4 standard errors for 500 to 20,000 of them. So after `most`, m, it takes a distance D; the share after
/// n trials is sqrt(m / `settled_by`) of that away. From n trials to m it wanders, whatever is true, by a standard
/// deviation of sqrt(r (1 - r) (1 / n - 1 / m)), which is sqrt(m / n - 1) / z of D. `WANDERS` is 1.6 to 1.8 of them: of
/// verdicts that are given up one of fifteen at most would have been decided.
fn may_settle(objective: &ObjectiveResult, most: u64) -> bool {
    let over = |trials: u64| most as f64 / trials as f64;
    let away = objective.settled_by().map_or(0.0, |by| over(by).sqrt());
    objective.verdict == Verdict::Undecided && away + WANDERS * (over(objective.share.n) - 1.0).sqrt() >= 1.0
}

/// The first factor from 100 towards `percent` at which an objective lies on the other side; nothing if stopped.
fn turn(
    run: &Run,
    (index, was): (usize, Verdict),
    percent: u32,
    between: &mut BTreeMap<u32, Played>,
    on: (&ThreadPool, &AtomicBool),
) -> Result<Option<u32>, Runaway> {
    let keeps = |objective: &ObjectiveResult| objective.share.share >= objective.required;
    let (mut same, mut other) = (100_u32, percent);
    let trials = (run.results.trials / 125).clamp(FIRST_LOOK, BETWEEN_MAX).min(run.results.trials);
    while same.abs_diff(other) > STEP {
        let middle = (same + other) / 2 / STEP * STEP;
        let middle = if middle == same || middle == other { other.min(same) + STEP } else { middle };
        let played = match between.entry(middle) {
            Entry::Occupied(played) => played.into_mut(),
            Entry::Vacant(room) => {
                let Some(played) = settled(run, middle, &[trials], on)? else { return Ok(None) };
                room.insert(played)
            }
        };
        if keeps(&played.objectives[index]) == (was == Verdict::Holds) {
            same = middle
        } else {
            other = middle
        }
    }
    Ok(Some(other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::{ObjectiveKind, Share};
    use crate::source::Place;
    use crate::units::Millis;

    /// An objective that held in so many of n trials.
    fn objective(held: u64, n: u64, required: f64) -> ObjectiveResult {
        let share = Share::by(IntervalKind::Sequence, held, n);
        let verdict = match share.interval {
            [low, _] if low >= required => Verdict::Holds,
            [_, high] if high < required => Verdict::FallsShort,
            _ => Verdict::Undecided,
        };
        ObjectiveResult {
            kind: ObjectiveKind::Rpo,
            target: Millis::HOUR,
            clock: None,
            share,
            interval_kind: IntervalKind::Sequence,
            required,
            beyond_horizon: None,
            verdict,
            place: Place::NOWHERE,
        }
    }

    #[test]
    fn looks_double_up_to_one_of_twenty_five_trials() {
        assert_eq!(looks(100_000), [512, 1_024, 2_048, 4_000]);
        assert_eq!(looks(10_000_000).last(), Some(&20_000));
        assert_eq!(looks(25_600), [512, 1_024]);
        assert_eq!(looks(2_000), [512]);
        assert_eq!(looks(400), [400]);
    }

    #[test]
    fn more_is_played_for_what_may_be_decided_alone() {
        assert!(may_settle(&objective(1_970, 2_048, 0.95), 4_000), "96.2 %, decided from 96.5 % on");
        assert!(!may_settle(&objective(1_950, 2_048, 0.95), 4_000), "95.2 %");
        assert!(may_settle(&objective(487, 512, 0.95), 4_000), "95.1 %, but of few trials");
        assert!(!may_settle(&objective(2_000, 2_048, 0.95), 4_000), "decided");
        assert!(!may_settle(&objective(1_970, 2_048, 0.95), 2_048), "no more to come");
    }

    /// The chance that of m trials j hold where k of the first n did and nothing else is known: Beta(k + 1, n - k + 1) for
    /// the true share.
    fn chance(j: u64, m: u64, (k, n): (u64, u64)) -> f64 {
        let log_of = |n: u64| libm::lgamma(n as f64 + 1.0);
        let choices = |n: u64, k: u64| log_of(n) - log_of(k) - log_of(n - k);
        let (more, hold) = (m - n, j - k);
        let beta = |k: u64, n: u64| -choices(n, k) - libm::log(n as f64 + 1.0);
        libm::exp(choices(more, hold) + beta(j, m) - beta(k, n))
    }

    #[test]
    fn what_is_given_up_would_be_decided_in_one_case_of_fifteen_at_most() {
        for (n, m, required) in
            [(512, 1_024, 0.95), (1_024, 4_000, 0.95), (2_048, 4_000, 0.9), (512, 800, 0.99)]
        {
            let near = |n: u64| (n as f64 * (required - 0.06)) as u64..=n;
            let settled: Vec<u64> =
                near(m).filter(|&j| objective(j, m, required).verdict != Verdict::Undecided).collect();
            let mut given_up = 0;
            for k in near(n) {
                let seen = objective(k, n, required);
                if seen.verdict != Verdict::Undecided || may_settle(&seen, m) {
                    continue;
                }
                given_up += 1;
                let reached = settled.iter().filter(|&&j| j >= k && j - k <= m - n);
                let decided: f64 = reached.map(|&j| chance(j, m, (k, n))).sum();
                assert!(decided < 1.0 / 15.0, "{k} of {n}: {decided} by {m} trials");
            }
            assert!(given_up > 0, "{n} of {m}");
        }
    }
}
