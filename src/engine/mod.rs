//! Plays trials of a scenario against a model.

mod outcome;
mod record;
mod timeline;

pub use outcome::{Effort, Line, Outcome, ServiceOutcome, SystemOutcome, TaskOutcome, TeamOutcome};
pub use record::{Cause, Record, RecordId, Who};
pub use timeline::{Change, Recorder, Timeline, What};
