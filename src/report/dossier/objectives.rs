//! Every objective as one row: of what, how much is asked, how often it is kept, and how that stands.

use super::Dossier;
use super::estimate::Objective;
use super::played::Played;
use super::standing::Standing;
use super::text::Text;
use crate::results::{Average, Estimate, ObjectiveKind, Verdict};
use crate::units::Millis;
use crate::wording::figures;

/// What an objective is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectKind {
    Service,
    System,
    Task,
}

impl SubjectKind {
    /// The word for one.
    pub fn word(self) -> &'static str {
        match self {
            SubjectKind::Service => "service",
            SubjectKind::System => "system",
            SubjectKind::Task => "task",
        }
    }
}

/// One objective of one scenario.
#[derive(Clone, Copy, Debug)]
pub struct ObjectiveRow<'a> {
    /// Position of the scenario.
    pub scenario: usize,
    pub played: &'a Played,
    pub kind: SubjectKind,
    pub id: &'a Text,
    pub name: &'a Text,
    pub objective: &'a Objective,
    /// The times that it limits.
    pub times: &'a Estimate<Millis>,
    /// What an MTPD counts on top of them, on average.
    pub catching_up: Option<&'a Average<Millis>>,
    pub standing: Standing,
}

impl ObjectiveRow<'_> {
    /// `RTO`, `RPO`, `MTPD`, `within`.
    pub fn word(&self) -> &'static str {
        match self.objective.judged.kind.word() {
            "rto" => "RTO",
            "rpo" => "RPO",
            "mtpd" => "MTPD",
            other => other,
        }
    }

    /// `62.0 (61.2-62.8)` of 100 runs; `not touched` where no run put it to the proof.
    pub fn kept(&self) -> String {
        match self.objective.judged.verdict {
            Verdict::NotTouched => Standing::NotTouched.words().to_owned(),
            _ => figures::kept(&self.objective.judged.share),
        }
    }

    /// How much of what is wanted is missing, for the order; 0 where nothing is.
    pub fn shortfall(&self) -> f64 {
        (self.objective.judged.required - self.objective.judged.share.share).max(0.0)
    }
}

/// All rows, what needs attention first, then by what is missing, then as the files have them.
pub(super) fn rows(dossier: &Dossier) -> Vec<ObjectiveRow<'_>> {
    let mut rows: Vec<ObjectiveRow> =
        dossier.played.iter().enumerate().flat_map(|(scenario, played)| of_one(scenario, played)).collect();
    rows.sort_by(|a, b| a.standing.cmp(&b.standing).then(b.shortfall().total_cmp(&a.shortfall())));
    rows
}

fn of_one(scenario: usize, played: &Played) -> Vec<ObjectiveRow<'_>> {
    let row = |kind, (id, name), objective, times| ObjectiveRow {
        catching_up: None,
        scenario,
        played,
        kind,
        id,
        name,
        objective,
        times,
        standing: Standing::of(objective),
    };
    let services = played.services.iter().flat_map(|service| {
        service.objectives.iter().map(move |objective| {
            let times = match objective.judged.kind {
                ObjectiveKind::Rpo => &service.data_loss,
                _ => service.recovery_by_clock.on(objective.judged.clock.unwrap_or_default()),
            };
            let counts = objective.judged.kind == ObjectiveKind::Mtpd && service.catches_up();
            let catching_up = counts.then_some(&service.work_recovery);
            ObjectiveRow {
                catching_up,
                ..row(SubjectKind::Service, (&service.id, &service.name), objective, times)
            }
        })
    });
    let systems = played.systems.iter().flat_map(|system| {
        system.objectives.iter().map(move |objective| {
            let times = match objective.judged.kind {
                ObjectiveKind::Rpo => &system.data_loss,
                _ => &system.recovery,
            };
            row(SubjectKind::System, (&system.id, &system.name), objective, times)
        })
    });
    let tasks = played.tasks.iter().flat_map(|task| {
        let times = task.recovery_on_clock.as_ref().map_or(&task.recovery, |on_clock| &on_clock.times);
        let id = (&task.id, &task.name);
        task.objectives.iter().map(move |objective| row(SubjectKind::Task, id, objective, times))
    });
    services.chain(systems).chain(tasks).collect()
}
