//! Draws: the value of every variable in every trial, by column.
//!
//! A draw depends on (seed, variable name, trial) alone. The last part of a name that counts (an attempt,
//! the number of a copy, a node) is the *index*: it selects the ChaCha stream under the variable's key, and
//! the trial is the position in that stream. Uniforms are filled for 64 neighbouring trials at once, when
//! the first of them asks; asking in any other order gives the same values, only slower.

use super::cache::{Cache, Tag};
use super::variables::{Duration, Factor, LANES, Number, Var, Variables};
use crate::chance::{StreamKey, uniforms};
use crate::units::Millis;

/// Columns for which memory is taken before the first trial, at most; larger programs grow into theirs.
const LANES_AT_ONCE: usize = 4096;
/// Columns kept for indices beyond the first (each 512 bytes), and blocks of outcomes of chances: so many at first, and
/// at most.
const CACHE: [usize; 2] = [256, 16_384];
const CHANCES: [usize; 2] = [4_096, 262_144];
/// A duration asked for so often in one block has its values worked out for whole blocks.
const OFTEN: u32 = LANES as u32 / 4;

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

/// A duration that was asked for often: its values are worked out for a whole block at once.
#[derive(Clone, Copy, Debug)]
struct Times {
    /// The turn of the block whose values they are; `ALWAYS` of what is the same in every block.
    turn: u32,
    /// Where they lie, over how many draws each takes, in two bits; `NOWHERE` until it was asked for often.
    place: u32,
}

impl Times {
    const NOWHERE: u32 = u32::MAX;
    /// Later than any turn.
    const ALWAYS: u32 = u32::MAX;
    const NONE: Times = Times { turn: 0, place: Times::NOWHERE };

    #[inline]
    fn place(self) -> usize {
        (self.place >> 2) as usize
    }

    #[inline]
    fn draws(self) -> u64 {
        u64::from(self.place & 3)
    }
}

/// How often a duration was asked for in a block, while it has no place among the `Times`.
#[derive(Clone, Copy, Debug, Default)]
struct Asked {
    turn: u32,
    times: u32,
}

/// Bit i: something happens in the i-th trial of the block that had this turn.
#[derive(Clone, Copy, Debug, Default)]
struct Chances {
    turn: u32,
    bits: u64,
}

impl Chances {
    /// The bits of the block that has this turn.
    #[inline]
    fn of(&mut self, turn: u32, work_out: impl FnOnce() -> u64) -> u64 {
        if self.turn != turn {
            self.turn = turn;
            self.bits = work_out();
        }
        self.bits
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
    /// Counts the blocks, from 1.
    turn: u32,
    firsts: Vec<First>,
    lanes: Vec<[f64; LANES]>,
    /// Of each duration.
    times: Vec<Times>,
    asked: Vec<Asked>,
    values: Vec<Values>,
    /// How many durations have a place in there.
    valued: u32,
    others: Cache<[f64; LANES]>,
    /// What may happen: of the first column of each variable, of each target of each event, of others.
    first_chances: Vec<Chances>,
    targets: Vec<Chances>,
    chances: Cache<u64>,
    /// Of each number, the trial that asked for it last and its value then.
    numbers: Vec<(u64, f64)>,
    /// Draws asked for in this trial.
    pub count: u64,
}

impl Draws {
    /// For a program with so many targets of events in all.
    pub fn new(variables: &Variables, targets: usize) -> Draws {
        Draws {
            block: 0,
            lane: 0,
            turn: 0,
            firsts: vec![First::EMPTY; variables.columns.len()],
            lanes: Vec::with_capacity(variables.columns.len().min(LANES_AT_ONCE)),
            times: vec![Times::NONE; variables.durations.len()],
            asked: vec![Asked::default(); variables.durations.len()],
            values: Vec::new(),
            valued: 0,
            others: Cache::new(CACHE, [0.0; LANES]),
            first_chances: vec![Chances::default(); variables.columns.len()],
            targets: vec![Chances::default(); targets],
            chances: Cache::new(CHANCES, 0),
            numbers: vec![(u64::MAX, 0.0); variables.numbers.len()],
            count: 0,
        }
    }

    pub fn begin(&mut self, trial: u64) {
        let block = trial / LANES as u64;
        if block != self.block || self.turn == 0 {
            self.block = block;
            self.begin_block();
        }
        self.lane = (trial % LANES as u64) as usize;
        self.count = 0;
    }

    fn begin_block(&mut self) {
        self.turn += 1;
        if self.turn == Times::ALWAYS {
            // After four thousand million blocks; no turn of before may be taken for one to come.
            self.times.iter_mut().filter(|times| times.turn < Times::ALWAYS).for_each(|times| times.turn = 0);
            self.asked.fill(Asked::default());
            self.first_chances.fill(Chances::default());
            self.targets.fill(Chances::default());
            self.others.clear();
            self.chances.clear();
            self.turn = 1;
        }
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
        let block = self.block;
        let work_out = || chances(variables.columns[var.0 as usize].key, (index, block), chance);
        let bits = if index <= 1 {
            self.first_chances[var.0 as usize].of(self.turn, work_out)
        } else {
            let tag = Tag { column: var.0, index, turn: self.turn };
            *self.chances.get(tag, |bits| *bits = work_out())
        };
        bits >> self.lane & 1 == 1
    }

