//! One scenario: what happens, what is struck, how the objectives stand, sheet by sheet.

use std::collections::BTreeMap;

use serde::Serialize;

use super::figure::{Figure, anchor};
use super::gap::GapView;
use super::load::{LoadView, SettlingView, settling};
use super::services::{OtherRow, ServiceRow, others, services};
use super::sheet::{Sheet, worst};
use crate::report::dossier::Fact;
use crate::report::dossier::{Dossier, Edit, Gap, Played, Standing};
use crate::report::html::foreign;
use crate::results::{Goal, Hundredths};
use crate::wording::figures::money;
use crate::wording::text::count;
use crate::wording::words::length;

#[derive(Clone, Debug, Serialize)]
pub struct Scenario {
    pub anchor: String,
    pub title: String,
    pub narrative: Option<String>,
    /// What it is and how it was played.
    pub facts: Vec<Fact>,
    pub verdicts: String,
    pub changes: Vec<String>,
    /// An `svg` element; `None` where the file has none that may be shown.
    pub picture: Option<String>,
    pub struck: Vec<StruckRow>,
    pub services: Vec<ServiceRow>,
    pub others: Vec<OtherRow>,
    pub sheets: Vec<Sheet>,
    /// Names of services that have no sheet.
    pub quiet: Vec<String>,
    /// Findings about anything but services.
    pub gaps: Vec<GapView>,
    pub load: LoadView,
    pub settling: Option<SettlingView>,
}

/// A system that some run strikes or interrupts.
#[derive(Clone, Debug, Serialize)]
pub struct StruckRow {
    pub name: String,
    pub touched: Figure,
    pub interrupted: Figure,
    pub typical: Figure,
    pub rare: Figure,
}

impl Scenario {
    pub fn new(dossier: &Dossier, position: usize) -> Scenario {
        let played = &dossier.played[position];
        let open = dossier.gaps().open.into_iter().filter(|gap| gap.scenario == position);
        let gaps: Vec<Gap> = open.collect();
        let shown = with_sheet(played, &gaps);
        let href =
            |at: usize| shown.contains(&at).then(|| format!("{}-service-{}", anchor(position), at + 1));
        let quiet = played.services.iter().enumerate().filter(|(at, _)| !shown.contains(at));
        let is_service = |id: &str| played.service(id).is_some();
        let others_gaps = gaps.iter().filter(|gap| !is_service(&gap.finding.subject));
        let document = played.document.as_ref();
        Scenario {
            anchor: anchor(position),
            title: played.scenario.title.to_string(),
            narrative: document.and_then(|document| document.narrative.as_ref()).map(ToString::to_string),
            facts: facts(played),
            verdicts: played.counts().words(),
            changes: played.run.changes.iter().map(change).collect(),
            picture: played.picture.as_ref().and_then(|picture| foreign::safe(&picture.svg)),
            struck: struck(played),
            services: services(played, &href),
            others: others(played),
            sheets: shown.iter().map(|&at| Sheet::new(dossier, &gaps, (position, at))).collect(),
            quiet: quiet.map(|(_, service)| service.name.to_string()).collect(),
            gaps: others_gaps.map(|gap| GapView::new(dossier, gap)).collect(),
            load: LoadView::new(position, played),
            settling: settling(position, played),
        }
    }
}

/// Services that have something to say: an objective that does not hold, an open finding, or a real outage. Worst first.
/// `gaps` are those of the scenario.
fn with_sheet(played: &Played, gaps: &[Gap]) -> Vec<usize> {
    let rank = |at: &usize| {
        let id = &played.services[*at].id;
        gaps.iter().position(|gap| gap.finding.subject == *id)
    };
    let speaks = |at: &usize| {
        let service = &played.services[*at];
        rank(at).is_some() || worst(service) <= Standing::DependsOnAssumptions || !service.actuals.is_empty()
    };
    let mut shown: Vec<usize> = (0..played.services.len()).filter(speaks).collect();
    shown.sort_by_key(|at| (rank(at).unwrap_or(usize::MAX), worst(&played.services[*at])));
    shown
}

fn facts(played: &Played) -> Vec<Fact> {
    let run = &played.run;
    let fact = |label: &str, value: String| Fact { label: label.to_owned(), value };
    let mut facts = Vec::new();
    facts.extend(played.scenario.class.as_ref().map(|class| fact("Class", class.to_string())));
    let onset = played.document.as_ref().and_then(|document| document.onset.as_ref());
    facts.extend(onset.map(|onset| fact("Begins", onset.to_string())));
    facts.push(fact("Watched for", length(run.horizon)));
    let runs = match run.is_partial() {
        true => format!("{} of {}: PARTIAL, stopped early", count(run.trials), count(run.trials_asked)),
        false => count(run.trials),
    };
    facts.push(fact("Runs", runs));
    facts.push(fact("Seed", run.seed.to_string()));
    facts.push(fact("Objectives", played.counts().words()));
    let cost = cost(played);
    facts.extend((!cost.is_empty()).then(|| fact("Expected loss in a run", cost)));
    if let Some(search) = &run.search {
        let goal = Goal { decided: search.until_decided, half_width: search.precision };
        let why = if goal.decided {
            "until every verdict that runs can settle was settled"
        } else {
            "until shares were known"
        };
        facts.push(fact("Played", format!("{why}; {} looks ({})", search.looks, search.stopped_by)));
    }
    facts
}

/// The sum of the means, currency by currency.
pub fn cost(played: &Played) -> String {
    let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
    for loss in played.services.iter().filter_map(|service| service.loss.as_ref()) {
        *sums.entry(&loss.currency).or_default() += loss.estimate.average.mean.map_or(0.0, |mean| mean.value);
    }
    let said: Vec<String> =
        sums.into_iter().map(|(currency, sum)| money(currency, Hundredths(sum as i64))).collect();
    said.join(" and ")
}

fn change(edit: &Edit) -> String {
    let Edit { path, from, .. } = edit;
    match (&edit.value, edit.op.as_str()) {
        (Some(value), "add") => format!("{value} is added to {path} ({from})"),
        (Some(value), _) => format!("{path} is set to {value} ({from})"),
        (None, _) => format!("{path} is removed ({from})"),
    }
}

fn struck(played: &Played) -> Vec<StruckRow> {
    let struck = played.systems.iter().enumerate().filter(|(_, system)| system.touched > 0);
    let row = |(at, system): (usize, &crate::report::dossier::System)| {
        let path = |key: &str| format!("/systems/{at}/{key}");
        let runs = played.run.trials;
        let time = |percent| {
            Figure::time(&system.recovery, percent, None, ("not out", "not back"), &path("recovery"))
        };
        StruckRow {
            name: match system.alike {
                Some(members) => format!("{} (all {members})", system.name),
                None => system.name.to_string(),
            },
            touched: Figure::percent(system.touched, runs, path("touched")),
            interrupted: Figure::percent(system.interrupted, runs, path("interrupted")),
            typical: time(50),
            rare: time(95),
        }
    };
    struck.map(row).collect()
}
