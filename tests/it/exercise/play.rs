//! The clock of play, how many injects it holds, and what they are for.

use std::fs;
use std::path::Path;

use super::{decisions, home, msel, pack};

const RESPONSE: &str = r#"response: (detect: "30m", assess: "1h", declare: (takes: "30m", by: "gold"))"#;

/// A scenario on which everything that is called so goes out on Monday at ten, and the exercise on it.
fn scenario(targets: &str, exercise: &str) -> String {
    format!(
        r#"(title: "Out", model: "model.ron", onset: "Mon 10:00", horizon: "9d",
        events: [Outage(targets: [{targets}])], exercise: ({exercise}))"#
    )
}

fn control(place: &Path, name: &str) -> String {
    fs::read_to_string(place.join("pack/control").join(name)).expect("text")
}

/// Two systems whose ways back wait for a word for an hour and take two.
fn two_go_aheads() -> String {
    let fix = r#"recovery: [(name: "Fix", decide: (takes: "1h", by: "gold"),
        steps: [(do: "Fix it", by: "it", takes: "2h")])]"#;
    format!(
        r#"({RESPONSE}, teams: {{ "gold": (people: 1), "it": (people: 4) }},
        systems: {{ "app": ({fix}), "ledger": ({fix}) }},
        services: {{ "svc": (needs: ["app"], rto: "6h"), "books": (needs: ["ledger"], rto: "20h") }})"#
    )
}

#[test]
fn a_last_moment_has_the_minute_of_the_clock_that_runs_in_the_room_or_none() {
    let scenario = scenario(r#""app", "ledger""#, r#"type: Functional, compression: 6, lasts: "2h""#);
    let home = home(&two_go_aheads(), &scenario);
    let (place, _) = pack(home.path(), "s.ron", &[]);
    let rows = decisions(place.path());
    let by = |what: &str| rows.iter().find(|row| row[1].starts_with(what)).expect(what)[4].clone();
    // Four hours are forty minutes of play, which begins at 09:10; eighteen hours are not reached by 10:39.
    assert_eq!(by("app: whether to go on"), "09:50", "{rows:?}");
    assert_eq!(by("ledger: whether to go on"), "after the end of play", "{rows:?}");
    let guide = control(place.path(), "exercise-evaluator-guide.md");
    assert!(!guide.contains("by 10:39 in the room"), "{guide}");
}

#[test]
fn the_rules_on_the_wall_say_what_the_clock_does() {
    let rules = |exercise: &str| {
        let home = home(&two_go_aheads(), &scenario(r#""app""#, exercise));
        let (place, _) = pack(home.path(), "s.ron", &[]);
        let path = place.path().join("pack/players/exercise-ground-rules.html");
        (fs::read_to_string(path).expect("text"), control(place.path(), "exercise-facilitator-guide.md"))
    };
    let (wall, guide) = rules(r#"type: Functional, compression: 6, lasts: "2h""#);
    for text in [&wall, &guide] {
        assert!(text.contains("runs 6 times as fast as that on the wall and does not jump"), "{text}");
    }
    assert!(!wall.contains("Time may jump"), "{wall}");
    assert!(rules("").0.contains("Time may jump"));
}

#[test]
fn whether_it_is_declared_stands_in_the_table_though_nothing_hangs_on_it_and_nobody_is_asked() {
    // Somebody else rings a minute before it is understood.
    let exercise = r#"type: Functional, compression: 6, lasts: "2h",
        injects: [(id: "call", at: "1h31m", text: "What is going on?")]"#;
    let home = home(&two_go_aheads(), &scenario(r#""app""#, exercise));
    let (place, _) = pack(home.path(), "s.ron", &[]);
    let rows = decisions(place.path());
    assert!(rows.iter().any(|row| row[1].starts_with("Whether this is an emergency")), "{rows:?}");
}

#[test]
fn work_that_two_injects_speak_of_is_one_decision() {
    let fix = r#"recovery: [(name: "Fix", steps: [(do: "Fix it", by: "it", takes: "4h")])]"#;
    let model = format!(
        r#"({RESPONSE}, teams: {{ "gold": (people: 1), "it": (people: 1) }},
        systems: {{ "app": ({fix}), "ledger": ({fix}) }},
        services: {{ "svc": (needs: ["app"], rto: "3h"), "books": (needs: ["ledger"], rto: "8h", mtpd: "2d") }})"#
    );
    let home = home(&model, &scenario(r#""app", "ledger""#, ""));
    let (place, _) = pack(home.path(), "s.ron", &["--injects", "20"]);
    let asked: Vec<Vec<String>> =
        msel(place.path()).into_iter().filter(|row| row[12].contains("(ledger)")).collect();
    let letter = |row: &Vec<String>| row[12].split(':').next().expect("a letter").to_owned();
    assert!(asked.len() >= 2 && asked.iter().all(|row| letter(row) == letter(&asked[0])), "{asked:?}");
    let rows = decisions(place.path());
    assert_eq!(rows.iter().filter(|row| row[1].contains("(ledger)")).count(), 1, "{rows:?}");
}

#[test]
fn more_injects_than_a_trial_has_are_said_to_be_missing_and_not_advised() {
    let exercise = r#"type: Functional, compression: 6, lasts: "2h""#;
    let home = home(&two_go_aheads(), &scenario(r#""app""#, exercise));
    let doubts =
        |count: &str| pack(home.path(), "s.ron", &["--injects", count]).1.stdout.replace("\n  ", " ");
    let all = doubts("60");
    assert!(all.contains("? Fewer than asked for:") && all.contains("of 60 injects"), "{all}");
    assert!(!all.contains("ask for more"), "{all}");
    let few = doubts("1");
    assert!(few.contains("ask for more with `--injects`") && !few.contains("Fewer"), "{few}");
}

#[test]
fn an_inject_serves_the_objective_that_asks_for_the_same_and_one_without_any_is_doubted() {
    let exercise = r#"objectives: [
        (id: "back", text: "Bring svc back", services: ["svc"], capability: "Recovery of systems and data"),
        (id: "see", text: "Put calls together", capability: "Situational assessment"),
        (id: "dance", text: "Keep everybody fed", capability: "Mass care")]"#;
    let home = home(&two_go_aheads(), &scenario(r#""app""#, exercise));
    let (place, said) = pack(home.path(), "s.ron", &["--injects", "9"]);
    let rows = msel(place.path());
    let of = |text: &str| rows.iter().find(|row| row[7].contains(text)).expect(text)[9].clone();
    assert_eq!(of("a moment ago it was fine"), "see", "{rows:?}");
    assert_eq!(of("it runs again as far as"), "back", "{rows:?}");
    let said = said.stdout.replace("\n  ", " ");
    assert!(
        said.contains("? Unasked: no inject in play serves the objective \"Keep everybody fed\""),
        "{said}"
    );
    assert!(!said.contains("\"Put calls together\""), "{said}");
}

#[test]
fn an_inject_that_never_comes_says_how_it_is_instead() {
    let exercise = r#"injects: [(id: "black", when: Down("ledger"), text: "My screen is black.")]"#;
    let home = home(&two_go_aheads(), &scenario(r#""app""#, exercise));
    let (place, _) = pack(home.path(), "s.ron", &[]);
    let rows = msel(place.path());
    let row = rows.iter().find(|row| row[7] == "My screen is black.").expect("it is in reserve");
    assert!(row[11] == "yes" && row[10].contains("ledger never goes down"), "{row:?}");
}
