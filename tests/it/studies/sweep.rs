//! `sweep` from outside: what it says of losses against single runs made by hand.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::cli::{check, say};

/// Two web servers of which one is enough, on one network, and a till beside them. The network is swapped
/// in an hour; all else is down for as long as it is lost.
const MODEL: &str = r#"(name: "Shop",
    sites: { "room": () }, suppliers: { "line": () },
    systems: {
        "web-1": (home: "room"), "web-2": (), "net": (needs: "line", recovery: [(name: "Swap", steps: [(do: "Swap it", takes: "1h")])]),
        "till": (), "spare": (),
    },
    services: {
        "online": (name: "Online", needs: ["web-1 or web-2", "net"], rto: "4h", required: 0.9),
        "sales": (name: "Sales", needs: "till", rto: "2d", required: 0.9),
    })"#;

fn swept(folder: &Path, options: &[&str]) -> Value {
    fs::write(folder.join("model.ron"), MODEL).unwrap();
    let said =
        say(folder, &[&["sweep", "model.ron", "--trials", "1024", "--format", "json"], options].concat());
    assert_eq!(said.code, 0, "{}", said.stderr);
    serde_json::from_str(&said.stdout).unwrap()
}

fn sets(found: &Value, service: &str) -> Vec<Vec<String>> {
    let all = found["minimal"].as_array().unwrap();
    let of = all.iter().find(|one| one["service"] == service).unwrap();
    serde_json::from_value(of["sets"].clone()).unwrap()
}

#[test]
fn single_losses_are_what_single_runs_say() {
    let folder = tempfile::tempdir().unwrap();
    let found = swept(folder.path(), &[]);
    assert_eq!((&found["sets"], &found["examined"]), (&7.into(), &7.into()));
    for loss in found["losses"].as_array().unwrap() {
        let event = loss["events"][0].as_str().unwrap();
        let scenario =
            format!(r#"(title: "t", model: "model.ron", horizon: "30d", onset: Any, events: [{event}])"#);
        fs::write(folder.path().join("s.ron"), scenario).unwrap();
        let run = say(
            folder.path(),
            &["run", "s.ron", "--trials", &loss["runs"].to_string(), "--advisory", "--format", "json"],
        );
        let run: Value = serde_json::from_str(&run.stdout).unwrap();
        let short: Vec<(&Value, &Value)> = run["services"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|service| service["objectives"][0]["verdict"] == "falls-short")
            .map(|service| (&service["id"], &service["objectives"][0]["share"]))
            .collect();
        let hits = loss["out_of_tolerance"].as_array().unwrap();
        let hits: Vec<(&Value, &Value)> =
            hits.iter().map(|hit| (&hit["id"], &hit["kept"]["share"])).collect();
        assert_eq!(hits, short, "{event}");
    }
}

#[test]
fn the_fewest_losses_are_told_by_how_long_they_last() {
    let folder = tempfile::tempdir().unwrap();
    let day = swept(folder.path(), &["--order", "2"]);
    // The network falls alone, too, but somebody swaps it in an hour.
    let online = [vec!["line"], vec!["web-1", "web-2"], vec!["web-2", "room"]];
    assert_eq!(sets(&day, "Online"), online);
    assert_eq!(sets(&day, "Sales"), [[""; 0]; 0]);
    let forever = swept(folder.path(), &["--order", "2", "--lasts", "forever"]);
    assert_eq!(sets(&forever, "Online"), online);
    assert_eq!(sets(&forever, "Sales"), [["till"]]);
    assert_eq!(swept(folder.path(), &["--order", "2", "--jobs", "1"]), day);
}

#[test]
fn a_budget_says_what_was_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let found = swept(folder.path(), &["--order", "2", "--budget", "9"]);
    assert_eq!(found["examined"], 9);
    assert!(found["sets"].as_u64().unwrap() > 20, "{}", found["sets"]);
    let said = check(folder.path(), "sweep model.ron --order 2 --budget 9 --trials 64", 0);
    assert!(said.stdout.contains("NOT ALL:"), "{}", said.stdout);
    let scenario = r#"(title: "t", model: "model.ron", horizon: "2d", events: [])"#;
    std::fs::write(folder.path().join("s.ron"), scenario).unwrap();
    let told = check(folder.path(), "sweep s.ron --order 2 --budget 9 --trials 64", 0);
    assert!(told.stderr.contains("s.ron is a scenario: its model model.ron is swept"), "{}", told.stderr);
    assert_eq!(told.stdout, said.stdout);
    check(folder.path(), "sweep model.ron --kind team", 4);
    check(folder.path(), "sweep model.ron --lasts long", 3);
}
