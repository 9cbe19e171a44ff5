//! One binary for all integration tests.

mod corpus;
mod whole;
