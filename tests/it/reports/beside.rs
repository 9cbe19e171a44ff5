//! Runs beside reality and beside the last time, in every form: what a table of real outages says, which verdicts moved and
//! why, each number the one of the results.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::FORMS;
use super::read_back::{self, number};
use crate::cli::{check, say};
use crate::html::figures_are_of;

const TABLE: &str = "ticket;service;started;back;source\n\
    17;sales;2025-07-14T02:10;2025-07-14T05:10;\"log; page 3\"\n\
    18;sales;2025-08-01T02:10;2025-08-02T02:10;\n\
    19;pay;2025-08-01T00:00;2025-08-01T00:30;=1+1\n";

/// A shop whose till is rebuilt by so many people in such a time, and whose pay office needs nothing of it.
fn write(folder: &Path, takes: &str, people: u32) {
    let model = format!(
        r#"(teams: {{ "ops": (people: {people}) }},
    systems: {{ "till": (recovery: [(name: "Rebuild", steps: [
        (do: "Rebuild it", takes: {takes}, by: "ops"), (do: "Load it", takes: "2h", by: "ops")])]) }},
    services: {{ "sales": (name: "Sales", needs: ["till"], rto: "4h", required: 0.5), "pay": (name: "Pay") }})"#
    );
    fs::write(folder.join("model.ron"), model).unwrap();
    let scenario =
        r#"(title: "Fire", model: "model.ron", horizon: "3d", events: [Destruction(targets: ["till"])])"#;
    fs::write(folder.join("fire.ron"), scenario).unwrap();
    fs::write(folder.join("real.csv"), TABLE).unwrap();
}

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), r#""uniform(0h, 2h)""#, 1);
    folder
}

/// Runs a command whose objectives may stand as they like.
fn ok(folder: &Path, line: &str) {
    let said = say(folder, &line.split(' ').collect::<Vec<_>>());
    assert!([0, 10, 11].contains(&said.code), "{line}: {}", said.stderr);
}

fn object(folder: &Path, file: &str) -> Value {
    read_back::objects(&folder.join(file)).remove(0)
}

fn forms() -> String {
    FORMS.iter().map(|(form, file)| format!(" -o {form}={file}")).collect()
}

#[test]
fn a_table_says_what_the_scenario_could_have_said() {
    let folder = folder();
    ok(folder.path(), "run fire.ron --trials 900 --actuals real.csv -o json=table.json -q");
    let scenario = fs::read_to_string(folder.path().join("fire.ron")).unwrap();
    let own = r#", actuals: [
        (service: "sales", started: "2025-07-14T02:10", back: "2025-07-14T05:10", source: "log; page 3"),
        (service: "sales", started: "2025-08-01T02:10", back: "2025-08-02T02:10"),
        (service: "pay", started: "2025-08-01T00:00", back: "2025-08-01T00:30", source: "=1+1")])"#;
    let longer = format!("{}{own}", scenario.trim_end().strip_suffix(')').unwrap());
    fs::write(folder.path().join("fire.ron"), longer).unwrap();
    ok(folder.path(), "run fire.ron --trials 900 -o json=own.json -q");
    let (table, own) = (object(folder.path(), "table.json"), object(folder.path(), "own.json"));
    assert_eq!(table["services"], own["services"]);
    assert_eq!(table["run"]["digest"], own["run"]["digest"]);
    let sales = &table["services"][0]["actuals"];
    assert_eq!((sales.as_array().unwrap().len(), &sales[0]["length_s"]), (2, &json!(10_800.0)));
    assert_eq!(table["inputs"][2]["role"], "actuals");
    // Both stand beside each other, and the same line repeats it.
    ok(folder.path(), "run fire.ron --trials 900 --actuals real.csv -o json=both.json -q");
    assert_eq!(object(folder.path(), "both.json")["services"][0]["actuals"].as_array().unwrap().len(), 4);
    let said = say(folder.path(), &["run", "fire.ron", "--trials", "900", "--actuals", "real.csv"]);
    assert!(said.stdout.contains("--trials 900 --seed 1 --actuals real.csv\n"), "{}", said.stdout);
    assert!(said.stdout.contains("BESIDE REALITY"), "{}", said.stdout);
}

