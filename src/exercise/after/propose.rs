//! Edits that the model itself asks for after an exercise: one more person where the trial's weak services waited for
//! people, a longer hold where work by hand ran out.

use crate::engine::{Cause, What};
use crate::exercise::log::Action;
use crate::model::Team;
use crate::report::incident_log::Told;
use crate::units::Millis;
use crate::wording::text::shown;
use crate::wording::words::length;

const PROPOSALS_MAX: usize = 4;

/// The head count that holds when a wait begins: its field, how many that are, and in words when it holds.
fn in_force(told: &Told, team: &Team, from: Millis) -> (&'static str, u32, &'static str) {
    let id = &told.model.nodes[team.node].id;
    let arrived = told.timeline.changes.iter().any(|change| {
        change.what == What::SurgeArrived && change.at <= from && told.names.label(change.who) == id
    });
    match &team.surge {
        Some(surge) if arrived => ("surge.people", surge.people, " in a surge"),
        _ if team.hours.contains(told.onset.plus(from)) => ("people", team.people, ""),
        _ => ("off_hours.people", team.off_hours.people, " outside their hours"),
    }
}

/// Actions without an owner, each with an edit, the one with the longest wait behind it first.
pub fn proposed_edits(told: &Told) -> Vec<Action> {
    let mut waits: Vec<(Millis, Action)> = Vec::new();
    for team in told.model.teams.iter() {
        let node = &told.model.nodes[team.node];
        let of_team = |stretch: &&crate::engine::Stretch| {
            stretch.cause == Cause::WaitingForPeople && told.names.label(stretch.who) == node.id
        };
        let length_of = |stretch: &crate::engine::Stretch| stretch.until.minus(stretch.from);
        let wait = |chain: &crate::report::binding::Binding| {
            chain.stretches.iter().filter(of_team).map(length_of).fold(Millis::ZERO, Millis::plus)
        };
        let Some(longest) = told.chains.iter().map(wait).max().filter(|&longest| longest > Millis::ZERO)
        else {
            continue;
        };
        let stretches = told.chains.iter().flat_map(|chain| chain.stretches).filter(of_team);
        let from =
            stretches.max_by_key(|stretch| length_of(stretch)).map_or(Millis::ZERO, |stretch| stretch.from);
        let (field, people, when) = in_force(told, team, from);
        let action = Action {
            text: format!(
                "One more person in {}{when}: services wait up to {} for them in this trial",
                shown(&node.name),
                length(longest)
            ),
            // Nobody has agreed to it yet.
            owner: String::new(),
            due: String::new(),
            edit: format!("teams.{}.{field}={}", node.id, people + 1),
        };
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
                owner: String::new(),
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
