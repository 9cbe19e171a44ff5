//! What has to be said yes or no to: a way of recovery that waits for a word, what somebody is owed by a time, a return.

use crate::engine::{Cause, Change, Deciding, What};
use crate::ids::{ServiceId, TeamId};
use crate::model::{NodeKind, System, TaskStart};
use crate::units::Millis;
use crate::wording::clock;
use crate::wording::text::shown;
use crate::wording::words::length;

use super::candidates::Candidate;
use super::capability::Capability;
use super::decisions::{Choice, best_served, waiting};
use super::kind::Kind;
use super::roles::{Caller, ON_DUTY, To};
use super::sight::Sight;

/// A way of recovery that nobody begins before somebody says so: told when the question arises.
pub(super) fn decision(sight: &Sight, change: &Change) -> Option<Candidate> {
    let model = sight.model();
    let label = sight.names.label(change.who);
    let (of, strategy) = label.split_once('/')?;
    let system: &System = &model.systems[sight.system(change.who)?];
    let strategy = system.recovery.iter().find(|found| found.id == strategy)?;
    let decide = strategy.decide.as_ref()?;
    let at = told_at(sight, change);
    let waits = waiting(sight, |cause, charged| {
        cause == Cause::Decision && charged == sight.names.charged_label(change.who)
    });
    let path = format!(
        "systems.{}.recovery.{}.decide.takes",
        system.group.map_or(of, |group| &model.groups[group].id),
        strategy.id
    );
    let name = sight.name(system.node);
    let mut choice = Choice {
        what: format!("{name}: whether to go on with \u{2018}{}\u{2019}", shown(&strategy.name)),
        by: sight.team_name(decide.by),
        whose: To::Team(decide.by),
        open: at,
        taken: change.at,
        service: None,
        path,
        again: Some((Deciding::Strategy(change.who), sight.asked_at(change))),
        task: None,
        work: None,
    };
    choice.service = best_served(sight, &choice, &waits);
    let mut truth = sight.lines(at);
    truth.push(format!(
        "In this run {} decides {}, {} later.",
        sight.team_name(decide.by),
        sight.moment(change.at),
        clock::between(at, change.at)
    ));
    let team = strategy.steps.iter().flat_map(|step| &step.by).map(|ask| ask.team).next();
    Some(Candidate {
        kind: Kind::GoAhead,
        at,
        weight: 72,
        from: Caller::of(team),
        to: vec![To::Team(decide.by)],
        by: "phone",
        text: format!(
            "{name}: by the plan the way back is \u{2018}{}\u{2019}. Nobody begins before {} has said so. Once we are on that way we stay on it. Do we go?",
            shown(&strategy.name),
            sight.team_name(decide.by)
        ),
        expect: "Ask what is lost either way and until when it can wait; decide aloud; write down time, reason and what was not known".to_owned(),
        capability: Capability::Decide,
        service: choice.service,
        shows: vec![sight.names.charged_label(change.who).into_owned()],
        truth,
        good: vec![
            "Whoever may decide is found at once, or a deputy does it.".to_owned(),
            "It is said what would make them turn back.".to_owned(),
        ],
        choice: Some(choice),
        owed: None,
        under_pressure: "You will do it either way. You do not want to have decided it.".to_owned(),
    })
}

/// The instant at which a decision was first asked for, if the log has it; else that of the decision.
fn told_at(sight: &Sight, decided: &Change) -> Millis {
    let asked = sight.asked_at(decided);
    if sight.changes().iter().any(|change| change.at == asked) { asked } else { decided.at }
}

