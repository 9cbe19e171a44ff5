//! Every format: deterministic, well-formed, escaped.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use blackstart::report::picture::{Hit, Picture, dot, focus, fold, graphml, mermaid, svg, view};
use blackstart::report::wire::{GraphFile, line};

use super::{card, shipped};
use crate::structure::house::model;

/// Names that every format could take for its own.
const NASTY: &str = "<b onload=\\\"x()\\\">&amp; ]]> --> \\\\\\\" %% {} | `a` #quot; \u{5d0}\u{5d1} end";

/// An organisation whose every name is nasty.
fn nasty() -> Picture {
    let text = format!(
        "(name: \"{NASTY}\", sites: {{ \"end\": (name: \"{NASTY}\") }}, suppliers: {{ \"graph\": (name: \"{NASTY}\") }}, \
         teams: {{ \"t\": (name: \"{NASTY}\", people: 1) }}, \
         systems: {{ \"class\": (name: \"{NASTY}\", home: \"end\", needs: [\"graph or subgraph\"], recovery: [(name: \"x\", \
         steps: [(do: \"x\", by: [\"t\"], takes: \"1h\")])]), \"subgraph\": (name: \"{NASTY}\") }}, \
         services: {{ \"click\": (name: \"{NASTY}\", needs: [\"class\"]) }})"
    );
    view::view(&model(&text), None)
}

fn pictures() -> Vec<Picture> {
    let bank = shipped("harbour-bank", Some("ransomware.ron"));
    let service = focus::on(bank.clone(), card(&bank, "instant-payments"));
    let mut all = vec![nasty(), shipped("hello", None), shipped("hello", Some("outage.ron")), bank, service];
    all.push(view::view(&model("()"), None));
    all.push(view::view(&model(&ring()), None));
    all
}

/// Forty systems each of which needs the next, and the last the first.
fn ring() -> String {
    let mut text = String::from("(systems: {");
    for at in 0..40 {
        let _ = write!(text, "\"s-{at}\": (needs: [\"s-{}\"]), ", (at + 1) % 40);
    }
    text + "}, services: { \"pay\": (needs: [\"s-7\"]) })"
}

#[test]
fn hello_is_drawn_as_stored() {
    let drawn = svg::draw(&shipped("hello", Some("outage.ron")), "hello");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/picture/hello.svg");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &drawn).unwrap();
    }
    let stored = fs::read_to_string(&path).unwrap();
    assert!(drawn == stored, "the picture has changed: look at it, then BLESS=1 cargo test hello_is_drawn");
}

#[test]
fn the_same_picture_gives_the_same_bytes() {
    for (first, second) in pictures().iter().zip(&pictures()) {
        assert_eq!(svg::draw(&fold::fold(first.clone()), "a"), svg::draw(&fold::fold(second.clone()), "a"));
        assert_eq!(dot::write(first), dot::write(second));
        assert_eq!(mermaid::write(first), mermaid::write(second));
        assert_eq!(graphml::write(first), graphml::write(second));
    }
}

#[test]
fn an_svg_is_xml_without_scripts_with_a_title_and_every_name_as_text() {
    for picture in pictures() {
        let drawn = svg::draw(&picture, "p");
        let document = roxmltree::Document::parse(&drawn).unwrap_or_else(|error| panic!("{error}\n{drawn}"));
        let root = document.root_element();
        let child =
            |name: &str| root.children().find(|node| node.has_tag_name(("http://www.w3.org/2000/svg", name)));
        assert!(child("title").is_some_and(|title| title.text() == Some(picture.title.as_str())), "{drawn}");
        assert!(child("desc").is_some_and(|desc| desc.text().is_some_and(|text| text.len() > 20)));
        let mut ids = BTreeSet::new();
        for node in document.descendants().filter(roxmltree::Node::is_element) {
            let name = node.tag_name().name();
            assert!(!["script", "foreignObject", "image", "a", "use"].contains(&name), "{name}");
            for attribute in node.attributes() {
                assert!(
                    !attribute.name().starts_with("on") && attribute.name() != "href",
                    "{}",
                    attribute.name()
                );
                if attribute.name() == "id" {
                    assert!(attribute.value().starts_with("p-") && ids.insert(attribute.value()));
                }
            }
        }
        assert!(!drawn.contains("NaN") && !drawn.contains("inf"), "every figure is one");
        let spoken: Vec<&str> = document
            .descendants()
            .filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "title")))
            .filter_map(|node| node.text())
            .collect();
        for card in &picture.cards {
            assert!(
                spoken.iter().any(|said| said.starts_with(card.name.as_str()) && said.contains(&card.id)),
                "{}",
                card.id
            );
        }
    }
}

#[test]
fn graphml_is_xml_with_every_node_and_every_need() {
    for picture in pictures() {
        let written = graphml::write(&picture);
        let document =
            roxmltree::Document::parse(&written).unwrap_or_else(|error| panic!("{error}\n{written}"));
        let count = |name: &str| document.descendants().filter(|node| node.tag_name().name() == name).count();
        assert_eq!((count("node"), count("edge")), (picture.cards.len(), picture.links.len()));
        let ids: BTreeSet<&str> = document.descendants().filter_map(|node| node.attribute("id")).collect();
        for edge in document.descendants().filter(|node| node.tag_name().name() == "edge") {
            assert!(["source", "target"].iter().all(|end| ids.contains(edge.attribute(*end).unwrap())));
        }
    }
}

