//! What each variant changes, objective by objective, with the runs that show it.

use super::parts::Part;
use super::read::{Read, points, shift, time};
use crate::report::charts::forest;

/// Objectives that a chart shows; those that change come first.
const ROWS_MAX: usize = 24;

pub fn parts(read: &Read, anchor: &str) -> Vec<Part> {
    let seed = read.at("run").0.get("seed").map_or(String::new(), ToString::to_string);
    read.list("variants")
        .enumerate()
        .map(|(at, variant)| part(variant, &format!("{anchor}-{}", at + 1), &seed))
        .collect()
}

fn part(variant: Read, id: &str, seed: &str) -> Part {
    let edits = variant.edits();
    let name = match variant.text("name") {
        "" => edits.clone(),
        name => name.to_owned(),
    };
    let mut part = Part::new(name);
    part.say(format!("The edits: {edits}."));
    let effect = variant.at("effect");
    for verdict in variant.list("verdicts").filter(|verdict| verdict.text("moved") != "moves") {
        let word = if verdict.text("moved") == "closes" { "A gap closes" } else { "A gap opens" };
        part.say(format!(
            "{word}: {} of {}, from {} to {}.",
            verdict.text("kind").to_uppercase(),
            verdict.text("on"),
            verdict.text("before"),
            verdict.text("after")
        ));
    }
    for (list, word) in [("objectives_gone", "is gone"), ("objectives_new", "is new")] {
        for objective in variant.list(list) {
            let kind = objective.text("kind").to_uppercase();
            part.say(format!("An objective {word}: {kind} of {}.", objective.text("on")));
        }
    }
    let rows = changes(effect);
    if rows.is_empty() {
        part.say("No objective is kept in more or fewer runs.");
    } else {
        part.chart(&forest::draw(id, &format!("What changes: {}", part.title), &rows));
        part.caption = "Each pair of runs has the same draws. Where the line crosses the middle the change may be chance.".to_owned();
    }
    part.table(
        "Objectives, runs in 100 that keep them; changes with 99 % intervals",
        &["objective", "#before", "#after", "#change", "what becomes of it"],
        objectives(effect),
    );
    part.table(
        "Recovery of the services that differ in any pair",
        &[
            "service",
            "#pairs earlier",
            "#pairs later",
            "#mean change",
            "#typical",
            "#1 in 20",
            &format!("runs of seed {seed} that show it most"),
        ],
        services(effect),
    );
    part.table(
        "Findings that are not the same",
        &["finding", "moved", "what it says"],
        variant
            .list("findings")
            .map(|found| ["id", "moved", "message"].map(|field| found.text(field).to_owned()).to_vec())
            .collect(),
    );
    part
}

fn all_objectives(effect: Read) -> impl Iterator<Item = (String, Read)> {
    effect.list("services").flat_map(|service| {
        let name = service.text("name").to_owned();
        service
            .list("objectives")
            .map(move |objective| (format!("{} of {name}", objective.text("kind").to_uppercase()), objective))
    })
}

/// The changes that are not nothing, the largest first.
fn changes(effect: Read) -> Vec<forest::Row> {
    let row = |(words, objective): (String, Read)| {
        let change = objective.at("change");
        let (value, interval) = (change.number("value")?, change.pair("interval")?);
        (value != 0.0).then(|| forest::Row { words, value, interval, figure: points(value) })
    };
    let mut rows: Vec<forest::Row> = all_objectives(effect).filter_map(row).collect();
    rows.sort_by(|a, b| b.value.abs().total_cmp(&a.value.abs()));
    rows.truncate(ROWS_MAX);
    rows
}

/// The cells of a change: before, after, change with its interval.
pub fn cells(objective: Read) -> [String; 3] {
    let change = objective.at("change");
    let ends = change
        .pair("interval")
        .map_or(String::new(), |[low, high]| format!(" ({} to {})", points(low), points(high)));
    let value = change.number("value").map_or("\u{2013}".to_owned(), points);
    [objective.in_100("before"), objective.in_100("after"), format!("{value}{ends}")]
}

fn objectives(effect: Read) -> Vec<Vec<String>> {
    let row = |(words, objective): (String, Read)| {
        let [before, after, change] = cells(objective);
        vec![words, before, after, change, objective.text("moved").to_owned()]
    };
    all_objectives(effect).map(row).collect()
}

fn services(effect: Read) -> Vec<Vec<String>> {
    let row = |service: Read| {
        let recovery = service.at("recovery");
        let mean = recovery.number("mean_change_s").map_or("\u{2013}".to_owned(), shift);
        let ends = recovery.pair("mean_change_interval_s");
        let ends = ends.map_or(String::new(), |[low, high]| format!(" ({} to {})", shift(low), shift(high)));
        let quantile = |percent: u64| {
            let mut all = recovery.list("quantiles");
            let found = all.find(|one| one.count("percent") == percent);
            found.map_or("\u{2013}".to_owned(), |one| {
                format!("{} \u{2192} {}", one.time("before_s", "not back"), one.time("after_s", "not back"))
            })
        };
        let shown = ["shows_better", "shows_worse"].map(|field| service.at(field)).into_iter();
        let shown = shown.filter(|shown| !shown.0.is_null()).map(|shown| {
            let ends =
                ["before_s", "after_s"].map(|field| shown.number(field).map_or("not back".to_owned(), time));
            format!("run {}: {} \u{2192} {}", shown.count("trial"), ends[0], ends[1])
        });
        let shown = shown.collect::<Vec<_>>().join("; ");
        vec![
            service.text("name").to_owned(),
            service.count("pairs_better").to_string(),
            service.count("pairs_worse").to_string(),
            format!("{mean}{ends}"),
            quantile(50),
            quantile(95),
            shown,
        ]
    };
    effect.list("services").filter(|service| service.count("pairs_different") > 0).map(row).collect()
}
