//! Turns a range of trials into tallies, on as many threads as the pool has.
//!
//! Threads take blocks of trials in rising order and finish each block they take, of few trials where each takes long.
//! So what was played when a run is stopped is a prefix of the range, and its tallies are those of a run of that many trials; likewise
//! the trial that a runaway is reported for is the first that runs away.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::ThreadPool;
use rayon::prelude::*;

use super::looks::{Searched, search};
use super::tallies::Tallies;
use crate::engine::{self, Outcome, Program, Runaway, Scratch};
use crate::model::{Model, Scenario};
use crate::units::Millis;

/// Trials per block, and the alignment of blocks: what the engine draws at once.
const BLOCK: u64 = 64;
/// Blocks of a program with more systems and pieces of work than this are cut: whoever stops a run waits for the blocks that
/// are under way.
const THINGS_MAX: usize = 4_096;

/// Pieces that a thread plays of a range: few, as each takes memory of its own, and more than one, as some take longer.
const PIECES_PER_THREAD: usize = 2;

/// The trials from `first` on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trials {
    pub first: u64,
    pub count: u64,
}

impl Trials {
    /// The `index`-th block: trials up to the next multiple of 64; `None` beyond the range.
    fn block(self, index: u64) -> Option<Range<u64>> {
        self.block_of(index, BLOCK)
    }

    /// The same of blocks of so many trials.
    fn block_of(self, index: u64, length: u64) -> Option<Range<u64>> {
        let end = self.first.saturating_add(self.count);
        let start = (self.first / length).saturating_add(index).saturating_mul(length);
        let block = start.max(self.first)..start.saturating_add(length).min(end);
        (block.start < block.end).then_some(block)
    }
}

/// What watches a campaign and may end it.
pub struct Watch<'a> {
    /// Set: no further block is begun.
    pub stop: &'a AtomicBool,
    /// Told after each block how many trials are played in all, by any thread.
    pub progress: &'a (dyn Fn(u64) + Sync),
}

/// What a campaign yields.
#[derive(Debug)]
pub struct Simulated {
    /// Of the first `tallies.trials` trials asked for.
    pub tallies: Tallies,
    /// Whether it was stopped before the last.
    pub partial: bool,
}

/// A scenario against a model, compiled.
#[derive(Clone, Copy)]
pub struct Campaign<'a> {
    pub model: &'a Model,
    pub scenario: &'a Scenario,
    /// `engine::compile` of both.
    pub program: &'a Program,
}

