//! Turns tallies into estimates, each with its number of trials and its interval, and into verdicts.
//!
//! The only room that makes floating-point numbers of tallies: each integer is converted once, and only
//! `+ - * / sqrt` follow, so the same tallies give the same bits everywhere. The words for people are the
//! business of `report`.

mod actual;
mod apportion;
mod average;
mod change;
mod convergence;
mod curve;
mod estimate;
mod ledger;
mod objective;
mod pick;
mod ranks;
mod sequence;
mod service;
mod share;
mod system;
mod whole;
mod work;

pub use actual::ActualResult;
pub use apportion::apportion;
pub use average::{Average, Hundredths, Mean, Unit};
pub use change::{Change, Direction, Table};
pub use estimate::{Estimate, PERCENTS, Quantile};
pub use ledger::{LedgerEntry, LedgerResult, Micros, NAMED_IN_100, StepResult};
pub use objective::{ObjectiveKind, ObjectiveResult, Status, Verdict};
pub use pick::Pick;
pub use ranks::{Ranks, bounded_rank};
pub use service::{LossResult, ServiceResult};
pub use share::{IntervalKind, Share, Z};
pub use system::{StrategyResult, SystemResult};
pub use whole::{Goal, Results, objectives};
pub use work::{ResourceResult, TaskResult, TeamResult};
