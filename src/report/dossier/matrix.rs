//! Services against scenarios: in how many of 100 runs each keeps its recovery time, and what else it does not keep.

use super::Dossier;
use super::estimate::Objective;
use super::played::Played;
use super::standing::Standing;
use super::subject::Service;
use super::text::Text;
use crate::results::ObjectiveKind;
use crate::units::Millis;
use crate::wording::figures;

/// One row per service, one column per scenario.
#[derive(Clone, Debug)]
pub struct Matrix<'a> {
    pub scenarios: Vec<&'a Played>,
    /// Those with most to do first.
    pub rows: Vec<MatrixRow<'a>>,
}

/// One service.
#[derive(Clone, Debug)]
pub struct MatrixRow<'a> {
    pub id: &'a Text,
    pub name: &'a Text,
    /// Its recovery time objective, and in which share of runs it is wanted; `None` without one, or where scenarios
    /// ask for different ones.
    pub rto: Option<(Millis, f64)>,
    /// One for each scenario.
    pub cells: Vec<Cell<'a>>,
}

/// One service in one scenario.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'a> {
    pub played: &'a Played,
    /// `None`: the scenario's plan has no such service.
    pub service: Option<&'a Service>,
    /// Its recovery time objective.
    pub rto: Option<&'a Objective>,
    /// `None` without a recovery time objective.
    pub standing: Option<Standing>,
    /// In how many of 100 runs it is kept, in 0..=1; `None` where that says nothing.
    pub share: Option<f64>,
    /// How that of all its objectives stands which needs most attention; `None` without any.
    pub worst: Option<Standing>,
}

impl<'a> Cell<'a> {
    /// `14.6`; `not touched`; `-` where there is nothing to say.
    pub fn figure(&self) -> String {
        match (self.rto, self.standing) {
            (_, Some(Standing::NotTouched)) => Standing::NotTouched.words().to_owned(),
            (Some(rto), _) => figures::in_100(&rto.judged.share),
            _ => "-".to_owned(),
        }
    }

    /// What else is promised and does not simply hold: data lost, the longest bearable outage. With positions in the
    /// service's objectives.
    pub fn besides(&self) -> impl Iterator<Item = (usize, &'a Objective, Standing)> {
        let all = self.service.into_iter().flat_map(|service| service.objectives.iter().enumerate());
        all.filter(|(_, objective)| objective.judged.kind != ObjectiveKind::Rto)
            .map(|(at, objective)| (at, objective, Standing::of(objective)))
            .filter(|(.., standing)| !matches!(standing, Standing::Holds | Standing::NotTouched))
    }

    /// Whether it is reduced in most of the runs that touch it, and below its minimum in few of them.
    pub fn is_reduced(&self) -> bool {
        self.service.is_some_and(|service| service.reduced > 0 && service.interrupted * 2 < service.reduced)
    }

    fn urgency(&self) -> (Standing, Standing, u64) {
        let held = self.rto.map_or(u64::MAX, |rto| (rto.judged.share.share * 1e9) as u64);
        let [all, own] = [self.worst, self.standing].map(|standing| standing.unwrap_or(Standing::NotTouched));
        (all, own, held)
    }
}

impl<'a> Matrix<'a> {
    pub(super) fn new(dossier: &'a Dossier) -> Matrix<'a> {
        let scenarios: Vec<&Played> = dossier.played.iter().collect();
        let mut rows: Vec<MatrixRow> = Vec::new();
        for service in scenarios.iter().flat_map(|played| &played.services) {
            if rows.iter().any(|row| row.id == &service.id) {
                continue;
            }
            let cells: Vec<Cell> = scenarios.iter().map(|played| cell(played, &service.id)).collect();
            let rto = common(&cells);
            rows.push(MatrixRow { id: &service.id, name: &service.name, rto, cells });
        }
        rows.sort_by_key(|row| row.cells.iter().map(Cell::urgency).min());
        Matrix { scenarios, rows }
    }
}

fn cell<'a>(played: &'a Played, id: &str) -> Cell<'a> {
    let service = played.service(id);
    let objective = |service: &'a Service| {
        service.objectives.iter().find(|objective| objective.judged.kind == ObjectiveKind::Rto)
    };
    let rto = service.and_then(objective);
    let standing = rto.map(Standing::of);
    let share = rto.filter(|_| standing != Some(Standing::NotTouched)).map(|rto| rto.judged.share.share);
    let worst = service.and_then(|service| service.objectives.iter().map(Standing::of).min());
    Cell { played, service, rto, standing, share, worst }
}

/// The objective that all scenarios share.
fn common(cells: &[Cell]) -> Option<(Millis, f64)> {
    let mut asked =
        cells.iter().filter_map(|cell| cell.rto).map(|rto| (rto.judged.target, rto.judged.required));
    let first = asked.next()?;
    asked.all(|other| other == first).then_some(first)
}
