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
            Some((other, _)) => found.push(
                Fault::at(line, format!("entry {} says the same as entry {}", entry.number, other.number))
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
    let mut running: BTreeMap<&str, &Entry> = BTreeMap::new();
    let mut rated: BTreeMap<(&str, &str), &Entry> = BTreeMap::new();
    let mut found = Vec::new();
    for (entry, line) in timed {
        let subject = entry.subject.as_str();
        match entry.what {
            Happened::Started => {
                if let Some(other) = running.insert(subject, entry) {
                    let message = format!(
                        "entry {} starts {subject}, which entry {} started and nobody ended",
                        entry.number, other.number
                    );
                    found.push(Fault::at(line, message).help(UNDO));
                }
            }
            Happened::Done => {
                let Some(began) = running.remove(subject) else { continue };
                if entry.at <= began.at {
                    let message = format!(
                        "entry {} ends {subject} at {}, not later than entry {} started it at {}",
                        entry.number,
                        entry.at.clock(),
                        began.number,
                        began.at.clock()
                    );
                    found.push(Fault::at(line, message).help(UNDO));
                }
            }
            Happened::Rating => {
                if let Some(other) = rated.insert((subject, entry.who.as_str()), entry) {
                    let message = format!(
                        "entry {} rates {subject} {}, entry {} rated it {} for the same role",
                        entry.number, entry.value, other.number, other.value
                    );
                    found.push(Fault::at(line, message).help(UNDO));
                }
            }
            _ => {}
        }
    }
    found
}
