//! How much of a service's ledger rests on which evidence.

use std::collections::BTreeMap;

use super::Seen;
use crate::engine::Cause;
use crate::model::{Basis, EventKind, Restart, Strategy, Uncertain, Until};
use crate::results::LedgerResult;

/// Shares of the time of a service's outages by the weakest evidence of the durations that each stretch is a draw of;
/// they add up to 1, or to 0 without an outage.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RestsOn {
    pub assumed: f64,
    pub estimated: f64,
    pub exercised: f64,
    pub measured: f64,
    /// Drawn from no estimate of its own: waiting for people and things that are busy with other work, and times
    /// that the plan or the scenario fixes.
    pub derived: f64,
}

/// The weakest evidence behind each entry that a ledger can have.
pub struct Evidence(BTreeMap<(Cause, String), Basis>);

impl Evidence {
    /// Reads it off the model and the scenario.
    pub fn of(seen: &Seen) -> Evidence {
        let mut evidence = Evidence(BTreeMap::new());
        evidence.of_response(seen);
        evidence.of_systems(seen);
        let model = seen.model;
        for task in model.tasks.iter() {
            let id = &model.nodes[task.node].id;
            for step in &task.steps {
                evidence.of_work(format!("{id}/{}", step.id), &step.takes);
            }
        }
        for service in model.services.iter() {
            let id = &model.nodes[service.node].id;
            for workaround in &service.workarounds {
                let figures =
                    [Some(&workaround.ready), workaround.notice.as_ref(), workaround.lasts.as_ref()];
                figures.into_iter().flatten().for_each(|figure| evidence.add(Cause::Workaround, id, figure));
            }
        }
        for event in &seen.scenario.events {
            match &event.kind {
                EventKind::Outage { until: Until::Lasts(lasts) }
                | EventKind::Absence { until: Until::Lasts(lasts), .. }
                | EventKind::Delay { until: Until::Lasts(lasts), .. } => {
                    evidence.add(Cause::Event, &event.id, lasts);
                }
                EventKind::Spread { delay, .. } => evidence.add(Cause::Event, &event.id, delay),
                _ => {}
            }
        }
        evidence
    }

    /// How much of a ledger rests on what.
    pub fn behind(&self, ledger: &LedgerResult) -> RestsOn {
        let mut rests = RestsOn::default();
        for entry in &ledger.entries {
            let share = match self.0.get(&(entry.cause, entry.label.clone())) {
                Some(Basis::Assumed) => &mut rests.assumed,
                Some(Basis::Estimated) => &mut rests.estimated,
                Some(Basis::Exercised(_)) => &mut rests.exercised,
                Some(Basis::Measured(_)) => &mut rests.measured,
                None => &mut rests.derived,
            };
            *share += entry.share;
        }
        rests
    }

    /// The weakest evidence behind an entry; `None` where no estimate stands behind it.
    pub fn weakest(&self, cause: Cause, who: &str) -> Option<&Basis> {
        self.0.get(&(cause, who.to_owned()))
    }

    fn add(&mut self, cause: Cause, who: &str, figure: &Uncertain) {
        // A default is zero: no time is a draw of it.
        if figure.place.is_none() {
            return;
        }
        let weakest = self.0.entry((cause, who.to_owned())).or_insert_with(|| figure.basis.clone());
        if figure.basis < *weakest {
            *weakest = figure.basis.clone();
        }
    }

    fn of_work(&mut self, label: String, takes: &Uncertain) {
        self.add(Cause::Work, &label, takes);
        self.add(Cause::Rework, &label, takes);
    }

    fn of_response(&mut self, seen: &Seen) {
        let (model, response) = (seen.model, &seen.model.response);
        self.add(Cause::Detection, "", &response.detect);
        self.add(Cause::Assessment, "", &response.assess);
        let by = response.declare.by.map_or("", |team| model.nodes[model.teams[team].node].id.as_str());
        self.add(Cause::Declaration, by, &response.declare.takes);
        for team in model.teams.iter() {
            let id = &model.nodes[team.node].id;
            let surge = team.surge.as_ref().map(|surge| &surge.call_out);
            let figures = [Some(&team.call_out), team.off_hours.call_out.as_ref(), surge];
            figures.into_iter().flatten().for_each(|figure| self.add(Cause::Mobilisation, id, figure));
        }
    }

    fn of_systems(&mut self, seen: &Seen) {
        let model = seen.model;
        for system in model.systems.iter() {
            let id = match system.group {
                Some(group) => &model.groups[group].id,
                None => &model.nodes[system.node].id,
            };
            let (Restart::Plain(restart) | Restart::Attended { takes: restart, .. }) = &system.restart;
            self.add(Cause::Restart, id, restart);
            for Strategy { id: strategy, decide, steps, .. } in &system.recovery {
                if let Some(decide) = decide {
                    let team = &model.nodes[model.teams[decide.by].node].id;
                    self.add(Cause::Decision, team, &decide.takes);
                }
                for step in steps {
                    self.of_work(format!("{id}/{strategy}/{}", step.id), &step.takes);
                }
            }
        }
    }
}
