//! Turns RON text into the tree, with `ron` as the parser of all that is not plainly written.
//!
//! Invariant: `ron` decides what is well-formed; the scanner beside it only keeps track of where things are. One
//! pass, at most [`DEPTH_MAX`] levels deep.

use std::cell::{Cell, RefCell};
use std::fmt;

use ron::extensions::Extensions;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, IgnoredAny, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};

use crate::diagnostic::Diagnostic;
use crate::document::scan::{self, Look};
use crate::document::tree::{DEPTH_MAX, Kind, Node};
use crate::document::{plain, syntax};
use crate::source::{Place, Spanned};

/// How many levels `ron` counts for one of ours: a named value in a map takes four.
const RON_LEVELS: usize = 4;

/// Builds the tree of a source from `start` on; what goes wrong is one diagnostic.
pub(super) fn build(source: u32, text: &str, start: usize) -> Result<Node, Diagnostic> {
    plain::read(source, text, start).map_or_else(|| build_thoroughly(source, text, start), Ok)
}

/// Builds the same tree with `ron`.
pub(super) fn build_thoroughly(source: u32, text: &str, start: usize) -> Result<Node, Diagnostic> {
    let body = text.get(start..).unwrap_or_default();
    let track = Track { source, text: body, base: start, cursor: Cell::new(0), too_deep: RefCell::new(None) };
    let options = ron::Options::default()
        .with_default_extension(Extensions::IMPLICIT_SOME | Extensions::UNWRAP_VARIANT_NEWTYPES)
        .with_recursion_limit(DEPTH_MAX * RON_LEVELS + RON_LEVELS);
    options.from_str_seed(body, Value { track: &track, depth: 0 }).map_err(|error| {
        match track.too_deep.take() {
            Some(place) => too_deep(place),
            None => syntax::diagnose(source, text, start, &error),
        }
    })
}

fn too_deep(place: Place) -> Diagnostic {
    Diagnostic::error("E0002", format!("brackets stand inside one another more than {DEPTH_MAX} deep"))
        .at(place, "one level too many")
        .help("no model needs this depth; is a closing bracket missing further up?")
}

/// Where the parser is.
struct Track<'s> {
    source: u32,
    text: &'s str,
    /// Offset of `text` in its source.
    base: usize,
    /// Offset in `text` of what has been read.
    cursor: Cell<usize>,
    too_deep: RefCell<Option<Place>>,
}

impl Track<'_> {
    /// Goes to the next token, over at most one separator.
    fn advance(&self, separator: u8) -> usize {
        let at = scan::blank(self.text, self.cursor.get());
        let at = match self.text.as_bytes().get(at) {
            Some(byte) if *byte == separator => scan::blank(self.text, at + 1),
            _ => at,
        };
        self.cursor.set(at);
        at
    }

    /// Goes over the bracket that closes what has been read.
    fn close(&self) -> usize {
        let end = (self.advance(b',') + 1).min(self.text.len());
        self.cursor.set(end);
        end
    }

    /// Goes over the word at the cursor and gives its place, without the mark of a raw identifier.
    fn word(&self, word: &str) -> Place {
        let start = self.cursor.get();
        let end = if start < self.text.len() { scan::word_end(self.text, start) } else { start };
        self.cursor.set(end);
        self.place(end.saturating_sub(word.len()).max(start), end)
    }

    fn place(&self, start: usize, end: usize) -> Place {
        Place::new(self.source, self.base + start, self.base + end)
    }
}

/// Reads one value.
#[derive(Clone, Copy)]
struct Value<'t, 's> {
    track: &'t Track<'s>,
    depth: usize,
}

impl<'t, 's> Value<'t, 's> {
    fn inside(self) -> Self {
        Value { depth: self.depth + 1, ..self }
    }

    fn leaf<'de, D: Deserializer<'de>>(self, look: Look, start: usize, reader: D) -> Result<Node, D::Error> {
        let track = self.track;
        let end = scan::token(track.text, start).map_or(track.text.len(), |(_, end)| end);
        let written = track.text.get(start..end).unwrap_or_default();
        let kind = match look {
            Look::Text => Kind::Text(reader.deserialize_str(TextVisitor)?),
            Look::Number | Look::Word => {
                reader.deserialize_ignored_any(IgnoredAny)?;
                match look {
                    Look::Number => Kind::Number(written.to_owned()),
                    _ => Kind::Word(written.strip_prefix("r#").unwrap_or(written).to_owned()),
                }
            }
            _ => {
                reader.deserialize_ignored_any(IgnoredAny)?;
                Kind::Other(if written.starts_with('b') { "a text of bytes" } else { "a single character" })
            }
        };
        track.cursor.set(end);
        Ok(Node { place: track.place(start, end), kind })
    }

