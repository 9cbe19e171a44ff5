//! Work starts, ends, fails and is stopped.

use super::agenda::{Due, Timer};
use super::program::{Effect, Owner};
use super::record::{Cause, RecordId};
use super::rows::NONE;
use super::state::{Phase, RestartState};
use super::timeline::{Recorder, What};
use super::trial::Trial;
use crate::units::Millis;

impl<R: Recorder> Trial<'_, R> {
    /// Takes people and units and begins an attempt.
    pub fn start(&mut self, work: u32) {
        let program = self.program_of(work);
        let p = self.p;
        let spec = &p.works[program as usize];
        let started = self.why_started(work, program);
        // What it was short of is counted up to now, and forgotten.
        self.settle_shortage(work);
        self.run_of(work).short = 0;
        for &ask in p.asks.row(program) {
            self.take(ask);
        }
        let mut what = What::StepStarted;
        match spec.owner {
            Owner::Strategy { strategy, system } => self.step_starts(strategy, system),
            Owner::Restart(_) => {
                what = What::RestartStarted;
                let mode = work - self.p.works.len() as u32;
                self.s.modes[mode as usize].restart = RestartState::Running;
            }
            Owner::Workaround(workaround) => {
                let service = self.p.workarounds[workaround as usize].service;
                self.s.services[service as usize].paper = super::state::Paper::Preparing;
            }
            Owner::Task(_) => {}
        }
        let attempts = match spec.owner {
            Owner::Restart(system) => self.count_restart(system),
            // However often it is begun, a preparation takes what was drawn once in the trial.
            Owner::Workaround(_) => 1,
            _ => {
                let run = self.run_of(work);
                run.attempts += 1;
                run.attempts
            }
        };
        let lasts = self.slowed(program, attempts);
        let now = self.now;
        self.s.phases[work as usize] = Phase::Running;
        let run = self.run_of(work);
        run.attempt = attempts;
        run.started = started;
        let generation = run.generation;
        self.effort.pieces_of_work += 1;
        self.note(what, spec.who, started);
        self.add(Timer { at: now.plus(lasts), due: Due::Work, index: work, generation });
    }

    /// The first step that starts takes the units that the strategy occupies.
    fn step_starts(&mut self, strategy: u32, system: u32) {
        if self.s.systems[system as usize].started {
            return;
        }
        for &unit in self.p.strategy_occupies.row(strategy) {
            self.take(unit);
        }
        self.strategy_starts(system);
    }

    /// How long an attempt takes: its draw times the delays that hold and the helpers that are missing.
    fn slowed(&mut self, program: u32, attempt: u32) -> Millis {
        let p = self.p;
        let drawn = self.attempt(p.works[program as usize].takes, attempt);
        if drawn.is_never() || !p.works[program as usize].may_slow {
            return drawn;
        }
        let mut factor = 1.0;
        let mut last_event = NONE;
        for &pair in p.delayed_by.row(program) {
            let (event, _) = p.pairs[pair as usize];
            if !self.s.pairs[pair as usize] || event == last_event {
                continue;
            }
            if let Effect::Delay { factor: by } = p.events[event as usize].effect {
                factor *= self.number(by);
                last_event = event;
            }
        }
        for &(signal, by) in p.slower.row(program) {
            if !self.is_on(signal) {
                factor *= by;
            }
        }
        if factor == 1.0 { drawn } else { Millis::from_f64(drawn.get() as f64 * factor) }
    }

    /// The record of a start: the latest of its conditions, then the wait for people or units.
    fn why_started(&mut self, work: u32, program: u32) -> RecordId {
        let p = self.p;
        let mut since = self.why_wanted(work, program);
        let (signals, records) = (&self.s.signals[..], &self.s.records[..]);
        for &condition in p.conditions.row(program) {
            since = since.or_later(signals[condition as usize].record, records);
        }
        since = self.or_earlier_waves(since, p.works[program as usize].owner);
        if self.run(work).short == 0
            || records.get(since.0 as usize).is_some_and(|since| since.at == self.now)
        {
            return since;
        }
        let Some(pool) = self.blocker(work) else { return since };
        let (cause, who) = match pool.checked_sub(p.teams.len() as u32) {
            None => (Cause::WaitingForPeople, p.teams[pool as usize].who),
            Some(resource) => (Cause::WaitingForUnits, p.resources[resource as usize].who),
        };
        self.write(cause, who, since)
    }

    /// The later of a record and what the work of a strategy in a gated wave waited for. The signal of the waves before has
    /// the record of whichever turned it; of several in one instant that need not be the first.
    fn or_earlier_waves(&self, since: RecordId, owner: Owner) -> RecordId {
        let Owner::Strategy { system, .. } = owner else { return since };
        if self.p.wave_idle.is_empty() {
            return since;
        }
        let earlier = &self.s.wave_stopped[..self.p.systems[system as usize].wave as usize];
        earlier.iter().fold(since, |since, &stopped| self.later(since, stopped))
    }

    /// The latest of what made a piece of work wanted: a choice, a begin, predecessors, a failed attempt.
    fn why_wanted(&self, work: u32, program: u32) -> RecordId {
        let p = self.p;
        let spec = &p.works[program as usize];
        let mut since = match spec.owner {
            Owner::Strategy { strategy, system } => {
                let state = &self.s.systems[system as usize];
                // None could start before what the strategy occupies was up.
                let up = if state.started {
                    state.occupied_up
                } else if spec.occupies == NONE {
                    RecordId::NONE
                } else {
                    self.why_occupied(strategy)
                };
                self.later(self.later(state.choice, state.decision), up)
            }
            Owner::Task(task) => self.s.tasks[task as usize].begin,
            Owner::Restart(_) => self.s.modes[work as usize - p.works.len()].due_record,
            Owner::Workaround(workaround) => {
                self.s.services[p.workarounds[workaround as usize].service as usize].begin
            }
        };
        let failed = self.run(work).failed;
        if !failed.is_none() {
            return self.later(since, failed);
        }
        if spec.predecessors > 0 {
            for &before in p.predecessors.row(program) {
                since = self.later(since, self.s.runs[before as usize].ended);
            }
        }
        since
    }

    /// The latest coming up of a resource of which a strategy occupies units.
    pub fn why_occupied(&self, strategy: u32) -> RecordId {
        let teams = self.p.teams.len();
        let units = self.p.strategy_occupies.row(strategy);
        units.iter().fold(RecordId::NONE, |latest, unit| {
            self.later(latest, self.record_of(self.p.resources[unit.pool as usize - teams].up))
        })
    }

    /// An attempt is over.
    pub fn work_ends(&mut self, timer: Timer) {
        let work = timer.index;
        let run = self.run(work);
        if run.generation != timer.generation || self.s.phases[work as usize] != Phase::Running {
            return;
        }
        let (started, attempt) = (run.started, run.attempt);
        self.release(work);
        let program = self.program_of(work);
        let p = self.p;
        let spec = &p.works[program as usize];
        let succeeds = self.happens(spec.succeeds, u64::from(attempt), spec.success);
        if !succeeds {
            return self.attempt_fails(work, started);
        }
        let (cause, who) = self.work_charged_to(work);
        self.s.phases[work as usize] = Phase::Done;
        match spec.owner {
            Owner::Strategy { .. } | Owner::Task(_) => {
                let record = self.write_of_choice(cause, who, started, self.choice_of(spec.owner));
                self.note(What::StepDone, who, record);
                self.step_done(work, spec.owner, record);
            }
            Owner::Restart(_) => self.restarted(work - self.p.works.len() as u32),
            Owner::Workaround(workaround) => self.prepared(workaround, started),
        }
    }

    /// The choice whose work this is; `NONE` for a task.
    fn choice_of(&self, owner: Owner) -> u32 {
        match owner {
            Owner::Strategy { system, .. } => self.s.systems[system as usize].run,
            _ => NONE,
        }
    }

    fn step_done(&mut self, work: u32, owner: Owner, record: RecordId) {
        self.s.runs[work as usize].ended = record;
        for &follower in self.p.followers.row(work) {
            self.s.runs[follower as usize].missing -= 1;
            self.a.candidates.push(follower);
        }
        match owner {
            Owner::Strategy { system, .. } => {
                let last = self.later(self.s.systems[system as usize].last_step, record);
                let state = &mut self.s.systems[system as usize];
                state.last_step = last;
                state.steps_left -= 1;
                if state.steps_left == 0 {
                    self.strategy_completes(system, record);
                }
            }
            Owner::Task(task) => {
                self.s.tasks[task as usize].steps_left -= 1;
                if self.s.tasks[task as usize].steps_left == 0 {
                    self.task_done(task, record);
                }
            }
            _ => unreachable!("only strategies and tasks have steps"),
        }
    }

    /// A failed attempt: ready again while attempts allow, else the step has failed for good.
    #[inline(never)]
    fn attempt_fails(&mut self, work: u32, started: RecordId) {
        let p = self.p;
        let spec = &p.works[work as usize];
        // In ties it counts as work; that it is rework is found out like that of a failed choice.
        let failed = self.s.choices_failed.len() as u32;
        self.s.choices_failed.push(true);
        let record = self.write_of_choice(Cause::Work, spec.who, started, failed);
        self.note(What::StepFailed, spec.who, record);
        self.s.phases[work as usize] = Phase::Pending;
        let run = &mut self.s.runs[work as usize];
        run.failed = record;
        if spec.attempts != NONE {
            run.attempts_left -= 1;
            if run.attempts_left == 0 {
                if let Owner::Strategy { system, .. } = spec.owner {
                    self.strategy_fails(system, record);
                }
                return;
            }
        }
        self.a.candidates.push(work);
    }

    /// Gives back the people and units of a running piece of work.
    fn release(&mut self, work: u32) {
        let program = self.program_of(work);
        for &ask in self.p.asks.row(program) {
            self.give_back(ask);
        }
        self.run_of(work).generation += 1;
    }

    /// Stops a piece of work in whatever phase it is; progress is discarded.
    pub fn stop_work(&mut self, work: u32) {
        match self.s.phases[work as usize] {
            Phase::Running => self.release(work),
            Phase::Ready => self.withdraw(work),
            _ => {}
        }
        self.s.phases[work as usize] = Phase::Idle;
        let run = self.run_of(work);
        run.short = 0;
        run.failed = RecordId::NONE;
    }

    /// Gives back the units that a strategy or its mode occupied.
    pub fn free_occupied(&mut self, strategy: u32) {
        for &unit in self.p.strategy_occupies.row(strategy) {
            self.give_back(unit);
        }
    }
}
