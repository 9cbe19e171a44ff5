//! Workarounds: how a service gets by without its systems, for a while.

use super::agenda::{Due, Timer};
use super::record::{Cause, RecordId};
use super::rows::NONE;
use super::state::{Paper, Phase};
use super::timeline::{Recorder, What};
use super::trial::Trial;
use crate::units::Millis;

impl<R: Recorder> Trial<'_, R> {
    /// A service falls below its minimum or comes back to it.
    pub fn level_turned(&mut self, service: u32, on: bool, record: RecordId) {
        let now = self.now;
        let state = &mut self.s.services[service as usize];
        state.below = if on { Millis::NEVER } else { now };
        state.below_record = record;
        state.ended = RecordId::NONE;
        self.mark_service(service);
        if on {
            return;
        }
        let p = self.p;
        let program = &p.services[service as usize];
        for workaround in program.workarounds..program.workarounds + program.workaround_count {
            let notice = self.notice(workaround);
            let not_before = self.p.workarounds[workaround as usize].not_before;
            // Each of the two may be the last to come true, or (after a change) the first.
            for wait in [notice, not_before] {
                if wait.get() > 0 {
                    self.add(Timer { at: now.plus(wait), due: Due::Notice, index: service, generation: 0 });
                }
            }
        }
    }

    fn notice(&mut self, workaround: u32) -> Millis {
        match self.p.workarounds[workaround as usize].notice {
            Some(notice) => self.duration(notice),
            None => Millis::ZERO,
        }
    }

    /// The needs of a workaround turn; an active one ends with them.
    pub fn workaround_needs_turned(&mut self, workaround: u32, on: bool, record: RecordId) {
        let p = self.p;
        let program = &p.workarounds[workaround as usize];
        let state = &self.s.services[program.service as usize];
        if !on && state.paper == Paper::Active && state.workaround == workaround {
            self.end_active(program.service, record, What::WorkaroundLapsed);
        }
        self.mark_service(program.service);
    }

    /// An active workaround has lasted as long as it can.
    pub fn workaround_lapses(&mut self, timer: Timer) {
        let state = &self.s.services[timer.index as usize];
        if state.paper != Paper::Active || state.generation != timer.generation {
            return;
        }
        let record = self.write(Cause::Workaround, self.p.services[timer.index as usize].who, RecordId::NONE);
        self.end_active(timer.index, record, What::WorkaroundLapsed);
        self.spread(record);
    }

    /// Ends an active workaround. `spread` must follow.
    fn end_active(&mut self, service: u32, record: RecordId, what: What) {
        let p = self.p;
        let program = &p.services[service as usize];
        let state = &mut self.s.services[service as usize];
        state.paper = Paper::None;
        state.generation += 1;
        let workaround = state.workaround;
        if std::mem::take(&mut state.holds) {
            for &ask in p.holds.row(workaround) {
                self.give_back(ask);
            }
        }
        self.note(what, self.p.workarounds[workaround as usize].who, record);
        self.turn(program.minimum, false, record);
        self.mark_service(service);
    }

    /// Phase 3: all is called off where the service is at its minimum without a workaround.
    #[inline(never)]
    pub fn call_off_workarounds(&mut self) {
        self.a.seen.copy(&self.a.services);
        while let Some(service) = self.a.seen.pop() {
            let base = self.p.services[service as usize].base;
            if self.is_on(base) && self.s.services[service as usize].paper != Paper::None {
                let record = self.record_of(base);
                self.call_off(service, record);
            }
        }
    }

    fn call_off(&mut self, service: u32, record: RecordId) {
        let state = &self.s.services[service as usize];
        if state.paper == Paper::Active {
            // The base holds: the level does not fall by this.
            self.end_active(service, record, What::WorkaroundOff);
            self.spread(record);
            return;
        }
        let p = self.p;
        let program = &p.workarounds[state.workaround as usize];
        self.stop_work(program.work);
        self.s.services[service as usize].paper = Paper::None;
        self.note(What::WorkaroundOff, program.who, record);
    }

    /// Phase 4: the first open workaround is begun; until it starts the choice is made anew.
    #[inline(never)]
    pub fn begin_workarounds(&mut self) {
        std::mem::swap(&mut self.a.services, &mut self.a.seen);
        while let Some(service) = self.a.seen.pop() {
            self.review_workarounds(service);
        }
    }

    fn review_workarounds(&mut self, service: u32) {
        let state = &self.s.services[service as usize];
        if !matches!(state.paper, Paper::None | Paper::Begun) || state.below.is_never() {
            return;
        }
        let p = self.p;
        let program = &p.services[service as usize];
        let all = program.workarounds..program.workarounds + program.workaround_count;
        let begun = if state.paper == Paper::Begun { state.workaround } else { NONE };
        let open = all.clone().find(|&workaround| self.is_open(workaround)).unwrap_or(NONE);
        if open == begun {
            return;
        }
        if begun != NONE {
            let record = self.record_of(self.p.workarounds[begun as usize].needs);
            self.s.services[service as usize].ended = record;
            self.call_off(service, record);
        }
        if open != NONE {
            self.begin_workaround(open);
        }
    }

    fn is_open(&mut self, workaround: u32) -> bool {
        let p = self.p;
        let program = &p.workarounds[workaround as usize];
        let state = &self.s.services[program.service as usize];
        let spent =
            state.spent & 1 << (workaround - self.p.services[program.service as usize].workarounds) != 0;
        if spent || !self.is_on(program.needs) {
            return false;
        }
        let below_for = self.now.minus(state.below);
        let noticed = match program.notice {
            Some(_) => below_for >= self.notice(workaround),
            None => !self.s.detected.is_never(),
        };
        noticed && below_for >= program.not_before
    }

    #[inline(never)]
    fn begin_workaround(&mut self, workaround: u32) {
        let p = self.p;
        let program = &p.workarounds[workaround as usize];
        let who = self.p.services[program.service as usize].who;
        let state = self.s.services[program.service as usize];
        let waited = self.notice(workaround).max(program.not_before);
        let mut since = state.below_record;
        if waited.get() > 0 && self.now == state.below.plus(waited) {
            since = self.write(Cause::Workaround, who, since);
        }
        if program.notice.is_none() {
            since = self.later(since, self.s.detection);
        }
        since = self.later(since, self.record_of(program.needs));
        since = self.later(since, state.ended);
        let state = &mut self.s.services[program.service as usize];
        state.paper = Paper::Begun;
        state.workaround = workaround;
        state.begin = since;
        self.note(What::WorkaroundBegun, program.who, since);
        self.want_work(program.work, 1);
        for &team in self.p.work_calls.row(program.work) {
            self.call(team, since);
        }
        for &task in self.p.work_tasks.row(program.work) {
            self.begin_needed(task, since);
        }
    }

    /// A workaround is prepared: it is active from now on, unless its needs no longer hold.
    #[inline(never)]
    pub fn prepared(&mut self, workaround: u32, started: RecordId) {
        let p = self.p;
        let program = &p.workarounds[workaround as usize];
        let service = &p.services[program.service as usize];
        self.s.phases[program.work as usize] = Phase::Idle;
        // Where the service is back by itself in the same instant, phase 3 calls off what has just become active.
        if !self.is_on(program.needs) {
            let why = self.record_of(program.needs);
            let ended = self.write(Cause::Workaround, service.who, started);
            let state = &mut self.s.services[program.service as usize];
            state.paper = Paper::None;
            state.ended = ended;
            self.note(What::WorkaroundOff, program.who, why);
            self.mark_service(program.service);
            return;
        }
        let record = self.write(Cause::Workaround, service.who, started);
        let p = self.p;
        let holds = p.holds.row(workaround).iter().all(|ask| self.has_free(ask.pool, i64::from(ask.amount)));
        if holds {
            for &ask in p.holds.row(workaround) {
                self.take(ask);
                self.taken(ask.pool);
            }
        }
        let now = self.now;
        let state = &mut self.s.services[program.service as usize];
        state.paper = Paper::Active;
        state.spent |= 1 << (workaround - service.workarounds);
        state.holds = holds;
        state.generation += 1;
        let generation = state.generation;
        self.note(What::WorkaroundActive, program.who, record);
        if let Some(lasts) = program.lasts {
            let at = now.plus(self.duration(lasts));
            self.add(Timer { at, due: Due::Lapse, index: program.service, generation });
        }
        self.mark_service(program.service);
        self.turn_and_spread(service.minimum, true, record);
    }

    /// Attended restarts that are due call their people once the incident is assessed.
    #[inline(never)]
    pub fn call_for_restarts(&mut self) {
        let mut modes = std::mem::replace(&mut self.a.restarts, std::mem::take(&mut self.a.spare));
        modes.sort_unstable_by_key(|&mode| (self.s.modes[mode as usize].system, mode));
        for &mode in &modes {
            let m = &self.s.modes[mode as usize];
            if m.due {
                self.call_for_restart(self.work_of_mode(mode), m.due_record);
            }
        }
        modes.clear();
        self.a.spare = modes;
    }

    #[inline(never)]
    fn call_for_restart(&mut self, work: u32, due: RecordId) {
        let why = self.later(due, self.s.assessment);
        let program = self.program_of(work);
        for &team in self.p.work_calls.row(program) {
            self.call(team, why);
        }
        for &task in self.p.work_tasks.row(program) {
            self.begin_needed(task, why);
        }
    }
}
