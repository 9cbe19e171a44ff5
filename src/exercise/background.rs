//! What stands around the injects of a pack: the situation and rules, promises and people of the plan, and what became of
//! the services in the trial.

use crate::ids::ServiceId;
use crate::model::exercise::{Exercise, ExerciseKind};
use crate::report::incident_log::promises::{Promised, promises as promised, sentence};
use crate::results::{Results, ServiceResult};
use crate::units::Millis;
use crate::wording::figures;
use crate::wording::text::{shown, shown_lines};

use super::pack::Fate;
use super::roles::people_at_start;
use super::room::Room;
use super::sight::Sight;

/// What players know when it begins: what the file says, else a quiet hour.
pub(super) fn situation(sight: &Sight, exercise: &Exercise) -> Vec<String> {
    let mut lines = vec![format!("It is {} in the exercise.", sight.clock(Millis::ZERO))];
    match &exercise.situation {
        Some(text) => lines.extend(shown_lines(text).lines().map(str::to_owned)),
        None => lines.push("Everything works as usual. Nobody has reported anything out of the ordinary. People are where they are on such a day at such an hour.".to_owned()),
    }
    lines
}

pub(super) fn rules(exercise: &Exercise, room: &Room) -> Vec<String> {
    let usual = [
        "This is an exercise. Everything you write, say on the telephone or send begins and ends with: EXERCISE, EXERCISE, EXERCISE.",
        "If something real happens, say \"NO DUFF\" three times. The exercise stops at once.",
        "You play yourself in the role on your card. You know what your role knows, and what you are told.",
        "There are no trick questions. If you lack a detail, ask; if nobody knows, assume the usual and say so.",
        "Nobody is examined. We look for what the plan lacks, not for who made a mistake; notes name roles, never people.",
        match exercise.kind {
            ExerciseKind::Discussion => {
                "Touch no real system, and call nobody outside this room except the numbers on your card."
            }
            ExerciseKind::Functional => {
                "Work from your own place with your own lists, and call only the numbers on your card: somebody plays all others. Touch no real system."
            }
            ExerciseKind::FullScale => {
                "Do for real what is released for the exercise, and nothing else: before you touch a system, an evaluator beside you says yes. Call only the numbers on your card."
            }
        },
    ];
    let written = exercise.rules.iter().map(|rule| shown(rule).into_owned());
    usual.iter().map(|&rule| rule.to_owned()).chain([room.clock_rule()]).chain(written).collect()
}

pub(super) fn promises(sight: &Sight) -> Vec<[String; 5]> {
    let model = sight.model();
    let mut services: Vec<ServiceId> = model.services.ids().collect();
    services.sort_by_key(|&service| model.nodes[model.services[service].node].position);
    let target = |objective: &Option<crate::model::Objective>| {
        objective.as_ref().map_or_else(|| "-".to_owned(), |objective| objective.target.to_string())
    };
    let row = |service: ServiceId| {
        let entity = &model.services[service];
        let owner = sight.owner(service).unwrap_or_else(|| "-".to_owned());
        [sight.service_name(service), owner, target(&entity.rto), target(&entity.rpo), target(&entity.mtpd)]
    };
    services.into_iter().map(row).collect()
}

pub(super) fn people(sight: &Sight) -> Vec<[String; 3]> {
    let model = sight.model();
    let mut teams: Vec<_> = model.teams.ids().collect();
    teams.sort_by_key(|&team| model.nodes[model.teams[team].node].position);
    let row = |team| {
        let (here, all) = people_at_start(sight, team);
        [sight.team_name(team), here.to_string(), all.to_string()]
    };
    teams.into_iter().map(row).collect()
}

/// What became of each service and of its promises, and how often each is kept.
pub(super) fn fates(sight: &Sight, results: &Results) -> Vec<Fate> {
    let model = sight.model();
    let fate = |result: &ServiceResult| {
        let (service, _) =
            model.services.iter_enumerated().find(|(_, entity)| model.nodes[entity.node].id == result.id)?;
        let name = sight.service_name(service);
        let is_out = sight.told.outcome.services[service.index()].minimum.interrupted();
        let all: Vec<Promised> = if is_out { promised(sight.told, service) } else { Vec::new() };
        let verdict = match (is_out, all.as_slice()) {
            (false, _) => "not out".to_owned(),
            (true, []) => "nothing was promised".to_owned(),
            (true, all) => all.iter().map(sentence).collect::<Vec<_>>().join("; "),
        };
        let broken = all.iter().filter(|promised| promised.is_of_time && !promised.kept);
        let broken = broken.map(|promised| format!("{} of {name}", promised.words)).collect();
        let kept = result
            .objectives
            .iter()
            .map(|objective| format!("{} {}", objective.kind.short(), figures::kept(&objective.share)));
        let kept = kept.collect::<Vec<_>>().join("; ");
        Some(Fate {
            told: super::choices::became(sight, service),
            verdict,
            broken,
            kept: if kept.is_empty() { "-".to_owned() } else { kept },
            service: name,
        })
    };
    results.services.iter().filter_map(fate).collect()
}
