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
    /// The same as edits that `--set` takes; none where the model has no field for it.
    pub edits: Vec<String>,
}

impl Remedy {
    /// Something to do that no single field of the model says.
    pub(super) fn to_do(text: impl Into<String>) -> Remedy {
        Remedy { text: text.into(), edits: Vec::new() }
    }

    /// Something to do, and the edit that plays it.
    pub(super) fn to_set(text: impl Into<String>, edit: String) -> Remedy {
        Remedy { text: text.into(), edits: vec![edit] }
    }

    /// One person more in a team whenever it works, which is one more by day, at other hours and in a surge.
    pub(super) fn one_more(seen: &Seen, id: &str) -> Option<Remedy> {
        let (team, node) = (seen.team(id)?, seen.node(id)?);
        let (name, more) = (shown(&node.name), team.people + 1);
        let mut hours = vec![("people", format!("{more} people in {name}, not {}", team.people), more)];
        let off = team.off_hours.people;
        if off < team.people {
            hours.push(("off_hours.people", format!("{} outside their hours, not {off}", off + 1), off + 1));
        }
        if let Some(surge) = team.surge.as_ref().map(|surge| surge.people) {
            hours.push(("surge.people", format!("{} in a surge, not {surge}", surge + 1), surge + 1));
        }
        let words: Vec<&str> = hours.iter().map(|(_, words, _)| words.as_str()).collect();
        Some(Remedy {
            text: format!("Have {}; or let others do part of their work.", words.join(", ")),
            edits: hours.iter().map(|(field, _, people)| format!("teams.{id}.{field}={people}")).collect(),
        })
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
        engine::Cause::WaitingForPeople => Remedy::one_more(seen, who),
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
