//! What could be seen at a minute of the trial, and the names and clocks in which it is told.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::engine::{Change, What, Who};
use crate::ids::{IdVec, NodeId, ServiceId, SystemId, TeamId};
use crate::model::{Model, Node, NodeKind};
use crate::report::incident_log::{Told, entries_at};
use crate::study::again::Again;
use crate::units::Millis;
use crate::wording::clock;
use crate::wording::names::{Names, listed};
use crate::wording::text::shown;

/// Names in one list before the rest is counted.
const NAMES_MAX: usize = 3;

/// A trial with the names of everything in it.
pub(super) struct Sight<'a> {
    pub told: &'a Told<'a>,
    pub names: &'a Names<'a>,
    /// The same trial, to be played with a decision sooner or later.
    pub again: &'a Again<'a>,
    /// For each node when it went down and came back, as the timeline tells it.
    turns: IdVec<NodeId, Vec<(Millis, Turn)>>,
    /// What the log says of the instants that were asked for: many moments share one.
    lines: RefCell<BTreeMap<Millis, Vec<String>>>,
}

/// To what a node turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Out,
    Back,
}

impl Turn {
    fn of(what: What) -> Option<Turn> {
        match what {
            What::Down | What::Below => Some(Turn::Out),
            What::Up | What::Minimum | What::Full => Some(Turn::Back),
            _ => None,
        }
    }
}

impl<'a> Sight<'a> {
    pub fn new(told: &'a Told<'a>, again: &'a Again<'a>) -> Sight<'a> {
        let mut turns: IdVec<NodeId, Vec<(Millis, Turn)>> =
            told.model.nodes.iter().map(|_| Vec::new()).collect();
        for change in &told.timeline.changes {
            let node = || told.model.node_named(told.names.label(change.who));
            if let Some(turn) = Turn::of(change.what)
                && let Some(node) = node()
            {
                turns[node].push((change.at, turn));
            }
        }
        Sight { told, names: told.names, again, turns, lines: RefCell::default() }
    }

    pub fn model(&self) -> &'a Model {
        self.told.model
    }

    pub fn changes(&self) -> &'a [Change] {
        &self.told.timeline.changes
    }

    /// The node behind a label, or the node that a part belongs to: `ledger-db` of `ledger-db/restore/copy`.
    pub fn node(&self, who: Who) -> Option<NodeId> {
        let label = self.names.label(who);
        let first = label.split('/').next().unwrap_or(label);
        self.model().node_named(first)
    }

    /// The service behind a label or its part.
    pub fn service(&self, who: Who) -> Option<ServiceId> {
        match self.model().nodes[self.node(who)?].kind {
            NodeKind::Service(service) => Some(service),
            _ => None,
        }
    }

    /// The system behind a label or its part; of an `alike` group its first member.
    pub fn system(&self, who: Who) -> Option<SystemId> {
        let model = self.model();
        if let Some(node) = self.node(who) {
            return match model.nodes[node].kind {
                NodeKind::System(system) => Some(system),
                _ => None,
            };
        }
        let first = self.names.label(who).split('/').next()?;
        let group = model.groups.iter().find(|group| group.id == first)?;
        group.members.first().copied()
    }

    /// The team behind a label.
    pub fn team(&self, who: Who) -> Option<TeamId> {
        match self.model().nodes[self.node(who)?].kind {
            NodeKind::Team(team) => Some(team),
            _ => None,
        }
    }

    pub fn service_name(&self, service: ServiceId) -> String {
        self.name(self.model().services[service].node)
    }

    pub fn team_name(&self, team: TeamId) -> String {
        self.name(self.model().teams[team].node)
    }

    /// Somebody of a team, as the one who calls; of a team of one it is the team.
    pub fn one_of(&self, team: TeamId) -> String {
        let name = self.team_name(team);
        if self.model().teams[team].people == 1 { name } else { format!("One of {name}") }
    }

    pub fn name(&self, node: NodeId) -> String {
        shown(&self.model().nodes[node].name).into_owned()
    }

    /// Who answers for a service: its owner, else nobody in particular.
    pub fn owner(&self, service: ServiceId) -> Option<String> {
        let node: &Node = &self.model().nodes[self.model().services[service].node];
        node.owner.as_deref().map(|owner| shown(owner).into_owned())
    }

    /// What the clock on the wall of the scenario shows.
    pub fn clock(&self, at: Millis) -> String {
        clock::of_week(self.told.onset, at)
    }

    /// The same with the time since the onset, for control.
    pub fn moment(&self, at: Millis) -> String {
        format!("{} ({})", self.clock(at), clock::offset(at))
    }

    /// What the incident log says of an instant.
    pub fn lines(&self, at: Millis) -> Vec<String> {
        self.lines.borrow_mut().entry(at).or_insert_with(|| entries_at(self.told, at)).clone()
    }

    /// The first change of a kind.
    pub fn first(&self, what: What) -> Option<&'a Change> {
        self.changes().iter().find(|change| change.what == what)
    }

    /// When what is decided at a change could first be: what the decision waited for last.
    pub fn asked_at(&self, decided: &Change) -> Millis {
        let records = &self.told.timeline.records;
        let before = records.get(decided.why.0 as usize).map(|record| record.before);
        let asked = before.and_then(|before| records.get(before.0 as usize)).map(|record| record.at);
        asked.unwrap_or(decided.at)
    }

    /// Services below their minimum at the end of an instant, in the order of the file.
    pub fn services_out(&self, at: Millis) -> Vec<ServiceId> {
        let model = self.model();
        let mut out: Vec<ServiceId> =
            model.services.ids().filter(|&service| self.is_service_out(service, at)).collect();
        out.sort_by_key(|&service| model.nodes[model.services[service].node].position);
        out
    }

    /// Systems down at the end of an instant, in the order of the file.
    pub fn systems_down(&self, at: Millis) -> Vec<NodeId> {
        let model = self.model();
        let systems = model.systems.iter().map(|system| system.node);
        let mut down: Vec<NodeId> = systems.filter(|&node| self.is_out(node, at)).collect();
        down.sort_by_key(|&node| model.nodes[node].position);
        down
    }

    /// Whether a service is below its minimum at the end of an instant.
    pub fn is_service_out(&self, service: ServiceId, at: Millis) -> bool {
        self.is_out(self.model().services[service].node, at)
    }

    /// Whether a node is down, a service below its minimum, at the end of an instant.
    pub fn is_out(&self, node: NodeId, at: Millis) -> bool {
        let turns = &self.turns[node];
        let until = turns.partition_point(|(turned, _)| *turned <= at);
        until.checked_sub(1).is_some_and(|last| turns[last].1 == Turn::Out)
    }

    /// Names of nodes, members of one group as one, the first few of many.
    pub fn listed(&self, nodes: &[NodeId]) -> String {
        let model = self.model();
        let mut names: Vec<String> = Vec::new();
        for &node in nodes {
            let group = match model.nodes[node].kind {
                NodeKind::System(system) => model.systems[system].group,
                _ => None,
            };
            let name =
                group.map_or_else(|| self.name(node), |group| shown(&model.groups[group].name).into_owned());
            if !names.contains(&name) {
                names.push(name);
            }
        }
        listed(&names, NAMES_MAX)
    }

    /// Names of services, the first few of many.
    pub fn services_listed(&self, services: &[ServiceId]) -> String {
        let nodes: Vec<NodeId> =
            services.iter().map(|&service| self.model().services[service].node).collect();
        self.listed(&nodes)
    }
}
