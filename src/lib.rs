//! blackstart

pub mod units;
pub mod ids;
pub mod notation;
pub mod chance;
