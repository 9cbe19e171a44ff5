//! Where a system runs: modes that are added, held, restarted, destroyed, and which of them serves.

use blackstart::notation::duration;
use blackstart::units::Millis;

use crate::play::Played;

/// A system at `hall` that can move to `far`, with these further fields of its own and of the move.
fn moving(system: &str, strategy: &str, events: &str) -> Played {
    let model = format!(
        r#"
        teams: {{ "ops": (people: 2) }}, sites: {{ "hall": (), "far": () }}, suppliers: {{ "net": (), "net-far": () }},
        gates: {{ "line": "net" }},
        systems: {{ "db": (home: "hall", {system} recovery: [
            (name: "Move", to: "far", {strategy} steps: [(do: "It", takes: "1h")])]) }},
        services: {{ "pay": (needs: ["db"]) }}"#
    );
    Played::new(&model, &format!("events: [{events}]"))
}

/// How often the system was down, and when it was back for good.
fn downs(played: &Played) -> (u32, String) {
    (played.system("db").line.downs, played.back(&["db"]))
}

fn times(downs: u32, back: &str) -> (u32, String) {
    (downs, back.to_owned())
}

#[test]
fn a_mode_whose_site_is_down_when_it_is_added_must_restart() {
    let events = r#"Outage(targets: ["db"]), Outage(targets: ["far"], after: "30m", lasts: "90m")"#;
    assert_eq!(downs(&moving(r#"restart: "30m","#, "", events)), times(1, "2h30m"));
    // Chosen again when the site is back; what takes an hour is overtaken by the restart, and not by one of two.
    assert_eq!(downs(&moving(r#"restart: "2h","#, "", events)), times(1, "3h"));
}

#[test]
fn a_strategy_at_home_overtakes_the_restart_of_the_home() {
    let model = r#"
        sites: { "hall": () },
        systems: { "db": (home: "hall", restart: "1h", recovery: [(name: "Fix", steps: [(do: "It", takes: "TAKES")])]) }"#;
    let out = |takes: &str| {
        let played = Played::new(
            &model.replace("TAKES", takes),
            r#"events: [Outage(targets: ["hall"], lasts: "2h")]"#,
        );
        (played.out("db"), played.system("db").completed)
    };
    assert_eq!(out("30m"), ("2h30m".to_owned(), 1));
    assert_eq!(out("90m"), ("3h".to_owned(), 0));
}

#[test]
fn an_outage_holds_the_modes_that_exist_when_it_strikes() {
    let first = r#"Outage(targets: ["db"], lasts: "10h")"#;
    let second = r#"Outage(targets: ["db"], after: "5h", lasts: "1h")"#;
    // Moved at 1h; both modes are held at 5h. The move is made again, from 5h to 6h.
    let played = moving(r#"restart: "30m","#, "", &format!("{first}, {second}"));
    assert_eq!(downs(&played), times(2, "6h"));
    // With a move that must wait, it is the mode at `far` that restarts.
    let played = moving(r#"restart: "30m","#, r#"not_before: "50m","#, &format!("{first}, {second}"));
    assert_eq!(downs(&played), times(2, "6h30m"));
    assert_eq!(played.system("db").line.downtime.exact(), "3h20m");
}

#[test]
fn zero_durations_recover_within_the_instant() {
    let model = r#"
        systems: { "db": (recovery: [(name: "Fix", steps: [(do: "A", takes: "0s"), (do: "B", takes: "0s"), (do: "C", takes: "0s")])]) },
        services: { "pay": (needs: ["db"]) }"#;
    let played = Played::new(model, r#"events: [Outage(targets: ["db"], after: "1h")]"#);
    assert!(!played.service("pay").minimum.interrupted());
    assert_eq!(played.system("db").completed, 1);
}

#[test]
fn not_before_counts_from_the_current_disruption() {
    let events = r#"Outage(targets: ["db"], lasts: "1h"), Outage(targets: ["db"], after: "90m")"#;
    assert_eq!(downs(&moving("", r#"not_before: "2h","#, events)), times(2, "4h30m"));
}

#[test]
fn a_mode_must_restart_after_what_its_restart_comes_after() {
    let restart = r#"needs: ["net"], restart: (takes: "20m", by: ["ops"], after: ["net"]),"#;
    let cut = |node: &str| {
        format!(r#"Outage(targets: ["db"]), Outage(targets: ["{node}"], after: "5h", lasts: "10m")"#)
    };
    assert_eq!(downs(&moving(restart, "", &cut("net"))), times(2, "5h30m"));
    assert_eq!(downs(&moving(restart, "", &cut("net-far"))), times(1, "1h"));
    // The mode at `far` uses another, and restarts after that one.
    let instead = r#"instead: { "net": "net-far" },"#;
    assert_eq!(downs(&moving(restart, instead, &cut("net"))), times(1, "1h"));
    assert_eq!(downs(&moving(restart, instead, &cut("net-far"))), times(2, "5h30m"));
    // One with needs of its own restarts after nothing.
    let there = r#"needs_there: ["net-far"],"#;
    assert_eq!(downs(&moving(restart, there, &cut("net"))), times(1, "1h"));
    assert_eq!(downs(&moving(restart, there, &cut("net-far"))), times(2, "5h10m"));
}

#[test]
fn a_restart_after_two_nodes_begins_when_both_are_up() {
    let model = r#"
        teams: { "ops": (people: 1) }, systems: { "net": (), "dns": (), "db": (restart: (takes: "20m", by: ["ops"], after: ["net", "dns"])) }"#;
    let events = r#"events: [Outage(targets: ["net"], lasts: "1h"), Outage(targets: ["dns"], after: "30m", lasts: "1h")]"#;
    assert_eq!(Played::new(model, events).out("db"), "1h50m");
    // The restart is under way when the other goes down: anew.
    let events = r#"events: [Outage(targets: ["net"], lasts: "1h"), Outage(targets: ["dns"], after: "70m", lasts: "1h")]"#;
    assert_eq!(Played::new(model, events).out("db"), "2h30m");
}

#[test]
fn needs_are_ridden_out_in_every_mode() {
    let system = r#"needs: ["line"], rides_out: { "net": "1h", "net-far": "2h" },"#;
    // What the gate names is ridden out at home.
    let home = moving(system, "", r#"Outage(targets: ["net"], lasts: "3h")"#);
    assert_eq!(
        (home.out("db"), home.system("db").line.first_down.exact()),
        ("2h".to_owned(), "1h".to_owned())
    );
    // It is exchanged at `far`, where the other is ridden out.
    let cut = r#"Outage(targets: ["db"]), Outage(targets: ["net", "net-far"], after: "5h", lasts: "3h")"#;
    let far = moving(system, r#"instead: { "net": "net-far" },"#, cut);
    assert_eq!(downs(&far), times(2, "8h"));
    assert_eq!(far.system("db").line.downtime.exact(), "2h");
}

#[test]
fn steps_and_conditions_ride_nothing_out() {
    let model = r#"
        suppliers: { "net": () },
        systems: { "db": (needs: ["net"], rides_out: { "net": "9h" }, recovery: [
            (name: "Fix", steps: [(do: "It", needs: ["net"], takes: "1h")])]) }"#;
    let events = r#"events: [Outage(targets: ["db"]), Outage(targets: ["net"], lasts: "2h")]"#;
    assert_eq!(Played::new(model, events).out("db"), "3h");
}

#[test]
fn a_home_is_not_ridden_out() {
    let model = r#"
        sites: { "hall": () }, systems: { "db": (home: "hall", needs: ["hall"], rides_out: { "hall": "9h" }) }"#;
    assert_eq!(Played::new(model, r#"events: [Outage(targets: ["hall"], lasts: "2h")]"#).out("db"), "2h");
}

#[test]
fn a_corruption_destroys_every_mode() {
    // Moved at 1h, the home back at 2h: both are destroyed at 5h, and the move is made again.
    let events = r#"Outage(targets: ["hall"], lasts: "2h"), Corruption(targets: ["db"], after: "5h")"#;
    let played = moving("", "", events);
    assert_eq!(downs(&played), times(2, "6h"));
    // A home that comes back does not bring back what was destroyed in it.
    let events = r#"Outage(targets: ["hall"], lasts: "9h"), Corruption(targets: ["db"], after: "5h"), Outage(targets: ["far"], after: "7h")"#;
    assert_eq!(downs(&moving("", "", events)), times(3, "never"));
}

#[test]
fn a_system_falls_over_to_what_it_has_when_its_mode_is_lost() {
    // Moved at 1h, the home back at 2h but with a restart of 3 h, `far` lost at 4h.
    let events = r#"Outage(targets: ["hall"], lasts: "2h"), Outage(targets: ["far"], after: "4h")"#;
    let played = moving(r#"restart: "3h","#, "", events);
    assert_eq!(downs(&played), times(2, "5h"));
}

#[test]
fn people_units_and_suppliers_can_be_struck_too() {
    let model = r#"
        teams: { "ops": (people: 1) }, resources: { "pipe": (units: 1) }, suppliers: { "net": () },
        systems: { "db": (recovery: [(name: "Fix", steps: [(do: "A", by: ["ops"], takes: "1h"), (do: "B", uses: ["pipe"], takes: "1h")])]),
                   "web": (needs: ["net"]) }"#;
    let run = |event: &str| {
        let played = Played::new(model, &format!(r#"events: [Outage(targets: ["db"]), {event}]"#));
        played.back(&["db"])
    };
    assert_eq!(run(r#"Outage(targets: ["kind:team"], lasts: "4h")"#), "6h");
    assert_eq!(run(r#"Outage(targets: ["pipe"], lasts: "4h")"#), "5h");
    assert_eq!(run(r#"Destruction(targets: ["ops"])"#), "never");
    assert_eq!(run(r#"Destruction(targets: ["kind:supplier"])"#), "2h");
    // Overlapping outages of one node hold it until the last ends.
    assert_eq!(
        run(r#"Outage(targets: ["ops"], lasts: "4h"), Outage(targets: ["ops"], after: "1h", lasts: "5h")"#),
        "8h"
    );
}

#[test]
fn restarts_of_a_system_are_drawn_one_after_the_other_wherever_it_runs() {
    // The first at home, once `hall` is back; the second where it had moved to meanwhile.
    let model = r#"
        teams: { "ops": (people: 1) }, sites: { "hall": (), "far": () },
        systems: { "db": (home: "hall", restart: (takes: "uniform(1h, 2h)", by: ["ops"]), recovery: [
            (name: "Move", to: "far", steps: [(do: "It", takes: "10m")])]) }"#;
    let events = r#"events: [Outage(targets: ["hall"], lasts: "10h"), Outage(targets: ["far"], after: "20h", lasts: "1h")]"#;
    let mut played = Played::new(model, events);
    let log = played.log(0);
    let lasted: Vec<Millis> = log
        .iter()
        .filter_map(|line| line.strip_suffix(" restart-done db"))
        .zip(["10h", "21h"])
        .map(|(done, begun)| millis(done).minus(millis(begun)))
        .collect();
    assert_eq!(lasted.len(), 2, "{log:#?}");
    assert_ne!(lasted[0], lasted[1]);
}

/// An instant as logs spell it.
fn millis(spelt: &str) -> Millis {
    duration::parse(spelt).expect("a duration")
}
