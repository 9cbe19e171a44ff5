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
pub struct Packed {
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
        // The horizon, beyond which nothing is entered, is far below 2^50 ms; no instant is negative.
        let when = timer.at.get().unsigned_abs() << DUE | timer.due as u64;
        Packed { when, what: u64::from(timer.index) << 32 | u64::from(timer.generation) }
    }

    #[inline]
    fn at(self) -> Millis {
        Millis::new((self.when >> DUE) as i64)
    }

    #[inline]
    fn due(self) -> Due {
        Due::ALL[usize::from(self.when as u8)]
    }

    /// In which phase it falls due.
    #[inline]
    pub fn turn(self) -> Turn {
        self.due().turn()
    }

    #[inline]
    pub fn timer(self) -> Timer {
        let due = self.due();
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
    pub fn timer(self, now: Millis) -> Packed {
        Packed { when: now.get().unsigned_abs() << DUE | u64::from(self.charge as u8), what: self.what }
    }
}

/// So many of the next timers are kept near, in rows of so many.
const NEAR: usize = 64;
const ROW: usize = 8;
/// Bits of a place among them.
const PLACE: u32 = NEAR.trailing_zeros();
/// Where no timer is: later than any.
const FREE: u64 = u64::MAX;

/// All timers: the next few wherever there was room, the others in a heap.
///
/// Most trials have few timers at once. The next of a few is found faster by looking at them, always in the same way,
/// than in any order: when what falls due cannot be foreseen, neither by the processor.
#[derive(Clone, Debug)]
struct Timers {
    /// The least of `near`: what falls due next.
    next: u64,
    /// The least of each row.
    least: [u64; NEAR / ROW],
    /// When each falls due (`Packed::when`), then its place; none is later than any that is far.
    near: [u64; NEAR],
    what: [u64; NEAR],
    /// Bit i: there is room at place i.
    room: u64,
    far: BinaryHeap<Reverse<Packed>>,
    /// Whatever falls due then or later goes to those that are far.
    bound: u64,
    /// Those that are on their way from near to far or back.
    moving: Vec<Packed>,
}

impl Default for Timers {
    fn default() -> Timers {
        Timers {
            next: FREE,
            least: [FREE; NEAR / ROW],
            near: [FREE; NEAR],
            what: [0; NEAR],
            room: u64::MAX,
            far: BinaryHeap::new(),
            bound: u64::MAX,
            moving: Vec::new(),
        }
    }
}

impl Timers {
    fn clear(&mut self) {
        self.leave_near();
        self.far.clear();
        self.bound = u64::MAX;
    }

    fn leave_near(&mut self) {
        self.next = FREE;
        self.least.fill(FREE);
        self.near.fill(FREE);
        self.room = u64::MAX;
    }

    /// The instant of the next; never if there is none.
    #[inline]
    fn at(&self) -> Millis {
        if self.next == FREE { Millis::NEVER } else { Millis::new((self.next >> (PLACE + DUE)) as i64) }
    }

    #[inline]
    fn push(&mut self, timer: Packed) {
        if timer.when >= self.bound {
            return self.far.push(Reverse(timer));
        }
        if self.room == 0 {
            return self.push_among_many(timer);
        }
        let place = self.room.trailing_zeros() as usize % NEAR;
        self.room &= self.room - 1;
        let key = timer.when << PLACE | place as u64;
        self.near[place] = key;
        self.what[place] = timer.what;
        self.least[place / ROW] = self.least[place / ROW].min(key);
        self.next = self.next.min(key);
    }

    #[inline]
    fn pop(&mut self) -> Option<Packed> {
        if self.next == FREE {
            return None;
        }
        let place = self.next as usize % NEAR;
        let timer = Packed { when: self.next >> PLACE, what: self.what[place] };
        self.near[place] = FREE;
        self.room |= 1 << place;
        // The other rows need not wait for what is the least of this one.
        self.least[place / ROW] = FREE;
        let of_others = least(&self.least);
        let of_row = least(&self.near.as_chunks::<ROW>().0[place / ROW]);
        self.least[place / ROW] = of_row;
        self.next = of_row.min(of_others);
        if self.next == FREE && !self.far.is_empty() {
            self.bring_near();
        }
        Some(timer)
    }

