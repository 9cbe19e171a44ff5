//! Turns the path of a scenario, and the edits of the command line, into a resolved case ready to be played.
//!
//! Each file is read once, at the start: the digest is that of the bytes that were used. What is wrong with
//! scenario, model and edits is found together.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::diagnostic::{Diagnostic, Diagnostics, near};
use crate::document::edit::{self, EditRecord};
use crate::document::schema::{ActualDoc, ChangeDoc, EditOp};
use crate::document::tree::Node;
use crate::document::{self, decode_model, decode_scenario, is_scenario};
use crate::model::{Model, Scenario, model_path, resolve};
use crate::report::dossier::{self, Played};
use crate::report::text::shown;
use crate::report::wire::{Edit, Input};
use crate::source::{Place, Sources, Spanned};
use crate::study::{Ground, Refused};

use super::args::EditAsk;
use super::exit::Exit;
use super::failure::Failure;
use super::files::{self, Unreadable};

/// Codes of edits whose path names nothing.
const NAMES_NOTHING: [&str; 2] = ["E0701", "E0702"];

/// A scenario with its model, ready to be played.
#[derive(Debug)]
pub struct Case {
    /// The scenario as the command line names it.
    pub path: String,
    pub model: Model,
    pub scenario: Scenario,
    pub inputs: Vec<Input>,
    /// Where each of them was read from.
    pub paths: Vec<PathBuf>,
    pub edits: Vec<Edit>,
    /// The same in words.
    pub changes: Vec<String>,
    /// The texts that were read, for places in them.
    pub sources: Sources,
}

/// Files and what is wrong with them, so far.
#[derive(Debug, Default)]
pub struct Reading {
    pub sources: Sources,
    pub found: Diagnostics,
    /// Real outages of a table beside the scenario, not resolved yet.
    actuals: Vec<ActualDoc>,
}

/// A file as a text, with the digest of its bytes.
pub struct ReadText {
    /// `None` where it is no text.
    id: Option<u32>,
    sha256: String,
}

/// A file as a tree, with the digest of its bytes.
pub struct ReadTree {
    /// Its number among the sources; `None` where it is no text.
    pub source: Option<u32>,
    /// `None` where the text is not well-formed.
    pub tree: Option<Node>,
    pub sha256: String,
}

impl Reading {
    /// Reads a file as a text; what is wrong with it is noted.
    ///
    /// # Errors
    /// The file gives no bytes.
    pub fn text(&mut self, path: &Path) -> Result<ReadText, Unreadable> {
        // `./model.ron` and `model.ron` are one file to whoever reads a message.
        let name = path.strip_prefix(".").unwrap_or(path).to_string_lossy();
        let bytes = match files::read(path) {
            Err(Unreadable::TooLarge(_)) => {
                let id = self.sources.add(name, "");
                self.found.push(document::too_large(id));
                return Ok(ReadText { id: None, sha256: String::new() });
            }
            read => read?,
        };
        let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let next = u32::try_from(self.sources.iter().count()).expect("a command line names fewer files");
        let (text, fault) = document::text_of(next, bytes);
        let id = self.sources.add(name, text);
        let is_text = fault.is_none();
        fault.into_iter().for_each(|fault| self.found.push(fault));
        Ok(ReadText { id: is_text.then_some(id), sha256 })
    }

    /// Reads a file into a tree; what is wrong with it is noted.
    ///
    /// # Errors
    /// The file gives no bytes.
    pub fn tree(&mut self, path: &Path) -> Result<ReadTree, Unreadable> {
        let ReadText { id, sha256 } = self.text(path)?;
        let parsed = id.map(|id| document::parse_tree(&self.sources, id));
        let tree = parsed.and_then(|(tree, found)| {
            self.found.append(found);
            tree
        });
        Ok(ReadTree { source: id, tree, sha256 })
    }

    /// Reads a table of real outages, to be resolved with the scenario; gives the digest of its bytes.
    ///
    /// # Errors
    /// The file gives no bytes.
    fn table(&mut self, path: &Path) -> Result<String, Unreadable> {
        let ReadText { id, sha256 } = self.text(path)?;
        if let Some(id) = id {
            let (actuals, found) = document::actuals(&self.sources, id);
            self.found.append(found);
            self.actuals.extend(actuals);
        }
        Ok(sha256)
    }

