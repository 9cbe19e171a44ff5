//! Why a command ends without an answer: a message with its exit status, or diagnostics of the inputs.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostics, render_json};
use crate::source::Sources;

use super::exit::Exit;

/// What ends a command early.
#[derive(Debug)]
pub enum Failure {
    /// A message in one line, lines of help, and the status.
    Message { exit: Exit, message: String, help: Vec<String> },
    /// What is wrong with the inputs, with their texts.
    Inputs { exit: Exit, sources: Sources, diagnostics: Diagnostics },
}

impl Failure {
    /// The tool failed: exit 1.
    pub fn tool(message: impl Into<String>) -> Failure {
        Failure::new(Exit::ToolFailed, message)
    }

    /// The command line makes no sense: exit 2.
    pub fn usage(message: impl Into<String>) -> Failure {
        Failure::new(Exit::Usage, message)
    }

    /// A message with its status.
    pub fn new(exit: Exit, message: impl Into<String>) -> Failure {
        Failure::Message { exit, message: message.into(), help: Vec::new() }
    }

    /// Adds a line on what the reader can do now; diagnostics bring their own.
    pub fn help(mut self, line: impl Into<String>) -> Failure {
        if let Failure::Message { help, .. } = &mut self {
            help.push(line.into());
        }
        self
    }

    /// The status to leave with.
    pub fn exit(&self) -> Exit {
        match self {
            Failure::Message { exit, .. } | Failure::Inputs { exit, .. } => *exit,
        }
    }
}

/// What was said of the inputs so far: scenarios of one model meet its faults again and again.
#[derive(Debug, Default)]
pub struct Said(BTreeSet<String>);

impl Said {
    /// The part of a failure that was not said before; `None` where all of it was.
    pub fn fresh(&mut self, failure: Failure) -> Option<Failure> {
        let Failure::Inputs { exit, sources, diagnostics } = failure else { return Some(failure) };
        let mut fresh = Diagnostics::new();
        for diagnostic in diagnostics.iter() {
            let mut alone = Diagnostics::new();
            alone.push(diagnostic.clone());
            if self.0.insert(render_json(&alone, &sources)) {
                fresh.push(diagnostic.clone());
            }
        }
        (!fresh.is_empty()).then_some(Failure::Inputs { exit, sources, diagnostics: fresh })
    }
}
