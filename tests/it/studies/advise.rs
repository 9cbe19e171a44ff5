//! `advise` from outside: a planted bottleneck comes first, what harms is not advised, and every lever is an edit.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::cli::say;

const SCENARIO: &str = r#"(title: "t", model: "model.ron", horizon: "9d", onset: "Mon 00:00", events: [Outage(targets: ["db"])])"#;

fn plan(folder: &Path, model: &str) {
    fs::write(folder.join("model.ron"), format!("({model})")).unwrap();
    fs::write(folder.join("s.ron"), SCENARIO).unwrap();
}

fn advised(folder: &Path, options: &[&str]) -> Value {
    let said = say(folder, &[&["advise", "s.ron", "--trials", "1024", "--format", "json"], options].concat());
    assert_eq!(said.code, 0, "{}", said.stderr);
    serde_json::from_str(&said.stdout).unwrap()
}

/// One person has two hours of work side by side, wanted in an hour and a quarter: half of one of the two pieces is
/// not enough, a second person is.
const BOTTLENECK: &str = r#"
    teams: { "dba": (people: 1), "ops": (people: 1, call_out: "5m") },
    systems: { "db": (recovery: [(name: "Fix", steps: [
        (do: "Look", by: "ops", takes: "1m"),
        (do: "One half", by: "dba", takes: "1h", after: ["look"]), (do: "Other half", by: "dba", takes: "1h", after: ["look"]),
    ])]) },
    services: { "shop": (name: "Shop", needs: "db", rto: "75m") }"#;

#[test]
fn a_planted_bottleneck_comes_first() {
    let folder = tempfile::tempdir().unwrap();
    plan(folder.path(), BOTTLENECK);
    let found = advised(folder.path(), &[]);
    let first = &found["singles"][0];
    assert_eq!(first["edits"][0]["argument"], "teams.dba.people=2", "{first}");
    assert_eq!((&first["helps"], &first["closes"], &first["gain"]), (&true.into(), &1.into(), &1.0.into()));
    assert!(found["singles"].as_array().unwrap()[1..].iter().all(|one| one["gain"] == 0.0), "{found}");
    assert_eq!(advised(folder.path(), &["--jobs", "1"]), found);
}

#[test]
fn grahams_fourth_crew_is_not_advised() {
    let folder = tempfile::tempdir().unwrap();
    plan(folder.path(), &super::GRAHAM.replace("13h", "11h30m"));
    let found = advised(folder.path(), &[]);
    let of = |found: &Value, path: &str| -> Value {
        let singles = found["singles"].as_array().unwrap();
        let is = |one: &&Value| one["edits"][0]["argument"].as_str().unwrap().starts_with(path);
        singles.iter().find(is).cloned().unwrap_or_else(|| panic!("{path} is tried: {found}"))
    };
    // It is late already and nobody waits for people: the crew is no lever.
    let singles = found["singles"].as_array().unwrap();
    let path = |one: &Value| one["edits"][0]["argument"].as_str().unwrap().to_owned();
    assert!(!singles.is_empty() && singles.iter().all(|one| !path(one).starts_with("teams.")), "{found}");
    // Where it would just have been in time it does harm, and the text says so.
    fs::write(
        folder.path().join("levers.ron"),
        r#"{ "a fourth crew": (cost: 5, changes: [Set("teams.crew.people", 4)]) }"#,
    )
    .unwrap();
    plan(folder.path(), super::GRAHAM);
    let options = ["--levers", "levers.ron"];
    let crew = of(&advised(folder.path(), &options), "teams.crew.people=4");
    assert_eq!((&crew["helps"], &crew["harms"], &crew["cost"]), (&false.into(), &1.into(), &5.0.into()));
    let said = say(folder.path(), &["advise", "s.ron", "--trials", "1024", "--levers", "levers.ron"]);
    assert!(said.stdout.contains("NOT ADVISED, it makes something worse: a fourth crew"), "{}", said.stdout);
}

#[test]
fn every_lever_can_be_pasted_behind_a_run() {
    let folder = tempfile::tempdir().unwrap();
    plan(folder.path(), BOTTLENECK);
    let found = advised(folder.path(), &[]);
    let singles = found["singles"].as_array().unwrap();
    assert!(singles.len() > 3, "{found}");
    for one in singles {
        let mut words = vec!["run", "s.ron", "--trials", "64", "--advisory"];
        for edit in one["edits"].as_array().unwrap() {
            words.extend([edit["option"].as_str().unwrap(), edit["argument"].as_str().unwrap()]);
        }
        let said = say(folder.path(), &words);
        assert_eq!(said.code, 0, "{words:?} {}", said.stderr);
    }
}

/// A standby that comes up in minutes, of a system like the one that is out and has none.
const LIKE: &str = r#"
    sites: { "here": (), "there": () },
    teams: { "ops": (people: 1) },
    systems: {
        "db": (home: "here", recovery: [(name: "Rebuild", steps: [(do: "Rebuild", by: "ops", takes: "20h")])]),
        "mail": (home: "here", recovery: [
            (name: "Start over there", to: "there", steps: [(do: "Start", by: "ops", takes: "10m")])]),
    },
    services: { "shop": (name: "Shop", needs: "db", rto: "2h") }"#;

