//! Turns the growth of a campaign into the shares within the RTO as the trials became more.

use super::share::{IntervalKind, Share};
use crate::campaign::Tallies;

/// A service's share within its RTO after each number of trials: 64, 128, 256 and so on, and all.
pub fn convergence(tallies: &Tallies, service: usize, kind: IntervalKind) -> Vec<Share> {
    let growth = tallies.growth.of(service).into_iter();
    growth.map(|(trials, missed)| Share::by(kind, trials - missed, trials)).collect()
}
