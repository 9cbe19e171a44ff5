//! Plays the same trials with everything that is assumed shorter and longer, and says which verdicts turn, and where.
//!
//! Both variants have the draws of the run, trial by trial: an assumed duration is a draw times a factor, all else is
//! what it was. Invariant: what is found depends on model, scenario, seed and number of trials alone; the run's own
//! tallies and digest know nothing of it, and of a run of 100,000 trials at most 13 in 100 are played again: 4,000 at each
//! factor, 800 at each of at most six between.

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
/// Trials before the first look, and the least at a factor, of a run that has as many.
const FIRST_LOOK: u64 = 2_000;
const LEAST: u64 = 500;
/// Trials at each factor between, while the turn is sought.
const SEARCH_MAX: u64 = 800;

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
    let most = (run.results.trials / PART).clamp(LEAST, TRIALS_MAX).min(run.results.trials);
    let mut ends = Vec::new();
    for percent in FACTORS {
        let Some(played) = settled(run, percent, most, (pool, stop))? else { return Ok(None) };
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

/// Plays at a factor until every decided verdict of the run is decided there, too, at most so many trials; nothing if
/// stopped.
fn settled(
    run: &Run,
    percent: u32,
    most: u64,
    (pool, stop): (&ThreadPool, &AtomicBool),
) -> Result<Option<Played>, Runaway> {
    let Run { model, scenario, labels, seed, .. } = *run;
    let program = compile_with_assumed_at(percent, model, scenario, labels, seed);
    let campaign = Campaign { model, scenario, program: &program };
    let watch = Watch { stop, progress: &|_| {} };
    let mut played: Option<Tallies> = None;
    let mut look = FIRST_LOOK.min(most);
    loop {
        let first = played.as_ref().map_or(0, |tallies| tallies.trials);
        let more = campaign.simulate(Trials { first, count: look - first }, pool, &watch)?;
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
        if !is_open(run.results, &objectives) || look == most {
            return Ok(Some(Played { trials: tallies.trials, objectives }));
        }
        look = (2 * look).min(most);
        played = Some(tallies);
    }
}

/// Whether a verdict that the run decides is open here.
fn is_open(run: &Results, here: &[ObjectiveResult]) -> bool {
    let mut pairs = run.objectives().zip(here);
    pairs.any(|((_, was), is)| is_decided(was.verdict) && is.verdict == Verdict::Undecided)
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
    let trials = (run.results.trials / 125).clamp(LEAST, SEARCH_MAX).min(run.results.trials);
    while same.abs_diff(other) > STEP {
        let middle = (same + other) / 2 / STEP * STEP;
        let middle = if middle == same || middle == other { other.min(same) + STEP } else { middle };
        let played = match between.entry(middle) {
            Entry::Occupied(played) => played.into_mut(),
            Entry::Vacant(room) => {
                let Some(played) = settled(run, middle, trials, on)? else { return Ok(None) };
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
