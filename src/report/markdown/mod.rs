//! Turns a dossier into Markdown that code forges and wikis render: paragraphs, lists, pipe tables, nothing else.
//!
//! Invariant: every text of the files is a text; no markup, link, mention or HTML in it has any effect.

mod appendix;
mod beside;
mod body;
mod escape;

use escape::md;

use super::NOT_LOOKED_AT;
use super::form::Report;
use crate::wording::text::{count, counted};

/// Writes the report.
pub fn markdown(report: &Report) -> String {
    let mut out = head(report);
    out.push_str(&body::board(report));
    out.push_str(&body::scope(report));
    out.push_str(&body::matrix(report));
    out.push_str(&body::objectives(report));
    out.push_str(&body::in_full(report));
    out.push_str(&beside::reality(report));
    out.push_str(&beside::since(report));
    out.push_str(&body::gaps(report));
    out.push_str(&body::teams(report));
    out.push_str(&body::plan(report));
    out.push_str(&body::accepted(report));
    out.push_str(&appendix::assumptions(report));
    out.push_str(&appendix::inputs(report));
    out.push_str(&appendix::clauses(report));
    out.push_str(&appendix::repeat_and_sign(report));
    out
}

fn head(report: &Report) -> String {
    let dossier = report.dossier;
    let document = dossier.played.iter().find_map(|played| played.document.as_ref());
    let of = document.map_or(String::new(), |document| format!(": {}", md(&document.organisation)));
    let mut out = format!("# Continuity gap report{of}\n\n");
    if let Some(document) = document.filter(|document| !document.entries.is_empty()) {
        let entries: Vec<String> =
            document.entries.iter().map(|entry| format!("{} {}", entry.label, entry.value)).collect();
        out.push_str(&format!("{}\n\n", md(&entries.join(", "))));
    }
    out.push_str("**Simulated estimate from the stated model, not a record of a recovery.**\n\n");
    for played in dossier.played.iter().filter(|played| played.run.is_partial()) {
        out.push_str(&format!(
            "**PARTIAL: {} was stopped after {} of {} runs.** {NOT_LOOKED_AT}\n\n",
            md(&played.scenario.title),
            count(played.run.trials),
            count(played.run.trials_asked)
        ));
    }
    let counts = dossier.counts();
    out.push_str(&format!(
        "{} in {}: {}.\n\n",
        counted(usize::try_from(counts.all()).unwrap_or(usize::MAX), "objective", "objectives"),
        counted(dossier.played.len(), "scenario", "scenarios"),
        counts.words()
    ));
    out
}

/// A heading of the second level.
fn heading(text: &str) -> String {
    format!("## {text}\n\n")
}

/// A pipe table; cells are escaped here. Nothing for no rows.
fn table(titles: &[&str], rows: &[Vec<String>]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut out = line(titles.iter().map(|title| md(title)).collect());
    out.push_str(&line(titles.iter().map(|_| "---".to_owned()).collect()));
    for row in rows {
        out.push_str(&line(row.iter().map(|cell| md(cell)).collect()));
    }
    out.push('\n');
    out
}
