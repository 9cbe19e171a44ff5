//! Turns any results object into a list with one figure a row: what it is of, its name, its value, its unit.
//!
//! Invariant: every number of the object is in the list exactly once, in the order of the object and with the decimals that it
//! has there; but for the groups that hold no figures (`NO_FIGURES`). New keys are listed without being known here.

use std::collections::BTreeMap;

use super::tree::Tree;

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub struct TidyRow {
    /// The group of the object: `run`, `services`, `systems`, `teams` and so on.
    pub group: String,
    /// The id of what it is of; empty where the group has one thing only.
    pub id: String,
    /// The name for people; empty without one.
    pub name: String,
    /// Keys joined with dots, entries of lists by what identifies them, ends of intervals as `low` and `high`.
    pub figure: String,
    /// Of a point of a curve: its time in seconds.
    pub at_s: Option<String>,
    pub value: TidyValue,
    /// `s`, `share`, `runs`, a currency; empty for texts and plain numbers.
    pub unit: String,
}

/// What a figure is.
#[derive(Clone, Debug, PartialEq)]
pub enum TidyValue {
    /// A decimal as the object has it.
    Number(String),
    Text(String),
    /// Never, or nothing to average.
    Nothing,
}

/// What identifies an entry of a list, the first that it has.
const NAMES: &[&str] = &["id", "kind", "code", "path", "role", "trial", "service"];
/// Groups without a figure in them.
const NO_FIGURES: &[&str] = &["picture", "names", "document"];

/// Lists the figures of one results object; `None` of a text that is no such object.
pub fn tidy(results: &str) -> Option<Vec<TidyRow>> {
    let Tree::Object(object) = Tree::read(results)? else { return None };
    let mut rows = Vec::new();
    for (group, value) in object.iter().filter(|(group, _)| !NO_FIGURES.contains(&group.as_str())) {
        match value {
            Tree::List(entries) if entries.iter().all(|entry| matches!(entry, Tree::Object(_))) => {
                let names = names_of(entries);
                for (entry, id) in entries.iter().zip(names) {
                    let name = entry.get("name").and_then(Tree::text).unwrap_or_default();
                    let currency = currency_of(entry).unwrap_or_default();
                    let of = Of { group, id: &id, name, currency };
                    of.walk("", entry, &mut rows);
                }
            }
            value => Of { group, id: "", name: "", currency: "" }.walk("", value, &mut rows),
        }
    }
    Some(rows)
}

/// What figures are of.
#[derive(Clone, Copy)]
struct Of<'a> {
    group: &'a str,
    id: &'a str,
    name: &'a str,
    currency: &'a str,
}

impl Of<'_> {
    fn walk(self, path: &str, value: &Tree, rows: &mut Vec<TidyRow>) {
        match value {
            Tree::Object(entries) => {
                for (key, value) in entries {
                    self.walk(&joined(path, key), value, rows);
                }
            }
            Tree::List(items) if is_interval(path, items) => {
                for (end, value) in ["low", "high"].into_iter().zip(items) {
                    self.walk(&joined(path, end), value, rows);
                }
            }
            Tree::List(points) if !points.is_empty() && points.iter().all(is_point) => {
                self.curve(path, points, rows);
            }
            Tree::List(items) => {
                for (item, name) in items.iter().zip(names_of(items)) {
                    self.walk(&joined(path, &name), item, rows);
                }
            }
            leaf => rows.push(self.row(path, None, leaf)),
        }
    }

    /// A list of pairs: at which time, which share.
    fn curve(self, path: &str, points: &[Tree], rows: &mut Vec<TidyRow>) {
        for point in points {
            if let Tree::List(pair) = point
                && let [Tree::Number(at), share] = pair.as_slice()
            {
                rows.push(self.row(&joined(path, "share"), Some(at.clone()), share));
            }
        }
    }

    fn row(self, path: &str, at_s: Option<String>, leaf: &Tree) -> TidyRow {
        let value = match leaf {
            Tree::Number(number) => TidyValue::Number(number.clone()),
            Tree::Text(text) => TidyValue::Text(text.clone()),
            Tree::Nothing | Tree::List(_) | Tree::Object(_) => TidyValue::Nothing,
        };
        let unit =
            if matches!(value, TidyValue::Text(_)) { String::new() } else { unit(path, self.currency) };
        TidyRow {
            group: self.group.to_owned(),
            id: self.id.to_owned(),
            name: self.name.to_owned(),
            figure: path.to_owned(),
            at_s,
            value,
            unit,
        }
    }
}

