//! Facts about resolution, each on the smallest files that matter.

use super::{PARTS_MAX, resolve};
use crate::diagnostic::Diagnostics;
use crate::document::{parse_model, parse_scenario};
use crate::ids::{GroupId, NodeId};
use crate::model::{
    EventKind, Model, Need, Node, NodeKind, Onset, Scenario, Since, Source, System, Uncertain, Until,
};
use crate::notation::amount::Amount;
use crate::source::Sources;
use crate::units::Millis;

/// A model with one of every kind, to which texts of other tests refer.
pub(super) const HOUSE: &str = r#"(
    sites: { "paris": (kind: DataCentre), "lyon": (needs: "campus"), "campus": () },
    suppliers: { "grid": () },
    teams: { "ops": (people: 3), "dba": (people: 2, part_of: "ops") },
    resources: { "pipe": (units: 2) },
    tasks: { "clean": (when: Needed, steps: [(do: "Clean", takes: "1h", by: "ops")]) },
    systems: {
        "db": (home: "paris", tags: ["core"], copies: { "nightly": Backup(at: "lyon", every: "24h") }),
        "app": (home: "lyon", needs: "db", tags: ["core", "web"]),
        "branch": (alike: 3, needs: "app"),
    },
    services: { "pay": (needs: ["app", "2 of branch"]) },
)"#;

/// Resolves a model and perhaps a scenario.
pub(super) fn read(
    model: &str,
    scenario: Option<&str>,
) -> (Sources, Result<(Model, Option<Scenario>), Diagnostics>) {
    let mut sources = Sources::new();
    let model = sources.add("model.ron", model);
    let (model, found) = parse_model(&sources, model);
    assert!(!found.has_errors(), "{found:?}");
    let model = model.expect("a model without errors is there");
    let scenario = scenario.map(|scenario| {
        let scenario = sources.add("scenario.ron", scenario);
        let (scenario, found) = parse_scenario(&sources, scenario);
        assert!(!found.has_errors(), "{found:?}");
        scenario.expect("a scenario without errors is there")
    });
    let resolved = resolve(&model, scenario.as_ref());
    (sources, resolved)
}

/// Resolves files without a fault.
pub(super) fn model(text: &str) -> Model {
    read(text, None).1.unwrap_or_else(|found| panic!("{found:#?}")).0
}

/// Resolves the events of a scenario over [`HOUSE`].
pub(super) fn scenario(events: &str) -> (Model, Scenario) {
    let text = format!("(title: \"x\", model: \"model.ron\", horizon: \"7d\", events: [{events}])");
    let (model, scenario) = read(HOUSE, Some(&text)).1.unwrap_or_else(|found| panic!("{found:#?}"));
    (model, scenario.expect("there is one"))
}

#[test]
fn nodes_of_every_kind_are_numbered_by_id() {
    let model = model(HOUSE);
    let ids: Vec<&str> = model.nodes.iter().map(|node| node.id.as_str()).collect();
    assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
    assert_eq!((model.sites.len(), model.systems.len(), model.groups.len()), (3, 5, 1));
    let mut shown: Vec<_> = model.nodes.iter().collect();
    shown.sort_by_key(|node| node.position);
    let shown: Vec<&str> = shown.iter().map(|node| node.id.as_str()).collect();
    assert_eq!(
        shown,
        [
            "paris",
            "lyon",
            "campus",
            "grid",
            "ops",
            "dba",
            "pipe",
            "clean",
            "db",
            "app",
            "branch-01",
            "branch-02",
            "branch-03",
            "pay"
        ]
    );
}

/// The ids of nodes.
fn ids(model: &Model, nodes: &[NodeId]) -> Vec<String> {
    nodes.iter().map(|node| model.nodes[*node].id.clone()).collect()
}

/// Writes a need with ids, `k(a b)` for k of a list.
fn shown(model: &Model, need: &Need) -> String {
    match need {
        Need::Node(node) => model.nodes[*node].id.clone(),
        Need::AtLeast { k, of } => {
            let parts: Vec<String> = of.iter().map(|part| shown(model, part)).collect();
            format!("{k}({})", parts.join(" "))
        }
    }
}

