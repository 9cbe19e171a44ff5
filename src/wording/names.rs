//! Turns the labels of a trial (`ledger-db/fail-over/promote`) into the names that people gave the things.
//!
//! A label that names both an event and a node is told apart by what is said of it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::engine::Who;
use crate::model::{Event, EventKind, Group, Labels, Model, Node, NodeKind, Scenario, Source, Step, System};

use super::text::shown;

/// The names behind every label of one model and scenario; escaped. Each is found when it is asked for: a large model has
/// a million, and a report shows few.
#[derive(Debug)]
pub struct Names<'a> {
    labels: &'a Labels,
    model: &'a Model,
    events: BTreeMap<&'a str, String>,
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
        debug_assert!(model.groups.as_slice().is_sorted_by(|one, other| one.id < other.id));
        let name = |event: &'a Event| (event.id.as_str(), event_name(model, scenario, event));
        Names { labels, model, events: scenario.events.iter().map(name).collect() }
    }

    /// What a label stands for; a label that nothing is known of stands for itself.
    pub fn thing(&self, who: Who) -> Thing {
        let label = self.label(who);
        let itself =
            || Thing { subject: Subject { name: shown(label).into_owned(), group: None }, part: Part::Whole };
        self.find(label).unwrap_or_else(itself)
    }

    /// The words for a label.
    pub fn words(&self, who: Who) -> String {
        self.thing(who).words()
    }

    /// The words for a label as text; itself where nothing is known of it.
    pub fn of_label(&self, label: &str) -> String {
        self.find(label).map_or_else(|| shown(label).into_owned(), |thing| thing.words())
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
        self.events.contains_key(label) && self.find(label).is_none()
    }

    /// Whether the label is that of nobody.
    pub fn is_nobody(&self, who: Who) -> bool {
        self.label(who).is_empty()
    }

    /// Whether a label is that of a service with several kinds of work by hand, one after the other.
    pub fn works_by_hand_again(&self, who: Who) -> bool {
        match self.node(self.label(who)).map(|node| node.kind) {
            Some(NodeKind::Service(service)) => self.model.services[service].workarounds.len() > 1,
            _ => false,
        }
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
            (self.group_of(first).map_or(first, |group| group.id.as_str()), rest)
        };
        parent(one) == parent(other)
    }

    /// The label under which the time of this one is charged: a member's is that of its group.
    pub fn charged_label(&self, who: Who) -> Cow<'a, str> {
        let label = self.label(who);
        let (first, rest) = label.split_at(label.find('/').unwrap_or(label.len()));
        self.group_of(first).map_or(Cow::Borrowed(label), |group| Cow::Owned(format!("{}{rest}", group.id)))
    }

    /// The label itself.
    pub fn label(&self, who: Who) -> &'a str {
        self.labels.text(who.0)
    }

    /// The node with an id.
    fn node(&self, id: &str) -> Option<&'a Node> {
        self.model.node_named(id).map(|node| &self.model.nodes[node])
    }

    /// The `alike` group with an id.
    fn group(&self, id: &str) -> Option<&'a Group> {
        self.model.group_named(id)
    }

    /// The `alike` group that the system with this id is a member of.
    fn group_of(&self, id: &str) -> Option<&'a Group> {
        if self.model.groups.is_empty() {
            return None;
        }
        match self.node(id)?.kind {
            NodeKind::System(system) => {
                self.model.systems[system].group.map(|group| &self.model.groups[group])
            }
            _ => None,
        }
    }

    /// What a label stands for: a node or a group, and after strokes a strategy, a step or a workaround of it.
    fn find(&self, label: &str) -> Option<Thing> {
        let (id, of_it) = label.split_once('/').map_or((label, None), |(id, of_it)| (id, Some(of_it)));
        let (name, group, system) = match (self.node(id), self.group(id)) {
            (_, Some(group)) => (&group.name, None, group.members.first().copied()),
            (Some(node), None) => {
                let system = if let NodeKind::System(system) = node.kind { Some(system) } else { None };
                (&node.name, self.group_of(id), system)
            }
            (None, None) => return None,
        };
        let group = group.map(|group| (shown(&group.name).into_owned(), group.members.len()));
        let subject = Subject { name: shown(name).into_owned(), group };
        let part = match (of_it, system) {
            (None, _) => Part::Whole,
            (Some(of_it), Some(system)) => self.part_of_system(&self.model.systems[system], of_it)?,
            (Some(of_it), None) => self.part_of_other(self.node(id)?, of_it)?,
        };
        Some(Thing { subject, part })
    }

    /// A strategy of a system, or after a stroke a step of it.
    fn part_of_system(&self, system: &System, of_it: &str) -> Option<Part> {
        let model = self.model;
        let (strategy, step) =
            of_it.split_once('/').map_or((of_it, None), |(strategy, step)| (strategy, Some(step)));
        let strategy = system.recovery.iter().find(|found| found.id == strategy)?;
        if let Some(step) = step {
            return step_of(&strategy.steps, step);
        }
        let elsewhere = strategy.site.filter(|&site| Some(site) != system.home);
        let copy = match strategy.from {
            Source::Copy(copy) => Some(system.copies[copy].id.clone()),
            Source::InPlace | Source::Nothing => None,
        };
        Some(Part::Strategy {
            name: shown(&strategy.name).into_owned(),
            to: elsewhere.map(|site| shown(&model.nodes[model.sites[site].node].name).into_owned()),
            copy,
        })
    }

    /// A step of a task, or a workaround of a service.
    fn part_of_other(&self, node: &Node, of_it: &str) -> Option<Part> {
        match node.kind {
            NodeKind::Task(task) => step_of(&self.model.tasks[task].steps, of_it),
            NodeKind::Service(service) => {
                let workarounds = &self.model.services[service].workarounds;
                let workaround = workarounds.iter().find(|found| found.id == of_it)?;
                Some(Part::Workaround(shown(&workaround.name).into_owned()))
            }
            _ => None,
        }
    }
}

fn step_of(steps: &[Step], id: &str) -> Option<Part> {
    let step = steps.iter().find(|step| step.id == id)?;
    Some(Part::Step(shown(&step.what).into_owned()))
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
