//! Reads off a run how many people of a team its work takes, and at which hours there are too few of them.
//!
//! Invariant: more people are suggested only at hours at which some work of the run has fewer than it asks for, or at which
//! the work of the run could use more at once than are there. At other hours they cannot help.

use super::Seen;
use crate::ids::TeamId;
use crate::model::{Ask, Event, EventKind, Model, NodeKind, Restart, Scenario, Step, System, Team};
use crate::results::{Results, SystemResult};
use crate::units::Millis;

/// Head counts that are tried to find one that leaves enough people in turns.
const TRIED_MAX: usize = 10_000;

/// A head count that is too small.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooFew {
    /// The field of the team.
    pub field: &'static str,
    pub from: u32,
    pub to: u32,
}

/// People of one team that the work of a run takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Demand {
    /// The most that one piece of work asks for.
    most: u32,
    /// All work at once takes no more than this.
    at_once: u32,
}

impl Demand {
    fn beside(self, other: Demand) -> Demand {
        Demand { most: self.most.max(other.most), at_once: self.at_once.saturating_add(other.at_once) }
    }

    fn instead_of(self, other: Demand) -> Demand {
        Demand { most: self.most.max(other.most), at_once: self.at_once.max(other.at_once) }
    }

    fn times(self, count: usize) -> Demand {
        Demand { at_once: self.at_once.saturating_mul(u32::try_from(count).unwrap_or(u32::MAX)), ..self }
    }

    fn of_asks(model: &Model, asks: &[Ask], team: TeamId) -> Demand {
        let asked = asks.iter().filter(|ask| model.with_parents(ask.team).any(|id| id == team));
        let most = asked.map(|ask| ask.people).fold(0, u32::saturating_add);
        Demand { most, at_once: most }
    }

    /// Of the steps of a plan or a task; steps in the order of the list are never at work together.
    fn of_steps(model: &Model, steps: &[Step], team: TeamId) -> Demand {
        let listed = steps
            .iter()
            .enumerate()
            .all(|(at, step)| step.after == at.checked_sub(1).into_iter().collect::<Vec<_>>());
        let each = steps.iter().map(|step| Demand::of_asks(model, &step.by, team));
        each.fold(Demand::default(), if listed { Demand::instead_of } else { Demand::beside })
    }

    /// Of everything that was to be done in the run.
    fn of_run(model: &Model, results: &Results, team: TeamId) -> Demand {
        let systems = results.systems.iter().filter_map(|result| {
            let demand = Demand::of_system(model, result, model.system_named(&result.id)?, team);
            Some(demand.times(result.alike.unwrap_or(1)))
        });
        let tasks = results.tasks.iter().filter(|task| task.begun > 0).filter_map(|result| {
            let NodeKind::Task(task) = model.nodes[model.node_named(&result.id)?].kind else { return None };
            Some(Demand::of_steps(model, &model.tasks[task].steps, team))
        });
        let services =
            results.services.iter().filter(|service| service.interrupted > 0).filter_map(|result| {
                let NodeKind::Service(service) = model.nodes[model.node_named(&result.id)?].kind else {
                    return None;
                };
                let asks = model.services[service].workarounds.iter().flat_map(|way| [&way.by, &way.holds]);
                let each = asks.map(|asks| Demand::of_asks(model, asks, team));
                Some(each.fold(Demand::default(), Demand::instead_of))
            });
        systems.chain(tasks).chain(services).fold(Demand::default(), Demand::beside)
    }

    /// Of a system, which is brought back by one plan at a time.
    fn of_system(model: &Model, result: &SystemResult, system: &System, team: TeamId) -> Demand {
        let chosen =
            system.recovery.iter().zip(&result.strategies).filter(|(_, found)| found.trials.chosen > 0);
        let plans = chosen.map(|(plan, _)| Demand::of_steps(model, &plan.steps, team));
        let restart = match &system.restart {
            Restart::Attended { by, .. } if result.interrupted > 0 => Demand::of_asks(model, by, team),
            _ => Demand::default(),
        };
        plans.fold(restart, Demand::instead_of)
    }
}

