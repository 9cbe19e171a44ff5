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
fn one_person_more_is_one_more_at_the_hours_of_the_run_at_which_the_work_takes_more_than_are_there() {
    let example = Example::scenario(
        r#"(teams: { "ops": (people: 2, hours: "Mon-Fri 08:00-18:00", off_hours: (people: 1), surge: (people: 2, call_out: "20h")) }, systems: {
    "till": (recovery: [(name: "Rebuild", steps: [(do: "Rebuild it", takes: "3h", by: ["ops: 1"])])]),
    "books": (priority: 1, recovery: [(name: "Rebuild", steps: [(do: "Rebuild it", takes: "3h", by: ["ops: 1"])])]),
    "mail": (recovery: [(name: "Rebuild", steps: [(do: "Rebuild it", takes: "3h", by: ["ops: 1"])])]) },
    services: { "sales": (needs: ["till"], rto: "4h") })"#,
        r#"(title: "Fire", model: "model.ron", horizon: "3d", onset: "Sun 00:00", events: [Destruction(targets: ["till", "books", "mail"])])"#,
    );
    let found = findings_of(&example, &[]);
    let all = edits(finding(&found, "G0401").expect("one is too few"));
    // By day, and once the reinforcements are there, there would be too few as well; but then all is done.
    assert_eq!(all, ["teams.ops.off_hours.people=2"]);
    assert!(finding(&findings_of(&example, &all), "G0101").is_none(), "with them it holds");
    let two = Example {
        scenario: example.scenario.map(|text| text.replace(r#", "mail"]"#, "]").leak() as &str),
        ..example
    };
    let found = findings_of(&two, &[]);
    assert_eq!(edits(finding(&found, "G0401").expect("one is too few")), ["teams.ops.off_hours.people=2"]);
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

#[test]
fn where_catching_up_breaks_the_mtpd_the_text_says_so_and_the_outage_is_not_told_to_hurry() {
    let lost = Example::scenario(
        r#"(systems: { "books": (holds_data: true, recovery: [(name: "Begin anew", from: "nothing", steps: [(do: "Set up", takes: "2h")])]) },
    services: { "sales": (needs: ["books"], mtpd: "7d", work_recovery: (fixed: "1d", per_hour_lost: 0.5)) })"#,
        r#"(title: "Intruder", model: "model.ron", horizon: "30d", events: [Corruption(targets: ["books"], dwell: "5d")])"#,
    );
    let found = findings_of(&lost, &[]);
    let lost = finding(&found, "G0103").expect("it is never caught up");
    let message = lost["message"].as_str().expect("text");
    assert!(
        message.contains("the outage alone would be borne") && message.contains("never ends"),
        "{message}"
    );
    assert!(lost["remedies"][0]["text"].to_string().contains("data of books"), "{lost}");
    assert!(lost["remedies"].as_array().expect("a list").len() == 1 && edits(lost).is_empty(), "{lost}");
    let slow = |fixed: &str| {
        let model = format!(
            r#"(systems: {{ "till": () }}, services: {{ "sales": (needs: ["till"], mtpd: "7d", work_recovery: "{fixed}") }})"#
        );
        Example::scenario(
            model.leak(),
            r#"(title: "Cut", model: "model.ron", horizon: "30d", events: [Outage(targets: ["till"], lasts: "2h")])"#,
        )
    };
    let found = findings_of(&slow("10d"), &[]);
    let finding_of_slow = finding(&found, "G0103").expect("ten days are too many");
    assert!(
        finding_of_slow["message"].to_string().contains("what takes too long is catching up"),
        "{finding_of_slow}"
    );
    let edits = edits(finding_of_slow);
    assert_eq!(edits, ["services.sales.work_recovery.fixed=5d"]);
    assert!(finding(&findings_of(&slow("10d"), &edits), "G0103").is_none(), "with it the MTPD holds");
}

/// What keeps `s` out where systems of a plan each wait for a step, and what to try.
fn kept_out(model: &str) -> (String, String) {
    let example = Example::scenario(
        model.to_owned().leak(),
        r#"(title: "S", model: "model.ron", class: IctFailure, onset: "Fri 16:00", horizon: "5d", events: [Outage(targets: ["tag:w"])])"#,
    );
    let found = findings_of(&example, &[]);
    let found = finding(&found, "G0301").expect("it never comes back");
    (found["message"].to_string(), found["remedies"].to_string())
}

#[test]
fn whatever_waits_in_a_circle_is_named_with_every_member_and_not_told_to_try_again() {
    let system = |id: &str, step: &str| {
        format!(
            r#""{id}": (tags: "w", recovery: [(name: "p", steps: [(do: "q", takes: "1h", needs: ["{step}"])])])"#
        )
    };
    let plain = |systems: &[String], gates: &str| {
        let systems = systems.join(", ");
        format!(r#"(gates: {{ {gates} }}, systems: {{ {systems} }}, services: {{ "s": (needs: ["ad"]) }})"#)
    };
    let two = plain(&[system("ks", "ad"), system("ad", "ks")], "");
    let esc = r#""esc": (needs: ["ad"])"#.to_owned();
    let either = plain(&[system("ks", "keys"), system("ad", "keys"), esc.clone()], r#""keys": "ks or esc""#);
    let itself = plain(&[system("ad", "ad")], "");
    let (said, tries) = kept_out(&two);
    assert!(said.contains("these wait for each other: ad and ks"), "{said}");
    assert!(tries.contains("needs none of the others") && !tries.contains("regroup"), "{tries}");
    let (said, tries) = kept_out(&either);
    let names = said.split("these wait for each other").nth(1).unwrap_or_else(|| panic!("{said}"));
    for name in ["ks", "ad", "esc"] {
        assert!(names.contains(name), "{name}: {said}");
    }
    assert!(!tries.contains("regroup"), "{tries}");
    assert!(kept_out(&itself).0.contains("ad waits for itself"), "{}", kept_out(&itself).0);
}

#[test]
fn a_plan_without_a_clean_copy_is_told_with_the_copy_and_not_to_try_again() {
    let example = Example::scenario(
        r#"(sites: { "b": () }, systems: { "old": (copies: { "peers": Replica(at: "b", lag: "15m") },
    recovery: [(name: "Rebuild", from: "peers", steps: [(do: "Rebuild", takes: "2h")])]) },
    services: { "t": (needs: ["old"]) })"#,
        r#"(title: "S", model: "model.ron", horizon: "30d", events: [Corruption(targets: ["old"], dwell: "5d")])"#,
    );
    let found = findings_of(&example, &[]);
    let found = finding(&found, "G0301").expect("it never comes back");
    let said = found["message"].as_str().expect("text");
    assert!(said.contains("no clean copy: `peers` is 15m old, the intruder was inside for 5d"), "{said}");
    let tries = found["remedies"].to_string();
    assert!(tries.contains("Keep a copy of old") && !tries.contains("regroup"), "{tries}");
}

