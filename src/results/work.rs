//! Turns the tallies of tasks, teams and resources into their estimates and verdicts.

use super::average::Average;
use super::estimate::Estimate;
use super::objective::{Exposure, ObjectiveKind, ObjectiveResult, Terms};
use crate::campaign::{ResourceTally, TaskTally, TeamTally};
use crate::model::{Clock, Model, Resource, Task, Team};
use crate::units::Millis;

/// What a campaign says of one task.
#[derive(Clone, Debug)]
pub struct TaskResult {
    pub id: String,
    pub name: String,
    /// Trials in which it was begun.
    pub begun: u64,
    /// Trials in which it was done.
    pub done: u64,
    /// On the disruption clock; zero where it was not begun.
    pub recovery: Estimate<Millis>,
    /// The same on the task's own clock.
    pub recovery_on_clock: Estimate<Millis>,
    pub clock: Clock,
    /// `within`, if given.
    pub objectives: Vec<ObjectiveResult>,
}

impl TaskResult {
    /// Estimates from the tally of a task.
    pub(super) fn new(model: &Model, task: &Task, tally: &TaskTally, terms: &Terms) -> TaskResult {
        let node = &model.nodes[task.node];
        TaskResult {
            id: node.id.clone(),
            name: node.name.clone(),
            begun: tally.begun,
            done: tally.done,
            recovery: Estimate::new(&tally.recovery, &terms.ranks),
            recovery_on_clock: Estimate::new(&tally.recovery_on_clock, &terms.ranks),
            clock: task.clock,
            objectives: objectives(task, tally, terms),
        }
    }
}

pub(super) fn objectives(task: &Task, tally: &TaskTally, terms: &Terms) -> Vec<ObjectiveResult> {
    let exposure = Exposure { touched: tally.begun, unrecovered: tally.recovery.moments.never };
    let kind = (ObjectiveKind::Within, Some(task.clock));
    task.within.iter().map(|asked| terms.judge(kind, asked, tally.missed_within, exposure)).collect()
}

/// What a campaign says of one team.
#[derive(Clone, Debug)]
pub struct TeamResult {
    pub id: String,
    pub name: String,
    /// Trials in which it was called.
    pub called: u64,
    /// From the call to the mobilisation, over the trials with both before the horizon.
    pub mobilised: Average<Millis>,
    /// People held by work times the time they are held, over all trials.
    pub busy: Average<Millis>,
    /// Time that ready work waited for its people, over all trials.
    pub queued: Average<Millis>,
}

impl TeamResult {
    /// Estimates from the tally of a team over `n` trials.
    pub(super) fn new(model: &Model, team: &Team, tally: &TeamTally, n: u64) -> TeamResult {
        let node = &model.nodes[team.node];
        TeamResult {
            id: node.id.clone(),
            name: node.name.clone(),
            called: tally.called,
            mobilised: Average::new(&tally.mobilisation, tally.mobilised),
            busy: Average::new(&tally.busy, n),
            queued: Average::new(&tally.queued, n),
        }
    }
}

/// What a campaign says of one resource.
#[derive(Clone, Debug)]
pub struct ResourceResult {
    pub id: String,
    pub name: String,
    /// Units held times the time they are held, over all trials.
    pub busy: Average<Millis>,
    /// Time that ready work waited for its units, over all trials.
    pub queued: Average<Millis>,
}

impl ResourceResult {
    /// Estimates from the tally of a resource over `n` trials.
    pub(super) fn new(model: &Model, resource: &Resource, tally: &ResourceTally, n: u64) -> ResourceResult {
        let node = &model.nodes[resource.node];
        ResourceResult {
            id: node.id.clone(),
            name: node.name.clone(),
            busy: Average::new(&tally.busy, n),
            queued: Average::new(&tally.queued, n),
        }
    }
}
