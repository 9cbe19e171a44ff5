//! Turns a system's part of each trial into its tallies, and likewise that of an `alike` group.
//!
//! Each member of a group is measured from the start of its own outage. The group's recovery time and data
//! loss are the largest among its members, it is interrupted when any of them is, and holds an objective when
//! all of them do. `back` has the recovery times by which shares of the members were up.

use super::part::parts;
use super::service::misses;
use super::tally::Tally;
use crate::engine::SystemOutcome;
use crate::ids::{IdVec, SystemId};
use crate::model::System;
use crate::units::Millis;

/// What all trials yield for one system, or for all members of a group together.
#[derive(Clone, Debug, Default)]
pub struct SystemTally {
    /// Trials in which an effect struck it or what it needs.
    pub touched: u64,
    /// Trials in which it was ever down.
    pub interrupted: u64,
    /// On the disruption clock.
    pub recovery: Tally,
    pub data_loss: Tally,
    pub missed_rto: u64,
    pub missed_rpo: u64,
    /// In the order of the file.
    pub strategies: Vec<StrategyTally>,
}

parts!(SystemTally { touched, interrupted, recovery, data_loss, missed_rto, missed_rpo, strategies });

/// Trials in which a strategy was chosen (be it provisionally), completed and failed at least once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StrategyTally {
    pub chosen: u64,
    pub completed: u64,
    pub failed: u64,
}

parts!(StrategyTally { chosen, completed, failed });

/// One system in one trial, or a group as if it were one.
struct Seen {
    touched: bool,
    interrupted: bool,
    recovery: Millis,
    data_loss: Millis,
    chosen: u64,
    completed: u64,
    failed: u64,
}

impl Seen {
    const NOTHING: Seen = Seen {
        touched: false,
        interrupted: false,
        recovery: Millis::ZERO,
        data_loss: Millis::ZERO,
        chosen: 0,
        completed: 0,
        failed: 0,
    };

    /// This together with another member.
    fn and(self, member: &SystemOutcome) -> Seen {
        Seen {
            touched: self.touched || member.touched,
            interrupted: self.interrupted || member.line.interrupted(),
            recovery: self.recovery.max(member.line.outage()),
            data_loss: self.data_loss.max(member.data_loss),
            chosen: self.chosen | member.chosen,
            completed: self.completed | member.completed,
            failed: self.failed | member.failed,
        }
    }
}

/// Whether the trial left the system alone, so that there is nothing to count.
fn left_alone(system: &SystemOutcome) -> bool {
    let strategies = system.chosen | system.completed | system.failed;
    !system.touched && !system.line.interrupted() && system.data_loss == Millis::ZERO && strategies == 0
}

impl SystemTally {
    pub(super) fn new(system: &System) -> SystemTally {
        let strategies = vec![StrategyTally::default(); system.recovery.len()];
        SystemTally { strategies, ..SystemTally::default() }
    }

    /// Counts one trial; returns how many values had to be kept for it.
    pub(super) fn count(&mut self, system: &System, outcome: &SystemOutcome) -> u64 {
        if left_alone(outcome) { 0 } else { self.count_seen(system, &Seen::NOTHING.and(outcome)) }
    }

    /// Counts of one trial what objectives are judged by.
    pub(super) fn count_for_objectives(&mut self, system: &System, outcome: &SystemOutcome) {
        if !left_alone(outcome) {
            self.count_seen_for_objectives(system, &Seen::NOTHING.and(outcome));
        }
    }

    fn count_seen_for_objectives(&mut self, system: &System, seen: &Seen) {
        self.count_misses(system, seen);
        self.recovery.moments.never += u64::from(seen.recovery.is_never());
    }

    fn count_misses(&mut self, system: &System, seen: &Seen) {
        self.touched += u64::from(seen.touched);
        self.missed_rto += u64::from(misses(system.rto.as_ref(), seen.recovery));
        self.missed_rpo += u64::from(misses(system.rpo.as_ref(), seen.data_loss));
    }

    fn count_seen(&mut self, system: &System, seen: &Seen) -> u64 {
        self.count_misses(system, seen);
        self.interrupted += u64::from(seen.interrupted);
        for (bit, strategy) in self.strategies.iter_mut().enumerate() {
            strategy.chosen += seen.chosen >> bit & 1;
            strategy.completed += seen.completed >> bit & 1;
            strategy.failed += seen.failed >> bit & 1;
        }
        self.recovery.count(seen.recovery) + self.data_loss.count(seen.data_loss)
    }
}

/// What all trials yield for an `alike` group.
#[derive(Clone, Debug, Default)]
pub struct GroupTally {
    pub all: SystemTally,
    /// For each share of `BACK` the recovery time by which that share of the members was up.
    pub back: Vec<Tally>,
}

parts!(GroupTally { all, back });

/// Shares of a group's members, in percent.
pub const BACK: [u64; 4] = [10, 50, 90, 100];

impl GroupTally {
    pub(super) fn new(member: &System) -> GroupTally {
        GroupTally { all: SystemTally::new(member), back: vec![Tally::default(); BACK.len()] }
    }

