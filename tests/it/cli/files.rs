//! Where results go: streams stay pure, files are whole or not there, nothing is overwritten unasked.

use std::fs;
use std::process::Stdio;

use serde_json::Value;

use super::{blackstart, check, names_in, say, shop};

fn json(line: &str) -> Value {
    serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))
}

#[test]
fn json_on_standard_output_is_json_alone() {
    let shop = shop();
    let said = check(shop.path(), "run short.ron long.ron --trials 200 --format json", 10);
    assert_eq!(said.stderr, "");
    let titles: Vec<Value> =
        said.stdout.lines().map(|line| json(line)["scenario"]["title"].clone()).collect();
    assert_eq!(titles, ["short", "long"]);
    let said = check(shop.path(), "replay short.ron --trial 0 --format json", 0);
    assert_eq!(said.stderr, "");
    assert_eq!(json(&said.stdout)["schema"], "blackstart/timeline/1");
}

#[test]
fn a_file_holds_all_scenarios_of_the_call() {
    let shop = shop();
    let said = check(shop.path(), "run short.ron long.ron --trials 200 -o json=all.json -o text=all.txt", 10);
    let file = fs::read_to_string(shop.path().join("all.json")).unwrap();
    assert_eq!(file.lines().map(|line| json(line)["run"]["trials"].clone()).collect::<Vec<_>>(), [200, 200]);
    assert_eq!(fs::read_to_string(shop.path().join("all.txt")).unwrap(), said.stdout);
    assert_eq!(
        names_in(shop.path()),
        ["all.json", "all.txt", "long.ron", "mixed.ron", "model.ron", "short.ron"]
    );
}

#[test]
fn a_dash_says_what_standard_output_carries() {
    let shop = shop();
    let said = check(shop.path(), "run short.ron --trials 200 -o json=-", 0);
    assert_eq!(json(&said.stdout)["run"]["trials"], 200);
}

#[test]
fn a_report_is_not_written_as_something_else_under_the_name_of_an_office_paper() {
    let shop = shop();
    let said = check(shop.path(), "report short.ron --trials 200 -o gaps.pdf", 2);
    assert!(
        said.stderr.contains("no form `pdf`") && said.stderr.contains("print the page"),
        "{}",
        said.stderr
    );
    assert!(!shop.path().join("gaps.pdf").exists());
    check(shop.path(), "report short.ron --trials 200 -o html=gaps.pdf", 0);
}

#[test]
fn an_existing_file_is_replaced_only_by_force() {
    let shop = shop();
    let file = shop.path().join("out.json");
    fs::write(&file, "mine").unwrap();
    let said = check(shop.path(), "run short.ron --trials 200 -o json=out.json", 1);
    assert!(said.stderr.contains("--force") && said.stdout.is_empty(), "{}{}", said.stderr, said.stdout);
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    check(shop.path(), "run short.ron --trials 200 -o json=out.json --force", 0);
    json(&fs::read_to_string(&file).unwrap());
}

#[test]
fn an_output_that_cannot_be_written_is_found_before_the_first_trial() {
    let shop = shop();
    for file in ["none/out.json", ".", "model.ron/out.json"] {
        // So many trials would take days.
        let line = format!("run short.ron --trials 1000000000 -o json={file}");
        let said = check(shop.path(), &line, 1);
        assert!(said.stderr.contains("cannot write"), "{}", said.stderr);
        assert!(!said.stderr.contains(".part"), "{}", said.stderr);
    }
    assert_eq!(names_in(shop.path()), ["long.ron", "mixed.ron", "model.ron", "short.ron"]);
}

#[test]
fn two_outputs_never_share_a_file_however_they_are_spelled() {
    let shop = shop();
    fs::create_dir(shop.path().join("out")).unwrap();
    for twice in ["-o html=out/a -o csv=out/./a", "-o json=out/a -o json=out/a", "-o html=a -o csv=out/../a"]
    {
        for force in ["", " --force"] {
            let said = check(shop.path(), &format!("run short.ron --trials 100 {twice}{force}"), 2);
            assert!(said.stderr.contains("two outputs go to"), "{}", said.stderr);
        }
    }
    let said =
        check(shop.path(), "whatif short.ron --set teams.staff.people=2 -o html=out/b -o json=out/./b", 2);
    assert!(said.stderr.contains("two outputs go to"), "{}", said.stderr);
    assert_eq!(fs::read_dir(shop.path().join("out")).unwrap().count(), 0, "nothing was written");
}

#[cfg(target_os = "linux")]
#[test]
fn a_pipe_that_nobody_reads_from_is_refused_before_the_first_trial() {
    let shop = shop();
    let pipe = shop.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let said = check(shop.path(), "run short.ron --trials 100 -o html=pipe", 1);
    assert!(said.stderr.contains("nobody reads from this pipe"), "{}", said.stderr);
    let reader = std::thread::spawn(move || fs::read_to_string(&pipe).unwrap());
    while say(shop.path(), &["run", "short.ron", "--trials", "100", "-o", "json=pipe"]).code != 0 {}
    assert_eq!(json(&reader.join().unwrap())["run"]["trials"], 100);
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_takes_no_files_is_not_called_missing() {
    let said = check(shop().path(), "run short.ron --trials 64 -o json=/proc/out.json", 1);
    assert!(said.stderr.contains("its folder takes no new files"), "{}", said.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let shop = shop();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output =
        blackstart(shop.path()).args(["run", "short.ron", "--trials", "200"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("cannot write to standard output: No space left on device"), "{stderr}");
    let said = check(shop.path(), "run short.ron --trials 200 -o json=/dev/full", 1);
    assert!(said.stderr.contains("cannot write /dev/full: No space left on device"), "{}", said.stderr);
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let shop = shop();
    let line = ["run", "long.ron", "--trials", "200", "-o", "json=out.json"];
    let mut child =
        blackstart(shop.path()).args(line).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr), (Some(10), Vec::new()));
    json(&fs::read_to_string(shop.path().join("out.json")).unwrap());
}

#[test]
fn the_summary_repeats_to_the_byte_from_its_own_line() {
    let shop = shop();
    let said = check(shop.path(), "run mixed.ron --trials 300 --seed 7 --set services.sales.rto=3h", 10);
    let repeat =
        said.stdout.lines().find_map(|line| line.strip_prefix("Repeat exactly: blackstart ")).unwrap();
    let again = check(shop.path(), &repeat.replace('\'', ""), 10);
    assert_eq!(again.stdout, said.stdout);
}

#[test]
fn a_random_seed_is_told_and_repeats() {
    let shop = shop();
    let said = check(shop.path(), "run short.ron --trials 100 --seed random --format json", 0);
    let seed = json(&said.stdout)["run"]["seed"].as_u64().unwrap();
    assert_eq!(said.stderr, format!("seed {seed}\n"));
    let again = check(shop.path(), &format!("run short.ron --trials 100 --seed {seed} --format json"), 0);
    assert_eq!(again.stdout, said.stdout);
}