/// The message and the remedies of what keeps `t` out for good.
fn never_back(model: &'static str, event: &str) -> (String, String) {
    let scenario = format!(r#"(title: "S", model: "model.ron", horizon: "30d", events: [{event}])"#);
    let found = findings_of(&Example::scenario(model, scenario.leak()), &[]);
    let found = finding(&found, "G0301").expect("it never comes back");
    (found["message"].to_string(), found["remedies"].to_string())
}

#[test]
fn the_copy_of_what_is_struck_through_what_it_is_stored_on_is_told_as_unclean_with_a_remedy_for_data() {
    let (said, tries) = never_back(
        r#"(sites: { "b": () }, systems: { "disks": (recovery: [(name: "New", steps: [(do: "Buy", takes: "1h")])]),
    "old": (stored_on: "disks", copies: { "peers": Replica(at: "b", lag: "15m") },
    recovery: [(name: "Rebuild", from: "peers", steps: [(do: "Rebuild", takes: "2h")])]) },
    services: { "t": (needs: ["old"]) })"#,
        r#"Corruption(targets: ["disks"], dwell: "5d")"#,
    );
    assert!(said.contains("no clean copy: `peers` is at most 15m old"), "{said}");
    assert!(tries.contains("Keep a copy of old"), "{tries}");
}

#[test]
fn a_plan_that_is_given_up_too_early_is_to_be_given_more_time() {
    let (said, tries) = never_back(
        r#"(systems: { "old": (recovery: [(name: "Rebuild", give_up: "1h", steps: [(do: "Rebuild", takes: "2h")])]) },
    services: { "t": (needs: ["old"]) })"#,
        r#"Destruction(targets: ["old"])"#,
    );
    assert!(said.contains("Rebuild"), "{said}");
    assert!(tries.contains("give_up") && !tries.contains("regroup"), "{tries}");
}

/// The first thing to try against the data loss of books with such a copy: of the system, and of the service.
fn against_loss(copy: &str, event: &str) -> [String; 2] {
    let model = format!(
        r#"(sites: {{ "vault": () }}, systems: {{ "books": (rpo: "4h", copies: {{ "c": {copy} }},
    recovery: [(name: "Restore", from: "c", steps: [(do: "Restore it", takes: "1h")])]) }},
    services: {{ "sales": (needs: ["books"], rpo: "4h") }})"#
    );
    let scenario = format!(r#"(title: "Fire", model: "model.ron", horizon: "9d", events: [{event}])"#);
    let found = findings_of(&Example::scenario(model.leak(), scenario.leak()), &[]);
    ["G0106", "G0102"].map(|code| {
        let remedy = &finding(&found, code).unwrap_or_else(|| panic!("{code}: {found:?}"))["remedies"][0];
        format!(
            "{} {}",
            remedy["text"].as_str().expect("text"),
            remedy["edits"][0].as_str().unwrap_or_default()
        )
    })
}

