//! Plays a stretch of trials of a plan and of its variants, and leaves out what cannot differ.
//!
//! Where a variant differs from the plan in places alone that the plan's trial never looked at, its trial is the plan's
//! (`engine::Footprint`), and is counted as such without being played. Pieces are cut at the same trials whatever the
//! number of threads.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::campaign::{Tallies, Trials, each};
use crate::engine::{self, Footprint, Outcome, Place, Recorder, Runaway, Scratch, difference};

use super::contest::{Counting, Fallen, STRETCH, Watch};
use super::seen::{Seen, Viewer};
use super::variant::Variant;

/// Trials that are played in one go; a multiple of what the engine draws at once.
pub const PIECE: u64 = 128;
/// Outcomes of systems that are kept at most, some 130 MB, for whoever need not play; plans of more systems play all.
const KEPT_MAX: u64 = 1 << 21;

/// What one stretch of trials shows of a variant.
pub struct Sample {
    /// Of each trial every service.
    pub seen: Vec<Seen>,
    pub tallies: Option<Tallies>,
}

/// A plan and its variants, ready to be played.
pub struct Stretch<'a> {
    plan: &'a Variant,
    variants: &'a [Variant],
    counting: Counting,
    /// Where each variant differs; `None`: everywhere, for all that is known.
    places: Vec<Option<Vec<Place>>>,
}

/// What is kept of a piece of the plan.
struct Before {
    sample: Sample,
    /// Of each trial the outcome, and for each open variant whether it may differ; empty where that is not looked at.
    outcomes: Vec<(Outcome, Vec<bool>)>,
}

