//! The recovery curve: in how many of 100 runs a service is back by when, against what is promised.

use std::fmt::Write as _;

use super::axis::TimeAxis;
use super::sheet::{Anchor, Area, Chart, Sheet, WIDTH};
use crate::results::{IntervalKind, Share};
use crate::units::Millis;
use crate::wording::figures::{compact, in_100, wanted};
use crate::wording::words::length;

const HEIGHT: f64 = 310.0;
const PLOT: Area = Area { x: 44.0, y: 52.0, w: WIDTH - 44.0 - 24.0, h: 206.0 };
/// The share of those that come back beyond which the axis may end.
const SHOWN: f64 = 0.995;

/// What is drawn.
#[derive(Clone, Debug)]
pub struct Recovery<'a> {
    /// Begins every id inside the chart.
    pub id: &'a str,
    pub service: &'a str,
    /// Instants with the share of all runs that is back by each; both rise.
    pub curve: &'a [(Millis, f64)],
    /// Runs in all.
    pub n: u64,
    pub kind: IntervalKind,
    pub horizon: Millis,
    /// When half of the runs are back, and 95 of 100; `None`: never.
    pub back_by: [Option<Millis>; 2],
    /// Those that count what the axis does.
    pub promises: Vec<Promise>,
    /// The others, in words.
    pub elsewhere: Vec<String>,
    pub actuals: Vec<Actual>,
}

/// A time that is promised, and in which share of runs it is wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Promise {
    pub word: &'static str,
    pub target: Millis,
    pub required: f64,
}

/// An outage that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Actual {
    pub words: String,
    pub took: Millis,
}

/// Draws the curve.
pub fn draw(recovery: &Recovery) -> Chart {
    let mut sheet = Sheet::new(recovery.id, HEIGHT);
    let axis = TimeAxis::new((PLOT.x, PLOT.w), last_shown(recovery));
    axis.draw(&mut sheet, PLOT);
    for hundredths in [0, 25, 50, 75, 100] {
        let at = y(f64::from(hundredths) / 100.0);
        sheet.line("c-grid", (PLOT.x, at), (PLOT.x + PLOT.w, at));
        sheet.text((PLOT.x - 8.0, at + 4.0), "c-tick", Anchor::End, &hundredths.to_string());
    }
    sheet.text((4.0, 16.0), "c-soft", Anchor::Start, "back for good, in 100 runs");
    sheet.text((PLOT.x + PLOT.w, HEIGHT - 8.0), "c-soft", Anchor::End, "after the disruption");
    sheet.path("c-band", &band(recovery, &axis));
    gap(&mut sheet, recovery);
    sheet.path("c-curve", &steps(recovery.curve, &axis));
    promises(&mut sheet, recovery, &axis);
    if !recovery.elsewhere.is_empty() {
        let words = format!("not on this axis: {}", recovery.elsewhere.join(", "));
        sheet.text((PLOT.x, HEIGHT - 8.0), "c-soft", Anchor::Start, &words);
    }
    actuals(&mut sheet, recovery, &axis);
    let title = format!("{}: when it is back for good", recovery.service);
    sheet.finish(&title, &described(recovery))
}

fn y(share: f64) -> f64 {
    PLOT.y + PLOT.h * (1.0 - share.clamp(0.0, 1.0))
}

/// Up to where nearly all that comes back is back, and at least to what is promised, as far as was watched.
fn last_shown(recovery: &Recovery) -> Millis {
    let all = back(recovery);
    let near_all = recovery.curve.iter().find(|(_, share)| *share >= all * SHOWN);
    let curve = near_all.map_or(Millis::ZERO, |(at, _)| *at);
    // A promise far beyond the curve would leave nothing of it to see.
    let near = |at: Millis| at.get() <= 4 * curve.get().max(1);
    let promised = recovery.promises.iter().map(|promise| promise.target).filter(|at| near(*at));
    let actual = recovery.actuals.iter().map(|actual| actual.took);
    let last = promised.chain(actual).fold(curve, Millis::max);
    let last = if last == Millis::ZERO { recovery.horizon } else { last };
    Millis::new(last.get() + last.get() / 14).min(recovery.horizon.max(last))
}

/// The share that comes back at all.
fn back(recovery: &Recovery) -> f64 {
    recovery.curve.last().map_or(0.0, |(_, share)| *share)
}

fn steps(curve: &[(Millis, f64)], axis: &TimeAxis) -> String {
    let mut data = format!("M{:.1} {:.1}", axis.x(Millis::ZERO), y(0.0));
    for (at, share) in curve.iter().filter(|(at, _)| *at <= axis.last()) {
        let _ = write!(data, "H{:.1}V{:.1}", axis.x(*at), y(*share));
    }
    let _ = write!(data, "H{:.1}", axis.x(axis.last()));
    data
}

