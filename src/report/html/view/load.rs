//! Who and what was busy, for whom work waited, which ways of recovery were taken, and how shares settled.

use serde::Serialize;

use super::ChartView;
use super::figure::{Figure, anchor};
use crate::report::charts::{convergence, load, queue};
use crate::report::dossier::{Played, Team};
use crate::results::{Average, ObjectiveKind};
use crate::units::Millis;
use crate::wording::figures::{compact, kept};
use crate::wording::text::count;

#[derive(Clone, Debug, Serialize)]
pub struct LoadView {
    pub chart: Option<ChartView>,
    pub teams: Vec<TeamRow>,
    /// Names of those that no run called.
    pub never_called: Vec<String>,
    pub queue: Option<QueueView>,
    pub resources: Vec<ResourceRow>,
    pub strategies: Vec<StrategyRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct TeamRow {
    pub name: String,
    pub called: Figure,
    pub there: Figure,
    pub busy: Figure,
    pub queued: Figure,
}

#[derive(Clone, Debug, Serialize)]
pub struct ResourceRow {
    pub name: String,
    pub busy: Figure,
    pub queued: Figure,
}

#[derive(Clone, Debug, Serialize)]
pub struct QueueView {
    pub chart: ChartView,
    pub trials: String,
    pub rows: Vec<QueueRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct QueueRow {
    pub name: String,
    pub most: String,
    pub when: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct StrategyRow {
    pub system: String,
    pub name: String,
    pub chosen: Figure,
    pub completed: Figure,
    pub failed: Figure,
}

impl LoadView {
    /// `position` is that of the scenario.
    pub fn new(position: usize, played: &Played) -> LoadView {
        let id = anchor(position);
        let mut called: Vec<(usize, &Team)> =
            played.teams.iter().enumerate().filter(|(_, team)| team.called > 0).collect();
        called.sort_by(|(_, a), (_, b)| value(&b.busy).total_cmp(&value(&a.busy)));
        let loads: Vec<load::Load> = called.iter().map(|(_, team)| of_team(team)).collect();
        let chart =
            || load::draw(&format!("{id}-load"), "How busy teams are, and what waits for them", &loads);
        let idle = played.teams.iter().filter(|team| team.called == 0);
        LoadView {
            chart: (!loads.is_empty()).then(|| ChartView::new(&chart())),
            teams: called.iter().map(|(at, team)| team_row(*at, team)).collect(),
            never_called: idle.map(|team| team.name.to_string()).collect(),
            queue: queues(&id, called.iter().map(|(_, team)| *team)),
            resources: resources(played),
            strategies: strategies(played),
        }
    }
}

fn value(average: &Average<Millis>) -> f64 {
    average.mean.map_or(0.0, |mean| mean.value)
}

fn of_team(team: &Team) -> load::Load {
    let figure = |average: &Average<Millis>| crate::wording::figures::mean_time(average);
    load::Load {
        name: team.name.to_string(),
        busy: Millis::from_f64(value(&team.busy)),
        queued: Millis::from_f64(value(&team.queued)),
        figures: [figure(&team.busy), figure(&team.queued)],
    }
}

fn team_row(at: usize, team: &Team) -> TeamRow {
    let path = |key: &str| format!("/teams/{at}/{key}");
    TeamRow {
        name: team.name.to_string(),
        called: Figure::percent(team.called, team.n, path("called")),
        there: Figure::mean(&team.mobilised, path("mobilised_mean_s")),
        busy: Figure::mean(&team.busy, path("busy_mean_s")),
        queued: Figure::mean(&team.queued, path("queued_mean_s")),
    }
}

fn resources(played: &Played) -> Vec<ResourceRow> {
    let used = |row: &ResourceRow| row.busy.value.is_some_and(|busy| busy > 0.0);
    let rows = played.resources.iter().enumerate().map(|(at, resource)| ResourceRow {
        name: resource.name.to_string(),
        busy: Figure::mean(&resource.busy, format!("/resources/{at}/busy_mean_s")),
        queued: Figure::mean(&resource.queued, format!("/resources/{at}/queued_mean_s")),
    });
    rows.filter(used).collect()
}

fn queues<'a>(id: &str, teams: impl Iterator<Item = &'a Team>) -> Option<QueueView> {
    let waited: Vec<_> = teams
        .filter_map(|team| Some((team, team.queue.as_ref()?)))
        .filter(|(_, queue)| queue.mean.iter().any(|mean| *mean > 0.0))
        .collect();
    let (_, first) = waited.first()?;
    let (cell, trials) = (first.cell, first.trials);
    let most = |mean: &[f64]| {
        let found = mean.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)));
        found.map_or((0, 0.0), |(at, most)| (at, *most))
    };
    let figure = |most: f64| if most >= 0.05 { format!("{most:.1}") } else { "<0.1".to_owned() };
    let drawn: Vec<queue::Queue> = waited
        .iter()
        .map(|(team, queue)| queue::Queue {
            name: team.name.to_string(),
            mean: queue.mean.clone(),
            figure: format!("most {}", figure(most(&queue.mean).1)),
        })
        .collect();
    let row = |(team, queue): &(&Team, &crate::report::dossier::Queue)| {
        let (at, mean) = most(&queue.mean);
        let [from, until] = [at, at + 1].map(|at| compact(Millis::new(queue.cell.get() * at as i64)));
        let when = format!("{from} to {until} after the onset");
        QueueRow { name: team.name.to_string(), most: figure(mean), when }
    };
    let title = "How much work waits for whom, as time goes on";
    let chart = ChartView::new(&queue::draw(&format!("{id}-queue"), title, cell, &drawn));
    Some(QueueView { chart, trials: count(trials), rows: waited.iter().map(row).collect() })
}

