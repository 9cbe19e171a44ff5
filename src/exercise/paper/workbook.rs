//! Writes tables as a workbook.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook};

use super::document::Sheet;
use crate::report::workbook::fitting;

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
        for (column, width) in (0u16..).zip(&sheet.widths) {
            page.set_column_width(column, f64::from(*width)).expect("a column of the sheet");
        }
    }
    workbook.save_to_buffer().expect("memory takes everything")
}
