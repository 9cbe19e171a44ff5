//! Every number of a report is the one of the results.

use std::collections::BTreeMap;
use std::fs;

use calamine::Data;
use serde_json::Value;
use tempfile::TempDir;

use super::read_back::{self, number};
use super::{FORMS, root};
use crate::cli::say;

/// Reports of the bank's worst night and of a shipped organisation without money, made while they were played.
fn played() -> Vec<TempDir> {
    let scenarios = ["scenarios/harbour-bank/ransomware.ron", "scenarios/hello/outage.ron"];
    scenarios
        .iter()
        .map(|scenario| {
            let folder = tempfile::tempdir().unwrap();
            let path = root().join(scenario);
            let mut words = vec!["run".to_owned(), path.to_str().unwrap().to_owned(), "-q".to_owned()];
            words.extend(["--trials", "400", "-o", "json=r.json"].map(str::to_owned));
            words.extend(FORMS.iter().flat_map(|(form, file)| ["-o".to_owned(), format!("{form}={file}")]));
            let said = say(folder.path(), &words.iter().map(String::as_str).collect::<Vec<_>>());
            assert!([0, 10, 11].contains(&said.code), "{}", said.stderr);
            folder
        })
        .collect()
}

/// The numbers of an object, as it writes them, with how often each is there.
fn numbers_of(value: &Value, found: &mut BTreeMap<String, usize>) {
    match value {
        Value::Number(number) => *found.entry(number.to_string()).or_default() += 1,
        Value::Array(items) => items.iter().for_each(|item| numbers_of(item, found)),
        Value::Object(entries) => entries.values().for_each(|value| numbers_of(value, found)),
        _ => {}
    }
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + b.abs())
}

#[test]
fn every_number_of_the_results_is_in_the_figures_and_no_other() {
    for folder in played() {
        let objects = read_back::objects(&folder.path().join("r.json"));
        let mut expected = BTreeMap::new();
        objects.iter().for_each(|object| numbers_of(object, &mut expected));
        let mut found: BTreeMap<String, usize> = BTreeMap::new();
        for row in read_back::csv(&folder.path().join("r.csv")) {
            for column in ["value", "at_s"] {
                if !row[column].is_empty() {
                    *found.entry(row[column].clone()).or_default() += 1;
                }
            }
        }
        assert!(expected.len() > 100);
        assert_eq!(found, expected);
    }
}

#[test]
fn figures_are_named_once_and_have_units() {
    for folder in played() {
        let rows = read_back::csv(&folder.path().join("r.csv"));
        let mut names: Vec<String> = rows
            .iter()
            .map(|row| format!("{} {} {} {}", row["group"], row["id"], row["figure"], row["at_s"]))
            .collect();
        let all = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), all);
        let unit = |group: &str, figure: &str| {
            let row = rows.iter().find(|row| row["group"] == group && row["figure"] == figure);
            row.unwrap_or_else(|| panic!("{group} {figure}"))["unit"].clone()
        };
        assert_eq!(unit("services", "recovery.quantiles_s.p50"), "s");
        assert_eq!(unit("services", "objectives.rto.share"), "share");
        assert_eq!(unit("services", "touched"), "runs");
    }
}

#[test]
fn the_workbook_has_the_figures_of_the_results() {
    for folder in played() {
        let objects = read_back::objects(&folder.path().join("r.json"));
        let rows = read_back::sheet(&folder.path().join("r.xlsx"), "Objectives");
        let objectives = read_back::objectives(&objects);
        assert_eq!(rows.len(), objectives.len());
        for (title, id, kind, objective, times) in objectives {
            let text = |row: &BTreeMap<String, Data>, column: &str| row[column].to_string();
            let row = rows
                .iter()
                .find(|row| {
                    text(row, "Scenario") == title && text(row, "Id") == id && text(row, "Objective") == kind
                })
                .unwrap_or_else(|| panic!("{title} {id} {kind}"));
            let figures = [
                ("Target", objective["target_s"].as_f64(), 86_400.0),
                ("Kept", objective["share"].as_f64(), 1.0),
                ("Kept, low (99 %)", objective["interval"][0].as_f64(), 1.0),
                ("Kept, high (99 %)", objective["interval"][1].as_f64(), 1.0),
                ("Wanted", objective["required"].as_f64(), 1.0),
                ("Runs that kept it", objective["held"].as_f64(), 1.0),
                ("Runs", objective["n"].as_f64(), 1.0),
                ("Out, or data lost: typical", times["quantiles_s"]["p50"].as_f64(), 86_400.0),
                ("Out, or data lost: 1 in 20", times["quantiles_s"]["p95"].as_f64(), 86_400.0),
                ("Runs back", times["recovered"].as_f64(), 1.0),
            ];
            // What was not put to the proof has kept nothing.
            let of_touched = ["Kept", "Runs that", "Out", "Runs back"];
            let is_touched = objective["verdict"] != "not-touched";
            for (column, expected, unit) in figures {
                let is_told = is_touched || !of_touched.iter().any(|begins| column.starts_with(begins));
                let expected = expected.filter(|_| is_told);
                match (number(&row[column]), expected) {
                    (Some(found), Some(expected)) => {
                        assert!(near(found * unit, expected), "{id} {kind} {column}: {found}")
                    }
                    (None, None) => {}
                    other => panic!("{id} {kind} {column}: {other:?}"),
                }
            }
        }
    }
}

