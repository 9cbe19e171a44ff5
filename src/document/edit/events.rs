//! Keeps what events are called where a list of them changes: an event without `id` is called by its kind and its position,
//! and its draws by that; another event that goes or comes must not rename it.

use crate::document::tree::{Kind, Node};
use crate::source::Spanned;

/// What the events of a scenario are called, in their order; empty where that cannot be told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Called(Vec<String>);

impl Called {
    /// Writes into each event what it is called: by its position where it is new. The place of such an `id` is that of
    /// the event: nobody wrote it.
    pub fn by_position(scenario: &mut Node) -> Called {
        Called::write(scenario, |at| at + 1)
    }

    /// The same after a change: what took the place of another goes on with its number, what came behind all others
    /// has a number that none of them had.
    pub fn after(self, scenario: &mut Node) -> Called {
        let Called(before) = self;
        let free =
            before.iter().filter_map(|id| number(id)).max().unwrap_or(0).max(before.len()).saturating_add(1);
        let same = items(scenario).is_some_and(|items| items.len() == before.len());
        Called::write(scenario, |at| match before.get(at).and_then(|id| number(id)) {
            Some(number) if same => number,
            _ => free.saturating_add(at.saturating_sub(before.len())),
        })
    }

    fn write(scenario: &mut Node, number: impl Fn(usize) -> usize) -> Called {
        let Some(items) = items(scenario) else { return Called::default() };
        let called = items.iter_mut().enumerate().map(|(at, event)| {
            let place = event.place;
            let Kind::Struct { name: Some(kind), fields } = &mut event.kind else { return String::new() };
            if let Some((_, id)) = fields.iter().find(|(key, _)| key.value == "id") {
                return if let Kind::Text(id) = &id.kind { id.clone() } else { String::new() };
            }
            let id = format!("{}-{}", kind.value.to_ascii_lowercase(), number(at));
            fields.push((Spanned::new("id".to_owned(), place), Node { place, kind: Kind::Text(id.clone()) }));
            id
        });
        Called(called.collect())
    }
}

/// A part of a scenario without what nobody wrote.
pub(super) fn as_written(mut node: Node) -> Node {
    match &mut node.kind {
        Kind::Struct { fields, .. } => fields.retain(|(key, _)| key.value != "id" || key.place != node.place),
        Kind::List(items) => *items = std::mem::take(items).into_iter().map(as_written).collect(),
        _ => {}
    }
    node
}

/// The events of a scenario, if they are a list.
fn items(scenario: &mut Node) -> Option<&mut Vec<Node>> {
    let Kind::Struct { fields, .. } = &mut scenario.kind else { return None };
    match &mut fields.iter_mut().find(|(key, _)| key.value == "events")?.1.kind {
        Kind::List(items) => Some(items),
        _ => None,
    }
}

/// The number that ends an id: 2 of `outage-2`.
fn number(id: &str) -> Option<usize> {
    id.rsplit_once('-')?.1.parse().ok()
}
