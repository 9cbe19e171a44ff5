//! What the model itself suggests to try against the causes of a finding.

use super::staffing::{self, TooFew};
use super::{Cause, Seen};
use crate::engine;
use crate::ids::TeamId;
use crate::model::{Step, Uncertain};
use crate::units::Millis;
use crate::wording::text::shown;

/// Causes that get a remedy, and the least share of the time that makes one worth a try.
const TRIED_MAX: usize = 3;
const SHARE_MIN: f64 = 0.05;

/// One thing to try. What it would change is not known before it is played (`study::tried`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remedy {
    /// A sentence in the imperative.
    pub text: String,
    /// The same as edits that `--set` takes; none where the model has no field for it.
    pub edits: Vec<String>,
    /// The same with only some of the edits, the fewest first. They are played, too, and one that does as much stands in
    /// for it.
    pub narrower: Vec<Remedy>,
}

impl Remedy {
    /// Something to do that no single field of the model says.
    pub(super) fn to_do(text: impl Into<String>) -> Remedy {
        Remedy { text: text.into(), ..Remedy::default() }
    }

    /// Something to do, and the edit that plays it.
    pub(super) fn to_set(text: impl Into<String>, edit: String) -> Remedy {
        Remedy::to_set_all(text, vec![edit])
    }

    /// Something to do, and the edits that play it together.
    pub(super) fn to_set_all(text: impl Into<String>, edits: Vec<String>) -> Remedy {
        Remedy { text: text.into(), edits, ..Remedy::default() }
    }

    /// Something to do that shortens a time, and the edit that plays half of what it typically is.
    pub(super) fn halving(text: impl std::fmt::Display, path: &str, takes: &Uncertain) -> Remedy {
        let half = Millis::new((takes.typical().get() / 2).max(1));
        let quicker = if half < takes.least() {
            format!(", which is quicker than the best that is written ({})", takes.least().at_least())
        } else {
            String::new()
        };
        Remedy::to_set(
            format!("{text} Try it at {half} each time{quicker}."),
            format!("{path}={}", half.exact()),
        )
    }

    /// People for a team that work waits for: as many as it asks for, at the hours at which there are too few of them;
    /// where they are away, others who can do it.
    pub(super) fn people(seen: &Seen, id: &str) -> Option<Remedy> {
        let team = seen.team_id(id)?;
        let more = match staffing::away(seen.model, seen.scenario, team) {
            // However many there are, all of them are away.
            Some((_, true)) => Vec::new(),
            _ => seen.too_few(team),
        };
        let whole = Remedy::head_counts(seen, (id, team), &more)?;
        let parts =
            parts_of(&more).into_iter().filter_map(|part| Remedy::head_counts(seen, (id, team), &part));
        Some(Remedy { narrower: parts.collect(), ..whole })
    }

    /// These head counts for a team, and what else to do for it.
    fn head_counts(seen: &Seen, (id, team): (&str, TeamId), more: &[TooFew]) -> Option<Remedy> {
        let name = shown(&seen.node(id)?.name);
        let mut said = Vec::new();
        if !more.is_empty() {
            let words: Vec<String> =
                more.iter().enumerate().map(|(at, more)| head_count(&name, more, at == 0)).collect();
            said.push(format!("Have {}; or let others do part of their work.", words.join(", ")));
        }
        if let Some((event, everybody)) = staffing::away(seen.model, seen.scenario, team) {
            let who = if everybody { "All of" } else { "People of" };
            let while_away = seen.event_words(&event.id);
            said.push(format!(
                "{who} {name} are away (\"{while_away}\"): see that others can do their work meanwhile."
            ));
        }
        if said.is_empty() {
            said.push(format!("Let others do part of the work of {name}."));
        }
        let edits = more.iter().map(|more| format!("teams.{id}.{}={}", more.field, more.to));
        Some(Remedy::to_set_all(said.join(" "), edits.collect()))
    }

    /// People for each team that steps wait for because it is away, or has too few at some hours for one of them.
    pub(super) fn for_those_not_there(seen: &Seen, steps: &[Step]) -> Vec<Remedy> {
        let teams = staffing::not_there(seen, steps);
        teams.into_iter().filter_map(|team| Remedy::people(seen, seen.id_of_team(team))).collect()
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

/// Every part of a list but none of it and all of it, the smallest first; teams have three head counts at most.
fn parts_of(more: &[TooFew]) -> Vec<Vec<TooFew>> {
    let chosen = |bits: usize| {
        let each = more.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1);
        each.map(|(_, more)| *more).collect::<Vec<TooFew>>()
    };
    let mut parts: Vec<Vec<TooFew>> = (1..(1_usize << more.len()) - 1).map(chosen).collect();
    parts.sort_by_key(Vec::len);
    parts
}

/// `3 people of ops outside their hours, not 0`; without the team where another count names it.
pub fn head_count(name: &str, TooFew { field, from, to }: &TooFew, is_first: bool) -> String {
    let people = match (is_first, *to) {
        (true, 1) => format!("1 person of {name}"),
        (true, _) => format!("{to} people of {name}"),
        (false, _) => to.to_string(),
    };
    match *field {
        "off_hours.people" => format!("{people} outside their hours, not {from}"),
        "surge.people" => format!("{people} in a surge, not {from}"),
        _ => format!("{people}, not {from}"),
    }
}

fn against(seen: &Seen, cause: &Cause) -> Option<Remedy> {
    let who = cause.who.as_str();
    let name = || seen.node(who).map_or_else(|| who.to_owned(), |node| shown(&node.name).into_owned());
    match cause.cause {
        engine::Cause::WaitingForPeople => Remedy::people(seen, who),
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
            Some(Remedy::halving(text, &format!("{who}.takes"), &step.takes))
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
