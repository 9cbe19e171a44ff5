//! Writes a document as Markdown. Text of people cannot become markup: what Markdown would read is escaped.

use std::fmt::Write as _;

use super::document::{Audience, Block, Document};

/// The document with its banner at both ends.
pub fn markdown(document: &Document) -> String {
    let mut out = format!(
        "**{}**\n\n# {}\n\n_{}_\n",
        super::BANNER,
        escaped(&document.title),
        escaped(&document.subtitle)
    );
    if document.audience == Audience::Control {
        out.push_str("\n**CONTROL COPY. Not for players.**\n");
    }
    blocks(&mut out, &document.blocks, "");
    write!(out, "\n**{}**\n", super::BANNER).expect(WRITES);
    out
}

const WRITES: &str = "a String takes everything";

fn blocks(out: &mut String, all: &[Block], quote: &str) {
    for block in all {
        writeln!(out, "{}", quote.trim_end()).expect(WRITES);
        match block {
            Block::Heading(level, text) => {
                writeln!(out, "{quote}{} {}", "#".repeat(usize::from(*level)), escaped(text)).expect(WRITES);
            }
            Block::Text(text) => {
                for line in text.lines() {
                    writeln!(out, "{quote}{}", escaped(line)).expect(WRITES);
                }
            }
            Block::Say(text) => {
                for line in text.lines() {
                    writeln!(out, "{quote}> {}", escaped(line)).expect(WRITES);
                }
            }
            Block::Items(items) => list(out, items, &format!("{quote}- ")),
            Block::Ticks(items) => list(out, items, &format!("{quote}- [ ] ")),
            Block::Facts(facts) => {
                for (label, text) in facts {
                    writeln!(out, "{quote}- **{}:** {}", escaped(label), in_line(text)).expect(WRITES);
                }
            }
            Block::Table { head, rows, .. } => table(out, head, rows, quote),
            Block::Frame(title, inner) => {
                writeln!(out, "{quote}> **{}**", escaped(title)).expect(WRITES);
                blocks(out, inner, &format!("{quote}> "));
            }
            Block::Lines(count) => {
                for _ in 0..*count {
                    writeln!(out, "{quote}{}\n{quote}", "\\_".repeat(30)).expect(WRITES);
                }
            }
            Block::Timeline(marks) => {
                let marks: Vec<String> =
                    marks.iter().map(|(_, label, clock)| format!("{clock} {label}")).collect();
                list(out, &marks, &format!("{quote}- "));
            }
            Block::NewPage => writeln!(out, "{quote}---").expect(WRITES),
        }
    }
}

fn list(out: &mut String, items: &[String], mark: &str) {
    for item in items {
        writeln!(out, "{mark}{}", in_line(item)).expect(WRITES);
    }
}

fn table(out: &mut String, head: &[String], rows: &[Vec<String>], quote: &str) {
    let row = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| in_line(cell)).collect();
        format!("{quote}| {} |", cells.join(" | "))
    };
    writeln!(out, "{}\n{quote}|{}", row(head), "---|".repeat(head.len())).expect(WRITES);
    for cells in rows {
        writeln!(out, "{}", row(cells)).expect(WRITES);
    }
}

/// Without breaks, for a cell or an item.
fn in_line(text: &str) -> String {
    escaped(&text.replace('\n', " / "))
}

/// Escapes what Markdown or HTML inside it would read.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' => {
                out.push('\\');
                out.push(c);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_people_is_no_markup() {
        assert_eq!(escaped("<b>*a*|b_c</b>"), "&lt;b&gt;\\*a\\*\\|b\\_c&lt;/b&gt;");
        let mut document = Document::new(Audience::Players, "x", "T|t", "s");
        document.table(&["a"], vec![vec!["1\n2".to_owned()]]);
        assert!(markdown(&document).contains("\n| 1 / 2 |\n"));
    }
}
