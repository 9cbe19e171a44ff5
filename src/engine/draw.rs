//! Draws: the value of every variable in every trial, by column.
//!
//! A draw depends on (seed, variable name, trial) alone. The last part of a name that counts (an attempt,
//! the number of a copy, a node) is the *index*: it selects the ChaCha stream under the variable's key, and
//! the trial is the position in that stream. Uniforms are filled for 64 neighbouring trials at once, when
//! the first of them asks; asking in any other order gives the same values, only slower.

use crate::chance::{Quantile, StreamKey, at_rate, uniforms};
use crate::units::Millis;

/// Trials that share one fill of a column.
pub const LANES: usize = 64;
/// Columns for which memory is taken before the first trial, at most; larger programs grow into theirs.
const LANES_AT_ONCE: usize = 4096;
/// Columns kept for indices beyond the first, at most.
const CACHE: usize = 512;

/// A variable duration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Var(pub u32);

/// A variable number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Factor(pub u32);

#[derive(Clone, Copy, Debug)]
enum Duration {
    Fixed(Millis),
    Drawn(u32),
    /// A size over a rate per millisecond, at most `cap` milliseconds.
    Ratio {
        size: Factor,
        rate: Factor,
        cap: f64,
    },
}

#[derive(Clone, Copy, Debug)]
enum Number {
    Fixed(f64),
    Drawn(u32),
}

#[derive(Clone, Debug)]
struct Column {
    key: StreamKey,
    quantile: Option<Quantile>,
}

/// All variables of a program.
#[derive(Clone, Debug, Default)]
pub struct Variables {
    durations: Vec<Duration>,
    numbers: Vec<Number>,
    columns: Vec<Column>,
}

impl Variables {
    pub fn fixed(&mut self, value: Millis) -> Var {
        self.durations.push(Duration::Fixed(value));
        Var(self.durations.len() as u32 - 1)
    }

    pub fn fixed_number(&mut self, value: f64) -> Factor {
        self.numbers.push(Number::Fixed(value));
        Factor(self.numbers.len() as u32 - 1)
    }

    /// A duration by its quantile in milliseconds.
    pub fn duration(&mut self, key: StreamKey, quantile: Quantile) -> Var {
        let duration = match quantile.fixed() {
            Some(value) => Duration::Fixed(Millis::from_f64(value)),
            None => Duration::Drawn(self.column(key, Some(quantile))),
        };
        self.durations.push(duration);
        Var(self.durations.len() as u32 - 1)
    }

    /// A number by its quantile.
    pub fn number(&mut self, key: StreamKey, quantile: Quantile) -> Factor {
        let number = match quantile.fixed() {
            Some(value) => Number::Fixed(value),
            None => Number::Drawn(self.column(key, Some(quantile))),
        };
        self.numbers.push(number);
        Factor(self.numbers.len() as u32 - 1)
    }

    /// An amount at a rate; fixed if both are.
    pub fn ratio(&mut self, size: Factor, rate: Factor, cap: f64) -> Var {
        let duration = match (self.numbers[size.0 as usize], self.numbers[rate.0 as usize]) {
            (Number::Fixed(size), Number::Fixed(rate)) => {
                Duration::Fixed(Millis::from_f64(at_rate(size, rate).min(cap)))
            }
            _ => Duration::Ratio { size, rate, cap },
        };
        self.durations.push(duration);
        Var(self.durations.len() as u32 - 1)
    }

    /// A bare uniform in (0, 1).
    pub fn uniform(&mut self, key: StreamKey) -> Var {
        Var(self.column(key, None))
    }

    fn column(&mut self, key: StreamKey, quantile: Option<Quantile>) -> u32 {
        self.columns.push(Column { key, quantile });
        self.columns.len() as u32 - 1
    }

