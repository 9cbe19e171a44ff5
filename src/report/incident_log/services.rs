//! Tells at the end of the log for each service when it was out and where that time went.
//!
//! Lengths are cut at the minutes of one clock, not rounded one by one, so that they add up as printed.

use std::fmt::Write as _;

use crate::engine::{Line, Stretch};
use crate::ids::ServiceId;
use crate::units::Millis;

use super::super::names::{Names, listed};
use super::super::text::{right, shown, wrapped};
use super::super::{WIDTH, clock};
use super::{Told, why};

const MINUTE_MS: i64 = 60_000;
const LENGTH_WIDTH: usize = 12;

/// The closing section: each interrupted service with its chain of reasons, then those left alone.
pub fn outages(told: &Told, names: &Names) -> String {
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
    let mut out = format!("\n{}: out from {}", name(told, service), moment(line.first_down));
    if !line.recovered() {
        let horizon = told.scenario.horizon;
        writeln!(out, ", not back within {horizon}{}", again(line)).expect("a String takes everything");
        return out;
    }
    let unit_ms = if line.outage().get() < 10 * MINUTE_MS { 1_000 } else { MINUTE_MS };
    let total = length(line.first_down, line.last_back, unit_ms);
    writeln!(out, ", back for good {}, after {total}{}", moment(line.last_back), again(line))
        .expect("a String takes everything");
    for Stretch { cause, who, from, until } in joined(&told.chains[service.index()]) {
        let length = right(&length(from, until, unit_ms), LENGTH_WIDTH);
        let text = wrapped(&why::charged(names, cause, who), WIDTH - LENGTH_WIDTH - 2, 2);
        let text = text.replace('\n', &format!("\n{}", " ".repeat(LENGTH_WIDTH + 2)));
        writeln!(out, "{length}  {text}").expect("a String takes everything");
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

/// The time from one instant to another as a clock with this unit shows it.
fn length(from: Millis, to: Millis, unit_ms: i64) -> String {
    let units = to.get().div_euclid(unit_ms) - from.get().div_euclid(unit_ms);
    if units == 0 && to > from {
        return if unit_ms == MINUTE_MS { "0m".to_owned() } else { "0s".to_owned() };
    }
    let seconds = units * unit_ms / 1_000;
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    let parts = [(days, "d"), (hours, "h"), (minutes, "m"), (seconds % 60, "s")];
    let words: Vec<String> =
        parts.iter().filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n}{unit}")).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_lengths_add_up() {
        let at = [0, 89_000, 149_000, 3_689_000].map(Millis::new);
        let found: Vec<String> = at.windows(2).map(|pair| length(pair[0], pair[1], MINUTE_MS)).collect();
        assert_eq!(found, ["1m", "1m", "59m"]);
        assert_eq!(length(at[0], at[3], MINUTE_MS), "1h 1m");
        assert_eq!(length(at[0], at[1], 1_000), "1m 29s");
    }
}
