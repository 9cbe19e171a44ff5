//! A grid of numbers, darker where they are larger: a week of hours, two axes of a ladder, what takes down what.

use std::fmt::Write as _;

use super::sheet::{Anchor, Area, Chart, Sheet, WIDTH};

const ROW: f64 = 24.0;
const LABEL: f64 = 150.0;
/// Classes of cells and of the numbers in them, which must be read on any shade.
const SHADES: [[&str; 2]; 6] = [
    ["c-q0", "c-cell"],
    ["c-q1", "c-cell"],
    ["c-q2", "c-cell"],
    ["c-q3", "c-cell"],
    ["c-q4", "c-cell c-on-q4"],
    ["c-q5", "c-cell c-on-q5"],
];
/// Columns whose heads stand upright, at most.
const UPRIGHT: usize = 8;

/// A grid with a name for every row and column.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    pub id: String,
    pub title: String,
    /// What a number is, and what lies down and across.
    pub says: String,
    pub columns: Vec<String>,
    /// The name of each row and its cells; `None`: nothing there.
    pub rows: Vec<(String, Vec<Option<Cell>>)>,
    /// What is darkest.
    pub most: f64,
}

/// A number with how it is printed.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    pub value: f64,
    pub words: String,
}

impl Cell {
    /// A whole number.
    pub fn whole(value: f64) -> Cell {
        Cell { value, words: format!("{value:.0}") }
    }
}

/// Draws the cells with their numbers.
pub fn draw(grid: &Grid) -> Chart {
    let label =
        grid.rows.iter().map(|(name, _)| super::sheet::width_of(name)).fold(24.0_f64, f64::max).min(LABEL);
    let columns = grid.columns.len().max(1);
    let slanted = grid.columns.len() > UPRIGHT && grid.columns.iter().any(|name| name.chars().count() > 3);
    let longest =
        grid.columns.iter().map(|name| super::sheet::width_of(name)).fold(0.0_f64, f64::max).min(120.0);
    let top = 26.0 + if slanted { longest + 6.0 } else { 18.0 };
    let mut sheet = Sheet::new(&grid.id, top + ROW * grid.rows.len() as f64 + 8.0);
    sheet.text((4.0, 14.0), "c-soft", Anchor::Start, &grid.says);
    let left = label + 12.0;
    let wide = ((WIDTH - left - 2.0) / columns as f64).min(88.0);
    for (position, name) in grid.columns.iter().enumerate() {
        let at = (left + wide * (position as f64 + 0.5), top - 6.0);
        match slanted {
            true => sheet.upright(at, "c-tick", longest, name),
            false => sheet.text(at, "c-tick", Anchor::Middle, &super::sheet::shortened(name, wide - 2.0)),
        }
    }
    for (row, (name, cells)) in grid.rows.iter().enumerate() {
        let y = top + ROW * row as f64;
        sheet.label((label + 4.0, y + ROW / 2.0), label, name);
        for (column, cell) in cells.iter().enumerate() {
            let area = Area { x: left + wide * column as f64, y, w: wide - 1.0, h: ROW - 1.0 };
            let Some(cell) = cell else { continue };
            let [shade, text] = shade(cell.value, grid.most);
            sheet.rect(shade, area);
            let at = (area.x + area.w / 2.0, y + ROW / 2.0 + 4.0);
            sheet.text(at, text, Anchor::Middle, &super::sheet::shortened(&cell.words, wide + 6.0));
        }
    }
    sheet.finish(&grid.title, &described(grid))
}

/// Nothing is the lightest; of the rest five shades.
fn shade(value: f64, most: f64) -> [&'static str; 2] {
    if value <= 0.0 {
        return SHADES[0];
    }
    let part = (value / most.max(f64::MIN_POSITIVE) * 5.0).ceil() as usize;
    SHADES[part.clamp(1, 5)]
}

fn described(grid: &Grid) -> String {
    let mut said = format!("{}.", grid.says);
    for (name, cells) in &grid.rows {
        let cells: Vec<&str> =
            cells.iter().map(|cell| cell.as_ref().map_or("-", |cell| cell.words.as_str())).collect();
        let _ = write!(said, " {name}: {}.", cells.join(" "));
    }
    said
}
