//! The day it is, for the age of evidence; nothing else asks a clock for it.

use std::time::{Duration, SystemTime};

use crate::notation::date::Date;

/// The day of today in UTC; 1970-01-01 where the clock stands before it.
pub fn today() -> Date {
    const DAY: u64 = 86_400;
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO);
    Date::from_days_since_1970(u32::try_from(since.as_secs() / DAY).unwrap_or(0))
}
