//! `check`: says everything that is wrong with the files of organisations.
//!
//! A folder stands for its `model.ron`, the scenarios beside it, and the organisations in folders below. A file
//! with a `model` field is a scenario; any other `.ron` file belongs to nobody and is told so.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostics, render_json};
use crate::document::{decode_model, is_scenario};
use crate::model::resolve;
use crate::report::text::{counted, shown};

use super::args::CheckArgs;
use super::exit::Exit;
use super::failure::Failure;
use super::files;
use super::output::write_stdout;
use super::read::{self, Reading, unreadable};
use super::talk::Talk;

const MODEL: &str = "model.ron";

/// What became of one file.
enum Checked {
    /// In order, or with warnings alone: what it is.
    Sound(&'static str),
    Failed(Failure),
}

/// Checks every path of the command line: a line per file, then the count.
///
/// # Errors
/// A path cannot be read.
pub fn check(args: &CheckArgs, talk: &Talk) -> Result<Exit, Failure> {
    let mut paths = Vec::new();
    for path in &args.paths {
        collect(Path::new(path), &mut paths).map_err(|fault| unreadable(path, &fault))?;
    }
    paths.dedup();
    if paths.is_empty() {
        let failure = Failure::new(Exit::NothingSelected, "there is no .ron file in these folders");
        return Err(failure.help("`blackstart new DIR` writes a starter organisation"));
    }
    let mut exit = Exit::Done;
    let mut wrong = 0;
    let mut lines = String::new();
    let mut said = BTreeSet::new();
    for path in &paths {
        let name = path.to_string_lossy();
        match checked(path) {
            Checked::Sound(kind) => lines.push_str(&format!("{}: {kind}, nothing wrong\n", shown(&name))),
            Checked::Failed(failure) => {
                if exit != Exit::ToolFailed {
                    exit = if matches!(failure, Failure::Inputs { .. }) {
                        Exit::Invalid
                    } else {
                        failure.exit()
                    };
                }
                lines.push_str(&format!("{}: {}\n", shown(&name), say_once(failure, &mut said, talk)));
                wrong += 1;
            }
        }
    }
    let files = counted(paths.len(), "file", "files");
    lines.push_str(&match wrong {
        0 => format!("{files} checked, nothing wrong\n"),
        _ => format!("{files} checked, {wrong} with faults\n"),
    });
    write_stdout(talk.dressed(&lines).as_bytes())?;
    Ok(exit)
}

/// Says what was not said of an earlier file (every scenario meets the faults of its model again) and gives the
/// words for the line of this file.
fn say_once(failure: Failure, said: &mut BTreeSet<String>, talk: &Talk) -> String {
    let Failure::Inputs { exit, sources, diagnostics } = failure else {
        talk.failure(&failure);
        return "cannot be read".to_owned();
    };
    let mut fresh = Diagnostics::new();
    for diagnostic in diagnostics.iter() {
        let mut alone = Diagnostics::new();
        alone.push(diagnostic.clone());
        if said.insert(render_json(&alone, &sources)) {
            fresh.push(diagnostic.clone());
        }
    }
    match fresh.len() {
        0 => "no faults of its own, but its model has".to_owned(),
        number => {
            talk.failure(&Failure::Inputs { exit, sources, diagnostics: fresh });
            counted(number, "fault", "faults")
        }
    }
}

/// The `.ron` files of a path: itself, or those of a folder with its model first, then of the folders below.
fn collect(path: &Path, found: &mut Vec<PathBuf>) -> Result<(), files::Unreadable> {
    if !files::is_folder(path) {
        found.push(path.to_owned());
        return Ok(());
    }
    let (mut files, folders) = files::entries(path)?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "ron"));
    files.sort_by_key(|file| (!is_model(file), file.clone()));
    found.extend(files);
    folders.iter().try_for_each(|folder| collect(folder, found))
}

fn is_model(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == MODEL)
}

fn checked(path: &Path) -> Checked {
    let name = path.to_string_lossy();
    let mut reading = Reading::default();
    let read = match reading.tree(path) {
        Ok(read) => read,
        Err(fault) => return Checked::Failed(unreadable(&name, &fault)),
    };
    let Some(tree) = read.tree else { return Checked::Failed(reading.fail()) };
    if is_scenario(&tree) {
        return match read::case(&name, &[]) {
            Ok(_) => Checked::Sound("scenario"),
            Err(failure) => Checked::Failed(failure),
        };
    }
    if !is_model(path) {
        return Checked::Sound("belongs to nobody: no scenario, and not called model.ron");
    }
    let doc = decode_model(tree, &mut reading.found);
    if let Err(more) = resolve(&doc, None) {
        reading.found.append(more);
    }
    if reading.found.has_errors() { Checked::Failed(reading.fail()) } else { Checked::Sound("model") }
}
