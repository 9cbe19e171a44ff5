//! Objectives that fall short.

mod copies;
mod restore_group;
mod way_back;
pub mod minimum_level_lost;
pub mod mtpd_falls_short;
pub mod rpo_falls_short;
pub mod rto_falls_short;
pub mod system_falls_short;
pub mod task_late;

pub(super) use copies::after_total_loss;

use super::Remedy;
use crate::diagnostic::Severity;
use crate::results::{ObjectiveResult, ServiceResult, Verdict};

/// From how far and how sure: how many of 100 runs are surely missing to what is wanted, at 99 %.
fn severity(objective: &ObjectiveResult) -> Severity {
    match objective.required - objective.share.interval[1] {
        surely if surely > 0.10 => Severity::High,
        surely if surely > 0.02 => Severity::Medium,
        _ => Severity::Low,
    }
}

/// How far the share falls short.
fn shortfall(objective: &ObjectiveResult) -> f64 {
    objective.required - objective.share.share
}

fn falls_short(objective: &ObjectiveResult) -> bool {
    objective.verdict == Verdict::FallsShort
}

/// What to look at first where most of the trials that break an objective never end: whatever is made faster does not
/// help them.
fn unending(service: &ServiceResult, objective: &ObjectiveResult) -> Option<Remedy> {
    let recovery = &service.recovery.average;
    let never = recovery.n - recovery.recovered;
    (2 * never > objective.missed()).then(|| {
        Remedy::to_do(
            "Most of these runs do not end late but not at all: first see what keeps it out (G0301).",
        )
    })
}
