//! Turns many trials into tallies: integers that any threads, blocks and shards add up to the same.
//!
//! A trial's outcome is counted and forgotten. What the numbers mean for people (estimates, intervals,
//! verdicts) is the business of `results`.

mod buckets;
mod each;
mod growth;
mod impact;
mod ledger;
mod looks;
mod moments;
mod part;
mod service;
mod simulate;
mod system;
mod tallies;
mod tally;
mod work;
#[cfg(test)]
pub(crate) mod made_up;

pub use each::{each, each_mut};
pub use growth::Growth;
pub use impact::loss;
pub use ledger::{Ledgers, Over, Weight};
pub use looks::{FIRST_LOOK, Searched, looks};
pub use moments::Moments;
pub use rayon::ThreadPool;
pub use service::{ByClock, Missed, ServiceTally, cost, recovery_time};
pub use simulate::{Campaign, Simulated, Trials, Watch};
pub use system::{BACK, GroupTally, StrategyTally, SystemTally};
pub use tallies::Tallies;
pub use tally::{Steps, Tally};
pub use work::{EffortTally, ResourceTally, TaskTally, TeamTally};
