//! What the entries of a log come to: who got what, what was decided, how long things took. A console shows this, and a
//! report is made from it.

use std::collections::BTreeMap;

use super::entry::{Entry, Happened, Log};
use super::evidence::Observed;
use crate::notation::duration;
use crate::notation::moment::Moment;

/// Where an exercise stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    pub began: Option<Moment>,
    pub ended: Option<Moment>,
    /// What the clock of the scenario was set to, with the number of the entry.
    pub clocks: Vec<(Moment, u64, String)>,
    /// Pauses, the last without an end if nobody wrote that play went on.
    pub pauses: Vec<(Moment, Option<Moment>)>,
    /// Injects by id: when they were delivered.
    pub delivered: BTreeMap<String, Moment>,
    pub skipped: Vec<String>,
    pub decisions: Vec<Taken>,
    /// What has been started and is not done, by subject.
    pub running: BTreeMap<String, Moment>,
    /// Entries that end what nobody started.
    pub unstarted: Vec<(u64, String)>,
    /// What ran from one time of the room to another.
    pub spans: Vec<Span>,
    /// What somebody measured, and wrote down as a length.
    pub measured: Vec<Observed>,
    pub observations: Vec<Observation>,
    pub ratings: Vec<Rating>,
    pub actions: Vec<Action>,
    pub notes: Vec<(Moment, String)>,
}

/// A decision that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    pub at: Moment,
    /// The entry that says so.
    pub number: u64,
    /// Its letter, or a word.
    pub decision: String,
    pub who: String,
    pub text: String,
    /// What was dropped for it.
    pub dropped: String,
}

/// What ran from one time of the room to another. How long that is for the plan, if it says anything of it, tells
/// [`super::Evidence`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    pub of: SpanOf,
    /// A duration of the model; of a decision it may be empty.
    pub subject: String,
    pub from: Moment,
    pub until: Moment,
    /// The entry that ends it.
    pub number: u64,
}

/// What a span lies between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpanOf {
    /// `started` and `done`.
    Work,
    /// The inject that asks for a decision, and the decision with this letter.
    Decision(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    pub at: Moment,
    /// An objective, by id; or nothing.
    pub objective: String,
    pub who: String,
    pub text: String,
    /// `strength`, `improve`, or nothing.
    pub kind: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rating {
    pub objective: String,
    /// P, S, M or U.
    pub rating: char,
    pub who: String,
    pub evidence: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    pub text: String,
    pub owner: String,
    /// A day, or nothing.
    pub due: String,
    /// The edit of the model that stands for it, `PATH=VALUE`; or nothing.
    pub edit: String,
}

impl State {
    /// What a log comes to; entries that were undone do not count.
    pub fn of(log: &Log) -> State {
        let mut state = State::default();
        // Written late is not happened late.
        let mut entries = log.standing();
        entries.sort_by_key(|entry| (entry.at, entry.number));
        for entry in entries {
            state.take(entry);
        }
        for decision in &log.head.decisions {
            state.span_of_decision(&decision.letter, &decision.inject, &decision.path);
        }
        state
    }

    /// Takes in one more entry.
    pub fn take(&mut self, entry: &Entry) {
        let Entry { at, subject, who, text, value, .. } = entry.clone();
        match entry.what {
            Happened::Begins => self.began = self.began.or(Some(at)),
            Happened::Ends => self.ended = Some(at),
            Happened::Clock => self.clocks.push((at, entry.number, text)),
            Happened::Pauses => self.pauses.push((at, None)),
            Happened::Resumes => {
                let open = self.pauses.last_mut().filter(|(_, until)| until.is_none());
                if let Some((_, until)) = open {
                    *until = Some(at);
                }
            }
            Happened::Inject => drop(self.delivered.entry(subject).or_insert(at)),
            Happened::Skipped => self.skipped.push(subject),
            Happened::Decision => {
                let number = entry.number;
                self.decisions.push(Taken { at, number, decision: subject, who, text, dropped: value })
            }
            Happened::Started => drop(self.running.insert(subject, at)),
            Happened::Done => {
                let number = entry.number;
                match self.running.remove(&subject) {
                    Some(from) => {
                        self.spans.push(Span { of: SpanOf::Work, subject, from, until: at, number });
                    }
                    None => self.unstarted.push((number, subject)),
                }
            }
            Happened::Took => {
                if let Ok(took) = duration::parse(&value) {
                    self.measured.push(Observed { subject, took, at, number: entry.number });
                }
            }
            Happened::Observation => {
                self.observations.push(Observation { at, objective: subject, who, text, kind: value })
            }
            Happened::Rating => {
                let rating = value.chars().next().unwrap_or('U');
                self.ratings.push(Rating { objective: subject, rating, who, evidence: text });
            }
            Happened::Action => self.actions.push(Action { text, owner: who, due: value, edit: subject }),
            Happened::Note => self.notes.push((at, text)),
            Happened::Held | Happened::Undo => {}
        }
    }

    /// The time from an inject to the decision it asks for.
    fn span_of_decision(&mut self, letter: &str, inject: &str, path: &str) {
        let taken = self.decisions.iter().find(|taken| taken.decision == letter);
        let (Some(taken), Some(&asked)) = (taken, self.delivered.get(inject)) else { return };
        if taken.at > asked {
            let (of, until, number) = (SpanOf::Decision(letter.to_owned()), taken.at, taken.number);
            self.spans.push(Span { of, subject: path.to_owned(), from: asked, until, number });
        }
    }
}
