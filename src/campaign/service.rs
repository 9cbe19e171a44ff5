//! Turns a service's part of each trial into its tallies.
//!
//! Misses are counted rather than keeps, and zeros not at all: a trial that left the service alone costs
//! one comparison.

use super::impact::loss;
use super::ledger::{Chain, Ledgers};
use super::moments::Moments;
use super::part::parts;
use super::tally::Tally;
use crate::engine::{Level, Line, Outcome, ServiceOutcome};
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
    /// Trials that missed the RTO, by the clock that is held against it.
    pub missed_rto: ByClock,
    pub missed_rpo: u64,
    pub missed_mtpd: u64,
    /// Where the time of the outages that ended went.
    pub ledgers: Ledgers,
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
    ledgers,
});

/// Counts that differ by the clock a time is read from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByClock {
    pub disruption: u64,
    pub detected: u64,
    pub declared: u64,
}

parts!(ByClock { disruption, detected, declared });

impl ByClock {
    /// The count on a clock.
    pub fn on(&self, clock: Clock) -> u64 {
        match clock {
            Clock::Disruption => self.disruption,
            Clock::Detected => self.detected,
            Clock::Declared => self.declared,
        }
    }

    fn on_mut(&mut self, clock: Clock) -> &mut u64 {
        match clock {
            Clock::Disruption => &mut self.disruption,
            Clock::Detected => &mut self.detected,
            Clock::Declared => &mut self.declared,
        }
    }
}

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

    /// Counts of one trial what objectives are judged by, the RTO on the clock of the service alone.
    pub(super) fn count_for_objectives(&mut self, service: &Service, position: usize, outcome: &Outcome) {
        let seen = &outcome.services[position];
        let missed = Missed::of(service, position, outcome);
        self.touched += u64::from(seen.touched);
        self.recovery.moments.never += u64::from(seen.minimum.outage().is_never());
        *self.missed_rto.on_mut(service.clock) += u64::from(missed.rto);
        self.missed_rpo += u64::from(missed.rpo);
        self.missed_mtpd += u64::from(missed.mtpd);
    }

    /// Counts where the time of the outages of one trial went.
    pub(super) fn count_charges(&mut self, service: &Service, position: usize, outcome: &Outcome) {
        let ServiceOutcome { minimum, full, .. } = &outcome.services[position];
        let ended = |line: &Line| line.interrupted() && line.recovered();
        let missed = || misses(service.rto.as_ref(), recovery_time(minimum, service.clock, outcome));
        let are_one = outcome.charges.are_one(position);
        if ended(minimum) {
            let chain = match (missed(), are_one) {
                (true, true) => Chain::LateAndFull,
                (true, false) => Chain::Late,
                (false, true) => Chain::InTimeAndFull,
                (false, false) => Chain::InTime,
            };
            self.ledgers.count(outcome.charges.of(position, Level::Minimum), chain);
        }
        if ended(full) && !(ended(minimum) && are_one) {
            self.ledgers.count(outcome.charges.of(position, Level::Full), Chain::Full);
        }
    }

    fn count_interruption(&mut self, service: &Service, seen: &ServiceOutcome, trial: &Trial) -> u64 {
        let line = &seen.minimum;
        let outage = line.outage();
        let from_detected = recovery_time(line, Clock::Detected, trial.outcome);
        let from_declared = recovery_time(line, Clock::Declared, trial.outcome);
        let work = if outage.is_never() { Millis::NEVER } else { seen.work_recovery };
        self.interrupted += 1;
        self.relapsed += u64::from(line.relapsed());
        let missed = |time| u64::from(misses(service.rto.as_ref(), time));
        self.missed_rto.disruption += missed(outage);
        self.missed_rto.detected += missed(from_detected);
        self.missed_rto.declared += missed(from_declared);
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

/// The length of an outage on a clock; zero without one, `NEVER` if not recovered.
pub fn recovery_time(line: &Line, clock: Clock, outcome: &Outcome) -> Millis {
    match clock {
        Clock::Disruption => line.outage(),
        Clock::Detected => line.since(outcome.detected),
        Clock::Declared => line.since(outcome.declared),
    }
}

/// Which of its objectives a service missed in one trial; false where it has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Missed {
    pub rto: bool,
    pub rpo: bool,
    pub mtpd: bool,
}

impl Missed {
    /// Holds one trial against the objectives of the service at `position`.
    pub fn of(service: &Service, position: usize, outcome: &Outcome) -> Missed {
        let seen = &outcome.services[position];
        let line = &seen.minimum;
        let out = line.interrupted();
        let outage = line.outage();
        let work = if outage.is_never() { Millis::NEVER } else { seen.work_recovery };
        Missed {
            rto: out && misses(service.rto.as_ref(), recovery_time(line, service.clock, outcome)),
            rpo: misses(service.rpo.as_ref(), seen.data_loss),
            mtpd: out && misses(service.mtpd.as_ref(), outage.plus(work)),
        }
    }
}

