//! The gap register: a dossier as the sheets of a workbook, from the summary to the clauses.
//!
//! Invariant: a figure stands in its cell as the results have it, unrounded; a length of time is a length of time.

mod appendix;
mod beside;
mod gaps;
mod objectives;
mod summary;

use super::form::Report;
use super::workbook::Sheet;

/// Every sheet in its order.
pub fn sheets(report: &Report) -> Vec<Sheet> {
    let dossier = report.dossier;
    let mut sheets = vec![
        summary::summary(dossier),
        gaps::gaps(dossier),
        gaps::plan(dossier),
        gaps::evidence(dossier),
        objectives::objectives(dossier),
        objectives::time(dossier),
        objectives::teams(dossier),
    ];
    sheets.extend(beside::reality(dossier));
    sheets.extend(beside::moved(dossier));
    sheets.extend(beside::changed(dossier));
    sheets.extend([appendix::assumptions(dossier), appendix::inputs(dossier)]);
    if !report.frameworks.is_empty() {
        sheets.push(appendix::clauses(report));
    }
    sheets
}

/// Seconds of a time.
fn seconds(time: crate::units::Millis) -> Option<f64> {
    (!time.is_never()).then(|| time.seconds_f64())
}
