//! `compare` from outside: what it says of results and of scenarios, and when it leaves with 12.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::cli::{check, say, shop};

/// Writes the results of a scenario with edits.
fn results(folder: &Path, scenario: &str, name: &str, edits: &[&str]) {
    let mut words = vec!["run", scenario, "--trials", "2000", "--advisory", "--format", "json"];
    words.extend(edits);
    let said = say(folder, &words);
    assert_eq!(said.code, 0, "{}", said.stderr);
    fs::write(folder.join(name), said.stdout).unwrap();
}

#[test]
fn results_that_got_worse_leave_with_12_if_asked() {
    let shop = shop();
    results(shop.path(), "short.ron", "a.json", &[]);
    results(shop.path(), "short.ron", "b.json", &["--set", "services.sales.rto=1h"]);
    let said = check(shop.path(), "compare a.json b.json --exit-code", 12);
    for part in ["GAPS THAT OPEN", "RTO of Sales", "4h > 1h", "100 > 0", "nothing to do with each other"] {
        assert!(said.stdout.contains(part), "{part}: {}", said.stdout);
    }
    check(shop.path(), "compare a.json b.json", 0);
    let said = check(shop.path(), "compare b.json a.json --exit-code", 0);
    for part in ["GAPS THAT CLOSE", "Promises that are relaxed: RTO of Sales, 1h > 4h."] {
        assert!(said.stdout.contains(part), "{part}: {}", said.stdout);
    }
    let said = check(shop.path(), "compare b.json a.json --format markdown", 0);
    assert!(said.stdout.contains("nothing gets worse, but 1 promise is relaxed"), "{}", said.stdout);
    let said = check(shop.path(), "compare a.json a.json --exit-code", 0);
    assert!(said.stdout.contains("the same run, digest for digest"), "{}", said.stdout);
    let said = check(shop.path(), "compare a.json b.json --format markdown --exit-code", 12);
    assert!(said.stdout.contains("| **gap opens** | RTO of Sales |"), "{}", said.stdout);
}

#[test]
fn scenarios_are_played_pair_by_pair() {
    let shop = shop();
    let said = check(shop.path(), "compare short.ron long.ron --trials 500 --exit-code --format json", 12);
    let found: Value = serde_json::from_str(&said.stdout).unwrap();
    let objective = &found["objectives"][0];
    assert_eq!((&objective["basis"], &objective["moved"]), (&"paired".into(), &"opens".into()));
    assert_eq!(objective["change"]["value"], -1.0);
    let said = check(shop.path(), "compare mixed.ron mixed.ron --trials 500 --exit-code", 0);
    assert!(said.stdout.contains("1 objective in both: 1 stays"), "{}", said.stdout);
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let shop = shop();
    results(shop.path(), "short.ron", "a.json", &[]);
    check(shop.path(), "compare a.json short.ron", 2);
    let said = check(shop.path(), "compare a.json a.json --trials 5", 2);
    assert!(said.stderr.contains("--trials says how to play"), "{}", said.stderr);
    check(shop.path(), "compare a.json none.json", 1);
    fs::write(shop.path().join("x.json"), "{\"schema\": \"blackstart/whatif/1\"}").unwrap();
    let said = check(shop.path(), "compare a.json x.json", 3);
    assert!(said.stderr.contains("blackstart/results/1"), "{}", said.stderr);
}

#[test]
fn an_objective_that_is_no_longer_asked_for_is_told() {
    let shop = shop();
    results(shop.path(), "long.ron", "a.json", &[]);
    let model = fs::read_to_string(shop.path().join("model.ron")).unwrap();
    fs::write(shop.path().join("model.ron"), model.replace("rto: \"4h\"", "mtpd: \"9h\"")).unwrap();
    results(shop.path(), "long.ron", "b.json", &[]);
    let said = check(shop.path(), "compare a.json b.json", 4);
    assert!(said.stderr.contains("no objective in common"), "{}", said.stderr);
}

