//! Work by hand in place of a service: people begin with it, and it runs out.

use crate::engine::{Change, What};

use super::candidates::Candidate;
use super::capability::Capability;
use super::choices::fate;
use super::kind::Kind;
use super::roles::To;
use super::sight::Sight;
use super::speech;
use crate::units::Millis;

/// People begin to do by hand what a service does otherwise: it is not back, and somebody has to say what it is good for.
pub(super) fn begins(sight: &Sight, change: &Change) -> Option<Candidate> {
    let service = sight.service(change.who)?;
    let (name, at) = (sight.service_name(service), change.at);
    let ends = sight
        .changes()
        .iter()
        .find(|other| other.at > at && other.what == What::WorkaroundLapsed && other.who == change.who);
    let mut truth = sight.lines(at);
    truth.push(match ends {
        Some(ends) => format!("In this run it runs out {}.", sight.moment(ends.at)),
        None => "In this run it does not run out.".to_owned(),
    });
    truth.push(fate(sight, service));
    Some(Candidate {
        kind: Kind::ByHand,
        at,
        weight: 55,
        from: format!("Staff, about {name}").into(),
        to: vec![To::Service(service)],
        by: "phone",
        text: format!(
            "{}: we have just begun to do it by hand, since {name} does not go any other way. We get a part of it done. What comes first, who tells those who wait, and for how long are we to keep it up?",
            speech::work(sight.names, change.who)
        ),
        expect: "Say what is done first and what is left; ask what runs out first, people or paper, and when; tell people what they can count on".to_owned(),
        capability: Capability::Continue,
        service: Some(service),
        shows: vec![sight.names.label(change.who).to_owned()],
        truth,
        good: vec![
            "Nobody takes it for a return: it is said what it does not do.".to_owned(),
            "What follows when it runs out is begun now.".to_owned(),
        ],
        choice: None,
        owed: None,
        under_pressure: "You can do what is on the paper in front of you. You do not know how the others do it.".to_owned(),
    })
}

/// Work by hand runs out before the service is back.
pub(super) fn runs_out(sight: &Sight, change: &Change) -> Option<Candidate> {
    let service = sight.service(change.who)?;
    let name = sight.service_name(service);
    let begun = sight.changes().iter().rev().find(|other| {
        other.at <= change.at && other.what == What::WorkaroundActive && other.who == change.who
    });
    let since = begun.map(|begun| {
        // A day of the week alone tells no week.
        let days = change.at.minus(begun.at).get() / Millis::DAY.get();
        let since =
            if days < 6 { format!("since {}", sight.clock(begun.at)) } else { format!("for {days} days") };
        format!("we have done this {since}, as it does not go otherwise, and ")
    });
    let since = since.unwrap_or_default();
    let mut truth = sight.lines(change.at);
    truth.push(fate(sight, service));
    Some(Candidate {
        kind: Kind::RunsOut,
        at: change.at,
        weight: 80,
        from: format!("Staff, about {name}").into(),
        to: vec![To::Service(service)],
        by: "runner",
        text: format!("{}: {since}we cannot keep this up any longer. What we needed for it is used up, people and paper. What do we do from now on?", speech::work(sight.names, change.who)),
        expect: "Say what is stopped and what goes on; get help from outside or change the promise to customers; say for how long".to_owned(),
        capability: Capability::Continue,
        service: Some(service),
        shows: vec![sight.names.label(change.who).to_owned()],
        truth,
        good: vec![
            "It had been foreseen: somebody had asked before how long it lasts.".to_owned(),
            "The weakest customers are thought of first.".to_owned(),
        ],
        choice: None,
        owed: None,
        under_pressure: "Your people have been at it without a break. Two have gone home.".to_owned(),
    })
}
