//! Facts about what is said of mistakes that people make: the cause, once, and what to write.

use blackstart::diagnostic::explain::Example;
use blackstart::diagnostic::render::{Colour, render_text};

use crate::whole::diagnose_example;

/// All that is said of a model.
fn said(model: &'static str) -> String {
    let (sources, found) = diagnose_example(&Example::model(model));
    render_text(&found, &sources, Colour::Plain)
}

/// Checks that a model has so many faults, and that all of these texts are said of them.
fn check(model: &'static str, faults: usize, texts: &[&str]) {
    let said = said(model);
    assert_eq!(said.matches("error[").count(), faults, "{said}");
    for text in texts {
        assert!(said.contains(text), "{text}\n{said}");
    }
}

#[test]
fn an_unknown_name_is_told_once_with_its_places() {
    let model = "(systems: { \"a\": (needs: [\"zz\"]), \"b\": (needs: [\"zz\", \"zz or a\"]), \"c\": (needs: [\"zz\", \"zz\"]) })";
    check(model, 1, &["unknown name `zz`", "named here, too", "it is named at 1 more place"]);
}

#[test]
fn the_help_for_an_unknown_name_lists_what_may_stand_there() {
    let model = "(systems: { \"a\": (needs: [\"qqqq\"]) })";
    check(model, 1, &["`services` or `gates`"]);
    let model =
        "(tasks: { \"t\": (when: Declared, steps: [(do: \"x\", takes: \"1h\", needs: [\"qqqq\"])]) })";
    check(model, 1, &["`gates` or `tasks`"]);
    let model = "(systems: { \"a\": (stored_on: \"qqqq\") })";
    assert!(!said(model).contains("gates"), "{}", said(model));
}

#[test]
fn a_time_where_the_task_that_ends_an_outage_belongs_is_told_to_be_how_long_it_lasts() {
    let said_of = |until: &str| {
        let scenario = format!(
            r#"(title: "x", model: "model.ron", horizon: "1d", events: [Outage(targets: ["a"], until: "{until}")])"#
        );
        let (sources, found) = diagnose_example(&Example::scenario(
            r#"(systems: { "a": () }, tasks: { "2h": (when: Detected, steps: [(do: "x", takes: "1h")]) })"#,
            scenario.leak(),
        ));
        render_text(&found, &sources, Colour::Plain)
    };
    assert!(said_of("6h").contains("write how long it lasts as `lasts: \"6h\"`"), "{}", said_of("6h"));
    assert!(said_of("cleaned-up").contains("write the id of a task"), "{}", said_of("cleaned-up"));
    assert!(!said_of("2h").contains("error["), "a task may be called so: {}", said_of("2h"));
}

#[test]
fn a_field_that_others_call_so_is_recognised() {
    check("(systems: { \"a\": (), \"b\": (requires: [\"a\"]) })", 1, &["did you mean `needs`?"]);
    check("(sites: { \"a\": () }, systems: { \"b\": (depends_on: [\"a\"]) })", 1, &["did you mean `needs`?"]);
}

#[test]
fn what_a_misspelt_section_defines_is_known() {
    let model =
        "(gate: { \"dns\": \"a or b\" }, systems: { \"a\": (), \"b\": (), \"c\": (needs: [\"dns\"]) })";
    check(model, 1, &["did you mean `gates`?"]);
    // What is wrong in it is found, too.
    check("(gate: { \"dns\": \"a or zz\" }, systems: { \"a\": () })", 2, &["did you mean `gates`?", "`zz`"]);
    // Beside the right one nobody knows what it is.
    let both = "(gate: { \"x\": \"a\" }, gates: { \"dns\": \"a\" }, systems: { \"a\": (needs: [\"dns\"]) })";
    let said = said(both);
    assert!(said.contains("did you mean `gates`?") && !said.contains("E0112"), "{said}");
}

#[test]
fn a_list_without_its_brackets_is_read_all_the_same() {
    let model = "(systems: { \"a\": (recovery: (name: \"Go\", steps: (do: \"Work\", takes: \"1h\"))) })";
    check(model, 2, &["found fields in round brackets", "a list stands in square brackets: `[ ... ]`"]);
    check("(services: { \"a\": (impact: (\"0h\", 0)) })", 1, &["a list stands in square brackets"]);
}

#[test]
fn a_copy_without_its_kind_is_told_that_alone() {
    let model =
        "(sites: { \"x\": () }, systems: { \"a\": (copies: { \"mirror\": (at: \"x\", lag: \"5s\") }) })";
    check(model, 1, &["its kind stands before the bracket: `Replica(...)` or `Backup(...)`"]);
}

