//! Teams and resources, and what work asks of them.

use super::{Lowering, stream_index};
use crate::engine::program::{Ask, Owner, Resource, Team};
use crate::model::{self, Unit};
use crate::units::Millis;

impl Lowering<'_> {
    pub fn lower_people(&mut self) {
        let model = self.model;
        for team in model.teams.iter() {
            let id = model.nodes[team.node].id.as_str();
            let call_out = self.duration(&team.call_out, || format!("team/{id}/call-out"));
            let off_call_out = match &team.off_hours.call_out {
                Some(call_out) => self.duration(call_out, || format!("team/{id}/off-hours/call-out")),
                None => call_out,
            };
            let surge_call_out = match &team.surge {
                Some(surge) => self.duration(&surge.call_out, || format!("team/{id}/surge/call-out")),
                None => call_out,
            };
            let mobilised = self.signal(1, 0);
            self.program.teams.push(Team {
                who: self.who(id),
                up: self.node_signals[team.node.index()],
                mobilised,
                people: team.people,
                off_people: team.off_hours.people,
                call_out,
                off_call_out,
                hours: team.hours.clone(),
                surge_people: team.surge.as_ref().map_or(0, |surge| surge.people),
                surge_call_out,
                shift_longest: team.shift.map_or(Millis::NEVER, |shift| shift.longest),
                shift_rest: team.shift.map_or(Millis::ZERO, |shift| shift.rest),
                key: stream_index(id),
            });
        }
        for resource in model.resources.iter() {
            let id = model.nodes[resource.node].id.as_str();
            let up = self.node_signals[resource.node.index()];
            self.program.resources.push(Resource { who: self.who(id), up, units: resource.units });
        }
    }

    /// People asked of a team are asked of every team it is part of, too; sums per pool, in order of pools.
    pub fn asks(&self, by: &[model::Ask], uses: &[Unit]) -> Vec<Ask> {
        let mut asks: Vec<Ask> = Vec::new();
        let mut add = |pool: u32, amount: u32| match asks.iter_mut().find(|ask| ask.pool == pool) {
            Some(ask) => ask.amount += amount,
            None => asks.push(Ask { pool, amount }),
        };
        for ask in by {
            for team in self.model.with_parents(ask.team) {
                add(team.index() as u32, ask.people);
            }
        }
        for unit in uses {
            add(self.pool_of(*unit), unit.units);
        }
        asks.sort_unstable_by_key(|ask| ask.pool);
        asks
    }

    /// Notes with each piece of work whether its strategy occupies units, and whether anything may slow it.
    pub fn note_rows(&mut self) {
        let program = &mut self.program;
        for (index, work) in (0..).zip(&mut program.works) {
            work.may_slow =
                !program.delayed_by.row(index).is_empty() || !program.slower.row(index).is_empty();
            if let Owner::Strategy { strategy, .. } = work.owner
                && !program.strategy_occupies.row(strategy).is_empty()
            {
                work.occupies = strategy;
            }
        }
    }

    fn pool_of(&self, unit: Unit) -> u32 {
        (self.model.teams.len() + unit.resource.index()) as u32
    }
}
