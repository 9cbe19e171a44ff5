//! The plans of a scenario's systems for people: which are alive, and why the others are not.

use crate::checks::Case;
use crate::checks::plans::standing::{Fate, Home, Plan, Standing, standings};
use crate::model::{Event, EventKind};
use crate::report::WIDTH;
use crate::report::text::{counted, shown, wrapped};

/// At most so many systems are shown; the rest is counted.
const SHOWN_MAX: usize = 200;

/// Writes all plans of the systems that a scenario can disrupt; ends with an empty line.
pub fn plans(case: &Case) -> String {
    let all = standings(case);
    let spreads = spreads(case);
    let mut out = format!(
        "Plans in {}, if all its events strike{}\n\
         Times are the least, counted from the start of the incident, with nobody else in the queue.\n",
        shown(case.file),
        if spreads.is_empty() { "" } else { " (what a Spread may strike besides is left out)" }
    );
    let mut before = None;
    let mut told = 0;
    for standing in &all {
        let of_system = (case.plan.id(case.plan.model.systems[standing.system].node), lines(standing));
        // Alike systems have the same word.
        if before.as_ref() == Some(&of_system) {
            continue;
        }
        told += 1;
        if told <= SHOWN_MAX {
            let words = format!("{}: {}", of_system.0, of_system.1);
            out.push_str(&words);
        }
        before = Some(of_system);
    }
    if told > SHOWN_MAX {
        out.push_str(&format!("... and {} more\n", told - SHOWN_MAX));
    }
    let others = case.plan.model.systems.len() - all.len();
    out.push_str(&match (all.len(), others) {
        (0, _) => "It disrupts no system.\n\n".to_owned(),
        (_, 0) => "It can disrupt every system.\n\n".to_owned(),
        _ if !spreads.is_empty() => format!(
            "{} disrupted only if {} comes to {}; otherwise at most {} for what {}.\n\n",
            counted(others, "other system is", "other systems are"),
            spreads.join(" or "),
            if others == 1 { "it" } else { "them" },
            if others == 1 { "it waits" } else { "they wait" },
            if others == 1 { "it needs" } else { "they need" },
        ),
        _ => format!(
            "{} not disrupted; at most {} for what {}.\n\n",
            counted(others, "other system is", "other systems are"),
            if others == 1 { "it waits" } else { "they wait" },
            if others == 1 { "it needs" } else { "they need" },
        ),
    });
    out
}

/// Every Spread that can strike anything.
fn spreads(case: &Case) -> Vec<String> {
    let events = case.scenario.events.iter();
    let can = |event: &&Event| matches!(event.kind, EventKind::Spread { .. }) && event.chance > 0.0;
    events.filter(can).map(|event| format!("`{}`", shown(&event.id))).collect()
}

/// What becomes of a system: the rest of its line, then a line per plan.
fn lines(standing: &Standing) -> String {
    let mut out = match &standing.home {
        Home::Lost(why) => format!("lost: {why}\n"),
        Home::Back(after) => format!("without a plan of its own back after {}\n", after.at_least()),
        Home::Waits => "waits for what it needs, which never comes\n".to_owned(),
    };
    if standing.plans.is_empty() {
        out.push_str("    it has no plan\n");
    }
    out.extend(standing.plans.iter().map(line));
    out
}

fn line(Plan { name, fate }: &Plan) -> String {
    let words = match fate {
        Fate::Alive(after) => format!("    alive     \"{name}\": back after {}", after.at_least()),
        Fate::Dead(why) => format!("    dead      \"{name}\": {why}"),
        Fate::NotMeant => format!("    left out  \"{name}\": not for this class of scenario"),
    };
    let indent = words.len() - words.trim_start().len();
    // `wrapped` drops what blanks a line begins with.
    let wrapped = wrapped_columns(words.trim_start(), WIDTH - indent);
    format!("{}{wrapped}\n", " ".repeat(indent))
}

fn wrapped_columns(words: &str, columns: usize) -> String {
    let (state, rest) = words.split_at(10);
    format!("{state}{}", wrapped(&shown(rest), columns - 10, 16))
}
