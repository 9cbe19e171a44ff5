//! Turns a service's part of each trial into its tallies.
//!
//! Misses are counted rather than keeps, and zeros not at all: a trial that left the service alone costs
//! one comparison.

use super::impact::loss;
use super::moments::Moments;
use super::part::parts;
use super::tally::Tally;
use crate::engine::{Outcome, ServiceOutcome};
use crate::model::{Clock, Objective, Service};
use crate::units::Millis;

/// What all trials yield for one service. Times that end at the minimum level unless it says full.
#[derive(Clone, Debug, Default)]
pub struct ServiceTally {
    /// Trials in which an effect struck what it needs.
    pub touched: u64,
    /// Trials in which it was ever below.
    pub interrupted: u64,
    /// Trials in which it fell again after its first return.
    pub relapsed: u64,
    /// Trials in which it was below full and never below its minimum.
    pub reduced: u64,
    /// Recovery time on the disruption clock, over all trials.
    pub recovery: Tally,
    /// On the clock of detection.
    pub recovery_detected: Tally,
    /// On the clock of declaration.
    pub recovery_declared: Tally,
    /// On the disruption clock, to the full level.
    pub recovery_full: Tally,
    /// Over the interrupted trials only.
    pub first_return: Tally,
    pub downtime: Moments,
    pub data_loss: Tally,
    /// Zero without interruption; never where the service did not recover or its data did not.
    pub work_recovery: Moments,
    /// In hundredths of the currency.
    pub loss: Tally,
    pub missed_rto: u64,
    pub missed_rpo: u64,
    pub missed_mtpd: u64,
}

parts!(ServiceTally {
    touched,
    interrupted,
    relapsed,
    reduced,
    recovery,
    recovery_detected,
    recovery_declared,
    recovery_full,
    first_return,
    downtime,
    data_loss,
    work_recovery,
    loss,
    missed_rto,
    missed_rpo,
    missed_mtpd,
});

/// Whether a time is over the target, if there is one.
pub(super) fn misses(objective: Option<&Objective>, time: Millis) -> bool {
    objective.is_some_and(|objective| time.is_never() || time > objective.target)
}

impl ServiceTally {
    /// Counts one trial; returns how many values had to be kept for it.
    pub(super) fn count(&mut self, service: &Service, seen: &ServiceOutcome, trial: &Trial) -> u64 {
        self.touched += u64::from(seen.touched);
        self.reduced += u64::from(seen.full.interrupted() && !seen.minimum.interrupted());
        self.missed_rpo += u64::from(misses(service.rpo.as_ref(), seen.data_loss));
        let mut kept = self.data_loss.count(seen.data_loss);
        if seen.full.interrupted() {
            kept += self.recovery_full.count(seen.full.outage());
        }
        if seen.minimum.interrupted() {
            kept += self.count_interruption(service, seen, trial);
        }
        kept
    }

    fn count_interruption(&mut self, service: &Service, seen: &ServiceOutcome, trial: &Trial) -> u64 {
        let line = &seen.minimum;
        let outage = line.outage();
        let from_detected = line.since(trial.detected);
        let from_declared = line.since(trial.declared);
        let on_clock = match service.clock {
            Clock::Disruption => outage,
            Clock::Detected => from_detected,
            Clock::Declared => from_declared,
        };
        let work = if outage.is_never() { Millis::NEVER } else { seen.work_recovery };
        self.interrupted += 1;
        self.relapsed += u64::from(line.relapsed());
        self.missed_rto += u64::from(misses(service.rto.as_ref(), on_clock));
        self.missed_mtpd += u64::from(misses(service.mtpd.as_ref(), outage.plus(work)));
        self.downtime.count(line.downtime);
        self.work_recovery.count(work);
        let mut kept = self.recovery.count(outage);
        kept += self.recovery_detected.count(from_detected);
        kept += self.recovery_declared.count(from_declared);
        kept += self.first_return.count(line.first_return());
        if let Some(curve) = &service.impact {
            let until = if outage.is_never() { trial.horizon.minus(line.first_down) } else { outage };
            kept += self.loss.count_amount(loss(&curve.points, until));
        }
        kept
    }
}

/// What a service's tally needs to know of the trial as a whole.
pub(super) struct Trial {
    pub(super) detected: Millis,
    pub(super) declared: Millis,
    pub(super) horizon: Millis,
}

impl Trial {
    pub(super) fn new(outcome: &Outcome, horizon: Millis) -> Trial {
        Trial { detected: outcome.detected, declared: outcome.declared, horizon }
    }
}
