//! `graph` from outside: forms, files, ids that name nothing.

use std::fs;
use std::path::Path;

use super::{check, say, shop};

const BANK: &str = "scenarios/harbour-bank/model.ron";

fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_form_begins_as_its_readers_expect() {
    for (form, begins) in [
        ("svg", "<svg xmlns="),
        ("dot", "digraph needs {"),
        ("mermaid", "---\ntitle: \"Hello"),
        ("graphml", "<?xml version=\"1.0\""),
        ("json", "{\"schema\":\"blackstart/graph/1\""),
    ] {
        let said = check(home(), &format!("graph scenarios/hello/outage.ron --format {form}"), 0);
        assert!(said.stdout.starts_with(begins), "{}", said.stdout);
    }
    let said = check(home(), "graph scenarios/hello/model.ron", 0);
    assert!(said.stdout.starts_with("<svg") && !said.stdout.contains("STRUCK"));
}

#[test]
fn the_ending_of_a_file_says_the_form() {
    let folder = tempfile::tempdir().unwrap();
    let bank = home().join(BANK);
    let begins =
        [("a.dot", "digraph"), ("a.mmd", "---"), ("a.graphml", "<?xml"), ("a.json", "{"), ("a.x", "<svg")];
    for (file, begins) in begins {
        assert_eq!(say(folder.path(), &["graph", bank.to_str().unwrap(), "-o", file]).code, 0);
        let text = fs::read_to_string(folder.path().join(file)).unwrap();
        assert!(text.starts_with(begins), "{file}: {text}");
    }
}

#[test]
fn a_file_is_written_whole_and_not_over_another() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bank.svg");
    let words = |more: &[&str]| {
        let bank = home().join(BANK);
        let mut words = vec!["graph", bank.to_str().unwrap(), "-o", path.to_str().unwrap()];
        words.extend(more);
        say(folder.path(), &words)
    };
    let said = words(&[]);
    assert_eq!((said.code, said.stdout.as_str()), (0, ""));
    assert!(said.stderr.contains("alike"), "what was folded is said: {}", said.stderr);
    assert!(fs::read_to_string(&path).unwrap().ends_with("</svg>\n"));
    assert_eq!(words(&[]).code, 1);
    assert_eq!(words(&["--force"]).code, 0);
}

#[test]
fn ids_that_name_nothing_leave_with_4_and_near_misses() {
    let said = check(home(), &format!("graph {BANK} --service instant-payment"), 4);
    assert!(said.stderr.contains("did you mean instant-payments?"), "{}", said.stderr);
    let said = check(home(), &format!("graph {BANK} --service vault"), 4);
    assert!(said.stderr.contains("there is no service vault"), "{}", said.stderr);
    let said = check(home(), &format!("graph {BANK} --why instant-payments grid-quey"), 4);
    assert!(said.stderr.contains("did you mean grid-quay?"), "{}", said.stderr);
    let said = check(home(), &format!("graph {BANK} --why grid-quay instant-payments"), 4);
    assert!(said.stderr.contains("--why instant-payments grid-quay"), "{}", said.stderr);
    check(home(), &format!("graph {BANK} --why vault"), 2);
    check(home(), "graph tests/corpus/fail/circles.ron", 3);
}

#[test]
fn why_answers_in_words_or_draws_its_chains() {
    let why = format!("graph {BANK} --why instant-payments grid-quay");
    let said = check(home(), &why, 0);
    assert!(
        said.stdout.contains("  instant-payments -> payment-hub -> quay (stands there) -> grid-quay\n"),
        "{}",
        said.stdout
    );
    let drawn = check(home(), &format!("{why} --format dot"), 0).stdout;
    assert!(drawn.contains("\"payment-hub\" -> \"quay\"") && !drawn.contains("crm-db"), "{drawn}");
    let json = check(home(), &format!("{why} --format json"), 0).stdout;
    assert!(json.contains("\"shown\":[[\"instant-payments\""), "{json}");
}

#[test]
fn a_graph_is_written_by_its_kind_and_never_under_the_name_of_a_picture_of_points() {
    let shop = shop();
    check(shop.path(), "graph short.ron -o dot=g.txt", 0);
    assert!(fs::read_to_string(shop.path().join("g.txt")).unwrap().starts_with("digraph"));
    let said = check(shop.path(), "graph short.ron -o g.png", 2);
    assert!(said.stderr.contains("a graph has no form `png`"), "{}", said.stderr);
    assert!(!shop.path().join("g.png").exists());
}
