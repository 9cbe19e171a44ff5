//! What the reader of a report has to know about its log: what contradicts itself in it, what it leaves open, and in which
//! line.

use std::collections::BTreeMap;

use super::report::{Effect, Planned};
use crate::diagnostic::near;
use crate::exercise::calibrate::subject::{find, subjects};
use crate::exercise::log::{Clock, Entry, Happened, Log, State};
use crate::notation::date::Date;
use crate::notation::moment::Moment;

/// Minutes by which play may begin later than planned without a word.
const LATE_MIN: i64 = 5;

/// Everything to know before reading on: of the whole log first, then line by line.
pub(super) fn cautions(
    planned: &Planned,
    (log, state, clock): (&Log, &State, &Clock),
    effects: &[Effect],
) -> Vec<String> {
    let mut lines: Vec<(u64, String)> = planned.readings.to_vec();
    lines.extend(clock.doubts.iter().cloned());
    lines.extend(order(log, state));
    lines.extend(decisions(planned, log, state));
    lines.extend(durations(planned, log, state));
    lines.extend(actions(log, effects));
    for stranger in super::check::strangers(log, planned.pack) {
        lines.push((stranger.entry.unwrap_or(0), format!("{}; it is left out", stranger.message)));
    }
    let mut lines: Vec<(usize, String)> =
        lines.into_iter().map(|(number, text)| (log.line_of(number), text)).collect();
    lines.sort();
    lines.dedup();
    let mut found = of_all(planned, log, state);
    let stop = |text: &str| if text.ends_with('?') { "" } else { "." };
    let told = |(line, text): (usize, String)| format!("Line {line} of the log: {text}{}", stop(&text));
    found.extend(lines.into_iter().map(told));
    found
}

fn of_all(planned: &Planned, log: &Log, state: &State) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(line) = log.cut_off {
        found.push(format!(
            "The log breaks off in line {line}; what was being written there is not in this report."
        ));
    }
    for (name, sha256) in &log.head.inputs {
        let now = planned.pack.origin.inputs.iter().find(|(other, _)| other == name);
        if now.is_some_and(|(_, other)| other != sha256) {
            found.push(format!(
                "{name} has changed since the exercise: the plan below is made from what it is now."
            ));
        }
    }
    if let Some(how) = &planned.differs {
        found.push(format!("The exercise that is made from the plan now is another than that of the day: {how}. Injects and decisions stand below as the log has them, and are held against nothing."));
    }
    if log.standing().is_empty() {
        found.push("The log holds no entry: nothing below is about what people did.".to_owned());
        return found;
    }
    let Some(begin) = planned.pack.room.start else { return found };
    let begin = begin.plus_seconds(i64::from(planned.pack.room.play) * 60);
    let first = state.began.or_else(|| log.standing().iter().map(|entry| entry.at).min());
    if let Some(day) = first.map(Moment::date).filter(|day| *day != begin.date()) {
        found.push(format!(
            "The log is of {day}, and the exercise was planned for {}: if nobody moved it, the days of the log are wrong.",
            begin.date()
        ));
    }
    match state.began {
        None => {
            found.push("The log does not say when play began; the planned minute stands for it.".to_owned())
        }
        Some(began) if began.date() == begin.date() && began.seconds_since(begin) >= LATE_MIN * 60 => {
            found.push(format!(
                "Play began at {}, {} minutes later than planned; what follows is counted from there.",
                began.clock(),
                began.seconds_since(begin) / 60
            ));
        }
        Some(_) => {}
    }
    found
}

/// What cannot be in the order in which it is told.
fn order(log: &Log, state: &State) -> Vec<(u64, String)> {
    let mut found = Vec::new();
    let standing = log.standing();
    if let (Some(began), Some(ended)) = (state.began, state.ended)
        && ended <= began
    {
        let number =
            standing.iter().rfind(|entry| entry.what == Happened::Ends).map_or(0, |entry| entry.number);
        found.push((
            number,
            format!(
                "play ends at {}, before it begins at {}; that end is left out",
                ended.clock(),
                began.clock()
            ),
        ));
    }
    let mut given: BTreeMap<&str, &Entry> = BTreeMap::new();
    for entry in standing.iter().filter(|entry| entry.what == Happened::Inject) {
        match given.get(entry.subject.as_str()) {
            Some(first) => found.push((
                entry.number,
                format!(
                    "inject `{}` is given a second time, after {}; the first counts",
                    entry.subject,
                    first.at.clock()
                ),
            )),
            None => drop(given.insert(&entry.subject, entry)),
        }
    }
    for (number, subject) in &state.unstarted {
        found.push((
            *number,
            format!("{subject} is done, and nobody wrote down when it started; it is left out"),
        ));
    }
    let started = |subject: &str| {
        let mut all = standing.iter().filter(|entry| entry.what == Happened::Started);
        all.rfind(|entry| entry.subject == subject).map_or(0, |entry| entry.number)
    };
    for subject in state.running.keys() {
        found.push((started(subject), format!("{subject} was started and never noted as done")));
    }
    let mut paused = false;
    for entry in standing {
        match entry.what {
            Happened::Pauses => paused = true,
            Happened::Resumes if !paused => {
                found.push((entry.number, "play goes on, and nobody wrote down that it paused".to_owned()));
            }
            Happened::Resumes => paused = false,
            _ => {}
        }
    }
    found
}

