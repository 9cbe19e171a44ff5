//! Turns the tasks', teams' and resources' part of each trial into their tallies.

use super::moments::Moments;
use super::part::parts;
use super::service::misses;
use super::tally::Tally;
use crate::engine::{Effort, ResourceOutcome, TaskOutcome, TeamOutcome};
use crate::model::Task;

/// What all trials yield for one task.
#[derive(Clone, Debug, Default)]
pub struct TaskTally {
    /// Trials in which it was begun.
    pub begun: u64,
    /// Trials in which it was done.
    pub done: u64,
    /// On the disruption clock; zero where it was not begun.
    pub recovery: Tally,
    /// The same on the task's own clock.
    pub recovery_on_clock: Tally,
    pub missed_within: u64,
}

parts!(TaskTally { begun, done, recovery, recovery_on_clock, missed_within });

impl TaskTally {
    /// Counts one trial; returns how many values had to be kept for it.
    pub(super) fn count(&mut self, task: &Task, outcome: &TaskOutcome) -> u64 {
        self.count_misses(task, outcome);
        self.done += u64::from(!outcome.done.is_never());
        self.recovery.count(outcome.time_from_disruption) + self.recovery_on_clock.count(outcome.time)
    }

    /// Counts of one trial what objectives are judged by.
    pub(super) fn count_for_objectives(&mut self, task: &Task, outcome: &TaskOutcome) {
        self.count_misses(task, outcome);
        self.recovery.moments.never += u64::from(outcome.time_from_disruption.is_never());
    }

    fn count_misses(&mut self, task: &Task, outcome: &TaskOutcome) {
        self.begun += u64::from(!outcome.begun.is_never());
        self.missed_within += u64::from(misses(task.within.as_ref(), outcome.time));
    }
}

/// What all trials yield for one team.
#[derive(Clone, Debug, Default)]
pub struct TeamTally {
    /// Trials in which it was called.
    pub called: u64,
    /// Trials in which it was called and mobilised before the horizon.
    pub mobilised: u64,
    /// From the call to the mobilisation, over those trials.
    pub mobilisation: Moments,
    /// People held by work times the time they are held.
    pub busy: Moments,
    /// Time that work waited for its people.
    pub queued: Moments,
}

parts!(TeamTally { called, mobilised, mobilisation, busy, queued });

impl TeamTally {
    /// Counts one trial; a team that others are part of may be busy without a call.
    pub(super) fn count(&mut self, outcome: &TeamOutcome) {
        self.called += u64::from(!outcome.called.is_never());
        if !outcome.called.is_never() && !outcome.mobilised.is_never() {
            self.mobilised += 1;
            self.mobilisation.count(outcome.mobilised.minus(outcome.called));
        }
        self.busy.count(outcome.busy);
        self.queued.count(outcome.queued);
    }
}

/// What all trials yield for one resource.
#[derive(Clone, Debug, Default)]
pub struct ResourceTally {
    /// Units held times the time they are held.
    pub busy: Moments,
    /// Time that work waited for its units.
    pub queued: Moments,
}

parts!(ResourceTally { busy, queued });

impl ResourceTally {
    /// Counts one trial.
    pub(super) fn count(&mut self, outcome: &ResourceOutcome) {
        self.busy.count(outcome.busy);
        self.queued.count(outcome.queued);
    }
}

/// How much all trials had to play. Not part of the digest: a faster engine may need less for the same result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EffortTally {
    pub instants: u64,
    pub rounds: u64,
    pub pieces_of_work: u64,
    pub draws: u64,
    pub systems_struck: u64,
}

parts!(EffortTally { instants, rounds, pieces_of_work, draws, systems_struck });

impl EffortTally {
    /// Counts one trial.
    pub(super) fn count(&mut self, effort: &Effort) {
        self.instants += effort.instants;
        self.rounds += effort.rounds;
        self.pieces_of_work += effort.pieces_of_work;
        self.draws += effort.draws;
        self.systems_struck += effort.systems_struck;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::made_up::{minutes, model, quiet};
    use crate::units::Millis;

    #[test]
    fn a_task_not_done_by_the_horizon_misses_and_one_not_begun_does_not() {
        let model = model();
        let task = &model.tasks[crate::ids::TaskId::from_index(0)];
        let idle = quiet().tasks[0];
        let begun = TaskOutcome {
            begun: minutes(1),
            time: Millis::NEVER,
            time_from_disruption: Millis::NEVER,
            ..idle
        };
        let late = TaskOutcome {
            done: minutes(300),
            time: minutes(241),
            time_from_disruption: minutes(290),
            ..begun
        };
        let mut tally = TaskTally::default();
        [idle, begun, late].iter().for_each(|outcome| {
            tally.count(task, outcome);
        });
        assert_eq!((tally.begun, tally.done, tally.missed_within), (2, 1, 2));
        assert_eq!((tally.recovery.moments.never, tally.recovery.moments.sum), (1, 290 * 60_000));
        let own = &tally.recovery_on_clock.moments;
        assert_eq!((own.never, own.sum), (1, 241 * 60_000));
    }

    #[test]
    fn mobilisation_counts_where_it_came_before_the_horizon() {
        let idle = quiet().teams[0];
        let called = TeamOutcome { called: minutes(5), ..idle };
        let mobilised = TeamOutcome { mobilised: minutes(25), busy: minutes(7), ..called };
        let mut tally = TeamTally::default();
        [idle, called, mobilised, TeamOutcome { queued: minutes(3), ..idle }]
            .iter()
            .for_each(|outcome| tally.count(outcome));
        assert_eq!((tally.called, tally.mobilised, tally.mobilisation.sum), (2, 1, 20 * 60_000));
        assert_eq!((tally.busy.sum, tally.queued.sum), (7 * 60_000, 3 * 60_000));
    }
}
