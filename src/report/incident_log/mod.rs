//! Turns one trial's timeline into an incident log that a facilitator can read out: what happened, when, why it
//! waited, and at the end where each service's outage went.
//!
//! Invariant: the stretches of an outage add up to it, also as they are printed. Nothing is simulated here.

mod fold;
mod sentence;
mod services;
mod why;

use std::fmt::Write as _;

use crate::engine::{Outcome, Stretch, Timeline};
use crate::model::{Labels, Model, Scenario};
use crate::units::Millis;

use super::names::Names;
use super::text::{shown, wrapped};
use super::{WIDTH, clock};

/// One trial with everything that is needed to tell it.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    pub model: &'a Model,
    pub scenario: &'a Scenario,
    pub labels: &'a Labels,
    pub timeline: &'a Timeline,
    pub outcome: &'a Outcome,
    /// Instant of the week of t = 0.
    pub onset: Millis,
    /// For each service the stretches of its outage at the minimum level, the earliest first.
    pub chains: &'a [Vec<Stretch>],
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

/// Where the text of a line starts, after both clocks.
const INDENT: usize = 28;

/// Writes the log.
pub fn incident_log(told: &Told) -> String {
    let names = Names::new(told.model, told.scenario, told.labels);
    let mut out = heading(told);
    for moment in told.timeline.changes.chunk_by(|one, next| one.at == next.at) {
        let lines = fold::lines(told, &names, moment);
        for (position, line) in lines.iter().enumerate() {
            let clocks = if position == 0 { clocks(told, moment[0].at) } else { String::new() };
            let text = wrapped(line, WIDTH - INDENT, 2).replace('\n', &format!("\n{}", " ".repeat(INDENT)));
            writeln!(out, "{clocks:INDENT$}{text}").expect("a String takes everything");
        }
    }
    out.push_str(&services::outages(told, &names));
    out
}

fn heading(told: &Told) -> String {
    let Heading { trial, seed, reason, command } = told.heading;
    let lines = [
        format!("{} · {}", shown(&told.model.name), shown(&told.scenario.title)),
        format!("Trial {trial} of seed {seed}: {reason}"),
        "Simulated from the stated model, not a record of a recovery.".to_owned(),
        format!("Show again: {command}"),
    ];
    let lines: Vec<String> = lines.iter().map(|line| wrapped(line, WIDTH, 2)).collect();
    format!("{}\n\n", lines.join("\n"))
}

fn clocks(told: &Told, at: Millis) -> String {
    format!("{:>14}  {}", clock::offset(at), clock::of_week(told.onset, at))
}
