//! Turns the timeline of one trial into one object: every change in order, with what it waited for last, and for each
//! service that was out and is back the chain of what it waited for.

use serde::Serialize;

use crate::engine::{Change, Record, RecordId, Stretch, Timeline};
use crate::model::Labels;
use crate::report::binding::{Binding, Bindings};
use crate::units::Millis;

/// The timeline file.
#[derive(Serialize)]
pub struct TimelineFile<'a> {
    schema: &'static str,
    trial: u64,
    at: Vec<ChangeEntry<'a>>,
    chains: Vec<ChainEntry<'a>>,
}

#[derive(Serialize)]
struct ChangeEntry<'a> {
    t_s: f64,
    what: &'static str,
    who: &'a str,
    why: Option<String>,
    /// Of a copy taken: how long before the disruption the data were so.
    #[serde(skip_serializing_if = "Option::is_none")]
    age_s: Option<f64>,
    /// The services whose chains go through it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    on_chain_of: Vec<&'a str>,
}

/// Where the time of an outage at the minimum level went, the earliest first; the stretches join without gap.
#[derive(Serialize)]
struct ChainEntry<'a> {
    service: &'a str,
    outage_s: f64,
    stretches: Vec<StretchEntry<'a>>,
}

#[derive(Serialize)]
struct StretchEntry<'a> {
    from_s: f64,
    until_s: f64,
    cause: &'static str,
    who: &'a str,
}

impl<'a> TimelineFile<'a> {
    /// Arranges the changes of a trial; `labels` are those of its program, `chains` those of all services.
    pub fn new(
        trial: u64,
        timeline: &'a Timeline,
        labels: &'a Labels,
        chains: &[Binding<'a>],
    ) -> TimelineFile<'a> {
        let bindings = Bindings::new(chains);
        let entry = |change: &Change| ChangeEntry {
            t_s: change.at.seconds_f64(),
            what: change.what.word(),
            who: labels.text(change.who.0),
            why: record(timeline, change.why).map(|record| why(record, labels)),
            age_s: change.age.map(Millis::seconds_f64),
            on_chain_of: bindings.through(change),
        };
        TimelineFile {
            schema: "blackstart/timeline/1",
            trial,
            at: timeline.changes.iter().map(entry).collect(),
            chains: chains.iter().filter_map(|chain| ChainEntry::new(chain, labels)).collect(),
        }
    }
}

impl<'a> ChainEntry<'a> {
    /// Nothing of a service that was not out, or did not come back.
    fn new(chain: &Binding<'a>, labels: &'a Labels) -> Option<ChainEntry<'a>> {
        let (first, last) = (chain.stretches.first()?, chain.stretches.last()?);
        let stretch = |stretch: &Stretch| StretchEntry {
            from_s: stretch.from.seconds_f64(),
            until_s: stretch.until.seconds_f64(),
            cause: stretch.cause.word(),
            who: labels.text(stretch.who.0),
        };
        Some(ChainEntry {
            service: chain.service,
            outage_s: last.until.minus(first.from).seconds_f64(),
            stretches: chain.stretches.iter().map(stretch).collect(),
        })
    }
}

fn record(timeline: &Timeline, id: RecordId) -> Option<&Record> {
    if id.is_none() { None } else { timeline.records.get(id.0 as usize) }
}

/// `waiting-for-people: dba`, or the cause alone where nobody is charged.
fn why(record: &Record, labels: &Labels) -> String {
    let cause = record.cause.word();
    match labels.text(record.who.0) {
        "" => cause.to_owned(),
        who => format!("{cause}: {who}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::made_up::{minutes, model, scenario};
    use crate::engine::{Cause, What, Who};
    use crate::report::wire;

    #[test]
    fn each_change_says_when_what_who_and_why() {
        let labels = Labels::new(&model(), &scenario());
        let who = |text: &str| Who(labels.position(text));
        let record =
            |cause, who| Record { at: minutes(1), cause, who, before: RecordId::NONE, choice: u32::MAX };
        let change = |what, who, why| Change { at: minutes(90), what, who, why, age: None };
        let timeline = Timeline {
            changes: vec![
                change(What::Incident, who("ledger-db"), RecordId::NONE),
                change(What::StepStarted, who("ledger-db/restore/do"), RecordId(0)),
                change(What::Assessed, who(""), RecordId(1)),
                Change {
                    age: Some(minutes(2)),
                    ..change(What::CopyTaken, who("ledger-db/restore"), RecordId::NONE)
                },
            ],
            records: vec![record(Cause::WaitingForPeople, who("dba")), record(Cause::Assessment, who(""))],
        };
        let expected = concat!(
            r#"{"schema":"blackstart/timeline/1","trial":7,"at":["#,
            r#"{"t_s":5400.0,"what":"incident","who":"ledger-db","why":null},"#,
            r#"{"t_s":5400.0,"what":"step-started","who":"ledger-db/restore/do","why":"waiting-for-people: dba"},"#,
            r#"{"t_s":5400.0,"what":"assessed","who":"","why":"assessment"},"#,
            r#"{"t_s":5400.0,"what":"copy-taken","who":"ledger-db/restore","why":null,"age_s":120.0}],"chains":[]}"#,
        );
        assert_eq!(wire::line(&TimelineFile::new(7, &timeline, &labels, &[])), expected);
    }
}
