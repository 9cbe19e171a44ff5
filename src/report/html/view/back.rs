//! The pages at the back: the plan to fill in, what is accepted, what `check` finds, every input, every digest.

use std::collections::BTreeMap;

use serde::Serialize;

use super::gap::{GapView, place};
use crate::report::dossier::{Dossier, Gap, InputUsed};
use crate::report::repeat::repeat;

/// A row of the improvement plan: a finding once, however many scenarios show it.
#[derive(Clone, Debug, Serialize)]
pub struct PlanRow {
    pub number: usize,
    pub anchor: String,
    pub severity: &'static str,
    pub message: String,
    pub tries: Vec<String>,
    /// Titles, where there are several scenarios.
    pub scenarios: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct CheckRow {
    pub code: String,
    pub title: String,
    pub severity: &'static str,
    pub message: String,
    pub help: Vec<String>,
    pub place: String,
    pub accepted: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct InputRow {
    pub path: String,
    pub value: String,
    pub basis: String,
    pub source: String,
    pub place: String,
}

/// The inputs, by what they are.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Inputs {
    /// With a basis: durations and chances that somebody estimated or measured.
    pub estimates: Vec<InputRow>,
    /// Facts and decisions.
    pub facts: Vec<InputRow>,
    /// Where the files are silent.
    pub defaults: Vec<InputRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct RunRow {
    pub title: String,
    pub digest: String,
    pub repeat: String,
    pub engine: String,
    pub files: Vec<FileRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct FileRow {
    pub role: String,
    pub name: String,
    pub sha256: String,
}

/// Each open finding once, in order.
pub fn plan(dossier: &Dossier) -> Vec<PlanRow> {
    let gaps = dossier.gaps().open;
    let mut first: Vec<(&Gap, Vec<usize>)> = Vec::new();
    for gap in &gaps {
        match first.iter_mut().find(|(found, _)| found.finding.id == gap.finding.id) {
            Some((_, scenarios)) => scenarios.push(gap.scenario),
            None => first.push((gap, vec![gap.scenario])),
        }
    }
    let several = dossier.played.len() > 1;
    let row = |(at, (gap, mut scenarios)): (usize, (&Gap, Vec<usize>))| {
        scenarios.sort_unstable();
        scenarios.dedup();
        let view = GapView::new(dossier, gap);
        PlanRow {
            number: at + 1,
            anchor: view.anchor,
            severity: view.severity,
            message: view.message,
            tries: view.remedies.into_iter().map(|remedy| remedy.text).collect(),
            scenarios: scenarios
                .into_iter()
                .filter(|_| several)
                .map(|scenario| dossier.played[scenario].scenario.title.to_string())
                .collect(),
        }
    };
    first.into_iter().enumerate().map(row).collect()
}

/// What `check` finds, each once.
pub fn checks(dossier: &Dossier) -> Vec<CheckRow> {
    let mut rows: Vec<CheckRow> = Vec::new();
    for check in dossier.played.iter().flat_map(|played| &played.checks) {
        let row = CheckRow {
            code: check.code.to_string(),
            title: check.title.to_string(),
            severity: check.severity.word(),
            message: check.message.to_string(),
            help: check.help.iter().map(ToString::to_string).collect(),
            place: check.place.as_ref().map(place).unwrap_or_default(),
            accepted: check.accepted.as_ref().is_some_and(|accepted| !accepted.has_expired(dossier.as_of)),
        };
        if !rows
            .iter()
            .any(|found| (&found.code, &found.message, &found.place) == (&row.code, &row.message, &row.place))
        {
            rows.push(row);
        }
    }
    rows.sort_by_key(|row| ["high", "medium", "low", "note"].iter().position(|word| *word == row.severity));
    rows
}

/// Path, file, line and value.
type InputKey<'a> = (&'a str, Option<&'a str>, Option<u64>, &'a str);

/// Every input, each once.
pub fn inputs(dossier: &Dossier) -> Inputs {
    let mut all: BTreeMap<InputKey, &InputUsed> = BTreeMap::new();
    for input in dossier.played.iter().flat_map(|played| &played.inputs_used) {
        let key = (input.path.as_str(), input.file.as_deref(), input.line, input.value.as_str());
        all.entry(key).or_insert(input);
    }
    let mut inputs = Inputs::default();
    for input in all.into_values() {
        let basis = match (&input.basis, &input.basis_date) {
            (Some(basis), Some(date)) => format!("{basis} on {date}"),
            (Some(basis), None) => basis.to_string(),
            _ => String::new(),
        };
        let place = match (&input.file, input.line) {
            (Some(file), Some(line)) => format!("{file}:{line}"),
            (Some(file), None) => file.to_string(),
            _ => String::new(),
        };
        let row = InputRow {
            path: input.path.to_string(),
            value: input.value.to_string(),
            basis,
            source: input.source.as_ref().map(ToString::to_string).unwrap_or_default(),
            place,
        };
        match (input.default, input.basis.is_some()) {
            (true, _) => inputs.defaults.push(row),
            (_, true) => inputs.estimates.push(row),
            _ => inputs.facts.push(row),
        }
    }
    inputs
}

/// What repeats each run, and what it was made from.
pub fn runs(dossier: &Dossier) -> Vec<RunRow> {
    let row = |played: &crate::report::dossier::Played| RunRow {
        title: played.scenario.title.to_string(),
        digest: played.run.digest.to_string(),
        repeat: repeat(played),
        engine: format!("{} {}", played.engine.name, played.engine.version),
        files: played
            .inputs
            .iter()
            .map(|input| FileRow {
                role: input.role.to_string(),
                name: input.name.to_string(),
                sha256: input.sha256.to_string(),
            })
            .collect(),
    };
    dossier.played.iter().map(row).collect()
}
