//! Turns plainly written RON into the tree, in one pass over its bytes: large models are read twice as fast.
//!
//! Invariant: what is read here, `ron` reads alike. At anything out of the ordinary (escapes, raw texts, keys that
//! are no texts, odd numbers) and at every mistake the reader gives up, and `build` starts again with `ron`, which
//! alone decides what is well-formed and what is wrong.

use crate::document::scan;
use crate::document::tree::{DEPTH_MAX, Kind, Node};
use crate::source::{Place, Spanned};

/// Digits that fit every type of number.
const DIGITS_MAX: usize = 15;

/// Reads the tree of a source from `start` to its end; `None` where it is not plainly written.
pub(super) fn read(source: u32, text: &str, start: usize) -> Option<Node> {
    let mut reader = Reader { source, text, at: start, piles: Piles::default() };
    let node = reader.value(0)?;
    reader.skip();
    (reader.at == text.len()).then_some(node)
}

struct Reader<'s> {
    source: u32,
    text: &'s str,
    at: usize,
    piles: Piles,
}

/// What stands in brackets that are open, until they close and its number is known: each list is then made at its
/// size, where one that grows would be half as large again, a million times.
#[derive(Default)]
struct Piles {
    values: Vec<Node>,
    entries: Vec<(Node, Node)>,
    fields: Vec<(Spanned<String>, Node)>,
}

/// What can stand in brackets.
trait Item: Sized {
    fn pile(piles: &mut Piles) -> &mut Vec<Self>;
}

impl Item for Node {
    fn pile(piles: &mut Piles) -> &mut Vec<Node> {
        &mut piles.values
    }
}

impl Item for (Node, Node) {
    fn pile(piles: &mut Piles) -> &mut Vec<(Node, Node)> {
        &mut piles.entries
    }
}

impl Item for (Spanned<String>, Node) {
    fn pile(piles: &mut Piles) -> &mut Vec<(Spanned<String>, Node)> {
        &mut piles.fields
    }
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> Option<Node> {
        self.skip();
        let start = self.at;
        let kind = match self.byte()? {
            b'"' => Kind::Text(self.text()?.to_owned()),
            b'[' => Kind::List(self.items(b']', depth, Reader::value)?),
            b'{' => Kind::Map(self.items(b'}', depth, Reader::entry)?),
            b'(' => self.brackets(None, depth)?,
            b'0'..=b'9' | b'-' => Kind::Number(self.number()?.to_owned()),
            _ => {
                let name = self.word()?;
                let after = self.at;
                self.skip();
                match self.byte() {
                    Some(b'(') => self.brackets(Some(Box::new(name)), depth)?,
                    _ => {
                        self.at = after;
                        Kind::Word(name.value)
                    }
                }
            }
        };
        Some(Node { place: Place::new(self.source, start, self.at), kind })
    }

    /// Reads round brackets: around fields, or around texts and numbers.
    fn brackets(&mut self, name: Option<Box<Spanned<String>>>, depth: usize) -> Option<Kind> {
        let open = self.at;
        self.at += 1;
        self.skip();
        if matches!(self.byte()?, b'"' | b'0'..=b'9' | b'-') {
            self.at = open;
            return Some(Kind::Tuple { name, items: self.items(b')', depth, Reader::leaf)? });
        }
        self.at = open;
        Some(Kind::Struct { name, fields: self.items(b')', depth, Reader::field)? })
    }

    /// Reads what stands between an opening bracket and the closing one, with commas in between.
    fn items<T: Item>(
        &mut self,
        close: u8,
        depth: usize,
        item: fn(&mut Self, usize) -> Option<T>,
    ) -> Option<Vec<T>> {
        if depth >= DEPTH_MAX {
            return None;
        }
        self.at += 1;
        let outside = T::pile(&mut self.piles).len();
        loop {
            self.skip();
            if self.byte()? == close {
                break;
            }
            let item = item(self, depth + 1)?;
            T::pile(&mut self.piles).push(item);
            self.skip();
            match self.byte()? {
                b',' => self.at += 1,
                byte if byte == close => break,
                _ => return None,
            }
        }
        self.at += 1;
        Some(T::pile(&mut self.piles).drain(outside..).collect())
    }

