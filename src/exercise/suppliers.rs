//! A supplier that fails while people are at work on an incident: somebody hears it from there before any system tells.

use crate::engine::{Change, What};
use crate::ids::NodeId;
use crate::model::NodeKind;
use crate::units::Millis;

use super::candidates::Candidate;
use super::capability::Capability;
use super::kind::Kind;
use super::roles::To;
use super::sight::Sight;

/// Weight of the first supplier that stops, which others follow from, and of any other.
const FIRST: u32 = 120;
const ANOTHER: u32 = 60;

/// A supplier stops: whoever deals with them is told.
pub(super) fn stops(sight: &Sight, change: &Change) -> Option<Candidate> {
    let (node, at) = (sight.node(change.who)?, change.at);
    if !is_supplier(sight, node) || !sight.is_out(node, at) {
        return None;
    }
    let stopped = |other: &&Change| {
        other.what == What::Down && sight.node(other.who).is_some_and(|node| is_supplier(sight, node))
    };
    let is_first =
        sight.changes().iter().find(stopped).is_some_and(|first| first.who == change.who && first.at == at);
    let name = sight.name(node);
    let services = sight.services_out(at);
    let systems = sight.systems_down(at);
    let missed = match (services.as_slice(), systems.as_slice()) {
        ([], []) => String::new(),
        ([], systems) => format!(" Down with us at this minute: {}.", sight.listed(systems)),
        (services, _) => format!(" Out with us at this minute: {}.", sight.services_listed(services)),
    };
    let mut truth = sight.lines(at);
    let back = sight.changes().iter().rev().find(|other| other.who == change.who && other.what == What::Up);
    truth.push(match back {
        Some(back) if back.at > at => format!("In this run {name} is there again {}.", sight.moment(back.at)),
        _ => format!("In this run {name} does not come back within {}.", sight.told.scenario.horizon),
    });
    Some(Candidate {
        kind: Kind::Supplier,
        at,
        weight: if is_first { FIRST } else { ANOTHER },
        from: format!("Whoever deals with {name}").into(),
        to: vec![To::Lead],
        by: "mobile",
        text: format!(
            "{name}: as of this minute we get nothing from them any more. I have had one of their people on the line, who could not say whether or when it goes on.{missed} What of ours hangs on them, who talks to them from now on, and do we go on without?"
        ),
        expect: "Find out what hangs on the supplier; name one person who speaks to them; ask what the contract and the exit plan say, and who begins with it".to_owned(),
        capability: Capability::Notice,
        service: services.first().copied(),
        shows: vec![sight.model().nodes[node].id.clone()],
        truth,
        good: vec![
            "Somebody asks what else comes from them, before it is missed.".to_owned(),
            "Nobody waits for the supplier without a time at which the other way is taken.".to_owned(),
        ],
        choice: None,
        owed: None,
        under_pressure: "You know their number and what the contract says on its first page. You do not guess at their reasons.".to_owned(),
    })
}

/// Suppliers that give nothing at an instant.
pub(super) fn silent(sight: &Sight, at: Millis) -> Vec<NodeId> {
    let nodes = sight.model().nodes.iter_enumerated().map(|(node, _)| node);
    nodes.filter(|&node| is_supplier(sight, node) && sight.is_out(node, at)).collect()
}

fn is_supplier(sight: &Sight, node: NodeId) -> bool {
    matches!(sight.model().nodes[node].kind, NodeKind::Supplier(_))
}
