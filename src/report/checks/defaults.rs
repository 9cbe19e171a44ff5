//! The defaults in use, for people and for programs.

use serde_json::{Value, json};

use crate::checks::Organisation;
use crate::checks::defaults::{DefaultInUse, defaults};
use crate::diagnostic::json_escaped;
use crate::report::text::{counted, shown, wrapped};
use crate::source::Sources;

/// At most so many are shown of those that decide, and of the others; the rest is counted.
const SHOWN_MAX: usize = 400;
/// Columns of a line.
const COLUMNS: usize = 110;

/// Writes the defaults of one organisation, those on deciding paths first; ends with an empty line.
pub fn text(organisation: &Organisation, model: &str, sources: &Sources) -> String {
    let all = defaults(organisation);
    let (deciding, others): (Vec<&DefaultInUse>, Vec<&DefaultInUse>) =
        all.iter().partition(|default| !default.decides.is_empty());
    let mut out = format!(
        "{}: {} in use, {} on paths that decide an objective. All of them are kind.\n",
        shown(model),
        counted(all.len(), "default", "defaults"),
        deciding.len(),
    );
    if organisation.cases.is_empty() {
        out.push_str("Which of them decide is told with a scenario: name one, or the folder.\n");
    }
    for (heading, defaults) in [("On paths that decide", deciding), ("Elsewhere", others)] {
        if defaults.is_empty() {
            continue;
        }
        out.push_str(&format!("\n{heading}:\n"));
        for default in defaults.iter().take(SHOWN_MAX) {
            out.push_str(&entry(organisation, default, sources));
        }
        if defaults.len() > SHOWN_MAX {
            let more = defaults.len() - SHOWN_MAX;
            out.push_str(&format!("  ... and {more} more; `--format json` has all of them\n"));
        }
    }
    out.push('\n');
    out
}

fn entry(organisation: &Organisation, default: &DefaultInUse, sources: &Sources) -> String {
    let (value, means) = default.silent.words();
    let place = sources.locate(default.place);
    let place = place.map(|(file, line, _)| format!("   {}:{line}", shown(file))).unwrap_or_default();
    let mut out = format!("  {} = {value}{place}\n", shown(&default.path));
    let decides = decided(organisation, default);
    let decides: Vec<String> =
        decides.into_iter().map(|(file, ids)| format!("{} in {}", ids.join(", "), short(file))).collect();
    let words = if decides.is_empty() {
        means.to_owned()
    } else {
        format!("{means}; decides {}", decides.join("; "))
    };
    out.push_str(&format!("      {}\n", wrapped(&shown(&words), COLUMNS - 6, 6)));
    out
}

/// Per scenario the ids of what has the objective.
fn decided<'o>(organisation: &'o Organisation, default: &DefaultInUse) -> Vec<(&'o str, Vec<&'o str>)> {
    let mut by_case: Vec<(&str, Vec<&str>)> = Vec::new();
    for (position, node) in &default.decides {
        let case = &organisation.cases[*position];
        let id = case.plan.id(*node);
        match by_case.last_mut() {
            Some((file, ids)) if *file == case.file => ids.push(id),
            _ => by_case.push((case.file, vec![id])),
        }
    }
    by_case
}

fn short(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or(file)
}

/// Writes an object per default, one a line: its path as `--set` takes it, the value in use and what it means, where
/// the thing stands that lacks it, and per scenario the objectives it decides.
pub fn json(organisation: &Organisation, sources: &Sources) -> String {
    let line = |default: &DefaultInUse| {
        let (value, means) = default.silent.words();
        let place = sources.locate(default.place);
        let decides: Vec<Value> = decided(organisation, default)
            .into_iter()
            .map(|(file, ids)| json!({ "scenario": file, "objectives": ids }))
            .collect();
        let object = json!({
            "default": default.path,
            "value": value,
            "means": means,
            "file": place.map(|(file, ..)| file),
            "line": place.map_or(0, |(_, line, _)| line),
            "column": place.map_or(0, |(.., column)| column),
            "decides": decides,
        });
        json_escaped(&object.to_string()) + "\n"
    };
    defaults(organisation).iter().map(line).collect()
}
