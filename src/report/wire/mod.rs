//! Turns results and timelines into the JSON that other programs rely on (`docs/results.schema.json`).
//!
//! Invariant: durations are seconds with milliseconds, money is in units of its currency, null means never or
//! nothing to average. Keys are added, never renamed, while the name of the schema stays.

mod estimate;
mod run;
mod service;
mod system;
mod timeline;
mod work;
#[cfg(test)]
mod tests;

pub use run::{Edit, Input, ResultsFile, RunFacts};
pub use timeline::TimelineFile;

use serde::Serialize;

/// Writes one object on one line, without a line end.
pub fn line(file: &impl Serialize) -> String {
    serde_json::to_string(file).expect("texts, finite numbers and lists of them are JSON")
}
