//! Organisations of needs alone, invented at random, circles included.

use std::fmt::Write;

use blackstart::document::{parse_model, parse_scenario};
use blackstart::ids::NodeId;
use blackstart::model::{Model, Need, NodeKind, Restart, Scenario, resolve};
use blackstart::source::Sources;

/// A reproducible source of choices.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % count
    }
}

/// Reads a model that has nothing wrong.
pub fn model(text: &str) -> Model {
    let mut sources = Sources::new();
    let id = sources.add("model.ron", text);
    let (doc, found) = parse_model(&sources, id);
    assert!(found.is_empty(), "{text}\n{found:?}");
    resolve(&doc.expect("it is well-formed"), None).unwrap_or_else(|found| panic!("{text}\n{found:?}")).0
}

/// Reads a model and a scenario that have nothing wrong.
pub fn case(model: &str, scenario: &str) -> (Model, Scenario) {
    let mut sources = Sources::new();
    let (model_id, scenario_id) = (sources.add("model.ron", model), sources.add("scenario.ron", scenario));
    let (model_doc, scenario_doc) =
        (parse_model(&sources, model_id).0, parse_scenario(&sources, scenario_id).0);
    match resolve(&model_doc.expect("well-formed"), Some(&scenario_doc.expect("well-formed"))) {
        Ok((model, Some(scenario))) => (model, scenario),
        Ok(_) => unreachable!("a scenario was given"),
        Err(found) => panic!("{model}\n{scenario}\n{found:?}"),
    }
}

/// The node with an id.
pub fn node(model: &Model, id: &str) -> NodeId {
    model.nodes.ids().find(|node| model.nodes[*node].id == id).expect("it is in the model")
}

/// The ids of nodes.
pub fn ids(model: &Model, nodes: &[NodeId]) -> Vec<String> {
    nodes.iter().map(|node| model.nodes[*node].id.clone()).collect()
}

/// A model of so many suppliers, a site, systems, and the service `pay`; needs go in every direction.
pub fn invented(nodes: usize, seed: u64) -> String {
    let mut dice = Dice::new(seed);
    let suppliers = 1 + dice.below(nodes / 3 + 1);
    let names: Vec<String> = (0..nodes)
        .map(|at| if at < suppliers { format!("supplier-{at}") } else { format!("system-{at}") })
        .collect();
    let mut out = String::from("(suppliers: {");
    for name in &names[..suppliers] {
        let _ = write!(out, "\"{name}\": (), ");
    }
    out += "}, systems: {";
    for (at, name) in names.iter().enumerate().skip(suppliers) {
        let others: Vec<&String> =
            (0..nodes).filter(|other| *other != at).map(|other| &names[other]).collect();
        let stored = if dice.below(6) == 0 {
            format!("stored_on: \"{}\", ", others[dice.below(others.len())])
        } else {
            String::new()
        };
        let restart = if dice.below(6) == 0 {
            format!("restart: (takes: \"5m\", after: [\"{}\"]), ", others[dice.below(others.len())])
        } else {
            String::new()
        };
        let _ = write!(out, "\"{name}\": ({stored}{restart}needs: [{}]), ", needs(&mut dice, &others, 2));
    }
    let all: Vec<&String> = names.iter().collect();
    let minimum = if dice.below(3) == 0 {
        format!(", minimum: [{}]", needs(&mut dice, &all, 2))
    } else {
        String::new()
    };
    let (first, more) = (need(&mut dice, &all, 3), needs(&mut dice, &all, 2));
    let _ = write!(out, "}}, services: {{ \"pay\": (needs: [\"{first}\", {more}]{minimum}) }})");
    out
}

fn needs(dice: &mut Dice, names: &[&String], most: usize) -> String {
    let mut list = Vec::new();
    for _ in 0..dice.below(most + 1) {
        list.push(format!("\"{}\"", need(dice, names, 2)));
    }
    list.join(", ")
}

fn need(dice: &mut Dice, names: &[&String], depth: usize) -> String {
    if depth == 0 || dice.below(3) == 0 {
        return names[dice.below(names.len())].clone();
    }
    let count = 2 + dice.below(3);
    let parts: Vec<String> = (0..count).map(|_| need(dice, names, depth - 1)).collect();
    match dice.below(4) {
        0 => format!("({})", parts.join(" and ")),
        1 | 2 => format!("({})", parts.join(" or ")),
        _ => format!("{} of ({})", 1 + dice.below(count), parts.join(", ")),
    }
}

/// Which nodes are up, as a bit each, when some are held down for ever: everything is up at first, then each node is
/// looked at again and again until nothing changes. Nothing of the fast way is used.
pub fn up_slowly(model: &Model, held: u32) -> u32 {
    let mut up = (1u32 << model.nodes.len()) - 1;
    loop {
        let mut next = 0;
        for (id, node) in model.nodes.iter_enumerated() {
            let all = |needs: &[Need]| needs.iter().all(|need| holds(need, up));
            let stands = match node.kind {
                NodeKind::System(system) => {
                    let system = &model.systems[system];
                    let after: &[NodeId] = match &system.restart {
                        Restart::Attended { after, .. } => after,
                        Restart::Plain(_) => &[],
                    };
                    system.stored_on.iter().chain(after).all(|on| up >> on.index() & 1 == 1)
                }
                _ => true,
            };
            let minimum = match node.kind {
                NodeKind::Service(service) => {
                    model.services[service].minimum.as_ref().is_some_and(|needs| all(needs))
                }
                _ => false,
            };
            let is_up = held >> id.index() & 1 == 0 && (minimum || (stands && all(&node.needs)));
            next |= u32::from(is_up) << id.index();
        }
        if next == up {
            return up;
        }
        up = next;
    }
}

/// Whether all needs of a service hold when some nodes are held down for ever.
pub fn full_slowly(model: &Model, held: u32, service: NodeId) -> bool {
    let up = up_slowly(model, held);
    model.nodes[service].needs.iter().all(|need| holds(need, up))
}

fn holds(need: &Need, up: u32) -> bool {
    match need {
        Need::Node(node) => up >> node.index() & 1 == 1,
        Need::AtLeast { k, of } => of.iter().filter(|part| holds(part, up)).count() >= *k as usize,
    }
}
