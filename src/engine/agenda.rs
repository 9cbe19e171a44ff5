//! What falls due when, and the lists of what the present round must look at.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::marks::Marks;
use super::program::Program;
use super::record::{Cause, Who};
use super::waiting::{Changed, Waitings};
use crate::units::Millis;

/// What falls due. The order is that of the phases of a round: until `Lapse` phase 1, until `Decided`
/// phase 2, the others only make phases 3 to 5 look again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Due {
    Event,
    Spread,
    Ride,
    Lapse,
    StrikeEnd,
    Detected,
    Assessed,
    Declared,
    Mobilised,
    Work,
    Restart,
    Decided,
    GiveUp,
    NotBefore,
    Regroup,
    Notice,
    Wake,
}

/// In which phase something falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    Down,
    Up,
    Look,
}

impl Due {
    const ALL: [Due; 17] = [
        Due::Event,
        Due::Spread,
        Due::Ride,
        Due::Lapse,
        Due::StrikeEnd,
        Due::Detected,
        Due::Assessed,
        Due::Declared,
        Due::Mobilised,
        Due::Work,
        Due::Restart,
        Due::Decided,
        Due::GiveUp,
        Due::NotBefore,
        Due::Regroup,
        Due::Notice,
        Due::Wake,
    ];

    pub fn turn(self) -> Turn {
        if self <= Due::Lapse {
            Turn::Down
        } else if self <= Due::Decided {
            Turn::Up
        } else {
            Turn::Look
        }
    }
}

/// An entry of the agenda; void if `generation` is no longer that of the thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timer {
    pub at: Millis,
    pub due: Due,
    pub index: u32,
    pub generation: u32,
}

/// A timer in two numbers that compare as the timer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Packed {
    /// Its instant, then what is due.
    when: u64,
    /// Its index, then its generation.
    what: u64,
}

/// Bits below the instant.
const DUE: u32 = 8;

impl Packed {
    #[inline]
    fn new(timer: Timer) -> Packed {
        // The horizon, beyond which nothing is entered, is far below 2^56 ms; no instant is negative.
        let when = timer.at.get().unsigned_abs() << DUE | timer.due as u64;
        Packed { when, what: u64::from(timer.index) << 32 | u64::from(timer.generation) }
    }

    #[inline]
    fn at(self) -> Millis {
        Millis::new((self.when >> DUE) as i64)
    }

    #[inline]
    fn timer(self) -> Timer {
        let due = Due::ALL[usize::from(self.when as u8)];
        Timer { at: self.at(), due, index: (self.what >> 32) as u32, generation: self.what as u32 }
    }
}

/// A change that is due now, in two numbers that compare as (cause, who, what is due, index, generation) do: that is
/// the order of simultaneous changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    charge: u64,
    what: u64,
}

impl Change {
    #[inline]
    pub fn new(cause: Cause, who: Who, timer: Timer) -> Change {
        let charge = (cause as u64) << (32 + DUE) | u64::from(who.0) << DUE | timer.due as u64;
        Change { charge, what: Packed::new(timer).what }
    }

    /// The timer that is due `now`.
    #[inline]
    pub fn timer(self, now: Millis) -> Timer {
        Timer { at: now, ..Packed { when: u64::from(self.charge as u8), what: self.what }.timer() }
    }
}

/// So many of the next timers are kept in order.
const NEAR: usize = 128;

/// All timers: the next few in order, the others in a heap. Most of what is entered falls due soon, and most
/// trials have few timers at once.
#[derive(Clone, Debug)]
struct Timers {
    /// Instant of the next, which is asked for far more often than it changes.
    at: Millis,
    /// The last falls due first, all of them before any that is far.
    near: Vec<Packed>,
    far: BinaryHeap<Reverse<Packed>>,
}

impl Default for Timers {
    fn default() -> Timers {
        Timers { at: Millis::NEVER, near: Vec::new(), far: BinaryHeap::new() }
    }
}

