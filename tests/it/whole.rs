//! Turns a file of the corpus into everything that is wrong with it, the way the command line does.

use std::fs;
use std::path::Path;

use blackstart::diagnostic::Diagnostics;
use blackstart::document::{self, decode_model, decode_scenario, is_scenario};
use blackstart::source::Sources;

/// Reads a model, or a scenario and the model it names beside it, applies the edits of the header lines, and
/// gives all diagnostics of both.
pub fn diagnose(file: &Path) -> (Sources, Diagnostics) {
    let mut sources = Sources::new();
    let mut found = Diagnostics::new();
    let id = read(file, &mut sources, &mut found);
    let (tree, of_file) = document::parse_tree(&sources, id);
    found.append(of_file);
    let Some(tree) = tree else { return (sources, found) };
    if !is_scenario(&tree) {
        decode_model(tree, &mut found);
        return (sources, found);
    }
    let scenario = decode_scenario(tree, &mut found);
    let model = file.with_file_name(&scenario.model.value);
    if model.is_file() {
        let id = read(&model, &mut sources, &mut found);
        let (_, of_model) = document::parse_model(&sources, id);
        found.append(of_model);
    }
    (sources, found)
}

fn read(file: &Path, sources: &mut Sources, found: &mut Diagnostics) -> u32 {
    let bytes = fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let name = file.file_name().expect("a file").to_string_lossy().into_owned();
    let next = u32::try_from(sources.iter().count()).expect("few files");
    let (text, fault) = document::text_of(next, bytes);
    fault.into_iter().for_each(|fault| found.push(fault));
    sources.add(name, text)
}
