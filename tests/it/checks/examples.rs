//! Walks the registry of rules.

use blackstart::checks::{self, Case, Extent, Finding, Look, Organisation, Rule, View};
use blackstart::diagnostic::explain::Example;
use blackstart::diagnostic::render::{Colour, render_one};
use blackstart::diagnostic::{Diagnostics, Severity};
use blackstart::document::edit::{apply, changes_of};
use blackstart::document::{self, decode_model, decode_scenario};
use blackstart::model::{Model, Scenario, resolve};
use blackstart::notation::date::Date;
use blackstart::source::Sources;

/// The day on which the examples are looked at.
const AS_OF: &str = "2026-11-21";

/// Everything that the rules find in an example, as the command line would.
fn findings(example: &Example) -> (Sources, Vec<Finding>) {
    let (sources, model, case) = resolved(example);
    let cases = case.iter().map(|(model, scenario)| {
        Case::new("scenario.ron", model, scenario.as_ref().expect("a scenario was given"))
    });
    let cases: Vec<Case> = cases.collect();
    let as_of = Date::parse(AS_OF).expect("a day");
    let found = checks::run(&Organisation { plan: View::new(&model), cases, extent: Extent::Whole, as_of });
    (sources, found)
}

/// The model of an example as it is written, and as its scenario changes it, with the scenario.
pub fn resolved(example: &Example) -> (Sources, Model, Option<(Model, Option<Scenario>)>) {
    let mut sources = Sources::new();
    let mut found = Diagnostics::new();
    let mut tree = |name: &str, text: &str, found: &mut Diagnostics| {
        let id = sources.add(name, text);
        let (tree, more) = document::parse_tree(&sources, id);
        found.append(more);
        tree.unwrap_or_else(|| panic!("{text}: {found:?}"))
    };
    let model_tree = tree("model.ron", example.model, &mut found);
    let scenario_tree = example.scenario.map(|text| tree("scenario.ron", text, &mut found));
    let model = resolve(&decode_model(model_tree.clone(), &mut found), None);
    let (model, _) = model.unwrap_or_else(|found| panic!("{}: {found:?}", example.model));
    let case = scenario_tree.map(|mut scenario| {
        let mut model = model_tree;
        let changes = changes_of(&scenario, &mut found);
        apply(&mut model, &mut scenario, &changes, &mut found);
        let scenario = decode_scenario(scenario, &mut found);
        resolve(&decode_model(model, &mut found), Some(&scenario))
            .unwrap_or_else(|found| panic!("{:?}: {found:?}", example.scenario))
    });
    assert!(!found.has_errors(), "{}: {found:?}", example.model);
    (sources, model, case)
}

fn said(sources: &Sources, found: &[Finding]) -> String {
    let texts = found.iter().map(|finding| render_one(&finding.diagnostic, sources, Colour::Plain));
    texts.collect::<Vec<_>>().join("\n")
}

/// The findings above a note.
fn heavy(found: &[Finding]) -> Vec<&'static str> {
    let open = found.iter().filter(|finding| finding.accepted.is_none());
    let heavy = open.filter(|finding| finding.diagnostic.severity != Severity::Note);
    heavy.map(|finding| finding.diagnostic.code).collect()
}

/// The codes of everything that is found in an example.
pub fn codes(example: &Example) -> Vec<&'static str> {
    findings(example).1.iter().map(|finding| finding.diagnostic.code).collect()
}

fn each(check: impl Fn(&Rule)) {
    for rule in checks::ALL {
        check(rule);
    }
}

