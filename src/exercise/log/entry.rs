//! The words of a log.

use crate::diagnostic::near;
use crate::model::exercise::{ExerciseKind, Pace};
use crate::notation::date::Date;
use crate::notation::duration;
use crate::notation::moment::Moment;
use crate::units::Millis;

/// The version of the format that is written.
pub const VERSION: u64 = 1;

/// A log: which exercise it is of, and what happened, in the order in which it was written down.
#[derive(Clone, Debug)]
pub struct Log {
    pub head: Head,
    /// Numbered from 1 without a gap.
    pub entries: Vec<Entry>,
    /// The line of the file at which each entry stands, entry by entry; of a table the row that was filled in.
    pub lines: Vec<usize>,
    /// The line at which the file breaks off, as with a dead battery; everything before it was read.
    pub cut_off: Option<usize>,
}

/// Where entries stand is no part of what they say: a table and the lines made of it are the same log.
impl PartialEq for Log {
    fn eq(&self, other: &Log) -> bool {
        self.head == other.head && self.entries == other.entries && self.cut_off == other.cut_off
    }
}

impl Log {
    /// The line of the file at which an entry stands.
    pub fn line_of(&self, number: u64) -> usize {
        let position = self.entries.iter().position(|entry| entry.number == number);
        position.and_then(|position| self.lines.get(position)).copied().unwrap_or(1)
    }

    /// The entries that nobody took back.
    pub fn standing(&self) -> Vec<&Entry> {
        let undone: Vec<u64> = self
            .entries
            .iter()
            .filter(|entry| entry.what == Happened::Undo)
            .filter_map(|entry| entry.value.trim().parse().ok())
            .collect();
        let counts = |entry: &&Entry| entry.what != Happened::Undo && !undone.contains(&entry.number);
        self.entries.iter().filter(counts).collect()
    }
}

/// Which exercise a log is of: enough to make its pack again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Head {
    pub title: String,
    pub organisation: String,
    /// The scenario's file, from the folder in which the pack was made.
    pub scenario: String,
    /// Name and SHA-256 of each file that was read.
    pub inputs: Vec<(String, String)>,
    pub seed: u64,
    pub trial: u64,
    /// Trials of the campaign that the trial was chosen from.
    pub trials: u64,
    pub start: Option<Moment>,
    pub minutes: Option<u32>,
    pub injects: Option<usize>,
    /// Edits of the command line, such as `--set teams.dba.people=4`.
    pub edits: Vec<String>,
    pub decisions: Vec<DecisionOf>,
    /// How the exercise is held; heads of older packs do not say it.
    pub kind: Option<ExerciseKind>,
    /// How the clock of the scenario follows that of the room; likewise.
    pub pace: Option<Pace>,
    /// What the clock of the scenario shows at its beginning, since Monday 00:00; likewise.
    pub onset: Option<Millis>,
    /// The injects, in the order of the list; likewise.
    pub msel: Vec<InjectOf>,
}

impl Head {
    /// Takes from the head of the pack made again what older heads do not say.
    pub fn complete(&mut self, again: &Head) {
        self.kind = self.kind.or(again.kind);
        self.pace = self.pace.take().or_else(|| again.pace.clone());
        self.onset = self.onset.or(again.onset);
        if self.msel.is_empty() {
            self.msel.clone_from(&again.msel);
        }
    }
}

/// An inject of the pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InjectOf {
    /// As on the papers: `1`, `R1`.
    pub number: String,
    pub id: String,
    /// The instant of the scenario, if it has one.
    pub at: Option<Millis>,
}

/// A decision of the pack: its letter, the inject that asks for it, and the duration of the model that it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionOf {
    pub letter: String,
    pub inject: String,
    /// As in edits, such as `response.declare.takes`; empty where the model has none.
    pub path: String,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub number: u64,
    pub at: Moment,
    pub what: Happened,
    /// An inject, a decision, an objective, a duration of the model, an entry: as `what` wants.
    pub subject: String,
    /// A role, never a person.
    pub who: String,
    pub text: String,
    pub value: String,
}

/// What kind of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Happened {
    Begins,
    Ends,
    Pauses,
    Resumes,
    /// The clock of the scenario jumps.
    Clock,
    Inject,
    Held,
    Skipped,
    Decision,
    Started,
    Done,
    Took,
    Observation,
    Rating,
    Action,
    Note,
    /// An earlier entry does not count.
    Undo,
}

