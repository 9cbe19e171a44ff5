//! What findings say where people are not there: as many as the work asks for, at the hours at which it waits, and others
//! for those who are away.

use blackstart::diagnostic::explain::Example;
use serde_json::Value;

use super::examples::findings_of;

pub fn finding<'a>(found: &'a [Value], code: &str) -> Option<&'a Value> {
    found.iter().find(|finding| finding["code"] == code)
}

pub fn found<'a>(all: &'a [Value], code: &str) -> &'a Value {
    finding(all, code).unwrap_or_else(|| panic!("no {code}: {all:#?}"))
}

/// The edits of each remedy.
pub fn edits(finding: &Value) -> Vec<Vec<&str>> {
    fn of(remedy: &Value) -> Vec<&str> {
        let edits = remedy["edits"].as_array().expect("a list").iter();
        edits.map(|edit| edit.as_str().expect("text")).collect()
    }
    finding["remedies"].as_array().expect("a list").iter().map(of).collect()
}

const DISKS: &str = r#"(response: (detect: "5m", assess: "10m"), sites: { "dc": (), "dr": () },
    teams: { "ops": (people: 6, call_out: "15m", hours: "Mon-Fri 08:00-18:00", off_hours: (people: 0)) },
    systems: { "db": (home: "dc", recovery: [(name: "Move", to: "dr", steps: [(do: "Carry the disks", by: ["ops: 3"], takes: "1h")])]) },
    services: { "pay": (needs: ["db"], rto: "4h") })"#;

#[test]
fn people_are_asked_for_at_the_hours_at_which_work_waits_and_as_many_as_it_takes() {
    let night = Example::scenario(
        DISKS,
        r#"(title: "Night", model: "model.ron", onset: "Fri 19:00", horizon: "10d", events: [Outage(targets: ["dc"])])"#,
    );
    let all = findings_of(&night, &[]);
    for code in ["G0101", "G0401"] {
        assert_eq!(edits(found(&all, code)), [["teams.ops.off_hours.people=3"]], "{code}");
    }
    let mended = findings_of(&night, &["teams.ops.off_hours.people=3"]);
    assert!(finding(&mended, "G0101").is_none(), "{mended:#?}");
}

#[test]
fn no_number_of_people_is_advised_where_all_of_them_are_away() {
    let away = Example::scenario(
        DISKS,
        r#"(title: "Away", model: "model.ron", onset: "Mon 09:00", horizon: "10d",
    events: [Absence(id: "leave", targets: ["ops"], share: 1, lasts: "3d"), Outage(targets: ["dc"])])"#,
    );
    let all = findings_of(&away, &[]);
    for code in ["G0101", "G0401"] {
        let text = found(&all, code)["remedies"][0]["text"].as_str().expect("text");
        assert_eq!(
            text, "All of ops are away (\"leave\"): see that others can do their work meanwhile.",
            "{code}"
        );
        assert!(edits(found(&all, code))[0].is_empty(), "{code}");
    }
}

#[test]
fn of_people_some_of_whom_are_away_so_many_are_asked_for_that_enough_stay() {
    let half = Example::scenario(
        r#"(teams: { "ops": (people: 4) },
    systems: { "db": (recovery: [(name: "Fix", steps: [(do: "Fix", by: ["ops: 3"], takes: "1h")])]) },
    services: { "pay": (needs: ["db"], rto: "4h") })"#,
        r#"(title: "Half", model: "model.ron", horizon: "10d",
    events: [Absence(id: "flu", targets: ["ops"], share: 0.5, lasts: "3d"), Destruction(targets: ["db"])])"#,
    );
    let all = findings_of(&half, &[]);
    let remedy = &found(&all, "G0101")["remedies"][0];
    assert_eq!(edits(found(&all, "G0101"))[0], ["teams.ops.people=6"]);
    let text = remedy["text"].as_str().expect("text");
    assert!(text.contains("6 people of ops, not 4") && text.contains("are away (\"flu\")"), "{text}");
}

#[test]
fn a_task_that_waits_for_a_team_that_is_not_there_asks_for_it_and_for_no_deputy() {
    let example = Example::scenario(
        WEEKEND,
        r#"(title: "Saturday", model: "model.ron", onset: "Sat 02:00", horizon: "10d", events: [Outage(targets: ["db"])])"#,
    );
    let all = findings_of(&example, &[]);
    assert_eq!(edits(found(&all, "G0105")), [["teams.legal.off_hours.people=1"]]);
    let mended = findings_of(&example, &["teams.legal.off_hours.people=1"]);
    assert!(finding(&mended, "G0105").is_none(), "{mended:#?}");
}

/// A notice to an authority by people who are at home at weekends.
pub const WEEKEND: &str = r#"(response: (detect: "5m", assess: "10m"),
    teams: { "legal": (people: 5, call_out: "10m", hours: "Mon-Fri 08:00-17:00", off_hours: (people: 0)), "ops": (people: 3) },
    tasks: { "notice": (when: Detected, within: "4h", clock: Detected, steps: [(do: "Write it", by: ["legal"], takes: "1h")]) },
    systems: { "db": (recovery: [(name: "Fix", steps: [(do: "Fix", by: ["ops"], takes: "1h")])]) },
    services: { "pay": (needs: ["db"], rto: "4h", mtpd: "1d"), "web": (needs: ["db"], rto: "8h") })"#;
