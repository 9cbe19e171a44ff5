//! Two bundles of evidence: they hold their inputs, so both are played again pair by pair, where both were played with one
//! seed.

use std::path::Path;

use super::super::args::CompareArgs;
use super::super::{Bench, Plan};
use super::{RESULTS, played, results};
use crate::cli::args::EditAsk;
use crate::cli::bundle::{MANIFEST, sha256};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::read::results_in;
use crate::cli::talk::Talk;
use crate::cli::verify;
use crate::report::dossier::Played as Read;
use crate::report::study::compare::Comparison;
use crate::report::text::count;
use crate::report::wire::Manifest;
use crate::study::{Counting, Terms};

/// A bundle that was read.
pub struct Evidence {
    folder: String,
    manifest: Manifest,
    pub results: Vec<Read>,
}

impl Evidence {
    /// Whether a folder has a manifest.
    pub fn is_one(folder: &Path) -> bool {
        folder.join(MANIFEST).is_file()
    }

    /// Reads it, and holds every input and the results to the manifest.
    ///
    /// # Errors
    /// It does not verify (exit 13), or its results cannot be read.
    pub fn read(folder: &str) -> Result<Evidence, Failure> {
        let path = Path::new(folder);
        let manifest = verify::manifest(path)?;
        for file in &manifest.files {
            if sha256(&verify::bytes_of(path, &file.name)?) != file.sha256 {
                return Err(verify::differs(&file.name, "its SHA-256 is not the one in the manifest"));
            }
        }
        let results = results_in(&path.join(RESULTS).to_string_lossy())?;
        Ok(Evidence { folder: folder.to_owned(), manifest, results })
    }

    /// Reads the plan of its `at`-th scenario.
    fn plan(&self, at: usize) -> Result<Plan, Failure> {
        let path = Path::new(&self.folder).join(&self.manifest.run.scenarios[at]);
        let edits: Vec<EditAsk> = self.manifest.run.edits.iter().filter_map(verify::edit_of).collect();
        Plan::read(&path.to_string_lossy(), &edits, self.manifest.run.seed)
    }

    /// Whether there is a result of every scenario.
    fn is_whole(&self) -> bool {
        self.results.len() == self.manifest.run.scenarios.len()
    }
}

/// Why two bundles cannot be played in pairs; `None` where they can.
fn why_not(before: &Evidence, after: &Evidence) -> Option<String> {
    let seeds = [before, after].map(|evidence| evidence.manifest.run.seed);
    if seeds[0] != seeds[1] {
        return Some(
            "The two were played with different seeds, so no run of the one belongs to one of the other"
                .to_owned(),
        );
    }
    (!before.is_whole() || !after.is_whole())
        .then(|| "A bundle has not as many results as scenarios".to_owned())
}

/// Plays two bundles pair by pair, where their seeds allow it.
///
/// # Errors
/// An input is invalid, or a trial never ends.
pub fn of_bundles(
    args: &CompareArgs,
    (before, after): (&Evidence, &Evidence),
    talk: &Talk,
) -> Result<(Comparison, Option<Exit>), Failure> {
    if let Some(why) = why_not(before, after) {
        let both = ((&*args.before, &*before.results), (&*args.after, &*after.results));
        return Ok((results::of_results(both.0, both.1, &why), None));
    }
    let bench = Bench::new(&args.campaign, talk)?;
    let mut comparison =
        Comparison { names: (args.before.clone(), args.after.clone()), ..Comparison::default() };
    let only = before.results.len() == 1 && after.results.len() == 1;
    let mut met = vec![false; after.results.len()];
    for (at, was) in before.results.iter().enumerate() {
        let found = after.results.iter().position(|is| is.scenario.title == was.scenario.title);
        let Some(other) = found.or(only.then_some(0)) else {
            comparison.gone.push(format!("the scenario {}", was.scenario.title));
            continue;
        };
        met[other] = true;
        if bench.interrupt.exit().is_none() {
            of_scenario(&bench, ((before, at), (after, other)), &mut comparison)?;
        }
    }
    let new = after.results.iter().zip(met).filter(|(_, met)| !met);
    comparison.new.extend(new.map(|(is, _)| format!("the scenario {}", is.scenario.title)));
    if bench.interrupt.exit().is_some() {
        comparison.notes.push("PARTIAL: stopped before all pairs were played.".to_owned());
    }
    Ok((comparison, bench.interrupt.exit()))
}

fn of_scenario(
    bench: &Bench,
    ((before, at), (after, other)): ((&Evidence, usize), (&Evidence, usize)),
    comparison: &mut Comparison,
) -> Result<(), Failure> {
    let (was, is) = (&before.results[at], &after.results[other]);
    let trials = was.run.trials.min(is.run.trials);
    let plan = before.plan(at)?;
    let variants = [after.plan(other)?.variant];
    let contest = bench.play(&plan, &variants, Terms { trials, counting: Counting::All })?;
    let pairs = contest.variants[0].pair.trials;
    if pairs == 0 {
        return Ok(());
    }
    comparison.trials = (pairs, pairs);
    comparison.notes.push(format!(
        "{}: the inputs of both bundles were played again in {} pairs of runs with the same draws (seed {}): what differs is the \
         doing of the files.",
        is.scenario.title,
        count(pairs),
        before.manifest.run.seed
    ));
    if was.run.trials != is.run.trials {
        let (more, fewer) = (was.run.trials.max(is.run.trials), trials);
        comparison.notes.push(format!(
            "Of {} runs of one only the first {} have a partner.",
            count(more),
            count(fewer)
        ));
    }
    let first = comparison.rows.len();
    played::paired(&plan, &variants[0], &contest, comparison);
    as_written(was, pairs, first, comparison);
    Ok(())
}

/// Says so where the plan, played again, does not keep objectives in as many runs as was written.
fn as_written(was: &Read, pairs: u64, first: usize, comparison: &mut Comparison) {
    if pairs != was.run.trials {
        return;
    }
    let written =
        was.services.iter().flat_map(|one| one.objectives.iter().map(move |objective| (&one.id, objective)));
    let differ = written
        .filter(|(id, objective)| {
            let row = comparison.rows[first..]
                .iter()
                .find(|row| row.id == ***id && row.kind == objective.judged.kind);
            row.is_some_and(|row| row.before.held != objective.judged.share.held)
        })
        .count();
    if differ > 0 {
        comparison.notes.push(format!(
            "NOT AS WRITTEN: played again by this version, {differ} objectives of the first are kept in another number of runs than \
             its results say; see the change log under Results."
        ));
    }
}
