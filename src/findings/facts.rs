//! What the files state that nobody estimates: people, units, objectives, promises, needs, chances, targets.

use super::inputs::{InputUsed, written};
use crate::model::{CopyKind, Event, EventKind, Model, Node, NodeKind, Objective, Scenario, Step, System};
use crate::source::{Place, Sources};
use crate::units::Millis;

/// Lists the facts of a model and a scenario, in no order; what stands at its default is left out.
pub(super) fn facts(model: &Model, scenario: &Scenario, sources: &Sources) -> Vec<InputUsed> {
    let mut facts = Facts(Vec::new());
    for node in model.nodes.iter() {
        facts.of_node(model, node, sources);
    }
    for group in model.groups.iter() {
        facts.add(format!("systems.{}.alike", group.id), group.members.len().to_string(), group.place);
        if let Some(&first) = group.members.first() {
            facts.of_system(&model.systems[first], &group.id, model.system_node(first).place);
        }
    }
    for event in &scenario.events {
        facts.of_event(model, event);
    }
    facts.add("horizon".to_owned(), scenario.horizon.exact(), scenario.horizon_place);
    facts.0
}

struct Facts(Vec<InputUsed>);

impl Facts {
    fn add(&mut self, path: String, value: String, place: Place) {
        self.0.push(InputUsed { path, value, basis: None, source: None, place: Some(place) });
    }

    fn share(&mut self, path: String, share: f64, place: Place) {
        if share < 1.0 {
            self.add(path, share.to_string(), place);
        }
    }

    fn time(&mut self, path: String, time: Millis, place: Place) {
        if time != Millis::ZERO && !time.is_never() {
            self.add(path, time.exact(), place);
        }
    }

    fn of_node(&mut self, model: &Model, node: &Node, sources: &Sources) {
        let Node { id, place, .. } = node;
        let list = match node.kind {
            NodeKind::Site(_) => "sites",
            NodeKind::Supplier(supplier) => {
                let promises = model.suppliers[supplier].promises.unwrap_or(Millis::ZERO);
                self.time(format!("suppliers.{id}.promises"), promises, *place);
                "suppliers"
            }
            NodeKind::Team(team) => {
                let team = &model.teams[team];
                self.add(format!("teams.{id}.people"), team.people.to_string(), *place);
                if team.off_hours.people != team.people {
                    let people = team.off_hours.people.to_string();
                    self.add(format!("teams.{id}.off_hours.people"), people, *place);
                }
                if let Some(surge) = &team.surge {
                    self.add(format!("teams.{id}.surge.people"), surge.people.to_string(), *place);
                }
                "teams"
            }
            NodeKind::Resource(resource) => {
                let units = model.resources[resource].units.to_string();
                self.add(format!("resources.{id}.units"), units, *place);
                "resources"
            }
            NodeKind::Task(task) => {
                let task = &model.tasks[task];
                self.objectives(&format!("tasks.{id}"), &[("within", &task.within)]);
                self.of_steps(&task.steps, id);
                "tasks"
            }
            NodeKind::System(system) => {
                let system = &model.systems[system];
                if system.group.is_some() {
                    return;
                }
                self.of_system(system, id, *place);
                "systems"
            }
            NodeKind::Service(service) => {
                let service = &model.services[service];
                let all = [("rto", &service.rto), ("rpo", &service.rpo), ("mtpd", &service.mtpd)];
                self.objectives(&format!("services.{id}"), &all);
                "services"
            }
        };
        let needs: Vec<String> = node.needs_at.iter().map(|&place| written(sources, place)).collect();
        if let Some(&first) = node.needs_at.first() {
            self.add(format!("{list}.{id}.needs"), needs.join("; "), first);
        }
    }

    fn objectives(&mut self, path: &str, objectives: &[(&str, &Option<Objective>)]) {
        for (kind, objective) in objectives {
            if let Some(Objective { target, required, place }) = objective {
                let value = format!("{} in {required} of runs", target.exact());
                self.add(format!("{path}.{kind}"), value, *place);
            }
        }
    }

    fn of_system(&mut self, system: &System, id: &str, place: Place) {
        self.objectives(&format!("systems.{id}"), &[("rto", &system.rto), ("rpo", &system.rpo)]);
        for copy in &system.copies {
            let path = format!("systems.{id}.copies.{}", copy.id);
            if copy.immutable {
                self.add(format!("{path}.immutable"), "true".to_owned(), copy.place);
            }
            if let CopyKind::Backup(backup) = &copy.kind {
                self.time(format!("{path}.every"), backup.every, copy.place);
                self.time(format!("{path}.keep"), backup.keep, copy.place);
                self.share(format!("{path}.success"), backup.success, copy.place);
            }
        }
        for strategy in &system.recovery {
            let path = format!("systems.{id}.recovery.{}", strategy.id);
            self.time(format!("{path}.not_before"), strategy.not_before, strategy.place);
            self.time(format!("{path}.give_up"), strategy.give_up.unwrap_or(Millis::ZERO), strategy.place);
            for (field, set) in
                [("after_declaration", strategy.after_declaration), ("automatic", strategy.automatic)]
            {
                if set {
                    self.add(format!("{path}.{field}"), "true".to_owned(), strategy.place);
                }
            }
            self.of_steps(&strategy.steps, &format!("{id}/{}", strategy.id));
        }
        if let Some(regroup) = system.regroup {
            self.time(format!("systems.{id}.regroup"), regroup, place);
        }
    }

    fn of_steps(&mut self, steps: &[Step], whose: &str) {
        for step in steps {
            self.share(format!("{whose}/{}.success", step.id), step.success, step.place);
            if step.attempts > 1 {
                self.add(format!("{whose}/{}.attempts", step.id), step.attempts.to_string(), step.place);
            }
        }
    }

    fn of_event(&mut self, model: &Model, event: &Event) {
        let Event { id, place, .. } = event;
        let targets: Vec<&str> = event.targets.iter().map(|&node| model.nodes[node].id.as_str()).collect();
        if !targets.is_empty() {
            self.add(format!("events.{id}.targets"), targets.join(", "), *place);
        }
        self.share(format!("events.{id}.chance"), event.chance, *place);
        match &event.kind {
            EventKind::Corruption { destroys_copies, .. } if *destroys_copies > 0.0 => {
                self.add(format!("events.{id}.destroys_copies"), destroys_copies.to_string(), *place);
            }
            EventKind::Spread { chance, .. } => {
                self.add(format!("events.{id}.chance"), chance.to_string(), *place);
            }
            _ => {}
        }
    }
}
