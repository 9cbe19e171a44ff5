//! Turns the written fields of a struct into the fields of the schema, one by one.
//!
//! Invariant: every written field is either taken or reported; a field or key written twice is reported with both
//! places and its first value counts.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, near};
use crate::document::decode::leaves::is_plain;
use crate::document::decode::{Decode, Holds, OrderedMap, Presence, Table, Text};
use crate::document::syntax::share_in_percent;
use crate::document::tree::{Kind, Node};
use crate::source::{Place, Spanned};

/// What others call a field of this language.
const ALSO_CALLED: &[(&str, &str)] = &[
    ("requires", "needs"),
    ("require", "needs"),
    ("depends", "needs"),
    ("depends_on", "needs"),
    ("dependsOn", "needs"),
    ("dependencies", "needs"),
    ("duration", "takes"),
];

/// At most so many unknown fields of one struct are reported; a file of another kind would drown the rest.
const UNKNOWN_MAX: usize = 20;

/// The written fields of one struct that nobody has taken yet.
#[derive(Debug)]
pub struct Fields {
    /// The whole struct; a missing field is reported at its opening.
    pub place: Place,
    noun: &'static str,
    entries: Vec<(Text, Option<Node>)>,
}

impl Fields {
    /// Opens the fields of a struct; `noun` is what it is in the reader's words, "a site". Anything but an
    /// unnamed struct is reported and leaves no fields.
    pub fn of(node: Node, noun: &'static str, found: &mut Diagnostics) -> Fields {
        match node.kind {
            Kind::Struct { name: None, fields } => Fields::new(node.place, noun, fields),
            Kind::Struct { name: Some(name), fields } => {
                let diagnostic = Diagnostic::error("E0114", format!("`{}` before the bracket", name.value))
                    .at(name.place, format!("{noun} is written without a name before `(`"))
                    .help("remove the name and keep the brackets");
                found.push(diagnostic);
                Fields::new(node.place, noun, fields)
            }
            _ => {
                found.push(misfit(&node, noun));
                Fields::new(Place::NOWHERE, noun, Vec::new())
            }
        }
    }

    /// Opens fields whose struct has been recognised already.
    pub fn new(place: Place, noun: &'static str, fields: Vec<(Text, Node)>) -> Fields {
        Fields { place, noun, entries: fields.into_iter().map(|(key, node)| (key, Some(node))).collect() }
    }

