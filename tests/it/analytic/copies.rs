//! How much data is lost on average: ages of backups, failed backups, fall-backs, intrusions, copies destroyed.

use crate::play::{Played, TRIALS, hours};

/// A system restored from these copies, the first that can be used, for a service that needs it.
fn from_copies(copies: &str, from: &[&str], scenario: &str) -> Played {
    let strategies = from
        .iter()
        .map(|copy| format!(r#"(name: "From {copy}", from: "{copy}", steps: [(do: "It", takes: "1h")]),"#));
    let model = format!(
        r#"
        sites: {{ "far": (), "farther": () }}, suppliers: {{ "link": () }},
        systems: {{ "db": (copies: {{ {copies} }}, recovery: [{}]) }}, services: {{ "pay": (needs: ["db"]) }}"#,
        strategies.collect::<String>()
    );
    Played::new(&model, scenario)
}

const STRUCK: &str = r#"events: [Destruction(id: "fire", targets: ["db"])]"#;

#[test]
fn the_age_of_a_daily_backup_is_uniform() {
    let copies = r#""daily": Backup(at: "far", every: "24h", takes: "1h30m")"#;
    let sample = from_copies(copies, &["daily"], STRUCK).losses("pay");
    sample.has_moments(13.5, 48.0);
    sample.has_shares(&[(12.0, 0.4375), (24.0, 0.9375), (24.3, 0.95), (25.26, 0.99)]);
    assert!(sample.0.iter().all(|loss| (1.5..=25.5).contains(loss)));
}

#[test]
fn failed_backups_add_a_geometric_number_of_intervals() {
    let copies = r#""daily": Backup(at: "far", every: "24h", takes: "1h30m", success: 0.9)"#;
    let sample = from_copies(copies, &["daily"], STRUCK).losses("pay");
    sample.has_moments(12.0 + 1.5 + 24.0 * 0.1 / 0.9, 119.111111111);
    sample.has_shares(&[(24.0, 0.84375), (48.0, 0.984375), (25.5, 0.9), (38.8333333333, 0.95), (49.5, 0.99)]);
}

#[test]
fn a_broken_replica_falls_back_to_the_backup() {
    let copies = r#"
        "replica": Replica(at: "far", on: "link", lag: "exponential(mean 30s)"), "daily": Backup(at: "far", every: "24h", takes: "1h30m")"#;
    let broken = r#"events: [Destruction(id: "fire", targets: ["db"]), Outage(id: "cut", targets: ["link"], chance: 0.02)]"#;
    let mut played = from_copies(copies, &["replica", "daily"], broken);
    let sample = played.sample(4 * TRIALS, |played| hours(played.service("pay").data_loss));
    sample.has_mean(0.278166666667);
    sample.has_shares(&[
        (1.0 / 60.0, 0.847371422428),
        (5.0 / 60.0, 0.979955508069),
        (0.0382080623223, 0.97),
        (13.5, 0.99),
    ]);
}

/// The loss of a service that needs two systems with these backups.
fn two(scenario: &str, backup: &str) -> Played {
    let system = |id: &str| {
        format!(
            r#""{id}": (copies: {{ "copy": Backup(at: "far", every: "24h"{backup}) }}, recovery: [
                (name: "Restore", from: "copy", steps: [(do: "It", takes: "1h")])]),"#
        )
    };
    let model = format!(
        r#"sites: {{ "far": () }}, systems: {{ {}{} }}, services: {{ "pay": (needs: ["a", "b"]) }}"#,
        system("a"),
        system("b")
    );
    Played::new(&model, &format!(r#"{scenario}, events: [Destruction(targets: ["a", "b"])]"#))
}

#[test]
fn backups_at_one_hour_lose_less_together_than_backups_at_any() {
    // One uniform age for both, or the larger of two.
    let aligned = two("onset: Any", r#", starts: "01:00""#).losses("pay");
    aligned.has_moments(12.0, 48.0);
    aligned.has_at_most(4.0, 1.0 / 6.0);
    let apart = two("onset: \"Mon 00:00\"", "").losses("pay");
    apart.has_moments(16.0, 576.0 / 18.0);
    apart.has_at_most(4.0, 1.0 / 36.0);
}

#[test]
fn a_restore_group_of_two_loses_the_age_of_the_older() {
    let model = |id: &str| {
        format!(
            r#""{id}": (restore_group: "g", copies: {{ "copy": Backup(at: "far", every: "24h") }}, recovery: [
                (name: "Restore", from: "copy", steps: [(do: "It", takes: "1h")])]),"#
        )
    };
    let model = format!(
        r#"sites: {{ "far": () }}, systems: {{ {}{} }}, services: {{ "pay": (needs: ["a"]) }}"#,
        model("a"),
        model("b")
    );
    let mut played = Played::new(&model, r#"events: [Destruction(targets: ["a", "b"])]"#);
    played.losses("pay").has_moments(16.0, 576.0 / 18.0);
}

#[test]
fn an_intrusion_adds_its_dwell_to_the_age() {
    // The newest point before a uniform dwell is a uniform age older, independent of it.
    let copies = r#""daily": Backup(at: "far", every: "24h")"#;
    let struck = r#"events: [Corruption(id: "encryption", targets: ["db"], dwell: "uniform(0h, 120h)")]"#;
    let sample = from_copies(copies, &["daily"], struck).losses("pay");
    sample.has_moments(60.0 + 12.0, 120.0 * 120.0 / 12.0 + 48.0);
    // P(age + dwell <= 24) = 24² / 2 / (24 · 120).
    sample.has_shares(&[(24.0, 0.1), (72.0, 0.5), (120.0, 0.9)]);
}

#[test]
fn failed_backups_within_the_time_they_are_kept_may_leave_none() {
    // Monday 12:00, daily at 00:00, kept three days: three candidates, each good with chance 0.3.
    let copies = r#""daily": Backup(at: "far", every: "24h", starts: "00:00", keep: "3d", success: 0.3)"#;
    let struck = r#"onset: "Mon 12:00", events: [Destruction(id: "fire", targets: ["db"])]"#;
    let sample = from_copies(copies, &["daily"], struck).losses("pay");
    sample.has_share("none", 0.343, f64::is_infinite);
    sample.has_share("newest", 0.3, |loss| loss == 12.0);
    sample.has_share("second", 0.21, |loss| loss == 36.0);
    sample.has_share("third", 0.147, |loss| loss == 60.0);
}

#[test]
fn each_copy_is_destroyed_by_a_draw_of_its_own() {
    // The first survives (0.3): 6 h; the second does (0.7 · 0.3): 12 h; the immutable one always: 24 h.
    let copies = r#"
        "first": Backup(at: "far", every: "24h", starts: "06:00"), "second": Backup(at: "farther", every: "24h", starts: "00:00"),
        "third": Backup(at: "far", every: "1w", starts: "Sun 12:00", immutable: true)"#;
    let struck = r#"onset: "Mon 12:00", events: [Corruption(id: "e", targets: ["db"], dwell: "0s", destroys_copies: 0.7)]"#;
    let sample = from_copies(copies, &["first", "second", "third"], struck).losses("pay");
    sample.has_share("first", 0.3, |loss| loss == 6.0);
    sample.has_share("second", 0.21, |loss| loss == 12.0);
    sample.has_share("third", 0.49, |loss| loss == 24.0);
}

#[test]
fn copies_on_one_node_are_destroyed_together() {
    // Drawn per event and `on` node: both or none.
    let model = |id: &str| {
        format!(
            r#""{id}": (copies: {{ "copy": Backup(on: "server", every: "24h", starts: "06:00") }}, recovery: [
                (name: "Restore", from: "copy", steps: [(do: "It", takes: "1h")])]),"#
        )
    };
    let model = format!(
        r#"systems: {{ "server": (), {}{} }}, services: {{ "pay": (needs: ["a", "b"]), "either": (needs: ["a or b"]) }}"#,
        model("a"),
        model("b")
    );
    let struck = r#"onset: "Mon 12:00", events: [Corruption(id: "e", targets: ["a", "b"], dwell: "0s", destroys_copies: 0.4)]"#;
    let mut played = Played::new(&model, struck);
    played.outages("pay").has_share("one of both lost", 0.4, f64::is_infinite);
    played.outages("either").has_share("both lost", 0.4, f64::is_infinite);
}

#[test]
fn no_more_than_a_thousand_candidates_are_looked_at() {
    // Each is good with chance 0.002: none of a thousand is with 0.998^1000.
    let copies = r#""hourly": Backup(at: "far", every: "1h", success: 0.002)"#;
    let mut played = from_copies(copies, &["hourly"], STRUCK);
    let sample = played.sample(1_024, |played| hours(played.service("pay").data_loss));
    sample.has_share("none", 0.998f64.powi(1000), f64::is_infinite);
    sample.has_at_most(500.0, 1.0 - 0.998f64.powi(500));
}
