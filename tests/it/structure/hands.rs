//! Teams without whom nothing comes back.

use blackstart::structure::falls::Falls;
use blackstart::structure::hands::indispensable;

use super::house::model;

fn check(text: &str, expected: &[(&str, &[&str])]) {
    let model = model(text);
    let falls = Falls::new(&model);
    let found: Vec<(&str, Vec<&str>)> = indispensable(&falls)
        .iter()
        .map(|hands| {
            let team = &model.nodes[model.teams[hands.team].node].id;
            (team.as_str(), hands.systems.iter().map(|system| model.system_id(*system)).collect())
        })
        .collect();
    let found: Vec<(&str, &[&str])> =
        found.iter().map(|(team, systems)| (*team, systems.as_slice())).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn whoever_stands_in_every_strategy_is_indispensable_and_whoever_can_be_passed_by_is_not() {
    check(
        "(teams: { \"brandt\": (people: 1), \"infra\": (people: 4) }, systems: { \
         \"lis\": (recovery: [(name: \"A\", steps: [(do: \"x\", by: [\"brandt\"], takes: \"1h\")]), \
            (name: \"B\", steps: [(do: \"y\", by: [\"infra\"], takes: \"1h\"), (do: \"z\", by: [\"brandt\"], takes: \"1h\")])]), \
         \"mail\": (recovery: [(name: \"A\", steps: [(do: \"x\", by: [\"brandt\"], takes: \"1h\")]), \
            (name: \"B\", steps: [(do: \"y\", by: [\"infra\"], takes: \"1h\")])]), \
         \"paper\": () })",
        &[("brandt", &["lis"])],
    );
}

#[test]
fn a_task_a_team_above_and_what_a_step_needs_count_too() {
    check(
        "(teams: { \"all\": (people: 3), \"some\": (people: 1, part_of: \"all\"), \"guards\": (people: 2) }, \
         tasks: { \"open\": (when: Needed, steps: [(do: \"o\", by: [\"guards\"], takes: \"1h\")]) }, \
         systems: { \"desk\": (needs: [\"guards\"]), \
         \"a\": (recovery: [(name: \"A\", steps: [(do: \"x\", by: [\"some\"], takes: \"1h\")])]), \
         \"b\": (recovery: [(name: \"A\", begins_when: [\"open\"], steps: [(do: \"x\", takes: \"1h\")])]), \
         \"c\": (recovery: [(name: \"A\", steps: [(do: \"x\", needs: [\"desk\"], takes: \"1h\")])]) })",
        &[("all", &["a"]), ("guards", &["b", "c"]), ("some", &["a"])],
    );
}
