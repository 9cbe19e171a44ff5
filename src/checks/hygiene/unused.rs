//! W0702: what nothing uses.

use crate::checks::{Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::{IdVec, NodeId};
use crate::model::{Ask, Model, Need, NodeKind, Restart, Step, System, TaskStart, Unit};

pub const RULE: Rule = Rule {
    code: "W0702",
    title: "a node that nothing uses",
    severity: Severity::Low,
    finds: "No service needs a site, supplier, team, resource, task or system, directly or indirectly, to run, to \
        recover or for a workaround, and it has no objective of its own. A model without services is left alone.",
    matters: "Either a link is missing, then every answer is too good; or it is left over, then it misleads who reads on.",
    behind: "DORA Art. 8(4): interconnections are identified; Art. 11(5): interdependencies.",
    example: Example::model(
        r#"(
    systems: { "till": (), "fax": () },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", mtpd: "1d") },
)"#,
    ),
    repaired: Example::model(
        r#"(
    systems: { "till": (needs: ["fax"]), "fax": () },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", mtpd: "1d") },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    if plan.model.services.is_empty() {
        return;
    }
    let used = used(plan.model);
    for (id, node) in plan.model.nodes.iter_enumerated() {
        if used[id] {
            continue;
        }
        let noun = match node.kind {
            NodeKind::Site(_) => "site",
            NodeKind::Supplier(_) => "supplier",
            NodeKind::Team(_) => "team",
            NodeKind::Resource(_) => "resource",
            NodeKind::Task(_) => "task",
            NodeKind::System(_) => "system",
            NodeKind::Service(_) => continue,
        };
        let name = plan.id(id);
        let diagnostic = RULE
            .says(format!("no service needs the {noun} `{name}`, to run or to recover"))
            .at(node.place, "nothing uses it")
            .help("name it where it is needed, or remove it");
        found.push(name, diagnostic);
    }
}

/// Follows every mention from the services, and from whatever has an objective or begins by itself.
fn used(model: &Model) -> IdVec<NodeId, bool> {
    let mut used: IdVec<NodeId, bool> = model.nodes.iter().map(|_| false).collect();
    let mut open: Vec<NodeId> = Vec::new();
    for (id, node) in model.nodes.iter_enumerated() {
        let is_root = match node.kind {
            NodeKind::Service(_) => true,
            NodeKind::System(system) => model.systems[system].rto.is_some(),
            NodeKind::Task(task) => {
                model.tasks[task].within.is_some() || model.tasks[task].when != TaskStart::Needed
            }
            _ => false,
        };
        if is_root {
            open.push(id);
        }
    }
    open.extend(model.response.declare.by.map(|team| model.teams[team].node));
    open.iter().for_each(|node| used[*node] = true);
    while let Some(node) = open.pop() {
        let mut mention = |named: NodeId| {
            if !used[named] {
                used[named] = true;
                open.push(named);
            }
        };
        mentions(model, node, &mut mention);
    }
    used
}

fn mentions(model: &Model, id: NodeId, mention: &mut impl FnMut(NodeId)) {
    let node = &model.nodes[id];
    needs(&node.needs, mention);
    match node.kind {
        NodeKind::System(system) => of_system(model, &model.systems[system], mention),
        NodeKind::Task(task) => steps(model, &model.tasks[task].steps, mention),
        NodeKind::Team(team) => {
            model.teams[team].part_of.into_iter().for_each(|team| mention(model.teams[team].node))
        }
        NodeKind::Service(service) => {
            let service = &model.services[service];
            service.minimum.iter().for_each(|minimum| needs(minimum, mention));
            service.data.iter().flatten().for_each(|system| mention(model.systems[*system].node));
            for way in &service.workarounds {
                needs(&way.needs, mention);
                asks(model, &way.by, mention);
                asks(model, &way.holds, mention);
            }
        }
        NodeKind::Site(_) | NodeKind::Supplier(_) | NodeKind::Resource(_) => {}
    }
}

fn of_system(model: &Model, system: &System, mention: &mut impl FnMut(NodeId)) {
    let site = |site: crate::ids::SiteId| model.sites[site].node;
    system.home.into_iter().for_each(|home| mention(site(home)));
    system.stored_on.into_iter().chain(system.fails_over_on.iter().copied()).for_each(&mut *mention);
    if let Restart::Attended { by, uses, needs: conditions, after, .. } = &system.restart {
        asks(model, by, mention);
        units(model, uses, mention);
        needs(conditions, mention);
        after.iter().copied().for_each(&mut *mention);
    }
    for copy in &system.copies {
        copy.at.map(site).into_iter().chain(copy.on).for_each(&mut *mention);
    }
    for strategy in &system.recovery {
        strategy.site.map(site).into_iter().for_each(&mut *mention);
        strategy.instead.iter().for_each(|(_, new)| mention(*new));
        strategy.needs_there.iter().for_each(|there| needs(there, mention));
        strategy.decide.iter().for_each(|decide| mention(model.teams[decide.by].node));
        needs(&strategy.begins_when, mention);
        needs(&strategy.only_if, mention);
        units(model, &strategy.occupies, mention);
        steps(model, &strategy.steps, mention);
    }
}

fn steps(model: &Model, steps: &[Step], mention: &mut impl FnMut(NodeId)) {
    for step in steps {
        asks(model, &step.by, mention);
        units(model, &step.uses, mention);
        needs(&step.needs, mention);
        step.slower_without.iter().for_each(|(node, _)| mention(*node));
    }
}

fn needs(needs: &[Need], mention: &mut impl FnMut(NodeId)) {
    needs.iter().for_each(|need| need.for_each_node(mention));
}

fn asks(model: &Model, asks: &[Ask], mention: &mut impl FnMut(NodeId)) {
    asks.iter().for_each(|ask| mention(model.teams[ask.team].node));
}

fn units(model: &Model, units: &[Unit], mention: &mut impl FnMut(NodeId)) {
    units.iter().for_each(|unit| mention(model.resources[unit.resource].node));
}