#[test]
fn every_number_of_a_real_outage_is_the_one_of_the_results_in_every_form() {
    let folder = folder();
    let path = folder.path();
    ok(path, &format!("report fire.ron --trials 900 --actuals real.csv -o json=r.json{}", forms()));
    let object = object(path, "r.json");
    let services = object["services"].as_array().unwrap();
    let all: Vec<(&Value, &Value)> = services
        .iter()
        .flat_map(|service| {
            service["actuals"].as_array().unwrap().iter().map(move |actual| (service, actual))
        })
        .collect();
    assert_eq!(all.len(), 3);
    let page = fs::read_to_string(path.join("r.html")).unwrap();
    assert!(figures_are_of(&page, &object) > 20);
    let text = fs::read_to_string(path.join("r.md")).unwrap();
    let (markdown, sheet) = (
        read_back::markdown(&text, "Beside reality"),
        read_back::sheet(&path.join("r.xlsx"), "Beside reality"),
    );
    let figures = read_back::csv(&path.join("r.csv"));
    assert_eq!((markdown.len(), sheet.len()), (3, 3));
    for (at, (service, actual)) in all.into_iter().enumerate() {
        let exact = |key: &str| actual[key].as_f64().unwrap();
        let own = at - usize::from(service["id"] == "pay") * 2;
        // CSV: as it is. A text that is a formula is marked as a text.
        let figure = |key: &str| {
            let name = format!("actuals.{}.{key}", own + 1);
            let row = figures
                .iter()
                .find(|row| row["id"] == service["id"].as_str().unwrap() && row["figure"] == name);
            row.unwrap_or_else(|| panic!("{name}")).clone()
        };
        for (column, key) in [
            ("length_s", "length_s"),
            ("no_longer", "no_longer"),
            ("interrupted", "interrupted"),
            ("share", "share"),
        ] {
            assert_eq!(figure(column)["value"].parse::<f64>().unwrap(), exact(key), "{key}");
        }
        // Workbook: lengths in days.
        for (column, key, unit) in [
            ("Took", "length_s", 86_400.0),
            ("Runs back no later", "no_longer", 1.0),
            ("Runs that interrupt it", "interrupted", 1.0),
            ("Share", "share", 1.0),
        ] {
            match number(&sheet[at][column]) {
                Some(found) => assert!((found * unit - exact(key)).abs() < 1e-6, "{column}: {found}"),
                None => assert!(column == "Share" && exact("interrupted") == 0.0, "{column}"),
            }
        }
        // Markdown: counts as they are, the length to the minute in which it was written.
        let row: &BTreeMap<String, String> = &markdown[at];
        assert_eq!(row["Runs back no later"], actual["no_longer"].to_string());
        assert_eq!(row["Runs that interrupt it"], actual["interrupted"].to_string());
        assert_eq!(row["Took"], ["3h", "1d", "30m"][at]);
        assert_eq!(row["Started"], actual["started"].as_str().unwrap());
        // The page: the number behind what is read.
        let position = services.iter().position(|found| found["id"] == service["id"]).unwrap();
        let key = format!("&#x2f;services&#x2f;{position}&#x2f;actuals&#x2f;{own}&#x2f;length_s");
        let data = page.split("<data value=\"").find(|data| data.contains(&format!("\" title=\"{key}\"")));
        let value = data.unwrap_or_else(|| panic!("{key}")).split('"').next().unwrap();
        assert_eq!(value.parse::<f64>().unwrap(), exact("length_s"));
    }
    assert!(text.contains("no run of this scenario interrupts it"), "{text}");
    assert!(fs::read_to_string(path.join("r.csv")).unwrap().contains("\"'=1+1\""));
}