    /// Reads, with `read`, the model that a scenario names: its name there and what was read; `None` where
    /// something is wrong, which is noted.
    pub fn model_of<T>(
        &mut self,
        scenario: &Path,
        tree: &Node,
        mut read: impl FnMut(&mut Reading, &Path) -> Result<T, Unreadable>,
    ) -> Option<(String, T)> {
        let mut found = Diagnostics::new();
        let doc = decode_scenario(tree.clone(), &mut found);
        let name = match model_path(&doc) {
            Ok(name) if !doc.model.place.is_nowhere() => name,
            Ok(_) => {
                self.found.append(found);
                return None;
            }
            Err(diagnostic) => {
                self.found.append(found);
                self.found.push(diagnostic);
                return None;
            }
        };
        let path = files::beside(files::folder_of(scenario), name);
        match path.and_then(|path| read(self, &path)) {
            Ok(read) => Some((name.to_owned(), read)),
            Err(fault) => {
                self.found.append(found);
                self.found.push(unreadable_inside(&doc.model, files::folder_of(scenario), &fault));
                None
            }
        }
    }

    /// Applies the edits to the trees of a model and a scenario, and resolves both; nothing where something is
    /// wrong, which is noted.
    pub fn resolved(
        &mut self,
        (mut model, mut scenario): (Node, Node),
        edits: &[EditAsk],
    ) -> Option<Resolved> {
        let records = edited(self, (&mut model, &mut scenario), edits);
        let mut scenario = decode_scenario(scenario, &mut self.found);
        scenario.actuals.append(&mut self.actuals);
        let model = decode_model(model, &mut self.found);
        match resolve(&model, Some(&scenario)) {
            Ok((model, Some(scenario))) if !self.found.has_errors() => {
                Some(Resolved { model, scenario, records })
            }
            Ok(_) => None,
            Err(more) => {
                let records: Vec<EditRecord> = records.into_iter().map(|(record, _)| record).collect();
                self.found.append(edit::tell_removed(&records, more));
                None
            }
        }
    }

    /// Ends with everything that is wrong, as exit 3, or 4 where all that is wrong is that edits name nothing.
    pub fn fail(self) -> Failure {
        let typed = |place: Place| self.sources.get(place.source).is_some_and(|source| source.is_edit);
        let names_nothing =
            |found: &Diagnostic| NAMES_NOTHING.contains(&found.code) && found.place().is_some_and(typed);
        let exit = if self.found.iter().all(names_nothing) { Exit::NothingSelected } else { Exit::Invalid };
        Failure::Inputs { exit, sources: self.sources, diagnostics: self.found }
    }
}

/// A scenario and its model after all edits; of each edit, whether it was typed on the command line.
pub struct Resolved {
    pub model: Model,
    pub scenario: Scenario,
    records: Vec<(EditRecord, bool)>,
}

/// Reads a scenario and the model it names, applies the edits, and resolves both.
///
/// # Errors
/// The scenario cannot be read (exit 1), something is wrong with a file or an edit (3), or an edit names
/// nothing (4).
pub fn case(path: &str, edits: &[EditAsk]) -> Result<Case, Failure> {
    case_beside(path, edits, None)
}

/// The same, with a table of real outages beside the scenario.
///
/// # Errors
/// As `case`; likewise of the table.
pub fn case_beside(path: &str, edits: &[EditAsk], table: Option<&str>) -> Result<Case, Failure> {
    let mut reading = Reading::default();
    let file = Path::new(path);
    let scenario = reading.tree(file).map_err(|fault| unreadable(path, &fault))?;
    let of_table = |name| {
        let sha256 = reading.table(Path::new(name)).map_err(|fault| unreadable(name, &fault))?;
        Ok((PathBuf::from(name), sha256))
    };
    let table: Option<(PathBuf, String)> = table.map(of_table).transpose()?;
    let Some(scenario_tree) = scenario.tree else { return Err(reading.fail()) };
    let Some((name, model)) = reading.model_of(file, &scenario_tree, Reading::tree) else {
        return Err(reading.fail());
    };
    let Some(model_tree) = model.tree else { return Err(reading.fail()) };
    let Some(resolved) = reading.resolved((model_tree, scenario_tree), edits) else {
        return Err(reading.fail());
    };
    let records = resolved.records;
    let own = own_name(file);
    let mut paths = vec![files::folder_of(file).join(&name), file.to_owned()];
    let mut inputs = vec![
        Input { role: "model".to_owned(), name, sha256: model.sha256 },
        Input { role: "scenario".to_owned(), name: own.clone(), sha256: scenario.sha256 },
    ];
    if let Some((path, sha256)) = table {
        inputs.push(Input { role: "actuals".to_owned(), name: own_name(&path), sha256 });
        paths.push(path);
    }
    Ok(Case {
        path: path.to_owned(),
        edits: records.iter().map(|(record, typed)| wire_edit(record, (!typed).then_some(&own))).collect(),
        changes: records.iter().map(|(record, _)| record.words()).collect(),
        model: resolved.model,
        scenario: resolved.scenario,
        sources: reading.sources,
        inputs,
        paths,
    })
}

