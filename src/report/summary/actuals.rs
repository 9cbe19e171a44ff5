//! Outages that really happened beside what is projected.

use crate::report::WIDTH;
use crate::report::figures::in_100;
use crate::report::text::{shown, wrapped};
use crate::results::{ActualResult, ServiceResult};

use super::Summary;

/// A line for each real outage; empty without any.
pub fn actuals(told: &Summary) -> String {
    let services = told.results.services.iter();
    let all = services.flat_map(|service| service.actuals.iter().map(move |actual| line(service, actual)));
    let lines: Vec<String> = all.map(|line| wrapped(&line, WIDTH, 2) + "\n").collect();
    if lines.is_empty() { String::new() } else { format!("BESIDE REALITY\n{}", lines.concat()) }
}

fn line(service: &ServiceResult, actual: &ActualResult) -> String {
    let ActualResult { started, length, source, no_longer, .. } = actual;
    let source = source.as_ref().map_or(String::new(), |source| format!(" ({})", shown(source)));
    let name = shown(&service.name);
    let head = format!("{name}: the real outage of {}{source} took {length}", shown(started));
    match (no_longer.n, no_longer.held) {
        (0, _) => format!("{head}; no run of this scenario interrupts it."),
        (_, 0) => format!("{head}, less than in any run: it lies below p1. The model may be too slow."),
        (n, held) if held == n => {
            format!("{head}, longer than in any run: it lies above p99. The model may be too kind.")
        }
        _ => format!(
            "{head} and lies at p{:.0}: {} of 100 runs that interrupt it are over no later.",
            (no_longer.share * 100.0).clamp(1.0, 99.0),
            in_100(no_longer)
        ),
    }
}
