//! The first sheet: what was played, and what it came to.

use std::collections::BTreeMap;

use super::seconds;
use crate::report::dossier::{Dossier, Played, Standing};
use crate::report::repeat::repeat;
use crate::report::workbook::{Cell, Column, Sheet};

/// The summary.
pub fn summary(dossier: &Dossier) -> Sheet {
    let mut rows = vec![
        row(
            "",
            "Statement",
            Cell::text("Simulated estimate from the stated model, not a record of a recovery."),
        ),
        row("", "Scenarios", Cell::Count(dossier.played.len() as u64)),
    ];
    if let Some(document) = dossier.played.iter().find_map(|played| played.document.as_ref()) {
        rows.push(row("", "Organisation", Cell::text(&*document.organisation)));
        rows.extend(
            document
                .entries
                .iter()
                .map(|entry| row("", &format!("Document: {}", entry.label), Cell::text(&*entry.value))),
        );
    }
    rows.extend(dossier.played.iter().flat_map(of_one));
    let columns = vec![Column::new("Scenario", 40), Column::new("What", 32), Column::new("Value", 60)];
    Sheet { name: "Summary", columns, rows }
}

fn row(scenario: &str, what: &str, value: Cell) -> Vec<Cell> {
    vec![Cell::text(scenario), Cell::text(what), value]
}

fn of_one(played: &Played) -> Vec<Vec<Cell>> {
    let title = played.scenario.title.as_str();
    let row = |what: &str, value| row(title, what, value);
    let run = &played.run;
    let status = if run.is_partial() { "PARTIAL: stopped before all runs were played" } else { "complete" };
    let mut rows = vec![
        row("Status", Cell::text(status)),
        row("Class", Cell::maybe(played.scenario.class.as_deref())),
        row("Runs", Cell::Count(run.trials)),
        row("Runs asked for", Cell::Count(run.trials_asked)),
        row("Seed", Cell::Count(run.seed)),
        row("Watched for", Cell::duration(seconds(run.horizon), "for ever")),
    ];
    let counts = played.counts();
    rows.push(row("Objectives", Cell::Count(counts.all())));
    for standing in Standing::ALL {
        let what = format!("Objectives that {}", words(standing));
        rows.push(row(&what, Cell::Count(counts.of(standing))));
    }
    let mut losses: BTreeMap<&str, f64> = BTreeMap::new();
    for loss in played.services.iter().filter_map(|service| service.loss.as_ref()) {
        let mean = loss.estimate.average.mean.map_or(0.0, |mean| mean.value);
        *losses.entry(&loss.currency).or_default() += mean / 100.0;
    }
    for (currency, mean) in losses {
        rows.push(row(&format!("Expected loss a run, {currency}"), Cell::Number(mean)));
    }
    rows.push(row("Version", Cell::text(format!("{} {}", played.engine.name, played.engine.version))));
    rows.push(row("Digest", Cell::text(&*run.digest)));
    rows.push(row("Repeat", Cell::text(repeat(played))));
    rows
}

fn words(standing: Standing) -> &'static str {
    match standing {
        Standing::Undecided => "are undecided",
        Standing::NotTouched => "are not touched",
        other => other.words_of(2),
    }
}
