//! W0304: a plan that can never be finished, whatever happens.

use std::collections::{BTreeMap, VecDeque};

use crate::checks::must::of_needs;
use crate::checks::soonest::least_work;
use crate::checks::{Found, Look, Organisation, Rule, View, words};
use crate::diagnostic::explain::Example;
use crate::diagnostic::{Diagnostic, Severity};
use crate::ids::{IdVec, NodeId, SystemId};
use crate::model::{Need, NodeKind, Source, Step, Strategy, System};
use crate::units::Millis;

pub const RULE: Rule = Rule {
    code: "W0304",
    title: "a plan that can never work",
    severity: Severity::Medium,
    finds: "A plan asks, by no alternative, for something that needs the very system it is to bring back; or one of its \
        steps never succeeds (`success: 0`); or it is given up (`give_up`) sooner than its steps can be done; or its copy never offers a point, since it always fails or is thrown away \
        before it is complete.",
    matters: "It counts as a plan on paper and is none. Repairing the network over the network works in every exercise \
        in which the network is up.",
    behind: "NIST SP 800-34 section 3.2: interdependencies are known before the sequence of recovery is set; ISO \
        22301:2019 clause 8.3.3.",
    example: Example::model(
        r#"(
    teams: { "noc": (people: 3, needs: ["vpn"]), "partner": (people: 1) },
    systems: { "vpn": (needs: ["net"]), "net": (recovery: [
        (name: "Roll back remotely", tested: "2026-09-01", steps: [(do: "Roll back", by: ["noc"], takes: "20m")]),
        (name: "Go there by car", tested: "2026-09-01", steps: [(do: "Restart", by: ["partner"], takes: "4h")])]) },
)"#,
    ),
    repaired: Example::model(
        r#"(
    suppliers: { "mobile": (promises: "1h") },
    teams: { "noc": (people: 3, needs: ["vpn or mobile"]), "partner": (people: 1) },
    systems: { "vpn": (needs: ["net"]), "net": (recovery: [
        (name: "Roll back remotely", tested: "2026-09-01", steps: [(do: "Roll back", by: ["noc"], takes: "20m")]),
        (name: "Go there by car", tested: "2026-09-01", steps: [(do: "Restart", by: ["partner"], takes: "4h")])]) },
)"#,
    ),
    look: Look::Model(look),
};

/// A plan that can never be finished.
pub struct NeverWorks {
    pub system: SystemId,
    pub strategy: usize,
    pub cause: Cause,
}

/// Why it cannot.
pub enum Cause {
    /// A step never succeeds.
    Step(usize),
    /// It is given up after less than its steps take at least.
    GivenUp { after: Millis, least: Millis },
    /// Its copy never offers a point.
    Copy(usize),
    /// What it needs, what that needs, and so on; the last needs the system itself.
    Itself(Vec<NodeId>),
}

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    let all = never_works(plan);
    for never in &all {
        let system = &plan.model.systems[never.system];
        let strategy = &system.recovery[never.strategy];
        let id = plan.id(system.node);
        let dead = |position: &usize| {
            all.iter().any(|other| (other.system, other.strategy) == (never.system, *position))
        };
        let left: Vec<String> = (0..system.recovery.len())
            .filter(|position| !dead(position))
            .map(|position| format!("\"{}\"", system.recovery[position].name))
            .collect();
        let left = match left.len() {
            0 => "no plan is left".to_owned(),
            1 => format!("only {} is left", left[0]),
            _ => format!("left are {}", words::listed(&left)),
        };
        let diagnostic = finding(plan, never, &left);
        found.push(format!("{id}/{}", strategy.id), diagnostic);
    }
}

