//! Real outages placed in what is projected, and results held against earlier ones.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::cli::{check, say};

fn write(folder: &Path, takes: &str, people: u32) {
    let model = format!(
        r#"(teams: {{ "ops": (people: {people}) }},
    systems: {{ "till": (recovery: [(name: "Rebuild", steps: [(do: "Rebuild it", takes: {takes}, by: "ops")])]) }},
    services: {{ "sales": (needs: ["till"], rto: "4h", required: 0.5) }})"#
    );
    fs::write(folder.join("model.ron"), model).expect("written");
    let scenario = r#"(title: "Fire", model: "model.ron", horizon: "3d", events: [Destruction(targets: ["till"])],
    actuals: [(service: "sales", started: "2025-07-14T02:10", back: "2025-07-14T05:10", source: "incident 4711"),
        (service: "sales", started: "2025-07-14T02:10", back: "2025-07-15T02:10")])"#;
    fs::write(folder.join("fire.ron"), scenario).expect("written");
}

fn results(folder: &Path, options: &[&str]) -> Value {
    let said = say(folder, &[&["run", "fire.ron", "--format", "json", "--trials", "4000"], options].concat());
    serde_json::from_str(&said.stdout).unwrap_or_else(|error| panic!("{error}: {}", said.stderr))
}

#[test]
fn a_real_outage_lies_where_as_many_runs_are_over() {
    let folder = tempfile::tempdir().expect("a folder");
    // Three hours: half of the runs are over by then. A day: all are.
    write(folder.path(), r#""uniform(2h, 4h)""#, 1);
    let found = results(folder.path(), &[]);
    let actuals = found["services"][0]["actuals"].as_array().expect("a list").clone();
    assert_eq!(actuals[0]["length_s"], json!(10_800.0));
    assert_eq!(actuals[0]["source"], "incident 4711");
    let share = actuals[0]["share"].as_f64().expect("a share");
    assert!((share - 0.5).abs() < 0.03, "{share}");
    assert_eq!(actuals[1]["share"], json!(1.0));
    // The page says it, too, and marks it on the curve.
    check(folder.path(), "run fire.ron --trials 4000 -o html=page.html", 0);
    let page = fs::read_to_string(folder.path().join("page.html")).expect("written");
    assert!(page.contains("the real outage of 2025-07-14T02:10 (incident 4711) took 3h and lies at p"));
    assert_eq!(page.matches("class=\"c-actual\"").count(), 2);
    let said = check(folder.path(), "run fire.ron --trials 4000", 0);
    assert!(said.stdout.contains("took 3h and lies at p"), "{}", said.stdout);
    assert!(said.stdout.contains("longer than in any run"), "{}", said.stdout);
}

#[test]
fn moves_of_verdicts_are_laid_to_estimates_or_facts_as_far_as_that_can_be_known() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    let against = |takes: &str, people: u32| {
        write(path, takes, people);
        results(path, &["--against", "old.json"])["against"].clone()
    };
    write(path, r#""6h""#, 1);
    fs::write(path.join("old.json"), results(path, &[]).to_string()).expect("written");
    assert_eq!(against(r#""6h""#, 1)["because"], "dice");
    assert_eq!(against(r#""6h""#, 2)["because"], "facts");
    let shortened = against(r#""3h""#, 1);
    assert_eq!(shortened["because"], "estimates");
    let moved = &shortened["moved"][0];
    assert_eq!((&moved["before"], &moved["after"]), (&json!("falls-short"), &json!("holds")));
    assert_eq!(shortened["changed"][0]["shortened_without_evidence"], true, "{shortened}");
    let proven = against(r#"(is: "3h", basis: Measured("2026-03-14"), source: "rebuilt for practice")"#, 2);
    assert_eq!(proven["because"], "both");
    let changed = proven["changed"].as_array().expect("a list");
    assert!(changed.iter().all(|changed| changed["shortened_without_evidence"] == false), "{proven}");
    let said = say(path, &["run", "fire.ron", "--trials", "4000", "--against", "old.json"]);
    assert!(said.stdout.contains("AGAINST EARLIER RESULTS\n1 verdict moved"), "{}", said.stdout);
    check(path, "run fire.ron --trials 100 --against model.ron", 3);
    check(path, "run fire.ron --trials 100 --against none.json", 1);
}

#[test]
fn a_time_beside_an_objective_is_told_on_the_clock_of_that_objective() {
    let folder = tempfile::tempdir().expect("a folder");
    let found = |clock: &str| {
        // Assessed at 1 h, declared at 4 h, back at 11 h.
        let model = format!(
            r#"(response: (assess: "1h", declare: "3h"),
    systems: {{ "till": (recovery: [(name: "Rebuild", steps: [(do: "Rebuild it", takes: "10h")])]) }},
    services: {{ "sales": (needs: ["till"], rto: "4h", clock: {clock}) }})"#
        );
        fs::write(folder.path().join("model.ron"), model).expect("written");
        let scenario =
            r#"(title: "Fire", model: "model.ron", horizon: "3d", events: [Outage(targets: ["till"])])"#;
        fs::write(folder.path().join("fire.ron"), scenario).expect("written");
        let found = results(folder.path(), &[])["findings"].as_array().expect("a list").clone();
        found.into_iter().find(|finding| finding["code"] == "G0101").expect("it is late")
    };
    for (clock, takes, counted) in [
        ("Disruption", "11h", "in 0 of"),
        ("Detected", "11h", "detection"),
        ("Declared", "7h", "declaration"),
    ] {
        let finding = found(clock).to_string();
        assert!(finding.contains(&format!("typically it takes {takes}, ")), "{clock}: {finding}");
        assert!(finding.contains(counted), "{clock}: {finding}");
    }
}
