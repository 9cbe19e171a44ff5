//! Changes with their intervals around nothing, one below the other.

use std::fmt::Write as _;

use super::sheet::{Anchor, Area, Chart, Sheet, WIDTH};

const ROW: f64 = 30.0;
const TOP: f64 = 34.0;
const LABEL: f64 = 250.0;
const FIGURE: f64 = 112.0;

/// A change of a share with its interval, in -1..=1.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub words: String,
    pub value: f64,
    pub interval: [f64; 2],
    /// The change as it is printed.
    pub figure: String,
}

/// Draws one line for each, a dot at the change and a bar over its interval.
pub fn draw(id: &str, title: &str, rows: &[Row]) -> Chart {
    let height = rows.len() as f64 * ROW;
    let mut sheet = Sheet::new(id, TOP + height + 28.0);
    let plot = Area { x: LABEL + 10.0, y: TOP, w: WIDTH - LABEL - 10.0 - FIGURE, h: height };
    let far = rows.iter().flat_map(|row| row.interval).fold(0.01_f64, |far, end| far.max(end.abs())).min(1.0);
    let x = |value: f64| plot.x + plot.w * (value.clamp(-far, far) / far + 1.0) / 2.0;
    sheet.text((4.0, 16.0), "c-soft", Anchor::Start, "change of the runs in 100 that keep it");
    for (mark, anchor) in [(-far, Anchor::Start), (0.0, Anchor::Middle), (far, Anchor::End)] {
        sheet.line(
            if mark == 0.0 { "c-axis" } else { "c-grid" },
            (x(mark), TOP - 6.0),
            (x(mark), TOP + height),
        );
        let words = if mark == 0.0 { "0".to_owned() } else { format!("{:+.1}", mark * 100.0) };
        sheet.text((x(mark), TOP + height + 16.0), "c-tick", anchor, &words);
    }
    for (position, row) in rows.iter().enumerate() {
        let y = TOP + (position as f64 + 0.5) * ROW;
        sheet.label((LABEL, y), LABEL - 12.0, &row.words);
        sheet.line("c-whisker", (x(row.interval[0]), y), (x(row.interval[1]), y));
        sheet.path("c-spot", &diamond((x(row.value), y), 5.0));
        sheet.text((WIDTH - 2.0, y + 4.0), "c-figure", Anchor::End, &row.figure);
    }
    sheet.finish(title, &described(rows))
}

/// A square that stands on a corner.
pub(super) fn diamond((x, y): (f64, f64), r: f64) -> String {
    format!("M{:.1} {y:.1}L{x:.1} {:.1}L{:.1} {y:.1}L{x:.1} {:.1}Z", x - r, y - r, x + r, y + r)
}

fn described(rows: &[Row]) -> String {
    let mut said = "A mark for each change and a line over its 99 % interval; left of the middle is worse, right is better."
        .to_owned();
    for row in rows {
        let [low, high] = row.interval.map(|end| end * 100.0);
        let _ = write!(said, " {}: {}, from {low:+.1} to {high:+.1}.", row.words, row.figure);
    }
    said
}