#[test]
fn a_standby_takes_its_times_from_a_system_like_it_or_waits_for_an_estimate() {
    let folder = tempfile::tempdir().unwrap();
    plan(folder.path(), LIKE);
    let found = advised(folder.path(), &[]);
    let first = &found["singles"][0];
    let words = first["levers"][0].as_str().unwrap();
    assert!(
        words.starts_with("Add a standby of db at there, with the steps and times of that of mail"),
        "{words}"
    );
    assert_eq!((&first["closes"], &first["helps"]), (&1.into(), &true.into()));
    // As typed it does what it says.
    let edit = format!("--{}", first["edits"][0]["option"].as_str().unwrap().trim_start_matches('-'));
    let typed = ["run", "s.ron", "--trials", "1024", &edit, first["edits"][0]["argument"].as_str().unwrap()];
    assert_eq!(say(folder.path(), &typed).code, 0);
    plan(folder.path(), &LIKE.replace("to: \"there\", ", ""));
    let found = advised(folder.path(), &[]);
    assert_eq!(found["needs_estimate"][0]["words"], "Add a standby of db");
    assert!(found["stays_broken"].as_array().unwrap().len() <= 1, "{found}");
}

#[test]
fn work_by_hand_patience_and_the_order_of_work_are_levers_too() {
    let folder = tempfile::tempdir().unwrap();
    let model = r#"
        teams: { "crew": (people: 1) },
        tasks: { "survey": (when: Detected, steps: [(do: "Survey", by: "crew", takes: "30h")]) },
        systems: { "db": (recovery: [
            (name: "Mend", give_up: "20h", begins_when: ["survey"], steps: [(do: "Mend it", by: "crew", takes: "1h")]),
            (name: "Buy", steps: [(do: "Wait for a new one", takes: "90h")])]) },
        services: { "shop": (name: "Shop", needs: "db", rto: "36h", workarounds: [
            (name: "Paper", ready: "10m", lasts: "5h")]) }"#;
    plan(folder.path(), model);
    let found = advised(folder.path(), &[]);
    let singles = found["singles"].as_array().unwrap();
    let of = |argument: &str| {
        singles.iter().find(|one| one["edits"][0]["argument"].as_str().unwrap().starts_with(argument))
    };
    let helps = |argument: &str| of(argument).map(|one| one["helps"] == true);
    assert_eq!(helps("services.shop.workarounds.paper.lasts="), Some(true), "{found}");
    assert_eq!(helps("systems.db.recovery.mend.give_up"), Some(true), "{found}");
    assert!(of("tasks.survey.priority=1").is_some(), "{found}");
}

/// The step before waits for a task, and the step after it through that.
const RELEASED: &str = r#"
    teams: { "crew": (people: 9) },
    tasks: { "safe": (when: Incident, steps: [(do: "Release", by: "crew", takes: "10h")]),
        "fix": (when: Incident, steps: [(do: "Power", by: "crew", needs: ["safe"], takes: "5h"), (do: "Clean", by: "crew", takes: "12h")]) },
    systems: { "db": (recovery: [(name: "Start", begins_when: ["fix"], steps: [(do: "Start", takes: "1m")])]) },
    services: { "shop": (needs: "db", rto: "23h", mtpd: "23h") }"#;

