//! Turns the paths of the command line into organisations: each model with those of its scenarios that were named.
//!
//! A folder stands for its `model.ron`, the scenarios beside it, and the organisations in folders below; then all
//! scenarios of an organisation are at hand. What a file is, is told by its fields: whatever reads as a model is
//! checked as one, be its name what it may, unless it is a part that another includes; what reads as neither belongs to
//! nobody and is told so. Each file is read once, and what is wrong with it is said once.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::checks::Extent;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::schema::{ModelDoc, ScenarioDoc};
use crate::document::tree::Node;
use crate::document::{self, Reads, decode_model, decode_scenario, edit};
use crate::model::{Model, Scenario, resolve};
use crate::source::Sources;

use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::files::{self, Unreadable};
use crate::cli::read::{ReadTree, Reading, unreadable};
use crate::cli::selection::{is_model, ron_files};

const MODEL_KIND: &str = "model";

/// Everything that was read.
pub struct Gathered {
    pub sources: Sources,
    /// The files of the command line, in order, and models that scenarios among them name; last those that no other
    /// names and that have no name of their own.
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
    /// `None` where the model itself cannot be used.
    pub model: Option<Model>,
    pub cases: Vec<ReadCase>,
    pub extent: Extent,
}

pub struct ReadCase {
    /// As messages name it.
    pub file: String,
    pub model: Model,
    pub scenario: Scenario,
}

/// Files as they are read.
#[derive(Default)]
struct Gathering {
    reading: Reading,
    parsed: BTreeMap<PathBuf, Parsed>,
    organisations: Vec<Organisation>,
    /// Parts of models that were read.
    parts: BTreeSet<PathBuf>,
    /// Neither scenarios nor of a model's name; others may still name them.
    left: Vec<(PathBuf, Extent)>,
    drafts: Vec<Draft>,
}

/// A file that was read, until it is decoded.
struct Parsed {
    read: ReadTree,
    found: Diagnostics,
}

/// A model whose names are not resolved yet.
struct Organisation {
    path: PathBuf,
    extent: Extent,
    /// The number of its file among the sources; `None` where it is no text.
    source: Option<u32>,
    /// `None`: the text is not well-formed.
    doc: Option<Arc<ModelDoc>>,
    found: Diagnostics,
}

/// A file whose names are not resolved yet.
struct Draft {
    name: String,
    shown: String,
    unreadable: Option<Unreadable>,
    /// What it is if nothing is wrong with it.
    kind: &'static str,
    found: Diagnostics,
    job: Option<Job>,
}

/// What is to be resolved of a file.
struct Job {
    /// Position of the organisation it belongs to.
    organisation: usize,
    model: Arc<ModelDoc>,
    scenario: Option<ScenarioDoc>,
}

/// The same, resolved.
struct Done {
    organisation: usize,
    model: Model,
    scenario: Option<Scenario>,
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
        gathering.leftovers();
        Ok(gathering.resolved())
    }
}

impl Gathering {
    fn file(&mut self, path: &Path, extent: Extent) {
        if self.organisations.iter().any(|organisation| organisation.path == key(path)) {
            return;
        }
        let (tree, found) = match read_once(&mut self.parsed, &mut self.reading, path) {
            Ok(Parsed { read, found }) => (&read.tree, found.clone()),
            Err(fault) => {
                return self.drafts.push(Draft { unreadable: Some(fault), ..Draft::new(path, "") });
            }
        };
        match tree {
            Some(tree) if document::reads_as(tree) == Some(Reads::Scenario) => {
                let tree = tree.clone();
                self.scenario(path, (tree, found), extent);
            }
            _ if is_model(path) => {
                self.organisation(path, extent);
            }
            None => self.drafts.push(Draft { found, ..Draft::new(path, "") }),
            Some(_) => self.left.push((path.to_owned(), extent)),
        }
    }

