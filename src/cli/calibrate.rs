//! `calibrate`: updates a model's estimates by observed durations, shows them and the runs before and after, and writes
//! the model if asked to.

use std::path::{Path, PathBuf};

use crate::document::decode_model;
use crate::exercise::calibrate::actuals::actuals;
use crate::exercise::calibrate::rewrite::rewritten;
use crate::exercise::calibrate::{Calibration, Observation, Seen, calibrate as update};
use crate::exercise::log::{Log, State};
use crate::model::resolve;
use crate::report::text::{left, right, shown};
use crate::results::Results;
use crate::wording::figures;

use super::aar::{log_of, played, refused, text_of};
use super::args::CampaignArgs;
use super::exercise_args::CalibrateArgs;
use super::exit::Exit;
use super::failure::Failure;
use super::files as disk;
use super::output::{Output, Replace, write_stdout};
use super::play::{Stage, seed};
use super::read::{self, Reading};
use super::selection::{ron_files, scenarios};
use super::talk::Talk;

/// Trials on either side, unless somebody says otherwise.
const TRIALS: u64 = 4_000;

/// Updates, shows, writes.
///
/// # Errors
/// A file is wrong or cannot be read or written; nothing that was observed is about this model (4).
pub fn calibrate(args: &CalibrateArgs, talk: &Talk) -> Result<Exit, Failure> {
    if args.log.is_empty() && args.actuals.is_empty() {
        return Err(Failure::usage("nothing was observed: name a log with --log or a table with --actuals"));
    }
    let mut reading = Reading::default();
    let path = Path::new(&args.model);
    let read = reading.tree(path).map_err(|fault| read::unreadable(&args.model, &fault))?;
    let Some(tree) = read.tree else { return Err(reading.fail()) };
    let doc = decode_model(tree.clone(), &mut reading.found);
    let model = match resolve(&doc, None) {
        Ok((model, _)) if !reading.found.has_errors() => model,
        Ok(_) => return Err(reading.fail()),
        Err(more) => {
            reading.found.append(more);
            return Err(reading.fail());
        }
    };
    let observations = observed(args, &model.name)?;
    let (all, dropped) = update(&model, &reading.sources, &observations, args.weight);
    if all.is_empty() {
        let failure = Failure::new(Exit::NothingSelected, "nothing that was observed can be used");
        return Err(dropped.into_iter().fold(failure, Failure::help));
    }
    let old = reading.sources.get(0).map(|source| source.text.clone()).unwrap_or_default();
    let new = rewritten(&old, &tree, 0, &all)
        .map_err(|why| Failure::tool(format!("{}: {why}", shown(&args.model))))?;
    let mut said = told(&all, &dropped);
    said.push_str(&before_and_after(args, (path, &new), talk)?);
    said.push_str(&finish(args, path, (&old, &new))?);
    write_stdout(talk.dressed(&said).as_bytes())?;
    Ok(Exit::Done)
}

/// Everything that was observed, in the order of the command line.
fn observed(args: &CalibrateArgs, organisation: &str) -> Result<Vec<Observation>, Failure> {
    let mut all = Vec::new();
    for path in &args.log {
        let log: Log = log_of(path)?;
        if log.head.organisation != shown(organisation) {
            let message = format!(
                "{} is of an exercise of {}, the model is {}",
                shown(path),
                shown(&log.head.organisation),
                shown(organisation)
            );
            return Err(Failure::new(Exit::Invalid, message).help("name the model of that organisation"));
        }
        let date = log.head.start.map(crate::notation::moment::Moment::date);
        all.extend(State::of(&log).observed.into_iter().map(|seen| Observation {
            subject: seen.subject,
            took: seen.took,
            seen: Seen::Exercised,
            date: date.or(Some(seen.at.date())),
            source: log.head.title.clone(),
        }));
    }
    for path in &args.actuals {
        let text = text_of(path)?;
        let name =
            Path::new(path).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        all.extend(actuals(&text, &name).map_err(|fault| refused(path, &fault))?);
    }
    Ok(all)
}

/// Each estimate before and after, and what could not be used.
fn told(all: &[Calibration], dropped: &[String]) -> String {
    let mut out =
        String::from("Estimates updated by a Dirichlet process around each (docs/calibration.md).\n");
    for one in all {
        let took: Vec<String> = one.observed.iter().map(ToString::to_string).collect();
        let took = crate::wording::names::listed(&took, 6);
        out.push_str(&format!(
            "\n{}\n  observed  {took}   {}; the estimate counts for {} observations\n  before    {}   mean {}\n  after     {}   mean {}\n",
            shown(&one.path),
            one.basis(),
            one.weight,
            shown(&one.before),
            one.mean_before,
            shown(&one.after),
            one.mean_after
        ));
    }
    for why in dropped {
        out.push_str(&format!("\nNot used: {}\n", shown(why)));
    }
    out
}