#[test]
fn a_step_beside_the_one_before_it_waits_for_all_that_that_one_waits_for() {
    let folder = tempfile::tempdir().unwrap();
    let beside = |model: &str| {
        plan(folder.path(), model);
        let found = advised(folder.path(), &[]);
        let is = |one: &&Value| {
            one["levers"][0].as_str().unwrap().starts_with("Do it beside")
                && one["levers"][0].as_str().unwrap().ends_with("Clean")
        };
        found["singles"].as_array().unwrap().iter().find(is).cloned().expect("it is tried")
    };
    let edits = |one: &Value| -> Vec<String> {
        let edits = one["edits"].as_array().unwrap().iter();
        edits.map(|edit| edit["argument"].as_str().unwrap().to_owned()).collect()
    };
    let one = beside(RELEASED);
    assert_eq!(edits(&one), ["tasks.fix.steps.clean.after=[]", r#"tasks.fix.steps.clean.needs=["safe"]"#]);
    // Ten hours and then twelve: without the wait it would be twelve.
    assert_eq!(one["closes"], 2, "{one}");
    assert_eq!(beside(&RELEASED.replace("23h", "21h"))["closes"], 0);
    let own = RELEASED.replace(r#"(do: "Clean", "#, r#"(do: "Clean", needs: "safe", "#);
    assert_eq!(edits(&beside(&own))[1], r#"tasks.fix.steps.clean.needs=["safe"]"#, "each once");
}

#[test]
fn a_clock_that_starts_sooner_is_no_harm_where_nothing_is_back_later() {
    let folder = tempfile::tempdir().unwrap();
    let model = r#"
    response: (detect: "2h", assess: "0s"), suppliers: { "scheme": () },
    systems: { "db": (recovery: [(name: "Fix", steps: [(do: "Fix", takes: "1h")])]) },
    services: { "near": (name: "Near", needs: "db", rto: "2h"),
        "far": (name: "Far", needs: "scheme", rto: "4h", clock: Detected, required: 0.3) }"#;
    plan(folder.path(), model);
    let scenario =
        SCENARIO.replace("events: [", r#"events: [Outage(targets: ["scheme"], lasts: "uniform(1h, 11h)"), "#);
    fs::write(folder.path().join("s.ron"), scenario).unwrap();
    let found = advised(folder.path(), &[]);
    let detect = &found["singles"][0];
    assert_eq!(detect["levers"][0], "Halve the time of detection", "{found}");
    assert_eq!(
        (&detect["helps"], &detect["harms"], &detect["gain"]),
        (&true.into(), &0.into(), &1.0.into()),
        "{detect}"
    );
    let said = say(folder.path(), &["advise", "s.ron", "--trials", "1024"]).stdout;
    assert!(!said.contains("NOT ADVISED") && said.contains("the RTO of Far."), "{said}");
}

#[test]
fn plans_of_two_models_are_not_advised_as_one() {
    let folder = tempfile::tempdir().unwrap();
    plan(folder.path(), BOTTLENECK);
    fs::write(folder.path().join("other.ron"), format!("({})", BOTTLENECK.replace("75m", "95m"))).unwrap();
    fs::write(folder.path().join("z.ron"), SCENARIO.replace("model.ron", "other.ron")).unwrap();
    let said = say(folder.path(), &["advise", "s.ron", "z.ron", "--trials", "64"]);
    assert_eq!(said.code, 2, "{}", said.stderr);
    assert!(said.stderr.contains("s.ron and z.ron are of different models"), "{}", said.stderr);
}

#[test]
fn copies_that_burn_with_the_house_are_advised_to_be_kept_where_plans_bring_things_back() {
    let folder = tempfile::tempdir().unwrap();
    let of = |id: &str| {
        format!(
            r#""{id}": (home: "house", copies: {{ "night": Backup(at: "house", every: "12h") }}, recovery: [
                (name: "Restore", from: "night", to: "far", steps: [(do: "Restore", takes: "2h")]),
                (name: "Begin anew", from: "nothing", to: "far", steps: [(do: "Set up", takes: "1h")])])"#
        )
    };
    let fire =
        r#"(title: "Fire", model: "model.ron", horizon: "9d", events: [Destruction(targets: ["house"])])"#;
    let play = |systems: &[&str]| {
        let of: Vec<String> = systems.iter().map(|id| of(id)).collect();
        let needs = systems.iter().map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(", ");
        let model = format!(
            r#"sites: {{ "house": (), "far": (name: "Far away") }}, systems: {{ {} }}, services: {{ "shop": (needs: [{needs}], rpo: "1d") }}"#,
            of.join(", ")
        );
        plan(folder.path(), &model);
        fs::write(folder.path().join("s.ron"), fire).unwrap();
        advised(folder.path(), &[])
    };
    let first = play(&["db"])["singles"][0].clone();
    assert_eq!(first["levers"][0], "Keep the copies \"night\" of db at Far away", "{first}");
    assert_eq!((&first["helps"], &first["closes"]), (&true.into(), &1.into()), "{first}");
    // Either of two saves nothing while the other burns.
    let found = play(&["db", "files"]);
    let first = &found["singles"][0];
    assert_eq!(first["levers"][0], "Keep both copies of db and files at Far away", "{found}");
    assert_eq!((&first["helps"], &first["closes"]), (&true.into(), &1.into()), "{first}");
    assert!(found["singles"].as_array().unwrap()[1..].iter().all(|one| one["helps"] == false), "{found}");
}

#[test]
fn levers_that_cannot_be_tried_are_refused_and_not_called_idle() {
    let folder = tempfile::tempdir().unwrap();
    plan(folder.path(), BOTTLENECK);
    let refused = |levers: &str| {
        fs::write(folder.path().join("l.ron"), levers).unwrap();
        let said = say(folder.path(), &["advise", "s.ron", "--levers", "l.ron", "--trials", "64"]);
        assert_eq!(said.stdout, "");
        (said.code, said.stderr)
    };
    let (code, said) = refused(
        r#"{ "more": (changes: [Set("teams.dbb.people", 4)]), "typo": (changes: [Set("teams.dba.peple", 4)]) }"#,
    );
    assert!(code == 4 && said.contains("teams.dbb.people") && said.contains("peple"), "{code}: {said}");
    let (code, said) = refused(r#"{ "many": (changes: [Set("teams.dba.people", "many")]) }"#);
    assert!(code == 3 && said.contains("\"many\""), "{code}: {said}");
    let (code, said) = refused(r#"{ "nothing": (changes: []) }"#);
    assert!(code == 3 && said.contains("the lever \"nothing\" changes nothing"), "{code}: {said}");
}
