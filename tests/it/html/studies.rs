//! Studies as pages: charts that say what they show, the figures of the JSON, no text that acts, and the same page whichever
//! way it is made.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::between;
use crate::cli::{check, say};

/// One person for two systems that are out together; a name that would be markup.
const MODEL: &str = r#"(
    name: "Shop <b>& Sons</b>",
    response: (detect: "pert(5m, 20m, 1h)", assess: "10m", declare: "30m"),
    sites: { "here": (), "there": () },
    teams: { "staff": (people: 1, call_out: "uniform(10m, 50m)") },
    systems: {
        "till": (home: "here", recovery: [(name: "Fix <it>", after_declaration: true, steps: [(do: "Fix", by: "staff", takes: "uniform(30m, 2h)")])]),
        "lamp": (home: "here", recovery: [(name: "Fix", steps: [(do: "Fix", by: "staff", takes: "uniform(30m, 2h)")])]),
    },
    services: { "sales": (name: "Sales <script>alert(1)</script>", needs: ["till", "lamp"], rto: "4h", required: 0.9,
        impact: [("1h", 100), ("8h", 900)]) },
)"#;
const SCENARIO: &str = r#"(title: "Both <i>out</i>", model: "model.ron", horizon: "4d", onset: Any,
    events: [Outage(targets: ["till"]), Outage(targets: ["lamp"]), Absence(id: "ill", targets: ["staff"], share: 0.1)])"#;

fn shop() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("model.ron"), MODEL).unwrap();
    fs::write(folder.path().join("s.ron"), SCENARIO).unwrap();
    let faster = SCENARIO.replace("horizon", "changes: [Set(\"teams.staff.people\", 2)], horizon");
    fs::write(folder.path().join("faster.ron"), faster).unwrap();
    folder
}

const STUDIES: [(&str, &str, usize); 9] = [
    ("whatif", "whatif s.ron --set teams.staff.people=2 --name calls --set teams.staff.call_out=1m", 2),
    ("compare", "compare s.ron faster.ron", 1),
    ("sensitivity", "sensitivity s.ron", 1),
    ("sweep", "sweep model.ron --lasts forever", 1),
    ("ladder", "ladder s.ron --along teams.staff.call_out=10m,2h,4h", 1),
    ("frontier", "ladder s.ron --along absence=0,1 --along declaration=0s,6h", 1),
    ("week", "ladder s.ron --along onset", 1),
    ("delay", "delay s.ron", 1),
    ("advise", "advise s.ron", 1),
];

fn answered(folder: &Path, name: &str, line: &str) -> (Value, String) {
    let line = format!("{line} --trials 400 -o json={name}.json -o html={name}.html");
    check(folder, &line, 0);
    let read = |ending: &str| fs::read_to_string(folder.join(format!("{name}.{ending}"))).unwrap();
    (serde_json::from_str(&read("json")).unwrap(), read("html"))
}

#[test]
fn every_study_is_a_page_with_charts_that_say_what_they_show() {
    let shop = shop();
    let mut all = vec!["report"];
    for (name, line, charts) in STUDIES {
        let (study, page) = answered(shop.path(), name, line);
        assert!(!page.contains("<script>") && !page.contains("<b>&") && !page.contains("<i>out"), "{name}");
        assert!(page.contains("Simulated estimate from the stated model"), "{name}");
        let drawn = between(&page, "<svg class=\"chart\"", "</svg>");
        assert!(drawn.len() >= charts, "{name}: {} charts", drawn.len());
        for chart in drawn {
            let tree = format!("<svg{chart}</svg>");
            let tree = roxmltree::Document::parse(&tree).unwrap();
            for tag in ["title", "desc"] {
                let said =
                    tree.descendants().find(|node| node.has_tag_name(tag)).and_then(|node| node.text());
                assert!(said.is_some_and(|said| said.len() > 10), "{name}: {tag}");
            }
        }
        for part in between(&page, "<section class=\"part\">", "</section>") {
            assert!(!part.contains("<svg") || part.contains("<table>"), "{name}: a chart without its table");
        }
        // Made again of the JSON alone it is the same.
        check(shop.path(), &format!("report {name}.json -o html=again.html --force"), 0);
        assert_eq!(fs::read_to_string(shop.path().join("again.html")).unwrap(), page, "{name}");
        let organisation = study["organisation"].as_str();
        assert!(name == "compare" || organisation == Some("Shop <b>& Sons</b>"), "{name}");
    }
    check(shop.path(), "run s.ron --trials 400 --advisory -o json=results.json", 0);
    let files: Vec<String> = STUDIES.iter().map(|(name, ..)| format!("{name}.json")).collect();
    all.push("results.json");
    all.extend(files.iter().map(String::as_str));
    all.extend(["-o", "html=all.html"]);
    let said = say(shop.path(), &all);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let page = fs::read_to_string(shop.path().join("all.html")).unwrap();
    assert_eq!(between(&page, "<section class=\"study\"", ">").len(), STUDIES.len());
    assert!(page.contains("Continuity gap report"));
}

#[test]
fn figures_of_a_page_are_those_of_the_json() {
    let shop = shop();
    let (study, page) = answered(shop.path(), STUDIES[0].0, STUDIES[0].1);
    for variant in study["variants"].as_array().unwrap() {
        let objective = &variant["effect"]["services"][0]["objectives"][0];
        let share = |side: &str| format!(">{:.1}<", objective[side]["share"].as_f64().unwrap() * 100.0);
        assert!(page.contains(&share("before")) && page.contains(&share("after")), "{objective}");
    }
    let (study, page) = answered(shop.path(), STUDIES[7].0, STUDIES[7].1);
    for at in study["services"][0]["shares"].as_array().unwrap() {
        let said = format!("{:.1}.", at["share"].as_f64().unwrap() * 100.0);
        assert!(page.contains(&said), "{at}");
    }
}

#[test]
fn studies_go_into_a_page_of_their_own_model_and_into_html_alone() {
    let shop = shop();
    answered(shop.path(), "whatif", STUDIES[0].1);
    let said = check(shop.path(), "report whatif.json -o markdown=a.md", 2);
    assert!(said.stderr.contains("studies stand in HTML alone"), "{}", said.stderr);
    fs::write(shop.path().join("model.ron"), MODEL.replace("30m", "31m")).unwrap();
    check(shop.path(), "run s.ron --trials 64 --advisory -o json=other.json", 0);
    let said = check(shop.path(), "report other.json whatif.json -o html=a.html", 2);
    assert!(said.stderr.contains("are of different models"), "{}", said.stderr);
    let said = check(shop.path(), "whatif s.ron --set teams.staff.people=2 -o markdown=a.md", 2);
    assert!(said.stderr.contains("only compare is written as Markdown"), "{}", said.stderr);
}
