//! The decisions that a trial turns on, and their last responsible moments.
//!
//! Of a decision that the plan gives a length of time the trial is played again with it sooner and later, all else drawn
//! as it was: the last minute at which the promise is kept. Of all others it is counted from the trial alone: had the
//! decision come so much later or earlier and all else taken as long as it did, the service would have been back so much
//! later or earlier. It is the instant of the decision plus what was left until the objective, or minus what was lacking.

use crate::campaign::Missed;
use crate::engine::{Cause, Deciding, Who};
use crate::ids::{ServiceId, TaskId, TeamId};
use crate::model::{Clock, Service};
use crate::study::again::{Moved, Promise, Until, back_of};
use crate::units::Millis;

use super::roles::To;
use super::sight::Sight;

/// A decision before it has a letter.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    pub what: String,
    pub by: String,
    /// The same as somebody to speak to.
    pub whose: To,
    pub open: Millis,
    pub taken: Millis,
    /// The service that waits for it.
    pub service: Option<ServiceId>,
    /// The duration of the model that it takes; empty where there is none.
    pub path: String,
    /// The same as what the trial can be played again with, and the instant from which that time runs.
    pub again: Option<(Deciding, Millis)>,
    /// The task that has to be done by a time of its own, in place of a service.
    pub task: Option<TaskId>,
    /// The work that it begins or puts in its place, where it is about one.
    pub work: Option<Who>,
}

/// The last responsible moment of a decision.
#[derive(Clone, Debug, Default)]
pub(super) struct Last {
    /// The instant, where there is one.
    pub at: Option<Millis>,
    /// In a sentence.
    pub told: String,
    /// What it is the last moment for: `MTPD of 3d of Salaries`; none without an instant.
    pub promise: Option<String>,
    /// Whether there was something to keep, and all of it was lost before the first possible minute.
    pub is_too_late: bool,
}

impl Last {
    fn none(told: String) -> Last {
        Last { told, ..Last::default() }
    }
}

/// When a decision had to be taken.
pub(super) fn last_moment(sight: &Sight, choice: &Choice) -> Last {
    if let Some(task) = choice.task {
        return of_task(sight, choice, task);
    }
    let Some(service) = choice.service else {
        return Last::none(
            "No promise hangs on its minute; what counts is that somebody takes it.".to_owned(),
        );
    };
    match choice.again {
        Some(again) => played(sight, choice, service, again),
        None => counted(sight, choice, service),
    }
}

/// By the trial played again.
fn played(sight: &Sight, choice: &Choice, service: ServiceId, (deciding, from): (Deciding, Millis)) -> Last {
    let name = sight.service_name(service);
    let entity = &sight.model().services[service];
    let missed = Missed::of(entity, service.index(), sight.told.outcome);
    let (mut lost, mut free) = (Vec::new(), 0);
    for (promise, words) in promises(entity) {
        let kept = match promise {
            Promise::Rto => !missed.rto,
            Promise::Mtpd => !missed.mtpd,
        };
        match sight.again.until(deciding, service, promise) {
            Until::TooLate if !kept => lost.push(words),
            Until::Always => free += 1,
            until => {
                let long = if let Until::After(long) = until { long } else { Millis::ZERO };
                // Minutes are tried, and it was kept in this run.
                let latest = from.plus(long).max(if kept { choice.taken } else { Millis::ZERO });
                return last(sight, choice, (&lost, format!("{words} of {name}")), (latest, kept));
            }
        }
    }
    match free {
        0 => without(sight, choice, service, &lost),
        _ => Last::none(format!(
            "{}No {}promise of {name} hangs on its minute in this run.",
            already(&lost, &name),
            if lost.is_empty() { "" } else { "other " }
        )),
    }
}

