//! A text of a results file that may be shown anywhere.

use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Deserializer};

use crate::diagnostic::unseen;

/// A text in which every character can be seen: controls, turns of direction and what is invisible stand spelt out
/// (`\u{202e}`), whatever wrote the file. Markup and formulas are the business of each format.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(String);

impl Text {
    /// Spells out what cannot be seen.
    pub fn new(text: &str) -> Text {
        Text(unseen::shown(text))
    }

    /// The characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Text, D::Error> {
        String::deserialize(deserializer).map(|text| Text::new(&text))
    }
}
