//! Finds logs that somebody has filled in, before a folder that holds them is replaced: what happened in a room cannot be
//! made again.

use std::path::Path;

use super::failure::Failure;
use super::files as disk;
use crate::exercise::log::{is_workbook, read_what_can_be};
use crate::report::text::{counted, shown};

/// Refuses to replace a folder with a log in it that holds entries, or that cannot be told to hold none. `is_copy` tells
/// files that only repeat what stands elsewhere.
///
/// # Errors
/// There is such a log, or the folder cannot be read.
pub fn refuse_filled(folder: &str, is_copy: fn(&Path) -> bool) -> Result<(), Failure> {
    let inside = match disk::all_in(Path::new(folder)) {
        Ok(inside) => inside,
        Err(disk::Unreadable::Missing) => return Ok(()),
        Err(fault) => return Err(super::read::unreadable(folder, &fault)),
    };
    for path in inside.into_iter().filter(|path| !is_copy(path)) {
        let Some(what) = filled(&path) else { continue };
        let name = path.to_string_lossy();
        let message = format!("cannot replace {}: {} {what}", shown(folder), shown(&name));
        return Err(Failure::tool(message)
            .help("move that file to another place, or name another folder; `--force` does not replace it"));
    }
    Ok(())
}

/// What a log holds, in words; nothing where it is none, or nobody has written into it.
fn filled(path: &Path) -> Option<String> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    if !["jsonl", "csv", "xlsx"].contains(&ending) {
        return None;
    }
    let bytes = disk::read(path).ok()?;
    if is_workbook(&bytes) {
        return is_touched(path, &bytes).then(|| "may have been filled in".to_owned());
    }
    // A log that is damaged or in another encoding may hold a day all the same.
    let text = String::from_utf8_lossy(&bytes);
    if !text.contains("blackstart_exercise_log") {
        return None;
    }
    match read_what_can_be(&text) {
        (None, _) => Some("is a log that cannot be read".to_owned()),
        (Some(log), faults) if log.entries.is_empty() && faults.is_empty() && log.cut_off.is_none() => None,
        (Some(log), _) => {
            let entries = counted(log.entries.len(), "entry", "entries");
            Some(format!("holds what was written down of an exercise ({entries})"))
        }
    }
}

/// Whether the workbook of a scribe's table is another one than what is made of the table beside it.
#[cfg(feature = "xlsx")]
fn is_touched(path: &Path, bytes: &[u8]) -> bool {
    let is_table = path.file_name().is_some_and(|name| name.to_string_lossy().contains("scribe-log"));
    let table = || String::from_utf8(disk::read(&path.with_extension("csv")).ok()?).ok();
    let again = || crate::exercise::paper::scribe_workbook(&table()?);
    is_table && again().is_none_or(|again| again != bytes)
}

/// Without workbooks none can be made to compare.
#[cfg(not(feature = "xlsx"))]
fn is_touched(path: &Path, _: &[u8]) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().contains("scribe-log"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::output::{Output, Replace};
    use std::fs;

    const HEAD: &str = r#"{"blackstart_exercise_log":1,"title":"T","organisation":"O","scenario":"s","inputs":[],"seed":1,"trial":0,"trials":1,"decisions":[]}"#;

    /// What is said of a folder in which one file holds a text.
    fn told(name: &str, text: &str) -> Option<String> {
        let place = tempfile::tempdir().unwrap();
        let control = place.path().join("control");
        fs::create_dir(&control).unwrap();
        Output::to_file(control.join(name), Replace::Never).unwrap().write(text.as_bytes()).unwrap();
        match refuse_filled(place.path().to_str().unwrap(), |_| false) {
            Err(Failure::Message { message, .. }) => Some(message),
            _ => None,
        }
    }

    #[test]
    fn a_log_with_entries_keeps_its_folder() {
        assert_eq!(told("exercise-log.jsonl", &format!("{HEAD}\n")), None);
        let begins = r#"{"n":1,"at":"2027-03-04T09:00:00","what":"begins"}"#;
        let said = told("exercise-log.jsonl", &format!("{HEAD}\n{begins}\n")).expect("refused");
        assert!(said.contains("exercise-log.jsonl holds") && said.contains("1 entry"), "{said}");
        assert!(told("exercise-log.jsonl", &format!("{HEAD}\n{}", &begins[..20])).is_some(), "cut off");
        let head = HEAD.replace('"', "\"\"");
        let table = format!(
            "time,what,subject,who,text,value\n,exercise,,,\"{head}\",\n,begins,,,,\n,inject,a,,x,\n"
        );
        assert_eq!(told("exercise-scribe-log.csv", &table), None);
        let filled = table.replace(",begins", "2027-03-04 9:00,begins");
        assert!(told("exercise-scribe-log.csv", &filled).is_some());
        assert!(told("exercise-day-two.csv", &filled).is_some(), "under another name, too");
        assert!(told("exercise-scribe-log.csv", &table.replace(",begins", "nine,begins")).is_some());
        assert!(told("exercise-scribe-log.xlsx", "PK\u{3}\u{4}").is_some());
    }
}