fn strategies(played: &Played) -> Vec<StrategyRow> {
    let mut rows = Vec::new();
    for (at, system) in played.systems.iter().enumerate() {
        for (position, strategy) in system.strategies.iter().enumerate().filter(|(_, one)| one.chosen > 0) {
            let figure = |of: u64, key: &str| {
                Figure::percent(of, played.run.trials, format!("/systems/{at}/strategies/{position}/{key}"))
            };
            rows.push(StrategyRow {
                system: system.name.to_string(),
                name: strategy.name.to_string(),
                chosen: figure(strategy.chosen, "chosen"),
                completed: figure(strategy.completed, "completed"),
                failed: figure(strategy.failed, "failed"),
            });
        }
    }
    rows
}

/// How the shares settled.
#[derive(Clone, Debug, Serialize)]
pub struct SettlingView {
    pub chart: ChartView,
    pub rows: Vec<SettlingRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct SettlingRow {
    pub name: String,
    /// `0.95 (0.91-0.98) after 64`, in the order of the trials.
    pub points: Vec<SettlingPoint>,
}

#[derive(Clone, Debug, Serialize)]
pub struct SettlingPoint {
    pub runs: String,
    pub share: String,
}

/// The convergence of each service that a run touches.
pub fn settling(position: usize, played: &Played) -> Option<SettlingView> {
    let mut drawn = Vec::new();
    let mut rows = Vec::new();
    for one in &played.run.convergence {
        let Some(service) = played.service(&one.service).filter(|service| service.touched > 0) else {
            continue;
        };
        let rto = service.objectives.iter().find(|objective| objective.judged.kind == ObjectiveKind::Rto);
        let points: Vec<_> = one.points.iter().map(|point| point.share()).collect();
        rows.push(SettlingRow {
            name: service.name.to_string(),
            points: points
                .iter()
                .map(|share| SettlingPoint { runs: count(share.n), share: kept(share) })
                .collect(),
        });
        let required = rto.map_or(1.0, |rto| rto.judged.required);
        drawn.push(convergence::Settling { name: service.name.to_string(), required, points });
    }
    let id = format!("{}-settling", anchor(position));
    let title = "How the share kept within the RTO settled as the runs became more";
    (!drawn.is_empty())
        .then(|| SettlingView { chart: ChartView::new(&convergence::draw(&id, title, &drawn)), rows })
}
