//! Files that are there, folders that refuse, disks that are full, readers that leave, and inputs that are no results.

use std::fs;
use std::process::Stdio;

use super::{FORMS, folder_with, results};
use crate::cli::{blackstart, check, names_in, shop};

fn folder() -> tempfile::TempDir {
    folder_with(&fs::read_to_string(results()).unwrap())
}

#[test]
fn an_existing_report_is_replaced_only_by_force() {
    let folder = folder();
    for (form, file) in FORMS {
        let path = folder.path().join(file);
        fs::write(&path, "mine").unwrap();
        let said = check(folder.path(), &format!("report results.json -o {form}={file}"), 1);
        assert!(said.stderr.contains("--force"), "{}", said.stderr);
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
        check(folder.path(), &format!("report results.json -o {form}={file} --force"), 0);
        assert!(fs::read(&path).unwrap() != b"mine");
    }
}

#[test]
fn what_was_read_is_never_overwritten() {
    let folder = folder();
    check(folder.path(), "report results.json -o csv=results.json --force", 2);
    check(folder.path(), "report results.json -o csv=a -o markdown=a", 2);
    fs::write(folder.path().join("mine.html"), "{{ title }}").unwrap();
    check(folder.path(), "report results.json --template mine.html -o html=mine.html --force", 2);
    fs::copy(results(), folder.path().join("old.json")).unwrap();
    check(folder.path(), "report results.json --against old.json -o csv=./old.json --force", 2);
    assert_eq!(fs::read(folder.path().join("results.json")).unwrap(), fs::read(results()).unwrap());
}

