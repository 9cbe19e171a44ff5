//! What hangs on the hour of the week: hours of teams, call-outs, backups on a schedule, the onset.

use crate::play::Played;

/// A team in office hours with little cover outside, and systems that it restarts in one hour each.
fn office(jobs: u32, onset: &str, off_hours: &str) -> Played {
    let model = format!(
        r#"
        teams: {{ "ops": (people: 3, call_out: "15m", hours: "Mon-Fri 08:00-18:00", off_hours: ({off_hours})) }},
        systems: {{ "job": (alike: {jobs}, restart: (takes: "1h", by: ["ops"])) }}, services: {{ "pay": (needs: ["job"]) }}"#
    );
    Played::new(
        &model,
        &format!(r#"onset: {onset}, events: [Outage(id: "cut", targets: ["job"], lasts: "0s")]"#),
    )
}

const COVER: &str = r#"people: 1, call_out: "45m""#;

#[test]
fn a_call_counts_at_the_instant_it_is_made() {
    let out = |onset: &str| office(1, &format!("\"{onset}\""), COVER).out("pay");
    assert_eq!(out("Fri 17:50"), "1h15m", "called within hours, though nobody is there before they end");
    assert_eq!(out("Fri 18:00"), "1h45m", "hours end before their last instant");
    assert_eq!(out("Mon 08:00"), "1h15m", "hours begin with their first instant");
    assert_eq!(out("Sun 23:00"), "1h45m");
}

#[test]
fn outside_hours_there_are_fewer_people() {
    let out = |onset: &str, jobs: u32| office(jobs, &format!("\"{onset}\""), COVER).out("pay");
    assert_eq!(out("Fri 16:00", 3), "1h15m");
    // Mobilised at 18:05, when one is left.
    assert_eq!(out("Fri 17:50", 3), "3h15m");
    // One each at 05:45, 06:45 and 07:45; at 08:00 two more come while one is at work.
    assert_eq!(out("Mon 05:00", 5), "4h");
    assert_eq!(out("Mon 05:30", 4), "3h30m");
    assert_eq!(out("Mon 05:30", 5), "3h45m");
    assert_eq!(out("Mon 05:30", 6), "4h30m");
}

#[test]
fn with_nobody_outside_hours_work_waits_for_the_morning() {
    let out = |onset: &str, jobs: u32| office(jobs, &format!("\"{onset}\""), "people: 0").out("pay");
    assert_eq!(out("Fri 18:00", 1), "2d15h");
    // Three start at 17:45 and finish after hours; the fourth waits for Monday 08:00.
    assert_eq!(out("Fri 17:30", 3), "1h15m");
    assert_eq!(out("Fri 17:30", 4), "2d15h30m");
}

#[test]
fn an_outage_at_any_time_meets_office_hours_as_often_as_the_week_has_them() {
    // 50 of 168 hours: 1h15m; else 1h45m.
    let mut played = office(1, "Any", COVER);
    let sample = played.outages("pay");
    sample.has_share("within hours", 50.0 / 168.0, |value| value == 1.25);
    sample.has_share("outside hours", 118.0 / 168.0, |value| value == 1.75);
}

#[test]
fn the_wait_for_the_morning_is_that_of_a_uniform_instant() {
    // With nobody outside hours: 14 h each of four nights and 62 h of the weekend, uniform within each.
    let mut played = office(1, "Any", "people: 0, call_out: \"0s\"");
    let sample = played.outages("pay");
    // Mobilised 15 minutes after a call within hours; in the last 15 minutes of a day that is too late.
    let day = 9.75;
    sample.has_share("the same day", 5.0 * day / 168.0, |value| value == 1.25);
    let night = 14.25 * 14.25 / 2.0;
    let weekend = 62.25 * 62.25 / 2.0;
    let mean = (5.0 * day * 1.25 + 4.0 * (night + 14.25) + weekend + 62.25) / 168.0;
    sample.has_mean(mean);
    sample.has_at_most(15.25, (5.0 * day + 4.0 * 14.25 + 14.25) / 168.0);
}

#[test]
fn an_onset_within_hours_is_uniform_over_them() {
    // 08:00-12:00 and 20:00-22:00: a nightly backup at 00:00 is 8 to 12 or 20 to 22 hours old.
    let model = r#"
        sites: { "vault": () },
        systems: { "db": (copies: { "nightly": Backup(at: "vault", every: "24h", starts: "00:00") }, recovery: [
            (name: "Restore", from: "nightly", steps: [(do: "It", takes: "1h")])]) },
        services: { "pay": (needs: ["db"]) }"#;
    let scenario = r#"onset: Within("Tue 08:00-12:00; Thu 20:00-22:00"), events: [Corruption(targets: ["db"], dwell: "0s")]"#;
    let mut played = Played::new(model, scenario);
    let sample = played.losses("pay");
    assert!(sample.0.iter().all(|&value| (8.0..=12.0).contains(&value) || (20.0..=22.0).contains(&value)));
    sample.has_shares(&[(9.0, 1.0 / 6.0), (12.0, 4.0 / 6.0), (21.0, 5.0 / 6.0)]);
    sample.has_mean((4.0 * 10.0 + 2.0 * 21.0) / 6.0);
}

/// Data loss at this onset with these backups.
fn lost(onset: &str, backup: &str) -> String {
    let model = format!(
        r#"
        sites: {{ "vault": () }},
        systems: {{ "db": (copies: {{ "copy": Backup(at: "vault", {backup}) }}, recovery: [
            (name: "Restore", from: "copy", steps: [(do: "It", takes: "1h")])]) }}"#
    );
    let scenario = format!(r#"onset: "{onset}", events: [Destruction(targets: ["db"])]"#);
    Played::new(&model, &scenario).loss("db")
}

#[test]
fn a_backup_counts_from_its_start_once_it_is_complete() {
    let four_a_day = r#"every: "6h", starts: "00:00", takes: "45m""#;
    assert_eq!(lost("Wed 13:37", four_a_day), "1h37m");
    assert_eq!(lost("Wed 12:30", four_a_day), "6h30m", "the run of 12:00 is unfinished");
    assert_eq!(lost("Wed 12:45", four_a_day), "45m", "it is complete at this very instant");
    assert_eq!(lost("Wed 12:00", four_a_day), "6h");
}

#[test]
fn backups_go_back_before_the_week_of_the_onset() {
    assert_eq!(lost("Mon 00:30", r#"every: "24h", starts: "01:00""#), "23h30m");
    assert_eq!(lost("Mon 00:30", r#"every: "1w", starts: "Sat 02:00""#), "1d22h30m");
    assert_eq!(lost("Sun 00:30", r#"every: "1w", starts: "Sat 02:00""#), "22h30m");
    // Every five days from Monday 06:00 of this week, hence also five days earlier.
    assert_eq!(lost("Mon 05:00", r#"every: "5d", starts: "06:00""#), "4d23h");
    assert_eq!(lost("Sat 07:00", r#"every: "5d", starts: "06:00""#), "1h");
}

#[test]
fn a_schedule_and_an_onset_at_any_time_make_a_uniform_age() {
    let model = r#"
        sites: { "vault": () },
        systems: { "db": (copies: { "copy": Backup(at: "vault", every: "168h", starts: "Sun 02:00") }, recovery: [
            (name: "Restore", from: "copy", steps: [(do: "It", takes: "1h")])]) },
        services: { "pay": (needs: ["db"]) }"#;
    let mut played = Played::new(model, r#"onset: Any, events: [Destruction(targets: ["db"])]"#);
    let sample = played.losses("pay");
    sample.has_moments(84.0, 168.0 * 168.0 / 12.0);
    sample.has_shares(&[(24.0, 1.0 / 7.0), (120.0, 5.0 / 7.0)]);
}
