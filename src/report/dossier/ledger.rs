//! Reads ledgers back: where the time of outages went, to the microsecond, so that entries still add up.

use serde::{Deserialize, Deserializer};

use super::text::Text;
use super::words::CauseWord;
use crate::engine::Cause;
use crate::results::{Micros, Share};

/// Where the time of a service's outages went.
#[derive(Clone, Debug, Deserialize)]
pub struct Ledger {
    /// Which trials it is over: `recovered` or `rto-missed`.
    pub over: Text,
    pub trials: u64,
    /// `None` over no trials.
    #[serde(rename = "mean_s", deserialize_with = "some_micros")]
    pub mean: Option<Micros>,
    /// Largest first; they add up to `mean`.
    pub entries: Vec<Entry>,
    #[serde(default)]
    pub steps: Vec<Criticality>,
}

/// What is charged to one (cause, who).
#[derive(Clone, Debug, Deserialize)]
pub struct Entry {
    #[serde(with = "CauseWord")]
    pub cause: Cause,
    /// Empty where nobody is charged.
    pub who: Text,
    #[serde(rename = "mean_s", deserialize_with = "micros")]
    pub mean: Micros,
    /// Of all the time, 0..=1.
    pub share: f64,
    /// Trials in which it was on the chain.
    #[serde(default)]
    pub on_chain: u64,
}

/// A step and how often work on it was on the chain.
#[derive(Clone, Debug, Deserialize)]
pub struct Criticality {
    pub who: Text,
    pub on_chain: u64,
    pub share: f64,
    pub interval: [f64; 2],
}

impl Criticality {
    /// In how many of the ledger's trials.
    pub fn share(&self, trials: u64) -> Share {
        Share { held: self.on_chain, n: trials, share: self.share, interval: self.interval }
    }
}

/// Seconds with six decimals, exactly: below 2^53 microseconds the nearest whole number is the one that was written.
pub(super) fn micros<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Micros, D::Error> {
    f64::deserialize(deserializer).map(|seconds| Micros(libm::round(seconds.max(0.0) * 1e6) as u64))
}

fn some_micros<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Micros>, D::Error> {
    #[derive(Deserialize)]
    #[serde(transparent)]
    struct Seconds(#[serde(deserialize_with = "micros")] Micros);
    Option::<Seconds>::deserialize(deserializer).map(|seconds| seconds.map(|seconds| seconds.0))
}
