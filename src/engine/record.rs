//! Records: why a thing came true or ceased to, and what that waited for.

use crate::units::Millis;

/// What a stretch of time is charged to, in the order in which simultaneous changes are applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    Event,
    Detection,
    Assessment,
    Declaration,
    Decision,
    Policy,
    Mobilisation,
    WaitingForPeople,
    WaitingForUnits,
    Work,
    Rework,
    Restart,
    Workaround,
}

impl Cause {
    /// The word of the results file.
    pub fn word(self) -> &'static str {
        match self {
            Cause::Event => "event",
            Cause::Detection => "detection",
            Cause::Assessment => "assessment",
            Cause::Declaration => "declaration",
            Cause::Decision => "decision",
            Cause::Policy => "policy",
            Cause::Mobilisation => "mobilisation",
            Cause::WaitingForPeople => "waiting-for-people",
            Cause::WaitingForUnits => "waiting-for-units",
            Cause::Work => "work",
            Cause::Rework => "rework",
            Cause::Restart => "restart",
            Cause::Workaround => "workaround",
        }
    }
}

/// Whom a stretch of time is charged to: an index into `Labels`, whose order is that of the texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Who(pub u32);

/// Position of a record in its trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordId(pub u32);

impl RecordId {
    /// No record: true from the start, or nothing came before.
    pub const NONE: RecordId = RecordId(u32::MAX);

    pub fn is_none(self) -> bool {
        self == RecordId::NONE
    }
}

impl Default for RecordId {
    fn default() -> RecordId {
        RecordId::NONE
    }
}

impl RecordId {
    /// The later of two records; at equal instants the first by (cause, who), and this one where those are equal, too.
    /// No record is earlier than any.
    #[inline]
    pub fn or_later(self, other: RecordId, records: &[Record]) -> RecordId {
        if other.is_none() || self == other {
            return self;
        }
        if self.is_none() {
            return other;
        }
        let (x, y) = (&records[self.0 as usize], &records[other.0 as usize]);
        let stays = x.at > y.at || (x.at == y.at && (x.cause, x.who) <= (y.cause, y.who));
        if stays { self } else { other }
    }
}

/// At `at` something changed because of (`cause`, `who`); it had waited since the record `before`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    pub at: Millis,
    pub cause: Cause,
    pub who: Who,
    pub before: RecordId,
    /// The choice of a strategy whose work this is, or the failed attempt, counted over the trial; `u32::MAX` for
    /// all else.
    pub choice: u32,
}
