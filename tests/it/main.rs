//! One binary for all integration tests.

mod corpus;
mod explain;
mod format;
mod mutations;
mod properties;
mod random;
mod whole;
