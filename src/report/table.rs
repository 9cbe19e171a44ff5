//! Lines up cells in columns. The first column holds names and wraps; the others are as wide as they need.

use super::WIDTH;
use super::text::{left, right, width, wrapped};

/// Names are given at least so many columns, whatever else is to be shown.
const NAME_MIN: usize = 14;

/// To which side a column lines up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
}

/// A table in the making.
#[derive(Clone, Debug)]
pub struct Table {
    sides: Vec<Side>,
    /// Each with a mark, a name, and a cell per column.
    rows: Vec<(String, String, Vec<String>)>,
}

impl Table {
    /// Begins a table; `head` gives each column's side and the lines of its heading.
    pub fn new(name: &str, head: &[(Side, [&str; 2])]) -> Table {
        let mut table = Table { sides: head.iter().map(|(side, _)| *side).collect(), rows: Vec::new() };
        for line in 0..2 {
            let name = if line == 0 { name } else { "" };
            table.row("", name, head.iter().map(|(_, lines)| lines[line].to_owned()).collect());
        }
        table
    }

    /// Adds a row.
    pub fn row(&mut self, mark: &str, name: &str, cells: Vec<String>) {
        debug_assert_eq!(cells.len(), self.sides.len(), "a cell per column");
        self.rows.push((mark.to_owned(), name.to_owned(), cells));
    }

    /// Writes all rows, each ended by a line break.
    pub fn finish(&self) -> String {
        let widest = |column: usize| self.rows.iter().map(|(.., cells)| width(&cells[column])).max();
        let widths: Vec<usize> = (0..self.sides.len()).map(|column| widest(column).unwrap_or(0)).collect();
        let taken: usize = 2 + widths.iter().map(|width| width + 2).sum::<usize>();
        let longest = self.rows.iter().map(|(_, name, _)| width(name)).max().unwrap_or(0);
        let name_width = longest.min(WIDTH.saturating_sub(taken).max(NAME_MIN));
        // Headings of one line leave their second one empty.
        let is_empty =
            |row: &&(String, String, Vec<String>)| row.1.is_empty() && row.2.iter().all(String::is_empty);
        self.rows.iter().filter(|row| !is_empty(row)).map(|row| self.line(row, name_width, &widths)).collect()
    }

    fn line(
        &self,
        (mark, name, cells): &(String, String, Vec<String>),
        names: usize,
        widths: &[usize],
    ) -> String {
        let wrapped = wrapped(name, names, 0);
        let mut lines = wrapped.split('\n').flat_map(|line| cut_to(line, names));
        let mut out = format!("{} {}", left(mark, 1), left(&lines.next().unwrap_or_default(), names));
        for ((cell, side), width) in cells.iter().zip(&self.sides).zip(widths) {
            out.push_str("  ");
            out.push_str(&match side {
                Side::Left => left(cell, *width),
                Side::Right => right(cell, *width),
            });
        }
        let mut out = out.trim_end().to_owned() + "\n";
        for rest in lines {
            out.push_str(&format!("  {rest}\n"));
        }
        out
    }
}

/// A line in pieces of at most so many columns, cut after a point or a stroke where there is one: a path has no blanks.
fn cut_to(line: &str, columns: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for part in line.split_inclusive(['.', '/', '-', '_']) {
        let room = |pieces: &mut Vec<String>, more: usize| {
            let taken = pieces.last().map_or(0, |last| width(last));
            if taken > 0 && taken + more > columns {
                pieces.push(String::new());
            }
        };
        room(&mut pieces, width(part));
        for character in part.chars() {
            room(&mut pieces, width(character.encode_utf8(&mut [0; 4])));
            pieces.last_mut().expect("there is always one").push(character);
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_long_names_wrap() {
        let mut table =
            Table::new("SERVICE", &[(Side::Right, ["RTO", ""]), (Side::Left, ["NOTE", "(short)"])]);
        table.row("x", "Cards", vec!["2h".into(), "a".into()]);
        table.row(
            "+",
            "Payments between banks within the country and beyond",
            vec!["1h30m".into(), "x".repeat(70)],
        );
        let text = table.finish();
        assert!(text.lines().all(|line| width(line) <= WIDTH), "{text}");
        let ends: Vec<Option<usize>> = ["RTO", "  2h", "1h30m"]
            .iter()
            .map(|cell| Some(text.lines().find(|line| line.contains(cell))?.find(cell)? + cell.len()))
            .collect();
        assert_eq!(ends, [ends[0]; 3], "{text}");
        assert!(text.contains("\n  the country and beyond\n"), "{text}");
    }
    #[test]
    fn what_has_no_blanks_is_cut_and_later_columns_stay_in_line() {
        let mut table = Table::new(
            "FIGURE",
            &[(Side::Right, ["HALF", ""]), (Side::Right, ["x".repeat(60).as_str(), ""])],
        );
        table.row(
            "",
            "systems.ledger-database.recovery.fail-over.steps.promote.takes",
            vec!["1.0".into(), "2".into()],
        );
        let text = table.finish();
        assert!(text.lines().all(|line| width(line) <= WIDTH), "{text}");
        let joined: String =
            text.lines().skip(1).map(|line| line.trim().split(' ').next().unwrap_or("")).collect();
        assert_eq!(joined, "systems.ledger-database.recovery.fail-over.steps.promote.takes");
        assert!(text.lines().nth(2).is_some_and(|line| !line.contains("1.0")), "{text}");
    }
}
