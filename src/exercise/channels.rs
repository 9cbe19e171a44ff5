//! By what an inject comes: what the organisation talks through may be down itself.
//!
//! A system, supplier or resource carries a channel if its id, its name or one of its tags holds a word for it. What is not
//! named so is not known to carry anything; in person one can always speak.

use crate::ids::NodeId;
use crate::model::{Node, NodeKind};
use crate::units::Millis;

use super::sight::Sight;

const IN_PERSON: &str = "in person";
/// Channels that need something to be up, in the order in which one stands in for another.
const CARRIED: [(&str, &[&str]); 3] = [
    (
        "phone",
        &["phone", "phones", "telephone", "telephones", "telephony", "voice", "voip", "pbx", "wireline"],
    ),
    ("mobile", &["mobile", "mobiles", "wireless", "cellular", "telephone", "voice"]),
    ("e-mail", &["email", "mail"]),
];

/// The channel that is wanted, or what stands in for it while something that carries it is down.
pub(super) fn open(sight: &Sight, wanted: &'static str, at: Millis) -> &'static str {
    if !CARRIED.iter().any(|(channel, _)| *channel == wanted) {
        return wanted;
    }
    let down = down(sight, at);
    let closed = |words: &[&str]| down.iter().any(|node| carries(&sight.model().nodes[*node], words));
    let mut order: Vec<_> = CARRIED.iter().filter(|(channel, _)| *channel == wanted).collect();
    // Nobody takes to writing because the telephone is dead: that is no conversation.
    order.extend(CARRIED.iter().filter(|(channel, _)| *channel != wanted && *channel != "e-mail"));
    let found = order.into_iter().find(|(_, words)| !closed(words));
    found.map_or(IN_PERSON, |(channel, _)| channel)
}

/// What could carry a channel and is down at an instant.
fn down(sight: &Sight, at: Millis) -> Vec<NodeId> {
    let carriers = sight.model().nodes.iter_enumerated().filter(|(_, node)| {
        matches!(node.kind, NodeKind::System(_) | NodeKind::Supplier(_) | NodeKind::Resource(_))
    });
    carriers.map(|(id, _)| id).filter(|&id| sight.is_out(id, at)).collect()
}

fn carries(node: &Node, words: &[&str]) -> bool {
    let texts = [&node.id, &node.name].into_iter().chain(&node.tags);
    texts
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
        .any(|word| words.iter().any(|known| known.eq_ignore_ascii_case(word)))
}
