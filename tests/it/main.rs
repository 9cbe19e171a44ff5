//! One binary for all integration tests.

// Tests write their inputs, and oracles may use the standard library's functions.
#![allow(clippy::disallowed_methods)]

mod cli;
mod corpus;
mod explain;
mod format;
mod mutations;
mod results_file;
mod readme;
mod tidy;
mod whole;
