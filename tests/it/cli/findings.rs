//! `check` from outside: what it denies and accepts, its formats, the plans left in a scenario, the defaults in use.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::{check, say};

const MODEL: &str = r#"(
    response: (detect: "5m", assess: "10m"),
    sites: { "house": () },
    teams: { "it": (people: 2, call_out: "10m") },
    systems: { "till": (name: "<till> & co", home: "house",
        copies: { "tape": Backup(at: "house", every: "1d") },
        recovery: [
        (name: "Restore", from: "tape", steps: [(do: "Restore", by: ["it"], takes: "2h")]),
        (name: "Reinstall", only_for: [CyberAttack], from: "nothing", steps: [(do: "Reinstall", by: ["it"], takes: "3h")]) ]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "1h", mtpd: "30m") },
    ALLOW
)"#;

const FIRE: &str = r#"(title: "Fire", model: "model.ron", class: PremisesLoss, horizon: "7d",
    events: [Destruction(id: "fire", targets: ["house"])])"#;

const STOP: &str = r#"(title: "The till stops", model: "model.ron", class: IctFailure, horizon: "7d",
    events: [Outage(id: "stop", targets: ["till"], lasts: "2h")])"#;

fn shop(allow: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("model.ron"), MODEL.replace("ALLOW", allow)).unwrap();
    fs::write(folder.path().join("fire.ron"), FIRE).unwrap();
    fs::write(folder.path().join("stop.ron"), STOP).unwrap();
    folder
}

fn codes(folder: &Path, line: &str) -> Vec<String> {
    let said = say(folder, &line.split(' ').collect::<Vec<_>>());
    let code = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["code"].to_string();
    said.stdout.lines().map(code).map(|code| code.trim_matches('"').to_owned()).collect()
}

#[test]
fn what_is_denied_and_found_ends_with_10_and_all_else_with_0() {
    let folder = shop("");
    check(folder.path(), "check .", 0);
    check(folder.path(), "check . --deny W0103", 10);
    check(folder.path(), "check . --deny high", 10);
    check(folder.path(), "check . --deny W0702", 0);
    check(folder.path(), "check . --deny all", 10);
    // A note is a finding, too, and `all` says all.
    let notes = "W0101,W0102,W0103,W0104,W0105,W0201,W0202,W0205,W0302,W0301,W0303,W0602,W0603,W0701";
    check(folder.path(), &format!("check . --deny all --allow {notes}"), 10);
    check(folder.path(), "check . --deny W9999", 4);
}