fn finding(plan: &View, never: &NeverWorks, left: &str) -> Diagnostic {
    let system = &plan.model.systems[never.system];
    let strategy = &system.recovery[never.strategy];
    let (id, name) = (plan.id(system.node), &strategy.name);
    match &never.cause {
        Cause::Step(step) => RULE
            .says(format!("\"{name}\" of `{id}` can never work: \"{}\" never succeeds", strategy.steps[*step].what))
            .at(strategy.steps[*step].place, "`success` is 0")
            .at(strategy.place, left.to_owned())
            .help("write how often the step succeeds, or leave the plan out"),
        Cause::GivenUp { after, least } => RULE
            .says(format!(
                "\"{name}\" of `{id}` can never work: it is given up after {after}, and its steps take at least {}",
                least.at_least_beyond(*after)
            ))
            .at(strategy.place, left.to_owned())
            .help("give it up later than the least time its steps take, or leave the plan out"),
        Cause::Copy(copy) => RULE
            .says(format!(
                "\"{name}\" of `{id}` can never work: `{}` never offers a point to restore",
                system.copies[*copy].id
            ))
            .at(system.copies[*copy].place, "always fails, or is thrown away before it is complete")
            .at(strategy.place, left.to_owned())
            .help("write how often the copy succeeds (`success`), keep it for longer than it takes, or restore from another"),
        Cause::Itself(way) => {
            if way.is_empty() {
                return RULE
                    .says(format!("\"{name}\" of `{id}` can never work: it needs `{id}`, which it is to bring back"))
                    .at(strategy.place, left.to_owned())
                    .help(format!("let the plan do without `{id}`"));
            }
            let drawn: Vec<String> = way.iter().map(|node| format!("`{}`", plan.id(*node))).collect();
            let mut diagnostic = RULE
                .says(format!(
                    "\"{name}\" of `{id}` can never work: it needs {}, and that needs `{id}`, which it is to bring back",
                    drawn.join(", which needs "),
                ))
                .at(strategy.place, left.to_owned());
            let next = way.iter().skip(1).copied().chain([system.node]);
            for (holder, needed) in way.iter().zip(next).take(4) {
                diagnostic = diagnostic.at(
                    plan.model.nodes[*holder].place_of_need(needed),
                    format!("`{}` needs `{}`", plan.id(*holder), plan.id(needed)),
                );
            }
            let first = way.first().map_or(id, |node| plan.id(*node));
            diagnostic.help(format!("give `{first}` another way to do without `{id}`, or let the plan do without `{first}`"))
        }
    }
}

/// Every plan that can never be finished, by system and position.
pub fn never_works(plan: &View) -> Vec<NeverWorks> {
    let mut found = Vec::new();
    let knotted = knotted(plan);
    for (id, system) in plan.model.systems.iter_enumerated() {
        for (position, strategy) in system.recovery.iter().enumerate() {
            let step = strategy.steps.iter().position(|step| step.success <= 0.0).map(Cause::Step);
            let copy = match strategy.from {
                Source::Copy(copy) if !system.copies[copy].can_offer() => Some(Cause::Copy(copy)),
                _ => None,
            };
            let itself =
                || knotted[system.node].then(|| way_back(plan, &knotted, (system, strategy))).flatten();
            let cause = copy.or(step).or_else(|| given_up(strategy)).or_else(|| itself().map(Cause::Itself));
            found.extend(cause.map(|cause| NeverWorks { system: id, strategy: position, cause }));
        }
    }
    found
}

/// Whether a plan is given up before its steps can be done.
fn given_up(strategy: &Strategy) -> Option<Cause> {
    let (after, least) = (strategy.give_up?, least_work(&strategy.steps, 1.0));
    (after < least).then_some(Cause::GivenUp { after, least })
}

/// What a plan needs and what that cannot do without, on a shortest way to the system itself; nothing where there is
/// none.
fn way_back(
    plan: &View,
    knotted: &IdVec<NodeId, bool>,
    (holder, strategy): (&System, &Strategy),
) -> Option<Vec<NodeId>> {
    let system = holder.node;
    let mut from: BTreeMap<NodeId, Option<NodeId>> = BTreeMap::new();
    let mut open = VecDeque::new();
    for needed in of_plan(plan, (holder, strategy)) {
        if needed == system {
            return Some(Vec::new());
        }
        if knotted[needed] && from.insert(needed, None).is_none() {
            open.push_back(needed);
        }
    }
    while let Some(node) = open.pop_front() {
        for needed in musts(plan, node) {
            if needed == system {
                let mut way: Vec<NodeId> =
                    std::iter::successors(Some(node), |node| from.get(node).copied().flatten()).collect();
                way.reverse();
                return Some(way);
            }
            if knotted[needed] && !from.contains_key(&needed) {
                from.insert(needed, Some(node));
                open.push_back(needed);
            }
        }
    }
    None
}

