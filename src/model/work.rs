//! Work that people do: steps and tasks, and what they ask of teams and resources.

use super::{Clock, Need, Objective, Uncertain};
use crate::ids::{NodeId, ResourceId, TeamId};
use crate::source::Place;

/// So many people of a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ask {
    pub team: TeamId,
    pub people: u32,
}

/// So many units of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    pub resource: ResourceId,
    pub units: u32,
}

/// One step of a strategy or a task.
#[derive(Clone, Debug)]
pub struct Step {
    pub id: String,
    /// The words of the runbook.
    pub what: String,
    /// Empty: machine work that waits for nobody. A team stands here at most once.
    pub by: Vec<Ask>,
    pub uses: Vec<Unit>,
    /// Positions of the steps in the same list that must be done before; the list order where the file
    /// is silent. Never in a circle.
    pub after: Vec<usize>,
    /// May name tasks.
    pub needs: Vec<Need>,
    pub takes: Uncertain,
    /// In 0..=1.
    pub success: f64,
    /// `None`: the file is silent, and it always succeeds.
    pub success_place: Option<Place>,
    /// At least 1; without meaning in a task, whose steps repeat until they succeed.
    pub attempts: u32,
    /// The step takes its time x the factor when the node is down at its start.
    pub slower_without: Vec<(NodeId, f64)>,
    pub place: Place,
}

/// When a task begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskStart {
    Incident,
    Detected,
    Assessed,
    Declared,
    /// At the first choice, begin or attended restart that names it.
    Needed,
}

/// Something done once, for many.
#[derive(Clone, Debug)]
pub struct Task {
    pub node: NodeId,
    pub when: TaskStart,
    pub within: Option<Objective>,
    pub clock: Clock,
    pub priority: Option<u32>,
    /// At least one.
    pub steps: Vec<Step>,
}
