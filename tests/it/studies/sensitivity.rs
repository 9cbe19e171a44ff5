//! `sensitivity` from outside: what is on the way counts, what is not is exactly nothing.

use std::fs;

use serde_json::Value;

use crate::cli::{check, say};

/// The till is back after the step, whose length decides; the lamp has a step of its own and no service needs it.
const MODEL: &str = r#"(
    teams: { "it": (people: 2), "house": (people: 1, call_out: "10m") },
    systems: {
        "till": (recovery: [(name: "Fix", steps: [(do: "Fix it", by: "it", takes: "uniform(2h, 6h)")])]),
        "lamp": (recovery: [(name: "Fix", steps: [(do: "Fix it", by: "house", takes: "uniform(2h, 6h)")])]),
    },
    services: { "sales": (name: "Sales", needs: "till", rto: "4h", required: 0.4), "light": (name: "Light", needs: "lamp", rto: "9h") },
)"#;
const SCENARIO: &str = r#"(title: "t", model: "model.ron", horizon: "9d", onset: "Mon 00:00", events: [Outage(targets: ["till", "lamp"])])"#;

#[test]
fn a_figure_counts_where_it_is_on_the_way_and_nowhere_else() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("model.ron"), MODEL).unwrap();
    fs::write(folder.path().join("s.ron"), SCENARIO).unwrap();
    let line = ["sensitivity", "s.ron", "--service", "sales", "--trials", "4096", "--format", "json"];
    let said = say(folder.path(), &line);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let found: Value = serde_json::from_str(&said.stdout).unwrap();
    let figures = found["figures"].as_array().unwrap();
    let of = |path: &str| {
        figures.iter().find(|one| one["path"] == path).unwrap_or_else(|| panic!("{path}: {found}"))
    };
    let step = of("systems.till.recovery.fix.steps.fix-it.takes");
    assert_eq!(figures[0]["path"], step["path"], "the step is first");
    let at = |word: &str| {
        let sides = step["sides"].as_array().unwrap();
        sides.iter().find(|side| side["at"] == word).unwrap()["kept"]["share"].as_f64().unwrap()
    };
    // Its tenths lie at 2.4 h and 5.6 h; half is 1 h to 3 h, double 4 h to 12 h.
    assert_eq!([at("p10"), at("p90"), at("half"), at("double")], [1.0, 0.0, 1.0, 0.0]);
    assert_eq!((&step["lowest_tenth"]["share"], &step["highest_tenth"]["share"]), (&1.0.into(), &0.0.into()));
    assert_eq!(step["flips"][0]["objective"], "RTO of Sales");
    // What the lamp takes decides nothing about the till.
    let lamp = of("systems.lamp.recovery.fix.steps.fix-it.takes");
    assert_eq!(lamp["swing"], 0.0);
    // A side is played no longer than it takes to tell: all of them are compared with a run of as many trials.
    for side in lamp["sides"].as_array().unwrap() {
        let trials = side["kept"]["n"].to_string();
        let alone = say(folder.path(), &["run", "s.ron", "--trials", &trials, "--format", "json"]);
        let alone: Value = serde_json::from_str(&alone.stdout).unwrap();
        let sales = alone["services"].as_array().unwrap().iter().find(|one| one["id"] == "sales").unwrap();
        assert_eq!(side["kept"]["held"], sales["objectives"][0]["held"], "{side}");
    }
    let again = say(folder.path(), &[&line[..], &["--jobs", "1"]].concat());
    assert_eq!(again.stdout, said.stdout);
    let said = check(folder.path(), "sensitivity s.ron --service sales --trials 1024", 0);
    assert!(said.stdout.contains("WORTH KNOWING"), "{}", said.stdout);
    check(folder.path(), "sensitivity s.ron --service sale", 4);
}

/// One service keeps its rto in every run, nearly as often as it is asked; another in half of them.
#[test]
fn the_service_that_is_looked_at_unasked_is_one_that_figures_can_turn() {
    let folder = tempfile::tempdir().unwrap();
    let model = MODEL.replace("rto: \"9h\"", "rto: \"9h\", required: 0.999");
    fs::write(folder.path().join("model.ron"), model.replace("required: 0.4", "required: 0.9")).unwrap();
    fs::write(folder.path().join("s.ron"), SCENARIO).unwrap();
    let chosen = |more: &[&str]| {
        let said = say(
            folder.path(),
            &[&["sensitivity", "s.ron", "--trials", "256", "--format", "json"], more].concat(),
        );
        assert_eq!(said.code, 0, "{}", said.stderr);
        let found: Value = serde_json::from_str(&said.stdout).unwrap();
        found["service"].as_str().unwrap().to_owned()
    };
    assert_eq!(chosen(&[]), "sales");
    // Where none can be turned, the one nearest to what is asked is looked at all the same.
    assert_eq!(chosen(&["--set", "services.sales.rto=9h"]), "light");
}
