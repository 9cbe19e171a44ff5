//! Disks that are full, folders that refuse, calls that fail, processes that are killed: a report is whole or not there,
//! and what stood in its place still stands (F2, F4 to F7, F14, F15 of the list of faults). Where a test needs mounts of its
//! own or a tracer and the machine grants none, it says so and looks at nothing.
#![cfg(target_os = "linux")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use super::{FORMS, folder_with, results};
use crate::cli::{blackstart, check, names_in, shop};

const PROGRAM: &str = env!("CARGO_BIN_EXE_blackstart");

fn folder() -> tempfile::TempDir {
    folder_with(&fs::read_to_string(results()).unwrap())
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), &output.stderr].concat()).into_owned()
}

/// Runs the program where `mounts`, lines of a shell, were done; `None` where nobody may mount.
fn mounted(folder: &Path, mounts: &str, words: &[&str]) -> Option<Output> {
    let inside = |script: &str| {
        let mut command = Command::new("unshare");
        command.current_dir(folder).args(["--map-root-user", "--mount", "sh", "-ec", script, PROGRAM]);
        command
    };
    let may = inside(mounts).output().is_ok_and(|probe| probe.status.success());
    if !may {
        eprintln!("skipped: nobody may mount anything here");
        return None;
    }
    Some(inside(&format!("{mounts}\nexec \"$0\" \"$@\"")).args(words).output().unwrap())
}

/// Runs the program under a tracer that makes calls fail; `None` where nothing may be traced.
fn failing(folder: &Path, inject: &str, words: &[&str]) -> Option<Output> {
    let traced = |arguments: &[&str]| {
        let mut command = Command::new("strace");
        command.current_dir(folder).args(["-f", "-qq", "-o", "/dev/null"]).args(arguments);
        command.output()
    };
    if !traced(&["true"]).is_ok_and(|probe| probe.status.success()) {
        eprintln!("skipped: nothing may be traced here");
        return None;
    }
    let inject = format!("inject={inject}");
    Some(traced(&[&["-e", &inject, PROGRAM], words].concat()).unwrap())
}

/// What the program asked of the machine about files, call by call; `None` where nothing may be traced.
fn calls(folder: &Path, more: &[&str], words: &[&str]) -> Option<Vec<String>> {
    let trace =
        ["-f", "-qq", "-y", "-o", "calls.txt", "-e", "trace=openat,write,fsync,/^rename,/^link,/^unlink"];
    let output = Command::new("strace")
        .current_dir(folder)
        .args([&trace, more, &[PROGRAM], words].concat())
        .output()
        .ok()
        .filter(|_| folder.join("calls.txt").exists());
    if output.is_none() {
        eprintln!("skipped: nothing may be traced here");
    }
    output?;
    let text = fs::read_to_string(folder.join("calls.txt")).unwrap();
    fs::remove_file(folder.join("calls.txt")).unwrap();
    Some(text.lines().map(str::to_owned).collect())
}

#[test]
fn a_report_is_written_synced_renamed_and_its_folder_synced_in_that_order() {
    let folder = folder();
    let words = ["report", "results.json", "--force", "-o", "r.md"];
    let Some(calls) = calls(folder.path(), &[], &words) else { return };
    let position = |what: &str, on: &str| {
        let is = |call: &&String| call.contains(what) && call.contains(on);
        calls.iter().rposition(|call| is(&call)).unwrap_or_else(|| panic!("no {what} {on}: {calls:#?}"))
    };
    let order = [
        position("write(", ".part>"),
        position("fsync(", ".part>"),
        position("rename", "r.md"),
        // Of the folder, whose name has no such ending.
        calls.iter().rposition(|call| call.contains("fsync(") && !call.contains(".part>")).unwrap(),
    ];
    assert!(order.is_sorted_by(|a, b| a < b), "{order:?}: {calls:#?}");
}

