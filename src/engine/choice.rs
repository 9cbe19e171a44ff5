//! Which strategy a recovering system follows, and from which point its data come back.

use super::agenda::{Due, Timer};
use super::footprint::Place;
use super::program::{PointKind, Source, Strategy};
use super::record::{Cause, RecordId};
use super::rows::NONE;
use super::state::Phase;
use super::timeline::{Change, Recorder, What};
use super::trial::Trial;
use crate::units::Millis;

/// At most so many candidates of a backup are looked at.
const CANDIDATES: i64 = 1000;

impl<R: Recorder> Trial<'_, R> {
    /// Phase 4: strategies are given up or chosen, by id of the system.
    #[inline(never)]
    pub fn review_choices(&mut self) {
        std::mem::swap(&mut self.a.choices, &mut self.a.seen);
        while let Some(system) = self.a.seen.pop() {
            self.review_choice(system);
        }
    }

    fn review_choice(&mut self, system: u32) {
        let state = &self.s.systems[system as usize];
        if !state.recovering || state.complete {
            return;
        }
        if state.chosen != NONE && state.give_up_at <= self.now {
            self.give_up(system);
        } else if state.chosen != NONE && state.started {
            return;
        }
        let best = self.first_applicable(system);
        let chosen = self.s.systems[system as usize].chosen;
        if best == chosen {
            return;
        }
        if chosen != NONE {
            let dropped = self.why_dropped(system);
            let state = &mut self.s.systems[system as usize];
            state.released = if dropped.is_none() { state.released } else { dropped };
            self.drop_strategy(system);
        }
        if best != NONE {
            self.choose(system, best);
        }
    }

    /// The first strategy that has not failed and is applicable; `NONE` if there is none.
    fn first_applicable(&mut self, system: u32) -> u32 {
        let p = self.p;
        let program = &p.systems[system as usize];
        let may_act = if self.s.assessed.is_never() { program.automatic } else { u64::MAX };
        let mut left = program.admitted & may_act & !self.s.systems[system as usize].failed;
        while left != 0 {
            let k = left.trailing_zeros();
            if self.is_applicable(system, program.strategies + k) {
                return k;
            }
            left &= left - 1;
        }
        NONE
    }

    /// Whether a strategy that is admitted, has not failed and need not wait for assessment is applicable.
    fn is_applicable(&mut self, system: u32, strategy: u32) -> bool {
        let p = self.p;
        let program = &p.strategies[strategy as usize];
        let state = &self.s.systems[system as usize];
        let late_enough = self.now.minus(state.disrupted) >= program.not_before;
        if !late_enough || !self.is_on_or_none(program.site) || !self.is_on_or_none(program.only_if) {
            return false;
        }
        match program.source {
            Source::InPlace => !self.p.systems[system as usize].holds_data || self.data_in_reach(system),
            Source::Point(_) => self.usable_point(program).is_some(),
            Source::Nothing => true,
        }
    }

    /// Data is out of reach while lost, or while the place where it lies is down.
    fn data_in_reach(&self, system: u32) -> bool {
        let state = &self.s.systems[system as usize];
        let store = state.current != system || self.is_on_or_none(self.p.systems[system as usize].store);
        !state.lost && store && self.is_on_or_none(self.s.modes[state.current as usize].site)
    }

    /// The newest usable recovery point of a strategy's copy.
    fn usable_point(&mut self, strategy: &Strategy) -> Option<Millis> {
        let Source::Point(index) = strategy.source else { return None };
        let p = self.p;
        let point = &p.points[index as usize];
        if self.s.destroyed[index as usize] || !self.is_on_or_none(point.at) || !self.is_on_or_none(point.on)
        {
            return None;
        }
        self.r.looks_at(Place::Point(index));
        let state = &self.s.systems[strategy.system as usize];
        let disrupted = state.disrupted;
        let clean_until = if strategy.cleans { Millis::NEVER } else { state.clean_until };
        match &point.kind {
            PointKind::Replica { lag } => {
                let at = disrupted.minus(self.duration(*lag));
                (at <= clean_until).then_some(at)
            }
            PointKind::Backup { every, starts, phase, takes, keep, success, drawn } => {
                let complete_by = disrupted.minus(self.duration(*takes)).min(clean_until);
                let base = match starts {
                    Some(starts) => starts.minus(self.s.onset),
                    None => Millis::from_f64((self.uniform(*phase, 0) * every.get() as f64).floor()),
                };
                let newest = complete_by.minus(base).get().div_euclid(every.get());
                for k in (newest.saturating_sub(CANDIDATES - 1)..=newest).rev() {
                    let at = Millis::new(base.get() + k * every.get());
                    if disrupted.minus(at) > *keep {
                        break;
                    }
                    if self.happens(*drawn, copy_index(k), *success) {
                        return Some(at);
                    }
                }
                None
            }
        }
    }

    fn choose(&mut self, system: u32, k: u32) {
        let p = self.p;
        let strategy = p.systems[system as usize].strategies + k;
        let program = &p.strategies[strategy as usize];
        let record = self.why_chosen(system, strategy);
        let run = self.s.choices_failed.len() as u32;
        self.s.choices_failed.push(false);
        let now = self.now;
        let state = &mut self.s.systems[system as usize];
        state.chosen = k;
        state.started = false;
        state.complete = false;
        state.choice = record;
        state.chosen_at = now;
        state.run = run;
        state.steps_left = program.steps;
        state.decided_at = Millis::NEVER;
        state.decided = program.decide_by == NONE;
        state.decision = RecordId::NONE;
        state.give_up_at = Millis::NEVER;
        state.last_step = RecordId::NONE;
        state.point = Millis::NEVER;
        state.outcome_chosen |= 1 << k;
        self.note(What::Chosen, program.who, record);
        self.want_work(program.work, program.steps);
        for &team in p.strategy_calls.row(strategy) {
            self.call(team, record);
        }
        for &task in p.strategy_tasks.row(strategy) {
            self.begin_needed(task, record);
        }
        if program.decide_by == NONE {
            self.arm_give_up(strategy);
        } else {
            self.expect_decision(strategy);
        }
    }

    /// Enters the decision of a chosen strategy once its team is mobilised.
    pub fn expect_decision(&mut self, strategy: u32) {
        let p = self.p;
        let program = &p.strategies[strategy as usize];
        let state = &self.s.systems[program.system as usize];
        if !self.holds(strategy) || state.complete || !state.decided_at.is_never() {
            return;
        }
        let team = &self.s.teams[program.decide_by as usize];
        if team.mobilised.is_never() {
            return;
        }
        let since = self.later(state.choice, team.mobilisation);
        let takes = self.duration(program.decide_takes);
        let state = &mut self.s.systems[program.system as usize];
        state.decision = since;
        state.decided_at = self.now.plus(takes);
        let (at, generation) = (state.decided_at, state.run);
        self.add(Timer { at, due: Due::Decided, index: strategy, generation });
        self.arm_give_up(strategy);
    }

    /// A decision is made: the strategy's steps may begin.
    #[inline(never)]
    pub fn decided(&mut self, timer: Timer) {
        let p = self.p;
        let program = &p.strategies[timer.index as usize];
        let state = &self.s.systems[program.system as usize];
        if state.chosen == NONE || state.run != timer.generation || state.complete {
            return;
        }
        let who = self.p.teams[program.decide_by as usize].who;
        let record = self.write(Cause::Decision, who, state.decision);
        let state = &mut self.s.systems[program.system as usize];
        state.decision = record;
        state.decided = true;
        self.note(What::Decided, program.who, record);
        self.a.candidates.extend(program.work..program.work + program.steps);
    }

    /// Whether its system holds a strategy.
    pub fn holds(&self, strategy: u32) -> bool {
        let system = self.p.strategies[strategy as usize].system;
        self.s.systems[system as usize].chosen != NONE && self.chosen_strategy(system) == strategy
    }

    /// The strategy that a system holds, by its index; call it only if it holds one.
    pub fn chosen_strategy(&self, system: u32) -> u32 {
        self.p.systems[system as usize].strategies + self.s.systems[system as usize].chosen
    }

    /// Enters the instant at which a held strategy is given up, once that is known.
    pub fn arm_give_up(&mut self, strategy: u32) {
        let program = &self.p.strategies[strategy as usize];
        if program.give_up.is_never() {
            return;
        }
        let system = program.system;
        let state = &self.s.systems[system as usize];
        let waits = (program.decide_by != NONE && state.decided_at.is_never())
            || (program.after_declaration && self.s.declared.is_never());
        if waits || state.complete || !state.give_up_at.is_never() {
            return;
        }
        let mut since = state.chosen_at;
        if program.decide_by != NONE {
            since = since.max(state.decided_at);
        }
        if program.after_declaration {
            since = since.max(self.s.declared);
        }
        let at = since.plus(program.give_up);
        self.s.systems[system as usize].give_up_at = at;
        self.add(Timer { at, due: Due::GiveUp, index: system, generation: 0 });
    }

    #[cold]
    fn give_up(&mut self, system: u32) {
        let state = &self.s.systems[system as usize];
        let who = self.p.strategies[self.chosen_strategy(system) as usize].who;
        let since = if state.last_step.is_none() { state.choice } else { state.last_step };
        let record = self.write(Cause::Rework, who, since);
        self.note(What::GivenUp, who, record);
        self.strategy_fails(system, record);
    }

    /// The held strategy has failed.
    pub fn strategy_fails(&mut self, system: u32, record: RecordId) {
        let p = self.p;
        let program = &p.systems[system as usize];
        let who = self.p.strategies[self.chosen_strategy(system) as usize].who;
        self.note(What::StrategyFailed, who, record);
        let state = &mut self.s.systems[system as usize];
        let (bit, run) = (1 << state.chosen, state.run);
        state.failed |= bit;
        state.outcome_failed |= bit;
        state.last_failure = record;
        state.last_failed = state.chosen;
        state.released = record;
        self.s.choices_failed[run as usize] = true;
        self.drop_strategy(system);
        let failed = self.s.systems[system as usize].failed;
        let all_failed = failed & program.admitted == program.admitted;
        if all_failed && !program.regroup.is_never() {
            let at = self.now.plus(program.regroup);
            self.add(Timer { at, due: Due::Regroup, index: system, generation: 0 });
        }
        self.mark_choice(system);
    }

    /// After a while none counts as failed any more.
    #[cold]
    pub fn regroup(&mut self, system: u32) {
        let p = self.p;
        let program = &p.systems[system as usize];
        let state = &self.s.systems[system as usize];
        let who = self.p.strategies[(program.strategies + state.last_failed) as usize].who;
        let record = self.write(Cause::Rework, who, state.last_failure);
        let state = &mut self.s.systems[system as usize];
        state.failed = 0;
        state.regrouped = record;
        self.mark_choice(system);
    }

    /// Lets go of the held strategy: its steps stop and release what they hold.
    pub fn drop_strategy(&mut self, system: u32) {
        let strategy = self.chosen_strategy(system);
        let p = self.p;
        let program = &p.strategies[strategy as usize];
        for work in program.work..program.work + program.steps {
            self.stop_work(work);
        }
        let state = &mut self.s.systems[system as usize];
        let occupies = state.started && !state.complete;
        state.chosen = NONE;
        state.started = false;
        state.complete = false;
        if occupies {
            self.free_occupied(strategy);
        }
        self.mark_choice(system);
    }

    /// All steps are done: the strategy adds its mode, and with `from` the data are back.
    pub fn strategy_completes(&mut self, system: u32, record: RecordId) {
        let strategy = self.chosen_strategy(system);
        let p = self.p;
        let program = &p.strategies[strategy as usize];
        self.note(What::StrategyDone, program.who, record);
        let group = self.p.systems[system as usize].restore_group;
        let state = &mut self.s.systems[system as usize];
        state.complete = true;
        state.outcome_completed |= 1 << state.chosen;
        match program.source {
            Source::InPlace => {}
            Source::Nothing => {
                state.empty = true;
                state.lost = false;
                state.restored = record;
            }
            Source::Point(_) => {
                let loss = state.disrupted.minus(state.point);
                state.loss = state.loss.max(loss);
                state.restored_until = state.restored_until.max(state.disrupted);
                state.lost = false;
                state.restored = record;
                if group != NONE {
                    let oldest = &mut self.s.group_points[group as usize];
                    *oldest = (*oldest).min(state.point);
                }
            }
        }
        let occupies = !self.p.strategy_occupies.row(strategy).is_empty();
        let occupied = if occupies { strategy } else { NONE };
        self.add_mode(system, program.slot, occupied, record);
        self.mark_choice(system);
        self.spread(record);
    }

    /// The first step starts: the strategy takes its point and is held from now on.
    pub fn strategy_starts(&mut self, system: u32) {
        let p = self.p;
        let strategy = &p.strategies[self.chosen_strategy(system) as usize];
        let point = self.usable_point(strategy);
        let occupied_up = self.why_occupied(self.chosen_strategy(system));
        let state = &mut self.s.systems[system as usize];
        state.started = true;
        state.occupied_up = occupied_up;
        state.point = point.unwrap_or(Millis::NEVER);
        if R::LISTENS
            && let Some(point) = point
        {
            let (at, why) = (self.now, state.choice);
            let age = Some(state.disrupted.minus(point));
            self.r.change(Change { at, what: What::CopyTaken, who: strategy.who, why, age });
        }
    }

    /// What the choice waited for last.
    fn why_chosen(&mut self, system: u32, strategy: u32) -> RecordId {
        let p = self.p;
        let program = &p.strategies[strategy as usize];
        let state = &self.s.systems[system as usize];
        let mut record = self.later(state.disruption, state.released);
        record = self.later(record, state.regrouped);
        if !program.automatic {
            record = self.later(record, self.s.assessment);
        }
        record = self.later(record, self.record_of(program.site));
        record = self.later(record, self.record_of(program.only_if));
        match program.source {
            Source::Point(point) => {
                let point = &p.points[point as usize];
                record = self.later(record, self.record_of(point.at));
                record = self.later(record, self.record_of(point.on));
            }
            Source::InPlace if self.p.systems[system as usize].holds_data => {
                record = self.later(record, self.why_in_reach(system));
            }
            _ => {}
        }
        if program.not_before.get() > 0 && self.now == state.disrupted.plus(program.not_before) {
            let waited = self.write(Cause::Policy, program.who, state.disruption);
            record = self.later(record, waited);
        }
        record
    }

    /// The latest that brought the data into reach.
    fn why_in_reach(&self, system: u32) -> RecordId {
        let state = &self.s.systems[system as usize];
        let site = self.s.modes[state.current as usize].site;
        let mut record = self.later(state.restored, self.record_of(site));
        if state.current == system {
            record = self.later(record, self.record_of(self.p.systems[system as usize].store));
        }
        record
    }

    /// What ended a provisional choice: the latest that took away what it needs. Without any an earlier strategy has
    /// become applicable, and its own choice says why.
    #[cold]
    fn why_dropped(&mut self, system: u32) -> RecordId {
        let p = self.p;
        let program = &p.strategies[self.chosen_strategy(system) as usize];
        let mut record = self.later(self.why_off(program.site), self.why_off(program.only_if));
        match program.source {
            Source::Point(point) => {
                let point = &p.points[point as usize];
                record = self.later(record, self.why_off(point.at));
                record = self.later(record, self.why_off(point.on));
                if record.is_none() && self.usable_point(program).is_none() {
                    record = self.s.systems[system as usize].data_struck;
                }
            }
            Source::InPlace if p.systems[system as usize].holds_data => {
                record = self.later(record, self.why_out_of_reach(system));
            }
            _ => {}
        }
        record
    }

    /// The latest of what keeps the data out of reach.
    fn why_out_of_reach(&self, system: u32) -> RecordId {
        let state = &self.s.systems[system as usize];
        let mut record = self.why_off(self.s.modes[state.current as usize].site);
        if state.current == system {
            record = self.later(record, self.why_off(self.p.systems[system as usize].store));
        }
        if state.lost { self.later(record, state.data_struck) } else { record }
    }

    /// The record of a signal's going down; none if it is on, or if there is no signal.
    fn why_off(&self, signal: u32) -> RecordId {
        if self.is_on_or_none(signal) { RecordId::NONE } else { self.record_of(signal) }
    }

    /// Makes the steps of a list wanted.
    pub fn want_work(&mut self, first: u32, count: u32) {
        self.s.wanted.push((first, count));
        for work in first..first + count {
            let program = &self.p.works[work as usize];
            self.s.phases[work as usize] = Phase::Pending;
            self.s.unheard[program.standing as usize] = false;
            let run = &mut self.s.runs[work as usize];
            run.missing = program.predecessors;
            run.attempts_left = program.attempts;
            run.failed = RecordId::NONE;
            run.ended = RecordId::NONE;
            if program.predecessors == 0 {
                self.a.candidates.push(work);
            }
        }
    }
}

/// The stream index of copy number `k`, kept away from the small indices of attempts.
fn copy_index(k: i64) -> u64 {
    (k as u64) ^ (1 << 63)
}
