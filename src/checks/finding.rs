//! A finding, and the list they are gathered in.

use std::collections::BTreeMap;

use super::{Acceptance, Case};
use crate::diagnostic::Diagnostic;

/// So many findings of one rule are kept; nobody reads more, and a model of 100,000 systems can raise as many.
const KEPT_MAX: usize = 2_000;

/// What a rule has to say about one thing.
#[derive(Clone, Debug)]
pub struct Finding {
    pub diagnostic: Diagnostic,
    /// The id an allowance names.
    pub on: String,
    /// The file of the scenario it was found in; `None`: the model whatever happens to it.
    pub scenario: Option<String>,
    /// Why somebody accepts it.
    pub accepted: Option<Acceptance>,
}

/// Findings as the rules make them: each once, however many alike members of a group have it.
#[derive(Clone, Debug, Default)]
pub struct Found {
    items: Vec<Finding>,
    said: BTreeMap<Diagnostic, usize>,
    counts: BTreeMap<&'static str, usize>,
    scenario: Option<String>,
}

impl Found {
    /// Adds a finding about `on`. The same said twice counts once; after the 2,000th of a code the rest is only
    /// counted.
    pub fn push(&mut self, on: impl Into<String>, mut diagnostic: Diagnostic) {
        diagnostic.labels.retain(|label| !label.place.is_nowhere());
        if self.said.contains_key(&diagnostic) {
            return;
        }
        let count = self.counts.entry(diagnostic.code).or_default();
        *count += 1;
        if *count > KEPT_MAX {
            return;
        }
        self.said.insert(diagnostic.clone(), self.items.len());
        self.items.push(Finding {
            diagnostic,
            on: on.into(),
            scenario: self.scenario.clone(),
            accepted: None,
        });
    }

    /// No findings yet; those to come belong to the scenario, if there is one.
    pub(super) fn of(case: Option<&Case>) -> Found {
        Found { scenario: case.map(|case| case.file.to_owned()), ..Found::default() }
    }

    /// Adds what another list holds, as if it had been pushed here.
    pub(super) fn append(&mut self, other: Found) {
        self.scenario = other.scenario;
        other.items.into_iter().for_each(|finding| self.push(finding.on, finding.diagnostic));
    }

    /// Gives all findings, the heaviest first, then in the order of the text.
    pub(super) fn into_sorted(self) -> Vec<Finding> {
        let mut items = self.items;
        items.sort_by(|a, b| {
            let key = |finding: &Finding| {
                let diagnostic = &finding.diagnostic;
                (diagnostic.severity, diagnostic.place(), diagnostic.code)
            };
            key(a).cmp(&key(b)).then_with(|| a.diagnostic.cmp(&b.diagnostic))
        });
        items
    }

    /// Walks over what was found so far, open to change.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Finding> {
        self.items.iter_mut()
    }
}
