//! Work that waits because the people for it are at something else: somebody has to say what comes first.

use std::collections::BTreeMap;

use crate::engine::{Cause, What, Who};
use crate::ids::{ServiceId, TeamId};
use crate::units::Millis;
use crate::wording::names::Part;
use crate::wording::words::length;

use super::candidates::Candidate;
use super::capability::Capability;
use super::decisions::{Choice, best_served, decider, last_moment, waiting};
use super::gaps::Gaps;
use super::kind::Kind;
use super::roles::{Caller, To};
use super::sight::Sight;
use super::speech;
use super::steps::asks_of;

/// Works of one team that are named when they contend.
const WORKS_MAX: usize = 3;
/// Contests that are told at most, and how long the shortest of them must take.
const CONTESTS_MAX: usize = 4;
const CONTEST_MIN: Millis = Millis::new(30 * 60_000);
/// A wait that a service hangs on counts for so many times its length; for twice that where deciding otherwise could
/// have kept a promise.
const HANGS: i64 = 3;

/// A wait for people: which work, of which team, from when to when.
struct Wait {
    team: TeamId,
    work: Who,
    from: Millis,
    until: Millis,
}

/// An instant at which a team has more to do than people.
struct Contest<'a> {
    team: TeamId,
    at: Millis,
    in_hand: Vec<String>,
    /// What is ready and waits for the team, the longest wait first.
    waiting: Vec<&'a Wait>,
}

/// Of each team the instant at which most waits; of those the heaviest few, teams of which the findings speak first.
/// Members of one group do not contend for words.
pub(super) fn contests(sight: &Sight, gaps: &Gaps) -> Vec<Candidate> {
    let waits = waits(sight);
    let mut first: BTreeMap<TeamId, (i64, Contest)> = BTreeMap::new();
    for wait in waits.iter().filter(|wait| wait.until.minus(wait.from) >= CONTEST_MIN) {
        let Some(contest) = contest_at(sight, &waits, wait) else { continue };
        let weight = contest.waiting.iter().map(|wait| weight(sight, wait)).fold(0, i64::saturating_add);
        if first.get(&wait.team).is_none_or(|(other, _)| *other < weight) {
            first.insert(wait.team, (weight, contest));
        }
    }
    let gap = |team: TeamId| gaps.weight(&sight.model().nodes[sight.model().teams[team].node].id);
    let mut all: Vec<(i64, Contest)> = first.into_values().collect();
    all.sort_by_key(|(weight, contest)| (std::cmp::Reverse((gap(contest.team), *weight)), contest.at));
    all.truncate(CONTESTS_MAX);
    all.iter().map(|(_, contest)| candidate(sight, contest)).collect()
}

/// What contends when a wait begins; `None` where there is nothing else that the team could do first: work that nobody
/// is there for waits for people, not for its turn.
fn contest_at<'a>(sight: &Sight, waits: &'a [Wait], begins: &Wait) -> Option<Contest<'a>> {
    let (team, at) = (begins.team, begins.from);
    let mut waiting: Vec<&Wait> = Vec::new();
    let mut all: Vec<&Wait> =
        waits.iter().filter(|wait| wait.team == team && wait.from <= at && at < wait.until).collect();
    all.sort_by_key(|wait| (std::cmp::Reverse(wait.until), wait.work));
    for wait in all {
        let label = sight.names.charged_label(wait.work);
        if !waiting.iter().any(|other| sight.names.charged_label(other.work) == label) {
            waiting.push(wait);
        }
    }
    let in_hand = in_hand(sight, team, at, waiting.first().map(|wait| wait.work));
    (!waiting.is_empty() && !in_hand.is_empty()).then_some(Contest { team, at, in_hand, waiting })
}

fn weight(sight: &Sight, wait: &Wait) -> i64 {
    let long = wait.until.minus(wait.from).get();
    let hanging = hanging_on(sight, wait);
    let choice = choice(sight, wait, &hanging);
    match (hanging.is_empty(), last_moment(sight, &choice).at) {
        (true, _) => long,
        (false, None) => long.saturating_mul(HANGS),
        (false, Some(_)) => long.saturating_mul(2 * HANGS),
    }
}

/// The services whose outage goes through a wait, with how long each hangs on it.
fn hanging_on(sight: &Sight, wait: &Wait) -> Vec<(ServiceId, Millis)> {
    let model = sight.model();
    let team = model.nodes[model.teams[wait.team].node].id.as_str();
    let work = sight.names.charged_label(wait.work);
    let mut found: Vec<(ServiceId, Millis)> = Vec::new();
    for service in model.services.ids() {
        // Several works may get their people at one instant: the chain goes on with this one.
        let pairs = sight.told.chains[service.index()].stretches.windows(2);
        let through = pairs.map(|pair| (&pair[0], &pair[1])).find(|(stretch, next)| {
            stretch.cause == Cause::WaitingForPeople
                && stretch.until == wait.until
                && sight.names.label(stretch.who) == team
                && sight.names.charged_label(next.who) == work
        });
        found.extend(through.map(|(stretch, _)| (service, stretch.until.minus(stretch.from))));
    }
    found.sort_by_key(|&(service, long)| (std::cmp::Reverse(long), service));
    found
}

/// From each piece of work that started late for want of people the time from its being ready.
fn waits(sight: &Sight) -> Vec<Wait> {
    let mut ready: BTreeMap<Who, Millis> = BTreeMap::new();
    let mut found = Vec::new();
    for change in sight.changes() {
        match change.what {
            What::WorkReady => drop(ready.insert(change.who, change.at)),
            What::StepStarted | What::RestartStarted => {
                let Some(from) = ready.remove(&change.who) else { continue };
                let record = sight.told.timeline.records.get(change.why.0 as usize);
                let waited = record.filter(|record| record.cause == Cause::WaitingForPeople);
                let team = waited.and_then(|record| sight.team(record.who));
                found.extend(team.map(|team| Wait { team, work: change.who, from, until: change.at }));
            }
            _ => {}
        }
    }
    found
}

