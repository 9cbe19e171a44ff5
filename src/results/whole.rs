//! Turns the tallies of a campaign into all its results, in the order of the model file.

use super::actual::ActualResult;
use super::convergence::convergence;
use super::objective::{ObjectiveKind, ObjectiveResult, Status, Terms, Verdict};
use super::ranks::Ranks;
use super::service::{self, ServiceResult};
use super::share::IntervalKind;
use super::system::{self, SystemResult};
use super::work::{self, ResourceResult, TaskResult, TeamResult};
use crate::campaign::{EffortTally, Tallies};
use crate::ids::ServiceId;
use crate::model::{Group, Labels, Model, Scenario};
use crate::units::Millis;

/// What a run goes on for, as long as it may.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goal {
    /// Until every verdict that trials can settle is settled.
    pub decided: bool,
    /// Until the interval of every share that was put to the proof is at most twice as wide as this.
    pub half_width: Option<f64>,
}

impl Goal {
    /// Whether what is known of the objectives is all that was asked for.
    pub fn is_reached(&self, objectives: &[ObjectiveResult]) -> bool {
        let put_to_the_proof = |objective: &&ObjectiveResult| objective.verdict != Verdict::NotTouched;
        objectives.iter().filter(put_to_the_proof).all(|objective| {
            let precise = self.half_width.is_none_or(|wanted| objective.share.half_width() <= wanted);
            precise && !(self.decided && objective.is_open())
        })
    }
}

/// Judges every objective, as `Results::by` does and in the order of `Results::objectives`, and estimates nothing else.
pub fn objectives(
    kind: IntervalKind,
    model: &Model,
    scenario: &Scenario,
    tallies: &Tallies,
) -> Vec<ObjectiveResult> {
    let terms = Terms { ranks: Ranks::new(tallies.trials), horizon: scenario.horizon, kind };
    let position = |node| model.nodes[node].position;
    let services = model.services.iter().zip(&tallies.services);
    let services = services
        .map(|(service, tally)| (position(service.node), service::objectives(service, tally, &terms)));
    let single = model.systems.iter().zip(&tallies.systems).filter(|(system, _)| system.group.is_none());
    let single =
        single.map(|(system, tally)| (position(system.node), system::objectives(system, tally, &terms)));
    let groups = model.groups.iter().zip(&tallies.groups).filter_map(|(group, tally)| {
        let member = &model.systems[*group.members.first()?];
        Some((first_of(model, group)?, system::objectives(member, &tally.all, &terms)))
    });
    let tasks = model.tasks.iter().zip(&tallies.tasks);
    let tasks = tasks.map(|(task, tally)| (position(task.node), work::objectives(task, tally, &terms)));
    let lists = [services.collect(), single.chain(groups).collect(), tasks.collect()];
    lists.into_iter().flat_map(in_file_order::<Vec<ObjectiveResult>>).flatten().collect()
}

/// What a campaign says of an organisation in a scenario. Lists are in the order of the file; an `alike` group is
/// one entry of `systems`.
#[derive(Clone, Debug)]
pub struct Results {
    /// Trials played.
    pub trials: u64,
    pub horizon: Millis,
    pub title: String,
    /// Class of the scenario; `None`: without.
    pub class: Option<String>,
    pub services: Vec<ServiceResult>,
    pub systems: Vec<SystemResult>,
    pub tasks: Vec<TaskResult>,
    pub teams: Vec<TeamResult>,
    pub resources: Vec<ResourceResult>,
    /// How much was played, in all trials.
    pub effort: EffortTally,
    /// SHA-256 over the tallies, in hexadecimal.
    pub digest: String,
}

impl Results {
    /// Estimates everything that the tallies of one campaign of this model and scenario hold; the number of its
    /// trials was chosen beforehand. `labels` are those of its program.
    pub fn new(model: &Model, scenario: &Scenario, labels: &Labels, tallies: &Tallies) -> Results {
        Results::by(IntervalKind::Wilson, model, scenario, labels, tallies)
    }

