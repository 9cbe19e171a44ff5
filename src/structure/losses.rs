//! What a scenario takes away, read as if all of it were struck at once; or everything that runs, for a cold start.
//!
//! Every target of every event counts as struck, whatever its chance and hour; what only a draw could destroy (copies
//! at a chance below 1, neighbours of a Spread) counts as left. So what cannot come back from here cannot come back in
//! a trial in which all of it is struck before anything is recovered.

use std::collections::BTreeSet;

use super::falls::{Fall, Falls};
use super::wires::{PerSystem, node_part};
use crate::ids::{IdVec, NodeId, SiteId, SystemId, TaskId};
use crate::model::{EventKind, Model, NodeKind, Scenario, System, Until};
use crate::source::Place;

/// What holds a node down.
#[derive(Clone, Debug, Default)]
pub struct Loss {
    /// A strike: a fallen node without one only lacks its needs.
    pub struck: bool,
    /// No end of an outage brings it back: a system needs a strategy, anything else is gone.
    pub for_good: bool,
    /// The system's data are gone.
    pub data: bool,
    /// Tasks that must be done before the hold ends, with the places of their events.
    pub until: Vec<(TaskId, Place)>,
}

/// What is taken away and what falls with it.
#[derive(Clone, Debug)]
pub struct Losses {
    pub of: IdVec<NodeId, Loss>,
    /// Down once everything has fallen that falls.
    pub fallen: IdVec<NodeId, bool>,
    copies: PerSystem<Vec<bool>>,
    /// Teams of which nobody is there any more.
    pub absent: BTreeSet<NodeId>,
}

impl Losses {
    /// A cold start: every system is switched off, nothing is broken, no data are lost; sites, suppliers and teams are
    /// there unless they need a system.
    pub fn cold_start(falls: &Falls) -> Losses {
        let mut losses = Losses::none(falls.model);
        for system in falls.model.systems.iter() {
            losses.of[system.node].struck = true;
        }
        losses.fall(falls);
        losses
    }

    /// What the events of a scenario take away.
    pub fn of(falls: &Falls, scenario: &Scenario) -> Losses {
        let mut losses = Losses::none(falls.model);
        for event in scenario.events.iter().filter(|event| event.chance > 0.0) {
            for &node in &event.targets {
                losses.strike(node, &event.kind, event.place);
            }
        }
        losses.destroy(falls.model, scenario);
        losses.follow_storage(falls.model);
        losses.fall(falls);
        losses
    }

    fn none(model: &Model) -> Losses {
        Losses {
            of: model.nodes.iter().map(|_| Loss::default()).collect(),
            fallen: model.nodes.iter().map(|_| false).collect(),
            copies: model.systems.iter().map(|system| vec![false; system.copies.len()]).collect(),
            absent: BTreeSet::new(),
        }
    }

    /// Tells whether a copy is certainly destroyed.
    pub fn copy_is_gone(&self, system: SystemId, copy: usize) -> bool {
        self.copies[system][copy]
    }

    /// Tells whether a system counts as disrupted, so that its strategies may be chosen.
    pub fn is_disrupted(&self, model: &Model, node: NodeId) -> bool {
        let NodeKind::System(system) = model.nodes[node].kind else { return false };
        let system = &model.systems[system];
        let home = system.home.map(|site| model.sites[site].node);
        let mut stands_on =
            home.into_iter().chain(system.stored_on).chain(system.fails_over_on.iter().copied());
        self.of[node].struck || stands_on.any(|node| self.fallen[node])
    }

    fn strike(&mut self, node: NodeId, kind: &EventKind, place: Place) {
        match kind {
            EventKind::Outage { until } => {
                let loss = &mut self.of[node];
                loss.struck = true;
                match until {
                    Until::Open => loss.for_good = true,
                    Until::Task(task) => loss.until.push((*task, place)),
                    Until::Lasts(_) => {}
                }
            }
            EventKind::Destruction | EventKind::Corruption { .. } => self.lose(node),
            EventKind::Absence { share, until: Until::Open } if share.distribution.least() >= 1.0 => {
                self.absent.insert(node);
            }
            EventKind::Absence { .. } | EventKind::Delay { .. } | EventKind::Spread { .. } => {}
        }
    }

    fn lose(&mut self, node: NodeId) {
        let loss = &mut self.of[node];
        (loss.struck, loss.for_good, loss.data) = (true, true, true);
    }

    /// Home modes at a destroyed site are gone. So are the copies kept there, immutable or not; of the others those on
    /// what is destroyed or corrupted, and those of systems whose corruption certainly destroys them.
    fn destroy(&mut self, model: &Model, scenario: &Scenario) {
        let mut sites: IdVec<SiteId, bool> = model.sites.iter().map(|_| false).collect();
        let mut wiped: IdVec<NodeId, bool> = model.nodes.iter().map(|_| false).collect();
        let mut own: IdVec<NodeId, bool> = model.nodes.iter().map(|_| false).collect();
        for event in scenario.events.iter().filter(|event| event.chance > 0.0) {
            for &node in &event.targets {
                match (&event.kind, model.nodes[node].kind) {
                    (EventKind::Destruction, NodeKind::Site(site)) => sites[site] = true,
                    (EventKind::Destruction, _) => wiped[node] = true,
                    (EventKind::Corruption { destroys_copies, .. }, _) => {
                        wiped[node] = true;
                        own[node] |= *destroys_copies >= 1.0;
                    }
                    _ => {}
                }
            }
        }
        let home_is_gone = |system: &System| system.home.is_some_and(|home| sites[home]);
        let stands_on_ruins = |node: NodeId| match model.nodes[node].kind {
            NodeKind::Site(site) => sites[site],
            NodeKind::System(system) => home_is_gone(&model.systems[system]),
            _ => false,
        };
        for (id, system) in model.systems.iter_enumerated() {
            if home_is_gone(system) {
                self.lose(system.node);
            }
            for (position, copy) in system.copies.iter().enumerate() {
                let with_its_site = match copy.at {
                    Some(at) => sites[at],
                    None => copy.on.is_some_and(stands_on_ruins),
                };
                let by_itself = own[system.node] || copy.on.is_some_and(|on| wiped[on]);
                self.copies[id][position] = with_its_site || (by_itself && !copy.immutable);
            }
        }
    }

    /// Who is stored on what is destroyed or corrupted has lost its home mode and its data, too, and so on.
    fn follow_storage(&mut self, model: &Model) {
        let mut stored: IdVec<NodeId, Vec<NodeId>> = model.nodes.iter().map(|_| Vec::new()).collect();
        for system in model.systems.iter() {
            if let Some(on) = system.stored_on {
                stored[on].push(system.node);
            }
        }
        let mut open: Vec<NodeId> = model.nodes.ids().filter(|node| self.of[*node].data).collect();
        while let Some(node) = open.pop() {
            for &above in &stored[node] {
                if !self.of[above].data {
                    self.lose(above);
                    open.push(above);
                }
            }
        }
    }

    fn fall(&mut self, falls: &Falls) {
        let mut fall = Fall::new(&falls.circuit);
        for node in self.fallen.ids().filter(|node| self.of[*node].struck) {
            fall.hold(&falls.circuit, node_part(node), |_| true, None);
        }
        for node in self.fallen.ids() {
            // A task is not up or down: it is done or not, and nothing that runs may need one.
            let is_task = matches!(falls.model.nodes[node].kind, NodeKind::Task(_));
            self.fallen[node] = !is_task && fall.is_down(node_part(node));
        }
    }
}
