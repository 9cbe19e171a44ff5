//! Reports from outside: each form read back and held to the results, hostile texts, files that refuse.

mod beside;
mod disks;
mod faults;
mod hostile;
mod numbers;
mod read_back;
mod snapshots;
mod summary;

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::cli::check;

/// The forms with the file that each is written to.
pub const FORMS: [(&str, &str); 6] = [
    ("html", "r.html"),
    ("markdown", "r.md"),
    ("csv", "r.csv"),
    ("xlsx", "r.xlsx"),
    ("junit", "r.xml"),
    ("sarif", "r.sarif"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Results of two scenarios of one model, as `run` wrote them once, with keys of later versions added by hand.
fn results() -> PathBuf {
    root().join("tests/it/reports/results.json")
}

/// A folder with the results file, under another name if its text is changed.
fn folder_with(text: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("results.json"), text).unwrap();
    folder
}

/// Every form of the report of `results.json` in a folder.
fn write_all(folder: &Path) {
    let asks: Vec<String> = FORMS.iter().map(|(form, file)| format!("-o {form}={file}")).collect();
    check(folder, &format!("report results.json --as-of 2026-11-21 {}", asks.join(" ")), 0);
}
