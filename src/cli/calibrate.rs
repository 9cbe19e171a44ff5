//! `calibrate`: updates estimates by observed durations, shows them and the runs before and after, and writes the files
//! in which they stand if asked to.

use std::path::{Path, PathBuf};

use crate::exercise::calibrate::actuals::actuals;
use crate::exercise::calibrate::subject::{Subject, find, subjects};
use crate::exercise::calibrate::{Calibration, Observation, Seen, calibrate as update};
use crate::exercise::log::{Clock, Evidence, Log, State, by_their_ids};
use crate::model::Model;
use crate::report::text::{left, right, shell, shown};
use crate::results::Results;
use crate::wording::figures;

use super::aar::{log_of, played, refused, text_of};
use super::args::CampaignArgs;
use super::book::{Book, Changed};
use super::exercise_args::CalibrateArgs;
use super::exit::Exit;
use super::failure::Failure;
use super::files as disk;
use super::interrupt::Interrupt;
use super::output::{Output, Replace, write_stdout};
use super::play::{Stage, seed};
use super::read;
use super::selection::scenarios;
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
    let book = Book::open(&args.model)?;
    let (observations, mut dropped) = observed(args, &book)?;
    let (all, unused) = update(&book.model, &book.sources, &observations, args.weight);
    dropped.extend(unused);
    let (all, elsewhere): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| book.holds(one));
    dropped.extend(elsewhere.iter().map(|one| {
        format!("{}: a change of the scenario sets it; write the estimate there yourself", one.path)
    }));
    if all.is_empty() {
        let failure = Failure::new(Exit::NothingSelected, "nothing that was observed can be used");
        return Err(dropped.into_iter().fold(failure, Failure::help));
    }
    let changed = book.rewritten(&all)?;
    let mut said = told(&all, &dropped);
    said.push_str(&before_and_after(args, (&book, &changed, &all), talk)?);
    said.push_str(&finish(args, &changed)?);
    write_stdout(talk.dressed(&said).as_bytes())?;
    Ok(Exit::Done)
}

/// Everything that was observed, in the order of the command line; and what of it is no duration of the plan, or stands in
/// two files.
fn observed(args: &CalibrateArgs, book: &Book) -> Result<(Vec<Observation>, Vec<String>), Failure> {
    refuse_copies(args)?;
    let (mut all, mut unused) = (Evidenced::default(), Vec::new());
    for path in &args.log {
        let (found, not) = of_log(path, book)?;
        unused.extend(not);
        all.take(path, found);
    }
    for path in &args.actuals {
        let text = text_of(path)?;
        let name =
            Path::new(path).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let found = actuals(&text, &name).map_err(|faults| refused(path, &faults))?;
        all.take(path, found.into_iter().map(|one| (key(&one, &name), one)).collect());
    }
    unused.extend(all.twice);
    Ok((all.found, unused))
}

/// What makes two observations of different files the same one; nothing where they may be two.
type Key = Option<String>;
type Keyed = (Key, Observation);

/// Observations of several files, each once.
#[derive(Default)]
struct Evidenced {
    found: Vec<Observation>,
    /// With the file in which each stands.
    known: Vec<(String, String)>,
    twice: Vec<String>,
}

impl Evidenced {
    /// Takes in what a file says and no file before it.
    fn take(&mut self, path: &str, all: Vec<Keyed>) {
        let before = self.known.clone();
        for (key, one) in all {
            let same = key.as_ref().and_then(|key| before.iter().find(|(known, _)| known == key));
            if let Some((_, other)) = same {
                self.twice.push(format!(
                    "{}: {} stands in {} and in {}; it counts once",
                    one.subject,
                    one.took,
                    shown(other),
                    shown(path)
                ));
                continue;
            }
            self.known.extend(key.map(|key| (key, path.to_owned())));
            self.found.push(one);
        }
    }
}

/// The key of a row of a table with the name `file`: without a day it may have happened twice.
fn key(one: &Observation, file: &str) -> Key {
    let source = if one.source == file { "" } else { one.source.as_str() };
    one.date.map(|date| format!("{}\n{}\n{date}\n{source}", one.subject, one.took.get()))
}

