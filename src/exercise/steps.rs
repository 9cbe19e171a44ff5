//! The work of the plan behind a label of the timeline, and the teams that it asks for.

use crate::engine::Who;
use crate::ids::{NodeId, TeamId};
use crate::model::{Ask, NodeKind, Restart, Step};
use crate::units::Millis;

use super::sight::Sight;

/// The step, with its place in its strategy or task.
pub(super) fn step_of<'a>(sight: &Sight<'a>, who: Who) -> Option<&'a Step> {
    let model = sight.model();
    let parts: Vec<&str> = sight.names.label(who).split('/').collect();
    match *parts.as_slice() {
        [task, step] => {
            let task = model.tasks.iter().find(|found| model.nodes[found.node].id == task)?;
            task.steps.iter().find(|found| found.id == step)
        }
        [of, strategy, step] => {
            let is_of = |system: &&crate::model::System| {
                let group = system.group.map(|group| model.groups[group].id.as_str());
                model.nodes[system.node].id == of || group == Some(of)
            };
            let strategies = model.systems.iter().filter(is_of).flat_map(|system| &system.recovery);
            let steps = strategies.filter(|found| found.id == strategy).flat_map(|found| &found.steps);
            steps.into_iter().find(|found| found.id == step)
        }
        _ => None,
    }
}

/// How much longer a step takes than where everything is up.
pub(super) struct Slowed {
    pub factor: f64,
    without: Vec<NodeId>,
}

/// By what the plan itself says of what is down at an instant.
pub(super) fn slowed(sight: &Sight, step: &Step, at: Millis) -> Slowed {
    let down = step.slower_without.iter().filter(|(node, _)| sight.is_out(*node, at));
    let (mut factor, mut without) = (1.0, Vec::new());
    for &(node, times) in down {
        factor *= times;
        without.push(node);
    }
    Slowed { factor, without }
}

impl Slowed {
    /// ` without Wireless core`; nothing where nothing slows it.
    pub fn because(&self, sight: &Sight) -> String {
        match self.without.as_slice() {
            [] => String::new(),
            without => format!(" without {}", sight.listed(without)),
        }
    }
}

/// The teams whose people a piece of work holds, with those that they are part of: a step, an attended restart, work by
/// hand and its preparation.
pub(super) fn asks_of(sight: &Sight, who: Who) -> Vec<TeamId> {
    let asks =
        step_of(sight, who).map_or_else(|| asks_beside_steps(sight, who), |step| step.by.iter().collect());
    let mut teams: Vec<TeamId> = asks.iter().map(|ask| ask.team).collect();
    let wider: Vec<TeamId> = teams.iter().filter_map(|&team| sight.model().teams[team].part_of).collect();
    teams.extend(wider);
    teams
}

fn asks_beside_steps<'a>(sight: &Sight<'a>, who: Who) -> Vec<&'a Ask> {
    let model = sight.model();
    let part = sight.names.label(who).split_once('/').map(|(_, part)| part);
    match (sight.node(who).map(|node| model.nodes[node].kind), part) {
        (Some(NodeKind::System(system)), None) => match &model.systems[system].restart {
            Restart::Attended { by, .. } => by.iter().collect(),
            Restart::Plain(_) => Vec::new(),
        },
        (Some(NodeKind::Service(service)), Some(part)) => {
            let by_hand = model.services[service].workarounds.iter().find(|by_hand| by_hand.id == part);
            by_hand.map_or_else(Vec::new, |by_hand| by_hand.by.iter().chain(&by_hand.holds).collect())
        }
        _ => Vec::new(),
    }
}

/// The team that would speak for a step, or a part of it.
pub(super) fn speaker(sight: &Sight, who: Who) -> Option<TeamId> {
    asks_of(sight, who).first().copied()
}
