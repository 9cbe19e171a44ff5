//! Turns one trial into a day in a room, and what happened in the room back into the model.
//!
//! `compile` makes a [`pack::Pack`] of plain data from a trial; `paper` turns it into documents, one renderer per
//! format. `log` is what happened in the room, `after` holds it against the pack, `calibrate` updates the model's
//! estimates by what was observed. Nothing is simulated here but that trial with a decision sooner or later, and nothing read
//! or written.
//!
//! Invariant: what players see of a pack (`text` of an inject, `situation`, `roles`) is made from what was visible at
//! that minute of the trial, never from its events, its later instants or its verdicts.

pub mod after;
mod background;
mod by_hand;
pub mod calibrate;
mod candidates;
mod capability;
mod channels;
mod choices;
mod compile;
mod contests;
mod cover;
mod crises;
mod decisions;
mod gaps;
mod injects;
mod kind;
mod lint;
pub mod log;
mod long_work;
pub mod pack;
pub mod paper;
mod places;
mod questions;
mod roles;
pub mod room;
mod select;
mod sight;
mod speech;
mod standing;
mod steps;
mod suppliers;
mod symptoms;
mod worth;

pub use compile::{Asked, compile};
pub use gaps::Gaps;
pub use pack::Pack;
pub use worth::{Worth, worth};
