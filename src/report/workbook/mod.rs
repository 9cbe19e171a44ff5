//! A workbook as plain data: sheets, columns, cells. What its cells mean is not known here, and how a spreadsheet
//! writes them down only to `xlsx`.
//!
//! Invariant: a text stays a text. Nothing in a cell is ever a formula or a link, whatever it begins with.

#[cfg(feature = "xlsx")]
mod xlsx;

#[cfg(feature = "xlsx")]
pub use xlsx::xlsx;

use crate::wording::text::shown;

/// A spreadsheet takes no longer text in one cell.
const TEXT_MAX: usize = 32_767;

/// A page of a workbook.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// At most 31 characters, unique in its workbook.
    pub name: &'static str,
    pub columns: Vec<Column>,
    /// One cell for each column.
    pub rows: Vec<Vec<Cell>>,
}

/// A column with its head.
#[derive(Clone, Debug)]
pub struct Column {
    pub title: &'static str,
    /// In characters.
    pub width: u16,
    /// The words that a reader may choose from; empty: anything.
    pub choices: &'static [&'static str],
}

/// What stands in one place.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// To be filled in, or nothing to say.
    Empty,
    Text(String),
    /// A whole number.
    Count(u64),
    /// Any other number, such as an amount of money.
    Number(f64),
    /// In 0..=1, shown in per cent.
    Share(f64),
    /// A length of time in seconds, shown in hours and minutes.
    Duration(f64),
}

impl Column {
    /// A column that anything may stand in.
    pub fn new(title: &'static str, width: u16) -> Column {
        Column { title, width, choices: &[] }
    }

    /// A column for one of a few words.
    pub fn of_choices(title: &'static str, width: u16, choices: &'static [&'static str]) -> Column {
        Column { title, width, choices }
    }
}

impl Cell {
    /// A text with nothing in it that cannot be seen, cut to what a cell takes.
    pub fn text(text: impl AsRef<str>) -> Cell {
        let lines: Vec<_> = text.as_ref().lines().map(shown).collect();
        Cell::Text(fitting(&lines.join("\n")))
    }

    /// A length of time; never is a word, so that nobody takes it for a number.
    pub fn duration(seconds: Option<f64>, never: &str) -> Cell {
        seconds.map_or_else(|| Cell::text(never), Cell::Duration)
    }

    /// A text that may be missing.
    pub fn maybe(text: Option<&str>) -> Cell {
        text.map_or(Cell::Empty, Cell::text)
    }
}

/// A text, cut to what a cell takes.
pub fn fitting(text: &str) -> String {
    if text.chars().map(char::len_utf16).sum::<usize>() <= TEXT_MAX {
        return text.to_owned();
    }
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units < TEXT_MAX
    };
    text.chars().take_while(fits).chain(['\u{2026}']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_one_that_can_be_seen_and_fits() {
        assert_eq!(Cell::text("a\u{1b}[0m\nb\u{202e}"), Cell::Text("a\\u{1b}[0m\nb\\u{202e}".to_owned()));
        let Cell::Text(long) = Cell::text("\u{1f525}".repeat(20_000)) else { panic!("a text") };
        assert!(long.chars().map(char::len_utf16).sum::<usize>() <= TEXT_MAX && long.ends_with('\u{2026}'));
    }

    #[test]
    fn never_is_no_number() {
        assert_eq!(Cell::duration(None, "not back"), Cell::Text("not back".to_owned()));
        assert_eq!(Cell::duration(Some(90.0), "not back"), Cell::Duration(90.0));
    }
}