    /// The same of a target of an event, by its number among all targets: each is asked for with the same index.
    pub fn strikes(
        &mut self,
        variables: &Variables,
        target: usize,
        (var, index): (Var, u64),
        chance: f64,
    ) -> bool {
        if chance >= 1.0 {
            return true;
        }
        self.count += 1;
        let block = self.block;
        let work_out = || chances(variables.columns[var.0 as usize].key, (index, block), chance);
        self.targets[target].of(self.turn, work_out) >> self.lane & 1 == 1
    }

    /// A duration, in milliseconds.
    #[inline]
    pub fn duration(&mut self, variables: &Variables, var: Var, index: u64) -> Millis {
        let times = self.times[var.0 as usize];
        if times.turn >= self.turn && index <= 1 {
            self.count += times.draws();
            let place = times.place();
            return self.values[place / BESIDE][self.lane][place % BESIDE];
        }
        self.one_duration(variables, var, index)
    }

    /// A duration of which this block has no values yet. One that many trials of a block have asked for has from then on,
    /// worked out while the tables of its distribution are at hand.
    fn one_duration(&mut self, variables: &Variables, var: Var, index: u64) -> Millis {
        match variables.durations[var.0 as usize] {
            _ if index <= 1 && self.is_asked_often(variables, var) => {
                self.fill_times(variables, var, index);
                self.duration(variables, var, index)
            }
            Duration::Fixed(value) => value,
            Duration::Drawn(column) => Millis::from_f64(self.value(variables, column, index)),
            Duration::Ratio(ratio) => {
                let ratio = variables.ratios[ratio as usize];
                let size = self.factor(variables, ratio.size, index);
                let rate = self.factor(variables, ratio.rate, index);
                ratio.time(size, rate)
            }
        }
    }

    /// Counts a question for a duration; says whether there are enough for it to have values, and gives them a place.
    fn is_asked_often(&mut self, variables: &Variables, var: Var) -> bool {
        let (times, asked) = (&mut self.times[var.0 as usize], &mut self.asked[var.0 as usize]);
        if times.place != Times::NOWHERE {
            return true;
        }
        if asked.turn != self.turn {
            *asked = Asked { turn: self.turn, times: 0 };
        }
        asked.times += 1;
        if asked.times < OFTEN {
            return false;
        }
        times.place = self.valued << 2 | variables.draws_of(var);
        self.valued += 1;
        if self.valued as usize > self.values.len() * BESIDE {
            self.values.push([[Millis::ZERO; BESIDE]; LANES]);
        }
        true
    }

