//! Turns a file of the corpus, or the texts of an example, into everything that is wrong with them, the way the
//! command line does.

use std::fs;
use std::path::{Path, PathBuf};

use blackstart::diagnostic::Diagnostics;
use blackstart::diagnostic::explain::Example;
use blackstart::document::edit::{self, apply, changes_of};
use blackstart::document::schema::{ActualDoc, ChangeDoc};
use blackstart::document::tree::Node;
use blackstart::document::{self, decode_model, decode_scenario, is_scenario};
use blackstart::model::{model_path, resolve};
use blackstart::source::Sources;

/// Reads a model, or a scenario and the model it names beside it, applies the edits of the header lines, and
/// gives all diagnostics of both.
pub fn diagnose(file: &Path) -> (Sources, Diagnostics) {
    let mut sources = Sources::new();
    let mut found = Diagnostics::new();
    let id = read(file, &mut sources, &mut found);
    let edits = header_edits(&sources.get(id).expect("just read").text);
    let (tree, of_file) = document::parse_tree(&sources, id);
    found.append(of_file);
    let Some(tree) = tree else { return (sources, found) };
    if !is_scenario(&tree) {
        whole((&mut sources, &mut found), Some(tree), (None, Vec::new()), &edits);
        return (sources, found);
    }
    let model_tree = model_beside(file, &tree, &mut found).and_then(|model| {
        let id = read(&model, &mut sources, &mut found);
        let (tree, of_model) = document::parse_tree(&sources, id);
        found.append(of_model);
        tree
    });
    whole((&mut sources, &mut found), model_tree, (Some(tree), Vec::new()), &edits);
    (sources, found)
}

/// Gives all diagnostics of the texts of an example.
pub fn diagnose_example(example: &Example) -> (Sources, Diagnostics) {
    let mut sources = Sources::new();
    let mut found = Diagnostics::new();
    let mut parse = |name: &str, text: &str, found: &mut Diagnostics| {
        let id = sources.add(name, text);
        let (tree, of_text) = document::parse_tree(&sources, id);
        found.append(of_text);
        tree
    };
    let model = parse("model.ron", example.model, &mut found);
    let scenario = example.scenario.and_then(|text| parse("scenario.ron", text, &mut found));
    let edits: Vec<String> = example.edits.iter().map(|edit| (*edit).to_owned()).collect();
    let actuals = example.table.map_or_else(Vec::new, |table| {
        let id = sources.add("actuals.csv", table);
        let (actuals, of_table) = document::actuals(&sources, id);
        found.append(of_table);
        actuals
    });
    whole((&mut sources, &mut found), model, (scenario, actuals), &edits);
    (sources, found)
}

/// Everything after the texts are trees: edits, then both documents.
fn whole(
    (sources, found): (&mut Sources, &mut Diagnostics),
    model: Option<Node>,
    (scenario, mut actuals): (Option<Node>, Vec<ActualDoc>),
    edits: &[String],
) {
    let mut changes = scenario.as_ref().map(|tree| changes_of(tree, found)).unwrap_or_default();
    changes.extend(edits.iter().filter_map(|edit| typed(edit, sources, found)));
    let (has_model, has_scenario) = (model.is_some(), scenario.is_some());
    let (mut model, mut scenario) =
        (model.unwrap_or_else(Node::nowhere), scenario.unwrap_or_else(Node::nowhere));
    if has_model {
        apply(&mut model, &mut scenario, &changes, found);
    }
    let model = has_model.then(|| decode_model(model, found));
    let mut scenario = has_scenario.then(|| decode_scenario(scenario, found));
    scenario.iter_mut().for_each(|scenario| scenario.actuals.append(&mut actuals));
    let unresolved = model.and_then(|model| resolve(&model, scenario.as_ref()).err());
    unresolved.into_iter().for_each(|more| found.append(more));
}

/// An edit as typed: `path=value` sets, a path alone removes.
fn typed(edit: &str, sources: &mut Sources, found: &mut Diagnostics) -> Option<ChangeDoc> {
    if edit.contains('=') {
        return edit::set_from_command_line(sources, edit, found);
    }
    Some(edit::remove_from_command_line(sources, edit))
}

fn header_edits(text: &str) -> Vec<String> {
    let comments = text.lines().take_while(|line| line.starts_with("//"));
    comments
        .filter_map(|line| line.strip_prefix("// set: ").or_else(|| line.strip_prefix("// remove: ")))
        .map(str::to_owned)
        .collect()
}

/// Finds the model that a scenario names, if the path may be followed and leads to a file.
fn model_beside(file: &Path, scenario: &Node, found: &mut Diagnostics) -> Option<PathBuf> {
    let scenario = decode_scenario(scenario.clone(), &mut Diagnostics::new());
    match model_path(&scenario) {
        Ok(name) => Some(file.with_file_name(name)).filter(|model| model.is_file()),
        Err(fault) => {
            found.push(fault);
            None
        }
    }
}

fn read(file: &Path, sources: &mut Sources, found: &mut Diagnostics) -> u32 {
    let bytes = fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let name = file.file_name().expect("a file").to_string_lossy().into_owned();
    let next = u32::try_from(sources.iter().count()).expect("few files");
    let (text, fault) = document::text_of(next, bytes);
    fault.into_iter().for_each(|fault| found.push(fault));
    sources.add(name, text)
}
