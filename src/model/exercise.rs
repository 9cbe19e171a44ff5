//! The exercise that people hold on a scenario, as far as its file says; the rest is made from the trial.

use crate::ids::{NodeId, ServiceId, TaskId, TeamId};
use crate::notation::moment::Moment;
use crate::source::Place;
use crate::units::Millis;

/// How long an exercise may last: an opening, an inject and a hot wash take 20 minutes; nobody is kept for more than two days.
pub const LASTS: std::ops::RangeInclusive<Millis> =
    Millis::new(20 * Millis::MINUTE.get())..=Millis::new(48 * Millis::HOUR.get());

#[derive(Clone, Debug, Default)]
pub struct Exercise {
    pub title: Option<String>,
    pub kind: ExerciseKind,
    pub start: Option<Moment>,
    /// Time in the room, within `LASTS`.
    pub lasts: Option<Millis>,
    pub pace: Pace,
    pub situation: Option<String>,
    pub objectives: Vec<ExerciseObjective>,
    pub roles: Vec<Role>,
    pub injects: Vec<Inject>,
    pub questions: Vec<String>,
    pub rules: Vec<String>,
}

/// How it is held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExerciseKind {
    #[default]
    Discussion,
    Functional,
    FullScale,
}

impl ExerciseKind {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            ExerciseKind::Discussion => "discussion-based (tabletop)",
            ExerciseKind::Functional => "functional",
            ExerciseKind::FullScale => "full-scale",
        }
    }
}

/// How the clock of the room follows that of the scenario.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Pace {
    /// It jumps from inject to inject.
    #[default]
    Jumps,
    /// Minutes of the scenario in a minute of play, from the onset; above 0.
    Steady(f64),
    /// Points (time of play, time of the scenario), both rising, straight between them.
    Points(Vec<(Millis, Millis)>),
}

#[derive(Clone, Debug)]
pub struct ExerciseObjective {
    pub id: String,
    pub text: String,
    pub services: Vec<ServiceId>,
    pub capability: Option<String>,
    pub tasks: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct Role {
    pub id: String,
    pub name: String,
    pub teams: Vec<TeamId>,
    pub services: Vec<ServiceId>,
    pub knows: Option<String>,
    pub powers: Vec<String>,
    pub phone: Option<String>,
}

/// An inject that somebody wrote.
#[derive(Clone, Debug)]
pub struct Inject {
    pub id: String,
    pub comes: Comes,
    pub from: Option<String>,
    /// Empty: to all.
    pub to: Vec<Addressee>,
    pub by: Option<String>,
    pub text: String,
    pub expect: Option<String>,
    pub truth: Option<String>,
    /// By position in `Exercise::objectives`.
    pub objective: Option<usize>,
    pub contingency: bool,
    pub place: Place,
}

/// When an inject comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comes {
    /// So long after the onset.
    At(Millis),
    With(Trigger),
    /// When the facilitator wants it.
    Whenever,
}

/// What in the trial an inject comes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    Incident,
    Detected,
    Assessed,
    Declared,
    Down(NodeId),
    Back(NodeId),
    Lapsed(ServiceId),
    Done(TaskId),
}

/// To whom an inject goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addressee {
    /// By position in `Exercise::roles`.
    Role(usize),
    Team(TeamId),
}
