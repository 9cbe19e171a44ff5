//! Turns the findings of `check` into what people and programs read.

pub mod defaults;
mod json;
mod junit;
mod plans;
mod sarif;
mod text;

pub use json::json;
pub use junit::junit;
pub use plans::plans;
pub use sarif::sarif;
pub use text::text;

use crate::checks::Finding;
use crate::diagnostic::Diagnostic;

/// Everything that one `check` has seen.
#[derive(Debug)]
pub struct Seen {
    pub files: Vec<FileWord>,
    /// Accepted ones among them.
    pub findings: Vec<Finding>,
    /// How many were left out because `--allow` names their code.
    pub hidden: usize,
    /// What keeps files from being used.
    pub faults: Vec<Diagnostic>,
    /// The plans of the scenarios that were named, in words.
    pub plans: String,
    /// The day from which ages count, in words.
    pub as_of: String,
}

/// A file and what became of it.
#[derive(Debug)]
pub struct FileWord {
    /// As the command line names it.
    pub name: String,
    /// As the places of findings name it.
    pub shown: String,
    pub state: FileState,
}

#[derive(Debug)]
pub enum FileState {
    /// It can be used: what it is, and how many findings that nobody accepted have it as their place or scenario.
    Sound {
        kind: &'static str,
        findings: usize,
    },
    /// It cannot; 0 faults: an earlier file has them.
    Faulty {
        faults: usize,
    },
    Unreadable,
}
