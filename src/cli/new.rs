//! `new`: writes a starter organisation into an empty folder and says what to do next.

use std::path::{Path, PathBuf};

use crate::report::text::{shell, shown};

use super::args::NewArgs;
use super::exit::Exit;
use super::failure::Failure;
use super::files;
use super::interrupt::Interrupt;
use super::output::{Output, Replace, create_folder, remove_written, write_stdout};
use super::talk::Talk;

/// The files of the starter; the first scenario is the one to run first.
const STARTER: [(&str, &str); 3] = [
    ("model.ron", include_str!("starter/model.ron")),
    ("ransomware.ron", include_str!("starter/ransomware.ron")),
    ("server-room-fire.ron", include_str!("starter/server-room-fire.ron")),
];

/// Writes the starter.
///
/// # Errors
/// The folder is not empty, or cannot be written; then nothing of the starter is left in it.
pub fn new(args: &NewArgs, talk: &Talk) -> Result<Exit, Failure> {
    let folder = Path::new(&args.folder);
    refuse_occupied(folder)?;
    Interrupt::hold_all()?;
    create_folder(folder)?;
    let mut written: Vec<PathBuf> = Vec::new();
    for (name, text) in STARTER {
        let path = folder.join(name);
        let done = Output::to_file(path.clone(), Replace::Never).and_then(|file| file.write(text.as_bytes()));
        if let Err(failure) = done {
            written.iter().for_each(|path| remove_written(path));
            return Err(failure);
        }
        written.push(path);
    }
    write_stdout(talk.dressed(&next_steps(folder)).as_bytes())?;
    Ok(Exit::Done)
}

fn refuse_occupied(folder: &Path) -> Result<(), Failure> {
    let name = folder.to_string_lossy();
    if name.is_empty() {
        return Err(Failure::usage("the folder has no name").help("name one that is empty or does not exist"));
    }
    match files::entries(folder) {
        Ok((files, folders)) if files.is_empty() && folders.is_empty() => Ok(()),
        Ok(_) => {
            Err(Failure::tool(format!("{} is not empty, and nothing is ever overwritten", shown(&name)))
                .help("name a folder that is empty or does not exist"))
        }
        Err(files::Unreadable::Missing) => Ok(()),
        Err(fault) => {
            Err(Failure::tool(format!("cannot use {} as a folder: {}", shown(&name), fault.words())))
        }
    }
}

fn next_steps(folder: &Path) -> String {
    let path = |name: &str| shell(&folder.join(name).to_string_lossy());
    format!(
        "A small organisation that works, and two scenarios. Next:\n\
         \n  \
           blackstart check {}\n  \
           blackstart run {}\n  \
           blackstart replay {} --trial p90\n\
         \n\
         Then open {} and make it yours: the comments say what to change first.\n",
        shell(&folder.to_string_lossy()),
        path("ransomware.ron"),
        path("ransomware.ron"),
        path("model.ron"),
    )
}
