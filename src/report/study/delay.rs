//! Turns the last responsible moments of a declaration into text.

use crate::model::{Clock, Model, Service};
use crate::report::study::{Setting, paragraph};
use crate::report::table::{Side, Table};
use crate::units::Millis;
use crate::wording::figures::{compact, wanted};
use crate::wording::text::{count, shown};

/// The moments of one service.
#[derive(Clone, Debug)]
pub struct Moment {
    pub id: String,
    pub name: String,
    pub rto: Millis,
    pub required: f64,
    /// Whether anything that it needs is struck in any run: else it has kept nothing.
    pub touched: bool,
    /// The share kept at each delay that was looked at, in minutes, rising.
    pub shares: Vec<(u64, f64)>,
    /// Until when the share asked for is kept, and one half.
    pub for_required: Edge,
    pub for_half: Edge,
}

/// Where a share crosses a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// It lies below at once.
    AtOnce,
    /// The last minute at which it does not.
    After(u64),
    /// Not at any delay that was looked at.
    Never,
}

impl Edge {
    fn words(self, farthest_min: u64) -> String {
        match self {
            Edge::AtOnce => "short at once".to_owned(),
            Edge::After(minutes) => compact(length(minutes)),
            Edge::Never => format!("> {}", compact(length(farthest_min))),
        }
    }
}

fn length(minutes: u64) -> Millis {
    Millis::new(i64::try_from(minutes).unwrap_or(i64::MAX).saturating_mul(Millis::MINUTE.get()))
}

/// From when on a delay counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedFrom {
    /// The name of those who decide; `None`: nobody is called for it.
    pub decider: Option<String>,
}

/// Once the incident is assessed and those who decide are there.
pub fn counted_from(model: &Model) -> CountedFrom {
    let team = model.response.declare.by.map(|team| &model.nodes[model.teams[team].node].name);
    CountedFrom { decider: team.cloned() }
}

impl CountedFrom {
    /// What the delays are.
    pub fn told(&self) -> String {
        let from = match &self.decider {
            None => "after the assessment.".to_owned(),
            Some(team) => format!(
                "once the incident is assessed and {team} is there: the call-out of {team} passes before and is not \
                 counted.",
                team = shown(team)
            ),
        };
        format!(
            "How long the declaration may wait {from} Every delay is played with the same draws; the last minute is \
             that of these runs."
        )
    }
}

/// A search as far as it went.
#[derive(Clone, Copy, Debug)]
pub struct Delay<'a> {
    pub moments: &'a [Moment],
    pub trials: u64,
    /// The longest delay that was looked at, in minutes.
    pub farthest_min: u64,
    pub partial: bool,
}

/// Writes the text.
pub fn delay(setting: &Setting, found: &Delay) -> String {
    let Delay { moments, farthest_min, .. } = *found;
    let mut out = setting.head(&format!("{} runs a delay", count(found.trials)));
    if found.partial {
        out.push_str("PARTIAL: stopped before every last moment was found to the minute.\n");
    }
    out.push_str(&paragraph(&counted_from(setting.model).told()));
    out.push('\n');
    let mut table = Table::new(
        "SERVICE",
        &[
            (Side::Right, ["RTO", ""]),
            (Side::Right, ["WANTED", ""]),
            (Side::Right, ["LAST MOMENT", "for that"]),
            (Side::Right, ["LAST MOMENT", "for one half"]),
            (Side::Right, ["KEPT IN 100 RUNS", "declared at once"]),
            (Side::Right, ["", "after 1h"]),
            (Side::Right, ["", "after 4h"]),
            (Side::Right, ["", "after 1d"]),
        ],
    );
    let mut unmoved = Vec::new();
    for moment in moments.iter().filter(|moment| moment.touched) {
        let at = |minutes: u64| {
            let found = moment.shares.iter().find(|(at, _)| *at == minutes);
            found.map_or("-".to_owned(), |(_, share)| format!("{:.1}", share * 100.0))
        };
        if moment.shares.windows(2).all(|pair| pair[0].1 == pair[1].1) {
            unmoved.push(format!("{} ({})", shown(&moment.name), at(0)));
            continue;
        }
        table.row(
            "",
            &shown(&moment.name),
            vec![
                compact(moment.rto),
                wanted(moment.required),
                moment.for_required.words(farthest_min),
                moment.for_half.words(farthest_min),
                at(0),
                at(60),
                at(240),
                at(1_440),
            ],
        );
    }
    let untouched: Vec<String> = moments
        .iter()
        .filter(|moment| !moment.touched)
        .map(|moment| shown(&moment.name).into_owned())
        .collect();
    if unmoved.len() + untouched.len() < moments.len() {
        out.push_str(&table.finish());
    }
    if !untouched.is_empty() {
        out.push_str(&paragraph(&format!("Not touched in any run: {}.", untouched.join(", "))));
    }
    if !unmoved.is_empty() {
        out.push_str(&paragraph(&format!(
            "The moment of the declaration changes nothing in how often the RTO is kept, up to a delay of {}, of (kept in 100 runs): {}.",
            compact(length(farthest_min)),
            unmoved.join(", ")
        )));
    }
    out.push_str(&paragraph(
        "Between the delays that were looked at the share is taken to fall; where people are short it can rise for a while, \
         and such a rise may be missed.",
    ));
    let of_declaration = moments.iter().filter(|moment| counts_from_declaration(setting.model, &moment.id));
    let names: Vec<String> = of_declaration.map(|moment| shown(&moment.name).into_owned()).collect();
    if !names.is_empty() {
        out.push_str(&paragraph(&format!(
            "Counted from the declaration, and so later with it: the RTO of {}. That a share rises with the delay does not \
             say that anything is back sooner.",
            names.join(", ")
        )));
    }
    out
}

fn counts_from_declaration(model: &Model, id: &str) -> bool {
    let is = |service: &&Service| model.nodes[service.node].id == id;
    model.services.iter().find(is).is_some_and(|service| service.clock == Clock::Declared)
}
