//! Finds in the timeline of a trial the instants that are worth telling in a room: from the first symptom to the return.
//!
//! What players hear is made from what is down, called, failed or back at that instant, and from the plan; never from
//! events. Every instant is one of the timeline.

use crate::engine::{Cause, Change, What, Who};
use crate::ids::{NodeId, ServiceId, TeamId};
use crate::model::{NodeKind, Since, TaskStart};
use crate::units::Millis;
use crate::wording::clock;
use crate::wording::text::counted;

use super::capability::Capability;
use super::decisions::{Choice, decider, waiting};
use super::roles::To;
use super::sight::Sight;

/// What kind of moment it is; a day in a room wants different ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Symptom,
    Noticed,
    Declaration,
    Withdrawn,
    Contest,
    OldCopy,
    Failure,
    RunsOut,
    Notice,
    Public,
    Return,
    Relapse,
}

impl Kind {
    /// What of it people can talk about.
    pub fn words(self) -> &'static str {
        match self {
            Kind::Symptom => "a symptom before anybody knows",
            Kind::Noticed => "scattered alarms that somebody has to put together",
            Kind::Declaration => "an emergency to be declared, or not",
            Kind::Withdrawn => "something switched off in the course of the response",
            Kind::Contest => "people wanted in two places at once",
            Kind::OldCopy => "data that come back older than promised",
            Kind::Failure => "a step of recovery that fails",
            Kind::RunsOut => "work by hand that runs out too early",
            Kind::Notice => "an authority that waits for a report",
            Kind::Public => "a service that customers miss in public",
            Kind::Return => "a return that somebody has to accept",
            Kind::Relapse => "a service that falls a second time",
        }
    }
}

/// An instant worth telling.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub kind: Kind,
    pub at: Millis,
    pub weight: u32,
    pub from: String,
    pub to: To,
    pub by: &'static str,
    pub text: String,
    pub expect: String,
    pub capability: Capability,
    pub service: Option<ServiceId>,
    pub truth: Vec<String>,
    pub good: Vec<String>,
    pub choice: Option<Choice>,
    pub under_pressure: String,
}

/// All of them, in the order of time. `weak` are the services that the exercise is about, the weakest first.
pub(super) fn candidates(sight: &Sight, weak: &[ServiceId]) -> Vec<Candidate> {
    let mut found = Vec::new();
    found.extend(symptom(sight));
    found.extend(noticed(sight));
    found.extend(super::crises::declaration(sight));
    found.extend(withdrawn(sight));
    found.extend(super::crises::contests(sight, weak));
    for change in sight.changes() {
        found.extend(match change.what {
            What::CopyTaken => super::crises::old_copy(sight, change),
            What::StepFailed | What::StrategyFailed | What::GivenUp => super::crises::failure(sight, change),
            What::WorkaroundLapsed => super::crises::runs_out(sight, change),
            What::TaskBegun => notice(sight, change),
            What::Below => out(sight, change),
            What::Minimum | What::Full => back(sight, change),
            _ => None,
        });
    }
    for candidate in &mut found {
        if candidate.service.is_some_and(|service| weak.contains(&service)) {
            candidate.weight += 20;
        }
        if candidate.choice.is_some() {
            candidate.weight += 10;
        }
    }
    found.sort_by_key(|candidate| candidate.at);
    found
}

/// Whether a change comes before anybody has noticed anything.
fn is_unnoticed(sight: &Sight, at: Millis) -> bool {
    at < sight.told.outcome.detected
}

