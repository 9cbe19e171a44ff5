//! What is told of services that people do by hand, of suppliers that stop, and of those who ring.

use super::{home, msel, pack};

const RESPONSE: &str = r#"response: (detect: "30m", assess: "1h", declare: (takes: "30m", by: "gold"))"#;

/// The injects of a pack on a scenario with these events.
fn told(model: &str, events: &str, more: &str) -> Vec<Vec<String>> {
    let scenario = format!(
        r#"(title: "Out", model: "model.ron", onset: "Mon 03:00", horizon: "20d", events: [{events}]{more})"#
    );
    let home = home(model, &scenario);
    let (place, _) = pack(home.path(), "s.ron", &["--injects", "20"]);
    msel(place.path())
}

fn seconds(row: &[String]) -> f64 {
    row[3].parse().expect("seconds")
}

#[test]
fn nobody_says_that_a_service_runs_again_where_people_only_begin_by_hand() {
    let model = |takes: &str| {
        format!(
            r#"({RESPONSE}, teams: {{ "gold": (people: 1), "it": (people: 2), "desk": (people: 4) }},
            systems: {{ "app": (recovery: [(name: "Fix", steps: [(do: "Fix it", by: "it", takes: "{takes}")])]) }},
            services: {{ "svc": (needs: ["app"], rto: "4h",
                workarounds: [(name: "Paper", ready: "1h", by: "desk")]) }})"#
        )
    };
    let rows = told(&model("20h"), r#"Outage(targets: ["app"])"#, "");
    let by_hand: Vec<_> =
        rows.iter().filter(|row| row[7].contains("we have just begun to do it by hand")).collect();
    assert!(by_hand.len() == 1 && by_hand[0][4].starts_with("Staff, about svc"), "{rows:?}");
    let back: Vec<_> = rows.iter().filter(|row| row[7].contains("it runs again")).collect();
    assert!(!back.is_empty() && back.iter().all(|row| seconds(row) > 20.0 * 3_600.0), "{rows:?}");
    let rows = told(&model("30d"), r#"Outage(targets: ["app"])"#, "");
    assert!(!rows.iter().any(|row| row[7].contains("it runs again")), "{rows:?}");
    assert!(rows.iter().any(|row| row[10].contains(", by hand.")), "{rows:?}");
}

#[test]
fn a_supplier_that_stops_is_told_and_the_loss_before_work_by_hand_runs_out() {
    let model = format!(
        r#"({RESPONSE}, suppliers: {{ "host": (name: "Northline") }},
        teams: {{ "gold": (people: 1), "it": (people: 2), "desk": (people: 4) }},
        systems: {{ "portal": (), "app": (needs: ["host"], recovery: [(name: "Own", steps: [
            (do: "Install", by: "it", takes: "9d")])]) }},
        services: {{ "svc": (needs: ["app"], rto: "4h",
            workarounds: [(name: "Paper", ready: "1h", by: "desk", lasts: "2d")]) }})"#
    );
    let events =
        r#"Outage(id: "first", targets: ["portal"]), Outage(targets: ["host"], since: "first", after: "3d")"#;
    let rows = told(&model, events, "");
    let stops = rows.iter().find(|row| row[7].starts_with("Northline: as of this minute we get nothing"));
    let stops = stops.unwrap_or_else(|| panic!("nobody hears of the supplier: {rows:?}"));
    assert!(
        seconds(stops) == 3.0 * 86_400.0 && stops[7].contains("Out with us at this minute: svc"),
        "{stops:?}"
    );
    // Also where there is room for few: the end of work by hand never comes out of the blue.
    let scenario = format!(
        r#"(title: "Out", model: "model.ron", onset: "Mon 03:00", horizon: "20d", events: [{events}])"#
    );
    let home = home(&model, &scenario);
    let (place, _) = pack(home.path(), "s.ron", &[]);
    let live: Vec<Vec<String>> = msel(place.path()).into_iter().filter(|row| row[11] == "no").collect();
    let ends = live.iter().position(|row| row[7].contains("we cannot keep this up"));
    let told =
        |row: &Vec<String>| row[7].contains("we get nothing") || row[7].contains("begun to do it by hand");
    assert!(ends.is_none_or(|ends| live[..ends].iter().any(told)), "{live:?}");
}

#[test]
fn one_thing_that_is_down_is_not_said_to_be_more_nor_that_nobody_has_called() {
    let model = format!(
        r#"({RESPONSE}, teams: {{ "gold": (people: 1), "it": (people: 2) }},
        systems: {{ "portal": (recovery: [(name: "Fix", steps: [(do: "Fix it", by: "it", takes: "2h")])]), "app": () }},
        services: {{ "svc": (needs: ["app"], rto: "4h") }})"#
    );
    let rows = told(&model, r#"Outage(targets: ["portal"])"#, "");
    let row = rows.iter().find(|row| row[7].contains("1 system is down: portal")).expect("it is noticed");
    assert!(!row[7].contains("nobody has called") && !row[7].contains("more than one thing"), "{row:?}");
    let both = told(&model, r#"Outage(targets: ["portal", "app"])"#, "");
    assert!(both.iter().any(|row| row[7].contains("This is more than one thing")), "{both:?}");
}

#[test]
fn nobody_outside_rings_while_those_who_answer_have_closed() {
    let model = format!(
        r#"({RESPONSE}, teams: {{ "gold": (people: 1), "it": (people: 1),
            "desk": (people: 4, hours: "Mon-Fri 08:00-18:00", off_hours: (people: 1)) }},
        systems: {{ "app": (recovery: [(name: "Fix", steps: [(do: "Look", by: "it", takes: "2h"),
            (do: "Fix it", by: "it", takes: "4h"), (do: "Try it", by: "it", takes: "3h")])]) }},
        services: {{ "svc": (needs: ["app"], rto: "2h", mtpd: "2d") }})"#
    );
    let roles = |services: &str| {
        format!(
            r#", exercise: (roles: {{ "lead": (teams: ["gold", "it"]), "desk": (teams: ["desk"]{services}) }})"#
        )
    };
    let rings = |services: &str| -> Vec<f64> {
        let rows = told(&model, r#"Outage(targets: ["app"])"#, &roles(services));
        let rows =
            rows.iter().filter(|row| row[4].starts_with("A caller") || row[4].starts_with("A journalist"));
        rows.map(|row| seconds(row)).collect()
    };
    // It is Monday at three: five hours are left until somebody would answer.
    let open = rings(r#", services: ["svc"]"#);
    assert!(!open.is_empty() && open.iter().all(|at| *at >= 5.0 * 3_600.0), "{open:?}");
    assert!(rings("").iter().any(|at| *at < 5.0 * 3_600.0));
}