#[test]
fn what_loses_data_is_told_about_its_copies_and_not_about_time() {
    let fire = r#"Destruction(targets: ["books"])"#;
    for (copy, edit) in [
        (r#"Backup(at: "vault", every: "24h")"#, "systems.books.copies.c.every=2h"),
        (r#"Replica(at: "vault", lag: "6h")"#, "systems.books.copies.c.lag=2h"),
    ] {
        for said in against_loss(copy, fire) {
            assert!(said.ends_with(edit), "{said}");
        }
    }
    for said in against_loss(r#"Backup(at: "vault", every: "1h", takes: "5h")"#, fire) {
        assert!(
            said.contains("or use a replica") && said.ends_with("systems.books.copies.c.takes=1h"),
            "{said}"
        );
    }
    let intruder = r#"Corruption(targets: ["books"], dwell: "6d")"#;
    for said in against_loss(r#"Backup(at: "vault", every: "1h", keep: "3d")"#, intruder) {
        assert!(said.ends_with("systems.books.copies.c.keep=12d1h"), "{said}");
    }
}

#[test]
fn how_long_intruders_were_inside_explains_only_what_was_restored_from_before_them() {
    let told = |dwell: &str, restore: &str| {
        let model = format!(
            r#"(sites: {{ "vault": () }}, suppliers: {{ "gone": () }}, systems: {{ "books": (copies: {{ "nightly": Backup(every: "12h", at: "vault", keep: "60d") }},
    recovery: [(name: "Restore", from: "nightly", {restore} steps: [(do: "Restore it", takes: "1h")])]) }},
    services: {{ "sales": (needs: ["books"], rpo: "1h") }})"#
        );
        let scenario = format!(
            r#"(title: "Ransomware", model: "model.ron", horizon: "9d", events: [Corruption(targets: ["books"], dwell: "{dwell}"), Outage(targets: ["gone"])])"#
        );
        let example = Example::scenario(model.leak() as &str, scenario.leak() as &str);
        finding(&findings_of(&example, &[]), "G0501").is_some()
    };
    assert!(told("5d", ""));
    assert!(!told("0s", ""), "nobody was inside");
    assert!(!told("5d", r#"only_if: ["gone"],"#), "nothing is restored");
}

#[test]
fn a_length_that_is_shorter_than_the_best_that_is_written_says_so() {
    let example = |takes: &str| {
        let text = format!(
            r#"(systems: {{ "till": (recovery: [(name: "Rebuild", steps: [(do: "Copy back", takes: "{takes}")])]) }},
    services: {{ "sales": (needs: ["till"], rto: "4h") }})"#
        );
        Example::scenario(
            text.leak(),
            r#"(title: "Fire", model: "model.ron", horizon: "9d", events: [Destruction(targets: ["till"])])"#,
        )
    };
    let said = |takes: &str| {
        let found = findings_of(&example(takes), &[]);
        ["G0101", "G0402"]
            .map(|code| finding(&found, code).expect("it falls short")["remedies"][0].to_string())
    };
    for text in said("30TB at pert(500, 800, 1500)GB/h") {
        assert!(text.contains("which is quicker than the best that is written (20h)"), "{text}");
    }
    assert!(said("pert(1h, 6h, 12h)").iter().all(|text| !text.contains("quicker than the best")));
}

#[test]
fn of_a_system_that_is_late_the_longest_piece_of_work_is_told_before_its_owners() {
    let example = Example::scenario(
        r#"(tasks: { "lease": (when: Incident, steps: [(do: "Sign", takes: "1h"), (do: "Deliver", takes: "20h")]) },
    systems: { "till": (rto: "1h", recovery: [(name: "Rebuild", begins_when: ["lease"], steps: [(do: "Rebuild it", takes: "5h")])]) },
    services: { "sales": (name: "Sales", needs: ["till"]) })"#,
        r#"(title: "Fire", model: "model.ron", horizon: "3d", events: [Destruction(targets: ["till"])])"#,
    );
    let all = findings_of(&example, &[]);
    let remedies = finding(&all, "G0106").expect("it is late")["remedies"].clone();
    let text = |at: usize| remedies[at]["text"].as_str().expect("a text").to_owned();
    assert!(text(0).contains("lease: Deliver") && text(0).contains("till is back 10h sooner"), "{remedies}");
    assert_eq!(remedies[0]["edits"], serde_json::json!(["lease/deliver.takes=10h"]));
    assert!(text(1).contains("Ask the owner of Sales"), "{remedies}");
}
