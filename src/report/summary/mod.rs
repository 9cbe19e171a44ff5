//! Turns the results of a run into the text that `run` prints: verdicts first, then the figures behind them,
//! what limits them, and how to repeat them.
//!
//! Invariant: nothing that was not touched counts as holding; no figure is finer than its standard error; every
//! line fits the width. What is said is simulated, and the head says so.

mod actuals;
mod against;
mod closing;
mod detail;
mod gaps;
mod head;
mod ledger;
mod objectives;
mod resources;
mod services;
mod teams;

use std::collections::BTreeMap;

use crate::findings::Finding;
use crate::model::{Labels, Model, Scenario};
use crate::probe::assumptions::Assumptions;
use crate::report::dossier::Against;
use crate::report::text::shown;
use crate::report::wire::RunFacts;
use crate::results::{ObjectiveResult, Results, Verdict};
use crate::source::Sources;

/// Everything that a summary tells.
#[derive(Clone, Copy, Debug)]
pub struct Summary<'a> {
    pub model: &'a Model,
    pub scenario: &'a Scenario,
    pub results: &'a Results,
    /// Those of the program.
    pub labels: &'a Labels,
    pub facts: &'a RunFacts,
    /// Heaviest first.
    pub findings: &'a [Finding],
    /// `None`: what is assumed was not varied.
    pub assumptions: Option<&'a Assumptions>,
    /// What became of the verdicts since earlier results; `None`: nothing is held against.
    pub against: Option<&'a Against>,
    /// The texts of the files: what is said of an objective names its line.
    pub sources: &'a Sources,
    /// Each edit of the files in words.
    pub changes: &'a [String],
    pub command: &'a Command,
    pub detail: Detail,
}

/// How much is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Systems and tasks that need attention; the others are counted.
    Brief,
    /// All of them.
    Full,
}

/// The command that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// The path of the scenario as the command line has it.
    pub scenario: String,
    /// Options that a repetition needs besides trials and seed, ready for a shell.
    pub options: Vec<String>,
    /// The table of real outages beside the scenario.
    pub actuals: Option<String>,
    /// The status for this scenario.
    pub exit: u8,
    /// Whether verdicts leave the status at 0.
    pub advisory: bool,
}

/// Writes the summary of one run.
pub fn summary(told: &Summary) -> String {
    let parts = [
        head::head(told),
        head::counts(told),
        services::services(told),
        objectives::others(told),
        gaps::gaps(told),
        actuals::actuals(told),
        against::against(told),
        ledger::brief(told),
        teams::teams(told),
        resources::resources(told),
        detail::detail(told),
        ledger::whole(told),
        closing::closing(told),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("\n")
}

/// The names of everything that can have an objective, by id; escaped.
fn names<'a>(told: &Summary<'a>) -> BTreeMap<&'a str, String> {
    let results = told.results;
    let services = results.services.iter().map(|entry| (&entry.id, &entry.name));
    let systems = results.systems.iter().map(|entry| (&entry.id, &entry.name));
    let tasks = results.tasks.iter().map(|entry| (&entry.id, &entry.name));
    let all = services.chain(systems).chain(tasks);
    all.map(|(id, name)| (id.as_str(), shown(name).into_owned())).collect()
}

/// Whether an objective holds as stated and falls short where what is assumed is shorter or longer.
fn depends(told: &Summary, id: &str, objective: &ObjectiveResult) -> bool {
    let varied = told.assumptions.and_then(|assumptions| assumptions.of(id, objective));
    objective.verdict == Verdict::Holds && varied.is_some_and(|varied| varied.turns_at.is_some())
}

/// The mark of a verdict.
fn mark(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::FallsShort) => "x",
        Some(Verdict::Undecided) => "?",
        Some(Verdict::Holds) => "+",
        Some(Verdict::NotTouched) => "-",
        None => "",
    }
}

/// The order in which verdicts are listed: what needs attention first.
fn urgency(verdict: Option<Verdict>) -> u8 {
    match verdict {
        Some(Verdict::FallsShort) => 0,
        Some(Verdict::Undecided) => 1,
        Some(Verdict::Holds) => 2,
        None => 3,
        Some(Verdict::NotTouched) => 4,
    }
}
