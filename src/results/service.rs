//! Turns a service's tallies into its estimates and verdicts.

use super::actual::ActualResult;
use super::average::{Average, Hundredths};
use super::curve::curve;
use super::estimate::Estimate;
use super::ledger::LedgerResult;
use super::objective::{Exposure, ObjectiveKind, ObjectiveResult, Terms};
use super::ranks::Ranks;
use super::share::Share;
use crate::campaign::{Over, ServiceTally};
use crate::model::{Clock, Labels, Model, Service};
use crate::units::Millis;

/// What a campaign says of one service. Times end at the minimum level unless it says full.
#[derive(Clone, Debug)]
pub struct ServiceResult {
    pub id: String,
    pub name: String,
    /// Trials in which an effect struck what it needs; likewise the next.
    pub touched: u64,
    pub interrupted: u64,
    pub relapsed: u64,
    pub reduced: u64,
    /// Over the interrupted trials.
    pub first_return: Estimate<Millis>,
    /// The same over all trials, an uninterrupted one counting as zero: comparable with `recovery`, never above it.
    pub first_return_of_all: Estimate<Millis>,
    /// Instants on the disruption clock with how many trials were back for good by each; at most 200.
    pub curve: Vec<(Millis, u64)>,
    /// The share within the RTO as the trials became more; empty without an RTO.
    pub convergence: Vec<Share>,
    /// On the disruption clock, the other clocks beside it.
    pub recovery: Estimate<Millis>,
    pub recovery_detected: Estimate<Millis>,
    pub recovery_declared: Estimate<Millis>,
    pub recovery_full: Estimate<Millis>,
    pub downtime: Average<Millis>,
    pub data_loss: Estimate<Millis>,
    /// Never where the service or its data did not recover.
    pub work_recovery: Average<Millis>,
    /// The share of trials within the RTO by each clock; `None` without an RTO.
    pub kept_by_clock: Option<[(Clock, Share); 3]>,
    /// Outages that really happened, in the order of the scenario.
    pub actuals: Vec<ActualResult>,
    /// In the order rto, rpo, mtpd, those given.
    pub objectives: Vec<ObjectiveResult>,
    /// `None` without an impact curve.
    pub loss: Option<LossResult>,
    /// Over the trials in which it was interrupted and recovered.
    pub ledger: LedgerResult,
    /// Over those of them that missed the RTO; `None` without one.
    pub ledger_missed: Option<LedgerResult>,
    /// At full, over the trials in which it came back to that.
    pub ledger_full: LedgerResult,
}

/// What the outages cost.
#[derive(Clone, Debug)]
pub struct LossResult {
    pub currency: String,
    pub estimate: Estimate<Hundredths>,
}

impl ServiceResult {
    /// The recovery time on a clock.
    pub fn recovery_on(&self, clock: Clock) -> &Estimate<Millis> {
        match clock {
            Clock::Disruption => &self.recovery,
            Clock::Detected => &self.recovery_detected,
            Clock::Declared => &self.recovery_declared,
        }
    }

    /// Estimates from the tally of a service.
    pub(super) fn new(
        (model, labels): (&Model, &Labels),
        service: &Service,
        tally: &ServiceTally,
        terms: &Terms,
    ) -> ServiceResult {
        let ranks = &terms.ranks;
        let node = &model.nodes[service.node];
        let loss = service.impact.as_ref().map(|curve| LossResult {
            currency: curve.currency.clone(),
            estimate: Estimate::new(&tally.loss, ranks),
        });
        let ledger = |over| LedgerResult::new(model, labels, (&tally.ledgers, over));
        ServiceResult {
            id: node.id.clone(),
            name: node.name.clone(),
            touched: tally.touched,
            interrupted: tally.interrupted,
            relapsed: tally.relapsed,
            reduced: tally.reduced,
            first_return: Estimate::new(&tally.first_return, &Ranks::new(tally.interrupted)),
            first_return_of_all: Estimate::new(&tally.first_return, ranks),
            curve: curve(&tally.recovery, ranks.n, service.rto.as_ref().map(|rto| rto.target)),
            convergence: Vec::new(),
            recovery: Estimate::new(&tally.recovery, ranks),
            recovery_detected: Estimate::new(&tally.recovery_detected, ranks),
            recovery_declared: Estimate::new(&tally.recovery_declared, ranks),
            recovery_full: Estimate::new(&tally.recovery_full, ranks),
            downtime: Average::new(&tally.downtime, ranks.n),
            data_loss: Estimate::new(&tally.data_loss, ranks),
            work_recovery: Average::new(&tally.work_recovery, ranks.n),
            kept_by_clock: service.rto.as_ref().map(|_| kept_by_clock(tally, terms)),
            actuals: Vec::new(),
            objectives: objectives(service, tally, terms),
            loss,
            ledger: ledger(Over::Recovered),
            ledger_missed: service.rto.as_ref().map(|_| ledger(Over::Missed)),
            ledger_full: ledger(Over::Full),
        }
    }
}

fn kept_by_clock(tally: &ServiceTally, terms: &Terms) -> [(Clock, Share); 3] {
    let n = terms.ranks.n;
    [Clock::Disruption, Clock::Detected, Clock::Declared]
        .map(|clock| (clock, Share::by(terms.kind, n - tally.missed_rto.on(clock), n)))
}

pub(super) fn objectives(service: &Service, tally: &ServiceTally, terms: &Terms) -> Vec<ObjectiveResult> {
    let exposure = Exposure { touched: tally.touched, unrecovered: tally.recovery.moments.never };
    let asked = [
        (&service.rto, ObjectiveKind::Rto, Some(service.clock), tally.missed_rto.on(service.clock)),
        (&service.rpo, ObjectiveKind::Rpo, None, tally.missed_rpo),
        (&service.mtpd, ObjectiveKind::Mtpd, Some(Clock::Disruption), tally.missed_mtpd),
    ];
    let given = asked.into_iter().filter_map(|(objective, kind, clock, missed)| {
        Some(terms.judge((kind, clock), objective.as_ref()?, missed, exposure))
    });
    given.collect()
}
