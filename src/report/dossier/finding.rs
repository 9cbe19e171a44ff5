//! Reads findings back: what is wrong, on what evidence, why, and what to try.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use super::ledger::micros;
use super::text::Text;
use crate::diagnostic::Severity;
use crate::notation::date::Date;
use crate::results::Micros;

/// What the results say is wrong with one thing.
#[derive(Clone, Debug, Deserialize)]
pub struct Finding {
    /// The same in every run of the same plan.
    #[serde(default)]
    pub id: Text,
    pub code: Text,
    pub name: Text,
    #[serde(deserialize_with = "severity")]
    pub severity: Severity,
    /// The id it is about.
    pub subject: Text,
    /// Whole sentences.
    pub message: Text,
    #[serde(default)]
    pub evidence: BTreeMap<Text, Figure>,
    #[serde(default)]
    pub causes: Vec<Cause>,
    /// In the order in which to try them.
    #[serde(default)]
    pub remedies: Vec<Remedy>,
    #[serde(default)]
    pub place: Option<Place>,
    #[serde(default)]
    pub accepted: Option<Acceptance>,
}

/// One figure of the evidence; its name ends in its unit.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Figure {
    Number(f64),
    Word(Text),
    Ends([Option<f64>; 2]),
    /// Never.
    Nothing(()),
    /// Of a newer version, which this one cannot show.
    Other(serde::de::IgnoredAny),
}

/// Where the time went.
#[derive(Clone, Debug, Deserialize)]
pub struct Cause {
    pub cause: Text,
    pub who: Text,
    pub words: Text,
    #[serde(rename = "mean_s", deserialize_with = "micros")]
    pub mean: Micros,
    pub share: f64,
}

/// Something to try.
#[derive(Clone, Debug, Deserialize)]
pub struct Remedy {
    pub text: Text,
    /// `PATH=VALUE` as `--set` takes it, each.
    #[serde(default)]
    pub edits: Vec<Text>,
}

/// Where in the files something is written.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Place {
    pub file: Text,
    pub line: u64,
    #[serde(default)]
    pub column: u64,
    /// Just behind its last character; older files have none.
    #[serde(default)]
    pub end_line: Option<u64>,
    #[serde(default)]
    pub end_column: Option<u64>,
}

/// Why somebody accepts it.
#[derive(Clone, Debug, Deserialize)]
pub struct Acceptance {
    pub reason: Text,
    #[serde(default)]
    pub owner: Option<Text>,
    /// Its last day; `None`: for good.
    #[serde(default)]
    pub until: Option<Text>,
}

impl Acceptance {
    /// Whether its last day has passed. A day that cannot be read has.
    pub fn has_expired(&self, as_of: Option<Date>) -> bool {
        let (Some(until), Some(today)) = (&self.until, as_of) else { return false };
        Date::parse(until).is_none_or(|until| until < today)
    }
}

impl Finding {
    /// A figure of the evidence that is a number.
    pub fn number(&self, name: &str) -> Option<f64> {
        match self.evidence.get(&Text::new(name)) {
            Some(Figure::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// A figure of the evidence that is a word.
    pub fn word(&self, name: &str) -> Option<&str> {
        match self.evidence.get(&Text::new(name)) {
            Some(Figure::Word(word)) => Some(word),
            _ => None,
        }
    }
}

pub(super) fn severity<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Severity, D::Error> {
    #[derive(Deserialize)]
    #[serde(rename_all = "kebab-case")]
    enum Word {
        High,
        Medium,
        Low,
        Note,
    }
    Ok(match Word::deserialize(deserializer)? {
        Word::High => Severity::High,
        Word::Medium => Severity::Medium,
        Word::Low => Severity::Low,
        Word::Note => Severity::Note,
    })
}
