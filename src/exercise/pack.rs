//! The pack: everything that the papers of an exercise say, as plain data in the order in which it is told.

use crate::model::exercise::ExerciseKind;
use crate::units::Millis;

use super::room::Room;

/// An exercise made from one trial.
#[derive(Clone, Debug)]
pub struct Pack {
    /// For players; it does not tell what happens.
    pub title: String,
    pub organisation: String,
    /// Label and value of the document control block.
    pub paper: Vec<(String, String)>,
    pub kind: ExerciseKind,
    pub room: Room,
    pub origin: Origin,
    /// What players know at the start.
    pub situation: Vec<String>,
    /// Service, owner, rto, rpo, mtpd, as the plan says.
    pub promises: Vec<[String; 5]>,
    /// Team, people at the hour of the onset, and in all.
    pub people: Vec<[String; 3]>,
    pub rules: Vec<String>,
    pub objectives: Vec<Objective>,
    pub roles: Vec<Role>,
    /// In the order of the room; those in reserve last.
    pub injects: Vec<Inject>,
    pub decisions: Vec<Decision>,
    /// What became of each service in the trial; for control alone.
    pub fates: Vec<Fate>,
    pub questions: Vec<Question>,
    pub invitations: Vec<Invitation>,
    /// What is wrong with this exercise as an exercise.
    pub lint: Vec<String>,
}

/// Where a pack comes from; for control alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The scenario's file as the command line names it.
    pub scenario: String,
    pub scenario_title: String,
    /// Name and SHA-256 of each file that was read.
    pub inputs: Vec<(String, String)>,
    pub seed: u64,
    pub trial: u64,
    /// Why this trial: sentences.
    pub reasons: Vec<String>,
    /// Gaps of the plan that it shows: sentences.
    pub gaps: Vec<String>,
    /// Kinds of moments in it.
    pub offers: Vec<String>,
    /// The commands that show the trial, and make the pack, again.
    pub commands: Vec<String>,
    pub narrative: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objective {
    pub id: String,
    pub text: String,
    pub capability: String,
    /// What evaluators watch for.
    pub tasks: Vec<String>,
    /// Names of the services it is about.
    pub services: Vec<String>,
}

/// A role and its brief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    pub id: String,
    pub name: String,
    /// What it knows at the start.
    pub knows: Vec<String>,
    /// What it answers for.
    pub duties: Vec<String>,
    pub powers: Vec<String>,
    pub phone: Option<String>,
}

/// One line of the master scenario events list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inject {
    /// `1`, `2`; in reserve `R1`, `R2`.
    pub number: String,
    /// The id by which logs name it.
    pub id: String,
    /// Minutes from the start of the day in the room; `None` in reserve.
    pub minute: Option<u32>,
    /// The instant of the trial; `None` where it has none.
    pub at: Option<Millis>,
    /// What the wall clock of the scenario shows; empty where `at` is none.
    pub clock: String,
    pub from: String,
    /// By position in `Pack::roles`; empty: all.
    pub to: Vec<usize>,
    pub by: String,
    /// Word for word.
    pub text: String,
    pub expect: String,
    /// By position in `Pack::objectives`.
    pub objective: Option<usize>,
    /// For control alone, from here on.
    pub truth: Vec<String>,
    pub good: Vec<String>,
    pub questions: Vec<String>,
    /// What to do if the room stalls, and if it runs ahead.
    pub stalls: String,
    pub ahead: String,
    /// By position in `Pack::decisions`.
    pub decision: Option<usize>,
    /// What somebody who plays the caller may add under pressure, and no more.
    pub under_pressure: String,
}

impl Inject {
    /// Whether it is given only if the room needs it.
    pub fn is_reserve(&self) -> bool {
        self.minute.is_none()
    }
}

/// A decision that the trial turns on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// `A`, `B`.
    pub letter: String,
    pub what: String,
    /// Who decides.
    pub by: String,
    /// When it could first be taken, and was taken in the trial.
    pub open: Millis,
    pub taken: Millis,
    /// The latest instant in time for the objective it serves; `None`: at no instant, or there is no objective.
    pub last_moment: Option<Millis>,
    /// What the wall clock of the scenario shows then; empty without one.
    pub last_clock: String,
    /// The last responsible moment in a sentence.
    pub last: String,
    /// What that moment is the last for, such as `MTPD of 3d of Salaries`; none without one.
    pub promise: Option<String>,
    /// Which returns an earlier or a later one moves: sentences.
    pub moved: Vec<String>,
    /// The duration of the model that it takes; empty where there is none.
    pub path: String,
    /// Who decides later than this one in the room is late: minutes from the start of the day; `None` without one.
    pub last_minute: Option<u32>,
    /// Why nobody in the room can be late with it, where there is something to keep but no such minute.
    pub beyond: Option<Beyond>,
}

/// A last responsible moment that is no minute of play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beyond {
    /// It is past before anybody can be asked: nobody is late with it.
    Past,
    /// The clock of the room has not reached it when play begins.
    BeforePlay,
    /// The clock of the room does not reach it before play ends.
    AfterPlay,
}

impl Beyond {
    /// In place of a clock.
    pub fn words(self) -> &'static str {
        match self {
            Beyond::Past => "past before anybody is asked",
            Beyond::BeforePlay => "before play begins",
            Beyond::AfterPlay => "after the end of play",
        }
    }
}

/// What became of a service in the trial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fate {
    pub service: String,
    /// In words: when out, when back.
    pub told: String,
    /// Each promise, whether it was kept in this trial, and what it counts.
    pub verdict: String,
    /// The promises of time that were broken, such as `RTO of 4h of Payments`.
    pub broken: Vec<String>,
    /// In how many of 100 trials each is kept, with its interval.
    pub kept: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub text: String,
    /// The gap of the model behind it.
    pub because: String,
}

/// Somebody to invite because the model says that everything waits for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    pub who: String,
    pub because: String,
}
