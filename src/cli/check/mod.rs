//! `check`: says what is wrong with the files of organisations, and what is wrong with the plans in them.
//!
//! What keeps a file from being used goes to standard error and ends with status 3. Findings, which every rule of
//! `checks` makes of what can be used, are data and go to standard output; they end with status 10 only where
//! `--deny` names one that nobody accepted.

mod gather;
mod refusals;

use crate::checks::{self, Case, Finding, Organisation, View};
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
    for read in &gathered.organisations {
        let Some(model) = &read.model else { continue };
        let cases = read
            .cases
            .iter()
            .map(|case| Case::new(&case.file, &case.resolved.model, &case.resolved.scenario));
        let cases: Vec<_> = cases.collect();
        let organisation = Organisation { plan: View::new(model), cases, extent: read.extent, as_of };
        findings.extend(checks::run(&organisation));
    }
    let (hidden, findings): (Vec<Finding>, Vec<Finding>) =
        findings.into_iter().partition(|finding| refusals.hides(finding));
    let seen = show::Seen {
        files: file_words(&gathered, &findings),
        hidden: hidden.len(),
        findings,
        as_of: format!(
            "{as_of}{}",
            if args.as_of.is_some() { "" } else { ", today; --as-of DATE sets another day" }
        ),
    };
    let exit = say(&mut gathered, &seen, &refusals, talk);
    let text = match args.format {
        CheckFormat::Text => talk.dressed(&show::text(&seen, &gathered.sources)),
        CheckFormat::Json => show::json(&seen, &gathered.sources),
    };
    write_stdout(text.as_bytes())?;
    Ok(exit)
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
        show::FileWord { name: file.name.clone(), state }
    };
    gathered.files.iter().map(word).collect()
}
