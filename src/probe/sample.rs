//! Turns the first trials of a campaign, played once more and recorded, into what a report shows of single trials:
//! the one nearest to a percentile, and how much work waited for each team as time went on.
//!
//! A run records nothing, so these trials are played again: one of sixteen, 256 at most. They are the first ones, so
//! they depend on model, scenario and seed alone.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::campaign::recovery_time;
use crate::engine::{Cause, Level, Outcome, Program, Runaway, Scratch, Stretch, Timeline, What, Who, play};
use crate::ids::{ServiceId, TeamId};
use crate::model::{Clock, Labels, Model, NodeKind};
use crate::results::{Quantile, Results, ServiceResult};
use crate::units::Millis;

const TRIALS_MAX: u64 = 256;
const TRIALS_MIN: u64 = 32;
/// The percentiles that are shown.
const SHOWN: [u64; 2] = [50, 90];
/// Cells of time over which waiting is averaged, an even number.
const CELLS: usize = 96;

/// What single trials say.
#[derive(Clone, Debug)]
pub struct Sample {
    /// So many trials, the first ones, were looked at.
    pub trials: u64,
    /// At p50 and p90 of the service that kept its objective least; empty where nothing was touched.
    pub shown: Vec<Shown>,
    pub queues: Queues,
}

/// One trial in full.
#[derive(Clone, Debug)]
pub struct Shown {
    pub service: ServiceId,
    pub percent: u64,
    /// Of the whole run; `None`: never.
    pub quantile: Option<Millis>,
    /// Of this trial, on the disruption clock.
    pub recovery: Millis,
    pub trial: u64,
    pub timeline: Timeline,
    pub outcome: Outcome,
    /// Instant of the week of t = 0.
    pub onset: Millis,
    /// For each service the stretches of its outage at the minimum level, the earliest first.
    pub chains: Vec<Vec<Stretch>>,
}

/// Work that waited for people of each team.
#[derive(Clone, Debug)]
pub struct Queues {
    /// Length of a cell.
    pub cell: Millis,
    /// For each team and cell how long all pieces of work of all trials waited in it, by whom they waited for last.
    /// Work that never began is not in it.
    pub waited: Vec<Vec<Millis>>,
}

impl Sample {
    /// No trial was looked at.
    pub fn of_none(model: &Model) -> Sample {
        Sample { trials: 0, shown: Vec::new(), queues: Queues::new(model.teams.len()) }
    }
}

/// A campaign's model with the program that plays it.
#[derive(Clone, Copy, Debug)]
pub struct Played<'a> {
    pub model: &'a Model,
    pub labels: &'a Labels,
    pub program: &'a Program,
    pub horizon: Millis,
    /// True once somebody waits for no more trials than are needed.
    pub stop: &'a AtomicBool,
}

impl Played<'_> {
    fn node(&self, id: &str) -> Option<NodeKind> {
        self.model.node_named(id).map(|node| self.model.nodes[node].kind)
    }

    /// The team behind a label.
    fn team(&self, who: Who) -> Option<TeamId> {
        match self.node(self.labels.text(who.0))? {
            NodeKind::Team(team) => Some(team),
            _ => None,
        }
    }
}

/// Looks at the first trials of a campaign with these results.
///
/// # Errors
/// A trial runs away; none does of those that the campaign has played.
pub fn sample(played: &Played, results: &Results) -> Result<Sample, Runaway> {
    let trials = (results.trials / 16).clamp(TRIALS_MIN, TRIALS_MAX).min(results.trials);
    let weakest = results.weakest_service().and_then(|service| Some((service_id(played, service)?, service)));
    let mut queues = Queues::new(played.model.teams.len());
    let mut teams = BTreeMap::new();
    let mut times: Vec<Millis> = Vec::new();
    let mut scratch = Scratch::new(played.program);
    let mut done = 0;
    for trial in 0..trials {
        if trial >= TRIALS_MIN && played.stop.load(Ordering::Relaxed) {
            break;
        }
        done = trial + 1;
        let timeline = recorded(played, &mut scratch, trial)?;
        queues.count((played, &mut teams), &timeline);
        times.extend(weakest.map(|(id, _)| recovery(scratch.outcome(), id)));
    }
    let mut shown = Vec::new();
    if let Some((id, service)) = weakest {
        for percent in SHOWN {
            let quantile = service.recovery.quantiles.iter().find(|found| found.percent == percent);
            let Some((quantile, trial)) = quantile.and_then(|found| Some((found, nearest(&times, found)?)))
            else {
                continue;
            };
            let timeline = recorded(played, &mut scratch, trial)?;
            shown.push(Shown {
                service: id,
                percent,
                quantile: quantile.value,
                recovery: times[trial as usize],
                trial,
                timeline,
                outcome: scratch.outcome().clone(),
                onset: scratch.onset(),
                chains: (0..played.model.services.len()).map(|service| chain(&scratch, service)).collect(),
            });
        }
    }
    Ok(Sample { trials: done, shown, queues })
}

