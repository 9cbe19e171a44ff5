//! Rules on what the figures and plans rest on.

pub mod kind_defaults;
pub mod never_done;
pub mod never_measured;
pub mod stale;