/// The first thing that anybody outside could feel.
fn symptom(sight: &Sight) -> Option<Candidate> {
    let felt = |change: &&Change| {
        matches!(change.what, What::Below | What::Down) && sight.node(change.who).is_some()
    };
    let first = sight.changes().iter().find(|change| felt(change) && is_unnoticed(sight, change.at))?;
    let at = first.at;
    let (services, systems) = (sight.services_out(at), sight.systems_down(at));
    let detected = sight.told.outcome.detected;
    let service = services.first().copied();
    let (from, text) = match service {
        Some(service) => (
            format!("A customer of {}", sight.service_name(service)),
            format!(
                "It was fine a moment ago, and now nothing works when I try {}. Is it me, or is it you?",
                sight.service_name(service)
            ),
        ),
        None if systems.is_empty() => return None,
        None => (
            "Somebody on the late shift".to_owned(),
            format!(
                "{} does not answer. I have tried twice. Is somebody working on it?",
                sight.listed(&systems[..1])
            ),
        ),
    };
    let mut truth = sight.lines(at);
    truth.push(match detected.is_never() {
        true => "In this run nobody notices it as one incident.".to_owned(),
        false => format!("In this run it is noticed as one incident only {}.", sight.moment(detected)),
    });
    Some(Candidate {
        kind: Kind::Symptom,
        at,
        weight: 110,
        from,
        to: service.map_or(To::Lead, To::Service),
        by: "phone",
        text,
        expect: "Write the call down with its time; ask whether others see the same; pass it on to one known place".to_owned(),
        capability: Capability::Notice,
        service,
        truth,
        good: vec![
            "Somebody asks who else has called.".to_owned(),
            "A log is begun before anybody knows whether it is needed.".to_owned(),
        ],
        choice: None,
        under_pressure: "You only know what you see on your own screen. You want to know when you should try again.".to_owned(),
    })
}

/// The duty engineer puts reports together.
fn noticed(sight: &Sight) -> Option<Candidate> {
    let change = sight.first(What::Detected)?;
    let at = change.at;
    let (services, systems) = (sight.services_out(at), sight.systems_down(at));
    let seen = match (systems.len(), services.is_empty()) {
        (0, true) => "Something is wrong, and I cannot yet say what".to_owned(),
        (0, false) => {
            format!("Nothing is down that I watch, but {} cannot work", sight.services_listed(&services))
        }
        (n, true) => format!(
            "{} down: {}",
            counted(n, "alarm, one system", "alarms, as many systems"),
            sight.listed(&systems)
        ),
        (n, false) => format!(
            "{}: {}. Out for those who need it: {}",
            counted(n, "one system is down", "systems are down"),
            sight.listed(&systems),
            sight.services_listed(&services)
        ),
    };
    let mut truth = sight.lines(at);
    let struck: Vec<String> = sight
        .changes()
        .iter()
        .take_while(|change| change.at <= at)
        .filter(|change| change.what == What::Incident)
        .map(|change| sight.moment(change.at))
        .collect();
    truth.extend(struck.first().map(|began| format!("It began {began}; so long nobody knew.")));
    Some(Candidate {
        kind: Kind::Noticed,
        at,
        weight: 90,
        from: "Engineer on duty".to_owned(),
        to: To::Lead,
        by: "mobile",
        text: format!(
            "{seen}. This is more than one thing. I need to know who is in charge, and whom I may call out."
        ),
        expect: "Name who leads; decide who is called out now; agree on the next time to talk".to_owned(),
        capability: Capability::Notice,
        service: services.first().copied(),
        truth,
        good: vec![
            "One person takes the lead in the first minute and says so.".to_owned(),
            "What is known, what is guessed and what is not known are kept apart.".to_owned(),
        ],
        choice: None,
        under_pressure: "You can read out what is down. You do not know why, and you do not guess."
            .to_owned(),
    })
}