    /// The same with intervals of that kind on all shares. Those of times and means are as of a single look.
    pub fn by(
        kind: IntervalKind,
        model: &Model,
        scenario: &Scenario,
        labels: &Labels,
        tallies: &Tallies,
    ) -> Results {
        let terms = Terms { ranks: Ranks::new(tallies.trials), horizon: scenario.horizon, kind };
        let position = |node| model.nodes[node].position;
        let services = model.services.iter().zip(&tallies.services).enumerate();
        let services = services.map(|(index, (service, tally))| {
            let mut result = ServiceResult::new((model, labels), service, tally, &terms);
            result.actuals = ActualResult::of(scenario, ServiceId::from_index(index), tally, terms.ranks.n);
            if service.rto.is_some() {
                result.convergence = convergence(tallies, index, kind);
            }
            (position(service.node), result)
        });
        let tasks = model
            .tasks
            .iter()
            .zip(&tallies.tasks)
            .map(|(task, tally)| (position(task.node), TaskResult::new(model, task, tally, &terms)));
        let teams =
            model.teams.iter().zip(&tallies.teams).map(|(team, tally)| {
                (position(team.node), TeamResult::new(model, team, tally, terms.ranks.n))
            });
        let resources = model.resources.iter().zip(&tallies.resources).map(|(resource, tally)| {
            (position(resource.node), ResourceResult::new(model, resource, tally, terms.ranks.n))
        });
        Results {
            trials: tallies.trials,
            horizon: scenario.horizon,
            title: scenario.title.clone(),
            class: scenario.class.clone(),
            services: in_file_order(services.collect()),
            systems: systems(model, tallies, &terms),
            tasks: in_file_order(tasks.collect()),
            teams: in_file_order(teams.collect()),
            resources: in_file_order(resources.collect()),
            effort: tallies.effort,
            digest: tallies.digest(model, labels),
        }
    }

    /// Every objective with the id of what it is about: services, systems, tasks.
    pub fn objectives(&self) -> impl Iterator<Item = (&str, &ObjectiveResult)> {
        let services = self.services.iter().map(|service| (&service.id, &service.objectives));
        let systems = self.systems.iter().map(|system| (&system.id, &system.objectives));
        let tasks = self.tasks.iter().map(|task| (&task.id, &task.objectives));
        let all = services.chain(systems).chain(tasks);
        all.flat_map(|(id, objectives)| objectives.iter().map(move |objective| (id.as_str(), objective)))
    }

    /// What the run comes to over all its objectives.
    pub fn status(&self) -> Status {
        self.objectives().map(|(_, objective)| Status::of(objective.verdict)).max().unwrap_or_default()
    }

    /// Trials that would settle every verdict that more trials of the same shares can settle; `None` if there is none.
    pub fn settled_by(&self) -> Option<u64> {
        self.objectives().filter_map(|(_, objective)| objective.settled_by()).max()
    }

    /// The touched service whose RTO held in the fewest trials, the first of equals; without any RTO the first
    /// touched service.
    pub fn weakest_service(&self) -> Option<&ServiceResult> {
        let held = |service: &ServiceResult| {
            let rto = service.objectives.iter().find(|objective| objective.kind == ObjectiveKind::Rto);
            rto.map_or(u64::MAX, |objective| objective.share.held)
        };
        self.services.iter().filter(|service| service.touched > 0).min_by_key(|service| held(service))
    }
}

fn systems(model: &Model, tallies: &Tallies, terms: &Terms) -> Vec<SystemResult> {
    let single = model.systems.iter().zip(&tallies.systems).filter(|(system, _)| system.group.is_none());
    let mut systems: Vec<_> = single
        .map(|(system, tally)| {
            (model.nodes[system.node].position, SystemResult::new(model, system, tally, terms))
        })
        .collect();
    for (group, tally) in model.groups.iter().zip(&tallies.groups) {
        systems.extend(first_of(model, group).zip(SystemResult::of_group(model, group, tally, terms)));
    }
    in_file_order(systems)
}

/// The position of a group: that of its first member.
fn first_of(model: &Model, group: &Group) -> Option<u32> {
    group.members.iter().map(|&member| model.system_node(member).position).min()
}

