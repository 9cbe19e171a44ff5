//! Turns the findings of `check` into what people and programs read.

mod json;
mod text;

pub use json::json;
pub use text::text;

use crate::checks::Finding;

/// Everything that one `check` has seen.
#[derive(Debug)]
pub struct Seen {
    pub files: Vec<FileWord>,
    /// Accepted ones among them.
    pub findings: Vec<Finding>,
    /// How many were left out because `--allow` names their code.
    pub hidden: usize,
    /// The day from which ages count, in words.
    pub as_of: String,
}

/// A file and what became of it.
#[derive(Debug)]
pub struct FileWord {
    pub name: String,
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
