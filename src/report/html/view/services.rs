//! The tables of objectives of a scenario: services first, then systems and tasks with objectives of their own.

use serde::Serialize;

use super::figure::Figure;
use crate::report::dossier::{Objective, Played, Service, Standing};
use crate::results::{Estimate, ObjectiveKind};
use crate::units::Millis;
use crate::wording::figures::{compact, money_range, wanted};
use crate::wording::words::from_clock;

/// An objective within a row.
#[derive(Clone, Debug, Serialize)]
pub struct Asked {
    pub target: String,
    /// From where it counts, where that is not the disruption.
    pub clock: Option<&'static str>,
    pub wanted: String,
    pub kept: Figure,
    pub slug: &'static str,
    pub mark: &'static str,
    pub words: &'static str,
}

#[derive(Clone, Debug, Serialize)]
pub struct ServiceRow {
    pub name: String,
    /// Where its sheet is; `None` without one.
    pub href: Option<String>,
    pub slug: &'static str,
    pub rto: Option<Asked>,
    pub mtpd: Option<Asked>,
    pub rpo: Option<Asked>,
    pub first: Figure,
    pub relapsed: Figure,
    pub typical: Figure,
    pub rare: Figure,
    pub not_back: Figure,
    pub lost: Figure,
    /// Empty where no impact is given.
    pub cost: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct OtherRow {
    pub kind: &'static str,
    pub name: String,
    pub slug: &'static str,
    pub time: Option<Asked>,
    pub data: Option<Asked>,
    pub typical: Figure,
    pub rare: Figure,
    pub not_back: Figure,
}

fn asked(objectives: &[Objective], wanted_kind: &dyn Fn(ObjectiveKind) -> bool, path: &str) -> Option<Asked> {
    let at = objectives.iter().position(|objective| wanted_kind(objective.judged.kind))?;
    let objective = &objectives[at];
    let judged = &objective.judged;
    let standing = Standing::of(objective);
    let kept = match standing {
        Standing::NotTouched => Figure::words("-"),
        _ => Figure::kept(&judged.share, format!("{path}/objectives/{at}/share")),
    };
    Some(Asked {
        target: compact(judged.target),
        clock: judged.clock.filter(|clock| *clock != crate::model::Clock::Disruption).map(from_clock),
        wanted: wanted(judged.required),
        kept,
        slug: standing.slug(),
        mark: standing.mark(),
        words: standing.words(),
    })
}

fn worst(objectives: &[Objective]) -> Standing {
    objectives.iter().map(Standing::of).min().unwrap_or(Standing::NotTouched)
}

/// One row for each service, what needs attention first.
pub fn services(played: &Played, href: &dyn Fn(usize) -> Option<String>) -> Vec<ServiceRow> {
    let mut order: Vec<usize> = (0..played.services.len()).collect();
    let held = |service: &Service| {
        let rto = service.objectives.iter().find(|objective| objective.judged.kind == ObjectiveKind::Rto);
        rto.map_or(u64::MAX, |rto| rto.judged.share.held)
    };
    order.sort_by_key(|&at| (worst(&played.services[at].objectives), held(&played.services[at])));
    order.into_iter().map(|at| service_row(played, at, href(at))).collect()
}

fn service_row(played: &Played, at: usize, href: Option<String>) -> ServiceRow {
    let service = &played.services[at];
    let path = format!("/services/{at}");
    let objective = |kind| asked(&service.objectives, &|found| found == kind, &path);
    let touched = service.touched > 0;
    let runs = if touched { played.run.trials } else { 0 };
    let limit = |kind| limit(&service.objectives, &|found| found == kind);
    let rto = limit(ObjectiveKind::Rto);
    let time = |estimate, percent, key: &str| match touched {
        true => Figure::time(estimate, percent, rto, ("not out", "not back"), &format!("{path}/{key}")),
        false => Figure::words("-"),
    };
    let lost =
        service.recovery.average.n - service.recovery.average.recovered.min(service.recovery.average.n);
    ServiceRow {
        name: service.name.to_string(),
        href,
        slug: worst(&service.objectives).slug(),
        rto: objective(ObjectiveKind::Rto),
        mtpd: objective(ObjectiveKind::Mtpd),
        rpo: objective(ObjectiveKind::Rpo),
        first: match service.interrupted {
            0 => Figure::words(if touched { "not out" } else { "-" }),
            _ => time(&service.first_return, 50, "first_return"),
        },
        relapsed: Figure::percent(service.relapsed, runs, format!("{path}/relapsed")),
        typical: time(&service.recovery, 50, "recovery"),
        rare: time(&service.recovery, 95, "recovery"),
        not_back: not_back(lost, runs),
        lost: match touched {
            true => {
                let path = format!("{path}/data_loss");
                Figure::time(&service.data_loss, 50, limit(ObjectiveKind::Rpo), ("none", "all"), &path)
            }
            false => Figure::words("-"),
        },
        cost: service
            .loss
            .as_ref()
            .map_or(String::new(), |loss| money_range(&loss.currency, loss.estimate.average.mean)),
    }
}

/// What limits a time: the target of the objective of that kind.
fn limit(objectives: &[Objective], is: &dyn Fn(ObjectiveKind) -> bool) -> Option<Millis> {
    objectives.iter().find(|objective| is(objective.judged.kind)).map(|objective| objective.judged.target)
}

/// A count that the results file does not have as such.
fn not_back(lost: u64, runs: u64) -> Figure {
    Figure { path: String::new(), value: None, ..Figure::percent(lost, runs, String::new()) }
}

/// One row for each system and task that has an objective of its own, what needs attention first.
pub fn others(played: &Played) -> Vec<OtherRow> {
    let mut rows: Vec<(Standing, OtherRow)> = Vec::new();
    for (at, system) in played.systems.iter().enumerate().filter(|(_, system)| !system.objectives.is_empty())
    {
        let name = match system.alike {
            Some(members) => format!("{} (all {members})", system.name),
            None => system.name.to_string(),
        };
        let of = Other {
            kind: "system",
            name,
            objectives: &system.objectives,
            times: &system.recovery,
            touched: system.touched,
        };
        let keys = [format!("/systems/{at}"), format!("/systems/{at}/recovery")];
        rows.push((worst(&system.objectives), other(played, &of, &keys)));
    }
    for (at, task) in played.tasks.iter().enumerate().filter(|(_, task)| !task.objectives.is_empty()) {
        let (times, key) = match &task.recovery_on_clock {
            Some(on_clock) => (&on_clock.times, "recovery_on_clock"),
            None => (&task.recovery, "recovery"),
        };
        let of = Other {
            kind: "task",
            name: task.name.to_string(),
            objectives: &task.objectives,
            times,
            touched: task.begun,
        };
        let keys = [format!("/tasks/{at}"), format!("/tasks/{at}/{key}")];
        rows.push((worst(&task.objectives), other(played, &of, &keys)));
    }
    rows.sort_by_key(|(standing, _)| *standing);
    rows.into_iter().map(|(_, row)| row).collect()
}

struct Other<'a> {
    kind: &'static str,
    name: String,
    objectives: &'a [Objective],
    times: &'a Estimate<Millis>,
    /// Trials in which it was put to the proof.
    touched: u64,
}

fn other(played: &Played, of: &Other, [path, times]: &[String; 2]) -> OtherRow {
    let touched = of.touched > 0;
    let within = limit(of.objectives, &|kind| kind != ObjectiveKind::Rpo);
    let time = |percent| match touched {
        true => Figure::time(of.times, percent, within, ("not out", "not back"), times),
        false => Figure::words("-"),
    };
    let average = &of.times.average;
    let lost = average.n - average.recovered.min(average.n);
    OtherRow {
        kind: of.kind,
        name: of.name.clone(),
        slug: worst(of.objectives).slug(),
        time: asked(of.objectives, &|kind| kind != ObjectiveKind::Rpo, path),
        data: asked(of.objectives, &|kind| kind == ObjectiveKind::Rpo, path),
        typical: time(50),
        rare: time(95),
        not_back: not_back(lost, if touched { played.run.trials } else { 0 }),
    }
}
