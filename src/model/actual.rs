//! Outages that really happened, to be set beside the projection.

use crate::ids::ServiceId;
use crate::source::Place;
use crate::units::Millis;

/// One entry of `actuals`.
#[derive(Clone, Debug)]
pub struct Actual {
    pub service: ServiceId,
    /// As written.
    pub started: String,
    pub back: String,
    /// From the one to the other.
    pub length: Millis,
    /// Where this is known from.
    pub source: Option<String>,
    pub place: Place,
}
