//! Reads back the paper behind a model, what was read of it, and what is wrong with it as it stands.

use serde::Deserialize;

use super::finding::{Acceptance, Place, severity};
use super::text::Text;
use crate::diagnostic::Severity;

/// The paper that the model stands for, and what is played.
#[derive(Clone, Debug, Deserialize)]
pub struct Document {
    pub organisation: Text,
    /// In the order of the file: `version`, `approved`, `by`, `classification`.
    #[serde(default)]
    pub entries: Vec<Entry>,
    #[serde(default)]
    pub narrative: Option<Text>,
    /// When it begins, in words.
    #[serde(default)]
    pub onset: Option<Text>,
    /// What no figure of a run can tell.
    #[serde(default)]
    pub limits: Vec<Text>,
}

/// One fact of the paper.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Entry {
    pub label: Text,
    pub value: Text,
}

impl Document {
    /// The fact with a label.
    pub fn entry(&self, label: &str) -> Option<&str> {
        self.entries.iter().find(|entry| &*entry.label == label).map(|entry| &*entry.value)
    }
}

/// What `check` finds, read off the page.
#[derive(Clone, Debug, Deserialize)]
pub struct Check {
    pub code: Text,
    #[serde(default)]
    pub title: Text,
    #[serde(deserialize_with = "severity")]
    pub severity: Severity,
    pub subject: Text,
    /// A fragment with ids in backquotes.
    pub message: Text,
    #[serde(default)]
    pub help: Vec<Text>,
    #[serde(default)]
    pub place: Option<Place>,
    #[serde(default)]
    pub accepted: Option<Acceptance>,
}

/// One input of the files.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct InputUsed {
    pub path: Text,
    pub value: Text,
    /// `assumed`, `estimated`, `exercised` or `measured`; `None` of a fact or a decision.
    #[serde(default)]
    pub basis: Option<Text>,
    /// The day it was exercised or measured.
    #[serde(default)]
    pub basis_date: Option<Text>,
    #[serde(default)]
    pub source: Option<Text>,
    #[serde(default)]
    pub file: Option<Text>,
    #[serde(default)]
    pub line: Option<u64>,
    /// Whether the file is silent.
    #[serde(default)]
    pub default: bool,
}

/// What needs what, and what the scenario strikes.
#[derive(Clone, Debug, Deserialize)]
pub struct Picture {
    /// As it was written: whoever shows it looks at what is in it.
    pub svg: String,
}
