//! What is said to keep a service out to the end where a plan was there and did not come to its end.

use blackstart::diagnostic::explain::Example;

use super::examples::findings_of;
use super::people::{edits, finding, found};

#[test]
fn a_plan_that_is_given_up_while_it_waits_for_people_is_told_so_and_each_remedy_brings_it_back() {
    let example = Example::scenario(
        r#"(response: (detect: "5m", assess: "10m"), sites: { "dc": (), "dr": (), "archive": () },
    teams: { "ops": (people: 3, call_out: "15m"), "clerks": (people: 4, call_out: "15m", hours: "Mon-Fri 08:00-17:00", off_hours: (people: 0)) },
    systems: { "san": (home: "dc"), "deeds": (home: "dc", stored_on: "san", regroup: "4h",
        copies: { "disk": Backup(on: "san", every: "6h"), "tape": Backup(at: "archive", every: "12h", keep: "90d", immutable: true) },
        recovery: [(name: "From disk", from: "disk", steps: [(do: "Copy back", by: ["ops"], takes: "3h")]),
            (name: "From tape", from: "tape", to: "dr", give_up: "1d", steps: [
                (do: "Read the tape", by: ["ops"], takes: "6h"), (do: "Check the deeds", by: ["clerks"], takes: "4h")])]) },
    services: { "register": (needs: ["deeds"], rto: "4d", rpo: "1d") })"#,
        r#"(title: "Fire", model: "model.ron", onset: "Fri 20:00", horizon: "30d", events: [Destruction(id: "fire", targets: ["san"])])"#,
    );
    let all = findings_of(&example, &[]);
    let out = found(&all, "G0301");
    let said = out["message"].as_str().expect("text");
    for part in [
        "deeds stays down",
        "\"From tape\" is given up after 1d in 2000 of 2000 runs that chose it, while its work waits for people of clerks",
        "`regroup` takes no effect, as it waits until every plan has failed and \"From disk\" is never chosen",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let remedies = edits(out);
    assert_eq!(remedies[0], ["teams.clerks.off_hours.people=1"]);
    assert!(remedies[1][0].starts_with("systems.deeds.recovery.from-tape.give_up="), "{remedies:?}");
    for remedy in &remedies {
        let mended = findings_of(&example, remedy);
        assert!(
            ["G0301", "G0101", "G0102"].iter().all(|code| finding(&mended, code).is_none()),
            "{remedy:?}"
        );
    }
    let data = found(&all, "G0102")["remedies"].to_string();
    assert!(data.contains("A copy of deeds is there") && !data.contains("Add a copy"), "{data}");
}

#[test]
fn a_restore_that_waits_for_people_who_are_away_to_the_end_is_told_with_them_and_asks_for_no_copy() {
    let example = Example::scenario(
        r#"(sites: { "vault": () }, teams: { "dba": (people: 1, call_out: "15m") },
    systems: { "db": (copies: { "n": Backup(at: "vault", every: "1h") },
        recovery: [(name: "Restore", from: "n", steps: [(do: "Restore", by: ["dba"], takes: "2h")])]) },
    services: { "pay": (needs: ["db"], rto: "4h", rpo: "2h") })"#,
        r#"(title: "Leave", model: "model.ron", horizon: "10d",
    events: [Absence(id: "leave", targets: ["dba"], share: 1, lasts: "2w"), Destruction(id: "disk", targets: ["db"])])"#,
    );
    let all = findings_of(&example, &[]);
    let out = found(&all, "G0301");
    let said = out["message"].as_str().expect("text");
    assert!(said.contains("\"Restore\" waits for people of dba, who are away (\"leave\")"), "{said}");
    assert!(out["remedies"].to_string().contains("All of dba are away"), "{out}");
    let data = found(&all, "G0102")["remedies"].to_string();
    assert!(data.contains("A copy of db is there") && !data.contains("Add a copy"), "{data}");
}

#[test]
fn what_comes_back_by_itself_after_the_time_watched_is_not_called_without_a_way_back() {
    let example = Example::scenario(
        r#"(systems: { "till": (restart: "1h") }, services: { "sales": (needs: ["till"]) })"#,
        r#"(title: "Cut", model: "model.ron", horizon: "1h", events: [Outage(targets: ["till"], lasts: "2h")])"#,
    );
    let all = findings_of(&example, &[]);
    let out = found(&all, "G0301");
    let said = out["message"].as_str().expect("text");
    assert!(said.ends_with("till comes back by itself, but not by then."), "{said}");
    assert!(out["remedies"].to_string().contains("Watch for longer (`horizon`)"), "{out}");
}