    /// Enters a timer where there is no room near: moves the later half to those that are far.
    #[cold]
    fn push_among_many(&mut self, timer: Packed) {
        let mut moving = std::mem::take(&mut self.moving);
        moving.extend(
            self.near.iter().zip(&self.what).map(|(&key, &what)| Packed { when: key >> PLACE, what }),
        );
        moving.sort_unstable();
        let bound = moving[NEAR / 2].when;
        self.far.extend(moving.drain(NEAR / 2..).map(Reverse));
        self.leave_near();
        // The others stay near, whether or not what is far falls due as early.
        self.bound = u64::MAX;
        moving.drain(..).for_each(|timer| self.push(timer));
        self.bound = bound;
        self.moving = moving;
        self.push(timer);
    }

    /// Takes the next from the heap where none is near.
    #[cold]
    fn bring_near(&mut self) {
        let mut moving = std::mem::take(&mut self.moving);
        while moving.len() < NEAR / 2
            && let Some(Reverse(timer)) = self.far.pop()
        {
            moving.push(timer);
        }
        self.bound = u64::MAX;
        moving.drain(..).for_each(|timer| self.push(timer));
        self.bound = self.far.peek().map_or(u64::MAX, |Reverse(timer)| timer.when);
        self.moving = moving;
    }
}

/// The least of a row, found side by side: much waits for it.
#[inline]
fn least(&[a, b, c, d, e, f, g, h]: &[u64; ROW]) -> u64 {
    let (left, right) = (a.min(b).min(c.min(d)), e.min(f).min(g.min(h)));
    left.min(right)
}

/// Timers and work lists, in reused memory.
#[derive(Clone, Debug, Default)]
pub struct Agenda {
    timers: Timers,
    /// Signals that have flipped and not yet told their successors.
    pub flipped: Vec<(u32, bool)>,
    /// Changes of phases 1 and 2, and room to order those that are simultaneous.
    pub down: Vec<Packed>,
    pub up: Vec<Packed>,
    pub changes: Vec<Change>,
    /// Systems for phase 3 and choices of systems for phase 4; services, for their workarounds.
    pub systems: Marks,
    pub choices: Marks,
    pub services: Marks,
    /// Lines that turned, each once.
    pub lines: Vec<u32>,
    pub tasks: Marks,
    /// An empty set that takes the place of the one being looked at: what is marked meanwhile is for the next look.
    pub seen: Marks,
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
        let (systems, services, tasks) = (program.systems.len(), program.services.len(), program.tasks.len());
        let marks = Marks::up_to(systems.max(services).max(tasks));
        Agenda {
            timers: Timers::default(),
            flipped: Vec::new(),
            down: Vec::new(),
            up: Vec::new(),
            changes: Vec::new(),
            systems: marks.clone(),
            choices: marks.clone(),
            services: marks.clone(),
            lines: Vec::new(),
            tasks: marks.clone(),
            seen: marks,
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

    /// Whether something is due at `now`.
    #[inline]
    pub fn is_due(&self, now: Millis) -> bool {
        self.timers.next >> (PLACE + DUE) == now.get() as u64
    }

    /// Takes the next timer if it is due at `now`.
    #[inline]
    pub fn take(&mut self, now: Millis) -> Option<Packed> {
        if self.is_due(now) { self.timers.pop() } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timers_come_in_order_and_each_once_however_many_there_are() {
        let counts = [3_u64, 20, 64, 65, 129, 300, 2_000];
        for (count, instants) in counts.iter().flat_map(|&count| [(count, 500), (count, 3), (count, 1)]) {
            let (mut timers, mut mixed, mut what) = (Timers::default(), 1_u64, 0);
            let mut waiting: Vec<Packed> = Vec::new();
            let mut next = |below: u64| {
                mixed = mixed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (mixed >> 33) % below
            };
            // First all come, then some are taken and others come meanwhile, then all are taken.
            for step in 0..6 * count {
                let first = waiting.iter().map(|timer| timer.when).min();
                assert_eq!(timers.at(), first.map_or(Millis::NEVER, |when| Packed { when, what }.at()));
                let comes = step < count || (step < 4 * count && next(2) == 0);
                if comes {
                    what += 1;
                    let timer = Packed { when: next(instants) << DUE, what };
                    timers.push(timer);
                    waiting.push(timer);
                } else {
                    let taken = timers.pop();
                    assert_eq!(taken.map(|taken| taken.when), first, "{count} at {instants} instants");
                    let before = waiting.len();
                    waiting.retain(|timer| Some(*timer) != taken);
                    assert_eq!(before - waiting.len(), usize::from(taken.is_some()), "{count} at {instants}");
                }
            }
            assert!(waiting.len() as u64 <= 2 * count);
            while let Some(taken) = timers.pop() {
                waiting.retain(|timer| *timer != taken);
            }
            assert_eq!(waiting, []);
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
            assert_eq!(change.timer(now).timer(), timer);
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
