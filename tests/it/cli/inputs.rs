//! What the command line makes of odd inputs: strays, links, pipes, characters that drive terminals.

use std::fs;
use std::process::Command;

use super::{check, say, shop};

#[test]
fn a_folder_stands_for_its_organisations() {
    let shop = shop();
    fs::write(shop.path().join("notes.ron"), "(name: \"notes\")").unwrap();
    fs::write(shop.path().join("notes.txt"), "not ron").unwrap();
    fs::create_dir(shop.path().join("other")).unwrap();
    fs::write(shop.path().join("other/model.ron"), "(systems: { \"a\": (needs: [\"b\"]) })").unwrap();
    let said = check(shop.path(), "check .", 3);
    assert!(said.stdout.contains("model.ron: model, 3 findings"), "{}", said.stdout);
    assert!(said.stdout.contains("short.ron: scenario, 2 findings"), "{}", said.stdout);
    assert!(said.stdout.contains("notes.ron: belongs to nobody"), "{}", said.stdout);
    assert!(said.stdout.contains("other/model.ron: 1 fault"), "{}", said.stdout);
    assert!(said.stdout.contains("6 files checked, 1 with faults, 1 high, 5 low"), "{}", said.stdout);
    assert!(said.stderr.contains("other/model.ron:1:"), "{}", said.stderr);
}

#[test]
fn what_reads_as_a_model_is_checked_as_one_whatever_its_name() {
    let shop = shop();
    let broken = |needs: &str| format!("(systems: {{ \"a\": (needs: [\"{needs}\"]) }})");
    fs::create_dir(shop.path().join("other")).unwrap();
    fs::write(shop.path().join("other/hospital.ron"), broken("zz")).unwrap();
    for line in ["check other/hospital.ron", "check other", "check ."] {
        let said = check(shop.path(), line, 3);
        assert!(said.stderr.contains("E0201") && said.stderr.contains("`zz`"), "{line}: {}", said.stderr);
        assert!(said.stdout.contains("other/hospital.ron: 1 fault"), "{line}: {}", said.stdout);
    }
    // Named by a scenario that comes later, it is still one file.
    let scenario = r#"(title: "x", model: "hospital.ron", horizon: "2d")"#;
    fs::write(shop.path().join("other/outage.ron"), scenario).unwrap();
    fs::write(shop.path().join("other/hospital.ron"), "(systems: { \"a\": () })").unwrap();
    let said = check(shop.path(), "check other", 0);
    assert_eq!(said.stdout.matches("hospital.ron: model").count(), 1, "{}", said.stdout);
    assert!(said.stdout.contains("2 files checked"), "{}", said.stdout);
}

