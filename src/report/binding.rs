//! Which changes of a trial held a service back: those at the joints of its binding chain.

use std::collections::BTreeMap;

use crate::engine::{Change, Stretch, Timeline, What, Who};
use crate::units::Millis;

use super::names::{Names, Part};

/// The binding chain of one service's outage in one trial.
#[derive(Debug)]
pub struct Binding<'a> {
    names: &'a Names<'a>,
    /// The id of the service.
    pub service: &'a str,
    /// The earliest first; they join without gap. None of an outage that did not end.
    pub stretches: &'a [Stretch],
    /// The records that the chain goes through, with their instants.
    records: BTreeMap<u32, Millis>,
}

impl<'a> Binding<'a> {
    /// Follows the records of a trial from the end of an outage back to its start.
    pub fn new(
        names: &'a Names<'a>,
        timeline: &Timeline,
        service: &'a str,
        stretches: &'a [Stretch],
    ) -> Binding<'a> {
        let mut records = BTreeMap::new();
        if let (Some(first), Some(last)) = (stretches.first(), stretches.last()) {
            let mut next = last.ended_by;
            while let Some(record) = timeline.records.get(next.0 as usize)
                && record.at >= first.from
            {
                records.insert(next.0, record.at);
                next = record.before;
            }
        }
        Binding { names, service, stretches, records }
    }

    /// Whether a change is on the chain: the service goes out or is back for good with it; or it came by a record
    /// of the chain and is about what the time before it, or after it, is charged to. An event's strikes and ends are
    /// told of the nodes, not of the event.
    pub fn goes_through(&self, change: &Change) -> bool {
        let is_of_event = matches!(change.what, What::Struck | What::Ended);
        let is_about_joint = || self.joint(change).any(|who| self.is_about(change.who, who));
        self.is_an_end(change) || (self.came_by_record(change) && (is_of_event || is_about_joint()))
    }

    fn is_an_end(&self, change: &Change) -> bool {
        let (Some(first), Some(last)) = (self.stretches.first(), self.stretches.last()) else { return false };
        let is_at_an_end = match change.what {
            What::Below => change.at == first.from,
            What::Minimum | What::Full => change.at == last.until,
            _ => false,
        };
        is_at_an_end && self.names.label(change.who) == self.service
    }

    /// What comes of a record only later, such as reinforcements, is not what was waited for.
    fn came_by_record(&self, change: &Change) -> bool {
        self.records.get(&change.why.0) == Some(&change.at)
    }

    /// To whom the time is charged that ends or begins with a change.
    fn joint(&self, change: &Change) -> impl Iterator<Item = Who> {
        let touches = |stretch: &&Stretch| stretch.until == change.at || stretch.from == change.at;
        self.stretches.iter().filter(touches).map(|stretch| stretch.who)
    }

    /// Whether a change is about what is charged, or about what that is a part of: its strategy, its task, its system.
    /// Workarounds are charged to their service.
    fn is_about(&self, subject: Who, charged: Who) -> bool {
        let names = self.names;
        let (subject_label, charged_label) = (names.charged_label(subject), names.charged_label(charged));
        let is_part = |part: &str, whole: &str| {
            part.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        is_part(&charged_label, &subject_label)
            || (is_part(&subject_label, &charged_label)
                && matches!(names.thing(subject).part, Part::Workaround(_)))
    }
}
