//! Turns bare words and named brackets (`Declared`, `Other("x")`, `Backup(...)`) into choices.
//!
//! Invariant: a word outside the list is reported with the nearest one of the list.

use crate::diagnostic::{Diagnostic, Diagnostics, near};
use crate::document::decode::{Decode, Table, Text, misfit};
use crate::document::tree::{Kind, Node};
use crate::source::{Place, Spanned};

/// A fixed list of words.
pub trait Words: Sized + Copy + 'static {
    /// One of it in the reader's words: "a clock".
    const ONE: &'static str;
    /// Several of it: "clocks".
    const MANY: &'static str;
    /// Every word with its value, in the order of the reference.
    const WORDS: &'static [(&'static str, Self)];
    /// The words with their explanation.
    const TABLE: &'static Table;
}

impl<W: Words> Decode for Spanned<W> {
    const ONE: &'static str = W::ONE;
    const MANY: &'static str = W::MANY;
    const TABLE: Option<&'static Table> = Some(W::TABLE);

    fn shape() -> String {
        let words: Vec<String> = W::WORDS.iter().map(|(word, _)| format!("`{word}`")).collect();
        words.join(" or ")
    }

    fn decode(node: Node, found: &mut Diagnostics) -> Self {
        let Some(word) = word_of(&node) else {
            found.push(misfit(&node, W::ONE).help(format!("one of {}", Self::shape())));
            return Self::hole();
        };
        match W::WORDS.iter().find(|(name, _)| *name == word) {
            Some((_, value)) if matches!(node.kind, Kind::Word(_)) => Spanned::new(*value, node.place),
            Some((name, _)) => {
                found.push(misfit(&node, W::ONE).help(format!("write it without quotes: `{name}`")));
                Self::hole()
            }
            None => {
                let names: Vec<&str> = W::WORDS.iter().map(|(name, _)| *name).collect();
                found.push(unknown_word(word, node.place, W::ONE, &names));
                Self::hole()
            }
        }
    }

    fn hole() -> Self {
        let (_, first) = W::WORDS.first().expect("the macro makes no list of words without a word");
        Spanned::new(*first, Place::NOWHERE)
    }
}

/// Gives the word of a node, be it bare or (by mistake) in quotes.
pub(crate) fn word_of(node: &Node) -> Option<&str> {
    match &node.kind {
        Kind::Word(word) => Some(word),
        Kind::Text(text) if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
            Some(text)
        }
        _ => None,
    }
}

/// Splits `Word` and `Word(values...)` into the word and its values.
pub(crate) fn call_or_word(node: Node) -> Result<(Text, Vec<Node>), Node> {
    match node.kind {
        Kind::Word(word) => Ok((Spanned::new(word, node.place), Vec::new())),
        Kind::Tuple { name: Some(name), items } => Ok((*name, items)),
        Kind::Struct { name: Some(name), fields } if fields.is_empty() => Ok((*name, Vec::new())),
        kind => Err(Node { place: node.place, kind }),
    }
}

/// Reports a word that is none of the list.
pub(crate) fn unknown_word(word: &str, place: Place, noun: &str, known: &[&str]) -> Diagnostic {
    Diagnostic::error("E0115", format!("`{word}` is not {noun}"))
        .at(place, format!("expected {noun}"))
        .help(near::or_list(word, known, "words that may stand here"))
}
