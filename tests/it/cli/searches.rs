//! Runs that go on until they have seen enough: what they see, why they stop, what they say.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{check, shop};

/// A scenario whose objective, wanted in 90 of 100 runs, is kept in exactly 90.
pub fn even(folder: &Path) {
    let text = r#"(title: "even", model: "model.ron", horizon: "2d",
        events: [Outage(targets: ["till"], lasts: "uniform(3h6m, 4h6m)")])"#;
    fs::write(folder.join("even.ron"), text).unwrap();
}

fn results(folder: &Path, line: &str, code: i32) -> Value {
    serde_json::from_str(&check(folder, &format!("{line} --format json"), code).stdout).unwrap()
}

fn objective(results: &Value) -> &Value {
    &results["services"][0]["objectives"][0]
}

#[test]
fn a_verdict_is_settled_by_as_few_trials_as_it_takes_on_any_threads() {
    let shop = shop();
    // Kept in 91.3 of 100 runs.
    let line = "run mixed.ron --until-decided";
    let found = results(shop.path(), line, 0);
    let trials = found["run"]["trials"].as_u64().unwrap();
    assert!(trials > 4_096 && (trials / 4_096).is_power_of_two(), "{trials}");
    assert_eq!(found["run"]["status"], "complete");
    assert_eq!(
        (&found["run"]["search"]["stopped_by"], &found["run"]["search"]["until_decided"]),
        (&"reached".into(), &true.into())
    );
    assert_eq!(objective(&found)["interval_kind"], "sequence");
    let plain = results(shop.path(), &format!("run mixed.ron --trials {trials}"), 0);
    assert_eq!(plain["run"]["digest"], found["run"]["digest"]);
    assert_eq!(
        (&plain["run"]["search"], &objective(&plain)["interval_kind"]),
        (&Value::Null, &"wilson".into())
    );
    let width = |results: &Value| {
        let end = |at: usize| objective(results)["interval"][at].as_f64().unwrap();
        end(1) - end(0)
    };
    assert!(width(&found) > 1.2 * width(&plain), "looking often has its price");
    for jobs in [1, 3] {
        assert_eq!(results(shop.path(), &format!("{line} --jobs {jobs}"), 0), found);
    }
    let fewer = results(shop.path(), &format!("{line} --trials {}", trials / 2), 11);
    assert_eq!(fewer["run"]["search"]["stopped_by"], "cap");
}

#[test]
fn what_nothing_settles_ends_at_the_cap_undecided() {
    let shop = shop();
    even(shop.path());
    let found = results(shop.path(), "run even.ron --until-decided --trials 20k", 11);
    let run = &found["run"];
    assert_eq!(
        (&run["trials"], &run["trials_asked"], &run["status"]),
        (&20_000.into(), &20_000.into(), &"complete".into())
    );
    assert_eq!((&run["search"]["looks"], &run["search"]["stopped_by"]), (&4.into(), &"cap".into()));
    assert_eq!(objective(&found)["verdict"], "undecided");
    let said = check(shop.path(), "run even.ron --until-decided --trials 20k", 11).stdout;
    assert!(said.contains("Stopped after 20,000 runs and 4 looks"), "{said}");
    assert!(said.contains("run even.ron --until-decided --trials 20000 --seed 1\n"), "{said}");
}

#[test]
fn a_share_is_known_as_precisely_as_asked() {
    let shop = shop();
    let half_width = |results: &Value| {
        let end = |at: usize| objective(results)["interval"][at].as_f64().unwrap();
        (end(1) - end(0)) / 2.0
    };
    let coarse = results(shop.path(), "run mixed.ron --precision 0.03 --advisory", 0);
    let fine = results(shop.path(), "run mixed.ron --precision 0.01 --advisory", 0);
    assert!(half_width(&coarse) <= 0.03 && half_width(&fine) <= 0.01);
    let trials = |results: &Value| results["run"]["trials"].as_u64().unwrap();
    assert!(trials(&coarse) < trials(&fine), "{} {}", trials(&coarse), trials(&fine));
    let halved = trials(&fine) / 2;
    let short =
        results(shop.path(), &format!("run mixed.ron --precision 0.01 --advisory --trials {halved}"), 0);
    assert!(half_width(&short) > 0.01, "no look was skipped");
    for wrong in ["0", "-0.1", "0.5", "2%", "NaN"] {
        check(shop.path(), &format!("run mixed.ron --precision {wrong}"), 2);
    }
}

#[test]
fn an_objective_beyond_the_horizon_ends_no_search_late_and_is_told_with_its_line() {
    let shop = shop();
    let text = r#"(title: "cut", model: "model.ron", horizon: "3h",
        events: [Outage(targets: ["till"], chance: 0.5, lasts: "5h")])"#;
    fs::write(shop.path().join("cut.ron"), text).unwrap();
    let found = results(shop.path(), "run cut.ron --until-decided", 11);
    assert_eq!(
        (&found["run"]["trials"], &objective(&found)["verdict"]),
        (&4_096.into(), &"undecided".into())
    );
    let open = objective(&found)["beyond_horizon"].as_u64().unwrap();
    assert_eq!(open + objective(&found)["held"].as_u64().unwrap(), 4_096);
    let said = check(shop.path(), "run cut.ron --trials 1000", 11).stdout;
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("Longer than watched: Sales, rto of 4h (model.ron:5)"), "{said}");
    assert!(said.contains("only a longer horizon"), "{said}");
}
