//! The files in which the estimates of a model stand: the model's own, and of a scenario that overrides some, its own, too.

use std::path::{Path, PathBuf};

use crate::document::tree::Node;
use crate::document::{decode_model, is_scenario};
use crate::exercise::calibrate::Calibration;
use crate::exercise::calibrate::rewrite::rewritten;
use crate::model::{Model, resolve};
use crate::report::text::shown;
use crate::source::Sources;

use super::failure::Failure;
use super::files as disk;
use super::read::{Reading, unreadable};

/// A model, or a scenario with its model, as people wrote them.
pub struct Book {
    /// With what the scenario overrides.
    pub model: Model,
    pub sources: Sources,
    /// By the number of the source; the file that was named is the first.
    files: Vec<(PathBuf, Node)>,
}

/// A file with its text as it was and as it becomes.
pub struct Changed {
    pub path: PathBuf,
    pub old: String,
    pub new: String,
}

impl Book {
    /// Reads a model, or a scenario and the model it names.
    ///
    /// # Errors
    /// The file cannot be read (1), or something is wrong with it (3).
    pub fn open(name: &str) -> Result<Book, Failure> {
        let mut reading = Reading::default();
        let path = Path::new(name);
        let read = reading.tree(path).map_err(|fault| unreadable(name, &fault))?;
        let Some(tree) = read.tree else { return Err(reading.fail()) };
        if is_scenario(&tree) {
            let of = |reading: &mut Reading, path: &Path| Ok((path.to_owned(), reading.tree(path)?));
            let Some((_, (model_path, model))) = reading.model_of(path, &tree, of) else {
                return Err(reading.fail());
            };
            let Some(model_tree) = model.tree else { return Err(reading.fail()) };
            let Some(resolved) = reading.resolved((model_tree.clone(), tree.clone()), &[]) else {
                return Err(reading.fail());
            };
            let files = vec![(path.to_owned(), tree), (model_path, model_tree)];
            return Ok(Book { model: resolved.model, sources: reading.sources, files });
        }
        let doc = decode_model(tree.clone(), &mut reading.found);
        match resolve(&doc, None) {
            Ok((model, _)) if !reading.found.has_errors() => {
                Ok(Book { model, sources: reading.sources, files: vec![(path.to_owned(), tree)] })
            }
            Ok(_) => Err(reading.fail()),
            Err(more) => {
                reading.found.append(more);
                Err(reading.fail())
            }
        }
    }

    /// Whether it was a scenario that was named.
    pub fn is_scenario(&self) -> bool {
        self.files.len() > 1
    }

    /// The folder of the file that was named; the model stands in it or below.
    pub fn folder(&self) -> &Path {
        self.files.first().map_or(Path::new("."), |(path, _)| disk::folder_of(path))
    }

    /// The model's file.
    pub fn model_name(&self) -> String {
        self.files.last().map(|(path, _)| path.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// Whether a figure stands in one of the files.
    pub fn holds(&self, one: &Calibration) -> bool {
        (one.place.source as usize) < self.files.len()
    }

    /// The files that change, with every calibration written into its own.
    ///
    /// # Errors
    /// A figure is not where it was said to be.
    pub fn rewritten(&self, all: &[Calibration]) -> Result<Vec<Changed>, Failure> {
        let mut changed = Vec::new();
        for (number, (path, tree)) in (0u32..).zip(&self.files) {
            if !all.iter().any(|one| one.place.source == number) {
                continue;
            }
            let old = self.sources.get(number).map(|source| source.text.clone()).unwrap_or_default();
            let new = rewritten(&old, tree, number, all)
                .map_err(|why| Failure::tool(format!("{}: {why}", shown(&path.to_string_lossy()))))?;
            changed.push(Changed { path: path.clone(), old, new });
        }
        Ok(changed)
    }
}
