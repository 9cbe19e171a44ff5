//! `compare`: what became better and worse between two results, or between two scenarios played here.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::diagnostic::Severity;
use crate::report::dossier::{self, Played as Read};
use crate::report::study::compare::{self as text, Basis, Comparison, Row, unpaired};
use crate::report::wire::line;
use crate::report::wire::study::{change, share};
use crate::results::Results;
use crate::study::{Contest, Counting, Effect, Terms, moves};

use super::args::{CompareArgs, CompareFormat};
use super::{Bench, Plan, TRIALS_DEFAULT};
use crate::cli::args::EditAsk;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::files;
use crate::cli::output::write_stdout;
use crate::cli::play::seed;
use crate::cli::read::results_in;
use crate::cli::talk::Talk;
use crate::report::text::count;

const RESULTS: &str = "results.json";

/// Compares what the command line names.
///
/// # Errors
/// A file cannot be read or is invalid, the two have nothing in common, or a trial never ends.
pub fn compare(args: &CompareArgs, edits: &[EditAsk], talk: &Talk) -> Result<Exit, Failure> {
    let (before, after) = (Side::of(&args.before)?, Side::of(&args.after)?);
    let (comparison, interrupted) = match (&before, &after) {
        (Side::Results(before), Side::Results(after)) => {
            (of_results((&args.before, before), (&args.after, after))?, None)
        }
        (Side::Scenario, Side::Scenario) => of_scenarios(args, edits, talk)?,
        _ => {
            return Err(Failure::usage("results are compared with results, and scenarios with scenarios")
                .help("`blackstart run SCENARIO --format json > results.json` makes results of a scenario"));
        }
    };
    if comparison.rows.is_empty() && interrupted.is_none() {
        return Err(Failure::new(Exit::NothingSelected, "the two have no objective in common")
            .help("scenarios are matched by their titles, services, systems and tasks by their ids"));
    }
    let said = match args.format {
        CompareFormat::Text => talk.dressed(&text::text(&comparison)),
        CompareFormat::Markdown => talk.dressed(&text::markdown(&comparison)),
        CompareFormat::Json => line(&body(&comparison)) + "\n",
    };
    write_stdout(said.as_bytes())?;
    let worse = args.exit_code && comparison.got_worse();
    Ok(interrupted.unwrap_or(if worse { Exit::GotWorse } else { Exit::Done }))
}

/// What one of the two is.
enum Side {
    Results(Vec<Read>),
    Scenario,
}

impl Side {
    fn of(path: &str) -> Result<Side, Failure> {
        let file = if files::is_folder(Path::new(path)) {
            Path::new(path).join(RESULTS)
        } else {
            PathBuf::from(path)
        };
        let name = file.to_string_lossy().into_owned();
        if !name.ends_with(".json") && !name.ends_with(".jsonl") {
            return Ok(Side::Scenario);
        }
        Ok(Side::Results(results_in(&name)?))
    }
}

/// Compares two results by their shares.
fn of_results(
    (name, before): (&str, &[Read]),
    (other, after): (&str, &[Read]),
) -> Result<Comparison, Failure> {
    let mut comparison = Comparison { names: (name.to_owned(), other.to_owned()), ..Comparison::default() };
    let only = before.len() == 1 && after.len() == 1;
    for was in before {
        let is = after
            .iter()
            .find(|is| is.scenario.title == was.scenario.title)
            .or(after.first().filter(|_| only));
        match is {
            None => comparison.gone.push(format!("the scenario {}", was.scenario.title)),
            Some(is) => of_scenario(was, is, &mut comparison),
        }
    }
    let met = |is: &&Read| !only && before.iter().all(|was| was.scenario.title != is.scenario.title);
    comparison.new.extend(after.iter().filter(met).map(|is| format!("the scenario {}", is.scenario.title)));
    Ok(comparison)
}

/// Every objective of a results object with the id and name of what it is about.
fn objectives(of: &Read) -> Vec<(&str, &str, &dossier::Objective)> {
    let services = of.services.iter().map(|one| (&one.id, &one.name, &one.objectives));
    let systems = of.systems.iter().map(|one| (&one.id, &one.name, &one.objectives));
    let tasks = of.tasks.iter().map(|one| (&one.id, &one.name, &one.objectives));
    let all = services.chain(systems).chain(tasks);
    all.flat_map(|(id, name, objectives)| objectives.iter().map(move |one| (id.as_str(), name.as_str(), one)))
        .collect()
}

