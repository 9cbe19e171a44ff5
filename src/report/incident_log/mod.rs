//! Turns one trial's timeline into an incident log that a facilitator can read out: what happened, when, why it
//! waited, which of it held a chosen service back, and at the end where each service's outage went.
//!
//! Invariant: the stretches of an outage add up to it, also as they are printed. Nothing is simulated here.

mod fold;
pub mod promises;
mod sentence;
mod services;
mod why;

use std::fmt::Write as _;

use crate::engine::{Outcome, Timeline};
use crate::ids::ServiceId;
use crate::model::{Model, Scenario};
use crate::units::Millis;

use super::binding::Binding;
use super::names::Names;
use super::text::{shown, wrapped};
use super::{WIDTH, clock};

/// One trial with everything that is needed to tell it.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    pub model: &'a Model,
    pub scenario: &'a Scenario,
    pub timeline: &'a Timeline,
    pub outcome: &'a Outcome,
    /// Instant of the week of t = 0.
    pub onset: Millis,
    pub names: &'a Names<'a>,
    /// For each service the chain of its outage at the minimum level.
    pub chains: &'a [Binding<'a>],
    /// The service whose chain is marked in the log, if it was out and is back.
    pub marked: Option<ServiceId>,
    pub heading: Heading<'a>,
}

/// Which trial it is.
#[derive(Clone, Copy, Debug)]
pub struct Heading<'a> {
    /// Counted from 0.
    pub trial: u64,
    pub seed: u64,
    /// Why this trial: a sentence.
    pub reason: &'a str,
    /// The command that shows the same again.
    pub command: &'a str,
}

/// Where the text of a line starts, after both clocks and the mark of a chain.
const INDENT: usize = 28;
/// Marks what held a service back.
const MARK: &str = "*";

/// Writes the log.
pub fn incident_log(told: &Told) -> String {
    let mut out = heading(told);
    for moment in told.timeline.changes.chunk_by(|one, next| one.at == next.at) {
        for (position, entry) in fold::entries(told, moment).iter().enumerate() {
            let clocks = if position == 0 { clocks(told, moment[0].at) } else { String::new() };
            let mark = if entry.on_chain { MARK } else { "" };
            let text = wrapped(&entry.text, WIDTH - INDENT, 2);
            let text = text.replace('\n', &format!("\n{}", " ".repeat(INDENT)));
            writeln!(out, "{clocks:start$}{mark:<2}{text}", start = INDENT - 2)
                .expect("a String takes everything");
        }
    }
    out.push_str(&services::outages(told));
    out
}

/// What the log says of one instant, line by line.
pub fn entries_at(told: &Told, at: Millis) -> Vec<String> {
    let changes = &told.timeline.changes;
    let from = changes.partition_point(|change| change.at < at);
    let until = changes.partition_point(|change| change.at <= at);
    fold::entries(told, &changes[from..until]).into_iter().map(|entry| entry.text).collect()
}

fn heading(told: &Told) -> String {
    let Heading { trial, seed, reason, command } = told.heading;
    let mut lines = vec![
        format!("{} · {}", shown(&told.model.name), shown(&told.scenario.title)),
        format!("Trial {trial} of seed {seed}: {reason}"),
        "Simulated from the stated model, not a record of a recovery.".to_owned(),
        format!("Show again: {command}"),
    ];
    if let Some(service) = told.marked {
        let name = &told.model.nodes[told.model.services[service].node].name;
        lines.push(format!("{MARK} marks what {} waited for last, step by step", shown(name)));
    }
    let lines: Vec<String> = lines.iter().map(|line| wrapped(line, WIDTH, 2)).collect();
    format!("{}\n\n", lines.join("\n"))
}

fn clocks(told: &Told, at: Millis) -> String {
    format!("{:>14}  {}", clock::offset(at), clock::of_week(told.onset, at))
}
