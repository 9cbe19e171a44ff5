//! Turns a distribution as people write it (`pert(5m, 15m, 45m) max 2h`) into its family and figures.
//!
//! Invariant: the figures of a [`Distribution`] that was read or made by [`Distribution::new`] satisfy their
//! family: all finite, least <= most likely <= most, p50 < p95, means and scales above 0, shapes 0.01 to 1000. Drawing from
//! it is the business of `chance`.

use std::ops::Range;

use super::NotationError;
use super::cursor::Cursor;
use super::duration::{decimal_comma, expect_duration};
use super::measure::{self, Measure};

pub use super::measure::Dimension;

/// A family of distributions with its figures, in the base unit of the dimension: milliseconds, bytes, things
/// or bytes per millisecond, or plain numbers. Shapes of Weibull and Gamma have no unit.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Always this value.
    Fixed(f64),
    /// A Beta distribution over least to most with the mode at `likely` and lambda 4.
    Pert { least: f64, likely: f64, most: f64 },
    /// A density that rises straight to `likely` and falls straight to `most`.
    Triangular { least: f64, likely: f64, most: f64 },
    /// Every value between the two alike.
    Uniform { low: f64, high: f64 },
    /// Memoryless with this mean.
    Exponential { mean: f64 },
    /// The logarithm is normal; half of the values lie below `p50`, 95 % below `p95`.
    Lognormal { p50: f64, p95: f64 },
    /// Weibull; 63.2 % of the values lie below `scale`.
    Weibull { scale: f64, shape: f64 },
    /// Gamma with this mean; its standard deviation is the mean over the root of `shape`.
    Gamma { mean: f64, shape: f64 },
    /// One of these values, each as likely as the others, in the order written.
    Observed(Vec<f64>),
}

/// A distribution of one quantity; a drawn value above `cap` counts as `cap`.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution {
    /// The family and its figures.
    pub shape: Shape,
    /// The largest value that can be drawn.
    pub cap: Option<f64>,
}

impl Distribution {
    /// Makes a distribution that always yields `value`.
    #[must_use]
    pub const fn fixed(value: f64) -> Distribution {
        Distribution { shape: Shape::Fixed(value), cap: None }
    }

