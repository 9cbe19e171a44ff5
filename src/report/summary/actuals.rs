//! Outages that really happened beside what is projected.

use crate::report::WIDTH;
use crate::report::text::{shown, wrapped};
use crate::results::{ActualResult, ServiceResult};
use crate::wording::reality::Real;

use super::Summary;

/// A line for each real outage; empty without any.
pub fn actuals(told: &Summary) -> String {
    let services = told.results.services.iter();
    let all = services.flat_map(|service| service.actuals.iter().map(move |actual| line(service, actual)));
    let lines: Vec<String> = all.map(|line| wrapped(&line, WIDTH, 2) + "\n").collect();
    if lines.is_empty() { String::new() } else { format!("BESIDE REALITY\n{}", lines.concat()) }
}

fn line(service: &ServiceResult, actual: &ActualResult) -> String {
    let source = actual.source.as_deref().map(shown);
    let real = Real {
        service: &shown(&service.name),
        started: &shown(&actual.started),
        source: source.as_deref(),
        length: actual.length,
        no_longer: &actual.no_longer,
    };
    real.sentence()
}
