//! What waits for people and units: work that asks for one thing alone in a line of its own for each thing, all
//! other work in one list. Both are sorted by rank.
//!
//! Who asks alone for as much of the same pool as the first of a line has no room where that one has none: of a line,
//! however long, only the first is ever looked at.

use super::program::{Ask, Program, pool_bit};
use super::rows::NONE;

/// Where a piece of work stands in the queue; the lowest starts first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    /// That of the work, then the birth of the mode that restarts.
    pub order: u64,
    pub work: u32,
}

impl Rank {
    /// Behind everything.
    pub const LAST: Rank = Rank { order: u64::MAX, work: u32::MAX };
}

/// A piece of work that asks for several things, or for its strategy's units.
#[derive(Clone, Copy, Debug)]
pub struct Waiting {
    pub rank: Rank,
    /// Position in `Program::works`.
    pub program: u32,
    /// The pools of which it is short, and those of which less would make a difference, as `pool_bit`s.
    pub short: u64,
    pub watched: u64,
}

impl Waiting {
    /// Short of whatever there is, before the first look.
    pub const UNSEEN: u64 = u64::MAX;
}

/// The pools that have changed, as `pool_bit`s: of which there may be more free and of which there may be less.
#[derive(Clone, Copy, Debug, Default)]
pub struct Changed {
    pub freed: u64,
    pub taken: u64,
}

/// All that asks for this alone.
#[derive(Clone, Debug)]
struct Line {
    ask: Ask,
    /// The last starts first.
    waiting: Vec<Rank>,
    /// Somebody has come since the last look.
    fresh: bool,
    /// Stands in `Waitings::filled`.
    filled: bool,
}

/// All that waits, in reused memory.
#[derive(Clone, Debug, Default)]
pub struct Waitings {
    /// Line of each of `Program::works`; `NONE` of those that stand among the others.
    line_of: Vec<u32>,
    lines: Vec<Line>,
    /// The lines in which somebody waits, among some in which nobody does any more; whether somebody came to one
    /// since the last look, and their pools as `pool_bit`s.
    filled: Vec<u32>,
    fresh: bool,
    pools: u64,
    /// The lines that are looked at. The first of those below `shut` may have room, that of the others has none.
    open: Vec<u32>,
    shut: usize,
    /// The line of the first of all among the open ones.
    front: usize,
    /// The first to start stands first.
    pub others: Vec<Waiting>,
    /// Work that came to a line since the last look.
    pub newcomers: Vec<u32>,
}

impl Waitings {
    /// Nobody waits.
    pub fn blank(p: &Program) -> Waitings {
        let asks = p.works.iter().enumerate().map(|(work, spec)| match p.asks.row(work as u32) {
            [ask] if spec.occupies == NONE && ask.amount > 0 => Some(*ask),
            _ => None,
        });
        Waitings::for_works(&asks.collect::<Vec<_>>())
    }

    /// Nobody waits, of works of which these ask for one thing alone.
    fn for_works(alone: &[Option<Ask>]) -> Waitings {
        let mut asks: Vec<Ask> = alone.iter().copied().flatten().collect();
        asks.sort_unstable();
        asks.dedup();
        let line_of = |ask: &Option<Ask>| match ask {
            Some(ask) => asks.partition_point(|other| other < ask) as u32,
            None => NONE,
        };
        let line = |&ask: &Ask| Line { ask, waiting: Vec::new(), fresh: false, filled: false };
        Waitings {
            line_of: alone.iter().map(line_of).collect(),
            lines: asks.iter().map(line).collect(),
            ..Waitings::default()
        }
    }

    pub fn clear(&mut self) {
        for line in self.filled.drain(..) {
            let line = &mut self.lines[line as usize];
            line.waiting.clear();
            (line.fresh, line.filled) = (false, false);
        }
        (self.fresh, self.pools) = (false, 0);
        self.open.clear();
        self.others.clear();
        self.newcomers.clear();
    }