    /// Works out the values of a duration for all trials of the block.
    #[cold]
    fn fill_times(&mut self, variables: &Variables, var: Var, index: u64) {
        let times = &mut self.times[var.0 as usize];
        times.turn = self.turn;
        let place = times.place();
        let (group, place) = (place / BESIDE, place % BESIDE);
        let values = self.values[group].iter_mut().map(|values| &mut values[place]);
        let first = self.block * LANES as u64;
        match variables.durations[var.0 as usize] {
            Duration::Fixed(fixed) => {
                times.turn = Times::ALWAYS;
                values.for_each(|value| *value = fixed);
            }
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
        let trial = self.block * LANES as u64 + self.lane as u64;
        let (known, value) = self.numbers[factor.0 as usize];
        if known == trial {
            self.count += u64::from(variables.draws_of_number(factor));
            return value;
        }
        let value = self.factor(variables, factor, 0);
        self.numbers[factor.0 as usize] = (trial, value);
        value
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
        let tag = Tag { column, index, turn: self.turn };
        let column = &variables.columns[column as usize];
        let first = self.block * LANES as u64;
        self.others.get(tag, |lanes| uniforms(column.key, index, first, lanes))[self.lane]
    }
}

/// Bit i: the uniform of the i-th trial of a block lies below the chance.
#[cold]
fn chances(key: StreamKey, (index, block): (u64, u64), chance: f64) -> u64 {
    let mut lanes = [0.0; LANES];
    uniforms(key, index, block * LANES as u64, &mut lanes);
    lanes.iter().rev().fold(0, |bits, &u| bits << 1 | u64::from(u < chance))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Quantile;
    use crate::notation::distribution::{Distribution, Shape};

    fn pert(least: f64, likely: f64, most: f64) -> Quantile {
        Quantile::new(&Distribution { shape: Shape::Pert { least, likely, most }, cap: None })
    }

    /// A drawn duration, one of a drawn size at a drawn rate, a fixed one; something that may happen; a drawn number.
    fn variables() -> (Variables, [Var; 3], Var, Factor) {
        let mut variables = Variables::default();
        let key = |name| StreamKey::new(3, name);
        let drawn = variables.duration(key("takes"), pert(1_000.0, 2_000.0, 9_000.0));
        let size = variables.number(key("size"), pert(1.0, 2.0, 5.0));
        let rate = variables.number(key("rate"), pert(0.1, 0.2, 0.4));
        let ratio = variables.ratio(size, rate, f64::MAX);
        let fixed = variables.fixed(Millis::new(7));
        let may = variables.uniform(key("may"));
        let share = variables.number(key("share"), pert(1.0, 2.0, 5.0));
        (variables, [drawn, ratio, fixed], may, share)
    }

    fn uniform(key: StreamKey, index: u64, trial: u64) -> f64 {
        let mut out = [0.0];
        uniforms(key, index, trial, &mut out);
        out[0]
    }

    /// What one trial draws: durations, whether things happen, a number twice, and how many draws that took.
    type Drawn = ([[Millis; 2]; 3], [bool; 5], [f64; 2], u64);

    /// The targets of one event.
    const TARGETS: [u64; 2] = [5, 1 << 63];

    fn draws_of(variables: &Variables) -> Draws {
        Draws::new(variables, TARGETS.len())
    }

    fn ask(
        draws: &mut Draws,
        (variables, durations, may, share): &(Variables, [Var; 3], Var, Factor),
        trial: u64,
    ) -> Drawn {
        draws.begin(trial);
        let times = durations.map(|var| [1, 2].map(|index| draws.duration(variables, var, index)));
        let [one, two, three] = [1, 2, u64::MAX].map(|index| draws.happens(variables, *may, index, 0.3));
        let [left, right] = [0, 1].map(|at| draws.strikes(variables, at, (*may, TARGETS[at]), 0.3));
        let numbers = [(); 2].map(|()| draws.number(variables, *share));
        (times, [one, two, three, left, right], numbers, draws.count)
    }

    #[test]
    fn what_a_trial_draws_is_the_same_whatever_was_asked_before() {
        let all = variables();
        let mut draws = draws_of(&all.0);
        let alone: Vec<_> = (0..400).map(|trial| ask(&mut draws_of(&all.0), &all, trial)).collect();
        for trial in (0..400).chain((0..400).rev()).chain((0..400).map(|at| at * 67 % 400)) {
            assert_eq!(ask(&mut draws, &all, trial), alone[trial as usize], "trial {trial}");
        }
        assert_eq!(draws.valued, 3, "all were asked for often");
    }

    #[test]
    fn targets_and_numbers_draw_what_their_streams_say_each_time_they_are_asked_for() {
        let all = variables();
        let mut draws = draws_of(&all.0);
        for trial in (0..200).chain([3, 3, 199]) {
            let (_, [.., left, right], numbers, count) = ask(&mut draws, &all, trial);
            let struck = TARGETS.map(|index| uniform(StreamKey::new(3, "may"), index, trial) < 0.3);
            let share = pert(1.0, 2.0, 5.0).value(uniform(StreamKey::new(3, "share"), 0, trial));
            // Two attempts at a duration and at one of size and rate, five that may happen, a number twice.
            assert_eq!(([left, right], numbers, count), (struck, [share; 2], 2 + 4 + 5 + 2), "trial {trial}");
        }
    }

    #[test]
    fn more_pairs_than_there_is_room_for_draw_what_their_streams_say() {
        let (variables, [drawn, ..], may, _) = variables();
        let mut draws = draws_of(&variables);
        let key = StreamKey::new(3, "may");
        let indices = 2..3 * CHANCES[0] as u64;
        for trial in [0, 1, 63, 64, 0] {
            draws.begin(trial);
            for index in indices.clone() {
                let happens = uniform(key, index, trial) < 0.3;
                assert_eq!(draws.happens(&variables, may, index, 0.3), happens, "{index} in trial {trial}");
            }
            for index in 2..1_000 {
                let time =
                    pert(1_000.0, 2_000.0, 9_000.0).value(uniform(StreamKey::new(3, "takes"), index, trial));
                let drawn = draws.duration(&variables, drawn, index);
                assert_eq!(drawn, Millis::from_f64(time), "{index} in trial {trial}");
            }
        }
        assert!(draws.chances.room() > CHANCES[0] && draws.others.room() > CACHE[0]);
    }

    #[test]
    fn values_of_old_blocks_are_not_taken_for_new_ones_when_turns_begin_anew() {
        let all = variables();
        let mut draws = draws_of(&all.0);
        (0..64).for_each(|trial| {
            ask(&mut draws, &all, trial);
        });
        draws.turn = Times::ALWAYS - 1;
        for trial in 64..128 {
            assert_eq!(
                ask(&mut draws, &all, trial),
                ask(&mut draws_of(&all.0), &all, trial),
                "trial {trial}"
            );
        }
        assert_eq!(draws.turn, 1);
    }
}
