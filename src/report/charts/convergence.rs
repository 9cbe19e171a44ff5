//! How shares settled as the trials became more: a small chart each.

use std::fmt::Write as _;

use super::sheet::{Anchor, Area, Chart, Sheet, WIDTH};
use crate::report::picture::text::lines;
use crate::results::Share;
use crate::wording::figures::{kept, wanted};
use crate::wording::text::count;

const COLUMNS: usize = 4;
const CELL: (f64, f64) = (WIDTH / COLUMNS as f64, 118.0);

/// A service's share within its recovery time objective.
#[derive(Clone, Debug)]
pub struct Settling {
    pub name: String,
    pub required: f64,
    /// After ever more trials.
    pub points: Vec<Share>,
}

/// Draws one small chart for each.
pub fn draw(id: &str, title: &str, settling: &[Settling]) -> Chart {
    let rows = settling.len().div_ceil(COLUMNS);
    let mut sheet = Sheet::new(id, rows as f64 * CELL.1 + 4.0);
    for (position, one) in settling.iter().enumerate() {
        let (row, column) = (position / COLUMNS, position % COLUMNS);
        cell(&mut sheet, one, (column as f64 * CELL.0, row as f64 * CELL.1));
    }
    sheet.finish(title, &described(settling))
}

fn cell(sheet: &mut Sheet, one: &Settling, (x, y): (f64, f64)) {
    let plot = Area { x: x + 4.0, y: y + 36.0, w: CELL.0 - 20.0, h: 52.0 };
    for (line, text) in lines(&one.name, 12.0, CELL.0 - 18.0, 2).iter().enumerate() {
        sheet.text((plot.x, y + 12.0 + 14.0 * line as f64), "c-label", Anchor::Start, text);
    }
    sheet.rect("c-frame", plot);
    let (Some(first), Some(last)) = (one.points.first(), one.points.last()) else { return };
    let magnitude = |share: &Share| libm::log2(share.n.max(1) as f64);
    let (least, most) = (magnitude(first), magnitude(last));
    let across = |share: &Share| {
        let part = if most > least { (magnitude(share) - least) / (most - least) } else { 1.0 };
        plot.x + plot.w * part
    };
    let down = |value: f64| plot.y + plot.h * (1.0 - value.clamp(0.0, 1.0));
    let mut band = String::new();
    for (at, share) in one.points.iter().enumerate() {
        let letter = if at == 0 { 'M' } else { 'L' };
        let _ = write!(band, "{letter}{:.1} {:.1}", across(share), down(share.interval[1]));
    }
    for share in one.points.iter().rev() {
        let _ = write!(band, "L{:.1} {:.1}", across(share), down(share.interval[0]));
    }
    sheet.path("c-band", &(band + "Z"));
    let mut line = String::new();
    for (at, share) in one.points.iter().enumerate() {
        let letter = if at == 0 { 'M' } else { 'L' };
        let _ = write!(line, "{letter}{:.1} {:.1}", across(share), down(share.share));
    }
    sheet.path("c-curve", &line);
    let required = down(one.required);
    sheet.line("c-promise", (plot.x, required), (plot.x + plot.w, required));
    let bottom = plot.y + plot.h + 14.0;
    sheet.text((plot.x, bottom), "c-tick", Anchor::Start, &count(first.n));
    sheet.text((plot.x + plot.w, bottom), "c-tick", Anchor::End, &count(last.n));
}

fn described(settling: &[Settling]) -> String {
    let mut said = "Small charts, one a service: the share of runs within the recovery time objective with its 99 % interval, \
                    after ever more runs; a line marks the share that is wanted."
        .to_owned();
    for one in settling {
        if let (Some(first), Some(last)) = (one.points.first(), one.points.last()) {
            let _ = write!(
                said,
                " {}: {} after {} runs, {} after {}; wanted {}.",
                one.name,
                kept(first),
                count(first.n),
                kept(last),
                count(last.n),
                wanted(one.required)
            );
        }
    }
    said
}
