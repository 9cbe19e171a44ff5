//! What can be felt of an incident before and while people work on it: the first call, alarms, complaints, rumours.

use crate::engine::{Change, What};
use crate::ids::ServiceId;
use crate::units::Millis;
use crate::wording::text::counted;

use super::candidates::{Candidate, IsOpen};
use super::capability::Capability;
use super::choices::fate;
use super::kind::Kind;
use super::roles::{Caller, ON_DUTY, To};
use super::sight::Sight;
use super::suppliers;

/// Whether a change comes before anybody has noticed anything.
fn is_unnoticed(sight: &Sight, at: Millis) -> bool {
    at < sight.told.outcome.detected
}

/// The first thing that anybody outside could feel.
pub(super) fn symptom(sight: &Sight, is_open: IsOpen) -> Option<Candidate> {
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
            match is_open(service, at) {
                true => format!("A caller, about {}", sight.service_name(service)),
                false => {
                    format!("A colleague who is there early or late, about {}", sight.service_name(service))
                }
            },
            format!(
                "{}: a moment ago it was fine, and now I get no further. Is it me, or is it you?",
                sight.service_name(service)
            ),
        ),
        None if systems.is_empty() => return None,
        None => (
            "Somebody at work".to_owned(),
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
        weight: 160,
        from: from.into(),
        to: vec![service.map_or(To::Lead, To::Service)],
        by: "phone",
        text,
        expect: "Write the call down with its time; ask whether others see the same; pass it on to one known place".to_owned(),
        capability: Capability::Notice,
        service,
        shows: Vec::new(),
        truth,
        good: vec![
            "Somebody asks who else has called.".to_owned(),
            "A log is begun before anybody knows whether it is needed.".to_owned(),
        ],
        choice: None,
        owed: None,
        under_pressure: "You only know what you see on your own screen. You want to know when you should try again.".to_owned(),
    })
}

/// The duty engineer puts reports together.
pub(super) fn noticed(sight: &Sight) -> Option<Candidate> {
    let change = sight.first(What::Detected)?;
    let at = change.at;
    let (services, systems) = (sight.services_out(at), sight.systems_down(at));
    let seen = match (systems.len(), services.is_empty()) {
        (0, true) => "Something is wrong, and I cannot yet say what".to_owned(),
        (0, false) => {
            format!("Nothing is down that I watch, but {} cannot work", sight.services_listed(&services))
        }
        (n, true) => format!(
            "{} down: {}. No service has stopped, as far as I can see",
            counted(n, "system is", "systems are"),
            sight.listed(&systems)
        ),
        (n, false) => format!(
            "{}: {}. Out for those who need it: {}",
            counted(n, "system is down", "systems are down"),
            sight.listed(&systems),
            sight.services_listed(&services)
        ),
    };
    let silent = suppliers::silent(sight, at);
    let outside = match silent.as_slice() {
        [] => String::new(),
        silent => format!(" Nothing comes from {}.", sight.listed(silent)),
    };
    // What is out because of one thing is still that one thing.
    let how_far = match systems.len() + silent.len() {
        0 | 1 => "I cannot say yet whether it stays at that.",
        _ => "This is more than one thing.",
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
        from: ON_DUTY.into(),
        to: vec![To::Lead],
        by: "mobile",
        text: format!("{seen}.{outside} {how_far} I need to know who is in charge, and whom I may call out."),
        expect: "Name who leads; decide who is called out now; agree on the next time to talk".to_owned(),
        capability: Capability::Notice,
        service: services.first().copied(),
        shows: Vec::new(),
        truth,
        good: vec![
            "One person takes the lead in the first minute and says so.".to_owned(),
            "What is known, what is guessed and what is not known are kept apart.".to_owned(),
        ],
        choice: None,
        owed: None,
        under_pressure: "You can read out what is down. You do not know why, and you do not guess."
            .to_owned(),
    })
}

/// How long a service is out before the press calls.
const HEARD: Millis = Millis::new(15 * 60_000);

/// A service goes out after people know that something is going on: for the first time, or again. Those who use it feel that
/// at once; the press hears of it a while later, at an instant at which something happens anyway.
pub(super) fn out(sight: &Sight, change: &Change, is_open: IsOpen) -> Option<Candidate> {
    let service = sight.service(change.who)?;
    if is_unnoticed(sight, change.at) || !sight.is_service_out(service, change.at) {
        return None;
    }
    let name = sight.service_name(service);
    let before = |other: &&Change| other.at < change.at && other.who == change.who;
    let again = sight.changes().iter().filter(before).any(|other| other.what == What::Below);
    let is_heard = |at: &Millis| *at >= change.at.plus(HEARD) && is_open(service, *at);
    let at = match again {
        true => Some(change.at).filter(|&at| is_open(service, at))?,
        false => sight.changes().iter().map(|other| other.at).find(is_heard)?,
    };
    if !sight.is_service_out(service, at) {
        return None;
    }
    let journalist = sight
        .owner(service)
        .map_or_else(|| "A journalist".to_owned(), |owner| format!("A journalist who asks for {owner}"));
    let (kind, weight, from, by, text) = match again {
        true => (
            Kind::Relapse,
            55,
            format!("A caller, about {name}"),
            "phone",
            format!(
                "We were told that {name} was working again. It has just stopped. What do I tell my people?"
            ),
        ),
        false => (
            Kind::Public,
            40,
            journalist,
            "phone",
            format!(
                "People write that {name} is not available. Is that so, since when, and what do you advise them to do? I go on air in twenty minutes."
            ),
        ),
    };
    let mut truth = sight.lines(at);
    truth.push(fate(sight, service));
    Some(Candidate {
        kind,
        at,
        weight,
        from: from.into(),
        to: vec![To::Service(service)],
        by,
        text,
        expect: "Say what is known and what people can do meanwhile; promise no time that nobody can keep; name when you speak next".to_owned(),
        capability: if again { Capability::Continue } else { Capability::Inform },
        service: Some(service),
        shows: Vec::new(),
        truth,
        good: vec!["What is said outside is agreed with those who recover.".to_owned(), "Work by hand is considered for this service, with who would do it.".to_owned()],
        choice: None,
        owed: None,
        under_pressure: "You have three screenshots of people who complain. You will say something either way.".to_owned(),
    })
}

