//! How busy teams are, and how long work waited for them.

use std::fmt::Write as _;

use super::axis::TimeAxis;
use super::sheet::{Anchor, Area, Chart, Nature, Sheet, WIDTH};
use crate::units::Millis;

const ROW: f64 = 36.0;
const TOP: f64 = 34.0;
const LABEL: f64 = 200.0;
const FIGURE: f64 = 96.0;

/// A team, or whatever else can be busy.
#[derive(Clone, Debug, PartialEq)]
pub struct Load {
    pub name: String,
    /// People times time, on average over all runs.
    pub busy: Millis,
    /// Work times time that it waited, likewise.
    pub queued: Millis,
    /// Both as they are printed.
    pub figures: [String; 2],
}

/// Draws two bars for each.
pub fn draw(id: &str, title: &str, loads: &[Load]) -> Chart {
    let rows = loads.len() as f64;
    let mut sheet = Sheet::new(id, TOP + rows * ROW + 26.0);
    let plot = Area { x: LABEL + 10.0, y: TOP, w: WIDTH - LABEL - 10.0 - FIGURE, h: rows * ROW };
    let last = loads.iter().map(|load| load.busy.max(load.queued)).fold(Millis::ZERO, Millis::max);
    let axis = TimeAxis::new((plot.x, plot.w), last);
    axis.draw(&mut sheet, plot);
    sheet.legend((LABEL + 10.0, 16.0), &[Nature::Working, Nature::Waiting]);
    for (position, load) in loads.iter().enumerate() {
        let top = TOP + position as f64 * ROW;
        sheet.label((LABEL, top + ROW / 2.0), LABEL - 12.0, &load.name);
        let both = [(Nature::Working, load.busy), (Nature::Waiting, load.queued)];
        for (bar, ((nature, length), figure)) in both.into_iter().zip(&load.figures).enumerate() {
            let y = top + 4.0 + 14.0 * bar as f64;
            let w = axis.x(length) - plot.x;
            sheet.bar(nature, Area { x: plot.x, y, w, h: 12.0 }, &format!("{}: {figure}", nature.word()));
            sheet.text((WIDTH - 2.0, y + 10.5), "c-figure", Anchor::End, figure);
        }
    }
    sheet.finish(title, &described(loads))
}

fn described(loads: &[Load]) -> String {
    let mut said =
        "Two bars each: people's time at work in a run, and the time that work waited for them, summed over all work."
            .to_owned();
    for load in loads {
        let [busy, queued] = &load.figures;
        let _ = write!(said, " {}: {busy} at work, {queued} waited.", load.name);
    }
    said
}
