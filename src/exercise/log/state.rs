//! What the entries of a log come to: who got what, what was decided, how long things took. A console shows this, and a
//! report is made from it.

use std::collections::BTreeMap;

use super::entry::{Entry, Happened, Log};
use crate::notation::duration;
use crate::notation::moment::Moment;
use crate::units::Millis;

/// Where an exercise stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    pub began: Option<Moment>,
    pub ended: Option<Moment>,
    /// What the clock of the scenario was last set to.
    pub clock: Option<String>,
    /// Injects by id: when they were delivered.
    pub delivered: BTreeMap<String, Moment>,
    pub skipped: Vec<String>,
    pub decisions: Vec<Taken>,
    /// What has been started and is not done, by subject.
    pub running: BTreeMap<String, Moment>,
    pub observed: Vec<Observed>,
    pub observations: Vec<Observation>,
    pub ratings: Vec<Rating>,
    pub actions: Vec<Action>,
    pub notes: Vec<(Moment, String)>,
}

/// A decision that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    pub at: Moment,
    /// Its letter, or a word.
    pub decision: String,
    pub who: String,
    pub text: String,
    /// What was dropped for it.
    pub dropped: String,
}

/// How long something of the model took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observed {
    pub subject: String,
    pub took: Millis,
    /// When it was over, or was noted.
    pub at: Moment,
    /// The entry that says so.
    pub number: u64,
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
        let undone: Vec<u64> = log
            .entries
            .iter()
            .filter(|entry| entry.what == Happened::Undo)
            .filter_map(|entry| entry.value.parse().ok())
            .collect();
        let mut state = State::default();
        let counts = |entry: &&Entry| !undone.contains(&entry.number);
        // Written late is not happened late.
        let mut entries: Vec<&Entry> = log.entries.iter().filter(counts).collect();
        entries.sort_by_key(|entry| (entry.at, entry.number));
        for entry in entries {
            state.take(entry);
        }
        for decision in &log.head.decisions {
            state.observe_decision(&decision.letter, &decision.inject, &decision.path);
        }
        state
    }

    /// Takes in one more entry.
    pub fn take(&mut self, entry: &Entry) {
        let Entry { at, subject, who, text, value, .. } = entry.clone();
        match entry.what {
            Happened::Begins => self.began = self.began.or(Some(at)),
            Happened::Ends => self.ended = Some(at),
            Happened::Clock => self.clock = Some(text),
            Happened::Inject => drop(self.delivered.entry(subject).or_insert(at)),
            Happened::Skipped => self.skipped.push(subject),
            Happened::Decision => {
                self.decisions.push(Taken { at, decision: subject, who, text, dropped: value })
            }
            Happened::Started => drop(self.running.insert(subject, at)),
            Happened::Done => {
                if let Some(began) = self.running.remove(&subject) {
                    let took = Millis::new(at.seconds_since(began).max(0) * 1_000);
                    self.observed.push(Observed { subject, took, at, number: entry.number });
                } else {
                    self.notes.push((at, format!("done, but nobody wrote down when it started: {subject}")));
                }
            }
            Happened::Took => {
                if let Ok(took) = duration::parse(&value) {
                    self.observed.push(Observed { subject, took, at, number: entry.number });
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
            Happened::Held | Happened::Pauses | Happened::Resumes | Happened::Undo => {}
        }
    }

    /// The time from an inject to the decision it asks for is how long the decision took.
    fn observe_decision(&mut self, letter: &str, inject: &str, path: &str) {
        let taken = self.decisions.iter().find(|taken| taken.decision == letter);
        let (Some(taken), Some(&asked)) = (taken, self.delivered.get(inject)) else { return };
        let seconds = taken.at.seconds_since(asked);
        if path.is_empty() || seconds <= 0 {
            return;
        }
        let took = Millis::new(seconds * 1_000);
        self.observed.push(Observed { subject: path.to_owned(), took, at: taken.at, number: 0 });
    }
}