    /// Reports every misspelt field that holds a map or a list as the one it is meant for does, and gives it that name:
    /// what is defined in it would otherwise be reported as unknown at every use.
    pub(crate) fn respell(&mut self, table: &Table, found: &mut Diagnostics) {
        let written: Vec<&str> = self.entries.iter().map(|(key, _)| key.value.as_str()).collect();
        let mut respelt: Vec<(usize, &'static str)> = Vec::new();
        for (at, (key, node)) in self.entries.iter().enumerate() {
            let holds = match node.as_ref().map(|node| &node.kind) {
                Some(Kind::Map(_)) => Holds::Map,
                Some(Kind::List(_)) => Holds::List,
                _ => continue,
            };
            if table.row(&key.value).is_some() {
                continue;
            }
            let names = table.names();
            let near = near::nearest(&key.value, names.iter().copied()).and_then(|near| table.row(near));
            let Some(row) = near.filter(|row| row.holds == holds && row.presence != Presence::NotYet) else {
                continue;
            };
            if !written.contains(&row.name) && respelt.iter().all(|(_, name)| *name != row.name) {
                respelt.push((at, row.name));
            }
        }
        for (at, name) in respelt {
            let key = &mut self.entries[at].0;
            found.push(unknown(self.noun, key, &[name]));
            key.value = name.to_owned();
        }
    }

    /// Takes the value of a field and reports every further one of the same name.
    pub fn take(&mut self, name: &str, found: &mut Diagnostics) -> Option<Node> {
        let mut first: Option<(Place, Node)> = None;
        for (key, node) in self.entries.iter_mut().filter(|(key, _)| key.value == name) {
            let Some(node) = node.take() else { continue };
            match &first {
                None => first = Some((key.place, node)),
                Some((place, _)) => found.push(
                    Diagnostic::error("E0112", format!("the field `{name}` is written twice"))
                        .at(key.place, "written again here")
                        .at(*place, "first written here")
                        .help("keep one of the two"),
                ),
            }
        }
        first.map(|(_, node)| node)
    }

    /// Reads a field that must be there.
    pub fn required<T: Decode>(&mut self, name: &'static str, found: &mut Diagnostics) -> T {
        match self.take(name, found) {
            Some(node) => T::decode(node, found),
            None => {
                if !self.is_misspelt(name) {
                    let message = format!("{} without `{name}`", self.noun);
                    found.push(
                        Diagnostic::error("E0111", message)
                            .at(self.place, format!("the field `{name}` is missing: {}", T::shape())),
                    );
                }
                T::hole()
            }
        }
    }

    /// Whether a field that nobody has taken was probably meant to be this one: it is told as unknown, and that
    /// this one is missing would be the same fault once more.
    fn is_misspelt(&self, name: &str) -> bool {
        let left = self.entries.iter().filter(|(_, node)| node.is_some());
        left.into_iter().any(|(key, _)| near::nearest(&key.value, [name]).is_some())
    }

    /// Reads a field that may be absent.
    pub fn optional<T: Decode>(&mut self, name: &'static str, found: &mut Diagnostics) -> Option<T> {
        let node = self.take(name, found)?;
        let none = matches!(&node.kind, Kind::Word(word) if word == "None");
        (!none).then(|| T::decode(node, found))
    }

    /// Reads a list that may be absent.
    pub fn list<T: Decode>(&mut self, name: &'static str, found: &mut Diagnostics) -> Vec<T> {
        self.optional(name, found).unwrap_or_default()
    }

    /// Reads a map that may be absent; keys are texts, and the first of two equal keys counts.
    pub fn map<T: Decode>(&mut self, name: &'static str, found: &mut Diagnostics) -> OrderedMap<T> {
        self.take(name, found).map(|node| decode_map(node, found)).unwrap_or_default()
    }

    /// Reports a field of the language that this version does not read yet.
    pub fn refused(&mut self, name: &'static str, instead: &str, found: &mut Diagnostics) -> Option<Place> {
        let node = self.take(name, found)?;
        let code = if name == "include" { "E0901" } else { "E0902" };
        let diagnostic = Diagnostic::error(code, format!("this version does not read `{name}` yet"))
            .at(node.place, "part of the language, not read yet")
            .help(instead);
        found.push(diagnostic);
        Some(node.place)
    }

    /// Reports whatever nobody took.
    pub fn finish(self, table: &Table, found: &mut Diagnostics) {
        let left: Vec<&Text> = self
            .entries
            .iter()
            .filter(|(_, node)| node.is_some())
            .map(|(key, _)| key)
            .take(UNKNOWN_MAX)
            .collect();
        let known = if left.is_empty() { Vec::new() } else { table.names() };
        for key in left {
            found.push(unknown(self.noun, key, &known));
        }
    }
}

fn unknown(noun: &str, key: &Text, known: &[&str]) -> Diagnostic {
    Diagnostic::error("E0110", format!("{noun} has no field `{}`", key.value))
        .at(key.place, "unknown field")
        .help(meant(&key.value, known))
}

/// Whether a text could stand as a word.
fn is_bare_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// What was meant by an unknown field: one that others call so, one that is spelt like it, or else all there are.
fn meant(name: &str, known: &[&str]) -> String {
    match ALSO_CALLED.iter().find(|(other, field)| *other == name && known.contains(field)) {
        Some((_, field)) => format!("did you mean `{field}`?"),
        None => near::or_list(name, known, "fields here"),
    }
}

/// What stands before the colon in a map.
const KEY: &str = "a text as key";

/// Reads a map with texts as keys.
pub(crate) fn decode_map<T: Decode>(node: Node, found: &mut Diagnostics) -> OrderedMap<T> {
    let entries = match node.kind {
        Kind::Map(entries) => entries,
        _ => {
            found.push(misfit(&node, &map_shape::<T>()));
            return Vec::new();
        }
    };
    let entries = keyed(entries, found);
    entries.into_iter().map(|(key, value)| (key, T::decode(value, found))).collect()
}

/// The entries of a map by their texts; the first of two equal keys counts and the second is reported.
pub(crate) fn keyed(entries: Vec<(Node, Node)>, found: &mut Diagnostics) -> OrderedMap<Node> {
    let mut seen: BTreeMap<String, Place> = BTreeMap::new();
    let mut map = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        let key: Text = match key.kind {
            Kind::Text(text) => Spanned::new(text, key.place),
            _ => {
                found.push(misfit(&key, KEY));
                continue;
            }
        };
        if let Some(first) = seen.get(&key.value) {
            let diagnostic = Diagnostic::error("E0113", format!("the key `{}` is written twice", key.value))
                .at(key.place, "written again here")
                .at(*first, "first written here")
                .help("remove one of the two, or give one another name");
            found.push(diagnostic);
            continue;
        }
        seen.insert(key.value.clone(), key.place);
        map.push((key, value));
    }
    map
}