impl Timers {
    fn clear(&mut self) {
        self.at = Millis::NEVER;
        self.near.clear();
        self.far.clear();
    }

    /// The instant of the next; never if there is none.
    #[inline]
    fn at(&self) -> Millis {
        self.at
    }

    #[inline]
    fn push(&mut self, timer: Packed) {
        let place = self.place_of(timer);
        if place == 0 && !self.far.is_empty() {
            // Not before the last that is near: perhaps after one that is far.
            self.far.push(Reverse(timer));
            return;
        }
        self.near.insert(place, timer);
        self.at = self.at.min(timer.at());
        if self.near.len() > NEAR {
            self.far.extend(self.near.drain(..NEAR / 2).map(Reverse));
        }
    }

    /// Where a timer stands among those that are near. Most of what is entered falls due among the next few. What falls
    /// due together in the same way is ordered when it does.
    #[inline]
    fn place_of(&self, timer: Packed) -> usize {
        const STRIDE: usize = 8;
        let mut place = self.near.len();
        while place > STRIDE && self.near[place - STRIDE].when <= timer.when {
            place -= STRIDE;
        }
        while place > 0 && self.near[place - 1].when <= timer.when {
            place -= 1;
        }
        place
    }

    #[inline]
    fn pop(&mut self) -> Option<Packed> {
        let timer = self.near.pop();
        if self.near.is_empty() {
            self.bring_near();
        }
        self.at = self.near.last().map_or(Millis::NEVER, |next| next.at());
        timer
    }

    /// Takes the next from the heap where none is near.
    fn bring_near(&mut self) {
        while self.near.len() < NEAR / 2 {
            let Some(Reverse(timer)) = self.far.pop() else { break };
            self.near.push(timer);
        }
        self.near.reverse();
    }
}

/// Timers and work lists, in reused memory.
#[derive(Clone, Debug)]
pub struct Agenda {
    timers: Timers,
    /// Signals that have flipped and not yet told their successors.
    pub flipped: Vec<(u32, bool)>,
    /// Changes of phases 1 and 2, and room to order those that are simultaneous.
    pub down: Vec<Timer>,
    pub up: Vec<Timer>,
    pub changes: Vec<Change>,
    /// Systems for phase 3 and choices of systems for phase 4; services, for their workarounds.
    pub systems: Marks,
    pub choices: Marks,
    pub services: Marks,
    /// Lines that turned, each once.
    pub lines: Vec<u32>,
    pub tasks: Marks,
    /// Modes whose attended restart is due and not yet called for.
    pub restarts: Vec<u32>,
    /// An empty list that takes the place of the one being looked at, and the other way round after it:
    /// what is put on a list meanwhile stands there for the next look, and no memory is given back.
    pub spare: Vec<u32>,
    /// Work that may have become ready.
    pub candidates: Vec<u32>,
    /// The queue.
    pub waiting: Waitings,
    /// The pools that have changed: look at what waits for them.
    pub changed: Changed,
    /// Something in the queue may have ceased to be ready.
    pub unsettled: bool,
    /// The incident is assessed and the team that declares is to be called.
    pub decider_due: bool,
    /// Nodes still to visit; systems found along `stored_on`.
    pub stack: Vec<u32>,
    pub stored: Vec<u32>,
    /// Nodes that a Spread may go on from.
    pub strikers: Vec<u32>,
}

impl Agenda {
    /// Nothing is due.
    pub fn blank(program: &Program) -> Agenda {
        let systems = Marks::up_to(program.systems.len());
        Agenda {
            timers: Timers::default(),
            flipped: Vec::new(),
            down: Vec::new(),
            up: Vec::new(),
            changes: Vec::new(),
            choices: systems.clone(),
            systems,
            services: Marks::up_to(program.services.len()),
            lines: Vec::new(),
            tasks: Marks::up_to(program.tasks.len()),
            restarts: Vec::new(),
            spare: Vec::new(),
            candidates: Vec::new(),
            waiting: Waitings::blank(program),
            changed: Changed::default(),
            unsettled: false,
            decider_due: false,
            stack: Vec::new(),
            stored: Vec::new(),
            strikers: Vec::new(),
        }
    }