    fn brackets<'de, D: Deserializer<'de>>(
        self,
        look: Look,
        start: usize,
        reader: D,
    ) -> Result<Node, D::Error> {
        let track = self.track;
        if self.depth >= DEPTH_MAX {
            track.too_deep.replace(Some(track.place(start, start + 1)));
            return Err(D::Error::custom("too deep"));
        }
        let inside = self.inside();
        track.cursor.set(start + 1);
        let kind = match look {
            Look::List => Kind::List(reader.deserialize_seq(Items(inside))?),
            Look::Map => Kind::Map(reader.deserialize_map(Entries(inside))?),
            Look::Fields => {
                Kind::Struct { name: None, fields: reader.deserialize_struct("", &[], NamedFields(inside))? }
            }
            Look::Values => Kind::Tuple { name: None, items: reader.deserialize_tuple(0, Items(inside))? },
            _ => {
                track.cursor.set(start);
                reader.deserialize_enum("", &[], Named { value: inside, look })?
            }
        };
        let end = track.close();
        Ok(unwrap_some(Node { place: track.place(start, end), kind }))
    }
}

/// `Some(x)` says no more than `x`.
fn unwrap_some(node: Node) -> Node {
    match node.kind {
        Kind::Tuple { name: Some(name), mut items } if name.value == "Some" && items.len() == 1 => {
            items.remove(0)
        }
        Kind::Struct { name: Some(name), fields } if name.value == "Some" => {
            Node { place: node.place, kind: Kind::Struct { name: None, fields } }
        }
        kind => Node { place: node.place, kind },
    }
}

impl<'de> DeserializeSeed<'de> for Value<'_, '_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Node, D::Error> {
        let start = self.track.advance(0);
        match scan::look(self.track.text, start) {
            look @ (Look::Text | Look::Number | Look::Word | Look::Other) => self.leaf(look, start, reader),
            look => self.brackets(look, start, reader),
        }
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_string<E>(self, text: String) -> Result<String, E> {
        Ok(text)
    }
}

/// The name of a field or of a bracket.
struct Name<'t, 's>(&'t Track<'s>);

impl<'de> DeserializeSeed<'de> for Name<'_, '_> {
    type Value = Spanned<String>;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Spanned<String>, D::Error> {
        let name = reader.deserialize_identifier(TextVisitor)?;
        let place = self.0.word(&name);
        Ok(Spanned::new(name, place))
    }
}

/// The values of a list or of round brackets.
struct Items<'t, 's>(Value<'t, 's>);

impl<'de> Visitor<'de> for Items<'_, '_> {
    type Value = Vec<Node>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("values")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<Node>, A::Error> {
        let mut nodes = Vec::new();
        while let Some(node) = items.next_element_seed(self.0)? {
            nodes.push(node);
            self.0.track.advance(b',');
        }
        Ok(nodes)
    }
}

/// The entries of a map.
struct Entries<'t, 's>(Value<'t, 's>);

impl<'de> Visitor<'de> for Entries<'_, '_> {
    type Value = Vec<(Node, Node)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("entries")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = map.next_key_seed(self.0)? {
            self.0.track.advance(b':');
            entries.push((key, map.next_value_seed(self.0)?));
            self.0.track.advance(b',');
        }
        Ok(entries)
    }
}

/// The fields of round brackets.
struct NamedFields<'t, 's>(Value<'t, 's>);

impl<'de> Visitor<'de> for NamedFields<'_, '_> {
    type Value = Vec<(Spanned<String>, Node)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("fields")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let track = self.0.track;
        track.advance(0);
        let mut fields = Vec::new();
        while let Some(name) = map.next_key_seed(Name(track))? {
            track.advance(b':');
            fields.push((name, map.next_value_seed(self.0)?));
            track.advance(b',');
        }
        Ok(fields)
    }
}

/// A word followed by round brackets.
struct Named<'t, 's> {
    value: Value<'t, 's>,
    look: Look,
}

