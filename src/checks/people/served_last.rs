//! W0509: tasks that recovery waits for, and that the people give their time last.

use crate::checks::{Case, Found, Look, Organisation, Rule, View, words};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::{NodeId, TaskId};
use crate::model::{Ask, EventKind, Need, Step, Task, Until};

/// What happens in both examples.
const FIRE: &str = r#"(title: "Fire", model: "model.ron", horizon: "60d", events: [
    Outage(id: "cut", targets: ["line"], until: "cable"), Outage(id: "soot", targets: ["racks"])])"#;

pub const RULE: Rule = Rule {
    code: "W0509",
    title: "what recovery waits for is served last",
    severity: Severity::Medium,
    finds: "An outage lasts until a task is done, or a plan waits for one; the task has neither `priority` nor `within`; and its \
        steps ask for people whom other recovery asks for, too, more of them together than there are.",
    matters: "Work without a rank comes after all work that has one. What everybody waits for then waits for what nobody is \
        in a hurry for, and more people are hired where one line in the order of work would do.",
    behind: "docs/semantics.md section 6, the order of the queue; NIST SP 800-34 section 3.2.2: recovery priorities.",
    example: Example::scenario(
        r#"(
    teams: { "crew": (people: 2) },
    tasks: { "cable": (when: Assessed, steps: [(do: "Lay a new cable", by: ["crew: 2"], takes: (is: "1d", basis: Measured))]) },
    sites: { "hall": () }, suppliers: { "line": () },
    systems: {
        "racks": (needs: ["line"], recovery: [
            (name: "Clean", tested: "2026-09-01", steps: [(do: "Clean them", by: ["crew"], takes: (is: "9d", basis: Measured))])]),
    },
    services: { "hosting": (owner: "Head of Hosting", needs: ["racks", "hall"], rto: "20d", mtpd: "30d") },
)"#,
        FIRE,
    ),
    repaired: Example::scenario(
        r#"(
    teams: { "crew": (people: 2) },
    tasks: { "cable": (when: Assessed, priority: 1, steps: [(do: "Lay a new cable", by: ["crew: 2"], takes: (is: "1d", basis: Measured))]) },
    sites: { "hall": () }, suppliers: { "line": () },
    systems: {
        "racks": (needs: ["line"], recovery: [
            (name: "Clean", tested: "2026-09-01", steps: [(do: "Clean them", by: ["crew"], takes: (is: "9d", basis: Measured))])]),
    },
    services: { "hosting": (owner: "Head of Hosting", needs: ["racks", "hall"], rto: "20d", mtpd: "30d") },
)"#,
        FIRE,
    ),
    look: Look::Scenario(look),
};

fn look(_: &Organisation, case: &Case, found: &mut Found) {
    let plan = &case.plan;
    for (id, task) in plan.model.tasks.iter_enumerated() {
        if task.priority.is_some() || task.within.is_some() {
            continue;
        }
        let waiting = waiting_for(case, id);
        let Some((ask, of)) = contested(plan, task) else { continue };
        let Some(first) = waiting.first() else { continue };
        let team = &plan.model.teams[ask.team];
        let diagnostic = RULE
            .says(format!(
                "{}: {} {} `{}`, which comes last with the people of `{}`: it has no rank",
                case.short_name(),
                words::quoted(waiting.iter().map(|node| plan.id(*node))),
                if waiting.len() == 1 { "waits for" } else { "wait for" },
                plan.id(task.node),
                plan.id(team.node)
            ))
            .at(plan.place(task.node), "neither `priority` nor `within`")
            .at(plan.place(*first), "waits for it")
            .at(plan.place(of), "the same people work here first")
            .help("write `priority: 1` into the task, or `within`, the time after which it is owed");
        found.push(plan.id(task.node), diagnostic);
    }
}

/// Whose outage ends, or whose plans go on, only when a task is done.
fn waiting_for(case: &Case, id: TaskId) -> Vec<NodeId> {
    let (plan, task) = (&case.plan, case.plan.model.tasks[id].node);
    let names = |needs: &[Need]| {
        let mut found = false;
        needs.iter().for_each(|need| need.for_each_node(&mut |node| found |= node == task));
        found
    };
    let events = case.scenario.events.iter().filter(
        |event| matches!(&event.kind, EventKind::Outage { until: Until::Task(until) } if *until == id),
    );
    let by_plans = plan.model.systems.iter().filter(|system| {
        system.recovery.iter().any(|strategy| {
            strategy.admitted
                && (names(&strategy.begins_when) || strategy.steps.iter().any(|step| names(&step.needs)))
        })
    });
    let targets = events.flat_map(|event| event.targets.iter().copied());
    let mut waiting: Vec<NodeId> = targets.chain(by_plans.map(|system| system.node)).collect();
    waiting.sort_unstable();
    waiting.dedup();
    waiting
}

/// People of a step of the task who are too few for it and for a step of another's recovery at once, and whose.
fn contested<'a>(plan: &View<'a>, task: &'a Task) -> Option<(&'a Ask, NodeId)> {
    task.steps.iter().flat_map(|step| &step.by).find_map(|ask| {
        let there = plan.model.teams[ask.team].people;
        let too_many = |step: &Step| {
            step.by.iter().any(|other| other.team == ask.team && other.people + ask.people > there)
        };
        let mut others = plan
            .model
            .systems
            .iter()
            .filter(|system| system.recovery.iter().any(|strategy| strategy.steps.iter().any(too_many)));
        Some((ask, others.next()?.node))
    })
}
