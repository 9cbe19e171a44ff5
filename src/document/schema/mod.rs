//! The shapes of the language, one declaration each: what may be written, where, and what it means.
//!
//! Invariant: the documentation of a field is the text of `docs/format.md`; its default there is the one the
//! model applies.

pub(crate) mod macros;
mod common;
mod estimate;
mod event;
mod exercise;
mod model;
mod people;
mod recovery;
mod scenario;
mod service;
mod system;

pub use common::*;
pub use estimate::*;
pub use event::*;
pub use exercise::*;
pub use model::*;
pub use people::*;
pub use recovery::*;
pub use scenario::*;
pub use service::*;
pub use system::*;
