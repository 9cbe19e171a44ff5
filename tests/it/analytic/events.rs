//! What strikes when, what that does, how it spreads, and what ends it.

use crate::play::{Played, hours};

#[test]
fn events_count_from_the_milestones_they_name() {
    let model = r#"
        response: (detect: "1h", assess: "2h", declare: "4h"),
        systems: { "first": (), "a": (), "b": (), "c": (), "d": (), "e": () }"#;
    let events = r#"events: [
        Outage(id: "cut", targets: ["first"], after: "10m", lasts: "1m"),
        Outage(targets: ["a"], since: Detected, after: "5m", lasts: "1m"),
        Outage(targets: ["b"], since: Assessed, lasts: "1m"),
        Outage(targets: ["c"], since: Declared, after: "30m", lasts: "1m"),
        Outage(id: "d", targets: ["d"], since: "cut", after: "20m", lasts: "1m"),
        Outage(targets: ["e"], since: "d", after: "20m", lasts: "1m"),
    ]"#;
    let events = events.replace("id: \"d\"", "id: \"later\"").replace("since: \"d\"", "since: \"later\"");
    let played = Played::new(model, &events);
    let down = ["first", "a", "b", "c", "d", "e"].map(|id| played.system(id).line.first_down.exact());
    assert_eq!(down, ["10m", "1h15m", "3h10m", "7h40m", "30m", "50m"]);
}

#[test]
fn what_counts_from_an_event_that_never_strikes_never_strikes() {
    let model = r#"systems: { "a": (), "b": (), "c": () }"#;
    let events = r#"events: [
        Outage(id: "cut", targets: ["a"], chance: 0), Outage(id: "next", targets: ["b"], since: "cut"),
        Outage(targets: ["c"], since: Detected)]"#;
    let played = Played::new(model, events);
    assert_eq!(played.back(&["a", "b", "c"]), "never never never");
    assert!(played.outcome().incident.is_never() && !played.system("c").line.interrupted());
}

#[test]
fn an_event_may_count_from_an_absence() {
    let model = r#"teams: { "ops": (people: 1) }, systems: { "a": () }"#;
    let events = r#"events: [
        Absence(id: "flu", targets: ["ops"], share: 0.5, after: "3h"), Outage(targets: ["a"], since: "flu", after: "1h", lasts: "1h")]"#;
    let played = Played::new(model, events);
    assert_eq!((played.outcome().incident.exact(), played.back(&["a"])), ("4h".to_owned(), "5h".to_owned()));
}

#[test]
fn an_effect_may_last_until_a_task_is_done() {
    let model = r#"
        tasks: { "clean": (when: Detected, steps: [(do: "It", takes: "2h")]) }, response: (detect: "30m"),
        sites: { "hall": () }, systems: { "a": (restart: "10m"), "b": (home: "hall", restart: "10m"), "c": () }"#;
    let events = r#"events: [
        Outage(targets: ["a", "hall"], until: "clean"),
        Outage(targets: ["a"], lasts: "1h"),
        Outage(targets: ["c"], after: "5h", until: "clean")]"#;
    let played = Played::new(model, events);
    assert_eq!(played.back(&["clean", "a", "b"]), "2h30m 2h40m 2h40m");
    // The task was done before this effect struck: it ends in the same round, and is no interruption.
    assert!(!played.system("c").line.interrupted() && played.system("c").touched);
}

#[test]
fn a_task_that_strikes_wait_for_may_itself_need_what_they_hold() {
    let model = r#"
        tasks: { "clean": (when: Incident, steps: [(do: "It", needs: ["net"], takes: "2h")]) },
        suppliers: { "net": () }, systems: { "a": () }"#;
    let events = r#"events: [Outage(targets: ["a"], until: "clean"), Outage(targets: ["net"], lasts: "1h")]"#;
    assert_eq!(Played::new(model, events).out("a"), "3h");
    let circle = r#"events: [Outage(targets: ["a", "net"], until: "clean")]"#;
    assert_eq!(Played::new(model, circle).out("a"), "never");
}

