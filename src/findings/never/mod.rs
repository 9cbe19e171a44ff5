//! What never comes back.

pub mod never_recovers;
