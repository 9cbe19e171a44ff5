//! Turns the results of a run, and what it was made from, into one object.

use std::collections::BTreeMap;

use serde::Serialize;

use super::against::AgainstEntry;
use super::document::{CheckEntry, DocumentEntry, InputUsedEntry};
use super::finding::FindingEntry;
use super::places::Files;
use super::replays::{QueueEntry, ReplayEntry, names};
use super::service::ServiceEntry;
use super::system::SystemEntry;
use super::work::{ResourceEntry, TaskEntry, TeamEntry};
use crate::checks;
use crate::findings::{Finding, InputUsed, RestsOn};
use crate::model::{Labels, Model, Scenario};
use crate::probe::assumptions::Assumptions;
use crate::probe::sample::Sample;
use crate::report::dossier::Against;
use crate::report::names::Names;
use crate::results::{Goal, Results, ServiceResult, Share, TeamResult};
use crate::source::Sources;
use crate::units::Millis;

/// A file that the run was made from.
#[derive(Clone, Debug, Serialize)]
pub struct Input {
    /// `model`, `scenario`, or `actuals` of a table of real outages.
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
    pub model: &'a Model,
    pub scenario: &'a Scenario,
    /// Those of the program.
    pub labels: &'a Labels,
    pub names: &'a Names<'a>,
    pub results: &'a Results,
    pub facts: &'a RunFacts,
    pub findings: &'a [Finding],
    /// `None`: what is assumed was not varied.
    pub assumptions: Option<&'a Assumptions>,
    pub extras: &'a Extras,
    /// What became of the verdicts since earlier results; `None`: nothing is held against.
    pub against: Option<&'a Against>,
    /// The texts of the files, for places in them.
    pub sources: &'a Sources,
}

/// What a report shows beside the results, gathered where a file is written.
#[derive(Debug)]
pub struct Extras {
    /// Of each service, in the order of the results.
    pub rests_on: Vec<RestsOn>,
    pub inputs_used: Vec<InputUsed>,
    pub checks: Vec<checks::Finding>,
    pub sample: Sample,
    /// What needs what, and what the scenario strikes, as SVG.
    pub picture: String,
}

impl Extras {
    /// Nothing was gathered.
    pub fn nothing(model: &Model) -> Extras {
        Extras {
            rests_on: vec![RestsOn::default(); model.services.len()],
            inputs_used: Vec::new(),
            checks: Vec::new(),
            sample: Sample::of_none(model),
            picture: String::new(),
        }
    }
}

/// The results file.
#[derive(Serialize)]
pub struct ResultsFile<'a> {
    schema: &'static str,
    engine: Engine,
    inputs: &'a [Input],
    document: DocumentEntry<'a>,
    run: RunEntry<'a>,
    scenario: ScenarioEntry<'a>,
    services: Vec<ServiceEntry<'a>>,
    systems: Vec<SystemEntry<'a>>,
    tasks: Vec<TaskEntry<'a>>,
    teams: Vec<TeamEntry<'a>>,
    resources: Vec<ResourceEntry<'a>>,
    findings: Vec<FindingEntry<'a>>,
    checks: Vec<CheckEntry<'a>>,
    inputs_used: Vec<InputUsedEntry<'a>>,
    replays: Vec<ReplayEntry<'a>>,
    /// The words for what replays and ledgers mention, by label.
    names: BTreeMap<&'a str, String>,
    picture: PictureEntry<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    against: Option<AgainstEntry<'a>>,
}

#[derive(Serialize)]
struct PictureEntry<'a> {
    svg: &'a str,
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
    /// Of each service with an RTO.
    convergence: Vec<ConvergenceEntry<'a>>,
}

#[derive(Serialize)]
struct ConvergenceEntry<'a> {
    service: &'a str,
    /// After 64 trials, 128, 256 and so on, and all.
    points: Vec<SharePoint>,
}

/// The share within the RTO after so many trials.
#[derive(Serialize)]
struct SharePoint {
    trials: u64,
    held: u64,
    share: f64,
    interval: [f64; 2],
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
    /// Arranges one run.
    pub fn new(account: &Account<'a>) -> ResultsFile<'a> {
        let Account { model, scenario, results, facts, findings, assumptions, extras, sources, .. } =
            *account;
        let Extras { rests_on, inputs_used, checks, sample, picture } = extras;
        let files = Files { sources, inputs: &facts.inputs };
        let services = results.services.iter().zip(rests_on);
        let replay = |shown| ReplayEntry::new(shown, sample.trials, account);
        let queue = |team: &TeamResult| {
            let position = model.teams.iter().position(|found| model.nodes[found.node].id == team.id);
            position.map(|position| QueueEntry::of_team(sample, position))
        };
        ResultsFile {
            schema: "blackstart/results/1",
            engine: Engine { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
            inputs: &facts.inputs,
            document: DocumentEntry::new(model, scenario),
            run: RunEntry::new(results, facts),
            scenario: ScenarioEntry { title: &results.title, class: results.class.as_deref() },
            services: services
                .map(|(service, rests)| ServiceEntry::new(service, rests, assumptions))
                .collect(),
            systems: results.systems.iter().map(|system| SystemEntry::new(system, assumptions)).collect(),
            tasks: results.tasks.iter().map(|task| TaskEntry::new(task, assumptions)).collect(),
            teams: results.teams.iter().map(|team| TeamEntry::new(team, queue(team))).collect(),
            resources: results.resources.iter().map(ResourceEntry::new).collect(),
            findings: findings.iter().map(|finding| FindingEntry::new(finding, files)).collect(),
            checks: checks.iter().map(|finding| CheckEntry::new(finding, files)).collect(),
            inputs_used: inputs_used.iter().map(|input| InputUsedEntry::new(input, files)).collect(),
            replays: sample.shown.iter().map(replay).collect(),
            names: names(account),
            picture: PictureEntry { svg: picture },
            against: account.against.map(AgainstEntry::new),
        }
    }
}

impl<'a> RunEntry<'a> {
    fn new(results: &'a Results, facts: &'a RunFacts) -> RunEntry<'a> {
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
            convergence: results.services.iter().filter_map(ConvergenceEntry::of).collect(),
        }
    }
}

impl<'a> ConvergenceEntry<'a> {
    fn of(service: &'a ServiceResult) -> Option<ConvergenceEntry<'a>> {
        let point = |share: &Share| SharePoint {
            trials: share.n,
            held: share.held,
            share: share.share,
            interval: share.interval,
        };
        let points: Vec<SharePoint> = service.convergence.iter().map(point).collect();
        (!points.is_empty()).then_some(ConvergenceEntry { service: &service.id, points })
    }
}
