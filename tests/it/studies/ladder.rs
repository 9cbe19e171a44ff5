//! `ladder` and `delay` from outside: steps against single runs, moments against what they must be.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::cli::{check, say, shop};

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn told(folder: &Path, words: &[&str]) -> Value {
    let said = say(folder, &[words, &["--format", "json"]].concat());
    assert_eq!(said.code, 0, "{}", said.stderr);
    json(&said.stdout)
}

#[test]
fn a_step_is_what_a_run_with_its_edits_says() {
    let shop = shop();
    let line = ["ladder", "mixed.ron", "--along", "services.sales.rto=1h,4h,6h", "--trials", "1000"];
    let found = told(shop.path(), &line);
    for step in found["steps"].as_array().unwrap() {
        let edit = step["edits"][0]["argument"].as_str().unwrap();
        let run = say(
            shop.path(),
            &["run", "mixed.ron", "--trials", "1000", "--advisory", "--format", "json", "--set", edit],
        );
        let objective = json(&run.stdout)["services"][0]["objectives"][0].clone();
        let after = &step["services"][0]["objectives"][0];
        assert_eq!(
            (&after["after"]["share"], &after["verdict_after"]),
            (&objective["share"], &objective["verdict"])
        );
    }
    assert_eq!(told(shop.path(), &[&line[..], &["--jobs", "1"]].concat()), found);
}

#[test]
fn the_step_at_which_a_service_leaves_tolerance_is_named() {
    let shop = shop();
    let said = check(shop.path(), "ladder long.ron --along duration=1h,3h,5h,7h --trials 200", 0);
    assert!(said.stdout.contains("Leaves tolerance: Sales at 5h."), "{}", said.stdout);
    let said = check(
        shop.path(),
        "ladder long.ron --along duration=1h,5h --along services.sales.rto=2h,6h --trials 200",
        0,
    );
    assert!(said.stdout.contains("Sales: 1h > none; 5h > 2h"), "{}", said.stdout);
}

/// One service loses as many data as an intruder was inside, and is back in an hour; another nothing strikes.
fn dwelt(folder: &Path) {
    let model = r#"(systems: { "store": (), "lamp": (),
            "books": (copies: { "nightly": Backup(on: "store", every: "24h", starts: "00:00", takes: "1h", keep: "60d") },
                recovery: [(name: "Restore", from: "nightly", steps: [(do: "Restore", takes: "1h")])]) },
        services: { "sales": (name: "Sales", needs: "books", rto: "4h", rpo: "2d"), "light": (name: "Light", needs: "lamp", rto: "4h") })"#;
    fs::write(folder.join("model.ron"), model).unwrap();
    let scenario = r#"(title: "t", model: "model.ron", horizon: "9d", onset: "Mon 12:00", response: (detect: "0s", assess: "0s", declare: "0s"),
        events: [Corruption(id: "intruder", targets: ["books"], dwell: "5d")])"#;
    fs::write(folder.join("s.ron"), scenario).unwrap();
}

#[test]
fn what_no_step_touches_is_told_apart_and_data_lost_stand_beside_times() {
    let folder = tempfile::tempdir().unwrap();
    dwelt(folder.path());
    let said = check(folder.path(), "ladder s.ron --along dwell=0s,1h,5d --trials 400", 0).stdout;
    assert!(said.contains("RTO KEPT IN 100 RUNS ALONG dwell"), "{said}");
    assert!(said.contains("Within tolerance at every step that touches it: Sales."), "{said}");
    assert!(said.contains("Not touched at any step, which is not counted as holding: Light."), "{said}");
    let data = said.split("RPO KEPT IN 100 RUNS ALONG dwell").nth(1).expect("a table of data lost");
    assert!(data.contains("Leaves tolerance: Sales at 5d.") && !data.contains("Light"), "{said}");
    let two = "ladder s.ron --along dwell=0s,1h --along services.sales.rto=2h,4h --trials 400";
    let said = check(folder.path(), two, 0).stdout;
    assert!(said.contains("Light: not touched at any step") && said.contains("Sales: never out"), "{said}");
    let page = "ladder s.ron --along dwell=0s,5d --trials 400 -o html=ladder.html";
    check(folder.path(), page, 0);
    let page = fs::read_to_string(folder.path().join("ladder.html")).unwrap();
    assert!(page.contains("Not touched at any step, which is not counted as holding: Light."), "{page}");
    assert!(page.contains("Runs in 100 that keep the RPO at each step"), "{page}");
}

#[test]
fn a_mark_before_a_name_is_the_worst_of_all_that_is_promised_for_it() {
    let folder = tempfile::tempdir().unwrap();
    dwelt(folder.path());
    let said = check(folder.path(), "run s.ron --trials 200 -o html=gap.html", 10).stdout;
    // The time is kept in every run, the data are not in any.
    let row = said.lines().find(|line| line.starts_with("x Sales")).unwrap_or_else(|| panic!("{said}"));
    assert!(row.contains(" 100 (") && row.trim_end().ends_with("(2d) 0 x"), "{row}");
    assert!(said.contains("- Light"), "{said}");
    let page = fs::read_to_string(folder.path().join("gap.html")).unwrap();
    let board = page.split("id=\"board\"").nth(1).unwrap().split("</table>").next().unwrap();
    assert!(board.contains("class=\"h h-falls-short l4\"") && board.contains("RPO <b>"), "{board}");
}

