//! Findings for build servers: a suite per file, a case per rule that has something to say about it.
//!
//! A case fails exactly where `--deny` names it and nobody accepts it, so that the build and the exit status agree.
//! An accepted finding is a skipped case with its reason; all others are told in the output of cases that do not fail.

use std::collections::BTreeMap;

use super::{FileState, FileWord, Seen};
use crate::checks::{self, Finding};
use crate::report::picture::xml;
use crate::source::Sources;

/// The cases of a suite by the code of their rule.
type Cases<'s> = BTreeMap<&'static str, Vec<&'s Finding>>;

/// Writes the whole report; ends with a line break. `denies` tells which findings end the command with status 10.
pub fn junit(seen: &Seen, sources: &Sources, denies: impl Fn(&Finding) -> bool) -> String {
    let mut suites: BTreeMap<&str, Cases> = BTreeMap::new();
    for finding in &seen.findings {
        let place = finding.diagnostic.place().and_then(|place| sources.locate(place));
        let file = finding.scenario.as_deref().or(place.map(|(file, _, _)| file)).unwrap_or_default();
        suites.entry(file).or_default().entry(finding.diagnostic.code).or_default().push(finding);
    }
    let mut out =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"blackstart check\">\n");
    for file in &seen.files {
        let cases = suites.remove(file.shown.as_str()).unwrap_or_default();
        out.push_str(&suite(file, &cases, (sources, &denies)));
    }
    // What is said of a file that was only included.
    for (name, cases) in suites {
        let file = FileWord {
            name: name.to_owned(),
            shown: name.to_owned(),
            state: FileState::Sound { kind: "part of a model", findings: cases.len() },
        };
        out.push_str(&suite(&file, &cases, (sources, &denies)));
    }
    out + "</testsuites>\n"
}

fn suite(file: &FileWord, cases: &Cases, (sources, denies): (&Sources, &dyn Fn(&Finding) -> bool)) -> String {
    let mut body = String::new();
    let (mut failures, mut skipped) = (0, 0);
    for (code, findings) in cases {
        let denied: Vec<&Finding> = findings.iter().copied().filter(|finding| denies(finding)).collect();
        let accepted = findings.iter().all(|finding| finding.accepted.is_some());
        failures += usize::from(!denied.is_empty());
        skipped += usize::from(accepted);
        body.push_str(&opened(file, code));
        body.push_str(&match (denied.as_slice(), accepted) {
            ([first, ..], _) => failure(first, &denied, sources),
            ([], true) => skipped_for(findings),
            ([], false) => format!("      <system-out>{}</system-out>\n", told(findings, sources)),
        });
        body.push_str("    </testcase>\n");
    }
    let read = opened(file, "read").trim_end().trim_end_matches('>').to_owned();
    let (errors, how) = match &file.state {
        FileState::Sound { .. } => (0, format!("{read}/>\n")),
        FileState::Faulty { .. } | FileState::Unreadable => {
            let why = "it cannot be used; standard error says why";
            (1, format!("{read}>\n      <error message=\"{why}\"/>\n    </testcase>\n"))
        }
    };
    format!(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\">\n\
         {how}{body}  </testsuite>\n",
        xml(&file.name),
        cases.len() + 1,
    )
}

fn opened(file: &FileWord, code: &str) -> String {
    let title = checks::find(code).map_or_else(|| code.to_owned(), |rule| format!("{code} {}", rule.title));
    format!("    <testcase classname=\"{}\" name=\"{}\">\n", xml(&file.name), xml(&title))
}

fn failure(first: &Finding, denied: &[&Finding], sources: &Sources) -> String {
    format!(
        "      <failure type=\"{}\" message=\"{}\">{}</failure>\n",
        first.diagnostic.severity.word(),
        xml(&first.diagnostic.message),
        told(denied, sources)
    )
}

fn skipped_for(findings: &[&Finding]) -> String {
    let reasons: Vec<&str> = findings
        .iter()
        .filter_map(|finding| finding.accepted.as_ref())
        .map(|accepted| accepted.because.as_str())
        .collect();
    format!("      <skipped message=\"{}\"/>\n", xml(&format!("accepted: {}", reasons.join("; "))))
}

/// Each finding in a few plain lines.
fn told(findings: &[&Finding], sources: &Sources) -> String {
    let mut out = String::new();
    for Finding { diagnostic, accepted, .. } in findings {
        if let Some((file, line, column)) = diagnostic.place().and_then(|place| sources.locate(place)) {
            out.push_str(&format!("{}:{line}:{column}: ", xml(file)));
        }
        out.push_str(&xml(&diagnostic.message));
        out.push('\n');
        for label in &diagnostic.labels {
            let place = sources.locate(label.place).map(|(file, line, _)| format!("{}:{line}: ", xml(file)));
            out.push_str(&format!("  {}{}\n", place.unwrap_or_default(), xml(&label.text)));
        }
        diagnostic.help.iter().for_each(|help| out.push_str(&format!("  help: {}\n", xml(help))));
        if let Some(accepted) = accepted {
            out.push_str(&format!("  accepted: {}\n", xml(&accepted.because)));
        }
    }
    out
}
