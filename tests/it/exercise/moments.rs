//! The last responsible moments of the guide: the instants at which a promise turns, worked out by hand.

use std::fs;

use super::{decisions, home, pack};
use crate::cli::say;

const RESPONSE: &str = r#"response: (detect: "0s", assess: "1h", declare: (takes: "30m", by: "gold"))"#;
const OUTAGE: &str = r#"(title: "Out", model: "model.ron", onset: "Mon 10:00", horizon: "3d",
    events: [Outage(targets: ["app"])])"#;

/// The guide of a pack on this model.
fn guide(model: &str) -> String {
    let home = home(model, OUTAGE);
    let (place, _) = pack(home.path(), "s.ron", &["--injects", "8"]);
    fs::read_to_string(place.path().join("pack/control/exercise-facilitator-guide.md")).expect("a guide")
}

/// What the guide says of the last moment of the decision that begins so.
fn last(model: &str, decision: &str) -> String {
    let home = home(model, OUTAGE);
    let (place, _) = pack(home.path(), "s.ron", &["--injects", "8"]);
    let rows = decisions(place.path());
    let row = rows.iter().find(|row| row[1].starts_with(decision));
    row.unwrap_or_else(|| panic!("no decision `{decision}`: {rows:?}"))[3].clone()
}

#[test]
fn the_last_moment_for_an_mtpd_counts_the_catching_up_that_grows_with_the_outage() {
    let model = format!(
        r#"({RESPONSE}, teams: {{ "gold": (people: 1), "it": (people: 4) }},
        systems: {{ "app": (recovery: [(name: "Fix", after_declaration: true,
            steps: [(do: "Fix it", by: "it", takes: "4h")])]) }},
        services: {{ "svc": (needs: ["app"], rto: "1h", mtpd: "20h",
            work_recovery: (fixed: "1h", per_hour_out: 1.0)) }})"#
    );
    // Out until declared + 4h, then one hour and as long again as it was out: 20h - 1h is twice 9h30.
    for decision in ["Whether this is an emergency", "When \u{2018}Fix it\u{2019}"] {
        let last = last(&model, decision);
        assert!(last.contains("Mon 15:30 (+5h 30m) for the MTPD of 20h of svc"), "{decision}: {last}");
    }
}

#[test]
fn the_guide_and_delay_tell_the_same_last_moment_of_the_declaration() {
    let declared = r#"after_declaration: true, begins_when: ["key"]"#;
    let model = |call_out: &str, key: &str, takes: &str| {
        format!(
            r#"({RESPONSE}, teams: {{ "gold": (people: 1, call_out: "{call_out}"), "it": (people: 4) }},
            tasks: {{ "key": (when: Incident, steps: [(do: "Key comes", takes: "{key}")]) }},
            systems: {{ "app": (recovery: [(name: "Fix", {declared},
                steps: [(do: "Fix it", by: "it", takes: "{takes}")])]) }},
            services: {{ "svc": (needs: ["app"], rto: "14h") }})"#
        )
    };
    // Those who decide are there an hour after the onset, and so much later as they are called out.
    for (call_out, key, takes, there, minutes, told) in [
        ("0s", "10h", "1h", 1, 720, "Mon 23:00 (+13h 00m)"),
        ("2h", "1m", "1h", 3, 600, "Mon 23:00 (+13h 00m)"),
        ("2h", "1m", "4h30m", 3, 390, "Mon 19:30 (+9h 30m)"),
    ] {
        let model = model(call_out, key, takes);
        let said =
            say(home(&model, OUTAGE).path(), &["delay", "s.ron", "--trials", "50", "--format", "json"]);
        let found: serde_json::Value = serde_json::from_str(&said.stdout).expect("JSON");
        assert_eq!(found["services"][0]["last_moment"]["minutes"], minutes, "{}", said.stdout);
        let last = last(&model, "Whether this is an emergency");
        assert!(last.starts_with(told), "{there}h + {minutes}m: {last}");
    }
}

#[test]
fn a_declaration_that_keeps_no_promise_at_any_minute_is_told_as_such() {
    let model = format!(
        r#"({RESPONSE}, teams: {{ "gold": (people: 1), "it": (people: 4) }},
        systems: {{ "app": (recovery: [(name: "Fix", steps: [(do: "Fix it", by: "it", takes: "4h")])]) }},
        services: {{ "svc": (needs: ["app"], rto: "6h") }})"#
    );
    let last = last(&model, "Whether this is an emergency");
    assert_eq!(last, "No promise hangs on its minute; what counts is that somebody takes it.");
}

#[test]
fn a_go_ahead_that_came_too_late_has_the_minute_at_which_another_wait_takes_over() {
    let model = format!(
        r#"({RESPONSE}, teams: {{ "gold": (people: 1), "it": (people: 4) }},
        tasks: {{ "key": (when: Incident, steps: [(do: "Key comes", takes: "10h")]) }},
        systems: {{ "app": (recovery: [(name: "Fix", begins_when: ["key"], decide: (takes: "15h", by: "gold"),
            steps: [(do: "Fix it", by: "it", takes: "1h")])]) }},
        services: {{ "svc": (needs: ["app"], rto: "10h", mtpd: "12h") }})"#
    );
    // However soon it comes, the key comes after ten hours, and the RTO is lost.
    let last = last(&model, "app: whether to go on");
    let told = "Too late for the RTO of 10h of svc even at the first possible minute. Mon 21:00 (+11h 00m) for the MTPD";
    assert!(last.starts_with(told) && last.ends_with("was broken."), "{last}");
}

