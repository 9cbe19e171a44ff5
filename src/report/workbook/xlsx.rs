//! Turns a workbook into the bytes of an XLSX file: texts and numbers only, the same bytes for the same workbook.

use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

use super::{Cell, Column, Sheet};

/// Seconds that make 1 in a spreadsheet.
const DAY_S: f64 = 86_400.0;
/// A4; the page is fitted to its width, so Letter takes it as well.
const A4: u8 = 9;

/// How kinds of cells look.
struct Looks {
    head: Format,
    text: Format,
    count: Format,
    number: Format,
    share: Format,
    duration: Format,
}

impl Looks {
    fn new() -> Looks {
        let cell = || Format::new().set_align(FormatAlign::Top);
        Looks {
            head: Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top),
            text: cell().set_text_wrap(),
            count: cell().set_num_format("#,##0"),
            number: cell().set_num_format("#,##0.00"),
            share: cell().set_num_format("0.00%"),
            duration: cell().set_num_format("[h]:mm"),
        }
    }
}

/// Writes the sheets in their order; `title` goes into the properties of the file.
pub fn xlsx(title: &str, sheets: &[Sheet]) -> Vec<u8> {
    written(title, sheets).expect("sheets have short unique names, and their cells fit")
}

fn written(title: &str, sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // No clock: equal reports are equal files.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let title: String = title.chars().take(255).collect();
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&created));
    let looks = Looks::new();
    for sheet in sheets {
        page(workbook.add_worksheet(), sheet, &looks)?;
    }
    workbook.save_to_buffer()
}

fn page(page: &mut Worksheet, sheet: &Sheet, looks: &Looks) -> Result<(), XlsxError> {
    page.set_name(sheet.name)?.set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?;
    page.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    let last = u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX);
    for (at, column) in (0_u16..).zip(&sheet.columns) {
        page.set_column_width(at, column.width)?;
        page.write_string_with_format(0, at, column.title, &looks.head)?;
        choices(page, (at, last), column)?;
    }
    for (row, cells) in (1_u32..).zip(&sheet.rows) {
        for (at, cell) in (0_u16..).zip(cells) {
            place(page, (row, at), cell, looks)?;
        }
    }
    let columns = u16::try_from(sheet.columns.len()).unwrap_or(u16::MAX);
    page.autofilter(0, 0, last, columns.saturating_sub(1))?;
    Ok(())
}

fn choices(page: &mut Worksheet, (at, last): (u16, u32), column: &Column) -> Result<(), XlsxError> {
    if column.choices.is_empty() || last == 0 {
        return Ok(());
    }
    let list = DataValidation::new().allow_list_strings(column.choices)?;
    page.add_data_validation(1, at, last, at, &list)?;
    Ok(())
}

fn place(page: &mut Worksheet, (row, at): (u32, u16), cell: &Cell, looks: &Looks) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => page.write_blank(row, at, &looks.text)?,
        Cell::Text(text) => page.write_string_with_format(row, at, text, &looks.text)?,
        Cell::Count(count) => page.write_number_with_format(row, at, *count as f64, &looks.count)?,
        Cell::Number(number) => page.write_number_with_format(row, at, *number, &looks.number)?,
        Cell::Share(share) => page.write_number_with_format(row, at, *share, &looks.share)?,
        Cell::Duration(seconds) => {
            page.write_number_with_format(row, at, seconds / DAY_S, &looks.duration)?
        }
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        Sheet {
            name: "Gaps",
            columns: vec![
                Column::new("Gap", 40),
                Column::new("Typical", 10),
                Column::of_choices("Status", 12, &["open", "closed"]),
            ],
            rows: vec![
                vec![Cell::text("=1+1"), Cell::Duration(97_200.0), Cell::Empty],
                vec![Cell::text("http://example.org"), Cell::Count(5), Cell::Share(0.25)],
            ],
        }
    }

    #[test]
    fn equal_workbooks_are_equal_bytes() {
        assert_eq!(xlsx("Report", &[sheet()]), xlsx("Report", &[sheet()]));
    }

    #[test]
    fn a_sheet_without_rows_is_written() {
        assert!(!xlsx("Report", &[Sheet { rows: Vec::new(), ..sheet() }]).is_empty());
    }
}
