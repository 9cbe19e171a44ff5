//! Edits that the model itself asks for after an exercise: one more person where the trial's weak services waited for
//! people, a longer hold where work by hand ran out.

use crate::engine::{Cause, What};
use crate::exercise::log::Action;
use crate::report::incident_log::Told;
use crate::units::Millis;
use crate::wording::text::shown;
use crate::wording::words::length;

const PROPOSALS_MAX: usize = 4;

/// Actions without an owner, each with an edit, the one with the longest wait behind it first.
pub fn proposed_edits(told: &Told) -> Vec<Action> {
    let mut waits: Vec<(Millis, Action)> = Vec::new();
    for (id, team) in told.model.teams.iter_enumerated() {
        let node = &told.model.nodes[team.node];
        let of_team = |stretch: &&crate::engine::Stretch| {
            stretch.cause == Cause::WaitingForPeople && told.names.label(stretch.who) == node.id
        };
        let wait = |chain: &crate::report::binding::Binding| {
            chain
                .stretches
                .iter()
                .filter(of_team)
                .fold(Millis::ZERO, |sum, stretch| sum.plus(stretch.until.minus(stretch.from)))
        };
        let Some(longest) = told.chains.iter().map(wait).max().filter(|&longest| longest > Millis::ZERO)
        else {
            continue;
        };
        let (field, people) = match &team.surge {
            Some(surge) => ("surge.people", surge.people),
            None => ("people", team.people),
        };
        let action = Action {
            text: format!(
                "One more person in {}: services wait up to {} for them in this trial",
                shown(&node.name),
                length(longest)
            ),
            owner: node.owner.clone().unwrap_or_default(),
            due: String::new(),
            edit: format!("teams.{}.{field}={}", node.id, people + 1),
        };
        debug_assert!(id.index() < told.model.teams.len());
        waits.push((longest, action));
    }
    for service in told.model.services.iter() {
        let node = &told.model.nodes[service.node];
        for workaround in &service.workarounds {
            let label = format!("{}/{}", node.id, workaround.id);
            let lapsed = |change: &&crate::engine::Change| {
                change.what == What::WorkaroundLapsed && told.names.label(change.who) == label
            };
            let Some(change) = told.timeline.changes.iter().find(lapsed) else { continue };
            let Some(lasts) = &workaround.lasts else { continue };
            let twice = lasts.typical().plus(lasts.typical());
            let action = Action {
                text: format!(
                    "\"{}\" of {} for twice as long: it runs out in this trial",
                    shown(&workaround.name),
                    shown(&node.name)
                ),
                owner: node.owner.clone().unwrap_or_default(),
                due: String::new(),
                edit: format!("services.{}.workarounds.{}.lasts={}", node.id, workaround.id, twice.exact()),
            };
            waits.push((told.scenario.horizon.minus(change.at), action));
        }
    }
    waits.sort_by(|(one, first), (other, second)| other.cmp(one).then_with(|| first.edit.cmp(&second.edit)));
    waits.truncate(PROPOSALS_MAX);
    waits.into_iter().map(|(_, action)| action).collect()
}