/// Says what a map of something looks like in the reader's words.
pub(crate) fn map_shape<T: Decode>() -> String {
    format!("a map `{{ \"id\": ... }}` of {}", T::MANY)
}

/// Reports that something else was written than may stand there.
pub(crate) fn misfit(node: &Node, expected: &str) -> Diagnostic {
    let written = node.kind.words();
    let diagnostic =
        Diagnostic::error("E0114", format!("expected {expected}, found {written}")).at(node.place, written);
    diagnostic.help_maybe(hint(node, expected))
}

/// Gives the likely repair of a value of the wrong kind.
fn hint(node: &Node, expected: &str) -> Option<String> {
    match &node.kind {
        Kind::Number(number) if expected.contains("duration") && is_plain(number) => {
            Some(format!("say the unit, in quotes: \"{number}m\" or \"{number}h\""))
        }
        Kind::Word(word) if expected == KEY => Some(format!(
            "an id stands in double quotes, \"{word}\"; if this is a field of the entry before it, it belongs inside the \
             round brackets of that"
        )),
        Kind::Word(word) | Kind::Number(word) if expected.contains("a text") => {
            Some(format!("put it in double quotes: \"{word}\""))
        }
        Kind::Text(text) if expected.starts_with("a class") && is_bare_word(text) => {
            Some(format!("write a class without quotes, `{text}`; one of your own as `Other(\"{text}\")`"))
        }
        Kind::List(items) if expected.starts_with("a text") => match items.as_slice() {
            [Node { kind: Kind::Text(text), .. }] => Some(format!("write it without brackets: \"{text}\"")),
            _ => None,
        },
        Kind::Text(text) if expected.contains("number") && text.trim().parse::<f64>().is_ok() => {
            Some(format!("write it without quotes: `{}`", text.trim()))
        }
        Kind::Text(text) if expected == "a number" => share_in_percent(text),
        Kind::Text(text) if expected.starts_with("`true`") && matches!(text.as_str(), "true" | "false") => {
            Some(format!("write it without quotes: `{text}`"))
        }
        Kind::Text(word) | Kind::Word(word) if expected.starts_with("`true`") => {
            match word.to_lowercase().as_str() {
                "true" | "yes" | "y" | "on" => Some("write `true`".to_owned()),
                "false" | "no" | "n" | "off" | "never" | "none" => Some("write `false`".to_owned()),
                _ => None,
            }
        }
        Kind::Struct { .. } if expected.starts_with("a map") => {
            Some("a map is written with braces and quoted keys: `{ \"id\": ... }`".to_owned())
        }
        Kind::Struct { .. } | Kind::Tuple { .. } | Kind::Word(_) | Kind::Map(_)
            if expected.contains("a list") =>
        {
            Some("a list stands in square brackets: `[ ... ]`".to_owned())
        }
        Kind::Map(_) if !expected.starts_with("a map") => {
            Some("fields stand in round brackets, their names without quotes: `(field: value)`".to_owned())
        }
        _ => None,
    }
}