#[test]
fn a_file_that_could_not_be_synced_is_not_synced_again() {
    let folder = folder();
    fs::write(folder.path().join("r.md"), "mine").unwrap();
    let words = ["report", "results.json", "--force", "-o", "r.md"];
    let more = ["-e", "inject=fsync:error=EIO:when=1"];
    let Some(calls) = calls(folder.path(), &more, &words) else { return };
    assert_eq!(calls.iter().filter(|call| call.contains("fsync(")).count(), 1, "{calls:#?}");
    assert_eq!(fs::read_to_string(folder.path().join("r.md")).unwrap(), "mine");
    assert_eq!(names_in(folder.path()), ["r.md", "results.json"]);
}

#[test]
fn a_workbook_is_refused_on_a_terminal_and_every_other_form_is_shown() {
    let folder = folder();
    for (form, _) in FORMS {
        let command = format!("'{PROGRAM}' report results.json --format {form}");
        let output = Command::new("script")
            .current_dir(folder.path())
            .args(["--quiet", "--return", "--command", &command, "/dev/null"])
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let said = told(&output);
        if form == "xlsx" {
            assert_eq!(output.status.code(), Some(2), "{said}");
            assert!(said.contains("xlsx is not for a terminal") && said.contains("-o xlsx=FILE"), "{said}");
        } else {
            assert_eq!(output.status.code(), Some(0), "{form}: {said}");
            assert!(said.len() > 1_000, "{form}");
        }
    }
}

#[test]
fn a_folder_that_refuses_is_found_before_the_first_trial_in_every_form() {
    let shop = shop();
    fs::create_dir(shop.path().join("kept")).unwrap();
    let read_only = "mount --bind kept kept\nmount -o remount,bind,ro kept";
    for (form, _) in FORMS {
        // So many trials would take days. In /sys nobody may make a file, be it root.
        let line = format!("report short.ron --trials 1000000000 -o {form}=/sys/r");
        let said = check(shop.path(), &line, 1);
        assert!(said.stderr.contains("cannot write /sys/r: "), "{}", said.stderr);
        let ask = format!("{form}=kept/r");
        let words = ["report", "short.ron", "--trials", "1000000000", "-o", &ask];
        let Some(output) = mounted(shop.path(), read_only, &words) else { continue };
        assert_eq!(output.status.code(), Some(1), "{}", told(&output));
        assert!(told(&output).contains("cannot write kept/r: Read-only file system"), "{}", told(&output));
    }
    let said = check(shop.path(), "run short.ron --trials 1000000000 --bundle /sys/kept", 1);
    assert!(said.stderr.contains("cannot write"), "{}", said.stderr);
    assert!(names_in(&shop.path().join("kept")).is_empty());
}

#[test]
fn on_a_full_disk_the_old_report_stays_and_nothing_else_is_left() {
    let folder = folder();
    fs::create_dir(folder.path().join("small")).unwrap();
    for (form, _) in FORMS {
        // Two pages of memory, and both are taken: a new file can begin and not go on.
        let mounts = "mount -t tmpfs -o size=8k tmpfs small\necho mine > small/r\necho more > small/more";
        let script = format!("{mounts}\n\"$0\" \"$@\" || code=$?\ncat small/r\nls -A small\nexit $code");
        let ask = format!("{form}=small/r");
        let output = Command::new("unshare")
            .current_dir(folder.path())
            .args(["--map-root-user", "--mount", "sh", "-ec", &script, PROGRAM])
            .args(["report", "results.json", "--force", "-o", &ask])
            .output();
        let Ok(output) = output else { return eprintln!("skipped: there is no `unshare`") };
        if String::from_utf8_lossy(&output.stderr).contains("ermission") {
            return eprintln!("skipped: nobody may mount anything here");
        }
        let said = told(&output);
        assert_eq!(output.status.code(), Some(1), "{form}: {said}");
        assert!(said.contains("cannot write small/r: No space left on device"), "{form}: {said}");
        assert!(said.contains("help: it needs ") && said.contains(" bytes; "), "{form}: {said}");
        assert!(said.starts_with("mine\nmore\nr\n"), "{form}: {said}");
    }
}

