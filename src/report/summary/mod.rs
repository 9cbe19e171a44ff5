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
use crate::notation::date::Date;
use crate::probe::assumptions::Assumptions;
use crate::report::dossier::{Against, Standing};
use crate::report::text::shown;
use crate::report::wire::RunFacts;
use crate::results::{ObjectiveResult, Results};
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
    /// The day on which acceptances must not have run out.
    pub as_of: Date,
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

/// How an objective stands: what holds as stated and falls short where what is assumed is shorter or longer depends on
/// assumptions.
fn standing(told: &Summary, id: &str, objective: &ObjectiveResult) -> Standing {
    let varied = told.assumptions.and_then(|assumptions| assumptions.of(id, objective));
    let turns = varied.is_some_and(|varied| varied.turns_at.is_some());
    match Standing::as_stated(objective.verdict) {
        Standing::Holds if turns => Standing::DependsOnAssumptions,
        standing => standing,
    }
}

/// How a service, a system or a task stands: as that of its objectives that needs most attention; `None` without any.
fn worst(told: &Summary, id: &str, objectives: &[ObjectiveResult]) -> Option<Standing> {
    objectives.iter().map(|objective| standing(told, id, objective)).min()
}

/// The mark of one objective, or of the worst of several.
fn mark(standing: Option<Standing>) -> &'static str {
    standing.map_or("", Standing::mark)
}

/// The order in which they are listed: what needs attention first, what was not touched after what promises nothing.
fn urgency(standing: Option<Standing>) -> (bool, Option<Standing>) {
    match standing {
        None => (true, None),
        Some(Standing::NotTouched) => (true, standing),
        Some(_) => (false, standing),
    }
}