/// Bundles hold their inputs: of one seed they are played again in pairs, of two they are compared by their shares, and
/// one that has been changed is no evidence.
#[test]
fn bundles_of_one_seed_are_played_again_in_pairs() {
    let shop = shop();
    let bundle = |name: &str, options: &str| {
        check(shop.path(), &format!("run mixed.ron --advisory --bundle {name} {options}"), 0);
    };
    bundle("a", "--trials 700");
    bundle("b", "--trials 500 --set services.sales.rto=6h");
    bundle("c", "--trials 500 --seed 9");
    let compared = |line: &str, code| -> Value {
        let said = check(shop.path(), &format!("compare {line} --format json"), code);
        serde_json::from_str(&said.stdout).unwrap()
    };
    let found = compared("b a --exit-code", 12);
    let objective = &found["objectives"][0];
    assert_eq!((&objective["basis"], &objective["moved"]), (&"paired".into(), &"worse".into()));
    assert_eq!(
        (&found["trials"], &objective["before"]["held"]),
        (&serde_json::json!([500, 500]), &500.into())
    );
    let notes = found["notes"].to_string();
    assert!(
        notes.contains("500 pairs of runs") && notes.contains("only the first 500 have a partner"),
        "{notes}"
    );
    assert!(!notes.contains("NOT AS WRITTEN"), "{notes}");
    let found = compared("a c", 0);
    assert_eq!(found["objectives"][0]["basis"], "unpaired");
    assert!(found["notes"].to_string().contains("different seeds"), "{found}");
    let input = shop.path().join("a/inputs/mixed.ron");
    fs::write(&input, fs::read_to_string(&input).unwrap() + " ").unwrap();
    let said = check(shop.path(), "compare a b", 13);
    assert!(said.stderr.contains("inputs/mixed.ron"), "{}", said.stderr);
}

#[test]
fn runs_still_out_at_the_horizon_of_a_longer_promise_are_no_deterioration() {
    let shop = shop();
    let edits = "--set horizon=3h --set services.sales.mtpd=30d --remove services.sales.rto --trials 200";
    let said = check(shop.path(), &format!("compare short.ron long.ron {edits} --exit-code"), 0);
    let open = "Longer than what is watched, so that runs still out by then count neither way: MTPD of Sales";
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat(&said.stdout).contains(open), "{}", said.stdout);
}

#[test]
fn no_input_of_a_study_or_a_picture_is_replaced_even_by_force() {
    let shop = shop();
    results(shop.path(), "short.ron", "a.json", &[]);
    fs::write(shop.path().join("p.ron"), "[Set(\"teams.staff.people\", 3)]").unwrap();
    fs::write(shop.path().join("l.ron"), "{}").unwrap();
    let lines = [
        ("graph short.ron -o model.ron", "model.ron"),
        ("graph short.ron -o short.ron", "short.ron"),
        ("graph model.ron -o ./model.ron", "model.ron"),
        ("compare short.ron long.ron --trials 64 -o json=model.ron", "model.ron"),
        ("compare short.ron long.ron --trials 64 -o json=long.ron", "long.ron"),
        ("compare a.json a.json -o json=a.json", "a.json"),
        ("whatif short.ron --patch p.ron --trials 64 -o json=p.ron", "p.ron"),
        ("advise short.ron --levers l.ron --trials 64 -o json=l.ron", "l.ron"),
    ];
    for (line, file) in lines {
        let before = fs::read(shop.path().join(file)).unwrap();
        let said = check(shop.path(), &format!("{line} --force"), 2);
        assert!(said.stderr.contains("is an input of this command"), "{line}: {}", said.stderr);
        assert_eq!(fs::read(shop.path().join(file)).unwrap(), before, "{line}");
    }
}

#[test]
fn a_service_that_is_back_at_another_time_is_told_though_it_misses_its_objective_before_and_after() {
    let shop = shop();
    let edit = ["--set", "systems.till.recovery.repair.steps.mend-it.takes=20h"];
    let folder = shop.path();
    let model = r#"(systems: { "till": (recovery: [(name: "Repair", steps: [(do: "Mend it", takes: "uniform(30h, 40h)")])]) },
        services: { "sales": (name: "Sales", needs: ["till"], rto: "1h") })"#;
    fs::write(folder.join("slow.ron"), model).unwrap();
    fs::write(folder.join("quick.ron"), model.replace("uniform(30h, 40h)", "uniform(10h, 20h)")).unwrap();
    for name in ["slow", "quick"] {
        let text = format!(
            r#"(title: "Fire", model: "{name}.ron", horizon: "9d", events: [Destruction(targets: ["till"])])"#
        );
        fs::write(folder.join(format!("s-{name}.ron")), text).unwrap();
    }
    results(folder, "s-slow.ron", "a.json", &[]);
    results(folder, "s-slow.ron", "b.json", &edit);
    let said = check(folder, "compare a.json b.json", 0).stdout;
    assert!(said.contains("Back sooner, by more than chance: Sales typically 1d11h > 20h."), "{said}");
    let said = check(folder, "compare s-quick.ron s-slow.ron --trials 500", 0).stdout;
    assert!(said.contains("Back later, by more than chance: Sales by 20h on average."), "{said}");
    let said = check(folder, "compare a.json a.json", 0).stdout;
    assert!(!said.contains("by more than chance:"), "{said}");
}
