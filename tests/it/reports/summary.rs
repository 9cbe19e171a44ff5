//! What the text of `run` says beside its tables: on which clock times count, what is not back in full.

use std::fs;

use crate::cli::say;

/// The summary of one outage of `app` for ten days; `app` is back after the assessment of 1h and two hours of work, `extra` never.
fn summary(service: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let model = format!(
        r#"(response: (detect: "0s", assess: "1h", declare: "30m"), systems: {{
        "app": (recovery: [(name: "Fix", steps: [(do: "Fix it", takes: "2h")])]), "extra": () }},
        services: {{ "svc": (name: "Sales", {service}) }})"#
    );
    fs::write(folder.path().join("model.ron"), model).unwrap();
    let scenario =
        r#"(title: "Out", model: "model.ron", horizon: "10d", events: [Outage(targets: ["app", "extra"])])"#;
    fs::write(folder.path().join("s.ron"), scenario).unwrap();
    let said = say(folder.path(), &["run", "s.ron", "--trials", "300"]);
    said.stdout.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn times_beside_an_rto_on_a_later_clock_are_told_on_it_too() {
    let said = summary(r#"needs: ["app"], rto: "2h", clock: Declared"#);
    let line = "FIRST BACK and BACK FOR GOOD count from the disruption; on the clock of its RTO, from declaration, Sales \
                takes typically 1h30m, in 1 run of 20 1h30m or longer.";
    assert!(said.contains(line), "{said}");
    let said = summary(r#"needs: ["app"], rto: "2h""#);
    assert!(!said.contains("count from the disruption"), "{said}");
}

#[test]
fn a_service_that_stays_at_its_minimum_is_told_as_not_back_in_full() {
    let said = summary(r#"needs: ["app", "extra"], minimum: ["app"], rto: "4h""#);
    let line = "Not back in full within 10 days, only at the minimum, in 100 runs: Sales 100.";
    assert!(said.contains(line), "{said}");
    let said = summary(r#"needs: ["app"], rto: "4h""#);
    assert!(!said.contains("in full within"), "{said}");
    // What is not back at all stands in its row.
    let said = summary(r#"needs: ["app", "extra"], rto: "4h""#);
    assert!(!said.contains("in full within"), "{said}");
}