/// Between the ends of the interval of each share.
fn band(recovery: &Recovery, axis: &TimeAxis) -> String {
    let ends = |share: f64| {
        let held = (share * recovery.n as f64 + 0.5) as u64;
        Share::by(recovery.kind, held.min(recovery.n), recovery.n).interval
    };
    let shown: Vec<(f64, [f64; 2])> = recovery
        .curve
        .iter()
        .filter(|(at, _)| *at <= axis.last())
        .map(|(at, share)| (axis.x(*at), ends(*share)))
        .collect();
    let Some((first, _)) = shown.first() else { return String::new() };
    let right = axis.x(axis.last());
    let mut data = format!("M{first:.1} {:.1}", y(0.0));
    for (x, [_, high]) in &shown {
        let _ = write!(data, "H{x:.1}V{:.1}", y(*high));
    }
    let _ = write!(data, "H{right:.1}");
    for (at, (x, [low, _])) in shown.iter().enumerate().rev() {
        let _ = write!(data, "V{:.1}H{x:.1}", y(*low));
        if at == 0 {
            let _ = write!(data, "V{:.1}", y(0.0));
        }
    }
    data + "Z"
}

/// The runs that are not back by the end, as the gap to 100.
fn gap(sheet: &mut Sheet, recovery: &Recovery) {
    let lost = not_back(recovery);
    if lost.held == 0 {
        return;
    }
    let top = y(1.0);
    sheet.missing(Area { x: PLOT.x, y: top, w: PLOT.w, h: (y(back(recovery)) - top).max(1.0) });
    let words = format!("not back within {}: {} in 100", length(recovery.horizon), in_100(&lost));
    sheet.text((PLOT.x + PLOT.w, 16.0), "c-strong", Anchor::End, &words);
}

fn not_back(recovery: &Recovery) -> Share {
    let back = (back(recovery) * recovery.n as f64 + 0.5) as u64;
    Share::by(recovery.kind, recovery.n - back.min(recovery.n), recovery.n)
}

/// A line for each promise, and a mark where the curve ought to be by then.
fn promises(sheet: &mut Sheet, recovery: &Recovery, axis: &TimeAxis) {
    let mut taken = f64::MIN;
    for promise in &recovery.promises {
        let words = format!("{} {}", promise.word, compact(promise.target));
        if promise.target > axis.last() {
            let words = format!("{words} lies beyond \u{2192}");
            sheet.text((PLOT.x + PLOT.w, 44.0), "c-strong", Anchor::End, &words);
            continue;
        }
        let x = axis.x(promise.target);
        sheet.line("c-promise", (x, PLOT.y - 4.0), (x, PLOT.y + PLOT.h));
        let wide = crate::report::picture::text::width(&words, 12.5);
        // Lines that lie close to each other have their words one above the other.
        let row = if x - 4.0 < taken { 31.0 } else { 44.0 };
        let fits = x + wide <= PLOT.x + PLOT.w;
        let (at, anchor) = if fits { (x - 2.0, Anchor::Start) } else { (x + 2.0, Anchor::End) };
        sheet.text((at, row), "c-strong", anchor, &words);
        taken = x + wide + 8.0;
        let middle = y(promise.required);
        let diamond = format!(
            "M{x:.1} {:.1}L{:.1} {middle:.1}L{x:.1} {:.1}L{:.1} {middle:.1}Z",
            middle - 5.0,
            x + 5.0,
            middle + 5.0,
            x - 5.0
        );
        sheet.path("c-wanted", &diamond);
    }
}

/// Where outages that happened lie on the curve.
fn actuals(sheet: &mut Sheet, recovery: &Recovery, axis: &TimeAxis) {
    for actual in &recovery.actuals {
        let x = axis.x(actual.took);
        let at = y(share_by(recovery, actual.took));
        sheet.path("c-actual", &format!("M{:.1} {:.1}h10v10h-10Z", x - 5.0, at - 5.0));
        let (side, anchor) =
            if x > PLOT.x + PLOT.w * 0.6 { (x - 9.0, Anchor::End) } else { (x + 9.0, Anchor::Start) };
        sheet.text((side, at + 18.0), "c-strong", anchor, &actual.words);
    }
}

/// The share that is back by an instant.
pub fn share_by(recovery: &Recovery, at: Millis) -> f64 {
    recovery.curve.iter().take_while(|(back, _)| *back <= at).last().map_or(0.0, |(_, share)| *share)
}

fn described(recovery: &Recovery) -> String {
    let mut said = format!(
        "Curve of the share of {} runs in which {} is back for good, against the time after the disruption.",
        crate::wording::text::count(recovery.n),
        recovery.service
    );
    for (hundredths, by) in [50, 95].into_iter().zip(recovery.back_by) {
        let _ = match by {
            Some(at) => write!(said, " {hundredths} in 100 are back by {}.", compact(at)),
            None => write!(said, " {hundredths} in 100 are never back."),
        };
    }
    for promise in &recovery.promises {
        let _ = write!(
            said,
            " Promised: {} {}, wanted in {} of 100 runs.",
            promise.word,
            promise.target,
            wanted(promise.required)
        );
    }
    if !recovery.elsewhere.is_empty() {
        let _ = write!(said, " Promised, too, and not on this axis: {}.", recovery.elsewhere.join(", "));
    }
    let lost = not_back(recovery);
    let _ = write!(
        said,
        " Not back within {}: {} in 100. The band is the 99 % interval of each share; a diamond marks where the curve \
         would have to pass.",
        length(recovery.horizon),
        in_100(&lost)
    );
    for actual in &recovery.actuals {
        let _ = write!(said, " {}, marked by a square.", actual.words);
    }
    said
}