    /// What no scenario named is a model of its own, a part of one, or belongs to nobody. Those that others among them
    /// include come last, so that it is known by then of what they are parts.
    fn leftovers(&mut self) {
        let left = mem::take(&mut self.left);
        let mut inner: BTreeSet<PathBuf> = BTreeSet::new();
        for (path, _) in &left {
            let own = key(path);
            inner.extend(self.included_by(&own).into_iter().filter(|part| *part != own));
        }
        let (inner, outer): (Vec<_>, Vec<_>) = left.iter().partition(|(path, _)| inner.contains(&key(path)));
        for (path, extent) in outer.into_iter().chain(inner) {
            self.leftover(path, *extent);
        }
    }

    fn leftover(&mut self, path: &Path, extent: Extent) {
        if self.organisations.iter().any(|organisation| organisation.path == key(path)) {
            return;
        }
        let parsed =
            self.parsed.get(&key(path)).expect("no model took it, and it was read before it was left");
        let reads = parsed.read.tree.as_ref().and_then(document::reads_as);
        let kind = match reads {
            _ if self.parts.contains(&key(path)) => "part of a model",
            Some(_) => {
                self.organisation(path, extent);
                return;
            }
            None => "belongs to nobody: neither a scenario nor a model",
        };
        let found = parsed.found.clone();
        self.drafts.push(Draft { found, ..Draft::new(path, kind) });
    }

    /// The files that one that was read includes.
    fn included_by(&self, path: &Path) -> Vec<PathBuf> {
        let tree = self.parsed.get(path).and_then(|parsed| parsed.read.tree.as_ref());
        let names = tree.map(document::included).unwrap_or_default();
        names.into_iter().map(|name| key(&files::folder_of(path).join(name))).collect()
    }

    /// Notes the parts of a model, and the parts of these.
    fn note_parts(&mut self, model: &Path) {
        let mut open = vec![key(model)];
        while let Some(path) = open.pop() {
            for part in self.included_by(&path) {
                if self.parts.insert(part.clone()) {
                    open.push(part);
                }
            }
        }
    }

    /// Decodes a model that was read, once, and gives the place of its organisation. Its tree, which is large, is used
    /// up by that.
    fn organisation(&mut self, path: &Path, extent: Extent) -> usize {
        let is_known = |organisation: &Organisation| organisation.path == key(path);
        if let Some(known) = self.organisations.iter().position(is_known) {
            return known;
        }
        self.note_parts(path);
        let Parsed { read, mut found } =
            self.parsed.remove(&key(path)).expect("every file is read before it is taken for a model");
        let doc = read.tree.map(|tree| Arc::new(decode_model(tree, &mut found)));
        let at = self.organisations.len();
        let job = doc.clone().map(|model| Job { organisation: at, model, scenario: None });
        self.drafts.push(Draft { job, found: found.clone(), ..Draft::new(path, MODEL_KIND) });
        self.organisations.push(Organisation { path: key(path), extent, source: read.source, doc, found });
        at
    }

    fn scenario(&mut self, path: &Path, (tree, own): (Node, Diagnostics), extent: Extent) {
        let parsed = &mut self.parsed;
        let known: Vec<&Path> =
            self.organisations.iter().map(|organisation| organisation.path.as_path()).collect();
        let read = |reading: &mut Reading, path: &Path| {
            if !known.contains(&key(path).as_path()) {
                read_once(parsed, reading, path)?;
            }
            Ok(path.to_owned())
        };
        let named = self.reading.model_of(path, &tree, read);
        let mut draft = Draft { found: own, ..Draft::new(path, "scenario") };
        if let Some((_, model)) = named {
            let home = self.organisation(&model, extent);
            draft.job = self.job(home, tree);
            draft.found.append(self.organisations[home].found.clone());
        }
        draft.found.append(mem::take(&mut self.reading.found));
        self.drafts.push(draft);
    }

