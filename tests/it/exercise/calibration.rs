//! Calibration: known parameters are recovered from simulated logs, files keep their comments, the round trip closes.

use std::fs;
use std::path::Path;

use blackstart::engine::{Scratch, Timeline, What, play};
use blackstart::notation::amount;

use super::root;
use crate::cli::{Said, say};
use crate::random::run::Run;

const SCENARIO: &str = r#"(title: "Trial", model: "model.ron", onset: "Mon 00:00", horizon: "30d",
    events: [Outage(targets: ["db"])])"#;

fn model(takes: &str) -> String {
    format!(
        "(\n    name: \"Shop\",\n    systems: {{\n        // The one that matters.\n        \"db\": (recovery: [\n            (name: \"Restore\", steps: [\n                (do: \"Copy\", takes: {takes}),   // by hand\n            ]),\n        ]),\n    }},\n    services: {{ \"pay\": (needs: [\"db\"], rto: \"30m\") }},\n)\n"
    )
}

/// A folder with a model that estimates and a table of what trials of the truth took.
fn observed(estimate: &str, truth: &str, trials: u64) -> tempfile::TempDir {
    let run = Run::of_texts(&model(&format!("\"{truth}\"")), SCENARIO, 1);
    let mut scratch = Scratch::new(&run.program);
    let mut rows = String::from("subject,took,date,source\n");
    for trial in 0..trials {
        let mut timeline = Timeline::default();
        play(&run.program, &mut scratch, trial, &mut timeline).expect("it ends");
        let at = |what| timeline.changes.iter().find(|change| change.what == what).expect("it happens").at;
        let took = at(What::StepDone).minus(at(What::StepStarted));
        rows.push_str(&format!("db/restore/copy,{},2027-03-04,simulated\n", took.exact()));
    }
    let place = tempfile::tempdir().expect("a folder");
    fs::write(place.path().join("model.ron"), model(estimate)).expect("written");
    fs::write(place.path().join("scenario.ron"), SCENARIO).expect("written");
    fs::write(place.path().join("actuals.csv"), rows).expect("written");
    place
}

fn calibrated(place: &Path, more: &[&str]) -> Said {
    let words = ["calibrate", "model.ron", "--actuals", "actuals.csv", "--trials", "300"];
    let said = say(place, &[&words[..], more].concat());
    assert_eq!(said.code, 0, "{}", said.stderr);
    said
}

#[test]
fn known_parameters_are_recovered_from_simulated_observations() {
    for (estimate, truth) in [
        ("pert(5m, 8m, 12m)", "pert(10m, 20m, 60m)"),
        ("30m", "pert(10m, 20m, 60m)"),
        ("lognormal(p50 5m, p95 10m)", "lognormal(p50 30m, p95 2h)"),
    ] {
        let place = observed(&format!("\"{estimate}\""), truth, 2_000);
        let said = calibrated(place.path(), &[]);
        let after =
            said.stdout.lines().find_map(|line| line.trim().strip_prefix("after     ")).expect("an estimate");
        let after = amount::parse(after.split("   mean").next().unwrap()).expect("in the language");
        let truth = amount::parse(truth).unwrap();
        // The three figures of a PERT from 2,000 draws: the ends are known least well.
        let near = |found: f64, expected: f64, share: f64| {
            assert!((found - expected).abs() <= share * expected, "{found} for {expected}: {after:?}");
        };
        near(after.typical(), truth.typical(), 0.12);
        if let Some(most) = truth.most() {
            near(after.least(), truth.least(), 0.2);
            near(after.most().expect("bounded"), most, 0.1);
        }
    }
}

#[test]
fn a_written_model_keeps_its_comments_and_says_what_it_rests_on() {
    for (estimate, source) in [
        ("\"pert(5m, 8m, 12m)\"", ""),
        ("(is: \"pert(5m, 8m, 12m)\" /* a guess */, basis: Estimated)", "/* a guess */"),
    ] {
        let place = observed(estimate, "pert(10m, 20m, 60m)", 5);
        let before = fs::read_to_string(place.path().join("model.ron")).unwrap();
        let said = calibrated(place.path(), &["--write"]);
        assert!(said.stdout.contains("BEFORE") && said.stdout.contains("AFTER"), "{}", said.stdout);
        let after = fs::read_to_string(place.path().join("model.ron")).unwrap();
        assert_eq!(fs::read_to_string(place.path().join("model.ron.bak")).unwrap(), before);
        for kept in [
            "// The one that matters.",
            "// by hand",
            source,
            "\n    services: {",
            "basis: Measured(\"2027-03-04\")",
        ] {
            assert!(after.contains(kept), "{kept} in {after}");
        }
        // Line by line only the one with the figure differs.
        let changed = before.lines().zip(after.lines()).filter(|(one, other)| one != other).count();
        assert_eq!((changed, before.lines().count()), (1, after.lines().count()), "{after}");
        assert_eq!(say(place.path(), &["check", "model.ron"]).code, 0);
        // The backup is not overwritten by a second time.
        let words = ["calibrate", "model.ron", "--actuals", "actuals.csv", "--trials", "300", "--write"];
        assert_eq!(say(place.path(), &words).code, 1);
        assert_eq!(fs::read_to_string(place.path().join("model.ron")).unwrap(), after);
    }
}

#[test]
fn without_write_nothing_changes_and_what_cannot_be_used_is_said() {
    let place = observed("\"20m\"", "30m", 3);
    let before = fs::read_to_string(place.path().join("model.ron")).unwrap();
    let more = "subject,took\ndb/restore/copi,20m\nresponse.detect,20m\ndb/restore/copy,25m\n";
    fs::write(place.path().join("actuals.csv"), more).unwrap();
    let said = calibrated(place.path(), &[]);
    assert!(
        said.stdout.contains("did you mean") && said.stdout.contains("the default stands"),
        "{}",
        said.stdout
    );
    assert_eq!(fs::read_to_string(place.path().join("model.ron")).unwrap(), before);
    assert!(!place.path().join("model.ron.bak").exists());
    fs::write(place.path().join("actuals.csv"), "subject,took\nnobody,20m\n").unwrap();
    let words = ["calibrate", "model.ron", "--actuals", "actuals.csv"];
    assert_eq!(say(place.path(), &words).code, 4);
    assert_eq!(say(place.path(), &["calibrate", "model.ron"]).code, 2);
}

#[test]
fn the_round_from_log_to_report_to_model_to_run_closes() {
    let place = tempfile::tempdir().unwrap();
    for file in ["model.ron", "ransomware.ron", "day.jsonl"] {
        fs::copy(root().join("scenarios/harbour-bank").join(file), place.path().join(file)).unwrap();
    }
    let log = "day.jsonl";
    let said = say(place.path(), &["aar", log, "-o", "after", "--trials", "200"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let words = ["calibrate", "model.ron", "--log", "after/exercise-log.jsonl", "--trials", "200", "--write"];
    let said = say(place.path(), &words);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let model = fs::read_to_string(place.path().join("model.ron")).unwrap();
    assert!(model.contains("basis: Exercised(\"2027-03-04\")"), "the basis is written");
    let said = say(place.path(), &["run", "ransomware.ron", "--trials", "200"]);
    assert!([0, 10, 11].contains(&said.code), "{}", said.stderr);
    // The log is still one of this exercise, and the report says that the model has changed.
    let said = say(place.path(), &["aar", log, "-o", "again", "--trials", "200"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let again = fs::read_to_string(place.path().join("again/exercise-after-action.md")).unwrap();
    assert!(again.contains("has changed since the exercise"), "{again}");
}
