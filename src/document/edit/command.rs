//! Turns the values of `--set` and `--remove` into edits like those of a scenario.
//!
//! Invariant: what was typed becomes a source of its own, so that a diagnostic can point into it.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::parse_value;
use crate::document::schema::{ChangeDoc, EditOp};
use crate::source::{Place, Sources, Spanned};

/// Reads `PATH=VALUE`; VALUE is RON, and what is not RON stands for the text itself.
pub fn set_from_command_line(
    sources: &mut Sources,
    typed: &str,
    found: &mut Diagnostics,
) -> Option<ChangeDoc> {
    let id = sources.add("--set", typed);
    let place = Place::new(id, 0, typed.len());
    let Some((path, _)) = typed.split_once('=') else {
        found.push(
            Diagnostic::error("E0704", format!("`{typed}` sets nothing"))
                .at(place, "there is no `=` here")
                .help("write `PATH=VALUE`, for example `teams.dba.people=4`"),
        );
        return None;
    };
    let (value, of_value) = parse_value(sources, id, path.len() + 1);
    found.append(of_value);
    let path = Spanned::new(path.to_owned(), Place::new(id, 0, path.len()));
    Some(ChangeDoc { place, op: EditOp::Set, path, value: Some(value) })
}

/// Reads the path of `--remove`.
pub fn remove_from_command_line(sources: &mut Sources, typed: &str) -> ChangeDoc {
    let id = sources.add("--remove", typed);
    let place = Place::new(id, 0, typed.len());
    ChangeDoc { place, op: EditOp::Remove, path: Spanned::new(typed.to_owned(), place), value: None }
}
