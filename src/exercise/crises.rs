//! Instants of a trial at which somebody has to decide: declaring, switching off, old data, failures.

use crate::engine::{Cause, Change, Deciding, What};
use crate::ids::{NodeId, TeamId};
use crate::model::{NodeKind, Since};
use crate::units::Millis;
use crate::wording::clock;
use crate::wording::names::listed;
use crate::wording::text::counted;

use super::candidates::Candidate;
use super::capability::Capability;
use super::decisions::{Choice, best_served, decider, waiting};
use super::kind::Kind;
use super::roles::{Caller, ON_DUTY, To};
use super::sight::Sight;
use super::speech;
use super::steps::speaker;

/// The incident is understood; somebody has to declare, or not.
pub(super) fn declaration(sight: &Sight) -> Option<Candidate> {
    let change = sight.first(What::Assessed)?;
    let (at, declared) = (change.at, sight.told.outcome.declared);
    let team = sight.model().response.declare.by;
    let services = sight.services_out(at);
    let called: Vec<String> = called_by(sight, at).into_iter().map(|team| sight.team_name(team)).collect();
    let out = match services.len() {
        0 => "No service is out at this minute".to_owned(),
        n => format!(
            "{}: {}",
            counted(n, "service is out", "services are out"),
            sight.services_listed(&services)
        ),
    };
    let people = match called.as_slice() {
        [] => "Nobody has been called yet".to_owned(),
        names => format!("Called so far: {}", listed(names, 4)),
    };
    let waits = waiting(sight, |cause, _| cause == Cause::Declaration);
    let mut truth = sight.lines(at);
    truth.push(match declared.is_never() {
        true => "In this run it is never declared.".to_owned(),
        false => format!(
            "In this run it is declared {}, {} later.",
            sight.moment(declared),
            clock::between(at, declared)
        ),
    });
    truth.push(match waits.first() {
        None => "In this run no service waits for the declaration at the end.".to_owned(),
        Some((service, length)) => format!(
            "In this run {} waits {} for it.",
            sight.service_name(*service),
            crate::wording::words::length(*length)
        ),
    });
    let taken = if declared.is_never() { at } else { declared };
    let mut choice = Choice {
        what: "Whether this is an emergency".to_owned(),
        by: decider(sight, team),
        whose: To::Lead,
        open: at,
        taken,
        service: None,
        path: "response.declare.takes".to_owned(),
        again: sight.first(What::Declared).map(|change| (Deciding::Declaration, sight.asked_at(change))),
        task: None,
        work: None,
    };
    choice.service = best_served(sight, &choice, &waits);
    Some(Candidate {
        kind: Kind::Declaration,
        at,
        weight: 85,
        from: ON_DUTY.into(),
        to: vec![To::Lead],
        by: "in the room",
        text: format!("We know enough to decide. {out}. {people}. Is this an emergency: yes or no? And who is told?"),
        expect: "Decide yes or no, aloud; write down time, reason and what was not known; say who is told next and by whom".to_owned(),
        capability: Capability::Decide,
        service: choice.service.or(services.first().copied()),
        shows: Vec::new(),
        truth,
        good: vec![
            "The criteria of the plan are looked at, not the mood in the room.".to_owned(),
            "Somebody says what a declaration sets free: people, suppliers, ways of recovery.".to_owned(),
        ],
        choice: Some(choice),
        owed: None,
        under_pressure: "You will do either. You need an answer now, because people are waiting at home for a call.".to_owned(),
    })
}

/// Teams called up to an instant.
fn called_by(sight: &Sight, at: Millis) -> Vec<TeamId> {
    let mut teams = Vec::new();
    for change in sight.changes().iter().take_while(|change| change.at <= at) {
        let team = if change.what == What::Called { sight.team(change.who) } else { None };
        teams.extend(team.filter(|team| !teams.contains(team)));
    }
    teams
}

/// The newest copy that can be used is older than was promised.
pub(super) fn old_copy(sight: &Sight, change: &Change) -> Option<Candidate> {
    let model = sight.model();
    let age = change.age.filter(|&age| age > Millis::HOUR)?;
    let node = sight.node(change.who)?;
    let system = model.systems.iter().position(|system| system.node == node)?;
    // Among the services that have to answer for these data the one with the strictest promise.
    let answers = model.services.iter_enumerated().filter(|(_, service)| {
        service.rpo.is_some()
            && service.data.as_ref().is_some_and(|data| data.iter().any(|of| of.index() == system))
    });
    let service =
        answers.min_by_key(|(_, service)| service.rpo.as_ref().map_or(Millis::NEVER, |rpo| rpo.target));
    let (service, entity) = service?;
    let promised = entity.rpo.as_ref().map(|rpo| rpo.target);
    if promised.is_some_and(|promised| age <= promised) {
        return None;
    }
    let name = sight.name(node);
    let id = &model.nodes[node].id;
    let waits = |cause, label: &str| {
        matches!(cause, Cause::Work | Cause::Rework) && label.split('/').next() == Some(id)
    };
    let mut choice = Choice {
        what: format!(
            "Whether {name} is restored from a copy that is {} old",
            clock::between(Millis::ZERO, age)
        ),
        by: sight.owner(service).unwrap_or_else(|| "the owner of the service".to_owned()),
        whose: To::Service(service),
        open: change.at,
        taken: change.at,
        service: None,
        path: String::new(),
        again: None,
        task: None,
        work: None,
    };
    choice.service = best_served(sight, &choice, &waiting(sight, waits));
    let mut truth = sight.lines(change.at);
    truth.push(match promised {
        Some(promised) => {
            format!("Promised for {}: at most {promised} of data lost.", sight.service_name(service))
        }
        None => format!("For {} no limit of lost data is written.", sight.service_name(service)),
    });
    Some(Candidate {
        kind: Kind::OldCopy,
        at: change.at,
        weight: 75,
        from: Caller::of(restorer(sight, change)),
        to: vec![To::Service(service)],
        by: "phone",
        text: format!(
            "{name}: the newest copy that we may use was {} old when it failed. If I start now, everything since then is gone from it. Do I start?",
            speech::about(age)
        ),
        expect: "The owner of the service decides, not the engineer; ask what is lost and how it is caught up; write down who accepted it".to_owned(),
        capability: Capability::Recover,
        service: Some(service),
        shows: vec![id.clone()],
        truth,
        good: vec![
            "Somebody asks whether other systems are restored to the same point.".to_owned(),
            "The way to enter again what is lost is discussed before the restore starts.".to_owned(),
        ],
        choice: Some(choice),
        owed: None,
        under_pressure: "Every hour you wait is an hour on top. A newer copy may exist, but nobody can say whether it is clean.".to_owned(),
    })
}

