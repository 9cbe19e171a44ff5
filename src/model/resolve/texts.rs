//! Turns small facts into the words in which they are shown.

use crate::document::decode::Text;
use crate::document::schema::{ClassDoc, PaperDoc};

/// Writes a number with its noun.
pub(super) fn plural(count: u64, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}

/// Lists words in backquotes, the first few of many.
pub(super) fn listed<'w>(mut words: impl Iterator<Item = &'w str>, noun: &str) -> String {
    const SHOWN: usize = 12;
    let quoted: Vec<String> = words.by_ref().take(SHOWN).map(|word| format!("`{word}`")).collect();
    let more = if words.next().is_some() { " and others" } else { "" };
    format!("{noun}: {}{more}", quoted.join(", "))
}

/// Lists the written entries of the document control block, label and value.
pub(super) fn paper(doc: &PaperDoc) -> Vec<(String, String)> {
    let entries = [
        ("version", &doc.version),
        ("approved", &doc.approved),
        ("by", &doc.by),
        ("classification", &doc.classification),
    ];
    let written = |(label, text): (&str, &Option<Text>)| {
        text.as_ref().map(|text| (label.to_owned(), text.value.clone()))
    };
    entries.into_iter().filter_map(written).collect()
}

/// Takes the text of an optional field.
pub(super) fn owned(text: Option<&Text>) -> Option<String> {
    text.map(|text| text.value.clone())
}

/// Names a class as the file writes it; `Other("...")` by its text.
pub(super) fn class(doc: &ClassDoc) -> String {
    match doc {
        ClassDoc::Other(text) => text.clone(),
        word => format!("{word:?}"),
    }
}
