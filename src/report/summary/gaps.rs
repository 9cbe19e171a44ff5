//! The worst gaps in plain sentences, each with one thing to try and the line it comes from.

use crate::findings::Finding;
use crate::report::WIDTH;
use crate::report::text::{counted, shell, shown, wrapped};
use crate::report::worst::{self, Told};

use super::{Detail, Summary};

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

/// The worst of them, as in every form of report.
fn worst<'f>(open: &[&'f Finding]) -> Vec<&'f Finding> {
    let told = |finding: &&'f Finding| Told {
        code: finding.rule.code,
        subject: &finding.subject,
        severity: finding.severity,
        of_data: finding.is_of_data(),
    };
    let told: Vec<Told> = open.iter().map(told).collect();
    worst::worst(&told).into_iter().map(|at| open[at]).collect()
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
