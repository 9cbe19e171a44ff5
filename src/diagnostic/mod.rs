//! Turns what is wrong with a text into data: code, message, places, help.
//!
//! Invariant: the order of a finished list depends on the places and codes alone, never on the order of
//! discovery, and nothing is said twice. Wording lives beside the check that needs it; the long explanation of
//! a code lives in [`explain`]. No printing here.

pub mod explain;
pub mod unseen;
pub mod near;
pub mod render;
mod json;

use std::collections::BTreeSet;

pub use json::{json_escaped, json_line, render_json};

use crate::source::Place;

/// At most so many are kept; a file with more is not read to the end by anybody.
const KEPT_MAX: usize = 5000;

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The file cannot be used.
    Error,
    /// A finding of `check` that decides whether an objective can hold.
    High,
    /// A finding that can decide it.
    Medium,
    /// A finding that makes the answer worse to trust or to read.
    Low,
    /// Worth knowing; nothing is wrong.
    Note,
}

impl Severity {
    /// Gives the word printed before the message.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::High => "high",
            Severity::Medium => "medium",
            Severity::Low => "low",
            Severity::Note => "note",
        }
    }
}

/// A place with what is to be said about it; the first one added to a diagnostic is the primary one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    pub place: Place,
    pub text: String,
    pub primary: bool,
}

/// One thing that is wrong or worth knowing, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    pub code: &'static str,
    pub severity: Severity,
    pub message: String,
    pub labels: Vec<Label>,
    pub help: Vec<String>,
}

impl Diagnostic {
    /// Begins an error; `message` is a lower-case fragment with things in backquotes.
    pub fn error(code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, Severity::Error, message)
    }

    /// Begins a diagnostic of any severity.
    pub fn new(code: &'static str, severity: Severity, message: impl Into<String>) -> Diagnostic {
        Diagnostic { code, severity, message: message.into(), labels: Vec::new(), help: Vec::new() }
    }

    /// Adds a place; the first added is where the cause is, later ones explain it.
    pub fn at(mut self, place: Place, text: impl Into<String>) -> Diagnostic {
        let primary = self.labels.is_empty();
        self.labels.push(Label { place, text: text.into(), primary });
        self
    }

    /// Adds a line on what the reader can do now.
    pub fn help(mut self, text: impl Into<String>) -> Diagnostic {
        self.help.push(text.into());
        self
    }

    /// Adds a help line if there is one.
    pub fn help_maybe(self, text: Option<String>) -> Diagnostic {
        match text {
            Some(text) => self.help(text),
            None => self,
        }
    }

    /// Gives the place of the cause.
    pub fn place(&self) -> Option<Place> {
        self.labels.first().map(|label| label.place)
    }
}

/// Everything found in one phase, in the order of the text.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    items: BTreeSet<Ordered>,
    has_errors: bool,
}

/// Orders by source, position, code, then by everything else, so that the order is total.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Ordered {
    place: Option<Place>,
    code: &'static str,
    diagnostic: Diagnostic,
}

impl Diagnostics {
    /// Makes an empty list.
    pub fn new() -> Diagnostics {
        Diagnostics::default()
    }

    /// Adds a diagnostic once, up to the 5000th. One whose cause is [`Place::NOWHERE`] is dropped: it speaks of a value that
    /// stands in for a faulty one already reported. Labels that are nowhere are left out.
    pub fn push(&mut self, mut diagnostic: Diagnostic) {
        if diagnostic.place().is_some_and(Place::is_nowhere) {
            return;
        }
        diagnostic.labels.retain(|label| !label.place.is_nowhere());
        self.has_errors |= diagnostic.severity == Severity::Error;
        if self.items.len() < KEPT_MAX {
            self.items.insert(Ordered { place: diagnostic.place(), code: diagnostic.code, diagnostic });
        }
    }

    /// Adds all of another list.
    pub fn append(&mut self, other: Diagnostics) {
        for entry in other.items {
            self.push(entry.diagnostic);
        }
    }

    /// Tells whether a diagnostic of severity error is among them.
    pub fn has_errors(&self) -> bool {
        self.has_errors
    }

    /// Tells whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Counts what was found.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Walks through in the order of (source, position, code).
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.items.iter().map(|entry| &entry.diagnostic)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(source: u32, start: usize, code: &'static str) -> Diagnostic {
        Diagnostic::error(code, "x").at(Place::new(source, start, start + 1), "")
    }

    fn check(pushed: &[Diagnostic], expected: &[(u32, u32, &str)]) {
        for reversed in [false, true] {
            let mut list = Diagnostics::new();
            let mut order: Vec<&Diagnostic> = pushed.iter().collect();
            if reversed {
                order.reverse();
            }
            order.into_iter().for_each(|diagnostic| list.push(diagnostic.clone()));
            let found: Vec<(u32, u32, &str)> = list
                .iter()
                .map(|found| {
                    found.place().map(|place| (place.source, place.start, found.code)).expect("placed")
                })
                .collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn the_order_is_that_of_the_text_whatever_was_found_first() {
        check(
            &[at(1, 0, "E0101"), at(0, 9, "E0102"), at(0, 9, "E0101"), at(0, 2, "E0300")],
            &[(0, 2, "E0300"), (0, 9, "E0101"), (0, 9, "E0102"), (1, 0, "E0101")],
        );
    }

    #[test]
    fn the_same_is_said_once() {
        check(&[at(0, 1, "E0101"), at(0, 1, "E0101")], &[(0, 1, "E0101")]);
    }

    #[test]
    fn what_concerns_a_stand_in_is_not_said() {
        let mut list = Diagnostics::new();
        list.push(Diagnostic::error("E0301", "x").at(Place::NOWHERE, ""));
        assert!(list.is_empty() && !list.has_errors());
        list.push(at(0, 1, "E0301").at(Place::NOWHERE, "elsewhere"));
        assert!(list.has_errors());
        assert_eq!(list.iter().map(|found| found.labels.len()).sum::<usize>(), 1);
    }
}
