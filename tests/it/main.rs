//! One binary for all integration tests.

// Tests write their inputs, and oracles may use the standard library's functions.
#![allow(clippy::disallowed_methods)]

mod analytic;
mod checks;
mod cli;
mod corpus;
mod determinism;
mod exact;
mod exercise;
mod explain;
mod findings;
mod format;
mod html;
mod mistakes;
mod mutations;
mod picture;
mod play;
mod projects;
mod properties;
mod random;
mod readme;
mod reports;
mod results_file;
mod structure;
mod studies;
mod swaps;
mod tidy;
mod whole;
