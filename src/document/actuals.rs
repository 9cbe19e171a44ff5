//! Turns a table of outages that really happened into entries of `actuals`, as if the scenario had them.
//!
//! What is wrong with the table itself is found here; whether a cell names a service or a time, where all entries are
//! resolved, with the place of the cell.

use super::schema::ActualDoc;
use super::table::{self, Row};
use crate::diagnostic::{Diagnostic, Diagnostics, near};
use crate::source::{Place, Sources, Spanned};

/// The columns that are read; others are left aside. The last may be missing.
const COLUMNS: [&str; 4] = ["service", "started", "back", "source"];
const SOURCE: usize = 3;
const FIRST_ROW: &str = "the first row is: service,started,back,source";

/// Where each column stands.
type Columns = [Option<usize>; COLUMNS.len()];

/// Reads the text of a source as a table of real outages.
pub fn actuals(sources: &Sources, id: u32) -> (Vec<ActualDoc>, Diagnostics) {
    let mut found = Diagnostics::new();
    let text = sources.get(id).map_or("", |source| source.text.as_str());
    let rows = table::rows(id, text, &mut found);
    let Some((head, rows)) = rows.split_first() else {
        if !found.has_errors() {
            found.push(none(Place::new(id, 0, 0), "the table is empty", "nothing stands here"));
        }
        return (Vec::new(), found);
    };
    let columns = columns(head, &mut found);
    if found.has_errors() {
        return (Vec::new(), found);
    }
    if rows.is_empty() {
        found.push(none(head.place, "a table without rows", "only its columns are named"));
    }
    let entries = rows.iter().filter_map(|row| entry(row, (head, columns), &mut found)).collect();
    (entries, found)
}

fn none(place: Place, message: &str, label: &str) -> Diagnostic {
    Diagnostic::error("E0006", message)
        .at(place, label)
        .help(format!("{FIRST_ROW}; below it a row for each outage that really happened"))
}

/// Finds the columns by their titles; one that is missing or there twice is noted.
fn columns(head: &Row, found: &mut Diagnostics) -> Columns {
    let is = |column: &str, cell: &Spanned<String>| cell.value.eq_ignore_ascii_case(column);
    let titles: Vec<&str> = head.cells.iter().map(|cell| cell.value.as_str()).collect();
    for column in COLUMNS {
        let mut own = head.cells.iter().filter(|cell| is(column, cell));
        if let (Some(first), Some(second)) = (own.next(), own.next()) {
            found.push(
                Diagnostic::error("E0006", format!("two columns `{column}`"))
                    .at(second.place, "here again")
                    .at(first.place, "first here")
                    .help("give each column a title of its own"),
            );
        }
    }
    let places = COLUMNS.map(|column| head.cells.iter().position(|cell| is(column, cell)));
    for (column, _) in COLUMNS
        .into_iter()
        .zip(places)
        .filter(|(column, place)| place.is_none() && *column != COLUMNS[SOURCE])
    {
        let others = titles.iter().copied().filter(|title| !COLUMNS.contains(title));
        let near = near::nearest(column, others).map(|near| format!("should `{near}` be `{column}`?"));
        found.push(
            Diagnostic::error("E0006", format!("no column `{column}`"))
                .at(head.place, "expected among these titles")
                .help_maybe(near)
                .help(FIRST_ROW),
        );
    }
    places
}

/// A row as an entry; a cell that is missing or too many is noted.
fn entry(row: &Row, (head, columns): (&Row, Columns), found: &mut Diagnostics) -> Option<ActualDoc> {
    if let Some(more) = row.cells.get(head.cells.len()) {
        let message = format!("{} cells under {} titles", row.cells.len(), head.cells.len());
        let help = "a text with a separator in it stands in quotes: `\"door, then pump\"`";
        found.push(
            Diagnostic::error("E0007", message).at(more.place, "no column is left for this").help(help),
        );
        return None;
    }
    let cell = |column: usize| {
        columns[column].and_then(|at| row.cells.get(at)).filter(|cell| !cell.value.is_empty())
    };
    let mut needed = |column: usize| {
        let cell = cell(column).cloned();
        if cell.is_none() {
            let place = columns[column].and_then(|at| row.cells.get(at)).map_or(row.place, |cell| cell.place);
            found.push(
                Diagnostic::error("E0007", format!("a row without `{}`", COLUMNS[column]))
                    .at(place, "nothing stands here")
                    .help("write the id of the service, and both times as 2027-03-04T09:00"),
            );
        }
        cell
    };
    let (service, started, back) = (needed(0), needed(1), needed(2));
    let source = cell(SOURCE).cloned();
    Some(ActualDoc { service: service?, started: started?, back: back?, source, place: row.place })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Codes with line and column.
    type Faults = Vec<(&'static str, (usize, usize))>;

    fn read(text: &str) -> (Vec<ActualDoc>, Faults) {
        let mut sources = Sources::new();
        let id = sources.add("outages.csv", text);
        let (entries, found) = actuals(&sources, id);
        let at = |one: &Diagnostic| (one.code, sources.line_column(one.place().unwrap()));
        (entries, found.iter().map(at).collect())
    }

    #[test]
    fn columns_may_stand_in_any_order_beside_others() {
        let (entries, found) = read(
            "ticket,Back,service,started,source\n17,2025-07-14T11:50,card-payments,2025-07-14T02:10,\"log, p. 3\"\n",
        );
        assert_eq!(found, []);
        let [one] = entries.as_slice() else { panic!("one entry") };
        assert_eq!((one.service.as_str(), one.started.as_str()), ("card-payments", "2025-07-14T02:10"));
        assert_eq!(one.source.as_ref().map(|source| source.as_str()), Some("log, p. 3"));
    }

    #[test]
    fn everything_wrong_is_said_at_once_at_its_place() {
        let (_, found) = read("service,started\n");
        assert_eq!(found, [("E0006", (1, 1))]);
        let (_, found) = read("service,started,back,back\na,b,c,d\n");
        assert_eq!(found, [("E0006", (1, 22))]);
        assert_eq!(read("service,started,back\n").1, [("E0006", (1, 1))]);
        assert_eq!(read("").1, [("E0006", (1, 1))]);
        let (entries, found) = read("service,started,back\na,,b\n\nx,y,z,too many\nq,r,s\nlone\n");
        assert_eq!(found, [("E0007", (2, 3)), ("E0007", (4, 7)), ("E0007", (6, 1)), ("E0007", (6, 1))]);
        assert_eq!(entries.len(), 1);
    }
}
