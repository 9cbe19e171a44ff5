//! Turns the strings of the little languages into values, one file per language.
//!
//! Invariant: every range in a value or an error is in bytes of the text that was given, on character borders,
//! so that a caller who knows where the text stands in a file can point at the place. Names are only spelled
//! correctly here; whether anything bears them is decided by `model`.

mod cursor;
mod measure;
pub mod amount;
pub mod distribution;
pub mod duration;
pub mod hours;
pub mod instant;
pub mod needs;
pub mod quantity;
pub mod selector;

use std::fmt;
use std::ops::Range;

/// What is wrong with a text, where, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotationError {
    /// The bytes of the text that are at fault; empty at the end of a text that stops too early.
    pub range: Range<usize>,
    /// What was found and what was expected, a fragment in lower case.
    pub message: String,
    /// What to write.
    pub help: Option<String>,
}

impl NotationError {
    pub(crate) fn new(range: Range<usize>, message: impl Into<String>) -> Self {
        Self { range, message: message.into(), help: None }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Moves the range by `offset` bytes, for a text that is part of a longer one.
    #[must_use]
    pub fn shifted(mut self, offset: usize) -> Self {
        self.range = self.range.start + offset..self.range.end + offset;
        self
    }
}

impl fmt::Display for NotationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.help {
            Some(help) => write!(f, " ({help})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for NotationError {}
