//! Plays what the findings of a run suggest, before it is told.

use std::sync::atomic::AtomicBool;

use crate::campaign::{ThreadPool, each};
use crate::findings::{Finding, Remedy};
use crate::study::tried::{TRIALS, Tried, suggested};
use crate::study::{Contest, Counting, Effect, Terms, Variant, Watch};

use super::args::EditAsk;
use super::play::Stage;
use super::read;
use super::study::Plan;

/// Nodes of a model up to which this is done: with each remedy there is one more model.
const NODES_MAX: usize = 2_000;
/// Models that are played side by side: each holds tallies until the last of them is done.
const AT_ONCE: usize = 16;

/// Keeps of what findings suggest what helps. Where a remedy cannot be played, or the files are no longer those that were
/// read, it is told as it stands; likewise where somebody says stop.
pub fn try_out(
    stage: &Stage,
    edits: &[EditAsk],
    findings: &mut [Finding],
    (trials, (pool, stop)): (u64, (&ThreadPool, &AtomicBool)),
) {
    let lists = suggested(findings);
    if lists.is_empty() || stage.case.model.nodes.len() > NODES_MAX {
        return;
    }
    let Some(plan) = plan(stage, edits) else { return };
    let made = each(pool, &lists, |(_, edits)| plan.variant("", edits).ok());
    let made = lists.into_iter().zip(made).filter_map(|((remedy, _), variant)| Some((remedy, variant?)));
    let (remedies, variants): (Vec<Remedy>, Vec<Variant>) = made.unzip();
    let terms = Terms { trials: trials.min(TRIALS), counting: Counting::All };
    let watch = Watch { pool, stop, progress: &|_| {} };
    let mut tried: Option<Tried> = None;
    for (remedies, variants) in remedies.chunks(AT_ONCE).zip(variants.chunks(AT_ONCE)) {
        let Ok(contest) = Contest::play(&plan.variant, variants, terms, &watch) else { return };
        let (Some(before), false) = (&contest.plan, contest.partial) else { return };
        let tried = tried.get_or_insert_with(|| Tried::new(&plan.variant.model, before));
        for (remedy, (variant, played)) in remedies.iter().zip(variants.iter().zip(&contest.variants)) {
            let Some(tallies) = &played.tallies else { continue };
            let effect = Effect::new(&plan.variant, variant, played);
            tried.take(remedy.clone(), (&variant.model, tallies), &effect);
        }
    }
    let Some(tried) = tried else { return };
    findings.iter_mut().for_each(|finding| tried.keep_what_helps(finding));
}

/// The plan of a run as trees, if its files still are what was read.
fn plan(stage: &Stage, edits: &[EditAsk]) -> Option<Plan> {
    let grounds = read::grounds(&stage.case.path).ok()?;
    let is_same = |role: &str| {
        let digest = |inputs: &[crate::report::wire::Input]| {
            inputs.iter().find(|input| input.role == role).map(|input| input.sha256.clone())
        };
        digest(&grounds.inputs) == digest(&stage.case.inputs)
    };
    (is_same("model") && is_same("scenario")).then(|| Plan::of(grounds, edits, stage.seed).ok())?
}
