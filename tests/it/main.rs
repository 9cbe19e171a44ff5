//! One binary for all integration tests.

mod corpus;
mod properties;
mod random;
mod whole;
