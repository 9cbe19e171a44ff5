//! Shares along an axis, one small plot a service: where it leaves tolerance, and the last moment at which it does not.

use std::fmt::Write as _;

use super::sheet::{Anchor, Area, Chart, Sheet, WIDTH};

const LEFT: f64 = 44.0;
const TOP: f64 = 26.0;
const PLOT: f64 = 120.0;
const MARKS_MAX: usize = 12;

/// The shares of one service.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    pub id: String,
    pub title: String,
    /// Such as `after the assessment`.
    pub along: String,
    /// Each value as it is printed, its place along the axis in 0..=1, and the share kept there.
    pub points: Vec<(String, f64, f64)>,
    /// The share that is asked for.
    pub required: f64,
    /// Where a line is crossed: its place, and what to say of it.
    pub moments: Vec<(f64, String)>,
}

/// Draws the shares as a line with a dot at each value that was played.
pub fn draw(curve: &Curve) -> Chart {
    let height = TOP + PLOT + 44.0 + 16.0 * curve.moments.len() as f64;
    let mut sheet = Sheet::new(&curve.id, height);
    let plot = Area { x: LEFT, y: TOP, w: WIDTH - LEFT - 24.0, h: PLOT };
    let x = |place: f64| plot.x + plot.w * place.clamp(0.0, 1.0);
    let y = |share: f64| plot.y + plot.h * (1.0 - share.clamp(0.0, 1.0));
    sheet.text((4.0, 14.0), "c-soft", Anchor::Start, "kept in 100 runs");
    for share in [0.0, 0.5, 1.0] {
        sheet.line("c-grid", (plot.x, y(share)), (plot.x + plot.w, y(share)));
        sheet.text((plot.x - 8.0, y(share) + 4.0), "c-tick", Anchor::End, &format!("{:.0}", share * 100.0));
    }
    sheet.line("c-promise", (plot.x, y(curve.required)), (plot.x + plot.w, y(curve.required)));
    marks(&mut sheet, curve, (&x, plot.y + plot.h));
    let mut data = String::new();
    for (position, (_, place, share)) in curve.points.iter().enumerate() {
        let _ = write!(data, "{}{:.1} {:.1}", if position == 0 { "M" } else { "L" }, x(*place), y(*share));
    }
    if !data.is_empty() {
        sheet.path("c-curve", &data);
    }
    for (_, place, share) in &curve.points {
        sheet.path("c-spot", &super::forest::diamond((x(*place), y(*share)), 3.5));
    }
    for (position, (place, words)) in curve.moments.iter().enumerate() {
        sheet.line("c-axis", (x(*place), plot.y - 6.0), (x(*place), plot.y + plot.h));
        let at = plot.y + plot.h + 50.0 + 16.0 * position as f64;
        sheet.text((plot.x, at - 10.0), "c-soft", Anchor::Start, words);
    }
    let at = (plot.x + plot.w, plot.y + plot.h + 32.0);
    sheet.text(at, "c-soft", Anchor::End, &curve.along);
    sheet.finish(&curve.title, &described(curve))
}

/// Names values below the plot, as many as have room.
fn marks(sheet: &mut Sheet, curve: &Curve, (x, bottom): (&dyn Fn(f64) -> f64, f64)) {
    let every = curve.points.len().div_ceil(MARKS_MAX).max(1);
    let mut free = 0.0;
    for (position, (words, place, _)) in curve.points.iter().enumerate() {
        let half = super::sheet::width_of(words) / 2.0;
        let at = x(*place).clamp(half, WIDTH - half);
        if position.is_multiple_of(every) && at - half >= free {
            sheet.text((at, bottom + 16.0), "c-tick", Anchor::Middle, words);
            free = at + half + 8.0;
        }
    }
}

fn described(curve: &Curve) -> String {
    let mut said = format!("Wanted in {:.1} of 100 runs.", curve.required * 100.0);
    for (words, _, share) in curve.points.iter() {
        let _ = write!(said, " {words}: {:.1}.", share * 100.0);
    }
    for (_, words) in &curve.moments {
        let _ = write!(said, " {words}.");
    }
    said
}
