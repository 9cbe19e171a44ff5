//! Turns nodes into the shapes of the schema and finds every misfit on the way.
//!
//! Invariant: decoding never stops and always yields a value. A misfit is reported once, and a *hole* takes its
//! place: a value whose place is [`Place::NOWHERE`], so that nothing later is said about it.

mod fields;
mod leaves;
mod choices;

pub use choices::Words;
pub(crate) use choices::{call_or_word, unknown_word, word_of};
pub use fields::Fields;
pub(crate) use fields::keyed;
pub(crate) use fields::map_shape;
pub(crate) use fields::misfit;

use crate::diagnostic::Diagnostics;
use crate::document::tree::Node;
use crate::source::{Place, Spanned};

/// A text as written, with its place (quotes included).
pub type Text = Spanned<String>;

/// Keys and values in the order of the file; keys are unique.
pub type OrderedMap<T> = Vec<(Text, T)>;

/// One line of a field table of the format reference.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub name: &'static str,
    pub presence: Presence,
    pub holds: Holds,
    /// The shape in the reader's words, for example "a text or a list of texts".
    pub shape: fn() -> String,
    /// What holds when the field is absent; empty where there is nothing to say.
    pub default: &'static str,
    pub doc: &'static [&'static str],
    /// The table of the shape, where it has fields of its own.
    pub table: Option<&'static Table>,
}

/// Whether a field must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    Required,
    Optional,
    /// The rows of another table stand here.
    Shared,
    /// Known to the language, not read by this version.
    NotYet,
}

/// How many values a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    One,
    List,
    Map,
}

/// The field table of one shape of the format reference.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// One of it, in the reader's words: "a site".
    pub one: &'static str,
    /// How it is written: `(...)`, `Backup(...)`, or the list of words.
    pub form: &'static str,
    pub doc: &'static [&'static str],
    pub rows: &'static [Row],
    /// The words or named shapes it can be, with their explanation.
    pub choices: &'static [(&'static str, &'static [&'static str])],
    pub choice_tables: &'static [&'static Table],
}

impl Table {
    /// Lists all fields, those shared with other tables included.
    pub fn all_rows(&self) -> Vec<&'static Row> {
        let shared = |row: &Row| row.table.map(Table::all_rows).unwrap_or_default();
        self.rows
            .iter()
            .flat_map(|row| if row.presence == Presence::Shared { shared(row) } else { vec![row] })
            .collect()
    }

    /// Finds a field by its name.
    pub(crate) fn row(&self, name: &str) -> Option<&'static Row> {
        self.rows.iter().find_map(|row| match row.presence {
            Presence::Shared => row.table.and_then(|table| table.row(name)),
            _ => (row.name == name).then_some(row),
        })
    }

    /// Lists the names of all fields.
    pub fn names(&self) -> Vec<&'static str> {
        self.all_rows().into_iter().map(|row| row.name).collect()
    }
}

/// A shape that a node can be read as.
pub trait Decode: Sized {
    /// One of it in the reader's words, with its article: "a text".
    const ONE: &'static str;
    /// Several of it: "texts".
    const MANY: &'static str;
    /// The table of its fields, if it has any.
    const TABLE: Option<&'static Table> = None;
    /// How many values are read.
    const HOLDS: Holds = Holds::One;

    /// Says in the reader's words what may stand where this is expected.
    fn shape() -> String {
        Self::ONE.to_owned()
    }

    /// Reads a node; what does not fit is reported and replaced by a hole.
    fn decode(node: Node, found: &mut Diagnostics) -> Self;

    /// The value that stands in for a faulty one.
    fn hole() -> Self;
}

/// Reads a node as it is.
impl Decode for Node {
    const ONE: &'static str = "any value";
    const MANY: &'static str = "values";

    fn decode(node: Node, _: &mut Diagnostics) -> Self {
        node
    }

    fn hole() -> Self {
        Node::nowhere()
    }
}

/// Whatever has a place of its own.
pub trait Placed {
    /// Gives the place the value was written at.
    fn place(&self) -> Place;
}
