//! Writes a picture as a Mermaid flowchart, as it is read by code hosts and wikis.
//!
//! Nodes are called `n0`, `n1`, ...: an id of ours, such as `end`, may be a word of Mermaid's.

use std::fmt::Write;

use super::dot::{heading, label};
use super::layout::one_per_pair;
use super::{Card, Hit, Kind, LinkKind, Picture};

type Belongs = fn(&Card) -> bool;

/// Writes a picture that fits a page.
pub fn write(picture: &Picture) -> String {
    let mut out = format!("---\ntitle: {}\n---\nflowchart TB\n", title(&heading(picture)));
    for note in &picture.notes {
        let _ = writeln!(out, "    %% {}", note.replace(['{', '}', '%'], " "));
    }
    for (at, frame) in picture.frames.iter().enumerate() {
        let _ = writeln!(out, "    subgraph f{at}[\"{}\"]", escaped(&frame.name));
        for (position, card) in picture.cards.iter().enumerate().filter(|(_, card)| card.frame == Some(at)) {
            let _ = writeln!(out, "        {}", node(position, card));
        }
        out += "    end\n";
    }
    for (position, card) in picture.cards.iter().enumerate().filter(|(_, card)| card.frame.is_none()) {
        let _ = writeln!(out, "    {}", node(position, card));
    }
    for link in one_per_pair(&picture.links) {
        let arrow = match link.kind {
            LinkKind::Runs => "-->",
            LinkKind::OneOf => "-->|one of|",
            LinkKind::Recovers => "-.->",
            LinkKind::StandsAt if picture.cards[link.from].frame == picture.cards[link.to].frame => continue,
            LinkKind::StandsAt => "-->|stands at|",
        };
        let _ = writeln!(out, "    n{} {arrow} n{}", link.from, link.to);
    }
    out += "    classDef single stroke-width:3px\n    classDef struck stroke:#d55e00,stroke-width:3px\n    \
            classDef falls stroke:#d55e00,stroke-dasharray:5 3\n";
    let classes: [(&str, Belongs); 3] = [
        ("single", |card| card.marks.takes_down > 0 && card.marks.hit == Hit::Spared),
        ("struck", |card| card.marks.hit == Hit::Struck),
        ("falls", |card| card.marks.hit == Hit::Falls),
    ];
    for (class, belongs) in classes {
        let cards = picture.cards.iter().enumerate().filter(|(_, card)| belongs(card));
        let members: Vec<String> = cards.map(|(position, _)| format!("n{position}")).collect();
        if !members.is_empty() {
            let _ = writeln!(out, "    class {} {class}", members.join(","));
        }
    }
    out
}

fn node(position: usize, card: &Card) -> String {
    let (open, close) = match card.kind {
        Kind::Service => ("([", "])"),
        Kind::System => ("[", "]"),
        Kind::Site => ("[/", "\\]"),
        Kind::Supplier => ("{{", "}}"),
        Kind::Team => ("(", ")"),
        Kind::Resource => ("[(", ")]"),
        Kind::Task => ("[[", "]]"),
    };
    let label: Vec<String> = label(card).iter().map(|line| escaped(line)).collect();
    format!("n{position}{open}\"{}\"{close}", label.join("<br/>"))
}

/// Everything that Mermaid, Markdown or HTML could take for its own becomes a numbered entity.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in crate::report::text::shown(text).chars() {
        if c.is_alphanumeric() || matches!(c, ' ' | '-' | '.' | ',' | '(' | ')' | '/' | ':' | '+') {
            out.push(c);
        } else {
            let _ = write!(out, "#{};", u32::from(c));
        }
    }
    out
}

/// The title is YAML: a text between double quotes.
fn title(text: &str) -> String {
    format!("\"{}\"", crate::report::text::shown(text).replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn no_character_of_a_name_is_taken_for_markup() {
        assert_eq!(escaped("A \"b\" <c> #1 `d` [e]"), "A #34;b#34; #60;c#62; #35;1 #96;d#96; #91;e#93;");
    }
}
