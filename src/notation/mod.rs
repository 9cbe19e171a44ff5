//! Turns the strings of the little languages into values, one file per language.
//!
//! Invariant: every range in a value or an error is in bytes of the text that was given, on character borders,
//! so that a caller who knows where the text stands in a file can point at the place. Names are only spelled
//! correctly here; whether anything bears them is decided by `model`.

mod cursor;
mod measure;
pub mod amount;
pub mod date;
pub mod distribution;
pub mod duration;
pub mod hours;
pub mod instant;
pub mod moment;
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
    /// What to say at the place, where it is not simply that something else belongs there.
    pub label: Option<&'static str>,
}

impl NotationError {
    pub(crate) fn new(range: Range<usize>, message: impl Into<String>) -> Self {
        Self { range, message: message.into(), help: None, label: None }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn label(mut self, label: &'static str) -> Self {
        self.label = Some(label);
        self
    }

    /// Adds `help` unless there is a more particular one.
    pub(crate) fn or_help(self, help: impl Into<String>) -> Self {
        if self.help.is_some() { self } else { self.help(help) }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Reads `text` in every language and returns the errors.
    fn errors(text: &str) -> Vec<NotationError> {
        [
            duration::parse(text).err(),
            amount::parse(text).err(),
            distribution::parse_number(text).err(),
            needs::parse(text).err(),
            selector::parse(text).err(),
            hours::parse(text).err(),
            instant::parse(text).err(),
            instant::parse_starts(text).err(),
            quantity::parse(text).err(),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    proptest! {
        #[test]
        fn every_error_points_into_the_text_and_says_what_to_write(
            text in "([ -~é–\u{202e}]{0,12}|(a|b-2| and | or |tag:|[0-9]{1,3}| of |[(),:;.-]|at|max|pert\\(|h|GB/|Mon|to|24:00| ){0,12})"
        ) {
            for error in errors(&text) {
                prop_assert!(text.get(error.range.clone()).is_some(), "{text:?}: {error:?}");
                prop_assert!(error.help.is_some(), "{text:?}: {error:?}");
            }
        }
    }
}
