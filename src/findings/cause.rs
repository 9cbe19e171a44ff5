//! Where the time goes, in words.

use crate::engine;
use crate::results::{LedgerEntry, LedgerResult, Micros};
use crate::wording::charges::charged;
use crate::wording::names::Names;

/// Entries that a finding names, and the least share of the time that each has.
const NAMED_MAX: usize = 6;
const SHARE_MIN: f64 = 0.01;

/// One entry of a ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct Cause {
    pub cause: engine::Cause,
    /// The label; empty where nobody is charged.
    pub who: String,
    /// What time is charged to, by the names that people gave things.
    pub words: String,
    pub mean: Micros,
    /// Of all the time, 0..=1.
    pub share: f64,
}

impl Cause {
    /// The largest entries of a ledger, at most six, of at least one in a hundred each.
    pub fn largest(names: &Names, ledger: &LedgerResult) -> Vec<Cause> {
        let large = ledger.entries.iter().take_while(|entry| entry.share >= SHARE_MIN).take(NAMED_MAX);
        large.map(|entry| Cause::new(names, entry)).collect()
    }

    /// All entries of a ledger, largest first.
    pub(super) fn all(names: &Names, ledger: &LedgerResult) -> Vec<Cause> {
        ledger.entries.iter().map(|entry| Cause::new(names, entry)).collect()
    }

    fn new(names: &Names, entry: &LedgerEntry) -> Cause {
        Cause {
            cause: entry.cause,
            who: entry.label.clone(),
            words: charged(names, entry.cause, entry.who),
            mean: entry.mean,
            share: entry.share,
        }
    }
}
