//! Quantities that people estimate, with what they know about the estimate.

use crate::notation::amount::Amount;
use crate::notation::date::Date;
use crate::notation::distribution::Distribution;
use crate::source::Place;
use crate::units::Millis;

/// Evidence behind a quantity, weakest first. It never changes a trial.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    Assumed,
    Estimated,
    /// With the date, if known.
    Exercised(Option<Date>),
    /// With the date, if known.
    Measured(Option<Date>),
}

impl Basis {
    /// The word of the results file.
    pub fn word(&self) -> &'static str {
        match self {
            Basis::Assumed => "assumed",
            Basis::Estimated => "estimated",
            Basis::Exercised(_) => "exercised",
            Basis::Measured(_) => "measured",
        }
    }
}

/// A duration: an amount in milliseconds, its evidence, and where it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Uncertain {
    pub amount: Amount,
    pub basis: Basis,
    pub source: Option<String>,
    /// `None` where the language's default stands.
    pub place: Option<Place>,
}

impl Uncertain {
    /// Whether those who wrote the files assume it. A default is no assumption of theirs.
    pub fn is_assumption(&self) -> bool {
        self.basis == Basis::Assumed && self.place.is_some()
    }

    /// The shortest time that can be drawn, or its lower limit.
    pub fn least(&self) -> Millis {
        Millis::from_f64(self.amount.least())
    }

    /// The time at the most likely figures, or the medians where none are written.
    pub fn typical(&self) -> Millis {
        Millis::from_f64(self.amount.typical())
    }

    /// The longest time that can be drawn; never where there is no bound.
    pub fn most(&self) -> Millis {
        self.amount.most().map_or(Millis::NEVER, Millis::from_f64)
    }
}

/// A plain number (a share, a factor) and where it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct UncertainNumber {
    pub distribution: Distribution,
    pub place: Option<Place>,
}
