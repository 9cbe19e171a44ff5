//! Plays a plan and its variants over the same trials, stretch by stretch.
//!
//! The plan's trials are played once for all variants. Where a study only wants to know how large an effect is, it looks
//! after fixed numbers of trials and plays a variant no further once its changes are known well enough; what may go
//! wrong at any look is spent over the looks (Bonferroni), so that an interval holds at 99 % over all of them.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::campaign::{Campaign, Tallies, ThreadPool, Trials};
use crate::engine::Runaway;
use crate::results::Z;

use super::pair::Pair;
use super::seen::{Seen, Viewer};
use super::variant::Variant;

/// Trials that are kept at a time; a multiple of what the engine draws at once.
const STRETCH: u64 = 2_048;

/// Trials before a look, and how many standard errors an interval then has to each side: 0.2, 0.3 and 0.5 % are spent,
/// the last at however many trials there are.
const LOOKS: [(u64, f64); 2] = [(1_024, 3.090232306167813), (4_096, 2.967737925342168)];
const LAST_LOOK_Z: f64 = 2.807033768343811;

/// What is counted of each trial.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Counting {
    /// Pairs, and all that a run counts.
    All,
    /// Pairs alone.
    Pairs,
    /// Pairs, and no more of them once each change of a share is known to so much either way.
    Until(f64),
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

/// What one stretch of trials shows of a variant.
struct Sample {
    seen: Vec<Seen>,
    tallies: Option<Tallies>,
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
        let mut done = 0;
        for trials in stretches(terms) {
            if contest.variants.iter().all(|played| played.settled) && !variants.is_empty() {
                break;
            }
            let whole = contest.stretch(plan, variants, (trials, terms), &mut done, watch)?;
            if !whole {
                contest.partial = true;
                break;
            }
        }
        Ok(contest)
    }

    /// Plays one stretch; false if it was stopped, and then nothing of it counts.
    fn stretch(
        &mut self,
        plan: &Variant,
        variants: &[Variant],
        (trials, terms): (Trials, Terms),
        done: &mut u64,
        watch: &Watch,
    ) -> Result<bool, Fallen> {
        let fallen = |variant| move |runaway| Fallen { variant, runaway };
        let all = terms.counting == Counting::All;
        let mut played = |variant: &Variant| {
            let sample = sample(variant, trials, all, watch);
            *done += trials.count;
            (watch.progress)(*done);
            sample
        };
        let Some(before) = played(plan).map_err(fallen(None))? else { return Ok(false) };
        let mut samples = Vec::new();
        for (position, variant) in variants.iter().enumerate() {
            if self.variants[position].settled {
                continue;
            }
            match played(variant).map_err(fallen(Some(position)))? {
                Some(after) => samples.push((position, after)),
                None => return Ok(false),
            }
        }
        if let (Some(all), Some(part)) = (&mut self.plan, &before.tallies) {
            all.merge(part);
        }
        for (position, after) in samples {
            self.variants[position].count(trials, (plan, &before), (&variants[position], &after));
            self.variants[position].look(terms, trials.first + trials.count);
        }
        Ok(true)
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
            pair: Pair::new(positions),
            tallies: (terms.counting == Counting::All).then(|| Tallies::new(&variant.model)),
            z: Z,
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
        let Counting::Until(wanted) = terms.counting else { return };
        let look = LOOKS.iter().find(|(at, _)| *at == trials && trials < terms.trials);
        let Some(z) = look.map(|(_, z)| *z).or((trials == terms.trials).then_some(LAST_LOOK_Z)) else {
            return;
        };
        let known = |service: &super::pair::ServicePair| {
            service.kept.iter().all(|table| table.change_at(z).half_width() <= wanted)
        };
        self.z = z;
        self.settled = self.pair.services.iter().all(known);
    }
}

/// The stretches that make up all trials, cut at every look.
fn stretches(terms: Terms) -> Vec<Trials> {
    let mut ends: Vec<u64> = match terms.counting {
        Counting::Until(_) => LOOKS.iter().map(|(at, _)| *at).collect(),
        _ => Vec::new(),
    };
    ends.retain(|&end| end < terms.trials);
    ends.push(terms.trials);
    let (mut stretches, mut first) = (Vec::new(), 0);
    for end in ends {
        while first < end {
            let count = (end - first).min(STRETCH);
            stretches.push(Trials { first, count });
            first += count;
        }
    }
    stretches
}

/// Plays one stretch of a variant; nothing if stopped.
fn sample(variant: &Variant, trials: Trials, all: bool, watch: &Watch) -> Result<Option<Sample>, Runaway> {
    let Variant { model, scenario, program, .. } = variant;
    let viewer = Viewer { model, horizon: scenario.horizon };
    let campaign = Campaign { model, scenario, program };
    let new = || Sample { seen: Vec::new(), tallies: all.then(|| Tallies::new(model)) };
    let pieces = campaign.pieces(trials, (watch.pool, watch.stop), new, |sample, outcome| {
        viewer.view(outcome, &mut sample.seen);
        if let Some(tallies) = &mut sample.tallies {
            tallies.count(model, scenario.horizon, outcome);
        }
    })?;
    let Some(pieces) = pieces.filter(|_| !watch.stop.load(Ordering::SeqCst)) else { return Ok(None) };
    let joined = pieces.into_iter().reduce(|mut whole, part| {
        whole.seen.extend(part.seen);
        if let (Some(all), Some(part)) = (&mut whole.tallies, &part.tallies) {
            all.merge(part);
        }
        whole
    });
    Ok(joined)
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
            let found = stretches(Terms { trials, counting });
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
