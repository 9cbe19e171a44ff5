//! The one writer: every byte that a command leaves behind passes here.
//!
//! A file appears whole or not at all: it is written beside its place, synced, renamed, and its folder synced.
//! Whether that can work is found out before the first trial. An existing file is replaced only with
//! `--force`; a device or a pipe is written to as it stands. A reader that closes standard output early has
//! seen enough, which is no error.

use std::fs::{self, File};
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::failure::Failure;
use crate::report::text::{count, shown};

/// Where a result goes; checked, nothing written yet.
#[derive(Debug)]
pub enum Output {
    Stdout,
    /// An existing device, or a pipe that somebody reads from; open.
    Stream(PathBuf, File),
    File {
        path: PathBuf,
        replace: Replace,
    },
}

/// What to do about a file that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replace {
    Never,
    /// `--force` was given.
    Force,
}

impl Output {
    /// Checks that `name` can be written: `-` is standard output, all else a path.
    ///
    /// # Errors
    /// It exists and may not be replaced, is a folder, or its folder is missing or refuses a new file.
    pub fn open(name: &str, replace: Replace) -> Result<Output, Failure> {
        if name == "-" {
            return Ok(Output::Stdout);
        }
        Output::to_file(PathBuf::from(name), replace)
    }

    /// Checks that a file can be written at `path`.
    ///
    /// # Errors
    /// As `open`.
    pub fn to_file(path: PathBuf, replace: Replace) -> Result<Output, Failure> {
        match fs::metadata(&path) {
            Ok(found) if found.is_dir() => return Err(refused(&path, "it is a folder")),
            Ok(found) if !found.is_file() => {
                let stream = open_stream(&path).map_err(|error| failed(&path, &error))?;
                return Ok(Output::Stream(path, stream));
            }
            _ => {}
        }
        // A link that leads nowhere is there, too: only the link itself tells.
        if replace == Replace::Never && fs::symlink_metadata(&path).is_ok() {
            return Err(refused(&path, "it exists").help("add `--force` to replace it"));
        }
        drop(create_beside(&path).map_err(|error| failed(&path, &error))?);
        Ok(Output::File { path, replace })
    }

    /// The same, beside what is opened already.
    ///
    /// # Errors
    /// As `open`, or another output goes there, however it is spelled.
    pub fn open_beside<'o>(
        name: &str,
        replace: Replace,
        mut earlier: impl Iterator<Item = &'o Output>,
    ) -> Result<Output, Failure> {
        let output = Output::open(name, replace)?;
        match earlier.any(|other| other.place() == output.place()) {
            true => Err(Failure::usage(format!("two outputs go to {}", shown(name)))),
            false => Ok(output),
        }
    }

    /// Where the bytes arrive; nothing for standard output. A file takes the place of a link of its name, so it is the
    /// folder that is looked through.
    fn place(&self) -> Option<PathBuf> {
        match self {
            Output::Stdout => None,
            Output::Stream(path, _) => Some(path.canonicalize().unwrap_or_else(|_| path.clone())),
            Output::File { path, .. } => {
                let folder = folder_of(path).canonicalize().unwrap_or_else(|_| folder_of(path).to_owned());
                Some(folder.join(path.file_name().unwrap_or_default()))
            }
        }
    }

    /// Whether this is standard output.
    pub fn is_stdout(&self) -> bool {
        matches!(self, Output::Stdout)
    }

    /// Writes all of `bytes`, or nothing.
    ///
    /// # Errors
    /// The disk is full, the folder is gone, or the like; what stood there before still stands.
    pub fn write(&self, bytes: &[u8]) -> Result<(), Failure> {
        match self {
            Output::Stdout => write_stdout(bytes),
            Output::Stream(path, stream) => {
                write_stream(stream, bytes).map_err(|error| lost(path, bytes, &error))
            }
            Output::File { path, replace } => {
                write_whole(path, *replace, bytes).map_err(|error| lost(path, bytes, &error))
            }
        }
    }
}

/// Writes to standard output and flushes. A closed pipe is quiet.
///
/// # Errors
/// Anything else that keeps the bytes from arriving, such as a full device.
pub fn write_stdout(bytes: &[u8]) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    let written = stdout.write_all(bytes).and_then(|()| stdout.flush());
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::tool(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Writes to standard error as far as it goes: there is nowhere to complain that it is closed.
pub fn write_stderr(text: &str) {
    let mut stderr = io::stderr().lock();
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}

/// Whether standard error is a terminal.
pub fn stderr_is_terminal() -> bool {
    io::stderr().is_terminal()
}

/// Whether standard output is a terminal.
pub fn stdout_is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Makes a folder, parents included, where there is none.
///
/// # Errors
/// It cannot be made.
pub fn create_folder(path: &Path) -> Result<(), Failure> {
    fs::create_dir_all(path).map_err(|error| failed(path, &error))
}

/// Takes back a file written before, as far as that goes.
pub fn remove_written(path: &Path) {
    let _ = fs::remove_file(path);
}

fn write_stream(mut stream: &File, bytes: &[u8]) -> io::Result<()> {
    stream.write_all(bytes)?;
    stream.flush()
}

/// Opens a device or a pipe. A pipe without a reader is refused: to wait for one would be to hang where no signal is heard.
#[cfg(unix)]
fn open_stream(path: &Path) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags, fcntl_getfl, fcntl_setfl, open};
    let stream = open(path, OFlags::WRONLY | OFlags::NONBLOCK | OFlags::CLOEXEC, Mode::empty())?;
    // From now on a full pipe is waited for.
    fcntl_setfl(&stream, fcntl_getfl(&stream)? - OFlags::NONBLOCK)?;
    Ok(File::from(stream))
}