/// What a decision that is played again moves, where it is not what the last moment says anyway: which service comes back
/// sooner with an earlier one, and which is the first to come back later with a later one.
pub(super) fn moved(sight: &Sight, choice: &Choice) -> Vec<String> {
    let Some((deciding, from)) = choice.again else { return Vec::new() };
    let back: Vec<Millis> =
        sight.told.outcome.services.iter().map(|service| back_of(&service.minimum)).collect();
    let Moved { mut sooner, later } = sight.again.moved(deciding, choice.taken.minus(from), &back);
    // The service of which the last moment speaks moves with it.
    let is_told = |service: &ServiceId| Some(*service) == choice.service;
    sooner.retain(|service| !is_told(service));
    let later = later.filter(|(services, _)| !services.iter().any(is_told));
    let mut told = Vec::new();
    if !sooner.is_empty() {
        told.push(format!("Taken at once, it brings back sooner: {}.", sight.services_listed(&sooner)));
    }
    if let Some((services, until)) = later {
        let until = from.plus(until).max(choice.taken);
        told.push(format!(
            "What comes back later first, if it is taken after {}: {}.",
            sight.moment(until),
            sight.services_listed(&services)
        ));
    }
    told
}

/// By what was left, or lacking, in the trial.
fn counted(sight: &Sight, choice: &Choice, service: ServiceId) -> Last {
    let name = sight.service_name(service);
    let line = &sight.told.outcome.services[service.index()].minimum;
    if !line.interrupted() {
        return Last::none(format!("{name} is never out in this run; nothing hangs on its minute."));
    }
    if !line.recovered() {
        let horizon = sight.told.scenario.horizon;
        return Last::none(format!("In this run {name} is not back within {horizon} whenever it is taken."));
    }
    let mut lost = Vec::new();
    for (words, deadline) in deadlines(sight, service) {
        let latest = choice.taken.plus(deadline.minus(line.last_back));
        if latest >= choice.open {
            let kept = latest >= choice.taken;
            return last(sight, choice, (&lost, format!("{words} of {name}")), (latest, kept));
        }
        lost.push(words);
    }
    without(sight, choice, service, &lost)
}

/// For the time within which a task is owed.
fn of_task(sight: &Sight, choice: &Choice, task: TaskId) -> Last {
    let (entity, outcome) = (&sight.model().tasks[task], sight.told.outcome);
    let name = sight.name(entity.node);
    let Some(within) = &entity.within else {
        return Last::none(format!("{name} has no promise of time."));
    };
    let done = outcome.tasks[task.index()].done;
    if done.is_never() {
        let horizon = sight.told.scenario.horizon;
        return Last::none(format!("In this run {name} is not done within {horizon} whenever it is begun."));
    }
    let from = match entity.clock {
        Clock::Disruption => outcome.incident,
        Clock::Detected => outcome.detected,
        Clock::Declared => outcome.declared,
    };
    let latest = choice.taken.plus(from.plus(within.target).minus(done));
    let promise = format!("{} within which {name} is owed", within.target);
    if latest < choice.open {
        let told = format!("Too late for the {promise} even at the first possible minute.");
        return Last { is_too_late: true, ..Last::none(told) };
    }
    let told = format!(
        "{} for the {promise}, if all else takes as long as in this run, where it was begun {} and the promise was {}.",
        sight.moment(latest),
        sight.moment(choice.taken),
        if latest >= choice.taken { "kept" } else { "broken" }
    );
    Last { at: Some(latest), told, promise: Some(promise), is_too_late: false }
}

/// A last moment for a promise, those named first that are lost in any case.
fn last(
    sight: &Sight,
    choice: &Choice,
    (lost, promise): (&[String], String),
    (latest, kept): (Millis, bool),
) -> Last {
    let name = choice.service.map(|service| sight.service_name(service)).unwrap_or_default();
    let told = format!(
        "{}{} for the {promise}, if all else takes as long as in this run, where it was taken {} and the promise was {}.",
        already(lost, &name),
        sight.moment(latest),
        sight.moment(choice.taken),
        if kept { "kept" } else { "broken" }
    );
    Last { at: Some(latest), told, promise: Some(promise), is_too_late: false }
}

/// That there is none.
fn without(sight: &Sight, choice: &Choice, service: ServiceId, lost: &[String]) -> Last {
    let name = sight.service_name(service);
    match lost {
        [] => Last::none(format!("{name} has no promise of time.")),
        _ => Last {
            is_too_late: true,
            ..Last::none(format!(
                "{}Deciding late still costs {name} minute for minute; in this run it was taken {}.",
                already(lost, &name),
                sight.moment(choice.taken)
            ))
        },
    }
}

fn already(lost: &[String], name: &str) -> String {
    match lost {
        [] => String::new(),
        lost => format!(
            "Too late for the {} of {name} even at the first possible minute. ",
            lost.join(" and the ")
        ),
    }
}

