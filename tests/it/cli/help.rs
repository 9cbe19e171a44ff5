//! The examples at the end of every help text, run as they stand.

use std::fs;
use std::path::Path;

use super::{check, copy, say};

/// The lines under "Examples:", without the name of the command.
fn examples(help: &str) -> Vec<&str> {
    let tail = help.split("Examples:").nth(1).expect("the help ends with examples");
    tail.lines().filter_map(|line| line.trim().strip_prefix("blackstart ")).collect()
}

/// A line of what stands below the options that ends before it is full, although its paragraph goes on.
fn broken_early(help: &str) -> Option<&str> {
    let prose = help.split("Examples:").next().unwrap_or_default();
    let lines: Vec<&str> = prose.lines().collect();
    let footer = lines.iter().rposition(|line| line.starts_with(' ')).map_or(0, |last| last + 1);
    let early = |pair: &&[&str]| {
        let next = pair[1].split(' ').next().unwrap_or_default();
        let is_paragraph = !pair[0].is_empty() && !next.is_empty() && !pair[1].starts_with("Exit status:");
        is_paragraph && pair[0].chars().count() + 1 + next.chars().count() <= 100
    };
    lines[footer..].windows(2).find(early).map(|pair| pair[0])
}

#[test]
fn every_example_of_every_help_text_works() {
    let folder = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios"), &folder.path().join("scenarios"));
    let line = "run scenarios/hello/outage.ron --trials 300 --advisory --bundle evidence/2026-11-21";
    check(folder.path(), line, 0);
    for command in [
        "",
        "run",
        "check",
        "explain",
        "replay",
        "report",
        "graph",
        "whatif",
        "compare",
        "ladder",
        "delay",
        "sweep",
        "advise",
        "sensitivity",
        "exercise",
        "aar",
        "calibrate",
        "verify",
        "new",
    ] {
        let help = check(folder.path(), format!("{command} --help").trim_start(), 0);
        assert_eq!(broken_early(&help.stdout), None, "{command}");
        let examples = examples(&help.stdout);
        assert_eq!(examples.len(), 3, "{command}: {examples:?}");
        for example in examples {
            // The top repeats an example of `new`, which never overwrites.
            let _ = fs::remove_dir_all(folder.path().join("my-organisation"));
            let mut words: Vec<&str> = example.split(' ').collect();
            if !["check", "explain", "graph", "verify", "new"].contains(&words[0])
                && !words.contains(&"--trials")
            {
                words.extend(["--trials", "300"]);
            }
            if let Some(position) = words.iter().position(|word| *word == "--trials") {
                words[position + 1] = "300";
            }
            let said = say(folder.path(), &words);
            let expected: &[i32] = if ["run", "report"].contains(&words[0]) { &[0, 10, 11] } else { &[0] };
            assert!(expected.contains(&said.code), "{example}: {}\n{}", said.code, said.stderr);
            assert!(!said.stdout.is_empty() || words.contains(&"-o"), "{example}");
        }
    }
}

#[test]
fn the_starter_is_sound_and_quick_and_never_overwrites() {
    let folder = tempfile::tempdir().unwrap();
    let said = check(folder.path(), "new plans/town", 0);
    assert!(said.stdout.contains("blackstart run plans/town/ransomware.ron"), "{}", said.stdout);
    let said = check(folder.path(), "check plans", 0);
    // What is doubtful in it is there to be found, by a beginner, in the first minute; nothing in it is grave.
    assert!(said.stdout.contains("3 files checked, 3 medium"), "{}", said.stdout);
    let said = say(folder.path(), &["run", "plans/town/ransomware.ron", "--trials", "1000"]);
    assert!([0, 10, 11].contains(&said.code), "{}", said.stderr);
    let model = folder.path().join("plans/town/model.ron");
    fs::write(&model, "mine").unwrap();
    let said = check(folder.path(), "new plans/town", 1);
    assert!(said.stderr.contains("not empty"), "{}", said.stderr);
    assert_eq!(fs::read_to_string(&model).unwrap(), "mine");
}
