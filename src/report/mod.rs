//! Turns results and trials into words and tables. No file, no clock, no host.

pub mod text;
pub mod clock;
mod words;
mod figures;
mod table;
pub mod names;
pub mod summary;
pub mod incident_log;

/// Columns that a text may use.
const WIDTH: usize = 110;