/// Fails with everything that is wrong with any rule at once.
fn none_of(faults: Vec<String>) {
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_example_raises_its_code_and_nothing_else_above_a_note() {
    let fault = |rule: &&Rule| {
        let (sources, found) = findings(&rule.example);
        let raised = found.iter().any(|finding| finding.diagnostic.code == rule.code);
        let alone = heavy(&found).iter().all(|code| *code == rule.code);
        (!raised || !alone).then(|| format!("the example of {}: {}", rule.code, said(&sources, &found)))
    };
    none_of(checks::ALL.iter().filter_map(fault).collect());
}

#[test]
fn every_repaired_example_raises_nothing_above_a_note_and_never_its_code() {
    let fault = |rule: &&Rule| {
        let (sources, found) = findings(&rule.repaired);
        let raised = found.iter().any(|finding| finding.diagnostic.code == rule.code);
        let wrong = raised || !heavy(&found).is_empty();
        wrong.then(|| format!("the repaired example of {}: {}", rule.code, said(&sources, &found)))
    };
    none_of(checks::ALL.iter().filter_map(fault).collect());
}

#[test]
fn every_finding_says_where_and_what_to_do_and_how_to_accept_it() {
    each(|rule| {
        let (_, found) = findings(&rule.example);
        for finding in found {
            let Finding { diagnostic, on, .. } = finding;
            assert!(diagnostic.place().is_some(), "{}: no place", rule.code);
            assert!(!diagnostic.help.is_empty(), "{}: no help", rule.code);
            // An allowance that is wrong is mended, not allowed.
            if matches!(checks::find(diagnostic.code).map(|rule| rule.look), Some(Look::Allowances)) {
                continue;
            }
            assert!(diagnostic.help.len() >= 2, "{}: {:?}", rule.code, diagnostic.help);
            let line = diagnostic.help.last().expect("just counted");
            assert!(line.contains(&format!("(code: \"{}\", on: \"{on}\"", diagnostic.code)), "{line}");
        }
    });
}

/// The network is repaired by those who work over it, or by somebody who drives there.
fn network(places: &str, give_up: &str) -> Vec<&'static str> {
    let model = format!(
        r#"(
    sites: {{ "campus": (kind: Office) }},
    teams: {{ "noc": (people: 3, needs: ["{places}"]), "partner": (people: 1) }},
    systems: {{ "vpn": (needs: ["net"]), "net": (recovery: [
        (name: "Remotely", {give_up}tested: "2026-09-01", steps: [(do: "Roll back", by: ["noc"], takes: (is: "20m", basis: Measured))]),
        (name: "By car", tested: "2026-09-01", steps: [(do: "Restart", by: ["partner"], takes: (is: "4h", basis: Measured))])]) }},
)"#
    );
    let scenario = r#"(title: "Closed", model: "model.ron", horizon: "7d",
    events: [Outage(id: "closed", targets: ["campus"]), Outage(id: "net-down", targets: ["net"])])"#;
    let mut codes = heavy(&findings(&Example::scenario(model.leak(), scenario)).1);
    codes.retain(|code| code.starts_with("W03"));
    codes
}

#[test]
fn a_plan_that_works_over_what_it_repairs_is_told_as_long_as_another_way_works() {
    assert_eq!(network("campus or vpn", ""), ["W0305"], "the later plan never gets its turn");
    assert_eq!(network("campus or vpn", "give_up: \"2h\", "), ["W0306"], "it gets its turn, two hours late");
    assert_eq!(network("campus or vpn or partner", ""), [""; 0]);
    assert_eq!(
        network("vpn", "give_up: \"2h\", "),
        ["W0304"],
        "it is told of the model, not of every scenario"
    );
}

/// The shortest outage that W0104 tells of a service whose only plan waits for a task, in a model with this workaround.
fn least_outage(begins: &str, workaround: &str) -> String {
    let model = format!(
        r#"(
    response: (detect: "30m", assess: "10m"),
    systems: {{ "phone": (), "till": (recovery: [
        (name: "Reinstall", {begins}tested: "2026-09-01", steps: [(do: "Reinstall", takes: (is: "6h", basis: Measured))])]) }},
    tasks: {{ "clean": (when: Needed, steps: [(do: "Clean", takes: "3h", needs: ["tidy"])]),
              "tidy": (when: Needed, steps: [(do: "Tidy", takes: "0s")]) }},
    services: {{ "sales": (owner: "Head of Sales", needs: ["till"], rto: "1h", mtpd: "9d", clock: Disruption),
        "support": (owner: "Head of Support", needs: ["phone"], rto: "1h", mtpd: "9d", clock: Disruption,
            workarounds: [(name: "Paper", tested: "2026-09-01", {workaround})]) }},
)"#
    );
    let scenario = r#"(title: "Broken", model: "model.ron", horizon: "20d", events: [Destruction(id: "break", targets: ["till"])])"#;
    let (_, found) = findings(&Example::scenario(model.leak(), scenario));
    let found = found.iter().find(|finding| finding.diagnostic.code == "W0104").expect("it is out of reach");
    found.diagnostic.message.rsplit("at least ").next().expect("split gives one").to_owned()
}