#[test]
fn a_call_that_fails_leaves_the_old_report_or_the_new_one() {
    let folder = folder();
    let path = folder.path().join("r.md");
    check(folder.path(), "report results.json --as-of 2026-11-21 -o r.md", 0);
    let whole = fs::read(&path).unwrap();
    let words = ["report", "results.json", "--as-of", "2026-11-21", "--force", "-o", "r.md"];
    for call in ["fsync:error=EIO", "/^rename:error=EIO", "write:error=ENOSPC", "/^openat?:error=EMFILE"] {
        let mut refused = 0;
        // The calls of the program's own start come first; a run in which none fails any more ends the row.
        for when in 1..200 {
            fs::write(&path, "mine").unwrap();
            let Some(output) = failing(folder.path(), &format!("{call}:when={when}"), &words) else { return };
            let found = fs::read(&path).unwrap();
            assert!(found == b"mine" || found == whole, "{call} {when}: {} bytes", found.len());
            assert_eq!(names_in(folder.path()), ["r.md", "results.json"], "{call} {when}");
            let code = output.status.code();
            assert_ne!(code, Some(101), "{call} {when}: {}", told(&output));
            if code == Some(0) && found == whole {
                break;
            }
            refused += usize::from(code == Some(1));
        }
        assert!(refused > 0 || call.starts_with("/^open"), "no {call} was ever refused");
    }
}

#[test]
fn a_killed_program_leaves_the_old_report_or_the_new_one() {
    let folder = folder();
    let path = folder.path().join("r.html");
    check(folder.path(), "report results.json --as-of 2026-11-21 -o r.html", 0);
    let whole = fs::read(&path).unwrap();
    let words = ["report", "results.json", "--as-of", "2026-11-21", "--force", "-o", "r.html"];
    let (mut old, mut new) = (0, 0);
    for wait in (0..400_u64).step_by(10) {
        fs::write(&path, "mine").unwrap();
        let mut child = blackstart(folder.path()).args(words).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        child.kill().unwrap();
        child.wait().unwrap();
        let found = fs::read(&path).unwrap();
        assert!(found == b"mine" || found == whole, "{} bytes after {wait} ms", found.len());
        if found == whole { new += 1 } else { old += 1 }
    }
    check(folder.path(), "report results.json --as-of 2026-11-21 -o r.html --force", 0);
    assert!(fs::read(&path).unwrap() == whole && old > 0, "{old} old, {new} new");
}

#[test]
fn a_killed_run_leaves_a_bundle_that_verifies_or_none() {
    let shop = shop();
    let kept = shop.path().join("kept");
    for wait in (0..300_u64).step_by(20) {
        let words = ["run", "mixed.ron", "--trials", "300", "--bundle", "kept", "-q"];
        let mut child = blackstart(shop.path()).args(words).stdout(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        child.kill().unwrap();
        child.wait().unwrap();
        // A file beside its place is all that may be left over.
        let left: Vec<String> = if kept.exists() { names_in(&kept) } else { Vec::new() };
        left.iter()
            .filter(|name| name.ends_with(".part"))
            .for_each(|name| fs::remove_file(kept.join(name)).unwrap());
        let output = blackstart(shop.path()).args(["verify", "kept"]).output().unwrap();
        match output.status.code() {
            Some(0) => assert!(kept.join("manifest.sha256").exists()),
            code => assert_eq!(code, Some(if kept.exists() { 13 } else { 1 }), "{}", told(&output)),
        }
        if kept.exists() {
            fs::remove_dir_all(&kept).unwrap();
        }
    }
}

#[test]
fn closed_streams_keep_no_report_from_being_written() {
    let folder = folder();
    for (form, file) in FORMS {
        let script = format!("\"$0\" report results.json -o {form}={file} >&- 2>&-");
        let status = Command::new("sh").current_dir(folder.path()).args(["-c", &script, PROGRAM]).status();
        assert_eq!(status.unwrap().code(), Some(0), "{form}");
        assert!(fs::metadata(folder.path().join(file)).unwrap().len() > 500, "{form}");
    }
}
