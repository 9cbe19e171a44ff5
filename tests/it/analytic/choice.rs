//! Which strategy a system follows, when it lets go of one, and when it recovers without any.

use crate::play::Played;

/// A system at `hall` with these strategies, in a model with these other fields.
fn choosing(strategies: &str, more: &str, scenario: &str) -> Played {
    let fields = if more.contains("systems:") { String::new() } else { "systems: {".to_owned() };
    let model = format!(
        r#"
        sites: {{ "hall": (), "far": () }}, {fields} {more}
            "db": (home: "hall", recovery: [{strategies}]) }},
        services: {{ "pay": (needs: ["db"]) }}"#
    );
    Played::new(&model, scenario)
}

const STRUCK: &str = r#"events: [Outage(targets: ["db"])]"#;

#[test]
fn the_first_applicable_strategy_in_the_list_is_followed() {
    let strategies = r#"
        (name: "Far", to: "far", steps: [(do: "It", takes: "3h")]), (name: "Here", steps: [(do: "It", takes: "1h")])"#;
    assert_eq!(choosing(strategies, "", STRUCK).out("db"), "3h");
    let far_is_down = r#"events: [Outage(targets: ["db"]), Outage(targets: ["far"], lasts: "1h30m")]"#;
    let played = choosing(strategies, "", far_is_down);
    assert_eq!(
        (played.out("db"), played.system("db").chosen),
        ("1h".to_owned(), 0b10),
        "what has started is held"
    );
}

