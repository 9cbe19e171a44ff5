//! How long the declaration may wait: the share kept against the delay, with the last moment.

use serde_json::Value;

use super::parts::Part;
use super::read::{Read, time};
use crate::report::charts::ladder::{self, Curve};
use crate::report::study::delay::CountedFrom;

/// Services whose curve is drawn.
const DRAWN_MAX: usize = 12;
/// Delays of the table, in minutes.
const SHOWN: [u64; 7] = [0, 30, 60, 120, 240, 720, 1_440];

pub fn parts(read: &Read, anchor: &str) -> Vec<Part> {
    let mut part = Part::new("The last responsible moment");
    let decider = Some(read.text("decided_by")).filter(|name| !name.is_empty());
    part.say(CountedFrom { decider: decider.map(str::to_owned) }.told());
    // What was not put to the proof has kept nothing.
    let (touched, untouched): (Vec<Read>, Vec<Read>) =
        read.list("services").partition(|service| service.at("touched").0 != &Value::Bool(false));
    let (moving, still): (Vec<Read>, Vec<Read>) = touched.iter().copied().partition(|service| {
        let mut shares = service.list("shares").map(|at| at.number("share"));
        let first = shares.next();
        shares.any(|share| Some(share) != first)
    });
    for (position, service) in moving.iter().take(DRAWN_MAX).enumerate() {
        part.chart(&ladder::draw(&curve(*service, &format!("{anchor}-{position}"))));
    }
    if moving.is_empty() {
        part.say("The moment of the declaration changes nothing for any service.");
    } else {
        part.caption = "The scale of the delay is compressed to the right. The dashed line is the share that is asked for.".to_owned();
    }
    if !still.is_empty() {
        let names: Vec<&str> = still.iter().map(|service| service.text("name")).collect();
        part.say(format!("It changes nothing for: {}.", names.join(", ")));
    }
    if !untouched.is_empty() {
        let names: Vec<&str> = untouched.iter().map(|service| service.text("name")).collect();
        part.say(format!("Not touched in any run: {}.", names.join(", ")));
    }
    let shown: Vec<String> = SHOWN
        .iter()
        .map(
            |&minutes| {
                if minutes == 0 { "#at once".to_owned() } else { format!("#after {}", length(minutes)) }
            },
        )
        .collect();
    let heads: Vec<&str> = ["service", "#wanted in 100", "last moment for that", "last moment for one half"]
        .into_iter()
        .chain(shown.iter().map(String::as_str))
        .collect();
    let row = |service: Read| {
        let share = |minutes: u64| {
            let found = service.list("shares").find(|at| at.count("minutes") == minutes);
            found
                .and_then(|at| at.number("share"))
                .map_or("\u{2013}".to_owned(), |share| format!("{:.1}", share * 100.0))
        };
        let wanted =
            service.number("required").map_or(String::new(), |share| format!("{:.1}", share * 100.0));
        let last = service.list("shares").next_back().map_or(0, |at| at.count("minutes"));
        let edges = ["last_moment", "last_moment_for_half"].map(|field| edge(service.at(field), last));
        [service.text("name").to_owned(), wanted].into_iter().chain(edges).chain(SHOWN.map(share)).collect()
    };
    part.table("Runs in 100 that keep the RTO", &heads, touched.into_iter().map(row).collect());
    vec![part]
}

fn length(minutes: u64) -> String {
    time(minutes as f64 * 60.0)
}

fn edge(edge: Read, last: u64) -> String {
    match edge.text("word") {
        "short-at-once" => "short at once".to_owned(),
        "last-moment" => length(edge.count("minutes")),
        _ => format!("> {}", length(last)),
    }
}

fn curve(service: Read, id: &str) -> Curve {
    let shares: Vec<(u64, f64)> =
        service.list("shares").filter_map(|at| Some((at.count("minutes"), at.number("share")?))).collect();
    let last = shares.last().map_or(1, |(minutes, _)| *minutes).max(1) as f64;
    // The first hours matter most: the axis is that of the square root.
    let place = |minutes: u64| (minutes as f64 / last).sqrt();
    let moment = |field: &str, words: &str| {
        let edge = service.at(field);
        let found = edge.at("minutes").0.as_u64();
        found.map(|minutes| (place(minutes), format!("last moment for {words}: {}", length(minutes))))
    };
    let required = service.number("required").unwrap_or(0.0);
    let moments = [moment("last_moment", "what is asked"), moment("last_moment_for_half", "one half")];
    Curve {
        id: id.to_owned(),
        title: format!("{}: RTO kept against the delay of the declaration", service.text("name")),
        along: "delay of the declaration after the assessment".to_owned(),
        points: shares.iter().map(|&(minutes, share)| (length(minutes), place(minutes), share)).collect(),
        required,
        moments: moments.into_iter().flatten().collect(),
    }
}
