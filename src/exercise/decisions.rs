//! The decisions that a trial turns on, and their last responsible moments.
//!
//! The last responsible moment is counted from the trial alone: had the decision come so much later or earlier and all
//! else taken as long as it did, the service would have been back so much later or earlier. It is the instant of the
//! decision plus what was left until the objective, or minus what was lacking.

use crate::engine::Cause;
use crate::ids::{ServiceId, TeamId};
use crate::model::{Clock, Service};
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
}

/// When a decision had to be taken, in a sentence, and as an instant where there is one.
pub(super) fn last_moment(sight: &Sight, choice: &Choice) -> (Option<Millis>, String) {
    let Some(service) = choice.service else {
        return (None, "No promise hangs on its minute; what counts is that somebody takes it.".to_owned());
    };
    let entity = &sight.model().services[service];
    let name = sight.service_name(service);
    let line = &sight.told.outcome.services[service.index()].minimum;
    if !line.interrupted() {
        return (None, format!("{name} is never out in this run; nothing hangs on its minute."));
    }
    if !line.recovered() {
        let horizon = sight.told.scenario.horizon;
        return (None, format!("In this run {name} is not back within {horizon} whenever it is taken."));
    }
    let mut lost = Vec::new();
    for (promise, deadline) in deadlines(sight, service, entity) {
        let latest = choice.taken.plus(deadline.minus(line.last_back));
        if latest >= choice.open {
            let kept = if latest >= choice.taken { "kept" } else { "broken" };
            let told = format!(
                "{} for the {promise} of {name}, if all else takes as long as in this run, where it was taken {} and the promise was {kept}.",
                sight.moment(latest),
                sight.moment(choice.taken),
            );
            return (Some(latest), format!("{}{told}", already(&lost)));
        }
        lost.push(promise);
    }
    let told = match lost.as_slice() {
        [] => format!("{name} has no promise of time."),
        _ => format!(
            "{}Deciding late still costs {name} minute for minute; in this run it was taken {}.",
            already(&lost),
            sight.moment(choice.taken)
        ),
    };
    (None, told)
}

fn already(lost: &[String]) -> String {
    match lost {
        [] => String::new(),
        lost => format!("Too late for the {} even at the first possible minute. ", lost.join(" and the ")),
    }
}

/// The promises of time of a service, the shortest first, with the instants by which it has to be back.
fn deadlines(sight: &Sight, service: ServiceId, entity: &Service) -> Vec<(String, Millis)> {
    let outcome = sight.told.outcome;
    let line = &outcome.services[service.index()].minimum;
    let from = |clock| match clock {
        Clock::Disruption => line.first_down,
        Clock::Detected => line.first_down.max(outcome.detected),
        Clock::Declared => line.first_down.max(outcome.declared),
    };
    let mut found = Vec::new();
    if let Some(rto) = &entity.rto {
        found.push((format!("RTO of {}", rto.target), from(entity.clock).plus(rto.target)));
    }
    if let Some(mtpd) = &entity.mtpd {
        let work = outcome.services[service.index()].work_recovery;
        if !work.is_never() {
            found.push((format!("MTPD of {}", mtpd.target), line.first_down.plus(mtpd.target).minus(work)));
        }
    }
    found
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
        let (latest, _) = last_moment(sight, &Choice { service: Some(service), ..choice.clone() });
        latest.map(|latest| (latest, service))
    };
    let all: Vec<(Millis, ServiceId)> = waits.iter().filter_map(latest).collect();
    let saved = all.iter().filter(|(latest, _)| *latest < choice.taken).max();
    let found = saved.or_else(|| all.iter().min()).map(|&(_, service)| service);
    found.or(waits.first().map(|&(service, _)| service))
}

/// Who may take a decision, in words.
pub(super) fn decider(sight: &Sight, team: Option<TeamId>) -> String {
    team.map_or_else(|| "whoever leads".to_owned(), |team| sight.team_name(team))
}
