//! The results file against its schema, and its numbers against what was counted.

use serde_json::{Value, json};

use super::{Account, Edit, Extras, Input, ResultsFile, RunFacts, line};
use crate::campaign::Tallies;
use crate::campaign::made_up::{HORIZON, busy, charge, down, labels, minutes, model, quiet, scenario};
use crate::engine::{Cause, Level, Outcome};
use crate::report::names::Names;
use crate::results::Results;
use crate::source::Sources;

const SCHEMA: &str = include_str!("../../../docs/results.schema.json");

fn file(outcomes: &[Outcome], facts: &RunFacts) -> Value {
    let model = model();
    let mut tallies = Tallies::new(&model);
    outcomes.iter().for_each(|outcome| tallies.count(&model, HORIZON, outcome));
    let (scenario, labels) = (scenario(), labels());
    let results = Results::new(&model, &scenario, &labels, &tallies);
    let account = Account {
        model: &model,
        scenario: &scenario,
        labels: &labels,
        names: &Names::new(&model, &scenario, &labels),
        results: &results,
        facts,
        findings: &[],
        assumptions: None,
        against: None,
        extras: &Extras::nothing(&model),
        sources: &Sources::new(),
    };
    serde_json::from_str(&line(&ResultsFile::new(&account))).expect("JSON")
}

fn facts(trials_asked: u64) -> RunFacts {
    let input = Input { role: "model".to_owned(), name: "model.ron".to_owned(), sha256: "0".repeat(64) };
    let edit = Edit {
        path: "teams/dba".to_owned(),
        op: "remove".to_owned(),
        value: None,
        from: "--remove".to_owned(),
    };
    RunFacts { seed: 1, first_trial: 0, trials_asked, search: None, inputs: vec![input], edits: vec![edit] }
}

fn errors(instance: &Value) -> Vec<String> {
    let schema = serde_json::from_str(SCHEMA).expect("the schema is JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("the schema is a JSON Schema");
    validator.iter_errors(instance).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn results_of_many_few_and_no_trials_are_as_the_schema_says() {
    for trials in [0, 1, 2, 500] {
        let outcomes: Vec<_> = (0..trials).map(busy).collect();
        assert_eq!(errors(&file(&outcomes, &facts(500))), Vec::<String>::new(), "{trials} trials");
    }
}

#[test]
fn the_schema_refuses_what_is_no_result() {
    let good = file(&[busy(0), busy(1)], &facts(2));
    let spoil = |pointer: &str, value: Value| {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer} is a key")) = value;
        assert_ne!(errors(&bad), Vec::<String>::new(), "{pointer}");
    };
    spoil("/schema", json!("blackstart/results/2"));
    spoil("/run/digest", json!("sha256:12"));
    spoil("/services/0/recovery/quantiles_s", json!({"p5": 1}));
    spoil("/services/1/objectives/0/verdict", json!("met"));
    spoil("/services/1/recovery/mean_s", json!("12"));
    spoil("/systems/1/back", json!({}));
    spoil("/services/1/objectives/0/share", json!(1.5));
}

#[test]
fn entries_are_in_the_order_of_the_file_and_a_group_is_one_of_them() {
    let found = file(&[quiet()], &facts(1));
    let ids = |list: &str| {
        found[list].as_array().expect("a list").iter().map(|entry| &entry["id"]).collect::<Vec<_>>()
    };
    assert_eq!(ids("services"), ["website", "payments"]);
    assert_eq!(ids("systems"), ["zone-dns", "branch", "ledger-db"]);
    assert_eq!((&found["systems"][1]["alike"], &found["systems"][0]["alike"]), (&json!(3), &Value::Null));
}

#[test]
fn a_partial_run_says_so() {
    let found = file(&[quiet(), quiet()], &facts(3));
    assert_eq!(found["run"]["status"], "partial");
    assert_eq!((&found["run"]["trials"], &found["run"]["trials_asked"]), (&json!(2), &json!(3)));
    assert_eq!(file(&[quiet()], &facts(1))["run"]["status"], "complete");
}

#[test]
fn an_untouched_service_never_holds() {
    let found = file(&[quiet(), quiet()], &facts(2));
    let verdicts = found["services"][1]["objectives"].as_array().expect("a list");
    assert_eq!(verdicts.iter().map(|entry| &entry["verdict"]).collect::<Vec<_>>(), ["not-touched"; 3]);
    assert_eq!(found["tasks"][0]["objectives"][0]["verdict"], "not-touched");
}

/// One of three trials comes back, in the RTO; its ledger is over it alone.
#[test]
fn a_ledger_says_where_the_time_went_and_over_which_trials() {
    let mut back = quiet();
    back.services[0].minimum = down(0, Some(60));
    let step = "ledger-db/restore/do";
    let chain = [charge(Cause::Work, step, 600_000), charge(Cause::Event, "fire", 3_000_000)];
    back.charges.put(0, Level::Minimum, &chain);
    let found = file(&[back, quiet(), busy(3)], &facts(3));
    let payments = &found["services"][1];
    let entry = |cause: &str, who: &str, mean: f64| json!({"cause": cause, "who": who, "mean_s": mean, "share": mean / 3_600.0, "on_chain": 1});
    let share = crate::results::Share::new(1, 1);
    let expected = json!({
        "over": "recovered", "trials": 1, "mean_s": 3_600.0,
        "entries": [entry("event", "fire", 3_000.0), entry("work", step, 600.0)],
        "steps": [{"who": step, "on_chain": 1, "share": 1.0, "interval": share.interval}],
    });
    assert_eq!(payments["ledger"], expected);
    let nothing = json!({"over": "rto-missed", "trials": 0, "mean_s": null, "entries": [], "steps": []});
    assert_eq!(payments["ledger_missed"], nothing);
    assert_eq!(found["services"][0]["ledger_missed"], Value::Null);
}

/// Payments are down from minute 0 to 60 in one trial, for good in the other.
#[test]
fn seconds_euros_and_nulls_are_where_they_belong() {
    let mut back = quiet();
    back.detected = minutes(15);
    back.services[0].minimum = down(0, Some(60));
    back.services[0].touched = true;
    let mut lost = back.clone();
    lost.services[0].minimum = down(0, None);
    let found = file(&[back, lost], &facts(2));
    let payments = &found["services"][1];
    assert_eq!(payments["recovery"]["quantiles_s"]["p50"], json!(3_600.0));
    assert_eq!(payments["recovery"]["quantiles_s"]["p75"], Value::Null);
    assert_eq!(payments["recovery"]["mean_s"], json!(3_600.0));
    assert_eq!(payments["recovery"]["recovered"], json!(1));
    assert_eq!(payments["recovery_by_clock"]["detected"]["max_s"], json!(2_700.0));
    assert_eq!(payments["first_return"]["n"], json!(2));
    assert_eq!(payments["loss"]["min"], json!(62_500.0));
    assert_eq!(payments["downtime"]["max_s"], json!(1_209_600.0));
    let rto = &payments["objectives"][0];
    assert_eq!((&rto["kind"], &rto["clock"], &rto["held"]), (&json!("rto"), &json!("detected"), &json!(1)));
    assert_eq!((&rto["target_s"], &payments["objectives"][1]["clock"]), (&json!(7_200.0), &Value::Null));
    assert_eq!(found["teams"][0]["mobilised_mean_s"], Value::Null);
    assert_eq!(found["teams"][0]["busy_mean_s"], json!(0.0));
    assert_eq!(payments["ledger"]["trials"], json!(1));
    assert_eq!(found["resources"][0]["queued_mean_s"], json!(0.0));
}
