//! What never comes back.

mod carried_out;
mod kept_out;
pub mod never_recovers;
pub mod system_lost;
