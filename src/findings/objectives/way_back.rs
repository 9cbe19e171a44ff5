//! The work behind the return of a system: the steps of the plan that mostly brought it back, or its restart, and the same
//! of the tasks and systems for which that waits.

use crate::findings::Seen;
use crate::ids::NodeId;
use crate::model::{Need, NodeKind, Restart, Step, Strategy, System, Uncertain};
use crate::wording::text::shown;

/// Nodes that are followed; a way back that waits for more is not taken apart further.
const FOLLOWED_MAX: usize = 256;

/// One piece of work, with what it takes.
pub(super) struct Work<'a> {
    pub(super) words: String,
    /// The path that an edit takes.
    pub(super) path: String,
    pub(super) takes: &'a Uncertain,
}

/// All that is done before a system is back, in no order.
pub(super) fn way_back<'a>(seen: &Seen<'a>, id: &str) -> Vec<Work<'a>> {
    let mut way = WayBack { work: Vec::new(), open: Vec::new(), followed: Vec::new() };
    way.open.extend(seen.system(id).map(|found| found.node));
    while let Some(node) = way.open.pop().filter(|_| way.followed.len() < FOLLOWED_MAX) {
        if !way.followed.contains(&node) {
            way.followed.push(node);
            way.follow(seen, node);
        }
    }
    way.work
}

struct WayBack<'a> {
    work: Vec<Work<'a>>,
    open: Vec<NodeId>,
    followed: Vec<NodeId>,
}

impl<'a> WayBack<'a> {
    fn follow(&mut self, seen: &Seen<'a>, node: NodeId) {
        match seen.model.nodes[node].kind {
            NodeKind::Task(task) => {
                self.take(seen, &seen.model.tasks[task].steps, &seen.model.nodes[node].id);
            }
            NodeKind::System(system) => {
                let (id, system) = (seen.id_of_system(system), &seen.model.systems[system]);
                match mostly_completed(seen, id, system) {
                    Some(plan) => {
                        self.take(seen, &plan.steps, &format!("{id}/{}", plan.id));
                        self.wait_for(&plan.begins_when);
                        self.wait_for(&plan.only_if);
                        self.wait_for(plan.needs_there.as_deref().unwrap_or(&seen.model.nodes[node].needs));
                    }
                    None => self.restart(seen, id, system),
                }
            }
            _ => {}
        }
    }

    fn take(&mut self, seen: &Seen, steps: &'a [Step], whose: &str) {
        for step in steps {
            let label = format!("{whose}/{}", step.id);
            let path = format!("{label}.takes");
            self.work.push(Work { words: seen.words(&label), path, takes: &step.takes });
            self.wait_for(&step.needs);
        }
    }

    fn restart(&mut self, seen: &Seen, id: &str, system: &'a System) {
        let is_out = seen.result_of(id).is_some_and(|result| result.interrupted > 0);
        let (Restart::Plain(takes) | Restart::Attended { takes, .. }) = &system.restart;
        if is_out {
            let words = format!("restart of {}", shown(&seen.name_of(id)));
            self.work.push(Work { words, path: format!("systems.{id}.restart.takes"), takes });
        }
        self.open.extend(system.restart.after());
        if let Restart::Attended { needs, .. } = &system.restart {
            self.wait_for(needs);
        }
        self.wait_for(&seen.model.nodes[system.node].needs);
    }

    fn wait_for(&mut self, needs: &[Need]) {
        needs.iter().for_each(|need| need.for_each_node(&mut |node| self.open.push(node)));
    }
}

/// The plan that brought a system back in the most trials, if any did.
fn mostly_completed<'a>(seen: &Seen<'a>, id: &str, system: &'a System) -> Option<&'a Strategy> {
    let plans = system.recovery.iter().zip(&seen.result_of(id)?.strategies);
    let completed = plans.filter(|(_, found)| found.trials.completed > 0);
    completed.max_by_key(|(_, found)| found.trials.completed).map(|(plan, _)| plan)
}
