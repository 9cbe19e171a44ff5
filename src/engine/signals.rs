//! The network of gates: what turns on or off because something else did.
//!
//! While things go down only offs are spread, while things come up only ons; both from the state as it is.
//! So two nodes that need each other and are both down do not lift each other: the least fixed point.

use super::agenda::{Due, Timer};
use super::gates::Edge;
use super::record::{Cause, RecordId, Who};
use super::rows::NONE;
use super::state::Signal;
use super::timeline::{Change, Recorder, What};
use super::trial::Trial;

impl<R: Recorder> Trial<'_, R> {
    #[inline]
    pub fn is_on(&self, signal: u32) -> bool {
        self.s.signals[signal as usize].is_on()
    }

    /// A signal that need not exist: without one there is nothing to wait for.
    #[inline]
    pub fn is_on_or_none(&self, signal: u32) -> bool {
        signal == NONE || self.is_on(signal)
    }

    /// The record of a signal's last flip; `NONE` for a signal that does not exist or never flipped.
    pub fn record_of(&self, signal: u32) -> RecordId {
        if signal == NONE { RecordId::NONE } else { self.s.signals[signal as usize].record }
    }

    /// One input of a signal turns on or off. `spread` must follow.
    #[inline]
    pub fn turn(&mut self, signal: u32, on: bool, record: RecordId) {
        turn(&mut self.s.signals, &mut self.a.flipped, signal, on, record);
    }

    /// Turns one input and lets it spread as far as it goes.
    pub fn turn_and_spread(&mut self, signal: u32, on: bool, record: RecordId) {
        self.turn(signal, on, record);
        self.spread(record);
    }

    /// Tells the successors of all that has flipped, until nothing flips any more.
    pub fn spread(&mut self, record: RecordId) {
        let p = self.p;
        while let Some((signal, on)) = self.a.flipped.pop() {
            if R::LISTENS {
                self.listen(signal, on, record);
            }
            if self.s.unheard[signal as usize] {
                continue;
            }
            for next in p.signals.told.row(signal) {
                match next.gate() {
                    Some(gate) => self.turn(gate, on, record),
                    None => self.tell(next.edge(), (signal, on), record),
                }
            }
        }
    }

    fn listen(&mut self, signal: u32, on: bool, why: RecordId) {
        let who = self.p.signals.label[signal as usize];
        if who != self.p.nobody {
            let what = if on { What::Up } else { What::Down };
            self.r.change(Change { at: self.now, what, who, why, age: None });
        }
    }

    /// Tells one successor of a signal that it has flipped.
    #[inline]
    fn tell(&mut self, edge: Edge, (from, on): (u32, bool), record: RecordId) {
        match edge {
            Edge::Gate(gate) => self.turn(gate, on, record),
            Edge::Ride(ride) => self.ride(ride, on, record),
            Edge::Place(system) => self.place_turned(system, from, record),
            Edge::SlotSite(slot) => self.site_turned(slot, on, record),
            Edge::SlotAfter(slot) => self.after_turned(slot, on, record),
            Edge::Store(system) => self.store_turned(system, on, record),
            Edge::FailsOver(system) => self.fails_over_turned(system, on, record),
            Edge::Choice(system) => self.mark_choice(system),
            Edge::RestartStaff(system) => self.restart_staff_turned(system, on),
            Edge::Work(work) => self.standing_turned(work, on),
            Edge::Occupied(strategy) => self.occupied_turned(strategy, on),
            Edge::WorkaroundNeeds(workaround) => self.workaround_needs_turned(workaround, on, record),
            Edge::Base(service) => self.mark_service(service),
            Edge::Line(line) => self.line_turned(line, on, record),
        }
    }

    /// A need that is ridden out stops holding only after a while, and holds again at once.
    fn ride(&mut self, ride: u32, on: bool, record: RecordId) {
        let output = self.p.rides[ride as usize].output;
        self.s.rides[ride as usize].generation += 1;
        if on {
            if !self.is_on(output) {
                self.turn(output, true, record);
            }
            return;
        }
        let lasts = self.duration(self.p.rides[ride as usize].lasts);
        if lasts.get() == 0 {
            self.turn(output, false, record);
        } else {
            let generation = self.s.rides[ride as usize].generation;
            self.add(Timer { at: self.now.plus(lasts), due: Due::Ride, index: ride, generation });
        }
    }

    /// Cause and who of the going down of what is ridden out.
    pub fn charged_as_fallen(&self, ride: u32) -> (Cause, Who) {
        let down = self.s.records[self.record_of(self.p.rides[ride as usize].input).0 as usize];
        (down.cause, down.who)
    }

    /// The node has been down for as long as its holder can ride it out.
    pub fn ride_ends(&mut self, timer: Timer) {
        let p = self.p;
        let ride = &p.rides[timer.index as usize];
        if self.s.rides[timer.index as usize].generation == timer.generation && self.is_on(ride.output) {
            // Charged as the going down was, at the instant at which it is felt.
            let down = self.s.records[self.record_of(ride.input).0 as usize];
            let record = self.write(down.cause, down.who, down.before);
            self.turn_and_spread(ride.output, false, record);
        }
    }
}

/// One input of a signal turns on or off: notes whether it flips by it.
#[inline]
fn turn(signals: &mut [Signal], flipped: &mut Vec<(u32, bool)>, signal: u32, on: bool, record: RecordId) {
    let (step, flips_at) = if on { (-1, 0) } else { (1, 1) };
    let state = &mut signals[signal as usize];
    state.lacking += step;
    if state.lacking == flips_at {
        state.record = record;
        flipped.push((signal, on));
    }
}
