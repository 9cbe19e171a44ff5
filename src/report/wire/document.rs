//! What the run is of, and what was read: the paper behind the model, its inputs with their evidence, what `check`
//! finds in it.

use serde::Serialize;

use super::finding::AcceptedEntry;
use super::places::{Files, PlaceEntry};
use crate::checks;
use crate::findings::InputUsed;
use crate::model::{Model, Scenario};
use crate::report::words;

/// The paper that the model stands for, and what is played.
#[derive(Serialize)]
pub(super) struct DocumentEntry<'a> {
    organisation: &'a str,
    /// As written, in the order of the file: `version`, `approved`, `by`, `classification`.
    entries: Vec<LabelledText<'a>>,
    scenario: &'a str,
    narrative: Option<&'a str>,
    onset: String,
    /// What no figure of a run can tell.
    limits: &'static [&'static str],
}

#[derive(Serialize)]
struct LabelledText<'a> {
    label: &'a str,
    value: &'a str,
}

impl<'a> DocumentEntry<'a> {
    pub(super) fn new(model: &'a Model, scenario: &'a Scenario) -> DocumentEntry<'a> {
        DocumentEntry {
            organisation: &model.name,
            entries: model.document.iter().map(|(label, value)| LabelledText { label, value }).collect(),
            scenario: &scenario.title,
            narrative: scenario.narrative.as_deref(),
            onset: words::onset(&scenario.onset),
            limits: &words::LIMITS,
        }
    }
}

/// One input of the files.
#[derive(Serialize)]
pub(super) struct InputUsedEntry<'a> {
    path: &'a str,
    value: &'a str,
    basis: Option<&'static str>,
    /// The day it was exercised or measured, where it is written.
    basis_date: Option<String>,
    source: Option<&'a str>,
    file: Option<&'a str>,
    line: Option<usize>,
    default: bool,
}

impl<'a> InputUsedEntry<'a> {
    pub(super) fn new(input: &'a InputUsed, files: Files<'a>) -> InputUsedEntry<'a> {
        let place = input.place.and_then(|place| files.place(place));
        let date = match &input.basis {
            Some(crate::model::Basis::Exercised(date) | crate::model::Basis::Measured(date)) => *date,
            _ => None,
        };
        InputUsedEntry {
            path: &input.path,
            value: &input.value,
            basis: input.basis.as_ref().map(|basis| basis.word()),
            basis_date: date.map(|date| date.to_string()),
            source: input.source.as_deref(),
            file: place.as_ref().map(|place| place.file),
            line: place.as_ref().map(|place| place.line),
            default: input.place.is_none(),
        }
    }
}

/// What `check` finds, read off the page.
#[derive(Serialize)]
pub(super) struct CheckEntry<'a> {
    code: &'static str,
    title: &'static str,
    severity: &'static str,
    subject: &'a str,
    message: &'a str,
    help: &'a [String],
    place: Option<PlaceEntry<'a>>,
    accepted: Option<AcceptedEntry<'a>>,
}

impl<'a> CheckEntry<'a> {
    pub(super) fn new(finding: &'a checks::Finding, files: Files<'a>) -> CheckEntry<'a> {
        let diagnostic = &finding.diagnostic;
        // The last line of help is the one to paste into the file, for whoever edits it.
        let help = diagnostic.help.split_last().map_or(&[][..], |(_, help)| help);
        CheckEntry {
            code: diagnostic.code,
            title: checks::find(diagnostic.code).map_or("", |rule| rule.title),
            severity: diagnostic.severity.word(),
            subject: &finding.on,
            message: &diagnostic.message,
            help,
            place: diagnostic.place().and_then(|place| files.place(place)),
            accepted: finding.accepted.as_ref().map(AcceptedEntry::new),
        }
    }
}
