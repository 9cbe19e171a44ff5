//! Verdicts where what is assumed is shorter and longer, against what can be worked out by hand.

use std::fs;

use serde_json::{Value, json};

use crate::cli::say;

const SCENARIO: &str =
    r#"(title: "Fire", model: "model.ron", horizon: "3d", events: [Destruction(targets: ["till"])])"#;

/// The results of a till that takes so long to rebuild, the objective four hours.
fn results_of(takes: &str) -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    let model = format!(
        r#"(systems: {{ "till": (recovery: [(name: "Rebuild", steps: [(do: "Rebuild it", takes: {takes})])]) }},
    services: {{ "sales": (needs: ["till"], rto: "4h") }})"#
    );
    fs::write(folder.path().join("model.ron"), model).expect("written");
    fs::write(folder.path().join("scenario.ron"), SCENARIO).expect("written");
    let said = say(folder.path(), &["run", "scenario.ron", "--format", "json", "--trials", "2000"]);
    serde_json::from_str(&said.stdout).unwrap_or_else(|error| panic!("{error}: {}", said.stderr))
}

fn assumptions_of(takes: &str) -> Value {
    results_of(takes)["services"][0]["objectives"][0]["assumptions"].clone()
}

#[test]
fn a_verdict_turns_at_the_first_step_beyond_what_the_objective_allows() {
    // 3 h x 1.3 is 3 h 54 min, 3 h x 1.4 is 4 h 12 min.
    let expected = json!({ "x0.7": "holds", "x1.5": "falls-short", "turns_at": 1.4, "trials": [512, 512] });
    assert_eq!(assumptions_of(r#""3h""#), expected);
    // 5 h x 0.9 is 4 h 30 min, 5 h x 0.8 just 4 h.
    let expected = json!({ "x0.7": "holds", "x1.5": "falls-short", "turns_at": 0.8, "trials": [512, 512] });
    assert_eq!(assumptions_of(r#""5h""#), expected);
    let expected = json!({ "x0.7": "holds", "x1.5": "holds", "turns_at": null, "trials": [512, 512] });
    assert_eq!(assumptions_of(r#""1h""#), expected);
}

#[test]
fn what_somebody_has_looked_into_is_not_varied() {
    for basis in ["Estimated", "Exercised", "Measured"] {
        assert_eq!(assumptions_of(&format!(r#"(is: "3h", basis: {basis})"#)), Value::Null, "{basis}");
    }
}

#[test]
fn the_digest_is_that_of_the_run_alone() {
    let [assumed, measured] =
        [r#""pert(1h, 2h, 3h)""#, r#"(is: "pert(1h, 2h, 3h)", basis: Measured)"#].map(results_of);
    assert_eq!(assumed["run"]["digest"], measured["run"]["digest"]);
    assert_ne!(assumed["services"][0]["objectives"][0]["assumptions"], Value::Null);
}
