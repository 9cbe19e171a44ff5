//! Turns the paths of the command line into organisations: each model with those of its scenarios that were named.
//!
//! A folder stands for its `model.ron`, the scenarios beside it, and the organisations in folders below; then all
//! scenarios of an organisation are at hand. A file with a `model` field is a scenario; any other `.ron` file belongs
//! to nobody and is told so. Each file is read once, and what is wrong with it is said once.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::path::{Path, PathBuf};

use crate::checks::Extent;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::tree::Node;
use crate::document::{decode_model, is_scenario};
use crate::model::{Model, resolve};
use crate::source::Sources;

use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::files::{self, Unreadable};
use crate::cli::read::{Reading, Resolved, unreadable};
use crate::cli::selection::{is_model, ron_files};

const MODEL_KIND: &str = "model";

/// Everything that was read.
pub struct Gathered {
    pub sources: Sources,
    /// The files of the command line, in order, and models that scenarios among them name.
    pub files: Vec<File>,
    pub organisations: Vec<Read>,
}

/// What became of one file.
pub struct File {
    /// As the command line names it.
    pub name: String,
    /// As messages name it.
    pub shown: String,
    pub state: State,
}

/// Whether a file can be used.
pub enum State {
    /// It can: what it is.
    Sound(&'static str),
    /// It cannot; what is wrong, without what was said of an earlier file.
    Faulty {
        said: Diagnostics,
    },
    Unreadable(Unreadable),
}

/// A model and the scenarios that were read with it.
pub struct Read {
    path: PathBuf,
    /// `None` where the model itself cannot be used.
    pub model: Option<Model>,
    pub cases: Vec<ReadCase>,
    pub extent: Extent,
}

pub struct ReadCase {
    /// As messages name it.
    pub file: String,
    pub resolved: Resolved,
}

/// Files as they are read.
#[derive(Default)]
struct Gathering {
    reading: Reading,
    parsed: BTreeMap<PathBuf, Parsed>,
    said: BTreeSet<Diagnostic>,
    organisations: Vec<Read>,
    files: Vec<File>,
}

/// A file that was read, to be used again.
#[derive(Clone)]
struct Parsed {
    /// `None`: the text is not well-formed.
    tree: Option<Node>,
    found: Diagnostics,
}

impl Gathered {
    /// Reads all files of these paths.
    ///
    /// # Errors
    /// A folder cannot be read, or there is no file in the folders.
    pub fn of(paths: &[String]) -> Result<Gathered, Failure> {
        let mut found: Vec<(PathBuf, Extent)> = Vec::new();
        for path in paths {
            let extent = if files::is_folder(Path::new(path)) { Extent::Whole } else { Extent::Part };
            let files = ron_files(Path::new(path)).map_err(|fault| unreadable(path, &fault))?;
            found.extend(files.into_iter().map(|file| (file, extent)));
        }
        let mut met = BTreeSet::new();
        found.retain(|(path, _)| met.insert(path.clone()));
        if found.is_empty() {
            let failure = Failure::new(Exit::NothingSelected, "there is no .ron file in these folders");
            return Err(failure.help("`blackstart new DIR` writes a starter organisation"));
        }
        let mut gathering = Gathering::default();
        for (path, extent) in &found {
            gathering.file(path, *extent);
        }
        let Gathering { reading, organisations, files, .. } = gathering;
        Ok(Gathered { sources: reading.sources, files, organisations })
    }
}

impl Gathering {
    fn file(&mut self, path: &Path, extent: Extent) {
        if self.organisations.iter().any(|read| read.path == key(path)) {
            return;
        }
        let tree = match read_once(&mut self.parsed, &mut self.reading, path) {
            Ok(tree) => tree,
            Err(fault) => return self.note(path, Some(State::Unreadable(fault)), ""),
        };
        let kind = match tree {
            Some(tree) if is_scenario(&tree) => {
                self.scenario(path, tree, extent);
                "scenario"
            }
            _ if is_model(path) => {
                self.organisation(path, extent);
                return;
            }
            None => "",
            Some(_) => "belongs to nobody: no scenario, and not called model.ron",
        };
        self.note(path, None, kind);
    }

    /// Adds what became of a file; `None` for the state: what was found since the last file decides.
    fn note(&mut self, path: &Path, state: Option<State>, kind: &'static str) {
        let found = mem::take(&mut self.reading.found);
        let state = state.unwrap_or_else(|| {
            if !found.has_errors() {
                return State::Sound(kind);
            }
            let mut said = Diagnostics::new();
            for diagnostic in found.iter() {
                if self.said.insert(diagnostic.clone()) {
                    said.push(diagnostic.clone());
                }
            }
            State::Faulty { said }
        });
        let shown = key(path).to_string_lossy().into_owned();
        self.files.push(File { name: path.to_string_lossy().into_owned(), shown, state });
    }

    /// Reads a model by itself and gives the place of its organisation; adds the file's line once.
    fn organisation(&mut self, path: &Path, extent: Extent) -> usize {
        if let Some(known) = self.organisations.iter().position(|read| read.path == key(path)) {
            return known;
        }
        let mut model = None;
        if let Ok(Some(tree)) = read_once(&mut self.parsed, &mut self.reading, path) {
            let doc = decode_model(tree, &mut self.reading.found);
            match resolve(&doc, None) {
                Ok((resolved, _)) if !self.reading.found.has_errors() => model = Some(resolved),
                Ok(_) => {}
                Err(more) => self.reading.found.append(more),
            }
        }
        self.note(path, None, MODEL_KIND);
        self.organisations.push(Read { path: key(path), model, cases: Vec::new(), extent });
        self.organisations.len() - 1
    }

    fn scenario(&mut self, path: &Path, tree: Node, extent: Extent) {
        let own = mem::take(&mut self.reading.found);
        let parsed = &mut self.parsed;
        let read = |reading: &mut Reading, path: &Path| {
            read_once(parsed, reading, path).map(|tree| (path.to_owned(), tree))
        };
        if let Some((_, (model_path, model))) = self.reading.model_of(path, &tree, read) {
            let of_model = self.reading.found.clone();
            let home = self.organisation(&model_path, extent);
            self.reading.found.append(of_model);
            let resolved = model.and_then(|model| self.reading.resolved((model, tree), &[]));
            let file = key(path).to_string_lossy().into_owned();
            self.organisations[home].cases.extend(resolved.map(|resolved| ReadCase { file, resolved }));
        }
        self.reading.found.append(own);
    }
}

/// The tree of a file that is read at its first use; what is wrong with it is noted at every use.
fn read_once(
    parsed: &mut BTreeMap<PathBuf, Parsed>,
    reading: &mut Reading,
    path: &Path,
) -> Result<Option<Node>, Unreadable> {
    if let Entry::Vacant(room) = parsed.entry(key(path)) {
        let before = mem::take(&mut reading.found);
        let read = reading.tree(path);
        let found = mem::replace(&mut reading.found, before);
        room.insert(Parsed { tree: read?.tree, found });
    }
    let known = parsed[&key(path)].clone();
    reading.found.append(known.found);
    Ok(known.tree)
}

/// The same path for `./model.ron` and `model.ron`.
fn key(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).to_owned()
}