fn node<'m>(model: &'m Model, id: &str) -> &'m Node {
    model.nodes.iter().find(|node| node.id == id).unwrap_or_else(|| panic!("no {id}"))
}

fn system<'m>(model: &'m Model, id: &str) -> &'m System {
    model.systems.iter().find(|system| model.nodes[system.node].id == id).unwrap_or_else(|| panic!("no {id}"))
}

#[test]
fn needs_stand_for_nodes_once_gates_and_groups_are_written_out() {
    let model = model(
        r#"(gates: { "pair": "a or b", "both": ["pair", "c"] },
            systems: { "a": (tags: ["x"]), "b": (tags: ["x"]), "c": (), "pc": (alike: 3),
                "d": (needs: ["a", "a and b or c", "both", "2 of (a, pair, c)", "pc", "2 of pc", "any of tag:x", "all of tag:x", "1 of tag:x and c"]) })"#,
    );
    let needs: Vec<String> = node(&model, "d").needs.iter().map(|need| shown(&model, need)).collect();
    assert_eq!(
        needs,
        [
            "a",
            "1(2(a b) c)",
            "2(1(a b) c)",
            "2(a 1(a b) c)",
            "3(pc-01 pc-02 pc-03)",
            "2(pc-01 pc-02 pc-03)",
            "1(a b)",
            "2(a b)",
            "2(1(a b) c)"
        ]
    );
}

#[test]
fn members_of_a_group_share_all_but_their_ids() {
    let model = model(
        r#"(systems: { "app": (), "pc": (alike: 100, name: "Desk", needs: "app", tags: ["t"], rides_out: { "app": "1h" }, recovery: [
            (name: "Reimage", steps: [(do: "Image", takes: "1h")])]) })"#,
    );
    let group = &model.groups.as_slice()[0];
    assert_eq!((group.id.as_str(), group.name.as_str(), group.members.len()), ("pc", "Desk", 100));
    let last = model.system_node(group.members[99]);
    assert_eq!((last.id.as_str(), last.name.as_str()), ("pc-100", "Desk 100"));
    assert_eq!(model.system_id(group.members[0]), "pc-001");
    for member in &group.members {
        let node = model.system_node(*member);
        assert_eq!(shown(&model, &node.needs[0]), "app");
        assert_eq!((node.rides_out.len(), model.systems[*member].recovery.len()), (1, 1));
        assert_eq!(model.systems[*member].group, Some(GroupId::from_index(0)));
        assert_eq!(model.nodes[model.systems[*member].node].kind, NodeKind::System(*member));
    }
}

#[test]
fn a_silent_file_means_the_defaults_of_the_language() {
    let model = model(
        r#"(teams: { "ops": (people: 4, call_out: "5m", off_hours: (call_out: "1h"), surge: (people: 9)), "dba": (people: 2) },
            sites: { "paris": () }, systems: { "db": (home: "paris", rpo: "5m", recovery: [(name: "Restart it", steps: [
                (do: "First", takes: "1h"), (do: "Second", takes: "1h", by: "dba"), (do: "Third", takes: "1h", after: [])])]), "web": () })"#,
    );
    let [dba, ops] = model.teams.as_slice() else { panic!("two teams") };
    assert_eq!((ops.off_hours.people, dba.off_hours.people), (4, 2));
    assert!(ops.off_hours.call_out.is_some() && dba.off_hours.call_out.is_none());
    assert!(dba.hours.is_always() && dba.call_out == Uncertain::silent());
    let db = system(&model, "db");
    assert!(db.holds_data && !system(&model, "web").holds_data);
    let strategy = &db.recovery[0];
    assert_eq!(
        (strategy.id.as_str(), strategy.site, strategy.from),
        ("restart-it", db.home, Source::InPlace)
    );
    assert!(strategy.admitted && strategy.give_up.is_none());
    let after: Vec<&[usize]> = strategy.steps.iter().map(|step| step.after.as_slice()).collect();
    assert_eq!(after, [&[][..], &[0], &[]]);
    assert_eq!(
        (strategy.steps[1].by[0].people, strategy.steps[1].attempts, strategy.steps[1].success),
        (1, 1, 1.0)
    );
    assert_eq!(db.rpo.map(|rpo| (rpo.target, rpo.required)), Some((Millis::new(300_000), 0.95)));
}