impl<'de> Visitor<'de> for Named<'_, '_> {
    type Value = Kind;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a word and brackets")
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Kind, A::Error> {
        let track = self.value.track;
        let (name, inside) = data.variant_seed(Name(track))?;
        let bracket = track.advance(0);
        track.cursor.set(bracket + 1);
        Ok(match self.look {
            Look::NamedFields => Kind::Struct {
                name: Some(Box::new(name)),
                fields: inside.struct_variant(&[], NamedFields(self.value))?,
            },
            _ => {
                Kind::Tuple { name: Some(Box::new(name)), items: inside.tuple_variant(0, Items(self.value))? }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes every node as `kind@text`, where the text is the one at its place.
    fn shown(text: &str, node: &Node, out: &mut Vec<String>) {
        let at = &text[node.place.start as usize..node.place.end as usize];
        let kind = match &node.kind {
            Kind::Struct { .. } => "struct",
            Kind::Map(_) => "map",
            Kind::List(_) => "list",
            Kind::Text(_) => "text",
            Kind::Number(_) => "number",
            Kind::Word(_) => "word",
            Kind::Tuple { .. } => "tuple",
            Kind::Other(_) => "other",
        };
        out.push(format!("{kind}@{at}"));
        let named = |name: &Spanned<String>, out: &mut Vec<String>| {
            out.push(format!("name@{}", &text[name.place.start as usize..name.place.end as usize]));
        };
        match &node.kind {
            Kind::Struct { name, fields } => {
                name.iter().for_each(|name| named(name, out));
                for (key, value) in fields {
                    named(key, out);
                    shown(text, value, out);
                }
            }
            Kind::Tuple { name, items } => {
                name.iter().for_each(|name| named(name, out));
                items.iter().for_each(|item| shown(text, item, out));
            }
            Kind::Map(entries) => {
                entries.iter().flat_map(|(k, v)| [k, v]).for_each(|node| shown(text, node, out))
            }
            Kind::List(items) => items.iter().for_each(|item| shown(text, item, out)),
            _ => {}
        }
    }

    fn check(text: &str, expected: &[&str]) {
        let node = build_thoroughly(0, text, 0).expect("well-formed");
        let mut out = Vec::new();
        shown(text, &node, &mut out);
        assert_eq!(out.split_off(1), expected, "{text}");
    }

    #[test]
    fn every_value_knows_its_place() {
        check("( a : 1 , b:\"x\\n\" )", &["name@a", "number@1", "name@b", "text@\"x\\n\""]);
        check(
            "(/* é */ a: [ 1, /* , */ two /*]*/ , ] /* ) */, b: {\"k\" : (), }, )",
            &[
                "name@a",
                "list@[ 1, /* , */ two /*]*/ , ]",
                "number@1",
                "word@two",
                "name@b",
                "map@{\"k\" : (), }",
                "text@\"k\"",
                "struct@()",
            ],
        );
        check(
            "(e: Backup /* x */ ( every : -2.5e3 ), f: Other(\"a\"), g: Plain, h: r#raw, r#do: r#\"q\"\"#)",
            &[
                "name@e",
                "struct@Backup /* x */ ( every : -2.5e3 )",
                "name@Backup",
                "name@every",
                "number@-2.5e3",
                "name@f",
                "tuple@Other(\"a\")",
                "name@Other",
                "text@\"a\"",
                "name@g",
                "word@Plain",
                "name@h",
                "word@r#raw",
                "name@do",
                "text@r#\"q\"\"#",
            ],
        );
        check(
            "(a: (\"4h\", 1), b: Some((c: 2)), d: 'x')",
            &[
                "name@a",
                "tuple@(\"4h\", 1)",
                "text@\"4h\"",
                "number@1",
                "name@b",
                "struct@(c: 2)",
                "name@c",
                "number@2",
                "name@d",
                "other@'x'",
            ],
        );
    }

    #[test]
    fn what_is_written_twice_is_kept_twice() {
        let node = build(0, "(a: 1, a: {\"k\": 1, \"k\": 2})", 0).expect("well-formed");
        let Kind::Struct { fields, .. } = node.kind else { panic!("a struct") };
        let Kind::Map(entries) = &fields[1].1.kind else { panic!("a map") };
        assert_eq!((fields.len(), entries.len()), (2, 2));
    }

    #[test]
    fn depth_is_limited_and_the_limit_is_reachable() {
        let nested = |open: &str, close: &str, levels: usize| {
            let text = format!("{}1{}", open.repeat(levels), close.repeat(levels));
            let thorough = build_thoroughly(0, &text, 0).map_err(|found| found.code);
            assert_eq!(
                build(0, &text, 0).map_err(|found| found.code).err(),
                thorough.as_ref().err().copied()
            );
            thorough
        };
        for (open, close) in
            [("[", "]"), ("(a: ", ")"), ("{\"k\": ", "}"), ("Na(", ",)"), ("Na(a: ", ")"), ("(1, ", ")")]
        {
            assert!(nested(open, close, DEPTH_MAX).is_ok(), "{open}");
            assert_eq!(nested(open, close, DEPTH_MAX + 1).err(), Some("E0002"), "{open}");
            assert_eq!(nested(open, close, 100_000).err(), Some("E0002"), "{open}");
        }
    }
}
