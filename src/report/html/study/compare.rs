//! What became better and worse between two answers.

use super::parts::Part;
use super::read::{Read, points};
use super::whatif::cells;
use crate::report::charts::forest;

/// Changes that a chart shows.
const ROWS_MAX: usize = 24;

pub fn parts(read: &Read, anchor: &str) -> Vec<Part> {
    let mut part = Part::new(format!("{} against {}", read.text("after"), read.text("before")));
    part.says = read.texts("notes");
    let words = |row: Read| format!("{} of {}", row.text("kind").to_uppercase(), row.text("name"));
    let mut moved: Vec<forest::Row> = read
        .list("objectives")
        .filter_map(|row| {
            let change = row.at("change");
            let (value, interval) = (change.number("value")?, change.pair("interval")?);
            (value != 0.0).then(|| forest::Row { words: words(row), value, interval, figure: points(value) })
        })
        .collect();
    moved.sort_by(|a, b| b.value.abs().total_cmp(&a.value.abs()));
    moved.truncate(ROWS_MAX);
    if moved.is_empty() {
        part.say("No objective is kept in more or fewer runs.");
    } else {
        part.chart(&forest::draw(anchor, "What became better and worse", &moved));
        part.caption = "Where the line crosses the middle the change may be chance.".to_owned();
    }
    let rows = read.list("objectives").map(|row| {
        let [before, after, change] = cells(row);
        let texts = ["moved", "basis", "scenario"].map(|field| row.text(field).to_owned());
        [words(row), before, after, change].into_iter().chain(texts).collect()
    });
    let heads = ["objective", "#before", "#after", "#change", "what becomes of it", "intervals", "scenario"];
    part.table("Runs in 100 that keep each objective; changes with 99 % intervals", &heads, rows.collect());
    let lists = [
        ("findings_opened", "Findings that open"),
        ("findings_closed", "Findings that close"),
        ("gone", "Asked for before, not any more"),
        ("new", "Asked for now, not before"),
    ];
    for (field, words) in lists {
        let found = read.texts(field);
        if !found.is_empty() {
            part.say(format!("{words}: {}.", found.join(", ")));
        }
    }
    vec![part]
}
