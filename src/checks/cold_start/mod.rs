//! Rules on what can never come back because it waits for itself.

pub mod from_cold;
pub mod in_scenario;

use super::{Rule, View, words};
use crate::diagnostic::Diagnostic;
use crate::ids::NodeId;
use crate::model::NodeKind;
use crate::source::Place;
use crate::structure::deadlock::{Circle, Deadlock, Link};
use crate::structure::wires::Role;

/// Links of a circle that are spelt out.
const LINKS_MAX: usize = 8;

/// The finding about a circle; `when` says under which loss.
fn finding(rule: &Rule, plan: &View, (deadlock, circle): (&Deadlock, &Circle), when: &str) -> Diagnostic {
    let first = plan.id(circle.links[0].from);
    let mut diagnostic = rule.says(format!("`{first}` waits for itself {when}: `{}`", drawn(plan, circle)));
    for link in circle.links.iter().take(LINKS_MAX) {
        diagnostic = diagnostic.at(place(plan, link), sentence(plan, link));
    }
    let members = members(circle);
    let stuck = deadlock.stuck.iter().filter(|node| members.binary_search(node).is_err());
    let others: Vec<&str> = stuck.map(|node| plan.id(*node)).collect();
    if !others.is_empty() {
        diagnostic = diagnostic.help(format!("stuck like it: {}", words::quoted(others)));
    }
    diagnostic.help(cut(plan, circle))
}

/// `a -> b -> a`, a long one cut short.
fn drawn(plan: &View, circle: &Circle) -> String {
    let ids = circle.links.iter().map(|link| plan.id(link.from));
    let mut shown: Vec<String> = ids.take(LINKS_MAX).map(str::to_owned).collect();
    if circle.links.len() > LINKS_MAX {
        shown.push(format!("({} more)", circle.links.len() - LINKS_MAX));
    }
    shown.push(plan.id(circle.links[0].from).to_owned());
    shown.join(" -> ")
}

/// Where a link is written.
fn place(plan: &View, link: &Link) -> Place {
    let node = &plan.model.nodes[link.from];
    match (link.role, node.kind) {
        (Role::Strategy(at), NodeKind::System(system)) => plan.model.systems[system].recovery[at].place,
        (Role::Step(at, step), NodeKind::System(system)) => {
            plan.model.systems[system].recovery[at].steps[step].place
        }
        (Role::TaskStep(step), NodeKind::Task(task)) => plan.model.tasks[task].steps[step].place,
        (Role::Itself | Role::Home, _) => node.place_of_need(link.to),
        _ => node.place,
    }
}

/// What a link says.
fn sentence(plan: &View, link: &Link) -> String {
    let (from, to) = (plan.id(link.from), plan.id(link.to));
    match waiting(plan, link) {
        Some(waiting) => format!("{waiting} waits for `{to}`"),
        None if link.role == Role::Restart => format!("`{from}` restarts only with `{to}`"),
        None if link.role == Role::Wave => format!("`{from}` is in an earlier wave, and waits for `{to}`"),
        None => format!("`{from}` needs `{to}`"),
    }
}

/// The plan or step that waits, if it is one.
fn waiting(plan: &View, link: &Link) -> Option<String> {
    let id = plan.id(link.from);
    match (link.role, plan.model.nodes[link.from].kind) {
        (Role::Strategy(at), NodeKind::System(system)) => {
            Some(format!("\"{}\" of `{id}`", plan.model.systems[system].recovery[at].name))
        }
        (Role::Step(at, step), NodeKind::System(system)) => {
            let strategy = &plan.model.systems[system].recovery[at];
            Some(format!("the step \"{}\" of `{id}`", strategy.steps[step].what))
        }
        (Role::TaskStep(step), NodeKind::Task(task)) => {
            Some(format!("the step \"{}\" of `{id}`", plan.model.tasks[task].steps[step].what))
        }
        _ => None,
    }
}

fn cut(plan: &View, circle: &Circle) -> String {
    let tried = match circle.links.len() {
        links if links > circle.tried => format!(" ({} of {links} links tried)", circle.tried),
        _ => String::new(),
    };
    let Some(cut) = &circle.cut else {
        return format!("no single cut breaks it{tried}: more than one of them needs another way");
    };
    let link = &circle.links[cut.link];
    let (from, to) = (plan.id(link.from), plan.id(link.to));
    let back = words::counted(cut.frees.len(), "node comes", "nodes come");
    let what = match (waiting(plan, link), plan.model.nodes[link.from].kind) {
        (Some(waiting), _) => format!("let {waiting} do without `{to}`"),
        (None, NodeKind::Team(_)) => format!("give `{from}` a way to work without `{to}`"),
        (None, NodeKind::System(_)) => {
            format!(
                "write an alternative to `{to}`, or a plan for `{from}` whose `needs_there` do without it"
            )
        }
        (None, _) => format!("give `{from}` an alternative to `{to}`"),
    };
    format!("the cheapest cut is `{from} -> {to}`{tried}: {what}; then {back} back")
}

/// The nodes of a circle, by id.
fn members(circle: &Circle) -> Vec<NodeId> {
    let mut members: Vec<NodeId> = circle.links.iter().map(|link| link.from).collect();
    members.sort_unstable();
    members
}
