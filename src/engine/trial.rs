//! One trial: instants, each played in rounds of five phases (docs/semantics.md, section 2).

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::agenda::{Agenda, Change, Due, Packed, Timer, Turn};
use super::draw::Draws;
use super::footprint::Place;
use super::outcome::{Effort, Outcome};
use super::program::{Event, Program};
use super::record::{Cause, Record, RecordId, Who};
use super::rows::NONE;
use super::state::State;
use super::timeline::{self, Recorder, What};
use super::variables::{Factor, Var};
use crate::units::Millis;

/// More rounds in one instant than this end the run.
const ROUNDS_MAX: u64 = 10_000;

/// So many instants and changes of one trial end the run, and so many more for each thing that it can be about.
const CHANGES_MAX: usize = 1_000_000;
const CHANGES_EACH: usize = 32;
/// The last changes of such a trial, by which it is told what goes on.
const LAST_CHANGES: usize = 10_000;

/// A trial that does not end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Runaway {
    pub trial: u64,
    pub at: Millis,
    pub endless: Endless,
    /// What keeps falling due, what does so most first.
    pub who: Vec<Who>,
}

/// What does not end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endless {
    /// One instant, with rounds that take no time.
    Instant,
    /// The trial, with changes that take next to none.
    Trial,
}

/// The memory of one worker, reused from trial to trial.
#[derive(Clone, Debug)]
pub struct Scratch {
    state: State,
    initial: State,
    agenda: Agenda,
    draws: Draws,
    outcome: Outcome,
}

impl Scratch {
    pub fn new(program: &Program) -> Scratch {
        let initial = State::initial(program);
        Scratch {
            state: initial.clone(),
            initial,
            agenda: Agenda::blank(program),
            draws: Draws::new(&program.variables, program.targets.total()),
            outcome: Outcome::blank(program),
        }
    }

    /// What the last trial yielded.
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// The onset of the last trial, as an instant of the week.
    pub fn onset(&self) -> Millis {
        self.state.onset
    }

    /// The records of the last trial.
    pub fn records(&self) -> &[Record] {
        &self.state.records
    }

    /// The record of the last return of a measured line.
    pub(super) fn last_return(&self, line: usize) -> RecordId {
        self.state.lines[line].back_record
    }
}

/// Plays one trial; afterwards `scratch` holds its outcome and records.
///
/// Trials may come in any order; ascending within aligned blocks of 64 is fastest.
///
/// # Errors
///
/// `Runaway` if one instant does not end.
pub fn play<R: Recorder>(
    program: &Program,
    scratch: &mut Scratch,
    trial: u64,
    recorder: &mut R,
) -> Result<(), Runaway> {
    let Scratch { state, initial, agenda, draws, outcome } = scratch;
    let mut player = Trial {
        p: program,
        s: std::mem::take(state),
        a: std::mem::take(agenda),
        d: draws,
        r: recorder,
        now: Millis::ZERO,
        effort: Effort::default(),
    };
    player.s.reset(initial);
    player.a.clear();
    player.d.begin(trial);
    let ended = player.play();
    if ended.is_ok() {
        player.measure(outcome);
    }
    let Trial { s, a, now, .. } = player;
    (*state, *agenda) = (s, a);
    ended.map_err(|(endless, who)| Runaway { trial, at: now, endless, who })
}

/// The program, the state, and the instant that is played.
pub struct Trial<'a, R> {
    pub p: &'a Program,
    pub s: State,
    pub a: Agenda,
    pub d: &'a mut Draws,
    pub r: &'a mut R,
    pub now: Millis,
    pub effort: Effort,
}

