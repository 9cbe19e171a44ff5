//! The defaults in use: every value that nobody wrote and that is the best case, and whether an objective hangs on it.
//!
//! The language fills in what is not written, and it is kind: no restart time, nobody who has to be called, nothing
//! that fails. What is left out and makes the answer worse (no `rides_out`, no `give_up`) is not listed.

mod deciding;
mod silent;

pub use silent::Silent;

use self::deciding::Deciding;
use super::{Case, Organisation};
use crate::ids::{NodeId, ServiceId, SystemId, TaskId, TeamId};
use crate::model::Model;
use crate::source::Place;

/// A default in use.
#[derive(Clone, Debug)]
pub struct DefaultInUse {
    pub silent: Silent,
    /// What to write to replace it: a path as `--set` takes it.
    pub path: String,
    /// The thing that lacks the value.
    pub place: Place,
    /// What hangs on it.
    hook: Hook,
    /// The objectives whose path at the most likely times it lies on: position of the case, and the node.
    pub decides: Vec<(usize, NodeId)>,
}

/// What a path must hold for a default to lie on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hook {
    Detect,
    Assess,
    Declare,
    Team(TeamId),
    Restart(SystemId),
    /// A step of a strategy.
    Step(SystemId, usize, usize),
    TaskStep(TaskId, usize),
    Copy(SystemId, usize),
    Workaround(ServiceId, usize),
    /// What follows the return of a service.
    Service(ServiceId),
    /// Nothing that a path can tell.
    Nothing,
}

/// Finds all defaults of the model as it is written, those that decide most first, then by path. Alike systems count
/// once.
pub fn defaults(organisation: &Organisation) -> Vec<DefaultInUse> {
    let model = organisation.plan.model;
    let mut found = silent::all(&organisation.plan);
    for (position, case) in organisation.cases.iter().enumerate() {
        decide(&mut found, position, &deciding_of(model, case));
    }
    found.sort_by(|a, b| b.decides.len().cmp(&a.decides.len()).then_with(|| a.path.cmp(&b.path)));
    found
}

/// Those that a scenario's objectives hang on, in the scenario's own model.
pub fn deciding_in(case: &Case) -> Vec<DefaultInUse> {
    let mut found = silent::all(&case.plan);
    decide(&mut found, 0, &Deciding::new(case));
    found.retain(|default| !default.decides.is_empty());
    found.sort_by(|a, b| b.decides.len().cmp(&a.decides.len()).then_with(|| a.path.cmp(&b.path)));
    found
}

/// What decides in a scenario; nothing where the scenario's changes make another model of it, whose nodes have other
/// numbers.
fn deciding_of(model: &Model, case: &Case) -> Deciding {
    let ids = |model: &Model| model.nodes.iter().map(|node| node.id.clone()).collect::<Vec<_>>();
    if ids(model) == ids(case.plan.model) { Deciding::new(case) } else { Deciding::default() }
}

fn decide(found: &mut [DefaultInUse], case: usize, deciding: &Deciding) {
    for default in found {
        let nodes = deciding.nodes(default.hook);
        default.decides.extend(nodes.iter().map(|node| (case, *node)));
    }
}