#[test]
fn a_bad_table_is_told_at_once_with_file_line_and_column() {
    let folder = folder();
    let table = "service,started,back\nsalse,2025-07-14T02:10,2025-07-14T05:10\nsales,yesterday,2025-07-14T05:10\n\
        sales,2025-07-14T02:10,2025-07-13T05:10\nsales,2025-07-14T02:10,\n";
    fs::write(folder.path().join("real.csv"), table).unwrap();
    for command in ["run fire.ron", "report fire.ron -o md.md"] {
        let said = check(folder.path(), &format!("{command} --trials 1000000000 --actuals real.csv"), 3);
        for place in ["real.csv:2:1", "real.csv:3:7", "real.csv:4:24", "real.csv:5:24"] {
            assert!(said.stderr.contains(place), "{place}: {}", said.stderr);
        }
        assert!(said.stderr.contains("sales"), "{}", said.stderr);
    }
    fs::write(folder.path().join("real.csv"), "service,start\n").unwrap();
    let said = check(folder.path(), "run fire.ron --actuals real.csv", 3);
    assert!(
        said.stderr.contains("no column `back`") && said.stderr.contains("no column `started`"),
        "{}",
        said.stderr
    );
    fs::write(folder.path().join("real.csv"), b"service,started,back\n\xff").unwrap();
    check(folder.path(), "run fire.ron --actuals real.csv", 3);
    check(folder.path(), "run fire.ron --actuals none.csv", 1);
    fs::write(folder.path().join("real.csv"), TABLE).unwrap();
    check(folder.path(), "run fire.ron --trials 1000000000 --actuals real.csv -o csv=real.csv --force", 2);
    let said = check(folder.path(), "run fire.ron --actuals fire.ron -o json=fire.ron --force", 3);
    assert!(said.stderr.contains("fire.ron:1:1"), "{}", said.stderr);
}

#[test]
fn what_was_played_is_not_placed_anew() {
    let folder = folder();
    ok(folder.path(), "run fire.ron --trials 300 -o json=r.json -q");
    let said = check(folder.path(), "report r.json --actuals real.csv", 2);
    assert!(said.stderr.contains("name the scenarios instead"), "{}", said.stderr);
    check(folder.path(), "report r.json --add services.x=()", 2);
}

