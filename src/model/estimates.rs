//! Walks over every duration that people estimate, each with the path by which an edit reaches it.
//!
//! Invariant: each is seen once, in an order that the model alone decides; of an `alike` group the members' are seen
//! one by one, under the path of the group.

use super::{
    CopyKind, EventKind, Group, Model, Node, NodeKind, Restart, Scenario, Step, Strategy, System, Uncertain,
    Until, Workaround,
};
use crate::ids::{GroupId, IdVec};

/// Takes the parts of a path, to be joined by nothing, and the estimate at its end.
pub type See<'s> = dyn FnMut(&[&str], &mut Uncertain) + 's;

/// Shows every estimate of a model and a scenario to `see`.
pub fn each_estimate(model: &mut Model, scenario: &mut Scenario, see: &mut See) {
    see(&["response.detect"], &mut model.response.detect);
    see(&["response.assess"], &mut model.response.assess);
    see(&["response.declare.takes"], &mut model.response.declare.takes);
    let ids: Vec<String> = model.nodes.iter().map(|node| node.id.clone()).collect();
    rides_out(model, &ids, see);
    for team in model.teams.iter_mut() {
        let id = ids[team.node.index()].as_str();
        see(&["teams.", id, ".call_out"], &mut team.call_out);
        if let Some(call_out) = &mut team.off_hours.call_out {
            see(&["teams.", id, ".off_hours.call_out"], call_out);
        }
        if let Some(surge) = &mut team.surge {
            see(&["teams.", id, ".surge.call_out"], &mut surge.call_out);
        }
    }
    for task in model.tasks.iter_mut() {
        steps(&mut task.steps, &[&ids[task.node.index()]], see);
    }
    let Model { systems, groups, .. } = model;
    for system in systems.iter_mut() {
        let id = group_id(groups, system.group).unwrap_or(&ids[system.node.index()]);
        of_system(system, id, see);
    }
    for service in model.services.iter_mut() {
        let id = ids[service.node.index()].as_str();
        service.workarounds.iter_mut().for_each(|workaround| of_workaround(workaround, id, see));
        see(&["services.", id, ".work_recovery.fixed"], &mut service.work_recovery.fixed);
    }
    of_events(scenario, see);
}

fn group_id(groups: &IdVec<GroupId, Group>, group: Option<GroupId>) -> Option<&str> {
    group.map(|group| groups[group].id.as_str())
}

fn rides_out(model: &mut Model, ids: &[String], see: &mut See) {
    let Model { nodes, systems, groups, .. } = model;
    for node in nodes.iter_mut() {
        let Node { id, kind, rides_out, .. } = node;
        let (list, id) = match kind {
            NodeKind::Site(_) => ("sites.", id.as_str()),
            NodeKind::Supplier(_) => ("suppliers.", id.as_str()),
            NodeKind::Team(_) => ("teams.", id.as_str()),
            NodeKind::Resource(_) => ("resources.", id.as_str()),
            NodeKind::Task(_) => ("tasks.", id.as_str()),
            NodeKind::System(system) => {
                ("systems.", group_id(groups, systems[*system].group).unwrap_or(id.as_str()))
            }
            NodeKind::Service(_) => ("services.", id.as_str()),
        };
        for ride in rides_out {
            see(&[list, id, ".rides_out.", &ids[ride.node.index()]], &mut ride.lasts);
        }
    }
}

fn of_system(system: &mut System, id: &str, see: &mut See) {
    match &mut system.restart {
        Restart::Plain(takes) => see(&["systems.", id, ".restart"], takes),
        Restart::Attended { takes, .. } => see(&["systems.", id, ".restart.takes"], takes),
    }
    for copy in &mut system.copies {
        match &mut copy.kind {
            CopyKind::Replica(replica) => {
                see(&["systems.", id, ".copies.", &copy.id, ".lag"], &mut replica.lag)
            }
            CopyKind::Backup(backup) => {
                see(&["systems.", id, ".copies.", &copy.id, ".takes"], &mut backup.takes);
            }
        }
    }
    for strategy in &mut system.recovery {
        let Strategy { id: name, decide, steps: list, .. } = strategy;
        if let Some(decide) = decide {
            see(&["systems.", id, ".recovery.", name, ".decide.takes"], &mut decide.takes);
        }
        steps(list, &[id, "/", name], see);
    }
}

fn steps(list: &mut [Step], whose: &[&str], see: &mut See) {
    for step in list {
        let path = [whose, &["/", &step.id, ".takes"]].concat();
        see(&path, &mut step.takes);
    }
}

fn of_workaround(workaround: &mut Workaround, service: &str, see: &mut See) {
    let Workaround { id, notice, ready, lasts, .. } = workaround;
    let path = |field| ["services.", service, ".workarounds.", id.as_str(), field];
    if let Some(notice) = notice {
        see(&path(".notice"), notice);
    }
    see(&path(".ready"), ready);
    if let Some(lasts) = lasts {
        see(&path(".lasts"), lasts);
    }
}

fn of_events(scenario: &mut Scenario, see: &mut See) {
    for event in &mut scenario.events {
        let id = event.id.as_str();
        see(&["events.", id, ".after"], &mut event.after);
        match &mut event.kind {
            EventKind::Outage { until: Until::Lasts(lasts) }
            | EventKind::Absence { until: Until::Lasts(lasts), .. }
            | EventKind::Delay { until: Until::Lasts(lasts), .. } => see(&["events.", id, ".lasts"], lasts),
            EventKind::Corruption { dwell, .. } => see(&["events.", id, ".dwell"], dwell),
            EventKind::Spread { delay, .. } => see(&["events.", id, ".delay"], delay),
            _ => {}
        }
    }
}
