//! Reads single trials back: every change in order, and where each outage went.

use serde::Deserialize;

use super::estimate::time;
use super::text::Text;
use super::words::CauseWord;
use crate::engine::Cause;
use crate::units::Millis;

/// One trial, chosen by the recovery time of a service.
#[derive(Clone, Debug, Deserialize)]
pub struct Replay {
    pub service: Text,
    /// `p50` or `p90`: of all trials.
    pub percentile: Text,
    /// Counted from 0.
    pub trial: u64,
    /// It is the one nearest to the quantile among so many, the first ones.
    #[serde(default)]
    pub among: u64,
    /// Instant of the week of t = 0, after Monday 00:00.
    #[serde(rename = "onset_s", deserialize_with = "time")]
    pub onset: Millis,
    #[serde(default)]
    pub at: Vec<Change>,
    #[serde(default)]
    pub chains: Vec<Chain>,
}

/// Something changed.
#[derive(Clone, Debug, Deserialize)]
pub struct Change {
    #[serde(rename = "t_s", deserialize_with = "instant")]
    pub at: Millis,
    pub what: Text,
    pub who: Text,
    /// The services whose outage went through it.
    #[serde(default)]
    pub on_chain_of: Vec<Text>,
}

/// Where a service's outage at the minimum level went, the earliest first.
#[derive(Clone, Debug, Deserialize)]
pub struct Chain {
    pub service: Text,
    pub stretches: Vec<Stretch>,
}

/// Part of an outage and what it is charged to.
#[derive(Clone, Debug, Deserialize)]
pub struct Stretch {
    #[serde(rename = "from_s", deserialize_with = "instant")]
    pub from: Millis,
    #[serde(rename = "until_s", deserialize_with = "instant")]
    pub until: Millis,
    #[serde(with = "CauseWord")]
    pub cause: Cause,
    pub who: Text,
}

impl Replay {
    /// The chain of a service.
    pub fn chain(&self, service: &str) -> Option<&Chain> {
        self.chains.iter().find(|chain| &*chain.service == service)
    }
}

/// An instant; what lies before the onset counts as the onset.
fn instant<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Millis, D::Error> {
    let seconds = f64::deserialize(deserializer)?;
    Ok(Millis::from_f64(seconds.max(0.0) * 1_000.0))
}