#[cfg(not(unix))]
fn open_stream(path: &Path) -> io::Result<File> {
    fs::OpenOptions::new().write(true).open(path)
}

/// Write, sync, rename, sync the folder. Dropping the temporary file on any error removes it.
fn write_whole(path: &Path, replace: Replace, bytes: &[u8]) -> io::Result<()> {
    let mut beside = create_beside(path)?;
    beside.write_all(bytes)?;
    beside.as_file().sync_all()?;
    match replace {
        Replace::Force => beside.persist(path),
        Replace::Never => beside.persist_noclobber(path),
    }
    .map_err(|error| error.error)?;
    sync_folder(folder_of(path))
}

fn create_beside(path: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".blackstart-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any new file: the umask decides. Temporary files are private by default.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder_of(path))
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// These bytes could not be written; where there is no room for them, how much they need.
fn lost(path: &Path, bytes: &[u8], error: &io::Error) -> Failure {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            let needed = count(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
            failed(path, error).help(format!("it needs {needed} bytes; what stood there still stands"))
        }
        _ => failed(path, error),
    }
}

fn failed(path: &Path, error: &io::Error) -> Failure {
    match error.kind() {
        ErrorKind::NotFound if path.parent().is_some_and(Path::is_dir) => {
            refused(path, "its folder takes no new files")
        }
        ErrorKind::NotFound => refused(path, "its folder does not exist"),
        ErrorKind::NotADirectory => refused(path, "what should be its folder is a file"),
        ErrorKind::PermissionDenied => refused(path, "permission denied"),
        #[cfg(unix)]
        _ if error.raw_os_error() == Some(rustix::io::Errno::NXIO.raw_os_error()) => {
            refused(path, "nobody reads from this pipe").help("start what reads from it first")
        }
        // The file beside it is nobody's business: the rest of the message names it.
        _ => refused(path, error.to_string().split(" at path ").next().unwrap_or_default()),
    }
}

fn refused(path: &Path, why: &str) -> Failure {
    Failure::tool(format!("cannot write {}: {why}", shown(&path.to_string_lossy())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names_in(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_check_leaves_nothing_and_a_write_leaves_one_whole_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.json");
        let output = Output::open(path.to_str().unwrap(), Replace::Never).unwrap();
        assert!(names_in(folder.path()).is_empty());
        output.write(b"{}\n").unwrap();
        assert_eq!(names_in(folder.path()), ["run.json"]);
        assert_eq!(fs::read(&path).unwrap(), b"{}\n");
    }

    #[test]
    fn an_existing_file_is_replaced_only_by_force() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.json");
        Output::open(path.to_str().unwrap(), Replace::Never).unwrap().write(b"old").unwrap();
        assert!(Output::open(path.to_str().unwrap(), Replace::Never).is_err());
        Output::open(path.to_str().unwrap(), Replace::Force).unwrap().write(b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
    }

    #[test]
    fn a_file_that_appears_during_the_run_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.json");
        let output = Output::open(path.to_str().unwrap(), Replace::Never).unwrap();
        Output::open(path.to_str().unwrap(), Replace::Never).unwrap().write(b"theirs").unwrap();
        assert!(output.write(b"ours").is_err());
        assert_eq!(fs::read(&path).unwrap(), b"theirs");
        assert_eq!(names_in(folder.path()), ["run.json"]);
    }

    #[cfg(unix)]
    #[test]
    fn force_replaces_a_link_and_leaves_what_it_led_to() {
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("target"), folder.path().join("link"));
        Output::open(target.to_str().unwrap(), Replace::Never).unwrap().write(b"target").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        assert!(Output::open(link.to_str().unwrap(), Replace::Never).is_err());
        Output::open(link.to_str().unwrap(), Replace::Force).unwrap().write(b"new").unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"target");
        assert_eq!(fs::read(&link).unwrap(), b"new");
    }

    #[test]
    fn a_missing_folder_is_found_before_the_first_trial() {
        assert!(Output::open("/nonexistent/folder/run.json", Replace::Never).is_err());
    }
}
