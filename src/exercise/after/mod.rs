//! The after-action report: what was planned against what happened, and what is changed because of it.
//!
//! `check` holds a log to its pack, `report` makes the report as plain data, `pages` its papers. Nothing is simulated
//! here: effects of edits are handed in.

mod check;
mod pages;
mod propose;
mod report;

pub use check::{Foreign, by_their_ids, foreign};
pub use pages::files;
pub use propose::proposed_edits;
pub use report::{Compared, DecisionLine, Effect, InjectLine, Measure, ObjectiveLine, Report, report};
