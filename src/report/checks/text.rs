//! Findings for people: each with its lines, then what is accepted, then a line per file, then the counts.

use super::{FileState, FileWord, Seen};
use crate::checks::{Acceptance, Finding};
use crate::diagnostic::Severity;
use crate::diagnostic::render::{Colour, render_one};
use crate::report::text::counted;
use crate::source::Sources;

/// At most so many findings of one severity are shown; the rest is counted.
const SHOWN_MAX: usize = 200;

/// Writes everything; ends with a line break.
pub fn text(seen: &Seen, sources: &Sources) -> String {
    let mut out = String::new();
    let (accepted, open): (Vec<&Finding>, Vec<&Finding>) =
        seen.findings.iter().partition(|finding| finding.accepted.is_some());
    for finding in open.iter().take(SHOWN_MAX) {
        out.push_str(&render_one(&finding.diagnostic, sources, Colour::Plain));
        out.push_str("\n\n");
    }
    if open.len() > SHOWN_MAX {
        out.push_str(&format!(
            "... and {} more; `--format json` has all of them\n\n",
            open.len() - SHOWN_MAX
        ));
    }
    if !accepted.is_empty() {
        out.push_str("Accepted in the files:\n");
        accepted.iter().for_each(|finding| out.push_str(&accepted_line(finding)));
        out.push('\n');
    }
    out.push_str(&seen.plans);
    seen.files.iter().for_each(|file| out.push_str(&file_line(file)));
    out.push_str(&last_lines(seen, &open, accepted.len()));
    out
}

fn accepted_line(finding: &Finding) -> String {
    let Some(Acceptance { because, owner, until }) = &finding.accepted else { return String::new() };
    let owner = owner.as_ref().map_or_else(|| "nobody signed".to_owned(), Clone::clone);
    let until = until.map_or_else(|| "for good".to_owned(), |until| format!("until {until}"));
    let code = finding.diagnostic.code;
    format!(
        "  {code} on `{}`: {}\n    because {because} ({owner}, {until})\n",
        finding.on, finding.diagnostic.message
    )
}

fn file_line(file: &FileWord) -> String {
    let state = match &file.state {
        FileState::Sound { kind, findings: 0 } => format!("{kind}, nothing wrong"),
        FileState::Sound { kind, findings } => {
            format!("{kind}, {}", counted(*findings, "finding", "findings"))
        }
        FileState::Faulty { faults: 0 } => "no faults of its own, but its model has".to_owned(),
        FileState::Faulty { faults } => counted(*faults, "fault", "faults"),
        FileState::Unreadable => "cannot be read".to_owned(),
    };
    format!("{}: {state}\n", crate::report::text::shown(&file.name))
}

fn last_lines(seen: &Seen, open: &[&Finding], accepted: usize) -> String {
    let files = counted(seen.files.len(), "file", "files");
    let wrong = seen.files.iter().filter(|file| !matches!(file.state, FileState::Sound { .. })).count();
    let mut parts = Vec::new();
    if wrong > 0 {
        parts.push(format!("{wrong} with faults"));
    }
    for severity in [Severity::High, Severity::Medium, Severity::Low, Severity::Note] {
        let count = open.iter().filter(|finding| finding.diagnostic.severity == severity).count();
        if count > 0 {
            parts.push(match severity {
                Severity::Note => counted(count, "note", "notes"),
                weight => format!("{count} {}", weight.word()),
            });
        }
    }
    if accepted > 0 {
        parts.push(format!("{accepted} accepted"));
    }
    if seen.hidden > 0 {
        parts.push(format!("{} left out by --allow", seen.hidden));
    }
    if parts.is_empty() {
        parts.push("nothing wrong".to_owned());
    }
    let mut out = format!("{files} checked, {}\n", parts.join(", "));
    if !seen.findings.is_empty() {
        out.push_str(&format!(
            "Ages of evidence and allowances count to {}. `blackstart explain CODE` says why a finding matters.\n",
            seen.as_of
        ));
    }
    out
}