/// Decisions before they were asked for, and those that are no letter of the pack.
fn decisions(planned: &Planned, log: &Log, state: &State) -> Vec<(u64, String)> {
    let mut found = Vec::new();
    let head = &log.head;
    for taken in &state.decisions {
        let Some(known) = head.decisions.iter().find(|decision| decision.letter == taken.decision) else {
            let near = near_decision(planned, &taken.decision);
            let near = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
            found.push((
                taken.number,
                format!(
                    "`{}` is no letter of a decision, so it stands as one that nobody had foreseen{near}",
                    taken.decision
                ),
            ));
            continue;
        };
        let asked = state.delivered.get(&known.inject).filter(|asked| taken.at < **asked);
        if let Some(asked) = asked {
            found.push((
                taken.number,
                format!(
                    "decision {} is taken at {}, before inject `{}` asks for it at {}",
                    taken.decision,
                    taken.at.clock(),
                    known.inject,
                    asked.clock()
                ),
            ));
        }
    }
    found
}

/// The decision whose text or duration speaks of a word: `B (Whether this is an emergency)`.
fn near_decision(planned: &Planned, word: &str) -> Option<String> {
    let word = word.trim().to_lowercase();
    if word.len() < 4 || planned.differs.is_some() {
        return None;
    }
    let speaks = |decision: &&crate::exercise::pack::Decision| {
        decision.what.to_lowercase().contains(&word) || decision.path.split('.').any(|part| part == word)
    };
    let found = planned.pack.decisions.iter().find(speaks)?;
    Some(format!("{} ({})", found.letter, found.what))
}

/// Durations that the model does not have.
fn durations(planned: &Planned, log: &Log, state: &State) -> Vec<(u64, String)> {
    let all = subjects(planned.model);
    let names: Vec<&str> = all
        .iter()
        .flat_map(|subject| [subject.path.as_str(), subject.label.as_str()])
        .filter(|name| !name.is_empty())
        .collect();
    let measured = state.measured.iter().map(|seen| (seen.number, seen.subject.as_str()));
    let of_work = state.spans.iter().filter(|span| !span.subject.is_empty());
    let named: Vec<(u64, &str)> =
        measured.chain(of_work.map(|span| (span.number, span.subject.as_str()))).collect();
    let unknown = named.into_iter().filter(|(_, subject)| find(&all, subject).is_none());
    unknown
        .filter(|(number, _)| log.entries.iter().any(|entry| entry.number == *number))
        .map(|(number, subject)| {
            let near = near::did_you_mean(subject, names.iter().copied());
            let near = near.map(|near| format!("; {near}")).unwrap_or_default();
            (number, format!("`{subject}` is no duration of this model{near}"))
        })
        .collect()
}

/// Actions that are due before the day, and edits that the model does not take.
fn actions(log: &Log, effects: &[Effect]) -> Vec<(u64, String)> {
    let mut found = Vec::new();
    for entry in log.standing().into_iter().filter(|entry| entry.what == Happened::Action) {
        let due = Date::parse(&entry.value);
        if due.is_some_and(|due| due < entry.at.date()) {
            found.push((
                entry.number,
                format!("the action is due {}, before the exercise of {}", entry.value, entry.at.date()),
            ));
        }
        let fault = effects
            .iter()
            .find(|effect| effect.edit == entry.subject)
            .and_then(|effect| effect.fault.as_ref());
        if let Some(fault) = fault {
            found.push((entry.number, format!("the edit `{}` is not taken: {fault}", entry.subject)));
        }
    }
    found
}
