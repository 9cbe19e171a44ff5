//! Who says what to whom, by what, and which decisions there are beside those that injects ask for.

use std::fs;

use super::{decisions, home, msel, pack};

/// The injects and the decisions of a pack.
fn told(model: &str, events: &str, injects: &str) -> (Vec<Vec<String>>, Vec<Vec<String>>, String) {
    let scenario = format!(
        r#"(title: "Out", model: "model.ron", onset: "Mon 10:00", horizon: "9d", events: [{events}])"#
    );
    let home = home(model, &scenario);
    let (place, _) = pack(home.path(), "s.ron", &["--injects", injects]);
    let guide = fs::read_to_string(place.path().join("pack/control/exercise-facilitator-guide.md"));
    (msel(place.path()), decisions(place.path()), guide.expect("a guide"))
}

const RESPONSE: &str = r#"response: (detect: "30m", assess: "1h", declare: (takes: "30m", by: "gold"))"#;

#[test]
fn nothing_is_offered_as_a_decision_before_anybody_has_noticed_it_nor_what_needs_nobody() {
    let model = format!(
        r#"({RESPONSE}, teams: {{ "gold": (people: 1), "it": (people: 1) }},
        tasks: {{ "key": (when: Incident, steps: [(do: "Key comes", takes: "10h")]),
            "look": (when: Incident, steps: [(do: "Look around", by: "it", takes: "9h")]) }},
        systems: {{ "app": (recovery: [(name: "Fix", begins_when: ["key", "look"],
            steps: [(do: "Fix it", by: "it", takes: "2h")])]) }},
        services: {{ "svc": (needs: ["app"], rto: "14h", mtpd: "2d") }})"#
    );
    let (rows, decisions, _) = told(&model, r#"Outage(targets: ["app"])"#, "8");
    for row in rows.iter().filter(|row| !row[3].is_empty()) {
        let early = row[3].parse::<f64>().expect("seconds") < 1_800.0;
        assert!(!early || row[7].starts_with("svc:"), "{row:?}");
    }
    let all = format!("{rows:?} {decisions:?}");
    assert!(!all.contains("When \u{2018}Key comes") && !all.contains("When \u{2018}Look around"), "{all}");
    assert!(all.contains("When \u{2018}Fix it\u{2019} (app) is begun"), "{all}");
}

#[test]
fn nobody_calls_themselves() {
    let model = format!(
        r#"({RESPONSE}, teams: {{ "gold": (people: 3), "it": (people: 2) }},
        systems: {{ "app": (recovery: [(name: "Fix", decide: (takes: "1h", by: "gold"),
            steps: [(do: "Fix it", by: ["gold", "it"], takes: "2h", success: 0.01, attempts: 3)])]) }},
        services: {{ "svc": (needs: ["app"], rto: "4h") }})"#
    );
    let (rows, ..) = told(&model, r#"Outage(targets: ["app"])"#, "9");
    assert!(rows.iter().any(|row| row[7].contains("did not work")), "{rows:?}");
    for row in &rows {
        let caller = row[4].trim_start_matches("One of ");
        assert!(!row[5].split(", ").any(|whom| whom == caller), "{row:?}");
    }
}

#[test]
fn long_work_is_told_at_the_length_that_it_has_without_what_is_down() {
    let model = |slower: &str| {
        format!(
            r#"({RESPONSE}, teams: {{ "gold": (people: 1), "it": (people: 2) }},
            systems: {{ "net": (), "app": (recovery: [(name: "Fix",
                steps: [(do: "Fix it", by: "it", takes: "5h"{slower})])]) }},
            services: {{ "svc": (needs: ["app"], rto: "4h") }})"#
        )
    };
    let both = r#"Outage(targets: ["app", "net"])"#;
    let slower = r#", slower_without: { "net": 3.0 }"#;
    for (slower, events, words) in [
        (slower, both, "counts on 15 hours for it without net."),
        (slower, r#"Outage(targets: ["app"])"#, "counts on 5 hours for it."),
        ("", both, "counts on 5 hours for it."),
    ] {
        let (rows, ..) = told(&model(slower), events, "8");
        assert!(rows.iter().any(|row| row[7].contains(words)), "{words}: {rows:?}");
    }
}

