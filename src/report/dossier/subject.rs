//! Reads back what a run says of services, systems, tasks, teams and resources.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use super::actual::Actual;
use super::estimate::{Money, Objective, Percent, Time, TimesOf, average, clock, mean, time, times};
use super::ledger::Ledger;
use super::text::Text;
use crate::model::Clock;
use crate::results::{Average, Estimate, Mean};
use crate::units::Millis;

/// A service.
#[derive(Clone, Debug, Deserialize)]
pub struct Service {
    pub id: Text,
    pub name: Text,
    /// Trials in which something it needs was struck; likewise the others.
    pub touched: u64,
    pub interrupted: u64,
    pub relapsed: u64,
    pub reduced: u64,
    /// Over the interrupted trials.
    #[serde(deserialize_with = "times")]
    pub first_return: Estimate<Millis>,
    #[serde(deserialize_with = "times")]
    pub recovery: Estimate<Millis>,
    #[serde(deserialize_with = "times")]
    pub recovery_full: Estimate<Millis>,
    pub recovery_by_clock: ByClock,
    #[serde(deserialize_with = "average")]
    pub downtime: Average<Millis>,
    #[serde(deserialize_with = "times")]
    pub data_loss: Estimate<Millis>,
    pub objectives: Vec<Objective>,
    pub loss: Option<Money>,
    #[serde(deserialize_with = "average")]
    pub work_recovery: Average<Millis>,
    #[serde(default)]
    pub ledger: Option<Ledger>,
    #[serde(default)]
    pub ledger_missed: Option<Ledger>,
    #[serde(default)]
    pub ledger_full: Option<Ledger>,
    /// The share that is back for good by an instant, both rising; older files have none.
    #[serde(default, deserialize_with = "curve")]
    pub curve: Vec<(Millis, f64)>,
    /// Older files have none.
    #[serde(default)]
    pub rests_on: Option<RestsOn>,
    /// Real outages; older files have none.
    #[serde(default)]
    pub actuals: Vec<Actual>,
}

impl Service {
    /// Whether there is a backlog to work off, which its MTPD counts.
    pub fn catches_up(&self) -> bool {
        self.work_recovery.mean.is_some_and(|mean| mean.value > 0.0)
    }
}

/// Shares of a service's ledger by the weakest evidence behind each entry, in 0..=1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
pub struct RestsOn {
    pub assumed: f64,
    pub estimated: f64,
    pub exercised: f64,
    pub measured: f64,
    /// Drawn from no estimate of its own.
    #[serde(default)]
    pub derived: f64,
}

/// Recovery counted from each clock.
#[derive(Clone, Debug, Deserialize)]
pub struct ByClock {
    #[serde(deserialize_with = "times")]
    pub disruption: Estimate<Millis>,
    #[serde(deserialize_with = "times")]
    pub detected: Estimate<Millis>,
    #[serde(deserialize_with = "times")]
    pub declared: Estimate<Millis>,
}

impl ByClock {
    /// Recovery counted from that clock.
    pub fn on(&self, clock: Clock) -> &Estimate<Millis> {
        match clock {
            Clock::Disruption => &self.disruption,
            Clock::Detected => &self.detected,
            Clock::Declared => &self.declared,
        }
    }
}

fn curve<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(Millis, f64)>, D::Error> {
    let points: Option<Vec<(Time, f64)>> = Option::deserialize(deserializer)?;
    Ok(points.unwrap_or_default().into_iter().map(|(at, share)| (at.0, share)).collect())
}

/// A system, or an `alike` group.
#[derive(Clone, Debug, Deserialize)]
pub struct System {
    pub id: Text,
    pub name: Text,
    /// Members of a group.
    #[serde(default)]
    pub alike: Option<u64>,
    pub touched: u64,
    pub interrupted: u64,
    #[serde(deserialize_with = "times")]
    pub recovery: Estimate<Millis>,
    /// By percentage of the members of a group.
    #[serde(default, deserialize_with = "back")]
    pub back: Vec<(u64, Estimate<Millis>)>,
    #[serde(deserialize_with = "times")]
    pub data_loss: Estimate<Millis>,
    pub objectives: Vec<Objective>,
    pub strategies: Vec<Strategy>,
}

fn back<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(u64, Estimate<Millis>)>, D::Error> {
    let by: BTreeMap<Percent, TimesOf> = BTreeMap::deserialize(deserializer)?;
    Ok(by.into_iter().map(|(percent, times)| (percent.get(), times.0)).collect())
}