fn in_file_order<T>(mut entries: Vec<(u32, T)>) -> Vec<T> {
    entries.sort_by_key(|&(position, _)| position);
    entries.into_iter().map(|(_, entry)| entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::made_up::{HORIZON, busy, down, labels, minutes, model, quiet, scenario};
    use crate::engine::Outcome;

    fn tallies(outcomes: impl Iterator<Item = Outcome>) -> Tallies {
        let model = model();
        let mut tallies = Tallies::new(&model);
        outcomes.for_each(|outcome| tallies.count(&model, HORIZON, &outcome));
        tallies
    }

    fn results(outcomes: impl Iterator<Item = Outcome>) -> Results {
        Results::new(&model(), &scenario(), &labels(), &tallies(outcomes))
    }

    /// Payments are out for an hour, and in one of so many trials for a day.
    fn payments_late_once_in(late: usize) -> Results {
        results((0..1_000).map(|trial| {
            let mut outcome = quiet();
            let minute = if trial % late == 0 { 1_440 } else { 60 };
            outcome.services[0].minimum = down(0, Some(minute));
            outcome.services[0].touched = true;
            outcome
        }))
    }

    #[test]
    fn the_run_falls_short_where_one_objective_does() {
        assert_eq!(payments_late_once_in(5).status(), Status::FallsShort);
        assert_eq!(payments_late_once_in(20).status(), Status::Undecided);
        assert_eq!(payments_late_once_in(100).status(), Status::Settled);
        assert_eq!(results(std::iter::repeat_n(quiet(), 9)).status(), Status::Settled);
    }

    #[test]
    fn an_undecided_run_says_how_many_trials_would_settle_it() {
        let undecided = payments_late_once_in(22);
        assert_eq!(undecided.status(), Status::Undecided);
        assert!(undecided.settled_by().expect("46 late of 1,000 are fewer than 5 %") > 1_000);
        assert_eq!(payments_late_once_in(100).settled_by(), None);
    }

    #[test]
    fn a_goal_is_reached_once_every_touched_objective_is_as_sure_as_wanted() {
        let (settled, open) = (payments_late_once_in(100), payments_late_once_in(22));
        let reached = |results: &Results, decided, half_width| {
            let objectives: Vec<_> = results.objectives().map(|(_, objective)| objective.clone()).collect();
            Goal { decided, half_width }.is_reached(&objectives)
        };
        assert!(reached(&settled, true, None) && !reached(&open, true, None));
        // What nothing touched has no share, and is not waited for.
        assert!(reached(&open, false, Some(0.05)) && !reached(&open, false, Some(0.001)));
        assert!(reached(&settled, true, Some(0.05)) && !reached(&open, true, Some(0.05)));
        assert!(!reached(&settled, true, Some(0.001)));
    }

    #[test]
    fn systems_and_groups_are_in_the_order_of_the_file() {
        let mut model = model();
        model
            .nodes
            .iter_mut()
            .filter(|node| node.id.starts_with("branch-"))
            .for_each(|node| node.position += 100);
        let results = Results::new(&model, &scenario(), &labels(), &tallies((0..5).map(busy)));
        let ids: Vec<_> = results.systems.iter().map(|system| system.id.as_str()).collect();
        assert_eq!(ids, ["zone-dns", "ledger-db", "branch"]);
    }

    #[test]
    fn every_objective_is_listed_once() {
        let all = results((0..5).map(busy));
        let kinds: Vec<_> = all.objectives().map(|(id, objective)| (id, objective.kind.word())).collect();
        let expected = [
            ("payments", "rto"),
            ("payments", "rpo"),
            ("payments", "mtpd"),
            ("branch", "rto"),
            ("ledger-db", "rto"),
            ("ledger-db", "rpo"),
            ("file-notice", "within"),
        ];
        assert_eq!(kinds, expected);
    }

    #[test]
    fn objectives_are_judged_alike_by_themselves() {
        let (model, scenario, tallies) = (model(), scenario(), tallies((0..50).map(busy)));
        let mut for_objectives = Tallies::new(&model);
        (0..50).for_each(|trial| for_objectives.count_for_objectives(&model, &busy(trial)));
        for kind in [IntervalKind::Wilson, IntervalKind::Sequence] {
            let whole = Results::by(kind, &model, &scenario, &labels(), &tallies);
            let whole: Vec<ObjectiveResult> =
                whole.objectives().map(|(_, objective)| objective.clone()).collect();
            assert!(whole.len() == 7 && whole.iter().any(|objective| objective.missed() > 0));
            assert_eq!(objectives(kind, &model, &scenario, &tallies), whole);
            assert_eq!(objectives(kind, &model, &scenario, &for_objectives), whole);
        }
    }

    #[test]
    fn the_weakest_service_is_a_touched_one() {
        assert!(results(std::iter::once(quiet())).weakest_service().is_none());
        assert_eq!(
            payments_late_once_in(5).weakest_service().map(|service| service.id.as_str()),
            Some("payments")
        );
    }

    #[test]
    fn a_mean_over_all_trials_counts_the_quiet_ones() {
        let mut out = quiet();
        out.services[0].minimum = down(0, Some(60));
        let found = results([out, quiet(), quiet(), quiet()].into_iter());
        let payments = &found.services[1];
        assert_eq!(payments.recovery.average.mean.map(|mean| mean.value), Some(minutes(15).get() as f64));
        assert_eq!(
            (payments.recovery.quantile(75), payments.recovery.quantile(90)),
            (Some(Millis::ZERO), Some(Millis::HOUR))
        );
        assert_eq!(
            (payments.first_return.average.n, payments.first_return.quantile(50)),
            (1, Some(Millis::HOUR))
        );
    }
}
