//! Turns the field tables of the schema into the reference page `docs/format.md`.
//!
//! Invariant: every shape that a model or a scenario can hold has one section, in the order in which a reader
//! meets it; nothing is said here that the decoder does not do.

use crate::document::decode::{Presence, Row, Table};
use crate::document::schema::{EvidencedDoc, ModelDoc, ScenarioDoc};

const HEAD: &str = "\
# The files people write

A *model* (`model.ron`) says what the organisation is made of; a *scenario* says what happens to it and names its
model. Both are RON: fields in round brackets `(field: value)`, maps in braces `{ \"id\": value }`, lists in square
brackets `[a, b]`, texts in double quotes, comments after `//`. A field that is not listed here is an error, and so
is one that is written twice.

An *id* is made of lower-case letters, digits and `-`, and is unique across the whole model. Durations, needs,
selectors and hours are texts in [small languages](#small-languages) of their own. Wherever a duration may stand, it
may stand with its evidence: `(is: \"45m\", basis: Measured(\"2026-03-14\"), source: \"drill log\")`; see
[figure with its evidence](#figure-with-its-evidence). Where a list of texts may stand, one text may stand alone.

This page is made from the declarations the program reads with.
";

const LANGUAGES: &str = "\
## Small languages

| What | How it is written |
|---|---|
| duration | `\"45m\"`, `\"2h30m\"`, `\"1d12h\"`, `\"90s\"`, `\"250ms\"`, `\"2w\"`, `\"1.5h\"`; units w d h m (or min) s ms, each at most once; capitals and spaces do not matter, so `M` is minutes, too |
| distribution of a duration | a duration, or `\"pert(5m, 15m, 45m)\"` (least, most likely, most), `\"triangular(a, b, c)\"`, `\"uniform(a, b)\"`, `\"exponential(mean 30m)\"`, `\"lognormal(p50 30m, p95 3h)\"`, `\"weibull(scale 2h, shape 1.5)\"`, `\"gamma(mean 2h, shape 3)\"`, `\"observed(12m, 17m, 41m)\"`; any of them capped: `\"... max 8h\"`; a unit that all figures share may stand after the bracket, `\"pert(1, 2, 4)h\"` |
| amount at a rate | `\"6TB at 800GB/h\"`, `\"150 at pert(6, 10, 14)/h\"`; sizes are decimal (kB MB GB TB PB), rates per s, m, h or d |
| distribution of a number | `0.4`, or `\"pert(0.2, 0.35, 0.6)\"` and so on |
| needs | `\"a\"`, `\"a or b\"`, `\"a and (b or c)\"`, `\"2 of (a, b, c)\"`, `\"32 of tenant\"` (members of an `alike` group), `\"6 of tag:lots\"`, `\"all of tag:x\"`, `\"any of tag:x\"`; `and` binds tighter than `or` |
| selector | `\"id\"`, `\"tag:windows\"`, `\"home:paris\"`, `\"in:campus\"`, `\"kind:team\"`; `-` before one leaves it out |
| people and units | `\"dba\"`, or with a number `\"dba: 2\"` |
| hours | `\"Mon-Fri 08:00-18:00\"`, several joined with `;`, `\"24x7\"`, `\"Fri 16:00 to Mon 07:00\"`; the end is not included |
| instant of the week | `\"Fri 22:40\"` |
";

/// Writes the reference of the file format as Markdown.
pub fn format_page() -> String {
    let mut tables: Vec<&'static Table> = Vec::new();
    for root in [ModelDoc::FIELDS, ScenarioDoc::FIELDS] {
        collect(root, &mut tables);
    }
    let sections: Vec<String> = tables.iter().map(|table| section(table)).collect();
    format!("{HEAD}\n{}\n{LANGUAGES}", sections.join("\n"))
}

/// Adds a table and those below it, in the order of the fields; a shared table only as part of others.
fn collect(table: &'static Table, tables: &mut Vec<&'static Table>) {
    if tables.iter().any(|known| known.one == table.one) {
        return;
    }
    tables.push(table);
    let inner = table.all_rows().into_iter().filter_map(|row| row.table);
    inner.chain(table.choice_tables.iter().copied()).for_each(|table| collect(table, tables));
}

fn section(table: &Table) -> String {
    let title = title(table.one);
    let mut out = format!("## {title}\n\n{}\n", prose(table.doc));
    if !table.form.is_empty() && table.form != "(...)" {
        out.push_str(&format!("\nWritten `{}`.\n", table.form));
    }
    if !table.choices.is_empty() {
        out.push_str("\n| Word | Meaning |\n|---|---|\n");
        for (word, doc) in table.choices {
            out.push_str(&format!("| `{word}` | {} |\n", cell(&prose(doc))));
        }
    }
    if !table.choice_tables.is_empty() {
        out.push('\n');
        for choice in table.choice_tables {
            out.push_str(&format!("- `{}`: {}\n", choice.form, link(choice)));
        }
    }
    let rows = table.all_rows();
    if !rows.is_empty() {
        out.push_str("\n| Field | What stands there | Without it | Meaning |\n|---|---|---|---|\n");
        rows.into_iter().for_each(|row| out.push_str(&line(row)));
    }
    out
}

fn line(row: &Row) -> String {
    let absent = match (row.presence, row.default) {
        (Presence::Required, _) => "**required**",
        (Presence::NotYet, _) => "",
        (_, default) => default,
    };
    let (shape, meaning) = match row.presence {
        Presence::NotYet => (String::new(), format!("Not read by this version: {}.", row.default)),
        _ => ((row.shape)(), prose(row.doc)),
    };
    let linked = row.table.filter(|table| row.presence != Presence::NotYet && !is_evidence(table));
    let shape = match linked {
        Some(table) => format!("{shape}; see {}", link(table)),
        None => shape,
    };
    format!("| `{}` | {} | {} | {} |\n", row.name, cell(&shape), cell(absent), cell(&meaning))
}

/// Nearly every figure may have its evidence; the head of the page says so once.
fn is_evidence(table: &Table) -> bool {
    table.one == EvidencedDoc::FIELDS.one
}

/// Joins the lines of a documentation comment.
fn prose(doc: &[&str]) -> String {
    doc.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
}

/// Keeps a text from ending its cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// The title of a section: the noun without its article.
fn title(one: &str) -> String {
    let noun = ["a ", "an ", "the "].iter().find_map(|article| one.strip_prefix(article)).unwrap_or(one);
    let mut chars = noun.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn link(table: &Table) -> String {
    let title = title(table.one);
    format!("[{}](#{})", title.to_lowercase(), title.to_lowercase().replace(' ', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_link_of_the_page_leads_to_a_section() {
        let page = format_page();
        let anchors: Vec<String> = page
            .lines()
            .filter_map(|line| line.strip_prefix("## "))
            .map(|title| format!("(#{})", title.to_lowercase().replace(' ', "-")))
            .collect();
        let links: Vec<&str> = page
            .match_indices("(#")
            .map(|(at, _)| page[at..].split_inclusive(')').next().unwrap_or(""))
            .collect();
        assert!(links.len() > 20, "{}", links.len());
        for link in links {
            assert!(anchors.iter().any(|anchor| anchor == link), "{link}");
        }
        for (index, anchor) in anchors.iter().enumerate() {
            assert!(!anchors[..index].contains(anchor), "{anchor} twice");
        }
    }

    #[test]
    fn every_field_has_a_meaning() {
        let mut tables = Vec::new();
        [ModelDoc::FIELDS, ScenarioDoc::FIELDS].into_iter().for_each(|root| collect(root, &mut tables));
        for row in tables.iter().flat_map(|table| table.all_rows()) {
            let told = !row.doc.is_empty() || row.presence == Presence::NotYet;
            assert!(
                told && prose(row.doc).chars().last().is_none_or(|last| ".:`".contains(last)),
                "{}",
                row.name
            );
        }
    }
}
