//! Every chart has a title and a description, is well-formed, and holds no text of others as markup.

use super::*;
use crate::results::{IntervalKind, Share};
use crate::units::Millis;

const EVIL: &str = "</text><script>alert(1)</script> & \u{202e}";

fn minutes(n: i64) -> Millis {
    Millis::new(n * 60_000)
}

fn all() -> Vec<Chart> {
    let curve = [(minutes(10), 0.25), (minutes(20), 0.5), (minutes(400), 0.9)];
    let recovery = recovery::Recovery {
        id: "a",
        service: EVIL,
        curve: &curve,
        n: 100,
        kind: IntervalKind::Wilson,
        horizon: Millis::DAY,
        back_by: [Some(minutes(20)), None],
        elsewhere: vec![EVIL.to_owned()],
        promises: vec![
            recovery::Promise { word: "RTO", target: minutes(5), required: 0.95 },
            recovery::Promise { word: "MTPD", target: minutes(30), required: 0.95 },
        ],
        actuals: vec![recovery::Actual { words: EVIL.to_owned(), took: minutes(60) }],
    };
    let part =
        |nature| waterfall::Part { words: EVIL.to_owned(), nature, length: minutes(7), figure: "7m".into() };
    let natures = [Nature::Working, Nature::Waiting, Nature::Event, Nature::Rest];
    let bar = gantt::Bar { from: minutes(1), until: minutes(9), nature: Nature::Waiting };
    let gantt = gantt::Gantt {
        id: "c",
        title: EVIL.to_owned(),
        description: EVIL.to_owned(),
        rows: vec![gantt::Row { words: EVIL.to_owned(), bars: vec![bar], figure: "8m".into() }],
        last: minutes(10),
        marks: vec![(minutes(3), EVIL.to_owned())],
    };
    let load = load::Load {
        name: EVIL.to_owned(),
        busy: minutes(5),
        queued: minutes(2),
        figures: ["5m".into(), "2m".into()],
    };
    let queue = queue::Queue { name: EVIL.to_owned(), mean: vec![0.0, 1.0, 0.2], figure: "1.0".into() };
    let settling = convergence::Settling {
        name: EVIL.to_owned(),
        required: 0.9,
        points: vec![Share::new(10, 64), Share::new(30, 128)],
    };
    vec![
        recovery::draw(&recovery),
        waterfall::draw(&waterfall::Waterfall {
            id: "b",
            title: EVIL.to_owned(),
            stretches: natures.map(part).into(),
            whole: "28m".into(),
        }),
        gantt::draw(&gantt),
        load::draw("d", EVIL, &[load]),
        queue::draw("e", EVIL, minutes(30), &[queue]),
        convergence::draw("f", EVIL, &[settling]),
    ]
}

#[test]
fn every_chart_says_what_it_shows() {
    for chart in all() {
        let tree = roxmltree::Document::parse(&chart.svg).unwrap();
        let root = tree.root_element();
        let child =
            |name: &str| root.children().find(|node| node.has_tag_name(name)).and_then(|node| node.text());
        assert!(child("title").is_some_and(|title| title.len() > 5), "{}", chart.svg);
        assert!(
            child("desc").is_some_and(|said| said.len() > 20 && !said.contains('\u{202e}')),
            "{}",
            chart.svg
        );
        let labelled = root.attribute("aria-labelledby").unwrap();
        for id in labelled.split(' ') {
            assert!(root.children().any(|node| node.attribute("id") == Some(id)), "{id}");
        }
        assert!(!chart.svg.contains("<script"), "{}", chart.svg);
    }
}

#[test]
fn nothing_is_drawn_outside_the_sheet() {
    for chart in all() {
        let tree = roxmltree::Document::parse(&chart.svg).unwrap();
        let number = |node: roxmltree::Node, name| {
            node.attribute(name).map_or(0.0, |n: &str| n.parse::<f64>().unwrap())
        };
        let height = number(tree.root_element(), "height");
        for node in tree.descendants().filter(|node| node.has_tag_name("rect") && node.has_attribute("x")) {
            let [x, y, w, h] = ["x", "y", "width", "height"].map(|name| number(node, name));
            assert!(x >= 0.0 && x + w <= 721.0 && y >= 0.0 && y + h <= height, "{x} {y} {w} {h}");
        }
    }
}

#[test]
fn a_curve_without_points_is_drawn_too() {
    let nothing = recovery::Recovery {
        id: "a",
        service: "s",
        curve: &[],
        n: 10,
        kind: IntervalKind::Wilson,
        horizon: Millis::DAY,
        back_by: [None, None],
        promises: Vec::new(),
        elsewhere: Vec::new(),
        actuals: Vec::new(),
    };
    let chart = recovery::draw(&nothing);
    assert!(roxmltree::Document::parse(&chart.svg).is_ok());
    assert!(chart.description.contains("Not back within 1 day: 100 in 100"), "{}", chart.description);
}