#[test]
fn a_task_begins_no_sooner_than_what_names_it() {
    let begins = r#"begins_when: ["clean"], "#;
    assert_eq!(least_outage(begins, r#"notice: "5m""#), "9h 40m");
    assert_eq!(least_outage(begins, r#"needs: ["phone"]"#), "9h 40m", "it names no task");
    assert_eq!(least_outage(begins, r#"needs: ["clean"], notice: "5m""#), "9h", "it may be wanted at once");
    assert_eq!(least_outage(begins, r#"needs: ["clean"]"#), "9h 30m", "it is wanted once somebody noticed");
    assert_eq!(
        least_outage(begins, r#"needs: ["tidy"], notice: "5m""#),
        "9h 40m",
        "only what it names is early"
    );
    let automatic = r#"automatic: true, begins_when: ["clean"], "#;
    assert_eq!(least_outage(automatic, r#"notice: "5m""#), "9h");
}

#[test]
fn the_hours_of_a_team_change_nothing_only_where_nothing_is_said_of_the_rest() {
    let told = |team: &str| {
        let model = format!(r#"(teams: {{ "it": (people: 6, {team}) }})"#);
        codes(&Example::model(model.leak())).contains(&"W0710")
    };
    assert!(told(r#"hours: "Mon-Fri 08:00-18:00""#));
    assert!(
        !told(r#"hours: "Mon-Fri 08:00-18:00", off_hours: (people: 6)"#),
        "it is said that nights are like days"
    );
    assert!(!told(r#"hours: "Mon-Fri 08:00-18:00", off_hours: (call_out: "1h")"#));
    assert!(!told(r#"hours: "24x7""#));
    assert!(!told(r#"call_out: "5m""#));
}

#[test]
fn a_factor_below_one_is_told_wherever_it_makes_work_quicker() {
    let codes_of = |step: &str, delay: &str| {
        let model = format!(
            r#"(teams: {{ "it": (people: 2) }}, tasks: {{ "tidy": (when: Incident, steps: [(do: "Tidy", takes: "1h", {step})]) }},
                systems: {{ "log": (), "till": () }})"#
        );
        let events = format!(r#"Outage(id: "down", targets: ["till"], lasts: "1h"){delay}"#);
        let scenario = format!(r#"(title: "Down", model: "model.ron", horizon: "2d", events: [{events}])"#);
        let mut codes = codes(&Example::scenario(model.leak(), scenario.leak()));
        codes.retain(|code| ["W0708", "W0709"].contains(code));
        codes
    };
    let (without, delay) = (
        |factor: &str| format!(r#"slower_without: {{ "log": {factor} }}"#),
        |factor: &str| format!(r#", Delay(id: "tired", targets: ["it"], factor: {factor})"#),
    );
    assert_eq!(codes_of(&without("0.0"), &delay("0")), ["W0708", "W0709"]);
    assert_eq!(codes_of(&without("0.99"), &delay("\"pert(0.1, 0.5, 0.9)\"")), ["W0708", "W0709"]);
    assert_eq!(codes_of(&without("1.0"), &delay("\"pert(0.5, 1.5, 2)\"")), [""; 0], "it may be slower");
}

#[test]
fn an_outage_that_is_too_long_by_little_is_never_rounded_up_nor_told_as_the_promise() {
    let model = r#"(
    systems: { "till": (recovery: [(name: "Reinstall", tested: "2026-09-01", steps: [(do: "Reinstall", takes: "7d30m")])]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "7d", mtpd: "9d", clock: Disruption) },
)"#;
    let scenario = r#"(title: "Broken", model: "model.ron", horizon: "20d", events: [Destruction(id: "break", targets: ["till"])])"#;
    let (_, found) = findings(&Example::scenario(model, scenario));
    let found = found.iter().find(|finding| finding.diagnostic.code == "W0104").expect("it is out of reach");
    assert!(
        found.diagnostic.message.ends_with("promises 7d, and in every run it is out for at least 7d 30m")
    );
}

/// What W0104 says of the services of a model in which "till" stops for good, or "grid" for 2 h.
fn out_of_reach(model: &str) -> Vec<String> {
    let scenario = r#"(title: "Broken", model: "model.ron", horizon: "20d", onset: "Mon 10:00", events: [
        Outage(id: "break", targets: ["till"]), Outage(id: "dark", targets: ["grid"], lasts: "2h")])"#;
    let (_, found) = findings(&Example::scenario(model.to_owned().leak(), scenario));
    let found = found.into_iter().filter(|finding| finding.diagnostic.code == "W0104");
    found
        .map(|finding| finding.diagnostic.message.rsplit("every run ").next().expect("one").to_owned())
        .collect()
}

#[test]
fn an_objective_counted_from_the_declaration_is_held_against_what_is_left_from_then_on() {
    let model = |rto: &str, declare: &str, clock: &str| {
        out_of_reach(&format!(
            r#"(
    response: (detect: "1m", assess: "pert(10m, 1h, 3h)", declare: {declare}), suppliers: {{ "grid": () }},
    teams: {{ "it": (people: 4, call_out: "20m"), "gold": (people: 1, call_out: "30m", off_hours: (call_out: "40m")) }},
    systems: {{ "till": (recovery: [(name: "Fix", steps: [(do: "Fix it", by: "it", takes: "2h")])]) }},
    services: {{ "sales": (needs: ["till"], rto: "{rto}", clock: {clock}) }},
)"#
        ))
    };
    // Assessed at A, back at A + 2 h 20 min; declared an hour after A, or after those who declare came, too.
    assert_eq!(model("79m", r#""1h""#, "Declared"), ["it is out for at least 1h 20m from the declaration"]);
    assert_eq!(model("80m", r#""1h""#, "Declared"), [""; 0]);
    assert_eq!(
        model("39m", r#"(takes: "1h", by: "gold")"#, "Declared"),
        ["it is out for at least 40m from the declaration"]
    );
    assert_eq!(model("2h29m", r#""1h""#, "Detected"), ["it is out for at least 2h 30m from detection"]);
    assert_eq!(model("2h30m", r#""1h""#, "Disruption"), ["it is out for at least 2h 31m"]);
}

#[test]
fn a_restart_that_is_due_because_of_what_it_comes_after_counts() {
    let model = |rides: &str| {
        out_of_reach(&format!(
            r#"(
    response: (detect: "1m"), suppliers: {{ "grid": () }}, teams: {{ "it": (people: 4) }},
    systems: {{ "till": (), "power": (needs: ["grid"]),
        "lift": (needs: ["power"], {rides}restart: (takes: "45m", by: "it", after: ["power"])) }},
    services: {{ "moving": (needs: ["lift"], rto: "2h") }},
)"#
        ))
    };
    for rides in ["", r#"rides_out: { "power": "20m" }, "#] {
        assert_eq!(model(rides), ["it is out for at least 2h 45m"], "{rides}");
    }
}

#[test]
fn what_would_happen_after_the_horizon_does_not() {
    let codes_after = |after: &str| {
        let model = r#"(systems: { "till": (restart: "1h"), "log": () }, services: { "sales": (needs: ["till"], rto: "2h") })"#;
        let scenario = format!(
            r#"(title: "Broken", model: "model.ron", horizon: "5d", events: [
                Outage(targets: ["log"], lasts: "1h"), Destruction(targets: ["till"], after: "{after}", chance: 0.6)])"#
        );
        let mut codes = codes(&Example::scenario(model, scenario.leak()));
        codes.retain(|code| ["W0105", "W0302"].contains(code));
        codes
    };
    assert_eq!(codes_after("4d"), ["W0302", "W0105"]);
    assert_eq!(codes_after("6d"), [""; 0]);
}

#[test]
fn an_immutable_copy_outlives_the_server_that_it_is_on_but_not_their_site() {
    let out_of_reach = |target: &str, immutable: bool| {
        let model = format!(
            r#"(
    sites: {{ "hall": () }},
    systems: {{
        "vault": (home: "hall", recovery: [(name: "New server", to: "hall", steps: [(do: "Set it up", takes: "1h")])]),
        "till": (copies: {{ "nightly": Backup(on: "vault", every: "24h", immutable: {immutable}) }},
            recovery: [(name: "Restore", from: "nightly", steps: [(do: "Restore it", takes: "2h")])]),
    }},
    services: {{ "sales": (needs: ["till"], rto: "2h") }},
)"#
        );
        let scenario = format!(
            r#"(title: "Burnt", model: "model.ron", horizon: "20d", events: [Destruction(targets: ["till", "{target}"])])"#
        );
        let (_, found) = findings(&Example::scenario(model.leak(), scenario.leak()));
        let mut said = found.into_iter().map(|finding| finding.diagnostic.message);
        said.find_map(|said| said.split_once("and in every run ").map(|(_, how)| how.to_owned()))
    };
    assert_eq!(out_of_reach("vault", true).as_deref(), Some("it is out for at least 3h"));
    assert_eq!(out_of_reach("vault", false).as_deref(), Some("it never comes back"));
    assert_eq!(out_of_reach("hall", true).as_deref(), Some("it never comes back"));
}

#[test]
fn what_fails_late_does_not_take_down_who_needs_only_some_of_it() {
    let events = |late: &str| {
        let model = r#"(
    systems: { "a": (), "b": (), "pair": (needs: ["1 of (a, b)"]), "ring": (needs: ["1 of (a, all)"]), "all": (needs: ["ring"]) },
    services: { "sales": (needs: ["pair"], rto: "2h"), "help": (needs: ["all"], rto: "2h"), "desk": (needs: ["a"], rto: "2h") },
)"#;
        let scenario = format!(
            r#"(title: "Twice", model: "model.ron", horizon: "20d", events: [
                Outage(id: "first", targets: ["a", "b"], lasts: "1h"), {late}])"#
        );
        let (_, found) = findings(&Example::scenario(model, scenario.leak()));
        let found = found.into_iter().filter(|finding| finding.diagnostic.code == "W0104");
        found
            .filter_map(|finding| finding.diagnostic.message.split('`').nth(1).map(str::to_owned))
            .collect::<Vec<_>>()
    };
    // Of a and b one is always up after the first hour, and what is up in the ring holds itself up.
    let late = r#"Outage(id: "b-late", targets: ["b"], after: "4h", lasts: "5h"), Outage(id: "a-late", targets: ["a"], after: "10h")"#;
    assert_eq!(events(late), ["desk"]);
}

#[test]
fn who_is_away_from_the_onset_on_is_back_the_sooner_the_later_the_strike() {
    let model = r#"(
    teams: { "it": (people: 1) },
    systems: { "till": (recovery: [(name: "Mend it", automatic: true, steps: [(do: "Mend it", by: "it", takes: "10m")])]) },
    services: { "sales": (needs: ["till"], rto: "1m") },
)"#;
    let said = |after: &str| {
        let scenario = format!(
            r#"(title: "Alone", model: "model.ron", horizon: "20d", events: [
                Absence(targets: ["it"], share: 1, lasts: "2h"), Destruction(targets: ["till"], after: "{after}")])"#
        );
        let (_, found) = findings(&Example::scenario(model, scenario.leak()));
        let mut said = found.into_iter().map(|finding| finding.diagnostic.message);
        said.find_map(|said| said.split_once("at least ").map(|(_, how)| how.to_owned())).expect("it is said")
    };
    assert_eq!(["0m", "30m", "3h"].map(said), ["2h 10m", "1h 40m", "10m"]);
    assert_eq!(said("uniform(30m, 1h)"), "1h 10m");
}

#[test]
fn what_begins_at_night_waits_for_the_hours_of_those_who_are_not_there_then() {
    let said = |asks: u32, onset: &str, more: &str| {
        let model = format!(
            r#"(
    teams: {{ "it": (people: 3, hours: "Mon-Fri 08:00-18:00", off_hours: (people: 1) {more}) }},
    systems: {{ "till": (recovery: [(name: "Mend it", automatic: true, steps: [(do: "Mend it", by: "it: {asks}", takes: "10m")])]) }},
    services: {{ "sales": (needs: ["till"], rto: "1m") }},
)"#
        );
        let scenario = format!(
            r#"(title: "Broken", model: "model.ron", onset: {onset}, horizon: "20d", events: [
                Destruction(targets: ["till"], after: "uniform(30m, 1h)")])"#
        );
        let (_, found) = findings(&Example::scenario(model.leak(), scenario.leak()));
        let mut said = found.into_iter().map(|finding| finding.diagnostic.message);
        said.find_map(|said| said.split_once("at least ").map(|(_, how)| how.to_owned())).expect("it is said")
    };
    // From Saturday 03:00 at the latest until Monday 08:00.
    assert_eq!(said(2, r#""Sat 02:00""#, ""), "2d 5h");
    assert_eq!(said(1, r#""Sat 02:00""#, ""), "10m");
    assert_eq!(said(2, r#""Sat 02:00""#, r#", surge: (people: 2, call_out: "0s")"#), "10m");
    assert_eq!(said(2, r#""Mon 07:45""#, ""), "10m", "they are there by then");
    assert_eq!(said(2, r#""Mon 17:15""#, ""), "10m", "they may be there still");
    assert_eq!(said(2, "Any", ""), "10m");
}

#[test]
fn who_is_at_home_again_does_not_mind_the_loss_of_the_other_place() {
    let said = |late: &str| {
        let model = r#"(
    sites: { "hall": (), "cellar": () },
    systems: { "till": (home: "hall", restart: "1m", recovery: [(name: "Move", to: "cellar", steps: [(do: "Carry it", takes: "30m")])]) },
    services: { "sales": (needs: ["till"], rto: "1m") },
)"#;
        let scenario = format!(
            r#"(title: "Dark", model: "model.ron", horizon: "20d", events: [
                Outage(id: "dark", targets: ["hall"], lasts: "4h"), Destruction(id: "flood", targets: ["cellar"], after: "{late}")])"#
        );
        let (_, found) = findings(&Example::scenario(model, scenario.leak()));
        let mut said = found.into_iter().map(|finding| finding.diagnostic.message);
        said.find_map(|said| said.split_once("every run ").map(|(_, how)| how.to_owned()))
            .expect("it is said")
    };
    assert_eq!(said("1d"), "it is out for at least 30m");
    assert_eq!(said("0m"), "it is out for at least 4h 1m");
}

#[test]
fn a_copy_that_is_spoilt_as_somebody_notices_may_have_been_chosen_before() {
    let said = |since: &str| {
        let model = r#"(
    sites: { "safe": () },
    systems: { "till": (copies: { "mirror": Replica(at: "safe") }, recovery: [(name: "Restore", from: "mirror", steps: [(do: "Restore", takes: "2h")])]) },
    services: { "sales": (needs: ["till"], rto: "1h") },
)"#;
        let scenario = format!(
            r#"(title: "Spoilt", model: "model.ron", horizon: "20d", events: [Outage(id: "stop", targets: ["till"]),
                Corruption(id: "spoil", targets: ["till"], dwell: "1h", destroys_copies: 1{since})])"#
        );
        let (_, found) = findings(&Example::scenario(model, scenario.leak()));
        found.iter().filter(|finding| finding.diagnostic.message.contains("never comes back")).count()
    };
    assert_eq!(said(", since: Detected"), 0);
    assert!(said("") > 0);
}

#[test]
fn who_belongs_to_a_team_of_which_everybody_is_away_decides_as_little() {
    let said = |target: &str, share: &str| {
        let model = r#"(
    response: (declare: (takes: "10m", by: "board")),
    teams: { "managers": (people: 9), "board": (people: 3, part_of: "managers"), "it": (people: 2) },
    systems: { "till": () }, services: { "sales": (needs: ["till"]) },
)"#;
        let scenario = format!(
            r#"(title: "Retreat", model: "model.ron", horizon: "7d", events: [
                Absence(id: "retreat", targets: ["{target}"], share: {share}), Outage(targets: ["till"], lasts: "2h")])"#
        );
        codes(&Example::scenario(model, scenario.leak())).contains(&"W0508")
    };
    assert_eq!(
        [("board", "1"), ("managers", "1"), ("it", "1"), ("managers", "0.9")].map(|(t, s)| said(t, s)),
        [true, true, false, false]
    );
}
