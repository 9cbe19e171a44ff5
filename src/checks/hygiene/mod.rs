//! Rules on the files themselves.

pub mod after_the_horizon;
pub mod always_capped;
pub mod classes_not_covered;
pub mod counted_twice;
pub mod day_without_effect;
pub mod delay_that_speeds;
pub mod exchange_without_effect;
pub mod hours_without_effect;
pub mod no_off_hours;
pub mod nothing_touched;
pub mod quicker_without;
pub mod ride_without_effect;
pub mod service_without_promise;
pub mod spread_compounds;
pub mod stored_on_nothing;
pub mod unclear_name;
pub mod unnamed_event;
pub mod unused;
