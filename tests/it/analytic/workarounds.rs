//! How a service gets by without its systems: when, for how long, with whom, and what comes after.

use crate::play::{Played, TRIALS, hours};

/// A service whose one system is out for ten hours, with these workarounds.
fn getting_by(workarounds: &str, more: &str, events: &str) -> Played {
    let model = format!(
        r#"
        {more} teams: {{ "clerks": (people: 4, call_out: "5m"), "ops": (people: 1) }}, suppliers: {{ "phone": () }},
        systems: {{ "db": () }}, services: {{ "pay": (needs: ["db"], workarounds: [{workarounds}]) }}"#
    );
    Played::new(&model, &format!(r#"events: [Outage(targets: ["db"], lasts: "10h"), {events}]"#))
}

/// Spans below the minimum level, as `from-to`.
fn below(played: &mut Played) -> String {
    let log = played.log(0);
    let mut spans = Vec::new();
    for line in &log {
        let words: Vec<&str> = line.split(' ').collect();
        match words[1] {
            "below" => spans.push(format!("{}-", words[0])),
            "minimum" if spans.last().is_some_and(|span| span.ends_with('-')) => {
                let last = spans.pop().unwrap();
                spans.push(last + words[0]);
            }
            _ => {}
        }
    }
    spans.join(" ")
}

#[test]
fn a_workaround_begins_when_the_incident_is_detected() {
    let mut played =
        getting_by(r#"(name: "Paper", ready: "20m", by: ["clerks"])"#, r#"response: (detect: "30m"),"#, "");
    assert_eq!(below(&mut played), "0s-55m");
    assert_eq!(played.out("pay"), "55m");
    assert_eq!(played.service("pay").full.outage().exact(), "10h");
}

#[test]
fn with_a_notice_it_waits_for_that_and_not_for_detection() {
    let response = r#"response: (detect: "30m"),"#;
    let out = |fields: &str| {
        getting_by(&format!(r#"(name: "Paper", {fields} ready: "20m")"#), response, "").out("pay")
    };
    assert_eq!(out(""), "50m");
    assert_eq!(out(r#"notice: "10m","#), "30m");
    assert_eq!(out(r#"notice: "10m", not_before: "1h","#), "1h20m");
    assert_eq!(out(r#"not_before: "10m","#), "50m");
    assert_eq!(out(r#"notice: "0s","#), "20m");
}

#[test]
fn when_one_lapses_the_next_is_begun() {
    let workarounds = r#"
        (name: "Stand-in", ready: "10m", lasts: "2h"), (name: "Paper", ready: "1h", lasts: "3h")"#;
    let mut played = getting_by(workarounds, "", "");
    // Active 10m-2h10m and 3h10m-6h10m; each once.
    assert_eq!(below(&mut played), "0s-10m 2h10m-3h10m 6h10m-10h");
    let line = played.service("pay").minimum;
    assert_eq!(
        (line.outage().exact(), line.first_return().exact(), line.relapsed()),
        ("10h".to_owned(), "10m".to_owned(), true)
    );
    assert_eq!(line.downtime.exact(), "5h");
}

#[test]
fn notice_and_not_before_are_counted_anew_after_a_lapse() {
    let workarounds = r#"
        (name: "Stand-in", ready: "10m", lasts: "2h"), (name: "Paper", notice: "30m", ready: "1h"), (name: "Fax", not_before: "15m", ready: "2h")"#;
    // Lapsed at 2h10m. Fax is open at 2h25m and begins at once; then Paper has its turn no more.
    let mut played = getting_by(workarounds, "", "");
    assert_eq!(below(&mut played), "0s-10m 2h10m-4h25m");
}

#[test]
fn until_it_starts_the_choice_is_made_anew() {
    let workarounds = r#"
        (name: "Phone", needs: ["phone"], ready: "10m"), (name: "Paper", ready: "1h", by: ["clerks: 2"])"#;
    // The clerks come after 5 minutes; the phone is back after 3.
    let mut played = getting_by(workarounds, "", r#"Outage(targets: ["phone"], lasts: "3m")"#);
    assert_eq!(below(&mut played), "0s-13m");
    // The paper has started by the time the phone is back.
    let mut played = getting_by(workarounds, "", r#"Outage(targets: ["phone"], lasts: "6m")"#);
    assert_eq!(below(&mut played), "0s-1h5m");
}

#[test]
fn a_workaround_ends_with_its_needs() {
    let workarounds = r#"(name: "Phone", needs: ["phone"], ready: "10m"), (name: "Paper", ready: "1h")"#;
    let mut played = getting_by(workarounds, "", r#"Outage(targets: ["phone"], after: "2h", lasts: "30m")"#);
    assert_eq!(below(&mut played), "0s-10m 2h-3h");
    // Each is active at most once: the phone does not serve again, though it is back.
    let mut played = getting_by(
        workarounds,
        "",
        r#"Outage(targets: ["phone"], after: "2h", lasts: "1s"), Outage(targets: ["phone"], after: "5h")"#,
    );
    assert_eq!(below(&mut played), "0s-10m 2h-3h");
}

#[test]
fn a_preparation_whose_needs_fail_is_called_off_when_it_is_ready() {
    let workarounds = r#"(name: "Phone", needs: ["phone"], ready: "1h")"#;
    let mut played = getting_by(workarounds, "", r#"Outage(targets: ["phone"], after: "30m", lasts: "2h")"#);
    // Called off at 1h; the phone is back at 2h30m, and it starts from zero.
    assert_eq!(below(&mut played), "0s-3h30m");
    let mut played = getting_by(workarounds, "", r#"Outage(targets: ["phone"], after: "30m", lasts: "20m")"#);
    assert_eq!(below(&mut played), "0s-1h", "its needs hold again in time");
}

#[test]
fn all_is_called_off_when_the_service_is_back_without_it() {
    let model = r#"
        teams: { "clerks": (people: 2) },
        tasks: { "file": (when: Incident, steps: [(do: "Wait", takes: "90m"), (do: "It", by: ["clerks: 2"], takes: "1h")]) },
        systems: { "db": () },
        services: { "pay": (needs: ["db"], workarounds: [(name: "Paper", ready: "READY", by: ["clerks"], holds: ["clerks: 2"])]) }"#;
    let done = |ready: &str| {
        let played =
            Played::new(&model.replace("READY", ready), r#"events: [Outage(targets: ["db"], lasts: "2h")]"#);
        (played.out("pay"), played.task("file").done.exact())
    };
    // Active from 30m on, holding both clerks until the system is back.
    assert_eq!(done("30m"), ("30m".to_owned(), "3h".to_owned()));
    // Still in preparation at 2h: called off, and the clerk is free.
    assert_eq!(done("5h"), ("2h".to_owned(), "3h".to_owned()));
}

#[test]
fn a_workaround_ready_in_the_instant_of_the_return_has_been_active() {
    // Ready and back at 10h: active in phase 2, called off in phase 3, so it is spent when the system fails again.
    let again = r#"Outage(targets: ["db"], after: "11h", lasts: "12h")"#;
    let mut played = getting_by(r#"(name: "Paper", ready: "10h")"#, "", again);
    assert_eq!(below(&mut played), "0s-10h 11h-23h");
    let mut played = getting_by(r#"(name: "Paper", ready: "10h1m")"#, "", again);
    assert_eq!(below(&mut played), "0s-10h 11h-21h1m", "called off in preparation, it may be wanted again");
}

#[test]
fn people_are_held_all_or_none() {
    let model = r#"
        teams: { "clerks": (people: 3) },
        tasks: { "early": (when: Incident, steps: [(do: "It", by: ["clerks: 2"], takes: "1h")]),
                 "late": (when: Incident, steps: [(do: "Wait", takes: "2h"), (do: "It", by: ["clerks: 3"], takes: "1h")]) },
        systems: { "db": () },
        services: { "pay": (needs: ["db"], workarounds: [(name: "Paper", ready: "READY", holds: ["clerks: 2"])]) }"#;
    let done = |ready: &str| {
        let played =
            Played::new(&model.replace("READY", ready), r#"events: [Outage(targets: ["db"], lasts: "9h")]"#);
        [played.out("pay"), played.task("late").done.exact(), played.team("clerks").busy.exact()]
    };
    // At 30m one clerk is free: it is active without them. At 1h30m it takes two, until the end: for 7h30m.
    assert_eq!(done("30m"), ["30m", "3h", "5h"]);
    assert_eq!(done("90m"), ["1h30m", "10h", "20h"]);
}

#[test]
fn the_teams_of_by_and_holds_are_called_when_it_is_begun() {
    let played = getting_by(r#"(name: "Paper", notice: "10m", ready: "20m", holds: ["clerks"])"#, "", "");
    assert_eq!(played.team("clerks").called.exact(), "10m");
    assert_eq!(played.out("pay"), "30m", "those held need not be there for the preparation");
}

#[test]
fn a_workaround_gives_the_minimum_and_not_the_full_level() {
    let model = r#"
        systems: { "db": (), "web": () },
        services: { "pay": (needs: ["db", "web"], minimum: ["db"], workarounds: [(name: "Paper", ready: "1h")]),
                    "shop": (needs: ["pay"]) }"#;
    let events = r#"events: [Outage(targets: ["db"], lasts: "3h"), Outage(targets: ["web"], lasts: "5h")]"#;
    let played = Played::new(model, events);
    assert_eq!(played.out("pay"), "1h");
    assert_eq!(played.service("pay").full.outage().exact(), "5h");
    assert_eq!(played.out("shop"), "1h", "a need on a service holds while that is at its minimum");
}

#[test]
fn a_random_race_of_return_and_workaround_is_won_by_the_faster() {
    // min of two exponentials of means 3 h and 6 h: mean 2 h, variance 4.
    let model = r#"
        systems: { "db": () },
        services: { "pay": (needs: ["db"], workarounds: [(name: "Paper", ready: "exponential(mean 6h)")]) }"#;
    let events =
        r#"horizon: "99w", events: [Outage(id: "cut", targets: ["db"], lasts: "exponential(mean 3h)")]"#;
    let mut played = Played::new(model, events);
    let first = played.sample(TRIALS, |played| hours(played.service("pay").minimum.first_return()));
    first.has_moments(2.0, 4.0);
    played.outages("pay").has_moments(2.0, 4.0);
}

#[test]
fn a_preparation_called_off_takes_as_long_again_when_it_is_begun_anew() {
    // Out for an hour three times. Ready within the first, or in none of them.
    let model = r#"
        systems: { "db": () },
        services: { "pay": (needs: ["db"], workarounds: [(name: "Paper", ready: "uniform(0s, 2h)")]) }"#;
    let events = r#"events: [
        Outage(targets: ["db"], lasts: "1h"), Outage(targets: ["db"], after: "2h", lasts: "1h"),
        Outage(targets: ["db"], after: "4h", lasts: "1h")]"#;
    let mut played = Played::new(model, events);
    for trial in 0..64 {
        let log = played.log(trial);
        assert!(["3h minimum pay", "5h minimum pay"].iter().all(|back| log.iter().any(|line| line == back)));
    }
}

#[test]
fn a_workaround_that_lapses_leaves_the_rest_of_the_outage() {
    // Ready at once for L, exponential of mean 3 h; the system out for X, mean 6 h.
    // Below at all with chance P(X > L) = 2/3; then for the memoryless rest of X.
    let model = r#"
        systems: { "db": () },
        services: { "pay": (needs: ["db"], workarounds: [(name: "Paper", ready: "0s", notice: "0s", lasts: "exponential(mean 3h)")]) }"#;
    let events =
        r#"horizon: "99w", events: [Outage(id: "cut", targets: ["db"], lasts: "exponential(mean 6h)")]"#;
    let mut played = Played::new(model, events);
    let sample = played.sample(TRIALS, |played| hours(played.service("pay").minimum.downtime));
    sample.has_share("never below", 1.0 / 3.0, |value| value == 0.0);
    // E = 2/3 · 6; E² = 2/3 · 72 less the square.
    sample.has_moments(4.0, 48.0 - 16.0);
}