/// Trials in which a strategy was chosen, completed, failed at least once.
#[derive(Clone, Debug, Deserialize)]
pub struct Strategy {
    pub id: Text,
    pub name: Text,
    pub chosen: u64,
    pub completed: u64,
    pub failed: u64,
}

/// A task.
#[derive(Clone, Debug, Deserialize)]
pub struct Task {
    pub id: Text,
    pub name: Text,
    pub begun: u64,
    pub done: u64,
    #[serde(deserialize_with = "times")]
    pub recovery: Estimate<Millis>,
    #[serde(default)]
    pub recovery_on_clock: Option<OnClock>,
    pub objectives: Vec<Objective>,
}

/// A task's time on its own clock.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "OnClockObject")]
pub struct OnClock {
    pub clock: Clock,
    pub times: Estimate<Millis>,
}

#[derive(Deserialize)]
struct OnClockObject {
    #[serde(deserialize_with = "clock")]
    clock: Clock,
    #[serde(flatten)]
    times: TimesOf,
}

impl From<OnClockObject> for OnClock {
    fn from(object: OnClockObject) -> OnClock {
        OnClock { clock: object.clock, times: object.times.0 }
    }
}

/// A team: how often it was called, and its mean times.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "TeamObject")]
pub struct Team {
    pub id: Text,
    pub name: Text,
    /// Trials in all.
    pub n: u64,
    pub called: u64,
    /// From the call until people are there, over the trials with both.
    pub mobilised: Average<Millis>,
    /// People held by work, times the time they are held, over all trials.
    pub busy: Average<Millis>,
    /// Time that ready work waited for this team's people, over all trials.
    pub queued: Average<Millis>,
    /// Older files have none.
    pub queue: Option<Queue>,
}

/// How many pieces of work waited for a team as time went on.
#[derive(Clone, Debug, Deserialize)]
pub struct Queue {
    /// Over so many trials, the first ones.
    pub trials: u64,
    /// How long one cell lasts.
    #[serde(rename = "cell_s", deserialize_with = "time")]
    pub cell: Millis,
    /// On average over each cell, from the onset on.
    pub mean: Vec<f64>,
}

#[derive(Deserialize)]
struct TeamObject {
    id: Text,
    name: Text,
    #[serde(default)]
    n: u64,
    called: u64,
    #[serde(default)]
    mobilised_n: u64,
    mobilised_mean_s: Option<f64>,
    #[serde(default)]
    mobilised_mean_interval_s: Option<[f64; 2]>,
    busy_mean_s: Option<f64>,
    #[serde(default)]
    busy_mean_interval_s: Option<[f64; 2]>,
    queued_mean_s: Option<f64>,
    #[serde(default)]
    queued_mean_interval_s: Option<[f64; 2]>,
    #[serde(default)]
    queue: Option<Queue>,
}

/// A mean of times and nothing else of them.
fn mean_alone(n: u64, mean_s: Option<f64>, interval_s: Option<[f64; 2]>) -> Average<Millis> {
    let mean: Option<Mean> = mean(mean_s, interval_s, 1_000.0);
    Average { n, recovered: n, mean, min: None, max: None }
}

impl From<TeamObject> for Team {
    fn from(object: TeamObject) -> Team {
        let n = object.n;
        Team {
            id: object.id,
            name: object.name,
            n,
            called: object.called,
            mobilised: mean_alone(
                object.mobilised_n,
                object.mobilised_mean_s,
                object.mobilised_mean_interval_s,
            ),
            busy: mean_alone(n, object.busy_mean_s, object.busy_mean_interval_s),
            queued: mean_alone(n, object.queued_mean_s, object.queued_mean_interval_s),
            queue: object.queue,
        }
    }
}

/// A resource: units held, times the time they are held, and how long work waited for them.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "ResourceObject")]
pub struct Resource {
    pub id: Text,
    pub name: Text,
    pub busy: Average<Millis>,
    pub queued: Average<Millis>,
}

#[derive(Deserialize)]
struct ResourceObject {
    id: Text,
    name: Text,
    #[serde(default)]
    n: u64,
    busy_mean_s: Option<f64>,
    #[serde(default)]
    busy_mean_interval_s: Option<[f64; 2]>,
    queued_mean_s: Option<f64>,
    #[serde(default)]
    queued_mean_interval_s: Option<[f64; 2]>,
}

impl From<ResourceObject> for Resource {
    fn from(object: ResourceObject) -> Resource {
        let n = object.n;
        Resource {
            id: object.id,
            name: object.name,
            busy: mean_alone(n, object.busy_mean_s, object.busy_mean_interval_s),
            queued: mean_alone(n, object.queued_mean_s, object.queued_mean_interval_s),
        }
    }
}
