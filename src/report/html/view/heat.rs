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
    /// The class of how the RTO stands.
    pub slug: &'static str,
    pub mark: &'static str,
    pub words: &'static str,
    pub figure: Figure,
    /// The class of the worst of all its promises, which colours the cell.
    pub worst: &'static str,
    /// 0 to 4: where something falls short, the larger the less is kept of what falls shortest.
    pub level: u8,
    pub reduced: bool,
    /// What else is promised and does not simply hold.
    pub besides: Vec<Besides>,
}

/// Another promise of the same service.
#[derive(Clone, Debug, Serialize)]
pub struct Besides {
    /// `RPO`, `MTPD`.
    pub kind: String,
    pub slug: &'static str,
    pub mark: &'static str,
    pub words: &'static str,
    pub figure: Figure,
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
        if rows.iter().flat_map(|row| &row.cells).any(|cell| !cell.besides.is_empty()) {
            notes.push("RPO (data lost) and MTPD (the longest bearable outage) stand in a cell where they do not simply hold, each with the runs of 100 that keep it. A cell has the colour of the worst of its promises.");
        }
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
        let figure = match (cell.rto, cell.share) {
            (Some(rto), Some(_)) => Figure::in_100(&rto.judged.share, path(cell, row, of_rto(cell))),
            _ => Figure::words(""),
        };
        let (slug, mark, words) = match (cell.standing, cell.service) {
            (Some(standing), _) => (standing.slug(), standing.mark(), standing.words()),
            (None, Some(_)) => ("none", "", "no RTO"),
            (None, None) => ("none", "", "not in this plan"),
        };
        let besides = cell.besides().map(|(at, objective, standing)| Besides {
            kind: objective.judged.kind.word().to_uppercase(),
            slug: standing.slug(),
            mark: standing.mark(),
            words: standing.words(),
            figure: Figure::in_100(&objective.judged.share, path(cell, row, at)),
        });
        CellView {
            slug,
            mark,
            words,
            figure,
            worst: cell.worst.map_or("none", Standing::slug),
            level: level(cell),
            reduced: cell.standing.is_some() && cell.is_reduced(),
            besides: besides.collect(),
        }
    }
}

/// How far what falls short is from what is wanted, the furthest of a service's promises.
fn level(cell: &Cell) -> u8 {
    let objectives = cell.service.into_iter().flat_map(|service| &service.objectives);
    let short = objectives.filter(|objective| Standing::of(objective) == Standing::FallsShort);
    let missing = short.map(|objective| 1.0 - objective.judged.share.share / objective.judged.required);
    let furthest = missing.max_by(f64::total_cmp);
    furthest.map_or(0, |missing| (missing * LEVELS).ceil().clamp(1.0, LEVELS) as u8)
}

fn of_rto(cell: &Cell) -> usize {
    let objectives = cell.service.map_or(&[][..], |service| &service.objectives);
    objectives.iter().position(|objective| objective.judged.kind == ObjectiveKind::Rto).unwrap_or(0)
}

/// Where the share of an objective stands in the results object of its scenario.
fn path(cell: &Cell, row: &MatrixRow, objective: usize) -> String {
    let played = cell.played;
    let service = played.services.iter().position(|service| service.id == *row.id).unwrap_or(0);
    format!("/services/{service}/objectives/{objective}/share")
}