    fn leaf(&mut self, depth: usize) -> Option<Node> {
        matches!(self.byte()?, b'"' | b'0'..=b'9' | b'-').then(|| self.value(depth))?
    }

    fn entry(&mut self, depth: usize) -> Option<(Node, Node)> {
        (self.byte()? == b'"').then_some(())?;
        let key = self.value(depth)?;
        self.colon()?;
        Some((key, self.value(depth)?))
    }

    fn field(&mut self, depth: usize) -> Option<(Spanned<String>, Node)> {
        let name = self.word()?;
        self.colon()?;
        Some((name, self.value(depth)?))
    }

    fn colon(&mut self) -> Option<()> {
        self.skip();
        (self.byte()? == b':').then(|| self.at += 1)
    }

    /// Reads a text without escapes and gives what is between its quotes.
    fn text(&mut self) -> Option<&str> {
        let start = self.at + 1;
        let rest = self.text.as_bytes().get(start..)?;
        let length = rest.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
        self.at = start + length + 1;
        (rest[length] == b'"').then(|| &self.text[start..start + length])
    }

    /// Reads a word: letters, digits and `_`, no word that means something to `ron` by itself.
    fn word(&mut self) -> Option<Spanned<String>> {
        let start = self.at;
        let word = self.run(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let plain = word.starts_with(|first: char| first.is_ascii_alphabetic()) && word != "Some";
        let word = plain.then(|| word.to_owned())?;
        self.ends_here()?;
        Some(Spanned::new(word, Place::new(self.source, start, self.at)))
    }

    /// Reads digits with at most a sign before and a point among them.
    fn number(&mut self) -> Option<&str> {
        let start = self.at;
        self.at += usize::from(self.byte() == Some(b'-'));
        let whole = self.run(|byte| byte.is_ascii_digit());
        let plain = whole == "0" || !whole.is_empty() && !whole.starts_with('0');
        let mut digits = whole.len();
        let mut decimals = 1;
        if self.byte() == Some(b'.') {
            self.at += 1;
            decimals = self.run(|byte| byte.is_ascii_digit()).len();
            digits += decimals;
        }
        self.ends_here()?;
        (plain && decimals > 0 && digits <= DIGITS_MAX).then(|| &self.text[start..self.at])
    }

    /// Goes on only where no other token begins at once.
    fn ends_here(&self) -> Option<()> {
        let ends =
            |byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | b',' | b':' | b'(' | b')' | b']' | b'}');
        self.byte().is_none_or(ends).then_some(())
    }

    fn run(&mut self, is_in: impl Fn(u8) -> bool) -> &str {
        let start = self.at;
        let rest = &self.text.as_bytes()[start..];
        self.at += rest.iter().position(|&byte| !is_in(byte)).unwrap_or(rest.len());
        &self.text[start..self.at]
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip(&mut self) {
        self.at = scan::blank(self.text, self.at);
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use proptest::prelude::*;

    use super::*;
    use crate::document::build::build_thoroughly;

    /// Whether a text is plain; if so, `ron` must read it alike.
    fn agree(text: &str) -> bool {
        let Some(plain) = read(0, text, 0) else { return false };
        let thorough = build_thoroughly(0, text, 0);
        let thorough = thorough.unwrap_or_else(|found| panic!("`ron` refuses {text}: {found:?}"));
        assert_eq!(format!("{plain:?}"), format!("{thorough:?}"), "{text}");
        true
    }

    fn files(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder of the project") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                files(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "ron") {
                found.push(path);
            }
        }
    }