/// For each service that has been out since before anybody knew: the last instant before its promise is broken at which
/// something happens anyway, or else the first after; nobody rings where nobody would answer.
pub(super) fn complaints(sight: &Sight, is_open: IsOpen) -> Vec<Candidate> {
    let model = sight.model();
    let mut found: Vec<Candidate> = Vec::new();
    for service in model.services.ids() {
        let line = &sight.told.outcome.services[service.index()].minimum;
        if !line.interrupted() || !is_unnoticed(sight, line.first_down) {
            continue;
        }
        let promised = model.services[service].rto.as_ref().map_or(Millis::HOUR, |rto| rto.target);
        let due = line.first_down.plus(promised);
        let changes = sight.changes();
        let noticed = changes.partition_point(|change| change.at <= sight.told.outcome.detected);
        let late = changes.partition_point(|change| change.at <= due).max(noticed);
        let is_missed =
            |change: &&Change| is_open(service, change.at) && sight.is_service_out(service, change.at);
        let before = changes[noticed..late].iter().rev().find(is_missed);
        let told = before.or_else(|| changes[late..].iter().find(is_missed));
        found.extend(told.map(|change| complaint(sight, service, change.at)));
    }
    found
}

fn complaint(sight: &Sight, service: ServiceId, at: Millis) -> Candidate {
    let name = sight.service_name(service);
    let mut truth = sight.lines(at);
    truth.push(fate(sight, service));
    Candidate {
        kind: Kind::Public,
        at,
        weight: 44,
        from: format!("A caller, about {name}").into(),
        to: vec![To::Service(service)],
        by: "phone",
        text: format!(
            "{name}: I have been trying for a long while, nothing goes, and everybody here asks me. Others say it is all of you. Shall I wait, shall I come, or do we find another way?"
        ),
        expect: "Say what is known and what people can do meanwhile; promise no time that nobody can keep; count such calls and tell whoever leads".to_owned(),
        capability: Capability::Inform,
        service: Some(service),
        shows: Vec::new(),
        truth,
        good: vec![
            "Everybody who answers the telephone says the same.".to_owned(),
            "Those who cannot wait are found and helped by hand.".to_owned(),
        ],
        choice: None,
        owed: None,
        under_pressure: "You have people in front of you who need it today. You stay polite and do not hang up.".to_owned(),
    }
}

/// Somebody is called in and has heard something.
pub(super) fn rumour(sight: &Sight, change: &Change) -> Option<Candidate> {
    let team = sight.team(change.who)?;
    let at = change.at;
    if is_unnoticed(sight, at) || sight.model().response.declare.by == Some(team) {
        return None;
    }
    let name = sight.team_name(team);
    let out = sight.services_out(at);
    let heard = match out.as_slice() {
        [] => "Somebody wrote that we are in for a long one".to_owned(),
        out => format!("My neighbour says that this is out: {}", sight.services_listed(out)),
    };
    let outcome = &sight.told.outcome.teams[team.index()];
    let mut truth = sight.lines(at);
    truth.push(format!(
        "In this run work waits {} for people of {name} in all.",
        crate::wording::words::length(outcome.queued)
    ));
    Some(Candidate {
        kind: Kind::Rumour,
        at,
        weight: 42,
        from: Caller::Team(team),
        to: vec![To::Lead],
        by: "mobile",
        text: format!(
            "I have just been called in and nobody could tell me what for. {heard}. Is that so? Where do I go, to whom do I report, and may I tell my family why?"
        ),
        expect: "Say where to come and to whom; say what is known in one sentence that may be repeated; write down who comes, and when".to_owned(),
        capability: Capability::Inform,
        service: None,
        shows: Vec::new(),
        truth,
        good: vec![
            "Everybody who is called in hears the same sentence.".to_owned(),
            "Not all are called at once: somebody thinks of the second night.".to_owned(),
        ],
        choice: None,
        owed: None,
        under_pressure: "You can be there in an hour. You have not slept yet.".to_owned(),
    })
}
