//! The table that a scribe fills in, as CSV: read into a log. Rows may stand in any order; their times sort them.

use super::conflicts::conflicts;
use super::entry::{Entry, Fault, Happened, Head, Log};
use super::wire::head_of;
use super::written::{days, moments, time_of_day};
use crate::diagnostic::near;
use crate::exercise::paper::rows_of;
use crate::notation::moment::Moment;

/// The columns of the table.
pub const COLUMNS: [&str; 6] = ["time", "what", "subject", "who", "text", "value"];

/// The word of the row that holds the head of the log.
const HEAD: &str = "exercise";
const DAY_S: i64 = 86_400;
/// Days around the exercise within which a day that can be read in two ways is read.
const NEAR_DAYS: i64 = 3;

/// The first rows of an empty table: the head of the log, which nobody changes, and the begin.
pub fn scribe_rows(head_line: &str) -> Vec<Vec<String>> {
    let row = |what: &str, text: &str| {
        vec![String::new(), what.to_owned(), String::new(), String::new(), text.to_owned(), String::new()]
    };
    vec![row(HEAD, head_line.trim_end()), row("begins", ""), row("ends", "")]
}

/// Reads a table.
///
/// # Errors
/// Every row that is wrong, by the number of its line.
pub fn from_table(text: &str) -> Result<Log, Vec<Fault>> {
    super::whole(read_table(text))
}

/// Reads what can be read of a table, and says what is wrong with the rest; nothing without a head.
pub(super) fn read_table(text: &str) -> (Option<Log>, Vec<Fault>) {
    let rows = match rows_of(text) {
        Ok(rows) => rows,
        Err((line, message)) => return (None, vec![Fault::at(line, message)]),
    };
    let mut rows = rows.into_iter();
    let (first, columns) = rows.next().unwrap_or_default();
    let places = match columns_of(&columns, first.max(1)) {
        Ok(places) => places,
        Err(fault) => return (None, vec![fault]),
    };
    let (mut head, mut read) = (None, Vec::new());
    for (line, cells) in rows {
        let cell = |column: usize| {
            places[column].and_then(|at| cells.get(at)).map_or("", |cell| cell.trim()).to_owned()
        };
        let row = Row {
            line,
            time: cell(0),
            what: cell(1),
            subject: cell(2),
            who: cell(3),
            text: cell(4),
            value: cell(5),
        };
        if row.what.eq_ignore_ascii_case(HEAD) {
            head = Some(head_of(&row.text, line));
        } else if !row.is_blank() {
            read.push(row);
        }
    }
    let head = head.unwrap_or_else(|| {
        Err(Fault::at(2, format!("no row says which exercise this is: there is none with `{HEAD}`"))
            .help("keep the first row of exercise-log as `blackstart exercise` wrote it"))
    });
    match head {
        Ok(head) => {
            let (entries, lines, faults) = entries(&head, read);
            (Some(Log { head, entries, lines, cut_off: None }), faults)
        }
        // Without its day no time of a row can be read.
        Err(fault) => (None, vec![fault]),
    }
}

struct Row {
    line: usize,
    time: String,
    what: String,
    subject: String,
    who: String,
    text: String,
    value: String,
}

impl Row {
    /// Whether nobody has written anything into it: planned rows without a time are such.
    fn is_blank(&self) -> bool {
        let kind = Happened::named(&self.what);
        let unplanned = [&self.what, &self.subject, &self.who, &self.text, &self.value]
            .iter()
            .all(|cell| cell.is_empty());
        let planned = match kind {
            Some(Happened::Inject | Happened::Begins | Happened::Ends) => true,
            Some(Happened::Decision) => self.text.is_empty() && self.value.is_empty(),
            Some(Happened::Rating) => self.value.is_empty() && self.text.is_empty(),
            _ => unplanned,
        };
        self.time.is_empty() && planned
    }
}

fn columns_of(head: &[String], line: usize) -> Result<[Option<usize>; 6], Fault> {
    let found = COLUMNS.map(|column| head.iter().position(|cell| cell.trim().eq_ignore_ascii_case(column)));
    match found[..2] {
        [Some(_), Some(_)] => Ok(found),
        _ => Err(Fault::at(line, "the first row names no columns `time` and `what`")
            .help(format!("the first row is: {}", COLUMNS.join(",")))),
    }
}

