//! What findings say of lost data: whose they are, which copies they go back to, and what to try against that.

use std::fs;

use blackstart::diagnostic::explain::Example;
use serde_json::Value;

use super::examples::findings_of;
use super::people::{edits, found};
use crate::cli::say;

fn words(finding: &Value) -> String {
    format!("{} {}", finding["message"], finding["remedies"])
}

const FIRE: &str = r#"(title: "Fire", model: "model.ron", onset: "Tue 11:00", horizon: "7d", events: [Destruction(id: "fire", targets: ["room"])])"#;

#[test]
fn of_data_that_never_come_back_the_system_that_lost_them_is_named_and_not_one_with_a_copy() {
    let model = |drive: &str, from: &str| {
        let text = format!(
            r#"(sites: {{ "room": (), "far": () }}, systems: {{
    "auth": (home: "room", copies: {{ "b": Backup(at: "far", every: "1d", starts: "02:00") }}, recovery: [(name: "R", to: "far", from: "b", steps: [(do: "x", takes: "1h")])]),
    "drive": (home: "room", needs: ["auth"], {drive} recovery: [(name: "Empty", to: "far", from: "{from}", steps: [(do: "y", takes: "2h")])]) }},
    services: {{ "files": (needs: ["drive"], rpo: "1d") }})"#
        );
        Example::scenario(text.leak(), FIRE)
    };
    let copy = r#"copies: { "c": Backup(at: "far", every: "12h", starts: "00:00") },"#;
    let lost = words(found(&findings_of(&model("holds_data: true,", "nothing"), &[]), "G0102"));
    assert!(lost.contains("the data of drive") && !lost.contains("auth"), "{lost}");
    let not_restored = words(found(&findings_of(&model(copy, "nothing"), &[]), "G0102"));
    assert!(
        not_restored.contains("restores drive from a copy") && !not_restored.contains("auth"),
        "{not_restored}"
    );
    let restored = findings_of(&model(copy, "c"), &[]);
    assert!(restored.iter().all(|finding| finding["code"] != "G0102"), "{restored:#?}");
}

/// Two systems that are restored together, one of which is copied so often.
fn group(every: &str) -> Example {
    let system = |id: &str, every: &str| {
        format!(
            r#""{id}": (home: "room", rpo: "1h", restore_group: "ledger", copies: {{ "c": Backup(at: "far", every: "{every}", starts: "00:00") }},
    recovery: [(name: "R", to: "far", from: "c", steps: [(do: "z", takes: "1h")])]),"#
        )
    };
    let text = format!(
        r#"(sites: {{ "room": (), "far": () }}, systems: {{ {} {} }}, services: {{ "sales": (needs: ["orders"], rpo: "1h") }})"#,
        system("orders", "15m"),
        system("stock", every)
    );
    Example::scenario(text.leak(), FIRE)
}

#[test]
fn what_goes_back_with_its_restore_group_says_so_and_asks_for_younger_copies_of_the_others() {
    let all = findings_of(&group("6h"), &[]);
    let service = found(&all, "G0102");
    let said = words(service);
    assert!(
        said.contains("orders goes back with stock (restore group") && !said.contains("Add a copy"),
        "{said}"
    );
    assert_eq!(edits(service), [["systems.stock.copies.c.every=30m"]]);
    let system =
        all.iter().find(|finding| finding["id"] == "G0106/orders/rpo").expect("it loses more than it may");
    assert!(system["message"].to_string().contains("It goes back with stock"), "{system}");
    assert_eq!(edits(system), [["systems.stock.copies.c.every=30m"]]);
    let own = all.iter().find(|finding| finding["id"] == "G0106/stock/rpo").expect("so does the other");
    assert!(!own["message"].to_string().contains("goes back with"), "{own}");
    let mended = findings_of(&group("6h"), &["systems.stock.copies.c.every=30m"]);
    assert!(
        mended.iter().all(|finding| !["G0102", "G0106"].contains(&finding["code"].as_str().expect("text")))
    );
}

#[test]
fn the_log_of_a_trial_takes_a_restored_system_back_with_its_group() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = |every: &str| {
        fs::write(folder.path().join("model.ron"), group(every).model).expect("written");
        fs::write(folder.path().join("s.ron"), FIRE).expect("written");
        let said = say(folder.path(), &["replay", "s.ron", "--trial", "0"]).stdout;
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let part = "in the end its data are as they were 5h before the disruption, as those of the restore group \"ledger\"";
    let old = log("6h");
    assert_eq!(old.matches(part).count(), 1, "only of orders, whose own copy was younger: {old}");
    assert!(
        old.contains("orders: the data are taken from the copy \"c\", up to date to the disruption"),
        "{old}"
    );
    assert!(!log("15m").contains("in the end its data"));
}

#[test]
fn copies_that_are_too_seldom_and_too_slow_are_to_be_both_more_often_and_quicker() {
    let example = Example::scenario(
        r#"(sites: { "room": (), "far": () }, systems: { "db": (home: "room", copies: { "c": Backup(at: "far", every: "1d", starts: "22:00", takes: "2h") },
    recovery: [(name: "R", to: "far", from: "c", steps: [(do: "z", takes: "1h")])]) },
    services: { "sales": (needs: ["db"], rpo: "1h") })"#,
        FIRE,
    );
    let all = findings_of(&example, &[]);
    let both = ["systems.db.copies.c.every=30m", "systems.db.copies.c.takes=15m"];
    assert_eq!(edits(found(&all, "G0102"))[0], both);
    assert!(words(found(&all, "G0102")).contains("its RPO is kept in 100 of 100 of them, not 0"));
    let mended = findings_of(&example, &both);
    assert!(mended.iter().all(|finding| finding["code"] != "G0102"), "{mended:#?}");
}

#[test]
fn data_that_are_gone_for_good_are_told_where_no_objective_asks_for_them() {
    let model = |rpo: &str| {
        let text = format!(
            r#"(sites: {{ "room": (), "far": () }}, systems: {{ "drive": (home: "room", holds_data: true, {rpo}
    recovery: [(name: "Empty", to: "far", from: "nothing", steps: [(do: "y", takes: "2h")])]) }},
    services: {{ "files": (needs: ["drive"]) }})"#
        );
        Example::scenario(text.leak(), FIRE)
    };
    let lost = findings_of(&model(""), &[]);
    let lost = words(found(&lost, "G0302"));
    assert!(lost.contains("drive comes back without its data in 100 of 100 runs"), "{lost}");
    let told = findings_of(&model(r#"rpo: "1d","#), &[]);
    found(&told, "G0106");
    assert!(told.iter().all(|finding| finding["code"] != "G0302"), "{told:#?}");
}

#[test]
fn a_system_without_a_way_back_is_told_where_nobody_waits_for_it_and_told_of_the_service_where_one_does() {
    let model = |needs: &str| {
        let text = format!(
            r#"(sites: {{ "room": () }}, systems: {{ "wiki": (home: "room"), "till": () }}, services: {{ "sales": (needs: [{needs}]) }})"#
        );
        Example::scenario(text.leak(), FIRE)
    };
    let alone = findings_of(&model(r#""till""#), &[]);
    let alone = words(found(&alone, "G0302"));
    assert!(
        alone.contains("wiki is not back within 7d") && alone.contains("wiki has no way back"),
        "{alone}"
    );
    let waited_for = findings_of(&model(r#""till", "wiki""#), &[]);
    found(&waited_for, "G0301");
    assert!(waited_for.iter().all(|finding| finding["code"] != "G0302"), "{waited_for:#?}");
}
