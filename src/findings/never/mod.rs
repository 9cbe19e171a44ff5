//! What never comes back.

mod kept_out;
pub mod never_recovers;
