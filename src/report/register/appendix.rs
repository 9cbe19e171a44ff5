//! What the answer was made from, and which clauses it speaks to.

use crate::report::clauses::{fill, found};
use crate::report::dossier::Dossier;
use crate::report::form::Report;
use crate::report::workbook::{Cell, Column, Sheet};

/// Grades of evidence, the weakest first.
const BASES: [&str; 4] = ["assumed", "estimated", "exercised", "measured"];

/// The files that were read, and the edits that were made before the runs.
pub fn inputs(dossier: &Dossier) -> Sheet {
    let columns = [("Scenario", 32), ("What", 12), ("Name", 40), ("Value", 66), ("From", 32)];
    let rows = dossier.played.iter().flat_map(|played| {
        let row = |what: &str, name: &str, value: Cell, from: Cell| {
            vec![Cell::text(&*played.scenario.title), Cell::text(what), Cell::text(name), value, from]
        };
        let files = played.inputs.iter().map(move |input| {
            row(&input.role, &input.name, Cell::text(format!("sha256:{}", input.sha256)), Cell::Empty)
        });
        let edits = played.run.changes.iter().map(move |edit| {
            row(&edit.op, &edit.path, Cell::maybe(edit.value.as_deref()), Cell::text(&*edit.from))
        });
        files.chain(edits).collect::<Vec<_>>()
    });
    let rows = rows.collect();
    Sheet { name: "Inputs", columns: columns.map(|(title, width)| Column::new(title, width)).into(), rows }
}

/// What the answer rests on: every value with its evidence, those without any first.
pub fn assumptions(dossier: &Dossier) -> Sheet {
    let columns = [
        ("Scenario", 32),
        ("Input", 48),
        ("Value", 32),
        ("Basis", 12),
        ("Of", 12),
        ("Source", 40),
        ("File", 24),
        ("Line", 8),
        ("Default", 9),
    ];
    let mut rows: Vec<(usize, Vec<Cell>)> = Vec::new();
    for played in &dossier.played {
        for input in &played.inputs_used {
            let basis = input.basis.as_deref();
            let rank = BASES.iter().position(|known| Some(*known) == basis).unwrap_or(BASES.len());
            rows.push((
                rank,
                vec![
                    Cell::text(&*played.scenario.title),
                    Cell::text(&*input.path),
                    Cell::text(&*input.value),
                    Cell::text(basis.unwrap_or("stated")),
                    Cell::maybe(input.basis_date.as_deref()),
                    Cell::maybe(input.source.as_deref()),
                    Cell::maybe(input.file.as_deref()),
                    input.line.map_or(Cell::Empty, Cell::Count),
                    Cell::text(if input.default { "yes" } else { "no" }),
                ],
            ));
        }
    }
    rows.sort_by_key(|(rank, _)| *rank);
    let rows = rows.into_iter().map(|(_, row)| row).collect();
    Sheet {
        name: "Assumptions",
        columns: columns.map(|(title, width)| Column::new(title, width)).into(),
        rows,
    }
}

/// The clauses asked for, with the figures of these runs.
pub fn clauses(report: &Report) -> Sheet {
    let columns = [
        ("Framework", 24),
        ("Clause", 20),
        ("What it is about, in our words", 56),
        ("What these runs support", 48),
        ("Figures of these runs", 64),
        ("Findings of these runs", 40),
        ("What they cannot claim", 48),
        ("Evidence it needs in the end", 20),
        ("Edition", 40),
        ("Rows last gone through on", 14),
        ("What the rows rest on", 64),
    ];
    let rows = report.frameworks.iter().flat_map(|framework| {
        framework.clauses.iter().map(|clause| {
            let figures: Vec<String> =
                clause.filled_by.iter().map(|figure| fill(*figure, report.dossier)).collect();
            vec![
                Cell::text(&framework.name),
                Cell::text(&clause.id),
                Cell::text(&clause.asks),
                Cell::text(&clause.supports),
                Cell::text(figures.join("\n")),
                Cell::text(found(clause, report.dossier)),
                Cell::text(&clause.cannot_claim),
                Cell::text(clause.grade.words()),
                Cell::text(&framework.edition),
                Cell::text(framework.checked.to_string()),
                Cell::text(&framework.rests_on),
            ]
        })
    });
    let rows = rows.collect();
    Sheet { name: "Clauses", columns: columns.map(|(title, width)| Column::new(title, width)).into(), rows }
}
