//! Decisions of the plan that a promise waits for in the trial and that no inject asks for: go-aheads, the declaration,
//! and when tasks are begun. They stand in the guide's table all the same.

use crate::engine::{Deciding, What};
use crate::ids::TaskId;
use crate::model::NodeKind;
use crate::units::Millis;

use super::candidates::Candidate;
use super::decisions::{Choice, last_moment};
use super::kind::Kind;
use super::long_work;
use super::roles::To;
use super::sight::Sight;
use super::speech;
use super::steps::step_of;

/// Such decisions that are listed at most.
const STANDING_MAX: usize = 8;

/// Those for which something can be too late, in the order of their last moments, then those that come too late at any;
/// whether it is declared is always one of them. What injects ask for is left out.
pub(super) fn standing(
    sight: &Sight,
    found: &[Candidate],
    is_asked: impl Fn(&Choice) -> bool,
) -> Vec<Choice> {
    let of_plan = |candidate: &&Candidate| matches!(candidate.kind, Kind::Declaration | Kind::GoAhead);
    let mut all: Vec<Choice> =
        found.iter().filter(of_plan).filter_map(|candidate| candidate.choice.clone()).collect();
    let works = long_work::works(sight, Millis::ZERO);
    let of_tasks = works.iter().filter(|work| task_of(sight, work.who).is_some());
    all.extend(of_tasks.map(|work| long_work::choice(sight, work)));
    all.extend(sight.model().tasks.ids().filter_map(|task| owed(sight, task)));
    let declares = |choice: &Choice| matches!(choice.again, Some((Deciding::Declaration, _)));
    all.retain(|choice| choice.service.is_some() || choice.task.is_some() || declares(choice));
    all.retain(|choice| !is_asked(choice));
    let without = |choice: &Choice| if declares(choice) { choice.taken } else { Millis::NEVER };
    let latest = |choice: &Choice| last_moment(sight, choice).at.unwrap_or_else(|| without(choice));
    let mut timed: Vec<(Millis, Choice)> = all.into_iter().map(|choice| (latest(&choice), choice)).collect();
    timed.sort_by(|(one, first), (other, second)| (one, &first.what).cmp(&(other, &second.what)));
    let mut told: Vec<String> = Vec::new();
    timed.retain(|(_, choice)| {
        let is_new = !told.contains(&choice.what);
        told.push(choice.what.clone());
        is_new
    });
    timed.truncate(STANDING_MAX);
    timed.into_iter().map(|(_, choice)| choice).collect()
}

/// The task that a step belongs to.
pub(super) fn task_of(sight: &Sight, who: crate::engine::Who) -> Option<TaskId> {
    match sight.model().nodes[sight.node(who)?].kind {
        NodeKind::Task(task) => Some(task),
        _ => None,
    }
}

/// When a task is begun that people owe within a time.
fn owed(sight: &Sight, task: TaskId) -> Option<Choice> {
    let entity = &sight.model().tasks[task];
    entity.within.as_ref()?;
    let first = sight
        .changes()
        .iter()
        .find(|change| change.what == What::StepStarted && task_of(sight, change.who) == Some(task))?;
    let detected = sight.told.outcome.detected;
    let team = step_of(sight, first.who)?.by.first().filter(|_| first.at >= detected)?.team;
    Some(Choice {
        what: format!("When {} is begun", speech::work(sight.names, first.who)),
        by: sight.team_name(team),
        whose: To::Team(team),
        open: sight.told.outcome.tasks[task.index()].begun.max(detected),
        taken: first.at,
        service: None,
        path: String::new(),
        again: None,
        task: Some(task),
        work: Some(first.who),
    })
}
