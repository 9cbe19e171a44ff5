//! Axes: which instants are marked, and where values lie.

use super::sheet::{Anchor, Area, Sheet};
use crate::units::Millis;
use crate::wording::figures::compact;

/// What marks may lie apart, smallest first.
const STEPS_MS: [i64; 20] = [
    1_000,
    5_000,
    15_000,
    60_000,
    300_000,
    900_000,
    1_800_000,
    3_600_000,
    7_200_000,
    14_400_000,
    21_600_000,
    43_200_000,
    86_400_000,
    172_800_000,
    432_000_000,
    604_800_000,
    1_209_600_000,
    2_592_000_000,
    7_776_000_000,
    31_536_000_000,
];
/// Marks at most.
const MARKS_MAX: i64 = 8;

/// An axis of time that begins at nothing.
#[derive(Clone, Copy, Debug)]
pub(super) struct TimeAxis {
    from_x: f64,
    width: f64,
    last: Millis,
}

impl TimeAxis {
    /// Lays `last` at the right end; nothing lies beyond it.
    pub(super) fn new((from_x, width): (f64, f64), last: Millis) -> TimeAxis {
        TimeAxis { from_x, width, last: last.max(Millis::new(1)) }
    }

    pub(super) fn x(&self, at: Millis) -> f64 {
        let share = at.get() as f64 / self.last.get() as f64;
        self.from_x + self.width * share.clamp(0.0, 1.0)
    }

    pub(super) fn last(&self) -> Millis {
        self.last
    }

    fn marks(&self) -> Vec<Millis> {
        let last = self.last.get();
        let fits = |step: &&i64| last / **step < MARKS_MAX;
        let step = STEPS_MS.iter().find(fits).copied().unwrap_or(last);
        (0..=last / step.max(1)).map(|mark| Millis::new(mark * step)).collect()
    }

    /// Draws grid lines over the plot and the marks' words below it.
    pub(super) fn draw(&self, sheet: &mut Sheet, plot: Area) {
        let bottom = plot.y + plot.h;
        for mark in self.marks() {
            let x = self.x(mark);
            sheet.line("c-grid", (x, plot.y), (x, bottom));
            let words = if mark == Millis::ZERO { "0".to_owned() } else { compact(mark) };
            sheet.text((x, bottom + 16.0), "c-tick", Anchor::Middle, &words);
        }
        sheet.line("c-axis", (plot.x, bottom), (plot.x + plot.w, bottom));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_few_and_round() {
        let words = |ms| -> Vec<String> {
            TimeAxis::new((0.0, 100.0), Millis::new(ms)).marks().into_iter().map(compact).collect()
        };
        assert_eq!(words(4 * 86_400_000), ["0s", "1d", "2d", "3d", "4d"]);
        assert_eq!(words(5_400_000), ["0s", "15m", "30m", "45m", "1h", "1h15m", "1h30m"]);
        assert!((1..60).all(|power| words(1 << power).len() <= 9));
    }

    #[test]
    fn nothing_lies_outside() {
        let axis = TimeAxis::new((10.0, 100.0), Millis::HOUR);
        assert_eq!([Millis::ZERO, Millis::HOUR, Millis::NEVER].map(|at| axis.x(at)), [10.0, 110.0, 110.0]);
    }
}