/// What was observed in a log, with its key: two scribes may write of one exercise; and what is no duration of the plan.
fn of_log(path: &str, book: &Book) -> Result<(Vec<Keyed>, Vec<String>), Failure> {
    let organisation = book.model.name.as_str();
    let mut log: Log = log_of(path)?;
    if log.head.organisation != shown(organisation) {
        let message = format!(
            "{} is of an exercise of {}, the model is {}",
            shown(path),
            shown(&log.head.organisation),
            shown(organisation)
        );
        return Err(Failure::new(Exit::Invalid, message).help("name the model of that organisation"));
    }
    if let Some(failure) = of_another_model(path, &log, book) {
        return Err(failure);
    }
    by_their_ids(&mut log, &[]);
    let state = State::of(&log);
    let found = Evidence::of(&log, &state, &Clock::of(&log.head, &state, state.began));
    let unused = found.unused.into_iter();
    let unused = unused
        .map(|one| format!("{}:{}: {}: {}", shown(path), log.line_of(one.number), one.subject, one.why));
    let date = log.head.start.map(crate::notation::moment::Moment::date);
    let seen = found.observed.into_iter().map(|seen| {
        let key = format!("{}\n{}\n{}\n{}", log.head.title, seen.subject, seen.took.get(), seen.at);
        let observation = Observation {
            subject: seen.subject,
            took: seen.took,
            seen: Seen::Exercised,
            date: date.or(Some(seen.at.date())),
            source: log.head.title.clone(),
        };
        (Some(key), observation)
    });
    Ok((seen.collect(), unused.collect()))
}

/// Refuses a file that is named twice, or a copy of one that is named: its evidence would count twice.
fn refuse_copies(args: &CalibrateArgs) -> Result<(), Failure> {
    let mut known: Vec<(String, &String)> = Vec::new();
    for path in args.log.iter().chain(&args.actuals) {
        let text = text_of(path)?;
        if let Some((_, other)) = known.iter().find(|(known, _)| *known == text) {
            let message =
                format!("{} and {} are the same: what they say would count twice", shown(other), shown(path));
            return Err(Failure::new(Exit::Invalid, message).help("name each log and each table once"));
        }
        known.push((text, path));
    }
    Ok(())
}

/// A log that was made from a file of another name than the model's.
fn of_another_model(path: &str, log: &Log, book: &Book) -> Option<Failure> {
    let names: Vec<&str> = log.head.inputs.iter().map(|(name, _)| name.as_str()).collect();
    let own = book.model_name();
    let file = |name: &str| Path::new(name).file_name().map(std::ffi::OsStr::to_os_string);
    if names.is_empty() || names.iter().any(|name| file(name) == file(&own)) {
        return None;
    }
    let message = format!(
        "{} is the log of an exercise on {}, the model is {}",
        shown(path),
        names.iter().map(|name| shown(name)).collect::<Vec<_>>().join(" and "),
        shown(&own)
    );
    Some(Failure::new(Exit::Invalid, message).help("name the model that the exercise was made from"))
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

/// The run of each scenario before and after, side by side: played in a copy of the folder.
fn before_and_after(
    args: &CalibrateArgs,
    (book, changed, all): (&Book, &[Changed], &[Calibration]),
    talk: &Talk,
) -> Result<String, Failure> {
    let folder = book.folder();
    let chosen = match (args.scenario.as_slice(), book.is_scenario()) {
        ([], true) => vec![args.model.clone()],
        ([], false) => scenarios(&[folder.to_string_lossy().into_owned()])?,
        (some, _) => some.to_vec(),
    };
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
        let old = read::case(path, &[])?;
        let reads = |changed: &Changed| old.paths.iter().any(|file| disk::are_same(&changed.path, file));
        if !args.scenario.is_empty() && !changed.is_empty() && !changed.iter().any(reads) {
            let message = format!("{} is a scenario of another model", shown(path));
            return Err(
                Failure::new(Exit::Invalid, message).help("name scenarios of the model that is calibrated")
            );
        }
        let copy = tempfile::tempdir()
            .map_err(|error| Failure::tool(format!("cannot make a folder to play in: {error}")))?;
        let again = copy_of(&old, changed, copy.path())?;
        let new = read::case(&again.to_string_lossy(), &[])?;
        let before = played(&Stage::new(&old, seed), &campaign, trials)?;
        let after = played(&Stage::new(&new, seed), &campaign, trials)?;
        out.push_str(&format!("\n{}\n{}", shown(&old.scenario.title), side_by_side(&before, &after)));
        for one in overridden(all, &old.model, &new.model) {
            out.push_str(&format!(
                "  {} does not count here: this scenario has its own figure. To update that one, name the scenario: blackstart calibrate {}\n",
                shown(&one.path),
                shell(path)
            ));
        }
    }
    Ok(out)
}

