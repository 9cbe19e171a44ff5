//! Edits: what they change, what they record, what they refuse.

use super::*;
use crate::document::{decode_model, decode_scenario, parse_tree};
use crate::source::Sources;

const MODEL: &str = r#"(
    teams: { "dba": (people: 3, hours: "Mon-Fri 08:00-18:00") },
    tasks: { "clean": (when: Needed, steps: [(do: "Build it", takes: "2h")]) },
    systems: {
        "ledger-db": (
            needs: "core", restart: "10m", tags: ["tier-0"],
            copies: { "nightly": Backup(at: "lyon", every: "24h") },
            recovery: [(name: "Fail over to Lyon", steps: [
                (do: "Promote the standby", by: ["dba: 2"], takes: "15m"),
                (id: "point", do: "Repoint", takes: "5m"),
            ])],
        ),
    },
)"#;

const SCENARIO: &str = r#"(title: "t", model: "m", horizon: "1d",
    events: [Outage(targets: ["a"]), Outage(id: "cut", targets: ["b"], chance: 0.5)])"#;

struct Case {
    model: Node,
    scenario: Node,
    sources: Sources,
    found: Diagnostics,
    records: Vec<EditRecord>,
}

/// Applies edits as typed: `path=value`, or a path alone for a removal.
fn edited(typed: &[&str]) -> Case {
    let mut sources = Sources::new();
    let trees = [("m", MODEL), ("s", SCENARIO)].map(|(name, text)| {
        let id = sources.add(name, text);
        parse_tree(&sources, id).0.expect("well-formed")
    });
    let [mut model, mut scenario] = trees;
    let mut found = Diagnostics::new();
    let changes: Vec<ChangeDoc> = typed
        .iter()
        .filter_map(|typed| match typed.contains('=') {
            true => set_from_command_line(&mut sources, typed, &mut found),
            false => Some(remove_from_command_line(&mut sources, typed)),
        })
        .collect();
    let records = apply(&mut model, &mut scenario, &changes, &mut found);
    Case { model, scenario, sources, found, records }
}

fn record(typed: &str) -> (String, Option<String>, Option<String>) {
    let mut case = edited(&[typed]);
    decode_model(case.model, &mut case.found);
    decode_scenario(case.scenario, &mut case.found);
    let all: Vec<_> = case.found.iter().collect();
    assert!(all.is_empty(), "{typed}: {all:?}");
    let record = case.records.remove(0);
    (record.path, record.value, record.from)
}

fn check(typed: &str, path: &str, value: Option<&str>, from: Option<&str>) {
    let expected = (path.to_owned(), value.map(str::to_owned), from.map(str::to_owned));
    assert_eq!(record(typed), expected, "{typed}");
}

fn refused(typed: &str, code: &str, column: usize, help: &str) {
    let case = edited(&[typed]);
    let found = case.found.iter().next().unwrap_or_else(|| panic!("{typed} is refused"));
    let place = found.place().map(|place| case.sources.line_column(place).1);
    assert_eq!((found.code, place), (code, Some(column)), "{typed}: {found:?}");
    assert!(found.help.join(" ").contains(help), "{typed}: {found:?}");
    assert!(case.records.is_empty(), "{typed}");
    assert_eq!(case.model.written(), edited(&[]).model.written(), "{typed}");
}

#[test]
fn a_path_finds_fields_keys_ids_and_slugs() {
    check("teams.dba.people=4", "teams.dba.people", Some("4"), Some("3"));
    check("teams.dba.call_out=20m", "teams.dba.call_out", Some("\"20m\""), None);
    check(
        "systems.ledger-db.recovery.fail-over-to-lyon.steps.promote-the-standby.takes=30m",
        "systems.ledger-db.recovery.fail-over-to-lyon.steps.promote-the-standby.takes",
        Some("\"30m\""),
        Some("\"15m\""),
    );
    check(
        "systems.ledger-db.recovery.fail-over-to-lyon.steps.point.takes=\"1m\"",
        "systems.ledger-db.recovery.fail-over-to-lyon.steps.point.takes",
        Some("\"1m\""),
        Some("\"5m\""),
    );
    check(
        "systems.ledger-db.copies.nightly.every=1h",
        "systems.ledger-db.copies.nightly.every",
        Some("\"1h\""),
        Some("\"24h\""),
    );
    check(
        "systems.ledger-db.copies.nightly.success=0.9",
        "systems.ledger-db.copies.nightly.success",
        Some("0.9"),
        None,
    );
    check(
        "systems.ledger-db.needs=[\"a\", \"b\"]",
        "systems.ledger-db.needs",
        Some("[\"a\", \"b\"]"),
        Some("\"core\""),
    );
}

