//! Detection, assessment, declaration; and people being called and mobilised.

use super::agenda::{Due, Timer};
use super::footprint::Place;
use super::program::Since;
use super::record::{Cause, RecordId};
use super::rows::NONE;
use super::timeline::{Change, Recorder, What};
use super::trial::Trial;
use crate::model::TaskStart;
use crate::units::Millis;

impl<R: Recorder> Trial<'_, R> {
    /// The incident is noticed.
    #[inline(never)]
    pub fn detected(&mut self) {
        let record = self.write(Cause::Detection, self.p.nobody, self.s.incident_record);
        self.s.detected = self.now;
        self.s.detection = record;
        self.note(What::Detected, self.p.nobody, record);
        self.want_tasks(TaskStart::Detected);
        self.since(Since::Detected);
        for service in 0..self.p.services.len() as u32 {
            self.mark_service(service);
        }
        let assess = self.duration(self.p.response.assess);
        self.add(Timer { at: self.now.plus(assess), due: Due::Assessed, index: 0, generation: 0 });
    }

    /// Its size is known; people may act, and the deciding team is called.
    #[inline(never)]
    pub fn assessed(&mut self) {
        let record = self.write(Cause::Assessment, self.p.nobody, self.s.detection);
        self.s.assessed = self.now;
        self.s.assessment = record;
        self.note(What::Assessed, self.p.nobody, record);
        self.want_tasks(TaskStart::Assessed);
        self.since(Since::Assessed);
        for system in 0..self.p.systems.len() as u32 {
            self.mark_choice(system);
        }
        let by = self.p.response.by;
        if by == NONE {
            self.expect_declaration(record);
        } else {
            self.a.decider_due = true;
            if !self.s.teams[by as usize].mobilised.is_never() {
                self.expect_declaration(self.later(record, self.s.teams[by as usize].mobilisation));
            }
        }
    }

    /// The deciding team is there, or nobody need be: the declaration takes its time.
    fn expect_declaration(&mut self, since: RecordId) {
        // Until it is made, the record is that of what it waits for.
        self.s.declaration = since;
        let takes = self.duration(self.p.response.declare);
        self.add(Timer { at: self.now.plus(takes), due: Due::Declared, index: 0, generation: 0 });
    }

    #[inline(never)]
    pub fn declared(&mut self) {
        let record = self.write(Cause::Declaration, self.declarer(), self.s.declaration);
        self.s.declared = self.now;
        self.s.declaration = record;
        self.note(What::Declared, self.declarer(), record);
        self.want_tasks(TaskStart::Declared);
        self.since(Since::Declared);
        self.turn_and_spread(self.p.response.declared, true, record);
        for &strategy in &self.p.wait_for_declaration {
            if self.holds(strategy) {
                self.arm_give_up(strategy);
            }
        }
        for team in 0..self.p.teams.len() as u32 {
            if self.p.teams[team as usize].surge_people > 0 {
                self.tell_surge(team, record);
                self.pool_changed(team);
            }
        }
    }

    /// Tells the recorder when a team's surge arrives: no instant of its own unless work waits for it.
    fn tell_surge(&mut self, team: u32, why: RecordId) {
        if R::LISTENS {
            let program = &self.p.teams[team as usize];
            let (who, call_out) = (program.who, program.surge_call_out);
            let at = self.now.plus(self.duration(call_out));
            self.r.change(Change { at, what: What::SurgeArrived, who, why, age: None });
        }
    }

    /// Calls a team out, the first time it is called in a trial.
    #[inline]
    pub fn call(&mut self, team: u32, why: RecordId) {
        if self.s.teams[team as usize].called.is_never() {
            self.call_out(team, why);
        }
    }

    #[inline(never)]
    fn call_out(&mut self, team: u32, why: RecordId) {
        let state = &mut self.s.teams[team as usize];
        state.called = self.now;
        state.call = why;
        let program = &self.p.teams[team as usize];
        self.note(What::Called, program.who, why);
        self.r.looks_at(Place::People(team));
        let inside = program.hours.contains(self.time_of_week());
        let call_out = self.duration(if inside { program.call_out } else { program.off_call_out });
        if call_out == Millis::ZERO {
            self.mobilised(team);
        } else {
            self.add(Timer { at: self.now.plus(call_out), due: Due::Mobilised, index: team, generation: 0 });
        }
    }

    /// A team is at work, for good.
    pub fn mobilised(&mut self, team: u32) {
        let p = self.p;
        let program = &p.teams[team as usize];
        let record = self.write(Cause::Mobilisation, program.who, self.s.teams[team as usize].call);
        self.s.teams[team as usize].mobilised = self.now;
        self.s.teams[team as usize].mobilisation = record;
        self.note(What::Mobilised, program.who, record);
        if program.shift_longest.is_never() {
            self.freed(team);
        } else {
            self.pool_changed(team);
        }
        self.turn_and_spread(program.mobilised, true, record);
        for &strategy in p.deciders.row(team) {
            self.expect_decision(strategy);
        }
        if p.response.by == team && !self.s.assessed.is_never() && self.s.declaration.is_none() {
            self.expect_declaration(self.later(self.s.assessment, record));
        }
    }

    /// The instant of the week, now.
    pub fn time_of_week(&self) -> Millis {
        Millis::new((self.s.onset.get() + self.now.get()) % Millis::WEEK.get())
    }
}
