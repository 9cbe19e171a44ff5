//! What `run` and `replay` share: the seed, the threads, the words for a trial that never ends, how to repeat.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::atomic::AtomicBool;

use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::campaign::{Campaign, Searched, Simulated, Trials, Watch};
use crate::engine::{Endless, Program, Runaway, compile};
use crate::model::Labels;
use crate::report::names::{Names, listed};
use crate::report::text::shell;
use crate::results::{Goal, IntervalKind, objectives};

use super::args::{CampaignArgs, EditAsk, ProgressMode, Seed};
use super::exit::Exit;
use super::failure::Failure;
use super::progress::Progress;
use super::read::Case;
use super::talk::Talk;

/// Things that keep falling due that are named.
const NAMED_MAX: usize = 5;

/// A case compiled for a seed.
pub struct Stage<'a> {
    pub case: &'a Case,
    pub labels: Labels,
    pub program: Program,
    pub seed: u64,
}

impl<'a> Stage<'a> {
    /// Compiles a case.
    pub fn new(case: &'a Case, seed: u64) -> Stage<'a> {
        let labels = Labels::new(&case.model, &case.scenario);
        let program = compile(&case.model, &case.scenario, &labels, seed);
        Stage { case, labels, program, seed }
    }

    /// The campaign that plays it.
    pub fn campaign(&self) -> Campaign<'_> {
        Campaign { model: &self.case.model, scenario: &self.case.scenario, program: &self.program }
    }

    /// Plays trials 0 to `trials`, shows progress, and stops when asked to.
    ///
    /// # Errors
    /// A trial never ends (exit 5).
    pub fn simulate(
        &self,
        trials: u64,
        (pool, stop): (&ThreadPool, &AtomicBool),
        mode: ProgressMode,
    ) -> Result<Simulated, Failure> {
        let all = Trials { first: 0, count: trials };
        self.watched(trials, stop, mode, |watch| self.campaign().simulate(all, pool, watch))
    }

    /// Plays trials from 0 on until the results reach a goal, at most `trials_max`; likewise.
    ///
    /// # Errors
    /// A trial never ends (exit 5).
    pub fn search(
        &self,
        (goal, trials_max): (Goal, u64),
        (pool, stop): (&ThreadPool, &AtomicBool),
        mode: ProgressMode,
    ) -> Result<Searched, Failure> {
        let Case { model, scenario, .. } = self.case;
        let enough =
            |tallies: &_| goal.is_reached(&objectives(IntervalKind::Sequence, model, scenario, tallies));
        self.watched(trials_max, stop, mode, |watch| self.campaign().search(trials_max, pool, watch, enough))
    }

    /// Plays by `play` and shows progress over `trials`.
    fn watched<T>(
        &self,
        trials: u64,
        stop: &AtomicBool,
        mode: ProgressMode,
        play: impl FnOnce(&Watch) -> Result<T, Runaway>,
    ) -> Result<T, Failure> {
        let progress = Progress::start(mode, &self.case.scenario.title, trials);
        let played = play(&Watch { stop, progress: &|done| progress.reached(done) });
        progress.finish();
        played.map_err(|runaway| self.runaway(&runaway))
    }

    /// A trial that never gets past one instant.
    pub fn runaway(&self, runaway: &Runaway) -> Failure {
        let names = Names::new(&self.case.model, &self.case.scenario, &self.labels);
        let who: Vec<String> = runaway.who.iter().map(|&who| names.words(who)).collect();
        let Runaway { trial, at, endless, .. } = runaway;
        let who = listed(&who, NAMED_MAX);
        let (message, help) = match endless {
            Endless::Instant => (
                format!(
                    "trial {trial} never gets past {at} after the onset: these keep falling due at that instant: {who}"
                ),
                "two things probably undo each other without taking any time: give one of them a duration",
            ),
            Endless::Trial => (
                format!(
                    "trial {trial} comes to no end: {at} after the onset it has had over a million changes, the last of them \
                     mostly of: {who}"
                ),
                "what fails is tried again after next to no time: give `regroup`, or the step, the time that it takes, or the \
                 step fewer `attempts`",
            ),
        };
        Failure::new(Exit::Limit, message).help(help).help(format!(
            "the same trial again: blackstart replay {} --trial {trial} --seed {}",
            shell(&self.case.path),
            self.seed
        ))
    }
}

/// The seed asked for; a random one is told.
pub fn seed(asked: Seed, talk: &Talk) -> u64 {
    match asked {
        Seed::Number(seed) => seed,
        Seed::Random => {
            // The hasher of the standard library is keyed by the operating system; 53 bits survive JSON.
            let seed = RandomState::new().build_hasher().finish() >> 11;
            talk.note(&format!("seed {seed}"));
            seed
        }
    }
}

/// The threads asked for.
///
/// # Errors
/// The operating system refuses that many.
pub fn threads(args: &CampaignArgs) -> Result<ThreadPool, Failure> {
    let jobs =
        args.jobs.map_or(0, |jobs| usize::try_from(jobs).expect("the command line admits 1,024 at most"));
    let pool = ThreadPoolBuilder::new().num_threads(jobs).build();
    pool.map_err(|error| Failure::tool(format!("cannot start the threads: {error}")))
}

/// The edits as options, ready for a shell.
pub fn options(edits: &[EditAsk]) -> Vec<String> {
    let option = |edit: &EditAsk| format!("{} {}", edit.option(), shell(&edit.argument()));
    edits.iter().map(option).collect()
}
