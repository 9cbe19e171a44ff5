//! What the rules look at: a model, a scenario, and what a run of them says.

use std::cell::{OnceCell, RefCell, RefMut};
use std::collections::{BTreeMap, BTreeSet};

use super::Finding;
use super::staffing::{self, TooFew};
use crate::checks::Acceptance;
use crate::ids::{NodeId, SystemId, TeamId};
use crate::model::{
    Allowance, Event, EventKind, Labels, Model, NeedsGraph, Node, NodeKind, Scenario, Service, Step, System,
    Team, Walk,
};
use crate::probe::assumptions::Assumptions;
use crate::results::{LedgerResult, ObjectiveKind, ObjectiveResult, Results, ServiceResult, SystemResult};
use crate::units::Millis;
use crate::wording::names::Names;
use crate::wording::text::shown;

/// A run with what it was made from.
#[derive(Debug)]
pub struct Seen<'a> {
    pub model: &'a Model,
    pub scenario: &'a Scenario,
    pub labels: &'a Labels,
    pub results: &'a Results,
    pub names: Names<'a>,
    /// `None`: what is assumed was not varied.
    pub assumptions: Option<&'a Assumptions>,
    graph: OnceCell<(NeedsGraph, RefCell<Walk>)>,
    systems: OnceCell<BTreeMap<&'a str, usize>>,
    queued: OnceCell<BTreeMap<&'a str, Millis>>,
    /// Head counts that are too small, of each team that was asked for.
    too_few: RefCell<BTreeMap<TeamId, Vec<TooFew>>>,
}

