//! Durations and distributions of durations as a test holds them: figures in milliseconds that can be scaled,
//! lengthened, bounded, and written in any unit.

use super::dice::Dice;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;

/// A duration, fixed or uncertain.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    pub family: Family,
    /// No drawn value is above it.
    pub cap: Option<i64>,
}

/// A family of distributions with its figures; the word is that of the language.
#[derive(Clone, Debug, PartialEq)]
pub enum Family {
    Fixed(i64),
    /// `pert`, `triangular`, `uniform` or `observed`: figures that all move with the value.
    Placed(&'static str, Vec<i64>),
    /// `exponential(mean 1h)`, `lognormal(p50 1h, p95 3h)`, `weibull(scale 1h, shape 1.5)`, `gamma(mean 1h, shape 3)`.
    Scaled(&'static str, Vec<(&'static str, i64)>, &'static str),
}

/// In which units figures are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Units {
    /// `1d2h30m`
    Largest,
    /// `90m`, and what is left of a minute in milliseconds.
    Minutes,
    Seconds,
    Millis,
}

impl Span {
    pub const fn fixed(ms: i64) -> Span {
        Span { family: Family::Fixed(ms), cap: None }
    }

    /// Half of the spans are fixed and of few lengths, so that much happens at the same instant.
    pub fn roll(dice: &mut Dice, certain: bool) -> Span {
        let first = round(dice);
        if certain || !dice.percent(50) {
            return Span::fixed(first);
        }
        let (second, third) = (round(dice).max(SECOND), round(dice).max(SECOND));
        let mut three = vec![first, second, third];
        three.sort_unstable();
        let (short, long) = (second.min(third), second.max(third) + SECOND);
        let family = match dice.below(8) {
            0 => Family::Placed("uniform", vec![three[0], three[2]]),
            1 => Family::Placed("observed", vec![first, second, third]),
            2 => Family::Placed("triangular", three),
            3 => Family::Placed("pert", three),
            4 => Family::Scaled("exponential", vec![("mean", second)], ""),
            5 => Family::Scaled("lognormal", vec![("p50", short), ("p95", long)], ""),
            6 => Family::Scaled("weibull", vec![("scale", second)], ", shape 1.5"),
            _ => Family::Scaled("gamma", vec![("mean", second)], ", shape 3"),
        };
        let cap = dice.percent(15).then(|| round(dice) + SECOND);
        Span { family, cap }
    }

    /// Every figure times `factor`.
    pub fn times(&self, factor: i64) -> Span {
        self.mapped(|figure| figure * factor)
    }

    /// A span whose value is longer in every trial: by `more` where figures can be moved, else doubled.
    pub fn lengthened(&self, more: i64) -> Span {
        match self.family {
            Family::Scaled(..) => self.times(2),
            _ => self.mapped(|figure| figure + more),
        }
    }

    /// Whether lengthening it moves its value by the same amount in every trial.
    pub fn can_move(&self) -> bool {
        !matches!(self.family, Family::Scaled(..))
    }

    fn mapped(&self, change: impl Fn(i64) -> i64) -> Span {
        let family = match &self.family {
            Family::Fixed(ms) => Family::Fixed(change(*ms)),
            Family::Placed(word, figures) => {
                Family::Placed(word, figures.iter().map(|figure| change(*figure)).collect())
            }
            Family::Scaled(word, figures, rest) => Family::Scaled(
                word,
                figures.iter().map(|(name, figure)| (*name, change(*figure))).collect(),
                rest,
            ),
        };
        Span { family, cap: self.cap.map(change) }
    }

    /// The least value it can have.
    pub fn least(&self) -> i64 {
        let least = match &self.family {
            Family::Fixed(ms) => *ms,
            Family::Placed(_, figures) => figures.iter().copied().min().unwrap_or(0),
            Family::Scaled(..) => 0,
        };
        self.cap.map_or(least, |cap| least.min(cap))
    }

    /// The greatest value it can have, if there is one.
    pub fn most(&self) -> Option<i64> {
        let most = match &self.family {
            Family::Fixed(ms) => Some(*ms),
            Family::Placed(_, figures) => figures.iter().copied().max(),
            Family::Scaled(..) => None,
        };
        match (most, self.cap) {
            (Some(most), Some(cap)) => Some(most.min(cap)),
            (most, cap) => most.or(cap),
        }
    }

    /// As the language has it.
    pub fn text(&self, units: Units) -> String {
        let figures = |figures: &[i64]| -> Vec<String> {
            figures.iter().map(|figure| duration(*figure, units)).collect()
        };
        let body = match &self.family {
            Family::Fixed(ms) => duration(*ms, units),
            Family::Placed(word, all) => format!("{word}({})", figures(all).join(", ")),
            Family::Scaled(word, all, rest) => {
                let named = all.iter().map(|(name, figure)| format!("{name} {}", duration(*figure, units)));
                format!("{word}({}{rest})", named.collect::<Vec<_>>().join(", "))
            }
        };
        match self.cap {
            Some(cap) => format!("{body} max {}", duration(cap, units)),
            None => body,
        }
    }
}

/// One of few lengths, in whole seconds.
fn round(dice: &mut Dice) -> i64 {
    const ROUND: [i64; 10] =
        [30 * MINUTE, HOUR, 2 * HOUR, 0, 10 * MINUTE, 4 * HOUR, 8 * HOUR, MINUTE, 24 * HOUR, 90 * SECOND];
    *dice.one(&ROUND)
}

/// A plain duration.
pub fn duration(ms: i64, units: Units) -> String {
    let parts: &[(i64, &str)] = match units {
        Units::Largest => &[(24 * HOUR, "d"), (HOUR, "h"), (MINUTE, "m"), (SECOND, "s"), (1, "ms")],
        Units::Minutes => &[(MINUTE, "min"), (1, "ms")],
        Units::Seconds => &[(SECOND, "s"), (1, "ms")],
        Units::Millis => &[(1, "ms")],
    };
    let (mut text, mut left) = (String::new(), ms);
    for &(size, unit) in parts {
        if left >= size {
            text += &format!("{}{unit}", left / size);
            left %= size;
        }
    }
    if text.is_empty() { "0s".to_owned() } else { text }
}