    #[test]
    fn what_people_write_is_plain() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut shipped = Vec::new();
        files(&root.join("scenarios"), &mut shipped);
        assert!(shipped.len() > 3);
        for path in shipped {
            let text = fs::read_to_string(&path).expect("UTF-8");
            assert!(agree(&text), "{}", path.display());
        }
    }

    #[test]
    fn every_input_of_the_corpus_is_read_alike_or_left_to_ron() {
        let mut inputs = Vec::new();
        files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus"), &mut inputs);
        assert!(inputs.len() > 20);
        for path in inputs {
            if let Ok(text) = fs::read_to_string(&path) {
                agree(&text);
            }
        }
    }

    #[test]
    fn what_is_odd_is_left_to_ron() {
        for text in [
            "",
            "\"a\\n\"",
            "r\"a\"",
            "r#do",
            "b\"a\"",
            "'a'",
            "{a: 1}",
            "{1: 2}",
            "007",
            "1e3",
            "1_000",
            "0x1F",
            ".5",
            "1.",
            "+1",
            "Some(1)",
            "(a: 1",
            "[1 2]",
            "[,]",
            "(a: 1) b",
            "((1, 2), 3)",
            "12345678901234567890",
            "a.b",
            "1a",
            "é",
        ] {
            assert!(!agree(text), "{text}");
        }
        for text in [
            "(a: 1, b: (), c: [\"x\", -2.5, true,], d: {\"k\": Backup(every: \"1h\")}, e: Other(\"x\"), )",
            "inf",
        ] {
            assert!(agree(text), "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn whatever_is_read_here_ron_reads_alike(
            tokens in proptest::collection::vec(
                prop_oneof![
                    Just("("), Just(")"), Just("["), Just("]"), Just("{"), Just("}"), Just(","), Just(":"), Just("a"),
                    Just("a: "), Just("\"k\": "), Just("\"x\""), Just("1"), Just("-2.5"), Just("0"), Just("Name"), Just("Name("),
                    Just("None"), Just("true"), Just("inf"), Just("NaN"), Just(" "), Just("\n"), Just("/* c */"),
                    Just("// c\n"), Just("(a: "), Just("[1, "), Just("r#b"), Just("\u{85}"), Just("-"), Just("_"),
                ],
                0..12,
            ),
        ) {
            agree(&tokens.concat());
        }

        #[test]
        fn well_formed_trees_are_plain(text in tree()) {
            prop_assert!(agree(&text), "{}", text);
        }
    }

    fn tree() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            "\"[ -!#-\\[\\]-~é]{0,6}\"",
            "-?[1-9][0-9]{0,5}(\\.[0-9]{1,4})?",
            "[A-Z][a-z]{1,5}",
            Just("true".to_owned())
        ]
        .prop_filter("means something by itself", |text| text != "Some");
        leaf.prop_recursive(4, 40, 5, |inner| {
            let join = |parts: Vec<String>| parts.join(", ");
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4)
                    .prop_map(move |items| format!("[{}]", join(items))),
                proptest::collection::vec(("[a-z_]{1,5}", inner.clone()), 0..4)
                    .prop_map(move |fields| {
                        join(fields.into_iter().map(|(name, value)| format!("f{name}: {value}")).collect())
                    })
                    .prop_map(|fields| format!("({fields})")),
                ("[A-Z][a-z]{4,7}", proptest::collection::vec(("[a-z_]{1,5}", inner.clone()), 0..4))
                    .prop_map(move |(name, fields)| {
                        let fields = fields.into_iter().map(|(name, value)| format!("f{name} :{value}"));
                        format!("{name} ({})", fields.collect::<Vec<_>>().join(" ,"))
                    }),
                proptest::collection::vec(("[a-z-]{1,5}", inner), 0..4).prop_map(move |entries| {
                    let entries = entries.into_iter().map(|(key, value)| format!("\"{key}\": {value}"));
                    format!("{{ {} }}", entries.collect::<Vec<_>>().join(",\n"))
                }),
            ]
        })
    }
}