#[test]
fn a_team_named_twice_adds_up() {
    let model = model(
        r#"(teams: { "b": (people: 9), "a": (people: 9) }, resources: { "r": (units: 9) }, tasks: { "t": (when: Needed,
            steps: [(do: "x", takes: "1h", by: ["b: 2", "a", "b: 3"], uses: ["r", "r: 4"])]) })"#,
    );
    let step = &model.tasks.as_slice()[0].steps[0];
    let people: Vec<(usize, u32)> = step.by.iter().map(|ask| (ask.team.index(), ask.people)).collect();
    assert_eq!(people, [(0, 1), (1, 5)]);
    assert_eq!(step.uses[0].units, 5);
}

#[test]
fn the_scenario_overrides_the_response_field_by_field() {
    let check = |scenario: &str, expected: (f64, f64, f64, bool)| {
        let model = r#"(teams: { "crisis": (people: 1) }, response: (detect: "1m", assess: "2m", declare: (takes: "3m", by: "crisis")))"#;
        let text = format!("(title: \"x\", model: \"m.ron\", horizon: \"1d\", response: ({scenario}))");
        let response = read(model, Some(&text)).1.expect("sound").0.response;
        let minutes = |doc: &Uncertain| match &doc.amount {
            Amount::Plain(distribution) => distribution.least() / 60_000.0,
            other => panic!("{other:?}"),
        };
        let declare = &response.declare;
        let found = (
            minutes(&response.detect),
            minutes(&response.assess),
            minutes(&declare.takes),
            declare.by.is_some(),
        );
        assert_eq!(found, expected, "{scenario}");
    };
    check("", (1.0, 2.0, 3.0, true));
    check("detect: \"9m\"", (9.0, 2.0, 3.0, true));
    check("declare: \"20m\"", (1.0, 2.0, 20.0, false));
    check("assess: \"0s\", declare: (takes: \"20m\")", (1.0, 0.0, 20.0, true));
}

#[test]
fn only_for_is_held_against_the_class_of_the_scenario() {
    let check = |class: Option<&str>, expected: [bool; 3]| {
        let strategy = |name: &str, only: &str| {
            format!("(name: \"{name}\", {only} steps: [(do: \"x\", takes: \"1h\")])")
        };
        let model = format!(
            "(systems: {{ \"a\": (recovery: [{}, {}, {}]) }})",
            strategy("1", ""),
            strategy("2", "only_for: [CyberAttack, PremisesLoss],"),
            strategy("3", "only_for: [Other(\"strike\")],")
        );
        let text = class.map(|class| format!("(title: \"x\", model: \"m.ron\", {class} horizon: \"1d\")"));
        let model = read(&model, text.as_deref()).1.expect("sound").0;
        let admitted: Vec<bool> = model.systems.as_slice()[0].recovery.iter().map(|s| s.admitted).collect();
        assert_eq!(admitted, expected, "{class:?}");
    };
    check(None, [true, true, true]);
    check(Some(""), [true, false, false]);
    check(Some("class: CyberAttack,"), [true, true, false]);
    check(Some("class: Other(\"strike\"),"), [true, false, true]);
}

#[test]
fn selectors_select_by_id_tag_home_site_and_kind() {
    let check = |targets: &str, expected: &[&str]| {
        let (model, scenario) = scenario(&format!("Outage(targets: [{targets}])"));
        assert_eq!(ids(&model, &scenario.events[0].targets), expected, "{targets}");
    };
    check("\"db\"", &["db"]);
    check("\"branch\"", &["branch-01", "branch-02", "branch-03"]);
    check("\"tag:core\", \"app\"", &["app", "db"]);
    check("\"home:paris\"", &["db"]);
    check("\"in:campus\"", &["app"]);
    check("\"kind:site\"", &["campus", "lyon", "paris"]);
    check("\"kind:DataCentre\", \"kind:supplier\"", &["grid", "paris"]);
    check("\"-branch-02\", \"branch\", \"-tag:web\", \"tag:core\"", &["branch-01", "branch-03", "db"]);
}

