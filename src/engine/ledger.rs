//! Where the time of an outage went: the binding chain from its end back to its start.

use super::record::{Cause, Who};
use super::trial::Scratch;
use crate::units::Millis;

/// Which level of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Minimum,
    Full,
}

/// A stretch of an outage, charged to one entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub cause: Cause,
    pub who: Who,
    pub from: Millis,
    pub until: Millis,
}

impl Scratch {
    /// The stretches of a service's outage in the last trial, latest first; they join without gap and sum to
    /// the outage. Empty without an outage, or if it did not end.
    pub fn chain(&self, service: usize, level: Level) -> impl Iterator<Item = Stretch> + '_ {
        let services = self.outcome().services.len();
        let line = match level {
            Level::Minimum => service,
            Level::Full => services + service,
        };
        let outcome = &self.outcome().services[service];
        let outage = match level {
            Level::Minimum => outcome.minimum,
            Level::Full => outcome.full,
        };
        let over = outage.interrupted() && outage.recovered();
        let (last, start) = self.ends_of(line);
        let mut next = if over { last } else { super::record::RecordId::NONE };
        let mut until = outage.last_back;
        std::iter::from_fn(move || {
            while !next.is_none() && until > start {
                let record = self.records()[next.0 as usize];
                // What has no record before it is charged for the whole rest.
                let earlier = record.before;
                let from =
                    if earlier.is_none() { start } else { self.records()[earlier.0 as usize].at.max(start) };
                let stretch = Stretch { cause: record.cause, who: record.who, from, until };
                next = earlier;
                until = from;
                if stretch.from < stretch.until {
                    return Some(stretch);
                }
            }
            None
        })
    }
}