    /// Somebody comes.
    pub fn insert(&mut self, rank: Rank, program: u32) {
        let line = self.line_of[program as usize];
        if line == NONE {
            let position = self.others.partition_point(|other| other.rank < rank);
            self.others.insert(position, Waiting { rank, program, short: Waiting::UNSEEN, watched: 0 });
            return;
        }
        let Line { ask, waiting, fresh, filled } = &mut self.lines[line as usize];
        let position = waiting.partition_point(|&other| other > rank);
        waiting.insert(position, rank);
        (*fresh, self.fresh) = (true, true);
        self.pools |= pool_bit(ask.pool);
        if !*filled {
            *filled = true;
            self.filled.push(line);
        }
        self.newcomers.push(rank.work);
    }

    /// Somebody who waits goes.
    pub fn remove(&mut self, rank: Rank, program: u32) {
        match self.line_of[program as usize] {
            NONE => self.others.retain(|other| other.rank != rank),
            line => {
                let waiting = &mut self.lines[line as usize].waiting;
                let position = waiting.partition_point(|&other| other > rank);
                debug_assert_eq!(waiting.get(position), Some(&rank));
                waiting.remove(position);
            }
        }
    }

    /// Keeps only work that is to stay.
    pub fn retain(&mut self, mut stays: impl FnMut(u32) -> bool) {
        self.others.retain(|other| stays(other.rank.work));
        for &line in &self.filled {
            self.lines[line as usize].waiting.retain(|rank| stays(rank.work));
        }
    }

    /// Whether the change means anything to somebody who waits.
    #[inline]
    pub fn minds(&self, changed: Changed) -> bool {
        let minds = |other: &Waiting| other.short & changed.freed != 0 || other.watched & changed.taken != 0;
        self.pools & changed.freed != 0 || self.others.iter().any(minds)
    }

    /// Opens the lines that must be looked at, since somebody came or one of these pools, as `pool_bit`s, has changed.
    #[inline]
    pub fn open(&mut self, stirred: u64) {
        if self.fresh || self.pools & stirred != 0 {
            self.open_some(stirred);
        }
        self.shut = self.open.len();
        self.front = 0;
    }

    fn open_some(&mut self, stirred: u64) {
        let (lines, open) = (&mut self.lines, &mut self.open);
        (self.fresh, self.pools) = (false, 0);
        let mut position = 0;
        while let Some(&at) = self.filled.get(position) {
            let line = &mut lines[at as usize];
            line.filled = !line.waiting.is_empty();
            let fresh = std::mem::take(&mut line.fresh);
            if !line.filled {
                self.filled.swap_remove(position);
                continue;
            }
            position += 1;
            let pool = pool_bit(line.ask.pool);
            self.pools |= pool;
            if fresh || pool & stirred != 0 {
                open.push(at);
            }
        }
    }

    /// The first of all in open lines and what it asks for, if it stands before a rank.
    #[inline]
    pub fn first(&mut self, before: Rank) -> Option<(Rank, Ask)> {
        let mut first = (before, usize::MAX);
        for (at, &line) in self.open[..self.shut].iter().enumerate() {
            let waiting = &self.lines[line as usize].waiting;
            first = first.min((waiting[waiting.len() - 1], at));
        }
        self.front = first.1;
        let line = *self.open.get(first.1)?;
        Some((first.0, self.lines[line as usize].ask))
    }

    /// The first of all, just asked for, goes.
    #[inline]
    pub fn take_first(&mut self) {
        let line = &mut self.lines[self.open[self.front] as usize];
        line.waiting.pop();
        if line.waiting.is_empty() {
            self.shut_first();
        }
    }

    /// The first of all, just asked for, has no room: nobody in its line has.
    #[inline]
    pub fn shut_first(&mut self) {
        self.shut -= 1;
        self.open.swap(self.front, self.shut);
    }

