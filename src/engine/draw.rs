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
const CACHE: usize = 256;
/// Blocks of outcomes of chances kept, at most.
const CHANCES: usize = 4_096;
/// A column asked for so often in one block is made of values in the next.
const OFTEN: u32 = LANES as u32 / 4;

/// A variable duration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Var(pub u32);

impl Var {
    /// Of what is never drawn.
    pub const NONE: Var = Var(u32::MAX);
}

/// A variable number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Factor(pub u32);

#[derive(Clone, Copy, Debug)]
pub(super) enum Duration {
    Fixed(Millis),
    Drawn(u32),
    /// Position among the ratios.
    Ratio(u32),
}

/// A size over a rate per millisecond, at most `cap` milliseconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ratio {
    pub(super) size: Factor,
    pub(super) rate: Factor,
    pub(super) cap: f64,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Number {
    Fixed(f64),
    Drawn(u32),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Column {
    pub(super) key: StreamKey,
    pub(super) quantile: Option<Quantile>,
}

/// All variables of a program.
#[derive(Clone, Debug, Default)]
pub struct Variables {
    pub(super) durations: Vec<Duration>,
    pub(super) ratios: Vec<Ratio>,
    pub(super) numbers: Vec<Number>,
    pub(super) columns: Vec<Column>,
}

impl Column {
    /// Its values in the trials from `first` on.
    fn values(&self, index: u64, first: u64) -> [f64; LANES] {
        let mut values = [0.0; LANES];
        uniforms(self.key, index, first, &mut values);
        if let Some(quantile) = &self.quantile {
            quantile.values(&mut values);
        }
        values
    }
}

impl Ratio {
    fn time(&self, size: f64, rate: f64) -> Millis {
        Millis::from_f64(at_rate(size, rate).min(self.cap))
    }
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
            _ => {
                self.ratios.push(Ratio { size, rate, cap });
                Duration::Ratio(self.ratios.len() as u32 - 1)
            }
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

/// What one slot of a cache holds: a variable, an index, a block of trials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Tag {
    column: u32,
    index: u64,
    block: u64,
}

impl Tag {
    const EMPTY: Tag = Tag { column: u32::MAX, index: 0, block: u64::MAX };

    /// The slot of a cache of `slots`.
    #[inline]
    fn slot(self, slots: usize) -> usize {
        let hash = (u64::from(self.column) ^ self.index.rotate_left(20)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (hash >> 32) as usize % slots
    }
}

/// The first column of a variable, as far as it is filled.
#[derive(Clone, Copy, Debug)]
struct First {
    /// The block that it holds.
    block: u64,
    /// Where it lies among the lanes; `u32::MAX` before its first use.
    place: u32,
}

impl First {
    const EMPTY: First = First { block: u64::MAX, place: u32::MAX };
}

/// A duration whose values of a block may be worked out all at once.
#[derive(Clone, Copy, Debug)]
struct Times {
    /// The values are those of its block, and how many draws each of them takes.
    column: First,
    draws: u32,
    /// How often it was asked for in this block.
    asked: u32,
    asked_in: u64,
}

impl Times {
    /// Of a duration that nobody has asked for.
    fn none(variables: &Variables, duration: &Duration) -> Times {
        let drawn = |factor: Factor| matches!(variables.numbers[factor.0 as usize], Number::Drawn(_));
        let draws = match *duration {
            Duration::Fixed(_) => 0,
            Duration::Drawn(_) => 1,
            Duration::Ratio(ratio) => {
                let Ratio { size, rate, .. } = variables.ratios[ratio as usize];
                u32::from(drawn(size)) + u32::from(drawn(rate))
            }
        };
        Times { column: First::EMPTY, draws, asked: 0, asked_in: u64::MAX }
    }
}

/// Durations whose values of one trial lie side by side: the next that it asks for is near.
const BESIDE: usize = 64;
/// By trial of the block, then by duration.
type Values = [[Millis; BESIDE]; LANES];

/// Columns filled so far, in reused memory.
#[derive(Clone, Debug)]
pub struct Draws {
    /// The block of the trial, and its place in there.
    block: u64,
    lane: usize,
    firsts: Vec<First>,
    lanes: Vec<[f64; LANES]>,
    /// Of durations that most trials ask for.
    times: Vec<Times>,
    values: Vec<Values>,
    /// How many of them have a place in there.
    valued: u32,
    tags: Vec<Tag>,
    cache: Vec<[f64; LANES]>,
    /// Bit i: what may happen does in the i-th trial of the block.
    chances: Vec<(Tag, u64)>,
    /// Draws asked for in this trial.
    pub count: u64,
}

impl Draws {
    pub fn new(variables: &Variables) -> Draws {
        Draws {
            block: 0,
            lane: 0,
            firsts: vec![First::EMPTY; variables.columns.len()],
            lanes: Vec::with_capacity(variables.columns.len().min(LANES_AT_ONCE)),
            times: variables.durations.iter().map(|duration| Times::none(variables, duration)).collect(),
            values: Vec::new(),
            valued: 0,
            tags: vec![Tag::EMPTY; CACHE],
            cache: vec![[0.0; LANES]; CACHE],
            chances: vec![(Tag::EMPTY, 0); CHANCES],
            count: 0,
        }
    }

    pub fn begin(&mut self, trial: u64) {
        self.block = trial / LANES as u64;
        self.lane = (trial % LANES as u64) as usize;
        self.count = 0;
    }

    /// A bare uniform.
    pub fn uniform(&mut self, variables: &Variables, var: Var, index: u64) -> f64 {
        self.count += 1;
        if index > 1 { self.cached(variables, var.0, index) } else { self.first(variables, var.0, index) }
    }

    /// Whether something of this chance happens: the uniform of the variable lies below it. A variable is always
    /// asked for with the same chance.
    pub fn happens(&mut self, variables: &Variables, var: Var, index: u64, chance: f64) -> bool {
        if chance >= 1.0 {
            return true;
        }
        self.count += 1;
        if index <= 1 {
            return self.first(variables, var.0, index) < chance;
        }
        let tag = Tag { column: var.0, index, block: self.block };
        let (known, bits) = &mut self.chances[tag.slot(CHANCES)];
        if *known != tag {
            *known = tag;
            *bits = chances(variables.columns[var.0 as usize].key, tag, chance);
        }
        *bits >> self.lane & 1 == 1
    }

    /// A duration, in milliseconds.
    #[inline]
    pub fn duration(&mut self, variables: &Variables, var: Var, index: u64) -> Millis {
        let times = &mut self.times[var.0 as usize];
        if times.column.block == self.block && index <= 1 {
            times.asked += 1;
            self.count += u64::from(times.draws);
            let place = times.column.place as usize;
            return self.values[place / BESIDE][self.lane][place % BESIDE];
        }
        self.one_duration(variables, var, index)
    }

    /// A duration of which this block has no values yet. One that most trials of the last block asked for has from
    /// now on, worked out while the tables of its distribution are at hand.
    fn one_duration(&mut self, variables: &Variables, var: Var, index: u64) -> Millis {
        match variables.durations[var.0 as usize] {
            Duration::Fixed(value) => value,
            _ if index <= 1 && self.is_asked_often(var) => {
                self.fill_times(variables, var, index);
                self.duration(variables, var, index)
            }
            Duration::Drawn(column) => Millis::from_f64(self.value(variables, column, index)),
            Duration::Ratio(ratio) => {
                let ratio = variables.ratios[ratio as usize];
                let size = self.factor(variables, ratio.size, index);
                let rate = self.factor(variables, ratio.rate, index);
                ratio.time(size, rate)
            }
        }
    }

    /// Counts a question for a duration; says whether it is the first of a block after one with many.
    fn is_asked_often(&mut self, var: Var) -> bool {
        let times = &mut self.times[var.0 as usize];
        if times.asked_in != self.block {
            let often = times.asked >= OFTEN;
            (times.asked, times.asked_in) = (0, self.block);
            if often {
                return true;
            }
        }
        times.asked += 1;
        false
    }

    /// Works out the values of a duration for all trials of the block.
    #[cold]
    fn fill_times(&mut self, variables: &Variables, var: Var, index: u64) {
        let column = &mut self.times[var.0 as usize].column;
        column.block = self.block;
        if column.place == u32::MAX {
            column.place = self.valued;
            self.valued += 1;
            if self.valued as usize > self.values.len() * BESIDE {
                self.values.push([[Millis::ZERO; BESIDE]; LANES]);
            }
        }
        let (group, place) = (column.place as usize / BESIDE, column.place as usize % BESIDE);
        let values = self.values[group].iter_mut().map(|values| &mut values[place]);
        let first = self.block * LANES as u64;
        match variables.durations[var.0 as usize] {
            Duration::Fixed(fixed) => values.for_each(|value| *value = fixed),
            Duration::Drawn(column) => {
                let drawn = variables.columns[column as usize].values(index, first);
                values.zip(drawn).for_each(|(value, drawn)| *value = Millis::from_f64(drawn));
            }
            Duration::Ratio(ratio) => {
                let ratio = variables.ratios[ratio as usize];
                let [sizes, rates] =
                    [ratio.size, ratio.rate].map(|factor| match variables.numbers[factor.0 as usize] {
                        Number::Fixed(value) => [value; LANES],
                        Number::Drawn(column) => variables.columns[column as usize].values(index, first),
                    });
                let drawn = sizes.iter().zip(&rates);
                values.zip(drawn).for_each(|(value, (&size, &rate))| *value = ratio.time(size, rate));
            }
        }
    }

    pub fn number(&mut self, variables: &Variables, factor: Factor) -> f64 {
        self.factor(variables, factor, 0)
    }

    fn factor(&mut self, variables: &Variables, factor: Factor, index: u64) -> f64 {
        match variables.numbers[factor.0 as usize] {
            Number::Fixed(value) => value,
            Number::Drawn(column) => self.value(variables, column, index),
        }
    }

    fn value(&mut self, variables: &Variables, column: u32, index: u64) -> f64 {
        self.count += 1;
        let uniform = match index {
            0 | 1 => self.first(variables, column, index),
            _ => self.cached(variables, column, index),
        };
        match &variables.columns[column as usize].quantile {
            Some(quantile) => quantile.value(uniform),
            None => uniform,
        }
    }

    /// What a variable's first column holds for this trial. A variable uses either index 0 alone or counts from 1:
    /// both have the same column.
    #[inline]
    fn first(&mut self, variables: &Variables, column: u32, index: u64) -> f64 {
        let first = &self.firsts[column as usize];
        if first.block != self.block {
            self.fill(variables, column, index);
        }
        self.lanes[self.firsts[column as usize].place as usize][self.lane]
    }

    /// Fills a variable's first column.
    #[cold]
    fn fill(&mut self, variables: &Variables, column: u32, index: u64) {
        let first = &mut self.firsts[column as usize];
        if first.place == u32::MAX {
            first.place = self.lanes.len() as u32;
            self.lanes.push([0.0; LANES]);
        }
        first.block = self.block;
        let lanes = &mut self.lanes[first.place as usize];
        uniforms(variables.columns[column as usize].key, index, self.block * LANES as u64, lanes);
    }

    fn cached(&mut self, variables: &Variables, column: u32, index: u64) -> f64 {
        let tag = Tag { column, index, block: self.block };
        let slot = tag.slot(CACHE);
        if self.tags[slot] != tag {
            let key = variables.columns[column as usize].key;
            uniforms(key, index, tag.block * LANES as u64, &mut self.cache[slot]);
            self.tags[slot] = tag;
        }
        self.cache[slot][self.lane]
    }
}

/// Bit i: the uniform of the i-th trial of a block lies below the chance.
#[cold]
fn chances(key: StreamKey, tag: Tag, chance: f64) -> u64 {
    let mut lanes = [0.0; LANES];
    uniforms(key, tag.index, tag.block * LANES as u64, &mut lanes);
    lanes.iter().rev().fold(0, |bits, &u| bits << 1 | u64::from(u < chance))
}
