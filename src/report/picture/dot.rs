//! Writes a picture in the DOT language of Graphviz: sites as clusters, everything that is needed, nothing folded.

use std::fmt::Write;

use super::{Card, Hit, Kind, LinkKind, Picture};

/// Writes the whole picture.
pub fn write(picture: &Picture) -> String {
    let mut out = String::from("digraph needs {\n");
    let _ = writeln!(
        out,
        "    graph [label={}, labelloc=t, rankdir=TB, fontname=\"Helvetica\"];",
        quoted(&heading(picture))
    );
    out += "    node [shape=box, fontname=\"Helvetica\", fontsize=11];\n    edge [arrowsize=0.7];\n";
    for (at, frame) in picture.frames.iter().enumerate() {
        let _ = writeln!(out, "    subgraph {} {{", quoted(&format!("cluster_{}", frame.id)));
        let _ = writeln!(out, "        label={};", quoted(&frame.name));
        for card in picture.cards.iter().filter(|card| card.frame == Some(at)) {
            let _ = writeln!(out, "        {}", node(card));
        }
        out += "    }\n";
    }
    for card in picture.cards.iter().filter(|card| card.frame.is_none()) {
        let _ = writeln!(out, "    {}", node(card));
    }
    for link in &picture.links {
        let style = match link.kind {
            LinkKind::Runs | LinkKind::StandsAt => "solid",
            LinkKind::OneOf => "dashed",
            LinkKind::Recovers => "dotted",
        };
        let (from, to) = (&picture.cards[link.from].id, &picture.cards[link.to].id);
        let _ = writeln!(
            out,
            "    {} -> {} [class={}, tooltip={}, style={style}{}];",
            quoted(from),
            quoted(to),
            quoted(link.kind.word()),
            quoted(&format!("{from} {} {to}", link.kind.word())),
            if link.kind == LinkKind::Recovers { ", color=\"#0072b2\", constraint=false" } else { "" }
        );
    }
    out += "}\n";
    out
}

/// Title, and what strikes.
pub(super) fn heading(picture: &Picture) -> String {
    match &picture.strikes {
        Some(scenario) => format!("{} \u{2014} {scenario}", picture.title),
        None => picture.title.clone(),
    }
}

/// What a card says in formats that have labels only.
pub(super) fn label(card: &Card) -> Vec<String> {
    let mut lines = vec![card.name.clone()];
    if card.marks.takes_down > 0 {
        lines.push(format!(
            "single point: {}",
            crate::report::text::counted(card.marks.takes_down, "service", "services")
        ));
    }
    match card.marks.hit {
        Hit::Spared => {}
        Hit::Falls => lines.push("falls".to_owned()),
        Hit::Struck => lines.push("STRUCK".to_owned()),
    }
    if card.marks.deadlocked {
        lines.push("no way back".to_owned());
    }
    lines
}

fn node(card: &Card) -> String {
    let shape = match card.kind {
        Kind::Service => "oval",
        Kind::System => "box",
        Kind::Site => "house",
        Kind::Supplier => "octagon",
        Kind::Team => "ellipse",
        Kind::Resource => "component",
        Kind::Task => "note",
    };
    let label: Vec<String> = label(card).iter().map(|line| escaped(line)).collect();
    let mut style = String::new();
    if card.marks.takes_down > 0 {
        style += ", penwidth=2";
    }
    match card.marks.hit {
        Hit::Spared => {}
        Hit::Falls => style += ", style=dashed, color=\"#d55e00\"",
        Hit::Struck => style += ", style=filled, fillcolor=\"#f7dcc9\", color=\"#d55e00\"",
    }
    format!(
        "{} [label=\"{}\", class={}, shape={shape}{style}];",
        quoted(&card.id),
        label.join("\\n"),
        quoted(card.kind.word())
    )
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// Inside double quotes a backslash begins an escape and a quote ends the text.
fn escaped(text: &str) -> String {
    crate::report::text::shown(text).replace('\\', "\\\\").replace('"', "\\\"")
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn neither_a_quote_nor_a_backslash_gets_out_of_a_text() {
        assert_eq!(escaped("a\" ]; b\\"), "a\\\" ]; b\\\\");
        assert_eq!(escaped("a\n\u{202e}"), "a\\\\u{a}\\\\u{202e}");
    }
}
