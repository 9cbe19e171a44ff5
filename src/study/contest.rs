//! Plays a plan and its variants over the same trials, stretch by stretch.
//!
//! The plan's trials are played once for all variants, and a variant is not played where the plan's trial never looks at
//! what the variant changes (`stretch`). Where a study only wants to know how large an effect is, it looks after fixed
//! numbers of trials and plays a variant no further once its changes are known well enough; what may go wrong at any
//! look is spent over the looks (Bonferroni), so that an interval holds at 99 % over all of them.

use std::sync::atomic::AtomicBool;

use crate::campaign::{Tallies, ThreadPool, Trials, each_mut};
use crate::engine::Runaway;
use crate::results::{Change, Z};

use super::pair::{Pair, ServicePair};
use super::stretch::{PIECE, Sample, Stretch};
use super::variant::Variant;

/// Trials that are kept at a time, at most; fewer of many variants, so that whoever interrupts loses little.
pub(super) const STRETCH: u64 = 2_048;
/// Trials of all variants together that are kept at a time, about.
const STRETCH_OF_ALL: u64 = 32_768;

/// Trials before a look, and how many standard errors an interval then has to each side: 0.2, 0.2, 0.3 and 0.3 % are
/// spent, the last at however many trials there are.
const LOOKS: [(u64, f64); 3] =
    [(1_024, 3.090232306167813), (4_096, 3.090232306167813), (8_192, 2.967737925342168)];
const LAST_LOOK_Z: f64 = 2.967737925342168;
/// A change is known well enough, too, once it is known to this part of itself.
const KNOWN_OF_ITSELF: f64 = 0.1;

/// What is counted of each trial.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Counting {
    /// Pairs, and all that a run counts.
    All,
    /// Pairs alone.
    Pairs,
    /// Pairs, and no more of them once each change of a share is known to so much either way, or to a tenth of itself.
    Until(f64),
    /// The same, and the times of each trial, for their quantiles.
    TimesUntil(f64),
}

impl Counting {
    /// Whether times are kept for their quantiles.
    pub fn keeps_times(self) -> bool {
        matches!(self, Counting::All | Counting::TimesUntil(_))
    }

    /// How well a change must be known; `None`: all trials are played.
    fn wanted(self) -> Option<f64> {
        match self {
            Counting::Until(wanted) | Counting::TimesUntil(wanted) => Some(wanted),
            Counting::All | Counting::Pairs => None,
        }
    }
}

/// How to play.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// Pairs of each variant, at most.
    pub trials: u64,
    pub counting: Counting,
}

/// Who watches, and on what it is played.
pub struct Watch<'a> {
    pub pool: &'a ThreadPool,
    /// Set: what is done so far is kept.
    pub stop: &'a AtomicBool,
    /// Told how many trials are done of how many there will be at most, over all variants.
    pub progress: &'a (dyn Fn(u64) + Sync),
}

/// What a contest yields.
#[derive(Debug)]
pub struct Contest {
    /// Everything counted of the plan alone; nothing where only pairs are.
    pub plan: Option<Tallies>,
    /// In the order of the variants.
    pub variants: Vec<Played>,
    /// Whether it was stopped before the end.
    pub partial: bool,
}

/// How a variant did.
#[derive(Debug)]
pub struct Played {
    pub pair: Pair,
    pub tallies: Option<Tallies>,
    /// Standard errors to each end of an interval of it.
    pub z: f64,
    /// Whether it was played no further because enough was known.
    pub settled: bool,
}

/// A trial that never ends: of the variant at a position, or of the plan.
#[derive(Debug)]
pub struct Fallen {
    pub variant: Option<usize>,
    pub runaway: Runaway,
}

impl Contest {
    /// Plays a plan against its variants.
    ///
    /// # Errors
    /// A trial of the plan or of a variant never ends.
    pub fn play(
        plan: &Variant,
        variants: &[Variant],
        terms: Terms,
        watch: &Watch,
    ) -> Result<Contest, Fallen> {
        let mut contest = Contest {
            plan: (terms.counting == Counting::All).then(|| Tallies::new(&plan.model)),
            variants: variants.iter().map(|variant| Played::new(plan, variant, terms)).collect(),
            partial: false,
        };
        let stretch = Stretch::new(plan, variants, terms.counting);
        for trials in stretches(terms, variants.len()) {
            let open: Vec<usize> = contest.open();
            if open.is_empty() && !variants.is_empty() {
                break;
            }
            let settled = (variants.len() - open.len()) as u64 * terms.trials;
            let done = settled + trials.first * (open.len() as u64 + 1);
            match stretch.play(trials, &open, watch, done)? {
                Some(samples) => contest.count((plan, variants), (trials, terms), samples, watch),
                None => {
                    contest.partial = true;
                    break;
                }
            }
        }
        Ok(contest)
    }

