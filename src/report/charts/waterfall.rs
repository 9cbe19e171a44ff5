//! The waterfall of a ledger: where the mean outage goes, stretch by stretch, until it is all accounted for.

use std::fmt::Write as _;

use super::axis::TimeAxis;
use super::sheet::{Anchor, Area, Chart, Nature, Sheet, WIDTH};
use crate::units::Millis;

const ROW: f64 = 30.0;
const TOP: f64 = 34.0;
const LABEL: f64 = 262.0;
const FIGURE: f64 = 96.0;

/// What is drawn.
#[derive(Clone, Debug)]
pub struct Waterfall<'a> {
    pub id: &'a str,
    pub title: String,
    /// In the order to draw; their lengths add up to the whole.
    pub stretches: Vec<Part>,
    /// The words for the whole.
    pub whole: String,
}

/// One part.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub words: String,
    pub nature: Nature,
    pub length: Millis,
    /// The length as it is printed; those of all parts add up as printed.
    pub figure: String,
}

/// Draws the waterfall.
pub fn draw(waterfall: &Waterfall) -> Chart {
    let rows = waterfall.stretches.len() as f64 + 1.0;
    let height = TOP + rows * ROW + 30.0;
    let mut sheet = Sheet::new(waterfall.id, height);
    let whole = waterfall.stretches.iter().fold(Millis::ZERO, |sum, part| sum.plus(part.length));
    let plot = Area { x: LABEL + 10.0, y: TOP, w: WIDTH - LABEL - 10.0 - FIGURE, h: rows * ROW };
    let axis = TimeAxis::new((plot.x, plot.w), whole);
    axis.draw(&mut sheet, plot);
    let mut natures: Vec<Nature> = waterfall.stretches.iter().map(|part| part.nature).collect();
    natures.sort_unstable();
    natures.dedup();
    sheet.legend((LABEL + 10.0, 16.0), &natures);
    let mut before = Millis::ZERO;
    for (row, part) in waterfall.stretches.iter().enumerate() {
        let middle = TOP + (row as f64 + 0.5) * ROW;
        let after = before.plus(part.length);
        sheet.label((LABEL, middle), LABEL - 12.0, &part.words);
        let (from, until) = (axis.x(before), axis.x(after));
        let area = Area { x: from, y: middle - 9.0, w: until - from, h: 18.0 };
        sheet.bar(part.nature, area, &format!("{}: {}", part.words, part.figure));
        sheet.text((WIDTH - 2.0, middle + 4.0), "c-figure", Anchor::End, &part.figure);
        sheet.line("c-step", (until, middle + 9.0), (until, middle + ROW - 9.0));
        before = after;
    }
    let middle = TOP + (rows - 0.5) * ROW;
    sheet.text((LABEL, middle + 4.0), "c-label c-strong", Anchor::End, "all of it");
    let (from, until) = (axis.x(Millis::ZERO), axis.x(whole));
    sheet.rect("c-whole", Area { x: from, y: middle - 9.0, w: until - from, h: 18.0 });
    sheet.text((WIDTH - 2.0, middle + 4.0), "c-figure c-strong", Anchor::End, &waterfall.whole);
    sheet.finish(&waterfall.title, &described(waterfall))
}

fn described(waterfall: &Waterfall) -> String {
    let mut said = format!("Bars that follow each other and add up to {}:", waterfall.whole);
    for (at, part) in waterfall.stretches.iter().enumerate() {
        let between = if at == 0 { " " } else { "; " };
        let _ = write!(said, "{between}{} {}", part.words, part.figure);
    }
    said + "."
}
