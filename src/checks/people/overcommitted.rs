//! W0502: steps that could run side by side, if there were more people.

use std::collections::BTreeSet;

use super::{most_people, people};
use crate::checks::{Found, Look, Organisation, Rule, View};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::TeamId;
use crate::model::Step;

/// Longer lists of steps are not looked at pair by pair.
const STEPS_MAX: usize = 200;

pub const RULE: Rule = Rule {
    code: "W0502",
    title: "parallel steps that ask for more people than there are",
    severity: Severity::Low,
    finds: "Two steps of one strategy or task wait for different things (`after`), so they are meant to run side by \
        side, and together they ask a team for more people than it ever has.",
    matters: "On paper the two take as long as the longer one; in truth one waits for the other.",
    behind: "ISO 22301:2019 clause 8.3.4: resources for the strategies.",
    example: Example::model(
        r#"(
    teams: { "it": (people: 2) },
    systems: { "till": (recovery: [(name: "Reinstall", tested: "2026-09-01", steps: [
        (do: "Cables", by: ["it: 2"], takes: "1h", after: []), (do: "Software", by: ["it"], takes: "1h", after: [])])]) },
)"#,
    ),
    repaired: Example::model(
        r#"(
    teams: { "it": (people: 3) },
    systems: { "till": (recovery: [(name: "Reinstall", tested: "2026-09-01", steps: [
        (do: "Cables", by: ["it: 2"], takes: "1h", after: []), (do: "Software", by: ["it"], takes: "1h", after: [])])]) },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    for system in plan.model.systems.iter() {
        for strategy in &system.recovery {
            let id = format!("{}/{}", plan.id(system.node), strategy.id);
            steps(plan, &strategy.steps, &id, found);
        }
    }
    for task in plan.model.tasks.iter() {
        steps(plan, &task.steps, plan.id(task.node), found);
    }
}

fn steps(plan: &View, steps: &[Step], on: &str, found: &mut Found) {
    let chain = steps.iter().enumerate().skip(1).all(|(position, step)| step.after == [position - 1]);
    if chain || steps.len() > STEPS_MAX {
        return;
    }
    let before = predecessors(steps);
    for second in 0..steps.len() {
        for first in 0..second {
            if before[second].contains(&first) || before[first].contains(&second) {
                continue;
            }
            if let Some((team, asked)) = overcommitted(plan, &steps[first], &steps[second]) {
                let node = plan.model.teams[team].node;
                let there = most_people(&plan.model.teams[team]);
                let diagnostic = RULE
                    .says(format!(
                        "\"{}\" and \"{}\" are to run side by side and ask for {asked} of `{}`, which has {there}",
                        steps[first].what,
                        steps[second].what,
                        plan.id(node),
                    ))
                    .at(steps[second].place, "side by side with")
                    .at(steps[first].place, "this step")
                    .at(plan.place(node), format!("{there} people at most"))
                    .help("let one wait for the other with `after`, so that the plan says how long it takes, or find people");
                found.push(on, diagnostic);
                return;
            }
        }
    }
}

/// For each step all steps that must be done before it.
fn predecessors(steps: &[Step]) -> Vec<BTreeSet<usize>> {
    let all = |step: usize| {
        let mut found = BTreeSet::new();
        let mut open = vec![step];
        while let Some(next) = open.pop() {
            open.extend(steps[next].after.iter().copied().filter(|before| found.insert(*before)));
        }
        found
    };
    (0..steps.len()).map(all).collect()
}

/// A team of which two steps together ask for more than it ever has, counting what it is part of.
fn overcommitted(plan: &View, first: &Step, second: &Step) -> Option<(TeamId, u32)> {
    let second = people(plan, &second.by);
    let together = |(team, first): (TeamId, u32)| {
        let asked = first.saturating_add(*second.get(&team)?);
        (asked > most_people(&plan.model.teams[team])).then_some((team, asked))
    };
    people(plan, &first.by).into_iter().find_map(together)
}
