//! One trial as a chart of stretches: what the return of a service waited for, one after the other.

use super::axis::TimeAxis;
use super::sheet::{Anchor, Area, Chart, Nature, Sheet, WIDTH};
use crate::units::Millis;

const ROW: f64 = 28.0;
const TOP: f64 = 50.0;
const LABEL: f64 = 262.0;
const FIGURE: f64 = 74.0;

/// What is drawn.
#[derive(Clone, Debug)]
pub struct Gantt<'a> {
    pub id: &'a str,
    pub title: String,
    pub description: String,
    /// In the order to draw.
    pub rows: Vec<Row>,
    /// What the axis ends with.
    pub last: Millis,
    /// Instants to mark with a line over all rows, with their words.
    pub marks: Vec<(Millis, String)>,
}

/// A row: one thing, at one or several stretches of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub words: String,
    pub bars: Vec<Bar>,
    /// How long in all, as it is printed.
    pub figure: String,
}

/// A stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    pub from: Millis,
    pub until: Millis,
    pub nature: Nature,
}

/// Draws the chart.
pub fn draw(gantt: &Gantt) -> Chart {
    let rows = gantt.rows.len() as f64;
    let mut sheet = Sheet::new(gantt.id, TOP + rows * ROW + 42.0);
    let plot = Area { x: LABEL + 10.0, y: TOP, w: WIDTH - LABEL - 10.0 - FIGURE, h: rows * ROW };
    let axis = TimeAxis::new((plot.x, plot.w), gantt.last);
    axis.draw(&mut sheet, plot);
    let mut natures: Vec<Nature> =
        gantt.rows.iter().flat_map(|row| row.bars.iter().map(|bar| bar.nature)).collect();
    natures.sort_unstable();
    natures.dedup();
    sheet.legend((LABEL + 10.0, 16.0), &natures);
    for (at, words) in gantt.marks.iter().filter(|(at, _)| *at <= axis.last()) {
        let x = axis.x(*at);
        sheet.line("c-promise", (x, TOP - 6.0), (x, TOP + rows * ROW));
        let (side, anchor) = if x > WIDTH * 0.7 { (x - 3.0, Anchor::End) } else { (x + 3.0, Anchor::Start) };
        sheet.text((side, TOP - 6.0), "c-strong", anchor, words);
    }
    for (position, row) in gantt.rows.iter().enumerate() {
        let middle = TOP + (position as f64 + 0.5) * ROW;
        sheet.label((LABEL, middle), LABEL - 12.0, &row.words);
        for bar in &row.bars {
            let (from, until) = (axis.x(bar.from), axis.x(bar.until));
            let area = Area { x: from, y: middle - 8.0, w: until - from, h: 16.0 };
            sheet.bar(bar.nature, area, &format!("{}: {} to {}", row.words, bar.from, bar.until));
        }
        sheet.text((WIDTH - 2.0, middle + 4.0), "c-figure", Anchor::End, &row.figure);
    }
    let under = TOP + rows * ROW + 34.0;
    sheet.text((plot.x + plot.w, under), "c-soft", Anchor::End, "after the disruption");
    sheet.finish(&gantt.title, &gantt.description)
}
