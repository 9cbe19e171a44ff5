//! The picture of needs as JSON: every node and every need, with the marks.

use serde::Serialize;

use crate::report::picture::why::Why;
use crate::report::picture::{Card, Picture};

/// Names the form; keys are added, never renamed, while it stays.
const SCHEMA: &str = "blackstart/graph/1";

/// The whole picture.
#[derive(Debug, Serialize)]
pub struct GraphFile<'a> {
    schema: &'static str,
    organisation: &'a str,
    /// The scenario's title; null where none is marked.
    scenario: Option<&'a str>,
    nodes: Vec<Node<'a>>,
    needs: Vec<Need<'a>>,
    notes: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<Chains<'a>>,
}

#[derive(Debug, Serialize)]
struct Node<'a> {
    id: &'a str,
    name: &'a str,
    kind: &'static str,
    site: Option<&'a str>,
    detail: &'a str,
    /// Services that fall below their minimum with this node alone.
    takes_down: usize,
    /// Systems that never come back without this team.
    indispensable_for: usize,
    hit: &'static str,
    deadlocked: bool,
}

#[derive(Debug, Serialize)]
struct Need<'a> {
    from: &'a str,
    to: &'a str,
    kind: &'static str,
}

#[derive(Debug, Serialize)]
struct Chains<'a> {
    from: &'a str,
    to: &'a str,
    to_recover: bool,
    chains: u64,
    shown: Vec<Vec<&'a str>>,
}

impl<'a> GraphFile<'a> {
    /// Takes what the picture has; with `why`, its chains, too.
    pub fn new(picture: &'a Picture, why: Option<&Why>) -> GraphFile<'a> {
        let id = |card: usize| picture.cards[card].id.as_str();
        let node = |card: &'a Card| Node {
            id: &card.id,
            name: &card.name,
            kind: card.kind.word(),
            site: card.frame.map(|frame| picture.frames[frame].id.as_str()),
            detail: &card.detail,
            takes_down: card.marks.takes_down,
            indispensable_for: card.marks.indispensable_for,
            hit: card.marks.hit.word(),
            deadlocked: card.marks.deadlocked,
        };
        let chains = |why: &Why| Chains {
            from: id(why.from),
            to: id(why.to),
            to_recover: why.to_recover,
            chains: why.chains,
            shown: why.shown.iter().map(|chain| chain.iter().map(|card| id(*card)).collect()).collect(),
        };
        let need = |from, to, kind: &'static str| Need { from: id(from), to: id(to), kind };
        GraphFile {
            schema: SCHEMA,
            organisation: &picture.title,
            scenario: picture.strikes.as_deref(),
            nodes: picture.cards.iter().map(node).collect(),
            needs: picture.links.iter().map(|link| need(link.from, link.to, link.kind.word())).collect(),
            notes: &picture.notes,
            why: why.map(chains),
        }
    }
}
