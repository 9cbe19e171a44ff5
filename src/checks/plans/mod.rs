//! Rules on plans that a scenario takes away, or that were never written.

pub mod all_dead;
pub mod needs_left_behind;
pub mod never_begun;
pub mod never_works;
pub mod no_plan;
pub mod not_set_going;
pub mod standing;
pub mod stuck;
pub mod taken_away;
pub mod waits_for_itself;
pub mod workaround_in_vain;

use crate::checks::soonest::{Never, Why, largest_speed_up, least_work};
use crate::checks::{Case, words};
use crate::ids::SystemId;
use crate::model::{Copy, CopyKind, Event, EventKind, Strategy};
use crate::source::Place;
use crate::units::Millis;

/// Why a plan can never be finished, in words.
pub fn reason(case: &Case, never: &Never) -> String {
    match (never.root, never.circle.as_slice()) {
        (Some(Why::Event(event)), _) => {
            let event = &case.scenario.events[event].id;
            let of = never.of.map_or_else(|| "it".to_owned(), |node| format!("`{}`", case.plan.id(node)));
            format!("`{event}` takes {of} for good")
        }
        (Some(Why::CopyGone { event, .. }), _) => {
            let event = &case.scenario.events[event];
            let destroys = match &event.kind {
                EventKind::Corruption { destroys_copies, .. } if *destroys_copies < 1.0 => "may destroy",
                _ => "destroys",
            };
            format!("`{}` {destroys} the copy", event.id)
        }
        (Some(Why::DataGone(event)), _) => {
            format!("`{}` takes the data, and it restores none", case.scenario.events[event].id)
        }
        (Some(step @ Why::Step { .. }), _) => {
            format!("{} never succeeds", words::work(&case.plan, Some(case.scenario), step))
        }
        (Some(Why::Unclean { system, copy, event }), _) => {
            unclean(&case.plan.model.systems[system].copies[copy], &case.scenario.events[event])
        }
        (Some(Why::GivenUp { system, strategy }), _) => {
            given_up(&case.plan.model.systems[system].recovery[strategy], largest_speed_up(case.scenario))
        }
        (Some(Why::NoPoint { system, copy }), _) => {
            format!("`{}` never offers a point", case.plan.model.systems[system].copies[copy].id)
        }
        (Some(other), _) => format!("{} never comes", words::work(&case.plan, Some(case.scenario), other)),
        (None, []) => "nothing brings back what it needs".to_owned(),
        (None, circle) => {
            let drawn: Vec<String> = circle
                .iter()
                .chain(circle.first())
                .map(|why| words::work(&case.plan, Some(case.scenario), *why))
                .collect();
            format!("it waits for itself: {}", drawn.join(" <- "))
        }
    }
}

/// Why a copy has no clean point after an event, in words.
fn unclean(copy: &Copy, event: &Event) -> String {
    let age = match &copy.kind {
        CopyKind::Backup(backup) => format!("is kept {}", backup.keep.at_most()),
        CopyKind::Replica(replica) if replica.lag.most() == Millis::ZERO => "copies at once".to_owned(),
        CopyKind::Replica(replica) => format!("is at most {} old", replica.lag.most().at_most()),
    };
    let inside = match &event.kind {
        EventKind::Corruption { dwell, .. } => dwell.least(),
        _ => Millis::ZERO,
    };
    format!(
        "no clean copy: `{}` {age}, and the intruder was inside for at least {}",
        copy.id,
        inside.at_least()
    )
}

/// Why a plan never has the time for its work, in words. `quicker`: the largest speed-up by delays.
fn given_up(strategy: &Strategy, quicker: f64) -> String {
    let (after, work) = (strategy.give_up.unwrap_or(Millis::NEVER), least_work(&strategy.steps, quicker));
    format!("it is given up after {after}, and its work takes at least {}", work.at_least_beyond(after))
}

/// Why a plan waits for what it is to bring back, in words; nothing where it does not.
pub fn why_in_vain(case: &Case, plan: (SystemId, usize)) -> Option<String> {
    let way = case.in_vain().get(&plan)?;
    Some(format!("it waits for what it is to bring back: {}", waits_for_itself::drawn(case, way)))
}

/// Where the reason is written, if it is written anywhere.
pub fn place_of(case: &Case, never: &Never) -> Option<Place> {
    match never.root? {
        Why::Event(event)
        | Why::CopyGone { event, .. }
        | Why::Unclean { event, .. }
        | Why::DataGone(event) => Some(case.scenario.events[event].place),
        Why::Node(node) => Some(case.plan.place(node)),
        Why::Step { system, strategy, step } => {
            Some(case.plan.model.systems[system].recovery[strategy].steps[step].place)
        }
        Why::GivenUp { system, strategy } => Some(case.plan.model.systems[system].recovery[strategy].place),
        Why::NoPoint { system, copy } => Some(case.plan.model.systems[system].copies[copy].place),
        _ => None,
    }
}
