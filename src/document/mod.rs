//! Turns the text of a model, a scenario, or a table beside them into documents: every value still as people wrote it, with its place.
//!
//! Invariant: a document has only fields of the language, each at most once, each of the right shape; what is
//! wrong becomes a diagnostic, and all of them are found at once. What the little languages inside the texts mean
//! is not known here.

mod scan;
mod characters;
pub mod tree;
mod syntax;
mod attributes;
mod plain;
mod build;
pub mod decode;
pub mod schema;
pub mod edit;
mod format;
mod table;
mod actuals;

pub use actuals::actuals;
pub use format::format_page;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::decode::Decode;
use crate::document::schema::{ModelDoc, ScenarioDoc};
use crate::document::tree::{Kind, Node};
use crate::source::{Place, Sources};

/// Files above this many bytes are refused.
pub const FILE_MAX: usize = 64 * 1024 * 1024;

/// Fields that only a scenario has, and fields that only a model has.
const SCENARIO_MARKS: &[&str] = &["model", "title", "horizon", "events", "onset"];
const MODEL_MARKS: &[&str] = &["systems", "services", "teams", "sites", "suppliers", "resources", "tasks"];

/// Reads a model; a model with errors still comes back, with stand-ins for what is faulty, so that later phases
/// can find more. `None` only where the text is not well-formed.
pub fn parse_model(sources: &Sources, id: u32) -> (Option<ModelDoc>, Diagnostics) {
    let (tree, mut found) = parse_tree(sources, id);
    let document = tree.map(|tree| decode_model(tree, &mut found));
    (document, found)
}

/// Reads a scenario; see [`parse_model`].
pub fn parse_scenario(sources: &Sources, id: u32) -> (Option<ScenarioDoc>, Diagnostics) {
    let (tree, mut found) = parse_tree(sources, id);
    let document = tree.map(|tree| decode_scenario(tree, &mut found));
    (document, found)
}

/// Reads any file as a tree; edits may be applied to it before it is decoded. The tree is `None` where the text
/// is not well-formed or too large.
pub fn parse_tree(sources: &Sources, id: u32) -> (Option<Node>, Diagnostics) {
    let mut found = Diagnostics::new();
    let Some(source) = sources.get(id) else { return (None, found) };
    let text = source.text.as_str();
    if text.len() > FILE_MAX {
        found.push(too_large(id));
        return (None, found);
    }
    characters::refuse_unseen(id, text, &mut found);
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    match attributes::skip(id, text, start).and_then(|start| build::build(id, text, start)) {
        Ok(tree) => (Some(tree), found),
        Err(diagnostic) => {
            // An unseen character between two tokens is the cause of the syntax error, too.
            if !found.has_errors() {
                found.push(diagnostic);
            }
            (None, found)
        }
    }
}

/// Reads the value of an edit, which begins at `start` of its source: RON, or else the text itself.
pub fn parse_value(sources: &Sources, id: u32, start: usize) -> (Node, Diagnostics) {
    let mut found = Diagnostics::new();
    let text = sources.get(id).map_or("", |source| source.text.as_str());
    characters::refuse_unseen(id, text, &mut found);
    let whole = |text: &str| Kind::Text(text.to_owned());
    let node = build::build(id, text, start).unwrap_or_else(|_| Node {
        place: Place::new(id, start, text.len()),
        kind: whole(text.get(start..).unwrap_or_default()),
    });
    // The words of the language begin with a capital letter; a bare `dba` can only be meant as a text.
    let node = match &node.kind {
        Kind::Word(word)
            if word.starts_with(|c: char| c.is_lowercase()) && !matches!(word.as_str(), "true" | "false") =>
        {
            Node { place: node.place, kind: whole(word) }
        }
        _ => node,
    };
    (node, found)
}

/// Decodes a tree as a model.
pub fn decode_model(tree: Node, found: &mut Diagnostics) -> ModelDoc {
    if let Some(mark) = mark_of_other(&tree, SCENARIO_MARKS, MODEL_MARKS) {
        found.push(
            Diagnostic::error("E0105", "this is a scenario where a model belongs")
                .at(mark, "only a scenario has this field")
                .help("name the model file here; a scenario names its model with `model: \"model.ron\"`"),
        );
        return ModelDoc::hole();
    }
    ModelDoc::decode(tree, found)
}

/// Decodes a tree as a scenario.
pub fn decode_scenario(tree: Node, found: &mut Diagnostics) -> ScenarioDoc {
    if let Some(mark) = mark_of_other(&tree, MODEL_MARKS, SCENARIO_MARKS) {
        found.push(
            Diagnostic::error("E0105", "this is a model where a scenario belongs")
                .at(mark, "only a model has this field")
                .help("name a scenario file here: one with `title`, `model` and `horizon`"),
        );
        return ScenarioDoc::hole();
    }
    ScenarioDoc::decode(tree, found)
}

