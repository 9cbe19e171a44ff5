//! `check`: says what is wrong with the files of organisations, and what is wrong with the plans in them.
//!
//! What keeps a file from being used goes to standard error and ends with status 3. Findings, which every rule of
//! `checks` makes of what can be used, are data and go to standard output; they end with status 10 only where
//! `--deny` names one that nobody accepted.

mod gather;
mod refusals;

use crate::checks::{self, Case, Extent, Finding, Organisation, View};
use crate::diagnostic::Diagnostic;
use crate::notation::date::Date;
use crate::report::checks as show;
use crate::source::Sources;

use self::gather::{Gathered, State};
use self::refusals::Refusals;
use super::args::{CheckArgs, CheckFormat};
use super::exit::Exit;
use super::failure::Failure;
use super::output::write_stdout;
use super::read::unreadable;
use super::talk::Talk;
use super::today;

/// Checks every path of the command line.
///
/// # Errors
/// A path of the command line cannot be read, or `--deny` or `--allow` name no finding.
pub fn check(args: &CheckArgs, talk: &Talk) -> Result<Exit, Failure> {
    let refusals = Refusals::of(args)?;
    let mut gathered = Gathered::of(&args.paths)?;
    let as_of = args.as_of.unwrap_or_else(today::today);
    let mut findings: Vec<Finding> = Vec::new();
    let (mut plans, mut defaults) = (String::new(), String::new());
    for organisation in organisations(&gathered, as_of) {
        if args.defaults {
            defaults.push_str(&list_of_defaults(&organisation, &gathered, args.format)?);
            continue;
        }
        findings.extend(checks::run(&organisation));
        // Whoever names a scenario wants to know what is left of the plan in it.
        if organisation.extent == Extent::Part && args.format == CheckFormat::Text {
            plans.extend(organisation.cases.iter().map(show::plans));
        }
    }
    let (hidden, findings): (Vec<Finding>, Vec<Finding>) =
        findings.into_iter().partition(|finding| refusals.hides(finding));
    let seen = show::Seen {
        files: file_words(&gathered, &findings),
        hidden: hidden.len(),
        faults: faults(&gathered),
        plans,
        findings,
        as_of: format!(
            "{as_of}{}",
            if args.as_of.is_some() { "" } else { ", today; --as-of DATE sets another day" }
        ),
    };
    let exit = say(&mut gathered, &seen, &refusals, talk);
    let text = match args.format {
        _ if args.defaults => talk.dressed(&defaults),
        CheckFormat::Text => talk.dressed(&show::text(&seen, &gathered.sources)),
        CheckFormat::Json => show::json(&seen, &gathered.sources),
        CheckFormat::Sarif => show::sarif(&seen, &gathered.sources),
        CheckFormat::Junit => show::junit(&seen, &gathered.sources, |finding| refusals.denies(finding)),
    };
    write_stdout(text.as_bytes())?;
    Ok(exit)
}

/// Every model that can be used, with its scenarios.
fn organisations(gathered: &Gathered, as_of: Date) -> impl Iterator<Item = Organisation<'_>> {
    gathered.organisations.iter().filter_map(move |read| {
        let model = read.model.as_ref()?;
        let cases = read.cases.iter().map(|case| Case::new(&case.file, &case.model, &case.scenario));
        let cases = cases.collect();
        Some(Organisation { plan: View::new(model), cases, extent: read.extent, as_of })
    })
}

fn list_of_defaults(
    organisation: &Organisation,
    gathered: &Gathered,
    format: CheckFormat,
) -> Result<String, Failure> {
    let model = gathered.sources.locate(organisation.plan.model.place).map_or("", |(file, ..)| file);
    match format {
        CheckFormat::Text => Ok(show::defaults::text(organisation, model, &gathered.sources)),
        CheckFormat::Json => Ok(show::defaults::json(organisation, &gathered.sources)),
        CheckFormat::Sarif | CheckFormat::Junit => {
            let failure =
                Failure::new(Exit::Usage, "defaults are no findings: --defaults goes with text or json");
            Err(failure.help("`--deny W0604` makes findings of those that decide an objective"))
        }
    }
}

/// What keeps files from being used.
fn faults(gathered: &Gathered) -> Vec<Diagnostic> {
    let said = gathered.files.iter().filter_map(|file| match &file.state {
        State::Faulty { said } => Some(said),
        _ => None,
    });
    said.flat_map(|said| said.iter().cloned()).collect()
}

/// Says on standard error what keeps files from being used, and gives the status to leave with.
fn say(gathered: &mut Gathered, seen: &show::Seen, refusals: &Refusals, talk: &Talk) -> Exit {
    let mut exit = if seen.findings.iter().any(|finding| refusals.denies(finding)) {
        Exit::FallsShort
    } else {
        Exit::Done
    };
    for file in &mut gathered.files {
        match &file.state {
            State::Faulty { said } => {
                exit = if exit == Exit::ToolFailed { exit } else { Exit::Invalid };
                talk.diagnostics(&gathered.sources, said);
            }
            State::Unreadable(fault) => {
                exit = Exit::ToolFailed;
                talk.failure(&unreadable(&file.name, fault));
            }
            State::Sound(_) => {}
        }
    }
    exit
}

/// What the last lines say of each file.
fn file_words(gathered: &Gathered, findings: &[Finding]) -> Vec<show::FileWord> {
    let count_in = |sources: &Sources, name: &str| {
        let of_file = |finding: &&Finding| {
            let place = finding.diagnostic.place().and_then(|place| sources.locate(place));
            finding.scenario.as_deref().or(place.map(|(file, _, _)| file)) == Some(name)
        };
        findings.iter().filter(of_file).filter(|finding| finding.accepted.is_none()).count()
    };
    let word = |file: &gather::File| {
        let state = match &file.state {
            State::Sound(kind) => {
                show::FileState::Sound { kind, findings: count_in(&gathered.sources, &file.shown) }
            }
            State::Faulty { said } => show::FileState::Faulty { faults: said.len() },
            State::Unreadable(_) => show::FileState::Unreadable,
        };
        show::FileWord { name: file.name.clone(), shown: file.shown.clone(), state }
    };
    gathered.files.iter().map(word).collect()
}
