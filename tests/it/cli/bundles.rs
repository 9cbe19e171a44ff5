//! Bundles of evidence: what was written verifies, any changed byte is found, and the inputs give the same results again.

use std::fs;
use std::path::{Path, PathBuf};

use super::{check, shop};

/// A shop with the bundle of a run in the folder `kept`.
fn bundled(options: &str) -> tempfile::TempDir {
    let folder = shop();
    check(folder.path(), &format!("run mixed.ron --trials 300 --bundle kept{options}"), 11);
    folder
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

#[test]
fn what_was_written_verifies_and_gives_the_same_results_again() {
    let folder = bundled(" --set teams.staff.people=2");
    let names: Vec<String> = files_below(&folder.path().join("kept"))
        .iter()
        .map(|path| {
            path.strip_prefix(folder.path().join("kept")).expect("below").to_string_lossy().into_owned()
        })
        .collect();
    for name in [
        "inputs/mixed.ron",
        "inputs/model.ron",
        "manifest.json",
        "manifest.sha256",
        "report.html",
        "report.md",
        "results.json",
    ] {
        assert!(names.iter().any(|found| found == name), "{name}: {names:?}");
    }
    let said = check(folder.path(), "verify kept", 0);
    assert!(said.stdout.contains("--set teams.staff.people=2"), "{}", said.stdout);
    let said = check(folder.path(), "verify kept --rerun", 0);
    assert!(said.stdout.contains("the same results"), "{}", said.stdout);
}

#[test]
fn every_changed_byte_is_found_whatever_file_it_is_in() {
    let folder = bundled("");
    for file in files_below(&folder.path().join("kept")) {
        let bytes = fs::read(&file).expect("readable");
        // Each file at some 8 places, its first and last byte among them.
        let step = (bytes.len() / 7).max(1);
        for at in (0..bytes.len()).step_by(step).chain([bytes.len() - 1]) {
            let mut flipped = bytes.clone();
            flipped[at] ^= 0x01;
            fs::write(&file, &flipped).expect("written");
            let said = check(folder.path(), "verify kept", 13);
            let name = file.file_name().expect("a file").to_string_lossy();
            let named = if name == "manifest.sha256" { "manifest.json".into() } else { name };
            assert!(said.stderr.contains(&*named), "byte {at}: {}", said.stderr);
        }
        fs::write(&file, &bytes).expect("written");
    }
    check(folder.path(), "verify kept", 0);
}

#[test]
fn what_is_missing_or_added_is_named() {
    let folder = bundled("");
    let results = folder.path().join("kept/results.json");
    let bytes = fs::read(&results).expect("readable");
    fs::remove_file(&results).expect("removed");
    assert!(check(folder.path(), "verify kept", 13).stderr.contains("results.json"));
    fs::write(&results, bytes).expect("written");
    fs::write(folder.path().join("kept/inputs/more.ron"), "()").expect("written");
    assert!(check(folder.path(), "verify kept", 13).stderr.contains("inputs/more.ron"));
    check(folder.path(), "verify nowhere", 1);
}

#[test]
fn results_that_the_inputs_do_not_give_are_found_by_a_rerun() {
    use sha2::{Digest, Sha256};
    let folder = bundled("");
    let hex =
        |bytes: &[u8]| Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let path = |name: &str| folder.path().join("kept").join(name);
    let results = fs::read_to_string(path("results.json")).expect("text");
    // Somebody makes the share look better and seals it anew.
    let forged = results.replacen("\"trials\":300", "\"trials\":301", 1);
    assert_ne!(results, forged);
    let manifest = fs::read_to_string(path("manifest.json")).expect("text");
    let manifest = manifest.replace(&hex(results.as_bytes()), &hex(forged.as_bytes()));
    fs::write(path("results.json"), &forged).expect("written");
    fs::write(path("manifest.json"), &manifest).expect("written");
    fs::write(path("manifest.sha256"), format!("{}  manifest.json\n", hex(manifest.as_bytes())))
        .expect("written");
    check(folder.path(), "verify kept", 0);
    let said = check(folder.path(), "verify kept --rerun", 13);
    assert!(said.stderr.contains("/run/trials: 301 became 300"), "{}", said.stderr);
}

#[test]
fn a_bundle_is_not_written_over_another_unless_forced() {
    let folder = bundled("");
    check(folder.path(), "run mixed.ron --trials 300 --bundle kept", 1);
    check(folder.path(), "run mixed.ron --trials 300 --bundle kept --force", 11);
    check(folder.path(), "verify kept --rerun", 0);
}

#[test]
fn a_bundle_is_not_written_among_files_that_are_no_part_of_it() {
    let folder = bundled("");
    std::fs::write(folder.path().join("kept/notes.txt"), "mine").expect("written");
    for force in ["", " --force"] {
        let said = check(folder.path(), &format!("run mixed.ron --trials 300 --bundle kept{force}"), 1);
        assert!(said.stderr.contains("kept holds notes.txt"), "{}", said.stderr);
    }
}

#[test]
fn a_bundle_is_played_where_it_is_named_and_not_with_the_folder_around_it() {
    let folder = bundled("");
    let played = |path: &str| {
        super::say(
            folder.path(),
            &["run", path, "--trials", "64", "--jobs", "1", "--force", "-o", "json=all.json"],
        );
        fs::read_to_string(folder.path().join("all.json")).expect("results")
    };
    let of_all = played(".");
    assert!(of_all.contains("mixed.ron") && !of_all.contains("kept"), "{of_all}");
    assert!(played("kept").contains("mixed.ron"));
}
