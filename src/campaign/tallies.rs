//! Turns outcomes into all tallies of a campaign, and tallies into one digest.
//!
//! Invariant: the tallies of trials [a, b) merged with those of [b, c) are those of [a, c). Values are kept one
//! by one while there are at most `KEPT_MAX` of them in all, else in buckets: memory does not grow with
//! the number of trials, and what is kept depends on the values alone.

use super::part::{Digest, Part};
use super::service::{ServiceTally, Trial};
use super::system::{GroupTally, Members, SystemTally};
use super::work::{EffortTally, TaskTally, TeamTally};
use crate::engine::Outcome;
use crate::ids::SystemId;
use crate::model::Model;
use crate::units::Millis;

/// So many values (16 MiB) that are neither zero nor never are kept one by one, over all tallies.
const KEPT_MAX: u64 = 1 << 21;

/// What all trials of a campaign yield. Each list is in the order of the model's.
#[derive(Clone, Debug)]
pub struct Tallies {
    /// Trials counted.
    pub trials: u64,
    pub services: Vec<ServiceTally>,
    /// Members of groups are empty here: they are counted in `groups`.
    pub systems: Vec<SystemTally>,
    pub groups: Vec<GroupTally>,
    pub tasks: Vec<TaskTally>,
    pub teams: Vec<TeamTally>,
    pub effort: EffortTally,
    kept: u64,
    kept_max: u64,
    coarse: bool,
    times: Vec<Millis>,
}

impl Tallies {
    /// Makes empty tallies for a model.
    pub fn new(model: &Model) -> Tallies {
        Tallies::keeping(model, KEPT_MAX)
    }

    /// Makes empty tallies that keep at most so many values one by one.
    pub(super) fn keeping(model: &Model, kept_max: u64) -> Tallies {
        let member =
            |members: &[SystemId]| members.first().map(|&first| GroupTally::new(&model.systems[first]));
        Tallies {
            trials: 0,
            services: vec![ServiceTally::default(); model.services.len()],
            systems: model.systems.iter().map(SystemTally::new).collect(),
            groups: model.groups.iter().map(|group| member(&group.members).unwrap_or_default()).collect(),
            tasks: vec![TaskTally::default(); model.tasks.len()],
            teams: vec![TeamTally::default(); model.teams.len()],
            effort: EffortTally::default(),
            kept: 0,
            kept_max,
            coarse: false,
            times: Vec::new(),
        }
    }

    /// Counts the outcome of one trial that played up to `horizon`.
    pub fn count(&mut self, model: &Model, horizon: Millis, outcome: &Outcome) {
        let trial = Trial::new(outcome, horizon);
        let mut kept = 0;
        for (index, (tally, service)) in self.services.iter_mut().zip(model.services.iter()).enumerate() {
            kept += tally.count(service, &outcome.services[index], &trial);
        }
        for (index, (tally, system)) in self.systems.iter_mut().zip(model.systems.iter()).enumerate() {
            if system.group.is_none() {
                kept += tally.count(system, &outcome.systems[index]);
            }
        }
        let members = Members { systems: &model.systems, outcomes: &outcome.systems };
        for (tally, group) in self.groups.iter_mut().zip(model.groups.iter()) {
            kept += tally.count(&group.members, &members, &mut self.times);
        }
        for (index, (tally, task)) in self.tasks.iter_mut().zip(model.tasks.iter()).enumerate() {
            kept += tally.count(task, &outcome.tasks[index]);
        }
        for (tally, team) in self.teams.iter_mut().zip(&outcome.teams) {
            tally.count(team);
        }
        self.effort.count(&outcome.effort);
        self.trials += 1;
        self.kept += kept;
        self.settle();
    }

    /// Takes in the tallies of other trials of the same campaign.
    pub fn merge(&mut self, other: &Tallies) {
        self.trials += other.trials;
        self.services.merge(&other.services);
        self.systems.merge(&other.systems);
        self.groups.merge(&other.groups);
        self.tasks.merge(&other.tasks);
        self.teams.merge(&other.teams);
        self.effort.merge(&other.effort);
        self.kept += other.kept;
        if other.coarse {
            self.coarsen();
        }
        self.settle();
    }

    /// How many values are neither zero nor never.
    pub(super) fn kept(&self) -> u64 {
        self.kept
    }

    /// How many of them may be kept one by one.
    pub(super) fn kept_max(&self) -> u64 {
        self.kept_max
    }

    fn settle(&mut self) {
        if self.kept > self.kept_max {
            self.coarsen();
        }
    }

    /// Keeps buckets from now on. Sound early where the whole campaign is known to keep too many values.
    pub(super) fn coarsen(&mut self) {
        if self.coarse {
            return;
        }
        self.coarse = true;
        self.services.coarsen();
        self.systems.coarsen();
        self.groups.coarsen();
        self.tasks.coarsen();
        self.teams.coarsen();
    }

    /// SHA-256 over every tally with the id it belongs to, in the order of the ids: two runs agree iff theirs do.
    pub fn digest(&self, model: &Model) -> String {
        let mut digest = Digest::new("blackstart/tallies/1");
        digest.count(self.trials);
        digest.count(u64::from(self.coarse));
        let id = |node: crate::ids::NodeId| model.nodes[node].id.as_str();
        feed(
            &mut digest,
            "services",
            model.services.iter().map(|service| id(service.node)).zip(&self.services),
        );
        let systems = model.systems.iter().zip(&self.systems).filter(|(system, _)| system.group.is_none());
        feed(&mut digest, "systems", systems.map(|(system, tally)| (id(system.node), tally)));
        feed(&mut digest, "groups", model.groups.iter().map(|group| group.id.as_str()).zip(&self.groups));
        feed(&mut digest, "tasks", model.tasks.iter().map(|task| id(task.node)).zip(&self.tasks));
        feed(&mut digest, "teams", model.teams.iter().map(|team| id(team.node)).zip(&self.teams));
        digest.end()
    }
}

fn feed<'a, T: Part + 'a>(digest: &mut Digest, heading: &str, parts: impl Iterator<Item = (&'a str, &'a T)>) {
    digest.text(heading);
    for (id, part) in parts {
        digest.text(id);
        part.feed(digest);
    }
}
