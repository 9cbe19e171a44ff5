//! Turns paths into bytes: regular files only, never more than 64 MiB of what people write, never outside the folder of an
//! organisation.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use super::failure::Failure;
use crate::document::FILE_MAX;
use crate::report::text::shown;

/// Why a file gives no text.
#[derive(Debug)]
pub enum Unreadable {
    Missing,
    /// A folder, a device, a pipe.
    NotAFile(&'static str),
    /// A link, or the path itself, leads out of the folder.
    Outside,
    /// Larger than so many MiB.
    TooLarge(usize),
    Other(io::Error),
}

impl Unreadable {
    /// What is wrong, as a fragment.
    pub fn words(&self) -> String {
        match self {
            Unreadable::Missing => "there is no such file".to_owned(),
            Unreadable::NotAFile(kind) => format!("it is {kind}, not a file"),
            Unreadable::Outside => "it leads out of the folder".to_owned(),
            Unreadable::TooLarge(most) => format!("it is larger than {most} MiB"),
            Unreadable::Other(error) => error.to_string(),
        }
    }
}

impl From<io::Error> for Unreadable {
    fn from(error: io::Error) -> Unreadable {
        match error.kind() {
            io::ErrorKind::NotFound => Unreadable::Missing,
            _ => Unreadable::Other(error),
        }
    }
}

/// What this program writes may be so large: the results of 100,000 systems take 200 MiB.
const WRITTEN_MAX: usize = 2 * 1024 * MIB;
const MIB: usize = 1024 * 1024;

/// Reads a file that somebody wrote and the command line names; links are followed.
///
/// # Errors
/// It is missing, no regular file, too large, or refuses to be read.
pub fn read(path: &Path) -> Result<Vec<u8>, Unreadable> {
    read_up_to(path, FILE_MAX)
}

/// The same of what this program writes: results and what else a bundle holds.
///
/// # Errors
/// As `read`.
pub fn read_written(path: &Path) -> Result<Vec<u8>, Unreadable> {
    read_up_to(path, WRITTEN_MAX)
}

fn read_up_to(path: &Path, most: usize) -> Result<Vec<u8>, Unreadable> {
    let file = open(path)?;
    let length = file.metadata()?.len();
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0).min(most) + 1);
    file.take(most as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > most { Err(Unreadable::TooLarge(most / MIB)) } else { Ok(bytes) }
}

/// The first bytes of a file: enough to see of what kind it is.
///
/// # Errors
/// As `read`, but that it is too large.
pub fn head(path: &Path) -> Result<Vec<u8>, Unreadable> {
    const ENOUGH: u64 = 4_096;
    let mut bytes = Vec::new();
    open(path)?.take(ENOUGH).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn open(path: &Path) -> Result<File, Unreadable> {
    // Looked at before it is opened: opening a pipe waits for a writer.
    refuse_others(&fs::metadata(path)?)?;
    let file = File::open(path)?;
    refuse_others(&file.metadata()?)?;
    Ok(file)
}

/// Reads standard input, which may be what this program wrote, to its end.
///
/// # Errors
/// It is too large, or refuses to be read.
pub fn read_stdin() -> Result<Vec<u8>, Unreadable> {
    let mut bytes = Vec::new();
    io::stdin().lock().take(WRITTEN_MAX as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > WRITTEN_MAX { Err(Unreadable::TooLarge(WRITTEN_MAX / MIB)) } else { Ok(bytes) }
}

/// Whether two paths lead to one file that is there.
pub fn are_same(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

/// An input is never overwritten, not even by force.
///
/// # Errors
/// The output is one of the inputs.
pub fn refuse_input<'a>(output: &str, mut inputs: impl Iterator<Item = &'a Path>) -> Result<(), Failure> {
    match inputs.any(|input| are_same(input, Path::new(output))) {
        true => Err(Failure::usage(format!("{} is an input of this command", shown(output)))
            .help("write to another file: inputs are never replaced, not even by `--force`")),
        false => Ok(()),
    }
}

/// Finds the file that another file in `folder` names; its links may not leave the folder.
///
/// # Errors
/// It is missing, or not in the folder.
pub fn beside(folder: &Path, name: &str) -> Result<PathBuf, Unreadable> {
    let path = Path::new(name);
    if !path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
        return Err(Unreadable::Outside);
    }
    let path = folder.join(path);
    let inside = path.canonicalize()?.starts_with(folder.canonicalize()?);
    if inside { Ok(path) } else { Err(Unreadable::Outside) }
}

/// The folder in which a file stands.
pub fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// What is in a folder, sorted by name: files, and folders below it. Links to folders are left alone, so the
/// walk ends.
///
/// # Errors
/// The folder refuses to be read.
pub fn entries(folder: &Path) -> Result<(Vec<PathBuf>, Vec<PathBuf>), Unreadable> {
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (path, kind) = (entry.path(), entry.file_type()?);
        if kind.is_dir() { folders.push(path) } else { files.push(path) }
    }
    files.sort();
    folders.sort();
    Ok((files, folders))
}

/// All files in a folder and in those below it.
///
/// # Errors
/// A folder refuses to be read.
pub fn all_in(folder: &Path) -> Result<Vec<PathBuf>, Unreadable> {
    let (mut all, folders) = entries(folder)?;
    for folder in folders {
        all.append(&mut all_in(&folder)?);
    }
    Ok(all)
}

/// Whether a folder stands at the path.
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

fn refuse_others(found: &fs::Metadata) -> Result<(), Unreadable> {
    match found.file_type() {
        kind if kind.is_file() => Ok(()),
        kind if kind.is_dir() => Err(Unreadable::NotAFile("a folder")),
        _ => Err(Unreadable::NotAFile("a device or a pipe")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_regular_files_are_read() {
        assert!(matches!(read(Path::new("/")), Err(Unreadable::NotAFile("a folder"))));
        assert!(matches!(read(Path::new("/nonexistent/x.ron")), Err(Unreadable::Missing)));
        #[cfg(unix)]
        assert!(matches!(read(Path::new("/dev/zero")), Err(Unreadable::NotAFile("a device or a pipe"))));
    }

    #[cfg(unix)]
    #[test]
    fn a_named_file_stays_in_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let outside = tempfile::NamedTempFile::new().unwrap();
        std::os::unix::fs::symlink(outside.path(), folder.path().join("model.ron")).unwrap();
        assert!(matches!(beside(folder.path(), "model.ron"), Err(Unreadable::Outside)));
        assert!(matches!(beside(folder.path(), "../x.ron"), Err(Unreadable::Outside)));
        assert!(matches!(beside(folder.path(), "/etc/passwd"), Err(Unreadable::Outside)));
        assert!(matches!(beside(folder.path(), "none.ron"), Err(Unreadable::Missing)));
    }
}
