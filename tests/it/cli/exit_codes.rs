//! Every public status, each from the smallest cause.

use std::fs;

use super::{check, shop};

#[test]
fn verdicts_decide_the_status() {
    let shop = shop();
    check(shop.path(), "run short.ron --trials 1000", 0);
    check(shop.path(), "run long.ron --trials 1000", 10);
    check(shop.path(), "run long.ron --trials 1000 --advisory", 0);
    // Kept in about 91 of 100 runs where 90 are wanted: a hundred runs cannot tell.
    let said = check(shop.path(), "run mixed.ron --trials 100", 11);
    assert!(said.stdout.contains("would settle it"), "{}", said.stdout);
    assert!(said.stdout.contains("exit 11"), "{}", said.stdout);
}

#[test]
fn of_several_scenarios_the_worst_counts() {
    let shop = shop();
    check(shop.path(), "run short.ron mixed.ron --trials 100", 11);
    check(shop.path(), "run mixed.ron long.ron short.ron --trials 100", 10);
}

#[test]
fn a_folder_stands_for_its_scenarios() {
    let shop = shop();
    fs::write(shop.path().join("notes.ron"), "(owner: \"nobody\")").unwrap();
    let said = check(shop.path(), "run . long.ron --trials 100 --format json", 10);
    let names: Vec<&str> =
        said.stdout.lines().filter_map(|line| line.split("\"title\":").nth(1)?.get(1..5)).collect();
    assert_eq!(names, ["long", "mixe", "shor"], "each once, sorted by name: {}", said.stdout);
    let typo = r#"(title: "x", model: "model.ron", horizn: "2d")"#;
    fs::write(shop.path().join("typo.ron"), typo).unwrap();
    fs::write(shop.path().join("half.ron"), "(title: ").unwrap();
    let said = check(shop.path(), "run . --trials 100", 3);
    assert!(said.stdout.is_empty() && said.stderr.contains("typo.ron:1:"), "{}", said.stderr);
    assert!(said.stderr.contains("half.ron:1:"), "{}", said.stderr);
}

#[test]
fn the_faults_of_a_shared_model_are_said_once() {
    let shop = shop();
    let text = fs::read_to_string(shop.path().join("model.ron")).unwrap();
    fs::write(shop.path().join("model.ron"), text.replace("people: 1", "people: many")).unwrap();
    let said = check(shop.path(), "run . --trials 100", 3);
    assert_eq!(said.stderr.matches("error[").count(), 1, "{}", said.stderr);
}

#[test]
fn what_cannot_be_read_is_a_failure_of_the_tool() {
    let shop = shop();
    for line in ["run none.ron", "check none.ron", "replay none.ron", "replay .", "check /dev/null"] {
        let said = check(shop.path(), line, 1);
        assert!(said.stderr.starts_with("error: cannot read"), "{line}: {}", said.stderr);
        assert!(said.stdout.is_empty() || line.starts_with("check"), "{line}: {}", said.stdout);
    }
}

#[test]
fn a_command_line_without_sense_is_usage() {
    let shop = shop();
    for line in [
        "",
        "fly",
        "run",
        "run short.ron --trials 0",
        "run short.ron --trials many",
        "run short.ron --trials 100,000",
        "run short.ron --trials 1.5",
        "run short.ron --seed 9007199254740993",
        "run short.ron --jobs 0",
        "run short.ron --set people",
        "run short.ron -o pdf=x",
        "run short.ron -o json",
        "run short.ron -q -v",
        "run short.ron -o json=a -o text=a",
        "run short.ron -o json=model.ron --force",
        "run short.ron --csv-raw",
        "run short.ron --framework dora",
        "run short.ron --template page.html",
        "run short.ron --csv-raw -o html=x.html",
    ] {
        check(shop.path(), line, 2);
    }
    let said = check(shop.path(), "chekc .", 2);
    assert!(said.stderr.contains("check"), "{}", said.stderr);
}

