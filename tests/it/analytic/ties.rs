//! Whom an outage is charged to where several things happen in one instant (section 9).
//!
//! Each organisation has a service that is out from the onset on because of `phone`, which is back in time; so the
//! first hour before `db` falls, or before its recovery begins, is charged to whatever bound it.

use crate::play::Played;

/// Plays a service that needs `phone`, out for the first 90 minutes, and `db`, and returns its ledger.
fn ledger(model: &str, scenario: &str) -> String {
    let model = model
        .replace("SYSTEMS", r#"systems: { "phone": (), "#)
        .replace("SERVICES", r#"services: { "pay": (needs: ["phone", "db"]) },"#);
    let events =
        scenario.replace("EVENTS", r#"events: [ Outage(id: "line", targets: ["phone"], lasts: "90m"), "#);
    Played::new(&model, &events).charged("pay")
}

#[test]
fn an_event_that_follows_another_at_once_strikes_in_the_order_of_ids() {
    let model = r#"
        suppliers: { "grid": () },
        SYSTEMS "db": (recovery: [(name: "Way", automatic: true, steps: [(do: "It", takes: "2h")])]) }, SERVICES"#;
    let scenario = r#"EVENTS
        Outage(id: "a", targets: ["grid"], after: "1h"),
        Outage(id: "c", targets: ["db"], after: "1h"), Outage(id: "b", targets: ["db"], since: "a"),
    ]"#;
    assert_eq!(ledger(model, scenario), "event b 1h, work db/way/it 2h");
}

#[test]
fn what_is_ridden_out_no_longer_falls_in_the_order_of_what_felled_it() {
    let model = r#"
        suppliers: { "grid": (), "mast": () },
        sites: { "here": (needs: ["grid or mast"], rides_out: { "grid": "1h", "mast": "1h" }), "there": () },
        SYSTEMS "db": (home: "here", recovery: [
            (name: "Way", to: "there", automatic: true, steps: [(do: "It", takes: "2h")])]) }, SERVICES"#;
    // The later of the two in the order of ids makes the site fall.
    let scenario = r#"EVENTS
        Outage(id: "a", targets: ["mast"], after: "20m"), Outage(id: "b", targets: ["grid"], after: "20m"),
    ]"#;
    assert_eq!(ledger(model, scenario), "event b 1h20m, work db/way/it 2h");
}

#[test]
fn a_failed_attempt_counts_as_work_in_ties() {
    let model = r#"
        suppliers: { "grid": () },
        tasks: { "zeta": (when: Incident, steps: [(do: "It", takes: "1h")]) },
        SYSTEMS "db": (recovery: [
            (name: "Way", steps: [(do: "It", takes: "1h", success: 0.0, attempts: 2, needs: ["grid"])]),
            (name: "Next", steps: [(do: "It", takes: "1h")])]) }, SERVICES"#;
    // At 1h the first attempt fails and the task ends the outage of what the second needs.
    let scenario = r#"EVENTS
        Outage(targets: ["db"]), Outage(targets: ["grid"], after: "30m", until: "zeta"),
    ]"#;
    assert_eq!(ledger(model, scenario), "rework db/way/it 1h, rework db/way/it 1h, work db/next/it 1h");
}

#[test]
fn a_strike_that_takes_nothing_from_a_provisional_choice_did_not_end_it() {
    let model = r#"
        teams: { "ops": (people: 1, call_out: "10h") },
        SYSTEMS "db": (recovery: [
            (name: "Best", not_before: "1h", steps: [(do: "It", takes: "1h")]),
            (name: "Slow", steps: [(do: "It", by: ["ops"], takes: "1h")])]) }, SERVICES"#;
    let scenario = r#"EVENTS Outage(targets: ["db"]), Outage(targets: ["db"], after: "1h") ]"#;
    assert_eq!(ledger(model, scenario), "policy db/best 1h, work db/best/it 1h");
}

#[test]
fn no_step_starts_before_what_its_strategy_occupies_is_up() {
    let model = r#"
        resources: { "hosts": (units: 2) },
        SYSTEMS "db": (recovery: [(name: "Way", occupies: ["hosts"], steps: [
            (do: "Short", takes: "1h"), (do: "Long", takes: "2h", after: [])])]) }, SERVICES"#;
    let scenario =
        r#"EVENTS Outage(targets: ["db"]), Outage(id: "flood", targets: ["hosts"], lasts: "1h") ]"#;
    assert_eq!(ledger(model, scenario), "event flood 1h, work db/way/long 2h");
}

#[test]
fn waves_that_end_in_one_instant_hold_back_what_follows_by_the_first_of_the_two() {
    let model = r#"
        waves: [["b"], ["a"]], waves_are: Gate,
        SYSTEMS "a": (restart: "1h"), "b": (restart: "1h"),
            "db": (recovery: [(name: "Way", automatic: true, steps: [(do: "It", takes: "2h")])]) }, SERVICES"#;
    let scenario = r#"EVENTS
        Outage(id: "cut", targets: ["a", "b"], lasts: "1h"), Outage(id: "fall", targets: ["db"]),
    ]"#;
    assert_eq!(ledger(model, scenario), "event cut 1h, restart a 1h, work db/way/it 2h");
}

#[test]
fn what_comes_back_in_one_instant_does_so_in_the_order_of_ids() {
    let ways = r#"recovery: [(name: "Way", automatic: true, steps: [(do: "It", takes: "2h")])]"#;
    let systems = |ids: &[&str]| ids.iter().map(|id| format!(r#""{id}": ({ways}), "#)).collect::<String>();
    let model = format!(
        r#"systems: {{ {} }}, services: {{ "pay": (needs: ["app", "db", "web"]), "log": (needs: ["2 of (app, db, web)"]) }},"#,
        systems(&["app", "db", "web"])
    );
    let played = Played::new(&model, r#"events: [Outage(targets: ["web", "app", "db"])]"#);
    assert_eq!(played.charged("pay"), "work web/way/it 2h");
    assert_eq!(played.charged("log"), "work db/way/it 2h");
}

#[test]
fn however_many_come_back_at_one_instant_none_is_forgotten() {
    for count in [63, 64, 65, 200] {
        let ids: Vec<String> = (0..count).map(|number| format!("s{number:03}")).collect();
        let systems: String = ids.iter().map(|id| format!(r#""{id}": (restart: (takes: "1h")), "#)).collect();
        let all = ids.iter().map(|id| format!(r#""{id}""#)).collect::<Vec<_>>().join(", ");
        let model = format!(
            r#"systems: {{ {systems} "last": () }}, services: {{ "all": (needs: [{all}]), "later": (needs: ["last"]) }}"#
        );
        let events = r#"events: [
            Outage(targets: ["kind:system", "-last"], lasts: "1h"), Outage(targets: ["last"], lasts: "3h"),
        ]"#;
        let played = Played::new(&model, events);
        assert!(ids.iter().all(|id| played.back(&[id]) == "2h"), "of {count}");
        assert_eq!(played.back(&["all", "later", "last"]), "2h 3h 3h", "of {count}");
    }
}