impl Campaign<'_> {
    /// Plays `trials` and counts their outcomes.
    ///
    /// # Errors
    /// The first trial that runs away.
    pub fn simulate(&self, trials: Trials, pool: &ThreadPool, watch: &Watch) -> Result<Simulated, Runaway> {
        self.play(Counted::Everything, trials, pool, watch)
    }

    /// Plays `trials` and counts only what objectives are judged by, in less time.
    ///
    /// # Errors
    /// The first trial that runs away.
    pub fn judge(&self, trials: Trials, pool: &ThreadPool, watch: &Watch) -> Result<Simulated, Runaway> {
        self.play(Counted::ForObjectives, trials, pool, watch)
    }

    fn play(
        &self,
        counted: Counted,
        trials: Trials,
        pool: &ThreadPool,
        watch: &Watch,
    ) -> Result<Simulated, Runaway> {
        let shape = Shape { model: self.model, horizon: self.scenario.horizon, counted };
        play_all(shape, (trials, self.at_once()), pool, watch, || Stage::new(self.program))
    }

    /// Trials that a thread plays before it looks whether to stop: a part of a block where each takes long.
    fn at_once(&self) -> u64 {
        let things = (self.program.works.len() + self.program.systems.len()).max(1);
        let parts = things.div_ceil(THINGS_MAX).next_power_of_two() as u64;
        (BLOCK / parts).max(1)
    }

    /// Plays trials from 0 on until `enough` says so of the tallies at one of the `looks`, at most `trials_max`.
    ///
    /// # Errors
    /// The first trial that runs away.
    pub fn search(
        &self,
        trials_max: u64,
        pool: &ThreadPool,
        watch: &Watch,
        enough: impl Fn(&Tallies) -> bool,
    ) -> Result<Searched, Runaway> {
        let play = |trials: Trials| {
            let progress = |played: u64| (watch.progress)(trials.first + played);
            self.simulate(trials, pool, &Watch { stop: watch.stop, progress: &progress })
        };
        search(trials_max, play, enough)
    }

    /// Plays `trials` in pieces, each on one thread with a state of its own from `new` that `see` shows each outcome;
    /// gives the states in the order of the trials, or nothing once `stop` is set. However the trials are cut into
    /// pieces, states that only add up or line up come to the same.
    ///
    /// # Errors
    /// The first trial that runs away.
    pub fn pieces<S: Send>(
        &self,
        trials: Trials,
        (pool, stop): (&ThreadPool, &AtomicBool),
        new: impl Fn() -> S + Sync,
        see: impl Fn(&mut S, &Outcome) + Sync,
    ) -> Result<Option<Vec<S>>, Runaway> {
        let blocks: Vec<_> = (0..).map_while(|index| trials.block(index)).collect();
        let per_piece = blocks.len().div_ceil(pool.current_num_threads() * PIECES_PER_THREAD).max(1);
        let play = |piece: &[Range<u64>]| -> Result<Option<S>, Runaway> {
            let (mut stage, mut state) = (Stage::new(self.program), new());
            for trial in piece.iter().cloned().flatten() {
                if stop.load(Ordering::SeqCst) {
                    return Ok(None);
                }
                see(&mut state, stage.play(trial)?);
            }
            Ok(Some(state))
        };
        let played: Vec<_> = pool.install(|| blocks.par_chunks(per_piece).map(play).collect());
        played.into_iter().collect()
    }

    /// Plays `trials` and reads one time of each, in their order; such as a service's recovery time.
    ///
    /// # Errors
    /// The first trial that runs away.
    pub fn times(
        &self,
        trials: Trials,
        pool: &ThreadPool,
        read: impl Fn(&Outcome) -> Millis + Sync,
    ) -> Result<Vec<Millis>, Runaway> {
        let blocks: Vec<_> = (0..).map_while(|index| trials.block(index)).collect();
        let play = |stage: &mut Stage, block: &Range<u64>| -> Result<Vec<Millis>, Runaway> {
            block.clone().map(|trial| stage.play(trial).map(&read)).collect()
        };
        let new = || Stage::new(self.program);
        let times: Vec<_> = pool.install(|| blocks.par_iter().map_init(new, play).collect());
        times.into_iter().collect::<Result<Vec<_>, _>>().map(|times| times.concat())
    }
}

/// Who plays trials on one thread.
trait Player {
    type Error: Send;

    fn play(&mut self, trial: u64) -> Result<&Outcome, Self::Error>;
}

/// The engine with the memory of one thread.
struct Stage<'a> {
    program: &'a Program,
    scratch: Scratch,
}

impl<'a> Stage<'a> {
    fn new(program: &'a Program) -> Stage<'a> {
        Stage { program, scratch: Scratch::new(program) }
    }
}

impl Player for Stage<'_> {
    type Error = Runaway;

    fn play(&mut self, trial: u64) -> Result<&Outcome, Runaway> {
        engine::play(self.program, &mut self.scratch, trial, &mut ())?;
        Ok(self.scratch.outcome())
    }
}

/// What it takes to count an outcome.
#[derive(Clone, Copy)]
struct Shape<'a> {
    model: &'a Model,
    horizon: Millis,
    counted: Counted,
}

/// What of an outcome is counted.
#[derive(Clone, Copy)]
enum Counted {
    Everything,
    ForObjectives,
}

impl Shape<'_> {
    fn count(self, tallies: &mut Tallies, outcome: &Outcome) {
        match self.counted {
            Counted::Everything => tallies.count(self.model, self.horizon, outcome),
            Counted::ForObjectives => tallies.count_for_objectives(self.model, outcome),
        }
    }
}

