//! Holds the laws of the house that a test can hold: sizes, layers, what may stand where, words.

use std::fs;
use std::path::{Path, PathBuf};

const LINES_MAX: usize = 500;

/// A file of ours with its text.
struct Text {
    /// From the root of the project, with `/`.
    path: String,
    text: String,
}

impl Text {
    /// Lines that are no comments, up to the unit tests.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let tests = self.text.find("#[cfg(test)]").unwrap_or(self.text.len());
        let lines = self.text[..tests].lines().enumerate().map(|(index, line)| (index + 1, line));
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    fn is_in(&self, rooms: &[&str]) -> bool {
        rooms.iter().any(|room| self.path.starts_with(room))
    }

    /// A file of tests alone, included by the file that it belongs to.
    fn is_test(&self) -> bool {
        self.path.starts_with("tests/")
            || self.path.ends_with("_tests.rs")
            || self.path.ends_with("/tests.rs")
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { files_below(&path, found) } else { found.push(path) }
    }
}

/// Every file with this ending below these folders.
fn texts(folders: &[&str], ending: &str) -> Vec<Text> {
    let mut paths = Vec::new();
    for folder in folders {
        let folder = root().join(folder);
        if folder.is_dir() {
            files_below(&folder, &mut paths);
        }
    }
    paths.retain(|path| path.extension().is_some_and(|found| found == ending));
    let named = |path: &PathBuf| path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
    paths.iter().map(|path| Text { path: named(path), text: fs::read_to_string(path).unwrap() }).collect()
}

fn sources() -> Vec<Text> {
    let found = texts(&["src"], "rs");
    assert!(found.len() > 50, "the sources are read");
    found
}

/// Fails with every line of code outside `rooms` that contains one of `words`.
fn only_in(rooms: &[&str], words: &[&str]) {
    let mut found = Vec::new();
    for file in sources().iter().filter(|file| !file.is_in(rooms) && !file.is_test()) {
        for (number, line) in file.code() {
            found.extend(
                words
                    .iter()
                    .filter(|word| line.contains(*word))
                    .map(|word| format!("{}:{number}: `{word}` belongs to {rooms:?}", file.path)),
            );
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn no_file_is_longer_than_can_be_read_at_a_sitting() {
    let all = texts(&["src", "tests", "benches"], "rs");
    let long: Vec<String> = all
        .iter()
        .map(|file| (file.text.lines().count(), &file.path))
        .filter(|(lines, _)| *lines > LINES_MAX)
        .map(|(lines, path)| format!("{path}: {lines} lines"))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent: Vec<String> =
        sources().iter().filter(|file| !file.text.starts_with("//!")).map(|file| file.path.clone()).collect();
    assert!(silent.is_empty(), "no `//!` at the start of {silent:?}");
}

/// The modules of the library in the order of `lib.rs`.
fn layers() -> Vec<String> {
    let text = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let modules = text.lines().filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod "));
    modules.map(|name| name.trim_end_matches(';').to_owned()).collect()
}

#[test]
fn a_module_uses_only_modules_above_it() {
    let layers = layers();
    assert!(layers.len() > 10, "{layers:?}");
    let layer = |name: &str| layers.iter().position(|layer| layer == name);
    let mut found = Vec::new();
    for file in sources().iter().filter(|file| !file.is_test()) {
        let room = file.path.trim_start_matches("src/").split(['/', '.']).next().unwrap();
        let Some(own) = layer(room) else { continue };
        for (number, line) in file.code() {
            for used in line.split("crate::").skip(1) {
                let name: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if layer(&name).is_some_and(|used| used > own) {
                    found.push(format!(
                        "{}:{number}: `{room}` uses `{name}`, which stands below it",
                        file.path
                    ));
                }
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn files_clocks_and_printing_belong_to_the_command_line() {
    let words = [
        "std::fs",
        "std::env::",
        "std::io::stdout",
        "std::io::stderr",
        "println!",
        "eprintln!",
        "print!(",
        "dbg!",
        "SystemTime",
        "Instant::now",
        "std::process",
    ];
    only_in(&["src/cli", "src/main.rs"], &words);
}

#[test]
fn the_engine_holds_no_text_and_no_trait_objects() {
    let mut found = Vec::new();
    for file in sources().iter().filter(|file| file.is_in(&["src/engine"]) && !file.is_test()) {
        // Compiling reads the model, whose ids are texts; what is played holds none.
        let compiles = file.is_in(&["src/engine/compile"]);
        for (number, line) in file.code() {
            let words: &[&str] =
                if compiles { &["serde", "dyn "] } else { &["String", "serde", "dyn ", "format!"] };
            found.extend(
                words
                    .iter()
                    .filter(|word| line.contains(*word))
                    .map(|word| format!("{}:{number}: `{}`", file.path, word.trim())),
            );
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn each_library_has_its_place() {
    only_in(&["src/model/graph.rs"], &["petgraph"]);
    only_in(&["src/cli"], &["clap::", "indicatif", "signal_hook"]);
    only_in(
        &[
            "src/document",
            "src/report/wire",
            "src/report/dossier",
            "src/report/html/view",
            "src/report/html/study",
            "src/exercise/log/wire.rs",
        ],
        &["serde::", "Serialize"],
    );
    let json = [
        "src/report/wire",
        "src/exercise/log/wire.rs",
        "src/report/dossier/read.rs",
        // A study's page is made from its JSON.
        "src/report/dossier/mod.rs",
        "src/report/html/study",
        "src/report/checks",
        "src/report/sarif.rs",
        "src/report/code_scanning.rs",
        "src/cli",
        "src/diagnostic/json.rs",
    ];
    only_in(&json, &["serde_json"]);
    only_in(&["src/campaign", "src/checks", "src/cli"], &["rayon"]);
}

#[test]
fn nothing_is_unwrapped_outside_tests() {
    only_in(&[], &[".unwrap()", "todo!", "unimplemented!", "TODO", "FIXME", "XXX"]);
}

/// Words in backquotes that look like paths of the project.
fn paths_named_in(text: &str) -> Vec<&str> {
    let quoted = text.split('`').skip(1).step_by(2);
    let roots = ["src/", "tests/", "docs/", "benches", "scenarios", ".ci/", "Cargo.toml", "LICENSE"];
    quoted
        .filter(|word| !word.contains([' ', '<']) && roots.iter().any(|root| word.starts_with(root)))
        .collect()
}

#[test]
fn every_path_that_the_documents_name_exists() {
    for document in ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"] {
        let text = fs::read_to_string(root().join(document)).unwrap();
        let paths = paths_named_in(&text);
        assert!(!paths.is_empty(), "{document} names paths");
        for path in paths {
            assert!(root().join(path).exists(), "{document} names `{path}`");
        }
    }
}

#[test]
fn the_architecture_can_be_read_in_ten_minutes() {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    assert!(text.lines().count() <= 150, "{} lines", text.lines().count());
}

#[test]
fn reports_claim_nothing_that_only_people_can_show() {
    let claims = ["tested", "compliant", "validated", "passed", "certified"];
    let mut found = Vec::new();
    for file in sources()
        .iter()
        .filter(|file| file.is_in(&["src/report", "src/findings", "src/wording"]) && !file.is_test())
    {
        for (number, line) in file.code() {
            // Only what stands between double quotes is printed.
            for text in line.split('"').skip(1).step_by(2) {
                let words = text.split(|c: char| !c.is_alphanumeric());
                found.extend(
                    words
                        .filter(|word| claims.contains(&word.to_lowercase().as_str()) || *word == "met")
                        .map(|word| format!("{}:{number}: {word}", file.path)),
                );
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
