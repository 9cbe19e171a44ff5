//! The order in which work gets people and units, and what that does to the whole.

use blackstart::units::Millis;

use crate::play::Played;

/// Systems with one hour of work each for a team of one, all struck at once; `extra` are fields of the model.
fn in_order(extra: &str, systems: &[(&str, &str)]) -> Vec<String> {
    let written: String = systems
        .iter()
        .map(|(id, fields)| {
            format!(r#""{id}": ({fields} recovery: [(name: "Fix", steps: [(do: "It", by: ["ops"], takes: "1h")])]),"#)
        })
        .collect();
    let model = format!(r#"teams: {{ "ops": (people: 1) }}, {extra} systems: {{ {written} }}"#);
    let played = Played::new(&model, r#"events: [Outage(targets: ["kind:system"])]"#);
    let mut ids: Vec<&str> = systems.iter().map(|(id, _)| *id).collect();
    ids.sort_by_key(|id| played.system(id).line.last_back);
    let last = played.back(&[ids[ids.len() - 1]]);
    assert_eq!(last, format!("{}h", ids.len()), "one after the other");
    ids.iter().map(|id| (*id).to_owned()).collect()
}

#[test]
fn priorities_come_first_then_objectives_then_ids() {
    let systems = [
        ("a", ""),
        ("b", "rto: \"8h\","),
        ("c", ""),
        ("d", "priority: 2,"),
        ("e", "priority: 1, rto: \"9h\","),
        ("f", "rto: \"1h\","),
        ("g", "needs: [\"a\"],"),
    ];
    // `c` is needed by a service due in 2 h; `f` by one due in 9 h, which outweighs its own hour.
    let services = r#"services: { "x": (needs: ["c"], rto: "2h"), "y": (needs: ["f"], rto: "9h") },"#;
    assert_eq!(in_order(services, &systems), ["e", "d", "c", "b", "f", "a", "g"]);
}

#[test]
fn a_system_is_as_urgent_as_what_needs_it_indirectly() {
    let systems = [("a", "rto: \"3h\","), ("b", ""), ("c", "needs: [\"b\"],")];
    let services = r#"services: { "x": (needs: ["c"], rto: "2h"), "y": (needs: ["c"], rto: "5h") },"#;
    assert_eq!(in_order(services, &systems), ["b", "c", "a"]);
}

#[test]
fn waves_come_before_priorities() {
    let systems = [
        ("a", "priority: 1,"),
        ("b", "tags: [\"first\"],"),
        ("c", ""),
        ("d", "tags: [\"first\"], priority: 2,"),
    ];
    let waves = r#"waves: [["tag:first"], ["c"]],"#;
    assert_eq!(in_order(waves, &systems), ["d", "b", "c", "a"]);
}

#[test]
fn the_first_wave_that_selects_a_system_counts() {
    let systems = [("a", "tags: [\"x\"],"), ("b", "tags: [\"x\", \"y\"],"), ("c", "tags: [\"y\"],")];
    assert_eq!(in_order(r#"waves: [["tag:y"], ["tag:x"]],"#, &systems), ["b", "c", "a"]);
    assert_eq!(in_order(r#"waves: [["tag:x"], ["tag:y"]],"#, &systems), ["a", "b", "c"]);
}

#[test]
fn equals_go_by_kind_of_work_and_then_by_id() {
    // All are ready at 1h; one person.
    let model = r#"
        teams: { "ops": (people: 1) },
        tasks: { "z-task": (when: Incident, steps: [(do: "Wait", takes: "1h"), (do: "It", by: ["ops"], takes: "1h")]) },
        systems: {
            "a-step": (recovery: [(name: "Fix", steps: [(do: "Wait", takes: "1h"), (do: "It", by: ["ops"], takes: "1h")])]),
            "b-restart": (restart: (takes: "1h", by: ["ops"])), "c-restart": (restart: (takes: "1h", by: ["ops"])),
        },
        services: { "a-service": (needs: ["a-step"], workarounds: [(name: "Paper", notice: "1h", ready: "1h", by: ["ops"])]) }"#;
    let events =
        r#"events: [Outage(targets: ["a-step"]), Outage(targets: ["c-restart", "b-restart"], lasts: "1h")]"#;
    let played = Played::new(model, events);
    assert_eq!(played.back(&["z-task", "b-restart", "c-restart", "a-step", "a-service"]), "2h 3h 4h 5h 5h");
}

#[test]
fn a_gate_holds_later_waves_back_while_an_earlier_one_recovers() {
    let run = |waves_are: &str| {
        let model = format!(
            r#"
            waves: [["a"], ["b"]], waves_are: {waves_are},
            systems: {{
                "a": (recovery: [(name: "Fix", steps: [(do: "It", takes: "3h")])]),
                "b": (recovery: [(name: "Fix", steps: [(do: "It", takes: "1h")])]),
                "c": (restart: "30m"),
            }}"#
        );
        Played::new(&model, r#"events: [Outage(targets: ["a", "b"]), Outage(targets: ["c"], lasts: "1h")]"#)
    };
    assert_eq!(run("Order").back(&["a", "b", "c"]), "3h 1h 1h30m");
    assert_eq!(run("Gate").back(&["a", "b", "c"]), "3h 4h 1h30m");
}

#[test]
fn tasks_and_workarounds_come_before_all_waves() {
    let model = |waves: &str| {
        format!(
            r#"
            teams: {{ "ops": (people: 1) }}, {waves}
            tasks: {{ "tell": (when: Incident, steps: [(do: "Call", by: ["ops"], takes: "1h")]) }},
            systems: {{ "a": (priority: 1, recovery: [(name: "Fix", steps: [(do: "It", by: ["ops"], takes: "1h")])]) }},
            services: {{ "pay": (needs: ["a"], workarounds: [(name: "Paper", ready: "1h", by: ["ops"])]) }}"#
        )
    };
    let events = r#"events: [Outage(targets: ["a"])]"#;
    // Without waves the system has a priority and the others only their kind.
    assert_eq!(Played::new(&model(""), events).back(&["a", "tell", "pay"]), "1h 2h 1h");
    assert_eq!(Played::new(&model(r#"waves: [["a"]],"#), events).back(&["tell", "pay", "a"]), "1h 2h 3h");
}

#[test]
fn later_work_starts_while_earlier_work_cannot() {
    let model = r#"
        teams: { "ops": (people: 3) },
        systems: {
            "a": (recovery: [(name: "Fix", steps: [(do: "It", by: ["ops: 2"], takes: "2h")])]),
            "b": (recovery: [(name: "Fix", steps: [(do: "It", by: ["ops: 2"], takes: "1h")])]),
            "c": (recovery: [(name: "Fix", steps: [(do: "It", by: ["ops"], takes: "4h")])]),
        }"#;
    let played = Played::new(model, r#"events: [Outage(targets: ["kind:system"])]"#);
    assert_eq!(played.back(&["a", "b", "c"]), "2h 3h 4h");
    assert_eq!(played.team("ops").busy.exact(), "10h");
    assert_eq!(played.team("ops").queued.exact(), "2h");
}

#[test]
fn work_asks_for_people_in_every_team_that_its_team_is_part_of() {
    let run = |by: &str| {
        let model = format!(
            r#"
            teams: {{ "all": (people: 3), "dba": (people: 2, part_of: "all"), "net": (people: 2, part_of: "all") }},
            systems: {{
                "a": (recovery: [(name: "Fix", steps: [(do: "It", by: ["dba: 2"], takes: "1h")])]),
                "b": (recovery: [(name: "Fix", steps: [(do: "It", by: [{by}], takes: "1h")])]),
            }}"#
        );
        Played::new(&model, r#"events: [Outage(targets: ["a", "b"])]"#).back(&["a", "b"])
    };
    assert_eq!(run(r#""net""#), "1h 1h");
    assert_eq!(run(r#""net: 2""#), "1h 2h");
    assert_eq!(run(r#""all""#), "1h 1h");
    // The numbers add up: one of `net` and one of `all` are two of `all`.
    assert_eq!(run(r#""net", "all""#), "1h 2h");
    assert_eq!(run(r#""dba""#), "1h 2h");
}

#[test]
fn only_the_named_team_must_be_mobilised_and_up() {
    let model = r#"
        teams: { "all": (people: 3, call_out: "9h", needs: ["tower"]), "dba": (people: 2, call_out: "1h", part_of: "all") },
        sites: { "tower": () },
        systems: { "a": (recovery: [(name: "Fix", steps: [(do: "It", by: ["dba"], takes: "1h")])]) }"#;
    let played = Played::new(model, r#"events: [Outage(targets: ["a", "tower"])]"#);
    assert_eq!(played.out("a"), "2h");
    assert!(played.team("all").called.is_never());
}

#[test]
fn a_team_that_is_down_starts_nothing_and_finishes_what_it_has() {
    let model = r#"
        teams: { "ops": (people: 2, needs: ["tower"]) }, sites: { "tower": () },
        systems: { "a": (recovery: [(name: "Fix", steps: [
            (do: "First", by: ["ops"], takes: "2h"), (do: "Second", by: ["ops"], takes: "1h")])]) }"#;
    let events = r#"events: [Outage(targets: ["a"]), Outage(targets: ["tower"], after: "1h", lasts: "3h")]"#;
    assert_eq!(Played::new(model, events).out("a"), "5h");
}

#[test]
fn resources_are_units_that_work_uses_while_they_are_up() {
    let model = r#"
        resources: { "pipe": (units: 2, needs: ["vault"]) }, suppliers: { "vault": () },
        systems: { "db": (alike: 3, recovery: [(name: "Fix", steps: [(do: "It", uses: ["pipe"], takes: "1h")])]) }"#;
    let out = |events: &str| {
        let played = Played::new(model, &format!(r#"events: [Outage(targets: ["db"]), {events}]"#));
        let mut back: Vec<_> = played.outcome().systems.iter().map(|system| system.line.last_back).collect();
        back.sort();
        back.iter().map(|back| back.exact()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(out(""), "1h 1h 2h");
    // Work in hand goes on while the pipe is down.
    assert_eq!(out(r#"Outage(targets: ["vault"], after: "30m", lasts: "3h")"#), "1h 1h 4h30m");
}

#[test]
fn occupied_units_are_held_for_as_long_as_the_mode_exists() {
    let model = r#"
        resources: { "hosts": (units: 4) },
        systems: {
            "old": (recovery: [(name: "Move", occupies: ["hosts: 3"], steps: [
                (do: "Load", takes: "1h"), (do: "Start", uses: ["hosts"], takes: "1h")])]),
            "new": (recovery: [(name: "Move", occupies: ["hosts: 3"], steps: [(do: "Load", takes: "1h")])]),
        }"#;
    let struck = r#"Outage(targets: ["old"]), Outage(targets: ["new"], after: "30m")"#;
    let played = Played::new(model, &format!("events: [{struck}]"));
    assert_eq!(played.back(&["old", "new"]), "2h never");
    // The corruption destroys the mode that held the hosts; `new` comes before `old` by id.
    let destroyed = r#"Corruption(targets: ["old"], after: "5h")"#;
    let played = Played::new(model, &format!("events: [{struck}, {destroyed}]"));
    assert_eq!(played.back(&["new", "old"]), "6h never");
}

#[test]
fn work_queues_for_the_team_of_which_it_is_short_and_for_no_other() {
    let model = r#"
        teams: { "many": (people: 2), "one": (people: 1) },
        systems: { "db": (alike: 2, recovery: [(name: "Fix", steps: [(do: "It", by: ["many", "one"], takes: "1h")])]) }"#;
    let played = Played::new(model, r#"events: [Outage(targets: ["db"])]"#);
    assert_eq!(["many", "one"].map(|team| played.team(team).queued.exact()), ["0s", "1h"]);
}

#[test]
fn a_first_step_that_asks_for_one_thing_waits_for_the_units_that_its_strategy_occupies() {
    let model = r#"
        teams: { "ops": (people: 2) }, resources: { "hosts": (units: 4) },
        systems: { "db": (alike: 2, recovery: [(name: "Move", occupies: ["hosts: 3"], steps: [
            (do: "Load", by: ["ops"], takes: "1h"), (do: "Test", takes: "1h")])]) },
        services: { "pay": (needs: ["1 of db"]), "all": (needs: ["db"]) }"#;
    let played = Played::new(model, r#"events: [Outage(targets: ["db"])]"#);
    assert_eq!(played.back(&["pay", "all"]), "2h never");
}

#[test]
fn a_first_step_needs_the_units_it_uses_beside_those_that_its_strategy_occupies() {
    let model = r#"
        resources: { "hosts": (units: 4) },
        systems: {
            "app": (recovery: [(name: "Fix", steps: [(do: "It", uses: ["hosts"], takes: "3h")])]),
            "db": (recovery: [(name: "Move", occupies: ["hosts: 2"], steps: [(do: "Load", uses: ["hosts: 2"], takes: "1h")])]) }"#;
    let played = Played::new(model, r#"events: [Outage(targets: ["app", "db"])]"#);
    assert_eq!(played.back(&["app", "db"]), "3h 4h");
}

#[test]
fn occupied_units_must_be_up_for_the_first_step_alone() {
    let model = r#"
        resources: { "hosts": (units: 4, needs: ["rack"]) }, suppliers: { "rack": () },
        systems: { "db": (recovery: [(name: "Move", occupies: ["hosts: 3"], steps: [(do: "A", takes: "1h"), (do: "B", takes: "1h")])]) }"#;
    let out = |after: &str| {
        let events = format!(
            r#"events: [Outage(targets: ["db"]), Outage(targets: ["rack"], after: "{after}", lasts: "5h")]"#
        );
        Played::new(model, &events).out("db")
    };
    assert_eq!(out("0s"), "7h");
    assert_eq!(out("30m"), "2h");
}

#[test]
fn occupied_units_are_freed_when_the_strategy_fails() {
    let model = r#"
        resources: { "hosts": (units: 4) },
        systems: {
            "a": (recovery: [(name: "Move", occupies: ["hosts: 3"], give_up: "2h", steps: [(do: "Load", takes: "9h")])]),
            "b": (recovery: [(name: "Move", occupies: ["hosts: 3"], steps: [(do: "Load", takes: "1h")])]),
        }"#;
    let played = Played::new(model, r#"events: [Outage(targets: ["a", "b"])]"#);
    assert_eq!(played.back(&["a", "b"]), "never 3h");
}

/// Graham's nine steps; returns when the last is done. `list` orders them, `less` shortens each.
fn graham(list: [usize; 9], teams: u32, less: u32, edges: &[(usize, usize)]) -> String {
    let durations = [3, 2, 2, 2, 4, 4, 4, 4, 9];
    let steps = list.iter().map(|&step| {
        let after = edges.iter().filter(|(_, to)| *to == step).map(|(from, _)| format!("\"t{from}\", "));
        let (after, takes) = (after.collect::<String>(), durations[step - 1] - less);
        format!(r#"(do: "T{step}", by: ["crew"], takes: "{takes}h", after: [{after}]),"#)
    });
    let model = format!(
        r#"teams: {{ "crew": (people: {teams}) }}, systems: {{ "db": (recovery: [(name: "Fix", steps: [{}])]) }}"#,
        steps.collect::<String>()
    );
    Played::new(&model, r#"events: [Outage(targets: ["db"])]"#).out("db")
}

const EDGES: [(usize, usize); 5] = [(1, 9), (4, 5), (4, 6), (4, 7), (4, 8)];

#[test]
fn more_crews_shorter_work_and_fewer_needs_can_take_longer() {
    let list = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    assert_eq!(graham(list, 3, 0, &EDGES), "12h");
    assert_eq!(graham([1, 2, 4, 5, 6, 3, 9, 7, 8], 3, 0, &EDGES), "14h", "another list");
    assert_eq!(graham(list, 4, 0, &EDGES), "15h", "a fourth crew");
    assert_eq!(graham(list, 3, 1, &EDGES), "13h", "all an hour shorter");
    assert_eq!(graham(list, 3, 0, &[(1, 9), (4, 7), (4, 8)]), "16h", "two needs fewer");
}

#[test]
fn tasks_that_need_each_other_meet_the_same_anomaly() {
    let model = |crews: u32| {
        let durations = [3, 2, 2, 2, 4, 4, 4, 4, 9];
        let tasks = durations.iter().enumerate().map(|(index, takes)| {
            let task = index + 1;
            let needs = EDGES.iter().filter(|(_, to)| *to == task).map(|(from, _)| format!("\"t{from}\", "));
            let needs = needs.collect::<String>();
            format!(
                r#""t{task}": (when: Incident, priority: {task}, steps: [(do: "It", by: ["crew"], takes: "{takes}h", needs: [{needs}])]),"#
            )
        });
        format!(
            r#"teams: {{ "crew": (people: {crews}) }}, tasks: {{ {} }}, systems: {{ "db": () }}"#,
            tasks.collect::<String>()
        )
    };
    let done = |crews: u32| {
        let played = Played::new(&model(crews), r#"events: [Outage(targets: ["db"])]"#);
        played.outcome().tasks.iter().map(|task| task.done).max().unwrap().exact()
    };
    assert_eq!(done(3), "12h");
    assert_eq!(done(4), "15h");
}

/// Independent jobs in this order for so many crews; returns when the last is done.
fn list_of(hours: &[u32], crews: u32) -> String {
    let steps = hours
        .iter()
        .enumerate()
        .map(|(step, takes)| format!(r#"(do: "{step}", by: ["crew"], takes: "{takes}h", after: []),"#));
    let model = format!(
        r#"teams: {{ "crew": (people: {crews}) }}, systems: {{ "db": (recovery: [(name: "Fix", steps: [{}])]) }}"#,
        steps.collect::<String>()
    );
    Played::new(&model, r#"events: [Outage(targets: ["db"])]"#).out("db")
}

#[test]
fn longest_first_is_good_and_not_always_best() {
    assert_eq!(list_of(&[7, 6, 5, 4, 3, 2, 1], 2), "14h");
    assert_eq!(list_of(&[1, 2, 3, 4, 5, 6, 7], 2), "16h");
    assert_eq!(list_of(&[5, 5, 4, 4, 3, 3, 3], 3), "11h");
    // The best list for the same jobs.
    assert_eq!(list_of(&[5, 5, 3, 3, 4, 4, 3], 3), "9h");
}

#[test]
fn a_failed_attempt_goes_back_to_its_place_in_the_queue() {
    let model = r#"
        teams: { "ops": (people: 1) },
        systems: {
            "a": (recovery: [(name: "Fix", steps: [(do: "It", by: ["ops"], takes: "1h", success: 0, attempts: 2)])]),
            "b": (recovery: [(name: "Fix", steps: [(do: "It", by: ["ops"], takes: "1h")])]),
        }"#;
    assert_eq!(Played::new(model, r#"events: [Outage(targets: ["a", "b"])]"#).back(&["a", "b"]), "never 3h");
}

#[test]
fn a_restart_that_waits_for_people_waits_for_their_team_once_that_is_down() {
    let model = r#"
        teams: { "ops": (people: 1) }, sites: { "here": () },
        systems: {
            "app": (home: "here", restart: (takes: "2h", by: ["ops"]), priority: 1),
            "web": (home: "here", restart: (takes: "2h", by: ["ops"]), priority: 2),
        },"#;
    // The only person ends the first restart at 3h; the team is down from 1h30m to 5h.
    let scenario = r#"events: [
        Outage(targets: ["here"], lasts: "1h"), Outage(targets: ["ops"], after: "90m", lasts: "210m"),
    ]"#;
    assert_eq!(Played::new(model, scenario).back(&["app", "web"]), "3h 7h");
}

#[test]
fn who_works_on_at_the_horizon_was_busy_until_then() {
    let model = r#"
        teams: { "ops": (people: 3) },
        systems: { "a": (recovery: [(name: "Fix", steps: [(do: "It", by: ["ops: 2"], takes: "9d")])]) }"#;
    let played = Played::new(model, r#"horizon: "5d", events: [Outage(targets: ["a"], after: "1d")]"#);
    assert_eq!(played.team("ops").busy.exact(), "8d");
}

#[test]
fn what_a_second_way_still_occupies_at_the_horizon_was_in_use_until_then() {
    let model = r#"
        resources: { "hosts": (units: 4) },
        systems: {
            "app": (recovery: [(name: "Way", steps: [(do: "It", takes: "1h")])]),
            "db": (recovery: [
                (name: "Way", steps: [(do: "It", takes: "1h", success: 0.0, attempts: 1)]),
                (name: "Next", occupies: ["hosts: 3"], steps: [(do: "It", takes: "9d")])]),
        }"#;
    let played = Played::new(model, r#"horizon: "49h", events: [Outage(targets: ["db"])]"#);
    let hosts = played.outcome().resources[0];
    assert_eq!((hosts.busy.exact(), hosts.queued), ("6d".to_owned(), Millis::ZERO));
}

#[test]
fn the_effort_of_a_trial_is_counted() {
    let model = r#"systems: { "db": (recovery: [(name: "Way", steps: [(do: "It", takes: "2h"), (do: "Then", takes: "1h")])]) }"#;
    let played = Played::new(model, r#"events: [Outage(targets: ["db"], after: "1h")]"#);
    let effort = played.outcome().effort;
    // Struck at 1h, back at 4h; the second step begins in the round in which the first ends.
    assert_eq!((effort.instants, effort.rounds, effort.pieces_of_work, effort.systems_struck), (3, 3, 2, 1));
}

#[test]
fn who_begins_again_and_again_in_one_instant_is_named() {
    let model = r#"
        systems: {
            "app": (recovery: [(name: "Way", steps: [(do: "It", takes: "2h")])]),
            "db": (recovery: [(name: "Way", steps: [(do: "Wait", takes: "1h"), (do: "Try", takes: "0s", success: 0.0, attempts: 20000)])]),
        }"#;
    let (at, who) = Played::stuck(model, r#"events: [Outage(targets: ["app", "db"])]"#);
    assert_eq!((at, who), (Millis::HOUR, vec!["db/way/try".to_owned()]));
}

#[test]
fn who_asks_for_one_thing_waits_for_who_asks_for_more_and_stands_before() {
    let model = |first: u32, second: u32, third: u32| {
        format!(
            r#"teams: {{ "ops": (people: 2) }}, resources: {{ "pipe": (units: 1) }}, systems: {{
                "a": (priority: {first}, recovery: [(name: "Fix", steps: [(do: "It", by: ["ops"], takes: "1h")])]),
                "b": (priority: {second}, recovery: [(name: "Fix", steps: [(do: "It", by: ["ops"], uses: ["pipe"], takes: "1h")])]),
                "c": (priority: {third}, recovery: [(name: "Fix", steps: [(do: "It", by: ["ops"], takes: "1h")])]),
            }}"#
        )
    };
    let back = |model: &str| {
        Played::new(model, r#"events: [Outage(targets: ["kind:system"])]"#).back(&["a", "b", "c"])
    };
    assert_eq!(back(&model(1, 2, 3)), "1h 1h 2h");
    assert_eq!(back(&model(3, 1, 2)), "2h 1h 1h");
    assert_eq!(back(&model(1, 3, 2)), "1h 2h 1h");
}

#[test]
fn who_is_short_of_what_others_take_waits_for_it_however_many_teams_there_are() {
    // `b` is short of its first team at once, and of its second as soon as `c` has taken that.
    for first in [0, 65] {
        let teams: String = (0..70).map(|team| format!(r#""t{team:02}": (people: 1), "#)).collect();
        let system = |id: &str, by: [u32; 2], takes: &str| {
            let by = by.map(|team| format!(r#""t{:02}""#, first + team)).join(", ");
            format!(
                r#""{id}": (recovery: [(name: "Fix", steps: [(do: "It", by: [{by}], takes: "{takes}")])]), "#
            )
        };
        let systems = [
            system("a", [0, 1], "1h"),
            system("b", [1, 2], "1h"),
            system("c", [2, 3], "2h"),
            system("d", [0, 3], "1h"),
        ];
        let model = format!("teams: {{ {teams} }}, systems: {{ {} }}", systems.concat());
        let played = Played::new(&model, r#"events: [Outage(targets: ["kind:system"])]"#);
        assert_eq!(played.back(&["a", "b", "c", "d"]), "1h 3h 2h 3h", "teams from {first} on");
        let queued = [0, 1, 2, 3].map(|team| played.team(&format!("t{:02}", first + team)).queued.exact());
        assert_eq!(queued, ["1h", "1h", "2h", "2h"], "teams from {first} on");
    }
}
