//! Turns the misses of each stretch of trials into how the shares came to be what they are: trials 0 to 63, 64 to
//! 127, 128 to 255, and so on, each stretch as long as all before it.
//!
//! No part of the digest: the same trials have the same growth, however they were played.

use super::tallies::Tallies;
use crate::model::Model;

/// Trials of the first stretch: those that are played at once.
const FIRST: u64 = 64;

/// What each stretch of trials yields.
#[derive(Clone, Debug, Default)]
pub struct Growth {
    stretches: Vec<Stretch>,
    /// Misses of each service so far.
    seen: Vec<u64>,
}

/// The trials of one stretch.
#[derive(Clone, Debug, Default)]
struct Stretch {
    trials: u64,
    /// Of each service those that missed its RTO on its clock.
    missed: Vec<u64>,
}

impl Growth {
    /// Takes in a block of trials, `first` the number of its first, of which `tallies` already hold the misses.
    pub(super) fn take(&mut self, first: u64, trials: u64, tallies: &Tallies, model: &Model) {
        let services = model.services.len();
        self.seen.resize(services, 0);
        let stretch =
            self.stretch((first / FIRST).checked_ilog2().map_or(0, |log| log as usize + 1), services);
        self.stretches[stretch].trials += trials;
        for (index, (tally, service)) in tallies.services.iter().zip(model.services.iter()).enumerate() {
            let missed = tally.missed_rto.on(service.clock);
            self.stretches[stretch].missed[index] += missed - self.seen[index];
            self.seen[index] = missed;
        }
    }

    /// Takes in the stretches of other trials.
    pub(super) fn merge(&mut self, other: &Growth) {
        for (index, theirs) in other.stretches.iter().enumerate() {
            let stretch = self.stretch(index, theirs.missed.len());
            let mine = &mut self.stretches[stretch];
            mine.trials += theirs.trials;
            mine.missed.iter_mut().zip(&theirs.missed).for_each(|(mine, theirs)| *mine += theirs);
        }
    }

    /// Makes room for a stretch; gives its index.
    fn stretch(&mut self, index: usize, services: usize) -> usize {
        if self.stretches.len() <= index {
            self.stretches.resize(index + 1, Stretch::default());
        }
        let missed = &mut self.stretches[index].missed;
        missed.resize(missed.len().max(services), 0);
        index
    }

    /// For each stretch that has trials the trials up to its end, and in how many of them a service missed its RTO.
    pub fn of(&self, service: usize) -> Vec<(u64, u64)> {
        let mut so_far = (0, 0);
        let with_trials = self.stretches.iter().filter(|stretch| stretch.trials > 0);
        let add = |stretch: &Stretch| {
            so_far.0 += stretch.trials;
            so_far.1 += stretch.missed.get(service).copied().unwrap_or(0);
            so_far
        };
        with_trials.map(add).collect()
    }
}