/// Tells whether a tree has a field named `model`, which makes it a scenario.
pub fn is_scenario(tree: &Node) -> bool {
    matches!(&tree.kind, Kind::Struct { fields, .. } if fields.iter().any(|(key, _)| key.value == "model"))
}

/// What a file can be, by its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    Model,
    Scenario,
}

/// Tells by the fields of a tree what it is meant to be: a scenario names its model, and whoever forgot that still has
/// a horizon, events or an onset; a model has at least one list of what the organisation is made of.
pub fn reads_as(tree: &Node) -> Option<Reads> {
    let Kind::Struct { fields, .. } = &tree.kind else { return None };
    let has = |marks: &[&str]| fields.iter().any(|(key, _)| marks.contains(&key.value.as_str()));
    match (has(&["model"]), has(MODEL_MARKS), has(&["horizon", "events", "onset"])) {
        (true, ..) | (false, false, true) => Some(Reads::Scenario),
        (false, true, _) => Some(Reads::Model),
        (false, false, false) => None,
    }
}

/// The files that a tree says it includes, as written.
pub fn included(tree: &Node) -> Vec<&str> {
    let Kind::Struct { fields, .. } = &tree.kind else { return Vec::new() };
    let texts =
        fields.iter().filter(|(key, _)| key.value == "include").flat_map(|(_, node)| match &node.kind {
            Kind::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        });
    texts
        .filter_map(|node| match &node.kind {
            Kind::Text(text) => Some(text.as_str()),
            _ => None,
        })
        .collect()
}

/// Finds a field of the other kind of file in a tree that has none of its own kind.
fn mark_of_other(tree: &Node, others: &[&str], own: &[&str]) -> Option<Place> {
    let Kind::Struct { fields, .. } = &tree.kind else { return None };
    let has_own = fields.iter().any(|(key, _)| own.contains(&key.value.as_str()));
    let other = fields.iter().find(|(key, _)| others.contains(&key.value.as_str()));
    other.filter(|_| !has_own).map(|(key, _)| key.place)
}

/// Reports a file that is too large; for those who read files, before they read all of it.
pub fn too_large(source: u32) -> Diagnostic {
    Diagnostic::error("E0003", "the file is larger than 64 MiB")
        .at(Place::new(source, 0, 0), "far larger than any model")
        .help("is this the right file?")
}

/// Turns the bytes of a file into text. Where they are not UTF-8, the faulty ones are shown as `\u{fffd}` and
/// reported; a source of that text can only serve to show the diagnostic.
pub fn text_of(source: u32, bytes: Vec<u8>) -> (String, Option<Diagnostic>) {
    let fault = match String::from_utf8(bytes) {
        Ok(text) => return (text, None),
        Err(fault) => fault,
    };
    let at = fault.utf8_error().valid_up_to();
    let text = String::from_utf8_lossy(fault.as_bytes()).into_owned();
    let wide = matches!(fault.as_bytes(), [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
    let kind = if wide { "it looks like UTF-16" } else { "this byte is not UTF-8" };
    let diagnostic = Diagnostic::error("E0004", "the file is not UTF-8 text")
        .at(Place::new(source, at, at + '\u{fffd}'.len_utf8()), kind)
        .help("save it as UTF-8; most editors offer this under \"Save with encoding\"");
    (text, Some(diagnostic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_too_large_is_not_read() {
        let mut sources = Sources::new();
        let id = sources.add("big.ron", "(".repeat(FILE_MAX + 1));
        let (tree, found) = parse_tree(&sources, id);
        assert!(tree.is_none());
        assert_eq!(found.iter().map(|found| found.code).collect::<Vec<_>>(), ["E0003"]);
    }

    #[test]
    fn bytes_that_are_not_text_are_shown_and_reported() {
        assert_eq!(text_of(0, b"(a)".to_vec()), ("(a)".to_owned(), None));
        for (bytes, at, about) in [(&b"ab\xffc"[..], 2, "not UTF-8"), (b"\xff\xfe(\0", 0, "UTF-16")] {
            let (_, fault) = text_of(0, bytes.to_vec());
            let fault = fault.expect("not UTF-8");
            assert_eq!((fault.code, fault.place().map(|place| place.start)), ("E0004", Some(at)));
            assert!(fault.labels[0].text.contains(about), "{fault:?}");
        }
    }

    #[test]
    fn a_model_with_faults_comes_back_with_stand_ins() {
        let mut sources = Sources::new();
        let id = sources.add("m.ron", "(teams: { \"dba\": (people: \"x\", call_out: 5), \"ops\": 7 })");
        let (model, found) = parse_model(&sources, id);
        let model = model.expect("well-formed");
        assert_eq!(found.len(), 3);
        assert_eq!(model.teams.len(), 2);
        assert!(model.teams[0].1.people.place.is_nowhere() && model.teams[1].1.place.is_nowhere());
        assert!(!model.teams[0].1.place.is_nowhere());
    }
}
