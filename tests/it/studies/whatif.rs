//! `whatif` from outside: what it says, refuses, and leaves with.

use std::fs;

use serde_json::Value;

use crate::cli::{check, say, shop};

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn edits_make_one_variant_or_several() {
    let shop = shop();
    let names = |words: &[&str]| -> Vec<(String, usize)> {
        let mut line = vec!["whatif", "long.ron", "--trials", "64", "--format", "json"];
        line.extend(words);
        let said = say(shop.path(), &line);
        assert_eq!(said.code, 0, "{}", said.stderr);
        let variants = json(&said.stdout)["variants"].as_array().unwrap().clone();
        let edits = |variant: &Value| variant["edits"].as_array().unwrap().len();
        variants.iter().map(|one| (one["name"].as_str().unwrap().to_owned(), edits(one))).collect()
    };
    let (first, second) = ("events.outage-1.lasts=1h", "services.sales.rto=6h");
    assert_eq!(names(&["--set", first, "--set", second]), [(String::new(), 2)]);
    assert_eq!(names(&["--each", "--set", first, "--set", second]), [(String::new(), 1), (String::new(), 1)]);
    let named = ["--name", "a", "--set", first, "--name", "b", "--set", second, "--set", first];
    assert_eq!(names(&named), [("a".into(), 1), ("b".into(), 2)]);
    fs::write(
        shop.path().join("p.ron"),
        r#"{ "short": [Set("events.outage-1.lasts", "1h")], "none": [Remove("events.outage-1")] }"#,
    )
    .unwrap();
    assert_eq!(names(&["--patch", "p.ron"]), [("short".into(), 1), ("none".into(), 1)]);
}

#[test]
fn the_variant_is_what_a_run_with_the_same_edits_says() {
    let shop = shop();
    let said =
        check(shop.path(), "whatif mixed.ron --set services.sales.rto=6h --trials 1000 --format json", 0);
    let sales = &json(&said.stdout)["variants"][0]["effect"]["services"][0];
    let share = |line: &str, code: i32| {
        json(&check(shop.path(), line, code).stdout)["services"][0]["objectives"][0]["share"].clone()
    };
    let rto = &sales["objectives"][0];
    assert_eq!(rto["before"]["share"], share("run mixed.ron --trials 1000 --format json --advisory", 0));
    assert_eq!(
        rto["after"]["share"],
        share("run mixed.ron --trials 1000 --format json --set services.sales.rto=6h", 0)
    );
    assert_eq!(rto["pairs"]["lost"], 0);
}

#[test]
fn what_differs_is_shown_by_a_trial_that_can_be_replayed() {
    let shop = shop();
    let said = check(shop.path(), "whatif long.ron --set events.outage-1.lasts=1h --trials 100", 0);
    for part in [
        "WHAT IF events.outage-1.lasts is \"1h\" instead of \"5h\"",
        "Gaps that close: RTO of Sales (0 > 100)",
    ] {
        assert!(said.stdout.contains(part), "{part}: {}", said.stdout);
    }
    let line = said.stdout.lines().find(|line| line.contains("replay") && line.contains("--set")).unwrap();
    assert!(line.contains("--service sales"), "whose way back is to be seen: {line}");
    let replay = check(shop.path(), line.trim().strip_prefix("blackstart ").unwrap(), 0);
    assert!(replay.stdout.contains("1h"), "{}", replay.stdout);
}

#[test]
fn more_people_that_make_it_later_are_told_as_such() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("model.ron"), format!("({})", super::GRAHAM)).unwrap();
    let scenario = r#"(title: "t", model: "model.ron", horizon: "2d", events: [Outage(targets: ["db"])])"#;
    fs::write(folder.path().join("s.ron"), scenario).unwrap();
    let said = check(folder.path(), "whatif s.ron --set teams.crew.people=4 --trials 64", 0);
    assert!(said.stdout.contains("MORE PEOPLE ALSO MAKE THINGS WORSE"), "{}", said.stdout);
    assert!(said.stdout.contains("GAPS THAT OPEN: RTO of Shop (100 > 0)"), "{}", said.stdout);
    assert!(
        said.stdout.contains("--trial 0 --service shop --seed 1 --set teams.crew.people=4"),
        "{}",
        said.stdout
    );
}

#[test]
fn what_cannot_be_changed_is_refused_with_its_place() {
    let shop = shop();
    let said = check(shop.path(), "whatif long.ron", 2);
    assert!(said.stderr.contains("nothing is to be changed"), "{}", said.stderr);
    check(shop.path(), "whatif long.ron --name a", 2);
    let said = check(shop.path(), "whatif long.ron --set teams.stuff.people=4", 4);
    assert!(said.stderr.contains("`staff`"), "{}", said.stderr);
    check(shop.path(), "whatif long.ron --set teams.staff.people=many", 3);
    check(shop.path(), "whatif none.ron --set teams.staff.people=4", 1);
    check(shop.path(), "whatif long.ron --set teams.staff.people=4 -o json=long.ron --force", 2);
    fs::write(shop.path().join("p.ron"), "(a: 1)").unwrap();
    let said = check(shop.path(), "whatif long.ron --patch p.ron", 3);
    assert!(said.stderr.contains("p.ron:1:1"), "{}", said.stderr);
}

#[test]
fn a_plan_may_gain_what_it_did_not_have() {
    let shop = shop();
    let said = say(
        shop.path(),
        &[
            "whatif",
            "short.ron",
            "--trials",
            "64",
            "--add",
            "events=Outage(targets: [\"till\"], lasts: \"9h\")",
        ],
    );
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(said.stdout.contains("GAPS THAT OPEN"), "{}", said.stdout);
}

