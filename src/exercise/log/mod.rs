//! What happened in the room: one append-only log, written by a scribe or by a console, and the state behind it.
//!
//! The format is `docs/exercise-log.md`: a head, then entries numbered from 1, one JSON object a line. `wire` reads and
//! writes the lines, `scribe` the table that a person fills in, `named` gives subjects the names of the papers, `state` says
//! what the entries come to, `conflicts` which of them cannot both be true. `clock` tells the instant of the scenario from the
//! time of the room, `evidence` what of the day is a duration of the plan. No screen is here.

mod clock;
mod conflicts;
mod entry;
mod evidence;
mod named;
mod scribe;
mod state;
mod wire;
pub mod written;

pub use clock::Clock;
pub use entry::{DecisionOf, Entry, Fault, Happened, Head, InjectOf, Log};
pub use evidence::{Evidence, Observed, Talked, Unused};
pub use named::by_their_ids;
pub use scribe::{COLUMNS, from_table, scribe_rows};
pub use state::{Action, Observation, Rating, Span, SpanOf, State, Taken};
pub use wire::{from_lines, head_line, lines};

/// Reads a log in either form: JSON lines, or the table of a scribe.
///
/// # Errors
/// Every line that is wrong, and what to do about it, in the order of lines.
pub fn read(text: &str) -> Result<Log, Vec<Fault>> {
    whole(read_what_can_be(text))
}

/// Reads what can be read of a log in either form, and says what is wrong with the rest: whoever checks the log further
/// tells everything at once. Nothing without a head.
pub fn read_what_can_be(text: &str) -> (Option<Log>, Vec<Fault>) {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if start.is_empty() {
        let help = "a log begins with its head; `blackstart exercise` writes one";
        return (None, vec![Fault::at(1, "the log is empty").help(help)]);
    }
    if is_workbook(start.as_bytes()) {
        return (None, vec![Fault::at(1, "this is a workbook").help(AS_CSV)]);
    }
    if start.starts_with('{') { wire::read_lines(text) } else { scribe::read_table(text) }
}

/// What to do with a workbook.
pub const AS_CSV: &str = "save its sheet as CSV (spreadsheets call it CSV UTF-8), and name that file; a workbook itself is not read";

/// Whether bytes are those of a workbook.
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// A log without a fault, or the faults.
fn whole((log, faults): (Option<Log>, Vec<Fault>)) -> Result<Log, Vec<Fault>> {
    match log {
        Some(log) if faults.is_empty() => Ok(log),
        _ => Err(faults),
    }
}