#[test]
fn the_workbook_says_where_the_time_went() {
    let folder = &played()[0];
    let objects = read_back::objects(&folder.path().join("r.json"));
    let rows = read_back::sheet(&folder.path().join("r.xlsx"), "Where the time went");
    for service in objects[0]["services"].as_array().unwrap() {
        let expected: f64 = service["ledger"]["mean_s"].as_f64().unwrap_or(0.0);
        let own = rows.iter().filter(|row| {
            row["Id"] == *service["id"].as_str().unwrap()
                && row["Over runs that"] == *"were out and came back"
        });
        let sum: f64 = own.map(|row| number(&row["Mean a run"]).unwrap() * 86_400.0).sum();
        assert!((sum - expected).abs() < 1e-3, "{}: {sum} of {expected}", service["id"]);
    }
}

/// `62.0 (61.2-62.8)`, within its rounding.
fn is_share(said: &str, objective: &Value) {
    let (share, interval) = said.trim_end_matches(')').split_once(" (").unwrap();
    let (low, high) = interval.split_once('-').unwrap();
    for (said, exact) in
        [(share, &objective["share"]), (low, &objective["interval"][0]), (high, &objective["interval"][1])]
    {
        let exact = exact.as_f64().unwrap() * 100.0;
        let decimals = said.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let step = 0.1_f64.powi(decimals.try_into().unwrap());
        let bare: f64 = said.trim_start_matches(['<', '>']).parse().unwrap();
        match said.chars().next() {
            Some('<') => assert!(exact > 0.0 && exact < bare, "{said}: {exact}"),
            Some('>') => assert!(exact < 100.0 && exact > bare, "{said}: {exact}"),
            _ => assert!(
                (bare - exact).abs() <= 0.5001 * step.max(if bare == 100.0 { 0.5 } else { 0.0 }),
                "{said}: {exact}"
            ),
        }
    }
}

/// `2d20h`, within the steps in which times are told.
fn is_time(said: &str, exact: Option<f64>) {
    // What an MTPD counts on top of the time is told with it.
    let said = said.split(" + backlog").next().unwrap();
    let Some(exact) = exact else {
        return assert_eq!(said, "not back");
    };
    if said == "none" {
        return assert_eq!(exact, 0.0);
    }
    let units = [
        ("ms", 0.001, 0.05),
        ("d", 86_400.0, 86_400.0),
        ("h", 3_600.0, 10_800.0),
        ("m", 60.0, 300.0),
        ("s", 1.0, 5.0),
    ];
    let (mut rest, mut seconds, mut step) = (said, 0.0, 0.0);
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap();
        let number: f64 = rest[..digits].parse().unwrap_or_else(|_| panic!("{said}"));
        rest = &rest[digits..];
        let (unit, of, within) = units.iter().find(|(unit, ..)| rest.starts_with(unit)).unwrap();
        (seconds, step) = (seconds + number * of, *within);
        rest = &rest[unit.len()..];
    }
    assert!((seconds - exact).abs() <= step, "{said}: {exact}");
}

