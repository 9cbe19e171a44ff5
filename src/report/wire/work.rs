//! Turns what a run says of tasks, teams and resources into their entries.

use serde::Serialize;

use super::estimate::{ObjectiveEntry, Times, clock_word, mean};
use super::replays::QueueEntry;
use crate::probe::assumptions::Assumptions;
use crate::results::{ResourceResult, TaskResult, TeamResult};
use crate::units::Millis;

#[derive(Serialize)]
pub(super) struct TaskEntry<'a> {
    id: &'a str,
    name: &'a str,
    begun: u64,
    done: u64,
    recovery: Times,
    /// On the task's own clock.
    recovery_on_clock: OnClock,
    objectives: Vec<ObjectiveEntry>,
}

#[derive(Serialize)]
struct OnClock {
    clock: &'static str,
    #[serde(flatten)]
    times: Times,
}

impl<'a> TaskEntry<'a> {
    pub(super) fn new(task: &'a TaskResult, assumptions: Option<&Assumptions>) -> TaskEntry<'a> {
        TaskEntry {
            id: &task.id,
            name: &task.name,
            begun: task.begun,
            done: task.done,
            recovery: Times::new(&task.recovery),
            recovery_on_clock: OnClock {
                clock: clock_word(task.clock),
                times: Times::new(&task.recovery_on_clock),
            },
            objectives: ObjectiveEntry::all(&task.id, &task.objectives, assumptions),
        }
    }
}

/// `busy` and `queued` are over all trials, `mobilised` over `mobilised_n`.
#[derive(Serialize)]
pub(super) struct TeamEntry<'a> {
    id: &'a str,
    name: &'a str,
    n: u64,
    called: u64,
    mobilised_n: u64,
    mobilised_mean_s: Option<f64>,
    mobilised_mean_interval_s: Option<[f64; 2]>,
    busy_mean_s: Option<f64>,
    busy_mean_interval_s: Option<[f64; 2]>,
    queued_mean_s: Option<f64>,
    queued_mean_interval_s: Option<[f64; 2]>,
    queue: Option<QueueEntry>,
}

impl<'a> TeamEntry<'a> {
    pub(super) fn new(team: &'a TeamResult, queue: Option<QueueEntry>) -> TeamEntry<'a> {
        let (mobilised_mean_s, mobilised_mean_interval_s) = mean::<Millis>(team.mobilised.mean);
        let (busy_mean_s, busy_mean_interval_s) = mean::<Millis>(team.busy.mean);
        let (queued_mean_s, queued_mean_interval_s) = mean::<Millis>(team.queued.mean);
        TeamEntry {
            id: &team.id,
            name: &team.name,
            n: team.busy.n,
            called: team.called,
            mobilised_n: team.mobilised.n,
            mobilised_mean_s,
            mobilised_mean_interval_s,
            busy_mean_s,
            busy_mean_interval_s,
            queued_mean_s,
            queued_mean_interval_s,
            queue,
        }
    }
}

/// Both are over all `n` trials.
#[derive(Serialize)]
pub(super) struct ResourceEntry<'a> {
    id: &'a str,
    name: &'a str,
    n: u64,
    busy_mean_s: Option<f64>,
    busy_mean_interval_s: Option<[f64; 2]>,
    queued_mean_s: Option<f64>,
    queued_mean_interval_s: Option<[f64; 2]>,
}

impl<'a> ResourceEntry<'a> {
    pub(super) fn new(resource: &'a ResourceResult) -> ResourceEntry<'a> {
        let (busy_mean_s, busy_mean_interval_s) = mean::<Millis>(resource.busy.mean);
        let (queued_mean_s, queued_mean_interval_s) = mean::<Millis>(resource.queued.mean);
        ResourceEntry {
            id: &resource.id,
            name: &resource.name,
            n: resource.busy.n,
            busy_mean_s,
            busy_mean_interval_s,
            queued_mean_s,
            queued_mean_interval_s,
        }
    }
}