#[test]
fn events_are_sorted_by_id_and_keep_what_they_name() {
    let (_, scenario) = scenario(
        r#"Outage(targets: ["db"], since: "z"), Spread(of: "outage-1", along: Tag("core")), Outage(id: "z", targets: ["app"], until: "clean"),
           Outage(id: "a", targets: ["app"], lasts: "2h", since: Declared)"#,
    );
    let ids: Vec<&str> = scenario.events.iter().map(|event| event.id.as_str()).collect();
    assert_eq!(ids, ["a", "outage-1", "spread-2", "z"]);
    assert_eq!(scenario.events[1].since, Since::Event(3));
    assert!(matches!(scenario.events[2].kind, EventKind::Spread { of: 1, .. }));
    assert!(matches!(scenario.events[3].kind, EventKind::Outage { until: Until::Task(_) }));
    assert_eq!(scenario.onset, Onset::default());
}

#[test]
fn the_first_wave_that_selects_a_system_counts() {
    let model = model(
        r#"(sites: { "p": (tags: ["t"]) }, systems: { "a": (tags: ["t"]), "b": (tags: ["t", "u"]), "c": (tags: ["u"]), "d": () },
            waves: [["b"], ["tag:t", "p"], ["tag:u"]], waves_are: Gate)"#,
    );
    let waves = model.waves.as_ref().expect("it has waves");
    let shown: Vec<Vec<&str>> =
        waves.waves.iter().map(|wave| wave.iter().map(|system| model.system_id(*system)).collect()).collect();
    assert!(waves.gate);
    assert_eq!(shown, [vec!["b"], vec!["a"], vec!["c"]]);
}

#[test]
fn the_order_of_the_file_changes_nothing_but_positions() {
    let one = model(
        r#"(teams: { "x": (people: 2), "a": (people: 1, part_of: "x") }, gates: { "g": "s or t", "h": "g and s" },
            systems: { "t": (), "s": (), "u": (needs: ["h"], fails_over_on: ["t", "s"]) })"#,
    );
    let other = model(
        r#"(systems: { "u": (fails_over_on: ["s", "t"], needs: ["h"]), "s": (), "t": () },
            gates: { "h": "g and s", "g": "s or t" }, teams: { "a": (people: 1, part_of: "x"), "x": (people: 2) })"#,
    );
    for (one, other) in one.nodes.iter().zip(other.nodes.iter()) {
        assert_eq!((&one.id, one.kind, &one.needs), (&other.id, other.kind, &other.needs));
    }
    assert_eq!(system(&one, "u").fails_over_on, system(&other, "u").fails_over_on);
    assert_eq!(one.teams.as_slice()[0].part_of, other.teams.as_slice()[0].part_of);
}

#[test]
fn what_passes_the_room_for_written_out_parts_is_reported_once() {
    let bearers = 10_000;
    let check = |holders: usize, fits: bool| {
        let tagged: String = (0..bearers).map(|at| format!("\"t-{at}\": (tags: [\"t\"]),")).collect();
        let needs: String =
            (0..holders).map(|at| format!("\"s-{at}\": (needs: \"any of tag:t\"),")).collect();
        let text = format!("(systems: {{ {tagged} {needs} }})");
        let found = read(&text, None).1.err().map_or(0, |found| found.len());
        assert_eq!(found, usize::from(!fits), "{holders}");
    };
    check(PARTS_MAX / bearers, true);
    check(PARTS_MAX / bearers + 1, false);
}

#[test]
fn a_group_whose_id_is_taken_leaves_no_members_behind() {
    let text = r#"(sites: { "pc": () }, systems: { "pc": (alike: 3), "app": (), "z": (needs: "2 of pc"), "pc-02": () },
        waves: [["pc-02"], ["pc"]], services: { "pay": (needs: ["pc", "pc-02"]) })"#;
    let found = read(text, None).1.expect_err("the id is taken");
    let codes: Vec<&str> = found.iter().map(|found| found.code).collect();
    assert_eq!(codes, ["E0203", "E0202", "E0214"]);
}
