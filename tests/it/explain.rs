//! Walks the registry of codes: every example raises its code, and the repaired one does not.

use blackstart::diagnostic::explain::{self, Example};
use blackstart::diagnostic::render::{Colour, render_text};

use crate::whole::diagnose_example;

/// The codes an example raises, and what they say.
fn raised(example: &Example) -> (Vec<&'static str>, String) {
    let (sources, found) = diagnose_example(example);
    (found.iter().map(|found| found.code).collect(), render_text(&found, &sources, Colour::Plain))
}

#[test]
fn every_example_raises_its_code_alone_and_its_repair_raises_nothing() {
    for entry in explain::all() {
        if entry.example.model.is_empty() {
            continue;
        }
        let (codes, said) = raised(&entry.example);
        assert!(!codes.is_empty() && codes.iter().all(|code| *code == entry.code), "{}: {said}", entry.code);
        let (codes, said) = raised(&entry.repaired);
        assert!(codes.is_empty(), "the repaired example of {}: {said}", entry.code);
    }
}

#[test]
fn only_what_cannot_be_shown_in_small_has_no_example() {
    let without: Vec<&str> =
        explain::all().filter(|entry| entry.example.model.is_empty()).map(|entry| entry.code).collect();
    assert_eq!(without, ["E0003", "E0004", "E0005"]);
}
