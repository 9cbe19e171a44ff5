//! Turns the labels of a trial (`ledger-db/fail-over/promote`) into the names that people gave the things.
//!
//! A label that names both an event and a node is told apart by what is said of it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::engine::Who;
use crate::model::{Event, EventKind, Labels, Model, NodeKind, Scenario, Source, System};

use super::text::shown;

/// The names behind every label of one model and scenario; escaped.
#[derive(Debug)]
pub struct Names<'a> {
    labels: &'a Labels,
    model: &'a Model,
    /// Nodes, groups, strategies, steps and workarounds by label.
    things: BTreeMap<String, Thing>,
    events: BTreeMap<&'a str, String>,
    /// The id of the `alike` group of each member, by the member's id.
    groups: BTreeMap<&'a str, &'a str>,
}

/// What a label stands for: something or somebody, and what of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    pub subject: Subject,
    pub part: Part,
}

/// A node by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    pub name: String,
    /// Name and size of the `alike` group it is a member of.
    pub group: Option<(String, usize)>,
}

/// Which part of the subject is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Whole,
    /// A strategy of a system, by name, the site to which it moves the system, and the copy it restores.
    Strategy {
        name: String,
        to: Option<String>,
        copy: Option<String>,
    },
    /// A step of a strategy, or of a task, in the words of the runbook.
    Step(String),
    /// A workaround of a service, by name.
    Workaround(String),
}

impl Thing {
    /// The words for it on their own.
    pub fn words(&self) -> String {
        self.part.words_of(&self.subject.name)
    }
}

impl Part {
    /// The words for this part of a subject.
    pub fn words_of(&self, subject: &str) -> String {
        match self {
            Part::Whole => subject.to_owned(),
            Part::Strategy { name, .. } | Part::Workaround(name) => format!("{subject}: \"{name}\""),
            Part::Step(what) => format!("{subject}: {what}"),
        }
    }
}

impl<'a> Names<'a> {
    /// Gathers the names of a model and a scenario.
    pub fn new(model: &'a Model, scenario: &'a Scenario, labels: &'a Labels) -> Names<'a> {
        let mut names = Names {
            labels,
            model,
            things: BTreeMap::new(),
            events: BTreeMap::new(),
            groups: BTreeMap::new(),
        };
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
        let itself =
            || Thing { subject: Subject { name: shown(label).into_owned(), group: None }, part: Part::Whole };
        self.things.get(label).cloned().unwrap_or_else(itself)
    }

    /// The words for a label.
    pub fn words(&self, who: Who) -> String {
        self.thing(who).words()
    }

    /// The words for a label as text; itself where nothing is known of it.
    pub fn of_label(&self, label: &str) -> String {
        self.things.get(label).map_or_else(|| shown(label).into_owned(), Thing::words)
    }

    /// The words for the id of an event.
    pub fn of_event(&self, id: &str) -> String {
        self.events.get(id).cloned().unwrap_or_else(|| self.of_label(id))
    }

    /// The words for an event.
    pub fn event(&self, who: Who) -> String {
        let label = self.label(who);
        self.events.get(label).cloned().unwrap_or_else(|| self.words(who))
    }

    /// Whether the label is that of an event and of nothing else.
    pub fn is_event(&self, who: Who) -> bool {
        let label = self.label(who);
        self.events.contains_key(label) && !self.things.contains_key(label)
    }

    /// Whether the label is that of nobody.
    pub fn is_nobody(&self, who: Who) -> bool {
        self.label(who).is_empty()
    }

    /// Whether one label is that of a part of the other: `system/strategy` of `system`.
    pub fn belongs(&self, part: Who, whole: Who) -> bool {
        self.label(part).strip_prefix(self.label(whole)).is_some_and(|rest| rest.starts_with('/'))
    }

    /// Whether two labels belong to one strategy, one task or one service; a member's to that of its group, under
    /// which records are kept.
    pub fn is_of_same(&self, one: Who, other: Who) -> bool {
        let parent = |who| {
            let parent = self.label(who).rsplit_once('/').map_or(self.label(who), |(parent, _)| parent);
            let (first, rest) = parent.split_once('/').unwrap_or((parent, ""));
            (self.groups.get(first).copied().unwrap_or(first), rest)
        };
        parent(one) == parent(other)
    }

    /// The label under which the time of this one is charged: a member's is that of its group.
    pub fn charged_label(&self, who: Who) -> Cow<'a, str> {
        let label = self.label(who);
        let (first, rest) = label.split_at(label.find('/').unwrap_or(label.len()));
        self.groups.get(first).map_or(Cow::Borrowed(label), |group| Cow::Owned(format!("{group}{rest}")))
    }

    /// The label itself.
    pub fn label(&self, who: Who) -> &'a str {
        self.labels.text(who.0)
    }

    fn add_nodes(&mut self) {
        let model = self.model;
        for node in model.nodes.iter() {
            let group = match node.kind {
                NodeKind::System(system) => model.systems[system].group,
                _ => None,
            };
            let group = group.map(|group| &model.groups[group]);
            let group = group.map(|group| (shown(&group.name).into_owned(), group.members.len()));
            self.add(node.id.clone(), Subject { name: shown(&node.name).into_owned(), group }, Part::Whole);
        }
        for group in model.groups.iter() {
            let subject = Subject { name: shown(&group.name).into_owned(), group: None };
            self.add(group.id.clone(), subject, Part::Whole);
        }
    }

    fn add_recovery(&mut self) {
        let model = self.model;
        for system in model.systems.iter() {
            self.add_strategies(&model.nodes[system.node].id, system);
            if let Some(group) = system.group {
                let group = &model.groups[group].id;
                self.groups.insert(&model.nodes[system.node].id, group);
                self.add_strategies(group, system);
            }
        }
        for task in model.tasks.iter() {
            let id = &model.nodes[task.node].id;
            let subject = self.things[id].subject.clone();
            for step in &task.steps {
                let part = Part::Step(shown(&step.what).into_owned());
                self.add(format!("{id}/{}", step.id), subject.clone(), part);
            }
        }
    }

    /// The strategies and steps of a system under its own id or that of its group.
    fn add_strategies(&mut self, id: &str, system: &System) {
        let model = self.model;
        let subject = self.things[id].subject.clone();
        for strategy in &system.recovery {
            let label = format!("{id}/{}", strategy.id);
            let name = shown(&strategy.name).into_owned();
            for step in &strategy.steps {
                let part = Part::Step(shown(&step.what).into_owned());
                self.add(format!("{label}/{}", step.id), subject.clone(), part);
            }
            let elsewhere = strategy.site.filter(|&site| Some(site) != system.home);
            let to = elsewhere.map(|site| shown(&model.nodes[model.sites[site].node].name).into_owned());
            let copy = match strategy.from {
                Source::Copy(copy) => Some(system.copies[copy].id.clone()),
                Source::InPlace | Source::Nothing => None,
            };
            self.add(label, subject.clone(), Part::Strategy { name, to, copy });
        }
    }

    fn add_workarounds(&mut self) {
        let model = self.model;
        for service in model.services.iter() {
            let id = &model.nodes[service.node].id;
            let subject = self.things[id].subject.clone();
            for workaround in &service.workarounds {
                let part = Part::Workaround(shown(&workaround.name).into_owned());
                self.add(format!("{id}/{}", workaround.id), subject.clone(), part);
            }
        }
    }

    fn add(&mut self, label: String, subject: Subject, part: Part) {
        self.things.insert(label, Thing { subject, part });
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
