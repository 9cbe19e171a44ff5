//! Turns the labels of a trial (`ledger-db/fail-over/promote`) into the names that people gave the things.
//!
//! A label that names both an event and a node is told apart by what is said of it.

use std::collections::BTreeMap;

use crate::engine::Who;
use crate::ids::SystemId;
use crate::model::{Event, EventKind, Labels, Model, NodeKind, Scenario};

use super::text::shown;

/// The names behind every label of one model and scenario; escaped.
#[derive(Debug)]
pub struct Names<'a> {
    labels: &'a Labels,
    model: &'a Model,
    /// Nodes, groups, strategies, steps and workarounds by label.
    things: BTreeMap<String, Thing>,
    events: BTreeMap<&'a str, String>,
}

/// What a label stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Thing {
    Node(String),
    /// A member of an `alike` group, with that group's name and size.
    Member { name: String, group: String, size: usize },
    /// A strategy of a system.
    Strategy { system: String, name: String },
    /// A step: what is done, and for what (a strategy of a system, or a task).
    Step { what: String, of: String },
    /// A workaround of a service.
    Workaround { service: String, name: String },
}

impl Thing {
    /// The words for it on their own.
    pub fn words(&self) -> String {
        match self {
            Thing::Node(name) | Thing::Member { name, .. } => name.clone(),
            Thing::Strategy { system, name } => format!("{name} ({system})"),
            Thing::Step { what, of } => format!("{what} ({of})"),
            Thing::Workaround { service, name } => format!("{name} ({service})"),
        }
    }
}

impl<'a> Names<'a> {
    /// Gathers the names of a model and a scenario.
    pub fn new(model: &'a Model, scenario: &'a Scenario, labels: &'a Labels) -> Names<'a> {
        let mut names = Names { labels, model, things: BTreeMap::new(), events: BTreeMap::new() };
        names.add_nodes();
        names.add_recovery();
        names.add_workarounds();
        for event in &scenario.events {
            names.events.insert(&event.id, event_name(model, scenario, event));
        }
        names
    }

    /// What a label stands for; a label that nothing is known of stands for itself.
    pub fn thing(&self, who: Who) -> Thing {
        let label = self.label(who);
        self.things.get(label).cloned().unwrap_or_else(|| Thing::Node(shown(label).into_owned()))
    }

    /// The words for a label.
    pub fn words(&self, who: Who) -> String {
        self.thing(who).words()
    }

    /// The words for an event.
    pub fn event(&self, who: Who) -> String {
        let label = self.label(who);
        self.events.get(label).cloned().unwrap_or_else(|| self.words(who))
    }

    /// Whether the label is that of nobody.
    pub fn is_nobody(&self, who: Who) -> bool {
        self.label(who).is_empty()
    }

    /// The label itself.
    pub fn label(&self, who: Who) -> &'a str {
        self.labels.text(who.0)
    }

    fn add_nodes(&mut self) {
        let model = self.model;
        for node in model.nodes.iter() {
            let name = shown(&node.name).into_owned();
            let thing = match node.kind {
                NodeKind::System(system) => self.system(system, name),
                _ => Thing::Node(name),
            };
            self.things.insert(node.id.clone(), thing);
        }
        for group in model.groups.iter() {
            self.things.insert(group.id.clone(), Thing::Node(shown(&group.name).into_owned()));
        }
    }

    fn system(&self, system: SystemId, name: String) -> Thing {
        match self.model.systems[system].group {
            Some(group) => {
                let group = &self.model.groups[group];
                Thing::Member { name, group: shown(&group.name).into_owned(), size: group.members.len() }
            }
            None => Thing::Node(name),
        }
    }

    fn add_recovery(&mut self) {
        let model = self.model;
        for system in model.systems.iter() {
            let node = &model.nodes[system.node];
            let of = shown(&node.name).into_owned();
            for strategy in &system.recovery {
                let label = format!("{}/{}", node.id, strategy.id);
                let name = shown(&strategy.name).into_owned();
                for step in &strategy.steps {
                    let step_of = format!("{of}, {name}");
                    self.add_step(format!("{label}/{}", step.id), &step.what, step_of);
                }
                self.things.insert(label, Thing::Strategy { system: of.clone(), name });
            }
        }
        for task in model.tasks.iter() {
            let node = &model.nodes[task.node];
            for step in &task.steps {
                self.add_step(format!("{}/{}", node.id, step.id), &step.what, shown(&node.name).into_owned());
            }
        }
    }

    fn add_step(&mut self, label: String, what: &str, of: String) {
        self.things.insert(label, Thing::Step { what: shown(what).into_owned(), of });
    }

    fn add_workarounds(&mut self) {
        let model = self.model;
        for service in model.services.iter() {
            let node = &model.nodes[service.node];
            for workaround in &service.workarounds {
                let name = shown(&workaround.name).into_owned();
                let thing = Thing::Workaround { service: shown(&node.name).into_owned(), name };
                self.things.insert(format!("{}/{}", node.id, workaround.id), thing);
            }
        }
    }
}

/// Its name; else the id that somebody chose, as words; else what it does to whom.
fn event_name(model: &Model, scenario: &Scenario, event: &Event) -> String {
    if let Some(name) = &event.name {
        return shown(name).into_owned();
    }
    let (kind, verb) = match &event.kind {
        EventKind::Outage { .. } => ("outage", "outage of"),
        EventKind::Destruction => ("destruction", "destruction of"),
        EventKind::Corruption { .. } => ("corruption", "corruption of"),
        EventKind::Absence { .. } => ("absence", "absence at"),
        EventKind::Delay { .. } => ("delay", "slower work at"),
        EventKind::Spread { .. } => ("spread", "spread of"),
    };
    let number = event.id.strip_prefix(kind).and_then(|rest| rest.strip_prefix('-'));
    if !number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit())) {
        return event.id.replace('-', " ");
    }
    if let EventKind::Spread { of, .. } = &event.kind {
        return format!("{verb} {}", event_name(model, scenario, &scenario.events[*of]));
    }
    let targets: Vec<String> =
        event.targets.iter().map(|&node| shown(&model.nodes[node].name).into_owned()).collect();
    format!("{verb} {}", listed(&targets, 2))
}

/// `a`, `a and b`, `a, b and 3 more`: at most `shown` names.
pub fn listed(names: &[String], at_most: usize) -> String {
    match names {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        _ if names.len() > at_most => {
            format!("{} and {} more", names[..at_most].join(", "), names.len() - at_most)
        }
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_end_with_a_count() {
        let names: Vec<String> = ["a", "b", "c"].map(str::to_owned).into();
        assert_eq!(listed(&names[..1], 2), "a");
        assert_eq!(listed(&names[..2], 2), "a and b");
        assert_eq!(listed(&names, 2), "a, b and 1 more");
        assert_eq!(listed(&names, 3), "a, b and c");
    }
}