/// The head counts of a team that are too small for the work of a run, with those that are enough for the largest piece
/// of it, or else for one more such piece beside those under way: fewer more may do nothing at all.
pub fn too_few(model: &Model, scenario: &Scenario, results: &Results, id: TeamId) -> Vec<TooFew> {
    let (team, demand) = (&model.teams[id], Demand::of_run(model, results, id));
    let there = |people: u32| present(model, scenario, (id, people));
    let counts = head_counts(team);
    let short = counts.into_iter().filter(|(_, from)| there(*from) < demand.at_once);
    let enough = short.filter_map(|(field, from)| {
        let wanted = match there(from) {
            few if few < demand.most => demand.most,
            enough => enough.saturating_add(demand.most.max(1)).min(demand.at_once),
        };
        let to = (from + 1..).take(TRIED_MAX).find(|people| there(*people) >= wanted)?;
        Some(TooFew { field, from, to })
    });
    enough.collect()
}

/// The teams that work waits for in the run and that are away, or have fewer people at some hours than one of these steps
/// asks for; each once.
pub(super) fn not_there(seen: &Seen, steps: &[Step]) -> Vec<TeamId> {
    let (model, scenario) = (seen.model, seen.scenario);
    let short = |team: TeamId| {
        let most = Demand::of_steps(model, steps, team).most;
        let too_few = |people| present(model, scenario, (team, people)) < most;
        away(model, scenario, team).is_some()
            || head_counts(&model.teams[team]).into_iter().any(|(_, people)| too_few(people))
    };
    let mut teams: Vec<TeamId> = steps.iter().flat_map(|step| &step.by).map(|ask| ask.team).collect();
    teams.sort_unstable();
    teams.dedup();
    teams.retain(|&team| seen.waits_for(team) > Millis::ZERO && short(team));
    teams
}

/// The head counts of a team, each with its field, those that are another's left out.
fn head_counts(team: &Team) -> Vec<(&'static str, u32)> {
    let mut counts = vec![("people", team.people)];
    let off = team.off_hours.people;
    if !team.hours.is_always() && (team.off_hours.is_written || off != team.people) {
        counts.push(("off_hours.people", off));
    }
    counts.extend(team.surge.as_ref().map(|surge| ("surge.people", surge.people)));
    counts
}

/// How many of so many are there in the end: in turns, and less those that a scenario takes away for certain.
fn present(model: &Model, scenario: &Scenario, (team, people): (TeamId, u32)) -> u32 {
    let in_turns = model.teams[team].shift.map_or(people, |shift| shift.people_in_turns(people));
    let gone: f64 = absences(model, scenario, team)
        .filter(|(event, _)| event.chance >= 1.0)
        .map(|(_, share)| share)
        .filter(|share| *share < 1.0)
        .sum();
    in_turns.saturating_sub((f64::from(in_turns) * gone).round() as u32)
}

/// The events that take people of a team away, each with the typical share.
fn absences<'a>(
    model: &'a Model,
    scenario: &'a Scenario,
    team: TeamId,
) -> impl Iterator<Item = (&'a Event, f64)> {
    scenario.events.iter().filter_map(move |event| match &event.kind {
        EventKind::Absence { share, .. } if event.chance > 0.0 => {
            let hit = model.with_parents(team).any(|id| event.targets.contains(&model.teams[id].node));
            hit.then(|| (event, share.distribution.typical()))
        }
        _ => None,
    })
}

/// The event that takes the most people of a team away, and whether it surely takes all of them.
pub fn away<'a>(model: &'a Model, scenario: &'a Scenario, team: TeamId) -> Option<(&'a Event, bool)> {
    let most = absences(model, scenario, team).max_by(|a, b| a.1.total_cmp(&b.1))?;
    let least = match &most.0.kind {
        EventKind::Absence { share, .. } => share.distribution.least(),
        _ => 0.0,
    };
    Some((most.0, most.0.chance >= 1.0 && least >= 1.0))
}
