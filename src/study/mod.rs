//! Asks what would change an answer: plays variants of a plan against the plan, trial by trial.
//!
//! A draw depends on seed, variable and trial alone, so a plan and a variant of it see the same bad luck in the same
//! trial, and what differs between the two trials of a pair is the doing of the edit. Everything here is a [`Pair`] of
//! programs played over the same trials: its tallies are integers, so nothing depends on threads.

pub mod advice;
pub mod again;
pub mod axis;
mod contest;
pub mod delay;
mod effect;
pub mod inputs;
pub mod levers;
mod moves;
mod pair;
mod quantile;
pub mod scaled;
mod seen;
mod stretch;
pub mod sweep;
pub mod tried;
mod variant;

pub use axis::Axis;
pub use contest::{Contest, Counting, Fallen, Played, Terms, Watch};
pub use effect::{Effect, Moved, ObjectiveEffect, ServiceEffect, TimeEffect, moved};
pub use moves::{FindingMove, moves, only_in};
pub use pair::{Extreme, Pair, ServicePair};
pub use quantile::QuantileChange;
pub use seen::{KINDS, Seen, Viewer};
pub use variant::{Ground, Refused, Variant};
