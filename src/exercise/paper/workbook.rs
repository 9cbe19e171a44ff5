//! Writes tables as a workbook.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook};

use super::document::Sheet;
use crate::report::workbook::fitting;
use crate::wording::text::width;

/// Sheets as a workbook, heads fixed, made to be printed on A4 across.
pub fn workbook(sheets: &[Sheet]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let properties = DocProperties::new()
        .set_title(super::BANNER)
        // The same bytes for the same pack: no clock goes into a file.
        .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1).expect("a day of the calendar"));
    workbook.set_properties(&properties);
    let cell = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_border(FormatBorder::Thin);
    let head = cell.clone().set_bold().set_background_color(0xEE_EE_EE);
    for sheet in sheets {
        let page = workbook.add_worksheet();
        page.set_name(&sheet.name).expect("names of sheets are short and plain");
        page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        page.set_header(format!("&C&B{}", super::BANNER)).set_footer("&R&P / &N");
        page.set_repeat_rows(0, 0).expect("there is a first row");
        page.set_freeze_panes(1, 0).expect("there is a first row");
        for (row, cells) in (0u32..).zip(std::iter::once(&sheet.head).chain(&sheet.rows)) {
            for (column, text) in (0u16..).zip(cells) {
                let format = if row == 0 { &head } else { &cell };
                page.write_string_with_format(row, column, fitting(text), format)
                    .expect("it fits on a sheet");
            }
        }
        // Not every spreadsheet makes rows as high as their texts.
        for (row, cells) in (0u32..).zip(std::iter::once(&sheet.head).chain(&sheet.rows)) {
            page.set_row_height(row, height(cells, &sheet.widths)).expect("a row of the sheet");
        }
        for (column, width) in (0u16..).zip(&sheet.widths) {
            page.set_column_width(column, f64::from(*width)).expect("a column of the sheet");
        }
    }
    workbook.save_to_buffer().expect("memory takes everything")
}

/// Points of a line, and the most that a row may have.
const LINE: f64 = 15.0;
const HEIGHT_MAX: f64 = 409.0;

/// The height of a row in points, so that the longest of its texts fits its column.
fn height(cells: &[String], widths: &[u16]) -> f64 {
    let lines = |(text, columns): (&String, &u16)| {
        let columns = usize::from(*columns).saturating_sub(2).max(1);
        let of_line = |line: &str| width(line).div_ceil(columns).max(1);
        text.lines().map(of_line).sum::<usize>().max(1)
    };
    let most = cells.iter().zip(widths).map(lines).max().unwrap_or(1);
    (u32::try_from(most).map_or(HEIGHT_MAX, f64::from) * LINE).min(HEIGHT_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_as_high_as_its_longest_text() {
        let cells = |texts: [&str; 2]| texts.map(str::to_owned);
        assert_eq!(height(&cells(["", "short"]), &[10, 10]), LINE);
        assert_eq!(height(&cells(["a\nb\nc", "x"]), &[10, 10]), 3.0 * LINE);
        assert_eq!(height(&cells(["x", &"y".repeat(30)]), &[10, 12]), 3.0 * LINE);
        assert_eq!(height(&cells(["x", &"y".repeat(30_000)]), &[10, 12]), HEIGHT_MAX);
    }
}