#[test]
fn the_markdown_has_the_figures_of_the_results() {
    for folder in played() {
        let objects = read_back::objects(&folder.path().join("r.json"));
        let text = fs::read_to_string(folder.path().join("r.md")).unwrap();
        let rows = read_back::markdown(&text, "Objectives");
        let objectives = read_back::objectives(&objects);
        assert_eq!(rows.len(), objectives.len());
        let names = |id: &str| {
            let groups = ["services", "systems", "tasks"]
                .into_iter()
                .flat_map(|group| objects[0][group].as_array().unwrap());
            groups
                .filter(|subject| subject["id"] == id)
                .map(|subject| subject["name"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        for (_, id, kind, objective, times) in objectives {
            let row =
                rows.iter().find(|row| names(&id).contains(&row["Of"]) && row["Objective"] == kind).unwrap();
            if objective["verdict"] == "not-touched" {
                assert_eq!(row["Kept in 100 runs"], "not touched");
                continue;
            }
            // What holds only as long as assumed times do is said to depend on them.
            let stands = match objective["verdict"].as_str().unwrap() {
                "holds" if objective["assumptions"]["turns_at"].is_number() => "depends-on-assumptions",
                verdict => verdict,
            };
            assert_eq!(row["Stands"].replace(' ', "-"), stands);
            is_share(&row["Kept in 100 runs"], &objective);
            is_time(&row["Typical"], times["quantiles_s"]["p50"].as_f64());
            is_time(&row["1 in 20"], times["quantiles_s"]["p95"].as_f64());
        }
    }
}

#[test]
fn junit_has_a_case_for_each_objective() {
    for folder in played() {
        let objects = read_back::objects(&folder.path().join("r.json"));
        let text = fs::read_to_string(folder.path().join("r.xml")).unwrap();
        let document = roxmltree::Document::parse(&text).unwrap();
        let cases: Vec<_> = document.descendants().filter(|node| node.has_tag_name("testcase")).collect();
        let objectives = read_back::objectives(&objects);
        assert_eq!(cases.len(), objectives.len());
        let inside = |name: &str| {
            cases.iter().filter(|case| case.children().any(|child| child.has_tag_name(name))).count()
        };
        let of = |verdict: &str| {
            objectives.iter().filter(|(.., objective, _)| objective["verdict"] == verdict).count()
        };
        let suites = document.root_element();
        for (element, attribute, verdict) in [
            ("failure", "failures", "falls-short"),
            ("error", "errors", "undecided"),
            ("skipped", "skipped", "not-touched"),
        ] {
            assert_eq!(inside(element), of(verdict), "{element}");
            assert_eq!(suites.attribute(attribute), Some(of(verdict).to_string().as_str()));
        }
        let names: std::collections::BTreeSet<_> =
            cases.iter().map(|case| (case.attribute("classname"), case.attribute("name"))).collect();
        assert_eq!(names.len(), cases.len());
    }
}

#[test]
fn sarif_has_a_result_for_each_finding_at_its_place() {
    for folder in played() {
        let objects = read_back::objects(&folder.path().join("r.json"));
        let log: Value =
            serde_json::from_str(&fs::read_to_string(folder.path().join("r.sarif")).unwrap()).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap();
        let findings = objects[0]["findings"].as_array().unwrap();
        assert_eq!(results.len(), findings.len());
        for finding in findings {
            let id = finding["id"].as_str().unwrap();
            let own = |result: &&Value| {
                let print = result["partialFingerprints"]["blackstart/finding/1"].as_str().unwrap();
                print.starts_with(&format!("{id}@"))
            };
            let result = results.iter().find(own).unwrap_or_else(|| panic!("{id}"));
            assert_eq!(result["ruleId"], finding["code"]);
            let rule =
                &log["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
            assert_eq!(rule["id"], finding["code"]);
            let region = &result["locations"][0]["physicalLocation"]["region"];
            assert_eq!(region["startLine"], finding["place"]["line"]);
            assert_eq!(region["startColumn"], finding["place"]["column"]);
        }
    }
}

#[test]
fn a_report_of_results_is_the_one_made_while_they_were_played() {
    let folder = &played()[1];
    for (form, file) in FORMS {
        let line = format!("report r.json -o {form}=again");
        crate::cli::check(folder.path(), &line, 0);
        let read = |name: &str| fs::read(folder.path().join(name)).unwrap();
        assert!(read("again") == read(file), "{form}");
        fs::remove_file(folder.path().join("again")).unwrap();
    }
}
