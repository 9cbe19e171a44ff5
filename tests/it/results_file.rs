//! The results file of every shipped scenario against the shipped schema.

use std::path::{Path, PathBuf};
use std::process::Command;

use blackstart::report::dossier;
use blackstart::units::Millis;
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `scenarios/` that names a model.
fn scenarios() -> Vec<PathBuf> {
    let mut folders = vec![root().join("scenarios")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let is_file_of_the_language = path.extension().is_some_and(|ending| ending == "ron");
            if path.is_dir() {
                folders.push(path);
            } else if is_file_of_the_language && path.file_name().is_some_and(|name| name != "model.ron") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn results_of(scenario: &Path, options: &[&str]) -> Value {
    let mut run = Command::new(env!("CARGO_BIN_EXE_blackstart"));
    run.arg("run").arg(scenario).args(["--format", "json"]).args(options);
    if !options.contains(&"--trials") {
        run.args(["--trials", "150"]);
    }
    let output = run.output().unwrap();
    let exit = output.status.code();
    assert!(matches!(exit, Some(0 | 10 | 11)), "{}: exit {exit:?}", scenario.display());
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Every ledger explains the recovery time it is of, and its printed decimals add up digit for digit.
fn ledgers_add_up(service: &Value) {
    let over = |ledger: &Value| ledger["trials"].as_u64().unwrap();
    for (ledger, recovery) in [("ledger", "recovery"), ("ledger_full", "recovery_full")] {
        let (ledger, recovery) = (&service[ledger], &service[recovery]);
        let recovered = recovery["recovered"].as_f64().unwrap();
        let [all, explained] = [(recovery, recovered), (ledger, over(ledger) as f64)].map(
            |(times, trials)| match &times["mean_s"] {
                Value::Null => 0.0,
                mean => mean.as_f64().unwrap() * trials,
            },
        );
        assert!((all - explained).abs() <= 1e-6 * (1.0 + all), "{}: {explained} of {all}", service["id"]);
        adds_up(ledger);
    }
    if service["ledger_missed"].is_object() {
        assert!(over(&service["ledger_missed"]) <= over(&service["ledger"]));
        adds_up(&service["ledger_missed"]);
    } else {
        let objectives = service["objectives"].as_array().unwrap();
        assert!(objectives.iter().all(|objective| objective["kind"] != "rto"), "{}", service["id"]);
    }
}

fn adds_up(ledger: &Value) {
    // As the file has it: a decimal with at most six places.
    let micros = |seconds: &Value| -> u64 {
        let text = seconds.to_string();
        let (whole, decimals) = text.split_once('.').unwrap();
        assert!(decimals.len() <= 6, "{text}");
        format!("{whole}{decimals:0<6}").parse().unwrap()
    };
    let entries = ledger["entries"].as_array().unwrap();
    let sum: u64 = entries.iter().map(|entry| micros(&entry["mean_s"])).sum();
    assert_eq!(sum, if ledger["mean_s"].is_null() { 0 } else { micros(&ledger["mean_s"]) });
    let shares: f64 = entries.iter().map(|entry| entry["share"].as_f64().unwrap()).sum();
    assert!(entries.is_empty() || (shares - 1.0).abs() < 1e-9, "{shares}");
    let sorted = entries.windows(2).all(|pair| pair[0]["share"].as_f64() >= pair[1]["share"].as_f64());
    assert!(sorted, "the largest first");
    for entry in entries.iter().chain(ledger["steps"].as_array().unwrap()) {
        assert!(entry["on_chain"].as_u64().unwrap() <= ledger["trials"].as_u64().unwrap());
    }
}

/// What a report is made from is what the file says.
fn reads_back(results: &Value) {
    let played = dossier::read(&results.to_string()).unwrap();
    let [played] = played.as_slice() else { panic!("one object") };
    let services = results["services"].as_array().unwrap();
    assert_eq!(played.services.len(), services.len());
    let seconds = |time: Option<Millis>| time.map_or(Value::Null, |time| Value::from(time.seconds_f64()));
    for (service, written) in played.services.iter().zip(services) {
        for (percent, written) in written["recovery"]["quantiles_s"].as_object().unwrap() {
            let percent: u64 = percent.trim_start_matches('p').parse().unwrap();
            assert_eq!(seconds(service.recovery.quantile(percent)), *written);
        }
        for (objective, written) in service.objectives.iter().zip(written["objectives"].as_array().unwrap()) {
            let judged = &objective.judged;
            assert_eq!(Value::from(judged.kind.word()), written["kind"]);
            assert_eq!(Value::from(judged.verdict.word()), written["verdict"]);
            assert_eq!(Value::from(judged.share.held), written["held"]);
        }
        let ledger = service.ledger.as_ref().unwrap();
        assert_eq!(
            ledger.entries.iter().map(|entry| entry.mean.0).sum::<u64>(),
            ledger.mean.map_or(0, |mean| mean.0)
        );
    }
    assert_eq!(played.findings.len(), results["findings"].as_array().unwrap().len());
    assert_eq!(played.counts().all(), played.objectives().count() as u64);
}

#[test]
fn every_shipped_scenario_yields_what_the_schema_says() {
    let schema = std::fs::read_to_string(root().join("docs/results.schema.json")).unwrap();
    let validator = jsonschema::draft202012::new(&serde_json::from_str(&schema).unwrap()).unwrap();
    let all = scenarios();
    assert!(all.len() >= 4, "{all:?}");
    let searches: [&[&str]; 2] = [&[], &["--until-decided", "--precision", "0.01"]];
    for (scenario, options) in all.iter().flat_map(|scenario| searches.map(|options| (scenario, options))) {
        let results = results_of(scenario, options);
        let errors: Vec<_> = validator
            .iter_errors(&results)
            .map(|error| format!("{}{}: {error}", scenario.display(), error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{}", errors.join("\n"));
        assert_eq!(results["run"]["trials"], 150);
        results["services"].as_array().unwrap().iter().for_each(ledgers_add_up);
        reads_back(&results);
        assert!(!results["services"].as_array().unwrap().is_empty(), "{}", scenario.display());
    }
}

/// Three pieces of work for one person, long after the start of the run.
#[test]
fn the_cells_of_a_queue_hold_all_waiting_whenever_its_event_strikes() {
    for after in ["0s", "6d"] {
        let folder = tempfile::tempdir().unwrap();
        let model = r#"(teams: { "ops": (people: 1) },
            systems: { "a": (restart: (takes: "uniform(1h, 3h)", by: ["ops"])), "b": (restart: (takes: "2h", by: ["ops"])),
                "c": (restart: (takes: "uniform(5m, 2h)", by: ["ops"])) },
            services: { "pay": (needs: ["a", "b", "c"], rto: "4h") })"#;
        let scenario = format!(
            r#"(title: "Late", model: "model.ron", horizon: "30d",
                events: [Outage(targets: ["a", "b", "c"], lasts: "30m", after: "{after}")])"#
        );
        std::fs::write(folder.path().join("model.ron"), model).unwrap();
        std::fs::write(folder.path().join("late.ron"), scenario).unwrap();
        // So few that all of them are looked at.
        let results = results_of(&folder.path().join("late.ron"), &["--trials", "20", "--advisory"]);
        let team = &results["teams"][0];
        let (queue, queued) = (&team["queue"], team["queued_mean_s"].as_f64().unwrap());
        assert_eq!(queue["trials"], 20);
        let means = queue["mean"].as_array().unwrap().iter().map(|mean| mean.as_f64().unwrap());
        let waited = means.sum::<f64>() * queue["cell_s"].as_f64().unwrap();
        assert!(queued > 3_600.0, "{team}");
        assert!((waited - queued).abs() < 1.0, "after {after}: {waited} in cells, {queued} in all");
    }
}
