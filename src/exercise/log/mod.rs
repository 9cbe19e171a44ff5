//! What happened in the room: one append-only log, written by a scribe or by a console, and the state behind it.
//!
//! The format is `docs/exercise-log.md`: a head, then entries numbered from 1, one JSON object a line. `wire` reads and
//! writes the lines, `scribe` the table that a person fills in, `state` says what the entries come to, `conflicts` which of them
//! cannot both be true. No screen is here.

mod conflicts;
mod entry;
mod scribe;
mod state;
mod wire;
pub mod written;

pub use entry::{DecisionOf, Entry, Fault, Happened, Head, Log};
pub use scribe::{COLUMNS, from_table, scribe_rows};
pub use state::{Action, Observation, Observed, Rating, State, Taken};
pub use wire::{from_lines, head_line, lines};

/// Reads a log in either form: JSON lines, or the table of a scribe.
///
/// # Errors
/// Every line that is wrong, and what to do about it, in the order of lines.
pub fn read(text: &str) -> Result<Log, Vec<Fault>> {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if start.is_empty() {
        return Err(vec![
            Fault::at(1, "the log is empty")
                .help("a log begins with its head; `blackstart exercise` writes one"),
        ]);
    }
    if start.starts_with("PK\u{3}\u{4}") {
        return Err(vec![
            Fault::at(1, "this is a workbook").help("save the sheet as CSV (spreadsheets call it CSV UTF-8)"),
        ]);
    }
    if start.starts_with('{') { from_lines(text) } else { from_table(text) }
}
