//! `advise` from outside: a planted bottleneck comes first, what harms is not advised, and every lever is an edit.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::cli::say;

const SCENARIO: &str = r#"(title: "t", model: "model.ron", horizon: "9d", onset: "Mon 00:00", events: [Outage(targets: ["db"])])"#;

fn plan(folder: &Path, model: &str) {
    fs::write(folder.join("model.ron"), format!("({model})")).unwrap();
    fs::write(folder.join("s.ron"), SCENARIO).unwrap();
}

fn advised(folder: &Path, options: &[&str]) -> Value {
    let said = say(folder, &[&["advise", "s.ron", "--trials", "1024", "--format", "json"], options].concat());
    assert_eq!(said.code, 0, "{}", said.stderr);
    serde_json::from_str(&said.stdout).unwrap()
}

/// One person has two hours of work side by side, wanted in an hour and a quarter: half of one of the two pieces is
/// not enough, a second person is.
const BOTTLENECK: &str = r#"
    teams: { "dba": (people: 1), "ops": (people: 1, call_out: "5m") },
    systems: { "db": (recovery: [(name: "Fix", steps: [
        (do: "Look", by: "ops", takes: "1m"),
        (do: "One half", by: "dba", takes: "1h", after: ["look"]), (do: "Other half", by: "dba", takes: "1h", after: ["look"]),
    ])]) },
    services: { "shop": (name: "Shop", needs: "db", rto: "75m") }"#;

#[test]
fn a_planted_bottleneck_comes_first() {
    let folder = tempfile::tempdir().unwrap();
    plan(folder.path(), BOTTLENECK);
    let found = advised(folder.path(), &[]);
    let first = &found["singles"][0];
    assert_eq!(first["edits"][0]["argument"], "teams.dba.people=2", "{first}");
    assert_eq!((&first["helps"], &first["closes"], &first["gain"]), (&true.into(), &1.into(), &1.0.into()));
    assert!(found["singles"].as_array().unwrap()[1..].iter().all(|one| one["gain"] == 0.0), "{found}");
    assert_eq!(advised(folder.path(), &["--jobs", "1"]), found);
}

#[test]
fn grahams_fourth_crew_is_not_advised() {
    let folder = tempfile::tempdir().unwrap();
    plan(folder.path(), &super::GRAHAM.replace("13h", "11h30m"));
    let found = advised(folder.path(), &[]);
    let of = |found: &Value, path: &str| -> Value {
        let singles = found["singles"].as_array().unwrap();
        let is = |one: &&Value| one["edits"][0]["argument"].as_str().unwrap().starts_with(path);
        singles.iter().find(is).cloned().unwrap_or_else(|| panic!("{path} is tried: {found}"))
    };
    // It is late already and nobody waits for people: the crew is no lever.
    let singles = found["singles"].as_array().unwrap();
    let path = |one: &Value| one["edits"][0]["argument"].as_str().unwrap().to_owned();
    assert!(!singles.is_empty() && singles.iter().all(|one| !path(one).starts_with("teams.")), "{found}");
    // Where it would just have been in time it does harm, and the text says so.
    fs::write(
        folder.path().join("levers.ron"),
        r#"{ "a fourth crew": (cost: 5, changes: [Set("teams.crew.people", 4)]) }"#,
    )
    .unwrap();
    plan(folder.path(), super::GRAHAM);
    let options = ["--levers", "levers.ron"];
    let crew = of(&advised(folder.path(), &options), "teams.crew.people=4");
    assert_eq!((&crew["helps"], &crew["harms"], &crew["cost"]), (&false.into(), &1.into(), &5.0.into()));
    let said = say(folder.path(), &["advise", "s.ron", "--trials", "1024", "--levers", "levers.ron"]);
    assert!(said.stdout.contains("NOT ADVISED, it makes something worse: a fourth crew"), "{}", said.stdout);
}

