//! Asks the structure of the organisation what the picture marks: single points, what is struck and falls, who is
//! indispensable, what waits for itself.

use super::{Hit, Marks};
use crate::ids::{IdVec, NodeId};
use crate::model::{Model, Scenario};
use crate::structure::cuts::{Budget, Cutter, Size};
use crate::structure::falls::{Falls, Level};
use crate::structure::hands::indispensable;
use crate::structure::losses::Losses;
use crate::structure::returns::{Fate, Returns};

/// Steps that the search for single points may take: far beyond any organisation that people write by hand.
const STEPS_MAX: u64 = 40_000_000;

/// The marks of each node, and a sentence if some could not be found within the budget.
pub fn marks(model: &Model, scenario: Option<&Scenario>) -> (IdVec<NodeId, Marks>, Option<String>) {
    let falls = Falls::new(model);
    let mut marks: IdVec<NodeId, Marks> = model.nodes.iter().map(|_| Marks::default()).collect();
    let note = single_points(&falls, &mut marks);
    for hands in indispensable(&falls) {
        marks[model.teams[hands.team].node].indispensable_for = hands.systems.len();
    }
    let Some(scenario) = scenario else { return (marks, note) };
    let returns = Returns::new(model, Losses::of(&falls, scenario));
    for node in model.nodes.ids() {
        let is_struck = returns.losses.of[node].struck || returns.losses.absent.contains(&node);
        marks[node].hit = match (is_struck, returns.losses.fallen[node]) {
            (true, _) => Hit::Struck,
            (false, true) => Hit::Falls,
            (false, false) => Hit::Spared,
        };
        marks[node].deadlocked = returns.fate(node) == Fate::Deadlocked;
    }
    (marks, note)
}

fn single_points(falls: &Falls, marks: &mut IdVec<NodeId, Marks>) -> Option<String> {
    let mut cutter = Cutter::new(falls);
    let mut budget = Budget::steps(STEPS_MAX);
    let services = falls.model.services.len();
    for (done, service) in falls.model.services.ids().enumerate() {
        if budget.is_spent() {
            return Some(format!("Single points are marked for {done} of {services} services only."));
        }
        for node in cutter.cut(service, Level::Minimum, Size::One, &mut budget).singles {
            marks[node].takes_down += 1;
        }
    }
    None
}
