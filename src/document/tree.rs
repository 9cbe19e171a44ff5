//! Turns RON text into one generic tree in which every value, key and name knows its place.
//!
//! Invariant: the tree holds what was written, in the order it was written, duplicates included; it is at most
//! [`DEPTH_MAX`] levels deep. What the values mean is not known here.

use crate::source::{Place, Spanned};

/// How many brackets may stand inside one another.
pub const DEPTH_MAX: usize = 64;

/// One value of a document and where it stands. A large model has millions of them, hence the boxed names.
#[derive(Clone, Debug)]
pub struct Node {
    pub place: Place,
    pub kind: Kind,
}

/// What was written, by its looks alone.
#[derive(Clone, Debug)]
pub enum Kind {
    /// `(a: 1)`, `Name(a: 1)` and `()`.
    Struct { name: Option<Box<Spanned<String>>>, fields: Vec<(Spanned<String>, Node)> },
    /// `{ "key": value }`.
    Map(Vec<(Node, Node)>),
    /// `[a, b]`.
    List(Vec<Node>),
    /// `"text"`, without its quotes and with its escapes resolved.
    Text(String),
    /// A number as it was written.
    Number(String),
    /// A bare word: `true`, `Measured`, `None`.
    Word(String),
    /// `(a, b)` and `Name(a, b)`.
    Tuple { name: Option<Box<Spanned<String>>>, items: Vec<Node> },
    /// Something RON knows and this language does not, in the reader's words.
    Other(&'static str),
}

impl Kind {
    /// Says what was written, in the reader's words.
    pub fn words(&self) -> String {
        match self {
            Kind::Struct { name: Some(name), .. } => format!("`{}(...)`", name.value),
            Kind::Struct { name: None, .. } => "fields in round brackets".to_owned(),
            Kind::Map(_) => "a map in braces".to_owned(),
            Kind::List(_) => "a list".to_owned(),
            Kind::Text(_) => "a text".to_owned(),
            Kind::Number(number) => format!("the number `{number}`"),
            Kind::Word(word) => format!("the word `{word}`"),
            Kind::Tuple { name: Some(name), .. } => format!("`{}(...)`", name.value),
            Kind::Tuple { name: None, .. } => "values in round brackets".to_owned(),
            Kind::Other(what) => (*what).to_owned(),
        }
    }
}

impl Node {
    /// The same in another source that holds the same text.
    pub fn moved_to(mut self, source: u32) -> Node {
        let moved = |place: Place| if place.is_nowhere() { place } else { Place { source, ..place } };
        let named = |name: Option<Box<Spanned<String>>>| {
            name.map(|name| Box::new(Spanned { place: moved(name.place), ..*name }))
        };
        self.place = moved(self.place);
        self.kind = match self.kind {
            Kind::Struct { name, fields } => {
                let fields = fields.into_iter();
                let fields = fields
                    .map(|(key, node)| (Spanned { place: moved(key.place), ..key }, node.moved_to(source)));
                Kind::Struct { name: named(name), fields: fields.collect() }
            }
            Kind::Map(entries) => {
                let entries = entries.into_iter();
                Kind::Map(entries.map(|(key, node)| (key.moved_to(source), node.moved_to(source))).collect())
            }
            Kind::List(items) => Kind::List(items.into_iter().map(|node| node.moved_to(source)).collect()),
            Kind::Tuple { name, items } => {
                let items = items.into_iter().map(|node| node.moved_to(source)).collect();
                Kind::Tuple { name: named(name), items }
            }
            plain => plain,
        };
        self
    }

    /// A value that stands in for a faulty one.
    pub fn nowhere() -> Node {
        Node { place: Place::NOWHERE, kind: Kind::Struct { name: None, fields: Vec::new() } }
    }

    /// Writes the node as RON on one line.
    pub fn written(&self) -> String {
        let list = |items: &[Node]| items.iter().map(Node::written).collect::<Vec<_>>().join(", ");
        let word =
            |name: &Option<Box<Spanned<String>>>| name.as_ref().map_or("", |name| &name.value).to_owned();
        match &self.kind {
            Kind::Struct { name, fields } => {
                let fields = fields.iter().map(|(key, value)| format!("{}: {}", key.value, value.written()));
                format!("{}({})", word(name), fields.collect::<Vec<_>>().join(", "))
            }
            Kind::Map(entries) => {
                let entries =
                    entries.iter().map(|(key, value)| format!("{}: {}", key.written(), value.written()));
                format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
            }
            Kind::List(items) => format!("[{}]", list(items)),
            Kind::Text(text) => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
            Kind::Number(text) | Kind::Word(text) => text.clone(),
            Kind::Tuple { name, items } => format!("{}({})", word(name), list(items)),
            Kind::Other(what) => (*what).to_owned(),
        }
    }
}
