//! Damages sound texts at random, with a fixed seed: nothing may panic, and every place must be inside its text.

use std::fs;
use std::path::Path;

use blackstart::diagnostic::render::{Colour, render_text};
use blackstart::diagnostic::{Diagnostics, render_json};
use blackstart::document::tree::{Kind, Node};
use blackstart::document::{self, is_scenario};
use blackstart::source::{Place, Sources, Spanned};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

const ROUNDS: usize = 4000;

/// Pieces that upset parsers.
const PIECES: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "\\",
    ",",
    ":",
    "//",
    "/*",
    "*/",
    "r#\"",
    "b\"",
    "#",
    "#![enable(",
    "\u{feff}",
    "\u{202e}",
    "\0",
    "\r",
    "\n",
    "é",
    "銀",
    "..",
    "..=",
    "1__0_",
    "1e400",
    "-",
    "NaN",
    "inf",
    "Some(",
    "None",
    "()",
    "Backup(",
    "\u{301}",
    "events:",
    "model:",
    "include:",
    "((((((((((((((((((((((((((((((((",
    "true",
    "0x",
    "1u8",
    "\\u{",
    "=",
];

fn mutate(text: &str, random: &mut ChaCha8Rng) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..random.random_range(1..4u32) {
        let at = random.random_range(0..=chars.len() as u64) as usize;
        let until = (at + random.random_range(0..12u64) as usize).min(chars.len());
        match random.random_range(0..4u32) {
            0 => drop(chars.drain(at..until)),
            1 => {
                let piece = PIECES[random.random_range(0..PIECES.len() as u64) as usize];
                drop(chars.splice(at..at, piece.chars()));
            }
            2 => {
                let copied: Vec<char> = chars[at..until].to_vec();
                drop(chars.splice(at..at, copied));
            }
            _ => chars.truncate(at),
        }
    }
    chars.into_iter().collect()
}

/// Every text is at its quotes and every name at itself.
fn places_fit(node: &Node, text: &str) {
    let at = |place: Place| &text[place.start as usize..place.end as usize];
    let named = |name: &Spanned<String>| assert_eq!(at(name.place), name.value, "in {text:?}");
    match &node.kind {
        Kind::Text(_) => assert!(at(node.place).ends_with(['"', '#']), "{:?} in {text:?}", at(node.place)),
        Kind::Struct { name, fields } => {
            name.iter().for_each(|name| named(name));
            for (key, value) in fields {
                named(key);
                places_fit(value, text);
            }
        }
        Kind::Map(entries) => {
            entries.iter().flat_map(|(key, value)| [key, value]).for_each(|node| places_fit(node, text))
        }
        Kind::List(items) => items.iter().for_each(|item| places_fit(item, text)),
        Kind::Tuple { name, items } => {
            name.iter().for_each(|name| named(name));
            items.iter().for_each(|item| places_fit(item, text));
        }
        Kind::Number(number) | Kind::Word(number) => {
            assert!(at(node.place).ends_with(number), "{number} in {text:?}")
        }
        Kind::Other(_) => {}
    }
}

fn check(text: &str) {
    let mut sources = Sources::new();
    let id = sources.add("mutated.ron", text);
    let (tree, mut found) = document::parse_tree(&sources, id);
    if let Some(tree) = tree {
        places_fit(&tree, text);
        let decoded = |found: &mut Diagnostics| match is_scenario(&tree) {
            true => drop(document::decode_scenario(tree.clone(), found)),
            false => drop(document::decode_model(tree.clone(), found)),
        };
        decoded(&mut found);
    } else {
        assert!(found.has_errors(), "a text that is not read says why: {text:?}");
    }
    for label in found.iter().flat_map(|diagnostic| &diagnostic.labels) {
        let (start, end) = (label.place.start as usize, label.place.end as usize);
        assert!(text.get(start..end).is_some(), "{label:?} is not inside {text:?}");
    }
    let shown = render_text(&found, &sources, Colour::Plain) + &render_json(&found, &sources);
    assert!(shown.chars().all(|c| c == '\n' || !c.is_control()), "{shown:?}");
}

#[test]
fn damaged_texts_are_refused_in_words_and_never_panic() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/pass");
    let texts = ["every-field.ron", "every-event.ron"]
        .map(|name| fs::read_to_string(folder.join(name)).expect("readable"));
    let mut random = ChaCha8Rng::seed_from_u64(7);
    for round in 0..ROUNDS {
        let text = mutate(&texts[round % texts.len()], &mut random);
        check(&text);
    }
}

#[test]
fn small_texts_of_odd_pieces_never_panic() {
    let mut random = ChaCha8Rng::seed_from_u64(8);
    for _ in 0..ROUNDS {
        let count = random.random_range(0..12u32);
        let pieces: Vec<&str> =
            (0..count).map(|_| PIECES[random.random_range(0..PIECES.len() as u64) as usize]).collect();
        check(&pieces.concat());
        check(&format!("({})", pieces.concat()));
    }
}