/// When a piece of work gets its people: had they come so much earlier or later, so much earlier or later would the
/// service be back.
fn choice(sight: &Sight, wait: &Wait, hanging: &[(ServiceId, Millis)]) -> Choice {
    let mut choice = Choice {
        what: format!(
            "The order of work of {}, and when {} has its turn",
            sight.team_name(wait.team),
            said(sight, wait.work)
        ),
        by: decider(sight, sight.model().response.declare.by),
        whose: To::Lead,
        open: wait.from,
        taken: wait.until,
        service: None,
        path: String::new(),
        again: None,
        task: None,
        work: Some(wait.work),
    };
    choice.service = best_served(sight, &choice, hanging);
    choice
}

/// Of all that waits the work whose turn decides most: whether a promise is broken, whether it can be, how long it waits.
fn turning_on(sight: &Sight, contest: &Contest) -> Option<Choice> {
    // Nobody is asked before the contest is told.
    let asked = |wait: &&Wait| Wait { team: wait.team, work: wait.work, from: contest.at, until: wait.until };
    let choices =
        contest.waiting.iter().map(asked).map(|wait| choice(sight, &wait, &hanging_on(sight, &wait)));
    let rank = |choice: &Choice| {
        let latest = last_moment(sight, choice).at;
        let waited = choice.taken.minus(choice.open);
        (
            latest.is_some_and(|latest| latest < choice.taken),
            latest.is_some(),
            choice.service.is_some(),
            waited,
        )
    };
    choices.max_by_key(|choice| rank(choice))
}

fn candidate(sight: &Sight, contest: &Contest) -> Candidate {
    let (team, name, at) = (contest.team, sight.team_name(contest.team), contest.at);
    let id = sight.model().nodes[sight.model().teams[team].node].id.clone();
    let choice = turning_on(sight, contest);
    let late = waiting(sight, |cause, label| cause == Cause::WaitingForPeople && label == id);
    let service =
        choice.as_ref().and_then(|choice| choice.service).or(late.first().map(|(service, _)| *service));
    let words: Vec<String> = contest.waiting.iter().map(|wait| said(sight, wait.work)).collect();
    let words = speech::listed(&words, WORKS_MAX);
    let in_hand = speech::listed(&contest.in_hand, WORKS_MAX);
    Candidate {
        kind: Kind::Contest,
        at,
        weight: 80,
        from: Caller::Team(team),
        to: service.map(To::Service).into_iter().collect(),
        by: "phone",
        text: format!("We are at {in_hand}. This could begin as well: {words}. There is nobody of us left for it. What comes first, and who tells the others that they wait?"),
        expect: "Give an order by what the services are owed, not by who calls; say who decides next time; tell those who wait".to_owned(),
        capability: Capability::Recover,
        service,
        shows: vec![id],
        truth: truth(sight, contest, &late),
        good: vec![
            format!("Somebody asks who else could do a part of the work of {name}."),
            "The order is written down where everybody sees it.".to_owned(),
            "Rest is planned: nobody works through two nights.".to_owned(),
        ],
        choice,
        owed: None,
        under_pressure: "You can do one of them. Both will be blamed on you. You will not choose yourself.".to_owned(),
    }
}

fn truth(sight: &Sight, contest: &Contest, late: &[(ServiceId, Millis)]) -> Vec<String> {
    let mut truth = sight.lines(contest.at);
    let order = contest
        .waiting
        .iter()
        .rev()
        .map(|wait| format!("{} {}", said(sight, wait.work), sight.moment(wait.until)));
    truth.push(format!("In this run they have their turn: {}.", order.collect::<Vec<_>>().join(", ")));
    for (service, long) in late.iter().take(2) {
        truth.push(format!(
            "{} is back {} later in all for want of people of {}.",
            sight.service_name(*service),
            length(*long),
            sight.team_name(contest.team)
        ));
    }
    truth
}

/// Work as people name it; what is done to a system as a whole is to restart it.
fn said(sight: &Sight, who: Who) -> String {
    let words = speech::work(sight.names, who);
    match (sight.names.thing(who).part, sight.system(who)) {
        (Part::Whole, Some(_)) => format!("the restart of {words}"),
        _ => words,
    }
}

/// Work that a team has in hand at an instant, by its words; what is done for the same group as `beside` is left out.
pub(super) fn in_hand(sight: &Sight, team: TeamId, at: Millis, beside: Option<Who>) -> Vec<String> {
    let mut open: Vec<Who> = Vec::new();
    for change in sight.changes().iter().take_while(|change| change.at <= at) {
        match change.what {
            What::StepStarted | What::RestartStarted | What::WorkaroundBegun => open.push(change.who),
            What::StepDone
            | What::StepFailed
            | What::RestartDone
            | What::WorkaroundLapsed
            | What::WorkaroundOff => open.retain(|&who| who != change.who),
            What::StoodDown | What::GivenUp | What::StrategyFailed => {
                open.retain(|&who| !sight.names.belongs(who, change.who));
            }
            _ => {}
        }
    }
    let mut seen: Vec<std::borrow::Cow<str>> =
        beside.map(|who| sight.names.charged_label(who)).into_iter().collect();
    let mut words = Vec::new();
    for who in open {
        let label = sight.names.charged_label(who);
        if asks_of(sight, who).contains(&team) && !seen.contains(&label) {
            words.push(said(sight, who));
            seen.push(label);
        }
    }
    words
}
