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
pub type See<'s> = dyn FnMut(&[&str], &Uncertain) + 's;

/// Shows every estimate of a model and a scenario to `see`.
pub fn each_estimate(model: &Model, scenario: &Scenario, see: &mut See) {
    each_estimate_of_model(model, see);
    each_estimate_of_events(scenario, see);
}

/// Shows every estimate of a model to `see`.
pub fn each_estimate_of_model(model: &Model, see: &mut See) {
    see(&["response.detect"], &model.response.detect);
    see(&["response.assess"], &model.response.assess);
    see(&["response.declare.takes"], &model.response.declare.takes);
    let id_of = |node| model.nodes[node].id.as_str();
    rides_out(model, see);
    for team in model.teams.iter() {
        let id = id_of(team.node);
        see(&["teams.", id, ".call_out"], &team.call_out);
        if let Some(call_out) = &team.off_hours.call_out {
            see(&["teams.", id, ".off_hours.call_out"], call_out);
        }
        if let Some(surge) = &team.surge {
            see(&["teams.", id, ".surge.call_out"], &surge.call_out);
        }
    }
    for task in model.tasks.iter() {
        steps(&task.steps, &[id_of(task.node)], see);
    }
    for system in model.systems.iter() {
        let id = group_id(&model.groups, system.group).unwrap_or_else(|| id_of(system.node));
        of_system(system, id, see);
    }
    for service in model.services.iter() {
        let id = id_of(service.node);
        service.workarounds.iter().for_each(|workaround| of_workaround(workaround, id, see));
        see(&["services.", id, ".work_recovery.fixed"], &service.work_recovery.fixed);
    }
}

/// The id of what an estimate belongs to, by the parts of its path.
pub fn whose<'a>(path: &[&'a str]) -> &'a str {
    match path {
        [list, id, ..] if list.ends_with('.') => id,
        [first, ..] => first.split('.').next().unwrap_or(first),
        [] => "",
    }
}

fn group_id(groups: &IdVec<GroupId, Group>, group: Option<GroupId>) -> Option<&str> {
    group.map(|group| groups[group].id.as_str())
}

fn rides_out(model: &Model, see: &mut See) {
    let Model { nodes, systems, groups, .. } = model;
    for node in nodes.iter() {
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
            see(&[list, id, ".rides_out.", &model.nodes[ride.node].id], &ride.lasts);
        }
    }
}

fn of_system(system: &System, id: &str, see: &mut See) {
    match &system.restart {
        Restart::Plain(takes) => see(&["systems.", id, ".restart"], takes),
        Restart::Attended { takes, .. } => see(&["systems.", id, ".restart.takes"], takes),
    }
    for copy in &system.copies {
        match &copy.kind {
            CopyKind::Replica(replica) => see(&["systems.", id, ".copies.", &copy.id, ".lag"], &replica.lag),
            CopyKind::Backup(backup) => {
                see(&["systems.", id, ".copies.", &copy.id, ".takes"], &backup.takes);
            }
        }
    }
    for strategy in &system.recovery {
        let Strategy { id: name, decide, steps: list, .. } = strategy;
        if let Some(decide) = decide {
            see(&["systems.", id, ".recovery.", name, ".decide.takes"], &decide.takes);
        }
        steps(list, &[id, "/", name], see);
    }
}

fn steps(list: &[Step], whose: &[&str], see: &mut See) {
    for step in list {
        let path = [whose, &["/", &step.id, ".takes"]].concat();
        see(&path, &step.takes);
    }
}

fn of_workaround(workaround: &Workaround, service: &str, see: &mut See) {
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

/// Shows every estimate of a scenario's events to `see`.
pub fn each_estimate_of_events(scenario: &Scenario, see: &mut See) {
    for event in &scenario.events {
        let id = event.id.as_str();
        see(&["events.", id, ".after"], &event.after);
        match &event.kind {
            EventKind::Outage { until: Until::Lasts(lasts) }
            | EventKind::Absence { until: Until::Lasts(lasts), .. }
            | EventKind::Delay { until: Until::Lasts(lasts), .. } => see(&["events.", id, ".lasts"], lasts),
            EventKind::Corruption { dwell, .. } => see(&["events.", id, ".dwell"], dwell),
            EventKind::Spread { delay, .. } => see(&["events.", id, ".delay"], delay),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::whose;

    #[test]
    fn what_an_estimate_belongs_to_is_read_off_its_path() {
        assert_eq!(whose(&["systems.", "till", ".restart"]), "till");
        assert_eq!(whose(&["till", "/", "restore", "/", "copy", ".takes"]), "till");
        assert_eq!(whose(&["response.detect"]), "response");
    }
}
