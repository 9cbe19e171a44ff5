//! Findings in results: each rule fires on its example and not on its repair, and says what can be acted on.

mod assumptions;
mod data;
mod examples;
mod extras;
mod never_back;
pub mod people;
mod played;
mod reality;
mod remedies;