/// The promises of time of a service, the shortest first.
fn promises(entity: &Service) -> Vec<(Promise, String)> {
    let rto = entity.rto.as_ref().map(|rto| (Promise::Rto, format!("RTO of {}", rto.target)));
    let mtpd = entity.mtpd.as_ref().map(|mtpd| (Promise::Mtpd, format!("MTPD of {}", mtpd.target)));
    rto.into_iter().chain(mtpd).collect()
}

/// The same with the instants by which it has to be back.
fn deadlines(sight: &Sight, service: ServiceId) -> Vec<(String, Millis)> {
    let (outcome, entity) = (sight.told.outcome, &sight.model().services[service]);
    let line = &outcome.services[service.index()].minimum;
    let from = match entity.clock {
        Clock::Disruption => line.first_down,
        Clock::Detected => line.first_down.max(outcome.detected),
        Clock::Declared => line.first_down.max(outcome.declared),
    };
    let deadline = |promise| match promise {
        Promise::Rto => entity.rto.as_ref().map(|rto| from.plus(rto.target)),
        Promise::Mtpd => entity.mtpd.as_ref().and_then(|mtpd| bearable_until(sight, service, mtpd.target)),
    };
    let all = promises(entity).into_iter();
    all.filter_map(|(promise, words)| Some((words, deadline(promise)?))).collect()
}

/// The last instant of a return after which catching up still ends in time: each hour out longer makes it longer, too.
fn bearable_until(sight: &Sight, service: ServiceId, bearable: Millis) -> Option<Millis> {
    let outcome = &sight.told.outcome.services[service.index()];
    if outcome.work_recovery.is_never() {
        return None;
    }
    let left = bearable.minus(outcome.minimum.outage().plus(outcome.work_recovery)).get() as f64;
    let per_hour = sight.model().services[service].work_recovery.per_hour_out;
    Some(outcome.minimum.last_back.plus(Millis::new((left / (1.0 + per_hour)).floor() as i64)))
}

/// The services whose outage waits for a cause, and how long: the longest wait first.
pub(super) fn waiting(sight: &Sight, is: impl Fn(Cause, &str) -> bool) -> Vec<(ServiceId, Millis)> {
    let mut found: Vec<(ServiceId, Millis)> = Vec::new();
    for service in sight.model().services.ids() {
        let chain = sight.told.chains[service.index()].stretches.iter();
        let waits = chain.filter(|stretch| is(stretch.cause, sight.names.label(stretch.who)));
        let total = waits.fold(Millis::ZERO, |total, stretch| total.plus(stretch.until.minus(stretch.from)));
        if total > Millis::ZERO {
            found.push((service, total));
        }
    }
    found.sort_by_key(|&(service, total)| (std::cmp::Reverse(total), service));
    found
}

/// Of services that wait for a choice the one whose promise it would have kept with the least haste; else the one whose
/// promise it can break first; else the one that waits longest.
pub(super) fn best_served(
    sight: &Sight,
    choice: &Choice,
    waits: &[(ServiceId, Millis)],
) -> Option<ServiceId> {
    let latest = |&(service, _): &(ServiceId, Millis)| {
        let last = last_moment(sight, &Choice { service: Some(service), ..choice.clone() });
        last.at.map(|latest| (latest, service))
    };
    // Of what is played again it is seen also where nothing waits for it yet.
    let others = sight.model().services.ids().filter(|_| choice.again.is_some());
    let others = others.filter(|other| waits.iter().all(|(service, _)| service != other));
    let others: Vec<(ServiceId, Millis)> = others.map(|service| (service, Millis::ZERO)).collect();
    let all: Vec<(Millis, ServiceId)> = waits.iter().chain(&others).filter_map(latest).collect();
    let saved = all.iter().filter(|(latest, _)| *latest < choice.taken).max();
    let found = saved.or_else(|| all.iter().min()).map(|&(_, service)| service);
    found.or(waits.first().map(|&(service, _)| service))
}

/// Who may take a decision, in words.
pub(super) fn decider(sight: &Sight, team: Option<TeamId>) -> String {
    team.map_or_else(|| "whoever leads".to_owned(), |team| sight.team_name(team))
}
