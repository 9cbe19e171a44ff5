//! Packs made by the command: what players may not read, what the list of injects says, what the files are.

mod after;
mod calibration;
mod hands;
mod injects;
mod logs;
mod moments;
mod pack;
mod play;
mod spoilers;

use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::{Said, say};

/// The scenarios that are shipped, from the root of the project.
pub const SHIPPED: [&str; 4] = [
    "scenarios/hello/outage.ron",
    "scenarios/harbour-bank/ransomware.ron",
    "scenarios/harbour-bank/main-data-centre-loss.ron",
    "scenarios/harbour-bank/supplier-insolvency.ron",
];

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Makes a pack of a scenario; few trials unless `more` says otherwise, since only one of them is told.
pub fn pack(home: &Path, scenario: &str, more: &[&str]) -> (tempfile::TempDir, Said) {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path().join("pack");
    let mut words = vec!["exercise", scenario, "-o", folder.to_str().expect("text")];
    words.extend(["--start", "2027-03-04T09:00"]);
    if !more.contains(&"--trials") {
        words.extend(["--trials", "200"]);
    }
    words.extend(more);
    let said = say(home, &words);
    assert_eq!(said.code, 0, "{scenario}: {}", said.stderr);
    (place, said)
}

/// Every file of a pack below one of its folders, with its text; workbooks left out.
pub fn texts(place: &Path, part: &str) -> Vec<(String, String)> {
    let mut paths: Vec<PathBuf> = fs::read_dir(place.join("pack").join(part))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    paths.retain(|path| path.extension().is_some_and(|ending| ending != "xlsx"));
    let text = |path: &PathBuf| fs::read_to_string(path).expect("text");
    paths.iter().map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), text(path))).collect()
}

/// The rows of the list of injects below its head.
pub fn msel(place: &Path) -> Vec<Vec<String>> {
    let text = fs::read_to_string(place.join("pack/control/exercise-msel.csv")).expect("text");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect());
    rows.collect()
}

/// Instants of a trial in seconds, as the replay tells them, with the clock of the week for each.
pub fn instants(home: &Path, scenario: &str, trial: &str) -> Vec<f64> {
    let said = say(home, &["replay", scenario, "--trial", trial, "--format", "json"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let json: serde_json::Value = serde_json::from_str(&said.stdout).expect("JSON");
    json["at"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|change| change["t_s"].as_f64().expect("a number"))
        .collect()
}

/// The trial that a pack was made of, from its head of a log.
pub fn trial(place: &Path) -> String {
    let log = fs::read_to_string(place.join("pack/control/exercise-log.jsonl")).expect("text");
    let head: serde_json::Value = serde_json::from_str(log.lines().next().expect("a line")).expect("JSON");
    head["trial"].to_string()
}

/// A folder with a model and a scenario `s.ron` on it.
pub fn home(model: &str, scenario: &str) -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    for (name, text) in [("model.ron", model), ("s.ron", scenario)] {
        fs::write(home.path().join(name), text).expect("written");
    }
    home
}

/// The rows of the facilitator guide's table of decisions, cell by cell.
pub fn decisions(place: &Path) -> Vec<Vec<String>> {
    let path = place.join("pack/control/exercise-facilitator-guide.md");
    let guide = fs::read_to_string(path).expect("text");
    let table = guide.split("## Decisions and their last responsible moments").nth(1).unwrap_or_default();
    let table = table.split("\n## ").next().unwrap_or_default();
    let rows = table.lines().skip_while(|line| !line.starts_with("|---")).skip(1);
    let cells = |row: &str| row.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect();
    rows.filter(|line| line.starts_with('|')).map(cells).collect()
}
