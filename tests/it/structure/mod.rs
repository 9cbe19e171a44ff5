//! What hangs on what, against slow readings of the same page.

mod cuts;
mod deadlocks;
mod hands;
pub mod house;