/// Plays `trials`, so many at once, each thread of `pool` with a player of its own.
fn play_all<P: Player>(
    shape: Shape,
    (trials, at_once): (Trials, u64),
    pool: &ThreadPool,
    watch: &Watch,
    player: impl Fn() -> P + Sync,
) -> Result<Simulated, P::Error> {
    let shared = Shared { shape, trials, at_once, watch, next: 0.into(), played: 0.into(), kept: 0.into() };
    let parts = pool.broadcast(|_| shared.work(player()));
    // Each part is as large as the whole: it goes as soon as it is taken in.
    let mut whole: Option<Tallies> = None;
    let mut runaway: Option<(u64, P::Error)> = None;
    for part in parts {
        match part {
            Ok(part) => match &mut whole {
                Some(whole) => whole.merge(&part),
                None => whole = Some(part),
            },
            Err((trial, error)) => {
                if runaway.as_ref().is_none_or(|&(first, _)| trial < first) {
                    runaway = Some((trial, error));
                }
            }
        }
    }
    match runaway {
        Some((_, error)) => Err(error),
        None => {
            let tallies = whole.unwrap_or_else(|| Tallies::new(shape.model));
            Ok(Simulated { partial: tallies.trials < trials.count, tallies })
        }
    }
}

/// What the threads of one campaign share.
struct Shared<'a> {
    shape: Shape<'a>,
    trials: Trials,
    at_once: u64,
    watch: &'a Watch<'a>,
    /// Index of the next block to take; beyond all blocks once a trial ran away.
    next: AtomicU64,
    played: AtomicU64,
    /// Values kept by all threads.
    kept: AtomicU64,
}

