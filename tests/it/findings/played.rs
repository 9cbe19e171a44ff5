//! What a run suggests was played first: what it says of a remedy is what `whatif` finds, and what helps nothing is not
//! suggested.

use std::path::Path;

use serde_json::Value;

use crate::cli::say;

fn json(folder: &Path, words: &[&str]) -> Value {
    let said = say(folder, words);
    serde_json::from_str(&said.stdout).unwrap_or_else(|_| panic!("{words:?}: {}{}", said.stdout, said.stderr))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// `keeps` of an objective before and after, of what `whatif` makes of edits in 512 pairs.
fn held(scenario: &str, edits: &[String], service: &str, kind: &str) -> (i64, i64) {
    let mut words = vec!["whatif", scenario, "--trials", "512", "--format", "json"];
    edits.iter().for_each(|edit| words.extend(["--set", edit.as_str()]));
    let said = json(root(), &words);
    let services = said["variants"][0]["effect"]["services"].as_array().expect("services").clone();
    let found = services.iter().find(|found| found["id"] == service).expect("the service");
    let objectives = found["objectives"].as_array().expect("objectives");
    let objective = objectives.iter().find(|objective| objective["kind"] == kind).expect("the objective");
    let held = |when: &str| objective[when]["held"].as_i64().expect("a count");
    (held("before"), held("after"))
}

#[test]
fn what_is_said_of_a_remedy_is_what_whatif_finds() {
    let scenario = "scenarios/harbour-bank/ransomware.ron";
    let run = json(root(), &["run", scenario, "--trials", "2000", "--format", "json"]);
    let mut told = 0;
    for finding in run["findings"].as_array().expect("findings") {
        let code = finding["code"].as_str().expect("a code");
        let Some(kind) = finding["evidence"]["objective"].as_str().filter(|_| code.starts_with("G010"))
        else {
            continue;
        };
        let subject = finding["subject"].as_str().expect("a subject");
        for remedy in finding["remedies"].as_array().expect("remedies") {
            let text = remedy["text"].as_str().expect("a text");
            let Some(played) = text.split("Played in 512 runs, its ").nth(1).filter(|_| told < 4) else {
                continue;
            };
            let edits: Vec<String> = remedy["edits"]
                .as_array()
                .expect("edits")
                .iter()
                .map(|edit| edit.as_str().expect("an edit").to_owned())
                .collect();
            let (before, after) = held(scenario, &edits, subject, kind);
            let gain = after - before;
            assert!(gain > 0, "{text}");
            let in_100 = |part: i64| (part * 200 + 512) / (2 * 512);
            let more = match (in_100(after), in_100(before)) {
                (now, then) if now != then => format!("{now} of 100 of them, not {then}"),
                _ => format!("{after} of all of them, not {before}"),
            };
            assert!(played.contains(&format!("is kept in {more}.")), "{more}: {text}");
            told += 1;
        }
    }
    assert!(told >= 3, "{told}");
}

/// A machine that is out for a day whatever its people do; work by hand that could last longer.
const MODEL: &str = r#"(
    response: (detect: "10m", assess: "10m"), teams: { "crew": (people: 1), "desk": (people: 1) },
    suppliers: { "grid": () },
    systems: {
        "press": (needs: ["grid"], recovery: [(name: "Repair", steps: [(do: "Mend it", by: ["crew"], takes: "20h")])]),
        "pump": (recovery: [(name: "Repair", steps: [(do: "Mend it", by: ["crew"], takes: "1h")])]),
    },
    services: { "paper": (name: "Paper", owner: "Head of Paper", needs: ["press", "pump"], rto: "16h", mtpd: "3d", workarounds: [
        (name: "Old stock", by: ["desk"], ready: "10m", lasts: "4h")]) },
)"#;
const SCENARIO: &str = r#"(title: "Dark", model: "model.ron", onset: "Mon 09:00", horizon: "5d", events: [
    Outage(targets: ["grid"], lasts: "30h"), Outage(targets: ["press", "pump"])])"#;

#[test]
fn what_helps_nothing_is_not_suggested_and_what_helps_comes_first_whatever_suggested_it() {
    let home = tempfile::tempdir().expect("a folder");
    for (name, text) in [("model.ron", MODEL), ("s.ron", SCENARIO)] {
        std::fs::write(home.path().join(name), text).expect("written");
    }
    let run = json(home.path(), &["run", "s.ron", "--trials", "1000", "--format", "json"]);
    let findings = run["findings"].as_array().expect("findings");
    let rto = findings.iter().find(|finding| finding["code"] == "G0101").expect("the RTO falls short");
    let first = rto["remedies"][0]["text"].as_str().expect("a text");
    assert!(
        first.contains("\"Old stock\"") && first.contains("its RTO is kept in 100 of 100 of them, not 0"),
        "{rto}"
    );
    // The power is back after 30 hours, and no other pair of hands brings it back sooner.
    for remedy in findings.iter().flat_map(|finding| finding["remedies"].as_array().expect("remedies")) {
        let edits = remedy["edits"].to_string();
        assert!(!edits.contains("crew.people"), "{remedy}");
    }
}

#[test]
fn against_lost_data_the_copy_that_is_restored_is_tried_and_not_the_first_of_the_list() {
    let scenario = "scenarios/harbour-bank/main-data-centre-loss.ron";
    let run = json(root(), &["run", scenario, "--trials", "1000", "--format", "json"]);
    let findings = run["findings"].as_array().expect("findings");
    let is = |finding: &&Value| finding["code"] == "G0102" && finding["subject"] == "lending";
    let rpo = findings.iter().find(is).expect("the RPO of lending falls short");
    let first = &rpo["remedies"][0];
    assert!(
        first["edits"][0]
            .as_str()
            .is_some_and(|edit| edit.starts_with("systems.lending-db.copies.tape.every=")),
        "{rpo}"
    );
    assert!(first["text"].as_str().is_some_and(|text| text.contains("its RPO is kept in")), "{rpo}");
}

