//! Findings for build servers: a suite per file, a case per rule that has something to say about it.
//!
//! A case fails exactly where `--deny` names it and nobody accepts it, so that the build and the exit status agree.
//! An accepted finding is a skipped case with its reason; all others are told in the output of cases that do not fail.

use std::collections::BTreeMap;

use super::{FileState, FileWord, Seen};
use crate::checks::{self, Finding};
use crate::report::build_server::{self, Case, Outcome, Suite};
use crate::source::Sources;

/// The findings of a suite by the code of their rule.
type ByCode<'s> = BTreeMap<&'static str, Vec<&'s Finding>>;

/// Writes the whole report; ends with a line break. `denies` tells which findings end the command with status 10.
pub fn junit(seen: &Seen, sources: &Sources, denies: impl Fn(&Finding) -> bool) -> String {
    let mut by_file: BTreeMap<&str, ByCode> = BTreeMap::new();
    for finding in &seen.findings {
        let place = finding.diagnostic.place().and_then(|place| sources.locate(place));
        let file = finding.scenario.as_deref().or(place.map(|(file, _, _)| file)).unwrap_or_default();
        by_file.entry(file).or_default().entry(finding.diagnostic.code).or_default().push(finding);
    }
    let mut suites: Vec<Suite> = Vec::new();
    for file in &seen.files {
        let found = by_file.remove(file.shown.as_str()).unwrap_or_default();
        suites.push(suite(file, &found, (sources, &denies)));
    }
    // What is said of a file that was only included.
    for (name, found) in by_file {
        let file = FileWord {
            name: name.to_owned(),
            shown: name.to_owned(),
            state: FileState::Sound { kind: "part of a model", findings: found.len() },
        };
        suites.push(suite(&file, &found, (sources, &denies)));
    }
    build_server::junit("blackstart check", &suites)
}

fn suite(file: &FileWord, found: &ByCode, with: (&Sources, &dyn Fn(&Finding) -> bool)) -> Suite {
    let case = |name: String, outcome| Case { class: file.name.clone(), name, outcome };
    let read = match &file.state {
        FileState::Sound { .. } => Outcome::Quiet,
        FileState::Faulty { .. } | FileState::Unreadable => {
            Outcome::Error { kind: None, message: "it cannot be used; standard error says why".to_owned() }
        }
    };
    let mut cases = vec![case(title("read"), read)];
    cases.extend(found.iter().map(|(code, findings)| case(title(code), outcome(findings, with))));
    Suite { name: file.name.clone(), properties: Vec::new(), cases }
}

fn title(code: &str) -> String {
    checks::find(code).map_or_else(|| code.to_owned(), |rule| format!("{code} {}", rule.title))
}

fn outcome(findings: &[&Finding], (sources, denies): (&Sources, &dyn Fn(&Finding) -> bool)) -> Outcome {
    let denied: Vec<&Finding> = findings.iter().copied().filter(|finding| denies(finding)).collect();
    if let [first, ..] = denied.as_slice() {
        return Outcome::Failure {
            kind: first.diagnostic.severity.word().to_owned(),
            message: first.diagnostic.message.clone(),
            text: told(&denied, sources),
        };
    }
    let reasons: Vec<&str> = findings
        .iter()
        .filter_map(|finding| finding.accepted.as_ref())
        .map(|accepted| accepted.because.as_str())
        .collect();
    if reasons.len() == findings.len() {
        return Outcome::Skipped(format!("accepted: {}", reasons.join("; ")));
    }
    Outcome::Told(told(findings, sources))
}

/// Each finding in a few plain lines.
fn told(findings: &[&Finding], sources: &Sources) -> String {
    let mut out = String::new();
    for Finding { diagnostic, accepted, .. } in findings {
        if let Some((file, line, column)) = diagnostic.place().and_then(|place| sources.locate(place)) {
            out.push_str(&format!("{file}:{line}:{column}: "));
        }
        out.push_str(&diagnostic.message);
        out.push('\n');
        for label in &diagnostic.labels {
            let place = sources.locate(label.place).map(|(file, line, _)| format!("{file}:{line}: "));
            out.push_str(&format!("  {}{}\n", place.unwrap_or_default(), label.text));
        }
        diagnostic.help.iter().for_each(|help| out.push_str(&format!("  help: {help}\n")));
        if let Some(accepted) = accepted {
            out.push_str(&format!("  accepted: {}\n", accepted.because));
        }
    }
    out
}