/// What the outage of a service costs in one trial that played up to `horizon`, in hundredths.
pub fn cost(service: &Service, seen: &ServiceOutcome, horizon: Millis) -> i64 {
    let line = &seen.minimum;
    let Some(curve) = service.impact.as_ref().filter(|_| line.interrupted()) else { return 0 };
    let outage = line.outage();
    loss(&curve.points, if outage.is_never() { horizon.minus(line.first_down) } else { outage })
}

/// What a service's tally needs to know of the trial as a whole.
pub(super) struct Trial<'a> {
    pub(super) outcome: &'a Outcome,
    pub(super) horizon: Millis,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::made_up::{HORIZON, SERVICE_UP, down, minutes, model, quiet};

    /// Counts one trial of a service that is asked for an RTO of 2 h from detection (minute 30), an RPO of 5 min
    /// and an MTPD of 8 h.
    fn count(seen: ServiceOutcome) -> ServiceTally {
        let model = model();
        let service = &model.services[crate::ids::ServiceId::from_index(0)];
        let outcome = Outcome { detected: minutes(30), ..quiet() };
        let trial = Trial { outcome: &outcome, horizon: HORIZON };
        let mut tally = ServiceTally::default();
        tally.count(service, &seen, &trial);
        tally
    }

    /// RTO, RPO and MTPD missed.
    fn misses(seen: ServiceOutcome, expected: [u64; 3]) {
        let tally = count(seen);
        let missed_rto = tally.missed_rto.on(model().services.as_slice()[0].clock);
        assert_eq!([missed_rto, tally.missed_rpo, tally.missed_mtpd], expected, "{seen:?}");
    }

    fn out(from: i64, to: Option<i64>) -> ServiceOutcome {
        ServiceOutcome { minimum: down(from, to), full: down(from, to), touched: true, ..SERVICE_UP }
    }

    #[test]
    fn the_rto_counts_on_the_clock_of_the_service() {
        misses(out(0, Some(150)), [0, 0, 0]);
        let late = Line { last_back: minutes(150).plus(Millis::new(1)), ..down(0, Some(150)) };
        misses(ServiceOutcome { minimum: late, ..out(0, Some(150)) }, [1, 0, 0]);
        misses(out(0, Some(20)), [0, 0, 0]);
        misses(out(0, None), [1, 0, 1]);
        let times = count(out(10, Some(50)));
        let sums =
            [&times.recovery, &times.recovery_detected, &times.recovery_declared, &times.recovery_full];
        assert_eq!(
            sums.map(|tally| tally.moments.sum),
            [40, 20, 0, 40].map(|m| i128::from(minutes(m).get()))
        );
    }

    #[test]
    fn the_mtpd_counts_the_work_after_the_return() {
        let work = |minute, work_recovery| ServiceOutcome { work_recovery, ..out(0, Some(minute)) };
        misses(work(140, minutes(340)), [0, 0, 0]);
        misses(work(140, minutes(340).plus(Millis::new(1))), [0, 0, 1]);
        misses(work(140, Millis::NEVER), [0, 0, 1]);
    }

    #[test]
    fn lost_data_cost_no_mtpd_without_an_interruption() {
        let lost = ServiceOutcome { data_loss: Millis::NEVER, work_recovery: Millis::NEVER, ..SERVICE_UP };
        misses(lost, [0, 1, 0]);
        assert_eq!(count(lost).work_recovery, Moments::default());
        misses(ServiceOutcome { data_loss: Millis::NEVER, ..out(0, Some(1)) }, [0, 1, 0]);
    }

    #[test]
    fn an_rpo_is_held_up_to_the_millisecond() {
        misses(ServiceOutcome { data_loss: minutes(5), ..SERVICE_UP }, [0, 0, 0]);
        misses(ServiceOutcome { data_loss: minutes(5).plus(Millis::new(1)), ..SERVICE_UP }, [0, 1, 0]);
    }

    #[test]
    fn an_outage_without_end_costs_up_to_the_horizon() {
        let hours_out = |hours: i128| 25_000_000 + (hours - 4) * 375_000_000 / 20;
        assert_eq!(count(out(0, Some(840))).loss.moments.sum, hours_out(14));
        assert_eq!(count(out(120, None)).loss.moments.sum, hours_out(14 * 24 - 2));
        assert_eq!(count(SERVICE_UP).loss.moments.others, 0);
    }

    #[test]
    fn below_full_and_never_below_the_minimum_is_reduced() {
        let reduced = count(ServiceOutcome { minimum: Line::UP, ..out(0, Some(60)) });
        assert_eq!((reduced.reduced, reduced.interrupted, reduced.first_return.moments.others), (1, 0, 0));
        assert_eq!(reduced.recovery_full.moments.others, 1);
        let below =
            count(ServiceOutcome { minimum: Line { downs: 2, ..down(0, Some(60)) }, ..out(0, Some(60)) });
        assert_eq!((below.reduced, below.interrupted, below.relapsed), (0, 1, 1));
    }
}
