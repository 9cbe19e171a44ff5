//! Turns the first trials of a campaign, played once more and recorded, into what a report shows of single trials:
//! the one nearest to a percentile, and how much work waited for each team as time went on.
//!
//! A run records nothing, so these trials are played again: one of sixteen, 256 at most. They are the first ones, so
//! they depend on model, scenario and seed alone.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::campaign::recovery_time;
use crate::engine::{Cause, Level, Outcome, Program, Runaway, Scratch, Stretch, Timeline, What, play};
use crate::ids::ServiceId;
use crate::model::{Clock, Labels, Model};
use crate::results::{Quantile, Results, ServiceResult};
use crate::units::Millis;

const TRIALS_MAX: u64 = 256;
const TRIALS_MIN: u64 = 32;
/// The percentiles that are shown.
const SHOWN: [u64; 2] = [50, 90];
/// Cells of time over which waiting is averaged.
const CELLS: i64 = 96;

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
        let queues = Queues { cell: Millis::MINUTE, waited: vec![Vec::new(); model.teams.len()] };
        Sample { trials: 0, shown: Vec::new(), queues }
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

/// Looks at the first trials of a campaign with these results.
///
/// # Errors
/// A trial runs away; none does of those that the campaign has played.
pub fn sample(played: &Played, results: &Results) -> Result<Sample, Runaway> {
    let trials = (results.trials / 16).clamp(TRIALS_MIN, TRIALS_MAX).min(results.trials);
    let weakest = results.weakest_service().and_then(|service| Some((service_id(played, service)?, service)));
    let mut queues = Queues::new(played, results);
    let mut times: Vec<Millis> = Vec::new();
    let mut scratch = Scratch::new(played.program);
    let mut done = 0;
    for trial in 0..trials {
        if trial >= TRIALS_MIN && played.stop.load(Ordering::Relaxed) {
            break;
        }
        done = trial + 1;
        let timeline = recorded(played, &mut scratch, trial)?;
        queues.count(played, &timeline);
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
    let model = played.model;
    let mut all = model.services.iter_enumerated();
    all.find(|(_, found)| model.nodes[found.node].id == service.id).map(|(id, _)| id)
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
    /// Cells from the start to the time at which nearly everything is back nearly always.
    fn new(played: &Played, results: &Results) -> Queues {
        let services = results.services.iter().map(|service| &service.recovery);
        let all = services.chain(results.systems.iter().map(|system| &system.recovery));
        let long = all.map(|recovery| recovery.quantile(95).unwrap_or(played.horizon));
        let until = long.max().unwrap_or(played.horizon).min(played.horizon);
        let minute = Millis::MINUTE.get();
        let cell = (until.get() / CELLS / minute + 1) * minute;
        Queues {
            cell: Millis::new(cell),
            waited: vec![vec![Millis::ZERO; CELLS as usize]; played.model.teams.len()],
        }
    }

    /// Adds the waiting of one trial.
    fn count(&mut self, played: &Played, timeline: &Timeline) {
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
            let label = played.labels.text(record.who.0);
            let team = played.model.teams.iter().position(|team| played.model.nodes[team.node].id == label);
            if let Some(team) = team {
                self.add(team, before.get()..record.at.get());
            }
        }
    }

    fn add(&mut self, team: usize, waiting: Range<i64>) {
        let cell = self.cell.get();
        for (index, waited) in self.waited[team].iter_mut().enumerate() {
            let start = index as i64 * cell;
            let overlap = waiting.end.min(start + cell) - waiting.start.max(start);
            *waited = waited.plus(Millis::new(overlap.max(0)));
        }
    }
}
