//! What is remembered of one trial for each service, so that the trials of a pair can be set side by side.

use crate::campaign::{Missed, cost};
use crate::engine::Outcome;
use crate::model::{Model, Service};
use crate::results::ObjectiveKind;
use crate::units::Millis;

/// The objectives of a service, in the order in which they are told.
pub const KINDS: [ObjectiveKind; 3] = [ObjectiveKind::Rto, ObjectiveKind::Rpo, ObjectiveKind::Mtpd];

/// One service in one trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// On the disruption clock; zero without an outage, never if not back.
    pub outage: Millis,
    pub data_loss: Millis,
    /// In hundredths of the currency.
    pub cost: i64,
    /// For each of `KINDS` whether it was kept; true where there is no such objective.
    pub kept: [bool; 3],
    /// An effect struck what it needs.
    pub touched: bool,
}

/// Who looks at the outcomes of a variant: one `Seen` for each of its services and trial.
#[derive(Clone, Copy, Debug)]
pub struct Viewer<'a> {
    pub model: &'a Model,
    pub horizon: Millis,
}

impl Viewer<'_> {
    /// Appends what is seen of each service, in the order of the model.
    pub fn view(&self, outcome: &Outcome, seen: &mut Vec<Seen>) {
        seen.extend(
            self.model.services.iter().enumerate().map(|(at, service)| self.one(service, at, outcome)),
        );
    }

    fn one(&self, service: &Service, position: usize, outcome: &Outcome) -> Seen {
        let shown = &outcome.services[position];
        let missed = Missed::of(service, position, outcome);
        Seen {
            outage: shown.minimum.outage(),
            data_loss: shown.data_loss,
            cost: cost(service, shown, self.horizon),
            kept: [!missed.rto, !missed.rpo, !missed.mtpd],
            touched: shown.touched,
        }
    }
}
