//! Turns (seed, name of a variable, trial) into a uniform number, and a uniform number into a value.
//!
//! Invariants: a draw depends on these three and on nothing else; every value is a non-decreasing function of its
//! uniform, so trials can be paired; only `+ - * /`, roots and `libm` are used, so the bits are the same on
//! every platform. Which variables exist is the business of `engine`.

pub mod binomial;
mod gamma;
mod normal;
mod pert;
pub mod quantile;
pub mod streams;
mod table;

pub use binomial::binomial;
pub use quantile::{Quantile, Tables, at_rate};
pub use streams::{StreamKey, uniforms};
