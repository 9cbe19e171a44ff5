//! Decisions of a room against their last responsible moments, on the clock of the scenario as it ran in that room.

use crate::exercise::log::{Clock, State, Taken};
use crate::exercise::pack::{Decision, Inject, Pack};
use crate::notation::moment::Moment;

/// A decision against its last responsible moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionLine {
    pub letter: String,
    pub what: String,
    pub last: String,
    /// What the clock of the scenario shows at the last moment; empty without one.
    pub last_clock: String,
    /// The clock of the room when that of the scenario went past it; empty without one.
    pub by: String,
    pub taken: String,
    /// What the clock of the scenario showed when it was taken.
    pub clock: String,
    pub told: String,
    pub standing: Standing,
}

/// How a decision stands to its last responsible moment in the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    InTime,
    Late,
    /// The room was asked, and did not decide.
    NotTaken,
    /// The room was not asked, and did not decide unasked.
    NotAsked,
    /// Its last moment lies before the inject that asks for it.
    Past,
    /// No last moment, or no clock to hold it to.
    Open,
    /// The pack of that day cannot be made again.
    Unscored,
}

impl Standing {
    pub fn words(self) -> &'static str {
        match self {
            Standing::InTime => "in time",
            Standing::Late => "late",
            Standing::NotTaken => "not taken",
            Standing::NotAsked => "not asked",
            Standing::Past => "taken; the last moment was past when the room was asked",
            Standing::Open => "taken",
            Standing::Unscored => "taken; not held against a moment",
        }
    }

    /// Whether it is something to improve.
    pub fn is_lacking(self) -> bool {
        matches!(self, Standing::Late | Standing::NotTaken)
    }
}

/// Every decision of the pack, and those that nobody had foreseen; `until` is when the room stopped. Of another pack than
/// that of the day (`fits` is false) only what the log says.
pub(super) fn decisions(
    (pack, fits): (&Pack, bool),
    state: &State,
    (clock, until): (&Clock, Option<Moment>),
) -> Vec<DecisionLine> {
    let planned = pack.decisions.iter().enumerate().filter(|_| fits).map(|(position, decision)| {
        let inject = pack.injects.iter().find(|inject| inject.decision == Some(position));
        // In time is what was decided first; what the room made of it later stands behind it.
        let all: Vec<&Taken> =
            state.decisions.iter().filter(|taken| taken.decision == decision.letter).collect();
        let past = decision.last_moment.zip(until).map(|(last, until)| clock.past(last, until));
        DecisionLine {
            letter: decision.letter.clone(),
            what: decision.what.clone(),
            last: decision.last.clone(),
            last_clock: decision.last_clock.clone(),
            by: past.map_or_else(String::new, |past| past.map_or("not in play".to_owned(), Moment::clock)),
            standing: standing((decision, inject), all.first().copied(), (state, clock)),
            ..line(&all, clock)
        }
    });
    let known = |letter: &str| fits && pack.decisions.iter().any(|decision| decision.letter == letter);
    let others = state.decisions.iter().filter(|taken| !known(&taken.decision)).map(|taken| DecisionLine {
        letter: taken.decision.clone(),
        what: if fits { "not foreseen" } else { "as on the papers of that day" }.to_owned(),
        standing: if fits { Standing::Open } else { Standing::Unscored },
        ..line(&[taken], clock)
    });
    planned.chain(others).collect()
}

fn line(all: &[&Taken], clock: &Clock) -> DecisionLine {
    let first = all.first().copied();
    DecisionLine {
        letter: String::new(),
        what: String::new(),
        last: String::new(),
        last_clock: String::new(),
        by: String::new(),
        taken: first.map(|taken| taken.at.clock()).unwrap_or_default(),
        clock: first.map(|taken| clock.shown(taken.at)).unwrap_or_default(),
        told: told_all(all),
        standing: Standing::Open,
    }
}

fn standing(
    (decision, inject): (&Decision, Option<&Inject>),
    taken: Option<&Taken>,
    (state, clock): (&State, &Clock),
) -> Standing {
    let Some(taken) = taken else {
        let asked = inject.is_some_and(|inject| state.delivered.contains_key(&inject.id));
        return if asked { Standing::NotTaken } else { Standing::NotAsked };
    };
    let Some(last) = decision.last_moment else { return Standing::Open };
    if inject.and_then(|inject| inject.at).is_some_and(|asked| asked > last) {
        return Standing::Past;
    }
    match clock.at(taken.at) {
        None => Standing::Open,
        Some(at) if at > last => Standing::Late,
        Some(_) => Standing::InTime,
    }
}

/// The first as it was taken, those that follow with their clocks.
fn told_all(all: &[&Taken]) -> String {
    let said = all.iter().enumerate().map(|(position, taken)| match position {
        0 => told(taken),
        _ => format!("{} {}", taken.at.clock(), told(taken)),
    });
    said.collect::<Vec<_>>().join("; ")
}

fn told(taken: &Taken) -> String {
    let who = if taken.who.is_empty() { String::new() } else { format!("{}: ", taken.who) };
    let dropped =
        if taken.dropped.is_empty() { String::new() } else { format!(" (dropped: {})", taken.dropped) };
    format!("{who}{}{dropped}", taken.text)
}
