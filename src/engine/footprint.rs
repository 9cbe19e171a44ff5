//! What a trial looked at of its program, so that variants that differ in nothing of it need not be played.
//!
//! A trial is a function of (program, seed, trial number). If two programs differ only in places that the trial of the
//! one never looks at, then by induction over its steps the trial of the other does the same: every step reads what is
//! the same in both. [`difference`](super::difference) names the places; a test plays what is skipped.

use super::program::Program;
use super::timeline::{Change, Recorder};

/// A part of a program that variants of a plan often differ in; the numbers are positions in the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The value of a duration.
    Duration(u32),
    /// The value of a number.
    Number(u32),
    /// The chance that goes with a variable.
    Chance(u32),
    /// Of a team the people in force and its hours, of a resource the units, for whatever reason.
    People(u32),
    /// People or units of a pool asked for that were not free.
    Short(u32),
    /// A copy: when it is taken and what destroys it.
    Point(u32),
}

/// The places that a trial looked at.
#[derive(Clone, Debug)]
pub struct Footprint {
    /// Where each kind of place begins.
    starts: [u32; 6],
    bits: Vec<u64>,
}

impl Footprint {
    /// Of no trial yet.
    pub fn new(program: &Program) -> Footprint {
        let pools = program.teams.len() + program.resources.len();
        let variables = &program.variables;
        let sizes = [
            variables.durations.len(),
            variables.numbers.len(),
            variables.columns.len(),
            pools,
            pools,
            program.points.len(),
        ];
        let mut end = 0;
        let starts = sizes.map(|size| {
            let start = end;
            end += size as u32;
            start
        });
        Footprint { starts, bits: vec![0; (end as usize).div_ceil(64)] }
    }

    /// Forgets the last trial.
    pub fn clear(&mut self) {
        self.bits.fill(0);
    }

    /// Whether the trial looked at a place.
    pub fn holds(&self, place: Place) -> bool {
        let bit = self.bit(place);
        self.bits[bit / 64] >> (bit % 64) & 1 == 1
    }

    #[inline]
    fn bit(&self, place: Place) -> usize {
        let (kind, position) = match place {
            Place::Duration(position) => (0, position),
            Place::Number(position) => (1, position),
            Place::Chance(position) => (2, position),
            Place::People(position) => (3, position),
            Place::Short(position) => (4, position),
            Place::Point(position) => (5, position),
        };
        (self.starts[kind] + position) as usize
    }
}

impl Recorder for Footprint {
    const LISTENS: bool = false;

    fn change(&mut self, _: Change) {}

    #[inline]
    fn looks_at(&mut self, place: Place) {
        let bit = self.bit(place);
        self.bits[bit / 64] |= 1 << (bit % 64);
    }
}
