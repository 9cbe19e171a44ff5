//! Copies without a clean point: whatever they offer was made while the intruder was inside.

use super::strikes::{Force, is_dated};
use super::{Build, Return};
use crate::model::{Copy, System};

impl Build<'_> {
    /// The event after which no point of a copy is clean in any run in which it strikes.
    ///
    /// A disruption begins at the start of the incident or later, and a copy offers no point that is older than it was
    /// then. So where even the shortest dwell, counted from the latest strike, goes back further than the oldest point
    /// of the earliest disruption, every point is unclean, now and after any later disruption.
    pub(super) fn never_clean(&self, system: &System, copy: &Copy) -> Option<usize> {
        let scenario = self.scenario?;
        let strikes = self.strikes.on[system.node].iter();
        let mut before = strikes.filter(|strike| self.counts(strike, Return::First));
        before
            .find(|strike| {
                let Force::Corruption { dwell, .. } = strike.force else { return false };
                let late = strike.latest.minus(self.strikes.incident);
                is_dated(scenario, strike.event) && dwell.least() > copy.oldest().plus(late)
            })
            .map(|strike| strike.event)
    }
}
