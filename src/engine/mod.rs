//! The engine: a compiled program played trial by trial.
//!
//! `compile` lowers a model and a scenario to flat arrays; `play` turns (program, trial) into an outcome in
//! reused memory. A trial depends on nothing else. Here are no strings, no files, no floating-point sums over
//! trials, and nothing is allocated per trial once the memory has grown to its size.
//! Read `program` for what there is, `trial` for how it is played.

mod agenda;
mod cache;
mod choice;
mod compile;
mod difference;
mod draw;
mod footprint;
mod gates;
mod initial;
mod ledger;
mod marks;
mod measure;
mod modes;
mod outcome;
mod pools;
mod program;
mod queue;
mod record;
mod response;
mod retime;
mod rows;
mod signals;
mod state;
mod strike;
mod tasks;
mod timeline;
mod trial;
mod variables;
mod waiting;
mod work;
mod workarounds;

pub use compile::{compile, compile_with_assumed_at};
pub use difference::difference;
pub use footprint::{Footprint, Place};
pub use ledger::{Charge, Charges, Level, Stretch};
pub use outcome::{
    Effort, Line, Outcome, ResourceOutcome, ServiceOutcome, SystemOutcome, TaskOutcome, TeamOutcome,
};
pub use program::Program;
pub use record::{Cause, Record, RecordId, Who};
pub use retime::Deciding;
pub use timeline::{Change, Recorder, Timeline, What};
pub use trial::{Endless, Runaway, Scratch, play};
