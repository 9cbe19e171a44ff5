//! The table that a scribe fills in. `docs/exercise-log.md` says what its words mean; `blackstart aar` reads it.

use crate::exercise::log::{COLUMNS, scribe_rows};
use crate::exercise::pack::Pack;
use crate::exercise::paper::document::Sheet;

const WIDTHS: [u16; 6] = [18, 12, 34, 22, 60, 18];

/// The table with the head of the log in its first row, and a row for each inject to give a time.
pub fn sheet(pack: &Pack, log: &str) -> Sheet {
    let mut rows = scribe_rows(log);
    let row = |cells: [String; 6]| cells.to_vec();
    for inject in pack.injects.iter().filter(|inject| !inject.is_reserve()) {
        rows.push(row([
            String::new(),
            "inject".to_owned(),
            inject.id.clone(),
            super::addressees(pack, inject),
            inject.text.clone(),
            String::new(),
        ]));
    }
    for decision in &pack.decisions {
        rows.push(row([
            String::new(),
            "decision".to_owned(),
            decision.letter.clone(),
            decision.by.clone(),
            String::new(),
            String::new(),
        ]));
    }
    for objective in &pack.objectives {
        rows.push(row([
            String::new(),
            "rating".to_owned(),
            objective.id.clone(),
            String::new(),
            String::new(),
            String::new(),
        ]));
    }
    for _ in 0..40 {
        rows.push(vec![String::new(); 6]);
    }
    of_rows(rows)
}

/// The table with these rows below its head.
pub fn of_rows(rows: Vec<Vec<String>>) -> Sheet {
    Sheet {
        name: "Scribe log".to_owned(),
        head: COLUMNS.map(str::to_owned).into(),
        rows,
        widths: WIDTHS.into(),
    }
}
