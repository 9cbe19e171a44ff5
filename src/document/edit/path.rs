//! Turns the text of a path into its parts, each with its place.
//!
//! Invariant: a path has at least one part and none is empty; the ledger's spelling of a step becomes the full
//! path.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::document::decode::Text;
use crate::document::tree::{Kind, Node};
use crate::source::Place;

/// One part of a path.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    pub text: String,
    pub place: Place,
}

/// The file a path leads into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Home {
    Model,
    Scenario,
}

/// The fields of a scenario that a path may lead into; all other paths lead into the model.
pub(super) const OF_SCENARIO: [&str; 6] = ["events", "onset", "horizon", "class", "response", "exercise"];

/// The parts of a path from the top of its file.
#[derive(Clone, Debug)]
pub(super) struct Path {
    segments: Vec<Segment>,
}

impl Path {
    /// Splits a path; the model tells systems from tasks in the ledger's spelling.
    pub fn read(text: &Text, model: &Node) -> Result<Path, Box<Diagnostic>> {
        let mut segments = Vec::new();
        for range in pieces(&text.value, 0..text.value.len(), '.') {
            let names = pieces(&text.value, range, '/');
            let ledger = names.len() > 1;
            let mut words = ledger_words(&names, &text.value, model).iter();
            for name in names {
                let place = text.part(name.clone());
                if ledger && let Some(word) = words.next() {
                    segments.push(Segment {
                        text: (*word).to_owned(),
                        place: Place { end: place.start, ..place },
                    });
                }
                segments.push(Segment { text: text.value[name].trim().to_owned(), place });
            }
        }
        if segments.iter().any(|segment| segment.text.is_empty()) {
            let diagnostic = Diagnostic::error("E0704", format!("`{}` is not a path", text.value))
                .at(text.place, "a part of it is empty")
                .help("a path looks like `teams.dba.people` or `systems.ledger-db.rto`");
            return Err(Box::new(diagnostic));
        }
        Ok(Path { segments })
    }

    /// Tells which file the path leads into.
    pub fn home(&self) -> Home {
        match self.segments.first() {
            Some(first) if OF_SCENARIO.contains(&first.text.as_str()) => Home::Scenario,
            _ => Home::Model,
        }
    }

    /// Gives the parts in order.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Writes the path in full.
    pub fn written(&self) -> String {
        let texts: Vec<&str> = self.segments.iter().map(|segment| segment.text.as_str()).collect();
        texts.join(".")
    }
}

/// Splits the bytes `range` of a text at a mark.
fn pieces(text: &str, range: Range<usize>, mark: char) -> Vec<Range<usize>> {
    let mut start = range.start;
    let mut pieces = Vec::new();
    for (at, _) in text[range.clone()].match_indices(mark) {
        let end = range.start + at;
        pieces.push(start..end);
        start = end + mark.len_utf8();
    }
    pieces.push(start..range.end);
    pieces
}

/// The fields that stand before each name in `system/strategy/step` or `task/step`.
fn ledger_words(names: &[Range<usize>], text: &str, model: &Node) -> &'static [&'static str] {
    let first = names.first().map_or("", |name| text[name.clone()].trim());
    if names.len() == 2 && holds(model, "tasks", first) {
        return &["tasks", "steps"];
    }
    &["systems", "recovery", "steps"]
}

/// Tells whether a map of the model has a key.
fn holds(model: &Node, map: &str, key: &str) -> bool {
    let Kind::Struct { fields, .. } = &model.kind else { return false };
    let maps = fields.iter().filter(|(name, _)| name.value == map);
    maps.filter_map(|(_, node)| match &node.kind {
        Kind::Map(entries) => Some(entries),
        _ => None,
    })
    .flatten()
    .any(|(name, _)| matches!(&name.kind, Kind::Text(text) if text == key))
}
