//! What runs are set beside: reality, and the last time.

use crate::report::dossier::{Against, Changed, Dossier, Moved, Played, RealOutage};
use crate::report::workbook::{Cell, Column, Sheet};

/// Outages that really happened, and where they lie; `None` without any.
pub fn reality(dossier: &Dossier) -> Option<Sheet> {
    let columns = [
        ("Scenario", 32),
        ("Id", 24),
        ("Service", 32),
        ("Started", 18),
        ("Back", 18),
        ("Took", 10),
        ("Runs back no later", 12),
        ("Runs that interrupt it", 12),
        ("Share", 9),
        ("Share, low (99 %)", 9),
        ("Share, high (99 %)", 9),
        ("Source", 40),
        ("In words", 64),
    ];
    let row = |RealOutage { played, service, actual }: &RealOutage| {
        let share = |share: f64| if actual.no_longer.n == 0 { Cell::Empty } else { Cell::Share(share) };
        let [low, high] = actual.no_longer.interval;
        vec![
            Cell::text(&*played.scenario.title),
            Cell::text(&*service.id),
            Cell::text(&*service.name),
            Cell::text(&*actual.started),
            Cell::maybe(actual.back.as_deref()),
            Cell::Duration(actual.length.seconds_f64()),
            Cell::Count(actual.no_longer.held),
            Cell::Count(actual.no_longer.n),
            share(actual.no_longer.share),
            share(low),
            share(high),
            Cell::maybe(actual.source.as_deref()),
            Cell::text(actual.sentence(service)),
        ]
    };
    let rows: Vec<Vec<Cell>> = dossier.real_outages().iter().map(row).collect();
    (!rows.is_empty()).then(|| sheet("Beside reality", &columns, rows))
}

/// Verdicts that moved since earlier results; `None` where nothing is held against any.
pub fn moved(dossier: &Dossier) -> Option<Sheet> {
    let columns = [
        ("Scenario", 32),
        ("Id", 24),
        ("Of", 32),
        ("Objective", 10),
        ("Was", 14),
        ("Kept then", 9),
        ("Is", 14),
        ("Kept now", 9),
        ("Which is", 10),
        ("Because of", 32),
        ("All in all", 64),
    ];
    let row = |played: &Played, against: &Against, moved: &Moved| {
        let share = |share: Option<f64>| share.map_or(Cell::Empty, Cell::Share);
        vec![
            Cell::text(&*played.scenario.title),
            Cell::text(&*moved.subject),
            Cell::text(&*moved.name),
            Cell::text(moved.kind.short()),
            Cell::text(Moved::told(moved.before, None)),
            share(moved.share_before),
            Cell::text(Moved::told(moved.after, None)),
            share(moved.share_after),
            Cell::text(moved.way()),
            Cell::text(moved.reason()),
            Cell::text(against.head()),
        ]
    };
    let rows = held(dossier)
        .flat_map(|(played, against)| against.moved.iter().map(move |moved| row(played, against, moved)));
    held(dossier).next()?;
    Some(sheet("Moved verdicts", &columns, rows.collect()))
}

/// Inputs that changed since earlier results; `None` where nothing is held against any.
pub fn changed(dossier: &Dossier) -> Option<Sheet> {
    let columns = [
        ("Scenario", 32),
        ("Input", 48),
        ("What it is", 10),
        ("Was", 32),
        ("Is", 32),
        ("Basis then", 12),
        ("Basis now", 12),
        ("Shorter without new evidence", 14),
    ];
    let row = |played: &Played, changed: &Changed| {
        vec![
            Cell::text(&*played.scenario.title),
            Cell::text(&*changed.path),
            Cell::text(changed.kind.word()),
            Cell::maybe(changed.before.as_deref()),
            Cell::maybe(changed.after.as_deref()),
            Cell::maybe(changed.basis_before.as_deref()),
            Cell::maybe(changed.basis_after.as_deref()),
            Cell::text(if changed.shortened_without_evidence { "yes" } else { "no" }),
        ]
    };
    let rows = held(dossier)
        .flat_map(|(played, against)| against.changed.iter().map(move |changed| row(played, changed)));
    held(dossier).next()?;
    Some(sheet("Changed inputs", &columns, rows.collect()))
}

fn held(dossier: &Dossier) -> impl Iterator<Item = (&Played, &Against)> {
    dossier.played.iter().filter_map(|played| Some((played, played.against.as_ref()?)))
}

fn sheet(name: &'static str, columns: &[(&'static str, u16)], rows: Vec<Vec<Cell>>) -> Sheet {
    let columns = columns.iter().map(|&(title, width)| Column::new(title, width)).collect();
    Sheet { name, columns, rows }
}
