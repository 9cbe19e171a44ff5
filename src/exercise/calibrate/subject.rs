//! What can be observed with a stop-watch: every duration of a model that people or machines take, by its path.

use crate::model::{Model, Restart, Step, Uncertain};

/// A duration of the model that an observation can be about.
#[derive(Clone, Debug)]
pub struct Subject<'a> {
    /// As in edits: `systems.ledger-db.recovery.fail-over.steps.promote.takes`.
    pub path: String,
    /// As in the ledger: `ledger-db/fail-over/promote`; empty where it has none.
    pub label: String,
    pub takes: &'a Uncertain,
}

/// Every subject, sorted by path. What stands for all members of an `alike` group is there once.
pub fn subjects(model: &Model) -> Vec<Subject<'_>> {
    let mut found = Vec::new();
    let mut add = |path: String, label: String, takes| found.push(Subject { path, label, takes });
    let response = &model.response;
    add("response.detect".to_owned(), String::new(), &response.detect);
    add("response.assess".to_owned(), String::new(), &response.assess);
    add("response.declare.takes".to_owned(), String::new(), &response.declare.takes);
    for team in model.teams.iter() {
        let path = format!("teams.{}", model.nodes[team.node].id);
        add(format!("{path}.call_out"), String::new(), &team.call_out);
        if let Some(call_out) = &team.off_hours.call_out {
            add(format!("{path}.off_hours.call_out"), String::new(), call_out);
        }
        if let Some(surge) = &team.surge {
            add(format!("{path}.surge.call_out"), String::new(), &surge.call_out);
        }
    }
    for task in model.tasks.iter() {
        let id = &model.nodes[task.node].id;
        for (path, label, takes) in of_steps(&task.steps, &format!("tasks.{id}"), id) {
            add(path, label, takes);
        }
    }
    for system in model.systems.iter() {
        let group = system.group.map(|group| &model.groups[group]);
        let id = group.map_or(&model.nodes[system.node].id, |group| &group.id);
        let path = format!("systems.{id}");
        match &system.restart {
            Restart::Plain(takes) => add(format!("{path}.restart"), String::new(), takes),
            Restart::Attended { takes, .. } => add(format!("{path}.restart.takes"), String::new(), takes),
        }
        for strategy in &system.recovery {
            let (path, label) = (format!("{path}.recovery.{}", strategy.id), format!("{id}/{}", strategy.id));
            if let Some(decide) = &strategy.decide {
                add(format!("{path}.decide.takes"), format!("{label}/decide"), &decide.takes);
            }
            for (path, label, takes) in of_steps(&strategy.steps, &path, &label) {
                add(path, label, takes);
            }
        }
    }
    for service in model.services.iter() {
        let id = &model.nodes[service.node].id;
        for workaround in &service.workarounds {
            let path = format!("services.{id}.workarounds.{}", workaround.id);
            add(format!("{path}.ready"), format!("{id}/{}", workaround.id), &workaround.ready);
            if let Some(notice) = &workaround.notice {
                add(format!("{path}.notice"), String::new(), notice);
            }
        }
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found.dedup_by(|one, other| one.path == other.path);
    found
}

fn of_steps<'a>(steps: &'a [Step], path: &str, label: &str) -> Vec<(String, String, &'a Uncertain)> {
    let of_step = |step: &'a Step| {
        (format!("{path}.steps.{}.takes", step.id), format!("{label}/{}", step.id), &step.takes)
    };
    steps.iter().map(of_step).collect()
}

/// The subject that a text names: by its path, with or without the last field, or by its label.
pub fn find<'a, 'm>(subjects: &'a [Subject<'m>], text: &str) -> Option<&'a Subject<'m>> {
    let text = text.trim();
    let short = |path: &str| path.strip_suffix(".takes").is_some_and(|path| path == text);
    let named = |subject: &&Subject| {
        subject.path == text || short(&subject.path) || (!subject.label.is_empty() && subject.label == text)
    };
    subjects.iter().find(named)
}

/// What a step of the ledger takes.
pub fn step<'m>(model: &'m Model, label: &str) -> Option<&'m Uncertain> {
    let all = subjects(model);
    all.into_iter()
        .find(|subject| !subject.label.is_empty() && subject.label == label)
        .map(|subject| subject.takes)
}
