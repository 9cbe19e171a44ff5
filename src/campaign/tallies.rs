//! Turns outcomes into all tallies of a campaign, and tallies into one digest.
//!
//! Invariant: the tallies of trials [a, b) merged with those of [b, c) are those of [a, c). Values are kept one
//! by one while there are at most `KEPT_MAX` of them in all, else in buckets: memory does not grow with
//! the number of trials, and what is kept depends on the values alone.

use super::growth::Growth;
use super::part::{Digest, Part};
use super::service::{ServiceTally, Trial};
use super::system::{GroupTally, Members, SystemTally};
use super::work::{EffortTally, ResourceTally, TaskTally, TeamTally};
use crate::engine::Outcome;
use crate::ids::SystemId;
use crate::model::{Labels, Model};
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
    pub resources: Vec<ResourceTally>,
    pub effort: EffortTally,
    /// How the shares came to be; empty unless a campaign played the trials.
    pub growth: Growth,
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
            resources: vec![ResourceTally::default(); model.resources.len()],
            effort: EffortTally::default(),
            growth: Growth::default(),
            kept: 0,
            kept_max,
            coarse: false,
            times: Vec::new(),
        }
    }

    /// Counts the outcome of one trial that played up to `horizon`.
    pub fn count(&mut self, model: &Model, horizon: Millis, outcome: &Outcome) {
        let trial = Trial { outcome, horizon };
        let mut kept = 0;
        for (index, (tally, service)) in self.services.iter_mut().zip(model.services.iter()).enumerate() {
            kept += tally.count(service, &outcome.services[index], &trial);
            tally.count_charges(service, index, outcome);
        }
        for index in outcome.reached.iter().map(|&index| index as usize) {
            let system = &model.systems[SystemId::from_index(index)];
            if system.group.is_none() {
                kept += self.systems[index].count(system, &outcome.systems[index]);
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
        for (tally, resource) in self.resources.iter_mut().zip(&outcome.resources) {
            tally.count(resource);
        }
        self.effort.count(&outcome.effort);
        self.trials += 1;
        self.kept += kept;
        self.settle();
    }

    /// Counts of the outcome of one trial only what objectives are judged by: who was touched, missed, and did not
    /// recover. All other tallies stay empty; no value is kept.
    pub fn count_for_objectives(&mut self, model: &Model, outcome: &Outcome) {
        for (index, (tally, service)) in self.services.iter_mut().zip(model.services.iter()).enumerate() {
            tally.count_for_objectives(service, index, outcome);
        }
        for index in outcome.reached.iter().map(|&index| index as usize) {
            let system = &model.systems[SystemId::from_index(index)];
            if system.group.is_none() {
                self.systems[index].count_for_objectives(system, &outcome.systems[index]);
            }
        }
        let members = Members { systems: &model.systems, outcomes: &outcome.systems };
        for (tally, group) in self.groups.iter_mut().zip(model.groups.iter()) {
            tally.count_for_objectives(&group.members, &members);
        }
        for (index, (tally, task)) in self.tasks.iter_mut().zip(model.tasks.iter()).enumerate() {
            tally.count_for_objectives(task, &outcome.tasks[index]);
        }
        self.trials += 1;
    }

    /// Takes in the tallies of other trials of the same campaign.
    pub fn merge(&mut self, other: &Tallies) {
        self.trials += other.trials;
        self.services.merge(&other.services);
        self.systems.merge(&other.systems);
        self.groups.merge(&other.groups);
        self.tasks.merge(&other.tasks);
        self.teams.merge(&other.teams);
        self.resources.merge(&other.resources);
        self.effort.merge(&other.effort);
        self.growth.merge(&other.growth);
        self.kept += other.kept;
        if other.coarse {
            self.coarsen();
        }
        self.settle();
    }

    /// Notes that the trials counted since the last call are those from `first` on.
    pub(super) fn grown(&mut self, model: &Model, first: u64, trials: u64) {
        let mut growth = std::mem::take(&mut self.growth);
        growth.take(first, trials, self, model);
        self.growth = growth;
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
        self.resources.coarsen();
    }

    /// SHA-256 over every tally with the id it belongs to, in the order of the ids: two runs agree iff theirs do.
    /// `labels` are those of the program.
    pub fn digest(&self, model: &Model, labels: &Labels) -> String {
        let mut digest = Digest::new("blackstart/tallies/3", labels);
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
        let resources = model.resources.iter().map(|resource| id(resource.node)).zip(&self.resources);
        feed(&mut digest, "resources", resources);
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::campaign::made_up::{HORIZON, busy, charge, digest_of, labels, ledgers_of, model, quiet};
    use crate::engine::Cause;

    fn tallies(model: &Model, kept_max: u64, trials: std::ops::Range<u64>) -> Tallies {
        let mut tallies = Tallies::keeping(model, kept_max);
        trials.for_each(|trial| tallies.count(model, HORIZON, &busy(trial)));
        tallies
    }

    #[test]
    fn quiet_trials_leave_nothing_but_their_number() {
        let model = model();
        let mut counted = Tallies::new(&model);
        (0..3).for_each(|_| counted.count(&model, HORIZON, &quiet()));
        let mut expected = Tallies::new(&model);
        expected.trials = 3;
        assert_eq!((digest_of(&counted), counted.kept()), (digest_of(&expected), 0));
    }

    #[test]
    fn the_digest_knows_the_id_of_each_tally() {
        let mut model = model();
        let counted = tallies(&model, KEPT_MAX, 0..20);
        let before = digest_of(&counted);
        let node = model.services[crate::ids::ServiceId::from_index(0)].node;
        let labels = labels();
        model.nodes[node].id.push('x');
        assert_ne!(counted.digest(&model, &labels), before);
    }

    #[test]
    fn no_tally_can_change_without_the_digest() {
        let model = model();
        let counted = tallies(&model, KEPT_MAX, 0..20);
        let before = digest_of(&counted);
        let changes: [fn(&mut Tallies); 18] = [
            |tallies| tallies.services[0].data_loss = tallies.services[0].recovery.clone(),
            |tallies| tallies.trials += 1,
            |tallies| tallies.services[1].touched += 1,
            |tallies| tallies.services[0].reduced += 1,
            |tallies| tallies.services[0].missed_mtpd += 1,
            |tallies| tallies.services[0].first_return.moments.sum += 1,
            |tallies| tallies.services[0].downtime.squares += 1,
            |tallies| tallies.services[0].loss.moments.never += 1,
            |tallies| tallies.services[0].recovery_detected.coarsen(),
            |tallies| tallies.systems[3].strategies[1].failed += 1,
            |tallies| tallies.groups[0].all.missed_rto += 1,
            |tallies| tallies.groups[0].back[2].moments.others += 1,
            |tallies| tallies.tasks[0].done += 1,
            |tallies| tallies.teams[0].queued.sum += 1,
            |tallies| tallies.resources[0].busy.others += 1,
            |tallies| tallies.services[0].ledgers = ledgers_of(&[]),
            |tallies| tallies.services[0].ledgers.merge(&ledgers_of(&[vec![]])),
            |tallies| tallies.services[0].ledgers.merge(&ledgers_of(&[vec![charge(Cause::Work, "dba", 1)]])),
        ];
        for (number, change) in changes.iter().enumerate() {
            let mut changed = counted.clone();
            change(&mut changed);
            assert_ne!(digest_of(&changed), before, "change {number}");
        }
    }

    #[test]
    fn what_is_kept_is_bounded_and_told_by_the_digest_alike() {
        let model = model();
        let coarse = tallies(&model, 100, 0..200);
        assert!(coarse.coarse && coarse.kept() > 100);
        let mut early = Tallies::keeping(&model, 100);
        early.coarsen();
        (0..200).for_each(|trial| early.count(&model, HORIZON, &busy(trial)));
        assert_eq!(digest_of(&early), digest_of(&coarse));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]

        #[test]
        fn any_split_in_any_order_gives_the_whole(
            first in 0_u64..30, second in 0_u64..30, third in 0_u64..30,
            kept_max in prop_oneof![Just(KEPT_MAX), Just(0), 50_u64..1_500],
        ) {
            let model = model();
            let ends = [first, first + second, first + second + third];
            let whole = digest_of(&tallies(&model, kept_max, 0..ends[2]));
            let parts = [0..ends[0], ends[0]..ends[1], ends[1]..ends[2]].map(|part| tallies(&model, kept_max, part));
            for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0]] {
                let mut left = Tallies::keeping(&model, kept_max);
                order.iter().for_each(|&part| left.merge(&parts[part]));
                prop_assert_eq!(digest_of(&left), whole.clone());
                let mut pair = parts[order[1]].clone();
                pair.merge(&parts[order[2]]);
                let mut right = parts[order[0]].clone();
                right.merge(&pair);
                prop_assert_eq!(digest_of(&right), whole.clone());
            }
        }
    }
}