fn joined(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

fn is_interval(path: &str, items: &[Tree]) -> bool {
    items.len() == 2 && path.contains("interval") && items.iter().all(is_leaf)
}

fn is_leaf(value: &Tree) -> bool {
    matches!(value, Tree::Number(_) | Tree::Nothing)
}

fn is_point(value: &Tree) -> bool {
    matches!(value, Tree::List(pair) if matches!(pair.as_slice(), [Tree::Number(_), share] if is_leaf(share)))
}

/// A name for each entry of a list, unique in it: what identifies it, else its place from 1 on.
fn names_of(items: &[Tree]) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(items.len());
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (place, item) in items.iter().enumerate() {
        let name = name_of(item).unwrap_or_else(|| (place + 1).to_string());
        let count = seen.entry(name.clone()).or_default();
        *count += 1;
        names.push(if *count == 1 { name } else { format!("{name}#{count}") });
    }
    names
}

fn name_of(entry: &Tree) -> Option<String> {
    let text = |key: &str| entry.get(key).and_then(Tree::text);
    match (text("cause"), text("who")) {
        (Some(cause), Some(who)) => Some(format!("{cause}[{who}]")),
        (None, Some(who)) => Some(who.to_owned()),
        _ => {
            let number = |key: &str| match entry.get(key) {
                Some(Tree::Number(number)) => Some(number.as_str()),
                _ => None,
            };
            NAMES.iter().find_map(|key| text(key).or_else(|| number(key))).map(str::to_owned)
        }
    }
}

fn currency_of(entry: &Tree) -> Option<&str> {
    entry.get("loss")?.get("currency")?.text()
}

/// The unit that the last keys of a path say.
fn unit(path: &str, currency: &str) -> String {
    let keys: Vec<&str> = path.split('.').collect();
    if keys.first() == Some(&"loss") && keys.get(1) != Some(&"n") {
        return currency.to_owned();
    }
    let says = |ending: &str| keys.iter().any(|key| key.ends_with(ending));
    let last = keys.iter().rev().find(|key| !matches!(**key, "low" | "high")).copied().unwrap_or_default();
    if says("_s") || last == "at_s" {
        "s".to_owned()
    } else if matches!(last, "share" | "interval" | "required") || says("rests_on") {
        "share".to_owned()
    } else if matches!(
        last,
        "n" | "held"
            | "touched"
            | "interrupted"
            | "relapsed"
            | "reduced"
            | "recovered"
            | "trials"
            | "called"
            | "chosen"
            | "completed"
            | "failed"
            | "begun"
            | "done"
            | "on_chain"
            | "mobilised_n"
            | "trials_asked"
            | "trials_max"
            | "beyond_horizon"
    ) {
        "runs".to_owned()
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_a_row_with_its_unit() {
        let rows = tidy(
            r#"{"run": {"seed": 7, "horizon_s": 60.0},
                "services": [{"id": "a", "name": "A", "touched": 4, "curve": [[0.0, 0.25], [60.0, 1.0]],
                  "recovery": {"mean_s": null, "mean_interval_s": [1.5, 2.5], "quantiles_s": {"p50": 3.25}},
                  "objectives": [{"kind": "rto", "share": 0.5, "interval": [0.25, 0.75]}],
                  "ledger": {"entries": [{"cause": "work", "who": "x/y/z", "mean_s": 1.25}]},
                  "loss": {"currency": "EUR", "n": 4, "mean": 12.5}}]}"#,
        )
        .unwrap();
        let said: Vec<String> = rows
            .iter()
            .map(|row| {
                let value = match &row.value {
                    TidyValue::Number(text) | TidyValue::Text(text) => text,
                    TidyValue::Nothing => "",
                };
                let at = row.at_s.as_deref().unwrap_or_default();
                format!("{} {} {}@{at} = {value} {}", row.group, row.id, row.figure, row.unit)
            })
            .collect();
        for expected in [
            "run  seed@ = 7 ",
            "run  horizon_s@ = 60.0 s",
            "services a touched@ = 4 runs",
            "services a curve.share@60.0 = 1.0 share",
            "services a recovery.mean_s@ =  s",
            "services a recovery.mean_interval_s.high@ = 2.5 s",
            "services a recovery.quantiles_s.p50@ = 3.25 s",
            "services a objectives.rto.interval.low@ = 0.25 share",
            "services a ledger.entries.work[x/y/z].mean_s@ = 1.25 s",
            "services a loss.mean@ = 12.5 EUR",
            "services a loss.n@ = 4 runs",
        ] {
            assert!(said.iter().any(|row| row == expected), "{expected}\n{}", said.join("\n"));
        }
    }

    #[test]
    fn entries_of_one_name_stay_apart() {
        let rows =
            tidy(r#"{"systems": [{"objectives": [{"kind": "rto", "n": 1}, {"kind": "rto", "n": 2}]}]}"#);
        let figures: Vec<String> = rows.unwrap().into_iter().map(|row| row.figure).collect();
        assert_eq!(
            figures,
            ["objectives.rto.kind", "objectives.rto.n", "objectives.rto#2.kind", "objectives.rto#2.n"]
        );
    }

    #[test]
    fn what_is_no_object_has_no_figures() {
        assert_eq!(tidy("[1]"), None);
        assert_eq!(tidy("{"), None);
    }
}
