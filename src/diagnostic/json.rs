//! Turns diagnostics into JSON, one object per line, for programs that read them.
//!
//! Invariant: fields stand in a fixed order and none is missing; what cannot be seen is escaped.

use crate::diagnostic::unseen::kind;
use crate::diagnostic::{Diagnostic, Diagnostics, Label};
use crate::source::{Place, Sources};

/// Renders all diagnostics. `file` is null and lines are 0 where a diagnostic has no place; columns count
/// characters from 1; `end` is the place after the last character.
pub fn render_json(found: &Diagnostics, sources: &Sources) -> String {
    found.iter().map(|diagnostic| json_line(diagnostic, sources, &[]) + "\n").collect()
}

/// Renders one diagnostic with more fields at its end, without a line break; see [`render_json`].
pub fn json_line(diagnostic: &Diagnostic, sources: &Sources, more: &[(&str, serde_json::Value)]) -> String {
    let place = diagnostic.place().unwrap_or(Place::NOWHERE);
    let labels: Vec<String> = diagnostic.labels.iter().map(|label| label_object(label, sources)).collect();
    let help: Vec<String> = diagnostic.help.iter().map(|help| string(help)).collect();
    let more: String =
        more.iter().map(|(key, value)| format!(",\"{key}\":{}", json_escaped(&value.to_string()))).collect();
    format!(
        "{{\"code\":{},\"severity\":{},\"message\":{},{},\"labels\":[{}],\"help\":[{}]{more}}}",
        string(diagnostic.code),
        string(diagnostic.severity.word()),
        string(&diagnostic.message),
        position(place, sources),
        labels.join(","),
        help.join(","),
    )
}

fn label_object(label: &Label, sources: &Sources) -> String {
    format!(
        "{{{},\"text\":{},\"primary\":{}}}",
        position(label.place, sources),
        string(&label.text),
        label.primary
    )
}

fn position(place: Place, sources: &Sources) -> String {
    let file = sources.get(place.source).map_or("null".to_owned(), |source| string(&source.name));
    let (line, column) = sources.line_column(place);
    let (end_line, end_column) = sources.line_column(Place { start: place.end, ..place });
    format!(
        "\"file\":{file},\"line\":{line},\"column\":{column},\"end\":{{\"line\":{end_line},\"column\":{end_column}}}"
    )
}

/// Writes a JSON string in which unseen characters are escaped as well.
fn string(text: &str) -> String {
    json_escaped(&serde_json::Value::from(text).to_string())
}

/// Escapes what cannot be seen in finished JSON; such characters stand in its texts alone. Line breaks between its
/// lines stand.
pub fn json_escaped(quoted: &str) -> String {
    let mut out = String::with_capacity(quoted.len());
    for c in quoted.chars() {
        if kind(c).is_some() && c != '\n' {
            c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_an_object_with_all_fields() {
        let mut sources = Sources::new();
        let id = sources.add("a \"b\".ron", "(\n  é: 1)");
        let mut found = Diagnostics::new();
        let at = Place::new(id, 4, 6);
        found.push(
            Diagnostic::error("E0110", "tab\t bidi \u{202e} tag \u{e0001}").at(at, "here").help("try `x`"),
        );
        found.push(Diagnostic::new("W0901", crate::diagnostic::Severity::Note, "no place"));
        let out = render_json(&found, &sources);
        let lines: Vec<serde_json::Value> =
            out.lines().map(|line| serde_json::from_str(line).expect("valid JSON")).collect();
        assert_eq!(lines[0]["file"], serde_json::Value::Null);
        assert_eq!(lines[1]["message"], "tab\t bidi \u{202e} tag \u{e0001}");
        assert_eq!((&lines[1]["line"], &lines[1]["column"]), (&2.into(), &3.into()));
        assert_eq!(lines[1]["end"], serde_json::json!({ "line": 2, "column": 4 }));
        assert_eq!(lines[1]["labels"][0]["primary"], true);
        assert_eq!(lines[1]["help"][0], "try `x`");
        assert!(out.chars().all(|c| c == '\n' || kind(c).is_none()), "{out:?}");
    }
}
