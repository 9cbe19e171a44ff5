//! Says in a clause why a change came when it did, from the records of the trial.

use crate::engine::{Cause, Change, Record, RecordId, What, Who};
use crate::model::{NodeKind, Team};
use crate::units::Millis;

use super::super::clock;
use super::super::names::Names;
use super::super::text::{counted, shown};
use super::Told;

/// The clause to put behind the sentence on a change; empty where it would add nothing.
pub fn clause(told: &Told, names: &Names, moment: &[Change], change: &Change) -> String {
    let clause = match change.what {
        What::StepStarted | What::RestartStarted => start(told, names, change),
        What::Chosen => chosen(told, names, change),
        What::StepDone | What::StepFailed => after(since(told, change, What::StepStarted)),
        What::RestartDone => after(since(told, change, What::RestartStarted)),
        What::TaskDone => after(since(told, change, What::TaskBegun)),
        What::Mobilised => {
            let called = since(told, change, What::Called).map(|length| format!(", {length} after the call"));
            let nobody = nobody_there(told, names, change);
            (called.is_some() || nobody.is_some())
                .then(|| called.unwrap_or_default() + &nobody.unwrap_or_default())
        }
        What::Detected | What::Assessed | What::Declared | What::Decided => {
            after(stretch(told, change.why).map(|(_, length)| length))
        }
        What::Struck => record(told, change.why).map(|record| format!(": {}", names.event(record.who))),
        What::Down | What::Below | What::Reduced => {
            record(told, change.why).and_then(|record| brought_down(names, record))
        }
        What::StrategyDone => {
            let fares = how_it_fares(told, names, moment, change).unwrap_or_default();
            Some(fares + &with_its_group(told, names, change).unwrap_or_default())
        }
        What::CopyTaken => change.age.map(|age| match age {
            Millis::ZERO => ", up to date to the disruption".to_owned(),
            age => format!(", as they were {} before the disruption", clock::between(Millis::ZERO, age)),
        }),
        What::StoodDown => Some(no_longer_needed(told, names, moment, change)),
        What::WorkaroundOff => Some(called_off(told, names, moment, change)),
        What::SurgeArrived => surge(told, names, change.who),
        What::Up | What::Minimum | What::Full => {
            record(told, change.why).map(|record| format!(", {}", came_true(names, record.cause, record.who)))
        }
        _ => None,
    };
    clause.unwrap_or_default()
}

/// Whether a system whose strategy is complete is up with that, or still waits.
fn how_it_fares(told: &Told, names: &Names, moment: &[Change], change: &Change) -> Option<String> {
    let is_system =
        |other: &&Change| matches!(other.what, What::Up | What::Down) && names.belongs(change.who, other.who);
    if moment.iter().any(|other| other.what == What::Up && is_system(&other)) {
        return Some(", and it is up again".to_owned());
    }
    let latest = told.timeline.changes.iter().rev().filter(|other| other.at <= change.at).find(is_system);
    (latest?.what == What::Down).then(|| "; it still waits for what it needs".to_owned())
}

/// To which point the data of a restored system go back in the end, where others of its restore group used an older one
/// than it did.
fn with_its_group(told: &Told, names: &Names, change: &Change) -> Option<String> {
    let label = names.label(change.who);
    let id = label.split_once('/').map_or(label, |(id, _)| id);
    let NodeKind::System(id) = told.model.nodes[told.model.node_named(id)?].kind else { return None };
    let group = told.model.systems[id].restore_group.as_ref()?;
    let lost = told.outcome.systems.get(id.index())?.data_loss;
    let is_own =
        |other: &&Change| other.what == What::CopyTaken && other.who == change.who && other.at <= change.at;
    let own = told.timeline.changes.iter().rev().find(is_own)?.age?;
    (lost > own && !lost.is_never()).then(|| {
        let group = shown(group);
        let back = clock::between(Millis::ZERO, lost);
        format!("; in the end its data are as they were {back} before the disruption, as those of the restore group \"{group}\"")
    })
}

/// Why a way back is dropped though it has not failed.
fn no_longer_needed(told: &Told, names: &Names, moment: &[Change], change: &Change) -> String {
    let is_up = |other: &Change| other.what == What::Up && names.belongs(change.who, other.who);
    let waits = if moment.iter().any(is_up) { "" } else { "; it waits for what it needs" };
    match record(told, change.why) {
        Some(record) if record.cause == Cause::Event => {
            format!(", no longer needed {}{waits}", came_true(names, record.cause, record.who))
        }
        _ => format!(", no longer needed: it is in working order again{waits}"),
    }
}

/// Why work by hand ends before it must: it is not needed, another is better, or it cannot go on.
fn called_off(told: &Told, names: &Names, moment: &[Change], change: &Change) -> String {
    let of_service = |other: &&Change| {
        matches!(other.what, What::Below | What::Minimum | What::Full) && names.belongs(change.who, other.who)
    };
    let instead = moment.iter().find(|other| {
        other.what == What::WorkaroundBegun
            && other.who != change.who
            && names.is_of_same(other.who, change.who)
    });
    if let Some(other) = instead {
        return format!(", for {}", names.words(other.who));
    }
    let latest = told.timeline.changes.iter().rev().filter(|other| other.at <= change.at).find(of_service);
    match latest {
        Some(Change { what: What::Below, .. }) => ", as what it needs is missing".to_owned(),
        _ => ", as the service is back without it".to_owned(),
    }
}

