//! Rules on plans that a scenario takes away, or that were never written.

pub mod all_dead;
pub mod needs_left_behind;
pub mod never_works;
pub mod no_plan;
pub mod standing;
pub mod stuck;
pub mod taken_away;
pub mod waits_for_itself;

use crate::checks::soonest::{Never, Why};
use crate::checks::{Case, words};
use crate::ids::SystemId;
use crate::source::Place;

/// Why a plan can never be finished, in words.
pub fn reason(case: &Case, never: &Never) -> String {
    match (never.root, never.circle.as_slice()) {
        (Some(Why::Event(event)), _) => {
            let event = &case.scenario.events[event].id;
            let of = never.of.map_or_else(|| "it".to_owned(), |node| format!("`{}`", case.plan.id(node)));
            format!("`{event}` takes {of} for good")
        }
        (Some(Why::CopyGone { event, .. }), _) => {
            format!("`{}` destroys the copy", case.scenario.events[event].id)
        }
        (Some(Why::DataGone(event)), _) => {
            format!("`{}` takes the data, and it restores none", case.scenario.events[event].id)
        }
        (Some(step @ Why::Step { .. }), _) => {
            format!("{} never succeeds", words::work(&case.plan, Some(case.scenario), step))
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

/// Why a plan waits for what it is to bring back, in words; nothing where it does not.
pub fn why_in_vain(case: &Case, plan: (SystemId, usize)) -> Option<String> {
    let way = case.in_vain().get(&plan)?;
    Some(format!("it waits for what it is to bring back: {}", waits_for_itself::drawn(case, way)))
}

/// Where the reason is written, if it is written anywhere.
pub fn place_of(case: &Case, never: &Never) -> Option<Place> {
    match never.root? {
        Why::Event(event) | Why::CopyGone { event, .. } | Why::DataGone(event) => {
            Some(case.scenario.events[event].place)
        }
        Why::Node(node) => Some(case.plan.place(node)),
        Why::Step { system, strategy, step } => {
            Some(case.plan.model.systems[system].recovery[strategy].steps[step].place)
        }
        Why::NoPoint { system, copy } => Some(case.plan.model.systems[system].copies[copy].place),
        _ => None,
    }
}
