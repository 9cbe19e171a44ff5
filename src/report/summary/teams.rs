//! The table of teams: how often called, how soon there, how busy, and how much work waited for them.

use crate::report::WIDTH;
use crate::report::figures::{mean_time, percent};
use crate::report::names::listed;
use crate::report::table::{Side, Table};
use crate::report::text::{shown, wrapped};
use crate::results::TeamResult;

use super::{Detail, Summary};

/// Teams in a brief summary.
const TEAMS_MAX: usize = 8;

/// The teams that were called, those that work waited for most first.
pub fn teams(told: &Summary) -> String {
    let (mut called, idle): (Vec<&TeamResult>, Vec<&TeamResult>) =
        told.results.teams.iter().partition(|team| team.called > 0);
    if called.is_empty() {
        return String::new();
    }
    let queued = |team: &TeamResult| team.queued.mean.map_or(0.0, |mean| mean.value);
    called.sort_by(|one, other| queued(other).total_cmp(&queued(one)));
    let shown_teams = if told.detail == Detail::Full { called.len() } else { TEAMS_MAX.min(called.len()) };
    let mut table = Table::new(
        "TEAM",
        &[
            (Side::Right, ["CALLED", ""]),
            (Side::Right, ["THERE AFTER", "on average"]),
            (Side::Right, ["PEOPLE'S TIME", "a run"]),
            (Side::Right, ["WORK WAITED FOR THEM", "a run, summed"]),
        ],
    );
    for team in &called[..shown_teams] {
        let cells = vec![
            percent(team.called, told.results.trials),
            mean_time(&team.mobilised),
            mean_time(&team.busy),
            mean_time(&team.queued),
        ];
        table.row("", &shown(&team.name), cells);
    }
    let mut out = table.finish();
    let names = |teams: &[&TeamResult]| {
        let names: Vec<String> = teams.iter().map(|team| shown(&team.name).into_owned()).collect();
        listed(&names, usize::MAX)
    };
    let rest = &called[shown_teams..];
    if !rest.is_empty() {
        out.push_str(
            &(wrapped(&format!("Less waited for: {} (-v lists them).", names(rest)), WIDTH, 2) + "\n"),
        );
    }
    if !idle.is_empty() {
        out.push_str(&(wrapped(&format!("Never called: {}.", names(&idle)), WIDTH, 2) + "\n"));
    }
    out
}
