//! A folder of files that appears whole or not at all: written beside its place, synced, renamed.
//!
//! An existing folder is replaced only with `--force`, and only if it holds nothing but files that such a command
//! writes: whoever names the wrong folder loses nothing.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::failure::Failure;
use super::files;
use super::interrupt::Interrupt;
use super::output::{Output, Replace};
use crate::report::text::shown;

/// Where a folder of results goes; checked, nothing written yet.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    replaces: bool,
}

impl Folder {
    /// Checks that a folder can be written at `path`; `is_ours` tells names of files that may be replaced.
    ///
    /// # Errors
    /// It exists and may not be replaced, holds other files, or its parent refuses new ones.
    pub fn open(path: &str, replace: Replace, is_ours: fn(&str) -> bool) -> Result<Folder, Failure> {
        let path = PathBuf::from(path);
        let replaces = fs::symlink_metadata(&path).is_ok();
        if replaces {
            refuse_existing(&path, replace, is_ours)?;
        }
        drop(beside(&path)?);
        Ok(Folder { path, replaces })
    }

    /// Writes all files, by their paths in the folder, or nothing.
    ///
    /// # Errors
    /// The disk is full, the parent is gone, or the like; what stood there before still stands.
    pub fn write(&self, files: &[(String, Vec<u8>)]) -> Result<(), Failure> {
        Interrupt::hold_all()?;
        let whole = beside(&self.path)?;
        for (name, bytes) in files {
            let path = whole.path().join(name);
            if let Some(folder) = path.parent() {
                super::output::create_folder(folder)?;
            }
            Output::to_file(path, Replace::Never)?.write(bytes)?;
        }
        let failed = |error: std::io::Error| {
            Failure::tool(format!("cannot write {}: {error}", shown(&self.path.to_string_lossy())))
        };
        open_to_all(whole.path()).map_err(failed)?;
        let new = whole.keep();
        if !self.replaces {
            return fs::rename(&new, &self.path).map_err(|error| given_up(&new, failed(error)));
        }
        let old = beside(&self.path)?;
        let aside = old.path().join("replaced");
        fs::rename(&self.path, &aside).map_err(|error| given_up(&new, failed(error)))?;
        fs::rename(&new, &self.path).map_err(|error| {
            // Back to what was there; if that fails, too, both still exist and the message says where one was wanted.
            let _ = fs::rename(&aside, &self.path);
            given_up(&new, failed(error))
        })
    }
}

/// Takes back the new folder that found no place.
fn given_up(new: &Path, failure: Failure) -> Failure {
    let _ = fs::remove_dir_all(new);
    failure
}

fn refuse_existing(path: &Path, replace: Replace, is_ours: fn(&str) -> bool) -> Result<(), Failure> {
    let name = path.to_string_lossy().into_owned();
    let refused = |why: String| Failure::tool(format!("cannot write {}: {why}", shown(&name)));
    if !fs::symlink_metadata(path).is_ok_and(|found| found.is_dir()) {
        return Err(refused("something that is no folder stands there".to_owned()));
    }
    let inside = files::all_in(path).map_err(|fault| refused(fault.words()))?;
    let foreign =
        inside.iter().filter_map(|file| file.file_name()).map(|name| name.to_string_lossy().into_owned());
    if let Some(foreign) = foreign.into_iter().find(|name| !is_ours(name)) {
        return Err(refused(format!("it holds {}, which this command did not write", shown(&foreign)))
            .help("choose another folder, or take that file out"));
    }
    if replace == Replace::Never && !inside.is_empty() {
        return Err(refused("it exists".to_owned()).help("add `--force` to replace it"));
    }
    Ok(())
}

/// An empty folder beside the place, gone again when dropped.
fn beside(path: &Path) -> Result<TempDir, Failure> {
    let made =
        tempfile::Builder::new().prefix(".blackstart-").suffix(".part").tempdir_in(files::folder_of(path));
    made.map_err(|error| {
        let error = error.to_string();
        let why = error.split(" at path ").next().unwrap_or_default().to_owned();
        Failure::tool(format!("cannot write {}: {why}", shown(&path.to_string_lossy())))
    })
}

/// As any new folder: temporary ones are private.
#[cfg(unix)]
fn open_to_all(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn open_to_all(_: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours(name: &str) -> bool {
        name.starts_with("exercise-")
    }

    fn names_in(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_folder_is_replaced_whole_and_only_by_force() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("pack");
        let name = path.to_str().unwrap();
        let files = |names: &[&str]| -> Vec<(String, Vec<u8>)> {
            names.iter().map(|name| ((*name).to_owned(), b"x".to_vec())).collect()
        };
        Folder::open(name, Replace::Never, ours)
            .unwrap()
            .write(&files(&["a/exercise-1", "exercise-2"]))
            .unwrap();
        assert!(Folder::open(name, Replace::Never, ours).is_err());
        Folder::open(name, Replace::Force, ours).unwrap().write(&files(&["exercise-3"])).unwrap();
        assert_eq!(
            (names_in(place.path()), names_in(&path)),
            (vec!["pack".to_owned()], vec!["exercise-3".to_owned()])
        );
    }

    #[test]
    fn a_folder_with_anything_else_in_it_is_never_replaced() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("home");
        fs::create_dir_all(path.join("deep")).unwrap();
        std::fs::OpenOptions::new().create(true).append(true).open(path.join("deep/thesis")).unwrap();
        assert!(Folder::open(path.to_str().unwrap(), Replace::Force, ours).is_err());
        assert_eq!(names_in(&path), ["deep"]);
    }
}
