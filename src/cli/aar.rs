//! `aar`: holds the log of an exercise against its pack, and writes the after-action report.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use crate::exercise::after::{
    Effect, Foreign, Measures, Planned, files, foreign, other_pack, proposed_edits, report,
};
use crate::exercise::calibrate::actuals::actuals;
use crate::exercise::log::{
    AS_CSV, Action, Fault, Log, State, by_their_ids, is_workbook, read as read_log, read_what_can_be,
};
use crate::report::text::{counted, shown};
use crate::results::{ObjectiveResult, Results};
use crate::wording::figures;

use super::args::{CampaignArgs, EditAsk, Seed};
use super::exercise::{Request, is_ours, make};
use super::exercise_args::AarArgs;
use super::exit::Exit;
use super::failure::Failure;
use super::files as disk;
use super::folder::Folder;
use super::output::{Replace, write_stdout};
use super::play::{Stage, threads};
use super::read;
use super::replay::told_of;
use super::talk::Talk;

/// Trials on either side of an effect, unless somebody says otherwise.
const TRIALS: u64 = 4_000;

/// Writes the report.
///
/// # Errors
/// The log is damaged or of another exercise (3), a file cannot be read (1) or written (1).
pub fn aar(args: &AarArgs, talk: &Talk) -> Result<Exit, Failure> {
    let replace = if args.force { Replace::Force } else { Replace::Never };
    let folder = Folder::open(&args.output, replace, is_ours)?;
    super::filled::refuse_filled(&args.output, is_copy)?;
    let (log, faults) = read_what_can_be(&text_of(&args.log)?);
    let Some(mut log) = log else { return Err(refused(&args.log, &faults)) };
    // Whatever else is wrong: what is wrong with the log is told first.
    let or_faults = |failure| if faults.is_empty() { failure } else { refused(&args.log, &faults) };
    let scenario = scenario_of(args.scenario.as_deref(), &args.log, &log).map_err(or_faults)?;
    let edits = edits_of(&log).map_err(or_faults)?;
    let case = read::case(&scenario, &edits).map_err(or_faults)?;
    let stage = Stage::new(&case, log.head.seed);
    let campaign = campaign(&log, args.jobs);
    let made = make(&stage, &request(&log), (&campaign, &edits), talk).map_err(or_faults)?;
    log.head.complete(&made.head);
    let objectives: Vec<&str> = made.pack.objectives.iter().map(|objective| objective.id.as_str()).collect();
    let readings = by_their_ids(&mut log, &objectives);
    refuse_foreign((&args.log, &log), faults, &foreign(&log, &made.pack))?;
    let differs = other_pack(&log.head, &made.head);
    if let Some(how) = differs.as_ref().filter(|_| log.head.inputs == made.head.inputs) {
        return Err(of_another_program(&args.log, how));
    }
    let real = match &args.actuals {
        None => Vec::new(),
        Some(file) => {
            let text = text_of(file)?;
            let found = actuals(&text, file).map_err(|faults| refused(file, &faults))?;
            found.into_iter().map(|one| (one.subject, one.took, one.source)).collect()
        }
    };
    let state = State::of(&log);
    let proposed = told_of(&stage, log.head.trial, proposed_edits)?;
    let all: Vec<&Action> = state.actions.iter().chain(&proposed).collect();
    let effects = effects(&stage, (&edits, &all), (&campaign, args.trials.unwrap_or(TRIALS)))?;
    let planned =
        Planned { pack: &made.pack, model: &case.model, differs: differs.as_deref(), readings: &readings };
    let measures = Measures { proposed: &proposed, effects: &effects };
    let found = report(&planned, &log, &real, measures);
    folder.write(&files(&made.pack, &found, &log))?;
    for caution in &found.cautions {
        talk.note(caution);
    }
    let said = format!(
        "{} delivered, {}, {}, {}; {}\nbegin with {}/exercise-after-action.html\n",
        counted(state.delivered.len(), "inject", "injects"),
        counted(state.decisions.len(), "decision", "decisions"),
        counted(state.ratings.len(), "rating", "ratings"),
        counted(found.durations.len(), "duration", "durations"),
        counted(found.actions.len(), "corrective action", "corrective actions"),
        shown(&args.output)
    );
    write_stdout(talk.dressed(&said).as_bytes())?;
    Ok(Exit::Done)
}

/// Whether a file is the copy of its log that a report left beside itself.
fn is_copy(path: &Path) -> bool {
    let is_log = path.file_name().is_some_and(|name| name == "exercise-log.jsonl");
    is_log && path.with_file_name("exercise-after-action.md").is_file()
}

