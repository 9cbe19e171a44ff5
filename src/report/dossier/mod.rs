//! Reads results files back and arranges them for people: what every gap report is made from, and from nothing else.
//!
//! A [`Played`] is one results object, typed; [`read()`] takes objects from newer and older versions, as long as the
//! name of their schema stays: keys that are not known are left aside, keys that came later may be missing. A
//! [`Dossier`] puts several scenarios of one organisation side by side. So `report RESULTS.json` says what `run -o
//! html=...` said, to the byte.
//!
//! Invariants: every text is safe to show ([`Text`]); nothing is estimated here, only converted and sorted.

mod text;
mod read;
mod words;
mod estimate;
mod ledger;
mod finding;
mod evidence;
mod subject;
mod document;
mod replay;
mod actual;
mod against;
mod played;
mod standing;
mod objectives;
mod matrix;
mod gaps;
#[cfg(test)]
mod tests;

pub use actual::{Actual, RealOutage};
pub use against::{Against, Because, Changed, InputKind, Moved};
pub use document::{Check, Document, Entry as DocumentEntry, InputUsed, Picture};
pub use estimate::{Assumptions, Money, Objective, SharePoint};
pub use evidence::Fact;
pub use finding::{Acceptance, Cause, Figure, Finding, Place, Remedy};
pub use gaps::{Gap, Gaps};
pub use ledger::{Criticality, Entry, Ledger};
pub use matrix::{Cell, Matrix, MatrixRow};
pub use objectives::{ObjectiveRow, SubjectKind};
pub use played::{Convergence, Edit, Engine, Input, Played, Run, Scenario, Search};
pub use read::{Unreadable, read};
pub use replay::{Chain, Change, Replay, Stretch};
pub use standing::{Counts, Standing};
pub use subject::{ByClock, OnClock, Queue, Resource, RestsOn, Service, Strategy, System, Task, Team};
pub use text::Text;

use serde_json::Value;

use crate::notation::date::Date;

/// The results of one or several scenarios of one organisation.
#[derive(Clone, Debug)]
pub struct Dossier {
    /// In the order in which they were given; at least one where a report is to be made.
    pub played: Vec<Played>,
    /// The day on which acceptances are held against their last day; `None`: none has expired.
    pub as_of: Option<Date>,
    /// The JSON of studies that stand beside the results (`docs/studies.md`).
    pub studies: Vec<Value>,
}

impl Dossier {
    /// Puts results side by side.
    pub fn new(played: Vec<Played>, as_of: Option<Date>) -> Dossier {
        Dossier { played, as_of, studies: Vec::new() }
    }

    /// The same with studies beside it.
    #[must_use]
    pub fn with_studies(self, studies: Vec<Value>) -> Dossier {
        Dossier { studies, ..self }
    }

    /// How many objectives stand how, over all scenarios.
    pub fn counts(&self) -> Counts {
        self.played.iter().map(Played::counts).fold(Counts::default(), Counts::plus)
    }

    /// Every objective of every scenario, worst first.
    pub fn objectives(&self) -> Vec<ObjectiveRow<'_>> {
        objectives::rows(self)
    }

    /// In how many of 100 runs each service keeps its recovery time, scenario by scenario.
    pub fn matrix(&self) -> Matrix<'_> {
        Matrix::new(self)
    }

    /// The findings that nobody accepts, those that somebody does, and those whose acceptance has expired.
    pub fn gaps(&self) -> Gaps<'_> {
        Gaps::new(self)
    }
}
