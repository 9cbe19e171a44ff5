//! What happens to the organisation.

use super::exercise::Exercise;
use super::{Actual, Allowance, Uncertain, UncertainNumber};
use crate::ids::{NodeId, TaskId, TeamId};
use crate::notation::hours::Hours;
use crate::source::Place;
use crate::units::Millis;

#[derive(Clone, Debug)]
pub struct Scenario {
    pub title: String,
    /// As written in the file, `Other("...")` as its text; `None`: without class.
    pub class: Option<String>,
    pub onset: Onset,
    pub horizon: Millis,
    pub narrative: Option<String>,
    /// Sorted by id.
    pub events: Vec<Event>,
    /// What its file says of the exercise that people hold on it; no trial reads it.
    pub exercise: Exercise,
    /// In the order of the file.
    pub actuals: Vec<Actual>,
    /// Likewise.
    pub allow: Vec<Allowance>,
    /// Where the title is written.
    pub place: Place,
    pub horizon_place: Place,
    /// `None`: without class.
    pub class_place: Option<Place>,
}

/// The instant of the week at which t = 0 lies.
#[derive(Clone, Debug, PartialEq)]
pub enum Onset {
    /// Milliseconds since Monday 00:00.
    At(Millis),
    /// Uniform over these hours, drawn per trial; `Any` is the whole week.
    Within(Hours),
}

impl Default for Onset {
    /// Any instant of the week.
    fn default() -> Onset {
        Onset::Within(Hours::always())
    }
}

/// From where an event's `after` counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    Onset,
    Detected,
    Assessed,
    Declared,
    /// First strike of the event at this position in `Scenario::events`.
    Event(usize),
}

/// What ends an effect.
#[derive(Clone, Debug, PartialEq)]
pub enum Until {
    /// Until people recover it, or for good.
    Open,
    Lasts(Uncertain),
    /// Until the task is done.
    Task(TaskId),
}

#[derive(Clone, Debug)]
pub struct Event {
    pub id: String,
    /// Whether the file gives the id; else it comes from the kind and the position.
    pub has_own_id: bool,
    pub name: Option<String>,
    /// Sorted; empty for a Spread.
    pub targets: Vec<NodeId>,
    pub since: Since,
    pub after: Uncertain,
    /// In 0..=1.
    pub chance: f64,
    /// One chance for all targets.
    pub together: bool,
    pub kind: EventKind,
    pub place: Place,
}

#[derive(Clone, Debug)]
pub enum EventKind {
    Outage {
        until: Until,
    },
    Destruction,
    /// `dwell` is zero where no target holds data and the file is silent.
    Corruption {
        dwell: Uncertain,
        destroys_copies: f64,
    },
    /// Teams, in `targets`.
    Absence {
        share: UncertainNumber,
        until: Until,
    },
    /// Teams and systems, in `targets`.
    Delay {
        factor: UncertainNumber,
        until: Until,
    },
    /// Repeats the effect of the event at this position in `Scenario::events`.
    Spread {
        of: usize,
        along: Along,
        chance: f64,
        delay: Uncertain,
    },
}

/// To which neighbours a Spread goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Along {
    Dependents,
    Dependencies,
    SameSite,
    Tag(String),
}

impl Event {
    /// Whether it is an effect: it starts an incident and can be repeated by a Spread.
    pub fn is_effect(&self) -> bool {
        matches!(self.kind, EventKind::Outage { .. } | EventKind::Destruction | EventKind::Corruption { .. })
    }

    /// The teams among its targets, by the model's nodes.
    pub fn teams<'a>(
        &'a self,
        nodes: &'a crate::ids::IdVec<NodeId, super::Node>,
    ) -> impl Iterator<Item = TeamId> + 'a {
        self.targets.iter().filter_map(|&node| match nodes[node].kind {
            super::NodeKind::Team(team) => Some(team),
            _ => None,
        })
    }
}