    /// Makes a distribution of figures in the base unit of their dimension.
    ///
    /// # Errors
    /// Says which condition of the family the figures break.
    pub fn new(shape: Shape, cap: Option<f64>) -> Result<Distribution, &'static str> {
        if cap.is_some_and(|cap| !cap.is_finite()) {
            return Err("the cap is not a finite number");
        }
        match shape.fault() {
            Some(fault) => Err(fault),
            None => Ok(Distribution { shape, cap }),
        }
    }

    /// Makes the distribution of `factor` times the quantity; the factor is above 0. Each draw is the factor times that of
    /// the same uniform number here, as far as rounding goes.
    #[must_use]
    pub fn times(&self, factor: f64) -> Distribution {
        let by = |figure: &f64| figure * factor;
        let shape = match &self.shape {
            Shape::Fixed(value) => Shape::Fixed(by(value)),
            Shape::Pert { least, likely, most } => {
                Shape::Pert { least: by(least), likely: by(likely), most: by(most) }
            }
            Shape::Triangular { least, likely, most } => {
                Shape::Triangular { least: by(least), likely: by(likely), most: by(most) }
            }
            Shape::Uniform { low, high } => Shape::Uniform { low: by(low), high: by(high) },
            Shape::Exponential { mean } => Shape::Exponential { mean: by(mean) },
            Shape::Lognormal { p50, p95 } => Shape::Lognormal { p50: by(p50), p95: by(p95) },
            Shape::Weibull { scale, shape } => Shape::Weibull { scale: by(scale), shape: *shape },
            Shape::Gamma { mean, shape } => Shape::Gamma { mean: by(mean), shape: *shape },
            Shape::Observed(values) => Shape::Observed(values.iter().map(by).collect()),
        };
        Distribution { shape, cap: self.cap.as_ref().map(by) }
    }

    /// Returns the smallest value that can be drawn, or its lower limit.
    #[must_use]
    pub fn least(&self) -> f64 {
        let least = match &self.shape {
            Shape::Fixed(value) => *value,
            Shape::Pert { least, .. } | Shape::Triangular { least, .. } => *least,
            Shape::Uniform { low, .. } => *low,
            Shape::Observed(values) => values.iter().copied().fold(f64::MAX, f64::min),
            _ => 0.0,
        };
        self.cap.map_or(least, |cap| least.min(cap))
    }

    /// Returns whether the cap alone decides: every value that could be drawn without it is as large or larger, and some
    /// are larger.
    #[must_use]
    pub fn is_always_capped(&self) -> bool {
        let free = Distribution { shape: self.shape.clone(), cap: None };
        self.cap.is_some_and(|cap| free.least() >= cap && free.most().is_none_or(|most| most > cap))
    }

    /// Returns the most likely value where one is written, else the median; of a Gamma by Wilson and Hilferty's
    /// approximation (1931), which is within 2 % of the median for shapes of 1 and more.
    #[must_use]
    pub fn typical(&self) -> f64 {
        let typical = match &self.shape {
            Shape::Fixed(value) => *value,
            Shape::Pert { likely, .. } | Shape::Triangular { likely, .. } => *likely,
            Shape::Uniform { low, high } => low + (high - low) / 2.0,
            Shape::Exponential { mean } => mean * std::f64::consts::LN_2,
            Shape::Lognormal { p50, .. } => *p50,
            Shape::Weibull { scale, shape } => scale * libm::pow(std::f64::consts::LN_2, 1.0 / shape),
            Shape::Gamma { mean, shape } => {
                let root = (1.0 - 1.0 / (9.0 * shape)).max(0.0);
                mean * root * root * root
            }
            Shape::Observed(values) => {
                let mut sorted = values.clone();
                sorted.sort_by(f64::total_cmp);
                sorted[(sorted.len() - 1) / 2]
            }
        };
        self.cap.map_or(typical, |cap| typical.min(cap))
    }

    /// Returns the largest value that can be drawn, or nothing if there is no bound.
    #[must_use]
    pub fn most(&self) -> Option<f64> {
        let most = match &self.shape {
            Shape::Fixed(value) => Some(*value),
            Shape::Pert { most, .. } | Shape::Triangular { most, .. } => Some(*most),
            Shape::Uniform { high, .. } => Some(*high),
            Shape::Observed(values) => Some(values.iter().copied().fold(f64::MIN, f64::max)),
            _ => None,
        };
        match (most, self.cap) {
            (Some(most), Some(cap)) => Some(most.min(cap)),
            (most, cap) => most.or(cap),
        }
    }
}

/// No figure is larger, so that sums and products of two of them stay finite.
const LARGEST: f64 = 1e150;

impl Shape {
    /// Names the first condition of the family that the figures break.
    fn fault(&self) -> Option<&'static str> {
        if self.figures().iter().any(|figure| figure.is_nan() || figure.abs() > LARGEST) {
            return Some("a figure is not a number or too large");
        }
        if let Shape::Weibull { shape, .. } | Shape::Gamma { shape, .. } = self
            && !(0.01..=1000.0).contains(shape)
        {
            return Some("the shape is not between 0.01 and 1000");
        }
        let (holds, fault) = match self {
            Shape::Fixed(_) => (true, ""),
            Shape::Pert { least, likely, most } | Shape::Triangular { least, likely, most } => {
                if least > likely {
                    (false, "the least value is above the most likely one")
                } else {
                    (likely <= most, "the most likely value is above the most")
                }
            }
            Shape::Uniform { low, high } => (low <= high, "the first value is above the second"),
            Shape::Exponential { mean } => (*mean > 0.0, "the mean is not above 0"),
            Shape::Lognormal { p50, p95 } => (*p50 > 0.0 && p50 < p95, "p50 is not above 0 and below p95"),
            Shape::Weibull { scale, .. } => (*scale > 0.0, "the scale is not above 0"),
            Shape::Gamma { mean, .. } => (*mean > 0.0, "the mean is not above 0"),
            Shape::Observed(values) => (!values.is_empty(), "there is no observed value"),
        };
        (!holds).then_some(fault)
    }

    fn figures(&self) -> Vec<f64> {
        match self {
            Shape::Fixed(value) => vec![*value],
            Shape::Pert { least, likely, most } | Shape::Triangular { least, likely, most } => {
                vec![*least, *likely, *most]
            }
            Shape::Uniform { low, high } => vec![*low, *high],
            Shape::Exponential { mean } => vec![*mean],
            Shape::Lognormal { p50, p95 } => vec![*p50, *p95],
            Shape::Weibull { scale, shape } => vec![*scale, *shape],
            Shape::Gamma { mean, shape } => vec![*mean, *shape],
            Shape::Observed(values) => values.clone(),
        }
    }
}

