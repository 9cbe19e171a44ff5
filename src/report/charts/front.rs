//! Effect against cost: what was tried, and the steps of what nothing outdoes.

use std::fmt::Write as _;

use super::sheet::{Anchor, Area, Chart, Sheet, WIDTH};

const HEIGHT: f64 = 300.0;
const PLOT: Area = Area { x: 48.0, y: 30.0, w: WIDTH - 48.0 - 24.0, h: 220.0 };

/// One thing to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    pub words: String,
    pub cost: f64,
    /// The cost as it is printed.
    pub figure: String,
    /// In runs of 100.
    pub gain: f64,
    /// The number by which the table names it; `None`: something outdoes it.
    pub number: Option<usize>,
}

/// Draws what was tried as spots, and a stair along what nothing outdoes.
pub fn draw(id: &str, title: &str, by: &str, points: &[Point]) -> Chart {
    let mut sheet = Sheet::new(id, HEIGHT);
    let most = |of: fn(&Point) -> f64| points.iter().map(of).fold(0.0_f64, f64::max).max(f64::MIN_POSITIVE);
    let (dear, best) = (most(|point| point.cost), most(|point| point.gain));
    let x = |cost: f64| PLOT.x + PLOT.w * (cost / dear / 1.08).clamp(0.0, 1.0);
    let y = |gain: f64| PLOT.y + PLOT.h * (1.0 - (gain / best / 1.08).clamp(0.0, 1.0));
    sheet.text((4.0, 14.0), "c-soft", Anchor::Start, "gain in runs of 100, over all objectives");
    sheet.text((PLOT.x + PLOT.w, HEIGHT - 8.0), "c-soft", Anchor::End, by);
    for part in [0.0, 0.5, 1.0] {
        sheet.line("c-grid", (PLOT.x, y(best * part)), (PLOT.x + PLOT.w, y(best * part)));
        let words = format!("{:.1}", best * part);
        sheet.text((PLOT.x - 6.0, y(best * part) + 4.0), "c-tick", Anchor::End, &words);
    }
    sheet.line("c-axis", (PLOT.x, PLOT.y + PLOT.h), (PLOT.x + PLOT.w, PLOT.y + PLOT.h));
    let front: Vec<&Point> = points.iter().filter(|point| point.number.is_some()).collect();
    let mut stair = String::new();
    for point in &front {
        let at = (x(point.cost), y(point.gain));
        if stair.is_empty() {
            let _ = write!(stair, "M{:.1} {:.1}", at.0, PLOT.y + PLOT.h);
        }
        let _ = write!(stair, "H{:.1}V{:.1}", at.0, at.1);
    }
    if !stair.is_empty() {
        let _ = write!(stair, "H{:.1}", PLOT.x + PLOT.w);
        sheet.path("c-curve", &stair);
    }
    for point in points.iter().filter(|point| point.number.is_none()) {
        sheet.path("c-faint", &super::forest::diamond((x(point.cost), y(point.gain)), 3.5));
    }
    for point in &front {
        let at = (x(point.cost), y(point.gain));
        sheet.path("c-spot", &super::forest::diamond(at, 5.0));
        let number = point.number.map_or(String::new(), |number| number.to_string());
        sheet.text((at.0, at.1 - 9.0), "c-strong", Anchor::Middle, &number);
        sheet.text((at.0, PLOT.y + PLOT.h + 16.0), "c-tick", Anchor::Middle, &point.figure);
    }
    sheet.finish(title, &described(by, &front))
}

fn described(by: &str, front: &[&Point]) -> String {
    let mut said = format!("Gain against {by}. The stair joins what nothing outdoes:");
    for point in front {
        let number = point.number.unwrap_or(0);
        let _ = write!(said, " {number}. {}, gain {:.1}, {}.", point.words, point.gain, point.figure);
    }
    said
}
