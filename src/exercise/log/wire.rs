//! The lines of a log as JSON: the head first, then an entry a line.
//!
//! Invariant: a line that is not whole is lost only if it is the last and has no end; anything else wrong is an error
//! that names its line.

use serde::{Deserialize, Serialize};

use super::conflicts::conflicts;
use super::entry::{DecisionOf, Entry, Fault, Happened, Head, InjectOf, Log, VERSION};
use crate::diagnostic::near;
use crate::model::exercise::{ExerciseKind, Pace};
use crate::notation::moment::Moment;
use crate::notation::{duration, instant};
use crate::units::Millis;
use crate::wording::clock;

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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pace: Option<PaceLine>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    onset: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    msel: Vec<(String, String, String)>,
    #[serde(default)]
    decisions: Vec<DecisionLine>,
}

/// `"jumps"`, minutes of the scenario in one of play, or pairs of time of play and time of the scenario.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum PaceLine {
    Word(String),
    Steady(f64),
    Points(Vec<(String, String)>),
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
        kind: head.kind.map(|kind| kind_word(kind).to_owned()),
        pace: head.pace.as_ref().map(pace_line),
        onset: head.onset.map(|onset| clock::of_week(onset, Millis::ZERO)),
        msel: head.msel.iter().map(inject_line).collect(),
        decisions: decisions.collect(),
    };
    serde_json::to_string(&line).expect("texts and numbers are JSON")
}

const KINDS: [(ExerciseKind, &str); 3] = [
    (ExerciseKind::Discussion, "discussion"),
    (ExerciseKind::Functional, "functional"),
    (ExerciseKind::FullScale, "full-scale"),
];

fn kind_word(kind: ExerciseKind) -> &'static str {
    KINDS.iter().find(|(known, _)| *known == kind).map_or("discussion", |(_, word)| word)
}

fn pace_line(pace: &Pace) -> PaceLine {
    match pace {
        Pace::Jumps => PaceLine::Word(JUMPS.to_owned()),
        Pace::Steady(factor) => PaceLine::Steady(*factor),
        Pace::Points(points) => {
            PaceLine::Points(points.iter().map(|(play, at)| (play.exact(), at.exact())).collect())
        }
    }
}

const JUMPS: &str = "jumps";

fn inject_line(inject: &InjectOf) -> (String, String, String) {
    (inject.number.clone(), inject.id.clone(), inject.at.map(Millis::exact).unwrap_or_default())
}

/// What a head says of the kind and the clock of its exercise.
///
/// # Errors
/// What is written there is none of these.
fn clock_of(line: &HeadLine, head: &mut Head) -> Result<(), String> {
    let length = |text: &str| duration::parse(text).map_err(|_| format!("`{text}` is no duration"));
    let kind = |text: &String| {
        let found = KINDS.iter().find(|(_, word)| word == text).map(|(kind, _)| *kind);
        found.ok_or_else(|| format!("`{text}` is no kind of exercise"))
    };
    head.kind = line.kind.as_ref().map(kind).transpose()?;
    head.pace = match &line.pace {
        None => None,
        Some(PaceLine::Word(word)) if word == JUMPS => Some(Pace::Jumps),
        Some(PaceLine::Word(word)) => return Err(format!("`{word}` is no pace of a clock")),
        Some(PaceLine::Steady(factor)) if *factor > 0.0 => Some(Pace::Steady(*factor)),
        Some(PaceLine::Steady(factor)) => return Err(format!("a clock does not run at a pace of {factor}")),
        Some(PaceLine::Points(points)) => {
            let point = |(play, at): &(String, String)| Ok((length(play)?, length(at)?));
            Some(Pace::Points(points.iter().map(point).collect::<Result<_, String>>()?))
        }
    };
    let onset = |text: &String| instant::parse(text).map_err(|_| format!("`{text}` is no instant of a week"));
    head.onset = line.onset.as_ref().map(onset).transpose()?;
    let inject = |(number, id, at): &(String, String, String)| {
        let at = if at.is_empty() { None } else { Some(length(at)?) };
        Ok(InjectOf { number: number.clone(), id: id.clone(), at })
    };
    head.msel = line.msel.iter().map(inject).collect::<Result<_, String>>()?;
    Ok(())
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
    let mut read = Head::default();
    clock_of(&head, &mut read).map_err(|why| Fault::at(number, format!("in the head {why}")))?;
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
        ..read
    })
}

/// Reads a log.
///
/// # Errors
/// Every line that is wrong. A last line without an end that is no whole entry is cut off, not wrong.
pub fn from_lines(text: &str) -> Result<Log, Vec<Fault>> {
    super::whole(read_lines(text))
}

/// Reads what can be read of a log, and says what is wrong with the rest; nothing without a head.
pub(super) fn read_lines(text: &str) -> (Option<Log>, Vec<Fault>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let ends = text.ends_with('\n');
    let lines: Vec<(usize, &str)> =
        (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()).collect();
    let Some((&(number, first), rest)) = lines.split_first() else {
        return (None, vec![Fault::at(1, "the log is empty")]);
    };
    let (head, mut faults) = match head_of(first, number) {
        Ok(head) => (Some(head), Vec::new()),
        Err(fault) => (None, vec![fault]),
    };
    let (mut entries, mut places, mut cut_off, mut last) = (Vec::new(), Vec::new(), None, 0);
    for (position, &(number, line)) in rest.iter().enumerate() {
        let is_last = position + 1 == rest.len();
        match serde_json::from_str::<EntryLine>(line) {
            Ok(entry) => {
                faults.extend(out_of_order(entry.n, last, number));
                last = entry.n;
                match entry_of(entry, number) {
                    Ok(entry) => {
                        entries.push(entry);
                        places.push(number);
                    }
                    Err(fault) => faults.push(fault),
                }
            }
            Err(_) if is_last && !ends => cut_off = Some(number),
            Err(error) => {
                faults.push(
                    Fault::at(number, format!("this line is no entry: {error}"))
                        .help("each line is one whole JSON object; docs/exercise-log.md lists its fields"),
                );
                last += 1;
            }
        }
    }
    faults.extend(conflicts(&entries, &places));
    faults.sort_by_key(|fault| fault.line);
    (head.map(|head| Log { head, entries, lines: places, cut_off }), faults)
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
    let entry = entry.tidied();
    entry.check(number)?;
    Ok(entry)
}