/// What makes the pack of a log again.
fn request(log: &Log) -> Request {
    Request {
        trial: Some(log.head.trial.to_string()),
        service: None,
        trials: log.head.trials.max(1),
        start: log.head.start,
        minutes: log.head.minutes,
        injects: log.head.injects,
    }
}

/// Of the same files another pack is made now than on the day of the log.
fn of_another_program(path: &str, how: &str) -> Failure {
    let message = format!(
        "{} is the log of another pack than the one that is made of the same files now: {how}",
        shown(path)
    );
    Failure::new(Exit::Invalid, message)
        .help("use the blackstart that made the pack, which its papers name under `Made by`: the letters and ids of the log are those of its papers")
}

/// A log in either form.
///
/// # Errors
/// It cannot be read (1), or a line of it is wrong (3).
pub fn log_of(path: &str) -> Result<Log, Failure> {
    read_log(&text_of(path)?).map_err(|faults| refused(path, &faults))
}

/// The text of a file.
///
/// # Errors
/// It cannot be read (1), or is no UTF-8 (3).
pub fn text_of(path: &str) -> Result<String, Failure> {
    let bytes = disk::read(Path::new(path)).map_err(|fault| read::unreadable(path, &fault))?;
    if is_workbook(&bytes) {
        return Err(Failure::new(Exit::Invalid, format!("{} is a workbook", shown(path))).help(AS_CSV));
    }
    String::from_utf8(bytes).map_err(|_| {
        Failure::new(Exit::Invalid, format!("{} is not UTF-8 text", shown(path)))
            .help("save it as UTF-8; spreadsheets call it CSV UTF-8")
    })
}

/// Every wrong line of a log or a table, the first above all; what to do about several in the same way is said once.
pub fn refused(path: &str, faults: &[Fault]) -> Failure {
    let told = |fault: &Fault| format!("{}:{}: {}", shown(path), fault.line, shown(&fault.message));
    let Some((first, others)) = faults.split_first() else {
        return Failure::new(Exit::Invalid, format!("{} cannot be read", shown(path)));
    };
    let mut failure = Failure::new(Exit::Invalid, told(first));
    let mut said: Vec<&str> = Vec::new();
    for (position, fault) in std::iter::once(first).chain(others).enumerate() {
        if position > 0 {
            failure = failure.help(format!("also {}", told(fault)));
        }
        if let Some(help) = fault.help.as_deref().filter(|help| !said.contains(help)) {
            said.push(help);
            failure = failure.help(help);
        }
    }
    failure
}

/// Refuses a log that is of another exercise, or has faults; those that only the pack shows stand among the others.
fn refuse_foreign(
    (path, log): (&str, &Log),
    mut faults: Vec<Fault>,
    foreign: &[Foreign],
) -> Result<(), Failure> {
    if let Some(Foreign { message, help, .. }) = foreign.iter().find(|one| one.entry.is_none()) {
        let failure = Failure::new(Exit::Invalid, format!("{}: {}", shown(path), shown(message)));
        return Err(help.iter().fold(failure, |failure, help| failure.help(help.clone())));
    }
    faults.extend(foreign.iter().map(|one| Fault {
        line: one.entry.map_or(1, |number| log.line_of(number)),
        message: one.message.clone(),
        help: one.help.clone(),
    }));
    faults.sort_by_key(|fault| fault.line);
    if faults.is_empty() { Ok(()) } else { Err(refused(path, &faults)) }
}

/// The scenario of a log: as asked for; else where the log says, from its own folder, then from here.
///
/// # Errors
/// There is no such file.
pub fn scenario_of(asked: Option<&str>, log_path: &str, log: &Log) -> Result<String, Failure> {
    if let Some(asked) = asked {
        return Ok(asked.to_owned());
    }
    let named = Path::new(&log.head.scenario);
    let folder = disk::folder_of(Path::new(log_path));
    let mut places: Vec<PathBuf> = vec![folder.join(named), named.to_owned()];
    places.extend(named.file_name().map(|name| folder.join(name)));
    let shown_path = |path: PathBuf| path.strip_prefix(".").unwrap_or(&path).to_string_lossy().into_owned();
    let found = places.into_iter().find(|path| path.is_file()).map(shown_path);
    found.ok_or_else(|| {
        Failure::new(
            Exit::NothingSelected,
            format!("the log names the scenario {}, which is not there", shown(&log.head.scenario)),
        )
        .help("name it with --scenario FILE")
    })
}

