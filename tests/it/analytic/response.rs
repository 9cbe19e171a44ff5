//! Detection, assessment, declaration, decisions and call-outs: when people may begin.

use crate::play::{Played, TRIALS, hours};

/// A system with one strategy of an hour by `ops`, in an organisation with this response and these teams.
fn answered(response: &str, teams: &str, strategy: &str, events: &str) -> Played {
    let model = format!(
        r#"
        response: ({response}), teams: {{ {teams} }}, suppliers: {{ "elsewhere": () }},
        systems: {{ "db": (recovery: [(name: "Fix", {strategy} steps: [(do: "It", by: ["ops"], takes: "1h")])]) }}"#
    );
    Played::new(&model, &format!("events: [{events}]"))
}

const STRUCK: &str = r#"Outage(targets: ["db"], after: "1h")"#;

#[test]
fn work_waits_for_detection_assessment_and_the_call_out() {
    let played = answered(
        r#"detect: "10m", assess: "20m", declare: "40m""#,
        r#""ops": (people: 1, call_out: "15m")"#,
        "",
        STRUCK,
    );
    let outcome = played.outcome();
    let milestones =
        [outcome.incident, outcome.detected, outcome.assessed, outcome.declared].map(|at| at.exact());
    assert_eq!(milestones, ["1h", "1h10m", "1h30m", "2h10m"]);
    assert_eq!(played.team("ops").called.exact(), "1h30m");
    assert_eq!(played.back(&["db"]), "2h45m");
}

#[test]
fn the_incident_starts_with_the_first_strike_wherever_it_is() {
    let early = format!(r#"Outage(targets: ["elsewhere"], lasts: "1m"), {STRUCK}"#);
    // Detected and assessed before the system is struck: chosen at once.
    let played = answered(r#"detect: "10m", assess: "20m""#, r#""ops": (people: 1)"#, "", &early);
    assert_eq!((played.outcome().assessed.exact(), played.out("db")), ("30m".to_owned(), "1h".to_owned()));
    // Absences and delays start no incident.
    let absence =
        format!(r#"Absence(targets: ["ops"], share: 0), Delay(targets: ["ops"], factor: 1), {STRUCK}"#);
    let played = answered(r#"detect: "10m", assess: "20m""#, r#""ops": (people: 1)"#, "", &absence);
    assert_eq!((played.outcome().incident.exact(), played.out("db")), ("1h".to_owned(), "1h30m".to_owned()));
}

#[test]
fn a_scenario_overrides_the_response_field_by_field() {
    let model = r#"
        response: (detect: "10m", assess: "20m", declare: (takes: "30m", by: "board")),
        teams: { "board": (people: 1, call_out: "5h") }, systems: { "db": () }"#;
    let declared = |response: &str| {
        Played::new(model, &format!(r#"response: ({response}), events: [Outage(targets: ["db"])]"#))
            .outcome()
            .declared
            .exact()
    };
    assert_eq!(declared(""), "6h");
    assert_eq!(declared(r#"assess: "1h""#), "6h40m");
    assert_eq!(declared(r#"declare: "20m""#), "50m");
}

#[test]
fn a_deciding_team_is_called_when_assessed_unless_before() {
    let model = |task: &str| {
        format!(
            r#"
            response: (detect: "10m", assess: "20m", declare: (takes: "30m", by: "board")),
            teams: {{ "board": (people: 1, call_out: "15m") }}, {task} systems: {{ "db": () }}"#
        )
    };
    let declared = |task: &str| {
        let played = Played::new(&model(task), r#"events: [Outage(targets: ["db"])]"#);
        (played.team("board").called.exact(), played.outcome().declared.exact())
    };
    assert_eq!(declared(""), ("30m".to_owned(), "1h15m".to_owned()));
    // A task calls it at the start of the incident: there at 15m, assessed at 30m. Deciding takes nobody from its work.
    let task = r#"tasks: { "tell": (when: Incident, steps: [(do: "Call", by: ["board"], takes: "9h")]) },"#;
    assert_eq!(declared(task), ("0s".to_owned(), "1h".to_owned()));
}

#[test]
fn a_strategy_may_wait_for_the_declaration() {
    let response = r#"assess: "20m", declare: "40m""#;
    let teams = r#""ops": (people: 1, call_out: "15m")"#;
    assert_eq!(answered(response, teams, "after_declaration: true,", STRUCK).out("db"), "2h");
    // The team is called with the choice, hence there before the declaration.
    let late =
        answered(response, r#""ops": (people: 1, call_out: "50m")"#, "after_declaration: true,", STRUCK);
    assert_eq!(late.out("db"), "2h10m");
}

#[test]
fn a_decision_follows_the_choice_and_its_teams_mobilisation() {
    let teams = r#""ops": (people: 1, call_out: "15m"), "board": (people: 1, call_out: "25m")"#;
    let decide = r#"decide: (takes: "5m", by: "board"),"#;
    assert_eq!(answered(r#"assess: "20m""#, teams, decide, STRUCK).out("db"), "1h50m");
    // Called before by a declaration at 20m; then the decision counts from the choice.
    let board_waits = r#"assess: "20m", declare: (takes: "0s", by: "board")"#;
    let not_before = r#"not_before: "1h", decide: (takes: "5m", by: "board"),"#;
    assert_eq!(answered(board_waits, teams, not_before, STRUCK).out("db"), "2h15m");
}

#[test]
fn the_sum_of_the_response_and_the_work_has_the_sum_of_the_moments() {
    // Detect, assess, call out and fix are four independent exponentials.
    let mut played = answered(
        r#"detect: "exponential(mean 1h)", assess: "exponential(mean 2h)""#,
        r#""ops": (people: 1, call_out: "exponential(mean 3h)")"#,
        "",
        r#"Outage(id: "cut", targets: ["db"])"#,
    );
    played.outages("db").has_moments(1.0 + 2.0 + 3.0 + 1.0, 1.0 + 4.0 + 9.0);
}

#[test]
fn the_later_of_team_and_declaration_is_waited_for() {
    // max(call-out, declaration) of two exponentials of mean 2 h: 3 h, variance 4 (1 + 1/4).
    let mut played = answered(
        r#"declare: "exponential(mean 2h)""#,
        r#""ops": (people: 1, call_out: "exponential(mean 2h)")"#,
        "after_declaration: true,",
        r#"Outage(id: "cut", targets: ["db"])"#,
    );
    played.outages("db").has_moments(4.0, 5.0);
}

#[test]
fn detection_is_drawn_once_whatever_strikes() {
    let model = r#"response: (detect: "exponential(mean 1h)"), systems: { "a": (), "b": () }"#;
    let events = r#"events: [Outage(id: "x", targets: ["a"]), Outage(id: "y", targets: ["b"], after: "1h")]"#;
    let sample = Played::new(model, events).sample(TRIALS, |played| hours(played.outcome().detected));
    sample.has_moments(1.0, 1.0);
}

#[test]
fn a_team_called_twice_is_called_once() {
    let model = r#"
        teams: { "ops": (people: 2, call_out: "30m") },
        systems: { "a": (recovery: [(name: "Fix", steps: [(do: "It", by: ["ops"], takes: "1h")])]),
                   "b": (recovery: [(name: "Fix", steps: [(do: "It", by: ["ops"], takes: "1h")])]) }"#;
    let played =
        Played::new(model, r#"events: [Outage(targets: ["a"]), Outage(targets: ["b"], after: "20m")]"#);
    assert_eq!(played.back(&["a", "b"]), "1h30m 1h30m");
}