/// Something is switched off in the course of the response.
fn withdrawn(sight: &Sight) -> Option<Candidate> {
    let model = sight.model();
    let scenario = sight.told.scenario;
    let in_response = |change: &&Change| {
        let record = sight.told.timeline.records.get(change.why.0 as usize);
        let label = record.map(|record| sight.names.label(record.who));
        change.what == What::Struck
            && scenario.events.iter().any(|event| {
                Some(event.id.as_str()) == label
                    && matches!(event.since, Since::Detected | Since::Assessed | Since::Declared)
            })
    };
    let first = sight.changes().iter().find(in_response)?;
    let at = first.at;
    let same = sight.changes().iter().filter(|change| change.at == at).filter(in_response);
    let nodes: Vec<NodeId> = same.filter_map(|change| sight.node(change.who)).collect();
    if nodes.is_empty() || nodes.iter().any(|&node| matches!(model.nodes[node].kind, NodeKind::Team(_))) {
        return None;
    }
    let lasting = waiting(sight, |cause, label| {
        cause == Cause::Event
            && scenario
                .events
                .iter()
                .any(|event| event.id == label && event.targets.iter().any(|target| nodes.contains(target)))
    });
    let mut truth = sight.lines(at);
    for (service, length) in lasting.iter().take(3) {
        truth.push(format!(
            "In this run {} waits {} for it to be over.",
            sight.service_name(*service),
            crate::wording::words::length(*length)
        ));
    }
    let name = sight.listed(&nodes);
    Some(Candidate {
        kind: Kind::Withdrawn,
        at,
        weight: 75,
        from: "Engineer on duty".to_owned(),
        to: To::Lead,
        by: "in the room",
        text: format!(
            "{name}: off, as of this minute. Whatever goes through there is cut, our own people's way in included. Who needs it, and who says when it goes back on?"
        ),
        expect:
            "Find out what hangs on it before going on; name who decides on its return, and on what condition"
                .to_owned(),
        capability: Capability::Decide,
        service: lasting.first().map(|(service, _)| *service),
        truth,
        good: vec![
            "Somebody asks what recovery itself needs from it.".to_owned(),
            "The condition for switching it on again is written down, with a name.".to_owned(),
        ],
        choice: Some(Choice {
            what: format!("{name}: whether it goes off, and what brings it back"),
            by: decider(sight, model.response.declare.by),
            open: sight.told.outcome.detected.min(at),
            taken: at,
            service: None,
            path: "",
        }),
        under_pressure: "You were told to be quick. You do not know who else depends on it.".to_owned(),
    })
}

/// A duty to notify begins to run.
fn notice(sight: &Sight, change: &Change) -> Option<Candidate> {
    let model = sight.model();
    let NodeKind::Task(task) = model.nodes[sight.node(change.who)?].kind else { return None };
    let entity = &model.tasks[task];
    let within = entity.within.as_ref()?;
    if matches!(entity.when, TaskStart::Needed | TaskStart::Incident) {
        return None;
    }
    let name = sight.name(entity.node);
    let out = &sight.told.outcome.tasks[task.index()];
    let team: Option<TeamId> = entity.steps.iter().flat_map(|step| &step.by).map(|ask| ask.team).next();
    let mut truth = sight.lines(change.at);
    truth.push(match out.done.is_never() {
        true => format!("In this run it is never done; it is owed within {}.", within.target),
        false => format!(
            "In this run it is done {}, after {}; it is owed within {}.",
            sight.moment(out.done),
            out.time,
            within.target
        ),
    });
    Some(Candidate {
        kind: Kind::Notice,
        at: change.at,
        weight: 50,
        from: "Duty desk of the authority".to_owned(),
        to: team.map_or(To::Lead, To::Team),
        by: "e-mail",
        text: format!(
            "We read that you have an incident. \"{name}\" is owed within {}. Who is our contact, and when do we get it?",
            within.target
        ),
        expect: "Name who writes it and who signs it; say by when, on the clock; write only what is known"
            .to_owned(),
        capability: Capability::Inform,
        service: None,
        truth,
        good: vec![
            "The clock from which the time runs is known, and where it is written.".to_owned(),
            "Somebody who is not busy with recovery writes it.".to_owned(),
        ],
        choice: None,
        under_pressure: "You need a name, a telephone number and a time. You do not give advice.".to_owned(),
    })
}