#[test]
fn that_an_rpo_holds_for_want_of_data_is_said_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let model = r#"(systems: { "till": () }, services: { "sales": (needs: ["till"], rpo: "1h") })"#;
    let scenario = r#"(title: "T", model: "model.ron", horizon: "3d", events: [Outage(targets: ["till"], lasts: "2h")])"#;
    fs::write(folder.path().join("model.ron"), model).unwrap();
    fs::write(folder.path().join("s.ron"), scenario).unwrap();
    let text = check(folder.path(), "run s.ron --trials 1000", 0).stdout;
    assert!(text.contains("holds for that reason alone"), "{text}");
    let edited = check(folder.path(), "run s.ron --set systems.till.holds_data=true --trials 1000", 0).stdout;
    assert!(!edited.contains("holds for that reason alone"), "{edited}");
}

/// A folder with a notice that is late at weekends, beside two services that hold.
fn weekend() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("model.ron"), crate::findings::people::WEEKEND).unwrap();
    let scenario = r#"(title: "Saturday", model: "model.ron", onset: "Sat 02:00", horizon: "10d", events: [Outage(targets: ["db"])])"#;
    fs::write(folder.path().join("s.ron"), scenario).unwrap();
    folder
}

#[test]
fn nothing_changes_is_not_said_beside_a_gap_that_closes() {
    let folder = weekend();
    let line = "whatif s.ron --set teams.legal.off_hours.people=1 --trials 64";
    let said = check(folder.path(), line, 0).stdout;
    assert!(said.contains("Gaps that close: WITHIN of notice (0 > 100)"), "{said}");
    assert!(
        said.contains("No service is out for longer or shorter") && !said.contains("Nothing changes"),
        "{said}"
    );
    let line = "whatif s.ron --set teams.legal.off_hours.people=0 --trials 64";
    assert!(check(folder.path(), line, 0).stdout.contains("Nothing changes"));
}

#[test]
fn an_objective_that_an_edit_removes_is_told_as_gone() {
    let folder = weekend();
    for (edit, gone) in [("services.pay.rto", "RTO of pay"), ("services.pay", "RTO of pay; MTPD of pay")] {
        let said = check(folder.path(), &format!("whatif s.ron --remove {edit} --trials 64"), 0).stdout;
        assert!(said.contains(&format!("OBJECTIVES THAT ARE GONE: {gone}.")), "{said}");
        assert!(!said.contains("Nothing changes"), "{said}");
    }
    let line = "whatif s.ron --remove services.pay.rto --trials 64 --format json";
    let variant = &json(&check(folder.path(), line, 0).stdout)["variants"][0];
    assert_eq!(variant["objectives_gone"], serde_json::json!([{"on": "pay", "kind": "rto"}]));
}

#[test]
fn a_variant_that_leaves_no_service_has_nothing_to_compare_and_was_not_interrupted() {
    let folder = weekend();
    let line = "whatif s.ron --name none --remove services.pay --remove services.web --trials 64";
    let said = check(folder.path(), line, 4);
    assert!(said.stderr.contains("no service is left to compare"), "{}", said.stderr);
    assert!(!said.stderr.contains("interrupted"), "{}", said.stderr);
}

/// An event without `id` is called by its position: another that goes must not rename it, nor move its draws.
#[test]
fn an_event_that_goes_leaves_the_draws_of_all_others_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let model = r#"(systems: { "idle": (), "web": () }, services: { "shop": (needs: ["web"], rto: "3h") })"#;
    let scenario = r#"(title: "x", model: "model.ron", horizon: "7d", onset: Any,
        events: [Outage(targets: ["idle"], lasts: "1h"), Outage(targets: ["web"], lasts: "pert(1h, 3h, 20h)")])"#;
    std::fs::write(folder.path().join("model.ron"), model).expect("written");
    std::fs::write(folder.path().join("s.ron"), scenario).expect("written");
    let said = check(folder.path(), "whatif s.ron --remove events.outage-1 --trials 400", 0);
    assert!(said.stdout.contains("Nothing changes"), "{}", said.stdout);
    check(folder.path(), "run s.ron --trials 400 --remove events.outage-1 --set events.outage-2.lasts=1h", 0);
}

#[test]
fn a_fault_of_a_patch_is_told_where_it_stands() {
    let shop = shop();
    let patch = "{\n    \"more\": [\n        Set(\"teams.staff.people\", 2),\n        Set(\"teams.stuff.people\", 3),\n    ],\n}\n";
    fs::write(shop.path().join("p.ron"), patch).unwrap();
    let said = check(shop.path(), "whatif long.ron --patch p.ron", 4);
    assert!(said.stderr.contains("p.ron:4:20") && said.stderr.contains("`staff`"), "{}", said.stderr);
    fs::write(shop.path().join("p.ron"), patch.replace("stuff", "staff").replace(", 3", ", \"3\"")).unwrap();
    let said = check(shop.path(), "whatif long.ron --patch p.ron", 3);
    assert!(said.stderr.contains("p.ron:4:35"), "{}", said.stderr);
    fs::write(shop.path().join("p.ron"), patch.replace("    ],\n}", "    ],\n    \"more\": [],\n}")).unwrap();
    let said = check(shop.path(), "whatif long.ron --patch p.ron", 3);
    assert!(said.stderr.contains("E0113"), "{}", said.stderr);
}
