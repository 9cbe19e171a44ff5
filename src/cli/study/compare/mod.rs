//! `compare`: what became better and worse between two results, two bundles, or two scenarios played here.

mod bundles;
mod played;
mod results;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use self::bundles::Evidence;
use super::NOTHING_YET;
use super::answers::{Answer, Answers};
use super::args::CompareArgs;
use super::files_of;
use crate::cli::args::EditAsk;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::files;
use crate::cli::read::{results_in, unreadable};
use crate::cli::report_args::refuse_playing;
use crate::cli::talk::Talk;
use crate::report::dossier::Played as Read;
use crate::report::study::compare::{self as text, Basis, Comparison, Row};
use crate::report::wire::study::{change, share};

const RESULTS: &str = "results.json";

/// Compares what the command line names; `playing` are the options that say how to play.
///
/// # Errors
/// A file cannot be read or is invalid, the two have nothing in common, or a trial never ends.
pub fn compare(
    args: &CompareArgs,
    (edits, playing): (&[EditAsk], &[&str]),
    talk: &Talk,
) -> Result<Exit, Failure> {
    let (before, after) = (Side::of(&args.before)?, Side::of(&args.after)?);
    match before {
        Side::Scenario => {}
        Side::Results(_) => refuse_playing(playing)?,
        // Their trials are played again, as many as there were.
        Side::Bundle(_) => {
            let of_threads = ["--jobs", "--progress"];
            let others: Vec<&str> =
                playing.iter().copied().filter(|option| !of_threads.contains(option)).collect();
            refuse_playing(&others)?;
        }
    }
    let plans = match (&before, &after) {
        (Side::Scenario, Side::Scenario) => Some(played::plans(args, edits, talk)?),
        (Side::Scenario, _) | (_, Side::Scenario) => {
            return Err(Failure::usage("results are compared with results, and scenarios with scenarios")
                .help("`blackstart run SCENARIO --format json > results.json` makes results of a scenario"));
        }
        _ => None,
    };
    let read = plans.iter().flatten().flat_map(|plan| files_of(&plan.grounds));
    let sides = [before.files(&args.before)?, after.files(&args.after)?];
    let inputs: Vec<String> = sides.into_iter().flatten().chain(read).collect();
    let answers = Answers::open(&args.answer, &inputs)?;
    let (comparison, interrupted) = match (plans, &before, &after) {
        (Some(plans), _, _) => played::of_scenarios(args, plans, talk)?,
        (None, Side::Bundle(before), Side::Bundle(after)) => {
            bundles::of_bundles(args, (before.as_ref(), after.as_ref()), talk)?
        }
        (None, before, after) => {
            let both = ((&*args.before, before.results()), (&*args.after, after.results()));
            (results::of_results(both.0, both.1, results::NO_RUNS), None)
        }
    };
    if comparison.rows.is_empty() && interrupted.is_none() {
        return Err(Failure::new(Exit::NothingSelected, "the two have no objective in common")
            .help("scenarios are matched by their titles, services, systems and tasks by their ids"));
    }
    if comparison.trials == (0, 0) && interrupted.is_some() {
        talk.note(NOTHING_YET);
        return Ok(interrupted.unwrap_or(Exit::Done));
    }
    answers.write(
        talk,
        &Answer {
            text: &|| text::text(&comparison),
            markdown: Some(&|| text::markdown(&comparison)),
            json: &|| body(&comparison),
        },
    )?;
    let worse = args.exit_code && comparison.got_worse();
    Ok(interrupted.unwrap_or(if worse { Exit::GotWorse } else { Exit::Done }))
}

/// What one of the two is.
enum Side {
    Results(Vec<Read>),
    Bundle(Box<Evidence>),
    Scenario,
}

impl Side {
    fn of(path: &str) -> Result<Side, Failure> {
        if path == "-" && !Path::new(path).exists() {
            return Err(unreadable(path, &files::Unreadable::Missing));
        }
        let is_folder = files::is_folder(Path::new(path));
        if is_folder && Evidence::is_one(Path::new(path)) {
            return Ok(Side::Bundle(Box::new(Evidence::read(path)?)));
        }
        let file = if is_folder { Path::new(path).join(RESULTS) } else { PathBuf::from(path) };
        let name = file.to_string_lossy().into_owned();
        // Results are known by what they are, whatever `-o` called them.
        let is_json = files::head(&file).is_ok_and(|head| head.trim_ascii_start().starts_with(b"{"));
        if !is_json && !name.ends_with(".json") && !name.ends_with(".jsonl") {
            return Ok(Side::Scenario);
        }
        Ok(Side::Results(results_in(&name)?))
    }

    fn results(&self) -> &[Read] {
        match self {
            Side::Results(results) => results,
            Side::Bundle(evidence) => &evidence.results,
            Side::Scenario => &[],
        }
    }

    /// The files that must not be written over.
    fn files(&self, path: &str) -> Result<Vec<String>, Failure> {
        match self {
            Side::Bundle(_) => files::all_in(Path::new(path))
                .map(|all| all.into_iter().map(|file| file.to_string_lossy().into_owned()).collect())
                .map_err(|fault| unreadable(path, &fault)),
            _ if files::is_folder(Path::new(path)) => {
                Ok(vec![Path::new(path).join(RESULTS).to_string_lossy().into_owned()])
            }
            _ => Ok(vec![path.to_owned()]),
        }
    }
}

fn body(comparison: &Comparison) -> Value {
    let row = |row: &Row| {
        json!({
            "scenario": row.scenario, "on": row.id, "name": row.name, "kind": row.kind.word(),
            "target_s": [row.target.0.seconds_f64(), row.target.1.seconds_f64()],
            "required": [row.required.0, row.required.1],
            "before": share(&row.before), "after": share(&row.after), "change": change(&row.change),
            "verdict_before": row.verdict.0.word(), "verdict_after": row.verdict.1.word(),
            "moved": row.moved().word(),
            "basis": match row.basis { Basis::Paired => "paired", Basis::Unpaired => "unpaired" },
        })
    };
    json!({
        "schema": "blackstart/compare/1",
        "engine": {"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")},
        "before": comparison.names.0, "after": comparison.names.1,
        "trials": [comparison.trials.0, comparison.trials.1],
        "got_worse": comparison.got_worse(),
        "objectives": comparison.rows.iter().map(row).collect::<Value>(),
        "findings_closed": comparison.findings_closed, "findings_opened": comparison.findings_opened,
        "gone": comparison.gone, "new": comparison.new, "notes": comparison.notes,
    })
}
