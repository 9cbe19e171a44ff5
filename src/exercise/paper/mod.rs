//! Turns a pack into the files that people carry into the room: documents, tables, a calendar.
//!
//! `pages` says what stands on which paper; `html`, `markdown`, `sheets`, `workbook` and `calendar` know their format and nothing
//! else. Every file has the banner in its name and on its pages. What players may read lies in `players/`, all else in
//! `control/`.

mod calendar;
mod document;
mod html;
mod markdown;
mod pages;
mod sheets;
#[cfg(feature = "xlsx")]
mod workbook;

pub use document::{Audience, Block, Document, Page, Sheet};
pub use html::html;
pub use markdown::markdown;
pub use pages::msel::rows as msel_rows;
pub use sheets::{csv, rows_of};
#[cfg(feature = "xlsx")]
pub use workbook::workbook;

use super::pack::Pack;

/// Stands on every page, and in short in the name of every file.
pub const BANNER: &str = "EXERCISE EXERCISE EXERCISE";

/// A file of a pack: its path in the pack's folder, with `/`, and its bytes.
pub type File = (String, Vec<u8>);

/// Every file of a pack, sorted by path; `log` is the head of its log.
pub fn files(pack: &Pack, log: &str) -> Vec<File> {
    let mut files = Vec::new();
    for (document, also_markdown) in documents(pack) {
        let path = path_of(document.audience, &document.name);
        files.push((format!("{path}.html"), html(&document).into_bytes()));
        if also_markdown {
            files.push((format!("{path}.md"), markdown(&document).into_bytes()));
        }
    }
    for (name, sheet) in [("msel", pages::msel::sheet(pack)), ("scribe-log", pages::scribe::sheet(pack, log))]
    {
        let path = path_of(Audience::Control, name);
        files.push((format!("{path}.csv"), csv(&sheet)));
        #[cfg(feature = "xlsx")]
        files.push((format!("{path}.xlsx"), workbook(&[sheet])));
    }
    if let Some(calendar) = calendar::calendar(pack) {
        files.push((format!("{}.ics", path_of(Audience::Players, "calendar")), calendar.into_bytes()));
    }
    files.push((format!("{}.jsonl", path_of(Audience::Control, "log")), log.as_bytes().to_vec()));
    files.sort();
    files
}

/// The workbook that is written beside a scribe's table; nothing where the text is no table.
#[cfg(feature = "xlsx")]
pub fn scribe_workbook(table: &str) -> Option<Vec<u8>> {
    let rows = rows_of(table).ok()?.into_iter().skip(1).map(|(_, row)| row).collect();
    Some(workbook(&[pages::scribe::of_rows(rows)]))
}

fn path_of(audience: Audience, name: &str) -> String {
    match audience {
        Audience::Players => format!("players/exercise-{name}"),
        Audience::Control => format!("control/exercise-{name}"),
    }
}

/// Every document of a pack, with whether it is wanted as Markdown, too.
pub fn documents(pack: &Pack) -> Vec<(Document, bool)> {
    let mut all = vec![
        (pages::start::page(pack), true),
        (pages::facilitator::page(pack), true),
        (pages::msel::page(pack), false),
        (pages::evaluator::page(pack), true),
        (pages::slips::slips(pack), false),
        (pages::slips::scripts(pack), false),
        (pages::manual::page(pack), true),
        (pages::manual::ground_rules(pack), false),
        (pages::feedback::page(pack), false),
    ];
    all.extend((0..pack.roles.len()).map(|role| (pages::manual::brief(pack, role), false)));
    all
}