    /// Positions of the variants of which more must be known.
    fn open(&self) -> Vec<usize> {
        (0..self.variants.len()).filter(|&at| !self.variants[at].settled).collect()
    }

    /// Counts one stretch: the plan's sample comes first, then those of the open variants in their order.
    fn count(
        &mut self,
        (plan, variants): (&Variant, &[Variant]),
        (trials, terms): (Trials, Terms),
        samples: Vec<Sample>,
        watch: &Watch,
    ) {
        let Some((before, after)) = samples.split_first() else { return };
        if let (Some(all), Some(part)) = (&mut self.plan, &before.tallies) {
            all.merge(part);
        }
        let open = self.variants.iter_mut().zip(variants).filter(|(played, _)| !played.settled);
        let mut counted: Vec<_> =
            open.zip(after).map(|((played, variant), after)| (played, variant, after)).collect();
        each_mut(watch.pool, &mut counted, |(played, variant, after)| {
            played.count(trials, (plan, before), (variant, after));
            played.look(terms, trials.first + trials.count);
        });
    }
}

impl Played {
    fn new(plan: &Variant, variant: &Variant, terms: Terms) -> Played {
        let id = |of: &Variant, node| of.model.nodes[node].id.clone();
        let after: Vec<String> =
            variant.model.services.iter().map(|service| id(variant, service.node)).collect();
        let positions = plan.model.services.iter().enumerate().filter_map(|(at, service)| {
            let service = id(plan, service.node);
            Some((at, after.iter().position(|other| *other == service)?))
        });
        Played {
            pair: Pair::new(positions, terms.counting),
            tallies: (terms.counting == Counting::All).then(|| Tallies::new(&variant.model)),
            // Who is interrupted before a look has looked once, at the end.
            z: if terms.counting.wanted().is_some() { LAST_LOOK_Z } else { Z },
            settled: false,
        }
    }

    fn count(
        &mut self,
        trials: Trials,
        (plan, before): (&Variant, &Sample),
        (variant, after): (&Variant, &Sample),
    ) {
        let chunk = |of: &Variant| of.model.services.len().max(1);
        let pairs = before.seen.chunks(chunk(plan)).zip(after.seen.chunks(chunk(variant)));
        for (trial, (before, after)) in (trials.first..).zip(pairs) {
            self.pair.count(trial, before, after);
        }
        if let (Some(all), Some(part)) = (&mut self.tallies, &after.tallies) {
            all.merge(part);
        }
    }

    /// Looks whether enough is known, where it is time to look.
    fn look(&mut self, terms: Terms, trials: u64) {
        let Some(wanted) = terms.counting.wanted() else { return };
        let look = LOOKS.iter().find(|(at, _)| *at == trials && trials < terms.trials);
        let Some(z) = look.map(|(_, z)| *z).or((trials == terms.trials).then_some(LAST_LOOK_Z)) else {
            return;
        };
        let enough =
            |change: &Change| change.half_width() <= wanted.max(KNOWN_OF_ITSELF * change.value.abs());
        let known = |service: &ServicePair| service.kept.iter().all(|table| enough(&table.change_at(z)));
        self.z = z;
        self.settled = self.pair.services.iter().all(known);
    }
}

/// The stretches that make up all trials of so many variants, cut at every look.
fn stretches(terms: Terms, variants: usize) -> impl Iterator<Item = Trials> {
    let at_once = (STRETCH_OF_ALL / (variants as u64 + 1)).clamp(2 * PIECE, STRETCH) / PIECE * PIECE;
    let looks = if terms.counting.wanted().is_some() { &LOOKS[..] } else { &[] };
    let next = move |first: u64| {
        let looks = looks.iter().map(|(at, _)| *at).filter(|&at| at > first && at < terms.trials);
        let end = looks.min().unwrap_or(terms.trials);
        let count = end.saturating_sub(first).min(at_once);
        (count > 0).then_some(Trials { first, count })
    };
    std::iter::successors(next(0), move |last| next(last.first + last.count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_cover_the_trials_once_and_end_at_every_look() {
        for (trials, counting) in [
            (20_000, Counting::Until(0.01)),
            (5_000, Counting::All),
            (700, Counting::Until(0.01)),
            (1, Counting::Pairs),
        ] {
            let found: Vec<Trials> = stretches(Terms { trials, counting }, 30).collect();
            let mut next = 0;
            for stretch in &found {
                assert_eq!(stretch.first, next);
                assert!((1..=STRETCH).contains(&stretch.count));
                next += stretch.count;
            }
            assert_eq!(next, trials);
            if counting != Counting::All {
                let ends: Vec<u64> = found.iter().map(|stretch| stretch.first + stretch.count).collect();
                assert!(LOOKS.iter().all(|(at, _)| *at >= trials || ends.contains(at)), "{ends:?}");
            }
        }
    }
}
