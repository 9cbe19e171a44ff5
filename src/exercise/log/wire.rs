//! The lines of a log as JSON: the head first, then an entry a line.
//!
//! Invariant: a line that is not whole is lost only if it is the last and has no end; anything else wrong is an error
//! that names its line.

use serde::{Deserialize, Serialize};

use super::conflicts::conflicts;
use super::entry::{DecisionOf, Entry, Fault, Happened, Head, Log, VERSION};
use crate::diagnostic::near;
use crate::notation::moment::Moment;

#[derive(Serialize, Deserialize)]
struct HeadLine {
    blackstart_exercise_log: u64,
    title: String,
    organisation: String,
    scenario: String,
    inputs: Vec<(String, String)>,
    seed: u64,
    trial: u64,
    trials: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    start: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    minutes: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    injects: Option<usize>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    edits: Vec<String>,
    #[serde(default)]
    decisions: Vec<DecisionLine>,
}

#[derive(Serialize, Deserialize)]
struct DecisionLine {
    letter: String,
    inject: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    path: String,
}

#[derive(Serialize, Deserialize)]
struct EntryLine {
    n: u64,
    at: String,
    what: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    subject: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    who: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    text: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    value: String,
}

/// The first line of a log, without its end.
pub fn head_line(head: &Head) -> String {
    let decisions = head.decisions.iter().map(|decision| DecisionLine {
        letter: decision.letter.clone(),
        inject: decision.inject.clone(),
        path: decision.path.clone(),
    });
    let line = HeadLine {
        blackstart_exercise_log: VERSION,
        title: head.title.clone(),
        organisation: head.organisation.clone(),
        scenario: head.scenario.clone(),
        inputs: head.inputs.clone(),
        seed: head.seed,
        trial: head.trial,
        trials: head.trials,
        start: head.start.map(|start| start.to_string()),
        minutes: head.minutes,
        injects: head.injects,
        edits: head.edits.clone(),
        decisions: decisions.collect(),
    };
    serde_json::to_string(&line).expect("texts and numbers are JSON")
}

/// A whole log as text.
pub fn lines(log: &Log) -> String {
    let entry = |entry: &Entry| {
        let line = EntryLine {
            n: entry.number,
            at: entry.at.to_string(),
            what: entry.what.word().to_owned(),
            subject: entry.subject.clone(),
            who: entry.who.clone(),
            text: entry.text.clone(),
            value: entry.value.clone(),
        };
        serde_json::to_string(&line).expect("texts and numbers are JSON")
    };
    std::iter::once(head_line(&log.head))
        .chain(log.entries.iter().map(entry))
        .map(|line| line + "\n")
        .collect()
}

/// Reads the first line of a log.
///
/// # Errors
/// It is no head, or one of a version that this program does not know.
pub(super) fn head_of(line: &str, number: usize) -> Result<Head, Fault> {
    let other = || {
        Fault::at(number, "this is not the head of an exercise log")
            .help("the first line is the one that `blackstart exercise` writes into exercise-log.jsonl")
    };
    let value: serde_json::Value = serde_json::from_str(line).map_err(|_| other())?;
    let version =
        value.get("blackstart_exercise_log").and_then(serde_json::Value::as_u64).ok_or_else(other)?;
    if version != VERSION {
        return Err(Fault::at(
            number,
            format!("a log of version {version}; this program reads version {VERSION}"),
        )
        .help("use the blackstart that wrote it, or a newer one"));
    }
    let head: HeadLine = serde_json::from_value(value)
        .map_err(|error| Fault::at(number, format!("the head lacks something: {error}")))?;
    let start = match &head.start {
        None => None,
        Some(text) => Some(
            Moment::parse(text)
                .ok_or_else(|| Fault::at(number, format!("`{text}` is no day and time of day")))?,
        ),
    };
    Ok(Head {
        title: head.title,
        organisation: head.organisation,
        scenario: head.scenario,
        inputs: head.inputs,
        seed: head.seed,
        trial: head.trial,
        trials: head.trials,
        start,
        minutes: head.minutes,
        injects: head.injects,
        edits: head.edits,
        decisions: head
            .decisions
            .into_iter()
            .map(|line| DecisionOf { letter: line.letter, inject: line.inject, path: line.path })
            .collect(),
    })
}

/// Reads a log.
///
/// # Errors
/// Every line that is wrong. A last line without an end that is no whole entry is cut off, not wrong.
pub fn from_lines(text: &str) -> Result<Log, Vec<Fault>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let ends = text.ends_with('\n');
    let lines: Vec<(usize, &str)> =
        (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()).collect();
    let Some((&(number, first), rest)) = lines.split_first() else {
        return Err(vec![Fault::at(1, "the log is empty")]);
    };
    let head = head_of(first, number).map_err(|fault| vec![fault])?;
    let mut log = Log { head, entries: Vec::new(), cut_off: None };
    let (mut places, mut faults, mut last) = (Vec::new(), Vec::new(), 0);
    for (position, &(number, line)) in rest.iter().enumerate() {
        let is_last = position + 1 == rest.len();
        match serde_json::from_str::<EntryLine>(line) {
            Ok(entry) => {
                faults.extend(out_of_order(entry.n, last, number));
                last = entry.n;
                match entry_of(entry, number) {
                    Ok(entry) => {
                        log.entries.push(entry);
                        places.push(number);
                    }
                    Err(fault) => faults.push(fault),
                }
            }
            Err(_) if is_last && !ends => log.cut_off = Some(number),
            Err(error) => {
                faults.push(
                    Fault::at(number, format!("this line is no entry: {error}"))
                        .help("each line is one whole JSON object; docs/exercise-log.md lists its fields"),
                );
                last += 1;
            }
        }
    }
    if faults.is_empty() {
        faults = conflicts(&log.entries, &places);
    }
    if faults.is_empty() { Ok(log) } else { Err(faults) }
}

/// What is wrong with the number of an entry after one with the number `last`; 0 is the head's.
fn out_of_order(found: u64, last: u64, line: usize) -> Option<Fault> {
    let expected = last.saturating_add(1);
    let message = match found {
        found if found == expected => return None,
        found if found < expected => {
            format!("entry {found} comes after entry {last}: out of order, or there twice")
        }
        found => format!("entry {found} follows entry {last}: what is between is missing"),
    };
    Some(
        Fault::at(line, message)
            .help("put the lines back in the order of their numbers; nothing was read into anything else"),
    )
}

fn entry_of(line: EntryLine, number: usize) -> Result<Entry, Fault> {
    let what = Happened::named(&line.what).ok_or_else(|| {
        Fault::at(number, format!("`{}` is nothing that a log knows", line.what)).help(near::or_list(
            &line.what,
            &Happened::words(),
            "words of a log",
        ))
    })?;
    let at = Moment::parse(&line.at).ok_or_else(|| {
        Fault::at(number, format!("`{}` is no day and time of day", line.at))
            .help("write it as 2027-03-04T09:05:00")
    })?;
    let entry = Entry {
        number: line.n,
        at,
        what,
        subject: line.subject,
        who: line.who,
        text: line.text,
        value: line.value,
    };
    entry.check(number)?;
    Ok(entry)
}
