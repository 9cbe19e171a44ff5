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
        rows.push_str(&format!("db/restore/copy,{},2027-03-04,simulated trial {trial}\n", took.exact()));
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

/// An organisation in which everything that a room can observe takes time.
fn observable(call_out: &str, declare: &str, work: &str) -> String {
    format!(
        "(\n    name: \"Shop\",\n    response: (detect: \"1m\", assess: \"1m\", declare: (by: \"crisis\", takes: {declare})),\n    teams: {{\n        \"crisis\": (people: 1),\n        \"ops\": (people: 1, call_out: {call_out}),\n    }},\n    systems: {{\n        \"db\": (recovery: [\n            (name: \"Restore\", after_declaration: true, steps: [\n                (do: \"Copy\", by: [\"ops\"], takes: {work}),\n            ]),\n        ]),\n    }},\n    services: {{ \"pay\": (needs: [\"db\"], rto: \"30m\") }},\n)\n"
    )
}

/// The log of a room in which a trial of `run` happened: a decision after its inject, a call-out, a step begun and done.
fn log_of(run: &Run, scratch: &mut Scratch, trial: u64) -> String {
    let mut timeline = Timeline::default();
    play(&run.program, scratch, trial, &mut timeline).expect("it ends");
    let at = |what, who: &str| {
        let found = timeline
            .changes
            .iter()
            .find(|change| change.what == what && (who.is_empty() || run.labels.text(change.who.0) == who));
        found.unwrap_or_else(|| panic!("{what:?} of {who} happens in trial {trial}")).at
    };
    // The day begins with the incident; a room counts whole seconds.
    let moment = |at: blackstart::units::Millis| {
        let start = blackstart::notation::moment::Moment::parse("2027-03-04T09:00").expect("a moment");
        start.plus_seconds(at.get() / 1_000).to_string()
    };
    let called = at(What::Mobilised, "ops").minus(at(What::Called, "ops"));
    let entries = [
        format!(r#""at":"{}","what":"inject","subject":"ask""#, moment(at(What::Assessed, ""))),
        format!(r#""at":"{}","what":"decision","subject":"A""#, moment(at(What::Declared, ""))),
        format!(
            r#""at":"{}","what":"took","subject":"teams.ops.call_out","value":"{}""#,
            moment(at(What::Mobilised, "ops")),
            called.exact()
        ),
        format!(
            r#""at":"{}","what":"started","subject":"db/restore/copy""#,
            moment(at(What::StepStarted, ""))
        ),
        format!(r#""at":"{}","what":"done","subject":"db/restore/copy""#, moment(at(What::StepDone, ""))),
    ];
    let head = r#"{"blackstart_exercise_log":1,"title":"Day","organisation":"Shop","scenario":"scenario.ron","inputs":[["model.ron","00"]],"seed":1,"trial":0,"trials":1,"start":"2027-03-04T09:00:00","kind":"functional","pace":1.0,"decisions":[{"letter":"A","inject":"ask","path":"response.declare.takes"}]}"#;
    let lines = entries.iter().enumerate().map(|(n, entry)| format!("{{\"n\":{},{entry}}}\n", n + 1));
    format!("{head}\n{}", lines.collect::<String>())
}

#[test]
fn decisions_call_outs_and_steps_are_recovered_from_simulated_logs() {
    const LOGS: u64 = 400;
    let truths = ["pert(10m, 30m, 80m)", "pert(5m, 15m, 45m)", "pert(1h, 2h, 4h)"];
    let quoted = truths.map(|truth| format!("\"{truth}\""));
    let run = Run::of_texts(&observable(&quoted[0], &quoted[1], &quoted[2]), SCENARIO, 1);
    let place = tempfile::tempdir().expect("a folder");
    let mut scratch = Scratch::new(&run.program);
    let mut words: Vec<String> =
        ["calibrate", "model.ron", "--trials", "200", "--write"].map(str::to_owned).into();
    for trial in 0..LOGS {
        let name = format!("{trial}.jsonl");
        fs::write(place.path().join(&name), log_of(&run, &mut scratch, trial)).expect("written");
        words.extend(["--log".to_owned(), name]);
    }
    // The model guesses all three, each in another way wrong.
    let guess = observable("\"2h\"", "\"pert(1m, 2m, 3m)\"", "\"pert(3h, 9h, 20h)\"");
    fs::write(place.path().join("model.ron"), guess).expect("written");
    fs::write(place.path().join("scenario.ron"), SCENARIO).expect("written");
    let said = say(place.path(), &words.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(said.code, 0, "{}", said.stderr);
    let found: Vec<&str> =
        said.stdout.lines().filter_map(|line| line.trim().strip_prefix("after     ")).collect();
    // In the order of their paths: declaration, step, call-out.
    for (found, truth) in found.iter().zip([truths[1], truths[2], truths[0]]) {
        let after = amount::parse(found.split("   mean").next().unwrap()).expect("in the language");
        let truth = amount::parse(truth).unwrap();
        let mean = |amount: &amount::Amount| {
            (amount.least() + 4.0 * amount.typical() + amount.most().expect("bounded")) / 6.0
        };
        // 400 draws leave the mean known to 2 %; a guess counts for 2 of 402 observations, and was up to 8 times off.
        let off = (mean(&after) - mean(&truth)).abs() / mean(&truth);
        assert!(off < 0.08, "{found} for {truth:?}: {off}");
    }
    assert_eq!(found.len(), 3, "{}", said.stdout);
    let model = fs::read_to_string(place.path().join("model.ron")).unwrap();
    assert_eq!(model.matches("basis: Exercised(\"2027-03-04\")").count(), 3, "{model}");
}

#[test]
fn an_estimate_is_edited_where_it_stands() {
    let place = tempfile::tempdir().expect("a folder");
    let file = |name: &str| fs::read_to_string(place.path().join(name)).expect("text");
    fs::write(
        place.path().join("model.ron"),
        model("\"20m\"").replace("name: \"Shop\",", "name: \"Shop\",\n    response: (detect: \"10m\"),"),
    )
    .unwrap();
    let scenario = SCENARIO.replace("horizon", "// At night.\n    response: (detect: \"1h\"), horizon");
    fs::write(place.path().join("scenario.ron"), &scenario).unwrap();
    let rows = "subject,took,date\nresponse.detect,2h,2027-03-04\ndb/restore/copy,50m,2027-03-04\n";
    fs::write(place.path().join("actuals.csv"), rows).unwrap();
    // Named by the model, the scenario's own figure stays, and the answer says so.
    let said = calibrated(place.path(), &[]);
    assert!(said.stdout.contains("response.detect does not count here"), "{}", said.stdout);
    let words = ["calibrate", "scenario.ron", "--actuals", "actuals.csv", "--trials", "300", "--write"];
    let (before, said) = (file("model.ron"), say(place.path(), &words));
    assert_eq!(said.code, 0, "{}", said.stderr);
    let (model, changed) = (file("model.ron"), file("scenario.ron"));
    assert!(model.contains("detect: \"10m\"") && model.matches("basis: Measured").count() == 1, "{model}");
    assert!(changed.contains("// At night.") && changed.matches("basis: Measured").count() == 1, "{changed}");
    assert_eq!((file("model.ron.bak"), file("scenario.ron.bak")), (before, scenario));
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
        // The backup is not overwritten by a second time, with what was seen later: the same again would not count.
        let rows = fs::read_to_string(place.path().join("actuals.csv")).unwrap();
        fs::write(place.path().join("actuals.csv"), rows.replace("2027-03-04", "2027-03-05")).unwrap();
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

#[test]
fn no_evidence_counts_twice() {
    let place = observed("(is: \"20m\", basis: Estimated, source: \"Talk with operations\")", "30m", 3);
    let folder = place.path();
    let file = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let with = |more: &[&str]| {
        say(
            folder,
            &[&["calibrate", "model.ron", "--trials", "100", "--actuals", "actuals.csv"], more].concat(),
        )
    };
    // The same file, a copy of it, the same rows in another file.
    fs::copy(folder.join("actuals.csv"), folder.join("copy.csv")).unwrap();
    for other in ["actuals.csv", "copy.csv"] {
        let said = with(&["--actuals", other]);
        assert!(said.code == 3 && said.stderr.contains("are the same"), "{}", said.stderr);
    }
    let rows = file("actuals.csv");
    let mut rows: Vec<&str> = rows.lines().collect();
    rows.swap(1, 2);
    rows.pop();
    rows.push("db/restore/copy,40m,2027-03-05,simulated");
    fs::write(folder.join("more.csv"), rows.join("\n") + "\n").unwrap();
    let said = with(&["--actuals", "more.csv"]);
    assert_eq!(said.stdout.matches("it counts once").count(), 2, "{}", said.stdout);
    assert!(said.stdout.contains("observed  30m, 30m, 30m and 40m"), "{}", said.stdout);
    // What the figure rests on already does not go into it again, and is not forgotten; what is new does.
    assert_eq!(with(&["--write"]).code, 0);
    let once = file("model.ron");
    assert!(once.contains("Talk with operations"), "{once}");
    let said = with(&["--write", "--force"]);
    assert!(said.code == 4 && said.stderr.contains("already"), "{}", said.stderr);
    assert_eq!(file("model.ron"), once);
    let said = with(&["--actuals", "more.csv", "--write", "--force"]);
    assert!(said.stdout.contains("observed  40m"), "{}{}", said.stdout, said.stderr);
    assert!(said.stdout.contains("The copy that was kept there before is replaced"), "{}", said.stdout);
    assert!(file("model.ron").contains("Talk with operations"), "{}", file("model.ron"));
}

#[test]
fn a_log_and_the_copy_that_a_report_leaves_count_once() {
    let place = tempfile::tempdir().unwrap();
    let log = fs::read_to_string(root().join(super::logs::EXAMPLE)).unwrap();
    // The same but for a line at its end.
    fs::write(place.path().join("one.jsonl"), &log).unwrap();
    fs::write(place.path().join("two.jsonl"), format!("{log}\n")).unwrap();
    fs::copy(root().join("scenarios/harbour-bank/model.ron"), place.path().join("model.ron")).unwrap();
    fs::copy(root().join("scenarios/harbour-bank/ransomware.ron"), place.path().join("r.ron")).unwrap();
    let words = ["calibrate", "model.ron", "--log", "one.jsonl", "--log", "two.jsonl", "--trials", "100"];
    let said = say(place.path(), &words);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert_eq!(said.stdout.matches("it counts once").count(), 4, "{}", said.stdout);
}

#[test]
fn a_scenario_is_played_again_however_it_is_named() {
    let place = observed("\"pert(5m, 8m, 12m)\"", "pert(40m, 50m, 60m)", 40);
    let above = place.path().parent().unwrap().to_path_buf();
    let name = place.path().file_name().unwrap().to_str().unwrap().to_owned();
    let by_itself = calibrated(place.path(), &["--scenario", "scenario.ron"]).stdout;
    let last = |said: &str| said.split("Trial\n").nth(1).unwrap().split("\n\n").next().unwrap().to_owned();
    assert!(by_itself.contains("the verdict changes"), "{by_itself}");
    let absolute = place.path().join("scenario.ron");
    for path in [absolute.to_str().unwrap(), &format!("../{name}/scenario.ron")] {
        let said = calibrated(place.path(), &["--scenario", path]).stdout;
        assert_eq!(last(&said), last(&by_itself), "{path}");
    }
    // One that stands above its model.
    let outer = tempfile::tempdir_in(&above).unwrap();
    let inner = outer.path().join("house");
    fs::create_dir(&inner).unwrap();
    for file in ["model.ron", "actuals.csv"] {
        fs::copy(place.path().join(file), inner.join(file)).unwrap();
    }
    fs::write(outer.path().join("s.ron"), SCENARIO.replace("model.ron", "house/model.ron")).unwrap();
    let words = [
        "calibrate",
        "house/model.ron",
        "--actuals",
        "house/actuals.csv",
        "--trials",
        "300",
        "--scenario",
        "s.ron",
    ];
    let said = say(outer.path(), &words);
    assert_eq!((said.code, last(&said.stdout)), (0, last(&by_itself)), "{}", said.stderr);
    // And one of another model.
    fs::write(place.path().join("other.ron"), model("\"1h\"")).unwrap();
    fs::write(place.path().join("o.ron"), SCENARIO.replace("model.ron", "other.ron")).unwrap();
    let words =
        ["calibrate", "model.ron", "--actuals", "actuals.csv", "--trials", "300", "--scenario", "o.ron"];
    let said = say(place.path(), &words);
    assert_eq!(said.code, 3);
    assert!(said.stderr.contains("o.ron is a scenario of another model"), "{}", said.stderr);
}