impl<R: Recorder> Trial<'_, R> {
    /// Instants up to the horizon.
    fn play(&mut self) -> Result<(), (Endless, Vec<Who>)> {
        let things = self.p.nodes.len() + self.p.works.len();
        let changes_max = things.saturating_mul(CHANGES_EACH).saturating_add(CHANGES_MAX);
        self.begin();
        while !self.a.next().is_never() {
            self.now = self.a.next();
            self.instant().map_err(|who| (Endless::Instant, who))?;
            if self.s.records.len() + self.effort.instants as usize > changes_max {
                return Err((Endless::Trial, self.busiest()));
            }
        }
        Ok(())
    }

    /// Rounds until nothing more is due at this instant.
    fn instant(&mut self) -> Result<(), Vec<Who>> {
        self.effort.instants += 1;
        let mut rounds = 0;
        while self.a.is_due(self.now) || !self.a.down.is_empty() {
            rounds += 1;
            if rounds > ROUNDS_MAX {
                return Err(self.still_due());
            }
            self.round();
        }
        self.effort.rounds += rounds;
        self.look_at_lines();
        Ok(())
    }

    fn round(&mut self) {
        self.sort_due();
        if !self.a.down.is_empty() {
            self.go_down();
        }
        self.come_up();
        if !self.a.systems.is_empty() {
            self.review_systems();
        }
        if !self.a.services.is_empty() {
            self.call_off_workarounds();
        }
        if std::mem::take(&mut self.a.decider_due) {
            self.call(self.p.response.by, self.s.assessment);
        }
        if !self.a.choices.is_empty() {
            self.review_choices();
        }
        if !self.a.tasks.is_empty() {
            self.begin_tasks();
        }
        if !self.a.services.is_empty() {
            self.begin_workarounds();
        }
        if !self.a.restarts.is_empty() && !self.s.assessed.is_never() {
            self.call_for_restarts();
        }
        self.queue();
    }

    /// Sorts what is due now by phase.
    #[inline]
    fn sort_due(&mut self) {
        if self.a.is_due(self.now) {
            self.sort_all_due();
        }
    }

    #[inline(never)]
    fn sort_all_due(&mut self) {
        while let Some(timer) = self.a.take(self.now) {
            match timer.turn() {
                Turn::Down => self.a.down.push(timer),
                Turn::Up => self.a.up.push(timer),
                Turn::Look => self.look(timer.timer()),
            }
        }
    }

    /// Phase 1: strikes, lapses, needs no longer ridden out, the first by (cause, who) first; with what they set
    /// off at once.
    #[inline(never)]
    fn go_down(&mut self) {
        let mut in_order = 0;
        loop {
            self.sort_due();
            if self.a.down.len() > in_order.max(1) {
                let down = std::mem::take(&mut self.a.down);
                self.a.down = self.sorted_by_charge(down);
            }
            let Some(timer) = self.a.down.pop() else { break };
            in_order = self.a.down.len();
            let timer = timer.timer();
            match timer.due {
                Due::Event => self.event_strikes(timer.index),
                Due::Spread => self.spread_strikes(timer.index),
                Due::Ride => self.ride_ends(timer),
                _ => self.workaround_lapses(timer),
            }
        }
    }

    /// Phase 2: ends and returns, the first by (cause, who) first; with what they set off at once.
    #[inline(never)]
    fn come_up(&mut self) {
        let mut in_order = 0;
        loop {
            self.sort_due();
            if self.a.up.len() > in_order.max(1) {
                let up = std::mem::take(&mut self.a.up);
                self.a.up = self.sorted_by_charge(up);
            }
            let Some(timer) = self.a.up.pop() else { break };
            in_order = self.a.up.len();
            self.comes_up(timer.timer());
        }
    }

    fn comes_up(&mut self, timer: Timer) {
        match timer.due {
            Due::StrikeEnd => self.strike_ends(timer.index),
            Due::Detected => self.detected(),
            Due::Assessed => self.assessed(),
            Due::Declared => self.declared(),
            Due::Mobilised => self.mobilised(timer.index),
            Due::Work => self.work_ends(timer),
            Due::Restart => self.restart_ends(timer),
            _ => self.decided(timer),
        }
    }

    /// Sorts changes of phase 1 or 2 that are due now so that the first by (cause, who) stands last.
    fn sorted_by_charge(&mut self, mut due: Vec<Packed>) -> Vec<Packed> {
        let mut changes = std::mem::take(&mut self.a.changes);
        changes.extend(due.iter().map(|timer| {
            let timer = timer.timer();
            let (cause, who) = self.charged_to(timer);
            Change::new(cause, who, timer)
        }));
        changes.sort_unstable_by_key(|&change| Reverse(change));
        due.clear();
        due.extend(changes.drain(..).map(|change| change.timer(self.now)));
        self.a.changes = changes;
        due
    }

    /// Cause and who of a change of phase 1 or 2.
    fn charged_to(&self, timer: Timer) -> (Cause, Who) {
        let p = self.p;
        let index = timer.index as usize;
        let (cause, who) = match timer.due {
            Due::Event => (Cause::Event, p.events[index].who),
            Due::Spread => (Cause::Event, p.events[self.s.tries[index].0 as usize].who),
            Due::Ride => return self.charged_as_fallen(timer.index),
            Due::Lapse => (Cause::Workaround, p.services[index].who),
            Due::StrikeEnd => (Cause::Event, p.events[self.s.strikes[index].through as usize].who),
            Due::Detected => (Cause::Detection, p.nobody),
            Due::Assessed => (Cause::Assessment, p.nobody),
            Due::Declared => (Cause::Declaration, self.declarer()),
            Due::Mobilised => (Cause::Mobilisation, p.teams[index].who),
            Due::Work => self.work_charged_to(timer.index),
            Due::Restart => (Cause::Restart, p.systems[self.s.modes[index].system as usize].who),
            _ => {
                let strategy = &p.strategies[index];
                (Cause::Decision, p.teams[strategy.decide_by as usize].who)
            }
        };
        (cause, p.charged[who.0 as usize])
    }

    /// What only makes later phases look again.
    fn look(&mut self, timer: Timer) {
        match timer.due {
            Due::Regroup => self.regroup(timer.index),
            Due::Notice => self.mark_service(timer.index),
            Due::Wake => self.wake(timer.index),
            _ => self.mark_choice(timer.index),
        }
    }

    /// Names what keeps falling due.
    fn still_due(&mut self) -> Vec<Who> {
        self.sort_due();
        let mut who: Vec<Who> = self.a.up.iter().map(|timer| self.charged_to(timer.timer()).1).collect();
        let down = self.a.down.iter().map(|timer| timer.timer());
        let events = down.filter(|timer| timer.due == Due::Event);
        who.extend(events.map(|timer| self.p.events[timer.index as usize].who));
        who.sort_unstable();
        who.dedup();
        who
    }

    /// Names what the last changes are about, what most of them are about first.
    #[cold]
    fn busiest(&self) -> Vec<Who> {
        let mut counts: BTreeMap<Who, usize> = BTreeMap::new();
        for record in
            self.s.records.iter().rev().take(LAST_CHANGES).filter(|record| record.who != self.p.nobody)
        {
            *counts.entry(record.who).or_default() += 1;
        }
        let mut who: Vec<(usize, Who)> = counts.into_iter().map(|(who, count)| (count, who)).collect();
        who.sort_unstable_by_key(|&(count, who)| (Reverse(count), who));
        who.into_iter().map(|(_, who)| who).collect()
    }

    /// Enters a timer, unless it lies beyond the horizon.
    pub fn add(&mut self, timer: Timer) {
        if timer.at <= self.p.horizon {
            self.a.add(timer);
        }
    }

    /// Writes a record.
    pub fn write(&mut self, cause: Cause, who: Who, before: RecordId) -> RecordId {
        self.write_of_choice(cause, who, before, NONE)
    }

    /// Writes the record of a strategy's work, which is rework if that choice of it fails.
    #[inline(never)]
    pub fn write_of_choice(&mut self, cause: Cause, who: Who, before: RecordId, choice: u32) -> RecordId {
        let who = self.p.charged[who.0 as usize];
        let record = Record { at: self.now, cause, who, before, choice };
        let records = &mut self.s.records;
        let known = records.len() as u32;
        if let Some(last) = records.last()
            && *last == record
        {
            return RecordId(known - 1);
        }
        records.push(record);
        RecordId(known)
    }

    /// The later of two records; most often there is no second.
    #[inline]
    pub fn later(&self, a: RecordId, b: RecordId) -> RecordId {
        if b.is_none() { a } else { self.later_of(a, b) }
    }

    /// Apart: it is asked for in many places, and what is asked for once in a while should take little room.
    #[inline(never)]
    fn later_of(&self, a: RecordId, b: RecordId) -> RecordId {
        a.or_later(b, &self.s.records)
    }

    /// Tells the recorder, if it listens.
    pub fn note(&mut self, what: What, who: Who, why: RecordId) {
        if R::LISTENS {
            self.r.change(timeline::Change { at: self.now, what, who, why, age: None });
        }
    }

    /// The value of a duration drawn once in a trial.
    pub fn duration(&mut self, var: Var) -> Millis {
        self.r.looks_at(Place::Duration(var.0));
        self.d.duration(&self.p.variables, var, 0)
    }

    /// The value of a duration for an attempt, counted from 1.
    pub fn attempt(&mut self, var: Var, attempt: u32) -> Millis {
        self.r.looks_at(Place::Duration(var.0));
        self.d.duration(&self.p.variables, var, u64::from(attempt))
    }

    pub fn number(&mut self, factor: Factor) -> f64 {
        self.r.looks_at(Place::Number(factor.0));
        self.d.number(&self.p.variables, factor)
    }

    pub fn uniform(&mut self, var: Var, index: u64) -> f64 {
        self.d.uniform(&self.p.variables, var, index)
    }

    /// Whether something of this chance happens.
    pub fn happens(&mut self, var: Var, index: u64, chance: f64) -> bool {
        if var != Var::NONE {
            self.r.looks_at(Place::Chance(var.0));
        }
        self.d.happens(&self.p.variables, var, index, chance)
    }

    /// Whether an event strikes its target at a position, which is asked for with the same index each time.
    pub fn strikes(&mut self, event: u32, position: usize, index: u64) -> bool {
        let Event { chances, chance, .. } = self.p.events[event as usize];
        self.r.looks_at(Place::Chance(chances.0));
        let target = self.p.targets.start(event) + position;
        self.d.strikes(&self.p.variables, target, (chances, index), chance)
    }

    /// Asks phase 3 to look at a system.
    pub fn mark_system(&mut self, system: u32) {
        self.a.systems.insert(system);
    }

    /// Asks phase 4 to look at the choice of a recovering system.
    pub fn mark_choice(&mut self, system: u32) {
        if self.s.systems[system as usize].recovering {
            self.a.choices.insert(system);
        }
    }

    /// Asks phases 3 and 4 to look at the workarounds of a service.
    pub fn mark_service(&mut self, service: u32) {
        if self.p.services[service as usize].workaround_count > 0 {
            self.a.services.insert(service);
        }
    }

    /// Who declares: the deciding team or nobody.
    pub fn declarer(&self) -> Who {
        let by = self.p.response.by;
        if by == NONE { self.p.nobody } else { self.p.teams[by as usize].who }
    }
}
