//! The texts by which the ledger and the timeline name things, sorted, so that comparing positions
//! compares texts.

use super::{Model, Scenario};

/// Every label that a trial can mention: ids of nodes and events, `system/strategy`,
/// `system/strategy/step`, `task/step`, `service/workaround`, and "" for nobody. What stands for a member
/// of an `alike` group stands for the group, too: its records are charged to the group.
#[derive(Clone, Debug)]
pub struct Labels {
    texts: Vec<String>,
}

impl Labels {
    pub fn new(model: &Model, scenario: &Scenario) -> Labels {
        let mut texts = vec![String::new()];
        texts.extend(model.nodes.iter().map(|node| node.id.clone()));
        texts.extend(scenario.events.iter().map(|event| event.id.clone()));
        for system in model.systems.iter() {
            let group = system.group.map(|group| &model.groups[group].id);
            for id in group.into_iter().chain([&model.nodes[system.node].id]) {
                texts.push(id.clone());
                for strategy in &system.recovery {
                    texts.push(format!("{id}/{}", strategy.id));
                    texts.extend(
                        strategy.steps.iter().map(|step| format!("{id}/{}/{}", strategy.id, step.id)),
                    );
                }
            }
        }
        for task in model.tasks.iter() {
            let id = &model.nodes[task.node].id;
            texts.extend(task.steps.iter().map(|step| format!("{id}/{}", step.id)));
        }
        for service in model.services.iter() {
            let id = &model.nodes[service.node].id;
            texts.extend(service.workarounds.iter().map(|workaround| format!("{id}/{}", workaround.id)));
        }
        texts.sort_unstable();
        texts.dedup();
        Labels { texts }
    }

    /// The text at a position.
    pub fn text(&self, position: u32) -> &str {
        &self.texts[position as usize]
    }

    /// The position of a label of this model.
    pub fn position(&self, text: &str) -> u32 {
        let found = self.texts.binary_search_by(|label| label.as_str().cmp(text));
        found.expect("every label that the engine asks for was listed from the same model") as u32
    }

    pub fn len(&self) -> usize {
        self.texts.len()
    }

    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }
}