    pub fn clear(&mut self) {
        self.timers.clear();
        self.flipped.clear();
        self.down.clear();
        self.up.clear();
        self.systems.clear();
        self.choices.clear();
        self.services.clear();
        self.lines.clear();
        self.tasks.clear();
        self.restarts.clear();
        self.candidates.clear();
        self.waiting.clear();
        self.changed = Changed::default();
        self.unsettled = false;
        self.decider_due = false;
        self.stack.clear();
        self.stored.clear();
        self.strikers.clear();
    }

    #[inline]
    pub fn add(&mut self, timer: Timer) {
        self.timers.push(Packed::new(timer));
    }

    /// The next instant at which something is due; never if nothing is.
    #[inline]
    pub fn next(&self) -> Millis {
        self.timers.at()
    }

    /// Takes the next timer if it is due at `now`.
    #[inline]
    pub fn take(&mut self, now: Millis) -> Option<Timer> {
        if self.next() == now { self.timers.pop().map(Packed::timer) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timers_come_in_order_however_many_there_are() {
        for count in [3_u64, 20, 129, 300, 2_000] {
            let (mut timers, mut mixed) = (Timers::default(), 1_u64);
            let mut expected = Vec::new();
            let mut next = |below: u64| {
                mixed = mixed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (mixed >> 33) % below
            };
            for _ in 0..count {
                let timer = Packed { when: next(500), what: 0 };
                timers.push(timer);
                expected.push(timer);
            }
            // Some are taken, and others entered meanwhile.
            for _ in 0..3 * count {
                expected.sort_unstable();
                assert_eq!(timers.near.last(), expected.first());
                if next(2) == 0 && !expected.is_empty() {
                    assert_eq!(timers.pop(), Some(expected.remove(0)));
                } else {
                    let timer = Packed { when: next(500), what: 0 };
                    timers.push(timer);
                    expected.push(timer);
                }
            }
            expected.sort_unstable();
            let left: Vec<Packed> = std::iter::from_fn(|| timers.pop()).collect();
            assert_eq!(left, expected, "{count} timers");
        }
    }

    #[test]
    fn changes_of_an_instant_go_by_cause_then_who_then_their_timers() {
        let now = Millis::new(5);
        let mut changes = Vec::new();
        for cause in [Cause::Event, Cause::Workaround] {
            for who in [0, 1, u32::MAX] {
                for (due, index) in [(Due::Event, u32::MAX), (Due::Decided, 0), (Due::Decided, 1)] {
                    changes.push((cause, Who(who), Timer { at: now, due, index, generation: 3 }));
                }
            }
        }
        let packed: Vec<_> =
            changes.iter().map(|&(cause, who, timer)| Change::new(cause, who, timer)).collect();
        assert!(packed.is_sorted() && changes.is_sorted());
        for (change, (_, _, timer)) in packed.iter().zip(changes) {
            assert_eq!(change.timer(now), timer);
        }
    }

    #[test]
    fn packed_timers_compare_as_timers_do() {
        assert!(Due::ALL.iter().enumerate().all(|(at, due)| *due as usize == at));
        let mut timers = Vec::new();
        for at in [0, 1, 3_155_760_000_000] {
            for due in Due::ALL {
                for (index, generation) in [(0, 0), (0, u32::MAX), (7, 3), (u32::MAX, 0)] {
                    timers.push(Timer { at: Millis::new(at), due, index, generation });
                }
            }
        }
        for one in &timers {
            assert_eq!(Packed::new(*one).timer(), *one);
            for other in &timers {
                assert_eq!(Packed::new(*one).cmp(&Packed::new(*other)), one.cmp(other), "{one:?} {other:?}");
            }
        }
    }
}