#[test]
fn every_lever_can_be_pasted_behind_a_run() {
    let folder = tempfile::tempdir().unwrap();
    plan(folder.path(), BOTTLENECK);
    let found = advised(folder.path(), &[]);
    let singles = found["singles"].as_array().unwrap();
    assert!(singles.len() > 3, "{found}");
    for one in singles {
        let mut words = vec!["run", "s.ron", "--trials", "64", "--advisory"];
        for edit in one["edits"].as_array().unwrap() {
            words.extend([edit["option"].as_str().unwrap(), edit["argument"].as_str().unwrap()]);
        }
        let said = say(folder.path(), &words);
        assert_eq!(said.code, 0, "{words:?} {}", said.stderr);
    }
}

/// A standby that comes up in minutes, of a system like the one that is out and has none.
const LIKE: &str = r#"
    sites: { "here": (), "there": () },
    teams: { "ops": (people: 1) },
    systems: {
        "db": (home: "here", recovery: [(name: "Rebuild", steps: [(do: "Rebuild", by: "ops", takes: "20h")])]),
        "mail": (home: "here", recovery: [
            (name: "Start over there", to: "there", steps: [(do: "Start", by: "ops", takes: "10m")])]),
    },
    services: { "shop": (name: "Shop", needs: "db", rto: "2h") }"#;

#[test]
fn a_standby_takes_its_times_from_a_system_like_it_or_waits_for_an_estimate() {
    let folder = tempfile::tempdir().unwrap();
    plan(folder.path(), LIKE);
    let found = advised(folder.path(), &[]);
    let first = &found["singles"][0];
    let words = first["levers"][0].as_str().unwrap();
    assert!(
        words.starts_with("Add a standby of db at there, with the steps and times of that of mail"),
        "{words}"
    );
    assert_eq!((&first["closes"], &first["helps"]), (&1.into(), &true.into()));
    // As typed it does what it says.
    let edit = format!("--{}", first["edits"][0]["option"].as_str().unwrap().trim_start_matches('-'));
    let typed = ["run", "s.ron", "--trials", "1024", &edit, first["edits"][0]["argument"].as_str().unwrap()];
    assert_eq!(say(folder.path(), &typed).code, 0);
    plan(folder.path(), &LIKE.replace("to: \"there\", ", ""));
    let found = advised(folder.path(), &[]);
    assert_eq!(found["needs_estimate"][0]["words"], "Add a standby of db");
    assert!(found["stays_broken"].as_array().unwrap().len() <= 1, "{found}");
}

#[test]
fn work_by_hand_patience_and_the_order_of_work_are_levers_too() {
    let folder = tempfile::tempdir().unwrap();
    let model = r#"
        teams: { "crew": (people: 1) },
        tasks: { "survey": (when: Detected, steps: [(do: "Survey", by: "crew", takes: "30h")]) },
        systems: { "db": (recovery: [
            (name: "Mend", give_up: "20h", begins_when: ["survey"], steps: [(do: "Mend it", by: "crew", takes: "1h")]),
            (name: "Buy", steps: [(do: "Wait for a new one", takes: "90h")])]) },
        services: { "shop": (name: "Shop", needs: "db", rto: "36h", workarounds: [
            (name: "Paper", ready: "10m", lasts: "5h")]) }"#;
    plan(folder.path(), model);
    let found = advised(folder.path(), &[]);
    let singles = found["singles"].as_array().unwrap();
    let of = |argument: &str| {
        singles.iter().find(|one| one["edits"][0]["argument"].as_str().unwrap().starts_with(argument))
    };
    let helps = |argument: &str| of(argument).map(|one| one["helps"] == true);
    assert_eq!(helps("services.shop.workarounds.paper.lasts="), Some(true), "{found}");
    assert_eq!(helps("systems.db.recovery.mend.give_up"), Some(true), "{found}");
    assert!(of("tasks.survey.priority=1").is_some(), "{found}");
}
