//! What an auditor keeps: inputs, clauses, how to repeat it, the box to sign.

use super::{heading, md, table};
use crate::report::clauses::{fill, found};
use crate::report::form::Report;
use crate::report::repeat::repeat;

/// The files that were read and the edits that were made.
pub fn inputs(report: &Report) -> String {
    let mut files: Vec<Vec<String>> = Vec::new();
    let mut edits: Vec<Vec<String>> = Vec::new();
    for played in &report.dossier.played {
        for input in &played.inputs {
            let row =
                vec![input.role.to_string(), input.name.to_string(), format!("sha256:{}", input.sha256)];
            if !files.contains(&row) {
                files.push(row);
            }
        }
        for edit in &played.run.changes {
            let value = edit.value.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string);
            let title = played.scenario.title.to_string();
            edits.push(vec![title, edit.op.to_string(), edit.path.to_string(), value, edit.from.to_string()]);
        }
    }
    let mut out = heading("Inputs");
    out.push_str(&table(&["Role", "File", "Digest of its bytes"], &files));
    out.push_str(&table(&["Scenario", "Edit", "Of", "New value", "From"], &edits));
    out
}

/// What the answer rests on without evidence, each with its place; the workbook has every input.
pub fn assumptions(report: &Report) -> String {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut all = 0;
    for input in report.dossier.played.iter().flat_map(|played| &played.inputs_used) {
        all += 1;
        if input.basis.as_deref() != Some("assumed") {
            continue;
        }
        let place = match (&input.file, input.line) {
            (Some(file), Some(line)) => format!("{file}:{line}"),
            (Some(file), None) => file.to_string(),
            _ => "-".to_owned(),
        };
        let source = input.source.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string);
        let said = if input.default { "a default" } else { "stated" };
        let row = vec![input.path.to_string(), input.value.to_string(), said.to_owned(), source, place];
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    if all == 0 {
        return String::new();
    }
    let mut out = heading("Assumptions");
    if rows.is_empty() {
        return out + "No input is assumed.\n\n";
    }
    out.push_str(&table(&["Input", "Value", "How", "Source", "Written at"], &rows));
    out
}

/// What these runs support of each clause, and what they cannot claim.
pub fn clauses(report: &Report) -> String {
    if report.frameworks.is_empty() {
        return String::new();
    }
    let mut out = heading("Clauses that this report can support, and what it cannot claim");
    out.push_str(
        "In our words, and no substitute for the texts themselves. A simulation is evidence of the grade *a document* \
         at most.\n\n",
    );
    for framework in report.frameworks {
        let rows: Vec<Vec<String>> = framework
            .clauses
            .iter()
            .map(|clause| {
                let figures: Vec<String> =
                    clause.filled_by.iter().map(|figure| fill(*figure, report.dossier)).collect();
                vec![
                    clause.id.clone(),
                    clause.asks.clone(),
                    clause.supports.clone(),
                    format!("{} {}", figures.join(" "), found(clause, report.dossier)),
                    clause.cannot_claim.clone(),
                    clause.grade.words().to_owned(),
                ]
            })
            .collect();
        out.push_str(&format!(
            "### {}\n\n{}. Rows last gone through on {}; they rest on: {}\n\n",
            md(&framework.name),
            md(&framework.edition),
            framework.checked,
            md(&framework.rests_on)
        ));
        let titles = [
            "Clause",
            "What it is about",
            "What these runs support",
            "Figures",
            "Cannot claim",
            "Evidence needed",
        ];
        out.push_str(&table(&titles, &rows));
    }
    out
}

/// The commands that give the same digits, and lines to sign on.
pub fn repeat_and_sign(report: &Report) -> String {
    let mut out = heading("Repeat it");
    out.push_str("In the folder of each scenario:\n\n");
    for played in &report.dossier.played {
        out.push_str(&format!("    {}\n", repeat(played)));
    }
    out.push('\n');
    let rows: Vec<Vec<String>> = report
        .dossier
        .played
        .iter()
        .map(|played| {
            let version = format!("{} {}", played.engine.name, played.engine.version);
            vec![played.scenario.title.to_string(), played.run.digest.to_string(), version]
        })
        .collect();
    out.push_str(&table(&["Scenario", "Digest", "By"], &rows));
    out.push_str(&heading("Signed"));
    let empty = || vec![String::new(); 4];
    out.push_str(&table(&["Role", "Name", "Date", "Signature"], &[empty(), empty()]));
    out
}