#[test]
fn the_ledgers_spelling_names_a_step() {
    check(
        "ledger-db/fail-over-to-lyon/promote-the-standby.takes=30m",
        "systems.ledger-db.recovery.fail-over-to-lyon.steps.promote-the-standby.takes",
        Some("\"30m\""),
        Some("\"15m\""),
    );
    check("clean/build-it.takes=3h", "tasks.clean.steps.build-it.takes", Some("\"3h\""), Some("\"2h\""));
}

#[test]
fn events_onset_horizon_class_and_response_are_the_scenarios() {
    check("events.cut.chance=1", "events.cut.chance", Some("1"), Some("0.5"));
    check("events.outage-1.lasts=2h", "events.outage-1.lasts", Some("\"2h\""), None);
    check("onset=Any", "onset", Some("Any"), None);
    check("horizon=2d", "horizon", Some("\"2d\""), Some("\"1d\""));
    check("class=CyberAttack", "class", Some("CyberAttack"), None);
    check("response.detect=5m", "response.detect", Some("\"5m\""), None);
    check("events.outage-1", "events.outage-1", None, Some("Outage(targets: [\"a\"])"));
}

#[test]
fn what_is_not_ron_stands_for_the_text_itself() {
    check(
        "teams.dba.hours=Mon-Sun 00:00-24:00",
        "teams.dba.hours",
        Some("\"Mon-Sun 00:00-24:00\""),
        Some("\"Mon-Fri 08:00-18:00\""),
    );
    check("systems.ledger-db.rto=4h", "systems.ledger-db.rto", Some("\"4h\""), None);
}

#[test]
fn absent_brackets_are_opened_and_short_forms_become_long_ones() {
    check("teams.dba.off_hours.people=1", "teams.dba.off_hours.people", Some("1"), None);
    check(
        "systems.ledger-db.restart.takes=5m",
        "systems.ledger-db.restart.takes",
        Some("\"5m\""),
        Some("\"10m\""),
    );
    check("systems.ledger-db.restart.by=dba", "systems.ledger-db.restart.by", Some("\"dba\""), None);
}

#[test]
fn a_removal_takes_out_a_node_a_field_or_an_entry() {
    check("systems.ledger-db.restart", "systems.ledger-db.restart", None, Some("\"10m\""));
    check("systems.ledger-db.tags.tier-0", "systems.ledger-db.tags.tier-0", None, Some("\"tier-0\""));
    check("clean/build-it", "tasks.clean.steps.build-it", None, Some("(do: \"Build it\", takes: \"2h\")"));
}

#[test]
fn a_path_that_leads_to_nothing_names_the_nearest() {
    refused("teams.dbas.people=4", "E0701", 7, "`dba`");
    refused("systems.zebra.rto=4h", "E0701", 9, "`ledger-db`");
    refused("teams.zebras=(people: 2)", "E0701", 7, "a new one is added: `--add`");
    refused("ledger-db/fail-over-to-lion/promote-the-standby.takes=1m", "E0701", 11, "`fail-over-to-lyon`");
    refused("events.outage-2.chance=1", "E0701", 8, "`outage-1`");
    refused("systems.ledger-db.rto", "E0701", 19, "`restart`");
    refused("teams.dba.peple=4", "E0702", 11, "`people`");
    refused("team.dba.people=4", "E0702", 1, "`teams`");
    refused("horizn=9d", "E0702", 1, "`horizon`");
    let said = edited(&["horses=9d"]);
    let help = said.found.iter().next().expect("it is refused").help.join(" ");
    assert_eq!(help.matches("`response`").count(), 1, "each field is listed once: {help}");
    refused("wave=[]", "E0702", 1, "`waves`");
    refused("outage-1.chance=1", "E0702", 1, "`events.outage-1.chance`");
    refused("dba.people=4", "E0702", 1, "`teams.dba.people`");
    refused("systems.ledger-db.copies.nightly.lag=4h", "E0702", 34, "fields here");
}