/// Findings of a run of a model that is hit on a Monday morning.
fn findings(model: &str, events: &str) -> Vec<Value> {
    let home = tempfile::tempdir().expect("a folder");
    let scenario = format!(
        r#"(title: "Hit", model: "model.ron", onset: "Mon 09:00", horizon: "9d", events: [{events}])"#
    );
    for (name, text) in [("model.ron", model), ("s.ron", &scenario)] {
        std::fs::write(home.path().join(name), text).expect("written");
    }
    let run = json(home.path(), &["run", "s.ron", "--trials", "1000", "--format", "json"]);
    run["findings"].as_array().expect("findings").clone()
}

fn of<'a>(findings: &'a [Value], code: &str) -> &'a Value {
    findings
        .iter()
        .find(|finding| finding["code"] == code)
        .unwrap_or_else(|| panic!("no {code}: {findings:#?}"))
}

/// Three pieces of work by day for two people; at night one is there.
const BY_DAY: &str = r#"(teams: { "ops": (people: 2, hours: "Mon-Fri 08:00-18:00", off_hours: (people: 1)) }, systems: {
    "till": (recovery: [(name: "Rebuild", steps: [(do: "Rebuild it", takes: "3h", by: ["ops: 1"])])]),
    "books": (priority: 1, recovery: [(name: "Rebuild", steps: [(do: "Rebuild it", takes: "3h", by: ["ops: 1"])])]),
    "mail": (priority: 1, recovery: [(name: "Rebuild", steps: [(do: "Rebuild it", takes: "3h", by: ["ops: 1"])])]) },
    services: { "sales": (needs: ["till"], rto: "4h") })"#;

#[test]
fn people_at_hours_at_which_nobody_works_are_not_asked_for() {
    let found = findings(BY_DAY, r#"Destruction(targets: ["till", "books", "mail"])"#);
    for code in ["G0101", "G0401"] {
        let remedy = &of(&found, code)["remedies"][0];
        assert_eq!(remedy["edits"], serde_json::json!(["teams.ops.people=3"]), "{code}: {remedy}");
        let text = remedy["text"].as_str().expect("a text");
        assert!(text.contains("Have 3 people of ops, not 2;") && !text.contains("outside"), "{text}");
        assert!(text.contains("is kept in 100 of 100 of them, not 0"), "{text}");
    }
}

#[test]
fn of_more_people_as_many_are_asked_for_as_one_more_piece_of_work_takes() {
    let found =
        findings(&BY_DAY.replace("ops: 1", "ops: 2"), r#"Destruction(targets: ["till", "books", "mail"])"#);
    let edits = &of(&found, "G0401")["remedies"][0]["edits"];
    assert_eq!(edits, &serde_json::json!(["teams.ops.people=4"]), "one person more begins nothing");
}

/// Work on x waits ten hours for the one person who works on y. What a needs takes about as long elsewhere; what b needs
/// follows on x.
const WAITS: &str = r#"(teams: { "ops": (people: 1) }, systems: {
    "y": (priority: 1, recovery: [(name: "Fix", steps: [(do: "Fix y", by: ["ops"], takes: "10h")])]),
    "x": (recovery: [(name: "Fix", steps: [(do: "Fix x", by: ["ops"], takes: "10h")])]),
    "z": (recovery: [(name: "Fix", steps: [(do: "Fix z", takes: "1195m")])]),
    "v": (recovery: [(name: "Fix", begins_when: ["x"], steps: [(do: "Fix v", takes: "2h")])]) },
    services: { "a": (needs: ["x", "z"], rto: "4h"), "b": (needs: ["x", "v"], rto: "4h") })"#;

#[test]
fn what_helps_another_than_the_most_affected_is_told_of_that_and_not_that_nothing_helps() {
    let found = findings(WAITS, r#"Outage(targets: ["x", "y", "z", "v"])"#);
    let waits = of(&found, "G0401");
    assert_eq!(waits["evidence"]["most_affected"], "a", "{waits}");
    let text = waits["remedies"][0]["text"].as_str().expect("a text");
    assert!(
        text.contains("b is back 10h sooner on average, and no objective of it is kept more often."),
        "{text}"
    );
}

/// With a second person x is taken on at once, before y has made what c needs first.
#[test]
fn who_is_back_later_with_a_remedy_is_named_though_no_objective_of_theirs_tells() {
    let model = WAITS.replace(
        r#"services: {"#,
        r#"services: { "c": (needs: ["w"]),"#,
    ).replace(
        r#"systems: {"#,
        r#"resources: { "lift": (units: 1) }, systems: {
    "w": (recovery: [(name: "Fix", begins_when: ["y"], steps: [(do: "Fix w", uses: ["lift"], takes: "1h")])]),"#,
    ).replace(r#"(do: "Fix v","#, r#"(do: "Fix v", uses: ["lift"],"#).replace(r#""v": ("#, r#""v": (priority: 1, "#);
    let found = findings(&model, r#"Outage(targets: ["x", "y", "z", "v", "w"])"#);
    let text = of(&found, "G0401")["remedies"][0]["text"].as_str().expect("a text");
    assert!(
        text.contains("b is back 10h sooner on average") && text.contains("But c is back 2h later"),
        "{text}"
    );
}
