//! Readers of the forms, for tests alone.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use serde_json::Value;

/// Rows of a table by the titles of its columns.
pub type Rows<T> = Vec<BTreeMap<String, T>>;

/// Every CSV row.
pub fn csv(path: &Path) -> Rows<String> {
    let mut reader = csv::ReaderBuilder::new().from_path(path).unwrap();
    let titles: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let row =
        |record: csv::StringRecord| titles.iter().cloned().zip(record.iter().map(str::to_owned)).collect();
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// Every row of a sheet.
pub fn sheet(path: &Path, name: &str) -> Rows<Data> {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let range = book.worksheet_range(name).unwrap();
    let mut rows = range.rows();
    let titles: Vec<String> = rows.next().unwrap().iter().map(ToString::to_string).collect();
    rows.map(|row| titles.iter().cloned().zip(row.iter().cloned()).collect()).collect()
}

/// The names of the sheets.
pub fn sheets(path: &Path) -> Vec<String> {
    let book: Xlsx<_> = open_workbook(path).unwrap();
    book.sheet_names()
}

/// A number of a cell, be it shown as a time or not.
pub fn number(cell: &Data) -> Option<f64> {
    match cell {
        Data::Float(number) => Some(*number),
        Data::Int(number) => Some(*number as f64),
        Data::DateTime(time) => Some(time.as_f64()),
        _ => None,
    }
}

/// The parts of a workbook by name.
pub fn parts(path: &Path) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(fs::read(path).unwrap())).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut part = archive.by_index(at).unwrap();
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            (part.name().unwrap().into_owned(), text)
        })
        .collect()
}

/// The table under a heading of a Markdown file.
pub fn markdown(text: &str, heading: &str) -> Rows<String> {
    let start = text.find(&format!("## {heading}\n")).unwrap_or_else(|| panic!("no {heading}\n{text}"));
    let mut lines = text[start..].lines().skip_while(|line| !line.starts_with('|'));
    let titles = cells(lines.next().unwrap());
    assert!(lines.next().unwrap().starts_with("| ---"));
    lines
        .take_while(|line| line.starts_with('|'))
        .map(|line| titles.iter().cloned().zip(cells(line)).collect())
        .collect()
}

/// The cells of a row of a pipe table, without escapes.
pub fn cells(line: &str) -> Vec<String> {
    let (mut found, mut cell, mut escaped) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        match c {
            _ if escaped => {
                cell.push(c);
                escaped = false;
            }
            '\\' => escaped = true,
            '|' => found.push(std::mem::take(&mut cell).trim().to_owned()),
            _ => cell.push(c),
        }
    }
    // What is before the first bar is no cell.
    found.split_off(1)
}

/// The results objects of a file.
pub fn objects(path: &Path) -> Vec<Value> {
    fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Every objective: title of the scenario, id, kind, and itself, with the times that it limits.
pub fn objectives(objects: &[Value]) -> Vec<(String, String, String, Value, Value)> {
    let mut found = Vec::new();
    for object in objects {
        let title = object["scenario"]["title"].as_str().unwrap();
        for group in ["services", "systems", "tasks"] {
            for subject in object[group].as_array().unwrap() {
                for objective in subject["objectives"].as_array().unwrap() {
                    let kind = objective["kind"].as_str().unwrap();
                    let clock = objective["clock"].as_str().unwrap_or_default();
                    let times = match (group, kind) {
                        (_, "rpo") => &subject["data_loss"],
                        ("services", _) => &subject["recovery_by_clock"][clock],
                        ("tasks", _) => &subject["recovery_on_clock"],
                        _ => &subject["recovery"],
                    };
                    let id = subject["id"].as_str().unwrap();
                    let text = |text: &str| text.to_owned();
                    found.push((
                        text(title),
                        text(id),
                        kind.to_uppercase().replace("WITHIN", "within"),
                        objective.clone(),
                        times.clone(),
                    ));
                }
            }
        }
    }
    found
}
