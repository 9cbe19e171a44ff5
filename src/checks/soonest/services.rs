//! Tasks, services and their workarounds.

use super::people::is_named_early;
use super::terms::Term;
use super::{Build, Outlasts, Why, ridden};
use crate::ids::{IdVec, ServiceId};
use crate::model::{Clock, Service, TaskStart};
use crate::units::Millis;

impl Build<'_> {
    /// Writes down all tasks: down until their steps are done.
    pub(super) fn tasks(&mut self) {
        let model = self.model;
        let early = is_named_early(model);
        for (id, task) in model.tasks.iter_enumerated() {
            let begin = match task.when {
                TaskStart::Incident => self.calls.incident,
                TaskStart::Detected => self.calls.detected,
                TaskStart::Assessed => self.calls.assessed,
                TaskStart::Declared => self.calls.declared,
                TaskStart::Needed if early => self.calls.incident,
                TaskStart::Needed => self.calls.assessed,
            };
            let ends = self.steps(&task.steps, begin, &|step| Why::TaskStep { task: id, step });
            self.define(task.node, ends.len() as u32, &ends);
        }
    }

    /// Writes down all services at their minimum level; gives the terms of their workarounds, and of each service as
    /// if it had none.
    pub(super) fn services(
        &mut self,
        outlasts: Outlasts,
    ) -> (IdVec<ServiceId, Vec<Term>>, IdVec<ServiceId, Term>) {
        let mut workarounds = IdVec::new();
        let mut without = IdVec::new();
        let model = self.model;
        for (id, service) in model.services.iter_enumerated() {
            let node = &model.nodes[service.node];
            let full = self.needs(&node.needs, &[], &ridden(node, outlasts));
            let mut ways = vec![self.terms.of(full.len() as u32, &full)];
            if let Some(minimum) = &service.minimum {
                let minimum = self.needs(minimum, &[], &ridden(node, outlasts));
                ways.push(self.terms.of(minimum.len() as u32, &minimum));
            }
            without.push(self.terms.of(1, &ways));
            let prepared: Vec<Term> = (0..service.workarounds.len())
                .map(|position| self.workaround((id, service), position))
                .collect();
            ways.extend(prepared.iter().copied());
            self.define(service.node, 1, &ways);
            workarounds.push(prepared);
        }
        (workarounds, without)
    }

    fn workaround(&mut self, (id, service): (ServiceId, &Service), position: usize) -> Term {
        let workaround = &service.workarounds[position];
        let mut opens = self.conditions(&workaround.needs);
        let notice = Why::Notice { service: id, workaround: position };
        // On a later clock the notice may lie before its start.
        let counts = self.assume.clock == Clock::Disruption;
        opens.push(match &workaround.notice {
            None => self.calls.detected,
            Some(length) => {
                let length = if counts { self.figure(length) } else { Millis::ZERO };
                self.terms.work(&[self.calls.incident], length, notice)
            }
        });
        if counts {
            opens.push(self.terms.work(&[self.calls.incident], workaround.not_before, notice));
        }
        opens.extend(self.by(&workaround.by));
        let ready = self.figure(&workaround.ready);
        self.terms.work(&opens, ready, Why::Prepare { service: id, workaround: position })
    }
}
