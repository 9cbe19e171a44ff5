//! One binary for all integration tests.

mod analytic;
mod corpus;
mod explain;
mod format;
mod mutations;
mod play;
mod results_file;
mod whole;
