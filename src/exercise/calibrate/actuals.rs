//! Durations of real outages and restores, from a table: `subject,took,date,source`, or `started` and `ended` for `took`.

use super::{Observation, Seen};
use crate::exercise::log::Fault;
use crate::exercise::log::written::{days, moments};
use crate::exercise::paper::rows_of;
use crate::notation::duration;
use crate::notation::moment::Moment;
use crate::units::Millis;

const COLUMNS: [&str; 6] = ["subject", "took", "started", "ended", "date", "source"];

/// Reads the table; `name` is shown as the source where none is written.
///
/// # Errors
/// Every row that is wrong, by the number of its line.
pub fn actuals(text: &str, name: &str) -> Result<Vec<Observation>, Vec<Fault>> {
    let rows = rows_of(text).map_err(|(line, message)| vec![Fault::at(line, message)])?;
    let mut rows = rows.into_iter();
    let (first, head) = rows.next().unwrap_or_default();
    let places = COLUMNS.map(|column| head.iter().position(|cell| cell.trim().eq_ignore_ascii_case(column)));
    let timed = places[1].is_some() || (places[2].is_some() && places[3].is_some());
    if places[0].is_none() || !timed {
        return Err(vec![
            Fault::at(first.max(1), "the first row names no columns `subject` and `took`")
                .help("the first row is: subject,took,date,source; or `started,ended` in place of `took`"),
        ]);
    }
    let (mut found, mut faults): (Vec<(usize, Observation)>, Vec<Fault>) = (Vec::new(), Vec::new());
    for (line, cells) in rows {
        let cell = |column: usize| places[column].and_then(|at| cells.get(at)).map_or("", |cell| cell.trim());
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        match observation(line, (0..COLUMNS.len()).map(cell).collect(), name) {
            Ok(one) => {
                let same = found.iter().find(|(_, other)| one.date.is_some() && *other == one);
                match same {
                    Some((other, _)) => faults.push(
                        Fault::at(line, format!("this row says the same as line {other}"))
                            .help("if it happened twice on that day, say which is which in `source`"),
                    ),
                    None => found.push((line, one)),
                }
            }
            Err(fault) => faults.push(fault),
        }
    }
    if found.is_empty() && faults.is_empty() {
        faults.push(Fault::at(1, "the table has no row"));
    }
    if faults.is_empty() { Ok(found.into_iter().map(|(_, one)| one).collect()) } else { Err(faults) }
}

/// A row, its cells in the order of the columns.
fn observation(line: usize, cells: Vec<&str>, name: &str) -> Result<Observation, Fault> {
    let [subject, took, started, ended, date, source] = cells.as_slice() else {
        return Err(Fault::at(line, "a row without cells"));
    };
    if subject.is_empty() {
        return Err(Fault::at(line, "a row without a subject")
            .help("write the duration of the model, such as ledger-db/fail-over/promote"));
    }
    let (took, ended) = length(line, took, started, ended)?;
    let date = match days(date).as_slice() {
        [] if date.is_empty() => ended.map(Moment::date),
        [date] => Some(*date),
        [] => {
            return Err(
                Fault::at(line, format!("`{date}` is no day of the calendar")).help("write it as 2026-03-14")
            );
        }
        _ => {
            return Err(Fault::at(line, format!("`{date}` can be two days")).help("write it as 2026-03-14"));
        }
    };
    let source = if source.is_empty() { name } else { source };
    Ok(Observation {
        subject: (*subject).to_owned(),
        took,
        seen: Seen::Measured,
        date,
        source: source.to_owned(),
    })
}

fn length(line: usize, took: &str, started: &str, ended: &str) -> Result<(Millis, Option<Moment>), Fault> {
    if !took.is_empty() {
        return match duration::parse(took) {
            Ok(length) if length > Millis::ZERO => Ok((length, None)),
            _ => {
                Err(Fault::at(line, format!("`{took}` is no duration above 0"))
                    .help("write it as 25m or 1h30m"))
            }
        };
    }
    match (moments(started).as_slice(), moments(ended).as_slice()) {
        ([from], [until]) if until > from => {
            Ok((Millis::new(until.seconds_since(*from) * 1_000), Some(*until)))
        }
        ([from], [until]) => {
            Err(Fault::at(line, format!("it ends at {until}, not later than it starts, at {from}"))
                .help("look at the two times"))
        }
        ([_, ..], [_, ..]) => {
            Err(Fault::at(line, "its times can be read as two days").help("write them as 2026-03-14 9:05"))
        }
        _ => Err(Fault::at(line, "neither how long it took nor from when to when")
            .help("write `took` as 25m, or both times as 2026-03-14 9:05")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_lengths_or_times() {
        let read = |text: &str| {
            actuals(text, "file").map(|all| {
                all.into_iter()
                    .map(|one| (one.took, one.date.map(|date| date.to_string())))
                    .collect::<Vec<_>>()
            })
        };
        assert_eq!(
            read("subject,took,date\na/b/c,25m,2026-03-14\n").unwrap(),
            [(Millis::new(1_500_000), Some("2026-03-14".into()))]
        );
        let times = "subject;started;ended\na;2026-03-14 9:00;2026-03-14 10:00\n";
        assert_eq!(read(times).unwrap(), [(Millis::HOUR, Some("2026-03-14".into()))]);
        assert_eq!(read("what,when\na,b\n").unwrap_err()[0].line, 1);
        // Everything wrong is said at once.
        let wrong =
            "subject;took;date\na;fast;\n;5m;\nb;-5m;\nc;5m;14.03.2026\nc;5m;2026-03-14\nd;5m;3/4/2026\n";
        let lines: Vec<usize> = read(wrong).unwrap_err().iter().map(|fault| fault.line).collect();
        assert_eq!(lines, [2, 3, 4, 6, 7]);
    }
}