/// How a family is written: the label before each figure (empty: none), and an example of the whole.
struct Family {
    name: &'static str,
    labels: &'static [&'static str],
    form: &'static str,
}

const FAMILIES: [Family; 8] = [
    Family { name: "pert", labels: &["", "", ""], form: "pert(least, most likely, most)" },
    Family { name: "triangular", labels: &["", "", ""], form: "triangular(least, most likely, most)" },
    Family { name: "uniform", labels: &["", ""], form: "uniform(least, most)" },
    Family { name: "exponential", labels: &["mean"], form: "exponential(mean 30m)" },
    Family { name: "lognormal", labels: &["p50", "p95"], form: "lognormal(p50 30m, p95 3h)" },
    Family { name: "weibull", labels: &["scale", "shape"], form: "weibull(scale 2h, shape 1.5)" },
    Family { name: "gamma", labels: &["mean", "shape"], form: "gamma(mean 2h, shape 3)" },
    Family { name: "observed", labels: &[], form: "observed(12m, 17m, 41m)" },
];

/// Reads a distribution of a number without a unit, such as `0.4` or `pert(0.2, 0.35, 0.6)`.
///
/// # Errors
/// Reports what is not in the language, a figure with a unit, and figures that break their family.
pub fn parse_number(text: &str) -> Result<Distribution, NotationError> {
    parse(text, Dimension::Number)
}

/// Reads a distribution of `dimension` that may be capped with `max`.
///
/// # Errors
/// Reports what is not in the language, a figure of another dimension, and figures that break their family.
pub fn parse(text: &str, dimension: Dimension) -> Result<Distribution, NotationError> {
    let mut cursor = Cursor::new(text);
    let example = || format!("as in `{}`", dimension.example());
    let drawn = read(&mut cursor, dimension.noun()).map_err(|error| error.or_help(example()))?;
    drawn.expect(dimension, text)?;
    let cap = read_cap(&mut cursor)?;
    if let Some(cap) = &cap {
        expect(cap, dimension, text)?;
    }
    if !cursor.is_at_end() {
        return Err(after_the_distribution(&mut cursor));
    }
    Ok(Distribution { shape: drawn.shape, cap: cap.map(|cap| cap.value) })
}

/// Makes the error for text that goes on after a whole distribution.
pub(super) fn after_the_distribution(cursor: &mut Cursor) -> NotationError {
    if cursor.peek() == Some(',') {
        return cursor.expected("the end").help("write decimals with a point, as in `1.5h`");
    }
    if cursor.peek().is_some_and(|next| matches!(next, '-' | '–' | '—')) {
        return cursor.expected("the end").help(
            "write a range as `uniform(1h, 3h)`, or with what is most likely between the two as `pert(1h, 2h, 3h)`",
        );
    }
    if cursor.peek() == Some('%') {
        return cursor.expected("the end").help("write a share or a factor as a number: 50 % is `0.5`");
    }
    cursor.expected("the end, or `max` and a cap").help("as in `pert(5m, 15m, 45m) max 2h`")
}

/// A family with its figures before any cap, the dimension they share, and where it stands.
#[derive(Debug)]
pub(super) struct Drawn {
    pub shape: Shape,
    pub dimension: Dimension,
    pub range: Range<usize>,
}

impl Drawn {
    /// Accepts the distribution if it measures `dimension`.
    pub fn expect(&self, dimension: Dimension, text: &str) -> Result<(), NotationError> {
        let whole =
            Measure { value: self.shape.figures()[0], dimension: self.dimension, range: self.range.clone() };
        match self.shape {
            Shape::Fixed(_) => expect(&whole, dimension, text),
            _ if self.dimension == dimension => Ok(()),
            _ => Err(mismatch(&whole, dimension)),
        }
    }
}