const WORDS: [(Happened, &str); 17] = [
    (Happened::Begins, "begins"),
    (Happened::Ends, "ends"),
    (Happened::Pauses, "pauses"),
    (Happened::Resumes, "resumes"),
    (Happened::Clock, "clock"),
    (Happened::Inject, "inject"),
    (Happened::Held, "held"),
    (Happened::Skipped, "skipped"),
    (Happened::Decision, "decision"),
    (Happened::Started, "started"),
    (Happened::Done, "done"),
    (Happened::Took, "took"),
    (Happened::Observation, "observation"),
    (Happened::Rating, "rating"),
    (Happened::Action, "action"),
    (Happened::Note, "note"),
    (Happened::Undo, "undo"),
];

impl Happened {
    pub fn word(self) -> &'static str {
        WORDS.iter().find(|(known, _)| *known == self).map_or("note", |(_, word)| word)
    }

    pub fn named(word: &str) -> Option<Happened> {
        WORDS.iter().find(|(_, known)| known.eq_ignore_ascii_case(word.trim())).map(|(what, _)| *what)
    }

    pub fn words() -> Vec<&'static str> {
        WORDS.iter().map(|(_, word)| *word).collect()
    }
}

/// What is wrong with a log, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// From 1.
    pub line: usize,
    pub message: String,
    pub help: Option<String>,
}

impl Fault {
    pub fn at(line: usize, message: impl Into<String>) -> Fault {
        Fault { line, message: message.into(), help: None }
    }

    pub fn help(mut self, help: impl Into<String>) -> Fault {
        self.help = Some(help.into());
        self
    }
}

/// The words of an observation's value.
const KINDS: [&str; 2] = ["strength", "improve"];

impl Entry {
    /// The same with the words of its value as a log writes them: spreadsheets make the first letter of a cell large.
    pub fn tidied(mut self) -> Entry {
        let is = |what| self.what == what;
        self.value = match self.value.trim() {
            text if is(Happened::Rating) => text.to_ascii_uppercase(),
            text if is(Happened::Observation) => text.to_ascii_lowercase(),
            text => text.to_owned(),
        };
        self
    }

    /// Checks that an entry has what its kind needs.
    ///
    /// # Errors
    /// What is lacking, found and expected.
    pub fn check(&self, line: usize) -> Result<(), Fault> {
        let lacks = |what: &str, help: &str| {
            Err(Fault::at(line, format!("`{}` without {what}", self.what.word())).help(help))
        };
        match self.what {
            Happened::Inject | Happened::Held | Happened::Skipped if self.subject.is_empty() => {
                lacks("a subject", "write the id of the inject, such as inject-1")
            }
            Happened::Decision if self.subject.is_empty() => {
                lacks("a subject", "write its letter, or a word for a decision that nobody had planned")
            }
            Happened::Started | Happened::Done | Happened::Took if self.subject.is_empty() => lacks(
                "a subject",
                "write the duration of the model, such as ledger-db/fail-over/promote or teams.dba.call_out",
            ),
            Happened::Took => match duration::parse(&self.value) {
                Ok(length) if length > Millis::ZERO => Ok(()),
                _ => Err(Fault::at(line, format!("`took` needs a duration, found `{}`", self.value))
                    .help("write it in the value, such as 25m or 1h30m")),
            },
            Happened::Rating if !matches!(self.value.as_str(), "P" | "S" | "M" | "U") => {
                Err(Fault::at(line, format!("`{}` is no rating", self.value))
                    .help("write P, S, M or U in the value; the evaluator guide says what they mean"))
            }
            Happened::Observation if !self.value.is_empty() && !KINDS.contains(&self.value.as_str()) => {
                Err(Fault::at(line, format!("`{}` is nothing that an observation can be", self.value))
                    .help(near::or_list(&self.value, &KINDS, "write one of these in the value, or nothing")))
            }
            Happened::Action if !self.value.is_empty() && Date::parse(&self.value).is_none() => {
                Err(Fault::at(line, format!("`{}` is no day of the calendar", self.value))
                    .help("write the day by which it is done as 2027-04-30"))
            }
            Happened::Undo if self.value.parse::<u64>().is_ok_and(|number| number < self.number) => Ok(()),
            Happened::Undo => Err(Fault::at(
                line,
                format!("`undo` needs the number of an earlier entry, found `{}`", self.value),
            )
            .help("write the number in the value")),
            _ => Ok(()),
        }
    }
}
