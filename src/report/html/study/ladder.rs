//! Where each service leaves tolerance: curves along one axis, a map of two, a week of hours.

use super::parts::Part;
use super::read::Read;
use crate::report::charts::grid::{self, Cell, Grid};
use crate::report::charts::ladder::{self, Curve};

/// Services whose curve or week is drawn.
const DRAWN_MAX: usize = 12;
const WEEKS_MAX: usize = 3;
const HOURS: usize = 168;
const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
/// A share that moves by less is not drawn.
const RANGE: f64 = 0.01;

/// An axis with its values.
struct Axis {
    word: String,
    values: Vec<String>,
}

pub fn parts(read: &Read, anchor: &str) -> Vec<Part> {
    let axes: Vec<Axis> = read
        .list("along")
        .map(|axis| Axis { word: axis.text("axis").to_owned(), values: axis.texts("values") })
        .collect();
    let steps: Vec<Read> = read.list("steps").collect();
    match &axes[..] {
        [axis] if axis.word == "onset" && axis.values.len() == HOURS && steps.len() == HOURS => {
            week(&steps, anchor)
        }
        [axis] => vec![curves(axis, &steps, anchor)],
        [first, second] => vec![frontier(first, second, &steps, anchor)],
        _ => Vec::new(),
    }
}

fn of<'a>(kind: &str, service: Read<'a>) -> Option<Read<'a>> {
    service.list("objectives").find(|objective| objective.text("kind") == kind)
}

fn rto(service: Read) -> Option<Read> {
    of("rto", service)
}

/// The share of a step at which a service keeps its rto, and whether it is out of tolerance; `None` where the step does
/// not touch it, which is no holding.
fn at(step: Read, service: &str) -> Option<(f64, bool)> {
    share_of("rto", step, service)
}

fn share_of(kind: &str, step: Read, service: &str) -> Option<(f64, bool)> {
    let found = of(kind, step.list("services").find(|one| one.text("id") == service)?)?;
    let verdict = found.text("verdict_after");
    (verdict != "not-touched").then_some((found.at("after").number("share")?, verdict == "falls-short"))
}

/// Id, name and asked share of the services that have an rto.
fn services<'a>(steps: &[Read<'a>]) -> Vec<(&'a str, &'a str, f64)> {
    let first = steps.first().copied().into_iter().flat_map(|step| step.list("services"));
    let named = first.filter_map(|service| {
        let required = rto(service)?.pair("required")?[1];
        Some((service.text("id"), service.text("name"), required))
    });
    named.collect()
}

fn range(steps: &[Read], service: &str) -> f64 {
    spread(steps.iter().filter_map(|step| at(*step, service)).map(|(share, _)| share))
}

/// From the least to the most; nothing of none.
fn spread(shares: impl Iterator<Item = f64>) -> f64 {
    let (low, high) = shares.fold((1.0_f64, 0.0_f64), |(low, high), share| (low.min(share), high.max(share)));
    (high - low).max(0.0)
}

fn percent(share: f64) -> String {
    format!("{:.1}", share * 100.0)
}

fn curves(axis: &Axis, steps: &[Read], anchor: &str) -> Part {
    let mut part = Part::new(format!("Along {}", axis.word));
    part.say("Every value is played with the same draws. Out of tolerance means that the RTO falls short.");
    let all = services(steps);
    let last = (steps.len().max(2) - 1) as f64;
    let (moving, still): (Vec<_>, Vec<_>) = all.iter().partition(|(id, ..)| range(steps, id) >= RANGE);
    for (position, (id, name, required)) in moving.iter().take(DRAWN_MAX).enumerate() {
        let points = steps.iter().zip(&axis.values).enumerate();
        let points = points.filter_map(|(index, (step, value))| {
            Some((value.clone(), index as f64 / last, at(*step, id)?.0))
        });
        let out = steps.iter().position(|step| at(*step, id).is_some_and(|(_, out)| out));
        let leaves =
            out.map(|index| (index as f64 / last, format!("out of tolerance from {}", axis.values[index])));
        part.chart(&ladder::draw(&Curve {
            id: format!("{anchor}-{position}"),
            title: format!("{name}: RTO kept along {}", axis.word),
            along: axis.word.clone(),
            points: points.collect(),
            required: *required,
            moments: leaves.into_iter().collect(),
        }));
    }
    part.caption = "The dashed line is the share that is asked for.".to_owned();
    let (still, untouched): (Vec<_>, Vec<_>) =
        still.into_iter().partition(|(id, ..)| steps.iter().any(|step| at(*step, id).is_some()));
    for (what, those) in [
        ("It makes no difference of 1 in 100 runs to", still),
        ("Not touched at any step, which is not counted as holding", untouched),
    ] {
        if !those.is_empty() {
            let names: Vec<&str> = those.iter().map(|(_, name, _)| *name).collect();
            part.say(format!("{what}: {}.", names.join(", ")));
        }
    }
    let heads: Vec<String> = std::iter::once("service".to_owned())
        .chain(axis.values.iter().take(steps.len()).map(|value| format!("#{value}")))
        .collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    part.table("Runs in 100 that keep the RTO at each step", &heads, rows("rto", steps));
    let rpo = rows("rpo", steps);
    let moves = |row: &Vec<String>| row[1..].iter().any(|cell| *cell != row[1]);
    if (axis.word == "dwell" && !rpo.is_empty()) || rpo.iter().any(moves) {
        part.table("Runs in 100 that keep the RPO at each step", &heads, rpo);
    }
    part
}

