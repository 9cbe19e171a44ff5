//! What is measured: outages on three clocks, returns and relapses, levels, work recovery, tasks, data.

use crate::play::{Played, TRIALS, hours};
use blackstart::units::Millis;

/// A service out from 1h to 5h, detected at 1h30m, declared at 2h30m.
fn measured(events: &str) -> Played {
    let model = r#"
        response: (detect: "30m", assess: "20m", declare: "40m"), suppliers: { "elsewhere": () },
        systems: { "db": (), "web": () }, services: { "pay": (needs: ["db", "web"], minimum: ["db"]) }"#;
    Played::new(model, &format!("events: [{events}]"))
}

/// The recovery time on the clocks of the disruption, detection and declaration.
fn clocks(played: &Played) -> [String; 3] {
    let (outcome, line) = (played.outcome(), played.service("pay").minimum);
    [Millis::new(i64::MIN / 2), outcome.detected, outcome.declared].map(|from| line.since(from).exact())
}

#[test]
fn each_clock_counts_from_the_later_of_its_instant_and_the_start() {
    let played = measured(r#"Outage(targets: ["db"], after: "1h", lasts: "4h")"#);
    assert_eq!(clocks(&played), ["4h", "3h30m", "2h30m"]);
    // Over before it is declared.
    let played = measured(r#"Outage(targets: ["db"], after: "1h", lasts: "1h")"#);
    assert_eq!(clocks(&played), ["1h", "30m", "0s"]);
    // The incident was declared before the service fell.
    let early =
        r#"Outage(targets: ["elsewhere"], lasts: "1m"), Outage(targets: ["db"], after: "5h", lasts: "4h")"#;
    assert_eq!(clocks(&measured(early)), ["4h", "4h", "4h"]);
    assert_eq!(clocks(&measured(r#"Outage(targets: ["db"])"#)), ["never", "never", "never"]);
    assert_eq!(clocks(&measured(r#"Outage(targets: ["web"])"#)), ["0s", "0s", "0s"]);
}

#[test]
fn an_outage_runs_to_the_last_return() {
    let played = measured(
        r#"Outage(targets: ["db"], lasts: "1h"), Outage(targets: ["db"], after: "3h", lasts: "2h")"#,
    );
    let line = played.service("pay").minimum;
    assert_eq!((line.outage().exact(), line.first_return().exact()), ("5h".to_owned(), "1h".to_owned()));
    assert_eq!((line.downtime.exact(), line.downs, line.relapsed()), ("3h".to_owned(), 2, true));
}

#[test]
fn a_relapse_at_the_horizon_has_not_recovered() {
    let model = r#"systems: { "db": () }, services: { "pay": (needs: ["db"]) }"#;
    let events = |lasts: &str| {
        format!(
            r#"horizon: "10h", events: [Outage(targets: ["db"], lasts: "1h"), Outage(targets: ["db"], after: "8h", lasts: "{lasts}")]"#
        )
    };
    let played = Played::new(model, &events("9h"));
    let line = played.service("pay").minimum;
    assert_eq!((line.outage().exact(), line.downtime.exact()), ("never".to_owned(), "3h".to_owned()));
    assert_eq!(line.first_return().exact(), "1h");
    // The horizon itself is played.
    assert_eq!(Played::new(model, &events("2h")).out("pay"), "10h");
    assert_eq!(Played::new(model, &events("2h1ms")).out("pay"), "never");
}

#[test]
fn what_ends_and_begins_within_one_instant_is_no_return() {
    let played = measured(
        r#"Outage(targets: ["db"], lasts: "1h"), Outage(targets: ["db"], after: "1h", lasts: "1h")"#,
    );
    let line = played.service("pay").minimum;
    assert_eq!((line.outage().exact(), line.downs), ("2h".to_owned(), 1));
    let played = measured(r#"Outage(targets: ["db"], lasts: "0s")"#);
    assert!(!played.service("pay").minimum.interrupted() && played.service("pay").touched);
}

#[test]
fn a_service_is_reduced_below_full_and_touched_by_what_it_needs() {
    let played = measured(r#"Outage(targets: ["web"], lasts: "2h")"#);
    let service = played.service("pay");
    assert!(!service.minimum.interrupted() && service.full.interrupted() && service.touched);
    assert_eq!(service.full.outage().exact(), "2h");
    assert!(!measured(r#"Outage(targets: ["elsewhere"])"#).service("pay").touched);
    // Touched through what it indirectly needs, though an alternative kept it up.
    let model = r#"
        sites: { "hall": () }, systems: { "a": (home: "hall"), "b": () }, services: { "pay": (needs: ["a or b"]) }"#;
    let service = Played::new(model, r#"events: [Outage(targets: ["hall"])]"#).service("pay");
    assert!(service.touched && !service.full.interrupted());
}

#[test]
fn work_recovery_is_rounded_once() {
    let run = |work: &str, events: &str| {
        let model = format!(
            r#"
            sites: {{ "far": () }},
            systems: {{ "db": (copies: {{ "copy": Replica(at: "far", lag: "3ms") }}, recovery: [
                (name: "Restore", from: "copy", steps: [(do: "It", takes: "3ms")]), (name: "Empty", from: "nothing", steps: [(do: "It", takes: "1h")])]) }},
            services: {{ "pay": (needs: ["db"], work_recovery: {work}) }}"#
        );
        Played::new(&model, &format!("events: [{events}]")).service("pay").work_recovery.exact()
    };
    let struck = r#"Destruction(targets: ["db"])"#;
    assert_eq!(run(r#""1h""#, struck), "1h");
    // 3 × 0.25 + 3 × 0.25 = 1.5, half up: 2; rounded apart it would be 1 + 1 too, so also 0.75 + 2.25 = 3.
    assert_eq!(run("(fixed: \"0s\", per_hour_out: 0.25, per_hour_lost: 0.25)", struck), "2ms");
    assert_eq!(run("(fixed: \"1s\", per_hour_out: 0.15, per_hour_lost: 0.15)", struck), "1s1ms");
    assert_eq!(run("(fixed: \"1h\", per_hour_out: 2.0, per_hour_lost: 1.0)", struck), "1h9ms");
    let gone = r#"Corruption(targets: ["db"], dwell: "1h")"#;
    assert_eq!(run("(fixed: \"1h\", per_hour_lost: 1.0)", gone), "never", "data not recovered");
    assert_eq!(run("(fixed: \"1h\", per_hour_out: 0.5)", gone), "1h30m");
    assert_eq!(run(r#""1h""#, r#"Outage(targets: ["far"])"#), "0s", "no interruption");
}

#[test]
fn a_task_is_timed_on_its_own_clock() {
    let task = |when: &str, clock: &str, takes: &str| {
        let model = format!(
            r#"
            response: (detect: "30m", assess: "20m", declare: "40m"), systems: {{ "db": () }},
            tasks: {{ "file": (when: {when}, within: "4h", clock: {clock}, steps: [(do: "It", takes: "{takes}")]) }}"#
        );
        let played = Played::new(&model, r#"events: [Outage(targets: ["db"], after: "1h")]"#);
        (played.task("file").begun.exact(), played.task("file").time.exact())
    };
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(task("Incident", "Disruption", "2h"), pair("1h", "2h"));
    assert_eq!(task("Incident", "Detected", "2h"), pair("1h", "1h30m"));
    assert_eq!(task("Incident", "Declared", "2h"), pair("1h", "30m"));
    assert_eq!(task("Incident", "Declared", "1h"), pair("1h", "0s"));
    assert_eq!(task("Detected", "Disruption", "2h"), pair("1h30m", "2h30m"));
    assert_eq!(task("Assessed", "Disruption", "2h"), pair("1h50m", "2h50m"));
    assert_eq!(task("Declared", "Declared", "2h"), pair("2h30m", "2h"));
    assert_eq!(task("Declared", "Disruption", "99d"), pair("2h30m", "never"));
    assert_eq!(task("Needed", "Disruption", "2h"), pair("never", "0s"), "nothing names it");
}

#[test]
fn a_needed_task_begins_with_what_names_it() {
    let model = |strategy: &str, step: &str| {
        format!(
            r#"
            response: (assess: "30m"), teams: {{ "ops": (people: 2, call_out: "1h") }},
            tasks: {{ "clean": (when: Needed, steps: [(do: "It", takes: "2h")]), "prepare": (when: Needed, steps: [(do: "It", takes: "1h", needs: ["clean"])]) }},
            systems: {{ "db": (recovery: [(name: "Fix", {strategy} steps: [
                (do: "First", takes: "15m"), (do: "Second", by: ["ops"], takes: "15m"{step})])]) }}"#
        )
    };
    let run = |strategy: &str, step: &str| {
        let played = Played::new(&model(strategy, step), r#"events: [Outage(targets: ["db"])]"#);
        (played.back(&["clean"]), played.out("db"))
    };
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(run("", ""), pair("never", "1h45m"));
    // Begun with the choice at 30m, not with the step that waits for it.
    assert_eq!(run("", r#", needs: ["clean"]"#), pair("2h30m", "2h45m"));
    assert_eq!(run(r#"begins_when: ["clean"],"#, ""), pair("2h30m", "3h"));
    assert_eq!(run(r#"begins_when: ["prepare"],"#, ""), pair("2h30m", "4h"), "one task names the other");
}

#[test]
fn a_task_counts_once_however_many_wait_for_it() {
    let model = r#"
        tasks: { "clean": (when: Assessed, steps: [(do: "It", takes: "2h")]) },
        systems: { "db": (alike: 5, recovery: [(name: "Fix", begins_when: ["clean"], steps: [(do: "It", takes: "1h")])]) }, services: { "pay": (needs: ["db"]) }"#;
    let events = r#"events: [Outage(targets: ["db"]), Outage(targets: ["db"], after: "9h")]"#;
    let played = Played::new(model, events);
    assert_eq!(
        (played.out("pay"), played.service("pay").minimum.first_return().exact()),
        ("10h".to_owned(), "3h".to_owned())
    );
}

#[test]
fn a_service_loses_the_most_of_what_it_needs_or_of_what_it_names() {
    let model = |data: &str| {
        let system = |id: &str, needs: &str, lag: &str| {
            format!(
                r#""{id}": ({needs} copies: {{ "copy": Replica(at: "far", lag: "{lag}") }}, recovery: [
                    (name: "Restore", from: "copy", steps: [(do: "It", takes: "1h")])]),"#
            )
        };
        format!(
            r#"sites: {{ "far": () }}, systems: {{ {}{}{} }}, services: {{ "pay": (needs: ["web"]{data}) }}"#,
            system("web", "needs: [\"db\"],", "1m"),
            system("db", "", "1h"),
            system("other", "", "5h")
        )
    };
    let events = r#"events: [Destruction(targets: ["kind:system"])]"#;
    let loss = |data: &str| Played::new(&model(data), events).loss("pay");
    assert_eq!(loss(""), "1h");
    assert_eq!(loss(r#", data: ["web"]"#), "1m");
    assert_eq!(loss(r#", data: ["web", "other"]"#), "5h");
}

#[test]
fn data_in_reach_again_are_not_lost() {
    let model = r#"
        sites: { "hall": () }, systems: { "db": (home: "hall", holds_data: true) }, services: { "pay": (needs: ["db"]) }"#;
    let played = Played::new(model, r#"events: [Outage(targets: ["hall"], lasts: "9h")]"#);
    assert_eq!((played.out("pay"), played.loss("pay")), ("9h".to_owned(), "0s".to_owned()));
    // Still down at the horizon, but nothing is lost.
    let played = Played::new(model, r#"events: [Outage(targets: ["hall"])]"#);
    assert_eq!((played.out("pay"), played.loss("pay")), ("never".to_owned(), "0s".to_owned()));
}

#[test]
fn recovery_on_the_detected_clock_forgets_what_went_before() {
    // Out for X, detected after Y, exponential of means 4 h and 2 h: E[max(X − Y, 0)] = 4 · 4 / (4 + 2).
    let model = r#"
        response: (detect: "exponential(mean 2h)"), systems: { "db": () }, services: { "pay": (needs: ["db"]) }"#;
    let events =
        r#"horizon: "99w", events: [Outage(id: "cut", targets: ["db"], lasts: "exponential(mean 4h)")]"#;
    let mut played = Played::new(model, events);
    let sample = played.sample(TRIALS, |played| {
        let (outcome, line) = (played.outcome(), played.service("pay").minimum);
        hours(line.since(outcome.detected))
    });
    sample.has_share("over before it is detected", 1.0 / 3.0, |value| value == 0.0);
    // Memoryless: exponential of mean 4 h with chance 2/3.
    sample.has_moments(8.0 / 3.0, 2.0 / 3.0 * 32.0 - 64.0 / 9.0);
}

#[test]
fn a_share_of_trials_within_a_target_is_that_of_the_distribution() {
    // Two exponential steps of mean 1 h: P(T <= t) = 1 − (1 + t) e^(−t).
    let model = r#"
        systems: { "db": (recovery: [(name: "Fix", steps: [(do: "A", takes: "exponential(mean 1h)"), (do: "B", takes: "exponential(mean 1h)")])]) },
        services: { "pay": (needs: ["db"], work_recovery: (fixed: "30m", per_hour_out: 0.5)) }"#;
    let mut played = Played::new(model, r#"events: [Outage(targets: ["db"])]"#);
    let erlang = |t: f64| 1.0 - (1.0 + t) * (-t).exp();
    played.outages("pay").has_shares(&[(1.0, erlang(1.0)), (2.0, erlang(2.0)), (4.0, erlang(4.0))]);
    // Outage and work recovery together within 5 h: 1.5 T + 0.5 <= 5.
    let both = played.sample(TRIALS, |played| {
        let service = played.service("pay");
        hours(service.minimum.outage().plus(service.work_recovery))
    });
    both.has_at_most(5.0, erlang(3.0));
}