/// The nodes that may lie on a circle of what cannot be done without, plans included: all that are left when those
/// are taken away, again and again, that need nothing or that nothing needs.
fn knotted(plan: &View) -> IdVec<NodeId, bool> {
    let model = plan.model;
    let mut links: Vec<(NodeId, NodeId)> = Vec::new();
    for node in model.nodes.ids() {
        links.extend(musts(plan, node).into_iter().map(|needed| (node, needed)));
    }
    for system in model.systems.iter() {
        for strategy in &system.recovery {
            links.extend(of_plan(plan, (system, strategy)).into_iter().map(|needed| (system.node, needed)));
        }
    }
    let mut left: IdVec<NodeId, bool> = model.nodes.iter().map(|_| true).collect();
    peel(&mut left, &links);
    links.iter_mut().for_each(|(holder, needed)| std::mem::swap(holder, needed));
    links.retain(|(holder, needed)| left[*holder] && left[*needed]);
    peel(&mut left, &links);
    left
}

/// Takes away the nodes that are linked to nothing that is left.
fn peel(left: &mut IdVec<NodeId, bool>, links: &[(NodeId, NodeId)]) {
    let mut to: IdVec<NodeId, u32> = left.iter().map(|_| 0).collect();
    let mut from: Vec<(NodeId, NodeId)> = links.iter().map(|(holder, needed)| (*needed, *holder)).collect();
    links.iter().for_each(|(holder, _)| to[*holder] += 1);
    from.sort_unstable();
    let mut open: Vec<NodeId> = to.ids().filter(|node| left[*node] && to[*node] == 0).collect();
    while let Some(node) = open.pop() {
        left[node] = false;
        let start = from.partition_point(|(needed, _)| *needed < node);
        for (_, holder) in from[start..].iter().take_while(|(needed, _)| *needed == node) {
            to[*holder] -= 1;
            if to[*holder] == 0 {
                open.push(*holder);
            }
        }
    }
}

/// What a node cannot do without, a task included; a service with a workaround can do without anything.
fn musts(plan: &View, node: NodeId) -> Vec<NodeId> {
    match plan.model.nodes[node].kind {
        NodeKind::Task(task) => of_steps(plan, &plan.model.tasks[task].steps),
        NodeKind::Service(service) if !plan.model.services[service].workarounds.is_empty() => Vec::new(),
        _ => plan.must().direct(node).to_vec(),
    }
}

/// What a plan cannot do without until it is finished.
fn of_plan(plan: &View, (system, strategy): (&System, &Strategy)) -> Vec<NodeId> {
    let mut musts = of_steps(plan, &strategy.steps);
    if let Source::Copy(copy) = strategy.from {
        let copy = &system.copies[copy];
        musts.extend(copy.at.map(|site| plan.model.sites[site].node));
        musts.extend(copy.on);
    }
    musts.extend(strategy.site.map(|site| plan.model.sites[site].node));
    musts.extend(strategy.occupies.iter().map(|unit| plan.model.resources[unit.resource].node));
    musts.extend(named(&strategy.only_if));
    musts.extend(named(&strategy.begins_when));
    musts
}

fn of_steps(plan: &View, steps: &[Step]) -> Vec<NodeId> {
    let mut musts = Vec::new();
    for step in steps {
        musts.extend(step.by.iter().map(|ask| plan.model.teams[ask.team].node));
        musts.extend(step.uses.iter().map(|unit| plan.model.resources[unit.resource].node));
        musts.extend(named(&step.needs));
    }
    musts
}

fn named(needs: &[Need]) -> Vec<NodeId> {
    of_needs(needs, &[])
}
