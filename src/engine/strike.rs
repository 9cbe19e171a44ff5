//! Events: what they strike, what that does, and how it ends.

use super::agenda::{Due, Timer};
use super::footprint::Place;
use super::program::{Along, Effect, NodeKind, Since, Until};
use super::record::{Cause, RecordId};
use super::state::Strike;
use super::timeline::{Recorder, What};
use super::trial::Trial;
use crate::model::TaskStart;
use crate::units::Millis;

impl<R: Recorder> Trial<'_, R> {
    /// Enters the events that count from the onset.
    pub fn begin(&mut self) {
        self.s.onset = self.draw_onset();
        for event in 0..self.p.events.len() as u32 {
            if self.p.events[event as usize].since == Since::Onset {
                self.expect_event(event);
            }
        }
    }

    /// The onset as an instant of the week.
    fn draw_onset(&mut self) -> Millis {
        match &self.p.onset {
            crate::model::Onset::At(instant) => *instant,
            crate::model::Onset::Within(hours) => {
                let u = self.uniform(self.p.onset_at, 0);
                hours.at_share(u)
            }
        }
    }

    /// Events that count from `since`, which is now.
    pub fn since(&mut self, since: Since) {
        for event in 0..self.p.events.len() as u32 {
            if self.p.events[event as usize].since == since {
                self.expect_event(event);
            }
        }
    }

    fn expect_event(&mut self, event: u32) {
        if let Effect::Spread { .. } = self.p.events[event as usize].effect {
            return;
        }
        let after = self.duration(self.p.events[event as usize].after);
        self.add(Timer { at: self.now.plus(after), due: Due::Event, index: event, generation: 0 });
    }

    /// An event is due: each target is struck with its chance.
    pub fn event_strikes(&mut self, event: u32) {
        let p = self.p;
        let e = &p.events[event as usize];
        let record = self.write(Cause::Event, e.who, RecordId::NONE);
        for (position, &node) in p.targets.row(event).iter().enumerate() {
            // What strikes together is drawn once, as if there were one target.
            let (drawn_as, key) = if e.together { (0, 0) } else { (position, p.nodes[node as usize].key) };
            if !self.strikes(event, drawn_as, key) {
                continue;
            }
            self.first_strike(event, record);
            match e.effect {
                Effect::Absence { .. } | Effect::Delay { .. } => {
                    let pair = p.first_pair[event as usize] + position as u32;
                    self.pair_begins(event, node, pair, record);
                }
                _ => self.strike(event, event, node, record),
            }
        }
    }

    fn first_strike(&mut self, event: u32, record: RecordId) {
        let state = &mut self.s.events[event as usize];
        if state.struck {
            return;
        }
        state.struck = true;
        state.first = record;
        for &follower in self.p.followed_by.row(event) {
            self.expect_event(follower);
        }
    }

    /// An Absence or a Delay begins for one team or system.
    fn pair_begins(&mut self, event: u32, node: u32, pair: u32, record: RecordId) {
        self.s.pairs[pair as usize] = true;
        self.note(What::Struck, self.p.nodes[node as usize].who, record);
        self.pair_changed(pair);
        self.expect_end((event, event), node, pair);
    }

    fn pair_changed(&mut self, pair: u32) {
        let (event, index) = self.p.pairs[pair as usize];
        if let Effect::Absence { .. } = self.p.events[event as usize].effect {
            self.pool_changed(index);
        }
    }

    /// Enters the end of an effect on one node.
    fn expect_end(&mut self, (event, through): (u32, u32), node: u32, pair: u32) {
        let until = self.p.events[event as usize].until;
        let at = match until {
            Until::Open => return,
            Until::Lasts(lasts) => self.now.plus(self.duration(lasts)),
            Until::Task(task) if self.s.tasks[task as usize].done.is_never() => Millis::NEVER,
            Until::Task(_) => self.now,
        };
        self.s.births += 1;
        let strike = Strike { event, through, node, pair, birth: self.s.births, active: true };
        self.s.strikes.push(strike);
        let index = self.s.strikes.len() as u32 - 1;
        self.add(Timer { at, due: Due::StrikeEnd, index, generation: 0 });
    }

    /// The effect of `event` strikes a node, by itself or `through` a Spread.
    fn strike(&mut self, event: u32, through: u32, node: u32, record: RecordId) {
        let p = self.p;
        let e = &p.events[event as usize];
        self.incident_starts(record);
        self.note(What::Struck, p.nodes[node as usize].who, record);
        match e.effect {
            Effect::Outage => {
                self.touch(node);
                self.hold_node(node, record);
                self.struck(node, record, true);
                self.expect_end((event, through), node, super::rows::NONE);
            }
            Effect::Destruction => self.destroy(node, record),
            Effect::Corruption { dwell, .. } => {
                let clean_until = self.now.minus(self.duration(dwell));
                self.corrupt(event, node, clean_until, record);
            }
            _ => unreachable!("Absence, Delay and Spread are no effects of their own"),
        }
        self.spread(record);
        if matches!(e.effect, Effect::Outage) {
            self.a.stored.clear();
        }
        self.spread_from(event, through, node);
    }

    /// Holds a node down. `spread` must follow.
    fn hold_node(&mut self, node: u32, record: RecordId) {
        match self.p.nodes[node as usize].kind {
            NodeKind::System(system) => self.hold_modes(system, record),
            _ => self.turn(self.p.nodes[node as usize].signal, false, record),
        }
    }

    /// Bookkeeping of a struck system; it is disrupted if `disrupts`.
    fn struck(&mut self, node: u32, record: RecordId, disrupts: bool) {
        if let NodeKind::System(system) = self.p.nodes[node as usize].kind {
            self.effort.systems_struck += u64::from(self.s.systems[system as usize].struck.is_none());
            self.s.systems[system as usize].struck = record;
            if disrupts {
                self.disrupt(system, record);
            } else {
                self.mark_choice(system);
            }
        }
    }

    /// An effect has ended on one node.
    pub fn strike_ends(&mut self, index: u32) {
        let strike = &self.s.strikes[index as usize];
        if !strike.active {
            return;
        }
        let record = self.write(Cause::Event, self.p.events[strike.through as usize].who, RecordId::NONE);
        self.end_strike(index, record);
        self.spread(record);
    }

    /// Ends the effects of an event that wait for a task.
    pub fn end_strikes_of(&mut self, event: u32, record: RecordId) {
        for index in 0..self.s.strikes.len() as u32 {
            let strike = &self.s.strikes[index as usize];
            if strike.event == event && strike.active {
                self.end_strike(index, record);
            }
        }
    }

    fn end_strike(&mut self, index: u32, record: RecordId) {
        let strike = self.s.strikes[index as usize];
        self.s.strikes[index as usize].active = false;
        let p = self.p;
        let node = &p.nodes[strike.node as usize];
        self.note(What::Ended, node.who, record);
        if strike.pair != super::rows::NONE {
            self.s.pairs[strike.pair as usize] = false;
            self.pair_changed(strike.pair);
            return;
        }
        match node.kind {
            NodeKind::System(system) => self.let_go_of_modes(system, strike.birth, record),
            _ => self.turn(node.signal, true, record),
        }
    }

    /// Destruction: an outage for good in which a struck system loses its data.
    #[inline(never)]
    fn destroy(&mut self, node: u32, record: RecordId) {
        let p = self.p;
        self.touch(node);
        self.hold_node(node, record);
        if let NodeKind::System(system) = p.nodes[node as usize].kind {
            self.lose_data(system, record);
        }
        self.struck(node, record, true);
        if let NodeKind::Site(site) = p.nodes[node as usize].kind {
            for &slot in p.slots_at.row(site) {
                self.destroy_slot(slot, record);
            }
            for &point in p.points_at.row(site) {
                self.destroy_point(point, record);
            }
        }
        self.destroy_what_is_on(node, record);
        self.find_stored_on(node);
        for position in 0..self.a.stored.len() {
            let system = self.a.stored[position];
            let at_home = self.s.systems[system as usize].current == system;
            if self.s.modes[system as usize].exists {
                self.hold_mode(system, record);
            }
            self.struck_below(system, at_home, record);
            self.destroy_what_is_on(p.systems[system as usize].node, record);
        }
    }

    /// Lists the systems stored on a node, those stored on them, and so on, each once.
    #[inline]
    fn find_stored_on(&mut self, node: u32) {
        self.a.stored.clear();
        self.add_stored_on(node, node);
        let mut next = 0;
        while let Some(&system) = self.a.stored.get(next) {
            self.add_stored_on(self.p.systems[system as usize].node, node);
            next += 1;
        }
    }

    /// Adds to the list what is stored on a node, but for the node it began with.
    #[inline]
    fn add_stored_on(&mut self, node: u32, first: u32) {
        for &system in self.p.stores.row(node) {
            if self.p.systems[system as usize].node != first && !self.a.stored.contains(&system) {
                self.a.stored.push(system);
            }
        }
    }

    /// A system is struck through what its home mode is stored on.
    fn struck_below(&mut self, system: u32, at_home: bool, record: RecordId) {
        let node = self.p.systems[system as usize].node;
        self.touch(node);
        if at_home {
            self.lose_data(system, record);
        }
        self.struck(node, record, at_home);
    }

    pub fn lose_data(&mut self, system: u32, record: RecordId) {
        let state = &mut self.s.systems[system as usize];
        state.lost = true;
        state.data_struck = record;
    }

    /// Corruption: modes and data are gone, and later recovery points are unclean.
    fn corrupt(&mut self, event: u32, node: u32, clean_until: Millis, record: RecordId) {
        self.touch(node);
        if let NodeKind::System(system) = self.p.nodes[node as usize].kind {
            self.destroy_modes(system, record);
            self.lose_data(system, record);
            self.taint(event, system, clean_until, record);
        }
        self.struck(node, record, true);
        self.destroy_what_is_on(node, record);
        self.find_stored_on(node);
        for position in 0..self.a.stored.len() {
            let system = self.a.stored[position];
            let at_home = self.s.systems[system as usize].current == system;
            self.destroy_mode(system, record);
            self.taint(event, system, clean_until, record);
            self.struck_below(system, at_home, record);
            self.destroy_what_is_on(self.p.systems[system as usize].node, record);
        }
    }

    /// Recovery points after the intruder came are unclean, and copies may be destroyed.
    fn taint(&mut self, event: u32, system: u32, clean_until: Millis, record: RecordId) {
        let state = &mut self.s.systems[system as usize];
        state.clean_until = state.clean_until.min(clean_until);
        state.data_struck = record;
        let Effect::Corruption { destroys_copies, destroyed, .. } = self.p.events[event as usize].effect
        else {
            return;
        };
        self.r.looks_at(Place::Chance(destroyed.0));
        if destroys_copies <= 0.0 {
            return;
        }
        let first = self.p.systems[system as usize].points;
        for point in first..first + self.p.systems[system as usize].point_count {
            let copy = &self.p.points[point as usize];
            self.r.looks_at(Place::Point(point));
            if !copy.immutable && self.happens(destroyed, copy.key, destroys_copies) {
                self.destroy_point(point, record);
            }
        }
    }

    #[inline]
    fn destroy_what_is_on(&mut self, node: u32, record: RecordId) {
        for &point in self.p.points_on.row(node) {
            self.r.looks_at(Place::Point(point));
            if !self.p.points[point as usize].immutable {
                self.destroy_point(point, record);
            }
        }
    }

    #[inline(never)]
    fn destroy_point(&mut self, point: u32, record: RecordId) {
        let system = self.p.points[point as usize].system;
        self.s.destroyed[point as usize] = true;
        self.s.systems[system as usize].data_struck = record;
        self.mark_choice(system);
    }

    /// The first strike of an effect starts the incident.
    fn incident_starts(&mut self, record: RecordId) {
        if !self.s.incident.is_never() {
            return;
        }
        self.s.incident = self.now;
        self.s.incident_record = record;
        self.note(What::Incident, self.p.nobody, record);
        let detect = self.duration(self.p.response.detect);
        self.add(Timer { at: self.now.plus(detect), due: Due::Detected, index: 0, generation: 0 });
        self.want_tasks(TaskStart::Incident);
    }

    /// Marks everything that directly or indirectly needs a struck node.
    #[inline]
    fn touch(&mut self, node: u32) {
        if !self.s.touched[node as usize] {
            self.touch_above(node);
        }
    }

    #[inline(never)]
    fn touch_above(&mut self, node: u32) {
        self.s.touched[node as usize] = true;
        self.a.stack.push(node);
        while let Some(node) = self.a.stack.pop() {
            for &above in self.p.needed_by.row(node) {
                if !self.s.touched[above as usize] {
                    self.s.touched[above as usize] = true;
                    self.a.stack.push(above);
                }
            }
        }
    }

    /// A struck node, and what was struck along `stored_on` with it, may strike neighbours through the Spreads
    /// of the event; each node tries once.
    fn spread_from(&mut self, event: u32, through: u32, node: u32) {
        let p = self.p;
        for &spread in p.spreads.row(event) {
            if through != event && through != spread {
                continue;
            }
            self.a.strikers.clear();
            if self.mark_struck(spread, node) {
                self.a.strikers.push(node);
            }
            for position in 0..self.a.stored.len() {
                let stored = p.systems[self.a.stored[position] as usize].node;
                if self.mark_struck(spread, stored) {
                    self.a.strikers.push(stored);
                    self.s.struck_along.push((spread, stored, self.now));
                }
            }
            for position in 0..self.a.strikers.len() {
                self.try_neighbours(spread, self.a.strikers[position]);
            }
        }
    }

    fn mark_struck(&mut self, spread: u32, node: u32) -> bool {
        let bit = spread as usize * self.p.nodes.len() + node as usize;
        let word = &mut self.s.spread_struck[bit / 64];
        let new = *word & (1 << (bit % 64)) == 0;
        *word |= 1 << (bit % 64);
        new
    }

    fn is_struck(&self, spread: u32, node: u32) -> bool {
        let bit = spread as usize * self.p.nodes.len() + node as usize;
        self.s.spread_struck[bit / 64] & (1 << (bit % 64)) != 0
    }

    fn try_neighbours(&mut self, spread: u32, node: u32) {
        let p = self.p;
        let Effect::Spread { along, .. } = p.events[spread as usize].effect else { return };
        let (rows, row) = match (along, p.nodes[node as usize].kind) {
            (Along::Dependents, _) => (&p.dependents, node),
            (Along::Dependencies, _) => (&p.dependencies, node),
            (Along::Tag(tag), _) => (&p.tagged, tag),
            (Along::SameSite, NodeKind::Site(site)) => (&p.home_of, site),
            (Along::SameSite, NodeKind::System(system))
                if p.systems[system as usize].home != super::rows::NONE =>
            {
                (&p.home_of, p.systems[system as usize].home)
            }
            (Along::SameSite, _) => return,
        };
        for &system in rows.row(row) {
            self.try_neighbour(spread, node, system);
        }
    }

    fn try_neighbour(&mut self, spread: u32, from: u32, system: u32) {
        let p = self.p;
        let Effect::Spread { chance, chances, delay, least, .. } = p.events[spread as usize].effect else {
            return;
        };
        let to = p.systems[system as usize].node;
        // The first of all tries strikes: none that would come later is worth a draw.
        let tried = spread as usize * p.nodes.len() + to as usize;
        let first_try = self.s.first_try[tried];
        if to == from || self.is_struck(spread, to) || self.now.plus(least) >= first_try {
            return;
        }
        let key = pair_key(p.nodes[from as usize].key, p.nodes[to as usize].key);
        if !self.happens(chances, key, chance) {
            return;
        }
        self.r.looks_at(Place::Duration(delay.0));
        let at = self.now.plus(self.d.duration(&p.variables, delay, key));
        if at >= first_try {
            return;
        }
        self.s.first_try[tried] = at;
        let index = self.s.tries.len() as u32;
        self.s.tries.push((spread, to));
        self.add(Timer { at, due: Due::Spread, index, generation: 0 });
    }

    /// A try is due: the system is struck unless it was meanwhile.
    #[inline(never)]
    pub fn spread_strikes(&mut self, index: u32) {
        let (spread, node) = self.s.tries[index as usize];
        let Effect::Spread { of, .. } = self.p.events[spread as usize].effect else { return };
        // Struck along `stored_on` in this very instant is not struck earlier: names must not decide.
        let along = (spread, node, self.now);
        let only_along = self.s.struck_along.iter().position(|&struck| struck == along);
        if let Some(position) = only_along {
            self.s.struck_along.swap_remove(position);
        } else if self.is_struck(spread, node) {
            return;
        }
        let record = self.write(Cause::Event, self.p.events[spread as usize].who, RecordId::NONE);
        self.first_strike(spread, record);
        self.strike(of, spread, node, record);
    }
}

/// The stream index of an ordered pair of nodes.
fn pair_key(from: u64, to: u64) -> u64 {
    let mixed = (from ^ to.rotate_left(23)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) | 1 << 63
}
