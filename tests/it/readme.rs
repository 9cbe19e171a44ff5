//! Runs what the README shows and compares it to the byte, the exit status included; refresh it with
//! `BLACKSTART_BLESS=1 cargo test --test it readme`.

use std::fs;
use std::path::Path;

use crate::cli::say;

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
