//! The last responsible moments of the guide: the instants at which a promise turns, worked out by hand.

use super::{decisions, home, pack};
use crate::cli::say;

const RESPONSE: &str = r#"response: (detect: "0s", assess: "1h", declare: (takes: "30m", by: "gold"))"#;
const OUTAGE: &str = r#"(title: "Out", model: "model.ron", onset: "Mon 10:00", horizon: "3d",
    events: [Outage(targets: ["app"])])"#;

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
    let told =
        "Too late for the RTO of 10h even at the first possible minute. Mon 21:00 (+11h 00m) for the MTPD";
    assert!(last.starts_with(told) && last.ends_with("was broken."), "{last}");
}