#[test]
fn a_report_that_cannot_be_written_is_found_before_the_first_trial() {
    let shop = shop();
    for file in ["none/r.md", ".", "model.ron/r.md"] {
        // So many trials would take days.
        let said = check(shop.path(), &format!("report short.ron --trials 1000000000 -o markdown={file}"), 1);
        assert!(said.stderr.contains("cannot write"), "{}", said.stderr);
    }
    let said = check(shop.path(), "run short.ron --trials 1000000000 -o csv=r.csv --framework iso2301", 4);
    assert!(said.stderr.contains("did you mean `iso22301`?"), "{}", said.stderr);
    assert_eq!(names_in(shop.path()), ["long.ron", "mixed.ron", "model.ron", "short.ron"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_in_every_form() {
    let folder = folder();
    for (form, _) in FORMS {
        let said = check(folder.path(), &format!("report results.json -o {form}=/dev/full"), 1);
        assert!(said.stderr.contains("No space left on device"), "{}", said.stderr);
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let words = ["report", "results.json", "--format", form];
        let output = blackstart(folder.path()).args(words).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{form}");
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let folder = folder();
    for (form, _) in FORMS {
        let words = ["report", "results.json", "--format", form];
        let mut command = blackstart(folder.path());
        let mut child = command.args(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()), "{form}");
    }
}

#[test]
fn what_is_no_results_file_is_told() {
    let whole = fs::read_to_string(results()).unwrap();
    for (text, about) in [
        (whole[..whole.len() / 2].to_owned(), "no results"),
        (whole.replacen("blackstart/results/1", "blackstart/results/9", 1), "blackstart/results/9"),
        (String::new(), "it is empty"),
        ("{\"schema\": 1}".to_owned(), "no results"),
    ] {
        let folder = folder_with(&text);
        let said = check(folder.path(), "report results.json", 3);
        assert!(said.stderr.contains(about) && said.stdout.is_empty(), "{}", said.stderr);
    }
    let folder = folder_with("{}");
    fs::write(folder.path().join("results.json"), b"{\xff}").unwrap();
    assert!(check(folder.path(), "report results.json", 3).stderr.contains("not UTF-8"));
    check(folder.path(), "report none.json", 1);
}

#[test]
fn a_template_is_filled_or_refused() {
    let folder = folder();
    fs::write(folder.path().join("mine.html"), "{{ title }}").unwrap();
    check(folder.path(), "report results.json --template mine.html -o html=r.html", 0);
    let said = check(folder.path(), "report results.json --template mine.html -o markdown=r.md", 2);
    assert!(said.stderr.contains("nothing is written as HTML"), "{}", said.stderr);
    fs::write(folder.path().join("mine.html"), b"\xff").unwrap();
    let said = check(folder.path(), "report results.json --template mine.html --format html", 3);
    assert!(said.stderr.contains("this is no template"), "{}", said.stderr);
    fs::write(folder.path().join("mine.html"), "one\n{{ titel }}").unwrap();
    let said = check(folder.path(), "report results.json --template mine.html --format html", 3);
    assert!(said.stderr.contains("mine.html:2: "), "{}", said.stderr);
    check(folder.path(), "report results.json --template none.html --format html", 1);
}

#[test]
fn a_partial_run_says_so_in_every_form_and_on_every_page() {
    let text = fs::read_to_string(results()).unwrap();
    let folder = folder_with(&text.replacen("\"trials_asked\":400", "\"trials_asked\":800", 1));
    super::write_all(folder.path());
    for (form, file) in FORMS {
        let path = folder.path().join(file);
        let text = match form {
            "xlsx" => super::read_back::parts(&path).into_values().collect(),
            _ => fs::read_to_string(&path).unwrap(),
        };
        assert!(text.to_lowercase().contains("partial"), "{form}");
        if form == "html" {
            assert!(text.contains("@top-left{content:\"PARTIAL"), "every printed page");
        }
    }
}

#[test]
fn what_does_not_go_together_is_refused() {
    let folder = folder();
    let said = check(folder.path(), "report results.json --trials 5", 2);
    assert!(said.stderr.contains("--trials says how to play"), "{}", said.stderr);
    check(folder.path(), "report results.json --format text", 2);
    fs::copy(results(), folder.path().join("again.json")).unwrap();
    for twice in ["results.json results.json", "results.json again.json"] {
        let said = check(folder.path(), &format!("report {twice}"), 2);
        assert!(said.stderr.contains("hold the same run of"), "{}", said.stderr);
    }
    let said = check(folder.path(), "report results.json -o htm=x", 2);
    assert!(said.stderr.contains("no kind `htm`"), "{}", said.stderr);
    let said = check(folder.path(), "report results.json --framework nosuch", 4);
    assert!(said.stderr.contains("there are: dora"), "{}", said.stderr);
    let shop = shop();
    fs::copy(results(), shop.path().join("results.json")).unwrap();
    let said = check(shop.path(), "report results.json short.ron", 2);
    assert!(said.stderr.contains("do not go into one report"), "{}", said.stderr);
    check(shop.path(), "run short.ron --trials 400 -o json=shop.json -q", 0);
    let said = check(shop.path(), "report results.json shop.json", 2);
    assert!(said.stderr.contains("of different models"), "{}", said.stderr);
}

#[test]
fn standard_input_and_endings_are_understood() {
    let folder = folder();
    let mut command = blackstart(folder.path());
    let input = fs::File::open(results()).unwrap();
    let output = command.args(["report", "-", "--format", "csv"]).stdin(input).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    check(folder.path(), "report results.json -o r.csv -o r.sarif -o r.json -o r.md", 0);
    assert_eq!(fs::read(folder.path().join("r.csv")).unwrap(), output.stdout);
    assert_eq!(fs::read(folder.path().join("r.json")).unwrap(), fs::read(results()).unwrap());
    assert!(fs::read_to_string(folder.path().join("r.sarif")).unwrap().starts_with('{'));
    assert!(fs::read_to_string(folder.path().join("r.md")).unwrap().starts_with("# Continuity gap report"));
}

#[test]
fn a_report_of_scenarios_leaves_with_the_status_of_a_run() {
    let shop = shop();
    let said = check(shop.path(), "report short.ron --trials 400 --framework dora", 0);
    assert!(said.stdout.contains("### DORA") && !said.stdout.contains("### SOC 2"), "{}", said.stdout);
    check(shop.path(), "report short.ron long.ron --trials 400 -o r.md", 10);
    check(shop.path(), "report long.ron --trials 400 -o r2.md --advisory", 0);
    // What was made of results was judged when they were played.
    check(shop.path(), "run long.ron --trials 400 -o json=r.json -q", 10);
    check(shop.path(), "report r.json -o r3.md", 0);
}

#[test]
fn a_study_that_lacks_something_is_refused_with_what_it_lacks() {
    let folder = folder();
    for (kind, lacks, text) in [
        ("sweep", "/losses", "{}"),
        ("ladder", "/steps/0/at", r#"{"along": [], "steps": [{}]}"#),
        ("advise", "/together", r#"{"singles": []}"#),
    ] {
        let mut study: serde_json::Value = serde_json::from_str(text).unwrap();
        study["schema"] = format!("blackstart/{kind}/1").into();
        fs::write(folder.path().join("study.json"), study.to_string()).unwrap();
        let said = check(folder.path(), "report study.json results.json -o html=x.html", 3);
        assert!(said.stderr.contains(&format!("{lacks} is missing")), "{kind}: {}", said.stderr);
        assert!(!folder.path().join("x.html").exists());
    }
}