/// Estimates that a scenario plays as it did before.
fn overridden<'a>(
    all: &'a [Calibration],
    before: &'a Model,
    after: &'a Model,
) -> impl Iterator<Item = &'a Calibration> {
    let (before, after) = (subjects(before), subjects(after));
    all.iter().filter(move |one| {
        let takes = |of: &[Subject], path: &str| find(of, path).map(|subject| subject.takes.amount.clone());
        one.before != one.after && takes(&before, &one.path) == takes(&after, &one.path)
    })
}

/// Copies the files of a scenario, those that change with their new texts; gives where the scenario is. All of them
/// stand beside it or below.
fn copy_of(case: &read::Case, changed: &[Changed], to: &Path) -> Result<PathBuf, Failure> {
    let scenario = Path::new(&case.path);
    let folder = disk::folder_of(scenario);
    for file in &case.paths {
        let inside = file.strip_prefix(folder).unwrap_or(file);
        if inside.is_absolute() {
            return Err(Failure::tool(format!("{} is not below {}", file.display(), folder.display())));
        }
        let bytes = match changed.iter().find(|changed| disk::are_same(&changed.path, file)) {
            Some(changed) => changed.new.as_bytes().to_vec(),
            None => disk::read(file).map_err(|fault| read::unreadable(&file.to_string_lossy(), &fault))?,
        };
        let target = to.join(inside);
        super::output::create_folder(disk::folder_of(&target))?;
        Output::to_file(target, Replace::Never)?.write(&bytes)?;
    }
    Ok(to.join(scenario.strip_prefix(folder).unwrap_or(scenario)))
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

/// Writes what changes if asked to, the old files beside the new ones first.
fn finish(args: &CalibrateArgs, changed: &[Changed]) -> Result<String, Failure> {
    let names: Vec<String> =
        changed.iter().map(|changed| shown(&changed.path.to_string_lossy()).into_owned()).collect();
    if !args.write {
        let names = crate::wording::names::listed(&names, usize::MAX);
        return Ok(format!("\n{names}: as before; add --write to change that.\n"));
    }
    refuse_edited(changed)?;
    Interrupt::hold_all()?;
    let replace = if args.force { Replace::Force } else { Replace::Never };
    let (mut outputs, mut lost) = (Vec::new(), Vec::new());
    for changed in changed {
        let backup = PathBuf::from(format!("{}.bak", changed.path.to_string_lossy()));
        lost.push(if backup.exists() { " The copy that was kept there before is replaced." } else { "" });
        let backup = Output::to_file(backup, replace).map_err(|failure| {
            failure.help("move the copy that is there away, or replace it with --force")
        })?;
        outputs.push((changed, backup, Output::to_file(changed.path.clone(), Replace::Force)?));
    }
    for (changed, backup, file) in outputs {
        backup.write(changed.old.as_bytes())?;
        file.write(changed.new.as_bytes())?;
    }
    let told = names.iter().zip(lost);
    let told =
        told.map(|(name, lost)| format!("\n{name} is written; as it was it stands in {name}.bak.{lost}\n"));
    Ok(told.collect())
}

/// What somebody wrote into a file while the runs were played would be lost with it.
fn refuse_edited(changed: &[Changed]) -> Result<(), Failure> {
    for Changed { path, old, .. } in changed {
        let name = path.to_string_lossy();
        let now = disk::read(path).map_err(|fault| read::unreadable(&name, &fault))?;
        if now != old.as_bytes() {
            let message = format!("{} has changed since it was read: nothing is written", shown(&name));
            return Err(Failure::tool(message).help("run the command again: it reads what stands there now"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_writes_while_runs_are_played_is_not_lost() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("model.ron");
        let write = |text: &str| {
            Output::to_file(path.clone(), Replace::Force).unwrap().write(text.as_bytes()).unwrap()
        };
        write("before");
        let changed = [Changed { path: path.clone(), old: "before".to_owned(), new: "after".to_owned() }];
        assert!(refuse_edited(&changed).is_ok());
        write("before, and a line more");
        let failure = refuse_edited(&changed).unwrap_err();
        assert!(format!("{failure:?}").contains("has changed since it was read"), "{failure:?}");
    }
}