#[test]
fn a_choice_is_provisional_until_its_first_step_starts() {
    let strategies = r#"
        (name: "Far", to: "far", steps: [(do: "It", takes: "3h")]),
        (name: "Here", begins_when: ["key"], steps: [(do: "It", takes: "1h")])"#;
    let events = r#"events: [
        Outage(targets: ["db"]), Outage(targets: ["far"], lasts: "30m"), Outage(targets: ["key"], lasts: "45m")]"#;
    let played = choosing(strategies, r#"systems: { "key": (),"#, events);
    assert_eq!((played.out("db"), played.system("db").chosen), ("3h30m".to_owned(), 0b11));
    // One that ceases to be applicable is let go before it starts, too.
    let events = r#"events: [
        Outage(targets: ["db"]), Outage(targets: ["far"], lasts: "30m"),
        Outage(targets: ["hall"], after: "10m", lasts: "10h"), Outage(targets: ["key"], lasts: "20m")]"#;
    assert_eq!(choosing(strategies, r#"systems: { "key": (),"#, events).out("db"), "3h30m");
}

#[test]
fn automatic_strategies_wait_for_nobody_to_notice() {
    let strategies = r#"
        (name: "Cluster", to: "far", automatic: true, steps: [(do: "Switch", takes: "2m")]),
        (name: "Here", steps: [(do: "It", takes: "1h")])"#;
    let response = r#"response: (detect: "1h", assess: "1h"), "#;
    assert_eq!(choosing(strategies, "", &format!("{response}{STRUCK}")).out("db"), "2m");
    // Where the cluster cannot, people do, once they know.
    let far_is_down = r#"events: [Outage(targets: ["db", "far"])]"#;
    assert_eq!(choosing(strategies, "", &format!("{response}{far_is_down}")).out("db"), "3h");
}

#[test]
fn a_strategy_may_ask_for_other_nodes() {
    let strategies = r#"
        (name: "Tool", only_if: ["tool"], steps: [(do: "It", takes: "1h")]), (name: "Hand", steps: [(do: "It", takes: "5h")])"#;
    let tool = r#"systems: { "tool": (),"#;
    assert_eq!(choosing(strategies, tool, STRUCK).out("db"), "1h");
    let down = r#"events: [Outage(targets: ["db"]), Outage(targets: ["tool"], lasts: "1h")]"#;
    assert_eq!(choosing(strategies, tool, down).out("db"), "5h");
    let fails_later = r#"events: [Outage(targets: ["db"]), Outage(targets: ["tool"], after: "30m")]"#;
    assert_eq!(choosing(strategies, tool, fails_later).out("db"), "1h", "only the choice asks for it");
}

#[test]
fn a_strategy_for_other_classes_of_scenario_is_left_out() {
    let strategies = r#"
        (name: "Wipe", only_for: [CyberAttack, Other("strike")], steps: [(do: "It", takes: "9h")]),
        (name: "Hand", steps: [(do: "It", takes: "1h")])"#;
    let out = |class: &str| choosing(strategies, "", &format!("{class} {STRUCK}")).out("db");
    assert_eq!(out("class: CyberAttack,"), "9h");
    assert_eq!(out("class: Other(\"strike\"),"), "9h");
    assert_eq!(out("class: PowerOutage,"), "1h");
    assert_eq!(out(""), "1h", "a scenario without class");
}

#[test]
fn a_strategy_waits_until_the_disruption_is_old_enough() {
    let strategy = r#"(name: "Far", to: "far", not_before: "2h", steps: [(do: "It", takes: "1h")])"#;
    assert_eq!(choosing(strategy, "", STRUCK).out("db"), "3h");
    let in_between = format!(r#"{strategy}, (name: "Hand", steps: [(do: "It", takes: "HANDh")])"#);
    assert_eq!(
        choosing(&in_between.replace("HAND", "4"), "", STRUCK).out("db"),
        "4h",
        "what has started is held"
    );
    // The site returns before: no strategy was ever chosen.
    let short = choosing(strategy, "", r#"events: [Outage(targets: ["hall"], lasts: "90m")]"#);
    assert_eq!((short.out("db"), short.system("db").chosen), ("1h30m".to_owned(), 0));
    // A strike while it recovers does not begin a new disruption.
    let again = r#"events: [Outage(targets: ["db"]), Outage(targets: ["db"], after: "1h")]"#;
    assert_eq!(choosing(strategy, "", again).out("db"), "3h");
}

#[test]
fn steps_run_in_the_order_that_after_gives_them() {
    let out = |steps: &str| choosing(&format!(r#"(name: "Fix", steps: [{steps}])"#), "", STRUCK).out("db");
    assert_eq!(out(r#"(do: "A", takes: "1h"), (do: "B", takes: "2h"), (do: "C", takes: "4h")"#), "7h");
    assert_eq!(
        out(r#"(do: "A", takes: "1h"), (do: "B", takes: "2h", after: []), (do: "C", takes: "4h")"#),
        "6h"
    );
    assert_eq!(
        out(
            r#"(do: "A", takes: "1h"), (do: "B", takes: "2h", after: []), (do: "C", takes: "4h", after: ["a"])"#
        ),
        "5h"
    );
    assert_eq!(
        out(
            r#"(do: "A", takes: "9h"), (do: "B", takes: "2h", after: []), (do: "C", takes: "4h", after: ["b"])"#
        ),
        "9h"
    );
    assert_eq!(
        out(
            r#"(do: "A", takes: "1h", after: ["c"]), (do: "B", takes: "2h"), (do: "C", takes: "4h", after: [])"#
        ),
        "7h"
    );
}

#[test]
fn a_step_waits_for_its_needs_and_its_strategy_for_what_it_begins_with() {
    let key = r#"systems: { "key": (),"#;
    let blinking = r#"events: [
        Outage(targets: ["db"]), Outage(targets: ["key"], after: "30m", lasts: "1h"), Outage(targets: ["key"], after: "2h", lasts: "1h")]"#;
    // A step that has started goes on; the next waits.
    let needs = r#"(name: "Fix", steps: [(do: "A", takes: "1h", needs: ["key"]), (do: "B", takes: "1h", needs: ["key"])])"#;
    assert_eq!(choosing(needs, key, blinking).out("db"), "2h30m");
    let begins = r#"(name: "Fix", begins_when: ["key"], steps: [(do: "A", takes: "1h"), (do: "B", takes: "1h"), (do: "C", takes: "1h")])"#;
    assert_eq!(choosing(begins, key, blinking).out("db"), "4h");
}

#[test]
fn a_strategy_that_takes_too_long_is_given_up() {
    let strategies = |give_up: &str, takes: &str| {
        format!(
            r#"(name: "Hand", give_up: "{give_up}", steps: [(do: "It", takes: "{takes}")]), (name: "Far", to: "far", steps: [(do: "It", takes: "3h")])"#
        )
    };
    assert_eq!(choosing(&strategies("2h", "10h"), "", STRUCK).out("db"), "5h");
    assert_eq!(
        choosing(&strategies("2h", "2h"), "", STRUCK).out("db"),
        "2h",
        "complete at that very instant"
    );
    assert_eq!(choosing(&strategies("2h", "2h1ms"), "", STRUCK).out("db"), "5h");
}

#[test]
fn giving_up_counts_from_choice_decision_and_declaration() {
    let run = |fields: &str| {
        let strategies = format!(
            r#"(name: "Hand", {fields} give_up: "2h", steps: [(do: "It", takes: "10h")]), (name: "Far", to: "far", steps: [(do: "It", takes: "3h")])"#
        );
        let model = format!(
            r#"
            response: (assess: "10m", declare: "1h"), teams: {{ "board": (people: 1, call_out: "20m") }},
            sites: {{ "far": () }}, systems: {{ "db": (recovery: [{strategies}]) }}"#
        );
        Played::new(&model, STRUCK).out("db")
    };
    assert_eq!(run(""), "5h10m");
    assert_eq!(run(r#"decide: (takes: "5m", by: "board"),"#), "5h35m");
    assert_eq!(run("after_declaration: true,"), "6h10m");
    assert_eq!(run(r#"after_declaration: true, decide: (takes: "5m", by: "board"),"#), "6h10m");
}

#[test]
fn after_all_have_failed_people_regroup_and_begin_again() {
    let run = |regroup: &str, tool_back: &str| {
        let model = format!(
            r#"
            systems: {{ "tool": (), "db": ({regroup} recovery: [
                (name: "A", give_up: "1h", steps: [(do: "It", needs: ["tool"], takes: "30m")]),
                (name: "B", give_up: "2h", steps: [(do: "It", needs: ["tool"], takes: "15m")])]) }}"#
        );
        let events =
            format!(r#"events: [Outage(targets: ["db"]), Outage(targets: ["tool"], lasts: "{tool_back}")]"#);
        let played = Played::new(&model, &events);
        (played.out("db"), played.system("db").failed)
    };
    // A until 1h, B until 3h, nothing until 5h, then A again until 6h, B until 8h.
    assert_eq!(run(r#"regroup: "2h","#, "5h20m"), ("5h50m".to_owned(), 0b11));
    assert_eq!(run(r#"regroup: "2h","#, "7h"), ("7h15m".to_owned(), 0b11));
    assert_eq!(run(r#"regroup: "2h","#, "4h"), ("5h30m".to_owned(), 0b11));
    assert_eq!(
        run(r#"regroup: "2h","#, "3h15m"),
        ("5h30m".to_owned(), 0b11),
        "nobody regroups while one is left"
    );
    assert_eq!(run("", "4h"), ("never".to_owned(), 0b11));
}

#[test]
fn work_begun_anew_does_not_end_when_what_was_stopped_would_have() {
    let here = r#"(name: "Here", steps: [(do: "It", takes: "10h")])"#;
    let twice = r#"events: [Outage(targets: ["db"], lasts: "1h"), Outage(targets: ["db"], after: "2h")]"#;
    assert_eq!(choosing(here, "", twice).back(&["db"]), "12h");
}

#[test]
fn failed_attempts_use_up_the_strategy() {
    let strategies = r#"
        (name: "Hand", steps: [(do: "It", takes: "1h", success: 0, attempts: 3)]), (name: "Far", to: "far", steps: [(do: "It", takes: "5h")])"#;
    let played = choosing(strategies, "", STRUCK);
    assert_eq!((played.out("db"), played.system("db").failed), ("8h".to_owned(), 0b01));
}

#[test]
fn a_strategy_stands_down_when_its_system_returns_by_itself() {
    // The site is back after 2 h; the people of the move are free for the other system.
    let model = r#"
        sites: { "hall": (), "far": () }, teams: { "ops": (people: 1) },
        systems: {
            "db": (home: "hall", priority: 1, recovery: [(name: "Move", to: "far", steps: [(do: "It", by: ["ops"], takes: "9h")])]),
            "other": (priority: 2, recovery: [(name: "Fix", steps: [(do: "It", by: ["ops"], takes: "1h")])]),
        }"#;
    let played =
        Played::new(model, r#"events: [Outage(targets: ["hall"], lasts: "2h"), Outage(targets: ["other"])]"#);
    assert_eq!(played.back(&["db", "other"]), "2h 3h");
    assert_eq!((played.system("db").completed, played.system("db").failed), (0, 0));
}

#[test]
fn a_system_that_only_waits_for_its_needs_does_not_recover() {
    let model = r#"
        sites: { "hall": (), "far": () }, suppliers: { "net": () },
        systems: { "db": (home: "hall", needs: ["net"]FAILS, recovery: [
            (name: "Move", to: "far", needs_there: [], steps: [(do: "It", takes: "1h")])]) }"#;
    let run = |fails: &str| {
        let played =
            Played::new(&model.replace("FAILS", fails), r#"events: [Outage(targets: ["net"], lasts: "5h")]"#);
        (played.out("db"), played.system("db").chosen)
    };
    assert_eq!(run(""), ("5h".to_owned(), 0));
    assert_eq!(run(r#", fails_over_on: ["net"]"#), ("1h".to_owned(), 1));
}

#[test]
fn a_mode_elsewhere_has_the_needs_it_has_there() {
    let run = |there: &str| {
        let model = format!(
            r#"
            sites: {{ "hall": (), "far": () }}, suppliers: {{ "net": (), "net-far": (), "dns": () }},
            systems: {{ "db": (home: "hall", needs: ["net", "dns"], recovery: [
                (name: "Move", to: "far", {there} steps: [(do: "It", takes: "1h")])]) }}"#
        );
        let events = r#"events: [
            Outage(targets: ["db"]), Outage(targets: ["net"], lasts: "5h"),
            Outage(targets: ["net-far"], lasts: "4h"), Outage(targets: ["dns"], lasts: "3h")]"#;
        Played::new(&model, events).out("db")
    };
    assert_eq!(run(""), "5h");
    assert_eq!(run(r#"instead: { "net": "net-far" },"#), "4h");
    assert_eq!(run(r#"needs_there: ["dns"],"#), "3h");
    assert_eq!(run("needs_there: [],"), "1h");
}

#[test]
fn both_modes_serve_when_the_home_returns() {
    let strategy = r#"(name: "Move", to: "far", steps: [(do: "It", takes: "1h")])"#;
    // Moved at 1h; the home is back at 2h; then `far` is lost, and the home serves.
    let events = r#"events: [Outage(targets: ["hall"], lasts: "2h"), Outage(targets: ["far"], after: "3h")]"#;
    let played = choosing(strategy, "", events);
    assert_eq!((played.out("db"), played.system("db").line.downs), ("1h".to_owned(), 1));
    // If `far` is lost before the home is back, the system falls again.
    let events = r#"events: [Outage(targets: ["hall"], lasts: "4h"), Outage(targets: ["far"], after: "3h")]"#;
    let played = choosing(strategy, "", events);
    assert_eq!((played.out("db"), played.system("db").line.downs), ("4h".to_owned(), 2));
}

#[test]
fn an_outage_for_good_is_overcome_by_a_new_mode_and_not_by_time() {
    assert_eq!(choosing("", "", STRUCK).out("db"), "never");
    // A mode that a strategy adds does not restart.
    let model =
        r#"systems: { "db": (restart: "30m", recovery: [(name: "Fix", steps: [(do: "It", takes: "1h")])]) }"#;
    assert_eq!(Played::new(model, STRUCK).out("db"), "1h");
}

#[test]
fn what_is_given_up_at_an_instant_does_not_start_in_it() {
    let model = r#"
        systems: { "tool": (), "db": (recovery: [
            (name: "A", give_up: "1h", steps: [(do: "It", needs: ["tool"], takes: "30m")]), (name: "B", steps: [(do: "It", takes: "15m")])]) }"#;
    let out = |lasts: &str| {
        Played::new(
            model,
            &format!(r#"events: [Outage(targets: ["db"]), Outage(targets: ["tool"], lasts: "{lasts}")]"#),
        )
        .out("db")
    };
    assert_eq!(out("59m"), "1h15m", "given up in the midst of its step");
    assert_eq!(out("1h"), "1h15m");
    assert_eq!(out("30m"), "1h", "complete at the instant at which it would be given up");
}

#[test]
fn what_comes_back_by_itself_is_chosen_anew_the_next_time() {
    let strategies = r#"(name: "Hand", steps: [(do: "It", takes: "1h", success: 0, attempts: 1)]), (name: "Far", to: "far", steps: [(do: "It", takes: "3h")])"#;
    // What has failed stays failed: the second time it is the move from the start.
    let events = r#"events: [Outage(targets: ["db"], lasts: "2h"), Outage(targets: ["db"], after: "5h")]"#;
    let played = choosing(strategies, "", events);
    assert_eq!((played.back(&["db"]), played.system("db").chosen), ("8h".to_owned(), 0b11));
}

#[test]
fn a_decision_about_a_choice_that_was_dropped_decides_nothing_about_the_next() {
    let model = r#"
        teams: { "board": (people: 1) }, suppliers: { "key": () },
        systems: { "db": (recovery: [
            (name: "Way", only_if: "key", automatic: true, decide: (takes: "2h", by: "board"),
             steps: [(do: "It", takes: "1h")])]) }"#;
    // Chosen at once and dropped at 1h; chosen again at 90m, decided at 3h30m.
    let scenario =
        r#"events: [Outage(targets: ["db"]), Outage(targets: ["key"], after: "1h", lasts: "30m")]"#;
    assert_eq!(Played::new(model, scenario).out("db"), "4h30m");
}
