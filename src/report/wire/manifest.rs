//! What a bundle of evidence holds and how to repeat it: written last, read back to verify.

use serde::{Deserialize, Serialize};

/// Names the form; keys are added, never renamed, while it stays.
pub const SCHEMA: &str = "blackstart/bundle/1";

/// The manifest of a bundle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    pub schema: String,
    pub engine: Engine,
    pub run: Repeat,
    /// The results, in the order of the scenarios.
    pub digests: Vec<DigestOf>,
    /// Every file of the bundle but the manifest and its seal, by name.
    pub files: Vec<FileOf>,
}

/// The program that wrote it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Engine {
    pub name: String,
    pub version: String,
}

/// What it takes to repeat the run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Repeat {
    /// Files of the bundle, in order.
    pub scenarios: Vec<String>,
    /// The table of real outages that was set beside them, a file of the bundle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actuals: Option<String>,
    /// Earlier results that they were held against, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against: Option<String>,
    pub seed: u64,
    pub trials: u64,
    pub until_decided: bool,
    pub precision: Option<f64>,
    /// Edits of the command line, in order: `set` with a value, `add`, or `remove`.
    pub edits: Vec<EditOf>,
    /// The same for people, to be typed in the folder of the bundle.
    pub command: String,
}

/// One edit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EditOf {
    pub op: String,
    pub path: String,
    pub value: Option<String>,
}

/// The digest of one scenario's tallies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DigestOf {
    pub scenario: String,
    pub digest: String,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileOf {
    /// Relative to the folder, parts joined by `/`.
    pub name: String,
    pub bytes: u64,
    /// In hexadecimal.
    pub sha256: String,
}

impl Manifest {
    /// The text of a manifest: indented, so that people can read it, and ended by a line break.
    pub fn text(&self) -> String {
        serde_json::to_string_pretty(self).expect("texts and finite numbers are JSON") + "\n"
    }

    /// Reads the text of a manifest.
    ///
    /// # Errors
    /// It is none, or one of a form that this version does not know.
    pub fn read(text: &str) -> Result<Manifest, String> {
        let manifest: Manifest = serde_json::from_str(text).map_err(|error| error.to_string())?;
        match manifest.schema == SCHEMA {
            true => Ok(manifest),
            false => Err(format!("its schema is {}, and this version reads {SCHEMA}", manifest.schema)),
        }
    }
}
