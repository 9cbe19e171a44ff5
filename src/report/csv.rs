//! Turns figures into CSV: one figure a row, every field quoted, and no cell that a spreadsheet would compute.
//!
//! Invariant: a number is written as it is, be it negative; a text that a spreadsheet might take for a formula begins
//! with an apostrophe, unless raw cells are asked for.

use csv::{QuoteStyle, Terminator, Writer, WriterBuilder};

use super::wire::{TidyRow, TidyValue};
use crate::wording::text::shown_lines;

/// Whether texts may begin as they like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cells {
    /// What could be a formula is marked as a text.
    Safe,
    /// For programs: as they are.
    Raw,
}

/// The columns.
pub const HEAD: [&str; 10] =
    ["scenario", "status", "group", "id", "name", "figure", "at_s", "value", "text", "unit"];

/// The figures of one run.
#[derive(Clone, Debug)]
pub struct TidyRun {
    pub scenario: String,
    /// `complete` or `partial`: in every row, since rows are filtered and copied.
    pub status: String,
    pub rows: Vec<TidyRow>,
}

/// Writes a head and a row for each figure of each run.
pub fn csv(runs: &[TidyRun], cells: Cells) -> Vec<u8> {
    let builder = &mut WriterBuilder::new();
    let mut out =
        builder.quote_style(QuoteStyle::Always).terminator(Terminator::CRLF).from_writer(Vec::new());
    record(&mut out, HEAD.map(str::to_owned));
    for run in runs {
        for row in &run.rows {
            let text = |text: &str| guarded(text, cells);
            let (number, word) = match &row.value {
                TidyValue::Number(number) => (number.clone(), String::new()),
                TidyValue::Text(word) => (String::new(), text(word)),
                TidyValue::Nothing => (String::new(), String::new()),
            };
            let at = row.at_s.clone().unwrap_or_default();
            let [scenario, status, group] = [&run.scenario, &run.status, &row.group].map(|of| text(of));
            let [id, name, figure, unit] = [&row.id, &row.name, &row.figure, &row.unit].map(|of| text(of));
            record(&mut out, [scenario, status, group, id, name, figure, at, number, word, unit]);
        }
    }
    out.into_inner().expect("memory takes everything")
}

fn record(out: &mut Writer<Vec<u8>>, fields: [String; HEAD.len()]) {
    out.write_record(fields).expect("memory takes everything, and rows are of one length");
}

/// A text as a cell may hold it.
fn guarded(text: &str, cells: Cells) -> String {
    if cells == Cells::Raw {
        return text.to_owned();
    }
    let shown = shown_lines(text);
    // White space in front of a formula does not keep a spreadsheet from computing it.
    let starts = text.starts_with(['\t', '\r', '\n'])
        || text
            .trim_start()
            .starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}']);
    if starts { format!("'{shown}") } else { shown.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(value: TidyValue) -> TidyRow {
        TidyRow {
            group: "services".to_owned(),
            id: "a".to_owned(),
            name: "=cmd|' /C calc'!A0".to_owned(),
            figure: "x".to_owned(),
            at_s: None,
            value,
            unit: String::new(),
        }
    }

    fn written(value: TidyValue, cells: Cells) -> String {
        let run = TidyRun { scenario: "s".to_owned(), status: "complete".to_owned(), rows: vec![row(value)] };
        String::from_utf8(csv(&[run], cells)).unwrap().lines().nth(1).unwrap().to_owned()
    }

    #[test]
    fn a_formula_becomes_a_text_and_a_number_stays_a_number() {
        let said = written(TidyValue::Number("-5".to_owned()), Cells::Safe);
        assert_eq!(said, r#""s","complete","services","a","'=cmd|' /C calc'!A0","x","","-5","","""#);
        let said = written(TidyValue::Number("-5".to_owned()), Cells::Raw);
        assert_eq!(said, r#""s","complete","services","a","=cmd|' /C calc'!A0","x","","-5","","""#);
    }

    #[test]
    fn whatever_a_spreadsheet_computes_is_marked() {
        for start in ["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝", "＋", "－", "＠"] {
            assert!(guarded(&format!("{start}1"), Cells::Safe).starts_with('\''), "{start:?}");
        }
        for text in ["1-1", "a=b", "", "'=1"] {
            assert_eq!(guarded(text, Cells::Safe), text);
        }
    }

    #[test]
    fn quotes_are_doubled_and_what_cannot_be_seen_is_spelt_out() {
        let said = written(TidyValue::Text("say \"hi\"\u{202e}".to_owned()), Cells::Safe);
        assert!(said.contains(r#","say ""hi""\u{202e}","#), "{said}");
    }
}