    /// What is to be resolved of a scenario; its changes make another model of the organisation's, from its text.
    fn job(&mut self, home: usize, mut scenario: Node) -> Option<Job> {
        let found = &mut self.reading.found;
        let organisation = &self.organisations[home];
        let mut model = organisation.doc.clone()?;
        let changes = edit::changes_of(&scenario, found);
        if !changes.is_empty() {
            let source = organisation.source?;
            let mut tree = document::parse_tree(&self.reading.sources, source).0?;
            edit::apply(&mut tree, &mut scenario, &changes, found);
            model = Arc::new(decode_model(tree, found));
        }
        let scenario = Some(decode_scenario(scenario, found));
        Some(Job { organisation: home, model, scenario })
    }

    /// Resolves all names, file by file side by side, and puts everything where it belongs.
    fn resolved(self) -> Gathered {
        let Gathering { reading, organisations, drafts, .. } = self;
        let new = |organisation: &Organisation| Read {
            model: None,
            cases: Vec::new(),
            extent: organisation.extent,
        };
        let mut reads: Vec<Read> = organisations.iter().map(new).collect();
        drop(organisations);
        let done: Vec<(Draft, Option<Done>)> = drafts
            .into_par_iter()
            .map(|mut draft| {
                let done = draft.job.take().and_then(|job| job.done(&mut draft.found));
                let is_sound = !draft.found.has_errors();
                (draft, done.filter(|_| is_sound))
            })
            .collect();
        let mut said = BTreeSet::new();
        let mut files = Vec::new();
        for (draft, done) in done {
            match done {
                Some(Done { organisation, model, scenario: None }) => reads[organisation].model = Some(model),
                Some(Done { organisation, model, scenario: Some(scenario) }) => {
                    reads[organisation].cases.push(ReadCase { file: draft.shown.clone(), model, scenario });
                }
                None => {}
            }
            files.push(draft.file(&mut said));
        }
        Gathered { sources: reading.sources, files, organisations: reads }
    }
}

impl Draft {
    fn new(path: &Path, kind: &'static str) -> Draft {
        Draft {
            name: path.to_string_lossy().into_owned(),
            shown: key(path).to_string_lossy().into_owned(),
            unreadable: None,
            kind,
            found: Diagnostics::new(),
            job: None,
        }
    }

    /// What became of the file; what an earlier one `said` already is not said again.
    fn file(self, said: &mut BTreeSet<Diagnostic>) -> File {
        let state = match self.unreadable {
            Some(fault) => State::Unreadable(fault),
            None if !self.found.has_errors() => State::Sound(self.kind),
            None => {
                let mut new = Diagnostics::new();
                let fresh = self.found.iter().filter(|diagnostic| said.insert((*diagnostic).clone()));
                fresh.for_each(|diagnostic| new.push(diagnostic.clone()));
                State::Faulty { said: new }
            }
        };
        File { name: self.name, shown: self.shown, state }
    }
}

impl Job {
    /// Resolves the names of the file; what is wrong with them is noted.
    fn done(self, found: &mut Diagnostics) -> Option<Done> {
        match resolve(&self.model, self.scenario.as_ref()) {
            Ok((model, scenario)) => Some(Done { organisation: self.organisation, model, scenario }),
            Err(more) => {
                found.append(more);
                None
            }
        }
    }
}

/// A file that is read at its first use.
fn read_once<'p>(
    parsed: &'p mut BTreeMap<PathBuf, Parsed>,
    reading: &mut Reading,
    path: &Path,
) -> Result<&'p Parsed, Unreadable> {
    Ok(match parsed.entry(key(path)) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(room) => {
            let before = mem::take(&mut reading.found);
            let read = reading.tree(path);
            let found = mem::replace(&mut reading.found, before);
            room.insert(Parsed { read: read?, found })
        }
    })
}

/// The same path for `./model.ron` and `model.ron`.
fn key(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).to_owned()
}
