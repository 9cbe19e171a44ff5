//! Instants of a trial at which somebody has to decide: declaring, who is served first, old data, failures, paper that
//! runs out.

use std::collections::BTreeMap;

use crate::engine::{Cause, Change, What, Who};
use crate::ids::{ServiceId, TeamId};
use crate::units::Millis;
use crate::wording::clock;
use crate::wording::names::listed;
use crate::wording::text::counted;

use super::candidates::{Candidate, Kind, fate, work};
use super::capability::Capability;
use super::decisions::{Choice, decider, waiting};
use super::roles::{To, people_at_start};
use super::sight::Sight;

/// Works of one team that are named when they contend.
const WORKS_MAX: usize = 3;
/// Contests that are told at most, and how long the shortest of them must take.
const CONTESTS_MAX: usize = 3;
const CONTEST_MIN: Millis = Millis::new(30 * 60_000);

/// The incident is understood; somebody has to declare, or not.
pub(super) fn declaration(sight: &Sight) -> Option<Candidate> {
    let change = sight.first(What::Assessed)?;
    let (at, declared) = (change.at, sight.told.outcome.declared);
    let team = sight.model().response.declare.by;
    let services = sight.services_out(at);
    let called: Vec<String> = called_by(sight, at).into_iter().map(|team| sight.team_name(team)).collect();
    let out = match services.len() {
        0 => "No service is out yet, but it will come".to_owned(),
        n => format!(
            "{}: {}",
            counted(n, "service is out", "services are out"),
            sight.services_listed(&services)
        ),
    };
    let people = match called.as_slice() {
        [] => "Nobody has been called yet".to_owned(),
        names => format!("Called so far: {}", listed(names, 4)),
    };
    let waits = waiting(sight, |cause, _| cause == Cause::Declaration);
    let mut truth = sight.lines(at);
    truth.push(match declared.is_never() {
        true => "In this run it is never declared.".to_owned(),
        false => format!(
            "In this run it is declared {}, {} later.",
            sight.moment(declared),
            clock::between(at, declared)
        ),
    });
    truth.push(match waits.first() {
        None => "In this run no service waits for the declaration at the end; an earlier one changes none of their returns.".to_owned(),
        Some((service, length)) => format!("In this run {} waits {} for it.", sight.service_name(*service), crate::wording::words::length(*length)),
    });
    let taken = if declared.is_never() { at } else { declared };
    Some(Candidate {
        kind: Kind::Declaration,
        at,
        weight: 85,
        from: "Engineer on duty".to_owned(),
        to: To::Lead,
        by: "in the room",
        text: format!("We know enough to say that this will not pass by itself. {out}. {people}. Is this an emergency: yes or no? And who is told?"),
        expect: "Decide yes or no, aloud; write down time, reason and what was not known; say who is told next and by whom".to_owned(),
        capability: Capability::Decide,
        service: waits.first().map(|(service, _)| *service).or(services.first().copied()),
        truth,
        good: vec![
            "The criteria of the plan are looked at, not the mood in the room.".to_owned(),
            "Somebody says what a declaration sets free: people, suppliers, ways of recovery.".to_owned(),
        ],
        choice: Some(Choice {
            what: "Whether this is an emergency".to_owned(),
            by: decider(sight, team),
            open: at,
            taken,
            service: waits.first().map(|(service, _)| *service),
            path: "response.declare.takes",
        }),
        under_pressure: "You will do either. You need an answer now, because people are waiting at home for a call.".to_owned(),
    })
}

/// Teams called up to an instant.
fn called_by(sight: &Sight, at: Millis) -> Vec<TeamId> {
    let mut teams = Vec::new();
    for change in sight.changes().iter().take_while(|change| change.at <= at) {
        let team = if change.what == What::Called { sight.team(change.who) } else { None };
        teams.extend(team.filter(|team| !teams.contains(team)));
    }
    teams
}

/// A wait for people: which work, of which team, from when to when.
struct Wait {
    team: TeamId,
    work: Who,
    from: Millis,
    until: Millis,
}

/// Work that waits because people are at something else: of each team the wait that a weak service hangs on, else the
/// longest. Members of one group do not contend for words.
pub(super) fn contests(sight: &Sight, weak: &[ServiceId]) -> Vec<Candidate> {
    let rank = |wait: &Wait| (hangs_on(sight, weak, wait.work), wait.until.minus(wait.from));
    let mut first: BTreeMap<TeamId, Wait> = BTreeMap::new();
    for wait in waits(sight) {
        let is_long = wait.until.minus(wait.from) >= CONTEST_MIN;
        if !is_long || in_hand(sight, wait.team, wait.from, wait.work).is_empty() {
            continue;
        }
        match first.get(&wait.team) {
            Some(other) if rank(other) >= rank(&wait) => {}
            _ => drop(first.insert(wait.team, wait)),
        }
    }
    let mut all: Vec<Wait> = first.into_values().collect();
    all.sort_by_key(|wait| (std::cmp::Reverse(rank(wait)), wait.from));
    all.truncate(CONTESTS_MAX);
    all.iter().map(|wait| contest(sight, wait, weak)).collect()
}

