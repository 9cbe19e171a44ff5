//! Reads times, money and objectives back into the estimates that they were written from.

use std::collections::BTreeMap;

use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::text::Text;
use super::words::{ClockWord, IntervalWord, KindWord, SomeClock, VerdictWord};
use crate::model::Clock;
use crate::results::{
    Average, Estimate, Hundredths, IntervalKind, Mean, ObjectiveKind, ObjectiveResult, Quantile, Share,
    Verdict,
};
use crate::source::Place;
use crate::units::Millis;

/// Seconds with milliseconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Time(pub(super) Millis);

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Time, D::Error> {
        let seconds = f64::deserialize(deserializer)?;
        match seconds {
            _ if seconds < 0.0 => Err(D::Error::custom(format!("a time is not negative, found {seconds}"))),
            _ => Ok(Time(Millis::from_f64(seconds * 1_000.0))),
        }
    }
}

/// A time as such.
pub(super) fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Millis, D::Error> {
    Time::deserialize(deserializer).map(|time| time.0)
}

/// A time; null is never.
pub(super) fn time_or_never<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Millis, D::Error> {
    Option::<Time>::deserialize(deserializer).map(|time| time.map_or(Millis::NEVER, |time| time.0))
}

/// `p95` and the like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Percent(u64);

impl Percent {
    pub(super) fn get(self) -> u64 {
        self.0
    }
}

impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Percent, D::Error> {
        let word = String::deserialize(deserializer)?;
        let number = word.strip_prefix('p').and_then(|number| number.parse().ok());
        number.filter(|percent| *percent <= 100).map(Percent).ok_or_else(|| {
            D::Error::custom(format!("expected a percentage such as `p95`, found `{}`", Text::new(&word)))
        })
    }
}

#[derive(Deserialize)]
struct TimesObject {
    n: u64,
    recovered: u64,
    mean_s: Option<f64>,
    #[serde(default)]
    mean_interval_s: Option<[f64; 2]>,
    min_s: Option<Time>,
    max_s: Option<Time>,
    #[serde(default)]
    quantiles_s: BTreeMap<Percent, Option<Time>>,
    #[serde(default)]
    quantiles_interval_s: BTreeMap<Percent, [Option<Time>; 2]>,
}

/// A mean, converted to the unit that estimates count in.
pub(super) fn mean(value: Option<f64>, interval: Option<[f64; 2]>, units_per_one: f64) -> Option<Mean> {
    let scaled = |number: f64| number * units_per_one;
    value.map(|value| Mean { value: scaled(value), interval: interval.map(|ends| ends.map(scaled)) })
}

impl TimesObject {
    fn average(&self) -> Average<Millis> {
        Average {
            n: self.n,
            recovered: self.recovered,
            mean: mean(self.mean_s, self.mean_interval_s, 1_000.0),
            min: self.min_s.map(|time| time.0),
            max: self.max_s.map(|time| time.0),
        }
    }

    fn estimate(&self) -> Estimate<Millis> {
        let quantile = |(percent, value): (&Percent, &Option<Time>)| {
            let ends = self.quantiles_interval_s.get(percent).copied().unwrap_or([*value; 2]);
            Quantile {
                percent: percent.0,
                value: value.map(|time| time.0),
                interval: ends.map(|end| end.map(|time| time.0)),
            }
        };
        Estimate { average: self.average(), quantiles: self.quantiles_s.iter().map(quantile).collect() }
    }
}

/// The shape of `recovery`.
pub(super) fn times<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Estimate<Millis>, D::Error> {
    TimesObject::deserialize(deserializer).map(|object| object.estimate())
}

/// The shape of `downtime`.
pub(super) fn average<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Average<Millis>, D::Error> {
    TimesObject::deserialize(deserializer).map(|object| object.average())
}

/// An estimate inside a map.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub(super) struct TimesOf(#[serde(deserialize_with = "times")] pub(super) Estimate<Millis>);

/// What outages cost.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "MoneyObject")]
pub struct Money {
    pub currency: Text,
    /// In hundredths of the currency.
    pub estimate: Estimate<Hundredths>,
}

#[derive(Deserialize)]
struct MoneyObject {
    currency: Text,
    n: u64,
    mean: Option<f64>,
    mean_interval: Option<[f64; 2]>,
    min: Option<f64>,
    max: Option<f64>,
    quantiles: BTreeMap<Percent, Option<f64>>,
    #[serde(default)]
    quantiles_interval: BTreeMap<Percent, [Option<f64>; 2]>,
}

