//! The map of services against scenarios, with the figure in each cell.

use serde::Serialize;

use super::figure::{Figure, anchor};
use crate::report::dossier::{Cell, Dossier, MatrixRow, Standing};
use crate::results::ObjectiveKind;
use crate::wording::figures::{compact, wanted};

/// Shades of what falls short.
const LEVELS: f64 = 4.0;

#[derive(Clone, Debug, Serialize)]
pub struct Heat {
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// How the words in the cells are to be read.
    pub notes: Vec<&'static str>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Column {
    pub title: String,
    pub anchor: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Row {
    pub name: String,
    /// `2h`; empty without one, or where scenarios differ.
    pub target: String,
    pub wanted: String,
    pub cells: Vec<CellView>,
}

#[derive(Clone, Debug, Serialize)]
pub struct CellView {
    /// The class of how it stands.
    pub slug: &'static str,
    pub mark: &'static str,
    pub words: &'static str,
    pub figure: Figure,
    /// 0 to 4: of what falls short, the larger the less is kept.
    pub level: u8,
    pub reduced: bool,
}

impl Heat {
    pub fn new(dossier: &Dossier) -> Heat {
        let matrix = dossier.matrix();
        let columns = matrix.scenarios.iter().enumerate().map(|(position, played)| Column {
            title: played.scenario.title.to_string(),
            anchor: anchor(position),
        });
        let rows: Vec<Row> = matrix.rows.iter().map(Row::new).collect();
        let shows = |wanted: fn(&CellView) -> bool| rows.iter().flat_map(|row| &row.cells).any(wanted);
        let mut notes = Vec::new();
        if shows(|cell| cell.slug == Standing::NotTouched.slug()) {
            notes.push("Not touched: nothing the service needs was hit. It is not counted as holding.");
        }
        if shows(|cell| cell.reduced) {
            notes.push("Reduced: mostly at its minimum level, not below it, and not at full service.");
        }
        if shows(|cell| cell.slug == Standing::DependsOnAssumptions.slug()) {
            notes.push("Depends on assumptions: it holds as assumed, and not if what is assumed is off within reason.");
        }
        if shows(|cell| cell.slug == Standing::Undecided.slug()) {
            notes.push("Undecided: the runs do not tell which side of the wanted share it is on.");
        }
        Heat { columns: columns.collect(), rows, notes }
    }
}

impl Row {
    fn new(row: &MatrixRow) -> Row {
        let (target, asked) = match row.rto {
            Some((target, required)) => (compact(target), wanted(required)),
            None => (String::new(), String::new()),
        };
        let cells = row.cells.iter().map(|cell| CellView::new(cell, row)).collect();
        Row { name: row.name.to_string(), target, wanted: asked, cells }
    }
}

impl CellView {
    fn new(cell: &Cell, row: &MatrixRow) -> CellView {
        let Some(standing) = cell.standing else {
            let words = if cell.service.is_some() { "no RTO" } else { "not in this plan" };
            let figure = Figure::words("");
            return CellView { slug: "none", mark: "", words, figure, level: 0, reduced: false };
        };
        let figure = match (cell.rto, cell.share) {
            (Some(rto), Some(_)) => Figure::in_100(&rto.judged.share, path(cell, row)),
            _ => Figure::words(""),
        };
        let missing = cell.rto.zip(cell.share).map_or(0.0, |(rto, share)| 1.0 - share / rto.judged.required);
        let level = match standing {
            Standing::FallsShort => (missing * LEVELS).ceil().clamp(1.0, LEVELS) as u8,
            _ => 0,
        };
        let (slug, mark, words) = (standing.slug(), standing.mark(), standing.words());
        CellView { slug, mark, words, figure, level, reduced: cell.is_reduced() }
    }
}

/// Where the share stands in the results object of its scenario.
fn path(cell: &Cell, row: &MatrixRow) -> String {
    let played = cell.played;
    let service = played.services.iter().position(|service| service.id == *row.id).unwrap_or(0);
    let objectives = &played.services[service].objectives;
    let rto =
        objectives.iter().position(|objective| objective.judged.kind == ObjectiveKind::Rto).unwrap_or(0);
    format!("/services/{service}/objectives/{rto}/share")
}