#[test]
fn a_week_has_a_map_of_168_hours() {
    let folder = tempfile::tempdir().unwrap();
    let model = r#"(teams: { "desk": (people: 1, hours: "Mon-Fri 08:00-16:00", off_hours: (people: 0)) },
        systems: { "till": (recovery: [(name: "Fix", steps: [(do: "Fix it", by: "desk", takes: "1h")])]) },
        services: { "sales": (name: "Sales", needs: "till", rto: "2h", required: 0.9) })"#;
    fs::write(folder.path().join("model.ron"), model).unwrap();
    let scenario = r#"(title: "t", model: "model.ron", horizon: "9d", events: [Outage(targets: ["till"])])"#;
    fs::write(folder.path().join("s.ron"), scenario).unwrap();
    let found = told(folder.path(), &["ladder", "s.ron", "--along", "onset", "--trials", "64"]);
    let out: Vec<u64> = found["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| step["out_of_tolerance"].as_u64().unwrap())
        .collect();
    // Somebody is there from 08:00 on, and one hour of two may be spent waiting: in by 07:00 holds, at 16:00 it is too late.
    let holds = |hour: usize| hour / 24 < 5 && (7..16).contains(&(hour % 24));
    assert_eq!(out, (0..168).map(|hour| u64::from(!holds(hour))).collect::<Vec<_>>());
    let said = check(folder.path(), "ladder s.ron --along onset --trials 64", 0);
    assert!(said.stdout.contains("  Sat   1   1"), "{}", said.stdout);
}

#[test]
fn absence_is_added_where_the_scenario_has_none() {
    let shop = shop();
    let found = told(shop.path(), &["ladder", "long.ron", "--along", "absence=0,0.9", "--trials", "64"]);
    assert_eq!(found["steps"][0]["edits"][0]["option"], "--add");
    let said = check(shop.path(), "ladder long.ron --along dwell", 4);
    assert!(said.stderr.contains("nothing to vary along dwell"), "{}", said.stderr);
    check(shop.path(), "ladder long.ron --along teams.staff.people", 2);
    check(shop.path(), "ladder long.ron --along teams.staff.people=many", 3);
}

/// The way back takes an hour from the declaration on; the objective is four hours.
#[test]
fn the_last_responsible_moment_is_found_to_the_minute() {
    let folder = tempfile::tempdir().unwrap();
    let model = r#"(systems: { "till": (recovery: [(name: "Fix", after_declaration: true, steps: [(do: "Fix it", takes: "1h")])]), "lamp": () },
        services: { "sales": (name: "Sales", needs: "till", rto: "4h"), "light": (name: "Light", needs: "lamp", rto: "4h") })"#;
    fs::write(folder.path().join("model.ron"), model).unwrap();
    let scenario = r#"(title: "t", model: "model.ron", horizon: "9d", response: (declare: "10m"),
        events: [Outage(targets: ["till"]), Outage(targets: ["lamp"], lasts: "1h")])"#;
    fs::write(folder.path().join("s.ron"), scenario).unwrap();
    let found = told(folder.path(), &["delay", "s.ron", "--trials", "64"]);
    let services = found["services"].as_array().unwrap();
    let of = |id: &str| services.iter().find(|service| service["id"] == id).unwrap();
    assert_eq!(
        (&of("sales")["last_moment"]["minutes"], &of("sales")["last_moment_for_half"]["minutes"]),
        (&180.into(), &180.into())
    );
    assert_eq!(of("light")["last_moment"]["word"], "not-reached");
    let said = check(folder.path(), "delay s.ron --trials 64", 0);
    assert!(
        said.stdout.contains("changes nothing in how often the RTO is kept, up to a delay of 4d,")
            && said.stdout.contains("Light (100.0)"),
        "{}",
        said.stdout
    );
}

#[test]
fn a_delay_says_that_the_call_out_of_those_who_decide_is_not_counted() {
    let folder = tempfile::tempdir().unwrap();
    let model = r#"(response: (detect: "0s", assess: "1h", declare: (takes: "30m", by: "gold")),
        teams: { "gold": (name: "Gold", people: 1, call_out: "2h") },
        systems: { "till": (recovery: [(name: "Fix", after_declaration: true, steps: [(do: "Fix it", takes: "1h")])]) },
        services: { "sales": (needs: "till", rto: "10h") })"#;
    fs::write(folder.path().join("model.ron"), model).unwrap();
    let scenario = r#"(title: "t", model: "model.ron", horizon: "3d", events: [Outage(targets: ["till"])])"#;
    fs::write(folder.path().join("s.ron"), scenario).unwrap();
    let found = told(folder.path(), &["delay", "s.ron", "--trials", "64"]);
    // Ten hours less the assessment, the call-out and the work.
    assert_eq!(
        (&found["services"][0]["last_moment"]["minutes"], &found["decided_by"]),
        (&360.into(), &"Gold".into())
    );
    let said = check(folder.path(), "delay s.ron --trials 64", 0).stdout;
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = "once the incident is assessed and Gold is there: the call-out of Gold passes before and is not counted.";
    assert!(said.contains(line), "{said}");
}

#[test]
fn what_no_delay_touches_is_not_told_as_kept() {
    let folder = tempfile::tempdir().unwrap();
    let model = r#"(systems: { "till": (recovery: [(name: "Fix", steps: [(do: "Fix it", takes: "1h")])]), "pbx": () },
        services: { "sales": (name: "Sales", needs: "till", rto: "10h"), "phone": (name: "Phone", needs: "pbx", rto: "1h") })"#;
    fs::write(folder.path().join("model.ron"), model).unwrap();
    let scenario = r#"(title: "t", model: "model.ron", horizon: "3d", events: [Outage(targets: ["till"])])"#;
    fs::write(folder.path().join("s.ron"), scenario).unwrap();
    let said = check(folder.path(), "delay s.ron --trials 64", 0).stdout;
    assert!(said.contains("Not touched in any run: Phone."), "{said}");
    assert!(said.contains("Sales (100.0)") && !said.contains("Phone (100"), "{said}");
}
