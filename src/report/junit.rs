//! Turns a dossier into JUnit XML: a suite for each scenario, a case for each objective.
//!
//! An objective that falls short is a failure. One that is undecided is an error: the exit status is not 0, and a
//! build that shows it as skipped would be green. One that nothing touched is skipped, since nothing is known of it.

use super::build_server::{self, Case, Outcome, Suite};
use super::dossier::{Dossier, ObjectiveRow, Standing};
use crate::wording::figures::{compact, kept, wanted};
use crate::wording::words::from_clock;

/// Writes the file.
pub fn junit(dossier: &Dossier) -> String {
    let mut rows = dossier.objectives();
    // In a build's history cases are found again by their place.
    rows.sort_by(|a, b| {
        (a.scenario, a.kind.word(), a.id, a.word()).cmp(&(b.scenario, b.kind.word(), b.id, b.word()))
    });
    let suites: Vec<Suite> =
        (0..dossier.played.len()).map(|scenario| suite(dossier, scenario, &rows)).collect();
    build_server::junit("blackstart", &suites)
}

fn suite(dossier: &Dossier, scenario: usize, rows: &[ObjectiveRow]) -> Suite {
    let played = &dossier.played[scenario];
    let run = &played.run;
    Suite {
        name: played.scenario.title.to_string(),
        properties: vec![
            ("statement", "simulated estimate from the stated model, not a record of a recovery".to_owned()),
            ("status", if run.is_partial() { "partial" } else { "complete" }.to_owned()),
            ("trials", run.trials.to_string()),
            ("trials-asked", run.trials_asked.to_string()),
            ("seed", run.seed.to_string()),
            ("digest", run.digest.to_string()),
            ("version", played.engine.version.to_string()),
        ],
        cases: rows.iter().filter(|row| row.scenario == scenario).map(case).collect(),
    }
}

fn case(row: &ObjectiveRow) -> Case {
    let judged = &row.objective.judged;
    let clock = judged.clock.map_or(String::new(), |clock| format!(" {}", from_clock(clock)));
    let said = format!(
        "{}: kept in {} of 100 runs, wanted {}",
        row.standing.words(),
        kept(&judged.share),
        wanted(judged.required)
    );
    Case {
        class: format!("{}.{}", row.kind.word(), row.id),
        name: format!("{}: {} of {}{clock}", row.name, row.word(), compact(judged.target)),
        outcome: match row.standing {
            Standing::FallsShort => {
                Outcome::Failure { kind: "falls-short".to_owned(), message: said, text: String::new() }
            }
            Standing::Undecided => Outcome::Error { kind: Some("undecided".to_owned()), message: said },
            Standing::NotTouched => Outcome::Skipped("not touched: no run put it to the proof".to_owned()),
            Standing::DependsOnAssumptions => Outcome::Told(said),
            Standing::Holds => Outcome::Quiet,
        },
    }
}