impl<'a> Seen<'a> {
    /// Gathers what rules look at; `labels` are those of the program.
    pub fn new(
        model: &'a Model,
        scenario: &'a Scenario,
        labels: &'a Labels,
        results: &'a Results,
    ) -> Seen<'a> {
        Seen {
            model,
            scenario,
            labels,
            results,
            names: Names::new(model, scenario, labels),
            assumptions: None,
            graph: OnceCell::new(),
            systems: OnceCell::new(),
            queued: OnceCell::new(),
            too_few: RefCell::default(),
        }
    }

    /// The same with what becomes of the verdicts where assumed durations are shorter and longer.
    #[must_use]
    pub fn varied(self, assumptions: Option<&'a Assumptions>) -> Seen<'a> {
        Seen { assumptions, ..self }
    }

    /// The node with an id of the model.
    pub(super) fn node(&self, id: &str) -> Option<&'a Node> {
        self.node_id(id).map(|node| &self.model.nodes[node])
    }

    pub(super) fn node_id(&self, id: &str) -> Option<NodeId> {
        self.model.node_named(id)
    }

    /// The team with this id.
    pub(super) fn team(&self, id: &str) -> Option<&'a Team> {
        self.team_id(id).map(|team| &self.model.teams[team])
    }

    pub(super) fn team_id(&self, id: &str) -> Option<TeamId> {
        match self.node(id)?.kind {
            NodeKind::Team(team) => Some(team),
            _ => None,
        }
    }

    pub(super) fn id_of_team(&self, team: TeamId) -> &'a str {
        &self.model.nodes[self.model.teams[team].node].id
    }

    /// The steps of the task with this id; none where there is no such task.
    pub(super) fn steps_of_task(&self, id: &str) -> &'a [Step] {
        match self.node(id).map(|node| node.kind) {
            Some(NodeKind::Task(task)) => &self.model.tasks[task].steps,
            _ => &[],
        }
    }

    /// How long ready work waits for people of a team in a run, on average.
    pub(super) fn waits_for(&self, team: TeamId) -> Millis {
        let queued = self.queued.get_or_init(|| {
            let means = self.results.teams.iter().filter_map(|found| {
                let mean = found.queued.mean.as_ref()?;
                Some((found.id.as_str(), Millis::from_f64(mean.value)))
            });
            means.collect()
        });
        queued.get(self.id_of_team(team)).copied().unwrap_or(Millis::ZERO)
    }

    /// The head counts of a team that are too small for the work of the run; all findings about it name the same.
    pub(super) fn too_few(&self, team: TeamId) -> Vec<TooFew> {
        let read = || staffing::too_few(self.model, self.scenario, self.results, team);
        self.too_few.borrow_mut().entry(team).or_insert_with(read).clone()
    }

    /// The service with this id.
    pub(super) fn service(&self, id: &str) -> Option<&'a Service> {
        match self.node(id)?.kind {
            NodeKind::Service(service) => Some(&self.model.services[service]),
            _ => None,
        }
    }

    /// The system with this id, or the first member of the `alike` group with it.
    pub(super) fn system(&self, id: &str) -> Option<&'a System> {
        self.model.system_named(id)
    }

    /// The Corruptions that can reach the data of a system, or of one alike: they strike it or what it is stored on, or a
    /// Spread carries them on.
    pub(super) fn corruptions_of(&self, system: &System) -> Vec<&'a Event> {
        let (model, events) = (self.model, &self.scenario.events);
        let alike = system.group.map_or(&[][..], |group| &model.groups[group].members);
        let mut reached: Vec<NodeId> = alike.iter().map(|&member| model.systems[member].node).collect();
        reached.push(system.node);
        let mut below = system.stored_on;
        while let Some(node) = below.filter(|node| !reached.contains(node)) {
            reached.push(node);
            below = match model.nodes[node].kind {
                NodeKind::System(store) => model.systems[store].stored_on,
                _ => None,
            };
        }
        let spreads = |at: usize| {
            events.iter().any(|event| matches!(event.kind, EventKind::Spread { of, .. } if of == at))
        };
        let reaches = |(at, event): &(usize, &Event)| {
            let is_corruption = matches!(event.kind, EventKind::Corruption { .. });
            is_corruption && (event.targets.iter().any(|target| reached.contains(target)) || spreads(*at))
        };
        events.iter().enumerate().filter(reaches).map(|(_, event)| event).collect()
    }

    /// The step that a label of the ledger names.
    pub(super) fn step(&self, label: &str) -> Option<&'a Step> {
        let parts: Vec<&str> = label.split('/').collect();
        match *parts.as_slice() {
            [system, strategy, step] => {
                let strategies = &self.system(system)?.recovery;
                let strategy = strategies.iter().find(|found| found.id == strategy)?;
                strategy.steps.iter().find(|found| found.id == step)
            }
            [task, step] => match self.node(task)?.kind {
                NodeKind::Task(task) => self.model.tasks[task].steps.iter().find(|found| found.id == step),
                _ => None,
            },
            _ => None,
        }
    }

    /// The words for a label of the ledger.
    pub(super) fn words(&self, label: &str) -> String {
        self.names.of_label(label)
    }

    /// The words for an event.
    pub(super) fn event_words(&self, id: &str) -> String {
        self.names.of_event(id)
    }

    /// The name of what has objectives.
    pub(super) fn name_of(&self, id: &str) -> String {
        let name = self.node(id).map(|node| &node.name);
        let name = name.or_else(|| Some(&self.model.group_named(id)?.name));
        shown(name.map_or(id, String::as_str)).into_owned()
    }

    /// The graph of needs, with the memory for one walk at a time.
    fn graph(&self) -> (&NeedsGraph, RefMut<'_, Walk>) {
        let (graph, walk) = self.graph.get_or_init(|| {
            let graph = NeedsGraph::new(self.model);
            let walk = RefCell::new(graph.walk());
            (graph, walk)
        });
        (graph, walk.borrow_mut())
    }

    /// Where results tell of each system, by id.
    fn systems(&self) -> &BTreeMap<&'a str, usize> {
        let results = self.results;
        self.systems.get_or_init(|| {
            results.systems.iter().enumerate().map(|(index, system)| (system.id.as_str(), index)).collect()
        })
    }

    /// What results say of the system, or of the group, with this id.
    pub(super) fn result_of(&self, id: &str) -> Option<&'a SystemResult> {
        self.systems().get(id).map(|&index| &self.results.systems[index])
    }

    /// What results say of each system that a node directly or indirectly needs, itself included; groups once.
    pub(super) fn systems_behind(&self, id: &str) -> Vec<&'a SystemResult> {
        let (results, systems) = (self.results, self.systems());
        let Some(node) = self.node_id(id).or_else(|| self.system(id).map(|system| system.node)) else {
            return Vec::new();
        };
        let (graph, mut walk) = self.graph();
        let mut nodes = graph.all_needs(node, &mut walk);
        nodes.push(node);
        let of = |node: &NodeId| match self.model.nodes[*node].kind {
            NodeKind::System(system) => Some(self.id_of_system(system)),
            _ => None,
        };
        let mut found: Vec<usize> =
            nodes.iter().filter_map(of).filter_map(|id| systems.get(id).copied()).collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|index| &results.systems[index]).collect()
    }

    /// The same of the systems whose data count for a service: those that the model lists, else all behind it.
    pub(super) fn systems_with_data_of(&self, id: &str) -> Vec<&'a SystemResult> {
        let mut systems = self.systems_behind(id);
        if let Some(data) = self.service(id).and_then(|service| service.data.as_ref()) {
            let counts = |id: &str| data.iter().any(|&system| self.id_of_system(system) == id);
            systems.retain(|system| counts(&system.id));
        }
        systems
    }

    /// The id under which results tell of a system: its group's where it has one.
    pub(super) fn id_of_system(&self, system: SystemId) -> &'a str {
        let found = &self.model.systems[system];
        match found.group {
            Some(group) => &self.model.groups[group].id,
            None => &self.model.nodes[found.node].id,
        }
    }

    /// Of the services that need a system the name of that whose own objectives are kept least often.
    pub(super) fn service_on(&self, id: &str) -> Option<String> {
        let system = self.system(id)?;
        let (graph, mut walk) = self.graph();
        let above = graph.all_needed_by(system.node, &mut walk);
        let ids: BTreeSet<&str> = above.into_iter().map(|node| self.model.nodes[node].id.as_str()).collect();
        let services = self.results.services.iter().filter(|service| ids.contains(service.id.as_str()));
        let kept = |service: &&ServiceResult| {
            let shares = service.objectives.iter().map(|objective| objective.share.share);
            shares.fold(1.0, f64::min)
        };
        let least = services.min_by(|one, other| kept(one).total_cmp(&kept(other)))?;
        Some(shown(&least.name).into_owned())
    }

    /// Each objective of one kind of the services.
    pub(super) fn of_services(
        &self,
        kind: ObjectiveKind,
    ) -> impl Iterator<Item = (&'a ServiceResult, &'a ObjectiveResult)> {
        let of = move |service: &'a ServiceResult| {
            service.objectives.iter().find(|objective| objective.kind == kind).map(|found| (service, found))
        };
        self.results.services.iter().filter_map(of)
    }

    /// Who accepts a finding: an entry of `allow` in the model or the scenario that names its code and subject.
    pub(super) fn acceptance(&self, finding: &Finding) -> Option<Acceptance> {
        let accepts = |allowance: &&Allowance| {
            allowance.code.trim().eq_ignore_ascii_case(finding.rule.code) && allowance.on == finding.subject
        };
        let mut all = self.model.allow.iter().chain(&self.scenario.allow);
        let Allowance { because, owner, until, .. } = all.find(accepts)?.clone();
        Some(Acceptance { because, owner, until })
    }
}

/// The name that people see, safe for a terminal.
pub(super) fn name(result: &ServiceResult) -> String {
    shown(&result.name).into_owned()
}

/// The ledger of the trials that missed the RTO and came back, `None` where there are none: how long the others took
/// decides nothing. Without an RTO that of all outages.
pub(super) fn ledger(service: &ServiceResult) -> Option<&LedgerResult> {
    match &service.ledger_missed {
        Some(missed) => (missed.trials > 0).then_some(missed),
        None => Some(&service.ledger),
    }
}
