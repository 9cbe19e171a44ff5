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