fn of_scenario(was: &Read, is: &Read, comparison: &mut Comparison) {
    comparison.trials = (was.run.trials, is.run.trials);
    let note = if was.run.digest == is.run.digest {
        "Both are the same run, digest for digest.".to_owned()
    } else {
        format!(
            "{} runs with seed {} against {} runs with seed {}. Results files hold no single runs, so the intervals are those of \
             runs that have nothing to do with each other (Newcombe): compare the two scenario files to have them played pair by pair.",
            count(was.run.trials),
            was.run.seed,
            count(is.run.trials),
            is.run.seed
        )
    };
    if !comparison.notes.contains(&note) {
        comparison.notes.push(note);
    }
    for (word, read) in [("Before", was), ("After", is)] {
        if read.run.is_partial() {
            comparison.notes.push(format!(
                "{word} is PARTIAL: {} of {} runs.",
                count(read.run.trials),
                count(read.run.trials_asked)
            ));
        }
    }
    let (before, after) = (objectives(was), objectives(is));
    for &(id, name, objective) in &before {
        let kind = objective.judged.kind;
        let Some((_, _, other)) =
            after.iter().find(|(other, _, one)| *other == id && one.judged.kind == kind)
        else {
            comparison.gone.push(format!("{} of {name}", kind.word()));
            continue;
        };
        let (was_judged, is_judged) = (&objective.judged, &other.judged);
        comparison.rows.push(Row {
            scenario: is.scenario.title.to_string(),
            id: id.to_owned(),
            name: name.to_owned(),
            kind,
            target: (was_judged.target, is_judged.target),
            required: (was_judged.required, is_judged.required),
            before: was_judged.share,
            after: is_judged.share,
            verdict: (was_judged.verdict, is_judged.verdict),
            change: unpaired(&was_judged.share, &is_judged.share),
            basis: Basis::Unpaired,
        });
    }
    for (id, name, objective) in &after {
        let kind = objective.judged.kind;
        if !before.iter().any(|(other, _, one)| other == id && one.judged.kind == kind) {
            comparison.new.push(format!("{} of {name}", kind.word()));
        }
    }
    let ids = |of: &Read| -> Vec<String> {
        let counted =
            of.findings.iter().filter(|finding| finding.severity != Severity::Note && !finding.id.is_empty());
        counted.map(|finding| finding.id.to_string()).collect()
    };
    let (before, after) = (ids(was), ids(is));
    comparison.findings_closed.extend(before.iter().filter(|id| !after.contains(id)).cloned());
    comparison.findings_opened.extend(after.iter().filter(|id| !before.contains(id)).cloned());
}

/// Plays two scenarios pair by pair.
fn of_scenarios(
    args: &CompareArgs,
    edits: &[EditAsk],
    talk: &Talk,
) -> Result<(Comparison, Option<Exit>), Failure> {
    let seed = seed(args.campaign.seed, talk);
    let trials = args.campaign.trials.unwrap_or(TRIALS_DEFAULT);
    let before = Plan::read(&args.before, edits, seed)?;
    let after = Plan::read(&args.after, edits, seed)?;
    let bench = Bench::new(&args.campaign, talk)?;
    let variants = [after.variant];
    let contest = bench.play(&before, &variants, Terms { trials, counting: Counting::All })?;
    let [played] = &contest.variants[..] else { unreachable!("one variant was played") };
    let mut comparison =
        Comparison { names: (args.before.clone(), args.after.clone()), ..Comparison::default() };
    comparison.trials = (played.pair.trials, played.pair.trials);
    if played.pair.trials == 0 {
        return Ok((comparison, bench.interrupt.exit()));
    }
    comparison.notes.push(format!(
        "{} pairs of runs with the same draws (seed {seed}): what differs is the doing of the files.",
        count(played.pair.trials)
    ));
    if contest.partial {
        comparison.notes.push(format!("PARTIAL: stopped before {} pairs.", count(trials)));
    }
    paired(&before, &variants[0], &contest, &mut comparison);
    Ok((comparison, bench.interrupt.exit()))
}

fn paired(before: &Plan, after: &crate::study::Variant, contest: &Contest, comparison: &mut Comparison) {
    let played = &contest.variants[0];
    let results = |of: &crate::study::Variant, tallies: &Option<_>| {
        let tallies = tallies.as_ref().expect("all was asked to be counted");
        Results::new(&of.model, &of.scenario, &of.labels, tallies)
    };
    let (was, is) = (results(&before.variant, &contest.plan), results(after, &played.tallies));
    let effect = Effect::new(&before.variant, after, played);
    let name = |results: &Results, id: &str| {
        let services = results.services.iter().map(|one| (&one.id, &one.name));
        let systems = results.systems.iter().map(|one| (&one.id, &one.name));
        let tasks = results.tasks.iter().map(|one| (&one.id, &one.name));
        let found = services.chain(systems).chain(tasks).find(|(other, _)| *other == id);
        found.map_or(id.to_owned(), |(_, name)| name.clone())
    };
    for (id, objective) in was.objectives() {
        let kind = objective.kind;
        let Some((_, other)) = is.objectives().find(|(other, one)| *other == id && one.kind == kind) else {
            comparison.gone.push(format!("{} of {}", kind.word(), name(&was, id)));
            continue;
        };
        let pair = effect.objectives().find(|(service, one)| service.id == id && one.kind == kind);
        comparison.rows.push(Row {
            scenario: is.title.clone(),
            id: id.to_owned(),
            name: name(&was, id),
            kind,
            target: (objective.target, other.target),
            required: (objective.required, other.required),
            before: objective.share,
            after: other.share,
            verdict: (objective.verdict, other.verdict),
            change: pair.map_or_else(|| unpaired(&objective.share, &other.share), |(_, one)| one.change),
            basis: if pair.is_some() { Basis::Paired } else { Basis::Unpaired },
        });
    }
    for (id, objective) in is.objectives() {
        if !was.objectives().any(|(other, one)| other == id && one.kind == objective.kind) {
            comparison.new.push(format!("{} of {}", objective.kind.word(), name(&is, id)));
        }
    }
    for found in moves((&before.variant, &was), (after, &is)) {
        match found.word() {
            "opens" => comparison.findings_opened.push(found.id),
            "closes" => comparison.findings_closed.push(found.id),
            _ => {}
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
