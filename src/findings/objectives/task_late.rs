//! G0105: a task that is done too late.

use super::{falls_short, severity, shortfall};
use crate::diagnostic::explain::Example;
use crate::findings::{Finding, Remedy, Rule, Seen};
use crate::ids::TeamId;
use crate::model::{Clock, NodeKind, Step, TaskStart, Team, Uncertain};
use crate::results::{ObjectiveResult, TaskResult};
use crate::units::Millis;
use crate::wording::figures::{in_runs, time_beside, wanted};
use crate::wording::text::shown;
use crate::wording::words;

/// Times that are tried at half.
const TRIED_MAX: usize = 3;

pub const RULE: Rule = Rule {
    code: "G0105",
    name: "task-late",
    title: "a task is done too late",
    finds: "A task with a time to be done in, such as a notice to an authority, is done within it in fewer runs than are \
        wanted, and the interval at 99 % leaves no doubt of it. Severity as for G0101.",
    matters: "Such times are often the law's. Whoever does the work is busy with the recovery meanwhile.",
    behind: "EU 2022/2554 (DORA) Art. 19; EU 2022/2555 (NIS2) Art. 23: notices within fixed times.",
    example: Example::scenario(
        r#"(teams: { "legal": (people: 1, call_out: "30h") }, systems: { "till": () },
    tasks: { "notice": (when: Detected, within: "24h", steps: [(do: "Write to the authority", takes: "1h", by: "legal")]) })"#,
        r#"(title: "Attack", model: "model.ron", horizon: "5d", events: [Outage(targets: ["till"], lasts: "1d")])"#,
    ),
    repaired: Example::scenario(
        r#"(teams: { "legal": (people: 1, call_out: "2h") }, systems: { "till": () },
    tasks: { "notice": (when: Detected, within: "24h", steps: [(do: "Write to the authority", takes: "1h", by: "legal")]) })"#,
        r#"(title: "Attack", model: "model.ron", horizon: "5d", events: [Outage(targets: ["till"], lasts: "1d")])"#,
    ),
    look,
};

fn look(seen: &Seen) -> Vec<Finding> {
    let all =
        seen.results.tasks.iter().flat_map(|task| task.objectives.iter().map(move |within| (task, within)));
    all.filter(|(_, within)| falls_short(within)).map(|(task, within)| finding(seen, task, within)).collect()
}

fn finding(seen: &Seen, task: &TaskResult, within: &ObjectiveResult) -> Finding {
    let typical = task.recovery_on_clock.quantiles.iter().find(|quantile| quantile.percent == 50);
    let message = format!(
        "{} is done within {} {} in {}, where {} are wanted; typically it takes {}.",
        shown(&task.name),
        within.target,
        within.clock.map_or("", words::from_clock),
        in_runs(&within.share),
        wanted(within.required),
        time_beside(typical, Some(within.target), ("no time", "longer than is watched")),
    );
    RULE.says(severity(within), &task.id, message)
        .objective(within)
        .quantile(["typical_s", "typical_interval_s"], typical)
        .weighing(shortfall(within))
        .try_first(remedies(seen, task))
}

/// People where work waits for some who are not there; else what takes longest of what comes before its end, and somebody
/// who is not busy with the recovery where it waits for those who are.
fn remedies(seen: &Seen, task: &TaskResult) -> Vec<Remedy> {
    let steps = seen.steps_of_task(&task.id);
    let mut remedies = Remedy::for_those_not_there(seen, steps);
    let are_there = remedies.is_empty();
    let mut teams: Vec<TeamId> = steps.iter().flat_map(|step| &step.by).map(|ask| ask.team).collect();
    teams.sort_unstable();
    teams.dedup();
    let mut long: Vec<(Millis, Remedy)> =
        teams.iter().filter_map(|&team| called_sooner(seen, team)).collect();
    long.extend(steps.iter().filter_map(|step| shorter(&task.id, step)));
    long.extend(begun_sooner(seen, task));
    long.sort_by_key(|(takes, _)| std::cmp::Reverse(*takes));
    remedies.extend(long.into_iter().map(|(_, remedy)| remedy).take(TRIED_MAX));
    if (are_there && teams.iter().any(|&team| waited_for(seen, team))) || remedies.is_empty() {
        remedies.push(Remedy::to_do(
            "Name a deputy who can do it while the others recover, and let it begin without waiting for them.",
        ));
    }
    remedies
}

/// A team at half the time after the call, with that time.
fn called_sooner(seen: &Seen, team: TeamId) -> Option<(Millis, Remedy)> {
    let Team { node, call_out, off_hours, .. } = &seen.model.teams[team];
    let (id, name) = (seen.id_of_team(team), shown(&seen.model.nodes[*node].name));
    let times = [
        ("call_out", "", Some(call_out)),
        ("off_hours.call_out", " outside their hours", off_hours.call_out.as_ref()),
    ];
    let (mut words, mut edits, mut longest) = (Vec::new(), Vec::new(), Millis::ZERO);
    for (field, when, takes) in times {
        let half = Millis::new(takes.map_or(0, |takes| takes.typical().get() / 2));
        if half > Millis::ZERO && !half.is_never() {
            words.push(format!("{half} after the call{when}"));
            edits.push(format!("teams.{id}.{field}={}", half.exact()));
            longest = longest.max(half);
        }
    }
    let text = format!("Have people of {name} there sooner. Try {} each time.", words.join(" and "));
    (!edits.is_empty()).then_some((longest, Remedy::to_set_all(text, edits)))
}

/// A step at half its time, with that time.
fn shorter(task: &str, step: &Step) -> Option<(Millis, Remedy)> {
    let half = Millis::new(step.takes.typical().get() / 2);
    let text = format!("Shorten this step: {}.", shown(&step.what));
    let path = format!("{task}/{}.takes", step.id);
    (half > Millis::ZERO && !half.is_never()).then(|| (half, Remedy::halving(text, &path, &step.takes)))
}

/// Detection, and assessment where the task waits for it, at half their time, on the clock that has them.
fn begun_sooner(seen: &Seen, task: &TaskResult) -> Vec<(Millis, Remedy)> {
    let Some(NodeKind::Task(id)) = seen.node(&task.id).map(|node| node.kind) else { return Vec::new() };
    let (found, response) = (&seen.model.tasks[id], &seen.model.response);
    let counts = found.clock == Clock::Disruption;
    let waits = |since: &[TaskStart]| since.contains(&found.when);
    let after_detection = [TaskStart::Detected, TaskStart::Assessed, TaskStart::Declared];
    let times = [
        ("detect", "Notice it", &response.detect, counts && waits(&after_detection)),
        (
            "assess",
            "Understand it",
            &response.assess,
            found.clock != Clock::Declared && waits(&after_detection[1..]),
        ),
    ];
    let half = |(field, what, takes, _): (&str, &str, &Uncertain, bool)| {
        let half = Millis::new(takes.typical().get() / 2);
        let text = format!("{what} sooner. Try it at {half} each time.");
        (half, Remedy::to_set(text, format!("response.{field}={}", half.exact())))
    };
    let times = times.into_iter().filter(|(.., waits)| *waits).map(half);
    times.filter(|(half, _)| *half > Millis::ZERO && !half.is_never()).collect()
}

/// Whether work waits for people of a team.
fn waited_for(seen: &Seen, team: TeamId) -> bool {
    let id = seen.id_of_team(team);
    let found = seen.results.teams.iter().find(|found| found.id == id);
    found.and_then(|found| found.queued.mean).is_some_and(|queued| queued.value > 0.0)
}
