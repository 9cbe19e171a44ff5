//! A plan that can never be finished is told as dead, with its reason, and no other is.

use blackstart::checks::Case;
use blackstart::checks::plans::standing::{Fate, standings};
use blackstart::diagnostic::explain::Example;

use super::examples::{codes, resolved};

/// What becomes of the only plan of a system when something happens to it. The plan is what it restores from and so on,
/// without its steps; `copy` is the copy `c` that it may name.
fn fate(copy: &str, plan: &str, events: &str) -> Fate {
    fate_of(copy, &format!(r#"{plan}, steps: [(do: "Restore", takes: "1h")]"#), events)
}

/// The same with the plan's steps.
fn fate_of(copy: &str, plan: &str, events: &str) -> Fate {
    let (_, model, case) = resolved(&example(copy, plan, events));
    drop(model);
    let (model, scenario) = case.expect("it has a scenario");
    let scenario = scenario.expect("it has a scenario");
    let case = Case::new("scenario.ron", &model, &scenario);
    let mut standings = standings(&case);
    standings.remove(0).plans.remove(0).fate
}

fn example(copy: &str, plan: &str, events: &str) -> Example {
    let model = format!(
        r#"(
    response: (detect: "10m", assess: "20m"), sites: {{ "safe": () }}, teams: {{ "it": (people: 3), "boss": (people: 1) }},
    systems: {{ "till": (holds_data: true, copies: {{ "c": {copy} }}, recovery: [(name: "Restore", {plan})]) }},
    services: {{ "sales": (owner: "Head of Sales", needs: ["till"], rto: "40d", mtpd: "50d") }},
)"#
    );
    let scenario = format!(
        r#"(title: "Struck", model: "model.ron", class: CyberAttack, horizon: "60d", events: [{events}])"#
    );
    Example::scenario(model.leak(), scenario.leak())
}

const COPY: &str = r#"Backup(at: "safe", every: "1d")"#;
const FROM: &str = r#"from: "c""#;
const INTRUDER: &str = r#"Corruption(targets: ["till"], dwell: "pert(5d, 9d, 40d)")"#;
const FIRE: &str = r#"Destruction(targets: ["till"])"#;

fn why_dead(fate: Fate) -> String {
    match fate {
        Fate::Dead(why) => why,
        other => panic!("it is not dead: {other:?}"),
    }
}

fn assert_alive(fate: Fate) {
    assert!(matches!(fate, Fate::Alive(_)), "{fate:?}");
}

#[test]
fn what_counts_from_a_declaration_is_not_sure_to_strike_where_somebody_must_come_to_declare() {
    let found = |by: &str| {
        let model = format!(
            r#"(
    response: (detect: "5m", assess: "5m", declare: (takes: "5m"{by})), teams: {{ "boss": (people: 1, call_out: "20d") }},
    systems: {{ "till": (), "door": () }}, services: {{ "sales": (owner: "Head of Sales", needs: ["till"], rto: "1h") }},
)"#
        );
        let scenario = r#"(title: "Struck", model: "model.ron", horizon: "5d", events: [
            Outage(targets: ["door"], lasts: "1h"), Destruction(targets: ["till"], since: Declared)])"#;
        codes(&Example::scenario(model.leak(), scenario))
    };
    assert!(found("").contains(&"W0104"), "it never comes back in any run");
    assert!(!found(r#", by: "boss""#).contains(&"W0104"), "in no run it is gone");
}

#[test]
fn a_plan_whose_copy_is_younger_than_the_shortest_stay_of_the_intruder_is_dead() {
    let replica = |lag: &str| why_dead(fate(&format!(r#"Replica(at: "safe"{lag})"#), FROM, INTRUDER));
    let inside = "and the intruder was inside for at least 5d";
    assert_eq!(replica(""), format!("no clean copy: `c` copies at once, {inside}"));
    assert_eq!(
        replica(r#", lag: "pert(0s, 2m, 15m)""#),
        format!("no clean copy: `c` is at most 15m old, {inside}")
    );
    let backup = fate(r#"Backup(at: "safe", every: "1d", keep: "4d")"#, FROM, INTRUDER);
    assert_eq!(why_dead(backup), format!("no clean copy: `c` is kept 4d, {inside}"));
    let lost = codes(&example(
        r#"Replica(at: "safe")"#,
        r#"from: "c", tested: "2026-09-01", steps: [(do: "Restore", takes: "1h")]"#,
        INTRUDER,
    ));
    assert!(lost.contains(&"W0302") && lost.contains(&"W0104"), "no run recovers: {lost:?}");
}

#[test]
fn a_plan_that_may_find_a_clean_copy_is_alive() {
    let replica = r#"Replica(at: "safe")"#;
    assert_alive(fate(replica, r#"from: "c", cleans: true"#, INTRUDER));
    assert_alive(fate(replica, FROM, r#"Outage(targets: ["till"])"#));
    assert_alive(fate(r#"Replica(at: "safe", lag: "exponential(mean 1m)")"#, FROM, INTRUDER));
    assert_alive(fate(r#"Replica(at: "safe", lag: "pert(1m, 2m, 5d)")"#, FROM, INTRUDER));
    assert_alive(fate(r#"Backup(at: "safe", every: "1d", keep: "5d")"#, FROM, INTRUDER));
    assert_alive(fate(COPY, FROM, INTRUDER));
}

#[test]
fn an_intruder_found_after_the_disruption_began_may_leave_its_points_clean() {
    let late = |after: &str, more: &str| {
        let intruder = format!(r#"Corruption(targets: ["till"], dwell: "5d", after: "{after}"{more})"#);
        fate(r#"Replica(at: "safe")"#, FROM, &format!(r#"Outage(id: "down", targets: ["till"]), {intruder}"#))
    };
    assert_alive(late("5d", ""));
    assert_alive(late("pert(0s, 1h, 6d)", ""));
    assert_alive(late("1h", r#", since: Declared"#));
    why_dead(late("4d", ""));
    why_dead(late("4d", r#", since: "down""#));
}

#[test]
fn a_plan_that_is_given_up_sooner_than_its_work_is_done_is_dead() {
    let given_up = |after: &str, steps: &str| {
        fate_of(COPY, &format!(r#"from: "c", give_up: "{after}", steps: [{steps}]"#), FIRE)
    };
    let one = |takes: &str| format!(r#"(do: "Restore", takes: "{takes}")"#);
    let in_row = r#"(do: "Restore", takes: "1h"), (do: "Check", takes: "30m")"#;
    let beside = r#"(do: "Restore", takes: "1h"), (do: "Check", takes: "30m", after: [])"#;
    assert_eq!(
        why_dead(given_up("1h", &one("pert(2h, 3h, 4h)"))),
        "it is given up after 1h, and its work takes at least 2h"
    );
    assert_eq!(
        why_dead(given_up("1h", in_row)),
        "it is given up after 1h, and its work takes at least 1h 30m"
    );
    assert_alive(given_up("1h", &one("1h")));
    assert_alive(given_up("1h", &one("pert(10m, 5h, 9h)")));
    assert_alive(given_up("1h30m", in_row));
    assert_alive(given_up("1h", beside));
}

#[test]
fn the_time_to_give_up_counts_from_the_decision_and_the_declaration() {
    let steps = r#"steps: [(do: "Restore", takes: "30m")]"#;
    let decided = format!(r#"from: "c", give_up: "1h", decide: (takes: "2h", by: "boss"), {steps}"#);
    assert_alive(fate_of(COPY, &decided, FIRE));
    let declared = format!(r#"from: "c", give_up: "1h", after_declaration: true, {steps}"#);
    assert_alive(fate_of(COPY, &declared, FIRE));
}

#[test]
fn a_factor_that_makes_work_quicker_keeps_a_plan_from_being_given_up() {
    let slow = r#"from: "c", give_up: "1h", steps: [(do: "Restore", by: ["it"], takes: "2h")]"#;
    why_dead(fate_of(COPY, slow, FIRE));
    assert_alive(fate_of(COPY, slow, &format!(r#"{FIRE}, Delay(targets: ["it"], factor: 0.5)"#)));
}

#[test]
fn what_may_be_over_in_the_instant_in_which_it_strikes_is_not_sure_to_last() {
    let found = |takes: &str| {
        let model = format!(
            r#"(
    response: (detect: "4h"), systems: {{ "door": (), "till": (recovery: [(name: "Switch", steps: [(do: "Switch", takes: "{takes}")])]) }},
    services: {{ "sales": (needs: ["door", "till"], rto: "1h") }},
)"#
        );
        // The door is back after a minute; by the time the till stops, whoever can act is there.
        let scenario = r#"(title: "Twice", model: "model.ron", horizon: "5d", events: [
            Outage(targets: ["door"], lasts: "1m"), Outage(targets: ["till"], after: "8h")])"#;
        codes(&Example::scenario(model.leak(), scenario))
    };
    assert!(found("2h").contains(&"W0104"), "it is out twice, until the till is back");
    assert!(!found("0s").contains(&"W0104"), "it is out for a minute");
}
