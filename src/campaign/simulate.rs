//! Turns a range of trials into tallies, on as many threads as the pool has.
//!
//! Threads take blocks of trials in rising order and finish each block they take. So what was played when a
//! run is stopped is a prefix of the range, and its tallies are those of a run of that many trials; likewise
//! the trial that a runaway is reported for is the first that runs away.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::ThreadPool;

use super::tallies::Tallies;
use crate::engine::Outcome;
use crate::model::{Model, Scenario};

/// Trials per block, and the alignment of blocks: what the engine draws at once.
const BLOCK: u64 = 64;

/// The trials from `first` on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trials {
    pub first: u64,
    pub count: u64,
}

impl Trials {
    /// The `index`-th block: trials up to the next multiple of 64; `None` beyond the range.
    fn block(self, index: u64) -> Option<std::ops::Range<u64>> {
        let end = self.first.saturating_add(self.count);
        let start = (self.first / BLOCK).saturating_add(index).saturating_mul(BLOCK);
        let block = start.max(self.first)..start.saturating_add(BLOCK).min(end);
        (block.start < block.end).then_some(block)
    }
}

/// Who plays trials on one thread.
pub trait Player {
    /// Why a trial cannot be played.
    type Error: Send;

    /// Plays one trial.
    ///
    /// # Errors
    /// Where the trial runs away.
    fn play(&mut self, trial: u64) -> Result<&Outcome, Self::Error>;
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

/// Plays `trials`, each thread of `pool` with a player of its own.
///
/// # Errors
/// That of the first trial that cannot be played.
pub fn simulate<P: Player>(
    (model, scenario): (&Model, &Scenario),
    trials: Trials,
    pool: &ThreadPool,
    watch: &Watch,
    player: impl Fn() -> P + Sync,
) -> Result<Simulated, P::Error> {
    let shared = Shared { model, scenario, trials, watch, next: 0.into(), played: 0.into(), kept: 0.into() };
    let parts = pool.broadcast(|_| shared.work(player()));
    let mut tallies = Tallies::new(model);
    let mut runaway: Option<(u64, P::Error)> = None;
    for part in parts {
        match part {
            Ok(part) => tallies.merge(&part),
            Err((trial, error)) => {
                if runaway.as_ref().is_none_or(|&(first, _)| trial < first) {
                    runaway = Some((trial, error));
                }
            }
        }
    }
    match runaway {
        Some((_, error)) => Err(error),
        None => Ok(Simulated { partial: tallies.trials < trials.count, tallies }),
    }
}

/// What the threads of one campaign share.
struct Shared<'a> {
    model: &'a Model,
    scenario: &'a Scenario,
    trials: Trials,
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
        let mut tallies = Tallies::new(self.model);
        while let Some(block) = self.take() {
            let kept = tallies.kept();
            let played = block.end - block.start;
            for trial in block {
                let outcome = player.play(trial).map_err(|error| {
                    self.next.store(u64::MAX / 2, Ordering::SeqCst);
                    (trial, error)
                })?;
                tallies.count(self.model, self.scenario.horizon, outcome);
            }
            self.keep(&mut tallies, kept);
            (self.watch.progress)(self.played.fetch_add(played, Ordering::SeqCst) + played);
        }
        Ok(tallies)
    }

    fn take(&self) -> Option<std::ops::Range<u64>> {
        if self.watch.stop.load(Ordering::SeqCst) {
            return None;
        }
        self.trials.block(self.next.fetch_add(1, Ordering::SeqCst))
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
    use crate::campaign::made_up::{busy, model, scenario};

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
        let (model, scenario) = (model(), scenario());
        let player = || Inventor { outcome: busy(0), runs_away_at };
        simulate((&model, &scenario), trials, &pool(threads), watch, player)
    }

    fn digest(threads: usize, first: u64, count: u64) -> String {
        let (stop, progress) = (AtomicBool::new(false), |_| {});
        let watch = Watch { stop: &stop, progress: &progress };
        let found = run(threads, Trials { first, count }, &watch, u64::MAX).expect("no trial runs away");
        assert_eq!((found.tallies.trials, found.partial), (count, false));
        found.tallies.digest(&model())
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
            assert_eq!(found.tallies.digest(&model()), digest(1, 10, played));
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
}
