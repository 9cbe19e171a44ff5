//! Data that an intruder had in hand, and work by hand that ends too early.

pub mod lost_to_dwell;
pub mod workaround_lapses;
