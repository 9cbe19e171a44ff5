//! Turns what a run says of a system, or of an `alike` group, into its entry.

use serde::Serialize;

use super::estimate::{ByPercent, ObjectiveEntry, Times};
use crate::probe::assumptions::Assumptions;
use crate::results::{StrategyResult, SystemResult};

#[derive(Serialize)]
pub(super) struct SystemEntry<'a> {
    id: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    alike: Option<usize>,
    touched: u64,
    interrupted: u64,
    recovery: Times,
    #[serde(skip_serializing_if = "Option::is_none")]
    back: Option<ByPercent<Times>>,
    data_loss: Times,
    objectives: Vec<ObjectiveEntry>,
    strategies: Vec<StrategyEntry<'a>>,
}

#[derive(Serialize)]
struct StrategyEntry<'a> {
    id: &'a str,
    name: &'a str,
    chosen: u64,
    completed: u64,
    failed: u64,
}

impl<'a> SystemEntry<'a> {
    pub(super) fn new(system: &'a SystemResult, assumptions: Option<&Assumptions>) -> SystemEntry<'a> {
        let back = || ByPercent::new(system.back.iter().map(|(percent, back)| (*percent, Times::new(back))));
        SystemEntry {
            id: &system.id,
            name: &system.name,
            alike: system.alike,
            touched: system.touched,
            interrupted: system.interrupted,
            recovery: Times::new(&system.recovery),
            back: system.alike.map(|_| back()),
            data_loss: Times::new(&system.data_loss),
            objectives: ObjectiveEntry::all(&system.id, &system.objectives, assumptions),
            strategies: system.strategies.iter().map(StrategyEntry::new).collect(),
        }
    }
}

impl<'a> StrategyEntry<'a> {
    fn new(strategy: &'a StrategyResult) -> StrategyEntry<'a> {
        StrategyEntry {
            id: &strategy.id,
            name: &strategy.name,
            chosen: strategy.trials.chosen,
            completed: strategy.trials.completed,
            failed: strategy.trials.failed,
        }
    }
}
