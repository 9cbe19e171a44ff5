//! Writes a document as one HTML file without scripts or anything from outside, made to be printed on A4.

use minijinja::{AutoEscape, Environment, Value, context};

use super::document::{Audience, Block, Document, Page};

const TEMPLATE: &str = include_str!("page.html");
const STYLE: &str = include_str!("style.css");

/// The document as a page.
pub fn html(document: &Document) -> String {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment
        .add_template("page.html", TEMPLATE)
        .expect("the template is part of the program and a test renders it");
    let template = environment.get_template("page.html").expect("it was added just now");
    let rendered = template.render(context! {
        title => document.title.clone(),
        subtitle => document.subtitle.clone(),
        banner => super::BANNER,
        // A brief is `brief-` and the id of its role; all briefs look alike.
        paper => document.name.split("brief-").next().filter(|name| !name.is_empty()).unwrap_or("brief"),
        control => document.audience == Audience::Control,
        orientation => match document.page { Page::Portrait => "portrait", Page::Landscape => "landscape" },
        style => Value::from_safe_string(STYLE.to_owned()),
        blocks => document.blocks.iter().map(value).collect::<Vec<_>>(),
    });
    rendered.expect("the template uses only what stands above")
}

fn value(block: &Block) -> Value {
    match block {
        Block::Heading(level, text) => context! { kind => "heading", level, text },
        Block::Text(text) => {
            context! { kind => "text", lines => text.lines().map(str::to_owned).collect::<Vec<_>>() }
        }
        Block::Say(text) => {
            context! { kind => "say", lines => text.lines().map(str::to_owned).collect::<Vec<_>>() }
        }
        Block::Items(items) => context! { kind => "items", items },
        Block::Ticks(items) => context! { kind => "ticks", items },
        Block::Facts(facts) => context! { kind => "facts", facts },
        Block::Table { head, rows, widths } => {
            context! { kind => "table", head, rows, widths, columns => head.len() }
        }
        Block::Frame(title, inner) => {
            context! { kind => "frame", title, blocks => inner.iter().map(value).collect::<Vec<_>>() }
        }
        Block::Lines(count) => context! { kind => "lines", count },
        Block::Timeline(marks) => context! { kind => "timeline", marks },
        Block::NewPage => context! { kind => "page" },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_block_is_shown_and_nothing_becomes_markup() {
        let mut document = Document::new(Audience::Control, "x", "<T>", "s & t");
        document.heading(2, "<h>");
        document.text("a\n<script>");
        document.push(Block::Say("<w>".to_owned()));
        document.items(["<i>"]);
        document.push(Block::Ticks(vec!["<k>".to_owned()]));
        document.facts([("<l>", "<f>".to_owned())]);
        document.table(&["<c>"], vec![vec!["<d>".to_owned()]]);
        document.push(Block::Frame("<e>".to_owned(), vec![Block::Lines(2)]));
        document.push(Block::Timeline(vec![(10, "<m>".to_owned(), "9:00".to_owned())]));
        let page = html(&document);
        for text in ["T", "h", "script", "w", "i", "k", "l", "f", "c", "d", "e", "m"] {
            assert!(page.contains(&format!("&lt;{text}&gt;")), "{text}: {page}");
        }
        assert!(!page.contains("<script") && page.contains("CONTROL COPY") && page.contains("s &amp; t"));
    }
}
