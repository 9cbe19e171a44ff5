//! Facts about resolution, each on the smallest files that matter.

use super::resolve;
use crate::diagnostic::Diagnostics;
use crate::document::{parse_model, parse_scenario};
use crate::model::{Model, Scenario};
use crate::source::Sources;

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
