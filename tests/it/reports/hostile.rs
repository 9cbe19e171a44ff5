//! Texts that would be markup, formulas, commands of a terminal or turns of direction come out as texts.

use std::fs;

use serde_json::{Value, json};

use super::{FORMS, folder_with, read_back, results, write_all};

/// Keys whose values people choose.
const CHOSEN: [&str; 18] = [
    "title",
    "class",
    "name",
    "message",
    "text",
    "words",
    "file",
    "reason",
    "owner",
    "value",
    "path",
    "from",
    "note",
    "organisation",
    "started",
    "back",
    "basis_before",
    "basis_after",
];

const EVIL: [&str; 7] = [
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "a | b ` * _ [x](javascript:alert(1)) <img src=x onerror=y>",
    "\u{1b}[31mred\u{7}\u{9b}2J\r\nnext",
    "\u{202e}desrever\u{2066}\u{200b}",
    "]]>&amp;\"'<!-- --><?xml?>",
    "+1 @sum ＝1 http://example.org www.example.org @all #1",
];

/// Replaces what people choose by something evil, each text by another.
fn poisoned(value: &mut Value, turn: &mut usize) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries.iter_mut() {
                match value {
                    Value::String(text) if CHOSEN.contains(&key.as_str()) => {
                        *text = format!("{} {turn}", EVIL[*turn % EVIL.len()]);
                        *turn += 1;
                    }
                    _ => poisoned(value, turn),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| poisoned(item, turn)),
        _ => {}
    }
}

/// What a run is set beside, as later versions write it: a real outage and earlier results.
fn beside(object: &mut Value) {
    object["services"][0]["actuals"] = json!([{
        "started": "", "back": "", "length_s": 60.0, "source": EVIL[0], "no_longer": 1, "interrupted": 2,
        "share": 0.5, "interval": [0.1, 0.9],
    }]);
    let changed = |before: &str, after: &str| {
        json!({
            "path": "", "kind": "estimate", "before": before, "after": after, "basis_before": "", "basis_after": "",
            "shortened_without_evidence": true,
        })
    };
    object["against"] = json!({
        "digest": EVIL[1], "trials": 5, "version": EVIL[2], "because": "both",
        "moved": [{
            "subject": EVIL[3], "name": "", "kind": "rto", "before": "holds", "after": "falls-short",
            "share_before": 1.0, "share_after": -0.0, "because": null,
        }],
        "changed": [changed(EVIL[1], EVIL[2]), changed(EVIL[3], EVIL[4]), changed(EVIL[5], EVIL[6])],
        "findings_opened": [EVIL[1]], "findings_closed": [EVIL[6]],
    });
}

fn reports() -> tempfile::TempDir {
    let mut turn = 0;
    let lines = read_back::objects(&results()).into_iter().map(|mut object| {
        beside(&mut object);
        poisoned(&mut object, &mut turn);
        object.to_string() + "\n"
    });
    let text: String = lines.collect();
    assert!(turn > EVIL.len() * 5, "{turn}");
    let folder = folder_with(&text);
    write_all(folder.path());
    folder
}

fn unseen(c: char) -> bool {
    let is_turn =
        matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    (c.is_control() && c != '\n' && c != '\r') || is_turn
}

#[test]
fn nothing_in_a_report_moves_a_cursor_or_turns_a_line() {
    let folder = reports();
    for (form, file) in FORMS {
        let path = folder.path().join(file);
        let texts = if form == "xlsx" {
            read_back::parts(&path).into_values().collect()
        } else {
            vec![fs::read_to_string(&path).unwrap()]
        };
        for text in texts {
            let found = text.chars().find(|&c| unseen(c));
            assert_eq!(found, None, "{form}");
        }
    }
}