/// A service that waits for the declaration, and then for four hours of work; catching up takes as long again.
fn waits_for_the_declaration() -> String {
    format!(
        r#"({RESPONSE}, teams: {{ "gold": (people: 1), "it": (people: 4) }},
        systems: {{ "app": (recovery: [(name: "Fix", after_declaration: true,
            steps: [(do: "Fix it", by: "it", takes: "4h")])]) }},
        services: {{ "svc": (needs: ["app"], rto: "1h", mtpd: "20h",
            work_recovery: (fixed: "1h", per_hour_out: 1.0)) }})"#
    )
}

#[test]
fn the_guide_and_a_replay_say_what_an_mtpd_counts_and_agree_on_its_last_minute() {
    let model = waits_for_the_declaration();
    // Out from 10:00 to 15:30, then one hour and 5h 30m.
    let told = "MTPD of 20h kept: 5h 30m out and 6h 30m of work recovery: 12h";
    let guide = guide(&model);
    assert!(guide.contains(&format!("RTO of 1h broken: 5h 30m; {told}")), "{guide}");
    let home = home(&model, OUTAGE);
    let replayed = |takes: &str| {
        let edit = format!("response.declare.takes={takes}");
        let said = say(home.path(), &["replay", "s.ron", "--trial", "0", "--set", &edit]);
        said.stdout.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert!(replayed("30m").contains(told), "{}", replayed("30m"));
    // The last moment of the guide is 15:30, four hours and a half after it is understood.
    assert!(last(&model, "Whether this is an emergency").contains("Mon 15:30 (+5h 30m) for the MTPD of 20h"));
    assert!(
        replayed("4h30m").contains("MTPD of 20h kept") && replayed("4h31m").contains("MTPD of 20h broken")
    );
}

#[test]
fn the_first_return_that_a_later_declaration_delays_is_named() {
    let model = format!(
        r#"({RESPONSE}, teams: {{ "gold": (people: 1), "it": (people: 4) }},
        tasks: {{ "key": (when: Incident, steps: [(do: "Key comes", takes: "10h")]) }},
        systems: {{ "app": (recovery: [(name: "Fix", after_declaration: true,
            steps: [(do: "Fix it", by: "it", takes: "1h")])]),
            "ledger": (recovery: [(name: "Fix", after_declaration: true, begins_when: ["key"],
            steps: [(do: "Fix it", by: "it", takes: "1h")])]) }},
        services: {{ "svc": (needs: ["ledger"], rto: "14h"), "hall": (needs: ["app"]) }})"#
    );
    let home = home(&model, &OUTAGE.replace(r#""app""#, r#""app", "ledger""#));
    let (place, _) = pack(home.path(), "s.ron", &["--injects", "8"]);
    let guide = fs::read_to_string(place.path().join("pack/control/exercise-facilitator-guide.md"));
    let guide = guide.expect("a guide");
    // The key keeps the ledger until 20:00 whatever is declared before; the hall waits for the word from 11:30 on.
    let told = "What comes back later first, if it is taken after Mon 11:30 (+1h 30m): hall.";
    assert!(
        guide.contains(told) && guide.contains("Mon 23:00 (+13h 00m) for the RTO of 14h of svc"),
        "{guide}"
    );
}

#[test]
fn work_that_is_first_spoken_of_when_its_promise_is_lost_has_no_last_moment() {
    let model = format!(
        r#"({RESPONSE}, teams: {{ "gold": (people: 1),
            "it": (people: 2, hours: "Mon-Fri 20:00-23:00", off_hours: (people: 0)) }},
        systems: {{ "app": (recovery: [(name: "Fix", steps: [(do: "Fix it", by: "it", takes: "2h")])]) }},
        services: {{ "svc": (needs: ["app"], rto: "6h") }})"#
    );
    // Back two hours after 20:00; begun by 14:00 it would have been in time, but nobody asks before 20:00.
    let home = home(&model, OUTAGE);
    let (place, _) = pack(home.path(), "s.ron", &["--injects", "8"]);
    let rows = decisions(place.path());
    let row = rows.iter().find(|row| row[1].starts_with("When \u{2018}Fix it\u{2019}")).expect("it is asked");
    assert!(
        row[3].starts_with("Too late for the RTO of 6h of svc even at the first possible minute."),
        "{row:?}"
    );
    assert_eq!(row[4], "past before anybody is asked", "{row:?}");
    let list = fs::read_to_string(place.path().join("pack/control/exercise-msel.html")).expect("text");
    assert!(!list.contains("last responsible moment Mon 14:00"), "{list}");
}

#[test]
fn the_guide_says_which_broken_promise_a_decision_could_have_kept() {
    let model = format!(
        r#"({RESPONSE}, teams: {{ "gold": (people: 1), "it": (people: 4) }},
        systems: {{ "app": (recovery: [(name: "Fix", decide: (takes: "9h", by: "gold"),
            steps: [(do: "Fix it", by: "it", takes: "1h")])]) }},
        services: {{ "svc": (needs: ["app"], rto: "1h", mtpd: "8h") }})"#
    );
    let guide = guide(&model);
    let saved = guide.lines().find(|line| line.starts_with("- MTPD of 8h of svc: decision "));
    assert!(saved.is_some_and(|line| line.ends_with("by Mon 17:00.")), "{guide}");
    assert!(guide.contains("- For these the table has no moment: RTO of 1h of svc."), "{guide}");
}