#[test]
fn selectors_take_in_and_leave_out() {
    let model = r#"
        sites: { "hall": (needs: ["campus"]), "campus": (), "far": (kind: Office) }, teams: { "ops": (people: 1) },
        systems: {
            "a": (home: "hall"), "b": (home: "hall", tags: ["x"]), "c": (home: "campus"), "d": (home: "far", tags: ["x"]), "e": (),
        }"#;
    let struck = |targets: &str| {
        let events = format!(r#"events: [Outage(targets: [{targets}], lasts: "1h")]"#);
        let played = Played::new(model, &events);
        let down = ["a", "b", "c", "d", "e"].iter().filter(|id| played.system(id).line.interrupted());
        down.copied().collect::<String>()
    };
    assert_eq!(struck(r#""a", "e""#), "ae");
    assert_eq!(struck(r#""tag:x""#), "bd");
    assert_eq!(struck(r#""home:hall""#), "ab");
    assert_eq!(struck(r#""in:campus""#), "abc");
    assert_eq!(struck(r#""kind:system", "-tag:x""#), "ace");
    assert_eq!(struck(r#""-b", "home:hall", "e""#), "ae", "what is left out is left out last");
    assert_eq!(struck(r#""kind:Office""#), "d", "through its site");
}

#[test]
fn the_destruction_of_storage_strikes_what_is_stored_on_it() {
    let model = r#"
        sites: { "hall": (), "far": () },
        systems: {
            "array": (home: "hall"), "volume": (stored_on: "array"),
            "db": (stored_on: "volume", copies: { "copy": Replica(at: "far", lag: "5m") }, recovery: [
                (name: "Restore", to: "far", from: "copy", steps: [(do: "It", takes: "1h")])]),
            "app": (needs: ["db"]), "user": (needs: ["array"]),
        }"#;
    let run = |event: &str| {
        let played = Played::new(model, &format!("events: [{event}]"));
        assert_eq!(played.back(&["app", "db"]), played.back(&["db", "db"]));
        let struck =
            ["array", "volume", "db", "user"].map(|id| u8::from(played.system(id).line.interrupted()));
        (played.out("db"), played.loss("db"), struck)
    };
    let all = [1, 1, 1, 1];
    assert_eq!(run(r#"Destruction(targets: ["array"])"#), ("1h".to_owned(), "5m".to_owned(), all));
    assert_eq!(
        run(r#"Corruption(targets: ["array"], dwell: "0s")"#),
        ("1h".to_owned(), "5m".to_owned(), all)
    );
    assert_eq!(
        run(r#"Corruption(targets: ["array"], dwell: "1h")"#),
        ("never".to_owned(), "never".to_owned(), all)
    );
    // An outage of the storage keeps the data; its return ends the disruption, unless the restore is faster.
    assert_eq!(run(r#"Outage(targets: ["array"], lasts: "30m")"#), ("30m".to_owned(), "0s".to_owned(), all));
    assert_eq!(run(r#"Outage(targets: ["array"], lasts: "3h")"#), ("1h".to_owned(), "5m".to_owned(), all));
    assert_eq!(run(r#"Destruction(targets: ["volume"])"#), ("1h".to_owned(), "5m".to_owned(), [0, 1, 1, 0]));
}

#[test]
fn storage_matters_only_to_the_mode_that_stands_on_it() {
    let model = r#"
        sites: { "far": () },
        systems: {
            "array": (),
            "db": (stored_on: "array", rpo: "1h", copies: { "copy": Replica(at: "far", lag: "5m") }, recovery: [
                (name: "Restore", to: "far", from: "copy", steps: [(do: "It", takes: "1h")])]),
        }"#;
    let events =
        r#"events: [Outage(targets: ["array"], lasts: "2h"), Destruction(targets: ["array"], after: "3h")]"#;
    let played = Played::new(model, events);
    assert_eq!((played.out("db"), played.system("db").line.downs), ("1h".to_owned(), 1));
    assert_eq!(played.loss("db"), "5m", "the data live elsewhere by then");
}

#[test]
fn the_destruction_of_a_site_strikes_the_modes_that_stand_there() {
    let model = r#"
        sites: { "hall": (), "far": () },
        systems: { "db": (home: "hall", restart: "1m", copies: { "copy": Replica(at: "hall", lag: "5m"), "tape": Replica(at: "far", lag: "1h") }, recovery: [
            (name: "From copy", to: "far", from: "copy", steps: [(do: "It", takes: "1h")]),
            (name: "From tape", to: "far", from: "tape", steps: [(do: "It", takes: "2h")])]) }"#;
    let run = |events: &str| {
        let played = Played::new(model, &format!("events: [{events}]"));
        (played.out("db"), played.loss("db"), played.system("db").line.downs)
    };
    assert_eq!(run(r#"Destruction(targets: ["hall"])"#), ("2h".to_owned(), "1h".to_owned(), 1));
    // Once it has moved, the destruction of its old home takes nothing from it.
    let moved = r#"Destruction(targets: ["db"]), Destruction(targets: ["hall"], after: "5h")"#;
    assert_eq!(run(moved), ("1h".to_owned(), "5m".to_owned(), 1));
    // Destroying where it has moved to loses the data again, and that site for good.
    let moved = r#"Destruction(targets: ["db"]), Destruction(targets: ["far"], after: "5h")"#;
    assert_eq!(run(moved), ("never".to_owned(), "never".to_owned(), 2));
}

#[test]
fn corruption_leaves_nothing_to_restart() {
    let model = r#"systems: { "db": (restart: "1m") }"#;
    assert_eq!(Played::new(model, r#"events: [Corruption(targets: ["db"])]"#).out("db"), "never");
    let healed = r#"systems: { "db": (restart: "1m", recovery: [(name: "Rebuild", steps: [(do: "It", takes: "2h")])]) }"#;
    assert_eq!(Played::new(healed, r#"events: [Corruption(targets: ["db"])]"#).out("db"), "2h");
}

/// A chain of systems, each needing the one before, and where an event on the first spreads.
fn spreading(spread: &str, events: &str) -> Played {
    let model = r#"
        sites: { "hall": (), "far": () },
        systems: {
            "a": (home: "hall", tags: ["x"]), "b": (home: "hall", needs: ["a or far"]), "c": (home: "far", needs: ["b or far"], tags: ["x"]),
            "d": (home: "far", needs: ["c or far"]), "e": (home: "hall", tags: ["x"]),
        }"#;
    let events = format!(
        r#"events: [Outage(id: "worm", targets: ["b"], lasts: "1h"), Spread(id: "spread", of: "worm", {spread}), {events}]"#
    );
    Played::new(model, &events)
}

/// When each of the five systems is struck first.
fn struck(played: &Played) -> [String; 5] {
    ["a", "b", "c", "d", "e"].map(|id| played.system(id).line.first_down.exact())
}

#[test]
fn effects_spread_along_what_they_are_told() {
    let with = |along: &str| struck(&spreading(&format!(r#"along: {along}, chance: 1, delay: "10m""#), ""));
    assert_eq!(with("Dependents"), ["never", "0s", "10m", "20m", "never"]);
    assert_eq!(with("Dependencies"), ["10m", "0s", "never", "never", "never"]);
    assert_eq!(with("SameSite"), ["10m", "0s", "never", "never", "10m"]);
    assert_eq!(with(r#"Tag("x")"#), ["10m", "0s", "10m", "never", "10m"]);
    let none = struck(&spreading(r#"along: Dependents, chance: 0, delay: "10m""#, ""));
    assert_eq!(none, ["never", "0s", "never", "never", "never"]);
}

#[test]
fn a_spread_repeats_the_effect_from_the_strike_on() {
    let played = spreading(r#"along: Dependents, chance: 1, delay: "10m""#, "");
    assert_eq!(played.back(&["b", "c", "d"]), "1h 1h10m 1h20m");
}

#[test]
fn a_system_already_struck_is_not_struck_again_by_the_spread() {
    // `a` and `c` both carry the tag: `b` is struck by the event, and nothing comes back to it.
    let played = spreading(r#"along: SameSite, chance: 1, delay: "40m""#, "");
    assert_eq!(played.back(&["a", "b", "e"]), "1h40m 1h 1h40m");
    assert_eq!(["a", "b", "e"].map(|id| played.system(id).line.downs), [1, 1, 1]);
}

#[test]
fn an_event_may_count_from_a_spread() {
    let played = spreading(
        r#"along: Dependents, chance: 1, delay: "10m""#,
        r#"Outage(targets: ["e"], since: "spread", after: "1h", lasts: "1h")"#,
    );
    assert_eq!(struck(&played)[4], "1h10m");
}

#[test]
fn a_spread_of_destruction_reaches_a_site_and_its_systems() {
    let model = r#"
        sites: { "hall": (), "far": () }, suppliers: { "valve": () },
        systems: { "a": (home: "hall", recovery: [(name: "Move", to: "far", steps: [(do: "It", takes: "1h")])]), "b": (home: "far") }"#;
    // Of a struck site the neighbours are those whose home it is; the moved mode is not there any more.
    let events = r#"events: [
        Destruction(id: "flood", targets: ["hall"]), Spread(of: "flood", along: SameSite, chance: 1, delay: "3h")]"#;
    let played = Played::new(model, events);
    // Moved at 1h, struck itself at 3h, moved again at 4h.
    assert_eq!((played.back(&["a"]), played.system("a").line.downs), ("4h".to_owned(), 2));
    assert!(!played.system("b").line.interrupted());
}

#[test]
fn a_spread_strikes_each_node_once_and_every_spread_for_itself() {
    let model = r#"systems: { "a": (tags: ["x"]), "b": (tags: ["x"]), "c": (tags: ["x"]) }"#;
    let worm = r#"Outage(id: "worm", targets: ["a"], lasts: "30m"), Spread(of: "worm", along: Tag("x"), chance: 1, delay: "1h")"#;
    let virus = r#"Outage(id: "virus", targets: ["c"], after: "9h", lasts: "30m"), Spread(of: "virus", along: Tag("x"), chance: 1, delay: "1h")"#;
    let downs = |events: &str| {
        let played = Played::new(model, &format!("events: [{events}]"));
        ["a", "b", "c"].map(|id| played.system(id).line.downs)
    };
    assert_eq!(downs(worm), [1; 3]);
    assert_eq!(downs(&format!("{worm}, {virus}")), [2; 3]);
}

#[test]
fn each_ordered_pair_has_its_own_chance() {
    // A ring of three with chance p: b is reached directly or by way of c.
    let model = r#"systems: { "a": (tags: ["x"]), "b": (tags: ["x"]), "c": (tags: ["x"]) }"#;
    let events = r#"horizon: "1d", events: [
        Outage(id: "worm", targets: ["a"]), Spread(id: "spread", of: "worm", along: Tag("x"), chance: 0.4, delay: "1h")]"#;
    let mut played = Played::new(model, events);
    let sample = played.sample(crate::play::TRIALS, |played| hours(played.system("b").line.first_down));
    sample.has_share("directly", 0.4, |at| at == 1.0);
    sample.has_share("by way of c", 0.6 * 0.4 * 0.4, |at| at == 2.0);
}

#[test]
fn a_strike_is_drawn_per_event_and_target() {
    let model = r#"systems: { "a": (), "b": () }"#;
    let events = r#"horizon: "1d", events: [
        Outage(id: "x", targets: ["a", "b"], chance: 0.5, lasts: "1h"), Outage(id: "y", targets: ["a"], chance: 0.5, after: "2h", lasts: "1h")]"#;
    let mut played = Played::new(model, events);
    let downs = |id: &'static str| move |played: &Played| f64::from(played.system(id).line.downs);
    let sample = played.sample(crate::play::TRIALS, downs("a"));
    sample.has_moments(1.0, 0.5);
    sample.has_share("both", 0.25, |downs| downs == 2.0);
    let both = played.sample(crate::play::TRIALS, |played| downs("a")(played) * 3.0 + downs("b")(played));
    both.has_share("a twice and b", 0.125, |value| value == 7.0);
}

#[test]
fn the_onset_of_an_outage_may_be_uncertain() {
    // Down from A to A + L, both exponential of mean 2 h, at an instant t: P = (e^(−t/2)) t/2.
    let model = r#"systems: { "a": () }"#;
    let events = r#"events: [Outage(id: "x", targets: ["a"], after: "exponential(mean 2h)", lasts: "exponential(mean 2h)")]"#;
    let mut played = Played::new(model, events);
    let sample = played.sample(crate::play::TRIALS, |played| {
        let line = played.system("a").line;
        f64::from(hours(line.first_down) <= 3.0 && hours(line.last_back) > 3.0)
    });
    sample.has_share("down at 3 h", 1.5 * (-1.5f64).exp(), |down| down > 0.0);
}

#[test]
fn what_is_struck_through_its_storage_spreads_too() {
    let model = r#"
        systems: { "array": (), "db": (stored_on: "array"), "app": (needs: ["db or web"]), "web": () }"#;
    let events = r#"events: [
        Destruction(id: "fire", targets: ["array"]), Spread(of: "fire", along: Dependents, chance: 1, delay: "10m")]"#;
    let played = Played::new(model, events);
    let down = ["array", "db", "app", "web"].map(|id| played.system(id).line.first_down.exact());
    assert_eq!(down, ["0s", "0s", "10m", "never"]);
}

#[test]
fn what_is_struck_along_its_storage_and_by_itself_in_one_instant_is_struck_by_itself() {
    // `db` has moved away from its storage when both are reached: only its own strike brings it down again.
    for store in ["array", "store"] {
        let model = format!(
            r#"sites: {{ "hall": (), "far": () }}, systems: {{
                "cell": (tags: ["x"]), "{store}": (tags: ["x"]), "db": (home: "hall", stored_on: "{store}", tags: ["x"], recovery: [
                    (name: "Move", to: "far", steps: [(do: "It", takes: "10m")])]) }}"#
        );
        let events = r#"events: [Outage(id: "cut", targets: ["db"]), Destruction(id: "fire", targets: ["cell"], after: "1h"),
            Spread(of: "fire", along: Tag("x"), chance: 1, delay: "1h")]"#;
        let played = Played::new(&model, events);
        assert_eq!(
            (played.back(&["db"]), played.system("db").line.downs),
            ("2h10m".to_owned(), 2),
            "{store}"
        );
    }
}
