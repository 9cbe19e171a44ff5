//! One results object, typed: what a scenario came to, and what it was made from.

use serde::Deserialize;

use super::estimate::{Objective, time};
use super::finding::Finding;
use super::subject::{Resource, Service, System, Task, Team};
use super::text::Text;
use crate::units::Millis;

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
    /// `model` or `scenario`.
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

    /// The name that people gave to what has this id; the id itself where none is known.
    pub fn name<'a>(&'a self, id: &'a str) -> &'a str {
        let services = self.services.iter().map(|service| (&service.id, &service.name));
        let systems = self.systems.iter().map(|system| (&system.id, &system.name));
        let tasks = self.tasks.iter().map(|task| (&task.id, &task.name));
        let teams = self.teams.iter().map(|team| (&team.id, &team.name));
        let resources = self.resources.iter().map(|resource| (&resource.id, &resource.name));
        let all = services.chain(systems).chain(tasks).chain(teams).chain(resources);
        all.into_iter().find(|(found, _)| &***found == id).map_or(id, |(_, name)| name)
    }
}
