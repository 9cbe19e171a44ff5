//! Every form of one results file, to the byte; refresh them with `BLACKSTART_BLESS=1 cargo test --test it snapshots`.

use std::fs;
use std::path::Path;

use calamine::Data;

use super::{FORMS, folder_with, read_back, results, root, write_all};

/// What a snapshot of a workbook holds: its sheets, row by row.
fn told(path: &Path) -> String {
    let mut out = String::new();
    for name in read_back::sheets(path) {
        out.push_str(&format!("== {name}\n"));
        for row in read_back::sheet(path, &name) {
            for (column, cell) in row {
                match cell {
                    Data::Empty => {}
                    cell => out.push_str(&format!("{column}: {}\n", cell.to_string().replace('\n', " / "))),
                }
            }
            out.push('\n');
        }
    }
    out
}

#[test]
fn every_form_is_as_it_was() {
    let folder = folder_with(&fs::read_to_string(results()).unwrap());
    write_all(folder.path());
    let mut moved = Vec::new();
    for (form, file) in FORMS {
        let path = folder.path().join(file);
        let found = if form == "xlsx" { told(&path) } else { fs::read_to_string(&path).unwrap() };
        let ending = if form == "xlsx" { "r.xlsx.txt" } else { file };
        let snapshot = root().join("tests/it/reports/snapshots").join(ending);
        if std::env::var_os("BLACKSTART_BLESS").is_some() {
            fs::write(&snapshot, &found).unwrap();
        }
        if fs::read_to_string(&snapshot).ok().as_ref() != Some(&found) {
            moved.push(ending);
        }
    }
    assert!(
        moved.is_empty(),
        "moved: {moved:?}; see the changes with BLACKSTART_BLESS=1 cargo test --test it snapshots"
    );
}
