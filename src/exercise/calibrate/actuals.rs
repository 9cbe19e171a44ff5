//! Durations of real outages and restores, from a table: `subject,took,date,source`, or `started` and `ended` for `took`.

use super::{Observation, Seen};
use crate::exercise::log::Fault;
use crate::exercise::paper::rows_of;
use crate::notation::date::Date;
use crate::notation::duration;
use crate::notation::moment::Moment;
use crate::units::Millis;

const COLUMNS: [&str; 6] = ["subject", "took", "started", "ended", "date", "source"];

/// Reads the table; `name` is shown as the source where none is written.
///
/// # Errors
/// The first row that is wrong, by the number of its line.
pub fn actuals(text: &str, name: &str) -> Result<Vec<Observation>, Fault> {
    let rows = rows_of(text).map_err(|(line, message)| Fault::at(line, message))?;
    let mut rows = rows.into_iter();
    let head = rows.next().map(|(_, head)| head).unwrap_or_default();
    let places = COLUMNS.map(|column| head.iter().position(|cell| cell.trim().eq_ignore_ascii_case(column)));
    let timed = places[1].is_some() || (places[2].is_some() && places[3].is_some());
    if places[0].is_none() || !timed {
        return Err(Fault::at(1, "the first row names no columns `subject` and `took`")
            .help("the first row is: subject,took,date,source; or `started,ended` in place of `took`"));
    }
    let mut found = Vec::new();
    for (line, cells) in rows {
        let cell = |column: usize| places[column].and_then(|at| cells.get(at)).map_or("", |cell| cell.trim());
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if cell(0).is_empty() {
            return Err(Fault::at(line, "a row without a subject")
                .help("write the duration of the model, such as ledger-db/fail-over/promote"));
        }
        let (took, ended) = took(line, cell(1), cell(2), cell(3))?;
        let date = match cell(4) {
            "" => ended.map(Moment::date),
            text => Some(Date::parse(text).ok_or_else(|| {
                Fault::at(line, format!("`{text}` is no day of the calendar")).help("write it as 2026-03-14")
            })?),
        };
        let source = if cell(5).is_empty() { name } else { cell(5) };
        found.push(Observation {
            subject: cell(0).to_owned(),
            took,
            seen: Seen::Measured,
            date,
            source: source.to_owned(),
        });
    }
    if found.is_empty() {
        return Err(Fault::at(1, "the table has no row"));
    }
    Ok(found)
}

fn took(line: usize, took: &str, started: &str, ended: &str) -> Result<(Millis, Option<Moment>), Fault> {
    if !took.is_empty() {
        return match duration::parse(took) {
            Ok(length) if length > Millis::ZERO => Ok((length, None)),
            _ => Err(Fault::at(line, format!("`{took}` is no duration")).help("write it as 25m or 1h30m")),
        };
    }
    match (Moment::parse(started), Moment::parse(ended)) {
        (Some(from), Some(until)) if until > from => {
            Ok((Millis::new(until.seconds_since(from) * 1_000), Some(until)))
        }
        (Some(_), Some(_)) => Err(Fault::at(line, "it ends before it starts").help("look at the two times")),
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
        assert_eq!(read("subject,took\na,fast\n").unwrap_err().line, 2);
        assert_eq!(read("what,when\na,b\n").unwrap_err().line, 1);
    }
}