/// The run of each scenario before and after, side by side: played in a copy of the model's folder.
fn before_and_after(
    args: &CalibrateArgs,
    (model, new): (&Path, &str),
    talk: &Talk,
) -> Result<String, Failure> {
    let folder = disk::folder_of(model);
    let chosen = match args.scenario.as_slice() {
        [] => scenarios(&[folder.to_string_lossy().into_owned()])?,
        some => some.to_vec(),
    };
    let copy = tempfile::tempdir()
        .map_err(|error| Failure::tool(format!("cannot make a folder to play in: {error}")))?;
    copy_of(folder, model, new, copy.path())?;
    let campaign = CampaignArgs {
        trials: args.trials,
        seed: args.seed,
        jobs: args.jobs,
        set: Vec::new(),
        remove: Vec::new(),
        add: Vec::new(),
        progress: super::args::ProgressMode::None,
    };
    let (seed, trials) = (seed(args.seed, talk), args.trials.unwrap_or(TRIALS));
    let mut out = String::from("\nKept in 100 runs, the same draws before and after:\n");
    for path in &chosen {
        let inside =
            Path::new(path).strip_prefix(folder).map_or_else(|_| PathBuf::from(path), Path::to_owned);
        let changed = copy.path().join(&inside);
        let changed = changed.to_string_lossy();
        let (old, new) = (read::case(path, &[])?, read::case(&changed, &[])?);
        let before = played(&Stage::new(&old, seed), &campaign, trials)?;
        let after = played(&Stage::new(&new, seed), &campaign, trials)?;
        out.push_str(&format!("\n{}\n{}", shown(&old.scenario.title), side_by_side(&before, &after)));
    }
    Ok(out)
}

/// Copies the files of an organisation, the model with its new text.
fn copy_of(folder: &Path, model: &Path, new: &str, to: &Path) -> Result<(), Failure> {
    let unreadable = |fault: &disk::Unreadable| read::unreadable(&folder.to_string_lossy(), fault);
    for file in ron_files(folder).map_err(|fault| unreadable(&fault))? {
        let inside = file.strip_prefix(folder).unwrap_or(&file);
        let bytes = if file == model {
            new.as_bytes().to_vec()
        } else {
            disk::read(&file).map_err(|fault| unreadable(&fault))?
        };
        let target = to.join(inside);
        super::output::create_folder(disk::folder_of(&target))?;
        Output::to_file(target, Replace::Never)?.write(&bytes)?;
    }
    Ok(())
}

const NAME: usize = 44;

fn side_by_side(before: &Results, after: &Results) -> String {
    let mut out =
        format!("  {}{}{}  WANTED\n", left("SERVICE", NAME), right("BEFORE", 22), right("AFTER", 22));
    for (one, two) in before.services.iter().zip(&after.services) {
        for (old, new) in one.objectives.iter().zip(&two.objectives) {
            let name = format!("{} {}", shown(&one.name), old.kind.word().to_uppercase());
            let mark = if old.verdict != new.verdict { "  the verdict changes" } else { "" };
            out.push_str(&format!(
                "  {}{}{}  {:>6}{mark}\n",
                left(&name, NAME),
                right(&figures::kept(&old.share), 22),
                right(&figures::kept(&new.share), 22),
                figures::wanted(old.required)
            ));
        }
    }
    out
}

/// Writes the model if asked to, the old one beside it first.
fn finish(args: &CalibrateArgs, path: &Path, (old, new): (&str, &str)) -> Result<String, Failure> {
    if !args.write {
        return Ok(format!("\n{} is as it was; add --write to change it.\n", shown(&args.model)));
    }
    let backup = PathBuf::from(format!("{}.bak", path.to_string_lossy()));
    let replace = if args.force { Replace::Force } else { Replace::Never };
    let backup_file = Output::to_file(backup.clone(), replace)?;
    let model_file = Output::to_file(path.to_owned(), Replace::Force)?;
    backup_file.write(old.as_bytes())?;
    model_file.write(new.as_bytes())?;
    Ok(format!(
        "\n{} is written; as it was it stands in {}.\n",
        shown(&args.model),
        shown(&backup.to_string_lossy())
    ))
}