impl From<MoneyObject> for Money {
    fn from(object: MoneyObject) -> Money {
        let amount = |value: f64| Hundredths(libm::round(value * 100.0) as i64);
        let quantile = |(percent, value): (&Percent, &Option<f64>)| {
            let ends = object.quantiles_interval.get(percent).copied().unwrap_or([*value; 2]);
            Quantile {
                percent: percent.0,
                value: value.map(amount),
                interval: ends.map(|end| end.map(amount)),
            }
        };
        let average = Average {
            n: object.n,
            recovered: object.n,
            mean: mean(object.mean, object.mean_interval, 100.0),
            min: object.min.map(amount),
            max: object.max.map(amount),
        };
        let quantiles = object.quantiles.iter().map(quantile).collect();
        Money { currency: object.currency, estimate: Estimate { average, quantiles } }
    }
}

/// A share after so many trials, on the way to all of them.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct SharePoint {
    pub trials: u64,
    pub held: u64,
    pub share: f64,
    pub interval: [f64; 2],
}

impl SharePoint {
    /// The share as such.
    pub fn share(&self) -> Share {
        Share { held: self.held, n: self.trials, share: self.share, interval: self.interval }
    }
}

/// An objective, how often it held, and what becomes of it if what was assumed is otherwise.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "ObjectiveObject")]
pub struct Objective {
    /// Its place is nowhere: results name files, not sources.
    pub judged: ObjectiveResult,
    /// `None`: not looked at.
    pub assumptions: Option<Assumptions>,
}

/// A verdict at other lengths of everything that is assumed.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Assumptions {
    /// At the factor where the verdict turns; `None`: it does not between 0.7 and 1.5.
    #[serde(default)]
    pub turns_at: Option<f64>,
}

/// What a share may differ by where somebody has rounded it.
const ROUNDED: f64 = 1e-6;

#[derive(Deserialize)]
struct ObjectiveObject {
    #[serde(with = "KindWord")]
    kind: ObjectiveKind,
    #[serde(deserialize_with = "time_or_never")]
    target_s: Millis,
    clock: Option<SomeClock>,
    held: u64,
    n: u64,
    share: f64,
    interval: [f64; 2],
    #[serde(with = "IntervalWord", default)]
    interval_kind: IntervalKind,
    required: f64,
    #[serde(default)]
    beyond_horizon: Option<u64>,
    #[serde(with = "VerdictWord")]
    verdict: Verdict,
    #[serde(default)]
    assumptions: Option<Assumptions>,
}

impl ObjectiveObject {
    /// Whether share and verdict are what the counts and the interval say.
    fn agrees(&self) -> Result<(), String> {
        let ObjectiveObject { held, n, share, interval: [low, high], required, verdict, .. } = *self;
        let counted = held as f64 / n.max(1) as f64;
        if n > 0 && (share - counted).abs() > ROUNDED {
            return Err(format!("the share is {share}, but {held} of {n} runs held it"));
        }
        match verdict {
            Verdict::Holds if low + ROUNDED < required => {
                Err(format!("it is said to hold, but its share may be as low as {low}, below {required}"))
            }
            Verdict::FallsShort if high >= required + ROUNDED => Err(format!(
                "it is said to fall short, but its share may be as high as {high}, not below {required}"
            )),
            _ => Ok(()),
        }
    }
}

impl TryFrom<ObjectiveObject> for Objective {
    type Error = String;

    fn try_from(object: ObjectiveObject) -> Result<Objective, String> {
        let ObjectiveObject { held, n, share, interval, .. } = object;
        let open = object.beyond_horizon.unwrap_or(0);
        if held.checked_add(open).is_none_or(|known| known > n) {
            return Err(format!("{held} runs held it and {open} are open, but there are {n}"));
        }
        object.agrees()?;
        let judged = ObjectiveResult {
            kind: object.kind,
            target: object.target_s,
            clock: object.clock.map(|clock| clock.0),
            share: Share { held, n, share, interval },
            interval_kind: object.interval_kind,
            required: object.required,
            beyond_horizon: object.beyond_horizon,
            verdict: object.verdict,
            place: Place::NOWHERE,
        };
        Ok(Objective { judged, assumptions: object.assumptions })
    }
}

/// A clock by its word.
pub(super) fn clock<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Clock, D::Error> {
    ClockWord::deserialize(deserializer)
}