fn service_id(played: &Played, service: &ServiceResult) -> Option<ServiceId> {
    match played.node(&service.id)? {
        NodeKind::Service(service) => Some(service),
        _ => None,
    }
}

fn recorded(played: &Played, scratch: &mut Scratch, trial: u64) -> Result<Timeline, Runaway> {
    let mut timeline = Timeline::default();
    play(played.program, scratch, trial, &mut timeline)?;
    timeline.close(scratch.records(), played.horizon);
    Ok(timeline)
}

fn recovery(outcome: &Outcome, service: ServiceId) -> Millis {
    recovery_time(&outcome.services[service.index()].minimum, Clock::Disruption, outcome)
}

fn chain(scratch: &Scratch, service: usize) -> Vec<Stretch> {
    let mut stretches = scratch.chain(service, Level::Minimum);
    stretches.reverse();
    stretches
}

/// The trial whose time lies nearest to a quantile, the first of equals; where that is never, the first that never
/// ends, else the longest.
fn nearest(times: &[Millis], quantile: &Quantile<Millis>) -> Option<u64> {
    let wanted = quantile.value.unwrap_or(Millis::NEVER).get();
    let trials = times.iter().enumerate();
    trials.min_by_key(|(_, time)| time.get().abs_diff(wanted)).map(|(trial, _)| trial as u64)
}

impl Queues {
    /// Cells from the onset on; they grow until everything that waited lies in them.
    fn new(teams: usize) -> Queues {
        Queues { cell: Millis::MINUTE, waited: vec![vec![Millis::ZERO; CELLS]; teams] }
    }

    /// Adds the waiting of one trial; `teams` remembers who is behind which label.
    fn count(&mut self, (played, teams): (&Played, &mut BTreeMap<Who, Option<TeamId>>), timeline: &Timeline) {
        let starts = timeline.changes.iter().filter(|change| {
            matches!(change.what, What::StepStarted | What::RestartStarted | What::WorkaroundBegun)
        });
        for change in starts {
            let Some(record) = timeline.records.get(change.why.0 as usize) else { continue };
            if record.cause != Cause::WaitingForPeople {
                continue;
            }
            let before =
                timeline.records.get(record.before.0 as usize).map_or(Millis::ZERO, |before| before.at);
            let team = teams.entry(record.who).or_insert_with(|| played.team(record.who));
            if let Some(team) = team {
                self.add(team.index(), before.get()..record.at.get());
            }
        }
    }

    fn add(&mut self, team: usize, waiting: Range<i64>) {
        if waiting.is_empty() {
            return;
        }
        while waiting.end > self.cell.get() * CELLS as i64 {
            self.double();
        }
        let cell = self.cell.get();
        let [first, last] = [waiting.start, waiting.end - 1].map(|at| (at.max(0) / cell) as usize);
        for (index, waited) in self.waited[team].iter_mut().enumerate().take(last + 1).skip(first) {
            let start = index as i64 * cell;
            let overlap = waiting.end.min(start + cell) - waiting.start.max(start);
            *waited = waited.plus(Millis::new(overlap));
        }
    }

    /// Makes one cell of two: what waited in them waited in it.
    fn double(&mut self) {
        self.cell = self.cell.plus(self.cell);
        for waited in &mut self.waited {
            let pairs: Vec<Millis> = waited.chunks(2).map(|pair| pair[0].plus(pair[1])).collect();
            waited.fill(Millis::ZERO);
            waited[..pairs.len()].copy_from_slice(&pairs);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_grow_until_all_waiting_lies_in_them_and_lose_none() {
        let minute = Millis::MINUTE.get();
        let mut queues = Queues::new(2);
        queues.add(0, 0..minute / 2);
        queues.add(1, 95 * minute..96 * minute);
        assert_eq!(queues.cell, Millis::MINUTE, "nothing waits beyond");
        queues.add(1, 10 * minute..1_000 * minute + 1);
        assert_eq!(queues.cell.get(), 16 * minute);
        let sum = |team: usize| queues.waited[team].iter().map(|waited| waited.get()).sum::<i64>();
        assert_eq!((sum(0), sum(1)), (minute / 2, 991 * minute + 1));
        assert_eq!(queues.waited[1][0].get(), 6 * minute, "the first cell holds only what waited in it");
        assert_eq!(queues.waited[1][62].get(), 8 * minute + 1, "and so does the last");
        assert!(queues.waited.iter().all(|waited| waited.len() == CELLS));
    }
}