/// A service goes out after people know that something is going on: for the first time, or again.
fn out(sight: &Sight, change: &Change) -> Option<Candidate> {
    let service = sight.service(change.who)?;
    if is_unnoticed(sight, change.at) || !sight.services_out(change.at).contains(&service) {
        return None;
    }
    let name = sight.service_name(service);
    let before = |other: &&Change| other.at < change.at && other.who == change.who;
    let again = sight.changes().iter().filter(before).any(|other| other.what == What::Below);
    let owner = sight.owner(service).unwrap_or_else(|| "A head of department".to_owned());
    let (kind, weight, from, by, text) = match again {
        true => (
            Kind::Relapse,
            55,
            format!("A customer of {name}"),
            "phone",
            format!(
                "You told us this morning that {name} was working again. It has just stopped. What do I tell my people?"
            ),
        ),
        false => (
            Kind::Public,
            40,
            format!("A journalist, for {owner}"),
            "phone",
            format!(
                "People write that {name} is not available. Is that so, since when, and what do you advise them to do? I go on air in twenty minutes."
            ),
        ),
    };
    let mut truth = sight.lines(change.at);
    truth.push(fate(sight, service));
    Some(Candidate {
        kind,
        at: change.at,
        weight,
        from,
        to: To::Service(service),
        by,
        text,
        expect: "Say what is known and what people can do meanwhile; promise no time that nobody can keep; name when you speak next".to_owned(),
        capability: if again { Capability::Continue } else { Capability::Inform },
        service: Some(service),
        truth,
        good: vec!["What is said outside is agreed with those who recover.".to_owned(), "Work by hand is considered for this service, with who would do it.".to_owned()],
        choice: None,
        under_pressure: "You have three screenshots of people who complain. You will say something either way.".to_owned(),
    })
}

/// When a service is back in this trial, for the facilitator.
pub(super) fn fate(sight: &Sight, service: ServiceId) -> String {
    format!("In this run {} is {}.", sight.service_name(service), became(sight, service))
}

/// `back for good Tue 23:08 (+2d 23h 48m), after 2d 23h 48m`.
pub(super) fn became(sight: &Sight, service: ServiceId) -> String {
    let line = &sight.told.outcome.services[service.index()].minimum;
    match (line.interrupted(), line.recovered()) {
        (false, _) => "never out".to_owned(),
        (true, false) => format!("not back within {}", sight.told.scenario.horizon),
        (true, true) => format!(
            "back for good {}, after {}",
            sight.moment(line.last_back),
            clock::between(line.first_down, line.last_back)
        ),
    }
}

/// A service comes back for good: is it in order, and who says so?
fn back(sight: &Sight, change: &Change) -> Option<Candidate> {
    let service = sight.service(change.who)?;
    let out = &sight.told.outcome.services[service.index()];
    if !out.minimum.interrupted() || out.minimum.last_back != change.at {
        return None;
    }
    let name = sight.service_name(service);
    let mut truth = sight.lines(change.at);
    truth.push(fate(sight, service));
    if out.data_loss > Millis::ZERO {
        truth.push(format!("Data of {} are lost in this run.", crate::wording::words::length(out.data_loss)));
    }
    Some(Candidate {
        kind: Kind::Return,
        at: change.at,
        weight: 45,
        from: "Engineer on duty".to_owned(),
        to: To::Service(service),
        by: "phone",
        text: format!("{name} runs again as far as we can see from here. Will you try it, and do we tell people?"),
        expect: "Have those who use it check it against a list before telling anybody; say what has to be caught up, and who does it".to_owned(),
        capability: Capability::Recover,
        service: Some(service),
        truth,
        good: vec!["Somebody asks which data are missing before the doors open.".to_owned(), "The work that has piled up has an owner and an order.".to_owned()],
        choice: None,
        under_pressure: "It starts and it answers. Whether what it shows is right you cannot say.".to_owned(),
    })
}

/// The work that a label names, as `Ledger: restore the data`.
pub(super) fn work(sight: &Sight, who: Who) -> String {
    sight.names.words(who)
}