#[test]
fn an_acceptance_counts_until_its_day_and_is_told_with_its_reason() {
    let line =
        r#"allow: [(code: "W0103", on: "sales", because: "a known lie", owner: "COO", until: "2026-12-31")]"#;
    let folder = shop(line);
    let said = check(folder.path(), "check . --deny W0103 --as-of 2026-12-31", 0);
    assert!(said.stdout.contains("because a known lie (COO, until 2026-12-31)"), "{}", said.stdout);
    let said = check(folder.path(), "check . --deny W0103 --as-of 2027-01-01", 10);
    assert!(said.stdout.contains("ran out on 2026-12-31"), "{}", said.stdout);
    let unused = shop(r#"allow: [(code: "W0103", on: "selas", because: "a slip")]"#);
    assert!(codes(unused.path(), "check . --format json").contains(&"W0790".to_owned()));
    // What only a run finds is not missed here; a slip in the code is.
    let of_runs = shop(r#"allow: [(code: "G0101", on: "sales", because: "known")]"#);
    assert!(!codes(of_runs.path(), "check . --format json").contains(&"W0790".to_owned()));
    let slip = shop(r#"allow: [(code: "G101", on: "sales", because: "known")]"#);
    assert!(codes(slip.path(), "check . --format json").contains(&"W0790".to_owned()));
}

#[test]
fn a_scenario_that_is_named_shows_which_plans_are_alive_and_why_the_others_are_not() {
    let folder = shop("");
    let said = check(folder.path(), "check fire.ron", 0);
    let plans = said.stdout.split("Plans in fire.ron").nth(1).expect(&said.stdout);
    assert!(plans.contains("till: lost: `fire` takes `house` for good"), "{plans}");
    assert!(plans.contains("dead      \"Restore\": `fire` takes `house` for good"), "{plans}");
    assert!(plans.contains("left out  \"Reinstall\": not for this class of scenario"), "{plans}");
    let said = check(folder.path(), "check stop.ron", 0);
    let plans = said.stdout.split("Plans in stop.ron").nth(1).expect(&said.stdout);
    assert!(plans.contains("till: without a plan of its own back after 2h"), "{plans}");
    assert!(plans.contains("alive     \"Restore\": back after 2h 25m"), "{plans}");
    assert!(!check(folder.path(), "check .", 0).stdout.contains("Plans in"));
}

#[test]
fn what_only_a_spread_can_strike_is_not_said_to_stay_up() {
    let folder = tempfile::tempdir().unwrap();
    let model = r#"(systems: { "mail": (), "web": (needs: ["mail"]), "shop": (needs: ["web"]) })"#;
    let struck = r#"Outage(id: "worm", targets: ["mail"], lasts: "1h")"#;
    let spread = r#"Spread(id: "goes-on", of: "worm", along: Dependents, chance: 0.5)"#;
    fs::write(folder.path().join("model.ron"), model).unwrap();
    for (name, events) in [("alone.ron", struck.to_owned()), ("worm.ron", format!("{struck}, {spread}"))] {
        let text = format!(r#"(title: "Worm", model: "model.ron", horizon: "2d", events: [{events}])"#);
        fs::write(folder.path().join(name), text).unwrap();
    }
    let plans = |name: &str| {
        let said = check(folder.path(), &format!("check {name}"), 0).stdout;
        said.split("Plans in").nth(1).expect(&said).to_owned()
    };
    let (alone, worm) = (plans("alone.ron"), plans("worm.ron"));
    assert!(worm.contains("what a Spread may strike besides is left out"), "{worm}");
    assert!(worm.contains("2 other systems are disrupted only if `goes-on` comes to them"), "{worm}");
    assert!(!alone.contains("Spread") && alone.contains("2 other systems are not disrupted"), "{alone}");
}

#[test]
fn defaults_are_listed_with_what_to_write_and_what_they_decide() {
    let folder = shop("");
    let said = check(folder.path(), "check . --defaults", 0);
    let (deciding, elsewhere) = said.stdout.split_once("Elsewhere:").expect(&said.stdout);
    assert!(deciding.contains("systems.till.restart = 0s"), "{deciding}");
    assert!(deciding.contains("decides sales in stop.ron"), "{deciding}");
    assert!(elsewhere.contains("systems.till.copies.tape.success = 1"), "{elsewhere}");
    assert!(!said.stdout.contains("call_out"), "what is written is no default: {}", said.stdout);
    let said = check(folder.path(), "check . --defaults --format json", 0);
    for line in said.stdout.lines() {
        let default: serde_json::Value = serde_json::from_str(line).unwrap();
        // The path is one that `--set` takes.
        let set = format!("{}={}", default["default"].as_str().unwrap(), value_for(&default));
        let played = say(folder.path(), &["run", "stop.ron", "--trials", "10", "--set", &set]);
        assert!([0, 10, 11].contains(&played.code), "{set}: {}", played.stderr);
    }
    check(folder.path(), "check . --defaults --format sarif", 2);
    check(folder.path(), "check . --defaults --deny all", 2);
}

/// Something that can stand where a default was in use.
fn value_for(default: &serde_json::Value) -> &'static str {
    let path = default["default"].as_str().unwrap();
    match path.rsplit('.').next().unwrap() {
        "success" => "0.9",
        "hours" => "\"Mon-Fri 08:00-18:00\"",
        "off_hours" => "(people: 1)",
        "shift" => "(longest: \"12h\", rest: \"12h\")",
        "by" => "[\"it\"]",
        "needs" => "[]",
        _ => "\"5m\"",
    }
}

#[test]
fn sarif_has_every_finding_with_its_place_and_why_it_is_accepted() {
    let folder = shop(r#"allow: [(code: "W0103", on: "sales", because: "a known lie", owner: "COO")]"#);
    let said = check(folder.path(), "check . --format sarif --deny all", 10);
    let log: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), codes(folder.path(), "check . --format json").len());
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    for result in results {
        let rule = &rules[result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["fullDescription"]["text"].as_str().unwrap().len() > 20);
        let is_accepted = result["ruleId"] == "W0103";
        assert_eq!(!result["suppressions"].as_array().unwrap().is_empty(), is_accepted, "{result}");
        let place = &result["locations"][0]["physicalLocation"];
        assert!(place["artifactLocation"]["uri"].as_str().unwrap().ends_with(".ron"), "{result}");
        assert!(place["region"]["startLine"].as_u64().unwrap() >= 1);
    }
    fs::write(folder.path().join("model.ron"), "(systems: { \"a\": (needs: [\"b\"]) })").unwrap();
    let said = check(folder.path(), "check . --format sarif", 3);
    assert!(said.stdout.contains("\"executionSuccessful\": false"), "{}", said.stdout);
    assert!(said.stdout.contains("\"ruleId\": \"E02"), "{}", said.stdout);
}

#[test]
fn junit_fails_exactly_what_is_denied() {
    let folder = shop(r#"allow: [(code: "W0103", on: "sales", because: "<known> & \"fine\"")]"#);
    let count = |line: &str, code: i32, tag: &str| {
        let said = check(folder.path(), line, code);
        let document = roxmltree::Document::parse(&said.stdout).unwrap();
        document.descendants().filter(|node| node.has_tag_name(tag)).count()
    };
    assert_eq!(count("check . --format junit", 0, "failure"), 0);
    assert_eq!(count("check . --format junit --deny W0104", 10, "failure"), 2);
    assert_eq!(count("check . --format junit --deny W0103", 0, "failure"), 0);
    assert_eq!(count("check . --format junit", 0, "skipped"), 1);
    assert!(count("check . --format junit", 0, "system-out") > 3);
    let said = check(folder.path(), "check . --format junit", 0);
    assert!(said.stdout.contains("accepted: &lt;known&gt; &amp; &quot;fine&quot;"), "{}", said.stdout);
}

#[test]
fn an_acceptance_that_has_run_out_hides_no_gap_of_a_run() {
    let folder = shop(
        r#"allow: [(code: "G0101", on: "sales", because: "known", until: "2026-06-30"), (code: "G0103", on: "sales", because: "known", until: "2026-06-30")]"#,
    );
    let gaps = |day: &str| {
        let line = format!("run fire.ron --trials 64 --as-of {day}");
        say(folder.path(), &line.split(' ').collect::<Vec<_>>()).stdout
    };
    let (before, after) = (gaps("2026-06-30"), gaps("2026-07-01"));
    assert!(before.contains("2 accepted in the files;"), "{before}");
    assert!(!before.contains("(G0103,") && !before.contains("a day that is over"), "{before}");
    assert!(after.contains("2 accepted until a day that is over;") && after.contains("(G0103,"), "{after}");
}

#[test]
fn in_the_files_of_a_run_evidence_is_as_old_as_the_latest_day_that_the_model_names() {
    let said = |document: &str, tested: &str| {
        let folder = tempfile::tempdir().unwrap();
        let tested = format!(r#"name: "Reinstall", tested: "{tested}","#);
        let model = MODEL.replace("ALLOW", document).replace(r#"name: "Reinstall","#, &tested);
        fs::write(folder.path().join("model.ron"), model).unwrap();
        fs::write(folder.path().join("fire.ron"), FIRE).unwrap();
        let json = say(folder.path(), &["run", "fire.ron", "--trials", "64", "--format", "json"]).stdout;
        let object: serde_json::Value = serde_json::from_str(&json).unwrap();
        let checks = object["checks"].as_array().unwrap().clone();
        let found = checks.iter().filter(|check| check["code"] == "W0601");
        found.map(|check| check["message"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(said("", "2026-06-01"), [""; 0]);
    assert_eq!(said(r#"document: (approved: "2026-05-01")"#, "2026-06-01"), [""; 0]);
    let old = said(r#"document: (approved: "2026-05-01")"#, "2024-06-01");
    assert!(old[0].contains("23 months before 2026-05-01"), "{old:?}");
}
