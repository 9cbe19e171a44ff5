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

/// What each channel needs to be up, in the order of [`CARRIED`].
pub(super) struct Channels<'a> {
    sight: &'a Sight<'a>,
    carriers: [Vec<NodeId>; CARRIED.len()],
}

impl<'a> Channels<'a> {
    pub fn new(sight: &'a Sight<'a>) -> Channels<'a> {
        let could = |node: &Node| {
            matches!(node.kind, NodeKind::System(_) | NodeKind::Supplier(_) | NodeKind::Resource(_))
        };
        let carriers = CARRIED.map(|(_, words)| {
            let nodes = sight.model().nodes.iter_enumerated();
            nodes.filter(|(_, node)| could(node) && carries(node, words)).map(|(id, _)| id).collect()
        });
        Channels { sight, carriers }
    }

    /// The channel that is wanted, or what stands in for it while something that carries it is down.
    pub fn open(&self, wanted: &'static str, at: Millis) -> &'static str {
        if !CARRIED.iter().any(|(channel, _)| *channel == wanted) {
            return wanted;
        }
        let is_closed = |carriers: &[NodeId]| carriers.iter().any(|&node| self.sight.is_out(node, at));
        let all = || CARRIED.iter().map(|(channel, _)| *channel).zip(&self.carriers);
        let first = all().filter(|(channel, _)| *channel == wanted);
        // Nobody takes to writing because the telephone is dead: that is no conversation.
        let others = all().filter(|(channel, _)| *channel != wanted && *channel != "e-mail");
        let found = first.chain(others).find(|(_, carriers)| !is_closed(carriers));
        found.map_or(IN_PERSON, |(channel, _)| channel)
    }
}

fn carries(node: &Node, words: &[&str]) -> bool {
    let texts = [&node.id, &node.name].into_iter().chain(&node.tags);
    texts
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
        .any(|word| words.iter().any(|known| known.eq_ignore_ascii_case(word)))
}
