//! Signals during a run: what is done is kept, marked partial, and is what a run of that many trials gives.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::{blackstart, blackstart_hearing, check, names_in, shop};

/// Starts a run that would take days and waits until trials are being played.
fn long_run(folder: &std::path::Path) -> Child {
    long(folder, "run mixed.ron")
}

fn long(folder: &std::path::Path, run: &str) -> Child {
    let line = format!("{run} --trials 100000000000 --format json -o json=out.json --progress json");
    let mut child = blackstart_hearing(folder)
        .args(line.split(' '))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(child.stderr.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.contains("\"progress\""), "{first}");
    child
}

fn signal(child: &Child, name: &str) {
    assert!(Command::new("kill").args([name, &child.id().to_string()]).status().unwrap().success());
}

fn check_signal(name: &str, code: i32) -> (tempfile::TempDir, Value) {
    check_signal_to("run mixed.ron", name, code)
}

fn check_signal_to(run: &str, name: &str, code: i32) -> (tempfile::TempDir, Value) {
    let shop = shop();
    super::searches::even(shop.path());
    let child = long(shop.path(), run);
    let asked = Instant::now();
    signal(&child, name);
    let output = child.wait_with_output().unwrap();
    assert!(asked.elapsed() < Duration::from_secs(2), "{:?}", asked.elapsed());
    assert_eq!(output.status.code(), Some(code));
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert_eq!(fs::read_to_string(shop.path().join("out.json")).unwrap(), stdout);
    let results: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(results["run"]["status"], "partial");
    assert_eq!(results["run"]["trials_asked"], 100_000_000_000_u64);
    (shop, results)
}

#[test]
fn an_interrupted_run_keeps_what_a_run_of_that_many_trials_gives() {
    let (shop, partial) = check_signal("-INT", 130);
    let done = partial["run"]["trials"].as_u64().unwrap();
    assert!(done > 0 && done < 100_000_000_000);
    let said = check(shop.path(), &format!("run mixed.ron --trials {done} --format json --advisory"), 0);
    let whole: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(whole["run"]["digest"], partial["run"]["digest"]);
    let (whole, known) = apart_from_assumptions(&whole);
    let (partial, left_out) = apart_from_assumptions(&partial);
    assert_eq!(whole, partial);
    // Who interrupts a run does not wait for others at other assumed times.
    assert!(left_out.iter().all(Value::is_null), "{left_out:?}");
    assert!(known.iter().any(Value::is_object), "{known:?}");
}

/// The services, and apart from them what runs at other assumed times say of their objectives.
fn apart_from_assumptions(results: &Value) -> (Value, Vec<Value>) {
    let mut services = results["services"].clone();
    let objectives = services.as_array_mut().unwrap().iter_mut();
    let objectives = objectives.flat_map(|service| service["objectives"].as_array_mut().unwrap());
    let apart = objectives.map(|objective| objective["assumptions"].take()).collect();
    (services, apart)
}

#[test]
fn an_interrupted_search_keeps_what_it_has_seen() {
    let (shop, partial) = check_signal_to("run even.ron --until-decided", "-INT", 130);
    assert_eq!(partial["run"]["search"]["stopped_by"], "interrupted");
    assert_eq!(partial["services"][0]["objectives"][0]["interval_kind"], "sequence");
    let done = partial["run"]["trials"].as_u64().unwrap();
    let said = check(shop.path(), &format!("run even.ron --trials {done} --format json --advisory"), 0);
    let whole: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(whole["run"]["digest"], partial["run"]["digest"]);
}

/// Every study ends within two seconds, leaves no half file, and what it did is marked partial, or said not to be kept.
#[test]
fn an_interrupted_study_tells_what_was_done_or_that_nothing_was() {
    // What is settled early needs a plan of some size to take long enough.
    let bank = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/harbour-bank");
    for study in [
        "whatif mixed.ron --set response.detect=1m",
        "compare mixed.ron short.ron",
        "sensitivity mixed.ron",
        "ladder mixed.ron --along response.detect=1m,2m",
        "delay mixed.ron",
        &format!("sweep {bank}/model.ron"),
        &format!("advise {bank}/ransomware.ron"),
    ] {
        let shop = shop();
        let child = long(shop.path(), study);
        let asked = Instant::now();
        signal(&child, "-INT");
        let output = child.wait_with_output().unwrap();
        assert!(asked.elapsed() < Duration::from_secs(2), "{study}: {:?}", asked.elapsed());
        assert_eq!(output.status.code(), Some(130), "{study}");
        let stdout = String::from_utf8(output.stdout).unwrap();
        let file = fs::read_to_string(shop.path().join("out.json")).unwrap_or_default();
        assert_eq!(file, stdout, "{study}");
        if !stdout.is_empty() {
            let answer: Value = serde_json::from_str(&stdout).unwrap();
            let partial =
                answer["run"]["status"] == "partial" || answer["notes"].to_string().contains("PARTIAL");
            assert!(partial, "{study}: {answer}");
        }
        let mut names = names_in(shop.path());
        names.retain(|name| name != "out.json");
        assert_eq!(names, ["long.ron", "mixed.ron", "model.ron", "short.ron"], "{study}");
    }
}