/// Accepts `measure` if it is of `dimension`.
pub(super) fn expect(measure: &Measure, dimension: Dimension, text: &str) -> Result<(), NotationError> {
    match dimension {
        _ if measure.dimension == dimension => Ok(()),
        Dimension::Duration => expect_duration(measure, text).map(|_| ()),
        _ => Err(mismatch(measure, dimension)),
    }
}

fn mismatch(measure: &Measure, dimension: Dimension) -> NotationError {
    let message = format!("expected {}, found {}", dimension.noun(), measure.dimension.noun());
    let error = NotationError::new(measure.range.clone(), message);
    match (dimension, measure.dimension) {
        (Dimension::Duration, Dimension::Number) => {
            error.help("give each figure its unit, as in `pert(5m, 15m, 45m)`")
        }
        _ => error.help(format!("write the figures as in `{}`", dimension.example())),
    }
}

/// Reads `max` and a cap, if they come next.
pub(super) fn read_cap(cursor: &mut Cursor) -> Result<Option<Measure>, NotationError> {
    if !cursor.keyword("max") {
        return Ok(None);
    }
    let cap = measure::read(cursor, "a cap after `max`");
    cap.map(Some).map_err(|error| error.or_help("as in `pert(5m, 15m, 45m) max 2h`"))
}

/// Reads a fixed value or a family with its figures, and the unit after the parenthesis, if any.
pub(super) fn read(cursor: &mut Cursor, what: &str) -> Result<Drawn, NotationError> {
    let start = cursor.offset();
    let mut ahead = *cursor;
    let Some(name) = ahead.word().filter(|_| ahead.peek() == Some('(')) else {
        return read_fixed(cursor, what);
    };
    let Some(family) = FAMILIES.iter().find(|family| family.name.eq_ignore_ascii_case(name.value)) else {
        return Err(NotationError::new(name.range, format!("`{}` is not a distribution", name.value))
            .help(nearest_family(name.value)));
    };
    *cursor = ahead;
    cursor.eat('(');
    let mut figures = read_figures(cursor, family)?;
    apply_common_unit(cursor, family, &mut figures)?;
    let range = cursor.range_since(start);
    let dimension = common_dimension(family, &figures)?;
    let values: Vec<f64> = figures.iter().map(|figure| figure.value).collect();
    let shape = family.shape(&values);
    match shape.fault() {
        Some(fault) => Err(NotationError::new(range, fault)
            .label("these figures do not fit together")
            .help(format!("write `{}`", family.form))),
        None => Ok(Drawn { shape, dimension, range }),
    }
}

fn read_fixed(cursor: &mut Cursor, what: &str) -> Result<Drawn, NotationError> {
    let family = cursor.found().value.trim_matches('`').to_ascii_lowercase();
    if let Some(family) = FAMILIES.iter().find(|known| known.name == family) {
        return Err(cursor.expected(what).help(format!("write `{}`", family.form)));
    }
    let measure = measure::read(cursor, what)?;
    Ok(Drawn { shape: Shape::Fixed(measure.value), dimension: measure.dimension, range: measure.range })
}

fn nearest_family(name: &str) -> String {
    let name = name.to_lowercase();
    if name == "normal" || name == "gauss" {
        return "durations cannot be negative: write `lognormal(p50 30m, p95 3h)` or `pert(5m, 15m, 45m)`"
            .to_owned();
    }
    let distance = |family: &&Family| strsim::damerau_levenshtein(family.name, &name);
    match FAMILIES.iter().min_by_key(distance).filter(|family| distance(family) <= 3) {
        Some(family) => format!("write `{}`", family.form),
        None => format!("write one of {}", FAMILIES.map(|family| family.name).join(", ")),
    }
}

