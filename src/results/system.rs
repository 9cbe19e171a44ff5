//! Turns the tallies of a system, or of an `alike` group, into its estimates and verdicts.

use super::estimate::Estimate;
use super::objective::{Exposure, ObjectiveKind, ObjectiveResult, Terms};
use crate::campaign::{BACK, GroupTally, StrategyTally, SystemTally};
use crate::model::{Clock, Group, Model, System};
use crate::units::Millis;

/// What a campaign says of one system, or of all members of a group together.
#[derive(Clone, Debug)]
pub struct SystemResult {
    pub id: String,
    pub name: String,
    /// Number of members; `None`: a system of its own.
    pub alike: Option<usize>,
    /// Trials in which an effect struck it or what it needs.
    pub touched: u64,
    pub interrupted: u64,
    /// On the disruption clock; of a group that of the last member.
    pub recovery: Estimate<Millis>,
    pub data_loss: Estimate<Millis>,
    /// Per percentage of the members the recovery time by which so many were up; empty without a group.
    pub back: Vec<(u64, Estimate<Millis>)>,
    /// In the order rto, rpo, those given.
    pub objectives: Vec<ObjectiveResult>,
    /// In the order of the file.
    pub strategies: Vec<StrategyResult>,
}

/// Trials in which a strategy was chosen, completed and failed at least once.
#[derive(Clone, Debug)]
pub struct StrategyResult {
    pub id: String,
    pub name: String,
    pub trials: StrategyTally,
}

impl SystemResult {
    /// Estimates from the tally of a system.
    pub(super) fn new(model: &Model, system: &System, tally: &SystemTally, terms: &Terms) -> SystemResult {
        let node = &model.nodes[system.node];
        let strategies = system.recovery.iter().zip(&tally.strategies).map(|(strategy, &trials)| {
            StrategyResult { id: strategy.id.clone(), name: strategy.name.clone(), trials }
        });
        SystemResult {
            id: node.id.clone(),
            name: node.name.clone(),
            alike: None,
            touched: tally.touched,
            interrupted: tally.interrupted,
            recovery: Estimate::new(&tally.recovery, &terms.ranks),
            data_loss: Estimate::new(&tally.data_loss, &terms.ranks),
            back: Vec::new(),
            objectives: objectives(system, tally, terms),
            strategies: strategies.collect(),
        }
    }

    /// Estimates from the tally of a group, whose members are all like `member`.
    pub(super) fn of_group(
        model: &Model,
        group: &Group,
        tally: &GroupTally,
        terms: &Terms,
    ) -> Option<SystemResult> {
        let member = &model.systems[*group.members.first()?];
        let back =
            BACK.iter().zip(&tally.back).map(|(&percent, back)| (percent, Estimate::new(back, &terms.ranks)));
        Some(SystemResult {
            id: group.id.clone(),
            name: group.name.clone(),
            alike: Some(group.members.len()),
            back: back.collect(),
            ..SystemResult::new(model, member, &tally.all, terms)
        })
    }
}

pub(super) fn objectives(system: &System, tally: &SystemTally, terms: &Terms) -> Vec<ObjectiveResult> {
    let exposure = Exposure { touched: tally.touched, unrecovered: tally.recovery.moments.never };
    let asked = [
        (&system.rto, ObjectiveKind::Rto, Some(Clock::Disruption), tally.missed_rto),
        (&system.rpo, ObjectiveKind::Rpo, None, tally.missed_rpo),
    ];
    let given = asked.into_iter().filter_map(|(objective, kind, clock, missed)| {
        Some(terms.judge((kind, clock), objective.as_ref()?, missed, exposure))
    });
    given.collect()
}
