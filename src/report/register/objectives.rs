//! Every objective, where the time of outages went, and the teams.

use super::seconds;
use crate::report::dossier::{Dossier, Ledger, ObjectiveRow, Played, Service};
use crate::report::workbook::{Cell, Column, Sheet};
use crate::results::{Average, Estimate, Verdict};
use crate::units::Millis;
use crate::wording::words::from_clock;

/// The objectives, what needs attention first.
pub fn objectives(dossier: &Dossier) -> Sheet {
    let columns = [
        ("Scenario", 32),
        ("Of", 9),
        ("Id", 24),
        ("Name", 32),
        ("Objective", 10),
        ("Target", 10),
        ("Clock", 20),
        ("Stands", 14),
        ("Kept", 9),
        ("Kept, low (99 %)", 9),
        ("Kept, high (99 %)", 9),
        ("Wanted", 9),
        ("Runs that kept it", 12),
        ("Runs", 12),
        ("Out, or data lost: typical", 12),
        ("Out, or data lost: 1 in 20", 12),
        ("Runs back", 12),
        ("Turns at factor", 10),
    ];
    let rows = dossier.objectives().iter().map(objective).collect();
    Sheet {
        name: "Objectives",
        columns: columns.map(|(title, width)| Column::new(title, width)).into(),
        rows,
    }
}

fn objective(row: &ObjectiveRow) -> Vec<Cell> {
    let judged = &row.objective.judged;
    let [low, high] = judged.share.interval;
    // What was not put to the proof has kept nothing.
    let is_touched = judged.verdict != Verdict::NotTouched;
    let if_touched = |cell: Cell| if is_touched { cell } else { Cell::Empty };
    let turns_at = row.objective.assumptions.as_ref().and_then(|assumptions| assumptions.turns_at);
    vec![
        Cell::text(&*row.played.scenario.title),
        Cell::text(row.kind.word()),
        Cell::text(&**row.id),
        Cell::text(&**row.name),
        Cell::text(row.word()),
        Cell::duration(seconds(judged.target), "never"),
        judged.clock.map_or(Cell::Empty, |clock| Cell::text(from_clock(clock))),
        Cell::text(row.standing.words()),
        if_touched(Cell::Share(judged.share.share)),
        if_touched(Cell::Share(low)),
        if_touched(Cell::Share(high)),
        Cell::Share(judged.required),
        if_touched(Cell::Count(judged.share.held)),
        Cell::Count(judged.share.n),
        if_touched(quantile(row.times, 50)),
        if_touched(quantile(row.times, 95)),
        if_touched(Cell::Count(row.times.average.recovered)),
        turns_at.map_or(Cell::Empty, Cell::Number),
    ]
}

fn quantile(times: &Estimate<Millis>, percent: u64) -> Cell {
    let found = times.quantiles.iter().find(|quantile| quantile.percent == percent);
    found.map_or(Cell::Empty, |quantile| Cell::duration(quantile.value.and_then(seconds), "not back"))
}

/// Where the time went: the ledgers of every service.
pub fn time(dossier: &Dossier) -> Sheet {
    let columns = [
        ("Scenario", 32),
        ("Id", 24),
        ("Service", 32),
        ("Over runs that", 28),
        ("Runs", 12),
        ("Where the time went", 48),
        ("Mean a run", 12),
        ("Share", 9),
    ];
    let ledgers = dossier.played.iter().flat_map(|played| {
        played.services.iter().flat_map(move |service| {
            let over = [
                (&service.ledger, "were out and came back"),
                (&service.ledger_missed, "missed the RTO and came back"),
            ];
            over.into_iter().filter_map(move |(ledger, over)| Some((played, service, over, ledger.as_ref()?)))
        })
    });
    let rows = ledgers
        .flat_map(|(played, service, over, ledger)| entries((played, service), over, ledger))
        .collect();
    Sheet {
        name: "Where the time went",
        columns: columns.map(|(title, width)| Column::new(title, width)).into(),
        rows,
    }
}

fn entries((played, service): (&Played, &Service), over: &str, ledger: &Ledger) -> Vec<Vec<Cell>> {
    let row = |entry: &crate::report::dossier::Entry| {
        vec![
            Cell::text(&*played.scenario.title),
            Cell::text(&*service.id),
            Cell::text(&*service.name),
            Cell::text(over),
            Cell::Count(ledger.trials),
            Cell::text(played.charged(entry.cause, &entry.who)),
            Cell::Duration(entry.mean.0 as f64 / 1e6),
            Cell::Share(entry.share),
        ]
    };
    ledger.entries.iter().map(row).collect()
}

/// Who is called, and for whom work waits.
pub fn teams(dossier: &Dossier) -> Sheet {
    let columns = [
        ("Scenario", 32),
        ("Id", 24),
        ("Team", 32),
        ("Runs", 12),
        ("Runs that called it", 12),
        ("There after, mean", 12),
        ("People's time a run, mean", 14),
        ("Work waited for it, mean", 14),
    ];
    let rows = dossier.played.iter().flat_map(|played| {
        played.teams.iter().map(|team| {
            vec![
                Cell::text(&*played.scenario.title),
                Cell::text(&*team.id),
                Cell::text(&*team.name),
                Cell::Count(team.n),
                Cell::Count(team.called),
                mean(&team.mobilised),
                mean(&team.busy),
                mean(&team.queued),
            ]
        })
    });
    let rows = rows.collect();
    Sheet { name: "Teams", columns: columns.map(|(title, width)| Column::new(title, width)).into(), rows }
}

fn mean(average: &Average<Millis>) -> Cell {
    average.mean.map_or(Cell::Empty, |mean| Cell::Duration(mean.value / 1_000.0))
}
