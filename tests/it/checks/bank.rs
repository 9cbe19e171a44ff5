//! What is found in the shipped organisations, line by line as a practitioner judged it: `tests/findings.txt`.
//!
//! A line that appears, goes or changes is judged again: is it true of the files, and would whoever answers for the plan
//! nod at it? Then the file is made to read as the message says.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::cli::check;

/// The organisations whose findings are held; the starter as `new` writes it.
const ORGANISATIONS: [&str; 3] = ["scenarios/hello", "scenarios/harbour-bank", "src/cli/starter"];

/// Severity, code, what it is about, and the message, a line per finding, in the order of `check`.
fn found() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut out = String::new();
    for organisation in ORGANISATIONS {
        out.push_str(&format!("# {organisation}\n"));
        let said = check(root, &format!("check {organisation} --as-of 2026-11-21 --format json"), 0);
        for line in said.stdout.lines() {
            let finding: serde_json::Value = serde_json::from_str(line).unwrap();
            let word = |field: &str| finding[field].as_str().unwrap();
            let (severity, code, on, message) = (word("severity"), word("code"), word("on"), word("message"));
            out.push_str(&format!("{severity} {code} {on}: {message}\n"));
        }
    }
    out
}

#[test]
fn the_findings_of_the_shipped_organisations_are_those_that_were_judged() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/findings.txt");
    let judged =
        fs::read_to_string(path).expect("the findings are part of the project").replace("\r\n", "\n");
    let found = found();
    let (now, then): (Vec<&str>, Vec<&str>) = (found.lines().collect(), judged.lines().collect());
    let new: Vec<&&str> = now.iter().filter(|line| !then.contains(line)).collect();
    let gone: Vec<&&str> = then.iter().filter(|line| !now.contains(line)).collect();
    assert!(
        judged == found,
        "judge what is new and what is gone, then make tests/findings.txt read as at the end.\n\
         new: {new:#?}\ngone: {gone:#?}\n\n{found}"
    );
}

#[test]
fn the_bank_has_many_kinds_of_findings() {
    let found = found();
    let of_bank = found.split("# ").find(|part| part.starts_with("scenarios/harbour-bank")).unwrap();
    let code = |line: &str| line.split(' ').nth(1).map(str::to_owned);
    let kinds: BTreeSet<String> =
        of_bank.lines().skip(1).filter(|line| !line.starts_with("note")).filter_map(code).collect();
    assert!(kinds.len() >= 8, "{kinds:?}");
}
