//! Words for instants, lengths and objectives that several reports share.

use crate::model::{Clock, Onset};
use crate::units::Millis;

use super::clock;

/// What no figure of a run can tell, whatever the model.
pub const LIMITS: [&str; 2] =
    ["a week of 168 hours, without holidays or daylight saving", "Not modelled: failing back, fatigue"];

/// When a scenario begins: `Fri 22:40`, `at any hour`, `Mon-Fri 08:00-18:00`.
pub fn onset(onset: &Onset) -> String {
    match onset {
        Onset::At(instant) => clock::of_week(*instant, Millis::ZERO),
        Onset::Within(hours) if hours.is_always() => "at any hour".to_owned(),
        Onset::Within(hours) => clock::hours(hours),
    }
}

/// A whole number of days in words, else the two largest units.
pub fn length(time: Millis) -> String {
    let (days, rest) = (time.get() / Millis::DAY.get(), time.get() % Millis::DAY.get());
    match (days, rest) {
        (1, 0) => "1 day".to_owned(),
        (2.., 0) => format!("{days} days"),
        _ => time.to_string(),
    }
}

/// From where a clock counts.
pub fn from_clock(clock: Clock) -> &'static str {
    match clock {
        Clock::Disruption => "from the disruption",
        Clock::Detected => "from detection",
        Clock::Declared => "from declaration",
    }
}
