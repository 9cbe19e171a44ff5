//! Turns the results of a run, and what it was made from, into one object.

use serde::Serialize;

use super::finding::FindingEntry;
use super::service::ServiceEntry;
use super::system::SystemEntry;
use super::work::{ResourceEntry, TaskEntry, TeamEntry};
use crate::findings::Finding;
use crate::results::{Goal, Results};
use crate::source::Sources;
use crate::units::Millis;

/// A file that the run was made from.
#[derive(Clone, Debug, Serialize)]
pub struct Input {
    /// `model` or `scenario`.
    pub role: String,
    /// Its name, without a folder of this machine.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// An edit of the model, by the scenario or on the command line.
#[derive(Clone, Debug, Serialize)]
pub struct Edit {
    /// What was edited.
    pub path: String,
    /// What was done to it, such as `set` or `remove`.
    pub op: String,
    /// The new value as written; `None` where something was removed.
    pub value: Option<String>,
    /// Where the edit comes from: the scenario's name or the option.
    pub from: String,
}

/// What a run was asked for and how it went, as far as the results do not tell.
#[derive(Clone, Debug)]
pub struct RunFacts {
    pub seed: u64,
    pub first_trial: u64,
    pub trials_asked: u64,
    /// Of a run whose number of trials was not chosen beforehand.
    pub search: Option<Search>,
    pub inputs: Vec<Input>,
    pub edits: Vec<Edit>,
}

/// How a run went on until it had seen enough.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Search {
    pub goal: Goal,
    pub trials_max: u64,
    pub looks: u64,
    pub stopped: Stopped,
}

/// Why a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// Its goal was reached.
    Reached,
    /// It may not play more trials.
    AtCap,
    /// Somebody stopped it.
    Interrupted,
}

impl Stopped {
    /// The word of the results file.
    pub fn word(self) -> &'static str {
        match self {
            Stopped::Reached => "reached",
            Stopped::AtCap => "cap",
            Stopped::Interrupted => "interrupted",
        }
    }
}

/// One run with everything that its file tells.
#[derive(Clone, Copy, Debug)]
pub struct Account<'a> {
    pub results: &'a Results,
    pub facts: &'a RunFacts,
    pub findings: &'a [Finding],
    /// The texts of the files, for places in them.
    pub sources: &'a Sources,
}

/// The results file.
#[derive(Serialize)]
pub struct ResultsFile<'a> {
    schema: &'static str,
    engine: Engine,
    inputs: &'a [Input],
    run: RunEntry<'a>,
    scenario: ScenarioEntry<'a>,
    services: Vec<ServiceEntry<'a>>,
    systems: Vec<SystemEntry<'a>>,
    tasks: Vec<TaskEntry<'a>>,
    teams: Vec<TeamEntry<'a>>,
    resources: Vec<ResourceEntry<'a>>,
    findings: Vec<FindingEntry<'a>>,
}

#[derive(Serialize)]
struct Engine {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct RunEntry<'a> {
    seed: u64,
    trials: u64,
    trials_asked: u64,
    status: &'static str,
    first_trial: u64,
    /// Null where the number of trials was chosen beforehand.
    search: Option<SearchEntry>,
    changes: &'a [Edit],
    horizon_s: f64,
    digest: String,
}

#[derive(Serialize)]
struct SearchEntry {
    until_decided: bool,
    precision: Option<f64>,
    trials_max: u64,
    looks: u64,
    stopped_by: &'static str,
}

#[derive(Serialize)]
struct ScenarioEntry<'a> {
    title: &'a str,
    class: Option<&'a str>,
}

impl<'a> ResultsFile<'a> {
    /// Arranges the results of one run.
    pub fn new(account: &Account<'a>) -> ResultsFile<'a> {
        let Account { results, facts, findings, sources } = *account;
        ResultsFile {
            schema: "blackstart/results/1",
            engine: Engine { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
            inputs: &facts.inputs,
            run: RunEntry::new(results, facts),
            scenario: ScenarioEntry { title: &results.title, class: results.class.as_deref() },
            services: results.services.iter().map(ServiceEntry::new).collect(),
            systems: results.systems.iter().map(SystemEntry::new).collect(),
            tasks: results.tasks.iter().map(TaskEntry::new).collect(),
            teams: results.teams.iter().map(TeamEntry::new).collect(),
            resources: results.resources.iter().map(ResourceEntry::new).collect(),
            findings: findings.iter().map(|finding| FindingEntry::new(finding, sources)).collect(),
        }
    }
}

impl<'a> RunEntry<'a> {
    fn new(results: &Results, facts: &'a RunFacts) -> RunEntry<'a> {
        RunEntry {
            seed: facts.seed,
            trials: results.trials,
            trials_asked: facts.trials_asked,
            status: if results.trials < facts.trials_asked { "partial" } else { "complete" },
            first_trial: facts.first_trial,
            search: facts.search.map(|search| SearchEntry {
                until_decided: search.goal.decided,
                precision: search.goal.half_width,
                trials_max: search.trials_max,
                looks: search.looks,
                stopped_by: search.stopped.word(),
            }),
            changes: &facts.edits,
            horizon_s: Millis::seconds_f64(results.horizon),
            digest: format!("sha256:{}", results.digest),
        }
    }
}
