//! Tells at the end of the log for each service when it was out and where that time went.
//!
//! Lengths are cut at the minutes of one clock, not rounded one by one, so that they add up as printed.

use std::fmt::Write as _;

use crate::engine::{Line, Stretch};
use crate::ids::ServiceId;

use super::super::WIDTH;
use super::super::charges::charged;
use super::super::clock::{self, Unit};
use super::super::names::{Names, listed};
use super::super::text::{right, shown, wrapped};
use super::Told;
use super::promises::{promises, sentence};

const LENGTH_WIDTH: usize = 12;

/// The closing section: each interrupted service with its chain of reasons, then those left alone.
pub fn outages(told: &Told) -> String {
    let names = told.names;
    let mut out = "\nWHERE THE TIME WENT\n".to_owned();
    let mut order: Vec<ServiceId> = told.model.services.ids().collect();
    order.sort_by_key(|&service| told.model.nodes[told.model.services[service].node].position);
    let (mut held, mut any) = (Vec::new(), false);
    for service in order {
        let line = &told.outcome.services[service.index()].minimum;
        if line.interrupted() {
            any = true;
            out.push_str(&outage(told, names, service, line));
        } else {
            held.push(name(told, service));
        }
    }
    if !any {
        out.push_str("No service fell below its minimum level in this trial.\n");
    } else if !held.is_empty() {
        let text = format!("Never below the minimum level: {}.", listed(&held, usize::MAX));
        writeln!(out, "\n{}", wrapped(&text, WIDTH, 2)).expect("a String takes everything");
    }
    out
}

fn name(told: &Told, service: ServiceId) -> String {
    shown(&told.model.nodes[told.model.services[service].node].name).into_owned()
}

fn outage(told: &Told, names: &Names, service: ServiceId, line: &Line) -> String {
    let moment = |at| format!("{} ({})", clock::of_week(told.onset, at), clock::offset(at));
    let head = format!("{}: out from {}", name(told, service), moment(line.first_down));
    if !line.recovered() {
        let head = format!("{head}, not back within {}{}", told.scenario.horizon, again(line));
        return format!("\n{}\n", wrapped(&head, WIDTH, 2));
    }
    let unit = Unit::of(line.outage());
    let total = unit.between(line.first_down, line.last_back);
    let head = format!("{head}, back for good {}, after {total}{}", moment(line.last_back), again(line));
    let mut out = format!("\n{}\n", wrapped(&head, WIDTH, 2));
    for Stretch { cause, who, from, until, .. } in joined(told.chains[service.index()].stretches) {
        let length = right(&unit.between(from, until), LENGTH_WIDTH);
        let text = wrapped(&charged(names, cause, who), WIDTH - LENGTH_WIDTH - 2, 2);
        let text = text.replace('\n', &format!("\n{}", " ".repeat(LENGTH_WIDTH + 2)));
        writeln!(out, "{length}  {text}").expect("a String takes everything");
    }
    for promised in promises(told, service) {
        let text = wrapped(&sentence(&promised), WIDTH, 2);
        writeln!(out, "{text}").expect("a String takes everything");
    }
    out
}

fn again(line: &Line) -> String {
    match line.downs {
        0 | 1 => String::new(),
        2 => "; it fell again once".to_owned(),
        downs => format!("; it fell again {} times", downs - 1),
    }
}

/// Neighbours that are charged alike become one.
fn joined(chain: &[Stretch]) -> Vec<Stretch> {
    let mut joined: Vec<Stretch> = Vec::new();
    for &stretch in chain {
        match joined.last_mut() {
            Some(last) if (last.cause, last.who) == (stretch.cause, stretch.who) => {
                last.until = stretch.until
            }
            _ => joined.push(stretch),
        }
    }
    joined
}
