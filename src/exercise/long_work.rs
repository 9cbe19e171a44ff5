//! Long work that a service comes back last for: it has to be begun in time, and mostly can be begun long before anybody
//! feels that it is urgent.

use std::collections::BTreeMap;

use crate::engine::{Cause, What, Who};
use crate::ids::ServiceId;
use crate::model::Step;
use crate::units::Millis;
use crate::wording::words::length;

use super::candidates::Candidate;
use super::capability::Capability;
use super::decisions::{Choice, best_served, decider};
use super::gaps::Gaps;
use super::kind::Kind;
use super::roles::{Caller, To};
use super::sight::Sight;
use super::speech;
use super::steps::{slowed, speaker, step_of};

/// Such works that are told at most, and how long the shortest of them must take.
const WORKS_MAX: usize = 3;
const LONG: Millis = Millis::HOUR;
/// Hours that services hang on a work for each point that it weighs more, and the most that it gains.
const HOURS_A_POINT: i64 = 4;
const HELD_UP_MAX: u32 = 30;

/// Work on the chain of at least one service: the first step of a plan or a task, when it starts in this trial.
pub(super) struct Work {
    pub who: Who,
    /// Since when it could have been begun, had somebody decided so, and when it begins.
    open: Millis,
    start: Millis,
    services: Vec<(ServiceId, Millis)>,
}

/// Of all first steps that services hang on those that hold up most, those of which the findings speak above their time.
pub(super) fn long_works(sight: &Sight, gaps: &Gaps) -> Vec<Candidate> {
    let gap = |work: &Work| i64::from(gaps.weight(&sight.names.charged_label(work.who)));
    let mut all = works(sight, LONG);
    all.sort_by_key(|work| (std::cmp::Reverse(work.hours().saturating_add(gap(work))), work.start, work.who));
    all.truncate(WORKS_MAX);
    all.iter().filter_map(|work| candidate(sight, work)).collect()
}

impl Work {
    /// Hours that all services together hang on it.
    fn hours(&self) -> i64 {
        let hours = self.services.iter().map(|(_, long)| long.get() / Millis::HOUR.get());
        hours.fold(0, i64::saturating_add)
    }
}

/// Those that take so long at least.
pub(super) fn works(sight: &Sight, least: Millis) -> Vec<Work> {
    let mut found: BTreeMap<String, Work> = BTreeMap::new();
    for service in sight.model().services.ids() {
        let stretches = sight.told.chains[service.index()].stretches;
        for (position, stretch) in stretches.iter().enumerate() {
            let long = stretch.until.minus(stretch.from);
            if stretch.cause != Cause::Work || long < least {
                continue;
            }
            let label = sight.names.charged_label(stretch.who);
            let starts = |change: &&crate::engine::Change| {
                change.what == What::StepStarted
                    && change.at == stretch.from
                    && sight.names.charged_label(change.who) == label
            };
            let Some(change) = sight.changes().iter().find(starts) else { continue };
            // What needs nobody begins by itself, and nobody decides before anybody has noticed.
            let is_offered = |step: &Step| step.after.is_empty() && !step.by.is_empty();
            if change.at < sight.told.outcome.detected || !step_of(sight, change.who).is_some_and(is_offered)
            {
                continue;
            }
            let before = position.checked_sub(1).and_then(|before| stretches.get(before));
            let open =
                before.filter(|before| is_of_people(before.cause)).map_or(change.at, |before| before.from);
            let open = open.max(sight.told.outcome.detected.min(change.at));
            let blank = || Work { who: change.who, open, start: change.at, services: Vec::new() };
            found.entry(label.into_owned()).or_insert_with(blank).services.push((service, long));
        }
    }
    let mut all: Vec<Work> = found.into_values().collect();
    for work in &mut all {
        work.services.sort_by_key(|&(service, long)| (std::cmp::Reverse(long), service));
    }
    all
}

/// Whether somebody could cut the time short by deciding.
fn is_of_people(cause: Cause) -> bool {
    matches!(cause, Cause::Assessment | Cause::Declaration | Cause::Decision | Cause::WaitingForPeople)
}

/// When it is begun, by whoever decides so from `open` on.
fn choice_from(sight: &Sight, work: &Work, open: Millis) -> Choice {
    let mut choice = Choice {
        what: format!("When {} is begun", speech::work(sight.names, work.who)),
        by: decider(sight, sight.model().response.declare.by),
        whose: To::Lead,
        open,
        taken: work.start,
        service: None,
        path: String::new(),
        again: None,
        task: None,
        work: Some(work.who),
    };
    choice.service = best_served(sight, &choice, &work.services);
    choice
}

/// When it is begun, had somebody decided so as soon as it was possible.
pub(super) fn choice(sight: &Sight, work: &Work) -> Choice {
    choice_from(sight, work, work.open)
}

fn candidate(sight: &Sight, work: &Work) -> Option<Candidate> {
    let step = step_of(sight, work.who)?;
    let words = speech::work(sight.names, work.who);
    let team = speaker(sight, work.who);
    let slowed = slowed(sight, step, work.start);
    // Whoever is told of it when it could begin is asked at that minute: what was lost before is past.
    let choice = choice_from(sight, work, work.start);
    let mut truth = sight.lines(work.start);
    let (service, long) = *work.services.first()?;
    truth.push(format!(
        "In this run it takes {}, and {} is back for good only after it.",
        length(long),
        sight.service_name(service)
    ));
    Some(Candidate {
        kind: Kind::LongWork,
        at: work.start,
        weight: 68 + u32::try_from(work.hours() / HOURS_A_POINT).unwrap_or(HELD_UP_MAX).min(HELD_UP_MAX),
        from: Caller::of(team),
        to: vec![To::Lead],
        by: "phone",
        text: format!(
            "{words}: we could begin now. The plan counts on {} for it{}. It will take people away from everything else. Do we begin, and who gives the word?",
            speech::planned(&step.takes, slowed.factor),
            slowed.because(sight)
        ),
        expect: "Ask what waits for it; begin it, or say until when it can wait and why; name who carries it and when they report".to_owned(),
        capability: Capability::Recover,
        service: choice.service.or(Some(service)),
        shows: vec![sight.names.charged_label(work.who).into_owned()],
        truth,
        good: vec![
            "Somebody asks which service comes back last because of it.".to_owned(),
            "It is begun before it is urgent, by somebody who does nothing else.".to_owned(),
        ],
        choice: Some(choice),
        owed: None,
        under_pressure: "You have never seen it done in the time that is written down. You say so if asked.".to_owned(),
    })
}
