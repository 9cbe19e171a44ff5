//! Findings in results: each rule fires on its example and not on its repair, and says what can be acted on.

mod examples;
mod extras;