#[test]
fn invalid_files_and_values_are_invalid() {
    let shop = shop();
    fs::write(shop.path().join("typo.ron"), r#"(title: "x", model: "model.ron", horizn: "2d")"#).unwrap();
    fs::write(shop.path().join("lost.ron"), r#"(title: "x", model: "modell.ron", horizon: "2d")"#).unwrap();
    let said = check(shop.path(), "run typo.ron", 3);
    assert!(said.stderr.contains("typo.ron:1:") && said.stderr.contains("`horizon`"), "{}", said.stderr);
    let said = check(shop.path(), "run lost.ron", 3);
    assert!(said.stderr.contains("lost.ron:1:"), "{}", said.stderr);
    check(shop.path(), "run short.ron --set teams.staff.people=lots", 3);
    let said = check(shop.path(), "run short.ron --remove systems.till", 3);
    assert!(said.stderr.contains("systems.till is removed, by an edit"), "{}", said.stderr);
    check(shop.path(), "check typo.ron", 3);
    let said = check(shop.path(), "run short.ron typo.ron", 3);
    assert!(said.stdout.is_empty(), "nothing runs where one is invalid: {}", said.stdout);
}

#[test]
fn what_names_nothing_is_never_taken_for_success() {
    let shop = shop();
    for (line, near) in [
        ("run short.ron --set teams.stff.people=2", "staff"),
        ("run short.ron --remove teams.stff", "staff"),
        ("replay short.ron --service sale", "sales"),
        ("replay short.ron --trial p100", "`p1` to `p99`"),
        ("replay short.ron --trial wrst", "worst"),
        ("replay short.ron --trial 9007199254740993", "a number from 0"),
        ("replay short.ron --trial 10 --trials 10", "among the 10"),
        ("exercise short.ron --trial 10 --trials 10 -o pack", "among the 10"),
        ("explain E0009", "E0"),
    ] {
        let said = check(shop.path(), line, 4);
        assert!(said.stderr.contains(near), "{line}: {}", said.stderr);
    }
    check(shop.path(), "replay short.ron --trial shortest-miss --trials 10", 4);
    // Where nobody said how many trials there are, any number is one.
    check(shop.path(), "replay short.ron --trial 999999999999", 0);
    check(shop.path(), "replay short.ron --trial 9 --trials 10", 0);
    assert!(!shop.path().join("pack").exists());
    fs::create_dir(shop.path().join("empty")).unwrap();
    check(shop.path(), "check empty", 4);
    check(shop.path(), "run empty", 4);
}

#[test]
fn a_trial_that_never_ends_is_a_limit_and_says_how_to_see_it() {
    let shop = shop();
    let model = r#"(
        teams: { "staff": (people: 1) },
        systems: { "till": (recovery: [ (name: "Kick it", steps: [
            (do: "Kick", by: ["staff"], takes: "0s", success: 0.000001, attempts: 1000000) ]) ]) },
        services: { "sales": (needs: ["till"], rto: "4h") },
    )"#;
    fs::write(shop.path().join("model.ron"), model).unwrap();
    let text = r#"(title: "x", model: "model.ron", horizon: "2d", events: [Outage(targets: ["till"])])"#;
    fs::write(shop.path().join("kick.ron"), text).unwrap();
    let said = check(shop.path(), "run kick.ron --trials 10", 5);
    assert!(said.stderr.contains("trial 0") && said.stderr.contains("till: Kick"), "{}", said.stderr);
    assert!(said.stderr.contains("replay kick.ron --trial 0 --seed 1"), "{}", said.stderr);
}

#[test]
fn a_trial_that_is_tried_again_for_ever_is_a_limit_and_says_of_what() {
    let shop = shop();
    let model = |regroup: &str, attempts: &str| {
        format!(
            r#"(systems: {{ "till": ({regroup} recovery: [ (name: "Kick it", steps: [
                (do: "Kick", takes: "1ms", success: 0, {attempts}) ]) ]) }},
            services: {{ "sales": (needs: ["till"], rto: "4h") }})"#
        )
    };
    let text = r#"(title: "x", model: "model.ron", horizon: "7d", events: [Outage(targets: ["till"])])"#;
    fs::write(shop.path().join("kick.ron"), text).unwrap();
    for model in [model(r#"regroup: "1ms","#, ""), model("", "attempts: 4294967295")] {
        fs::write(shop.path().join("model.ron"), model).unwrap();
        let said = check(shop.path(), "run kick.ron --trials 10", 5);
        assert!(
            said.stderr.contains("comes to no end") && said.stderr.contains("till: Kick"),
            "{}",
            said.stderr
        );
        assert!(said.stderr.contains("`regroup`"), "{}", said.stderr);
    }
}