/// Gives every row its moment, sorts by it, and numbers; with the line of each, and what is wrong.
fn entries(head: &Head, rows: Vec<Row>) -> (Vec<Entry>, Vec<usize>, Vec<Fault>) {
    let mut faults = Vec::new();
    let mut timed: Vec<(Option<Moment>, Row)> = Vec::new();
    for row in rows {
        match if row.time.is_empty() { Ok(None) } else { moment(head, &row).map(Some) } {
            Ok(at) => timed.push((at, row)),
            Err(fault) => faults.push(fault),
        }
    }
    let last = timed.iter().filter_map(|(at, _)| *at).max().or(head.start);
    let mut placed = Vec::new();
    for (at, row) in timed {
        match kind_and_moment(at, last, &row) {
            Ok((at, what)) => placed.push((at, what, row)),
            Err(fault) => faults.push(fault),
        }
    }
    placed.sort_by_key(|(at, ..)| *at);
    let (mut entries, mut lines) = (Vec::new(), Vec::new());
    for (number, (at, what, row)) in (1..).zip(placed) {
        let line = row.line;
        let value = if what == Happened::Action { due(row.value) } else { row.value };
        let entry = Entry { number, at, what, subject: row.subject, who: row.who, text: row.text, value };
        let entry = entry.tidied();
        faults.extend(entry.check(line).err());
        entries.push(entry);
        lines.push(line);
    }
    faults.extend(conflicts(&entries, &lines));
    faults.sort_by_key(|fault| fault.line);
    (entries, lines, faults)
}

/// What a row says happened, and when. What is written after the exercise needs no time; what happens in it does.
fn kind_and_moment(at: Option<Moment>, last: Option<Moment>, row: &Row) -> Result<(Moment, Happened), Fault> {
    let what = Happened::named(&row.what).ok_or_else(|| {
        Fault::at(row.line, format!("`{}` is nothing that a log knows", row.what)).help(near::or_list(
            &row.what,
            &Happened::words(),
            "words of a log",
        ))
    })?;
    let later = matches!(
        what,
        Happened::Rating | Happened::Observation | Happened::Action | Happened::Note | Happened::Took
    );
    let at = at.or(last.filter(|_| later)).ok_or_else(|| {
        Fault::at(row.line, format!("`{}` without a time", row.what))
            .help("write the time of day, such as 9:05")
    })?;
    Ok((at, what))
}

/// A time of day on the day of the exercise, or after midnight; or a day with a time, near the exercise where it can be
/// read in two ways.
fn moment(head: &Head, row: &Row) -> Result<Moment, Fault> {
    let wrong = |message: String, help: &str| Err(Fault::at(row.line, message).help(help));
    let mut read = moments(&row.time);
    let near = |moment: &Moment| {
        head.start.is_some_and(|start| moment.seconds_since(start).abs() <= NEAR_DAYS * DAY_S)
    };
    if read.len() > 1 && read.iter().any(near) {
        read.retain(near);
    }
    match read.as_slice() {
        &[moment] => return Ok(moment),
        &[_, _, ..] => {
            return wrong(format!("`{}` can be two days", row.time), "write the day as 2027-03-04");
        }
        [] => {}
    }
    let Some(start) = head.start else {
        return wrong(
            format!("`{}` is no day and time of day", row.time),
            "this exercise has no date: write 2027-03-04 9:05",
        );
    };
    match time_of_day(&row.time).and_then(|time| start.at_time(&time)) {
        Some(moment) if moment.seconds_since(start) < -DAY_S / 4 => Ok(moment.plus_seconds(DAY_S)),
        Some(moment) => Ok(moment),
        None => wrong(
            format!("`{}` is no time of day", row.time),
            "write it as 9:05, or with its day as 2027-03-04 9:05",
        ),
    }
}

/// The day by which something is done, as logs write it; as it stands where it is no one day.
fn due(text: String) -> String {
    match days(&text).as_slice() {
        [day] => day.to_string(),
        _ => text,
    }
}
