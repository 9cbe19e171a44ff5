//! Turns what a run says of a service into its entry.

use serde::Serialize;

use super::estimate::{AverageSeconds, Money, ObjectiveEntry, Times};
use super::ledger::LedgerObject;
use crate::findings::RestsOn;
use crate::probe::assumptions::Assumptions;
use crate::results::{ActualResult, ServiceResult};
use crate::units::Millis;

#[derive(Serialize)]
pub(super) struct ServiceEntry<'a> {
    id: &'a str,
    name: &'a str,
    touched: u64,
    interrupted: u64,
    relapsed: u64,
    reduced: u64,
    first_return: Times,
    recovery: Times,
    recovery_full: Times,
    recovery_by_clock: ByClock,
    /// Instants with the share of trials that were back for good by each; at most 200.
    curve: Vec<(f64, f64)>,
    /// Shares of the ledger by the evidence behind it.
    rests_on: RestsOnEntry,
    /// Outages that really happened.
    actuals: Vec<ActualEntry<'a>>,
    downtime: AverageSeconds,
    data_loss: Times,
    objectives: Vec<ObjectiveEntry>,
    loss: Option<Money<'a>>,
    work_recovery: AverageSeconds,
    ledger: LedgerObject<'a>,
    ledger_missed: Option<LedgerObject<'a>>,
    ledger_full: LedgerObject<'a>,
}

#[derive(Serialize)]
struct ByClock {
    disruption: Times,
    detected: Times,
    declared: Times,
}

impl<'a> ServiceEntry<'a> {
    pub(super) fn new(
        service: &'a ServiceResult,
        rests_on: &RestsOn,
        assumptions: Option<&Assumptions>,
    ) -> ServiceEntry<'a> {
        let n = service.recovery.average.n.max(1) as f64;
        let point = |&(at, back): &(Millis, u64)| (at.seconds_f64(), back as f64 / n);
        let minimum = |estimate| Times::to_level("minimum", estimate);
        ServiceEntry {
            id: &service.id,
            name: &service.name,
            touched: service.touched,
            interrupted: service.interrupted,
            relapsed: service.relapsed,
            reduced: service.reduced,
            first_return: minimum(&service.first_return),
            recovery: minimum(&service.recovery),
            recovery_full: Times::to_level("full", &service.recovery_full),
            recovery_by_clock: ByClock {
                disruption: minimum(&service.recovery),
                detected: minimum(&service.recovery_detected),
                declared: minimum(&service.recovery_declared),
            },
            curve: service.curve.iter().map(point).collect(),
            rests_on: RestsOnEntry::new(rests_on),
            actuals: service.actuals.iter().map(ActualEntry::new).collect(),
            downtime: AverageSeconds::new(&service.downtime),
            data_loss: Times::new(&service.data_loss),
            objectives: ObjectiveEntry::all(&service.id, &service.objectives, assumptions),
            loss: service.loss.as_ref().map(|loss| Money::new(&loss.currency, &loss.estimate)),
            work_recovery: AverageSeconds::new(&service.work_recovery),
            ledger: LedgerObject::new("recovered", &service.ledger),
            ledger_missed: service
                .ledger_missed
                .as_ref()
                .map(|ledger| LedgerObject::new("rto-missed", ledger)),
            ledger_full: LedgerObject::new("recovered", &service.ledger_full),
        }
    }
}

#[derive(Serialize)]
struct RestsOnEntry {
    assumed: f64,
    estimated: f64,
    exercised: f64,
    measured: f64,
    derived: f64,
}

impl RestsOnEntry {
    fn new(rests_on: &RestsOn) -> RestsOnEntry {
        let &RestsOn { assumed, estimated, exercised, measured, derived } = rests_on;
        RestsOnEntry { assumed, estimated, exercised, measured, derived }
    }
}

#[derive(Serialize)]
struct ActualEntry<'a> {
    started: &'a str,
    back: &'a str,
    length_s: f64,
    source: Option<&'a str>,
    /// Of the `interrupted` trials those that were back no later.
    no_longer: u64,
    interrupted: u64,
    share: f64,
    interval: [f64; 2],
}

impl<'a> ActualEntry<'a> {
    fn new(actual: &'a ActualResult) -> ActualEntry<'a> {
        let share = &actual.no_longer;
        ActualEntry {
            started: &actual.started,
            back: &actual.back,
            length_s: actual.length.seconds_f64(),
            source: actual.source.as_deref(),
            no_longer: share.held,
            interrupted: share.n,
            share: share.share,
            interval: share.interval,
        }
    }
}
