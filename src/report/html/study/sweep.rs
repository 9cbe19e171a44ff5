//! What takes down what, for how long, and the fewest losses that break each service.

use super::parts::Part;
use super::read::Read;
use crate::report::charts::grid::{self, Cell, Grid};

/// Losses that the map and the table show.
const LOSSES_MAX: usize = 30;
const LISTED_MAX: usize = 200;
const SETS_MAX: usize = 12;

pub fn parts(read: &Read, anchor: &str) -> Vec<Part> {
    let mut part = Part::new("What takes down what");
    let (examined, sets) = (read.count("examined"), read.count("sets"));
    part.say(format!(
        "{examined} of {sets} losses were examined, each {}, at any hour of the week; {} make no valid plan.",
        read.text("lasts"),
        read.count("invalid")
    ));
    let hitting: Vec<Read> =
        read.list("losses").filter(|loss| loss.list("out_of_tolerance").next().is_some()).collect();
    part.say(format!("{} of them put services out of tolerance.", hitting.len()));
    if !hitting.is_empty() {
        part.chart(&grid::draw(&map(&hitting, anchor)));
        part.caption = "Typical length of the outage of the services that are out of tolerance, in every second run longer; empty: within tolerance, or not decided."
            .to_owned();
    }
    let row = |loss: &Read| {
        let hits: Vec<String> = loss.list("out_of_tolerance").map(|hit| told(&hit)).collect();
        vec![name(loss), hits.len().to_string(), hits.join("; ")]
    };
    part.table(
        "Losses, those first that put the most services out of tolerance",
        &["lost", "#services out", "which, runs in 100 that keep the objective, typical outage"],
        hitting.iter().take(LISTED_MAX).map(row).collect(),
    );
    let mut minimal = Part::new("The fewest losses that break the RTO of each service");
    let sets = read.list("minimal").map(|service| {
        let all: Vec<String> = service
            .list("sets")
            .map(|set| set.items().filter_map(|id| id.0.as_str()).collect::<Vec<_>>().join(" + "))
            .collect();
        let more = all.len().saturating_sub(SETS_MAX);
        let more = if more > 0 { format!("; and {more} more") } else { String::new() };
        let said = if all.is_empty() {
            "none of those examined".to_owned()
        } else {
            format!("{}{more}", all[..all.len().min(SETS_MAX)].join("; "))
        };
        vec![service.text("service").to_owned(), all.len().to_string(), said]
    });
    minimal.table("No part of a set is enough", &["service", "#sets", "sets"], sets.collect());
    vec![part, minimal]
}

fn name(loss: &Read) -> String {
    match loss.texts("names").join(" + ") {
        names if names.is_empty() => loss.texts("lost").join(" + "),
        names => names,
    }
}

fn told(hit: &Read) -> String {
    let outage = hit.time("typical_s", "not back");
    format!(
        "{} ({} kept in {}, {outage})",
        hit.text("name"),
        hit.text("kind").to_uppercase(),
        hit.in_100("kept")
    )
}

/// Losses down, services across, the typical outage in the cells.
fn map(hitting: &[Read], anchor: &str) -> Grid {
    let mut services: Vec<&str> = Vec::new();
    for hit in hitting.iter().flat_map(|loss| loss.list("out_of_tolerance")) {
        if !services.contains(&hit.text("name")) {
            services.push(hit.text("name"));
        }
    }
    let cell = |hit: Read| match hit.number("typical_s") {
        Some(seconds) => Cell { value: seconds, words: hours(seconds) },
        None => Cell { value: f64::INFINITY, words: "never".to_owned() },
    };
    let rows: Vec<(String, Vec<Option<Cell>>)> = hitting
        .iter()
        .take(LOSSES_MAX)
        .map(|loss| {
            let of = |service: &&str| {
                loss.list("out_of_tolerance").find(|hit| hit.text("name") == *service).map(cell)
            };
            (name(loss), services.iter().map(of).collect())
        })
        .collect();
    let cells = rows.iter().flat_map(|(_, cells)| cells.iter().flatten());
    let most = cells.map(|cell| cell.value).filter(|value| value.is_finite()).fold(0.0, f64::max);
    Grid {
        id: format!("{anchor}-map"),
        title: "What takes down what, for how long".to_owned(),
        says: "typical outage in hours; down: what is lost, across: the service".to_owned(),
        columns: services.into_iter().map(str::to_owned).collect(),
        rows,
        most,
    }
}

fn hours(seconds: f64) -> String {
    let hours = seconds / 3_600.0;
    if hours < 10.0 { format!("{hours:.1}") } else { format!("{hours:.0}") }
}
