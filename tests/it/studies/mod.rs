//! Studies: what pairs of trials say against closed forms, single runs by hand, and themselves on other threads.

mod advise;
mod compare;
mod footprint;
mod ladder;
mod pairs;
mod sensitivity;
mod sweep;
mod whatif;

use std::sync::atomic::AtomicBool;

use blackstart::diagnostic::render::{Colour, render_text};
use blackstart::document::edit::Typed;
use blackstart::document::parse_tree;
use blackstart::source::Sources;
use blackstart::study::{Contest, Counting, Effect, Ground, ServiceEffect, Terms, Variant, Watch};

pub const SEED: u64 = 1;

/// Graham's nine steps with a crew of three: 12 h; of four: 15 h.
pub const GRAHAM: &str = r#"
    teams: { "crew": (people: 3) },
    systems: { "db": (recovery: [(name: "Fix", steps: [
        (do: "T1", by: "crew", takes: "3h", after: []), (do: "T2", by: "crew", takes: "2h", after: []),
        (do: "T3", by: "crew", takes: "2h", after: []), (do: "T4", by: "crew", takes: "2h", after: []),
        (do: "T5", by: "crew", takes: "4h", after: ["t4"]), (do: "T6", by: "crew", takes: "4h", after: ["t4"]),
        (do: "T7", by: "crew", takes: "4h", after: ["t4"]), (do: "T8", by: "crew", takes: "4h", after: ["t4"]),
        (do: "T9", by: "crew", takes: "9h", after: ["t1"]),
    ])]) },
    services: { "shop": (name: "Shop", needs: "db", rto: "13h") }"#;

/// A plan as trees, from the fields of a model and of a scenario.
pub fn ground(model: &str, scenario: &str) -> Ground {
    let head = "title: \"Trial\", model: \"model.ron\", onset: \"Mon 00:00\", horizon: \"30d\"";
    ground_of(&format!("({model})"), &format!("({head}, {scenario})"))
}

/// The same from whole files.
pub fn ground_of(model: &str, scenario: &str) -> Ground {
    let mut sources = Sources::new();
    let model = sources.add("model.ron", model.to_owned());
    let scenario = sources.add("scenario.ron", scenario.to_owned());
    let tree = |id| {
        let (tree, found) = parse_tree(&sources, id);
        assert!(found.is_empty(), "{}", render_text(&found, &sources, Colour::Plain));
        tree.expect("well-formed")
    };
    let (model, scenario) = (tree(model), tree(scenario));
    Ground::new(model, scenario, sources).unwrap_or_else(|refused| panic!("{:?}", refused.found))
}

/// The plan after some edits.
pub fn variant(ground: &Ground, edits: &[Typed]) -> Variant {
    let made = ground.variant("", edits, SEED);
    made.unwrap_or_else(|refused| panic!("{}", render_text(&refused.found, &refused.sources, Colour::Plain)))
}

/// Plays some edits against the plan on so many threads.
pub fn effect_on(threads: usize, ground: &Ground, edits: &[Typed], terms: Terms) -> Effect {
    effects_on(threads, ground, &[edits], terms).remove(0)
}

/// The same of several lists of edits, beside each other.
pub fn effects_on(threads: usize, ground: &Ground, lists: &[&[Typed]], terms: Terms) -> Vec<Effect> {
    let plan = variant(ground, &[]);
    let others: Vec<Variant> = lists.iter().map(|edits| variant(ground, edits)).collect();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let watch = Watch { pool: &pool, stop: &AtomicBool::new(false), progress: &|_| {} };
    let contest = Contest::play(&plan, &others, terms, &watch).expect("it ends");
    others.iter().zip(&contest.variants).map(|(other, played)| Effect::new(&plan, other, played)).collect()
}

pub fn effect(ground: &Ground, edits: &[Typed], trials: u64) -> Effect {
    effect_on(2, ground, edits, Terms { trials, counting: Counting::All })
}

/// The only service.
pub fn only(effect: &Effect) -> &ServiceEffect {
    assert_eq!(effect.services.len(), 1);
    &effect.services[0]
}
