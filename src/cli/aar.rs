//! `aar`: holds the log of an exercise against its pack, and writes the after-action report.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use crate::exercise::after::{Effect, Foreign, by_their_ids, files, foreign, proposed_edits, report};
use crate::exercise::calibrate::actuals::actuals;
use crate::exercise::log::{Action, Fault, Log, State, read as read_log};
use crate::report::text::shown;
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
    let mut log = log_of(&args.log)?;
    let scenario = scenario_of(args.scenario.as_deref(), &args.log, &log)?;
    let edits = edits_of(&log)?;
    let case = read::case(&scenario, &edits)?;
    let stage = Stage::new(&case, log.head.seed);
    let campaign = campaign(&log, args.jobs);
    let asked = Request {
        trial: Some(log.head.trial.to_string()),
        service: None,
        trials: log.head.trials.max(1),
        start: log.head.start,
        minutes: log.head.minutes,
        injects: log.head.injects,
    };
    let made = make(&stage, &asked, (&campaign, &edits), talk)?;
    by_their_ids(&mut log, &made.pack);
    refuse_foreign(&args.log, &foreign(&log, &made.pack))?;
    let real = match &args.actuals {
        None => Vec::new(),
        Some(file) => {
            let text = text_of(file)?;
            let found = actuals(&text, file).map_err(|faults| refused(file, &faults))?;
            found.into_iter().map(|one| (one.subject, one.took, one.source)).collect()
        }
    };
    let state = State::of(&log);
    let mut proposals = told_of(&stage, log.head.trial, proposed_edits)?;
    // What the room has asked for already, the model need not ask for.
    proposals.retain(|proposal| state.actions.iter().all(|action| action.edit != proposal.edit));
    let all: Vec<&Action> = state.actions.iter().chain(&proposals).collect();
    let effects = effects(&stage, (&edits, &all), (&campaign, args.trials.unwrap_or(TRIALS)), talk)?;
    let found = report((&made.pack, &case.model), &log, &real, (&proposals, &effects));
    folder.write(&files(&made.pack, &found, &log))?;
    for caution in &found.cautions {
        talk.note(caution);
    }
    let said = format!(
        "{} injects delivered, {} decisions, {} ratings, {} durations; {} corrective actions\nbegin with {}/exercise-after-action.html\n",
        state.delivered.len(),
        state.decisions.len(),
        state.ratings.len(),
        found.durations.len(),
        found.measures.len(),
        shown(&args.output)
    );
    write_stdout(talk.dressed(&said).as_bytes())?;
    Ok(Exit::Done)
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

fn refuse_foreign(path: &str, all: &[Foreign]) -> Result<(), Failure> {
    let Some(first) = all.first() else { return Ok(()) };
    let place = first.entry.map(|entry| format!(" entry {entry}:")).unwrap_or_default();
    let mut failure =
        Failure::new(Exit::Invalid, format!("{}:{place} {}", shown(path), shown(&first.message)));
    if let Some(help) = &first.help {
        failure = failure.help(help.clone());
    }
    for other in &all[1..] {
        failure = failure.help(format!("also entry {}: {}", other.entry.unwrap_or(0), other.message));
    }
    Err(failure)
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
    talk: &Talk,
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
        let Some((path, value)) = edit.split_once('=') else {
            found
                .push(Effect { edit: edit.to_owned(), told: "this is no edit: write PATH=VALUE".to_owned() });
            continue;
        };
        let mut all = edits.to_vec();
        all.push(EditAsk::set(path.trim(), value.trim()));
        let told = match read::case(&stage.case.path, &all) {
            Err(failure) => {
                talk.failure(&failure);
                "the model does not take this edit".to_owned()
            }
            Ok(case) => told(&before, &played(&Stage::new(&case, stage.seed), campaign, trials)?),
        };
        found.push(Effect { edit: edit.to_owned(), told });
    }
    Ok(found)
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

/// `Instant payments: RTO kept in 12 of 100 runs, not 5`, for what changes by more than chance.
fn told(before: &Results, after: &Results) -> String {
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
        "changes no promise of a service by more than chance".to_owned()
    } else {
        changes.join("; ")
    }
}

/// Whether two shares of the same trials differ by more than their intervals overlap.
pub fn is_beyond_chance(one: &ObjectiveResult, two: &ObjectiveResult) -> bool {
    one.share.interval[1] < two.share.interval[0] || two.share.interval[1] < one.share.interval[0]
}