    /// Counts one trial; returns how many values had to be kept for it. `times` is room to work in.
    pub(super) fn count(&mut self, members: &[SystemId], trial: &Members, times: &mut Vec<Millis>) -> u64 {
        let Some((system, seen)) = trial.seen(members) else { return 0 };
        let mut kept = self.all.count_seen(system, &seen);
        times.clear();
        times.extend(trial.of(members).map(|outcome| outcome.line.outage()));
        times.sort_unstable();
        for (percent, back) in BACK.iter().zip(&mut self.back) {
            let rank = (percent * times.len() as u64).div_ceil(100);
            kept += back.count(times[rank as usize - 1]);
        }
        kept
    }

    /// Counts of one trial what objectives are judged by.
    pub(super) fn count_for_objectives(&mut self, members: &[SystemId], trial: &Members) {
        if let Some((system, seen)) = trial.seen(members) {
            self.all.count_seen_for_objectives(system, &seen);
        }
    }
}

/// The systems of a model and what one trial made of them.
pub(super) struct Members<'a> {
    pub(super) systems: &'a IdVec<SystemId, System>,
    pub(super) outcomes: &'a [SystemOutcome],
}

impl<'a> Members<'a> {
    fn of(&self, members: &[SystemId]) -> impl Iterator<Item = &'a SystemOutcome> {
        members.iter().map(|member| &self.outcomes[member.index()])
    }

    /// What a group was in the trial, and the first of its members, which has their objectives; nothing of one that was
    /// left alone.
    fn seen(&self, members: &[SystemId]) -> Option<(&'a System, Seen)> {
        let first = members.first()?;
        if self.of(members).all(left_alone) {
            return None;
        }
        Some((&self.systems[*first], self.of(members).fold(Seen::NOTHING, Seen::and)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::made_up::{SYSTEM_UP, down, minutes, model};
    use crate::model::Model;

    fn ledger(model: &Model) -> &System {
        &model.systems[SystemId::from_index(3)]
    }

    fn group(outcomes: [SystemOutcome; 3]) -> GroupTally {
        let model = model();
        let mut outcomes = outcomes.to_vec();
        outcomes.extend([SYSTEM_UP; 2]);
        let members: Vec<_> = (0..3).map(SystemId::from_index).collect();
        let mut tally = GroupTally::new(&model.systems[members[0]]);
        let trial = Members { systems: &model.systems, outcomes: &outcomes };
        tally.count(&members, &trial, &mut Vec::new());
        tally
    }

    fn out(from: i64, to: Option<i64>) -> SystemOutcome {
        SystemOutcome { line: down(from, to), touched: true, ..SYSTEM_UP }
    }

    #[test]
    fn objectives_of_a_system_are_held_up_to_the_millisecond() {
        let model = model();
        let missed = |outcome: SystemOutcome| {
            let mut tally = SystemTally::new(ledger(&model));
            tally.count(ledger(&model), &outcome);
            [tally.missed_rto, tally.missed_rpo]
        };
        assert_eq!(missed(SYSTEM_UP), [0, 0]);
        assert_eq!(missed(SystemOutcome { data_loss: minutes(15), ..out(10, Some(250)) }), [0, 0]);
        assert_eq!(missed(SystemOutcome { data_loss: minutes(16), ..out(10, Some(251)) }), [1, 1]);
        assert_eq!(missed(SystemOutcome { data_loss: Millis::NEVER, ..out(10, None) }), [1, 1]);
    }

    #[test]
    fn each_strategy_counts_at_most_once_a_trial() {
        let model = model();
        let mut tally = SystemTally::new(ledger(&model));
        let seen = |chosen, completed, failed| SystemOutcome { chosen, completed, failed, ..out(0, Some(9)) };
        [seen(0b11, 0b10, 0b01), seen(0b01, 0b01, 0)].iter().for_each(|outcome| {
            tally.count(ledger(&model), outcome);
        });
        let trials = |chosen, completed, failed| StrategyTally { chosen, completed, failed };
        assert_eq!(tally.strategies, [trials(2, 1, 1), trials(1, 1, 0)]);
    }

    #[test]
    fn a_group_is_back_with_its_last_member() {
        let tally = group([out(0, Some(30)), SYSTEM_UP, out(20, Some(100))]);
        let sum = |tally: &Tally| tally.moments.sum / i128::from(Millis::MINUTE.get());
        assert_eq!((tally.all.interrupted, tally.all.touched, sum(&tally.all.recovery)), (1, 1, 80));
        // of three members the first is 10 %, the second half, the third 90 and 100 %
        assert_eq!(tally.back.iter().map(sum).collect::<Vec<_>>(), [0, 30, 80, 80]);
    }

    #[test]
    fn one_member_misses_for_the_group() {
        let lost = SystemOutcome { failed: 1, ..out(0, None) };
        let tally = group([out(0, Some(30)), SYSTEM_UP, lost]);
        assert_eq!(
            (tally.all.missed_rto, tally.all.recovery.moments.never, tally.all.strategies[0].failed),
            (1, 1, 1)
        );
        assert_eq!(tally.back.iter().map(|back| back.moments.never).collect::<Vec<_>>(), [0, 0, 1, 1]);
        assert_eq!(group([SYSTEM_UP; 3]).all.recovery.moments.others, 0);
    }
}
