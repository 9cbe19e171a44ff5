//! The HTML report of every shipped scenario: its figures are those of the results file, its charts say what they
//! show, nothing in it acts or asks for anything.

mod hostile;
mod studies;
mod template;

use std::path::Path;
use std::process::Command;

use blackstart::report::clauses;
use blackstart::report::dossier::{self, Dossier};
use blackstart::report::html::html;
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The results of scenarios as `run` writes them, one a line.
fn results(scenarios: &str, trials: &str) -> String {
    let mut run = Command::new(env!("CARGO_BIN_EXE_blackstart"));
    run.current_dir(root()).args(["run", scenarios, "--trials", trials, "--format", "json", "--advisory"]);
    let output = run.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn dossier_of(lines: &str) -> Dossier {
    Dossier::new(dossier::read(lines).unwrap(), None)
}

/// The places of the page between two texts, both left out.
fn between<'p>(page: &'p str, from: &str, to: &str) -> Vec<&'p str> {
    page.split(from).skip(1).map(|rest| rest.split(to).next().unwrap()).collect()
}

/// Holds every figure of a page to the number that it names in a results object, and says how many there are.
pub fn figures_are_of(page: &str, object: &Value) -> usize {
    let figures = between(page, "<data value=\"", "</data>");
    for figure in &figures {
        let (value, rest) = figure.split_once("\" title=\"").unwrap();
        let (path, text) = rest.split_once("\">").unwrap();
        let path = &path.replace("&#x2f;", "/");
        let written = object.pointer(path).unwrap_or_else(|| panic!("{path} is no key")).as_f64().unwrap();
        let shown: f64 = value.parse().unwrap();
        assert!((shown - written).abs() <= 1e-9 * written.abs(), "{path}: {shown} for {written}");
        assert!(!text.is_empty(), "{path}");
    }
    figures.len()
}

#[test]
fn every_figure_is_the_one_of_the_results_file() {
    let mut found = 0;
    for scenario in ["scenarios/harbour-bank/ransomware.ron", "scenarios/hello/outage.ron"] {
        let lines = results(scenario, "300");
        let object: Value = serde_json::from_str(&lines).unwrap();
        let page = html(&dossier_of(&lines), &[]);
        found += figures_are_of(&page, &object);
    }
    assert!(found > 300, "{found} figures");
}

#[test]
fn every_chart_has_its_title_its_description_and_its_table() {
    let page = html(&dossier_of(&results("scenarios/harbour-bank", "200")), &clauses::all());
    let charts = between(&page, "<svg ", "</svg>");
    assert!(charts.len() > 20, "{} charts", charts.len());
    for chart in charts {
        assert!(chart.contains("role=\"img\"") && chart.contains("aria-labelledby="), "{}", &chart[..200]);
        for name in ["title", "desc"] {
            let said = between(chart, &format!("<{name} id="), &format!("</{name}>"));
            assert!(said.first().is_some_and(|said| said.split_once('>').unwrap().1.len() > 10), "{name}");
        }
    }
    for after in page.split("</figure>").skip(1) {
        let near: String = after.chars().take(400).collect();
        assert!(near.contains("<table"), "no table after a figure: {near}");
    }
}

#[test]
fn the_page_needs_nothing_and_does_nothing() {
    let page = html(&dossier_of(&results("scenarios/harbour-bank", "200")), &clauses::all());
    assert!(page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:;"));
    for word in
        ["<script", "<iframe", "<img", "<link", "<form", "<details", "@import", "javascript:", " onload="]
    {
        assert!(!page.contains(word), "{word}");
    }
    let references = between(&page, "href=\"", "\"");
    assert!(references.iter().all(|reference| reference.starts_with('#')), "{references:?}");
    for reference in references {
        assert!(page.contains(&format!("id=\"{}\"", &reference[1..])), "{reference} leads nowhere");
    }
    assert!(!page.contains("://"), "an address");
    let mut ids = between(&page, " id=\"", "\"");
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "an id stands twice");
    assert!(page.contains("not a record of a recovery"));
}

#[test]
fn the_same_results_give_the_same_page() {
    let lines = results("scenarios/hello/outage.ron", "1000");
    let page = html(&dossier_of(&lines), &[]);
    assert_eq!(page, html(&dossier_of(&lines), &[]));
}

#[test]
fn a_system_whose_spare_alone_is_struck_is_called_touched_and_not_struck() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "model.ron",
        r#"(systems: { "line": (), "spare": (), "till": (needs: ["line or spare"]) },
            services: { "sales": (needs: ["till"], rto: "4h") })"#,
    );
    write(
        "cut.ron",
        r#"(title: "Cut", model: "model.ron", horizon: "2d", events: [Outage(targets: ["spare"], lasts: "1h")])"#,
    );
    let lines =
        crate::cli::check(folder.path(), "run cut.ron --trials 20 --format json --advisory", 0).stdout;
    let page = html(&dossier_of(&lines), &[]);
    let table = between(&page, "<caption>What is touched, and how long it is out", "</table>")[0];
    assert!(table.contains("touched: an event struck it or something that it needs"), "{table}");
    assert!(table.contains(">till<") && table.contains(">touched in</th>"), "{table}");
    assert!(!table.contains("struck in"), "{table}");
}

#[test]
fn what_was_added_to_a_list_is_not_told_as_its_new_value() {
    let folder = crate::cli::shop();
    let with = |more: &[&str]| {
        let line = ["run", "short.ron", "--trials", "20", "--add", r#"services.sales.needs=["staff"]"#];
        crate::cli::say(folder.path(), &[&line, more].concat()).stdout
    };
    let told = r#"["staff"] is added to services.sales.needs"#;
    let summary = with(&[]);
    assert!(summary.contains(&format!("Changed: {told}\n")) && !summary.contains("instead of"), "{summary}");
    let page = html(&dossier_of(&with(&["--format", "json"])), &[]);
    let changed = between(&page, "<p>Changed for this run:</p>", "</ul>")[0].replace("&quot;", "\"");
    assert!(changed.contains(&format!("{told} (--add)")), "{changed}");
}
