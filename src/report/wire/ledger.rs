//! Turns a ledger into its JSON: means with six decimals of a second that add up to the mean above them, digit for
//! digit.

use serde::Serialize;

use crate::results::{LedgerEntry, LedgerResult, Micros, StepResult};

#[derive(Serialize)]
pub(super) struct LedgerObject<'a> {
    over: &'static str,
    trials: u64,
    mean_s: Option<f64>,
    entries: Vec<EntryObject<'a>>,
    steps: Vec<StepObject<'a>>,
}

#[derive(Serialize)]
struct EntryObject<'a> {
    cause: &'static str,
    who: &'a str,
    mean_s: f64,
    share: f64,
    on_chain: u64,
}

#[derive(Serialize)]
struct StepObject<'a> {
    who: &'a str,
    on_chain: u64,
    share: f64,
    interval: [f64; 2],
}

impl<'a> LedgerObject<'a> {
    /// Arranges a ledger; `over` says which trials it is over.
    pub(super) fn new(over: &'static str, ledger: &'a LedgerResult) -> LedgerObject<'a> {
        LedgerObject {
            over,
            trials: ledger.trials,
            mean_s: ledger.mean.map(seconds),
            entries: ledger.entries.iter().map(entry).collect(),
            steps: ledger.steps.iter().map(step).collect(),
        }
    }
}

fn entry(entry: &LedgerEntry) -> EntryObject<'_> {
    EntryObject {
        cause: entry.cause.word(),
        who: &entry.label,
        mean_s: seconds(entry.mean),
        share: entry.share,
        on_chain: entry.on_chain,
    }
}

fn step(step: &StepResult) -> StepObject<'_> {
    let on_chain = &step.on_chain;
    StepObject {
        who: &step.label,
        on_chain: on_chain.held,
        share: on_chain.share,
        interval: on_chain.interval,
    }
}

/// A whole number of microseconds below 2^53 is printed with its six decimals exactly.
pub(super) fn seconds(micros: Micros) -> f64 {
    micros.0 as f64 / 1_000_000.0
}
