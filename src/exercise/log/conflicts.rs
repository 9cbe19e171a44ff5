//! Entries of a log that cannot both be true: what is done before it started, what is there twice.

use std::collections::BTreeMap;

use super::entry::{Entry, Fault, Happened};

const UNDO: &str = "append an entry `undo` with the number of the wrong one, or mend the row of the table";

/// Every conflict. `lines` are the lines at which the entries stand, entry by entry.
pub(super) fn conflicts(entries: &[Entry], lines: &[usize]) -> Vec<Fault> {
    let undone: Vec<u64> = entries
        .iter()
        .filter(|entry| entry.what == Happened::Undo)
        .filter_map(|entry| entry.value.parse().ok())
        .collect();
    let standing: Vec<(&Entry, usize)> = entries
        .iter()
        .zip(lines.iter().copied())
        .filter(|(entry, _)| entry.what != Happened::Undo && !undone.contains(&entry.number))
        .collect();
    let mut found = twice(&standing);
    found.extend(durations(&standing));
    found.sort_by_key(|fault| fault.line);
    found
}

/// The same thing said twice at one time.
fn twice(standing: &[(&Entry, usize)]) -> Vec<Fault> {
    let mut seen: Vec<(&Entry, usize)> = Vec::new();
    let mut found = Vec::new();
    for &(entry, line) in standing {
        let same =
            |(other, _): &&(&Entry, usize)| Entry { number: entry.number, ..(*other).clone() } == *entry;
        match seen.iter().find(same) {
            Some((_, other)) => found.push(
                Fault::at(line, format!("this `{}` says the same as line {other}", entry.what.word()))
                    .help(UNDO),
            ),
            None => seen.push((entry, line)),
        }
    }
    found
}

/// What started twice without an end, or ended before it started; and what one role rates twice.
fn durations(standing: &[(&Entry, usize)]) -> Vec<Fault> {
    let mut timed = standing.to_vec();
    timed.sort_by_key(|(entry, _)| entry.number);
    let mut running: BTreeMap<&str, (&Entry, usize)> = BTreeMap::new();
    let mut rated: BTreeMap<(&str, &str), (&Entry, usize)> = BTreeMap::new();
    let mut found = Vec::new();
    for (entry, line) in timed {
        let subject = entry.subject.as_str();
        match entry.what {
            Happened::Started => {
                if let Some((_, other)) = running.insert(subject, (entry, line)) {
                    let message =
                        format!("this starts {subject}, which line {other} started and nobody ended");
                    found.push(Fault::at(line, message).help(UNDO));
                }
            }
            Happened::Done => {
                let Some((began, other)) = running.remove(subject) else { continue };
                if entry.at <= began.at {
                    let message = format!(
                        "this ends {subject} at {}, not later than line {other} started it at {}",
                        entry.at.clock(),
                        began.at.clock()
                    );
                    found.push(Fault::at(line, message).help(UNDO));
                }
            }
            Happened::Rating => {
                if let Some((other, at)) = rated.insert((subject, entry.who.as_str()), (entry, line)) {
                    let message = format!(
                        "this rates {subject} {}, line {at} rated it {} for the same role",
                        entry.value, other.value
                    );
                    found.push(Fault::at(line, message).help(UNDO));
                }
            }
            _ => {}
        }
    }
    found
}