#[test]
fn a_part_that_a_model_includes_is_no_model_of_its_own() {
    let shop = shop();
    let write = |name: &str, text: &str| fs::write(shop.path().join(name), text).unwrap();
    fs::create_dir(shop.path().join("h")).unwrap();
    // The parts, by themselves, name what only the whole has; a part of a part comes before it.
    write("h/house.ron", r#"(include: ["sites.ron"], systems: { "a": (home: "x") })"#);
    write("h/sites.ron", r#"(include: "grids.ron", sites: { "x": (needs: ["grid"]) })"#);
    write("h/grids.ron", r#"(suppliers: { "grid": (needs: ["zz"]) })"#);
    let said = check(shop.path(), "check h", 3);
    for part in ["sites.ron", "grids.ron"] {
        assert!(said.stdout.contains(&format!("h/{part}: part of a model")), "{}", said.stdout);
        assert!(!said.stderr.contains(&format!("h/{part}:")), "{}", said.stderr);
    }
    assert!(said.stdout.contains("h/house.ron: 2 faults"), "{}", said.stdout);
    // Without the whole each is looked at for itself.
    let said = check(shop.path(), "check h/grids.ron", 3);
    assert!(said.stderr.contains("h/grids.ron:1:"), "{}", said.stderr);
}

#[test]
fn a_scenario_that_forgot_its_model_is_told_so() {
    let shop = shop();
    fs::write(shop.path().join("half.ron"), r#"(title: "x", horizon: "2d", events: [])"#).unwrap();
    let said = check(shop.path(), "check half.ron", 3);
    assert!(said.stderr.contains("E0111") && said.stderr.contains("`model`"), "{}", said.stderr);
}

#[test]
fn errors_can_be_read_by_programs() {
    let shop = shop();
    fs::write(shop.path().join("typo.ron"), r#"(title: "x", model: "model.ron", horizn: "2d")"#).unwrap();
    for line in ["check typo.ron --error-format json", "run typo.ron none.ron --error-format json"] {
        let said = say(shop.path(), &line.split(' ').collect::<Vec<_>>());
        assert!(said.stderr.lines().count() >= 1, "{line}");
        for object in said.stderr.lines() {
            let object: serde_json::Value = serde_json::from_str(object).unwrap();
            assert_eq!(object["severity"], "error", "{line}");
        }
    }
}

#[test]
fn programs_can_read_what_is_wrong_with_a_command_line() {
    let shop = shop();
    for (line, begins, helps) in [
        (
            "chec . --error-format json",
            "unrecognized subcommand 'chec'",
            "similar subcommand exists: 'check'",
        ),
        ("run --error-format=json --trials x short.ron", "invalid value 'x' for '--trials <N>'", "--help"),
        ("run --error-format=json --nothing short.ron", "unexpected argument '--nothing'", "Usage: "),
    ] {
        let said = say(shop.path(), &line.split(' ').collect::<Vec<_>>());
        assert_eq!((said.code, said.stdout.as_str()), (2, ""), "{line}");
        let object: serde_json::Value = serde_json::from_str(&said.stderr).unwrap();
        assert_eq!((&object["severity"], &object["exit"]), (&"error".into(), &2.into()), "{line}");
        assert!(object["message"].as_str().unwrap().starts_with(begins), "{}", said.stderr);
        assert!(object["help"].to_string().contains(helps), "{}", said.stderr);
    }
    let said = say(shop.path(), &["chec", "--error-format", "human"]);
    assert!(said.stderr.starts_with("error: "), "{}", said.stderr);
}

#[test]
fn where_standard_input_is_not_read_that_is_said() {
    let shop = shop();
    for line in ["run -", "compare - r.json", "whatif short.ron --patch -"] {
        let said = say(shop.path(), &line.split(' ').collect::<Vec<_>>());
        assert_eq!(said.code, 1, "{line}: {}", said.stderr);
        assert!(said.stderr.contains("standard input is not read here"), "{line}: {}", said.stderr);
    }
}

#[test]
fn the_faults_of_a_model_are_said_once() {
    let shop = shop();
    fs::write(shop.path().join("model.ron"), "(systems: { \"till\": (needs: [\"power\"]) })").unwrap();
    let said = check(shop.path(), "check .", 3);
    assert_eq!(said.stderr.matches("`power`").count(), 1, "{}", said.stderr);
    assert!(said.stdout.contains("short.ron: no faults of its own, but its model has"), "{}", said.stdout);
}

#[test]
fn a_file_far_too_large_is_invalid_and_not_read_to_its_end() {
    let shop = shop();
    fs::File::create(shop.path().join("big.ron")).unwrap().set_len(1 << 40).unwrap();
    for line in ["run big.ron", "check big.ron"] {
        let said = check(shop.path(), line, 3);
        assert!(said.stderr.contains("E0003"), "{}", said.stderr);
    }
}

#[cfg(unix)]
#[test]
fn pipes_and_devices_are_refused_at_once() {
    let shop = shop();
    let pipe = shop.path().join("pipe.ron");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    std::os::unix::fs::symlink("/dev/zero", shop.path().join("zero.ron")).unwrap();
    for file in ["pipe.ron", "zero.ron"] {
        let said = check(shop.path(), &format!("run {file}"), 1);
        assert!(said.stderr.contains("a device or a pipe"), "{}", said.stderr);
    }
}

#[cfg(unix)]
#[test]
fn a_model_outside_the_folder_is_not_opened() {
    let shop = shop();
    let elsewhere = tempfile::tempdir().unwrap();
    fs::rename(shop.path().join("model.ron"), elsewhere.path().join("secret.ron")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path().join("secret.ron"), shop.path().join("model.ron")).unwrap();
    let said = check(shop.path(), "run short.ron", 3);
    assert!(said.stderr.contains("leads out of the folder"), "{}", said.stderr);
    let up = r#"(title: "x", model: "../secret.ron", horizon: "2d")"#;
    fs::write(shop.path().join("up.ron"), up).unwrap();
    let said = check(shop.path(), "run up.ron", 3);
    assert!(said.stderr.contains("up.ron:1:"), "{}", said.stderr);
}

#[test]
fn nothing_that_drives_a_terminal_reaches_one() {
    let shop = shop();
    // As an escape the file may hold it; as itself it is refused.
    let name = r#"Shop\u{1b}[31m\u{202e}\nRTO kept"#;
    let text = fs::read_to_string(shop.path().join("model.ron")).unwrap();
    fs::write(shop.path().join("model.ron"), text.replace("Corner shop", name)).unwrap();
    for words in [["run", "short.ron", "--trials", "10"], ["replay", "short.ron", "--trial", "0"]] {
        let said = say(shop.path(), &words);
        let odd = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!said.stdout.contains(odd) && !said.stderr.contains(odd), "{}{}", said.stdout, said.stderr);
        assert!(
            said.code == 3 || said.stdout.contains("Shop\\u{1b}[31m\\u{202e}\\u{a}RTO kept"),
            "{}",
            said.stdout
        );
    }
    let said = say(shop.path(), &["run", "short.ron", "--trials", "10", "--format", "json"]);
    assert!(
        !said.stdout.contains(|c: char| (c.is_control() && c != '\n') || c == '\u{202e}'),
        "{}",
        said.stdout
    );
    let said = say(shop.path(), &["explain", "E0\u{1b}[2J"]);
    assert!(!said.stderr.contains('\u{1b}'), "{}", said.stderr);
}

#[test]
fn a_model_that_cannot_be_read_is_listed_once() {
    let shop = shop();
    fs::write(shop.path().join("model.ron"), "(\n    # a comment, as elsewhere\n)").unwrap();
    let said = check(shop.path(), "check .", 3);
    let words = said.stdout.lines().filter(|line| line.contains("model.ron:")).count();
    assert_eq!(words, 1, "{}", said.stdout);
    assert_eq!(said.stderr.matches("error[").count(), 1, "{}", said.stderr);
    assert!(said.stderr.contains("write that in place of `#`"), "{}", said.stderr);
}

#[test]
fn ascii_means_ascii() {
    let shop = shop();
    let text = fs::read_to_string(shop.path().join("model.ron")).unwrap();
    fs::write(shop.path().join("model.ron"), text.replace("Corner shop", "Café Müller")).unwrap();
    for line in ["run short.ron --trials 10 --ascii", "replay short.ron --trial 0 --ascii"] {
        let said = check(shop.path(), line, if line.starts_with("run") { 11 } else { 0 });
        assert!(said.stdout.is_ascii() && said.stdout.contains("Caf\\u{e9}"), "{}", said.stdout);
    }
}

#[test]
fn every_line_fits_the_width() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let said = say(root, &["run", "scenarios/harbour-bank/ransomware.ron", "--trials", "200", "-v"]);
    let copied = ["See it happen:", "Repeat exactly:", "Digest:", "Read:"];
    for line in said.stdout.lines().filter(|line| !copied.iter().any(|start| line.starts_with(start))) {
        assert!(line.chars().count() <= 110, "{line}");
    }
    let said = check(root, "replay scenarios/harbour-bank/ransomware.ron --trial 3", 0);
    for line in said.stdout.lines().filter(|line| !line.starts_with("Show again:")) {
        assert!(line.chars().count() <= 110, "{line}");
    }
}

#[test]
fn a_model_that_is_not_there_is_answered_with_the_file_that_was_meant() {
    let folder = shop();
    let scenario = fs::read_to_string(folder.path().join("mixed.ron")).expect("a scenario");
    fs::write(folder.path().join("slip.ron"), scenario.replace("model.ron", "modell.ron")).expect("written");
    let said = check(folder.path(), "run slip.ron", 3);
    assert!(said.stderr.contains("did you mean `model.ron`?"), "{}", said.stderr);
}

#[test]
fn a_number_beyond_all_bounds_is_called_too_large() {
    let folder = shop();
    let model = fs::read_to_string(folder.path().join("model.ron")).expect("a model");
    let crowd = model.replace("people: 1", "people: 99999999999999999999");
    fs::write(folder.path().join("model.ron"), crowd).expect("written");
    let said = check(folder.path(), "check model.ron", 3);
    assert!(said.stderr.contains("`99999999999999999999` is too large a number"), "{}", said.stderr);
}
