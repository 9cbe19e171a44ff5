//! The variables of a program: what can be drawn, and how much of it.

use crate::chance::{Quantile, StreamKey, at_rate, uniforms};
use crate::units::Millis;

/// Trials whose values are worked out at once.
pub const LANES: usize = 64;

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
    pub(super) fn values(&self, index: u64, first: u64) -> [f64; LANES] {
        let mut values = [0.0; LANES];
        uniforms(self.key, index, first, &mut values);
        if let Some(quantile) = &self.quantile {
            quantile.values(&mut values);
        }
        values
    }
}

impl Ratio {
    pub(super) fn time(&self, size: f64, rate: f64) -> Millis {
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

    /// How many draws a duration takes.
    pub(super) fn draws_of(&self, var: Var) -> u32 {
        match self.durations[var.0 as usize] {
            Duration::Fixed(_) => 0,
            Duration::Drawn(_) => 1,
            Duration::Ratio(ratio) => {
                let Ratio { size, rate, .. } = self.ratios[ratio as usize];
                self.draws_of_number(size) + self.draws_of_number(rate)
            }
        }
    }

    /// How many draws a number takes.
    #[inline]
    pub(super) fn draws_of_number(&self, factor: Factor) -> u32 {
        u32::from(matches!(self.numbers[factor.0 as usize], Number::Drawn(_)))
    }

    /// What no value is below.
    pub fn least(&self, var: Var) -> Millis {
        match self.durations[var.0 as usize] {
            Duration::Fixed(value) => value,
            Duration::Drawn(column) => {
                let quantile = &self.columns[column as usize].quantile;
                quantile.as_ref().map_or(Millis::ZERO, |quantile| Millis::from_f64(quantile.least()))
            }
            Duration::Ratio(_) => Millis::ZERO,
        }
    }

    /// The value if it is the same in every trial.
    pub fn constant(&self, var: Var) -> Option<Millis> {
        match self.durations[var.0 as usize] {
            Duration::Fixed(value) => Some(value),
            _ => None,
        }
    }
}
