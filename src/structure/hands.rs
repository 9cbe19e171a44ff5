//! Temporal single points: the team without which a system that is lost never comes back, whatever strategy is taken.
//!
//! A team is held away for ever; every strategy that asks for it, directly, through a task, or through a team that is
//! part of it, can no longer be carried out. A system that has strategies and loses all of them hangs on that team.

use super::falls::{Fall, Falls};
use super::wires::node_part;
use crate::ids::{SystemId, TeamId};

/// A team and what never comes back without it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hands {
    pub team: TeamId,
    /// Systems that have strategies, every one of which asks for the team; by id.
    pub systems: Vec<SystemId>,
}

/// Asks of every team, in O(steps) where teams need nothing of each other; teams that nothing hangs on are left out.
pub fn indispensable(falls: &Falls) -> Vec<Hands> {
    let mut fall = Fall::new(&falls.circuit);
    let mut found = Vec::new();
    // For each part the system whose means it stands for.
    let mut whose: Vec<Option<SystemId>> = vec![None; falls.circuit.len()];
    for system in falls.model.systems.ids() {
        if let Some(part) = falls.means(system) {
            whose[part as usize] = Some(system);
        }
    }
    for (team, written) in falls.model.teams.iter_enumerated() {
        fall.hold(&falls.circuit, node_part(written.node), |_| true, None);
        let mut systems: Vec<SystemId> =
            fall.order().iter().filter_map(|part| whose[*part as usize]).collect();
        fall.back_to(&falls.circuit, 0, |_| true);
        systems.sort_unstable();
        if !systems.is_empty() {
            found.push(Hands { team, systems });
        }
    }
    found
}
