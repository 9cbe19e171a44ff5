//! Turns results and timelines into the JSON that other programs rely on (`docs/results.schema.json`).
//!
//! Invariant: durations are seconds with milliseconds, money is in units of its currency, null means never or
//! nothing to average. Keys are added, never renamed, while the name of the schema stays.

mod against;
mod document;
mod estimate;
mod finding;
mod ledger;
mod manifest;
mod objects;
mod picture;
mod places;
mod replays;
mod run;
mod service;
pub mod study;
mod system;
mod tidy;
mod timeline;
mod tree;
mod work;
#[cfg(test)]
mod tests;

pub use against::with_against;
pub use manifest::{DigestOf, EditOf, Engine, FileOf, Manifest, Repeat, SCHEMA as MANIFEST_SCHEMA};
pub use objects::objects;
pub use picture::GraphFile;
pub use run::{Account, Edit, Extras, Input, ResultsFile, RunFacts, Search, Stopped};
pub use tidy::{TidyRow, TidyValue, tidy};
pub use timeline::TimelineFile;

use serde::Serialize;

use crate::diagnostic::unseen;

/// Writes one object on one line, without a line end. What cannot be seen is escaped, as JSON allows: the line
/// may be read on a terminal.
pub fn line(file: &impl Serialize) -> String {
    let json = serde_json::to_string(file).expect("texts, finite numbers and lists of them are JSON");
    if !json.chars().any(|c| unseen::kind(c).is_some()) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 64);
    for c in json.chars() {
        match unseen::kind(c) {
            // Such characters stand in texts alone, where an escape means the same.
            Some(_) => {
                let units = c
                    .encode_utf16(&mut [0; 2])
                    .iter()
                    .map(|unit| format!("\\u{unit:04x}"))
                    .collect::<String>();
                out.push_str(&units);
            }
            None => out.push(c),
        }
    }
    out
}
