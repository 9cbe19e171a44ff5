//! The findings: as they are, as a plan to be filled in, and with the figures that they rest on.

use std::collections::BTreeMap;

use crate::report::dossier::{Dossier, Figure, Gap};
use crate::report::workbook::{Cell, Column, Sheet};

/// What becomes of a gap; the reader chooses.
pub const STATES: &[&str] = &["open", "in progress", "done", "accepted"];

/// The findings, heaviest first, those that somebody accepts at the end.
pub fn gaps(dossier: &Dossier) -> Sheet {
    let columns = [
        ("Scenario", 32),
        ("Gap", 28),
        ("Code", 9),
        ("Severity", 10),
        ("About", 24),
        ("What", 64),
        ("Where the time goes", 48),
        ("What to try", 48),
        ("File", 24),
        ("Line", 8),
        ("Accepted because", 32),
        ("Accepted by", 20),
        ("Accepted until", 12),
    ];
    let gaps = dossier.gaps();
    let rows = gaps.open.iter().chain(&gaps.accepted).map(|gap| row(dossier, gap)).collect();
    Sheet { name: "Gaps", columns: columns.map(|(title, width)| Column::new(title, width)).into(), rows }
}

fn row(dossier: &Dossier, gap: &Gap) -> Vec<Cell> {
    let finding = gap.finding;
    let causes: Vec<String> =
        finding.causes.iter().map(|cause| format!("{} {:.1} %", cause.words, cause.share * 100.0)).collect();
    let accepted = finding.accepted.as_ref();
    let until = accepted.map(|accepted| {
        let until = accepted.until.as_ref().map_or("for good", |until| until.as_str());
        if gap.has_expired(dossier) { format!("{until} (expired)") } else { until.to_owned() }
    });
    vec![
        Cell::text(&*gap.played.scenario.title),
        Cell::text(&*finding.id),
        Cell::text(&*finding.code),
        Cell::text(finding.severity.word()),
        Cell::text(gap.played.name(&finding.subject)),
        Cell::text(&*finding.message),
        Cell::text(causes.join("\n")),
        Cell::text(remedies(gap)),
        Cell::maybe(finding.place.as_ref().map(|place| &*place.file)),
        finding.place.as_ref().map_or(Cell::Empty, |place| Cell::Count(place.line)),
        Cell::maybe(accepted.map(|accepted| &*accepted.reason)),
        Cell::maybe(accepted.and_then(|accepted| accepted.owner.as_deref())),
        Cell::maybe(until.as_deref()),
    ]
}

fn remedies(gap: &Gap) -> String {
    let said: Vec<&str> = gap.finding.remedies.iter().map(|remedy| remedy.text.as_str()).collect();
    said.join("\n")
}

/// The plan: each open gap once, with owner, due day and status to be filled in.
pub fn plan(dossier: &Dossier) -> Sheet {
    let columns = vec![
        Column::new("No", 6),
        Column::new("Gap", 28),
        Column::new("Severity", 10),
        Column::new("What", 64),
        Column::new("In scenarios", 40),
        Column::new("What to try", 48),
        Column::new("Owner", 20),
        Column::new("Due", 14),
        Column::of_choices("Status", 14, STATES),
        Column::new("Note", 40),
    ];
    let gaps = dossier.gaps();
    let mut scenarios: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut first: Vec<&Gap> = Vec::new();
    for gap in &gaps.open {
        let titles = scenarios.entry(gap.finding.id.as_str()).or_default();
        if titles.is_empty() {
            first.push(gap);
        }
        titles.push(&gap.played.scenario.title);
    }
    let rows = first.iter().zip(1_u64..).map(|(gap, number)| {
        vec![
            Cell::Count(number),
            Cell::text(&*gap.finding.id),
            Cell::text(gap.finding.severity.word()),
            Cell::text(&*gap.finding.message),
            Cell::text(scenarios[gap.finding.id.as_str()].join("\n")),
            Cell::text(remedies(gap)),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
        ]
    });
    let rows = rows.collect();
    Sheet { name: "Improvement plan", columns, rows }
}

/// The figures that findings rest on, one a row.
pub fn evidence(dossier: &Dossier) -> Sheet {
    let columns = [
        ("Scenario", 32),
        ("Gap", 28),
        ("Figure", 28),
        ("Value", 16),
        ("Low", 16),
        ("High", 16),
        ("Word", 32),
    ];
    let gaps = dossier.gaps();
    let rows = gaps.open.iter().chain(&gaps.accepted).flat_map(|gap| {
        gap.finding.evidence.iter().map(|(name, figure)| {
            let number = |number: f64| number_of(name, number);
            let end = |end: Option<f64>| end.map_or(Cell::Empty, number);
            let [value, low, high, word] = match figure {
                Figure::Number(value) => [number(*value), Cell::Empty, Cell::Empty, Cell::Empty],
                Figure::Ends([low, high]) => [Cell::Empty, end(*low), end(*high), Cell::Empty],
                Figure::Word(word) => [Cell::Empty, Cell::Empty, Cell::Empty, Cell::text(&**word)],
                Figure::Nothing(()) if name.contains("loss") => {
                    [Cell::Empty, Cell::Empty, Cell::Empty, Cell::text("all of it")]
                }
                Figure::Nothing(()) => [Cell::Empty, Cell::Empty, Cell::Empty, Cell::text("never")],
                Figure::Other(_) => {
                    [Cell::Empty, Cell::Empty, Cell::Empty, Cell::text("(of a newer version)")]
                }
            };
            vec![
                Cell::text(&*gap.played.scenario.title),
                Cell::text(&*gap.finding.id),
                Cell::text(&**name),
                value,
                low,
                high,
                word,
            ]
        })
    });
    let rows = rows.collect();
    Sheet { name: "Evidence", columns: columns.map(|(title, width)| Column::new(title, width)).into(), rows }
}

/// A number as its name says what it is.
fn number_of(name: &str, number: f64) -> Cell {
    let name = name.trim_end_matches("_low").trim_end_matches("_high");
    if name.ends_with("_s") {
        Cell::Duration(number)
    } else if ["share", "interval", "required"].iter().any(|word| name.contains(word)) {
        Cell::Share(number)
    } else {
        Cell::Number(number)
    }
}
