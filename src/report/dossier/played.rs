//! One results object, typed: what a scenario came to, and what it was made from.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::against::Against;
use super::document::{Check, Document, InputUsed, Picture};
use super::estimate::{Objective, SharePoint, time};
use super::finding::Finding;
use super::replay::Replay;
use super::subject::{Resource, Service, System, Task, Team};
use super::text::Text;
use crate::engine::Cause;
use crate::units::Millis;
use crate::wording::charges::charged_to;

/// What playing one scenario came to.
#[derive(Clone, Debug, Deserialize)]
pub struct Played {
    pub engine: Engine,
    pub inputs: Vec<Input>,
    pub run: Run,
    pub scenario: Scenario,
    pub services: Vec<Service>,
    pub systems: Vec<System>,
    pub tasks: Vec<Task>,
    pub teams: Vec<Team>,
    #[serde(default)]
    pub resources: Vec<Resource>,
    /// Heaviest first.
    #[serde(default)]
    pub findings: Vec<Finding>,
    /// Here and below: older files have none.
    #[serde(default)]
    pub document: Option<Document>,
    /// What `check` finds, read off the page.
    #[serde(default)]
    pub checks: Vec<Check>,
    #[serde(default)]
    pub inputs_used: Vec<InputUsed>,
    #[serde(default)]
    pub replays: Vec<Replay>,
    /// By the label that ledgers and replays use: the same by the names that people gave things.
    #[serde(default)]
    pub names: BTreeMap<Text, Text>,
    #[serde(default)]
    pub picture: Option<Picture>,
    /// What became of it since earlier results; `None`: it is held against none.
    #[serde(default)]
    pub against: Option<Against>,
}

/// The program that played it.
#[derive(Clone, Debug, Deserialize)]
pub struct Engine {
    pub name: Text,
    pub version: Text,
}

/// A file that the run was made from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Input {
    /// `model`, `scenario`, or `actuals` of a table of real outages.
    pub role: Text,
    pub name: Text,
    pub sha256: Text,
}

/// How it was played.
#[derive(Clone, Debug, Deserialize)]
pub struct Run {
    pub seed: u64,
    pub trials: u64,
    pub trials_asked: u64,
    #[serde(default)]
    pub first_trial: u64,
    /// Of a run whose number of trials was not chosen beforehand.
    #[serde(default)]
    pub search: Option<Search>,
    #[serde(default)]
    pub changes: Vec<Edit>,
    #[serde(rename = "horizon_s", deserialize_with = "time")]
    pub horizon: Millis,
    pub digest: Text,
    /// Of each service with a recovery time objective; older files have none.
    #[serde(default)]
    pub convergence: Vec<Convergence>,
}

/// The share within a service's recovery time objective as the trials became more.
#[derive(Clone, Debug, Deserialize)]
pub struct Convergence {
    pub service: Text,
    pub points: Vec<SharePoint>,
}

/// How a run went on until it had seen enough.
#[derive(Clone, Debug, Deserialize)]
pub struct Search {
    pub until_decided: bool,
    pub precision: Option<f64>,
    pub trials_max: u64,
    pub looks: u64,
    /// `reached`, `cap` or `interrupted`.
    pub stopped_by: Text,
}

/// An edit of the model, by the scenario or on the command line.
#[derive(Clone, Debug, Deserialize)]
pub struct Edit {
    pub path: Text,
    pub op: Text,
    pub value: Option<Text>,
    pub from: Text,
}

/// What was played.
#[derive(Clone, Debug, Deserialize)]
pub struct Scenario {
    pub title: Text,
    pub class: Option<Text>,
}

impl Run {
    /// Whether it was stopped before it was done.
    pub fn is_partial(&self) -> bool {
        self.trials < self.trials_asked
    }
}

impl Played {
    /// Every objective of services, systems and tasks.
    pub fn objectives(&self) -> impl Iterator<Item = &Objective> {
        let services = self.services.iter().flat_map(|service| &service.objectives);
        let systems = self.systems.iter().flat_map(|system| &system.objectives);
        let tasks = self.tasks.iter().flat_map(|task| &task.objectives);
        services.chain(systems).chain(tasks)
    }

    /// The service with an id.
    pub fn service(&self, id: &str) -> Option<&Service> {
        self.services.iter().find(|service| &*service.id == id)
    }

    /// The name that people gave to what a label stands for: a service, a system, `system/strategy/step`. Where no
    /// name is known, the label with its dashes as blanks.
    pub fn name(&self, label: &str) -> String {
        if let Some(name) = self.names.get(&Text::new(label)) {
            return name.to_string();
        }
        let services = self.services.iter().map(|service| (&service.id, &service.name));
        let systems = self.systems.iter().map(|system| (&system.id, &system.name));
        let tasks = self.tasks.iter().map(|task| (&task.id, &task.name));
        let teams = self.teams.iter().map(|team| (&team.id, &team.name));
        let resources = self.resources.iter().map(|resource| (&resource.id, &resource.name));
        let mut all = services.chain(systems).chain(tasks).chain(teams).chain(resources);
        let named = |id: &str, name: &Text| (id == label).then(|| name.to_string());
        let known = all.find_map(|(id, name)| named(id, name));
        known.unwrap_or_else(|| label.replace('/', ": ").replace('-', " "))
    }

    /// The words for what time is charged to.
    pub fn charged(&self, cause: Cause, who: &str) -> String {
        let name = if who.is_empty() { String::new() } else { self.name(who) };
        // A service that fell again may have been held up by hand before.
        let again = self.services.iter().any(|service| &*service.id == who && service.relapsed > 0);
        charged_to(cause, &name, again)
    }

    /// The file with a role.
    pub fn input(&self, role: &str) -> Option<&Input> {
        self.inputs.iter().find(|input| &*input.role == role)
    }
}
