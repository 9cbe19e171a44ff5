//! Turns results and timelines into what people and programs read: data and words, no files, no clock, no host.

pub mod wire;
pub mod text;
mod clock;
mod words;
mod figures;
mod table;
pub mod names;
pub mod picture;
pub mod summary;
pub mod incident_log;
pub mod checks;

/// Columns that a text may use.
const WIDTH: usize = 110;