#[test]
fn an_ill_formed_path_is_refused() {
    refused("teams..people=4", "E0704", 1, "a path looks like");
    refused("=4", "E0704", 1, "a path looks like");
}

#[test]
fn an_addition_appends_to_lists_and_adds_keys_but_replaces_nothing() {
    let add = |path: &str, value: &str| {
        let mut case = edited(&[]);
        let mut change =
            set_from_command_line(&mut case.sources, &format!("{path}={value}"), &mut case.found)
                .expect("well-formed");
        change.op = EditOp::Add;
        let records = apply(&mut case.model, &mut case.scenario, &[change], &mut case.found);
        let codes: Vec<&str> = case.found.iter().map(|found| found.code).collect();
        (case.model.written(), case.scenario.written(), records.len(), codes.join(" "))
    };
    assert!(add("systems.ledger-db.needs", "\"dns\"").0.contains("needs: [\"core\", \"dns\"]"));
    assert!(add("systems.ledger-db.tags", "[\"b\", \"c\"]").0.contains("tags: [\"tier-0\", \"b\", \"c\"]"));
    assert!(add("teams.ops", "(people: 2)").0.contains("\"ops\": (people: 2)"));
    assert!(add("sites.paris", "()").0.contains("sites: {\"paris\": ()}"));
    assert!(add("events", "Destruction(targets: [\"c\"])").1.contains("chance: 0.5), Destruction("));
    assert_eq!(
        (add("teams.dba", "(people: 2)").2, add("teams.dba", "(people: 2)").3),
        (0, "E0703".to_owned())
    );
}

#[test]
fn later_edits_see_what_earlier_ones_did() {
    let case = edited(&["teams.dba.people=4", "teams.dba.people=5"]);
    assert_eq!(case.records[1].from.as_deref(), Some("4"));
}

#[test]
fn a_value_that_does_not_fit_is_reported_where_it_was_typed() {
    let mut case = edited(&["teams.dba.people=Many"]);
    decode_model(case.model, &mut case.found);
    let found = case.found.iter().next().expect("a misfit");
    let place = found.place().and_then(|place| case.sources.locate(place));
    assert_eq!((found.code, place), ("E0114", Some(("--set", 1, 18))));
}

/// What the events of a scenario are called after edits, in their order.
fn called(typed: &[&str]) -> Vec<String> {
    let mut case = edited(typed);
    let written = case.scenario.written();
    decode_scenario(case.scenario, &mut case.found);
    let all: Vec<_> = case.found.iter().collect();
    assert!(all.is_empty(), "{typed:?}: {all:?}");
    let ids = written.split("id: \"").skip(1).filter_map(|rest| rest.split('"').next());
    ids.map(str::to_owned).collect()
}

#[test]
fn an_event_that_goes_or_comes_renames_no_other() {
    let add = r#"events=Outage(targets: ["c"])"#;
    assert_eq!(called(&["horizon=2d"]), ["outage-1", "cut"]);
    assert_eq!(called(&["events.cut"]), ["outage-1"]);
    assert_eq!(called(&["events.outage-1"]), ["cut"]);
    let replaced = r#"events.outage-1=Destruction(targets: ["a"])"#;
    assert_eq!(called(&[replaced]), ["destruction-1", "cut"]);
    assert_eq!(
        called(&[r#"events=[Outage(targets: ["c"]), Outage(targets: ["d"])]"#]),
        ["outage-1", "outage-2"]
    );
    let mut case = edited(&["events.outage-1"]);
    for number in [3, 4] {
        let change = Typed::add("events", &add["events=".len()..]).change(&mut case.sources, &mut case.found);
        apply(&mut case.model, &mut case.scenario, &[change.expect("sound")], &mut case.found);
        let written = case.scenario.written();
        assert!(written.contains(&format!("\"outage-{}\"", number - 1)), "{written}");
    }
}
