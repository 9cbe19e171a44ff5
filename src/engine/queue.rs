//! Phase 5: ready work starts in the order of its rank, if everything it needs is free.
//!
//! Work is known by a number: below `works.len()` it is a step or a preparation, above it is the attended
//! restart of the mode whose number is the rest.

use super::program::{Ask, Owner, pool_bit};
use super::record::{Cause, RecordId, Who};
use super::rows::NONE;
use super::state::{Phase, Run};
use super::timeline::{Recorder, What};
use super::trial::Trial;
use super::waiting::{Changed, Rank, Waiting};

impl<R: Recorder> Trial<'_, R> {
    /// The number of the attended restart of a mode.
    pub fn work_of_mode(&self, mode: u32) -> u32 {
        self.p.works.len() as u32 + mode
    }

    /// The mode behind the number of an attended restart.
    #[inline]
    fn mode_of(&self, work: u32) -> Option<u32> {
        work.checked_sub(self.p.works.len() as u32)
    }

    /// Position in `Program::works` of what is to be done.
    #[inline]
    pub fn program_of(&self, work: u32) -> u32 {
        match self.mode_of(work) {
            None => work,
            Some(mode) => self.restart_of(mode),
        }
    }

    /// The same for the restart of a mode; `NONE` for a plain one.
    #[inline(never)]
    fn restart_of(&self, mode: u32) -> u32 {
        self.p.systems[self.s.modes[mode as usize].system as usize].restart.work()
    }

    #[inline]
    pub fn run_of(&mut self, work: u32) -> &mut Run {
        &mut self.s.runs[work as usize]
    }

    #[inline]
    pub fn run(&self, work: u32) -> &Run {
        &self.s.runs[work as usize]
    }

    /// Cause and who of the end of a piece of work.
    pub fn work_charged_to(&self, work: u32) -> (Cause, Who) {
        let p = self.p;
        let program = &p.works[self.program_of(work) as usize];
        match program.owner {
            Owner::Restart(_) => (Cause::Restart, program.who),
            Owner::Workaround(_) => (Cause::Workaround, program.who),
            _ => (Cause::Work, program.who),
        }
    }

    /// The standing conditions of a piece of work turn.
    pub fn standing_turned(&mut self, work: u32, on: bool) {
        match self.s.phases[work as usize] {
            Phase::Pending if on => self.a.candidates.push(work),
            Phase::Ready if !on => self.a.unsettled = true,
            _ => {}
        }
    }

    /// A resource of which a strategy would occupy units comes up or goes down.
    pub fn occupied_turned(&mut self, strategy: u32, on: bool) {
        let p = self.p;
        let program = &p.strategies[strategy as usize];
        if on {
            self.a.candidates.extend(program.work..program.work + program.steps);
        } else {
            self.a.unsettled = true;
        }
    }

    /// The standing conditions of a system's attended restarts turn.
    pub fn restart_staff_turned(&mut self, system: u32, on: bool) {
        let mut mode = self.s.systems[system as usize].newest;
        while mode != NONE {
            let m = &self.s.modes[mode as usize];
            let work = self.work_of_mode(mode);
            match self.s.phases[work as usize] {
                Phase::Pending if on && m.due => self.a.candidates.push(work),
                Phase::Ready if !on => self.a.unsettled = true,
                _ => {}
            }
            mode = self.s.modes[mode as usize].older;
        }
    }

    /// Whether a wanted piece of work could start if people and units were free.
    fn is_ready(&self, work: u32) -> bool {
        let p = self.p;
        let program = &p.works[self.program_of(work) as usize];
        let wanted = matches!(self.s.phases[work as usize], Phase::Pending | Phase::Ready);
        if !wanted || self.run(work).missing > 0 || !self.is_on(program.standing) {
            return false;
        }
        match program.owner {
            Owner::Strategy { strategy, system } => {
                let state = &self.s.systems[system as usize];
                state.decided && (state.started || self.occupied_are_up(strategy))
            }
            _ => true,
        }
    }

    fn occupied_are_up(&self, strategy: u32) -> bool {
        let teams = self.p.teams.len();
        let occupies = self.p.strategy_occupies.row(strategy);
        occupies.iter().all(|unit| self.is_on(self.p.resources[unit.pool as usize - teams].up))
    }

    /// Looks at what in the queue could start or could have ceased to be ready.
    ///
    /// Work of whose pools none has changed is still short of what it was short of: work that starts before
    /// it takes from pools and gives nothing back.
    pub fn queue(&mut self) {
        let fresh = self.admit_candidates();
        let changed = std::mem::take(&mut self.a.changed);
        if std::mem::take(&mut self.a.unsettled) {
            self.leave_unready();
        } else if !fresh && !self.a.waiting.minds(changed) {
            return;
        }
        self.a.waiting.open(changed.freed);
        self.start_in_order(changed);
        while let Some(work) = self.a.waiting.newcomers.pop() {
            self.note_short_alone(work);
        }
        while let Some(ask) = self.a.waiting.close() {
            self.expect_change(ask.pool);
        }
    }

    /// Starts what has room, by rank, and remembers of what all else is short.
    ///
    /// While there is not more of what it is short of, work stays; while there is not less of all else, it is short of
    /// nothing else.
    fn start_in_order(&mut self, changed: Changed) {
        let mut others = std::mem::take(&mut self.a.waiting.others);
        let Changed { mut freed, mut taken } = changed;
        let mut staying = 0;
        for at in 0..others.len() {
            let other = &mut others[at];
            if other.short & freed != 0 || other.short == Waiting::UNSEEN {
                taken |= self.start_first(other.rank);
                if !self.stays_short(other) {
                    self.start(other.rank.work);
                    taken |= other.watched;
                    freed &= !self.used_up_by(other.program);
                    continue;
                }
            }
            if staying < at {
                others[staying] = others[at];
            }
            staying += 1;
        }
        others.truncate(staying);
        taken |= self.start_first(Rank::LAST);
        for other in others.iter_mut().filter(|other| other.watched & taken != 0) {
            self.stays_short(other);
        }
        self.a.waiting.others = others;
    }

    /// Starts the first of the open lines while they have room and come before a rank; says of which pools that
    /// took.
    #[inline]
    fn start_first(&mut self, before: Rank) -> u64 {
        let mut taken = 0;
        while let Some((first, ask)) = self.a.waiting.first(before) {
            if self.has_free(ask.pool, i64::from(ask.amount)) {
                self.a.waiting.take_first();
                self.start(first.work);
                taken |= pool_bit(ask.pool);
            } else {
                self.a.waiting.shut_first();
            }
        }
        taken
    }

    /// Work that has ceased to be ready leaves the queue.
    #[cold]
    fn leave_unready(&mut self) {
        let mut waiting = std::mem::take(&mut self.a.waiting);
        waiting.retain(|work| {
            let stays = self.is_ready(work);
            if !stays {
                self.leave_queue(work);
            }
            stays
        });
        self.a.waiting = waiting;
    }

    /// Puts work that has become ready into the queue; says whether there was any.
    fn admit_candidates(&mut self) -> bool {
        if self.a.candidates.is_empty() {
            return false;
        }
        let mut candidates = std::mem::replace(&mut self.a.candidates, std::mem::take(&mut self.a.spare));
        let mut any = false;
        for &work in &candidates {
            if self.s.phases[work as usize] != Phase::Pending || !self.is_ready(work) {
                continue;
            }
            any = true;
            let program = self.program_of(work);
            self.s.phases[work as usize] = Phase::Ready;
            self.run_of(work).short = 0;
            self.a.waiting.insert(self.rank_of(work), program);
            self.note(What::WorkReady, self.p.works[program as usize].who, RecordId::NONE);
        }
        candidates.clear();
        self.a.spare = candidates;
        any
    }

    /// Where a piece of work stands in the queue.
    fn rank_of(&self, work: u32) -> Rank {
        let rank = u64::from(self.p.works[self.program_of(work) as usize].rank);
        let birth = self.mode_of(work).map_or(0, |mode| self.s.modes[mode as usize].birth);
        Rank { order: rank << 32 | u64::from(birth), work }
    }

    /// Takes out of the queue what waits there.
    pub fn withdraw(&mut self, work: u32) {
        self.settle_shortage(work);
        self.a.waiting.remove(self.rank_of(work), self.program_of(work));
    }

    /// Work in the queue that is no longer ready waits for its conditions again.
    fn leave_queue(&mut self, work: u32) {
        self.settle_shortage(work);
        let phase = &mut self.s.phases[work as usize];
        if *phase == Phase::Ready {
            *phase = Phase::Pending;
        }
        self.run_of(work).short = 0;
    }

    /// Units that the strategy occupies, beside those that the step itself uses.
    fn has_free_beside(&mut self, unit: Ask, program: u32) -> bool {
        let own =
            self.p.asks.row(program).iter().find(|ask| ask.pool == unit.pool).map_or(0, |ask| ask.amount);
        self.has_free(unit.pool, i64::from(unit.amount) + i64::from(own))
    }

    /// The strategy whose units this piece of work would occupy as its first step; `NONE` otherwise.
    #[inline]
    fn first_of(&self, work: u32, program: u32) -> u32 {
        debug_assert_eq!(program, self.program_of(work));
        let strategy = self.p.works[program as usize].occupies;
        if strategy == NONE {
            return NONE;
        }
        let system = self.p.strategies[strategy as usize].system;
        if self.s.systems[system as usize].started { NONE } else { strategy }
    }

    /// Of what a piece of work that has just started asks for the pools of which nothing is free any more. Nobody is
    /// short of them by that.
    fn used_up_by(&self, program: u32) -> u64 {
        let asks = self.p.asks.row(program).iter();
        let used_up = asks.filter(|ask| self.s.pools[ask.pool as usize].free() <= 0);
        let bits = used_up.fold(0, |bits, ask| bits | pool_bit(ask.pool));
        // The last bit may stand for others, too.
        bits & !pool_bit(u32::MAX)
    }

    /// Whether people or units that a piece of work asks for are not free; remembers of which pools it is short, and
    /// counts the time it was.
    fn stays_short(&mut self, waiting: &mut Waiting) -> bool {
        let (p, work, program) = (self.p, waiting.rank.work, waiting.program);
        (waiting.short, waiting.watched) = (0, 0);
        let asks = p.asks.row(program);
        let mut short = 0;
        for (i, ask) in asks.iter().enumerate() {
            if self.has_free(ask.pool, i64::from(ask.amount)) {
                waiting.watched |= pool_bit(ask.pool);
            } else {
                waiting.short |= pool_bit(ask.pool);
                short |= short_bit(i);
            }
        }
        for (i, unit) in p.strategy_occupies.row_or_empty(self.first_of(work, program)).iter().enumerate() {
            // Short of it or not: once another step has taken them, it needs none.
            waiting.watched |= pool_bit(unit.pool);
            if !self.has_free_beside(*unit, program) {
                waiting.short |= pool_bit(unit.pool);
                short |= short_bit(asks.len() + i);
            }
        }
        if short == 0 {
            return false;
        }
        // Of what it is not short now, it may be short then.
        asks.iter().for_each(|ask| self.expect_change(ask.pool));
        if short != self.run(work).short {
            self.settle_shortage(work);
            let now = self.now;
            let run = self.run_of(work);
            run.short = short;
            run.short_since = now;
        }
        true
    }

    /// The same for work that has just come to ask for one thing alone: where it waits still, it is short of that.
    fn note_short_alone(&mut self, work: u32) {
        let now = self.now;
        if self.s.phases[work as usize] == Phase::Ready {
            let run = self.run_of(work);
            run.short = short_bit(0);
            run.short_since = now;
        }
    }

    /// Counts the time for which a piece of work was short of people or units since that began.
    #[inline]
    pub fn settle_shortage(&mut self, work: u32) {
        if self.run(work).short != 0 {
            self.count_shortage(work);
        }
    }

    fn count_shortage(&mut self, work: u32) {
        let run = self.run(work);
        let (short, since) = (run.short, run.short_since);
        let waited = self.now.minus(since).get();
        let program = self.program_of(work);
        // Bits of units were set while it would have been the first step, whatever has started since.
        let units = self.p.strategy_occupies.row_or_empty(self.p.works[program as usize].occupies);
        for (i, ask) in self.p.asks.row(program).iter().chain(units).enumerate() {
            if short & short_bit(i) != 0 {
                self.s.pools[ask.pool as usize].queued += waited;
            }
        }
        let now = self.now;
        self.run_of(work).short_since = now;
    }

    /// Counts, at the end of a trial, the time of all that still waits.
    pub fn settle_queue(&mut self) {
        let waiting = std::mem::take(&mut self.a.waiting);
        waiting.works().for_each(|work| self.settle_shortage(work));
        self.a.waiting = waiting;
    }

    /// The pool a piece of work waited for last: the first, teams before resources, of those short at the
    /// end of the round before.
    pub fn blocker(&self, work: u32) -> Option<u32> {
        let program = self.program_of(work);
        let asks = self.p.asks.row(program);
        let units = self.p.strategy_occupies.row_or_empty(self.first_of(work, program));
        let short = self.run(work).short;
        let pools = asks.iter().chain(units).enumerate();
        pools.filter(|&(i, _)| short & short_bit(i) != 0).map(|(_, ask)| ask.pool).min()
    }
}

/// The bit of the i-th ask of a piece of work; the last one stands for all that follow.
#[inline]
fn short_bit(i: usize) -> u64 {
    1 << i.min(63)
}
