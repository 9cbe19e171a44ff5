//! What strangers write into a results file comes out as text.

use serde_json::Value;

use super::{between, dossier_of, results};
use blackstart::report::html::html;

const EVIL: &str = "</td></script><script>alert(1)</script><img src=x onerror=alert(1)> '\"&{{ 7*7 }}{% raw %} =1+1 \u{1b}[31m\u{202e}\u{200b} javascript:alert(1)";

/// Keys whose texts are words of closed sets, or pictures.
const CLOSED: [&str; 10] = [
    "schema",
    "kind",
    "clock",
    "verdict",
    "interval_kind",
    "severity",
    "cause",
    "percentile",
    "svg",
    "level",
];

/// Puts the evil text behind every text of an object, its keys of names and evidence included.
fn poison(value: &mut Value, key: &str) {
    match value {
        Value::String(text) if !CLOSED.contains(&key) => text.push_str(EVIL),
        Value::Array(all) => all.iter_mut().for_each(|one| poison(one, key)),
        Value::Object(all) => all.iter_mut().for_each(|(key, one)| poison(one, key)),
        _ => {}
    }
}

#[test]
fn no_text_of_a_file_is_markup_or_drives_anything() {
    let lines = results("scenarios/harbour-bank/ransomware.ron", "100");
    let mut object: Value = serde_json::from_str(&lines).unwrap();
    poison(&mut object, "");
    let page = html(&dossier_of(&object.to_string()), &[]);
    assert!(page.contains("&lt;script&gt;alert(1)&lt;"), "it stands there as text");
    assert!(page.contains("{{ 7*7 }}"), "templates in texts are texts");
    for word in ["<script", "<img", "\u{1b}", "\u{202e}", "\u{200b}"] {
        assert!(!page.contains(word), "{word:?} is in the page");
    }
    assert!(page.contains(r"\u{202e}"), "what turns the direction of writing is spelt out");
    for tag in between(&page, "<", ">") {
        let outside: String = tag.split('"').step_by(2).collect();
        assert!(!outside.contains("onerror"), "<{tag}>");
    }
    let references = between(&page, "href=\"", "\"");
    assert!(references.iter().all(|reference| reference.starts_with('#')), "{references:?}");
}

#[test]
fn a_picture_with_more_than_a_picture_is_left_out() {
    let lines = results("scenarios/hello/outage.ron", "100");
    let mut object: Value = serde_json::from_str(&lines).unwrap();
    let whole = html(&dossier_of(&object.to_string()), &[]);
    assert!(whole.contains("-graph\""), "the picture of needs is shown");
    let svg =
        object["picture"]["svg"].as_str().unwrap().replacen("<defs>", "<script>alert(1)</script><defs>", 1);
    object["picture"]["svg"] = Value::String(svg);
    let page = html(&dossier_of(&object.to_string()), &[]);
    assert!(!page.contains("-graph\"") && !page.contains("<script"));
}
