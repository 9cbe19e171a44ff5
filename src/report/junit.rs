//! Turns a dossier into JUnit XML: a suite for each scenario, a case for each objective.
//!
//! An objective that falls short is a failure. One that is undecided is an error: the exit status is not 0, and a
//! build that shows it as skipped would be green. One that nothing touched is skipped, since nothing is known of it.

use super::dossier::{Dossier, ObjectiveRow, Standing};
use super::picture::xml;
use crate::wording::figures::{compact, kept, wanted};

/// Writes the file.
pub fn junit(dossier: &Dossier) -> String {
    let mut rows = dossier.objectives();
    // In a build's history cases are found again by their place.
    rows.sort_by(|a, b| {
        (a.scenario, a.kind.word(), a.id, a.word()).cmp(&(b.scenario, b.kind.word(), b.id, b.word()))
    });
    let suites: String = (0..dossier.played.len()).map(|scenario| suite(dossier, scenario, &rows)).collect();
    let all: Vec<&ObjectiveRow> = rows.iter().collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"blackstart\"{}>\n{suites}</testsuites>\n",
        numbers(&all)
    )
}

fn suite(dossier: &Dossier, scenario: usize, rows: &[ObjectiveRow]) -> String {
    let played = &dossier.played[scenario];
    let own: Vec<&ObjectiveRow> = rows.iter().filter(|row| row.scenario == scenario).collect();
    let run = &played.run;
    let property =
        |name: &str, value: &str| format!("      <property name=\"{name}\" value=\"{}\"/>\n", xml(value));
    let properties = [
        ("statement", "simulated estimate from the stated model, not a record of a recovery".to_owned()),
        ("status", if run.is_partial() { "partial" } else { "complete" }.to_owned()),
        ("trials", run.trials.to_string()),
        ("trials-asked", run.trials_asked.to_string()),
        ("seed", run.seed.to_string()),
        ("digest", run.digest.to_string()),
        ("version", played.engine.version.to_string()),
    ];
    let properties: String = properties.iter().map(|(name, value)| property(name, value)).collect();
    let cases: String = own.iter().map(|row| case(row)).collect();
    format!(
        "  <testsuite name=\"{}\"{}>\n    <properties>\n{properties}    </properties>\n{cases}  </testsuite>\n",
        xml(&played.scenario.title),
        numbers(&own)
    )
}

fn numbers(rows: &[&ObjectiveRow]) -> String {
    let of = |standing| rows.iter().filter(|row| row.standing == standing).count();
    format!(
        " tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\"",
        rows.len(),
        of(Standing::FallsShort),
        of(Standing::Undecided),
        of(Standing::NotTouched)
    )
}

fn case(row: &ObjectiveRow) -> String {
    let judged = &row.objective.judged;
    let clock =
        judged.clock.map_or(String::new(), |clock| format!(" {}", crate::wording::words::from_clock(clock)));
    let name = format!("{}: {} of {}{clock}", row.name, row.word(), compact(judged.target));
    let said = format!(
        "{}: kept in {} of 100 runs, wanted {}",
        row.standing.words(),
        kept(&judged.share),
        wanted(judged.required)
    );
    let inside = match row.standing {
        Standing::FallsShort => Some(format!("<failure type=\"falls-short\" message=\"{}\"/>", xml(&said))),
        Standing::Undecided => Some(format!("<error type=\"undecided\" message=\"{}\"/>", xml(&said))),
        Standing::NotTouched => {
            Some("<skipped message=\"not touched: no run put it to the proof\"/>".to_owned())
        }
        Standing::DependsOnAssumptions => Some(format!("<system-out>{}</system-out>", xml(&said))),
        Standing::Holds => None,
    };
    let head =
        format!("    <testcase classname=\"{}.{}\" name=\"{}\"", row.kind.word(), xml(row.id), xml(&name));
    match inside {
        Some(inside) => format!("{head}>{inside}</testcase>\n"),
        None => format!("{head}/>\n"),
    }
}