impl Shared<'_> {
    /// Plays blocks until none is left or the watch says stop.
    fn work<P: Player>(&self, mut player: P) -> Result<Tallies, (u64, P::Error)> {
        let mut tallies = Tallies::new(self.shape.model);
        while let Some(block) = self.take() {
            let kept = tallies.kept();
            let (first, played) = (block.start, block.end - block.start);
            for trial in block {
                let outcome = player.play(trial).map_err(|error| {
                    self.next.store(u64::MAX / 2, Ordering::SeqCst);
                    (trial, error)
                })?;
                self.shape.count(&mut tallies, outcome);
            }
            tallies.grown(self.shape.model, first, played);
            self.keep(&mut tallies, kept);
            (self.watch.progress)(self.played.fetch_add(played, Ordering::SeqCst) + played);
        }
        Ok(tallies)
    }

    fn take(&self) -> Option<Range<u64>> {
        if self.watch.stop.load(Ordering::SeqCst) {
            return None;
        }
        self.trials.block_of(self.next.fetch_add(1, Ordering::SeqCst), self.at_once)
    }

    /// Lets all threads together keep no more values one by one than the whole may.
    fn keep(&self, tallies: &mut Tallies, before: u64) {
        let added = tallies.kept() - before;
        if self.kept.fetch_add(added, Ordering::SeqCst) + added > tallies.kept_max() {
            tallies.coarsen();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::made_up::{HORIZON, busy, digest_of, model, outage_of, scenario};
    use crate::model::Labels;

    struct Inventor {
        outcome: Outcome,
        /// Trials from this one on, every third, run away.
        runs_away_at: u64,
    }

    impl Player for Inventor {
        type Error = u64;

        fn play(&mut self, trial: u64) -> Result<&Outcome, u64> {
            if trial >= self.runs_away_at && trial.is_multiple_of(3) {
                return Err(trial);
            }
            self.outcome = busy(trial);
            Ok(&self.outcome)
        }
    }

    fn pool(threads: usize) -> ThreadPool {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads")
    }

    fn run(threads: usize, trials: Trials, watch: &Watch, runs_away_at: u64) -> Result<Simulated, u64> {
        run_in((threads, BLOCK), trials, watch, runs_away_at)
    }

    fn run_in(
        (threads, at_once): (usize, u64),
        trials: Trials,
        watch: &Watch,
        runs_away_at: u64,
    ) -> Result<Simulated, u64> {
        let model = model();
        let player = || Inventor { outcome: busy(0), runs_away_at };
        let shape = Shape { model: &model, horizon: HORIZON, counted: Counted::Everything };
        play_all(shape, (trials, at_once), &pool(threads), watch, player)
    }

    fn digest(threads: usize, first: u64, count: u64) -> String {
        let (stop, progress) = (AtomicBool::new(false), |_| {});
        let watch = Watch { stop: &stop, progress: &progress };
        let found = run(threads, Trials { first, count }, &watch, u64::MAX).expect("no trial runs away");
        assert_eq!((found.tallies.trials, found.partial), (count, false));
        digest_of(&found.tallies)
    }

    #[test]
    fn threads_change_nothing() {
        for (first, count) in [(0, 0), (0, 1), (0, 1_000), (37, 500), (63, 2)] {
            let alone = digest(1, first, count);
            for threads in [2, 3, 7] {
                assert_eq!(digest(threads, first, count), alone, "{count} trials from {first}");
            }
        }
    }

    #[test]
    fn how_many_trials_are_played_at_once_changes_nothing() {
        let (stop, progress) = (AtomicBool::new(false), |_| {});
        let watch = Watch { stop: &stop, progress: &progress };
        let trials = Trials { first: 37, count: 500 };
        for at_once in [1, 4, 32] {
            let found = run_in((3, at_once), trials, &watch, u64::MAX).expect("no trial runs away");
            assert_eq!(digest_of(&found.tallies), digest(1, 37, 500), "{at_once}");
            let grown = |tallies: &Tallies| tallies.growth.of(0);
            let whole = run(1, trials, &watch, u64::MAX).expect("no trial runs away");
            assert_eq!(grown(&found.tallies), grown(&whole.tallies), "{at_once}");
        }
    }

    #[test]
    fn blocks_are_aligned_and_cover_the_range_once() {
        let trials = Trials { first: 100, count: 200 };
        let blocks: Vec<_> = (0..).map_while(|index| trials.block(index)).collect();
        assert_eq!(blocks, [100..128, 128..192, 192..256, 256..300]);
        assert_eq!(Trials { first: 5, count: 0 }.block(0), None);
        assert_eq!(Trials { first: 0, count: 10 }.block(u64::MAX / 2), None);
    }

    #[test]
    fn a_stopped_run_is_a_run_of_fewer_trials() {
        for threads in [1, 3] {
            let stop = AtomicBool::new(false);
            let progress = |played| {
                if played >= 300 {
                    stop.store(true, Ordering::SeqCst);
                }
            };
            let watch = Watch { stop: &stop, progress: &progress };
            let found = run(threads, Trials { first: 10, count: 1_000_000 }, &watch, u64::MAX).expect("none");
            let played = found.tallies.trials;
            assert!(found.partial && (300..2_000).contains(&played), "{played}");
            assert_eq!(digest_of(&found.tallies), digest(1, 10, played));
        }
    }

    #[test]
    fn the_first_runaway_is_reported() {
        let (stop, progress) = (AtomicBool::new(false), |_| {});
        let watch = Watch { stop: &stop, progress: &progress };
        for threads in [1, 2, 5] {
            let found = run(threads, Trials { first: 0, count: 5_000 }, &watch, 1_000);
            assert_eq!(found.expect_err("trial 1002 runs away"), 1_002);
        }
    }

    #[test]
    fn the_engine_plays_what_is_counted() {
        let (model, mut scenario) = (model(), scenario());
        scenario.events.push(outage_of("zone-dns", &model));
        let labels = Labels::new(&model, &scenario);
        let program = engine::compile(&model, &scenario, &labels, 1);
        let campaign = Campaign { model: &model, scenario: &scenario, program: &program };
        let (stop, progress) = (AtomicBool::new(false), |_| {});
        let watch = Watch { stop: &stop, progress: &progress };
        let trials = Trials { first: 3, count: 200 };
        let found = campaign.simulate(trials, &pool(2), &watch).expect("nothing runs away");
        let dns = &found.tallies.systems[4];
        assert_eq!((found.tallies.trials, dns.touched, dns.interrupted), (200, 200, 200));
        let judged = campaign.judge(trials, &pool(2), &watch).expect("nothing runs away").tallies;
        assert_eq!((judged.trials, judged.systems[4].touched, judged.kept()), (200, 200, 0));
        let times = campaign.times(trials, &pool(2), |outcome| outcome.systems[4].line.outage());
        let times = times.expect("nothing runs away");
        assert_eq!((&times[..], dns.recovery.moments.never), (&[Millis::HOUR; 200][..], 0));
    }
}
