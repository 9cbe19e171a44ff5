//! Turns the text of a model or a scenario into documents: every value still as people wrote it, with its place.
//!
//! Invariant: a document has only fields of the language, each at most once, each of the right shape; what is
//! wrong becomes a diagnostic, and all of them are found at once. What the little languages inside the texts mean
//! is not known here.

pub mod tree;
pub mod decode;
pub mod schema;
