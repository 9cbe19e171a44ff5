//! Turns estimates, averages and objectives into their JSON.

use serde::{Serialize, Serializer};

use crate::model::Clock;
use crate::probe::assumptions::Assumptions;
use crate::results::{Average, Estimate, Hundredths, Mean, ObjectiveResult, Unit};
use crate::units::Millis;

/// A unit whose amounts JSON shows: durations in seconds, money in units of its currency.
pub(super) trait Shown: Unit {
    /// How many of the unit make 1 in JSON.
    const PER_ONE: f64;

    /// The amount in JSON; `None` for never.
    fn shown(self) -> Option<f64>;
}

impl Shown for Millis {
    const PER_ONE: f64 = 1_000.0;

    fn shown(self) -> Option<f64> {
        if self.is_never() { None } else { Some(self.seconds_f64()) }
    }
}

impl Shown for Hundredths {
    const PER_ONE: f64 = 100.0;

    fn shown(self) -> Option<f64> {
        Some(self.0 as f64 / Hundredths::PER_ONE)
    }
}

/// The mean and its interval in JSON.
pub(super) fn mean<U: Shown>(mean: Option<Mean>) -> (Option<f64>, Option<[f64; 2]>) {
    let interval = mean.and_then(|mean| mean.interval).map(|ends| ends.map(|end| end / U::PER_ONE));
    (mean.map(|mean| mean.value / U::PER_ONE), interval)
}

/// A mean of durations with what it is over.
#[derive(Serialize)]
pub(super) struct AverageSeconds {
    n: u64,
    recovered: u64,
    mean_s: Option<f64>,
    mean_interval_s: Option<[f64; 2]>,
    min_s: Option<f64>,
    max_s: Option<f64>,
}

impl AverageSeconds {
    pub(super) fn new(average: &Average<Millis>) -> AverageSeconds {
        let (mean_s, mean_interval_s) = mean::<Millis>(average.mean);
        AverageSeconds {
            n: average.n,
            recovered: average.recovered,
            mean_s,
            mean_interval_s,
            min_s: average.min.and_then(Shown::shown),
            max_s: average.max.and_then(Shown::shown),
        }
    }
}

/// A value for each percentage, as an object with keys such as `p95`.
pub(super) struct ByPercent<T>(Vec<(u64, T)>);

impl<T: Serialize> Serialize for ByPercent<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(percent, value)| (format!("p{percent}"), value)))
    }
}

impl<T> ByPercent<T> {
    pub(super) fn new(values: impl Iterator<Item = (u64, T)>) -> ByPercent<T> {
        ByPercent(values.collect())
    }
}

fn quantiles<U: Shown>(estimate: &Estimate<U>) -> ByPercent<Option<f64>> {
    let values = estimate.quantiles.iter();
    ByPercent::new(values.map(|quantile| (quantile.percent, quantile.value.and_then(Shown::shown))))
}

fn intervals<U: Shown>(estimate: &Estimate<U>) -> ByPercent<[Option<f64>; 2]> {
    let values = estimate.quantiles.iter();
    ByPercent::new(
        values.map(|quantile| (quantile.percent, quantile.interval.map(|end| end.and_then(Shown::shown)))),
    )
}

/// The shape of `recovery`.
#[derive(Serialize)]
pub(super) struct Times {
    /// Of a service: the level that ends the time.
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<&'static str>,
    #[serde(flatten)]
    average: AverageSeconds,
    quantiles_s: ByPercent<Option<f64>>,
    quantiles_interval_s: ByPercent<[Option<f64>; 2]>,
}

impl Times {
    pub(super) fn new(estimate: &Estimate<Millis>) -> Times {
        Times {
            level: None,
            average: AverageSeconds::new(&estimate.average),
            quantiles_s: quantiles(estimate),
            quantiles_interval_s: intervals(estimate),
        }
    }

    pub(super) fn to_level(level: &'static str, estimate: &Estimate<Millis>) -> Times {
        Times { level: Some(level), ..Times::new(estimate) }
    }
}

/// What outages cost.
#[derive(Serialize)]
pub(super) struct Money<'a> {
    currency: &'a str,
    n: u64,
    mean: Option<f64>,
    mean_interval: Option<[f64; 2]>,
    min: Option<f64>,
    max: Option<f64>,
    quantiles: ByPercent<Option<f64>>,
    quantiles_interval: ByPercent<[Option<f64>; 2]>,
}

impl<'a> Money<'a> {
    pub(super) fn new(currency: &'a str, estimate: &Estimate<Hundredths>) -> Money<'a> {
        let average = &estimate.average;
        let (mean, mean_interval) = mean::<Hundredths>(average.mean);
        Money {
            currency,
            n: average.n,
            mean,
            mean_interval,
            min: average.min.and_then(Shown::shown),
            max: average.max.and_then(Shown::shown),
            quantiles: quantiles(estimate),
            quantiles_interval: intervals(estimate),
        }
    }
}

/// One objective.
#[derive(Serialize)]
pub(super) struct ObjectiveEntry {
    kind: &'static str,
    target_s: Option<f64>,
    clock: Option<&'static str>,
    held: u64,
    n: u64,
    share: f64,
    interval: [f64; 2],
    interval_kind: &'static str,
    required: f64,
    /// Null where the horizon can decide it.
    beyond_horizon: Option<u64>,
    verdict: &'static str,
    /// Null where what is assumed was not varied, or the verdict is open.
    assumptions: Option<VariedEntry>,
}

/// What becomes of a verdict where everything that is assumed is shorter and longer.
#[derive(Serialize)]
struct VariedEntry {
    #[serde(rename = "x0.7")]
    shorter: &'static str,
    #[serde(rename = "x1.5")]
    longer: &'static str,
    turns_at: Option<f64>,
    /// Trials at each of both.
    trials: [u64; 2],
}

impl ObjectiveEntry {
    /// Arranges the objectives of the thing with this id.
    pub(super) fn all(
        id: &str,
        objectives: &[ObjectiveResult],
        assumptions: Option<&Assumptions>,
    ) -> Vec<ObjectiveEntry> {
        let entry = |objective: &ObjectiveResult| {
            let varied = assumptions.and_then(|found| Some((found.trials, found.of(id, objective)?)));
            let varied = varied.map(|(trials, varied)| VariedEntry {
                shorter: varied.verdicts[0].word(),
                longer: varied.verdicts[1].word(),
                turns_at: varied.turns_at,
                trials,
            });
            ObjectiveEntry { assumptions: varied, ..ObjectiveEntry::new(objective) }
        };
        objectives.iter().map(entry).collect()
    }

    fn new(objective: &ObjectiveResult) -> ObjectiveEntry {
        ObjectiveEntry {
            kind: objective.kind.word(),
            target_s: objective.target.shown(),
            clock: objective.clock.map(clock_word),
            held: objective.share.held,
            n: objective.share.n,
            share: objective.share.share,
            interval: objective.share.interval,
            interval_kind: objective.interval_kind.word(),
            required: objective.required,
            beyond_horizon: objective.beyond_horizon,
            verdict: objective.verdict.word(),
            assumptions: None,
        }
    }
}

/// The word for a clock.
pub(super) fn clock_word(clock: Clock) -> &'static str {
    match clock {
        Clock::Disruption => "disruption",
        Clock::Detected => "detected",
        Clock::Declared => "declared",
    }
}
