//! Writes tables as CSV, and reads them back.
//!
//! A text that a spreadsheet would take for a formula begins with `'` in CSV, and loses it when it is read.

use csv::{ReaderBuilder, WriterBuilder};

use super::document::Sheet;

const FORMULA: [char; 5] = ['=', '+', '-', '@', '\t'];

/// A sheet as CSV in UTF-8, lines ended by CR LF as RFC 4180 has it.
pub fn csv(sheet: &Sheet) -> Vec<u8> {
    let mut writer = WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in std::iter::once(&sheet.head).chain(&sheet.rows) {
        writer
            .write_record(row.iter().map(|cell| guarded(cell)))
            .expect("memory takes everything, and rows are equally long");
    }
    writer.into_inner().expect("memory takes everything")
}

fn guarded(cell: &str) -> String {
    if cell.starts_with(FORMULA) { format!("'{cell}") } else { cell.to_owned() }
}

/// A row with the number of its line.
pub type Row = (usize, Vec<String>);

/// The rows of a CSV file with the number of the line of each; `;` and tabulators between cells are understood, too.
///
/// # Errors
/// The number of the line and what is wrong with it.
pub fn rows_of(text: &str) -> Result<Vec<Row>, (usize, String)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // Some spreadsheets write the mark between cells into a line of its own.
    let named = text.lines().next().filter(|line| line.trim().to_ascii_lowercase().starts_with("sep="));
    let first = text.lines().nth(usize::from(named.is_some())).unwrap_or_default();
    let count = |mark: char| first.matches(mark).count();
    let delimiter =
        [',', ';', '\t'].into_iter().max_by_key(|&mark| (count(mark), mark == ',')).unwrap_or(',');
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter as u8)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(0, |position| position.line());
            (usize::try_from(line).unwrap_or(0), error.to_string())
        })?;
        let start = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
        // A row may begin with the second half of the line end before it.
        let before =
            text.len() - text.get(start..).unwrap_or_default().trim_start_matches(['\r', '\n']).len();
        let line = 1 + text[..before].matches('\n').count();
        let cell = |cell: &str| match cell.strip_prefix('\'') {
            Some(rest) if rest.starts_with(FORMULA) => rest.to_owned(),
            _ => cell.to_owned(),
        };
        if line > 1 || named.is_none() {
            rows.push((line, record.iter().map(cell).collect()));
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_back_as_it_was_written() {
        let cells = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        let rows = vec![cells(["=1+1", "a,\"b\"\nc"]), cells(["-", "'x"])];
        let sheet =
            Sheet { name: "S".into(), head: cells(["One", "Two"]), rows: rows.clone(), widths: vec![5] };
        let text = String::from_utf8(csv(&sheet)).unwrap();
        let read: Vec<Vec<String>> = rows_of(&text).unwrap().into_iter().map(|(_, row)| row).collect();
        assert_eq!(read[1..], rows);
        assert!(text.contains("'=1+1"));
    }

    #[test]
    fn semicolons_and_marks_of_order_are_understood() {
        let rows = rows_of("\u{feff}a;b\r\n1;2,5\r\n").unwrap();
        assert_eq!(rows[1], (2, vec!["1".to_owned(), "2,5".to_owned()]));
        let named = rows_of("sep=;\r\na;b\r\n\"1\r\n2\";x\r\ny;z\r\n").unwrap();
        assert_eq!(named[0], (2, vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(named[1], (3, vec!["1\r\n2".to_owned(), "x".to_owned()]));
        assert_eq!(named[2].0, 5);
    }
}
