//! What the model itself suggests to try against the causes of a finding.

use super::{Cause, Seen};
use crate::engine;
use crate::units::Millis;
use crate::wording::text::shown;

/// Causes that get a remedy, and the least share of the time that makes one worth a try.
const TRIED_MAX: usize = 3;
const SHARE_MIN: f64 = 0.05;

/// One thing to try. What it would change is not known before it is played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// A sentence in the imperative.
    pub text: String,
    /// The same as an edit that `--set` takes, where one field says it.
    pub edit: Option<String>,
}

impl Remedy {
    /// Something to do that no single field of the model says.
    pub(super) fn to_do(text: impl Into<String>) -> Remedy {
        Remedy { text: text.into(), edit: None }
    }

    /// Something to do, and the edit that plays it.
    pub(super) fn to_set(text: impl Into<String>, edit: String) -> Remedy {
        Remedy { text: text.into(), edit: Some(edit) }
    }

    /// What could shorten the largest causes, in their order.
    pub(super) fn against(seen: &Seen, causes: &[Cause]) -> Vec<Remedy> {
        let worth = causes.iter().filter(|cause| cause.share >= SHARE_MIN);
        let mut remedies: Vec<Remedy> = Vec::new();
        for remedy in worth.filter_map(|cause| against(seen, cause)) {
            if remedies.len() < TRIED_MAX && !remedies.contains(&remedy) {
                remedies.push(remedy);
            }
        }
        remedies
    }
}

fn against(seen: &Seen, cause: &Cause) -> Option<Remedy> {
    let who = cause.who.as_str();
    let name = || seen.node(who).map_or_else(|| who.to_owned(), |node| shown(&node.name).into_owned());
    match cause.cause {
        engine::Cause::WaitingForPeople => seen.team(who).map(|team| {
            let people = team.people + 1;
            Remedy::to_set(
                format!(
                    "Have {people} people in {}, not {}, or let others do part of their work.",
                    name(),
                    team.people
                ),
                format!("teams.{who}.people={people}"),
            )
        }),
        engine::Cause::WaitingForUnits => units(seen, who),
        engine::Cause::Mobilisation => Some(Remedy::to_do(format!(
            "Have somebody of {} on site or on call at all hours: work waits until the first of them is there.",
            name()
        ))),
        engine::Cause::Detection => Some(Remedy::to_do(
            "Notice it sooner: watch what users see, or let the first who sees it start the plan.",
        )),
        engine::Cause::Assessment => Some(Remedy::to_do(
            "Let recovery begin while the assessment goes on, at least of what is surely needed.",
        )),
        engine::Cause::Declaration => {
            Some(Remedy::to_do("Let those on duty start this plan without waiting for the declaration."))
        }
        engine::Cause::Decision => Some(Remedy::to_do(
            "Take the decision beforehand: write down when this plan is started, and let those on duty start it.",
        )),
        engine::Cause::Policy => Some(Remedy::to_do(format!(
            "Look again at the time the plan makes everybody wait: {}.",
            cause.words
        ))),
        engine::Cause::Event => Some(Remedy::to_do(format!(
            "Add a way back that does not wait for the end of this: {}.",
            cause.words
        ))),
        engine::Cause::Work => {
            let text =
                format!("Shorten this step, start it earlier, or add a plan without it: {}.", cause.words);
            let Some(step) = seen.step(who) else { return Some(Remedy::to_do(text)) };
            let half = Millis::new((step.takes.typical().get() / 2).max(1));
            Some(Remedy::to_set(format!("{text} Try it at {half}."), format!("{who}.takes={}", half.exact())))
        }
        engine::Cause::Rework => Some(Remedy::to_do(format!(
            "Practise what is often done in vain, or put the plan that works first: {}.",
            seen.words(who)
        ))),
        engine::Cause::Restart => Some(Remedy::to_do(format!("Shorten the {}.", cause.words))),
        engine::Cause::Workaround => Some(Remedy::to_do(
            "Let those who see the outage start work by hand themselves, with the forms and people at hand.",
        )),
    }
}

fn units(seen: &Seen, who: &str) -> Option<Remedy> {
    let resource = seen.model.resources.iter().find(|resource| seen.model.nodes[resource.node].id == who)?;
    let units = resource.units + 1;
    let name = shown(&seen.model.nodes[resource.node].name).into_owned();
    Some(Remedy::to_set(
        format!("Have {units} of {name}, not {}.", resource.units),
        format!("resources.{who}.units={units}"),
    ))
}
