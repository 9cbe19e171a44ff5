//! Pools: the people in force and the units, what of them is free, and when that changes by itself.

use super::agenda::{Due, Timer};
use super::footprint::Place;
use super::program::{Ask, Effect, pool_bit};
use super::timeline::Recorder;
use super::trial::Trial;
use crate::chance::binomial;
use crate::units::Millis;

/// Before everything: the capacity must be worked out.
const STALE: Millis = Millis::new(i64::MIN / 2);

impl<R: Recorder> Trial<'_, R> {
    /// Whether so many people or units are free now.
    #[inline]
    pub fn has_free(&mut self, pool: u32, amount: i64) -> bool {
        self.r.looks_at(Place::People(pool));
        let state = &self.s.pools[pool as usize];
        let free = if self.now < state.valid_until { state.free() } else { self.count_free(pool) };
        if free < amount {
            self.r.looks_at(Place::Short(pool));
        }
        free >= amount
    }

    /// What is free, of a capacity that is worked out anew.
    #[cold]
    fn count_free(&mut self, pool: u32) -> i64 {
        let (capacity, until) = self.people_in_force(pool);
        let state = &mut self.s.pools[pool as usize];
        state.capacity = capacity;
        state.valid_until = until;
        state.free()
    }

    /// Takes people or units.
    #[inline]
    pub fn take(&mut self, ask: Ask) {
        self.s.pools[ask.pool as usize].use_more(i64::from(ask.amount), self.now);
    }

    /// Gives people or units back.
    #[inline]
    pub fn give_back(&mut self, ask: Ask) {
        self.s.pools[ask.pool as usize].use_more(-i64::from(ask.amount), self.now);
        self.freed(ask.pool);
    }

    /// There may be more of this pool: what waits for it must be looked at.
    #[inline]
    pub fn freed(&mut self, pool: u32) {
        self.a.changed.freed |= pool_bit(pool);
    }

    /// There is less of this pool.
    #[inline]
    pub fn taken(&mut self, pool: u32) {
        self.a.changed.taken |= pool_bit(pool);
    }

    /// The capacity of a pool has changed, or what it follows from.
    pub fn pool_changed(&mut self, pool: u32) {
        self.s.pools[pool as usize].valid_until = STALE;
        self.wake(pool);
    }

    /// Work waits for this pool: the next change of its capacity is an instant.
    pub fn expect_change(&mut self, pool: u32) {
        let state = &mut self.s.pools[pool as usize];
        let at = state.valid_until;
        if !at.is_never() && state.wake != at {
            state.wake = at;
            self.add(Timer { at, due: Due::Wake, index: pool, generation: 0 });
        }
    }

    /// The capacity of a pool changes now, to more or to less.
    pub fn wake(&mut self, pool: u32) {
        self.freed(pool);
        self.taken(pool);
    }

    /// People in force in a team now, and until when that holds.
    fn people_in_force(&mut self, team: u32) -> (i64, Millis) {
        let p = self.p;
        let program = &p.teams[team as usize];
        let instant = self.time_of_week();
        let (mut people, mut until) = (program.people, Millis::NEVER);
        if program.people != program.off_people {
            let (inside, turns) = program.hours.at(instant);
            people = if inside { program.people } else { program.off_people };
            until = turns.map_or(Millis::NEVER, |turns| self.now.plus(turns.minus(instant)));
        }
        if program.surge_people > 0 && !self.s.declared.is_never() {
            let from = self.s.declared.plus(self.duration(program.surge_call_out));
            if self.now >= from {
                people = people.max(program.surge_people);
            } else {
                until = until.min(from);
            }
        }
        let mobilised = self.s.teams[team as usize].mobilised;
        if !program.shift_longest.is_never() && !mobilised.is_never() {
            let from = mobilised.plus(program.shift_longest);
            if self.now >= from {
                people = on_shift(people, program.shift_longest, program.shift_rest);
            } else {
                until = until.min(from);
            }
        }
        let away: u32 = p.absences.row(team).iter().map(|&pair| self.away(pair, people)).sum();
        (i64::from(people.saturating_sub(away)), until)
    }

    /// How many of the people in force an Absence takes away.
    fn away(&mut self, pair: u32, people: u32) -> u32 {
        if !self.s.pairs[pair as usize] {
            return 0;
        }
        let (event, team) = self.p.pairs[pair as usize];
        match self.p.events[event as usize].effect {
            Effect::Absence { share, who } => {
                let share = self.number(share);
                let u = self.uniform(who, self.p.teams[team as usize].key);
                binomial(people, share, u)
            }
            _ => 0,
        }
    }
}

/// What a team keeps up when its people must rest: rounded half up, at least one unless there is nobody.
fn on_shift(people: u32, longest: Millis, rest: Millis) -> u32 {
    if people == 0 {
        return 0;
    }
    let (longest, rest) = (i128::from(longest.get()), i128::from(rest.get()));
    let kept = (2 * i128::from(people) * longest + longest + rest) / (2 * (longest + rest));
    u32::try_from(kept).map_or(people, |kept| kept.max(1))
}
