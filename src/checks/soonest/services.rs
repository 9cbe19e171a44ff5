//! Tasks, services and their workarounds.

use super::terms::Term;
use super::{Build, Odds, Outlasts, Reading, Return, Soonest, Why, ridden};
use crate::ids::{IdVec, NodeId, ServiceId};
use crate::model::{Model, Need, Service, TaskStart};
use crate::units::Millis;

impl Build<'_> {
    /// Writes down all tasks: down until their steps are done.
    pub(super) fn tasks(&mut self) {
        let model = self.model;
        for (id, task) in model.tasks.iter_enumerated() {
            let begin = match task.when {
                TaskStart::Declared => self.calls.declared,
                _ => self.calls.begins[id],
            };
            let ends = self.steps(&task.steps, begin, &|step| Why::TaskStep { task: id, step });
            let done = self.node(task.node, Return::Last);
            self.terms.define(done, ends.len() as u32, &ends);
            self.terms.name(done, Why::Node(task.node));
            // What is done once stays done.
            let first = self.node(task.node, Return::First);
            if first != done {
                self.terms.define(first, 1, &[done]);
            }
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
            let prepared: Vec<Term> = (0..service.workarounds.len())
                .map(|position| self.workaround((id, service), position))
                .collect();
            if !self.late[service.node] {
                without.push(self.node(service.node, Return::Last));
                workarounds.push(prepared);
                continue;
            }
            let mut plain = Vec::new();
            for &of in self.returns() {
                let reading = Reading { instead: &[], ridden: &ridden(node, outlasts), of };
                let ways = levels(&node.needs, service.minimum.as_deref());
                let reading = self.of_several(reading, ways.len() == 1);
                plain = ways.into_iter().map(|needs| self.all_needs(needs, reading)).collect();
                let ways: Vec<Term> = plain.iter().chain(&prepared).copied().collect();
                self.define((service.node, of), 1, &ways);
            }
            // The last one is the last return.
            without.push(self.terms.of(1, &plain));
            workarounds.push(prepared);
        }
        (workarounds, without)
    }

    fn all_needs(&mut self, needs: &[Need], reading: Reading) -> Term {
        let parts = self.needs(needs, reading);
        self.terms.of(parts.len() as u32, &parts)
    }

    fn workaround(&mut self, (id, service): (ServiceId, &Service), position: usize) -> Term {
        let workaround = &service.workarounds[position];
        let mut opens = self.conditions(&workaround.needs);
        let notice = Why::Notice { service: id, workaround: position };
        opens.push(match &workaround.notice {
            None => self.calls.detected,
            Some(length) => {
                let length = self.figure(length);
                self.terms.work(&[self.calls.incident], length, notice)
            }
        });
        opens.push(self.terms.work(&[self.calls.incident], workaround.not_before, notice));
        opens.extend(self.by(&workaround.by));
        let ready = self.work_time(&workaround.ready, 1.0);
        self.terms.work(&opens, ready, Why::Prepare { service: id, workaround: position })
    }
}

/// What a service needs to be at its minimum level at least: the one list or the other.
fn levels<'n>(full: &'n [Need], minimum: Option<&'n [Need]>) -> Vec<&'n [Need]> {
    match minimum {
        None => vec![full],
        // Whenever the full level holds the minimum does.
        Some(minimum) if minimum.iter().all(|need| full.contains(need)) => vec![minimum],
        Some(minimum) => vec![full, minimum],
    }
}

impl Soonest {
    /// The shortest outage of a service on the clock if its workarounds carry it for as long as they can, each once, and
    /// are over before what it needs is back: they make the outage shorter by no more than they last. Nothing where the
    /// service need not fall, or where one lasts for ever.
    pub fn outage_past_workarounds(&self, model: &Model, id: ServiceId) -> Option<Millis> {
        let service = &model.services[id];
        let mut carried = Millis::ZERO;
        for workaround in &service.workarounds {
            carried = carried.plus(workaround.lasts.as_ref()?.most());
        }
        let on_clock = |down: Millis| self.clock_start.is_none() || down <= self.incident;
        let is_sure = |node: &NodeId, down: Millis| {
            self.odds != Odds::Certain || (on_clock(down) && self.stays_down(*node, down))
        };
        let fallen = needed_alone(model, service).map(|node| (node, self.falls[node]));
        let down = fallen
            .filter(|(node, down)| !down.is_never() && is_sure(node, *down))
            .map(|(_, down)| down)
            .min()?;
        let clock = self.clock_start.map_or(Millis::ZERO, |start| self.times.value(start));
        // What carries it at the end of the time watched is taken for its return.
        let back = self.times.value(self.without_workarounds[id]).min(self.end);
        let from = down.max(clock).plus(carried);
        (!carried.is_never() && back > from).then(|| back.minus(from))
    }

    /// When what a service needs falls; never where it need not.
    pub fn needs_fall(&self, model: &Model, id: ServiceId) -> Millis {
        let fallen = needed_alone(model, &model.services[id]).map(|node| self.falls[node]);
        fallen.min().unwrap_or(Millis::NEVER)
    }
}

/// The nodes without each of which a service is below its minimum at once, as far as they stand by themselves in its needs.
fn needed_alone<'m>(model: &'m Model, service: &'m Service) -> impl Iterator<Item = NodeId> + 'm {
    let node = &model.nodes[service.node];
    let alone = |needs: &[Need], node: NodeId| {
        needs.iter().any(|need| matches!(need, Need::Node(other) if *other == node))
    };
    let needed = node.needs.iter().filter_map(|need| match need {
        Need::Node(node) => Some(*node),
        Need::AtLeast { .. } => None,
    });
    needed.filter(move |needed| {
        let is_ridden = node.rides_out.iter().any(|ride| ride.node == *needed);
        !is_ridden && service.minimum.as_ref().is_none_or(|minimum| alone(minimum, *needed))
    })
}
