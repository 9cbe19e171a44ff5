//! Turns rows of items into rectangles and curves on the page.

use super::{CARD, Drawn, FRAME, GAP, Placed, ROW_GAP, Rect, Rows, What};
use crate::report::picture::Picture;

/// Measures everything: the origin is the upper left corner of what is drawn.
pub fn measure(picture: &Picture, rows: &Rows, placed: &mut Placed) {
    let tops = tops(rows);
    placed.cards = vec![None; picture.cards.len()];
    for item in &rows.items {
        if let What::Card(card) = item.what {
            let (w, h) = CARD;
            placed.cards[card] = Some(Rect { x: item.x - w / 2.0, y: tops[item.row], w, h });
        }
    }
    placed.width = rows.width;
    placed.height = tops.last().map_or(0.0, |top| top + CARD.1);
    placed.frames = frames(picture, rows, &tops);
    for frame in placed.frames.iter().flatten() {
        placed.height = placed.height.max(frame.y + frame.h);
    }
    let at = |item: usize| rows.items[item].x;
    let end = |item: usize| match rows.items[item].what {
        What::Card(card) => Some(card),
        What::Trunk(..) => None,
    };
    for &(upper, lower, kind) in &rows.joints {
        let start = (at(upper), tops[rows.items[upper].row] + CARD.1);
        let stop = (at(lower), tops[rows.items[lower].row]);
        placed.drawn.push(Drawn { kind, from: end(upper), to: end(lower), start, end: stop });
    }
    for item in &rows.items {
        if let What::Trunk(_, kind) = item.what {
            let (start, stop) = ((item.x, tops[item.row]), (item.x, tops[item.row] + CARD.1));
            placed.drawn.push(Drawn { kind, from: None, to: None, start, end: stop });
        }
    }
    for &(from, to, kind) in &rows.odd {
        let middle = |item: usize| tops[rows.items[item].row] + CARD.1 / 2.0;
        let side = if at(from) <= at(to) { 1.0 } else { -1.0 };
        let start = (at(from) + side * CARD.0 / 2.0, middle(from));
        // Within a row the nearest sides meet; upwards the link arrives from below.
        let stop = if rows.items[from].row == rows.items[to].row {
            (at(to) - side * CARD.0 / 2.0, middle(to))
        } else {
            (at(to) + side * CARD.0 / 4.0, tops[rows.items[to].row] + CARD.1)
        };
        placed.drawn.push(Drawn { kind, from: end(from), to: end(to), start, end: stop });
    }
}

/// The upper edge of each row. Between services and frames there is room for the names of frames.
fn tops(rows: &Rows) -> Vec<f64> {
    let mut joints = vec![0usize; rows.rows.len()];
    rows.joints.iter().for_each(|(upper, _, _)| joints[rows.items[*upper].row] += 1);
    let mut tops = Vec::new();
    let mut y = 0.0;
    for (row, joints) in joints.iter().enumerate() {
        if row == rows.first_row_below_services {
            y += FRAME.1;
        }
        tops.push(y);
        // Many links need more room to be told apart.
        y += CARD.1 + ROW_GAP + (*joints as f64).min(40.0) * 0.6;
    }
    tops
}

/// Around the cards of each column, from the first to the last of them.
fn frames(picture: &Picture, rows: &Rows, tops: &[f64]) -> Vec<Option<Rect>> {
    let mut frames: Vec<Option<(f64, f64)>> = vec![None; picture.frames.len() + 1];
    for item in &rows.items {
        if let (What::Card(card), Some(column)) = (item.what, item.column)
            && (column == picture.frames.len() || picture.cards[card].frame == Some(column))
        {
            let (top, bottom) = (tops[item.row], tops[item.row] + CARD.1);
            let frame = frames[column].get_or_insert((top, bottom));
            *frame = (frame.0.min(top), frame.1.max(bottom));
        }
    }
    let rect = |(column, frame): (usize, &Option<(f64, f64)>)| {
        let (top, bottom) = (*frame)?;
        let (left, right) = rows.edges[column];
        let (x, y) = (left - FRAME.0, top - FRAME.1);
        Some(Rect { x, y, w: right - left + 2.0 * FRAME.0, h: bottom - top + FRAME.1 + GAP })
    };
    frames.iter().enumerate().map(rect).collect()
}