    /// Takes a line that was open and in which somebody waits still; says what is asked for there.
    #[inline]
    pub fn close(&mut self) -> Option<Ask> {
        while let Some(line) = self.open.pop() {
            let Line { ask, waiting, .. } = &self.lines[line as usize];
            if !waiting.is_empty() {
                return Some(*ask);
            }
        }
        None
    }

    /// All work that waits.
    pub fn works(&self) -> impl Iterator<Item = u32> {
        let in_lines = self.filled.iter().flat_map(|&line| &self.lines[line as usize].waiting);
        in_lines.map(|rank| rank.work).chain(self.others.iter().map(|other| other.rank.work))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// People of three teams; what each of nine works asks for, the last of several.
    const PEOPLE: [u32; 3] = [1, 2, 4];
    const ASKS: [(u32, u32); 8] = [(0, 1), (1, 1), (1, 2), (2, 1), (2, 1), (2, 3), (0, 1), (1, 1)];

    fn asks() -> Vec<Option<Ask>> {
        ASKS.iter().map(|&(pool, amount)| Some(Ask { pool, amount })).chain([None]).collect()
    }

    /// Goes through the whole queue in the order of the ranks: who has room starts.
    fn one_by_one(queue: &mut Vec<(Rank, u32)>, free: &mut [u32; 3]) -> Vec<u32> {
        let mut started = Vec::new();
        queue.sort_unstable();
        queue.retain(|&(rank, program)| {
            let Some(&(pool, amount)) = ASKS.get(program as usize) else { return true };
            let has_room = free[pool as usize] >= amount;
            if has_room {
                free[pool as usize] -= amount;
                started.push(rank.work);
            }
            !has_room
        });
        started
    }

    fn line_by_line(waitings: &mut Waitings, stirred: u64, free: &mut [u32; 3]) -> Vec<u32> {
        let mut started = Vec::new();
        waitings.open(stirred);
        while let Some((first, ask)) = waitings.first(Rank::LAST) {
            if free[ask.pool as usize] >= ask.amount {
                free[ask.pool as usize] -= ask.amount;
                waitings.take_first();
                started.push(first.work);
            } else {
                waitings.shut_first();
            }
        }
        while waitings.close().is_some() {}
        waitings.newcomers.clear();
        started
    }

    #[test]
    fn who_starts_line_by_line_is_who_starts_one_by_one() {
        let mut mixed = 7_u64;
        let mut next = |below: u64| {
            mixed = mixed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (mixed >> 33) % below
        };
        let mut waitings = Waitings::for_works(&asks());
        for trial in 0..40 {
            waitings.clear();
            let (mut queue, mut free): (Vec<(Rank, u32)>, _) = (Vec::new(), PEOPLE);
            for step in 0..60 {
                let mut stirred = 0;
                for _ in 0..next(4) {
                    let rank = Rank { order: next(20), work: 1_000 * step + queue.len() as u32 };
                    let program = next(9) as u32;
                    waitings.insert(rank, program);
                    queue.push((rank, program));
                }
                if next(3) == 0 && !queue.is_empty() {
                    let (rank, program) = queue.remove(next(queue.len() as u64) as usize);
                    waitings.remove(rank, program);
                }
                let pool = next(3) as u32;
                if free[pool as usize] < PEOPLE[pool as usize] {
                    free[pool as usize] += 1;
                    stirred |= pool_bit(pool);
                }
                let mut other_free = free;
                let expected = one_by_one(&mut queue, &mut other_free);
                assert_eq!(line_by_line(&mut waitings, stirred, &mut free), expected, "{trial}, {step}");
                let mut left: Vec<u32> = waitings.works().collect();
                let mut expected: Vec<u32> = queue.iter().map(|(rank, _)| rank.work).collect();
                left.sort_unstable();
                expected.sort_unstable();
                assert_eq!((left, free), (expected, other_free));
            }
        }
    }
}
