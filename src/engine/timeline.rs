//! The changes of one trial in order, for `replay`. Runs record nothing.

use super::footprint::Place;
use super::record::{Record, RecordId, Who};
use crate::units::Millis;

/// What happened; the words are those of the results file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Incident,
    Struck,
    Ended,
    Down,
    Up,
    Below,
    /// Full service ends.
    Reduced,
    Minimum,
    Full,
    Detected,
    Assessed,
    Declared,
    Called,
    Mobilised,
    /// The larger number of people that a team has once an incident is declared is there.
    SurgeArrived,
    Chosen,
    Decided,
    GivenUp,
    StrategyFailed,
    StrategyDone,
    StoodDown,
    /// The first step of a strategy that restores data starts: the point is fixed from now on.
    CopyTaken,
    Mode,
    WorkReady,
    StepStarted,
    StepDone,
    StepFailed,
    RestartStarted,
    RestartDone,
    TaskBegun,
    TaskDone,
    WorkaroundBegun,
    WorkaroundActive,
    WorkaroundLapsed,
    WorkaroundOff,
}

impl What {
    /// The word of the timeline file.
    pub fn word(self) -> &'static str {
        match self {
            What::Incident => "incident",
            What::Struck => "struck",
            What::Ended => "ended",
            What::Down => "down",
            What::Up => "up",
            What::Below => "below",
            What::Reduced => "reduced",
            What::Minimum => "minimum",
            What::Full => "full",
            What::Detected => "detected",
            What::Assessed => "assessed",
            What::Declared => "declared",
            What::Called => "called",
            What::Mobilised => "mobilised",
            What::SurgeArrived => "surge-arrived",
            What::Chosen => "chosen",
            What::Decided => "decided",
            What::GivenUp => "given-up",
            What::StrategyFailed => "strategy-failed",
            What::StrategyDone => "strategy-done",
            What::StoodDown => "stood-down",
            What::CopyTaken => "copy-taken",
            What::Mode => "mode",
            What::WorkReady => "work-ready",
            What::StepStarted => "step-started",
            What::StepDone => "step-done",
            What::StepFailed => "step-failed",
            What::RestartStarted => "restart-started",
            What::RestartDone => "restart-done",
            What::TaskBegun => "task-begun",
            What::TaskDone => "task-done",
            What::WorkaroundBegun => "workaround-begun",
            What::WorkaroundActive => "workaround-active",
            What::WorkaroundLapsed => "workaround-lapsed",
            What::WorkaroundOff => "workaround-off",
        }
    }
}

/// One change: at an instant, what, to whom, by which record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    pub at: Millis,
    pub what: What,
    /// The node, strategy, step, event or workaround it is about.
    pub who: Who,
    /// Why: `NONE` where the trial's start or an event itself is the reason.
    pub why: RecordId,
    /// Of a copy taken: how long before the disruption the data were so.
    pub age: Option<Millis>,
}

/// Listens to a trial.
pub trait Recorder {
    /// Whether it listens at all; a constant, so that runs pay nothing.
    const LISTENS: bool;

    /// Takes a change. Nearly all are told at their instant; some, which nothing can prevent any more, before.
    fn change(&mut self, change: Change);

    /// Is told of everything in the program that variants of a plan differ in and that the trial looks at, each time.
    fn looks_at(&mut self, _place: Place) {}
}

impl Recorder for () {
    const LISTENS: bool = false;

    fn change(&mut self, _: Change) {}
}

/// Every change of a trial and the records they refer to.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    pub changes: Vec<Change>,
    pub records: Vec<Record>,
}

impl Timeline {
    /// Takes over the records at the end of a trial and puts in order what was known ahead of its time.
    pub fn close(&mut self, records: &[Record], horizon: Millis) {
        self.changes.retain(|change| change.at <= horizon);
        self.changes.sort_by_key(|change| change.at);
        self.records = records.to_vec();
    }
}

impl Recorder for Timeline {
    const LISTENS: bool = true;

    fn change(&mut self, change: Change) {
        self.changes.push(change);
    }
}