/// The time begins to run by which something is owed: a report, an order, a call.
pub(super) fn notice(sight: &Sight, change: &Change) -> Option<Candidate> {
    let model = sight.model();
    let NodeKind::Task(task) = model.nodes[sight.node(change.who)?].kind else { return None };
    let entity = &model.tasks[task];
    let within = entity.within.as_ref()?;
    if matches!(entity.when, TaskStart::Needed | TaskStart::Incident) {
        return None;
    }
    let name = sight.name(entity.node);
    let out = &sight.told.outcome.tasks[task.index()];
    let team: Option<TeamId> = entity.steps.iter().flat_map(|step| &step.by).map(|ask| ask.team).next();
    let mut truth = sight.lines(change.at);
    truth.push(match out.done.is_never() {
        true => format!("In this run it is never done; it is owed within {}.", within.target),
        false => format!(
            "In this run it is done {}, after {}; it is owed within {}.",
            sight.moment(out.done),
            out.time,
            within.target
        ),
    });
    Some(Candidate {
        kind: Kind::Notice,
        at: change.at,
        weight: 50,
        from: "Somebody who waits for it".into(),
        to: vec![team.map_or(To::Lead, To::Team)],
        by: "e-mail",
        text: format!(
            "We hear that you have an incident, and we wait for this: \u{2018}{name}\u{2019}. By your plan it is done within {}. Who sees to it, and by when can we count on it?",
            length(within.target)
        ),
        expect:
            "Name who does it and who answers for it; say by when, on the clock; promise only what is known"
                .to_owned(),
        capability: Capability::Inform,
        service: None,
        shows: Vec::new(),
        truth,
        good: vec![
            "The clock from which the time runs is known, and where it is written.".to_owned(),
            "Somebody who is not busy with recovery sees to it.".to_owned(),
        ],
        choice: None,
        owed: Some(task),
        under_pressure: "You need a name, a telephone number and a time. You do not give advice.".to_owned(),
    })
}

/// When a service is back in this trial, for the facilitator.
pub(super) fn fate(sight: &Sight, service: ServiceId) -> String {
    format!("In this run {} is {}.", sight.service_name(service), became(sight, service))
}

/// `back for good Tue 23:08 (+2d 23h 48m), after 2d 23h 48m`.
pub(super) fn became(sight: &Sight, service: ServiceId) -> String {
    let line = &sight.told.outcome.services[service.index()].minimum;
    match (line.interrupted(), line.recovered()) {
        (false, _) => "never out".to_owned(),
        (true, false) => format!("not back within {}", sight.told.scenario.horizon),
        (true, true) => format!(
            "back for good {}, after {}{}",
            sight.moment(line.last_back),
            clock::between(line.first_down, line.last_back),
            if is_by_hand(sight, service, line.last_back) { ", by hand" } else { "" }
        ),
    }
}

/// Whether a service is at its minimum at an instant because people begin to do its work by hand.
pub(super) fn is_by_hand(sight: &Sight, service: ServiceId, at: Millis) -> bool {
    let begins = |change: &Change| {
        change.at == at && change.what == What::WorkaroundActive && sight.service(change.who) == Some(service)
    };
    sight.changes().iter().any(begins)
}

/// The instant at which what a service runs on brings it back for good, which may be later than people do by hand.
fn returns(sight: &Sight, service: ServiceId) -> Option<Millis> {
    let line = &sight.told.outcome.services[service.index()].minimum;
    if !line.interrupted() || !line.recovered() {
        return None;
    }
    if !is_by_hand(sight, service, line.last_back) {
        return Some(line.last_back);
    }
    let is_full = |change: &&Change| {
        change.what == What::Full && change.at > line.last_back && sight.service(change.who) == Some(service)
    };
    sight.changes().iter().rev().find(is_full).map(|change| change.at)
}

/// A service comes back for good by what it runs on: is it in order, and who says so?
pub(super) fn back(sight: &Sight, change: &Change) -> Option<Candidate> {
    let service = sight.service(change.who)?;
    let out = &sight.told.outcome.services[service.index()];
    if returns(sight, service) != Some(change.at) {
        return None;
    }
    let name = sight.service_name(service);
    let mut truth = sight.lines(change.at);
    truth.push(fate(sight, service));
    if out.data_loss > Millis::ZERO {
        truth.push(format!("Data of {} are lost in this run.", crate::wording::words::length(out.data_loss)));
    }
    Some(Candidate {
        kind: Kind::Return,
        at: change.at,
        weight: 45,
        from: ON_DUTY.into(),
        to: vec![To::Service(service)],
        by: "phone",
        text: format!("{name}: it runs again as far as we can see from here. Will you try it, and do we tell people?"),
        expect: "Have those who use it check it against a list before telling anybody; say what has to be caught up, and who does it".to_owned(),
        capability: Capability::Recover,
        service: Some(service),
        shows: Vec::new(),
        truth,
        good: vec!["Somebody asks which data are missing before the doors open.".to_owned(), "The work that has piled up has an owner and an order.".to_owned()],
        choice: None,
        owed: None,
        under_pressure: "It starts and it answers. Whether what it shows is right you cannot say.".to_owned(),
    })
}
