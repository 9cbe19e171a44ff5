//! Which changes of a trial held a service back: those at the joints of its binding chain.

use std::borrow::Cow;
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
    /// of the chain and is about what the time before it, or after it, is charged to.
    pub fn goes_through(&self, change: &Change) -> bool {
        let is_about_joint = || self.joint(change.at).any(|who| self.is_about(change.who, who));
        self.is_an_end(change) || (self.came_by_record(change) && (is_of_event(change) || is_about_joint()))
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
    fn joint(&self, at: Millis) -> impl Iterator<Item = Who> {
        // They join without gap: those that touch an instant stand together.
        let first = self.stretches.partition_point(|stretch| stretch.until < at);
        let end = self.stretches.partition_point(|stretch| stretch.from <= at);
        let touches = move |stretch: &&Stretch| stretch.until == at || stretch.from == at;
        self.stretches[first..end.max(first)].iter().filter(touches).map(|stretch| stretch.who)
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

/// The chains of all services, by what a change has to be to lie on one of them: each is put to few.
#[derive(Debug)]
pub struct Bindings<'a, 'b> {
    chains: &'b [Binding<'a>],
    by_service: BTreeMap<&'a str, usize>,
    by_record: BTreeMap<u32, Vec<usize>>,
    /// By a record and the label to which the time before or after it is charged.
    by_joint: BTreeMap<(u32, Cow<'a, str>), Vec<usize>>,
}

impl<'a, 'b> Bindings<'a, 'b> {
    /// Gathers the chains of one trial.
    pub fn new(chains: &'b [Binding<'a>]) -> Bindings<'a, 'b> {
        let by_service =
            chains.iter().enumerate().map(|(position, chain)| (chain.service, position)).collect();
        let mut all = Bindings { chains, by_service, by_record: BTreeMap::new(), by_joint: BTreeMap::new() };
        for (position, chain) in chains.iter().enumerate() {
            for (&record, &at) in &chain.records {
                all.by_record.entry(record).or_default().push(position);
                for who in chain.joint(at) {
                    let charged = chain.names.charged_label(who);
                    all.by_joint.entry((record, charged)).or_default().push(position);
                }
            }
        }
        all
    }

    /// The services whose chains go through a change, in the order of the chains.
    pub fn through(&self, change: &Change) -> Vec<&'a str> {
        let mut near = self.near(change);
        near.sort_unstable();
        near.dedup();
        let chains = near.into_iter().map(|position| &self.chains[position]);
        chains.filter(|chain| chain.goes_through(change)).map(|chain| chain.service).collect()
    }

    /// The chains that can go through a change: no other does.
    fn near(&self, change: &Change) -> Vec<usize> {
        let Some(names) = self.chains.first().map(|chain| chain.names) else { return Vec::new() };
        let mut near: Vec<usize> =
            self.by_service.get(names.label(change.who)).copied().into_iter().collect();
        let record = change.why.0;
        if is_of_event(change) {
            near.extend(self.by_record.get(&record).into_iter().flatten());
            return near;
        }
        let subject = names.charged_label(change.who);
        // Its parts stand between `subject/` and `subject0`, the next after a stroke.
        let ends = ['/', '0'].map(|end| (record, Cow::Owned(format!("{subject}{end}"))));
        let [from, until] = ends;
        near.extend(self.by_joint.range(from..until).flat_map(|(_, chains)| chains));
        let wholes = subject.match_indices('/').map(|(end, _)| &subject[..end]);
        for whole in wholes.chain([&*subject]) {
            let key = (record, Cow::Owned(whole.to_owned()));
            near.extend(self.by_joint.get(&key).into_iter().flatten());
        }
        near
    }
}

/// An event's strikes and ends are told of the nodes, not of the event.
fn is_of_event(change: &Change) -> bool {
    matches!(change.what, What::Struck | What::Ended)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::made_up::{minutes, model, scenario};
    use crate::engine::{Cause, Record, RecordId};
    use crate::model::Labels;

    /// Each service waited for something else, and both for the declaration before that.
    #[test]
    fn a_change_is_put_to_the_chains_that_hold_its_record_or_end_at_it_and_to_no_other() {
        let (model, scenario) = (model(), scenario());
        let labels = Labels::new(&model, &scenario);
        let names = Names::new(&model, &scenario, &labels);
        let who = |text: &str| Who(labels.position(text));
        let record = |at, cause, text, before| Record {
            at: minutes(at),
            cause,
            who: who(text),
            before,
            choice: u32::MAX,
        };
        let restored = ["ledger-db/restore/do", "zone-dns"];
        let records = vec![
            record(10, Cause::Declaration, "", RecordId::NONE),
            record(30, Cause::Work, restored[0], RecordId(0)),
            record(30, Cause::Restart, restored[1], RecordId(0)),
        ];
        let timeline = Timeline { changes: Vec::new(), records };
        let chain = |last: u32, text| {
            let stretch = |cause, who, from, until, ended_by| Stretch {
                cause,
                who,
                from: minutes(from),
                until: minutes(until),
                ended_by: RecordId(ended_by),
            };
            [stretch(Cause::Declaration, who(""), 0, 10, 0), stretch(Cause::Work, who(text), 10, 30, last)]
        };
        let stretches = [chain(1, restored[0]), chain(2, restored[1])];
        let services = ["payments", "website"];
        let chains: Vec<Binding> = services
            .iter()
            .zip(&stretches)
            .map(|(service, stretches)| Binding::new(&names, &timeline, service, stretches))
            .collect();
        let all = Bindings::new(&chains);
        let whats = [What::Below, What::Minimum, What::Struck, What::StepStarted, What::Declared];
        let mut on_chains = 0;
        for label in 0..labels.len() as u32 {
            for (what, why) in whats.iter().flat_map(|&what| (0..4).map(move |why| (what, why))) {
                for at in [0, 10, 20, 30].map(minutes) {
                    let change = Change { at, what, who: Who(label), why: RecordId(why), age: None };
                    let through = chains.iter().filter(|chain| chain.goes_through(&change));
                    let expected: Vec<&str> = through.map(|chain| chain.service).collect();
                    assert_eq!(all.through(&change), expected, "{change:?}");
                    on_chains += expected.len();
                }
            }
        }
        assert!(on_chains > 20, "{on_chains}");
        let near = |text, what, why| {
            let change = Change { at: minutes(10), what, who: who(text), why: RecordId(why), age: None };
            all.near(&change)
        };
        assert_eq!(near(restored[0], What::StepStarted, 0), [0], "the other chain waits for something else");
        assert_eq!(near("ledger-db", What::Chosen, 0), [0], "what is charged is a part of it");
        assert_eq!(near("", What::Declared, 0), [0, 1]);
        assert!(near("dba", What::Called, 0).is_empty(), "no chain is charged to it");
    }
}