impl<'a> Stretch<'a> {
    /// Looks where the variants differ from the plan.
    pub fn new(plan: &'a Variant, variants: &'a [Variant], counting: Counting) -> Stretch<'a> {
        let few = u64::from(plan.program.systems_in_model) * STRETCH <= KEPT_MAX;
        let places = variants.iter().map(|variant| match few {
            true => difference(&plan.program, &variant.program),
            false => None,
        });
        Stretch { plan, variants, counting, places: places.collect() }
    }

    /// Plays trials of the plan and of the `open` variants; the first sample is the plan's. Nothing if stopped.
    ///
    /// # Errors
    /// A trial never ends.
    pub fn play(
        &self,
        trials: Trials,
        open: &[usize],
        watch: &Watch,
        done: u64,
    ) -> Result<Option<Vec<Sample>>, Fallen> {
        let pieces = pieces(trials);
        let played = AtomicU64::new(done);
        let progress = |count: u64| (watch.progress)(played.fetch_add(count, Ordering::SeqCst) + count);
        let before = each(watch.pool, &pieces, |&piece| {
            let before = self.before(piece, open, watch);
            progress(piece.count);
            before
        });
        let fallen = |variant| move |runaway| Fallen { variant, runaway };
        let before: Result<Option<Vec<Before>>, Runaway> = before.into_iter().collect();
        let Some(before) = before.map_err(fallen(None))? else { return Ok(None) };
        let tasks: Vec<(usize, usize)> =
            (0..open.len()).flat_map(|at| (0..pieces.len()).map(move |piece| (at, piece))).collect();
        let after = each(watch.pool, &tasks, |&(at, piece)| {
            let sample = self.after((pieces[piece], &before[piece]), (at, open[at]), watch);
            progress(pieces[piece].count);
            sample
        });
        let mut samples = vec![join(before.into_iter().map(|before| before.sample))];
        let mut after = after.into_iter();
        for &variant in open {
            let own: Result<Option<Vec<Sample>>, Runaway> = after.by_ref().take(pieces.len()).collect();
            let Some(own) = own.map_err(fallen(Some(variant)))? else { return Ok(None) };
            samples.push(join(own.into_iter()));
        }
        Ok(Some(samples))
    }

    /// Plays a piece of the plan; nothing if stopped.
    fn before(&self, piece: Trials, open: &[usize], watch: &Watch) -> Result<Option<Before>, Runaway> {
        let places: Vec<Option<&[Place]>> = open.iter().map(|&at| self.places[at].as_deref()).collect();
        let mut before = Before { sample: self.sample(self.plan), outcomes: Vec::new() };
        let mut footprint = Footprint::new(&self.plan.program);
        let looked = places.iter().any(Option::is_some);
        let whole = play(self.plan, piece, watch, &mut footprint, |footprint, outcome| {
            self.see(self.plan, outcome, &mut before.sample);
            if looked {
                let meets = |places: &[Place]| places.iter().any(|&place| footprint.holds(place));
                let differ = places.iter().map(|places| places.is_none_or(meets)).collect();
                before.outcomes.push((outcome.clone(), differ));
            }
            footprint.clear();
        })?;
        Ok(whole.then_some(before))
    }

    /// Plays what may differ of a piece of a variant, which is the `at`-th of the open ones; nothing if stopped.
    fn after(
        &self,
        (piece, before): (Trials, &Before),
        (at, position): (usize, usize),
        watch: &Watch,
    ) -> Result<Option<Sample>, Runaway> {
        let variant = &self.variants[position];
        let mut sample = self.sample(variant);
        let mut next = piece.first;
        let end = piece.first + piece.count;
        let mut same = before.outcomes.iter().map(|(outcome, differ)| (!differ[at]).then_some(outcome));
        let mut scratch = None;
        while next < end {
            if next.is_multiple_of(64) && watch.stop.load(Ordering::SeqCst) {
                return Ok(None);
            }
            if let Some(outcome) = same.next().flatten() {
                self.see(variant, outcome, &mut sample);
            } else {
                let scratch = scratch.get_or_insert_with(|| Scratch::new(&variant.program));
                engine::play(&variant.program, scratch, next, &mut ())?;
                self.see(variant, scratch.outcome(), &mut sample);
            }
            next += 1;
        }
        Ok(Some(sample))
    }

    fn sample(&self, of: &Variant) -> Sample {
        let tallies = (self.counting == Counting::All).then(|| Tallies::new(&of.model));
        Sample { seen: Vec::new(), tallies }
    }

    fn see(&self, of: &Variant, outcome: &Outcome, sample: &mut Sample) {
        let horizon = of.scenario.horizon;
        Viewer { model: &of.model, horizon }.view(outcome, &mut sample.seen);
        if let Some(tallies) = &mut sample.tallies {
            tallies.count(&of.model, horizon, outcome);
        }
    }
}

/// Plays a piece of one variant; false if it was stopped.
fn play<R: Recorder>(
    of: &Variant,
    piece: Trials,
    watch: &Watch,
    recorder: &mut R,
    mut see: impl FnMut(&mut R, &Outcome),
) -> Result<bool, Runaway> {
    let mut scratch = Scratch::new(&of.program);
    for trial in piece.first..piece.first + piece.count {
        if trial.is_multiple_of(64) && watch.stop.load(Ordering::SeqCst) {
            return Ok(false);
        }
        engine::play(&of.program, &mut scratch, trial, recorder)?;
        see(recorder, scratch.outcome());
    }
    Ok(true)
}

/// The pieces that make up a stretch.
fn pieces(trials: Trials) -> Vec<Trials> {
    let end = trials.first + trials.count;
    let mut pieces = Vec::new();
    let mut first = trials.first;
    while first < end {
        let count = (end - first).min(PIECE - first % PIECE);
        pieces.push(Trials { first, count });
        first += count;
    }
    pieces
}

/// Joins the samples of pieces in their order.
fn join(pieces: impl Iterator<Item = Sample>) -> Sample {
    let joined = pieces.reduce(|mut whole, part| {
        whole.seen.extend(part.seen);
        if let (Some(all), Some(part)) = (&mut whole.tallies, &part.tallies) {
            all.merge(part);
        }
        whole
    });
    joined.unwrap_or(Sample { seen: Vec::new(), tallies: None })
}
