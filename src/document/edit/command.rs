//! Turns the edits of a command line (`--set`, `--remove`, `--add`) into edits like those of a scenario.
//!
//! Invariant: what was typed becomes a source of its own, so that a diagnostic can point into it.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::parse_value;
use crate::document::schema::{ChangeDoc, EditOp};
use crate::document::tree::Node;
use crate::source::{Place, Source, Sources, Spanned};

/// One edit as text: what `--set`, `--remove` and `--add` take.
#[derive(Clone, Debug)]
pub struct Typed {
    pub op: EditOp,
    pub path: String,
    /// RON, or a text as it stands; none for a removal.
    pub value: Option<String>,
    /// Where it stands, if somebody wrote it into a file.
    written: Option<Arc<Written>>,
}

/// An edit in a file.
#[derive(Debug)]
struct Written {
    file: Arc<Source>,
    change: ChangeDoc,
}

/// Two edits that do the same are one, wherever they stand.
impl PartialEq for Typed {
    fn eq(&self, other: &Typed) -> bool {
        (self.op, &self.path, &self.value) == (other.op, &other.path, &other.value)
    }
}

impl Eq for Typed {}

impl Typed {
    /// Takes an edit as it stands in a file.
    pub fn written(change: ChangeDoc, file: &Arc<Source>) -> Typed {
        Typed {
            op: change.op,
            path: change.path.value.clone(),
            value: change.value.as_ref().map(Node::written),
            written: Some(Arc::new(Written { file: Arc::clone(file), change })),
        }
    }

    fn plain(op: EditOp, path: String, value: Option<String>) -> Typed {
        Typed { op, path, value, written: None }
    }

    /// Replaces the value at a path.
    pub fn set(path: impl Into<String>, value: impl Into<String>) -> Typed {
        Typed::plain(EditOp::Set, path.into(), Some(value.into()))
    }

    /// Adds a key to a map, or values to a list.
    pub fn add(path: impl Into<String>, value: impl Into<String>) -> Typed {
        Typed::plain(EditOp::Add, path.into(), Some(value.into()))
    }

    /// Removes what a path leads to.
    pub fn remove(path: impl Into<String>) -> Typed {
        Typed::plain(EditOp::Remove, path.into(), None)
    }

    /// The option that takes it.
    pub fn option(&self) -> &'static str {
        match self.op {
            EditOp::Set => "--set",
            EditOp::Remove => "--remove",
            EditOp::Add => "--add",
        }
    }

    /// What follows the option: `PATH=VALUE`, or `PATH` of a removal.
    pub fn argument(&self) -> String {
        self.value.as_ref().map_or(self.path.clone(), |value| format!("{}={value}", self.path))
    }

    /// Makes it an edit like those of a scenario; what was typed, or the file in which it stands, becomes a source.
    pub fn change(&self, sources: &mut Sources, found: &mut Diagnostics) -> Option<ChangeDoc> {
        if let Some(written) = &self.written {
            let Written { file, change } = &**written;
            let id = sources.add_edit(&file.name, &file.text);
            return Some(change.clone().moved_to(id));
        }
        match self.op {
            EditOp::Remove => Some(remove_from_command_line(sources, &self.path)),
            _ => valued(sources, self.op, self.option(), (&self.argument(), self.path.len()), found),
        }
    }
}

/// Reads `PATH=VALUE`; VALUE is RON, and what is not RON stands for the text itself.
pub fn set_from_command_line(
    sources: &mut Sources,
    typed: &str,
    found: &mut Diagnostics,
) -> Option<ChangeDoc> {
    let Some((path, _)) = typed.split_once('=') else {
        let id = sources.add_edit("--set", typed);
        found.push(
            Diagnostic::error("E0704", format!("`{typed}` sets nothing"))
                .at(Place::new(id, 0, typed.len()), "there is no `=` here")
                .help("write `PATH=VALUE`, for example `teams.dba.people=4`"),
        );
        return None;
    };
    valued(sources, EditOp::Set, "--set", (typed, path.len()), found)
}

/// Reads `PATH=VALUE` whose `=` stands at a byte.
fn valued(
    sources: &mut Sources,
    op: EditOp,
    option: &str,
    (typed, equals): (&str, usize),
    found: &mut Diagnostics,
) -> Option<ChangeDoc> {
    let id = sources.add_edit(option, typed);
    let place = Place::new(id, 0, typed.len());
    let (value, of_value) = parse_value(sources, id, equals + 1);
    found.append(of_value);
    let path = Spanned::new(typed[..equals].to_owned(), Place::new(id, 0, equals));
    Some(ChangeDoc { place, op, path, value: Some(value) })
}

/// Reads the path of `--remove`.
pub fn remove_from_command_line(sources: &mut Sources, typed: &str) -> ChangeDoc {
    let id = sources.add_edit("--remove", typed);
    let place = Place::new(id, 0, typed.len());
    ChangeDoc { place, op: EditOp::Remove, path: Spanned::new(typed.to_owned(), place), value: None }
}
