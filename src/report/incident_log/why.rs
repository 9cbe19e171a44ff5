//! Says in a few words why a change came when it did, from the records of the trial.

use crate::engine::{Cause, Change, Record, RecordId, What, Who};
use crate::units::Millis;

use super::super::names::Names;
use super::Told;

/// The reason of a change where it says more than the change itself.
pub fn reason(told: &Told, names: &Names, change: &Change) -> Option<String> {
    match change.what {
        What::StepStarted | What::RestartStarted | What::WorkaroundBegun | What::Chosen => {
            start(told, names, change)
        }
        What::StepDone | What::StepFailed => took(told, change, What::StepStarted),
        What::RestartDone => took(told, change, What::RestartStarted),
        What::Mobilised => since(told, change, What::Called).map(|length| format!("{length} after the call")),
        What::TaskDone => since(told, change, What::TaskBegun).map(|length| format!("after {length}")),
        What::Detected | What::Assessed | What::Declared | What::Decided => {
            stretch(told, change.why).map(|(_, length)| format!("after {length}"))
        }
        What::Struck => record(told, change.why).map(|record| format!("by {}", names.event(record.who))),
        What::Down | What::Below => record(told, change.why).map(|record| of_end(names, record, "by")),
        What::Up | What::Minimum | What::Full => {
            record(told, change.why).map(|record| of_end(names, record, "after"))
        }
        _ => None,
    }
}

/// What ended: the last condition that came true, or what brought it down.
fn of_end(names: &Names, record: &Record, word: &str) -> String {
    match record.cause {
        Cause::Event => format!("{word} {}", names.event(record.who)),
        cause => format!("{word} {}", charged(names, cause, record.who)),
    }
}

/// Why a piece of work did not start earlier; nothing where it follows on the step before.
fn start(told: &Told, names: &Names, change: &Change) -> Option<String> {
    let (record, length) = stretch(told, change.why)?;
    match record.cause {
        Cause::WaitingForPeople => Some(format!("waited {length} for people of {}", names.words(record.who))),
        Cause::WaitingForUnits => Some(format!("waited {length} for {}", names.words(record.who))),
        Cause::Work | Cause::Rework if is_of_same(names, record.who, change.who) => None,
        Cause::Event => None,
        cause => Some(format!("once {}", came_true(names, cause, record.who))),
    }
}

/// Whether two labels belong to one strategy or one task.
fn is_of_same(names: &Names, one: Who, other: Who) -> bool {
    let parent = |who| names.label(who).rsplit_once('/').map_or(names.label(who), |(parent, _)| parent);
    parent(one) == parent(other)
}

fn came_true(names: &Names, cause: Cause, who: Who) -> String {
    let name = names.words(who);
    match cause {
        Cause::Event => format!("{} is over", names.event(who)),
        Cause::Detection => "noticed".to_owned(),
        Cause::Assessment => "understood".to_owned(),
        Cause::Declaration => "declared".to_owned(),
        Cause::Decision => "decided".to_owned(),
        Cause::Policy => "the time it has to wait is over".to_owned(),
        Cause::Mobilisation => format!("{name} is ready to work"),
        Cause::WaitingForPeople | Cause::WaitingForUnits => format!("{name} is free"),
        Cause::Work => format!("{name} is done"),
        Cause::Rework => format!("{name} has failed"),
        Cause::Restart => format!("{name} has restarted"),
        Cause::Workaround => format!("{name} is working by hand"),
    }
}

/// The words for what a stretch of time is charged to.
pub fn charged(names: &Names, cause: Cause, who: Who) -> String {
    let name = names.words(who);
    let by = |what: &str| if names.is_nobody(who) { what.to_owned() } else { format!("{what} by {name}") };
    match cause {
        Cause::Event => names.event(who),
        Cause::Detection => "noticing the incident".to_owned(),
        Cause::Assessment => "understanding the incident".to_owned(),
        Cause::Declaration => by("declaring"),
        Cause::Decision => by("deciding"),
        Cause::Policy => format!("holding back {name}"),
        Cause::Mobilisation => format!("calling out {name}"),
        Cause::WaitingForPeople => format!("waiting for people of {name}"),
        Cause::WaitingForUnits => format!("waiting for {name}"),
        Cause::Work => name,
        Cause::Rework => format!("{name}, in vain"),
        Cause::Restart => format!("restart of {name}"),
        Cause::Workaround => format!("working by hand: {name}"),
    }
}

fn record<'a>(told: &Told<'a>, id: RecordId) -> Option<&'a Record> {
    told.timeline.records.get(id.0 as usize)
}

/// A record with the length of what it ended, where that is any time at all.
fn stretch<'a>(told: &Told<'a>, id: RecordId) -> Option<(&'a Record, Millis)> {
    let ended = record(told, id)?;
    let before = record(told, ended.before).map_or(Millis::ZERO, |before| before.at);
    let length = ended.at.minus(before);
    (length > Millis::ZERO).then_some((ended, length))
}

/// Time since the latest change of this kind about the same thing.
fn since(told: &Told, change: &Change, began: What) -> Option<Millis> {
    let earlier = told
        .timeline
        .changes
        .iter()
        .rev()
        .find(|earlier| earlier.what == began && earlier.who == change.who && earlier.at <= change.at);
    let length = change.at.minus(earlier?.at);
    (length > Millis::ZERO).then_some(length)
}

fn took(told: &Told, change: &Change, began: What) -> Option<String> {
    since(told, change, began).map(|length| format!("took {length}"))
}
