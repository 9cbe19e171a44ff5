//! Runs the corpus: every file of `pass` is fine, every file of `fail` raises exactly what its first line says.
//!
//! The first line of a failing file is `// expect: E0201 at 12:19, E0110 at 3:4`, in any order, these and no
//! others; `E0201 in teams.ron at 1:2` for a place in another file. A scenario names its model as usual. Lines
//! `// set: PATH=VALUE` and `// remove: PATH` at the head are edits as on the command line.

use std::fs;
use std::path::{Path, PathBuf};

use blackstart::diagnostic::render::{Colour, render_text};
use blackstart::diagnostic::{Diagnostics, Severity};
use blackstart::source::Sources;

use crate::whole::diagnose;

fn corpus(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(folder);
    let entries = fs::read_dir(&folder).expect("the corpus is part of the project");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("readable").path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "ron"));
    files.sort();
    assert!(!files.is_empty(), "{} is empty", folder.display());
    files
}

/// Writes every diagnostic as the header does.
fn written(found: &Diagnostics, sources: &Sources, main: &str) -> Vec<String> {
    let mut written: Vec<String> = found
        .iter()
        .map(|diagnostic| match diagnostic.place().and_then(|place| sources.locate(place)) {
            Some((name, line, column)) if name == main => format!("{} at {line}:{column}", diagnostic.code),
            Some((name, line, column)) => format!("{} in {name} at {line}:{column}", diagnostic.code),
            None => diagnostic.code.to_owned(),
        })
        .collect();
    written.sort();
    written
}

#[test]
fn every_faulty_file_raises_what_its_first_line_says_and_nothing_else() {
    let mut wrong = String::new();
    for file in corpus("fail") {
        let bytes = fs::read(&file).expect("readable");
        let text = String::from_utf8_lossy(&bytes);
        let first = text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
        let name = file.file_name().expect("a file").to_string_lossy();
        let header =
            first.strip_prefix("// expect: ").unwrap_or_else(|| panic!("{name} without `// expect:`"));
        let mut expected: Vec<String> = header.split(',').map(|one| one.trim().to_owned()).collect();
        expected.sort();
        let (sources, found) = diagnose(&file);
        let actual = written(&found, &sources, &name);
        if actual != expected {
            let said = render_text(&found, &sources, Colour::Plain);
            wrong.push_str(&format!("{name}\n  expected {expected:?}\n  found    {actual:?}\n{said}\n"));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_sound_file_passes() {
    for file in corpus("pass") {
        let (sources, found) = diagnose(&file);
        let errors = found.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
        assert!(!errors, "{}\n{}", file.display(), render_text(&found, &sources, Colour::Plain));
    }
}