    /// The value if it is the same in every trial.
    pub fn constant(&self, var: Var) -> Option<Millis> {
        match self.durations[var.0 as usize] {
            Duration::Fixed(value) => Some(value),
            _ => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Tag {
    column: u32,
    index: u64,
    block: u64,
}

const EMPTY: Tag = Tag { column: u32::MAX, index: 0, block: u64::MAX };

/// Columns of uniforms filled so far, in reused memory.
#[derive(Clone, Debug)]
pub struct Draws {
    trial: u64,
    /// Block for which a variable's first column is filled; where it lies among `lanes`.
    filled: Vec<u64>,
    place: Vec<u32>,
    lanes: Vec<[f64; LANES]>,
    tags: Vec<Tag>,
    cache: Vec<[f64; LANES]>,
    /// Draws asked for in this trial.
    pub count: u64,
}

impl Draws {
    pub fn new(variables: &Variables) -> Draws {
        let n = variables.columns.len();
        Draws {
            trial: 0,
            filled: vec![u64::MAX; n],
            place: vec![u32::MAX; n],
            lanes: Vec::with_capacity(n.min(LANES_AT_ONCE)),
            tags: vec![EMPTY; CACHE],
            cache: vec![[0.0; LANES]; CACHE],
            count: 0,
        }
    }

    pub fn begin(&mut self, trial: u64) {
        self.trial = trial;
        self.count = 0;
    }

    /// A bare uniform.
    pub fn uniform(&mut self, variables: &Variables, var: Var, index: u64) -> f64 {
        self.column(variables, var.0, index)
    }

    pub fn duration(&mut self, variables: &Variables, var: Var, index: u64) -> Millis {
        match variables.durations[var.0 as usize] {
            Duration::Fixed(value) => value,
            Duration::Drawn(column) => Millis::from_f64(self.quantile(variables, column, index)),
            Duration::Ratio { size, rate, cap } => {
                let size = self.factor(variables, size, index);
                let rate = self.factor(variables, rate, index);
                Millis::from_f64(at_rate(size, rate).min(cap))
            }
        }
    }

    pub fn number(&mut self, variables: &Variables, factor: Factor) -> f64 {
        self.factor(variables, factor, 0)
    }

    fn factor(&mut self, variables: &Variables, factor: Factor, index: u64) -> f64 {
        match variables.numbers[factor.0 as usize] {
            Number::Fixed(value) => value,
            Number::Drawn(column) => self.quantile(variables, column, index),
        }
    }

    #[inline]
    fn quantile(&mut self, variables: &Variables, column: u32, index: u64) -> f64 {
        let u = self.column(variables, column, index);
        match &variables.columns[column as usize].quantile {
            Some(quantile) => quantile.value(u),
            None => u,
        }
    }

    /// A variable uses either index 0 alone or counts from 1: both have their own lanes.
    #[inline]
    fn column(&mut self, variables: &Variables, column: u32, index: u64) -> f64 {
        self.count += 1;
        let (block, lane) = (self.trial / LANES as u64, (self.trial % LANES as u64) as usize);
        if index > 1 {
            return self.cached(variables, Tag { column, index, block }, lane);
        }
        let c = column as usize;
        if self.filled[c] != block {
            if self.place[c] == u32::MAX {
                self.place[c] = self.lanes.len() as u32;
                self.lanes.push([0.0; LANES]);
            }
            let lanes = &mut self.lanes[self.place[c] as usize];
            uniforms(variables.columns[c].key, index, block * LANES as u64, lanes);
            self.filled[c] = block;
        }
        self.lanes[self.place[c] as usize][lane]
    }

    fn cached(&mut self, variables: &Variables, tag: Tag, lane: usize) -> f64 {
        let hash = (u64::from(tag.column) ^ tag.index.rotate_left(20)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let place = (hash >> 32) as usize % CACHE;
        if self.tags[place] != tag {
            let key = variables.columns[tag.column as usize].key;
            uniforms(key, tag.index, tag.block * LANES as u64, &mut self.cache[place]);
            self.tags[place] = tag;
        }
        self.cache[place][lane]
    }
}
