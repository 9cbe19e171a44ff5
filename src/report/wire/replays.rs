//! Single trials in full, and the names of all that they mention.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Account;
use super::estimate::Shown as _;
use super::timeline::TimelineFile;
use crate::engine::Who;
use crate::ids::ServiceId;
use crate::probe::sample::{Sample, Shown};
use crate::report::binding::Binding;
use crate::units::Millis;

#[derive(Serialize)]
pub(super) struct ReplayEntry<'a> {
    service: &'a str,
    /// `p50` or `p90`: of all trials, by the recovery time of the service.
    percentile: String,
    /// Of the whole run; null: never.
    quantile_s: Option<f64>,
    /// Of this trial.
    recovery_s: Option<f64>,
    /// It is the one nearest to the quantile among so many, the first ones.
    among: u64,
    /// Instant of the week of t = 0, in seconds after Monday 00:00.
    onset_s: f64,
    #[serde(flatten)]
    timeline: TimelineFile<'a>,
}

impl<'a> ReplayEntry<'a> {
    pub(super) fn new(shown: &'a Shown, among: u64, account: &Account<'a>) -> ReplayEntry<'a> {
        let Account { model, labels, names, .. } = *account;
        let id = |service: ServiceId| model.nodes[model.services[service].node].id.as_str();
        let binding = |service: ServiceId| {
            Binding::new(names, &shown.timeline, id(service), &shown.chains[service.index()])
        };
        let chains: Vec<Binding> = model.services.ids().map(binding).collect();
        ReplayEntry {
            service: id(shown.service),
            percentile: format!("p{}", shown.percent),
            quantile_s: shown.quantile.and_then(|quantile| quantile.shown()),
            recovery_s: shown.recovery.shown(),
            among,
            onset_s: shown.onset.seconds_f64(),
            timeline: TimelineFile::new(shown.trial, &shown.timeline, labels, &chains),
        }
    }
}

/// The words for every label that replays and ledgers mention.
pub(super) fn names<'a>(account: &Account<'a>) -> BTreeMap<&'a str, String> {
    let Account { labels, names, results, extras, .. } = *account;
    let replays = &extras.sample.shown;
    let changes = replays.iter().flat_map(|shown| &shown.timeline.changes).map(|change| change.who);
    let stretches = replays.iter().flat_map(|shown| shown.chains.iter().flatten()).map(|stretch| stretch.who);
    let ledgers = results.services.iter().flat_map(|service| {
        [Some(&service.ledger), service.ledger_missed.as_ref(), Some(&service.ledger_full)]
    });
    let entries = ledgers.flatten().flat_map(|ledger| ledger.entries.iter().map(|entry| entry.who));
    let said = |who: Who| {
        let words = if names.is_event(who) { names.event(who) } else { names.words(who) };
        (labels.text(who.0), words)
    };
    let all = changes.chain(stretches).chain(entries).filter(|&who| !names.is_nobody(who));
    all.map(said).collect()
}

/// How much work waited for a team as time went on.
#[derive(Serialize)]
pub(super) struct QueueEntry {
    /// Over so many trials, the first ones.
    trials: u64,
    cell_s: f64,
    /// Pieces of work that waited, on average over each cell of time, by whom they waited for last; work that never
    /// began is not among them.
    mean: Vec<f64>,
}

impl QueueEntry {
    pub(super) fn of_team(sample: &Sample, team: usize) -> QueueEntry {
        let cell = sample.queues.cell;
        let whole = (cell.get() * sample.trials as i64).max(1) as f64;
        let mean = |waited: &Millis| waited.get() as f64 / whole;
        QueueEntry {
            trials: sample.trials,
            cell_s: cell.seconds_f64(),
            mean: sample.queues.waited[team].iter().map(mean).collect(),
        }
    }
}
