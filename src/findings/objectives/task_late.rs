//! G0105: a task that is done too late.

use super::{falls_short, severity, shortfall};
use crate::diagnostic::explain::Example;
use crate::findings::{Finding, Remedy, Rule, Seen};
use crate::results::{ObjectiveResult, TaskResult};
use crate::wording::figures::{in_runs, time_beside, wanted};
use crate::wording::text::shown;
use crate::wording::words;

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

/// People where work waits for some who are not there; else somebody who is not busy with the recovery.
fn remedies(seen: &Seen, task: &TaskResult) -> Vec<Remedy> {
    let people = Remedy::for_those_not_there(seen, seen.steps_of_task(&task.id));
    if !people.is_empty() {
        return people;
    }
    vec![Remedy::to_do(
        "Name a deputy who can do it while the others recover, and let it begin without waiting for them.",
    )]
}