#[test]
fn moves_are_laid_to_the_estimate_or_the_fact_that_made_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    write(path, r#""6h""#, 1);
    ok(path, "run fire.ron --trials 300 -o json=old.json -q");
    // A shorter rebuild is an estimate, a longer promise a fact; the first alone is enough.
    write(path, r#""1h""#, 2);
    let model = fs::read_to_string(path.join("model.ron")).unwrap();
    fs::write(path.join("model.ron"), model.replace("required: 0.5", "required: 0.5, mtpd: \"7h\"")).unwrap();
    ok(path, &format!("report fire.ron --trials 300 --against old.json -o json=r.json{}", forms()));
    let against = object(path, "r.json")["against"].clone();
    assert_eq!(against["because"], "both");
    let because = |kind: &str| {
        let all = against["moved"].as_array().unwrap();
        all.iter().find(|moved| moved["kind"] == kind).unwrap_or_else(|| panic!("{kind}"))["because"].clone()
    };
    assert_eq!(because("rto"), "estimates");
    assert_eq!(because("mtpd"), "both");
    let text = fs::read_to_string(path.join("r.md")).unwrap();
    let rows = read_back::markdown(&text, "Since earlier results");
    let rto = rows.iter().find(|row| row["Objective"] == "RTO").unwrap();
    assert_eq!((rto["Because of"].as_str(), rto["Which is"].as_str()), ("a changed estimate", "better"));
    assert!(text.contains("Shorter without new evidence"), "{text}");
    let sheet = read_back::sheet(&path.join("r.xlsx"), "Moved verdicts");
    let rto = sheet.iter().find(|row| row["Objective"] == *"RTO").unwrap();
    assert_eq!(number(&rto["Kept then"]), Some(0.0));
    assert_eq!(number(&rto["Kept now"]), Some(1.0));
    let changed = read_back::sheet(&path.join("r.xlsx"), "Changed inputs");
    assert!(changed.iter().any(|row| row["Shorter without new evidence"] == *"yes"), "{changed:?}");
    let page = fs::read_to_string(path.join("r.html")).unwrap();
    assert!(figures_are_of(&page, &object(path, "r.json")) > 20);
    assert!(page.contains("&#x2f;against&#x2f;moved&#x2f;0&#x2f;share_after"));
    for words in ["Since the last time", "a changed estimate", "Shorter without new evidence:"] {
        assert!(page.contains(words), "{words}");
    }
    let rows = read_back::csv(&path.join("r.csv"));
    assert!(rows.iter().any(|row| row["group"] == "against" && row["text"] == "estimates"));
}

#[test]
fn a_move_within_the_intervals_is_laid_to_nothing_but_chance_where_other_runs_were_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    // Kept in half of the runs, where half is wanted: few runs leave that open, and many do not settle it for sure.
    write(path, r#""uniform(1h, 3h)""#, 1);
    let model = fs::read_to_string(path.join("model.ron")).unwrap();
    fs::write(path.join("model.ron"), model.replace("required: 0.5", "required: 0.45")).unwrap();
    ok(path, "run fire.ron --trials 100 -o json=old.json -q");
    assert_eq!(object(path, "old.json")["services"][0]["objectives"][0]["verdict"], "undecided");
    // Another fact, which touches nothing of it, and many more runs.
    fs::write(
        path.join("model.ron"),
        model.replace("required: 0.5", "required: 0.45").replace("people: 1", "people: 2"),
    )
    .unwrap();
    ok(path, "run fire.ron --trials 8000 --against old.json -o json=new.json -q");
    let against = object(path, "new.json")["against"].clone();
    assert_eq!(against["because"], "facts");
    assert_eq!(
        (&against["moved"][0]["after"], &against["moved"][0]["because"]),
        (&json!("holds"), &json!("dice"))
    );
    let said = say(path, &["run", "fire.ron", "--trials", "8000", "--against", "old.json"]);
    assert!(said.stdout.contains("may be no more than chance"), "{}", said.stdout);
    // The same runs drawn, it is the fact or nothing.
    ok(path, "run fire.ron --trials 100 --against old.json -o json=same.json -q");
    assert_eq!(object(path, "same.json")["against"]["moved"], json!([]));
}

#[test]
fn results_are_held_against_earlier_ones_without_being_played() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    write(path, r#""6h""#, 1);
    ok(path, "run fire.ron --trials 300 -o json=old.json -q");
    write(path, r#""1h""#, 1);
    ok(path, &format!("run fire.ron --trials 300 --against old.json -o json=new.json -q{}", forms()));
    ok(path, "run fire.ron --trials 300 -o json=bare.json -q");
    // The same comes out, in every form, whether it was held against them while it was played or afterwards, or twice.
    check(path, "report bare.json --against old.json -o json=after.json", 0);
    check(path, "report new.json --against old.json -o json=twice.json", 0);
    let read = |name: &str| fs::read(path.join(name)).unwrap();
    assert!(read("after.json") == read("new.json") && read("twice.json") == read("new.json"));
    for (form, file) in FORMS {
        check(path, &format!("report bare.json --against old.json -o {form}=again"), 0);
        assert!(read("again") == read(file), "{form}");
        fs::remove_file(path.join("again")).unwrap();
    }
    // What matches nothing is never a success.
    let other = fs::read_to_string(path.join("old.json"))
        .unwrap()
        .replace("fire.ron", "flood.ron")
        .replace("Fire", "Flood");
    fs::write(path.join("other.json"), other).unwrap();
    for line in
        ["report bare.json --against other.json", "run fire.ron --trials 1000000000 --against other.json"]
    {
        let said = check(path, line, 4);
        assert!(said.stderr.contains("\"Flood\"") && said.stdout.is_empty(), "{}", said.stderr);
    }
}

#[test]
fn a_bundle_keeps_what_its_run_was_set_beside() {
    let folder = folder();
    let path = folder.path();
    ok(path, "run fire.ron --trials 300 -o json=old.json -q");
    write(path, r#""1h""#, 2);
    ok(path, "run fire.ron --trials 300 --actuals real.csv --against old.json --bundle kept -q");
    let said = check(path, "verify kept --rerun", 0);
    assert!(said.stdout.contains("--actuals inputs/real.csv --against inputs/old.json"), "{}", said.stdout);
    // The bundle stands alone.
    fs::remove_file(path.join("real.csv")).unwrap();
    fs::remove_file(path.join("old.json")).unwrap();
    check(path, "verify kept --rerun", 0);
}
