//! What the rules look at: a model, a scenario, and what a run of them says.

use super::Finding;
use crate::checks::Acceptance;
use crate::model::{Allowance, Labels, Model, Node, NodeKind, Scenario, Team};
use crate::results::{LedgerResult, ObjectiveKind, ObjectiveResult, Results, ServiceResult};
use crate::wording::names::Names;
use crate::wording::text::shown;

/// A run with what it was made from.
#[derive(Debug)]
pub struct Seen<'a> {
    pub model: &'a Model,
    pub scenario: &'a Scenario,
    pub results: &'a Results,
    pub names: Names<'a>,
}

impl<'a> Seen<'a> {
    /// Gathers what rules look at; `labels` are those of the program.
    pub fn new(
        model: &'a Model,
        scenario: &'a Scenario,
        labels: &'a Labels,
        results: &'a Results,
    ) -> Seen<'a> {
        Seen { model, scenario, results, names: Names::new(model, scenario, labels) }
    }

    /// The node with an id of the model.
    pub(super) fn node(&self, id: &str) -> Option<&'a Node> {
        self.model.nodes.iter().find(|node| node.id == id)
    }

    /// The team with this id.
    pub(super) fn team(&self, id: &str) -> Option<&'a Team> {
        match self.node(id)?.kind {
            NodeKind::Team(team) => Some(&self.model.teams[team]),
            _ => None,
        }
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
        let all = self.model.allow.iter().chain(&self.scenario.allow);
        let Allowance { because, owner, until, .. } = all.clone().find(accepts)?.clone();
        Some(Acceptance { because, owner, until })
    }
}

/// The name that people see, safe for a terminal.
pub(super) fn name(result: &ServiceResult) -> String {
    shown(&result.name).into_owned()
}

/// The ledger of the trials that missed the RTO where there are any, else that of all outages.
pub(super) fn ledger(service: &ServiceResult) -> &LedgerResult {
    service.ledger_missed.as_ref().filter(|missed| missed.trials > 0).unwrap_or(&service.ledger)
}