/// The name of a file without its folder.
pub fn own_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// What studies make their variants from: a scenario and its model as trees, and the files they were read from.
pub struct Grounds {
    /// The scenario as the command line names it.
    pub path: String,
    pub ground: Ground,
    pub inputs: Vec<Input>,
}

/// Reads a scenario and the model it names into trees.
///
/// # Errors
/// The scenario cannot be read (exit 1), or a file is not well-formed or a change of the scenario leads nowhere (3).
pub fn grounds(path: &str) -> Result<Grounds, Failure> {
    let mut reading = Reading::default();
    let file = Path::new(path);
    let scenario = reading.tree(file).map_err(|fault| unreadable(path, &fault))?;
    let Some(scenario_tree) = scenario.tree else { return Err(reading.fail()) };
    let Some((name, model)) = reading.model_of(file, &scenario_tree, Reading::tree) else {
        return Err(reading.fail());
    };
    let Some(model_tree) = model.tree.filter(|_| !reading.found.has_errors()) else {
        return Err(reading.fail());
    };
    let own = own_name(file);
    let ground =
        Ground::new(model_tree, scenario_tree, reading.sources).map_err(|refused| refusal(*refused))?;
    let inputs = vec![
        Input { role: "model".to_owned(), name, sha256: model.sha256 },
        Input { role: "scenario".to_owned(), name: own, sha256: scenario.sha256 },
    ];
    Ok(Grounds { path: path.to_owned(), ground, inputs })
}

/// Reads a model, or that of a scenario, and puts beside it a scenario that no file holds.
///
/// # Errors
/// The file cannot be read (exit 1) or is not well-formed (3).
pub fn bare_grounds(file: &Path, scenario: &str) -> Result<Grounds, Failure> {
    let mut reading = Reading::default();
    let path = file.to_string_lossy().into_owned();
    let read = reading.tree(file).map_err(|fault| unreadable(&path, &fault))?;
    let Some(tree) = read.tree.filter(|_| !reading.found.has_errors()) else { return Err(reading.fail()) };
    let own = own_name(file);
    let (name, sha256, model) = if is_scenario(&tree) {
        let Some((name, model)) = reading.model_of(file, &tree, Reading::tree) else {
            return Err(reading.fail());
        };
        (name, model.sha256, model.tree)
    } else {
        (own, read.sha256, Some(tree))
    };
    let id = reading.sources.add("the scenario of this command", scenario);
    let (scenario, found) = document::parse_tree(&reading.sources, id);
    reading.found.append(found);
    let (Some(model), Some(scenario), false) = (model, scenario, reading.found.has_errors()) else {
        return Err(reading.fail());
    };
    let ground = Ground::new(model, scenario, reading.sources).map_err(|refused| refusal(*refused))?;
    Ok(Grounds { path, ground, inputs: vec![Input { role: "model".to_owned(), name, sha256 }] })
}

/// Why there is no such variant, as a failure: 3, or 4 where edits name nothing.
pub fn refusal(refused: Refused) -> Failure {
    Reading { sources: refused.sources, found: refused.found, ..Reading::default() }.fail()
}

