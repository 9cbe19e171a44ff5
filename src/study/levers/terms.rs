//! Levers in the terms of the plan itself: how long work by hand lasts, when a plan is given up, whose turn it is.

use super::{Finder, SHORTER};
use crate::document::edit::Typed;
use crate::results::{ServiceResult, SystemResult};
use crate::units::Millis;

impl Finder<'_> {
    /// Work by hand that lasts until the service is back in all but 1 run of 20.
    pub(super) fn work_by_hand(&mut self, service: &ServiceResult, weight: f64) {
        let model = self.model();
        let Some(found) = model.services.iter().find(|found| model.nodes[found.node].id == service.id) else {
            return;
        };
        let limited = found.workarounds.iter().filter_map(|way| Some((way, way.lasts.as_ref()?.typical())));
        let longest = limited.max_by_key(|(_, lasts)| *lasts);
        let wanted = service.recovery.quantile(95).filter(|wanted| !wanted.is_never());
        let Some(((way, lasts), wanted)) = longest.zip(wanted) else { return };
        if lasts < wanted {
            let hours = Millis::new((wanted.get() / Millis::HOUR.get() + 1) * Millis::HOUR.get());
            let words = format!(
                "Be able to work by hand for {hours}, with people and stock for it: {}, {}",
                self.name(&service.id),
                way.name
            );
            let path = format!("services.{}.workarounds.{}.lasts", service.id, way.id);
            self.push(words, vec![Typed::set(path, format!("\"{}\"", hours.exact()))], weight);
        }
    }

    /// Plans of a system that are begun, fail, and might have been done had they not been given up.
    pub(super) fn patience(&mut self, system: &SystemResult, weight: f64) {
        let Some(found) = self.system(&system.id) else { return };
        let plans = found.recovery.iter().zip(&system.strategies);
        let given_up = plans.filter_map(|(plan, result)| {
            let after = plan.give_up.filter(|_| result.trials.failed > 0)?;
            Some((plan.id.clone(), plan.name.clone(), after))
        });
        for (id, plan, after) in given_up.collect::<Vec<_>>() {
            let words = format!("Do not give it up after {after}: {}, {plan}", self.name(&system.id));
            let path = format!("systems.{}.recovery.{id}.give_up", system.id);
            self.push(words, vec![Typed::remove(path)], weight * SHORTER);
        }
    }

    /// Tasks without a rank, which come after everything that has one.
    pub(super) fn served_first(&mut self, weight: f64) {
        let model = self.model();
        let last = model.tasks.iter().filter(|task| task.priority.is_none() && task.within.is_none());
        for id in last.map(|task| model.nodes[task.node].id.clone()).collect::<Vec<_>>() {
            let words = format!("Serve it before all else: {}", self.name(&id));
            self.push(words, vec![Typed::set(format!("tasks.{id}.priority"), "1")], weight * SHORTER);
        }
    }
}
