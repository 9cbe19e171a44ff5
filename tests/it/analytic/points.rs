//! Which recovery points there are, which are clean, which are within reach, and what is lost with each.

use crate::play::Played;

/// A system with copies and strategies of one hour from them in this order; struck at Monday 12:00 by `events`.
fn restored(copies: &str, from: &[&str], events: &str) -> Played {
    let strategies = from.iter().map(|from| {
        let (copy, cleans) = from.split_once('!').map_or((*from, false), |(copy, _)| (copy, true));
        format!(
            r#"(name: "From {copy}", to: "far", from: "{copy}", cleans: {cleans}, steps: [(do: "It", takes: "1h")]),"#
        )
    });
    let model = format!(
        r#"
        sites: {{ "hall": (), "far": () }}, suppliers: {{ "tape-robot": () }},
        systems: {{
            "array": (home: "hall", recovery: [(name: "Rebuild", to: "far", steps: [(do: "It", takes: "5h")])]),
            "backup-server": (home: "hall"),
            "db": (home: "hall", copies: {{ {copies} }}, recovery: [{}]),
        }},
        services: {{ "pay": (needs: ["db"]) }}"#,
        strategies.collect::<String>()
    );
    Played::new(&model, &format!(r#"onset: "Mon 12:00", horizon: "60d", events: [{events}]"#))
}

const DAILY: &str = r#""daily": Backup(at: "far", every: "24h", starts: "00:00")"#;

#[test]
fn a_replica_loses_its_lag_and_a_backup_its_age() {
    let copies = format!(r#""replica": Replica(at: "far", lag: "5m"), {DAILY}"#);
    let struck = r#"Destruction(targets: ["db"])"#;
    assert_eq!(restored(&copies, &["replica", "daily"], struck).loss("pay"), "5m");
    assert_eq!(restored(&copies, &["daily", "replica"], struck).loss("pay"), "12h");
}

#[test]
fn data_loss_counts_from_the_disruption_and_not_from_the_restore() {
    // Detected after two days; the backups of those days hold nothing of a system that is down.
    let model = r#"
        response: (detect: "2d"), sites: { "far": () },
        systems: { "db": (copies: { "daily": Backup(at: "far", every: "24h", starts: "00:00") }, recovery: [
            (name: "Restore", from: "daily", steps: [(do: "It", takes: "1h")])]) }"#;
    let played = Played::new(model, r#"onset: "Mon 12:00", events: [Destruction(targets: ["db"])]"#);
    assert_eq!((played.out("db"), played.loss("db")), ("2d1h".to_owned(), "12h".to_owned()));
}

#[test]
fn points_after_the_intrusion_are_unclean() {
    let struck = |dwell: &str| format!(r#"Corruption(targets: ["db"], dwell: "{dwell}")"#);
    let loss = |dwell: &str| restored(DAILY, &["daily"], &struck(dwell)).loss("pay");
    assert_eq!(loss("0s"), "12h");
    assert_eq!(loss("12h"), "12h", "a point at the very instant of the intrusion is clean");
    assert_eq!(loss("12h1ms"), "1d12h");
    assert_eq!(loss("10d"), "10d12h");
    assert_eq!(
        restored(DAILY, &["daily!"], &struck("10d")).loss("pay"),
        "12h",
        "a strategy that cleans takes the newest"
    );
}

#[test]
fn a_replica_that_is_unclean_leaves_it_to_the_backup() {
    let copies = |lag: &str| format!(r#""replica": Replica(at: "far", lag: "{lag}"), {DAILY}"#);
    let struck = r#"Corruption(targets: ["db"], dwell: "1h")"#;
    assert_eq!(restored(&copies("59m"), &["replica", "daily"], struck).loss("pay"), "12h");
    assert_eq!(restored(&copies("1h"), &["replica", "daily"], struck).loss("pay"), "1h");
}

#[test]
fn of_several_intrusions_the_strictest_counts() {
    let struck = r#"
        Corruption(targets: ["db"], dwell: "3d"), Corruption(targets: ["db"], after: "5h", dwell: "1d")"#;
    // The second destroys the restored mode: disrupted anew at 17:00, and points after Friday 12:00 stay unclean.
    let played = restored(DAILY, &["daily"], struck);
    assert_eq!(played.loss("pay"), "3d17h");
    // Here it is the second that reaches further back: Thursday 17:00.
    let struck = struck.replace("dwell: \"1d\"", "dwell: \"4d\"");
    assert_eq!(restored(DAILY, &["daily"], &struck).loss("pay"), "4d17h");
}

#[test]
fn the_largest_loss_counts_if_several_restores_complete() {
    // Monday 12:00: 12 h lost. Monday 17:00: nothing newer than 00:00 of the same day: 17 h.
    let twice = r#"Destruction(targets: ["db"]), Destruction(targets: ["db"], after: "5h")"#;
    assert_eq!(restored(DAILY, &["daily"], twice).loss("pay"), "17h");
    // Monday 12:00, then Tuesday 05:00, when the newest is five hours old.
    let twice = r#"Destruction(targets: ["db"]), Destruction(targets: ["db"], after: "17h")"#;
    assert_eq!(restored(DAILY, &["daily"], twice).loss("pay"), "12h");
}

#[test]
fn what_is_kept_too_short_is_gone() {
    let kept = |keep: &str| {
        let copies = format!(r#""daily": Backup(at: "far", every: "24h", starts: "00:00", keep: "{keep}")"#);
        let played = restored(&copies, &["daily"], r#"Corruption(targets: ["db"], dwell: "10d")"#);
        (played.out("pay"), played.loss("pay"))
    };
    assert_eq!(kept("35d"), ("1h".to_owned(), "10d12h".to_owned()));
    assert_eq!(kept("10d12h"), ("1h".to_owned(), "10d12h".to_owned()));
    assert_eq!(kept("10d11h59m"), ("never".to_owned(), "never".to_owned()));
}

#[test]
fn a_destroyed_site_takes_its_copies_with_it_immutable_or_not() {
    let copies = |immutable: bool| {
        format!(
            r#""near": Backup(at: "hall", every: "6h", starts: "00:00", immutable: {immutable}),
            "on-server": Backup(on: "backup-server", every: "6h", starts: "00:00", immutable: {immutable}),
            "on-site": Backup(on: "hall", every: "6h", starts: "00:00", immutable: {immutable}), {DAILY}"#
        )
    };
    let order = ["near", "on-server", "on-site", "daily"];
    for immutable in [false, true] {
        let destroyed = restored(&copies(immutable), &order, r#"Destruction(targets: ["hall"])"#);
        assert_eq!(destroyed.loss("pay"), "12h");
        assert_eq!(destroyed.system("db").completed, 0b1000);
    }
    let struck = restored(&copies(false), &order, r#"Destruction(targets: ["db"])"#);
    assert_eq!(struck.system("db").completed, 0b1, "its own destruction leaves its copies alone");
}

#[test]
fn a_copy_with_a_site_of_its_own_outlives_the_server_it_is_read_through() {
    let copies = r#""through": Backup(at: "far", on: "backup-server", every: "6h", starts: "00:00")"#;
    // The site of the server is destroyed: the tape at `far` is not, but the server that reads it is down for good.
    let hall = restored(copies, &["through"], r#"Destruction(targets: ["hall"])"#);
    assert_eq!(hall.loss("pay"), "never");
    // An outage of the server only makes it wait.
    let waits = r#"Destruction(targets: ["db"]), Outage(targets: ["backup-server"], lasts: "3h")"#;
    let played = restored(copies, &["through"], waits);
    assert_eq!((played.out("pay"), played.loss("pay")), ("4h".to_owned(), "0s".to_owned()));
}

#[test]
fn what_is_destroyed_takes_the_copies_on_it_unless_they_are_immutable() {
    for event in ["Destruction(", "Corruption(dwell: \"0s\", "] {
        let struck = format!(r#"Destruction(targets: ["db"]), {event}targets: ["array"])"#);
        let out = |immutable: bool| {
            let copy =
                format!(r#"at: "hall", on: "array", every: "6h", starts: "00:00", immutable: {immutable}"#);
            restored(&format!(r#""on-array": Backup({copy})"#), &["on-array"], &struck).out("pay")
        };
        assert_eq!(out(false), "never", "{event}");
        // Within reach once the array is rebuilt after 5 h.
        assert_eq!(out(true), "6h", "{event}");
    }
}

#[test]
fn corruption_destroys_the_copies_of_what_it_strikes_but_immutable_ones() {
    let copies = |immutable: bool| {
        format!(r#""vault": Backup(at: "far", every: "6h", starts: "06:00", immutable: {immutable})"#)
    };
    let struck =
        |chance: &str| format!(r#"Corruption(targets: ["db"], dwell: "0s", destroys_copies: {chance})"#);
    assert_eq!(restored(&copies(false), &["vault"], &struck("1")).loss("pay"), "never");
    assert_eq!(restored(&copies(true), &["vault"], &struck("1")).loss("pay"), "0s");
    assert_eq!(restored(&copies(false), &["vault"], &struck("0")).loss("pay"), "0s");
}

#[test]
fn what_comes_back_empty_has_lost_its_data() {
    let struck = r#"Destruction(targets: ["db"])"#;
    let played = restored("", &["nothing"], struck);
    assert_eq!(
        (played.out("pay"), played.loss("pay")),
        ("1h".to_owned(), "0s".to_owned()),
        "it holds no data"
    );
    let copies = r#""gone": Backup(at: "hall", every: "6h")"#;
    let played = restored(copies, &["gone", "nothing"], r#"Destruction(targets: ["hall"])"#);
    assert_eq!((played.out("pay"), played.loss("pay")), ("1h".to_owned(), "never".to_owned()));
}

#[test]
fn a_strategy_without_a_copy_needs_the_data_in_reach() {
    let model = r#"
        sites: { "hall": () },
        systems: { "db": (home: "hall", rpo: "1h", recovery: [(name: "Repair", steps: [(do: "It", takes: "1h")])]) }"#;
    let run = |event: &str| {
        let played = Played::new(model, &format!("events: [{event}]"));
        (played.out("db"), played.loss("db"))
    };
    assert_eq!(run(r#"Outage(targets: ["db"])"#), ("1h".to_owned(), "0s".to_owned()));
    assert_eq!(run(r#"Destruction(targets: ["db"])"#), ("never".to_owned(), "never".to_owned()));
    assert_eq!(run(r#"Corruption(targets: ["db"], dwell: "0s")"#), ("never".to_owned(), "never".to_owned()));
    // While the site is down neither the data nor the home is in reach; the site's return needs no repair.
    assert_eq!(run(r#"Outage(targets: ["hall"], lasts: "4h")"#), ("4h".to_owned(), "0s".to_owned()));
}

#[test]
fn a_restore_group_goes_back_to_its_oldest_point() {
    let model = |group: &str| {
        format!(
            r#"
            sites: {{ "far": () }},
            systems: {{
                "ledger": ({group} copies: {{ "copy": Backup(at: "far", every: "24h", starts: "00:00") }}, recovery: [
                    (name: "Restore", from: "copy", steps: [(do: "It", takes: "1h")])]),
                "orders": ({group} copies: {{ "copy": Replica(at: "far", lag: "5m") }}, recovery: [
                    (name: "Restore", from: "copy", steps: [(do: "It", takes: "1h")])]),
                "spared": ({group} copies: {{ "copy": Replica(at: "far", lag: "5m") }}),
            }},
            services: {{ "pay": (needs: ["orders", "spared"]), "all": (needs: ["ledger", "orders"]) }}"#
        )
    };
    let both = r#"onset: "Mon 12:00", events: [Destruction(targets: ["ledger"]), Destruction(targets: ["orders"], after: "30m")]"#;
    let apart = Played::new(&model(""), both);
    assert_eq!(
        ["ledger", "orders", "spared", "pay", "all"].map(|id| apart.loss(id)),
        ["12h", "5m", "0s", "5m", "12h"]
    );
    let joined = Played::new(&model("restore_group: \"g\","), both);
    assert_eq!(
        ["ledger", "orders", "spared", "pay", "all"].map(|id| joined.loss(id)),
        ["12h", "12h30m", "0s", "12h30m", "12h30m"]
    );
    let one = Played::new(
        &model("restore_group: \"g\","),
        r#"onset: "Mon 12:00", events: [Destruction(targets: ["orders"])]"#,
    );
    assert_eq!(["ledger", "orders", "all"].map(|id| one.loss(id)), ["0s", "5m", "5m"]);
}

#[test]
fn a_system_may_say_that_it_holds_no_data() {
    let model = |fields: &str| {
        format!(
            r#"sites: {{ "far": () }}, systems: {{ "db": ({fields} copies: {{ "copy": Replica(at: "far", lag: "5m") }}, recovery: [
                (name: "Repair", steps: [(do: "It", takes: "1h")]), (name: "Restore", from: "copy", steps: [(do: "It", takes: "2h")])]) }}"#
        )
    };
    let run = |fields: &str| {
        let played = Played::new(&model(fields), r#"events: [Destruction(targets: ["db"])]"#);
        (played.out("db"), played.loss("db"))
    };
    assert_eq!(run(""), ("2h".to_owned(), "5m".to_owned()));
    assert_eq!(run("holds_data: false,"), ("1h".to_owned(), "0s".to_owned()));
}

#[test]
fn the_point_is_taken_when_the_first_step_starts() {
    let model = |step: &str| {
        format!(
            r#"
            teams: {{ "ops": (people: 1, call_out: "2h") }}, sites: {{ "far": () }}, suppliers: {{ "server": () }},
            systems: {{ "db": (copies: {{ "copy": Replica(on: "server", lag: "5m") }}, recovery: [
                (name: "Restore", from: "copy", steps: [({step} do: "Prepare", takes: "1h"), (do: "Load", by: ["ops"], takes: "1h")])]) }}"#
        )
    };
    let events = r#"events: [Destruction(targets: ["db"]), Destruction(targets: ["server"], after: "90m")]"#;
    // Started at 0: it keeps its point though the copy is destroyed before it is loaded.
    let played = Played::new(&model(""), events);
    assert_eq!((played.out("db"), played.loss("db")), ("3h".to_owned(), "5m".to_owned()));
    // Not started before 2h: by then there is none.
    assert_eq!(Played::new(&model(r#"by: ["ops"],"#), events).out("db"), "never");
}
