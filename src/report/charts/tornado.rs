//! The tornado: how far a share moves to either side when one figure is smaller or larger, the widest first.

use std::fmt::Write as _;

use super::sheet::{Anchor, Area, Chart, Sheet, WIDTH};

const ROW: f64 = 32.0;
const TOP: f64 = 50.0;
const LABEL: f64 = 270.0;

/// One figure with the shares that were looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub words: String,
    /// Share kept where the figure is smaller, and larger; `None` where that changes nothing for certain.
    pub smaller: Option<f64>,
    pub larger: Option<f64>,
}

/// Draws two bars a figure from the share as planned.
pub fn draw(id: &str, title: &str, planned: f64, rows: &[Row]) -> Chart {
    let height = rows.len() as f64 * ROW;
    let mut sheet = Sheet::new(id, TOP + height + 28.0);
    let plot = Area { x: LABEL + 10.0, y: TOP, w: WIDTH - LABEL - 10.0 - 40.0, h: height };
    let all = rows.iter().flat_map(|row| row.smaller.into_iter().chain(row.larger));
    let (low, high) = all.fold((planned, planned), |(low, high), share| (low.min(share), high.max(share)));
    let (low, high) =
        if high - low < 0.02 { ((low - 0.01).max(0.0), (high + 0.01).min(1.0)) } else { (low, high) };
    let x = |share: f64| plot.x + plot.w * (share - low) / (high - low);
    sheet.text((4.0, 16.0), "c-soft", Anchor::Start, "runs in 100 that keep it, with one figure");
    for (at, class, words) in [(0.0, "c-smaller", "smaller"), (90.0, "c-larger", "larger")] {
        sheet.rect(class, Area { x: plot.x + at, y: 24.0, w: 14.0, h: 10.0 });
        sheet.text((plot.x + at + 20.0, 33.0), "c-soft", Anchor::Start, words);
    }
    for share in [low, planned, high] {
        sheet.line(
            if share == planned { "c-axis" } else { "c-grid" },
            (x(share), TOP - 6.0),
            (x(share), TOP + height),
        );
    }
    for (share, anchor) in [(low, Anchor::Start), (high, Anchor::End)] {
        sheet.text((x(share), TOP + height + 16.0), "c-tick", anchor, &format!("{:.1}", share * 100.0));
    }
    for (position, row) in rows.iter().enumerate() {
        let y = TOP + position as f64 * ROW;
        sheet.label((LABEL, y + ROW / 2.0), LABEL - 12.0, &row.words);
        for (share, class, drop) in [(row.smaller, "c-smaller", 4.0), (row.larger, "c-larger", 16.0)] {
            let Some(share) = share else { continue };
            let (from, to) = (x(planned.min(share)), x(planned.max(share)));
            sheet.rect(class, Area { x: from, y: y + drop, w: (to - from).max(1.5), h: 10.0 });
        }
    }
    sheet.finish(title, &described(planned, rows))
}

fn described(planned: f64, rows: &[Row]) -> String {
    let mut said = format!("As planned {:.1} of 100 runs keep it.", planned * 100.0);
    for row in rows {
        let side = |share: Option<f64>| {
            share.map_or("no change".to_owned(), |share| format!("{:.1}", share * 100.0))
        };
        let _ = write!(said, " {}: smaller {}, larger {}.", row.words, side(row.smaller), side(row.larger));
    }
    said
}
