//! How much work waits for each team as time goes on: one row of cells each, the darker the more.

use std::fmt::Write as _;

use super::axis::TimeAxis;
use super::sheet::{Anchor, Area, Chart, Sheet, WIDTH};
use crate::units::Millis;

const ROW: f64 = 26.0;
const TOP: f64 = 12.0;
const LABEL: f64 = 200.0;
const FIGURE: f64 = 96.0;
/// Shades of cells that are not empty.
const SHADES: f64 = 5.0;

/// A team.
#[derive(Clone, Debug, PartialEq)]
pub struct Queue {
    pub name: String,
    /// Pieces of work that wait, on average over each cell.
    pub mean: Vec<f64>,
    /// The largest of them as it is printed.
    pub figure: String,
}

/// Draws the rows; `cell` is how long one cell lasts.
pub fn draw(id: &str, title: &str, cell: Millis, queues: &[Queue]) -> Chart {
    let rows = queues.len() as f64;
    let mut sheet = Sheet::new(id, TOP + rows * ROW + 42.0);
    let plot = Area { x: LABEL + 10.0, y: TOP, w: WIDTH - LABEL - 10.0 - FIGURE, h: rows * ROW };
    let cells = used(queues);
    let axis = TimeAxis::new((plot.x, plot.w), Millis::new(cell.get() * cells as i64));
    let most = queues.iter().flat_map(|queue| &queue.mean).fold(0.0, |most: f64, mean| most.max(*mean));
    for (position, queue) in queues.iter().enumerate() {
        let top = TOP + position as f64 * ROW;
        sheet.label((LABEL, top + ROW / 2.0), LABEL - 12.0, &queue.name);
        for (at, mean) in queue.mean.iter().take(cells).enumerate().filter(|(_, mean)| **mean > 0.0) {
            let shade = (mean / most * SHADES).ceil().clamp(1.0, SHADES) as u8;
            let [from, until] = [at, at + 1].map(|at| axis.x(Millis::new(cell.get() * at as i64)));
            sheet.rect(&format!("c-q{shade}"), Area { x: from, y: top + 4.0, w: until - from, h: ROW - 8.0 });
        }
        sheet.text((WIDTH - 2.0, top + ROW / 2.0 + 4.0), "c-figure", Anchor::End, &queue.figure);
    }
    axis.draw(&mut sheet, plot);
    let under = TOP + rows * ROW + 34.0;
    sheet.text((plot.x + plot.w, under), "c-soft", Anchor::End, "after the onset");
    sheet.finish(title, &described(queues, cell))
}

/// Cells up to the last in which anything waits.
fn used(queues: &[Queue]) -> usize {
    let last = |queue: &Queue| queue.mean.iter().rposition(|mean| *mean > 0.0).map_or(0, |at| at + 1);
    queues.iter().map(last).max().unwrap_or(0).max(1)
}

fn described(queues: &[Queue], cell: Millis) -> String {
    let mut said =
        "Rows of cells, one row a team, the darker the more work waits for its people at that time."
            .to_owned();
    for queue in queues {
        let most = queue.mean.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)));
        if let Some((at, mean)) = most
            && *mean > 0.0
        {
            let when = Millis::new(cell.get() * at as i64);
            let _ = write!(
                said,
                " {}: at most {} on average, about {when} after the onset.",
                queue.name, queue.figure
            );
        }
    }
    said
}