/// From when on there is anybody of a team that is reached while nobody is there; nothing where reinforcements may be.
fn nobody_there(told: &Told, names: &Names, change: &Change) -> Option<String> {
    let team = team(told, names, change.who)?;
    let instant = Millis::new(told.onset.plus(change.at).get().rem_euclid(Millis::WEEK.get()));
    if team.surge.is_some() || team.off_hours.people > 0 || team.hours.contains(instant) {
        return None;
    }
    let opens = change.at.plus(team.hours.wait(instant)?);
    Some(format!("; nobody is there before {}", clock::of_week(told.onset, opens)))
}

fn team<'t>(told: &'t Told, names: &Names, who: Who) -> Option<&'t Team> {
    let id = names.label(who);
    told.model.teams.iter().find(|team| told.model.nodes[team.node].id == id)
}

/// How many people a team has once its surge is there.
fn surge(told: &Told, names: &Names, who: Who) -> Option<String> {
    let team = team(told, names, who)?;
    let people = team.surge.as_ref()?.people;
    Some(format!(", {} in all", counted(people as usize, "person", "people")))
}

fn brought_down(names: &Names, record: &Record) -> Option<String> {
    match record.cause {
        Cause::Event => Some(format!(", because of: {}", names.event(record.who))),
        Cause::Workaround => Some(", as work by hand runs out".to_owned()),
        _ => None,
    }
}

/// Why a piece of work did not start earlier; nothing where it follows on the step before.
fn start(told: &Told, names: &Names, change: &Change) -> Option<String> {
    let (record, length) = stretch(told, change.why)?;
    match record.cause {
        Cause::WaitingForPeople => {
            Some(format!(", after {length} of waiting for people of {}", names.words(record.who)))
        }
        Cause::WaitingForUnits => {
            Some(format!(", after {length} of waiting for {}", names.words(record.who)))
        }
        Cause::Work | Cause::Rework if names.is_of_same(record.who, change.who) => None,
        Cause::Event | Cause::Workaround => None,
        cause => Some(format!(", {}", came_true(names, cause, record.who))),
    }
}

/// Most ways back are chosen once the incident is understood; only other reasons are told.
fn chosen(told: &Told, names: &Names, change: &Change) -> Option<String> {
    let (record, _) = stretch(told, change.why)?;
    match record.cause {
        Cause::Event | Cause::Detection | Cause::Assessment => None,
        cause => Some(format!(", {}", came_true(names, cause, record.who))),
    }
}

/// The last condition as something that is so from now on.
fn came_true(names: &Names, cause: Cause, who: Who) -> String {
    let name = names.words(who);
    match cause {
        Cause::Event => format!("now that it is over: {}", names.event(who)),
        Cause::Detection => "now that the incident is noticed".to_owned(),
        Cause::Assessment => "now that the incident is understood".to_owned(),
        Cause::Declaration => "now that it is declared".to_owned(),
        Cause::Decision => "now that it is decided".to_owned(),
        Cause::Policy => "now that the time it has to wait is over".to_owned(),
        Cause::Mobilisation => format!("now that people of {name} are there"),
        Cause::WaitingForPeople => format!("now that people of {name} are free"),
        Cause::WaitingForUnits => format!("now that {name} is free"),
        Cause::Work => format!("now that this is done: {name}"),
        Cause::Rework => format!("now that this has failed: {name}"),
        Cause::Restart => format!("now that {name} has restarted"),
        Cause::Workaround => "by hand".to_owned(),
    }
}

fn after(length: Option<String>) -> Option<String> {
    length.map(|length| format!(", after {length}"))
}

fn record<'a>(told: &Told<'a>, id: RecordId) -> Option<&'a Record> {
    told.timeline.records.get(id.0 as usize)
}

/// A record with the length of what it ended, where that is any time at all.
fn stretch<'a>(told: &Told<'a>, id: RecordId) -> Option<(&'a Record, String)> {
    let ended = record(told, id)?;
    let before = record(told, ended.before).map_or(Millis::ZERO, |before| before.at);
    Some((ended, lasting(before, ended.at)?))
}

/// Time since the latest change of this kind about the same thing.
fn since(told: &Told, change: &Change, began: What) -> Option<String> {
    let earlier = told
        .timeline
        .changes
        .iter()
        .rev()
        .find(|earlier| earlier.what == began && earlier.who == change.who && earlier.at <= change.at);
    lasting(earlier?.at, change.at)
}

/// The time between two instants as the clocks of the log show them; nothing where there is none.
fn lasting(from: Millis, to: Millis) -> Option<String> {
    (to > from).then(|| clock::between(from, to))
}