/// The team that restores what a copy is taken for.
fn restorer(sight: &Sight, change: &Change) -> Option<TeamId> {
    let system = sight.system(change.who)?;
    let strategy = sight.names.label(change.who).split('/').nth(1);
    let strategies = sight.model().systems[system].recovery.iter();
    let mut taken = strategies.filter(|found| strategy.is_none_or(|id| found.id == id));
    taken.find_map(|found| found.steps.iter().flat_map(|step| &step.by).map(|ask| ask.team).next())
}

/// A step or a whole way back has failed.
pub(super) fn failure(sight: &Sight, change: &Change) -> Option<Candidate> {
    let node = sight.node(change.who)?;
    let whole = change.what != What::StepFailed;
    let team = speaker(sight, change.who);
    let what = speech::work(sight.names, change.who);
    let text = match whole {
        true => {
            format!("{what}: this way back is closed. We have to go another way, if there is one. Which?")
        }
        false => {
            format!("{what} did not work. We can try the same again, or stop and think. What do you want?")
        }
    };
    Some(Candidate {
        kind: Kind::Failure,
        at: change.at,
        weight: if whole { 65 } else { 45 },
        from: Caller::of(team),
        to: vec![To::Lead],
        by: "phone",
        text,
        expect: "Ask what was learnt; set a time after which the other way is taken; tell the services that wait for it".to_owned(),
        capability: Capability::Recover,
        service: None,
        shows: vec![sight.names.charged_label(change.who).into_owned()],
        truth: sight.lines(change.at),
        good: vec![format!("A limit is set for the next try of {}.", sight.name(node)), "Nobody is asked to hurry.".to_owned()],
        choice: None,
        owed: None,
        under_pressure: "You think it was a slip, but you are tired and not sure.".to_owned(),
    })
}

/// Something is switched off in the course of the response.
pub(super) fn withdrawn(sight: &Sight) -> Option<Candidate> {
    let model = sight.model();
    let scenario = sight.told.scenario;
    let in_response = |change: &&Change| {
        let record = sight.told.timeline.records.get(change.why.0 as usize);
        let label = record.map(|record| sight.names.label(record.who));
        change.what == What::Struck
            && scenario.events.iter().any(|event| {
                Some(event.id.as_str()) == label
                    && matches!(event.since, Since::Detected | Since::Assessed | Since::Declared)
            })
    };
    let first = sight.changes().iter().find(in_response)?;
    let at = first.at;
    let same = sight.changes().iter().filter(|change| change.at == at).filter(in_response);
    let nodes: Vec<NodeId> = same.filter_map(|change| sight.node(change.who)).collect();
    if nodes.is_empty() || nodes.iter().any(|&node| matches!(model.nodes[node].kind, NodeKind::Team(_))) {
        return None;
    }
    let lasting = waiting(sight, |cause, label| {
        cause == Cause::Event
            && scenario
                .events
                .iter()
                .any(|event| event.id == label && event.targets.iter().any(|target| nodes.contains(target)))
    });
    let mut truth = sight.lines(at);
    for (service, length) in lasting.iter().take(3) {
        truth.push(format!(
            "In this run {} waits {} for it to be over.",
            sight.service_name(*service),
            crate::wording::words::length(*length)
        ));
    }
    let name = sight.listed(&nodes);
    let choice = Choice {
        what: format!("{name}: whether it goes off, and what brings it back"),
        by: decider(sight, model.response.declare.by),
        whose: To::Lead,
        open: sight.told.outcome.detected.min(at),
        taken: at,
        // Cutting later does not bring anything back later: no promise hangs on the minute of the cut.
        service: None,
        path: String::new(),
        again: None,
        task: None,
        work: None,
    };
    Some(Candidate {
        kind: Kind::Withdrawn,
        at,
        weight: 75,
        from: ON_DUTY.into(),
        to: vec![To::Lead],
        by: "in the room",
        text: format!(
            "{name}: off, as of this minute. Whatever goes through there is cut, our own people's way in included. Who needs it, and who says when it goes back on?"
        ),
        expect:
            "Find out what hangs on it before going on; name who decides on its return, and on what condition"
                .to_owned(),
        capability: Capability::Decide,
        service: lasting.first().map(|(service, _)| *service),
        shows: nodes.iter().map(|&node| model.nodes[node].id.clone()).collect(),
        truth,
        good: vec![
            "Somebody asks what recovery itself needs from it.".to_owned(),
            "The condition for switching it on again is written down, with a name.".to_owned(),
        ],
        choice: Some(choice),
        owed: None,
        under_pressure: "You were told to be quick. You do not know who else depends on it.".to_owned(),
    })
}
