//! The command line from outside: statuses, streams, files, signals.

mod bundles;
mod exit_codes;
mod files;
mod findings;
mod graphs;
mod help;
mod inputs;
mod replays;
mod searches;
#[cfg(unix)]
mod signals;
mod summaries;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// What a command left with.
pub struct Said {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// The command, away from any terminal.
pub fn blackstart(folder: &Path) -> Command {
    at_home(Command::new(env!("CARGO_BIN_EXE_blackstart")), folder)
}

/// The command, hearing hang-ups even where these tests run under `nohup`, which their children inherit.
pub fn blackstart_hearing(folder: &Path) -> Command {
    let mut command = Command::new("env");
    command.args(["--default-signal=HUP", env!("CARGO_BIN_EXE_blackstart")]);
    at_home(command, folder)
}

fn at_home(mut command: Command, folder: &Path) -> Command {
    command.current_dir(folder).stdin(Stdio::null()).env_remove("CI").env_remove("NO_COLOR");
    command
}

/// Runs the command with these words.
pub fn say(folder: &Path, words: &[&str]) -> Said {
    let output = blackstart(folder).args(words).output().expect("the command starts");
    Said {
        code: output.status.code().expect("no signal ends it"),
        stdout: String::from_utf8(output.stdout).expect("text"),
        stderr: String::from_utf8(output.stderr).expect("text"),
    }
}

/// Checks the status of a command that is given as one line.
pub fn check(folder: &Path, line: &str, code: i32) -> Said {
    let said = say(folder, &line.split(' ').collect::<Vec<_>>());
    assert_eq!(said.code, code, "{line}\n{}{}", said.stdout, said.stderr);
    said
}

/// A service on one machine that fails for two hours or five, by a chance; the objective is four.
const MODEL: &str = r#"(
    name: "Corner shop",
    teams: { "staff": (people: 1) },
    systems: { "till": () },
    services: { "sales": (name: "Sales", needs: ["till"], rto: "4h", required: 0.9) },
)"#;

/// An organisation of one model and two scenarios in a folder of its own.
pub fn shop() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("model.ron"), MODEL).expect("written");
    let scenario = |name: &str, lasts: &str| {
        let text = format!(
            r#"(title: "{name}", model: "model.ron", horizon: "2d",
                events: [Outage(targets: ["till"], lasts: "{lasts}")])"#
        );
        fs::write(folder.path().join(format!("{name}.ron")), text).expect("written");
    };
    scenario("short", "2h");
    scenario("long", "5h");
    scenario("mixed", "uniform(30m, 4h20m)");
    folder
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("copied");
        }
    }
}

/// Names of what is in a folder, sorted.
pub fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("text")).collect();
    names.sort();
    names
}
