//! The table of resources: how many units were held, and how much work waited for them.

use crate::report::WIDTH;
use crate::report::figures::mean_time;
use crate::report::names::listed;
use crate::report::table::{Side, Table};
use crate::report::text::{shown, wrapped};
use crate::results::ResourceResult;

use super::{Detail, Summary};

/// The resources that work waited for, those most waited for first; with `-v` all that were used.
pub fn resources(told: &Summary) -> String {
    let mean = |average: &crate::results::Average<_>| average.mean.map_or(0.0, |mean| mean.value);
    let mut used: Vec<&ResourceResult> = told
        .results
        .resources
        .iter()
        .filter(|resource| mean(&resource.busy) > 0.0 || mean(&resource.queued) > 0.0)
        .collect();
    used.sort_by(|one, other| mean(&other.queued).total_cmp(&mean(&one.queued)));
    let waited_for = |resource: &&ResourceResult| mean(&resource.queued) > 0.0;
    let (rows, rest): (Vec<_>, Vec<_>) =
        used.into_iter().partition(|resource| told.detail == Detail::Full || waited_for(resource));
    if rows.is_empty() {
        return String::new();
    }
    let mut table = Table::new(
        "RESOURCE",
        &[(Side::Right, ["UNITS' TIME", "a run"]), (Side::Right, ["WORK WAITED FOR IT", "a run, summed"])],
    );
    for resource in rows {
        table.row("", &shown(&resource.name), vec![mean_time(&resource.busy), mean_time(&resource.queued)]);
    }
    let mut out = table.finish();
    if !rest.is_empty() {
        let names: Vec<String> = rest.iter().map(|resource| shown(&resource.name).into_owned()).collect();
        let line = format!("Used, never waited for: {} (-v lists them).", listed(&names, usize::MAX));
        out.push_str(&(wrapped(&line, WIDTH, 2) + "\n"));
    }
    out
}
