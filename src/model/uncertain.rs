//! Quantities that people estimate, with what they know about the estimate.

use crate::notation::amount::Amount;
use crate::notation::distribution::Distribution;
use crate::source::Place;

/// Evidence behind a quantity, weakest first. It never changes a trial.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    Assumed,
    Estimated,
    /// With the date, `YYYY-MM-DD`, if known.
    Exercised(Option<String>),
    /// With the date, `YYYY-MM-DD`, if known.
    Measured(Option<String>),
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

/// A plain number (a share, a factor) and where it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct UncertainNumber {
    pub distribution: Distribution,
    pub place: Option<Place>,
}