/// The edits with which the pack was made.
fn edits_of(log: &Log) -> Result<Vec<EditAsk>, Failure> {
    let edit = |option: &String| {
        let parts =
            option.split_once(' ').map(|(option, argument)| (option, argument, argument.split_once('=')));
        match parts {
            Some(("--set", _, Some((path, value)))) => Ok(EditAsk::set(path, value)),
            Some(("--add", _, Some((path, value)))) => Ok(EditAsk::add(path, value)),
            Some(("--remove", path, _)) => Ok(EditAsk::remove(path)),
            _ => {
                let message = format!("the log was made with `{}`, which is no edit", shown(option));
                Err(Failure::new(Exit::Invalid, message).help("write it as `--set PATH=VALUE`"))
            }
        }
    };
    log.head.edits.iter().map(edit).collect()
}

fn campaign(log: &Log, jobs: Option<u64>) -> CampaignArgs {
    CampaignArgs {
        trials: None,
        seed: Seed::Number(log.head.seed),
        jobs,
        set: Vec::new(),
        remove: Vec::new(),
        add: Vec::new(),
        progress: super::args::ProgressMode::None,
    }
}

/// What each edit does to the promises of services, trial by trial with the same draws.
fn effects(
    stage: &Stage,
    (edits, actions): (&[EditAsk], &[&Action]),
    (campaign, trials): (&CampaignArgs, u64),
) -> Result<Vec<Effect>, Failure> {
    let wanted: Vec<&str> =
        actions.iter().map(|action| action.edit.as_str()).filter(|edit| !edit.is_empty()).collect();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let before = played(stage, campaign, trials)?;
    let mut found: Vec<Effect> = Vec::new();
    for edit in wanted {
        if found.iter().any(|effect| effect.edit == edit) {
            continue;
        }
        let wrong = |fault: String| Effect {
            edit: edit.to_owned(),
            told: "the model does not take this edit".to_owned(),
            changes: false,
            fault: Some(fault),
        };
        let Some((path, value)) = edit.split_once('=') else {
            found.push(wrong("it is written PATH=VALUE, such as teams.dba.people=3".to_owned()));
            continue;
        };
        let mut all = edits.to_vec();
        all.push(EditAsk::set(path.trim(), value.trim()));
        found.push(match read::case(&stage.case.path, &all) {
            Err(failure) => wrong(words(&failure)),
            Ok(case) => {
                let after = played(&Stage::new(&case, stage.seed), campaign, trials)?;
                let (told, changes) = told(&before, &after);
                Effect { edit: edit.to_owned(), told, changes, fault: None }
            }
        });
    }
    Ok(found)
}

/// Why the model does not take an edit, in one line: places in an edit are none in the log.
fn words(failure: &Failure) -> String {
    let all: Vec<String> = match failure {
        Failure::Message { message, help, .. } => std::iter::once(message).chain(help).cloned().collect(),
        Failure::Inputs { diagnostics, .. } => {
            let first = diagnostics.iter().find(|one| one.severity == crate::diagnostic::Severity::Error);
            first.map_or_else(Vec::new, |one| {
                std::iter::once(&one.message).chain(&one.help).cloned().collect()
            })
        }
    };
    all.join("; ")
}

/// Results of a stage.
///
/// # Errors
/// A trial never ends.
pub fn played(stage: &Stage, campaign: &CampaignArgs, trials: u64) -> Result<Results, Failure> {
    let pool = threads(campaign)?;
    let simulated =
        stage.simulate(trials, (&pool, &AtomicBool::new(false)), super::args::ProgressMode::None)?;
    let case = stage.case;
    Ok(Results::new(&case.model, &case.scenario, &stage.labels, &simulated.tallies))
}

/// `Instant payments: RTO kept in 12 of 100 runs, not 5`, for what changes by more than chance; and whether anything does.
fn told(before: &Results, after: &Results) -> (String, bool) {
    let mut changes = Vec::new();
    for service in &before.services {
        let Some(other) = after.services.iter().find(|other| other.id == service.id) else { continue };
        for (one, two) in service.objectives.iter().zip(&other.objectives) {
            if is_beyond_chance(one, two) {
                changes.push(format!(
                    "{} {}: kept in {} of 100 runs, not {}",
                    shown(&service.name),
                    one.kind.word().to_uppercase(),
                    figures::in_100(&two.share),
                    figures::in_100(&one.share)
                ));
            }
        }
    }
    if changes.is_empty() {
        ("changes no promise of a service by more than chance".to_owned(), false)
    } else {
        (changes.join("; "), true)
    }
}

/// Whether two shares of the same trials differ by more than their intervals overlap.
pub fn is_beyond_chance(one: &ObjectiveResult, two: &ObjectiveResult) -> bool {
    one.share.interval[1] < two.share.interval[0] || two.share.interval[1] < one.share.interval[0]
}
