//! What a trial yields: when things were down, what data are lost, who was busy.

use super::outcome::{Line, Outcome, ResourceOutcome, ServiceOutcome, TeamOutcome};
use super::record::{Cause, RecordId};
use super::rows::NONE;
use super::state::LineState;
use super::timeline::{Change, Recorder, What};
use super::trial::Trial;
use crate::model::Clock;
use crate::units::Millis;

impl<R: Recorder> Trial<'_, R> {
    /// A measured line turns: a service's minimum or full level, or a system.
    pub fn line_turned(&mut self, line: u32, on: bool, record: RecordId) {
        let state = &mut self.s.lines[line as usize];
        if !state.marked {
            state.marked = true;
            self.a.lines.push(line);
        }
        let services = self.p.services.len() as u32;
        if line < services {
            self.level_turned(line, on, record);
        }
        if R::LISTENS && line < 2 * services {
            self.listen_to_level(line % services, on, line < services, record);
        }
    }

    fn listen_to_level(&mut self, service: u32, on: bool, minimum: bool, why: RecordId) {
        let what = match (on, minimum) {
            (false, true) => What::Below,
            (true, true) => What::Minimum,
            (true, false) => What::Full,
            (false, false) => What::Reduced,
        };
        self.r.change(Change {
            at: self.now,
            what,
            who: self.p.services[service as usize].who,
            why,
            age: None,
        });
    }

    /// The state at the end of an instant counts.
    pub fn look_at_lines(&mut self) {
        let now = self.now;
        while let Some(line) = self.a.lines.pop() {
            let signal = self.p.line_signals[line as usize];
            let up = self.is_on(signal);
            let record = self.record_of(signal);
            let state = &mut self.s.lines[line as usize];
            state.marked = false;
            if !up && state.down_since.is_never() {
                state.down_since = now;
                state.line.downs += 1;
                state.line.last_back = Millis::NEVER;
                if state.line.first_down.is_never() {
                    state.line.first_down = now;
                    state.down_record = record;
                }
            } else if up && !state.down_since.is_never() {
                state.line.downtime = state.line.downtime.plus(now.minus(state.down_since));
                state.down_since = Millis::NEVER;
                state.line.last_back = now;
                state.back_record = record;
                if state.line.first_back.is_never() {
                    state.line.first_back = now;
                }
            }
        }
    }

    /// Writes the outcome at the horizon.
    pub fn measure(&mut self, outcome: &mut Outcome) {
        let horizon = self.p.horizon;
        self.now = horizon;
        self.settle_queue();
        self.s.pools.iter_mut().for_each(|pool| pool.use_more(0, horizon));
        self.charge_failed_choices();
        outcome.effort = self.effort;
        outcome.effort.draws = self.d.count;
        outcome.incident = self.s.incident;
        outcome.detected = self.s.detected;
        outcome.assessed = self.s.assessed;
        outcome.declared = self.s.declared;
        self.measure_systems(outcome);
        for service in 0..self.p.services.len() {
            outcome.services[service] = self.measure_service(service, outcome);
        }
        self.s.charge_outages(&mut outcome.charges);
        self.measure_tasks(outcome);
        for (team, out) in outcome.teams.iter_mut().enumerate() {
            let (state, pool) = (&self.s.teams[team], &self.s.pools[team]);
            *out = TeamOutcome {
                called: state.called,
                mobilised: state.mobilised,
                busy: Millis::new(pool.busy),
                queued: Millis::new(pool.queued),
            };
        }
        for (resource, out) in outcome.resources.iter_mut().enumerate() {
            let pool = &self.s.pools[self.p.teams.len() + resource];
            *out = ResourceOutcome { busy: Millis::new(pool.busy), queued: Millis::new(pool.queued) };
        }
    }

    /// The work of a strategy that has failed is rework.
    fn charge_failed_choices(&mut self) {
        let failed = &self.s.choices_failed;
        if !failed.contains(&true) {
            return;
        }
        for record in &mut self.s.records {
            let of_failed = record.choice != NONE && failed[record.choice as usize];
            if record.cause == Cause::Work && of_failed {
                record.cause = Cause::Rework;
            }
        }
    }

    /// What a line was up to the horizon, which is now.
    fn line(&self, line: usize) -> Line {
        let LineState { line, down_since, .. } = self.s.lines[line];
        if down_since.is_never() {
            return line;
        }
        Line { downtime: line.downtime.plus(self.now.minus(down_since)), ..line }
    }

    fn measure_systems(&self, outcome: &mut Outcome) {
        let services = self.p.services.len();
        for (system, &id) in self.p.system_ids.iter().enumerate() {
            let out = &mut outcome.systems[id as usize];
            let (program, state) = (&self.p.systems[system], &self.s.systems[system]);
            out.line = self.line(2 * services + system);
            out.touched = self.s.touched[program.node as usize];
            out.chosen = state.outcome_chosen;
            out.completed = state.outcome_completed;
            out.failed = state.outcome_failed;
            out.data_loss = self.data_loss(system);
        }
    }

    /// The data loss of a system; `NEVER` if its data are lost at the horizon, or it came back empty.
    fn data_loss(&self, system: usize) -> Millis {
        let (program, state) = (&self.p.systems[system], &self.s.systems[system]);
        if !program.holds_data {
            return Millis::ZERO;
        }
        if state.lost || state.empty {
            return Millis::NEVER;
        }
        let in_group = program.restore_group != NONE && state.restored_until.get() > i64::MIN / 2;
        if in_group {
            state.restored_until.minus(self.s.group_points[program.restore_group as usize])
        } else {
            state.loss
        }
    }

    fn measure_service(&mut self, service: usize, outcome: &Outcome) -> ServiceOutcome {
        let p = self.p;
        let program = &p.services[service];
        let minimum = self.line(service);
        let data = self
            .p
            .data_of
            .row(service as u32)
            .iter()
            .map(|&system| outcome.systems[self.p.system_ids[system as usize] as usize].data_loss);
        let data_loss = data.max().unwrap_or(Millis::ZERO);
        let work_recovery = if minimum.interrupted() {
            self.work_recovery(service as u32, minimum.outage(), data_loss)
        } else {
            Millis::ZERO
        };
        ServiceOutcome {
            minimum,
            full: self.line(p.services.len() + service),
            touched: self.s.touched[program.node as usize],
            data_loss,
            work_recovery,
        }
    }

    fn measure_tasks(&self, outcome: &mut Outcome) {
        for (task, out) in outcome.tasks.iter_mut().enumerate() {
            let state = &self.s.tasks[task];
            let since = match self.p.tasks[task].clock {
                Clock::Disruption => self.s.incident,
                Clock::Detected => self.s.detected,
                Clock::Declared => self.s.declared,
            };
            out.begun = state.begun;
            out.done = state.done;
            out.time = task_time(state.begun, state.done, since);
            out.time_from_disruption = task_time(state.begun, state.done, self.s.incident);
        }
    }

    /// Work to do after the return of a service, rounded once; nothing without an interruption.
    fn work_recovery(&mut self, service: u32, outage: Millis, data_loss: Millis) -> Millis {
        let p = self.p;
        let program = &p.services[service as usize];
        if outage.is_never() || (data_loss.is_never() && program.per_hour_lost > 0.0) {
            return Millis::NEVER;
        }
        let fixed = self.duration(program.fixed);
        let lost = if data_loss.is_never() { 0.0 } else { data_loss.get() as f64 };
        let more = program.per_hour_out * outage.get() as f64 + program.per_hour_lost * lost;
        if fixed.is_never() { fixed } else { Millis::from_f64(fixed.get() as f64 + more) }
    }
}

/// A task's time from an instant to its being done: zero if not begun or done before.
fn task_time(begun: Millis, done: Millis, since: Millis) -> Millis {
    if begun.is_never() {
        Millis::ZERO
    } else if done.is_never() {
        Millis::NEVER
    } else if done <= since {
        Millis::ZERO
    } else {
        done.minus(since)
    }
}
