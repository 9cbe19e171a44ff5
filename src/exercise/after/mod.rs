//! The after-action report: what was planned against what happened, and what is changed because of it.
//!
//! `check` holds a log to its pack, `report` makes the report as plain data, of which `day`, `decisions` and `doubts` are parts,
//! `pages` its papers. Nothing is simulated here: effects of edits are handed in.

mod check;
mod day;
mod decisions;
mod doubts;
mod pages;
mod propose;
mod report;

pub use check::{Foreign, foreign, other_pack};
pub use decisions::{DecisionLine, Standing};
pub use pages::files;
pub use propose::proposed_edits;
pub use report::{
    Compared, Effect, InjectLine, Measure, Measures, ObjectiveLine, Planned, Report, RoleLine, TalkLine,
    report,
};
