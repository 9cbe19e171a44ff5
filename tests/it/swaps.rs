//! Puts texts and numbers of sound files where others stood, with a fixed seed: what comes out is well-formed and
//! often makes no sense. Nothing may panic; what is accepted can be played.

use std::fs;
use std::ops::Range;
use std::path::Path;

use blackstart::diagnostic::render::{Colour, render_text};
use blackstart::document::{parse_model, parse_scenario};
use blackstart::engine::{Scratch, compile, play};
use blackstart::model::{Labels, resolve};
use blackstart::source::Sources;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

const ROUNDS: usize = 600;

/// Texts that mean something where few others do.
const TEXTS: &[&str] = &[
    "nothing",
    "0s",
    "100y",
    "2 of (vpn, wan)",
    "13 of branch-server",
    "any of tag:tier-0",
    "directory",
    "tag:tier-0",
    "-ledger-db",
    "kind:team",
    "in:paris",
    "branch-server",
    "branch-server-01",
    "clean-segment",
    "dba: 99",
    "Fri 22:40",
    "exponential(mean 1h)",
    "pert(0, 1, 2)",
    "6TB at 800GB/h",
    "2026-02-30",
    "",
    "-",
];
const NUMBERS: &[&str] = &["0", "1", "-1", "0.5", "2", "4294967296", "1e300", "64"];

/// The byte ranges of all quoted texts (without quotes) and of all numbers outside them.
fn pieces(text: &str) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let (mut texts, mut numbers) = (Vec::new(), Vec::new());
    let mut rest = 0;
    for line in text.split_inclusive('\n') {
        let code = if line.trim_start().starts_with("//") { "" } else { line };
        let mut start = 0;
        for (at, part) in code.split('"').enumerate() {
            let begin = rest + start;
            start += part.len() + 1;
            if at % 2 == 1 {
                texts.push(begin..begin + part.len());
                continue;
            }
            let mut from = 0;
            for word in part.split(|c: char| !c.is_ascii_alphanumeric() && c != '.') {
                if word.parse::<f64>().is_ok() {
                    numbers.push(begin + from..begin + from + word.len());
                }
                from += word.len() + 1;
            }
        }
        rest += line.len();
    }
    (texts, numbers)
}

fn pick<'p, T>(pool: &'p [T], random: &mut ChaCha8Rng) -> &'p T {
    &pool[random.random_range(0..pool.len() as u64) as usize]
}

/// Replaces one text or number of a file.
fn swapped(text: &str, random: &mut ChaCha8Rng) -> String {
    let (texts, numbers) = pieces(text);
    let (place, new) = match random.random_range(0..4u32) {
        0 => (pick(&texts, random), *pick(TEXTS, random)),
        1 => (pick(&numbers, random), *pick(NUMBERS, random)),
        _ => {
            let other = pick(&texts, random).clone();
            (pick(&texts, random), &text[other])
        }
    };
    format!("{}{new}{}", &text[..place.start], &text[place.end..])
}

/// Reads both files as far as they can be read; tells whether they were accepted, and then plays them.
fn accepts(model: &str, scenario: &str) -> bool {
    let mut sources = Sources::new();
    let (model, scenario) = (sources.add("model.ron", model), sources.add("scenario.ron", scenario));
    let (model, mut found) = parse_model(&sources, model);
    let (scenario, of_scenario) = parse_scenario(&sources, scenario);
    found.append(of_scenario);
    let (Some(model), Some(scenario)) = (model, scenario) else { return false };
    match resolve(&model, Some(&scenario)) {
        Err(more) => found.append(more),
        Ok((model, Some(scenario))) if !found.has_errors() => {
            let labels = Labels::new(&model, &scenario);
            let program = compile(&model, &scenario, &labels, 1);
            let mut scratch = Scratch::new(&program);
            for trial in 0..2 {
                // A runaway is an answer, too.
                let _ = play(&program, &mut scratch, trial, &mut ());
            }
            return true;
        }
        Ok(_) => {}
    }
    assert!(found.has_errors(), "what is not accepted says why");
    for diagnostic in found.iter() {
        assert!(!diagnostic.help.is_empty() || diagnostic.labels.iter().any(|label| !label.text.is_empty()));
    }
    render_text(&found, &sources, Colour::Plain);
    false
}

#[test]
fn sense_turned_into_nonsense_is_refused_in_words_and_the_rest_can_be_played() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/pass");
    let [model, scenario] = ["every-field.ron", "every-event.ron"]
        .map(|name| fs::read_to_string(folder.join(name)).expect("readable"));
    let mut random = ChaCha8Rng::seed_from_u64(11);
    assert!(accepts(&model, &scenario), "the files are sound before anything is swapped");
    let mut accepted = 0;
    for round in 0..ROUNDS {
        let (mut model, mut scenario) = (model.clone(), scenario.clone());
        for _ in 0..=round % 3 {
            match random.random_range(0..4u32) {
                0 => scenario = swapped(&scenario, &mut random),
                _ => model = swapped(&model, &mut random),
            }
        }
        accepted += usize::from(accepts(&model, &scenario));
    }
    assert!((ROUNDS / 20..ROUNDS / 2).contains(&accepted), "{accepted} of {ROUNDS} were accepted");
}
