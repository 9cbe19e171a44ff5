//! W0308: an outage that ends with a task that nobody begins while it lasts.

use std::collections::BTreeSet;

use crate::checks::{Case, Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::{NodeId, SiteId, TaskId};
use crate::model::{Event, EventKind, Model, Need, Restart, TaskStart, Until};

/// What happens in both examples.
const SMOKE: &str = r#"(title: "Smoke", model: "model.ron", horizon: "20d", events: [
    Outage(id: "smoke", targets: ["house"], until: "release")])"#;

pub const RULE: Rule = Rule {
    code: "W0308",
    title: "an end that nobody works towards",
    severity: Severity::Medium,
    finds: "What a scenario takes down is held down until a task is done (`until`); the task begins when it is needed, and \
        only what cannot begin before the end of this outage names it, or nothing does.",
    matters: "The house stays closed for ever, because whoever would open it waits until it is open. Everybody reads the \
        plan as if somebody saw to it.",
    behind: "docs/semantics.md sections 3 and 4: an effect with `until` ends when its task is done; a task that is `Needed` \
        begins where it is named.",
    example: Example::scenario(
        r#"(
    sites: { "house": () }, teams: { "builders": (people: 2) },
    tasks: { "release": (when: Needed, priority: 1, steps: [(do: "Make it safe", by: ["builders"], takes: (is: "1d", basis: Measured))]) },
    systems: { "till": (home: "house", recovery: [
        (name: "Set it up again", begins_when: ["release"], tested: "2026-09-01", steps: [(do: "Set up", takes: (is: "1h", basis: Measured))])]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "5d", mtpd: "9d", clock: Disruption) },
)"#,
        SMOKE,
    ),
    repaired: Example::scenario(
        r#"(
    sites: { "house": () }, teams: { "builders": (people: 2) },
    tasks: { "release": (when: Assessed, priority: 1, steps: [(do: "Make it safe", by: ["builders"], takes: (is: "1d", basis: Measured))]) },
    systems: { "till": (home: "house", recovery: [
        (name: "Set it up again", begins_when: ["release"], tested: "2026-09-01", steps: [(do: "Set up", takes: (is: "1h", basis: Measured))])]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "5d", mtpd: "9d", clock: Disruption) },
)"#,
        SMOKE,
    ),
    look: Look::Scenario(look),
};

fn look(_: &Organisation, case: &Case, found: &mut Found) {
    let plan = &case.plan;
    for event in &case.scenario.events {
        let EventKind::Outage { until: Until::Task(task) } = event.kind else { continue };
        if can_begin(plan.model, event, task, &mut BTreeSet::new()) {
            continue;
        }
        let node = plan.model.tasks[task].node;
        let (name, held) = (plan.id(node), event.targets.first().map_or("it", |target| plan.id(*target)));
        let diagnostic = RULE
            .says(format!(
                "{}: `{}` lasts until `{name}` is done, and nothing that can begin before that begins it",
                case.short_name(),
                event.id
            ))
            .at(event.place, format!("`{held}` stays down"))
            .at(plan.place(node), "begins when it is needed")
            .help(format!(
                "let `{name}` begin by itself, such as with `when: Assessed`, or name it in a plan elsewhere"
            ));
        found.push(event.id.as_str(), diagnostic);
    }
}

/// Whether something begins a task while an event holds its targets down.
fn can_begin(model: &Model, event: &Event, task: TaskId, seen: &mut BTreeSet<TaskId>) -> bool {
    if model.tasks[task].when != TaskStart::Needed {
        return true;
    }
    if !seen.insert(task) {
        return false;
    }
    let node = model.tasks[task].node;
    let name = |needs: &[Need]| names(needs, node);
    let stands =
        |site: Option<SiteId>| site.is_none_or(|site| !event.targets.contains(&model.sites[site].node));
    let of_system = model.systems.iter().any(|system| {
        let plan = system.recovery.iter().any(|strategy| {
            let in_steps = strategy.steps.iter().any(|step| name(&step.needs));
            let named = in_steps || name(&strategy.begins_when) || name(&strategy.only_if);
            strategy.admitted && stands(strategy.site) && named
        });
        // It restarts where it stands: at home, or wherever a plan has moved it.
        let mut plans = system.recovery.iter().filter(|strategy| strategy.admitted);
        let restart = match &system.restart {
            Restart::Attended { needs, .. } => {
                name(needs) && (stands(system.home) || plans.any(|strategy| stands(strategy.site)))
            }
            Restart::Plain(_) => false,
        };
        plan || restart
    });
    let by_hand =
        || model.services.iter().flat_map(|service| &service.workarounds).any(|way| name(&way.needs));
    let mut naming =
        model.tasks.iter_enumerated().filter(|(_, other)| other.steps.iter().any(|step| name(&step.needs)));
    of_system || by_hand() || naming.any(|(other, _)| can_begin(model, event, other, seen))
}

fn names(needs: &[Need], node: NodeId) -> bool {
    needs.iter().any(|need| need.names(node))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(tasks: &str, recovery: &str) -> Vec<String> {
        let model = format!(
            r#"(sites: {{ "house": (), "barn": () }}, tasks: {{ "release": (when: Needed, steps: [(do: "Open", takes: "1d")]), {tasks} }},
                systems: {{ "till": (home: "house", recovery: [({recovery} name: "Set up", steps: [(do: "Set up", takes: "1h", needs: ["release"])])]) }})"#
        );
        RULE.said_of_case(
            &model,
            r#"(title: "Smoke", model: "model.ron", horizon: "9d", events: [Outage(id: "smoke", targets: ["house"], until: "release")])"#,
        )
    }

    #[test]
    fn a_plan_that_waits_for_the_house_opens_no_house() {
        assert_eq!(
            said("", ""),
            [
                "s.ron: `smoke` lasts until `release` is done, and nothing that can begin before that begins it"
            ]
        );
        assert_eq!(said("", r#"to: "barn","#), [""; 0]);
        let other = |when: &str| {
            format!(r#""tidy": (when: {when}, steps: [(do: "Tidy", takes: "1h", needs: ["release"])])"#)
        };
        assert_eq!(said(&other("Assessed"), ""), [""; 0]);
        assert_eq!(said(&other("Needed"), "").len(), 1);
    }
}
