//! The words of the results file for closed sets, read back into the types they were written from.

use serde::Deserialize;

use crate::engine::Cause;
use crate::model::Clock;
use crate::results::{IntervalKind, ObjectiveKind, Verdict};

#[derive(Deserialize)]
#[serde(remote = "ObjectiveKind", rename_all = "kebab-case")]
pub(super) enum KindWord {
    Rto,
    Rpo,
    Mtpd,
    Within,
}

#[derive(Deserialize)]
#[serde(remote = "Verdict", rename_all = "kebab-case")]
pub(super) enum VerdictWord {
    Holds,
    FallsShort,
    Undecided,
    NotTouched,
}

#[derive(Deserialize)]
#[serde(remote = "IntervalKind", rename_all = "kebab-case")]
pub(super) enum IntervalWord {
    Wilson,
    Sequence,
}

#[derive(Deserialize)]
#[serde(remote = "Clock", rename_all = "kebab-case")]
pub(super) enum ClockWord {
    Disruption,
    Detected,
    Declared,
}

/// A verdict where there may be none.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct SomeVerdict(#[serde(with = "VerdictWord")] pub(super) Verdict);

/// A clock where there may be none.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct SomeClock(#[serde(with = "ClockWord")] pub(super) Clock);

#[derive(Deserialize)]
#[serde(remote = "Cause", rename_all = "kebab-case")]
pub(super) enum CauseWord {
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
