//! How many people there are and how fast they work: absences, delays, surges, shifts, helpers that are missing.

use crate::play::{Played, TRIALS};

/// Jobs of one hour for a team, after an outage of no length; returns when each is done, sorted.
fn jobs(team: &str, count: u32, takes: &str, scenario: &str) -> String {
    let model = format!(
        r#"
        teams: {{ "ops": ({team}) }},
        systems: {{ "job": (alike: {count}, restart: (takes: "{takes}", by: ["ops"])) }}"#
    );
    let events = r#"events: [Outage(id: "cut", targets: ["job"], lasts: "0s"),"#;
    let scenario = if scenario.contains("events: [") {
        scenario.replace("events: [", events)
    } else {
        format!("{scenario} {events}]")
    };
    let played = Played::new(&model, &scenario);
    let mut back: Vec<_> = played.outcome().systems.iter().map(|system| system.line.last_back).collect();
    back.sort();
    back.iter().map(|back| back.exact()).collect::<Vec<_>>().join(" ")
}

#[test]
fn an_absence_of_all_or_none_is_certain() {
    let with = |share: &str| {
        jobs(
            "people: 2",
            2,
            "1h",
            &format!(r#"events: [Absence(targets: ["ops"], share: {share}, lasts: "5h")]"#),
        )
    };
    assert_eq!(with("1"), "6h 6h");
    assert_eq!(with("0"), "1h 1h");
}

#[test]
fn who_is_away_is_drawn_for_each_team_by_itself() {
    // Four teams of one, each away for 5 h by half: of the four jobs, those done late are Binomial(4, 1/2).
    let each = |entry: fn(u32) -> String| (1..=4).map(entry).collect::<String>();
    let model = format!(
        "teams: {{ {} }}, systems: {{ {} }}",
        each(|n| format!(r#""ops-{n}": (people: 1), "#)),
        each(|n| format!(r#""job-{n}": (restart: (takes: "1h", by: ["ops-{n}"])), "#)),
    );
    let events = r#"events: [
        Absence(targets: ["kind:team"], share: 0.5, lasts: "5h"), Outage(targets: ["kind:system"], lasts: "0s")]"#;
    let late = |played: &Played| {
        let systems = played.outcome().systems.iter();
        systems.filter(|system| system.line.outage().exact() == "6h").count() as f64
    };
    Played::new(&model, events).sample(TRIALS, late).has_moments(2.0, 1.0);
}

#[test]
fn absences_add_up_and_capacity_never_falls_below_nobody() {
    // Everybody is away twice over; after the first absence ends, still once.
    let absences = r#"events: [
        Absence(targets: ["ops"], share: 1, lasts: "2h"), Absence(targets: ["ops"], share: 1, after: "1h", lasts: "3h")]"#;
    assert_eq!(jobs("people: 2", 2, "1h", absences), "5h 5h");
}

#[test]
fn people_who_leave_finish_what_they_have_in_hand() {
    let away = r#"events: [Absence(targets: ["ops"], share: 1, after: "30m", lasts: "4h")]"#;
    assert_eq!(jobs("people: 1", 2, "1h", away), "1h 5h30m");
}

#[test]
fn delays_multiply_and_are_rounded_once() {
    let with = |delays: &str| jobs("people: 9", 1, "1s1ms", &format!("events: [{delays}]"));
    assert_eq!(with(r#"Delay(targets: ["ops"], factor: 1.5)"#), "1s502ms");
    // 1001 × 1.5 × 1.5 = 2252.25; rounded after each factor it would be 2253.
    let twice = r#"Delay(targets: ["ops"], factor: 1.5), Delay(targets: ["job"], factor: 1.5)"#;
    assert_eq!(with(twice), "2s252ms");
    // One Delay counts once, be it on the system, on the team, or on both.
    assert_eq!(with(r#"Delay(targets: ["ops", "job"], factor: 1.5)"#), "1s502ms");
    assert_eq!(with(r#"Delay(targets: ["ops"], factor: 0.5)"#), "501ms");
}

#[test]
fn a_delay_counts_if_it_holds_when_work_starts() {
    let delay = r#"events: [Delay(targets: ["ops"], factor: 3, after: "30m", lasts: "2h")]"#;
    // The first starts before it; the second at 1 h, while it holds; the third at 4 h, after it.
    assert_eq!(jobs("people: 1", 3, "1h", delay), "1h 4h 5h");
}

#[test]
fn a_plain_restart_is_machine_time_that_nothing_delays() {
    let model = r#"systems: { "db": (restart: "1h") }"#;
    let events = r#"events: [Outage(targets: ["db"], lasts: "0s"), Delay(targets: ["db"], factor: 9)]"#;
    assert_eq!(Played::new(model, events).out("db"), "1h");
}

#[test]
fn a_step_is_slower_without_its_helpers() {
    let model = r#"
        systems: {
            "monitoring": (), "wiki": (),
            "db": (recovery: [(name: "Fix", steps: [
                (do: "First", takes: "1h", slower_without: { "monitoring": 2.0, "wiki": 1.5 }),
                (do: "Second", takes: "1h", slower_without: { "monitoring": 2.0, "wiki": 1.5 })])]),
        }"#;
    // Both are missed at 0 (3 h), the wiki alone at 3 h (1 h 30 m).
    let events = r#"events: [
        Outage(targets: ["db"]), Outage(targets: ["monitoring"], lasts: "3h"), Outage(targets: ["wiki"], lasts: "4h")]"#;
    assert_eq!(Played::new(model, events).out("db"), "4h30m");
}

#[test]
fn a_surge_brings_people_after_the_declaration() {
    let declared = |extra: &str| {
        let model = format!(
            r#"
            response: (assess: "30m", declare: "30m"),
            teams: {{ "ops": (people: 1, surge: (people: 3, call_out: "1h")) }},
            systems: {{ "job": (alike: 6, restart: (takes: "2h", by: ["ops"])) }}, {extra}"#
        );
        let played = Played::new(&model, r#"events: [Outage(targets: ["job"], lasts: "0s")]"#);
        let mut back: Vec<_> = played.outcome().systems.iter().map(|system| system.line.last_back).collect();
        back.sort();
        back.iter().map(|back| back.exact()).collect::<Vec<_>>().join(" ")
    };
    // Called at 30m, one person; declared at 1h, three in all from 2h on.
    assert_eq!(declared(""), "2h30m 4h 4h 4h30m 6h 6h");
}

#[test]
fn a_surge_below_what_is_there_takes_nobody_away() {
    assert_eq!(jobs("people: 2, surge: (people: 1)", 2, "1h", ""), "1h 1h");
}

#[test]
fn a_shift_halves_the_people_from_its_longest_on() {
    // Four people until 12 h after mobilisation, then 4 × 12 / 24 = 2.
    let shift = r#"people: 4, shift: (longest: "12h", rest: "12h")"#;
    assert_eq!(jobs(shift, 10, "8h", ""), "8h 8h 8h 8h 16h 16h 16h 16h 1d 1d");
    assert_eq!(jobs(shift, 11, "8h", ""), "8h 8h 8h 8h 16h 16h 16h 16h 1d 1d 1d8h");
}

#[test]
fn a_shift_is_rounded_half_up_and_leaves_one() {
    // 3 × 8 / 16 = 1.5, hence two; 1 × 8 / 16 = 0.5, hence one; 1 × 8 / 32 = 0.25, yet one.
    let after = |people: u32, rest: &str| {
        let team = format!(r#"people: {people}, shift: (longest: "8h", rest: "{rest}")"#);
        jobs(&team, 2 * people + 1, "8h", "")
    };
    assert_eq!(after(3, "8h"), "8h 8h 8h 16h 16h 1d 1d");
    assert_eq!(after(1, "8h"), "8h 16h 1d");
    assert_eq!(after(1, "24h"), "8h 16h 1d");
}

#[test]
fn absences_are_taken_from_what_a_shift_leaves() {
    // Two of four are on shift from 8 h on, and both are away until 30 h.
    let team = r#"people: 4, shift: (longest: "8h", rest: "8h")"#;
    let away = r#"events: [Absence(targets: ["ops"], share: 1, after: "7h", lasts: "23h")]"#;
    assert_eq!(jobs(team, 6, "8h", away), "8h 8h 8h 8h 1d14h 1d14h");
}

#[test]
fn a_surge_comes_at_any_hour() {
    let team = r#"people: 2, hours: "Mon-Fri 08:00-18:00", off_hours: (people: 0), surge: (people: 1, call_out: "2h")"#;
    assert_eq!(jobs(team, 1, "1h", r#"onset: "Sat 12:00","#), "3h");
    // With a shift that number is halved from 4 h on: 2 × 4 / 8 = 1.
    let team = r#"people: 2, surge: (people: 2), shift: (longest: "4h", rest: "4h")"#;
    assert_eq!(jobs(team, 4, "3h", ""), "3h 3h 6h 6h");
    assert_eq!(jobs(team, 4, "4h", ""), "4h 4h 8h 12h");
}

#[test]
fn preparations_of_workarounds_are_delayed_like_work() {
    let model = r#"
        teams: { "clerks": (people: 1) }, systems: { "db": () },
        services: { "pay": (needs: ["db"], workarounds: [(name: "Paper", ready: "1h", by: ["clerks"])]) }"#;
    let events = r#"events: [Outage(targets: ["db"]), Delay(targets: ["clerks"], factor: 2.5)]"#;
    assert_eq!(Played::new(model, events).out("pay"), "2h30m");
}

#[test]
fn steps_of_tasks_are_delayed_by_their_teams_and_missing_helpers() {
    let model = r#"
        teams: { "clerks": (people: 1) }, systems: { "db": () },
        tasks: { "file": (when: Incident, steps: [(do: "It", by: ["clerks"], takes: "1h", slower_without: { "db": 2 })]) }"#;
    let events = r#"events: [Outage(targets: ["db"]), Delay(targets: ["clerks"], factor: 1.5)]"#;
    assert_eq!(Played::new(model, events).back(&["file"]), "3h");
}