#[test]
fn nobody_rings_while_what_carries_the_calls_is_down() {
    let model = |name: &str, tag: &str| {
        format!(
            r#"({RESPONSE}, teams: {{ "gold": (people: 1), "it": (people: 2) }},
            systems: {{ "lines": (name: "{name}", tags: ["{tag}"]), "app": (recovery: [(name: "Fix",
                steps: [(do: "Fix it", by: "it", takes: "5h")])]) }},
            services: {{ "svc": (needs: ["app"], rto: "4h") }})"#
        )
    };
    let ways = |name: &str, tag: &str, events: &str| -> Vec<String> {
        let (rows, ..) = told(&model(name, tag), events, "8");
        let rows = rows.into_iter().filter(|row| !row[3].is_empty());
        rows.map(|row| row[6].clone()).filter(|way| way != "in the room").collect()
    };
    let both = r#"Outage(targets: ["app", "lines"])"#;
    for (name, tag) in [("Telephone exchange", "old"), ("Lines", "telephone")] {
        let ways = ways(name, tag, both);
        assert!(!ways.is_empty() && ways.iter().all(|way| way == "in person"), "{ways:?}");
    }
    for (name, tag, events) in [
        ("Lines", "old", both),
        ("Lines", "telephone", r#"Outage(targets: ["app"])"#),
        ("Headphones", "old", both),
    ] {
        let ways = ways(name, tag, events);
        assert!(ways.iter().any(|way| way == "phone") && !ways.contains(&"in person".to_owned()), "{ways:?}");
    }
    let mobiles_are_left = ways("Lines", "wireline", both);
    assert!(mobiles_are_left.iter().all(|way| way == "mobile"), "{mobiles_are_left:?}");
}

#[test]
fn a_decision_of_the_plan_that_no_inject_asks_for_stands_in_the_table() {
    let model = format!(
        r#"({RESPONSE}, teams: {{ "gold": (people: 1), "it": (people: 2), "law": (people: 1) }},
        tasks: {{ "report": (name: "Report", when: Detected, within: "5h", steps: [
            (do: "Write it", by: "law", takes: "30m"), (do: "File it", by: "law", takes: "1h")]),
            "order": (name: "Order", when: Assessed, within: "1h", steps: [(do: "Write", by: "law", takes: "20m")]) }},
        systems: {{ "app": (recovery: [(name: "Fix", decide: (takes: "1h", by: "gold"),
            steps: [(do: "Fix it", by: "it", takes: "2h")])]) }},
        services: {{ "svc": (needs: ["app"], rto: "6h") }})"#
    );
    let (rows, _, _) = told(&model, r#"Outage(targets: ["app"])"#, "12");
    let asks = rows
        .iter()
        .find(|row| row[7].contains("we wait for this: \u{2018}Order\u{2019}"))
        .expect("it is asked for");
    assert!(
        asks[12].contains("When \u{2018}Write\u{2019} (Order) is begun"),
        "its decision is another: {asks:?}"
    );
    let (_, decisions, _) = told(&model, r#"Outage(targets: ["app"])"#, "1");
    let last = |what: &str, unasked: bool| {
        let row = decisions.iter().find(|row| row[1].starts_with(what));
        let row = row.unwrap_or_else(|| panic!("{what}: {decisions:?}"));
        assert!(!unasked || row[1].ends_with("(no inject asks for it)"), "{row:?}");
        row[3].clone()
    };
    // Noticed 10:30, assessed 11:30: two hours of work are left until 16:00, and 90 minutes of the report until 15:00.
    let go = last("app: whether to go on with", false);
    assert!(go.starts_with("Mon 14:00 (+4h 00m) for the RTO of 6h of svc"), "{go}");
    let report = last("When \u{2018}Write it\u{2019} (Report) is begun", true);
    assert!(report.starts_with("Mon 13:30 (+3h 30m) for the 5h within which Report is owed"), "{report}");
    let order = last("When \u{2018}Write\u{2019} (Order) is begun", true);
    assert_eq!(order, "Too late for the 1h within which Order is owed even at the first possible minute.");
}

#[test]
fn one_service_that_is_planned_to_work_by_hand_is_told_as_one() {
    let model = format!(
        r#"({RESPONSE}, teams: {{ "gold": (people: 1), "it": (people: 2) }},
        systems: {{ "app": () }},
        services: {{ "svc": (needs: ["app"], rto: "4h",
            workarounds: [(name: "Paper", ready: "6h", by: "it")]) }})"#
    );
    let (.., guide) = told(&model, r#"Outage(targets: ["app"])"#, "3");
    assert!(guide.contains("(1 service is planned to.)"), "{guide}");
}