#[test]
fn a_group_of_no_members_is_told_that_alone() {
    check("(systems: { \"pc\": (alike: 0), \"a\": (needs: [\"3 of pc\"]) })", 1, &["`alike` of 0"]);
    check("(systems: { \"pc\": (alike: \"x\"), \"a\": (needs: [\"3 of pc\"]) })", 1, &["whole number"]);
    check("(systems: { \"pc\": (alike: 2), \"a\": (needs: [\"3 of pc\"]) })", 1, &["3 of 2 can never hold"]);
}

#[test]
fn a_decimal_comma_is_named() {
    for (written, point) in [("1,5h", "1.5h"), ("pert(1,5h, 3h, 4h)", "1.5h")] {
        let model = format!("(teams: {{ \"a\": (people: 1, call_out: \"{written}\") }})");
        check(model.leak(), 1, &["decimal comma", "decimals with a point", point]);
    }
    check("(services: { \"a\": (rto: \"1,5h\") })", 1, &["`1,5h` has a decimal comma", "point: `1.5h`"]);
}

#[test]
fn figures_in_the_wrong_order_are_told_as_such() {
    let model = "(teams: { \"a\": (people: 1, call_out: \"pert(8h, 4h, 2h)\") })";
    let said = said(model);
    assert!(said.contains("these figures do not fit together"), "{said}");
    assert!(!said.contains("is not a duration"), "{said}");
}

#[test]
fn a_semicolon_is_pointed_at_once() {
    let said = said("(teams: { \"a\": (people: 3; hours: \"24x7\") })");
    assert_eq!(said.matches("expected `,`").count(), 1, "{said}");
    assert!(!said.contains("before this"), "{said}");
}

/// All that is said of the events of a scenario.
fn said_of_events(rest: &str) -> String {
    let scenario = format!(r#"(title: "x", model: "model.ron", horizon: "1d", {rest})"#);
    let (sources, found) = diagnose_example(&Example::scenario(
        r#"(systems: { "a": (), "b": (tags: ["t"]) }, services: { "s": (tags: ["t"], needs: ["a or b"]) },
            tasks: { "cause": (when: Detected, steps: [(do: "x", takes: "1h")]) })"#,
        scenario.leak(),
    ));
    render_text(&found, &sources, Colour::Plain)
}

#[test]
fn what_is_no_event_is_told_with_what_it_is() {
    let said = said_of_events(r#"events: [Outage(targets: ["a"], since: "cause")]"#);
    for text in ["`cause` is a task, not an event", "`Declared` or the id of an event", "`until: \"cause\"`"]
    {
        assert!(said.contains(text), "{text}\n{said}");
    }
    let said = said_of_events(r#"events: [Outage(targets: ["a"], since: "b")]"#);
    assert!(said.contains("`b` is a system, not an event"), "{said}");
    let said = said_of_events(
        r#"events: [Outage(id: "cut", targets: ["a"]), Outage(targets: ["a"], since: "cat")]"#,
    );
    assert!(said.contains("unknown event `cat`") && said.contains("did you mean `cut`?"), "{said}");
}

#[test]
fn whoever_strikes_a_service_is_told_what_it_needs() {
    let said = said_of_events(r#"events: [Outage(targets: ["s"])]"#);
    assert!(said.contains("strike something that it needs: `a`, `b`"), "{said}");
    let said = said_of_events(r#"events: [Outage(targets: ["tag:t"])]"#);
    assert!(said.contains("`-s` beside the selector"), "{said}");
}

#[test]
fn an_onset_that_is_a_day_is_told_how_an_instant_is_written() {
    let said = said_of_events(r#"onset: Friday, events: [Outage(targets: ["a"])]"#);
    assert!(said.contains("a text with its time: `\"Fri 22:40\"`"), "{said}");
}

#[test]
fn a_figure_as_people_write_it_is_told_as_it_is_written_here() {
    let takes = |figure: &str| {
        let model = format!(r#"(tasks: {{ "t": (when: Detected, steps: [(do: "x", takes: {figure})]) }})"#);
        said(model.leak())
    };
    assert!(takes(r#""4:30""#).contains("write `4h30m` for hours and minutes, or `4m30s`"));
    assert!(takes(r#""4:00""#).contains("write `4h` for hours or `4m` for minutes"));
    assert!(takes(r#""6TB/800GB/h""#).contains("`6TB at 800GB/h`"));
    assert!(takes(r#""1h-3h""#).contains("`uniform(1h, 3h)`"));
    assert!(takes(r#""1h–3h""#).contains("`uniform(1h, 3h)`"));
    let day = takes(r#"(is: "2h", basis: Measured(2026-01-01))"#);
    assert!(day.contains("put it in double quotes: \"2026-01-01\""), "{day}");
    let quoted = takes(r#"(is: "2h", basis: "Measured")"#);
    assert!(quoted.contains("write it without quotes: `Measured`"), "{quoted}");
}

#[test]
fn a_field_that_slipped_out_of_its_entry_is_told_to_belong_inside() {
    let model = r#"(systems: { "a": (), restart: "10m" })"#;
    check(model, 1, &["belongs inside the round brackets"]);
}
