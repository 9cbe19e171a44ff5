//! What findings suggest to try: nothing that cannot help, and everything that it takes; and in which order they stand.

use blackstart::diagnostic::explain::Example;
use serde_json::Value;

use super::examples::findings_of;

fn finding<'a>(found: &'a [Value], code: &str) -> Option<&'a Value> {
    found.iter().find(|finding| finding["code"] == code)
}

/// All edits that a finding suggests.
fn edits(finding: &Value) -> Vec<&str> {
    let remedies = finding["remedies"].as_array().expect("a list").iter();
    let edits = remedies.flat_map(|remedy| remedy["edits"].as_array().expect("a list"));
    edits.map(|edit| edit.as_str().expect("text")).collect()
}

#[test]
fn one_person_more_is_one_more_at_all_hours() {
    let example = Example::scenario(
        r#"(teams: { "ops": (people: 2, hours: "Mon-Fri 08:00-18:00", off_hours: (people: 1), surge: (people: 3, call_out: "20h")) }, systems: {
    "till": (recovery: [(name: "Rebuild", steps: [(do: "Rebuild it", takes: "3h", by: ["ops: 1"])])]),
    "books": (priority: 1, recovery: [(name: "Rebuild", steps: [(do: "Rebuild it", takes: "3h", by: ["ops: 1"])])]) },
    services: { "sales": (needs: ["till"], rto: "4h") })"#,
        r#"(title: "Fire", model: "model.ron", horizon: "3d", onset: "Sun 00:00", events: [Destruction(targets: ["till", "books"])])"#,
    );
    let found = findings_of(&example, &[]);
    let edits = edits(finding(&found, "G0401").expect("one is too few"));
    assert_eq!(edits, ["teams.ops.people=3", "teams.ops.off_hours.people=2", "teams.ops.surge.people=4"]);
    assert!(finding(&findings_of(&example, &edits), "G0101").is_none(), "with them it holds");
}

#[test]
fn what_is_never_back_is_not_told_to_hurry() {
    let example = Example::scenario(
        r#"(sites: { "vault": () }, systems: { "books": (copies: { "nightly": Backup(at: "vault", every: "24h", starts: "01:00", takes: "2h", keep: "6h") },
    recovery: [(name: "Restore", from: "nightly", steps: [(do: "Restore it", takes: "1h")])]) },
    services: { "sales": (needs: ["books"], rto: "3h", mtpd: "1d") })"#,
        r#"(title: "Fire", model: "model.ron", onset: Any, horizon: "3d", events: [Destruction(targets: ["books"])])"#,
    );
    let found = findings_of(&example, &[]);
    assert!(finding(&found, "G0301").is_some());
    assert_eq!(finding(&found, "G0402"), None, "how long the others took decides nothing");
    for code in ["G0101", "G0103"] {
        let first = finding(&found, code).expect("it falls short")["remedies"][0]["text"].to_string();
        assert!(first.contains("G0301"), "{code}: {first}");
    }
    assert!(edits(finding(&found, "G0101").expect("it falls short")).is_empty());
}

#[test]
fn no_copy_is_proposed_against_intruders_who_were_inside_for_longer_than_the_objective() {
    let model = r#"(sites: { "vault": () }, systems: { "books": (copies: { "nightly": Backup(every: "12h", at: "vault", keep: "60d") },
    recovery: [(name: "Restore", from: "nightly", steps: [(do: "Restore it", takes: "1h")])]) },
    services: { "sales": (needs: ["books"], rpo: "1d") })"#;
    let attack = |dwell, destroyed| {
        format!(
            r#"(title: "Ransomware", model: "model.ron", horizon: "9d", events: [Corruption(targets: ["books"], dwell: "{dwell}", destroys_copies: {destroyed})])"#
        )
    };
    let suggested = |scenario: String| {
        let found = findings_of(&Example::scenario(model, scenario.leak()), &[]);
        let finding = finding(&found, "G0102").expect("it falls short");
        edits(finding).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(suggested(attack("10d", 1)).is_empty());
    assert_eq!(suggested(attack("1h", 1)), ["systems.books.copies.nightly.immutable=true"]);
}

#[test]
fn of_what_is_as_heavy_what_breaks_comes_before_where_the_time_goes() {
    // One step takes all of the time of all services, which weighs more than any shortfall.
    let example = Example::scenario(
        r#"(systems: { "till": (recovery: [(name: "Rebuild", steps: [(do: "Order parts", takes: "5h")])]) },
    services: { "sales": (needs: ["till"], rto: "4h"), "returns": (needs: ["till"], rto: "4h") })"#,
        r#"(title: "Fire", model: "model.ron", horizon: "3d", events: [Destruction(targets: ["till"])])"#,
    );
    let found = findings_of(&example, &[]);
    let high: Vec<_> = found.iter().filter(|finding| finding["severity"] == "high").collect();
    let codes: Vec<&str> = high.iter().map(|finding| finding["code"].as_str().expect("text")).collect();
    assert_eq!(codes, ["G0101", "G0101", "G0402"]);
}
