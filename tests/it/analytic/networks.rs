//! What needs what: series, alternatives, counts, rides, restarts, circles, and the chance that all of it holds.

use crate::play::Played;

/// Three systems that are out for 1, 2 and 3 hours, and a service with these needs.
fn staggered(needs: &str, out: &str) {
    let model = format!(
        r#"systems: {{ "a": (), "b": (), "c": () }}, gates: {{ "b-or-c": "b or c" }}, services: {{ "pay": (needs: [{needs}]) }}"#
    );
    let events = r#"events: [
        Outage(targets: ["a"], lasts: "1h"), Outage(targets: ["b"], lasts: "2h"), Outage(targets: ["c"], lasts: "3h"),
    ]"#;
    assert_eq!(Played::new(&model, events).out("pay"), out, "{needs}");
}

#[test]
fn a_service_is_back_when_its_expression_holds() {
    staggered(r#""a", "b", "c""#, "3h");
    staggered(r#""a and b""#, "2h");
    staggered(r#""a or b or c""#, "1h");
    staggered(r#""1 of (a, b, c)""#, "1h");
    staggered(r#""2 of (a, b, c)""#, "2h");
    staggered(r#""3 of (a, b, c)""#, "3h");
    staggered(r#""a and (b or c)""#, "2h");
    staggered(r#""a or b and c""#, "1h");
    staggered(r#""a", "b-or-c""#, "2h");
    staggered(r#""2 of (a and c, b, c)""#, "3h");
    staggered(r#""a", "a""#, "1h");
}

#[test]
fn alternatives_are_out_only_while_all_of_them_are() {
    let model = r#"systems: { "a": (), "b": () }, services: { "pay": (needs: ["a or b"]) }"#;
    let events = r#"events: [Outage(targets: ["a"], lasts: "2h"), Outage(targets: ["b"], after: "1h30m", lasts: "3h")]"#;
    let played = Played::new(model, events);
    assert_eq!(played.out("pay"), "30m");
    assert_eq!(played.service("pay").minimum.first_down.exact(), "1h30m");
}

#[test]
fn members_of_a_group_and_systems_with_a_tag_are_counted() {
    let model = r#"
        systems: { "unit": (alike: 4), "x": (tags: ["lots"]), "y": (tags: ["lots"]) },
        services: {
            "three": (needs: ["3 of unit"]), "every": (needs: ["unit"]),
            "all": (needs: ["all of tag:lots"]), "any": (needs: ["any of tag:lots"]),
        }"#;
    let events = r#"events: [
        Outage(targets: ["unit-01"], lasts: "1h"), Outage(targets: ["unit-02"], lasts: "2h"),
        Outage(targets: ["unit-03"], lasts: "3h"), Outage(targets: ["x"], lasts: "4h"), Outage(targets: ["y"], lasts: "5h"),
    ]"#;
    assert_eq!(Played::new(model, events).back(&["three", "every", "all", "any"]), "2h 3h 5h 4h");
}

#[test]
fn a_need_that_is_ridden_out_holds_for_that_long() {
    let out = |outages: &str| {
        let model = r#"
            suppliers: { "grid": () },
            sites: { "hall": (needs: ["grid"], rides_out: { "grid": "1h" }) },
            systems: { "db": (home: "hall", restart: "10m") }, services: { "pay": (needs: ["db"]) }"#;
        let events = outages.split(' ').map(|pair| {
            let (after, lasts) = pair.split_once('+').unwrap();
            format!(r#"Outage(targets: ["grid"], after: "{after}", lasts: "{lasts}"),"#)
        });
        Played::new(model, &format!("events: [{}]", events.collect::<String>())).out("pay")
    };
    assert_eq!(out("0s+3h"), "2h10m");
    assert_eq!(out("0s+59m59s999ms"), "0s");
    // The site is down and up again within one instant, which makes its modes restart.
    assert_eq!(out("0s+1h"), "10m");
    // A break starts the ride anew; overlapping outages leave none.
    assert_eq!(out("0s+50m 1h+50m"), "0s");
    assert_eq!(out("0s+50m 1h+3h"), "2h10m");
    assert_eq!(out("0s+50m 40m+50m"), "40m");
}

#[test]
fn a_service_rides_out_what_it_needs_at_either_level() {
    let model = r#"
        systems: { "a": (), "b": () },
        services: { "pay": (needs: ["a", "b"], minimum: ["a"], rides_out: { "a": "2h" }) }"#;
    let events = r#"events: [Outage(targets: ["a"], lasts: "5h"), Outage(targets: ["b"], lasts: "1h")]"#;
    let played = Played::new(model, events);
    let service = played.service("pay");
    assert_eq!(service.minimum.first_down.exact(), "2h");
    assert_eq!(service.minimum.outage().exact(), "3h");
    assert_eq!(service.full.first_down.exact(), "0s");
    assert_eq!(service.full.downtime.exact(), "4h");
}

#[test]
fn a_system_restarts_after_its_site_but_not_after_its_needs() {
    let model = r#"
        sites: { "hall": () }, suppliers: { "net": () },
        systems: { "housed": (home: "hall", restart: "15m"), "fed": (needs: ["net"], restart: "15m"), "struck": (restart: "15m") }"#;
    let events = r#"events: [Outage(targets: ["hall", "net", "struck"], lasts: "2h")]"#;
    assert_eq!(Played::new(model, events).back(&["housed", "fed", "struck"]), "2h15m 2h 2h15m");
}

#[test]
fn a_restart_that_is_cut_short_begins_anew() {
    let model = r#"sites: { "hall": () }, systems: { "db": (home: "hall", restart: "30m") }"#;
    let events = r#"events: [Outage(targets: ["hall"], lasts: "1h"), Outage(targets: ["hall"], after: "1h10m", lasts: "50m")]"#;
    assert_eq!(Played::new(model, events).out("db"), "2h30m");
}

#[test]
fn overlapping_outages_hold_until_the_last_ends() {
    let model = r#"systems: { "db": (restart: "30m") }"#;
    let events = r#"events: [Outage(targets: ["db"], lasts: "2h"), Outage(targets: ["db"], after: "1h", lasts: "3h")]"#;
    assert_eq!(Played::new(model, events).out("db"), "4h30m");
}

#[test]
fn an_attended_restart_waits_for_people_assessment_and_what_it_comes_after() {
    let model = r#"
        response: (detect: "10m", assess: "20m"),
        teams: { "ops": (people: 1, call_out: "15m") },
        systems: {
            "net": (),
            "struck": (restart: (takes: "20m", by: ["ops"])),
            "after": (needs: ["net"], restart: (takes: "20m", by: ["ops"], after: ["net"]), recovery: [
                (name: "Never chosen", steps: [(do: "It", takes: "1m")]) ]),
        }"#;
    // Assessed at 30m; both are due at 1h, when the team is called, and queue by id.
    let events = r#"events: [Outage(targets: ["net", "struck"], lasts: "1h")]"#;
    let played = Played::new(model, events);
    assert_eq!(played.back(&["after", "struck"]), "1h35m 1h55m");
    assert_eq!(played.system("after").chosen, 0, "its net being down is no disruption");
    assert_eq!(played.team("ops").called.exact(), "1h");
    assert_eq!(played.team("ops").mobilised.exact(), "1h15m");
}

#[test]
fn two_nodes_that_need_each_other_do_not_lift_each_other() {
    let model = |way_out: &str| {
        format!(
            r#"systems: {{ "vault": (needs: ["login"]), "login": (needs: ["vault"]{way_out}) }}, services: {{ "pay": (needs: ["vault"]) }}"#
        )
    };
    let events = r#"events: [Outage(targets: ["login"], lasts: "1h")]"#;
    let mut stuck = Played::new(&model(""), events);
    assert_eq!(stuck.back(&["login", "vault", "pay"]), "never never never");
    // What was struck has ended, and nothing comes up.
    let log = stuck.log(0);
    assert!(log.contains(&"1h ended login".to_owned()), "{log:?}");
    assert!(!log.iter().any(|line| line.contains(" up ")), "{log:?}");
    let way_out = r#", recovery: [(name: "Break glass", needs_there: [], steps: [(do: "Open the safe", takes: "20m")])]"#;
    let played = Played::new(&model(way_out), events);
    assert_eq!(played.back(&["login", "vault", "pay"]), "20m 20m 20m");
}

#[test]
fn an_alternative_outside_a_circle_lifts_it() {
    let model = r#"systems: { "a": (needs: ["b or c"]), "b": (needs: ["a"]), "c": () }"#;
    let events = r#"events: [Outage(targets: ["a"], lasts: "1h"), Outage(targets: ["c"], lasts: "3h")]"#;
    assert_eq!(Played::new(model, events).back(&["a", "b", "c"]), "3h 3h 3h");
}

/// The share of trials in which a service is interrupted.
#[track_caller]
fn interrupted(model: &str, events: &str, share: f64) {
    let mut played = Played::new(model, &format!("horizon: \"1d\", events: [{events}]"));
    let sample = played.sample(65_536, |played| f64::from(played.service("pay").minimum.interrupted()));
    sample.has_share("share interrupted", share, |value| value > 0.0);
}

/// An outage of each node with its own chance.
fn outages(chances: &[(&str, f64)]) -> String {
    let events = chances.iter().map(|(node, chance)| {
        format!(r#"Outage(id: "of-{node}", targets: ["{node}"], chance: {chance}, lasts: "1h"),"#)
    });
    events.collect()
}

#[test]
fn a_bridge_of_five_links_holds_as_often_as_its_paths_say() {
    let model = r#"
        systems: { "a": (), "b": (), "c": (), "d": (), "e": () },
        services: { "pay": (needs: ["(a and d) or (b and e) or (a and c and e) or (b and c and d)"]) }"#;
    let links = [("a", 0.1), ("b", 0.1), ("c", 0.1), ("d", 0.1), ("e", 0.1)];
    interrupted(model, &outages(&links), 1.0 - 0.97848);
}

/// Whether a service of two sites is up; the parts in the order of `PARTS`.
fn two_sites_up(up: &[bool]) -> bool {
    let [grid, hall_a, hall_b, gen_a, gen_b, net_a, net_b, db_a, db_b, app_a, app_b, front] = up else {
        unreachable!("twelve parts")
    };
    let net_a = *net_a && *hall_a && (*grid || *gen_a);
    let net_b = *net_b && *hall_b && (*grid || *gen_b);
    *front && ((net_a && *app_a) || (net_b && *app_b)) && ((net_a && *db_a) || (net_b && *db_b))
}

const PARTS: [(&str, f64); 12] = [
    ("grid", 0.01),
    ("hall-a", 0.002),
    ("hall-b", 0.002),
    ("gen-a", 0.1),
    ("gen-b", 0.1),
    ("net-a", 0.005),
    ("net-b", 0.005),
    ("db-a", 0.02),
    ("db-b", 0.02),
    ("app-a", 0.03),
    ("app-b", 0.03),
    ("front", 0.001),
];

/// The chance that `two_sites_up`, over all states of the parts.
fn chance_up(parts: &[(&str, f64)]) -> f64 {
    let states = 0..1u32 << parts.len();
    let chances = states.map(|state| {
        let up: Vec<bool> = (0..parts.len()).map(|part| state >> part & 1 == 1).collect();
        let chance = |(part, &up): (&(&str, f64), &bool)| if up { 1.0 - part.1 } else { part.1 };
        if two_sites_up(&up) { parts.iter().zip(&up).map(chance).product() } else { 0.0 }
    });
    chances.sum()
}

#[test]
fn a_service_of_two_sites_is_up_as_often_as_its_structure_says() {
    let model = r#"
        suppliers: { "grid": (), "gen-a": (), "gen-b": () },
        sites: { "hall-a": (needs: ["grid or gen-a"]), "hall-b": (needs: ["grid or gen-b"]) },
        systems: {
            "net-a": (home: "hall-a"), "net-b": (home: "hall-b"), "db-a": (), "db-b": (), "app-a": (), "app-b": (), "front": (),
        },
        services: { "pay": (needs: ["front", "net-a and app-a or net-b and app-b", "net-a and db-a or net-b and db-b"]) }"#;
    let published = chance_up(&PARTS);
    assert!((published - 0.996788984265).abs() < 1e-12, "{published}");
    interrupted(model, &outages(&PARTS), 1.0 - published);
    // Ten times as likely (but no more than a half), so that every path counts.
    let often = PARTS.map(|(part, chance)| (part, (10.0 * chance).min(0.5)));
    interrupted(model, &outages(&often), 1.0 - chance_up(&often));
}

#[test]
fn targets_struck_together_share_one_draw_and_others_have_their_own() {
    let model = r#"systems: { "a": (), "b": (), "c": () }, services: { "pay": (needs: ["NEEDS"]) }"#;
    let event = r#"Outage(id: "e", targets: ["kind:system"], chance: 0.3, together: TOGETHER, lasts: "1h")"#;
    let check = |needs: &str, together: &str, share: f64| {
        interrupted(&model.replace("NEEDS", needs), &event.replace("TOGETHER", together), share);
    };
    check("a and b and c", "true", 0.3);
    check("a or b or c", "true", 0.3);
    check("a and b and c", "false", 1.0 - 0.7f64.powi(3));
    check("a or b or c", "false", 0.3f64.powi(3));
}

#[test]
fn a_common_cause_defeats_redundancy() {
    // Each of three fails by itself (0.2) or all by a common cause (0.1); two of them are needed.
    let model = r#"systems: { "a": (), "b": (), "c": () }, services: { "pay": (needs: ["2 of (a, b, c)"]) }"#;
    let events = r#"
        Outage(id: "own", targets: ["kind:system"], chance: 0.2, lasts: "1h"),
        Outage(id: "common", targets: ["kind:system"], chance: 0.1, together: true, lasts: "1h"),"#;
    let by_themselves = 3.0 * 0.2f64.powi(2) * 0.8 + 0.2f64.powi(3);
    interrupted(model, events, 0.1 + 0.9 * by_themselves);
}

#[test]
fn an_attended_restart_that_is_cut_short_frees_its_people() {
    let model = r#"
        teams: { "ops": (people: 1) }, suppliers: { "vpn": () }, resources: { "key": (units: 1) },
        systems: {
            "a": (restart: (takes: "1h", by: ["ops"])),
            "b": (restart: (takes: "1h", by: ["ops"], needs: ["vpn"], uses: ["key"])),
        }"#;
    // `a` restarts from 0 to 30m, `b` from then to 1h30m, `a` from then on.
    let events = r#"events: [Outage(targets: ["a", "b"], lasts: "0s"), Outage(targets: ["a"], after: "30m", lasts: "10m")]"#;
    assert_eq!(Played::new(model, events).back(&["a", "b"]), "2h30m 1h30m");
    let events =
        r#"events: [Outage(targets: ["a", "b"], lasts: "0s"), Outage(targets: ["vpn", "key"], lasts: "3h")]"#;
    assert_eq!(Played::new(model, events).back(&["a", "b"]), "1h 4h");
}
