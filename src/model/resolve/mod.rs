//! Turns the documents of a model and a scenario into entities: every name resolved, every value in range.
//!
//! Invariant: reading never stops at a fault. What is faulty is reported at its place and something harmless stands
//! in for it, so that everything that is wrong is found at once; entities are handed out only if nothing is.

mod actuals;
mod allowances;
mod circles;
mod copies;
mod events;
mod exercise;
mod expressions;
mod holder;
mod limits;
mod lookups;
mod names;
mod people;
mod places;
mod scenario;
mod selectors;
mod services;
mod steps;
mod strategies;
mod systems;
mod tasks;
mod texts;
mod values;
mod waves;

pub use scenario::model_path;

use std::collections::BTreeMap;

use self::expressions::Gate;
use self::limits::Pools;
use self::lookups::Unknown;
use self::names::{Names, Shape};
use super::{Model, NodeKind, Scenario};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::decode::Text;
use crate::document::schema::{ClassDoc, ModelDoc, ScenarioDoc};
use crate::ids::NodeId;
use crate::source::Place;

/// How many parts all lists, conditions and alike systems of a model may have once they are written out.
const PARTS_MAX: usize = 4_000_000;

/// How many comparisons may go into suggestions for misspelt names. A file that is wrong throughout would otherwise
/// be compared with itself.
const COMPARISONS_MAX: usize = 1_000_000;

/// What every part of the resolution shares.
struct Resolver<'a> {
    found: Diagnostics,
    names: Names<'a>,
    gates: Vec<Gate>,
    pools: Pools,
    class: Class<'a>,
    comparisons_left: usize,
    /// Names that nothing bears: where they stand, and what to write.
    unknown: BTreeMap<Unknown, (Vec<Place>, String)>,
    /// `None` once it has been said that there is no room left.
    parts_left: Option<usize>,
    /// What selectors other than ids and tags select, by their text.
    selected: BTreeMap<String, Vec<NodeId>>,
}

/// The class of scenario that `only_for` is held against.
#[derive(Clone, Copy)]
enum Class<'a> {
    /// No scenario: everything is admitted.
    Open,
    /// A scenario with or without a class.
    Of(Option<&'a ClassDoc>),
}

/// Resolves a model, and a scenario of it. The scenario's response is merged into the model's, and its class
/// decides which strategies are admitted; its `changes` have been applied before.
///
/// # Errors
/// Everything that is wrong with the two documents, sorted by place.
pub fn resolve(
    model: &ModelDoc,
    scenario: Option<&ScenarioDoc>,
) -> Result<(Model, Option<Scenario>), Diagnostics> {
    let is_hole = model.place.is_nowhere();
    let mut found = Diagnostics::new();
    let names = Names::of(model, &mut found);
    let class = match scenario {
        None => Class::Open,
        Some(scenario) => Class::Of(scenario.class.as_ref().map(|class| &class.value)),
    };
    let mut resolver = Resolver {
        found,
        names,
        gates: Vec::new(),
        pools: Pools::default(),
        class,
        comparisons_left: COMPARISONS_MAX,
        unknown: BTreeMap::new(),
        parts_left: Some(PARTS_MAX),
        selected: BTreeMap::new(),
    };
    resolver.read_gates(model);
    resolver.read_pools();
    let model = resolver.model(model, scenario);
    let scenario = scenario.map(|scenario| resolver.scenario(scenario, &model));
    // Where there is no model at all, that is said, and no name in the scenario can be known.
    if !is_hole {
        resolver.tell_unknown();
    }
    if resolver.found.has_errors() { Err(resolver.found) } else { Ok((model, scenario)) }
}

impl Resolver<'_> {
    fn model(&mut self, doc: &ModelDoc, scenario: Option<&ScenarioDoc>) -> Model {
        let response =
            self.response(doc.response.as_ref(), scenario.and_then(|scenario| scenario.response.as_ref()));
        let approved = doc.document.as_ref().and_then(|paper| paper.approved.as_ref());
        let mut model = Model {
            name: doc
                .name
                .as_ref()
                .map_or_else(|| "unnamed organisation".to_owned(), |name| name.value.clone()),
            document: doc.document.as_ref().map(texts::paper).unwrap_or_default(),
            approved: self.date(approved),
            place: approved.map_or(doc.place, |day| day.place),
            response,
            nodes: Default::default(),
            sites: Default::default(),
            suppliers: Default::default(),
            teams: Default::default(),
            resources: Default::default(),
            tasks: Default::default(),
            systems: Default::default(),
            services: Default::default(),
            groups: self.groups(),
            waves: None,
            allow: self.allowances(&doc.allow),
        };
        let ids: Vec<_> = self.names.nodes.ids().collect();
        let is_system = |declared: &&names::Declared| matches!(declared.kind, NodeKind::System(_));
        model.nodes.reserve(ids.len());
        model.systems.reserve(self.names.nodes.iter().filter(is_system).count());
        let mut shared = BTreeMap::new();
        for id in ids {
            match self.names.nodes[id].shape {
                Shape::System(doc, Some(group)) => {
                    self.member(&mut model, &mut shared, (id, doc, group));
                    continue;
                }
                Shape::Site(doc) => drop(model.sites.push(self.resolve_site(id, doc))),
                Shape::Supplier(doc) => drop(model.suppliers.push(self.resolve_supplier(id, doc))),
                Shape::Team(doc) => drop(model.teams.push(self.resolve_team(id, doc))),
                Shape::Resource(doc) => drop(model.resources.push(self.resolve_resource(id, doc))),
                Shape::Task(doc) => drop(model.tasks.push(self.resolve_task(id, doc))),
                Shape::System(doc, None) => drop(model.systems.push(self.resolve_system(id, doc))),
                Shape::Service(doc) => drop(model.services.push(self.resolve_service(id, doc))),
            }
            let node = self.node(id);
            model.nodes.push(node);
        }
        model.waves = self.waves(doc, &model);
        model
    }

    /// Takes from the room there is for written-out parts; reports once when there is none left.
    fn take_parts(&mut self, parts: usize, place: Place) -> bool {
        let Some(left) = self.parts_left else { return false };
        self.parts_left = left.checked_sub(parts);
        if self.parts_left.is_none() {
            self.found.push(too_large(place));
        }
        self.parts_left.is_some()
    }

    /// Reports things that name one another in a circle, drawn as `a -> b -> a`.
    fn refuse_circle<'k>(
        &mut self,
        code: &'static str,
        noun: &str,
        circle: &[usize],
        key: impl Fn(usize) -> &'k Text,
    ) {
        let drawn = circles::draw(circle, |item| key(item).value.clone());
        let mut places = circle.iter().map(|item| key(*item).place);
        let first = places.next().unwrap_or(Place::NOWHERE);
        let mut diagnostic = Diagnostic::error(code, format!("{noun} in a circle: `{drawn}`"))
            .at(first, "the circle begins here")
            .help("remove one of the links");
        for place in places.take(3) {
            diagnostic = diagnostic.at(place, "and comes by here");
        }
        self.found.push(diagnostic);
    }
}

/// Reports where a model passes the room there is for written-out parts.
fn too_large(place: Place) -> Diagnostic {
    Diagnostic::error("E0509", "the model is too large once everything is written out")
        .at(place, format!("here it passes {PARTS_MAX} parts of lists, conditions and alike systems"))
        .help("name the members of a group or the bearers of a tag in fewer places")
}

#[cfg(test)]
mod tests;
