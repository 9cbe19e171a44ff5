//! Lets a picture from a results file into the page: what our own pictures consist of, and nothing else.
//!
//! The file may come from anybody. An SVG is markup: so it is read, every element and attribute is held against a list,
//! and it is written anew. Anything that is not on the list, and no picture is shown. Its rules of style are left aside:
//! ours for pictures stand in their place.

use std::fmt::Write as _;

use roxmltree::{Document, Node};

use crate::report::picture::svg::style::rules;
use crate::report::picture::text::xml;

const NAMESPACE: &str = "http://www.w3.org/2000/svg";
const ELEMENTS: [&str; 13] = [
    "svg", "title", "desc", "defs", "marker", "pattern", "g", "path", "rect", "circle", "line", "text",
    "tspan",
];
const ATTRIBUTES: [&str; 33] = [
    "class",
    "role",
    "aria-labelledby",
    "width",
    "height",
    "viewBox",
    "id",
    "refX",
    "refY",
    "markerWidth",
    "markerHeight",
    "orient",
    "patternUnits",
    "patternTransform",
    "d",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "fill",
    "marker-start",
    "marker-end",
    "marker-mid",
    "text-anchor",
    "points",
    "transform",
];
/// Writes the picture anew; `None` of one that holds anything it should not.
pub fn safe(svg: &str) -> Option<String> {
    let document = Document::parse(svg).ok()?;
    let root = document.root_element();
    let prefix = root.attribute("class")?.strip_suffix("-graph")?;
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    if root.tag_name().name() != "svg" || prefix.is_empty() || !prefix.chars().all(is_plain) {
        return None;
    }
    let mut out = String::with_capacity(svg.len());
    element(root, prefix, &mut out)?;
    Some(out)
}

fn element(node: Node, prefix: &str, out: &mut String) -> Option<()> {
    let tag = node.tag_name();
    let known = tag.namespace() == Some(NAMESPACE) && ELEMENTS.contains(&tag.name());
    if !known {
        return None;
    }
    let _ = write!(out, "<{}", tag.name());
    for attribute in node.attributes() {
        let (name, value) = (attribute.name(), attribute.value());
        if attribute.namespace().is_some() || !ATTRIBUTES.contains(&name) || !stays_inside(value) {
            return None;
        }
        let _ = write!(out, " {name}=\"{}\"", xml(value));
    }
    out.push('>');
    for child in node.children() {
        match child {
            _ if child.has_tag_name((NAMESPACE, "style")) => {
                let _ = write!(out, "<style>{}</style>", rules(prefix));
            }
            _ if child.is_element() => element(child, prefix, out)?,
            _ if child.is_text() => out.push_str(&line_breaks(child.text()?)),
            // Comments and instructions are none of ours.
            _ => return None,
        }
    }
    let _ = write!(out, "</{}>", tag.name());
    Some(())
}

/// Refers to nothing but parts of itself.
fn stays_inside(value: &str) -> bool {
    value.match_indices("url(").all(|(at, _)| value[at..].starts_with("url(#"))
}

/// Text between elements keeps its line breaks; all else that cannot be seen is spelt out.
fn line_breaks(text: &str) -> String {
    text.split('\n').map(xml).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::safe;
    use crate::report::picture::{Picture, svg};

    const OPEN: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"p1-graph\"";

    #[test]
    fn our_own_pictures_pass() {
        let picture = Picture { title: "a <b> & \"c\"".to_owned(), ..Picture::default() };
        let drawn = svg::draw(&picture, "p1234");
        let shown = safe(&drawn).expect("it is ours");
        assert!(shown.contains("a &lt;b&gt; &amp; &quot;c&quot;"), "{shown}");
        assert!(roxmltree::Document::parse(&shown).is_ok());
    }

    #[test]
    fn rules_of_style_are_ours() {
        let styled = format!("{OPEN}><style>body{{display:none}}</style></svg>");
        let shown = safe(&styled).expect("there is nothing else in it");
        assert!(!shown.contains("display:none") && shown.contains(".p1-graph .page{"), "{shown}");
        assert_eq!(safe("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"a,body-graph\"/>"), None);
    }

    #[test]
    fn whatever_could_act_keeps_a_picture_out() {
        let bad = [
            "><script>alert(1)</script></svg>",
            " onload=\"alert(1)\"></svg>",
            "><foreignObject/></svg>",
            "><image href=\"https://example.org/a.png\"/></svg>",
            "><a href=\"javascript:alert(1)\"><text>a</text></a></svg>",
            "><rect fill=\"url(https://example.org)\"/></svg>",
            " style=\"position:fixed\"></svg>",
            "><use href=\"#a\"/></svg>",
            "><!-- a --></svg>",
        ];
        for rest in bad {
            assert_eq!(safe(&format!("{OPEN}{rest}")), None, "{rest}");
        }
        assert_eq!(safe("<html/>"), None);
        assert_eq!(
            safe("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg xmlns=\"http://www.w3.org/2000/svg\">&a;</svg>"),
            None
        );
    }
}