#[test]
fn the_last_line_of_an_interrupted_summary_tells_the_status_it_leaves_with() {
    let shop = shop();
    let line = "run long.ron --trials 100000000000 --progress json";
    let mut child = blackstart(shop.path())
        .args(line.split(' '))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(child.stderr.take().unwrap()).read_line(&mut first).unwrap();
    signal(&child, "-INT");
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(130));
    assert!(
        said.trim_end().ends_with("exit 130: interrupted; as far as it went: objectives fall short"),
        "{said}"
    );
}

#[test]
fn termination_and_hang_up_have_statuses_of_their_own() {
    check_signal("-TERM", 143);
    check_signal("-HUP", 129);
}

#[test]
fn a_second_signal_ends_at_once_and_leaves_no_half_file() {
    let shop = shop();
    let mut child = long_run(shop.path());
    signal(&child, "-INT");
    // Either the second one ends it, or it was done before.
    let _ = Command::new("kill").args(["-INT", &child.id().to_string()]).stderr(Stdio::null()).status();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    let mut names = names_in(shop.path());
    names.retain(|name| name != "out.json");
    assert_eq!(names, ["long.ron", "mixed.ron", "model.ron", "short.ron"]);
    if let Ok(text) = fs::read_to_string(shop.path().join("out.json")) {
        serde_json::from_str::<Value>(&text).unwrap();
    }
}

#[test]
fn an_interrupted_run_leaves_no_folder_of_a_bundle_that_was_not_written() {
    let (shop, _) = check_signal_to("run mixed.ron --bundle evidence", "-INT", 130);
    assert!(!shop.path().join("evidence").exists());
}

/// So many services that a report of them takes seconds to make.
fn large(folder: &std::path::Path) {
    let rows = |row: fn(usize) -> String| (0..400).map(row).collect::<String>();
    let systems = rows(|n| format!("\"s{n}\": (home: \"main\", restart: \"uniform(1h, 9h)\"),\n"));
    let services = rows(|n| format!("\"v{n}\": (needs: [\"s{n}\"], rto: \"4h\", mtpd: \"8h\"),\n"));
    let model = format!("(sites: {{ \"main\": () }}, systems: {{ {systems} }}, services: {{ {services} }})");
    let scenario = r#"(title: "Large", model: "large.model.ron", horizon: "2d",
        events: [Outage(targets: ["main"], lasts: "1h")])"#;
    fs::write(folder.join("large.model.ron"), model).unwrap();
    fs::write(folder.join("large.ron"), scenario).unwrap();
}

/// Starts a run of it and waits until its results are told: the reports are made after that.
fn making_reports(folder: &std::path::Path) -> Child {
    large(folder);
    let line = "run large.ron --trials 40 --format json -o html=out.html -o md=out.md --progress none";
    let mut child = blackstart_hearing(folder)
        .args(line.split(' '))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut told = String::new();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    stdout.read_line(&mut told).unwrap();
    assert!(told.starts_with('{') && told.ends_with('\n'), "{}", told.len());
    child
}

#[test]
fn a_second_signal_ends_a_run_while_its_reports_are_made() {
    let shop = shop();
    let mut child = making_reports(shop.path());
    signal(&child, "-INT");
    std::thread::sleep(Duration::from_millis(50));
    signal(&child, "-INT");
    assert_eq!(child.wait().unwrap().code(), Some(130));
    let mut names = names_in(shop.path());
    names.retain(|name| !name.starts_with("large"));
    assert_eq!(names, ["long.ron", "mixed.ron", "model.ron", "short.ron"], "no report, whole or in part");
}

#[test]
fn one_signal_while_reports_are_made_leaves_them_whole() {
    let shop = shop();
    let mut child = making_reports(shop.path());
    signal(&child, "-TERM");
    assert_eq!(child.wait().unwrap().code(), Some(143));
    let page = fs::read_to_string(shop.path().join("out.html")).unwrap();
    assert!(page.trim_end().ends_with("</html>"));
    assert!(shop.path().join("out.md").exists());
}
