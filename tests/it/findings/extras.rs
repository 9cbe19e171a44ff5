//! What a results file holds for a report: it agrees with the figures beside it.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::cli::{check, say};

fn bank(options: &str) -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let line = format!("run scenarios/harbour-bank/ransomware.ron --format json {options}");
    serde_json::from_str(&check(root, &line, 10).stdout).expect("JSON")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

#[test]
fn curves_convergence_evidence_and_queues_agree_with_the_figures_beside_them() {
    let file = bank("--trials 1500");
    for service in list(&file["services"]) {
        let curve: Vec<[f64; 2]> =
            list(&service["curve"]).iter().map(|point| [number(&point[0]), number(&point[1])]).collect();
        assert!(curve.len() <= 200 && curve.is_sorted_by(|a, b| a[0] < b[0] && a[1] < b[1]), "{curve:?}");
        let recovery = &service["recovery"];
        let [last, back] = curve[curve.len() - 1];
        assert_eq!((last, back), (number(&recovery["max_s"]), number(&recovery["recovered"]) / 1500.0));
        let shares: f64 = service["rests_on"].as_object().expect("shares").values().map(number).sum();
        let expected = if service["ledger"]["trials"] == 0 { 0.0 } else { 1.0 };
        assert!((shares - expected).abs() < 1e-9, "{}: {shares}", service["id"]);
        let rto = &list(&service["objectives"])[0];
        let id = &service["id"];
        let growth = list(&file["run"]["convergence"]).iter().find(|growth| growth["service"] == *id);
        let points = list(&growth.expect("it has an RTO")["points"]);
        let trials: Vec<_> = points.iter().map(|point| number(&point["trials"])).collect();
        assert_eq!(trials, [64.0, 128.0, 256.0, 512.0, 1024.0, 1500.0]);
        assert_eq!(points[5]["held"], rto["held"]);
        assert_eq!(points[5]["interval"], rto["interval"]);
    }
    for team in list(&file["teams"]) {
        let queue = &team["queue"];
        let waited: f64 = list(&queue["mean"]).iter().map(number).sum::<f64>() * number(&queue["cell_s"]);
        let all = number(&team["queued_mean_s"]);
        // 93 of the 1,500 trials were looked at; work that waits for two teams at once counts in `queued` of both, and
        // work that never began in that of its team alone.
        let (most, least) = (1.25 * all + 600.0, 0.25 * all - 3_600.0);
        assert!((least..=most).contains(&waited), "{}: {waited} of {all}", team["id"]);
    }
    assert!(file["picture"]["svg"].as_str().expect("text").starts_with("<svg"));
    assert_eq!(file["document"]["organisation"], "Harbour Bank");
}

#[test]
fn replays_are_near_their_percentiles_and_every_label_has_words() {
    let file = bank("--trials 1500");
    let replays = list(&file["replays"]);
    assert_eq!(replays.iter().map(|replay| &replay["percentile"]).collect::<Vec<_>>(), ["p50", "p90"]);
    for replay in replays {
        let (wanted, found) = (number(&replay["quantile_s"]), number(&replay["recovery_s"]));
        assert!((wanted - found).abs() < 0.1 * wanted, "{found} stands for {wanted}");
        let chain = list(&replay["chains"]).iter().find(|chain| chain["service"] == replay["service"]);
        assert_eq!(chain.expect("it was out")["outage_s"], replay["recovery_s"]);
        let trial = replay["trial"].to_string();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let line = format!("replay scenarios/harbour-bank/ransomware.ron --format json --trial {trial}");
        let alone: Value = serde_json::from_str(&check(root, &line, 0).stdout).expect("JSON");
        assert_eq!(replay["at"], alone["at"]);
        for change in list(&replay["at"]) {
            let who = change["who"].as_str().expect("text");
            assert!(who.is_empty() || file["names"][who].is_string(), "{who}");
        }
    }
}

#[test]
fn every_estimate_can_be_set_by_its_path_and_says_what_it_rests_on() {
    let file = bank("--trials 64");
    let inputs = list(&file["inputs_used"]);
    let paths: Vec<&str> = inputs.iter().map(|input| input["path"].as_str().expect("text")).collect();
    assert!(paths.is_sorted(), "sorted by path");
    assert!(inputs.len() > 300, "{}", inputs.len());
    let written: Vec<&Value> =
        inputs.iter().filter(|input| input["default"] == false && input["basis"].is_string()).collect();
    // Each twentieth: a run with it set to what it is gives the same digest.
    for input in written.iter().step_by(20) {
        assert!(input["file"] == "model.ron" || input["file"] == "ransomware.ron", "{input}");
        assert!(input["line"].as_u64().is_some_and(|line| line > 0), "{input}");
        let (path, value) = (input["path"].as_str().expect("text"), input["value"].as_str().expect("text"));
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let edit = format!("{path}={value}");
        let words = ["run", "scenarios/harbour-bank/ransomware.ron", "--format", "json", "--trials", "64"];
        let said = crate::cli::say(root, &[&words[..], &["--set", &edit]].concat());
        assert_eq!(said.code, 10, "{edit}: {}", said.stderr);
        let again: Value = serde_json::from_str(&said.stdout).expect("JSON");
        assert_eq!(again["run"]["digest"], file["run"]["digest"], "{edit}");
    }
}

#[test]
fn a_step_takes_as_much_of_100_in_its_finding_as_in_the_table_beside_it() {
    // 36.4, 18.4, 18.4, 13.4 and 13.4 of 100: the two parts that rounding leaves over go to the first two.
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(
        folder.path().join("model.ron"),
        r#"(systems: { "till": (recovery: [(name: "Rebuild", steps: [(do: "Order", takes: "364m"), (do: "Fetch", takes: "184m"),
    (do: "Mount", takes: "184m"), (do: "Load", takes: "134m"), (do: "Try", takes: "134m")])]) },
    services: { "sales": (needs: ["till"], rto: "4h") })"#,
    )
    .expect("written");
    let scenario =
        r#"(title: "Fire", model: "model.ron", horizon: "3d", events: [Destruction(targets: ["till"])])"#;
    fs::write(folder.path().join("s.ron"), scenario).expect("written");
    let said = say(folder.path(), &["run", "s.ron", "--trials", "200"]).stdout;
    assert!(said.contains("37 till: Order · 19 till: Fetch"), "{said}");
    assert!(said.contains("One step decides, \"till: Order\": 37 % of the time"), "{said}");
}