/// Reads DOT as its grammar has it, texts in double quotes with backslashes: braces and brackets pair, no text is
/// left open, every statement ends.
fn check_dot(written: &str) {
    let (mut open, mut statement) = (Vec::new(), String::new());
    let mut characters = written.chars();
    while let Some(c) = characters.next() {
        match c {
            '"' => {
                while let Some(inside) = characters.next() {
                    match inside {
                        '\\' => drop(characters.next().expect("something follows a backslash")),
                        '"' => break,
                        '\n' => panic!("a text runs over its line: {written}"),
                        _ => {}
                    }
                }
                statement.push('T');
            }
            '{' | '[' => open.push(c),
            '}' => assert_eq!(open.pop(), Some('{'), "{written}"),
            ']' => assert_eq!(open.pop(), Some('['), "{written}"),
            ';' => statement.clear(),
            '<' | '\\' | '`' | '&' => panic!("`{c}` stands outside a text: {written}"),
            _ => statement.push(c),
        }
    }
    assert!(open.is_empty(), "{written}");
}

#[test]
fn dot_stays_inside_its_quotes() {
    for picture in pictures() {
        let written = dot::write(&picture);
        check_dot(&written);
        assert_eq!(written.matches(" -> ").count(), picture.links.len(), "each need once: {written}");
    }
}

#[test]
fn mermaid_labels_hold_nothing_that_mermaid_reads() {
    for picture in pictures() {
        let written = mermaid::write(&picture);
        for text in written.lines().skip(3).flat_map(|line| line.split('"').skip(1).step_by(2)) {
            let plain = text.replace("<br/>", " ");
            let is_plain = |c: char| c.is_alphanumeric() || " -.,()/:+#;".contains(c);
            assert!(plain.chars().all(is_plain), "{text}");
        }
        assert_eq!(written.matches("subgraph ").count(), written.matches("    end\n").count());
        // No node bears an id of ours, which could be a word of the language.
        assert!(
            !written.lines().any(|line| line.trim_start().starts_with("end[") || line.contains(" graph"))
        );
    }
}

#[test]
fn json_lists_every_node_and_need_with_its_marks() {
    let picture = shipped("hello", Some("outage.ron"));
    let json: serde_json::Value = serde_json::from_str(&line(&GraphFile::new(&picture, None))).unwrap();
    assert_eq!(json["schema"], "blackstart/graph/1");
    let node =
        |id: &str| json["nodes"].as_array().unwrap().iter().find(|node| node["id"] == id).unwrap().clone();
    assert_eq!(
        (node("orders-db")["hit"].as_str(), node("orders-db")["takes_down"].as_u64()),
        (Some("struck"), Some(1))
    );
    assert_eq!(node("online-shop")["hit"], "falls");
    assert_eq!(node("operations")["indispensable_for"], 1);
    let needs = json["needs"].as_array().unwrap();
    assert!(
        needs.contains(
            &serde_json::json!({ "from": "orders-db", "to": "backup-disk", "kind": "recovers-with" })
        )
    );
    assert!(
        needs.contains(&serde_json::json!({ "from": "orders-db", "to": "server-room", "kind": "stands-at" }))
    );
}

#[test]
fn a_picture_of_a_thousand_systems_is_folded_to_a_page_and_says_so() {
    let mut text = String::from("(sites: { \"x\": () }, systems: {");
    for at in 0..1000 {
        let need = if at > 0 { format!("\"s-{}\"", at / 3) } else { String::new() };
        let _ = write!(text, "\"s-{at}\": (home: \"x\", needs: [{need}]), ");
    }
    text += "}, services: {";
    for at in 0..60 {
        let _ = write!(text, "\"v-{at}\": (needs: [\"s-{}\"]), ", at * 16);
    }
    let whole = view::view(&model(&(text + "})")), None);
    let folded = fold::fold(whole.clone());
    assert!(whole.cards.len() > 1000 && folded.cards.len() <= fold::CARDS_MAX, "{}", folded.cards.len());
    assert!(!folded.notes.is_empty());
    let drawn: usize = folded.cards.iter().map(|card| card.stands_for).sum();
    let left_out: usize = folded
        .notes
        .iter()
        .filter(|note| note.contains("no service needs"))
        .map(|note| note.split(' ').next().unwrap().replace(',', "").parse::<usize>().unwrap())
        .sum();
    assert_eq!(drawn + left_out, whole.cards.len(), "every node stands somewhere or is said to be left out");
    roxmltree::Document::parse(&svg::draw(&folded, "p")).unwrap();
}

#[test]
fn the_bank_fits_a_page_and_cards_do_not_overlap() {
    let folded = fold::fold(shipped("harbour-bank", Some("ransomware.ron")));
    assert!(folded.cards.iter().any(|card| card.marks.hit == Hit::Struck));
    let drawn = svg::draw(&folded, "p");
    let document = roxmltree::Document::parse(&drawn).unwrap();
    let figure = |node: &roxmltree::Node, name: &str| node.attribute(name).unwrap().parse::<f64>().unwrap();
    assert!(figure(&document.root_element(), "width") < 2200.0);
    let is_card =
        |node: &roxmltree::Node| node.attribute("class") == Some("shape") && node.has_attribute("width");
    let shapes: Vec<_> =
        document.descendants().filter(is_card).filter(|node| figure(node, "height") == 48.0).collect();
    // Cards of the stage are shifted as one; those of the band come after them.
    for (at, a) in shapes.iter().enumerate() {
        for b in &shapes[at + 1..] {
            let same_group = a.parent().unwrap().parent() == b.parent().unwrap().parent();
            let apart = (figure(a, "x") - figure(b, "x")).abs() >= figure(a, "width") - 0.2
                || (figure(a, "y") - figure(b, "y")).abs() >= 48.0;
            assert!(!same_group || apart, "two cards overlap");
        }
    }
}
