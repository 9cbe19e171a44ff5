//! What is read back, and what is refused with its place.

use super::*;
use crate::results::Verdict;
use crate::units::Millis;

/// The least that a file of an early version has.
const EARLY: &str = r#"{
  "schema": "blackstart/results/1", "engine": {"name": "blackstart", "version": "0.1.0"},
  "inputs": [{"role": "model", "name": "model.ron", "sha256": "00"}],
  "run": {"seed": 1, "trials": 10, "trials_asked": 10, "status": "complete", "horizon_s": 86400.0, "digest": "sha256:00",
          "of a later version": [1, {"a": null}]},
  "scenario": {"title": "Fire \u202e<script>", "class": null},
  "services": [], "systems": [], "tasks": [], "teams": [{"id": "dba", "name": "DBA", "called": 1,
  "mobilised_mean_s": 90.5, "busy_mean_s": 0.0, "queued_mean_s": null}]
}"#;

#[test]
fn early_files_and_later_keys_are_read() {
    let played = read(EARLY).unwrap();
    assert_eq!(played.len(), 1);
    assert_eq!(played[0].run.horizon, Millis::DAY);
    assert_eq!(&*played[0].scenario.title, "Fire \\u{202e}<script>");
    assert_eq!(played[0].teams[0].mobilised.mean.map(|mean| mean.value), Some(90_500.0));
    assert!(played[0].findings.is_empty() && played[0].resources.is_empty());
}

#[test]
fn several_objects_are_read_in_order_whatever_is_between_them() {
    let second = EARLY.replace("Fire", "Flood");
    let both = format!("\u{feff}{EARLY}\n{second}\n\n");
    let titles: Vec<String> =
        read(&both).unwrap().iter().map(|played| played.scenario.title.to_string()).collect();
    assert_eq!(titles, ["Fire \\u{202e}<script>", "Flood \\u{202e}<script>"]);
}

