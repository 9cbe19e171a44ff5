//! What `-v` adds: every objective with its interval, and how times, data lost and costs are spread.
//!
//! A mean of times would leave out the runs that are not back, so there is none; costs have one.

use crate::report::figures::{compact, kept, money, money_range, time_range, wanted};
use crate::report::table::{Side, Table};
use crate::report::text::shown;
use crate::results::{Estimate, ServiceResult, Verdict};
use crate::units::Millis;

use super::{Detail, Summary, names, standing};

/// The tables of a full summary; nothing in a brief one.
pub fn detail(told: &Summary) -> String {
    if told.detail == Detail::Brief {
        return String::new();
    }
    let services = &told.results.services;
    let touched: Vec<&ServiceResult> = services.iter().filter(|service| service.touched > 0).collect();
    let spread = |heading, none, all, of: fn(&ServiceResult) -> &Estimate<Millis>| {
        times(heading, (none, all), touched.iter().map(|service| (service.name.as_str(), of(service))))
    };
    let parts = [
        objectives(told),
        spread("BACK FOR GOOD", "not out", "not back", |service| &service.recovery),
        spread("BACK IN FULL", "not out", "not back", |service| &service.recovery_full),
        spread("DATA LOST", "none", "all", |service| &service.data_loss),
        costs(&touched),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("\n")
}

/// Every objective of services, systems and tasks, what needs attention first.
fn objectives(told: &Summary) -> String {
    let names = names(told);
    let standings =
        told.results.objectives().map(|(id, objective)| (id, objective, standing(told, id, objective)));
    let mut all: Vec<_> = standings.collect();
    all.sort_by_key(|(.., standing)| *standing);
    let mut table = Table::new(
        "EVERY OBJECTIVE",
        &[
            (Side::Left, ["KIND", ""]),
            (Side::Right, ["TARGET", ""]),
            (Side::Right, ["KEPT IN 100 RUNS", "(99 % interval)"]),
            (Side::Right, ["RUNS", "KEPT"]),
            (Side::Right, ["WANTED", ""]),
            (Side::Left, ["", ""]),
        ],
    );
    for (id, objective, standing) in &all {
        let (share, runs) = match objective.verdict {
            Verdict::NotTouched => ("not touched".to_owned(), "-".to_owned()),
            _ => (kept(&objective.share), objective.share.held.to_string()),
        };
        let cells = vec![
            objective.kind.word().to_owned(),
            compact(objective.target),
            share,
            runs,
            wanted(objective.required),
            standing.words().to_owned(),
        ];
        let name = names.get(id).map_or(*id, String::as_str);
        table.row(standing.mark(), name, cells);
    }
    if all.is_empty() { String::new() } else { table.finish() }
}

/// Quantiles of a time with their intervals, per service; `words` stand for nothing and for never.
fn times<'a>(
    heading: &str,
    words: (&str, &str),
    services: impl Iterator<Item = (&'a str, &'a Estimate<Millis>)>,
) -> String {
    let mut table = Table::new(
        heading,
        &[
            (Side::Right, ["TYPICAL", "(99 % interval)"]),
            (Side::Right, ["1 IN 20", "(99 % interval)"]),
            (Side::Right, ["1 IN 100", "(99 % interval)"]),
        ],
    );
    let mut any = false;
    for (name, estimate) in services {
        any = true;
        let cell = |percent: u64| {
            let quantile = estimate.quantiles.iter().find(|quantile| quantile.percent == percent);
            quantile.map_or("-".to_owned(), |quantile| time_range(quantile, words))
        };
        table.row("", &shown(name), [50, 95, 99].map(cell).into());
    }
    if any { table.finish() } else { String::new() }
}

/// What the outages of each service with an impact curve cost.
fn costs(services: &[&ServiceResult]) -> String {
    let mut table = Table::new(
        "COST OF OUTAGES",
        &[
            (Side::Right, ["EXPECTED", "(99 % interval)"]),
            (Side::Right, ["TYPICAL", ""]),
            (Side::Right, ["1 IN 10", ""]),
            (Side::Right, ["1 IN 20", ""]),
            (Side::Right, ["1 IN 100", ""]),
        ],
    );
    let with_cost: Vec<_> =
        services.iter().filter_map(|service| Some((service, service.loss.as_ref()?))).collect();
    for (service, loss) in &with_cost {
        let currency = shown(&loss.currency);
        let mut cells = vec![money_range(&currency, loss.estimate.average.mean)];
        cells.extend([50, 90, 95, 99].map(|percent| {
            let amount = loss.estimate.quantile(percent);
            amount.map_or("-".to_owned(), |amount| money(&currency, amount))
        }));
        table.row("", &shown(&service.name), cells);
    }
    if with_cost.is_empty() { String::new() } else { table.finish() }
}
