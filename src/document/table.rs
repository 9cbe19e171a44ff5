//! Turns a table (CSV) into rows of cells, each with its place; what its columns mean is not known here.
//!
//! Cells are parted by that one of comma, semicolon and tab which the first line has most of. A cell in quotes may
//! hold any of these, line breaks, and quotes written twice (RFC 4180).

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{Place, Spanned};

/// One line of a table, or several where a cell in quotes has line breaks.
#[derive(Clone, Debug)]
pub struct Row {
    pub cells: Vec<Spanned<String>>,
    /// From its first cell to its last.
    pub place: Place,
}

/// Reads the rows that have anything in them; a cell that never ends is noted, and ends the table.
pub fn rows(id: u32, text: &str, found: &mut Diagnostics) -> Vec<Row> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let first = text[start..].lines().next().unwrap_or_default();
    let count = |mark: char| first.matches(mark).count();
    let separator =
        [',', ';', '\t'].into_iter().max_by_key(|&mark| (count(mark), mark == ',')).unwrap_or(',');
    let table = Table { id, text, separator };
    let mut rows = Vec::new();
    let mut at = start;
    while at < text.len() {
        match table.row(at) {
            Ok((row, next)) => {
                rows.extend(Some(row).filter(|row| row.cells.iter().any(|cell| !cell.value.is_empty())));
                at = next;
            }
            Err(fault) => {
                found.push(fault);
                break;
            }
        }
    }
    rows
}

struct Table<'t> {
    id: u32,
    text: &'t str,
    separator: char,
}

impl Table<'_> {
    /// The row that begins at `start`, and where the next one begins.
    fn row(&self, start: usize) -> Result<(Row, usize), Diagnostic> {
        let (mut cells, mut at) = (Vec::new(), start);
        loop {
            let (cell, end) = self.cell(at)?;
            cells.push(cell);
            if self.text[end..].starts_with(self.separator) {
                at = end + self.separator.len_utf8();
                continue;
            }
            let rest = &self.text[end..];
            let line_end = ["\r\n", "\n", "\r"].into_iter().find(|mark| rest.starts_with(mark));
            let place = Place::new(self.id, start, end);
            return Ok((Row { cells, place }, end + line_end.map_or(0, str::len)));
        }
    }

    /// The cell that begins at `start`, and where it ends: at a separator, at a line break, or with the text.
    fn cell(&self, start: usize) -> Result<(Spanned<String>, usize), Diagnostic> {
        let blank = |c: char| c == ' ' || (c == '\t' && self.separator != '\t');
        let from = self.text.len() - self.text[start..].trim_start_matches(blank).len();
        if self.text[from..].starts_with('"') {
            return self.quoted(from);
        }
        let end = self.end_after(start);
        let value = self.text[start..end].trim();
        let from = from.min(end);
        Ok((Spanned::new(value.to_owned(), Place::new(self.id, from, from + value.len())), end))
    }

    fn quoted(&self, from: usize) -> Result<(Spanned<String>, usize), Diagnostic> {
        let (mut value, mut at) = (String::new(), from + 1);
        loop {
            let Some(length) = self.text[at..].find('"') else {
                return Err(Diagnostic::error("E0006", "a text in quotes that never ends")
                    .at(Place::new(self.id, from, from + 1), "it begins here")
                    .help("end it with `\"`; a quote inside such a text is written twice"));
            };
            value.push_str(&self.text[at..at + length]);
            at += length + 1;
            if !self.text[at..].starts_with('"') {
                break;
            }
            value.push('"');
            at += 1;
        }
        let end = self.end_after(at);
        if !self.text[at..end].trim().is_empty() {
            return Err(Diagnostic::error("E0006", "a text in quotes that goes on after its end")
                .at(Place::new(self.id, at, end), "expected the next cell")
                .help("a quote inside a text in quotes is written twice: `\"\"`"));
        }
        Ok((Spanned::new(value.trim().to_owned(), Place::new(self.id, from, at)), end))
    }

    fn end_after(&self, at: usize) -> usize {
        let ends = |c: char| c == self.separator || c == '\n' || c == '\r';
        self.text[at..].find(ends).map_or(self.text.len(), |length| at + length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<Vec<String>>, Vec<(u32, u32)>, Diagnostics) {
        let mut found = Diagnostics::new();
        let rows = rows(0, text, &mut found);
        let cells = rows.iter().map(|row| row.cells.iter().map(|cell| cell.value.clone()).collect());
        let places = rows.iter().flat_map(|row| &row.cells).map(|cell| (cell.place.start, cell.place.end));
        (cells.collect(), places.collect(), found)
    }

    #[test]
    fn cells_are_cut_at_separators_and_know_where_they_stand() {
        let (cells, places, found) = read("\u{feff}a; b\r\n\"x;\"\"y\"\"\nz\";\r\n\r\n c ;d");
        assert_eq!(cells, [vec!["a", "b"], vec!["x;\"y\"\nz", ""], vec!["c", "d"]]);
        assert_eq!(places[..2], [(3, 4), (6, 7)]);
        assert!(found.is_empty());
    }

    #[test]
    fn what_is_in_quotes_ends_and_nothing_follows_it() {
        for (text, at) in [("a,b\n\"x,y\n", 4), ("a,b\n\"x\"y,z\n", 7)] {
            let (_, _, found) = read(text);
            let found: Vec<_> = found.iter().map(|one| (one.code, one.place().unwrap().start)).collect();
            assert_eq!(found, [("E0006", at)], "{text}");
        }
    }
}