#[test]
fn what_is_no_results_file_is_told_by_its_kind() {
    let said = |text: &str| {
        let Unreadable { message, help, .. } = read(text).unwrap_err();
        format!("{message} ({})", help.unwrap_or_default())
    };
    assert!(said("").starts_with("it is empty"), "{}", said(""));
    assert!(said("{}").starts_with("it has no `schema`, expected `blackstart/results/1`"));
    assert!(said(r#"{"schema": "blackstart/timeline/1", "at": []}"#).contains("a file of another command"));
    assert!(said(r#"{"schema": "blackstart/results/2"}"#).contains("another version"));
    assert!(said(r#"{"schema": "\u001b[31m"}"#).contains(r"`\u{1b}[31m`"));
    assert!(said(&EARLY[..200]).contains("ends too early"));
    let Unreadable { at, message, .. } = read("Organisation(name: \"a\")").unwrap_err();
    assert_eq!((at, message.as_str()), (Some((1, 1)), "expected value"));
}

#[test]
fn a_wrong_value_is_told_by_its_path_and_its_place() {
    let wrong = EARLY.replace("\"called\": 1", "\"called\": -1");
    let Unreadable { at, path, message, .. } = read(&wrong).unwrap_err();
    assert_eq!(path, "teams[0].called");
    assert!(at.is_some() && message.contains("invalid value"), "{message}");
    let missing = EARLY.replace("\"seed\": 1, ", "");
    assert!(read(&missing).unwrap_err().message.contains("missing field `seed`"));
    let negative = EARLY.replace("86400.0", "-1");
    assert_eq!(read(&negative).unwrap_err().path, "run.horizon_s");
}

fn objective(verdict: &str, turns_at: &str) -> Objective {
    let required = match verdict {
        "holds" => 0.4,
        "falls-short" => 0.99,
        _ => 0.95,
    };
    let text = format!(
        r#"{{"kind": "rto", "target_s": 3600, "clock": "detected", "held": 9, "n": 10, "share": 0.9, "interval": [0.5, 0.98],
            "interval_kind": "wilson", "required": {required}, "beyond_horizon": null, "verdict": "{verdict}",
            "assumptions": {{"turns_at": {turns_at}}}}}"#
    );
    serde_json::from_str(&text).unwrap()
}

#[test]
fn results_that_contradict_themselves_are_refused() {
    let said = |held: u64, low: f64, high: f64, verdict: &str| {
        let text = format!(
            r#"{{"kind": "rto", "target_s": 3600, "clock": null, "held": {held}, "n": 10, "share": 0.9, "interval": [{low}, {high}],
                "required": 0.95, "beyond_horizon": null, "verdict": "{verdict}"}}"#
        );
        serde_json::from_str::<Objective>(&text).map(drop).map_err(|error| error.to_string())
    };
    assert_eq!(said(9, 0.5, 0.98, "undecided"), Ok(()));
    assert!(said(8, 0.5, 0.98, "undecided").unwrap_err().contains("8 of 10 runs held it"));
    assert!(said(9, 0.5, 0.98, "holds").unwrap_err().contains("said to hold"));
    assert!(said(9, 0.5, 0.98, "falls-short").unwrap_err().contains("said to fall short"));
}

#[test]
fn what_holds_only_as_assumed_depends_on_assumptions() {
    assert_eq!(Standing::of(&objective("holds", "null")), Standing::Holds);
    assert_eq!(Standing::of(&objective("holds", "1.2")), Standing::DependsOnAssumptions);
    assert_eq!(Standing::of(&objective("falls-short", "0.8")), Standing::FallsShort);
    let judged = objective("undecided", "null").judged;
    assert_eq!((judged.verdict, judged.target), (Verdict::Undecided, Millis::HOUR));
}

#[test]
fn counts_that_cannot_be_are_refused() {
    let impossible = r#"{"kind": "rpo", "target_s": null, "clock": null, "held": 11, "n": 10, "share": 1, "interval": [0, 1],
        "required": 1, "verdict": "holds"}"#;
    let error = serde_json::from_str::<Objective>(impossible).unwrap_err();
    assert!(error.to_string().contains("11 runs held it"), "{error}");
}

/// A finding on an objective of one service.
fn finding(kind: &str, share: f64) -> String {
    format!(
        r#"{{"id": "G/{kind}/desk", "code": "G0103", "name": "n", "severity": "high", "subject": "desk", "message": "{kind} {share}",
            "evidence": {{"objective": "{kind}", "share": {share}, "required": 0.95}}}}"#
    )
}

#[test]
fn gaps_of_several_scenarios_stand_in_one_order_by_how_far_they_fall_short() {
    let with = |title: &str, findings: &[String]| {
        let findings = format!(r#""findings": [{}], "services": []"#, findings.join(", "));
        EARLY.replace("Fire", title).replace(r#""services": []"#, &findings)
    };
    // What has no share is as heavy as what its file has after it.
    let plain = r#"{"id": "G/other", "code": "G0301", "name": "n", "severity": "high", "subject": "x", "message": "other"}"#;
    let files = [
        with("Fire", &[finding("mtpd", 0.61), finding("rto", 0.0)]),
        with("Flood", &[plain.to_owned(), finding("mtpd", 0.0), finding("rto", 0.2)]),
    ];
    let dossier = Dossier::new(read(&files.concat()).unwrap(), None);
    let gaps = dossier.gaps();
    let order: Vec<&str> = gaps.open.iter().map(|gap| gap.finding.message.as_str()).collect();
    assert_eq!(order, ["other", "mtpd 0", "mtpd 0.61", "rto 0", "rto 0.2"]);
    let also: Vec<&str> =
        gaps.open[1].elsewhere(&gaps.open).map(|played| played.scenario.title.as_str()).collect();
    assert!(matches!(also[..], [title] if title.starts_with("Fire")), "{also:?}");
}
