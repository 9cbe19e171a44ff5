//! Where the time of an outage went: the binding chain from its end back to its start.

use std::ops::Range;

use super::outcome::{Line, Outcome};
use super::record::{Cause, Record, RecordId, Who};
use super::state::{LineState, State};
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
    /// The record of what came true at its end.
    pub ended_by: RecordId,
}

/// So much of an outage is charged to one entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charge {
    pub cause: Cause,
    pub who: Who,
    /// Longer than nothing.
    pub time: Millis,
}

/// What the outages of one trial are charged to, in reused memory. Neighbours in a chain differ, but an entry may
/// come more than once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charges {
    /// Where the chain of each service begins and ends in `charges`: at the minimum level, at full.
    chains: Vec<[Range<u32>; 2]>,
    charges: Vec<Charge>,
}

impl Charges {
    /// No outage of any of so many services.
    pub fn none(services: usize) -> Charges {
        Charges { chains: vec![[0..0, 0..0]; services], charges: Vec::new() }
    }

    /// The charges of a service's outage, the latest first; they sum to the outage. Empty without an outage, or
    /// if it did not end.
    pub fn of(&self, service: usize, level: Level) -> &[Charge] {
        let chain = &self.chains[service][level as usize];
        &self.charges[chain.start as usize..chain.end as usize]
    }

    /// Whether the outages at both levels are one, charged alike; if not, they may still happen to be alike.
    pub fn are_one(&self, service: usize) -> bool {
        let [minimum, full] = &self.chains[service];
        minimum == full
    }

    /// Charges an outage anew, for the tests of what counts charges.
    #[cfg(test)]
    pub(crate) fn put(&mut self, service: usize, level: Level, chain: &[Charge]) {
        let start = self.charges.len() as u32;
        self.charges.extend_from_slice(chain);
        self.chains[service][level as usize] = start..self.charges.len() as u32;
    }

    fn charge(&mut self, records: &[Record], outage: &LineState) -> Range<u32> {
        let start = self.charges.len();
        follow(records, &outage.line, outage.back_record, |Stretch { cause, who, from, until, .. }| {
            let time = until.minus(from);
            match self.charges[start..].last_mut() {
                Some(last) if (last.cause, last.who) == (cause, who) => last.time = last.time.plus(time),
                _ => self.charges.push(Charge { cause, who, time }),
            }
        });
        start as u32..self.charges.len() as u32
    }
}

impl State {
    /// Follows the chain of every service's outage.
    pub(super) fn charge_outages(&self, charges: &mut Charges) {
        charges.charges.clear();
        let services = charges.chains.len();
        for service in 0..services {
            let (minimum, full) = (&self.lines[service], &self.lines[services + service]);
            let of_minimum = charges.charge(&self.records, minimum);
            let of_full =
                if is_one(minimum, full) { of_minimum.clone() } else { charges.charge(&self.records, full) };
            charges.chains[service] = [of_minimum, of_full];
        }
    }
}

/// Whether both outages, if there are any, began and ended together and by one record.
fn is_one(minimum: &LineState, full: &LineState) -> bool {
    let ends = |state: &LineState| (state.line.first_down, state.line.last_back, state.back_record);
    ends(minimum) == ends(full)
}

impl Scratch {
    /// The stretches of a service's outage in the last trial, latest first; they join without gap and sum to
    /// the outage. Empty without an outage, or if it did not end.
    pub fn chain(&self, service: usize, level: Level) -> Vec<Stretch> {
        let Outcome { services, .. } = self.outcome();
        let (line, position) = match level {
            Level::Minimum => (&services[service].minimum, service),
            Level::Full => (&services[service].full, services.len() + service),
        };
        let mut chain = Vec::new();
        follow(self.records(), line, self.last_return(position), |stretch| chain.push(stretch));
        chain
    }
}

/// Meets the stretches of an outage that ended with the record `last`, the latest first; none of an outage that
/// did not end.
#[inline]
fn follow(records: &[Record], line: &Line, last: RecordId, mut meet: impl FnMut(Stretch)) {
    if !line.interrupted() || !line.recovered() {
        return;
    }
    let start = line.first_down;
    let of = |id: RecordId| records.get(id.0 as usize);
    let (mut next, mut until) = ((last, of(last)), line.last_back);
    while until > start
        && let (ended_by, Some(record)) = next
    {
        // What has no record before it is charged for the whole rest.
        let before = of(record.before);
        let from = before.map_or(start, |before| before.at.max(start));
        if from < until {
            meet(Stretch { cause: record.cause, who: record.who, from, until, ended_by });
        }
        (next, until) = ((record.before, before), from);
    }
}