#[test]
fn nothing_in_a_page_is_markup_but_ours() {
    let text = fs::read_to_string(reports().path().join("r.html")).unwrap();
    assert!(text.contains("&lt;script&gt;") && text.contains("id=\"since\""));
    for word in ["<script", "<img", "<?xml", "<!-- --", "]]>"] {
        assert!(!text.contains(word), "{word}");
    }
    let style = text.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
    let running = style.split("@top-left{content:\"").nth(1).unwrap().split('"').next().unwrap();
    assert!(running.chars().all(|c| c.is_ascii_alphanumeric() || c == '\\'), "{running}");
}

#[test]
fn nothing_in_markdown_is_markup_but_ours() {
    let text = fs::read_to_string(reports().path().join("r.md")).unwrap();
    let mut before = ' ';
    let mut columns = None;
    let mut is_code = false;
    let mut above = "";
    for line in text.lines() {
        // A command stands indented below an empty line: nothing in it is markup, whatever it is.
        is_code = line.starts_with("    ") && (above.is_empty() || is_code);
        above = line;
        if is_code {
            continue;
        }
        for c in line.chars() {
            assert!(
                !(matches!(c, '<' | '[' | '`' | '@' | '!' | '~' | '$') && before != '\\'),
                "{c} in {line}"
            );
            // Two backslashes are one that is shown.
            before = if before == '\\' && c == '\\' { ' ' } else { c };
        }
        assert!(!line.contains("http://") && !line.contains("www.e"), "{line}");
        let count = line.starts_with('|').then(|| read_back::cells(line).len());
        if let (Some(count), Some(columns)) = (count, columns) {
            assert_eq!(count, columns, "{line}");
        }
        columns = count;
    }
}

#[test]
fn no_cell_of_the_figures_is_a_formula() {
    for row in read_back::csv(&reports().path().join("r.csv")) {
        for (column, cell) in row {
            let is_number = ["value", "at_s"].contains(&column.as_str());
            let starts = cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝']);
            assert!(
                if is_number { cell.is_empty() || cell.parse::<f64>().is_ok() } else { !starts },
                "{column}: {cell}"
            );
        }
    }
}

#[test]
fn raw_figures_are_as_they_were() {
    let folder = reports();
    crate::cli::check(folder.path(), "report results.json --csv-raw -o csv=raw.csv", 0);
    let rows = read_back::csv(&folder.path().join("raw.csv"));
    assert!(rows.iter().any(|row| row["name"].starts_with("=cmd") || row["text"].starts_with("=cmd")));
}

#[test]
fn no_cell_of_the_workbook_is_a_formula_or_a_link() {
    let parts = read_back::parts(&reports().path().join("r.xlsx"));
    let pages: Vec<_> = parts.iter().filter(|(name, _)| name.starts_with("xl/worksheets/")).collect();
    assert!(pages.len() > 5);
    for (name, page) in pages {
        assert!(!name.contains("_rels"), "{name}: a page refers to nothing");
        let document = roxmltree::Document::parse(page).unwrap();
        let has = |tag: &str| {
            document.descendants().any(|node| {
                node.has_tag_name(("http://schemas.openxmlformats.org/spreadsheetml/2006/main", tag))
            })
        };
        assert!(!has("f") && !has("hyperlink"), "{name}");
        assert!(has("pane") && has("autoFilter"), "{name}: heads stand still, and rows can be filtered");
    }
}

#[test]
fn junit_and_sarif_stay_whole() {
    let folder = reports();
    let junit = fs::read_to_string(folder.path().join("r.xml")).unwrap();
    let document = roxmltree::Document::parse(&junit).unwrap();
    let known = [
        "testsuites",
        "testsuite",
        "properties",
        "property",
        "testcase",
        "failure",
        "error",
        "skipped",
        "system-out",
    ];
    assert!(
        document
            .descendants()
            .filter(roxmltree::Node::is_element)
            .all(|node| known.contains(&node.tag_name().name()))
    );
    let sarif: Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("r.sarif")).unwrap()).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let places: Vec<&Value> =
        results.iter().flat_map(|result| result["locations"].as_array().unwrap()).collect();
    assert!(!places.is_empty());
    for place in places {
        let uri = place["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
        assert!(!uri.contains([':', '<', ' ', '"', '\\']), "{uri}");
    }
}
