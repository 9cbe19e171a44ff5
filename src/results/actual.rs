//! Places outages that really happened in what is projected.

use super::share::Share;
use crate::campaign::ServiceTally;
use crate::ids::ServiceId;
use crate::model::{Actual, Scenario};
use crate::units::Millis;

/// A real outage of a service and where it lies.
#[derive(Clone, Debug)]
pub struct ActualResult {
    /// As written.
    pub started: String,
    pub back: String,
    pub length: Millis,
    pub source: Option<String>,
    /// Of the trials in which the service was interrupted those that were back for good no later.
    pub no_longer: Share,
}

impl ActualResult {
    /// The real outages of one service.
    pub(super) fn of(
        scenario: &Scenario,
        service: ServiceId,
        tally: &ServiceTally,
        n: u64,
    ) -> Vec<ActualResult> {
        let own = scenario.actuals.iter().filter(|actual| actual.service == service);
        own.map(|actual| ActualResult::new(actual, tally, n)).collect()
    }

    fn new(actual: &Actual, tally: &ServiceTally, n: u64) -> ActualResult {
        let steps = tally.recovery.steps(n);
        let position = steps.as_slice().partition_point(|&(time, _)| time <= actual.length.get());
        let up_to = position.checked_sub(1).map_or(0, |last| steps.as_slice()[last].1);
        // An uninterrupted trial counts as zero in that tally; a real outage is none of those.
        let no_longer = up_to.saturating_sub(n - tally.interrupted);
        ActualResult {
            started: actual.started.clone(),
            back: actual.back.clone(),
            length: actual.length,
            source: actual.source.clone(),
            no_longer: Share::new(no_longer, tally.interrupted),
        }
    }
}