fn read_figures(cursor: &mut Cursor, family: &Family) -> Result<Vec<Measure>, NotationError> {
    let form = || format!("write `{}`", family.form);
    let mut figures = Vec::new();
    if cursor.peek() == Some(')') {
        return Err(cursor.expected("a figure").help(form()));
    }
    loop {
        let label = family.labels.get(figures.len()).copied().unwrap_or("");
        if !cursor.label(label) {
            return Err(cursor.expected(&format!("`{label}`")).help(form()));
        }
        let figure = measure::read(cursor, "a figure").map_err(|error| error.or_help(form()))?;
        if let (Dimension::Number, Some(error)) = (figure.dimension, comma_before_unit(*cursor, &figure)) {
            return Err(error);
        }
        figures.push(figure);
        let is_complete = figures.len() == family.labels.len();
        if cursor.peek() == Some(')') && (is_complete || family.labels.is_empty()) {
            cursor.eat(')');
            return Ok(figures);
        }
        if is_complete || !cursor.eat(',') {
            let what = if is_complete { "`)`" } else { "`,`" };
            return Err(cursor.expected(what).help(form()));
        }
    }
}

/// The error where a figure without a unit goes on with a comma, digits and a unit: two figures have either both one or none.
fn comma_before_unit(mut ahead: Cursor, figure: &Measure) -> Option<NotationError> {
    let comma = ahead.eat(',').then_some(figure.range.end);
    let digits = ahead.digits()?.range;
    let unit = ahead.word()?.range;
    let joined = comma? + 1 == digits.start && digits.end == unit.start;
    joined.then(|| decimal_comma(ahead.text_since(0), &figure.range)).flatten()
}

/// Applies a unit after the parenthesis, as in `pert(80, 200, 300)GB/h`, to all figures that can bear one.
fn apply_common_unit(
    cursor: &mut Cursor,
    family: &Family,
    figures: &mut [Measure],
) -> Result<(), NotationError> {
    let start = cursor.offset();
    let Some(unit) = measure::unit(cursor)? else {
        return Ok(());
    };
    for (position, figure) in figures.iter_mut().enumerate() {
        if family.is_plain(position) {
            continue;
        }
        if figure.dimension != Dimension::Number {
            return Err(NotationError::new(
                cursor.range_since(start),
                "a unit stands both in the figures and after them",
            )
            .help("write it in one place, as in `pert(80, 200, 300)GB/h`"));
        }
        if figure.value < 0.0 {
            return Err(NotationError::new(figure.range.clone(), "time, sizes and rates are at least 0")
                .help("leave out the `-`"));
        }
        figure.value *= unit.factor;
        figure.dimension = unit.dimension;
    }
    Ok(())
}

fn common_dimension(family: &Family, figures: &[Measure]) -> Result<Dimension, NotationError> {
    let dimension = figures[0].dimension;
    for (position, figure) in figures.iter().enumerate() {
        let expected = if family.is_plain(position) { Dimension::Number } else { dimension };
        if figure.dimension != expected {
            let message = format!("expected {}, found {}", expected.noun(), figure.dimension.noun());
            return Err(NotationError::new(figure.range.clone(), message).help(
                match family.is_plain(position) {
                    true => format!("write `{}`", family.form),
                    false => {
                        "give every figure a unit of the same sort, as in `pert(5m, 15m, 45m)`".to_owned()
                    }
                },
            ));
        }
    }
    Ok(dimension)
}

impl Family {
    /// Tells whether the figure at `position` is a plain number whatever the dimension.
    fn is_plain(&self, position: usize) -> bool {
        self.labels.get(position) == Some(&"shape")
    }

    /// Makes the shape; there are as many values as the family has labels.
    fn shape(&self, v: &[f64]) -> Shape {
        match self.name {
            "pert" => Shape::Pert { least: v[0], likely: v[1], most: v[2] },
            "triangular" => Shape::Triangular { least: v[0], likely: v[1], most: v[2] },
            "uniform" => Shape::Uniform { low: v[0], high: v[1] },
            "exponential" => Shape::Exponential { mean: v[0] },
            "lognormal" => Shape::Lognormal { p50: v[0], p95: v[1] },
            "weibull" => Shape::Weibull { scale: v[0], shape: v[1] },
            "gamma" => Shape::Gamma { mean: v[0], shape: v[1] },
            _ => Shape::Observed(v.to_vec()),
        }
    }
}

#[cfg(test)]
#[path = "distribution_tests.rs"]
mod tests;
