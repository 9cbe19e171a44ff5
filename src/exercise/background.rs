//! What stands around the injects of a pack: the situation and rules, promises and people of the plan, and what became of
//! the services in the trial.

use crate::ids::ServiceId;
use crate::model::exercise::{Exercise, ExerciseKind};
use crate::results::{Results, ServiceResult};
use crate::units::Millis;
use crate::wording::figures;
use crate::wording::text::{shown, shown_lines};

use super::pack::Fate;
use super::roles::people_at_start;
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

pub(super) fn rules(exercise: &Exercise) -> Vec<String> {
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
        "Time may jump. When the facilitator says a new time, everything up to then has happened as you decided.",
    ];
    let written = exercise.rules.iter().map(|rule| shown(rule).into_owned());
    usual.iter().map(|&rule| rule.to_owned()).chain(written).collect()
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

/// What became of each service, and how often its promise is kept.
pub(super) fn fates(sight: &Sight, results: &Results) -> Vec<Fate> {
    let model = sight.model();
    let fate = |result: &ServiceResult| {
        let (service, entity) =
            model.services.iter_enumerated().find(|(_, entity)| model.nodes[entity.node].id == result.id)?;
        let line = &sight.told.outcome.services[service.index()].minimum;
        let rto = result.objectives.first();
        let verdict = match (&entity.rto, line.interrupted()) {
            (_, false) => "not out".to_owned(),
            (None, true) => "no RTO".to_owned(),
            (Some(rto), true) => {
                let time = crate::campaign::recovery_time(line, entity.clock, sight.told.outcome);
                let kept = !time.is_never() && time <= rto.target;
                format!("RTO of {} {} in this run", rto.target, if kept { "kept" } else { "broken" })
            }
        };
        Some(Fate {
            service: sight.service_name(service),
            told: super::choices::became(sight, service),
            verdict,
            kept: rto.map_or_else(|| "-".to_owned(), |objective| figures::kept(&objective.share)),
        })
    };
    results.services.iter().filter_map(fate).collect()
}
