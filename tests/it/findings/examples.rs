//! Walks the registry of findings, from outside: the example is run, and its repair.

use std::fs;

use blackstart::diagnostic::explain::Example;
use blackstart::findings::{self, Rule};
use serde_json::Value;

use crate::cli::say;

/// The findings of a run of an example, with the edits that it names and more.
pub(super) fn findings_of(example: &Example, edits: &[&str]) -> Vec<Value> {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("model.ron"), example.model).expect("written");
    let scenario = example.scenario.expect("there are no results without a scenario");
    fs::write(folder.path().join("scenario.ron"), scenario).expect("written");
    let mut words = vec!["run", "scenario.ron", "--format", "json", "--trials", "2000"];
    for edit in example.edits.iter().chain(edits) {
        words.extend(["--set", edit]);
    }
    let said = say(folder.path(), &words);
    assert!(matches!(said.code, 0 | 10 | 11), "{}{}", said.stdout, said.stderr);
    let results: Value = serde_json::from_str(&said.stdout).expect("JSON");
    results["findings"].as_array().expect("a list").clone()
}

fn with_code<'a>(found: &'a [Value], rule: &Rule) -> Vec<&'a Value> {
    found.iter().filter(|finding| finding["code"] == rule.code).collect()
}

#[test]
fn every_example_raises_its_code_and_its_repair_does_not() {
    for rule in findings::ALL {
        let found = findings_of(&rule.example, &[]);
        assert!(!with_code(&found, rule).is_empty(), "{}: {found:#?}", rule.code);
        let repaired = findings_of(&rule.repaired, &[]);
        assert!(with_code(&repaired, rule).is_empty(), "the repair of {}: {repaired:#?}", rule.code);
    }
}

#[test]
fn every_finding_has_evidence_a_sentence_a_place_and_something_to_try() {
    for rule in findings::ALL {
        for finding in with_code(&findings_of(&rule.example, &[]), rule) {
            assert!(!finding["evidence"].as_object().expect("figures by name").is_empty(), "{finding:#}");
            let message = finding["message"].as_str().expect("text");
            assert!(message.ends_with('.') && message.len() > 40, "{message}");
            assert!(finding["place"]["line"].as_u64().is_some_and(|line| line >= 1), "{finding:#}");
            let remedies = finding["remedies"].as_array().expect("a list");
            assert!(!remedies.is_empty(), "{finding:#}");
            let id = finding["id"].as_str().expect("text");
            let subject = finding["subject"].as_str().expect("text");
            assert!(id.starts_with(&format!("{}/{subject}", rule.code)), "{id}");
            assert_eq!(finding["name"], rule.name);
        }
    }
}

#[test]
fn every_edit_that_a_finding_suggests_can_be_played() {
    for rule in findings::ALL {
        for finding in with_code(&findings_of(&rule.example, &[]), rule) {
            for remedy in finding["remedies"].as_array().expect("a list") {
                let edits = remedy["edits"].as_array().expect("a list");
                if !edits.is_empty() {
                    let edits: Vec<&str> = edits.iter().map(|edit| edit.as_str().expect("text")).collect();
                    findings_of(&rule.example, &edits);
                }
            }
        }
    }
}
