//! What became of a plan that was chosen and did not bring its system back: it failed, was given up, or was not done by the
//! end of the time watched; and for whom its work waited.

use crate::findings::{Remedy, Seen, staffing};
use crate::ids::TeamId;
use crate::model::{Strategy, System};
use crate::results::SystemResult;
use crate::units::Millis;
use crate::wording::names::listed;
use crate::wording::text::shown;

/// What helps where a plan can fail.
pub(super) const TRY_AGAIN: &str = "Add a way back that asks for nothing that is lost here, or let the plans be tried again \
    after a time (`regroup`).";

/// So many teams are named.
const TEAMS_MAX: usize = 3;

/// What is said of such a plan, and what to try.
pub(super) struct CarriedOut {
    pub(super) words: String,
    /// Empty where nothing is known that goes beyond what is said of every plan that fails.
    pub(super) remedies: Vec<Remedy>,
}

/// Of a plan that failed or was given up.
pub(super) fn failed(seen: &Seen, (end, system): (&SystemResult, &System), position: usize) -> CarriedOut {
    let (strategy, trials) = (&system.recovery[position], end.strategies[position].trials);
    let runs = format!("in {} of {} runs that chose it", trials.failed, trials.chosen);
    let plan = shown(&strategy.name);
    let only_given_up = strategy.steps.iter().all(|step| step.success >= 1.0);
    let Some(after) = strategy.give_up else {
        let remedies = again(system, end);
        return CarriedOut { words: format!("\"{plan}\" failed {runs}"), remedies };
    };
    let ended = if only_given_up { "is given up" } else { "fails or is given up" };
    let teams = staffing::not_there(seen, &strategy.steps);
    let waiting = match teams.as_slice() {
        [] => String::new(),
        teams => format!(", while its work waits for {}", people(seen, teams)),
    };
    let mut remedies = of_teams(seen, &teams);
    remedies.push(later(seen, (end, strategy), &teams));
    if teams.is_empty() && !only_given_up {
        remedies.extend(again(system, end));
    }
    CarriedOut { words: format!("\"{plan}\" {ended} after {after} {runs}{waiting}"), remedies }
}

/// Of a plan that was under way at the end of the time watched.
pub(super) fn not_done(seen: &Seen, (end, system): (&SystemResult, &System), position: usize) -> CarriedOut {
    let (strategy, trials) = (&system.recovery[position], end.strategies[position].trials);
    let plan = shown(&strategy.name);
    let teams = staffing::not_there(seen, &strategy.steps);
    if !teams.is_empty() {
        let words = format!("\"{plan}\" waits for {}", people(seen, &teams));
        return CarriedOut { words, remedies: of_teams(seen, &teams) };
    }
    let under_way = trials.chosen.saturating_sub(trials.completed);
    let words =
        format!("\"{plan}\" is not done by then in {under_way} of {} runs that chose it", trials.chosen);
    let text =
        format!("Watch for longer (`horizon`), and see in `blackstart replay` what \"{plan}\" waits for.");
    CarriedOut { words, remedies: vec![Remedy::to_do(text)] }
}

/// Where plans fail and are never tried again although the model says so: another plan cannot be chosen, and so never
/// fails.
pub(super) fn regroup_in_vain(system: &System, end: &SystemResult) -> Option<String> {
    let failed = end.strategies.iter().any(|found| found.trials.failed > 0);
    let plan = never_chosen(system, end).filter(|_| failed && system.regroup.is_some())?;
    Some(format!(
        "`regroup` takes no effect, as it waits until every plan has failed and \"{}\" is never chosen",
        shown(&plan.name)
    ))
}

fn never_chosen<'a>(system: &'a System, end: &SystemResult) -> Option<&'a Strategy> {
    let mut plans = system.recovery.iter().zip(&end.strategies);
    plans.find(|(plan, found)| plan.admitted && found.trials.chosen == 0).map(|(plan, _)| plan)
}

/// Trying again helps only where every plan can be chosen: the others never fail.
fn again(system: &System, end: &SystemResult) -> Vec<Remedy> {
    let text = match (system.regroup.is_some(), never_chosen(system, end)) {
        (false, None) => TRY_AGAIN,
        _ => "Add a way back that asks for nothing that is lost here.",
    };
    vec![Remedy::to_do(text)]
}

fn of_teams(seen: &Seen, teams: &[TeamId]) -> Vec<Remedy> {
    teams.iter().filter_map(|&team| Remedy::people(seen, seen.id_of_team(team))).collect()
}

/// `people of dba, who are away ("leave"), and of clerks, of whom too few are there at some hours`.
fn people(seen: &Seen, teams: &[TeamId]) -> String {
    let each = teams.iter().map(|&team| {
        let name = seen.name_of(seen.id_of_team(team));
        match staffing::away(seen.model, seen.scenario, team) {
            Some((event, _)) => {
                format!("people of {name}, who are away (\"{}\")", seen.event_words(&event.id))
            }
            None => format!("people of {name}, of whom too few are there at some hours"),
        }
    });
    listed(&each.collect::<Vec<String>>(), TEAMS_MAX)
}

/// Give it up later: after the longest stretch in which people are not there, and the work.
fn later(seen: &Seen, (end, strategy): (&SystemResult, &Strategy), teams: &[TeamId]) -> Remedy {
    let plan = shown(&strategy.name);
    let off = |team: &TeamId| match staffing::away(seen.model, seen.scenario, *team) {
        Some(_) => None,
        None => Some(seen.model.teams[*team].hours.longest_gap()),
    };
    let gap = teams.iter().map(off).collect::<Option<Vec<Millis>>>().and_then(|gaps| gaps.into_iter().max());
    let text = format!("Give up \"{plan}\" of {} later (`give_up`)", shown(&end.name));
    let Some(gap) = gap else { return Remedy::to_do(format!("{text}.")) };
    let work = strategy.steps.iter().map(|step| step.takes.typical()).fold(Millis::ZERO, Millis::plus);
    // An hour for the call.
    let hours = gap.plus(work).get() / Millis::HOUR.get() + 2;
    let after = Millis::new(hours * Millis::HOUR.get());
    Remedy::to_set(
        format!("{text}, such as after {after}."),
        format!("systems.{}.recovery.{}.give_up={}", end.id, strategy.id, after.exact()),
    )
}
