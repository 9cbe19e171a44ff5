//! The worst gaps in plain sentences, each with one thing to try and the line it comes from.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::findings::Finding;
use crate::report::WIDTH;
use crate::report::text::{counted, shell, shown, wrapped};

use super::{Detail, Summary};

/// Gaps that are told in brief, and of one code among them.
const GAPS_MAX: usize = 5;
const OF_A_CODE_MAX: usize = 2;

/// The worst gaps; all findings where all are wanted.
pub fn gaps(told: &Summary) -> String {
    let is_open = |finding: &&Finding| match &finding.accepted {
        None => true,
        Some(accepted) => accepted.has_expired(told.as_of),
    };
    let open: Vec<&Finding> = told.findings.iter().filter(is_open).collect();
    let listed = if told.detail == Detail::Full { open.clone() } else { worst(&open) };
    if listed.is_empty() {
        return String::new();
    }
    let mut out = if told.detail == Detail::Full { "FINDINGS\n" } else { "WORST GAPS\n" }.to_owned();
    for (position, finding) in listed.iter().enumerate() {
        let head = format!("{} {} ({})", position + 1, finding.message, whence(told, finding));
        out.push_str(&(wrapped(&head, WIDTH, 2) + "\n"));
        if let Some(remedy) = finding.remedies.first() {
            let edits: String = remedy.edits.iter().map(|edit| format!(" --set {}", shell(edit))).collect();
            out.push_str(&format!("  {}\n", wrapped(&format!("Try: {}{edits}", remedy.text), WIDTH - 2, 4)));
        }
    }
    let accepted = told.findings.len() - open.len();
    let mut rest = Vec::new();
    if open.len() > listed.len() {
        let more = open.len() - listed.len();
        rest.push(format!("{} (-v lists them)", counted(more, "more finding", "more findings")));
    }
    if accepted > 0 {
        rest.push(format!("{accepted} accepted in the files"));
    }
    let expired = open.iter().filter(|finding| finding.accepted.is_some()).count();
    if expired > 0 {
        rest.push(format!("{expired} accepted until a day that is over"));
    }
    if !rest.is_empty() {
        let rest = format!("{}; `blackstart explain CODE` says what each means.", rest.join(", "));
        out.push_str(&format!("  {}\n", wrapped(&rest, WIDTH - 2, 4)));
    }
    out
}

/// The heaviest, each thing once, no code more than twice: five times the same helps nobody.
fn worst<'f>(open: &[&'f Finding]) -> Vec<&'f Finding> {
    let mut told: Vec<&Finding> = Vec::new();
    let mut of_code: BTreeMap<&str, usize> = BTreeMap::new();
    let heavy = open.iter().filter(|finding| matches!(finding.severity, Severity::High | Severity::Medium));
    for finding in heavy {
        let count = of_code.entry(finding.rule.code).or_default();
        let is_new = told.iter().all(|other| other.subject != finding.subject);
        if is_new && *count < OF_A_CODE_MAX && told.len() < GAPS_MAX {
            *count += 1;
            told.push(finding);
        }
    }
    told
}

/// `G0101, model.ron:12`.
fn whence(told: &Summary, finding: &Finding) -> String {
    let code = finding.rule.code;
    match finding.place.and_then(|place| told.sources.locate(place)) {
        Some((file, line, _)) => {
            let file = file.rsplit(['/', '\\']).next().unwrap_or(file);
            format!("{code}, {}:{line}", shown(file))
        }
        None => code.to_owned(),
    }
}
