//! A place that is lost: those who are there see it before any system tells.

use crate::engine::{Change, What};
use crate::model::NodeKind;

use super::candidates::Candidate;
use super::capability::Capability;
use super::kind::Kind;
use super::roles::To;
use super::sight::Sight;

/// Weight of the first place that is lost, which is how everybody hears of it, and of any other.
const FIRST: u32 = 170;
const ANOTHER: u32 = 60;

/// A site goes down, by itself or with its power: somebody calls from there.
pub(super) fn lost(sight: &Sight, change: &Change) -> Option<Candidate> {
    let (node, at) = (sight.node(change.who)?, change.at);
    if !is_site(sight, change) || !sight.is_out(node, at) {
        return None;
    }
    let earlier = |other: &&Change| other.what == What::Down && is_site(sight, other);
    let is_first =
        sight.changes().iter().find(earlier).is_some_and(|first| first.who == change.who && first.at == at);
    let name = sight.name(node);
    let seen = match sight.told.scenario.class.as_deref() {
        Some("PremisesLoss" | "ClimateOrPhysical") => format!(
            "I am calling from outside {name}. All of us have had to leave, and nobody here can say when we may go back in. What do I tell those who stand here with me"
        ),
        Some("PowerOutage") => format!(
            "I am calling from {name}. Everything went dark at once, and nobody here can say for how long. What do we switch off ourselves"
        ),
        _ => format!(
            "I am calling from {name}. Nothing can be used here any more, whatever we try. Is that known, what do we do meanwhile"
        ),
    };
    Some(Candidate {
        kind: Kind::Place,
        at,
        weight: if is_first { FIRST } else { ANOTHER },
        from: format!("Somebody at {name}").into(),
        to: vec![To::Lead],
        by: "mobile",
        text: format!("{seen}, and who else has to know?"),
        expect: "Ask first whether anybody is hurt or missing; say who may go back in and who says so; tell all who have people, machines or copies there".to_owned(),
        capability: Capability::Notice,
        service: None,
        shows: Vec::new(),
        truth: sight.lines(at),
        good: vec![
            "The first question is about people, not about machines.".to_owned(),
            "Somebody says what else stands at that place, before any system is missed.".to_owned(),
        ],
        choice: None,
        owed: None,
        under_pressure: "You see what anybody there can see. You do not guess at causes, and you want to be called back.".to_owned(),
    })
}

fn is_site(sight: &Sight, change: &Change) -> bool {
    sight.node(change.who).is_some_and(|node| matches!(sight.model().nodes[node].kind, NodeKind::Site(_)))
}