/// Reads a model, or a scenario and the model it names; with the files they were read from.
///
/// # Errors
/// The file cannot be read (exit 1), or something is wrong with it (3).
pub fn plan(path: &str) -> Result<(Model, Option<Scenario>, Vec<PathBuf>), Failure> {
    let mut reading = Reading::default();
    let read = reading.tree(Path::new(path)).map_err(|fault| unreadable(path, &fault))?;
    let Some(tree) = read.tree else { return Err(reading.fail()) };
    if is_scenario(&tree) {
        let case = case(path, &[])?;
        return Ok((case.model, Some(case.scenario), case.paths));
    }
    let doc = decode_model(tree, &mut reading.found);
    match resolve(&doc, None) {
        Ok((model, _)) if !reading.found.has_errors() => Ok((model, None, vec![PathBuf::from(path)])),
        Ok(_) => Err(reading.fail()),
        Err(more) => {
            reading.found.append(more);
            Err(reading.fail())
        }
    }
}

/// Reads a results file.
///
/// # Errors
/// It cannot be read (exit 1), or holds no results (3).
pub fn results_in(name: &str) -> Result<Vec<Played>, Failure> {
    results_with_bytes(name).map(|(_, played)| played)
}

/// The same with the bytes that were read.
///
/// # Errors
/// As `results_in`.
pub fn results_with_bytes(name: &str) -> Result<(Vec<u8>, Vec<Played>), Failure> {
    let bytes = files::read_written(Path::new(name)).map_err(|fault| unreadable(name, &fault))?;
    let text = str::from_utf8(&bytes)
        .map_err(|_| Failure::new(Exit::Invalid, format!("{} is not UTF-8 text", shown(name))))?;
    let played = dossier::read(text).map_err(|fault| {
        let at = fault.at.map_or(String::new(), |(line, column)| format!(":{line}:{column}"));
        let path = if fault.path.is_empty() { String::new() } else { format!(" ({})", fault.path) };
        let message = format!("{}{at}: {}{path}", shown(name), fault.message);
        let failure = Failure::new(Exit::Invalid, message);
        fault.help.into_iter().fold(failure, |failure, help| failure.help(help))
    })?;
    Ok((bytes, played))
}

/// The file that a command names cannot be used.
pub fn unreadable(path: &str, fault: &Unreadable) -> Failure {
    let failure = Failure::tool(format!("cannot read {}: {}", shown(path), fault.words()));
    match fault {
        Unreadable::NotAFile("a folder") => failure.help("name one scenario file in it"),
        Unreadable::Missing if path == "-" => failure.help("standard input is not read here: name a file"),
        _ => failure,
    }
}

/// A file that another file names cannot be used.
fn unreadable_inside(name: &Spanned<String>, folder: &Path, fault: &Unreadable) -> Diagnostic {
    let diagnostic =
        Diagnostic::error("E0005", format!("`{}` cannot be read: {}", name.value, fault.words()))
            .at(name.place, "named here");
    match fault {
        Unreadable::Missing => {
            let beside = files::entries(folder).map(|(files, _)| files).unwrap_or_default();
            let names = beside.iter().filter_map(|file| file.file_name()?.to_str());
            let near = near::did_you_mean(&name.value, names);
            diagnostic.help(
                near.unwrap_or_else(|| "a scenario names its model from its own folder downwards".to_owned()),
            )
        }
        Unreadable::Outside => {
            diagnostic.help("keep the files of an organisation in one folder, without links out of it")
        }
        _ => diagnostic,
    }
}

/// Applies the scenario's changes, then those of the command line; tells of each whether it was typed.
fn edited(
    reading: &mut Reading,
    (model, scenario): (&mut Node, &mut Node),
    edits: &[EditAsk],
) -> Vec<(EditRecord, bool)> {
    let found = &mut reading.found;
    let own = edit::changes_of(scenario, found);
    let typed: Vec<ChangeDoc> =
        edits.iter().filter_map(|ask| ask.change(&mut reading.sources, found)).collect();
    let mut records: Vec<(EditRecord, bool)> = Vec::new();
    for (changes, is_typed) in [(own, false), (typed, true)] {
        let done = edit::apply(model, scenario, &changes, found);
        records.extend(done.into_iter().map(|record| (record, is_typed)));
    }
    records
}

/// `scenario`: the file that holds the edit; none for the command line.
fn wire_edit(record: &EditRecord, scenario: Option<&String>) -> Edit {
    let (op, option) = match record.op {
        EditOp::Set => ("set", "--set"),
        EditOp::Remove => ("remove", "--remove"),
        EditOp::Add => ("add", "--add"),
    };
    Edit {
        path: record.path.clone(),
        op: op.to_owned(),
        value: record.value.clone(),
        from: scenario.map_or(option, String::as_str).to_owned(),
    }
}
