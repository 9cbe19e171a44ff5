//! What to do first: levers alone and together, effect against cost, what would harm, what stays broken.

use super::parts::Part;
use super::read::{Read, points};
use crate::report::charts::front::{self, Point};

/// Levers and sets that are listed.
const SINGLES_MAX: usize = 40;
const TOGETHER_MAX: usize = 10;
const CHANGES_MAX: usize = 4;
const POINTS_MAX: usize = 200;

pub fn parts(read: &Read, anchor: &str) -> Vec<Part> {
    let heads = [
        "#",
        "what",
        "#gain",
        "#gaps closed",
        "#loss",
        "#cost",
        "its largest changes, runs in 100",
        "$edits",
    ];
    let mut singles = Part::new("What would help most");
    singles.say(format!(
        "{} of {} levers were tried. GAIN is the sum over all objectives of the runs of 100 in which they are kept more often, \
         where that cannot be chance. Nothing is advised that makes an objective worse.",
        read.list("singles").count(),
        read.count("suggested")
    ));
    let helping = |list: &str, most: usize| -> Vec<Vec<String>> {
        let found = read.list(list).filter(|one| one.is_set("helps")).take(most).enumerate();
        found.map(|(rank, one)| row(rank + 1, one)).collect()
    };
    let rows = helping("singles", SINGLES_MAX);
    if rows.is_empty() {
        singles.say("None of the levers that were tried helps.");
    }
    singles.table("Single levers, the best first", &heads, rows);
    let mut together = Part::new("What would help most together");
    together.table("Two or three at once, the best first", &heads, helping("together", TOGETHER_MAX));
    let mut all = vec![singles];
    if !together.tables.is_empty() {
        all.push(together);
    }
    all.extend(front_of(read, anchor));
    all.push(rest(read));
    all
}

fn words(one: Read) -> String {
    one.texts("levers").join(" + ")
}

fn change(change: Read) -> String {
    let objective = change.at("objective");
    let value = objective.at("change").number("value").map_or(String::new(), points);
    format!(
        "{} of {} {} \u{2192} {} ({value})",
        objective.text("kind").to_uppercase(),
        change.text("name"),
        objective.in_100("before"),
        objective.in_100("after")
    )
}

fn row(rank: usize, one: Read) -> Vec<String> {
    let number = |field: &str, digits: usize, factor: f64| {
        one.number(field).map_or("\u{2013}".to_owned(), |value| format!("{:.digits$}", value * factor))
    };
    let changes: Vec<String> = one.list("changes").take(CHANGES_MAX).map(change).collect();
    let more = one.list("changes").count().saturating_sub(CHANGES_MAX);
    let more = if more > 0 { format!("; and {more} more") } else { String::new() };
    vec![
        rank.to_string(),
        words(one),
        number("gain", 1, 100.0),
        number("closes", 0, 1.0),
        number("loss_change", 0, 1.0),
        number("cost", 0, 1.0),
        format!("{}{more}", changes.join("; ")),
        one.edits(),
    ]
}

/// Effect against cost, or against the number of levers where nothing has a cost.
fn front_of(read: &Read, anchor: &str) -> Option<Part> {
    let on_front: Vec<String> = read
        .list("front")
        .map(|set| set.items().filter_map(|words| words.0.as_str()).collect::<Vec<_>>().join(" + "))
        .collect();
    let all = || read.list("singles").chain(read.list("together")).filter(|one| one.is_set("helps"));
    let priced = all().any(|one| one.number("cost").is_some());
    let by = if priced { "cost" } else { "number of levers" };
    let cost = |one: Read| one.number("cost").unwrap_or(one.list("levers").count() as f64);
    let point = |one: Read| {
        let words = words(one);
        let number = on_front.iter().position(|other| *other == words).map(|at| at + 1);
        let gain = one.number("gain").unwrap_or(0.0) * 100.0;
        Point { words, cost: cost(one), figure: format!("{}", cost(one)), gain, number }
    };
    let mut points: Vec<Point> = all().map(point).collect();
    points.sort_by_key(|point| (point.number.is_none(), point.number));
    points.truncate(POINTS_MAX);
    if on_front.is_empty() || points.is_empty() {
        return None;
    }
    let mut part = Part::new("Nothing gives more for less");
    part.chart(&front::draw(&format!("{anchor}-front"), &format!("Gain against {by}"), by, &points));
    part.caption = "The stair joins what nothing outdoes: nothing else costs at most as much and gains more. Small marks: all else that helps.".to_owned();
    let rows = points.iter().filter_map(|point| {
        Some(vec![
            point.number?.to_string(),
            point.words.clone(),
            format!("{:.1}", point.gain),
            point.figure.clone(),
        ])
    });
    part.table("What nothing outdoes", &["#", "what", "#gain", &format!("#{by}")], rows.collect());
    Some(part)
}

/// What would harm, what does nothing, what stays broken.
fn rest(read: &Read) -> Part {
    let mut part = Part::new("What is not advised, and what stays broken");
    let harming = read.list("singles").filter(|one| one.count("harms") > 0).map(|one| {
        let worse = |found: &Read| matches!(found.at("objective").text("moved"), "opens" | "worse");
        vec![words(one), one.list("changes").filter(worse).map(change).collect::<Vec<_>>().join("; ")]
    });
    part.table("Makes something worse", &["what", "what it makes worse"], harming.collect());
    let idle = read.list("singles").filter(|one| one.count("harms") == 0 && !one.is_set("helps")).map(words);
    let idle: Vec<String> = idle.collect();
    if !idle.is_empty() {
        part.say(format!("Keeps no objective more often that could not be chance: {}.", idle.join("; ")));
    }
    let needs =
        read.list("needs_estimate").map(|one| vec![one.text("words").to_owned(), one.text("why").to_owned()]);
    part.table("Levers that need an estimate before they can be tried", &["what", "why"], needs.collect());
    let broken: Vec<Vec<String>> = read
        .list("stays_broken")
        .map(|one| {
            let kind = one.at("objective").text("kind").to_uppercase();
            vec![
                format!("{kind} of {}", one.text("name")),
                one.text("scenario").to_owned(),
                one.at("objective").in_100("after"),
            ]
        })
        .collect();
    if broken.is_empty() {
        part.say("With the best of these no objective of a service falls short.");
    }
    part.table(
        "Falls short even with the best of these",
        &["objective", "scenario", "#runs in 100 that keep it"],
        broken,
    );
    part
}
