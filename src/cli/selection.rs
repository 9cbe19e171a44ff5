//! Turns the paths of a command line into files: a folder stands for the organisations in it.

use std::path::{Path, PathBuf};

use crate::document::is_scenario;
use crate::report::text::shown;

use super::bundle::{MANIFEST, SEAL};
use super::exit::Exit;
use super::failure::Failure;
use super::files::{self, Unreadable};
use super::read::{Reading, unreadable};

const MODEL: &str = "model.ron";

/// The `.ron` files of a path: itself, or those of a folder with its model first, then of the folders below but for
/// bundles.
///
/// # Errors
/// A folder refuses to be read.
pub fn ron_files(path: &Path) -> Result<Vec<PathBuf>, Unreadable> {
    let mut found = Vec::new();
    collect(path, &mut found)?;
    Ok(found)
}

fn collect(path: &Path, found: &mut Vec<PathBuf>) -> Result<(), Unreadable> {
    if !files::is_folder(path) {
        found.push(path.to_owned());
        return Ok(());
    }
    let (mut files, folders) = files::entries(path)?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "ron"));
    files.sort_by_key(|file| (!is_model(file), file.clone()));
    found.extend(files);
    folders.iter().filter(|folder| !is_bundle(folder)).try_for_each(|folder| collect(folder, found))
}

/// Whether a folder is a bundle: what it holds are copies of files that were played.
fn is_bundle(folder: &Path) -> bool {
    [MANIFEST, SEAL].iter().all(|name| folder.join(name).is_file())
}

/// Whether a file is the model of its folder.
pub fn is_model(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == MODEL)
}

/// The scenarios that a command names, each once: files as they stand, and those found in folders.
///
/// # Errors
/// A folder cannot be read (exit 1), or holds no scenario (4): what matches nothing is never a success.
pub fn scenarios(paths: &[String]) -> Result<Vec<String>, Failure> {
    let mut named: Vec<String> = Vec::new();
    for path in paths {
        if !files::is_folder(Path::new(path)) {
            named.push(path.clone());
            continue;
        }
        let files = ron_files(Path::new(path)).map_err(|fault| unreadable(path, &fault))?;
        let before = named.len();
        // `./outage.ron` and `outage.ron` are one file to whoever reads a summary.
        let inside = |file: &PathBuf| file.strip_prefix(".").unwrap_or(file).to_string_lossy().into_owned();
        named.extend(files.iter().filter(|file| may_be_scenario(file)).map(inside));
        if named.len() == before {
            let failure =
                Failure::new(Exit::NothingSelected, format!("there is no scenario in {}", shown(path)));
            return Err(failure
                .help("a scenario is a .ron file with a `model` field; `blackstart new DIR` writes two"));
        }
    }
    let mut once: Vec<String> = Vec::new();
    for name in named {
        if !once.iter().any(|known| *known == name || files::are_same(Path::new(known), Path::new(&name))) {
            once.push(name);
        }
    }
    Ok(once)
}

/// Whether a file says that it is a scenario; one that cannot be understood is looked at again, to be refused.
fn may_be_scenario(path: &Path) -> bool {
    match Reading::default().tree(path) {
        Ok(read) => read.tree.map_or(!is_model(path), |tree| is_scenario(&tree)),
        Err(_) => !is_model(path),
    }
}
