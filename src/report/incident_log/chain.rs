//! Follows the records back from the end of an outage to its start: the stretches in which its time went.
//!
//! Invariant: the stretches are in order, touch each other, and cover the outage exactly.

use crate::engine::{Cause, Record, RecordId, Who};
use crate::units::Millis;

/// One stretch of an outage, charged to one cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub from: Millis,
    pub to: Millis,
    pub cause: Cause,
    pub who: Who,
}

/// The stretches of the outage `start..end` that ended by the record `last`, the earliest first.
///
/// A strike, or the end of what an event held down, takes the whole rest of the outage; so does a record with
/// nothing before it. What lies before the start is cut off.
pub fn stretches(records: &[Record], last: RecordId, start: Millis, end: Millis) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    let (mut id, mut to) = (last, end);
    while to > start && !id.is_none() {
        let Record { cause, who, before, .. } = records[id.0 as usize];
        let rest = cause == Cause::Event || before.is_none();
        let from = if rest { start } else { records[before.0 as usize].at.clamp(start, to) };
        push(&mut found, Stretch { from, to, cause, who });
        (id, to) = (before, from);
    }
    found.reverse();
    found
}

/// Adds a stretch before those found, joined with its neighbour where both are charged alike.
fn push(found: &mut Vec<Stretch>, stretch: Stretch) {
    match found.last_mut() {
        _ if stretch.from == stretch.to => {}
        Some(later) if (later.cause, later.who) == (stretch.cause, stretch.who) => later.from = stretch.from,
        _ => found.push(stretch),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(at: i64, cause: Cause, before: Option<u32>) -> Record {
        Record { at: Millis::new(at), cause, who: Who(0), before: RecordId(before.unwrap_or(u32::MAX)) }
    }

    fn check(records: &[Record], start: i64, expected: &[(i64, i64, Cause)]) {
        let last = RecordId(records.len() as u32 - 1);
        let end = records[records.len() - 1].at;
        let found: Vec<(i64, i64, Cause)> = stretches(records, last, Millis::new(start), end)
            .iter()
            .map(|stretch| (stretch.from.get(), stretch.to.get(), stretch.cause))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_chain_runs_from_the_end_back_to_the_start() {
        let records = [
            record(0, Cause::Event, None),
            record(10, Cause::Detection, Some(0)),
            record(10, Cause::Assessment, Some(1)),
            record(30, Cause::Mobilisation, Some(2)),
            record(90, Cause::Work, Some(3)),
        ];
        check(
            &records,
            0,
            &[(0, 10, Cause::Detection), (10, 30, Cause::Mobilisation), (30, 90, Cause::Work)],
        );
        check(&records, 20, &[(20, 30, Cause::Mobilisation), (30, 90, Cause::Work)]);
    }

    #[test]
    fn an_event_takes_the_whole_rest() {
        let records = [
            record(0, Cause::Event, None),
            record(50, Cause::Work, Some(0)),
            record(80, Cause::Event, Some(1)),
            record(90, Cause::Restart, Some(2)),
        ];
        check(&records, 0, &[(0, 80, Cause::Event), (80, 90, Cause::Restart)]);
    }

    #[test]
    fn neighbours_charged_alike_are_one_stretch() {
        let records = [record(20, Cause::Work, None), record(40, Cause::Work, Some(0))];
        check(&records, 0, &[(0, 40, Cause::Work)]);
    }
}
