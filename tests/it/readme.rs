//! Runs what the README shows and compares it to the byte, the exit status included; refresh it with
//! `BLACKSTART_BLESS=1 cargo test --test it readme`. Every other command that it names works, too.

use std::fs;
use std::path::Path;

use crate::cli::{copy, say};

const FENCE: &str = "```";

/// A page with what each `$ blackstart ...` line of its console blocks really prints.
fn played(page: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut out, mut is_console) = (String::new(), false);
    for line in page.lines() {
        if line.starts_with(FENCE) {
            is_console = line == "```console";
        }
        match line.strip_prefix("$ blackstart ") {
            Some(words) if is_console => {
                let said = say(root, &words.split(' ').collect::<Vec<_>>());
                assert_eq!(said.stderr, "", "{line}");
                assert_eq!(
                    said.code,
                    told(&said.stdout),
                    "{line}: the status is the one that its last line tells"
                );
                out.push_str(&format!("{line}\n{}", said.stdout));
            }
            // What stood there before is what the command printed once.
            _ if is_console && !line.starts_with(FENCE) => {}
            _ => out.push_str(&format!("{line}\n")),
        }
    }
    out
}

/// The exit status that an output ends with in words; 0 where it says nothing of it.
fn told(stdout: &str) -> i32 {
    let last = stdout.trim_end().lines().last().unwrap_or_default();
    let status = last.strip_prefix("exit ").and_then(|rest| rest.split(':').next());
    status.map_or(0, |status| status.parse().expect("a number"))
}

#[test]
fn the_readme_shows_what_the_command_prints() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let page = fs::read_to_string(&file).expect("a README").replace("\r\n", "\n");
    assert!(page.contains("```console\n$ blackstart run "), "the README shows a run");
    let played = played(&page);
    if std::env::var_os("BLACKSTART_BLESS").is_some() {
        fs::write(&file, &played).expect("writable");
    }
    assert!(
        page == played,
        "the README is out of date; refresh it with: BLACKSTART_BLESS=1 cargo test --test it readme\n{played}"
    );
}

/// Every command of a page that can be run as it stands: of its tables and its console blocks, without those that stand
/// for files of the reader.
fn commands(page: &str) -> Vec<Vec<&str>> {
    let quoted = page.split('`').skip(1).step_by(2);
    let typed = page.lines().filter_map(|line| line.strip_prefix("$ "));
    let all = quoted.chain(typed).filter_map(|text| text.strip_prefix("blackstart "));
    let stands = |words: &Vec<&str>| {
        let is_the_readers =
            |word: &&str| word.ends_with(".json") || *word == "CODE" || word.starts_with("before/");
        words.len() > 1 && !words.iter().any(is_the_readers)
    };
    all.map(|line| line.split(' ').collect()).filter(stands).collect()
}

#[test]
fn every_command_that_a_page_names_works() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    copy(&root.join("scenarios"), &folder.path().join("scenarios"));
    let mut run = 0;
    for page in ["README.md", "scenarios/README.md"] {
        let text = fs::read_to_string(root.join(page)).expect("a page");
        for mut words in commands(&text) {
            // Whether it works does not hang on how often it is played, nor on how many levers are tried.
            if let Some(position) = words.iter().position(|word| *word == "--trials") {
                words[position + 1] = "16";
            } else if !["check", "explain", "graph", "new"].contains(&words[0]) && !words.contains(&"--help")
            {
                words.extend(["--trials", "16"]);
            }
            if words[0] == "advise" {
                words.extend(["--budget", "2"]);
            }
            let said = say(folder.path(), &words);
            let expected: &[i32] =
                if ["run", "report", "check"].contains(&words[0]) { &[0, 10, 11] } else { &[0] };
            assert!(expected.contains(&said.code), "{page}: {words:?}: {}\n{}", said.code, said.stderr);
            run += 1;
        }
    }
    assert!(run > 20, "{run} commands");
}