/// Of each service with an objective of that kind how often it is kept, step by step.
fn rows(kind: &str, steps: &[Read]) -> Vec<Vec<String>> {
    let first = steps.first().copied().into_iter().flat_map(|step| step.list("services"));
    let row = |service: Read| {
        let cells = steps.iter().map(|step| match share_of(kind, *step, service.text("id")) {
            None => "\u{2013}".to_owned(),
            Some((share, true)) => format!("{} out", percent(share)),
            Some((share, false)) => percent(share),
        });
        std::iter::once(service.text("name").to_owned()).chain(cells).collect()
    };
    first.filter(|service| of(kind, *service).is_some()).map(row).collect()
}

fn outs(step: Read) -> f64 {
    step.count("out_of_tolerance") as f64
}

fn frontier(first: &Axis, second: &Axis, steps: &[Read], anchor: &str) -> Part {
    let mut part = Part::new(format!("Along {} and {}", first.word, second.word));
    let across = second.values.len().max(1);
    let most = steps.iter().map(|step| outs(*step)).fold(0.0, f64::max);
    let rows = first.values.iter().zip(steps.chunks(across));
    part.chart(&grid::draw(&Grid {
        id: format!("{anchor}-map"),
        title: format!("Services out of tolerance along {} and {}", first.word, second.word),
        says: format!("services out of tolerance; down: {}, across: {}", first.word, second.word),
        columns: second.values.clone(),
        rows: rows
            .clone()
            .map(|(value, row)| {
                (value.clone(), row.iter().map(|step| Some(Cell::whole(outs(*step)))).collect())
            })
            .collect(),
        most,
    }));
    let heads: Vec<String> = ["service".to_owned()].into_iter().chain(first.values.iter().cloned()).collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let edge = |row: &[Read], id: &str| {
        let out = row.iter().position(|step| at(*step, id).is_some_and(|(_, out)| out));
        out.map_or("none", |column| second.values[column].as_str()).to_owned()
    };
    let table = services(steps).into_iter().map(|(id, name, _)| {
        let cells = rows.clone().map(|(_, row)| edge(row, id));
        std::iter::once(name.to_owned()).chain(cells).collect()
    });
    part.table(
        format!("The frontier: for each {} the first {} at which a service is out", first.word, second.word),
        &heads,
        table.collect(),
    );
    part
}

fn week(steps: &[Read], anchor: &str) -> Vec<Part> {
    let mut outages = Part::new("By the hour in which it begins");
    let most = steps.iter().map(|step| outs(*step)).fold(0.0, f64::max);
    let title = "Services out of tolerance by the hour in which it begins";
    draw_week(&mut outages, (&format!("{anchor}-week"), title, most), |hour| outs(steps[hour]));
    let mut parts = vec![outages];
    let mut moving: Vec<(f64, &str, &str)> =
        services(steps).into_iter().map(|(id, name, _)| (range(steps, id), id, name)).collect();
    moving.retain(|(range, ..)| *range >= 0.05);
    moving.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (position, (_, id, name)) in moving.iter().take(WEEKS_MAX).enumerate() {
        let mut part = Part::new(format!("RTO of {name}"));
        let title = format!("Runs in 100 that keep the RTO of {name}, by the hour in which it begins");
        draw_week(&mut part, (&format!("{anchor}-{position}"), &title, 100.0), |hour| {
            at(steps[hour], id).map_or(0.0, |(share, _)| share * 100.0)
        });
        parts.push(part);
    }
    parts
}

/// Days down, hours across, as a map and as a table.
fn draw_week(part: &mut Part, (id, title, most): (&str, &str, f64), value: impl Fn(usize) -> f64) {
    let row = |day: usize| (0..24).map(|hour| value(day * 24 + hour)).collect::<Vec<f64>>();
    part.chart(&grid::draw(&Grid {
        id: id.to_owned(),
        title: title.to_owned(),
        says: "down: the day, across: the hour in which it begins".to_owned(),
        columns: (0..24).map(|hour| hour.to_string()).collect(),
        rows: DAYS
            .iter()
            .enumerate()
            .map(|(day, name)| {
                ((*name).to_owned(), row(day).into_iter().map(|value| Some(Cell::whole(value))).collect())
            })
            .collect(),
        most,
    }));
    let heads: Vec<String> =
        std::iter::once("day".to_owned()).chain((0..24).map(|hour| format!("#{hour}"))).collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let rows = DAYS.iter().enumerate().map(|(day, name)| {
        std::iter::once((*name).to_owned())
            .chain(row(day).iter().map(|value| format!("{value:.0}")))
            .collect()
    });
    part.table(title, &heads, rows.collect());
}
