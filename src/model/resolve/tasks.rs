//! Turns tasks as written into entities.

use super::Resolver;
use super::steps::Work;
use crate::document::schema::{ClockDoc, TaskDoc, WhenDoc};
use crate::ids::NodeId;
use crate::model::{Clock, Task, TaskStart};
use crate::source::Spanned;

impl Resolver<'_> {
    pub(super) fn resolve_task(&mut self, node: NodeId, doc: &TaskDoc) -> Task {
        let declared = &self.names.nodes[node];
        let (noun, place) = (format!("the task `{}`", declared.id), declared.place);
        let required = self.share_or(doc.required.as_ref(), "required", 0.95);
        Task {
            node,
            when: start(doc.when.value),
            within: self.objective(doc.within.as_ref(), required),
            clock: clock(doc.clock.as_ref()),
            priority: self.priority(doc.priority.as_ref()),
            steps: self.steps(&doc.steps, (&noun, place), Work::Task),
        }
    }
}

fn start(when: WhenDoc) -> TaskStart {
    match when {
        WhenDoc::Incident => TaskStart::Incident,
        WhenDoc::Detected => TaskStart::Detected,
        WhenDoc::Assessed => TaskStart::Assessed,
        WhenDoc::Declared => TaskStart::Declared,
        WhenDoc::Needed => TaskStart::Needed,
    }
}

/// Reads from where a time counts.
pub(super) fn clock(doc: Option<&Spanned<ClockDoc>>) -> Clock {
    match doc.map(|doc| doc.value) {
        None | Some(ClockDoc::Disruption) => Clock::Disruption,
        Some(ClockDoc::Detected) => Clock::Detected,
        Some(ClockDoc::Declared) => Clock::Declared,
    }
}
