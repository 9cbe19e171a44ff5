//! Writes a picture as GraphML: everything that is needed, nothing folded, marks as data.

use std::fmt::Write;

use super::text::xml;
use super::{Card, Hit, Picture};

/// Keys: id, what it belongs to, its type.
const KEYS: [(&str, &str, &str); 9] = [
    ("name", "node", "string"),
    ("kind", "node", "string"),
    ("site", "node", "string"),
    ("detail", "node", "string"),
    ("takes-down", "node", "int"),
    ("indispensable-for", "node", "int"),
    ("hit", "node", "string"),
    ("deadlocked", "node", "boolean"),
    ("need", "edge", "string"),
];

/// Writes the whole picture.
pub fn write(picture: &Picture) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    );
    for (id, of, kind) in KEYS {
        let _ = writeln!(out, "  <key id=\"{id}\" for=\"{of}\" attr.name=\"{id}\" attr.type=\"{kind}\"/>");
    }
    out += "  <graph id=\"needs\" edgedefault=\"directed\">\n";
    let _ = writeln!(out, "    <desc>{}</desc>", xml(&super::dot::heading(picture)));
    for card in &picture.cards {
        let site = card.frame.map(|frame| picture.frames[frame].id.as_str());
        node(&mut out, card, site.unwrap_or_default());
    }
    for link in &picture.links {
        let (from, to) = (xml(&picture.cards[link.from].id), xml(&picture.cards[link.to].id));
        let _ = writeln!(
            out,
            "    <edge source=\"{from}\" target=\"{to}\"><data key=\"need\">{}</data></edge>",
            link.kind.word()
        );
    }
    out += "  </graph>\n</graphml>\n";
    out
}

fn node(out: &mut String, card: &Card, site: &str) {
    let _ = writeln!(out, "    <node id=\"{}\">", xml(&card.id));
    let mut data = |key: &str, value: &str| {
        let _ = writeln!(out, "      <data key=\"{key}\">{}</data>", xml(value));
    };
    data("name", &card.name);
    data("kind", card.kind.word());
    data("site", site);
    data("detail", &card.detail);
    data("takes-down", &card.marks.takes_down.to_string());
    data("indispensable-for", &card.marks.indispensable_for.to_string());
    data("hit", card.marks.hit.word());
    data("deadlocked", if card.marks.deadlocked { "true" } else { "false" });
    *out += "    </node>\n";
}

impl Hit {
    /// The word for it in files for programs.
    pub fn word(self) -> &'static str {
        match self {
            Hit::Spared => "spared",
            Hit::Falls => "falls",
            Hit::Struck => "struck",
        }
    }
}