/// Whether the outage of a weak service goes through a piece of work.
fn hangs_on(sight: &Sight, weak: &[ServiceId], work: Who) -> bool {
    let label = sight.names.charged_label(work);
    let mut chains = weak.iter().flat_map(|service| sight.told.chains[service.index()].stretches);
    chains.any(|stretch| sight.names.charged_label(stretch.who) == label)
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

fn contest(sight: &Sight, wait: &Wait, weak: &[ServiceId]) -> Candidate {
    let (team, name) = (wait.team, sight.team_name(wait.team));
    let in_hand = in_hand(sight, team, wait.from, wait.work);
    let (_, people) = people_at_start(sight, team);
    let services = waiting(sight, |cause, label| {
        cause == Cause::WaitingForPeople && label == sight.model().nodes[sight.model().teams[team].node].id
    });
    let hangs = |service: &ServiceId| hangs_on(sight, &[*service], wait.work);
    let hanging = weak.iter().copied().find(hangs);
    let service = hanging.or(services.first().map(|(service, _)| *service));
    let mut truth = sight.lines(wait.from);
    truth.push(format!(
        "In this run it waits {} for {name}, until {}.",
        clock::between(wait.from, wait.until),
        sight.moment(wait.until)
    ));
    for (service, length) in services.iter().take(2) {
        truth.push(format!(
            "{} is back {} later for want of {name}.",
            sight.service_name(*service),
            crate::wording::words::length(*length)
        ));
    }
    Candidate {
        kind: Kind::Contest,
        at: wait.from,
        weight: 80,
        from: format!("One of {name}"),
        to: To::Team(team),
        by: "phone",
        text: format!(
            "We are at {}. Now \"{}\" is ready for us as well, and there is nobody left; all of us are {people}. What comes first, and who tells the other one that it waits?",
            listed(&in_hand, WORKS_MAX),
            work(sight, wait.work)
        ),
        expect: "Give an order by what the services are owed, not by who calls; say who decides next time; tell those who wait".to_owned(),
        capability: Capability::Recover,
        service,
        truth,
        good: vec![
            format!("Somebody asks who else could do a part of what {name} does."),
            "The order is written down where everybody sees it.".to_owned(),
            "Rest is planned: nobody works through two nights.".to_owned(),
        ],
        choice: Some(Choice {
            what: format!("What {name} does first"),
            by: decider(sight, sight.model().response.declare.by),
            open: wait.from,
            taken: wait.from,
            service,
            path: "",
        }),
        under_pressure: "You can do one of them. Both will be blamed on you. You will not choose yourself.".to_owned(),
    }
}

/// Work that a team has in hand at an instant, by its words; what is done for the same group as `beside` is left out.
fn in_hand(sight: &Sight, team: TeamId, at: Millis, beside: Who) -> Vec<String> {
    let mut open: Vec<Who> = Vec::new();
    for change in sight.changes().iter().take_while(|change| change.at <= at) {
        match change.what {
            What::StepStarted => open.push(change.who),
            What::StepDone | What::StepFailed => open.retain(|&who| who != change.who),
            What::StoodDown | What::GivenUp | What::StrategyFailed => {
                open.retain(|&who| !sight.names.belongs(who, change.who));
            }
            _ => {}
        }
    }
    let mut seen: Vec<std::borrow::Cow<str>> = vec![sight.names.charged_label(beside)];
    let mut words = Vec::new();
    for who in open {
        let label = sight.names.charged_label(who);
        if asks_of(sight, who).contains(&team) && !seen.contains(&label) {
            words.push(format!("\"{}\"", work(sight, who)));
            seen.push(label);
        }
    }
    words
}

/// The teams whose people a step holds, with those that they are part of.
fn asks_of(sight: &Sight, who: Who) -> Vec<TeamId> {
    let model = sight.model();
    let parts: Vec<&str> = sight.names.label(who).split('/').collect();
    let steps = model.systems.iter().filter(|system| {
        let group = system.group.map(|group| model.groups[group].id.as_str());
        parts.len() == 3 && (model.nodes[system.node].id == parts[0] || group == Some(parts[0]))
    });
    let steps = steps.flat_map(|system| &system.recovery).filter(|strategy| strategy.id == parts[1]);
    let steps = steps.flat_map(|strategy| &strategy.steps).filter(|step| step.id == parts[2]);
    let of_task = model.tasks.iter().filter(|task| parts.len() == 2 && model.nodes[task.node].id == parts[0]);
    let of_task = of_task.flat_map(|task| &task.steps).filter(|step| step.id == parts[1]);
    let mut teams: Vec<TeamId> = steps.chain(of_task).flat_map(|step| &step.by).map(|ask| ask.team).collect();
    let wider: Vec<TeamId> = teams.iter().filter_map(|&team| model.teams[team].part_of).collect();
    teams.extend(wider);
    teams
}

/// The team that would speak for a step, or a part of it.
fn speaker(sight: &Sight, who: Who) -> Option<TeamId> {
    asks_of(sight, who).first().copied()
}

/// The newest copy that can be used is older than was promised.
pub(super) fn old_copy(sight: &Sight, change: &Change) -> Option<Candidate> {
    let model = sight.model();
    let age = change.age.filter(|&age| age > Millis::HOUR)?;
    let node = sight.node(change.who)?;
    let system = model.systems.iter().position(|system| system.node == node)?;
    // Among the services that have to answer for these data the one with the strictest promise.
    let answers = model.services.iter_enumerated().filter(|(_, service)| {
        service.rpo.is_some()
            && service.data.as_ref().is_some_and(|data| data.iter().any(|of| of.index() == system))
    });
    let service =
        answers.min_by_key(|(_, service)| service.rpo.as_ref().map_or(Millis::NEVER, |rpo| rpo.target));
    let (service, entity) = service?;
    let promised = entity.rpo.as_ref().map(|rpo| rpo.target);
    if promised.is_some_and(|promised| age <= promised) {
        return None;
    }
    let name = sight.name(node);
    let id = &model.nodes[node].id;
    let waits = |cause, label: &str| {
        matches!(cause, Cause::Work | Cause::Rework) && label.split('/').next() == Some(id)
    };
    let hangs = waiting(sight, waits).into_iter().map(|(found, _)| found).find(|&found| found == service);
    let mut truth = sight.lines(change.at);
    truth.push(match promised {
        Some(promised) => {
            format!("Promised for {}: at most {promised} of data lost.", sight.service_name(service))
        }
        None => format!("For {} no limit of lost data is written.", sight.service_name(service)),
    });
    Some(Candidate {
        kind: Kind::OldCopy,
        at: change.at,
        weight: 75,
        from: "Engineer on duty".to_owned(),
        to: To::Service(service),
        by: "phone",
        text: format!(
            "{name}: the newest copy that we may use is {} old, counted from the failure. If I start now, everything since is gone from it. Do I start?",
            clock::between(Millis::ZERO, age)
        ),
        expect: "The owner of the service decides, not the engineer; ask what is lost and how it is caught up; write down who accepted it".to_owned(),
        capability: Capability::Recover,
        service: Some(service),
        truth,
        good: vec![
            "Somebody asks whether other systems are restored to the same point.".to_owned(),
            "The way to enter again what is lost is discussed before the restore starts.".to_owned(),
        ],
        choice: Some(Choice {
            what: format!("Whether {name} is restored from a copy that is {} old", clock::between(Millis::ZERO, age)),
            by: sight.owner(service).unwrap_or_else(|| "the owner of the service".to_owned()),
            open: change.at,
            taken: change.at,
            service: hangs,
            path: "",
        }),
        under_pressure: "Every hour you wait is an hour on top. A newer copy may exist, but nobody can say whether it is clean.".to_owned(),
    })
}

/// A step or a whole way back has failed.
pub(super) fn failure(sight: &Sight, change: &Change) -> Option<Candidate> {
    let node = sight.node(change.who)?;
    let whole = change.what != What::StepFailed;
    let team = speaker(sight, change.who);
    let what = work(sight, change.who);
    let text = match whole {
        true => {
            format!("{what}: this way back is closed. We have to go another way, if there is one. Which?")
        }
        false => format!(
            "{what}: it did not work. We can try the same again, or stop and think. What do you want?"
        ),
    };
    Some(Candidate {
        kind: Kind::Failure,
        at: change.at,
        weight: if whole { 65 } else { 45 },
        from: team.map_or_else(|| "Engineer on duty".to_owned(), |team| format!("One of {}", sight.team_name(team))),
        to: team.map_or(To::Lead, To::Team),
        by: "phone",
        text,
        expect: "Ask what was learnt; set a time after which the other way is taken; tell the services that wait for it".to_owned(),
        capability: Capability::Recover,
        service: None,
        truth: sight.lines(change.at),
        good: vec![format!("A limit is set for the next try of {}.", sight.name(node)), "Nobody is asked to hurry.".to_owned()],
        choice: None,
        under_pressure: "You think it was a slip, but you are tired and not sure.".to_owned(),
    })
}

/// Work by hand runs out before the service is back.
pub(super) fn runs_out(sight: &Sight, change: &Change) -> Option<Candidate> {
    let service = sight.service(change.who)?;
    let name = sight.service_name(service);
    let mut truth = sight.lines(change.at);
    truth.push(fate(sight, service));
    Some(Candidate {
        kind: Kind::RunsOut,
        at: change.at,
        weight: 80,
        from: sight.owner(service).map_or_else(|| format!("Staff of {name}"), |owner| format!("Staff of {owner}")),
        to: To::Service(service),
        by: "runner",
        text: format!("{}: we cannot keep this up any longer. What we needed for it is used up, people and paper. What do we do from now on?", work(sight, change.who)),
        expect: "Say what is stopped and what goes on; get help from outside or change the promise to customers; say for how long".to_owned(),
        capability: Capability::Continue,
        service: Some(service),
        truth,
        good: vec![
            "It had been foreseen: somebody had asked before how long it lasts.".to_owned(),
            "The weakest customers are thought of first.".to_owned(),
        ],
        choice: None,
        under_pressure: "Your people have been at it since yesterday. Two have gone home.".to_owned(),
    })
}
