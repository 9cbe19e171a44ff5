//! Whom the time of an outage is charged to: binding chains worked out from section 9 of `docs/semantics.md`.

use crate::play::Played;

/// The chain of service `pay`, which needs system `db`.
#[track_caller]
fn charged(model: &str, events: &str, chain: &str) {
    let services = r#"services: { "pay": (needs: ["db"]) }"#;
    let played = Played::new(&format!("{model}, {services}"), &format!("events: [{events}]"));
    assert_eq!(played.charged("pay"), chain);
}

/// A system `db` that is repaired in an hour by steps of these fields, under strategies of these.
fn repaired(strategy: &str, step: &str) -> String {
    format!(r#""db": (recovery: [(name: "Repair", {strategy} steps: [(do: "It", {step} takes: "1h")])])"#)
}

const DESTROYED: &str = r#"Destruction(id: "fire", targets: ["db"])"#;

#[test]
fn detection_assessment_and_mobilisation_come_before_work() {
    let model = format!(
        r#"response: (detect: "10m", assess: "20m"), teams: {{ "ops": (people: 1, call_out: "30m") }}, systems: {{ {} }}"#,
        repaired("", r#"by: ["ops"],"#)
    );
    charged(&model, DESTROYED, "detection  10m, assessment  20m, mobilisation ops 30m, work db/repair/it 1h");
}

#[test]
fn a_declaration_and_a_decision_are_charged_to_who_makes_them() {
    let teams = r#"teams: { "board": (people: 1, call_out: "30m"), "chief": (people: 1, call_out: "10m") }"#;
    let model = |strategy: &str| {
        format!(
            r#"response: (declare: (takes: "45m", by: "board")), {teams}, systems: {{ {} }}"#,
            repaired(strategy, "")
        )
    };
    charged(
        &model("after_declaration: true,"),
        DESTROYED,
        "mobilisation board 30m, declaration board 45m, work db/repair/it 1h",
    );
    charged(
        &model(r#"decide: (takes: "15m", by: "chief"),"#),
        DESTROYED,
        "mobilisation chief 10m, decision chief 15m, work db/repair/it 1h",
    );
}

#[test]
fn waiting_is_charged_to_the_first_pool_that_was_short() {
    let model = |step: &str, people: u32| {
        format!(
            r#"teams: {{ "ops": (people: {people}) }}, resources: {{ "pipe": (units: 1), "arm": (units: 1) }},
               systems: {{ "aa": (recovery: [(name: "Repair", steps: [(do: "It", {step} takes: "2h")])]), {} }}"#,
            repaired("", step)
        )
    };
    let both = r#"Destruction(id: "fire", targets: ["aa", "db"])"#;
    let people = "waiting-for-people ops 2h, work db/repair/it 1h";
    charged(&model(r#"by: ["ops"],"#, 1), both, people);
    charged(&model(r#"by: ["ops"], uses: ["pipe"],"#, 1), both, people);
    let units = |resource: &str| format!("waiting-for-units {resource} 2h, work db/repair/it 1h");
    charged(&model(r#"by: ["ops"], uses: ["pipe"],"#, 2), both, &units("pipe"));
    charged(&model(r#"uses: ["pipe", "arm"],"#, 2), both, &units("arm"));
    // Units that a whole strategy occupies come after what its first step asks for.
    let occupied = r#"teams: { "ops": (people: 2) }, resources: { "host": (units: 1) }, systems: {
        "aa": (recovery: [(name: "Move", occupies: ["host"], give_up: "2h", steps: [(do: "It", by: ["ops"], takes: "9h")])]),
        "db": (recovery: [(name: "Move", occupies: ["host"], steps: [(do: "It", by: ["ops"], takes: "1h")])]) }"#;
    charged(occupied, both, "waiting-for-units host 2h, work db/move/it 1h");
}

#[test]
fn what_failed_is_rework() {
    let second = r#"(name: "Second", steps: [(do: "It", takes: "2h")])"#;
    let first = |fields: &str, step: &str| {
        format!(
            r#"suppliers: {{ "gone": () }}, systems: {{ "db": (recovery: [
                (name: "First", {fields} steps: [(do: "One", takes: "1h"), (do: "Two", {step} takes: "30m")]), {second}]) }}"#
        )
    };
    charged(
        &first("", "success: 0,"),
        DESTROYED,
        "rework db/first/one 1h, rework db/first/two 30m, work db/second/it 2h",
    );
    // Given up three hours after its choice: from the end of its last completed step on.
    charged(
        &first(r#"give_up: "3h","#, r#"needs: ["gone"],"#),
        r#"Destruction(id: "fire", targets: ["db", "gone"])"#,
        "rework db/first/one 1h, rework db/first 2h, work db/second/it 2h",
    );
}

#[test]
fn a_choice_waits_for_policy_and_for_what_makes_it_applicable() {
    let model = |strategy: &str| {
        format!(
            r#"sites: {{ "far": () }}, suppliers: {{ "tool": () }}, systems: {{ "db": (
                copies: {{ "disk": Replica(at: "far"), "tape": Replica(on: "tool") }},
                recovery: [(name: "Repair", {strategy} steps: [(do: "It", takes: "1h")])]) }}"#
        )
    };
    charged(
        &model(r#"from: "disk", not_before: "2h","#),
        DESTROYED,
        "policy db/repair 2h, work db/repair/it 1h",
    );
    let out = |node: &str| format!(r#"{DESTROYED}, Outage(id: "storm", targets: ["{node}"], lasts: "3h")"#);
    let waits = "event storm 3h, work db/repair/it 1h";
    charged(&model(r#"from: "disk","#), &out("far"), waits);
    charged(&model(r#"from: "tape","#), &out("tool"), waits);
    charged(&model(r#"from: "disk", only_if: ["tool"],"#), &out("tool"), waits);
    charged(&model(r#"from: "tape", to: "far","#), &out("far"), waits);
    // The latest of several.
    let two = format!(r#"{}, Outage(id: "flood", targets: ["tool"], lasts: "4h")"#, out("far"));
    charged(&model(r#"from: "disk", only_if: ["tool"],"#), &two, "event flood 4h, work db/repair/it 1h");
}

#[test]
fn a_task_that_the_response_begins_waits_for_that_part_of_it() {
    let model = |when: &str| {
        format!(
            r#"teams: {{ "board": (people: 1, call_out: "15m") }},
               response: (detect: "10m", assess: "20m", declare: (takes: "40m", by: "board")), tasks: {{ "clear": (when: {when}, steps: [(do: "It", takes: "2h")]) }},
               systems: {{ {} }}"#,
            repaired("", r#"needs: ["clear"],"#)
        )
    };
    for (when, waits) in [
        ("Incident", ""),
        ("Detected", "detection  10m, "),
        ("Assessed", "detection  10m, assessment  20m, "),
        ("Declared", "detection  10m, assessment  20m, mobilisation board 15m, declaration board 40m, "),
    ] {
        let chain = format!("{waits}work clear/it 2h, work db/repair/it 1h");
        charged(&model(when), DESTROYED, &chain);
    }
}

#[test]
fn what_a_member_of_a_group_does_is_charged_to_the_group() {
    let model = r#"teams: { "ops": (people: 1) }, systems: { "db": (alike: 2, recovery: [
        (name: "Repair", not_before: "20m", steps: [(do: "It", by: ["ops"], takes: "1h")])]) }"#;
    let chain = "policy db/repair 20m, waiting-for-people ops 1h, work db/repair/it 1h";
    charged(model, DESTROYED, chain);
}

#[test]
fn a_workaround_that_waits_for_its_needs_is_charged_with_no_wait_of_its_own() {
    let paper = |fields: &str, down: &str| {
        let model = format!(
            r#"suppliers: {{ "phone": () }}, systems: {{ "db": () }}, services: {{ "pay": (needs: ["db"], workarounds: [
                (name: "Paper", needs: ["phone"], {fields} ready: "20m")]) }}"#
        );
        let events = format!(
            r#"events: [Outage(id: "fire", targets: ["db"], lasts: "9h"), Outage(id: "cut", targets: ["phone"], lasts: "{down}")]"#
        );
        Played::new(&model, &events).charged("pay")
    };
    assert_eq!(paper(r#"not_before: "1h","#, "30m"), "workaround pay 1h, workaround pay 20m");
    assert_eq!(paper(r#"not_before: "1h","#, "3h"), "event cut 3h, workaround pay 20m");
}

#[test]
fn a_choice_in_place_waits_for_where_the_data_lie() {
    let model = r#"systems: {
        "array": (), "db": (stored_on: "array", copies: { "tape": Replica(on: "array") }, recovery: [
            (name: "Repair", steps: [(do: "It", takes: "1h")])]) }"#;
    let down = r#"Outage(id: "fire", targets: ["db"]), Outage(id: "storm", targets: ["array"], lasts: "3h")"#;
    charged(model, down, "event storm 3h, work db/repair/it 1h");
}

#[test]
fn a_start_waits_for_needs_conditions_teams_and_resources() {
    let model = |strategy: &str, step: &str| {
        format!(
            r#"sites: {{ "tower": () }}, teams: {{ "ops": (people: 1, needs: ["tower"]) }},
               resources: {{ "pipe": (units: 1, needs: ["tower"]) }}, systems: {{ {} }}"#,
            repaired(strategy, step)
        )
    };
    let events = format!(r#"{DESTROYED}, Outage(id: "storm", targets: ["tower"], lasts: "3h")"#);
    for (strategy, step) in [
        ("", r#"needs: ["tower"],"#),
        (r#"begins_when: ["tower"],"#, ""),
        ("", r#"by: ["ops"],"#),
        ("", r#"uses: ["pipe"],"#),
    ] {
        charged(&model(strategy, step), &events, "event storm 3h, work db/repair/it 1h");
    }
}

#[test]
fn work_elsewhere_that_is_waited_for_is_charged_there() {
    let model = |more: &str, step: &str| {
        format!(
            r#"{more} tasks: {{ "clean": (when: Incident, steps: [(do: "Wipe", takes: "90m"), (do: "Build", takes: "30m")]) }},
               systems: {{ "aa": (recovery: [(name: "Repair", steps: [(do: "It", takes: "2h")])]), {} }}"#,
            repaired("", step)
        )
    };
    let both = r#"Destruction(id: "fire", targets: ["aa", "db"])"#;
    let after_system = "work aa/repair/it 2h, work db/repair/it 1h";
    charged(&model("", r#"needs: ["aa"],"#), both, after_system);
    charged(&model(r#"waves: [["aa"], ["db"]], waves_are: Gate,"#, ""), both, after_system);
    charged(
        &model("", r#"needs: ["clean"],"#),
        DESTROYED,
        "work clean/wipe 1h30m, work clean/build 30m, work db/repair/it 1h",
    );
    // A hold that a task ended.
    charged(
        r#"tasks: { "clean": (when: Incident, steps: [(do: "Wipe", takes: "90m"), (do: "Build", takes: "30m")]) }, systems: { "db": () }"#,
        r#"Outage(id: "cut", targets: ["db"], until: "clean")"#,
        "work clean/wipe 1h30m, work clean/build 30m",
    );
}

#[test]
fn holds_are_charged_to_their_event_and_restarts_to_the_system() {
    let model = |restart: &str| {
        format!(
            r#"teams: {{ "ops": (people: 1, call_out: "20m") }}, systems: {{ "aa": (), "db": (needs: ["aa"], restart: {restart}) }}"#
        )
    };
    let cut = r#"Outage(id: "cut", targets: ["db"], lasts: "1h")"#;
    charged(&model("\"10m\""), cut, "event cut 1h, restart db 10m");
    charged(
        &model(r#"(takes: "10m", by: ["ops"])"#),
        cut,
        "event cut 1h, mobilisation ops 20m, restart db 10m",
    );
    // The last of two holds; and what went before an up stretch is charged with the last end.
    let two = |after: &str| {
        format!(
            r#"Outage(id: "one", targets: ["aa"], lasts: "2h"), Outage(id: "two", targets: ["aa"], after: "{after}", lasts: "2h")"#
        )
    };
    charged(&model("\"0s\""), &two("1h"), "event two 3h");
    charged(&model("\"0s\""), &two("5h"), "event two 7h");
    let spread = r#"Outage(id: "worm", targets: ["aa"], lasts: "1h"), Spread(id: "crawl", of: "worm", along: Dependents, delay: "30m")"#;
    charged(&model("\"0s\""), spread, "event crawl 1h30m");
}

#[test]
fn a_workaround_is_charged_to_its_service() {
    let model = r#"
        teams: { "desk": (people: 1, call_out: "20m") }, systems: { "db": () },
        services: { "pay": (needs: ["db"], workarounds: [
            (name: "Paper", notice: "30m", ready: "1h", by: ["desk"])]) }"#;
    let played = Played::new(model, &format!("events: [{DESTROYED}]"));
    assert_eq!(played.charged("pay"), "workaround pay 30m, mobilisation desk 20m, workaround pay 1h");
}
