//! The clauses that a run has something to say on, with the figures of these runs.

use serde::Serialize;

use crate::report::clauses::{self, Clause, fill, found};
use crate::report::dossier::Dossier;
use crate::report::dossier::Fact;

#[derive(Clone, Debug, Serialize)]
pub struct Framework {
    pub name: String,
    /// Which text is cited.
    pub edition: String,
    /// The day on which the rows were last gone through.
    pub checked: String,
    /// What they were held against, and what was not looked at.
    pub rests_on: String,
    pub clauses: Vec<ClauseRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ClauseRow {
    pub id: String,
    pub asks: String,
    pub supports: String,
    pub figures: Vec<String>,
    /// The words that these figures are known by.
    pub named: Vec<&'static str>,
    /// How many open findings speak to it, code by code.
    pub findings: String,
    pub cannot_claim: String,
    /// What it needs in the end.
    pub grade: &'static str,
}

/// Fills the rows of these frameworks.
pub fn frameworks(dossier: &Dossier, asked: &[clauses::Framework]) -> Vec<Framework> {
    let row = |clause: &Clause| ClauseRow {
        id: clause.id.clone(),
        asks: clause.asks.clone(),
        supports: clause.supports.clone(),
        figures: clause.filled_by.iter().map(|figure| fill(*figure, dossier)).collect(),
        named: clause.filled_by.iter().map(|figure| figure.word()).collect(),
        findings: found(clause, dossier),
        cannot_claim: clause.cannot_claim.clone(),
        grade: clause.grade.words(),
    };
    let framework = |framework: &clauses::Framework| Framework {
        name: framework.name.clone(),
        edition: framework.edition.clone(),
        checked: framework.checked.to_string(),
        rests_on: framework.rests_on.clone(),
        clauses: framework.clauses.iter().map(row).collect(),
    };
    asked.iter().map(framework).collect()
}

/// Every figure that a row of these frameworks names, once: its word, and its sentence.
pub fn figures(dossier: &Dossier, asked: &[clauses::Framework]) -> Vec<Fact> {
    let named = |figure: &&clauses::Figure| {
        asked.iter().flat_map(|framework| &framework.clauses).any(|clause| clause.filled_by.contains(figure))
    };
    let fact =
        |figure: &clauses::Figure| Fact { label: figure.word().to_owned(), value: fill(*figure, dossier) };
    clauses::Figure::ALL.iter().filter(named).map(fact).collect()
}
