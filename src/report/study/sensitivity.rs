//! Turns what each figure does into the tornado of a service, and into the figures that are worth knowing better.

use crate::model::Basis;
use crate::report::study::{Setting, and, indented, paragraph};
use crate::report::table::{Side as Align, Table};
use crate::results::Share;
use crate::study::inputs::Side;
use crate::wording::figures::in_100;
use crate::wording::text::{count, counted, shown};

/// Figures that the tornado lists, and those that are worth knowing.
const ROWS_MAX: usize = 20;
const FLIPS_MAX: usize = 12;

/// What one figure does.
#[derive(Clone, Debug)]
pub struct Row {
    pub path: String,
    pub basis: Option<Basis>,
    /// The share kept at each side, and whether the change from the plan cannot be chance.
    pub sides: Vec<(Side, Share, bool)>,
    /// The share kept in the trials in which its draw is in the lowest tenth, and in the highest.
    pub tenths: Option<[Share; 2]>,
    /// The largest change of the share at any side, in 0..=1.
    pub swing: f64,
    /// Objectives whose verdict is another at some side, with that side.
    pub flips: Vec<(String, Side)>,
}

/// The answer as a whole.
#[derive(Clone, Copy, Debug)]
pub struct Sensitivity<'a> {
    /// The service that the tornado is of, and its share.
    pub service: &'a str,
    pub kept: Share,
    /// The largest swing first.
    pub rows: &'a [Row],
    /// Figures there are, and how many of them no ledger charges.
    pub inputs: usize,
    pub left_out: usize,
    pub trials: u64,
    pub partial: bool,
}

/// Writes the text.
pub fn sensitivity(setting: &Setting, found: &Sensitivity) -> String {
    let mut out = setting.head(&format!("up to {} pairs of runs each", count(found.trials)));
    out.push_str(&paragraph(&format!(
        "{} of {} looked at; {} left out, as no ledger charges them with any time.",
        count(found.rows.len() as u64),
        counted(found.inputs + found.left_out, "figure", "figures"),
        count(found.left_out as u64)
    )));
    if found.partial {
        out.push_str("PARTIAL: stopped before all were looked at.\n");
    }
    out.push_str(&format!(
        "\nRTO OF {} KEPT IN 100 RUNS: {} as planned, and with one figure at\n",
        shown(found.service),
        in_100(&found.kept)
    ));
    let head = |word: &'static str| (Align::Right, [word, ""]);
    let mut table = Table::new(
        "FIGURE",
        &[
            (Align::Left, ["RESTS ON", ""]),
            head("p10"),
            head("p90"),
            head("HALF"),
            head("DOUBLE"),
            (Align::Right, ["LOWEST", "tenth"]),
            (Align::Right, ["HIGHEST", "tenth"]),
        ],
    );
    let moving: Vec<&Row> = found.rows.iter().filter(|row| row.swing > 0.0).collect();
    for row in moving.iter().take(ROWS_MAX) {
        let side = |wanted: Side| {
            let found = row.sides.iter().find(|(side, ..)| *side == wanted);
            found.map_or(
                "-".to_owned(),
                |(_, share, certain)| {
                    if *certain { in_100(share) } else { "=".to_owned() }
                },
            )
        };
        let tenth = |at: usize| row.tenths.map_or("-".to_owned(), |tenths| in_100(&tenths[at]));
        let cells = vec![
            basis(row.basis.as_ref()).to_owned(),
            side(Side::P10),
            side(Side::P90),
            side(Side::Half),
            side(Side::Double),
            tenth(0),
            tenth(1),
        ];
        table.row("", &shown(&row.path), cells);
    }
    if moving.is_empty() {
        out.push_str("No figure changes it by more than chance.\n");
    } else {
        out.push_str(&table.finish());
        out.push_str(&paragraph(
            "= no change that could not be chance. LOWEST and HIGHEST tenth: in the runs of the plan in which the figure was drawn \
             among its lowest or highest tenth; half and double are those of the whole distribution.",
        ));
    }
    if moving.len() > ROWS_MAX {
        out.push_str(&format!("{} more change it less (in the JSON).\n", moving.len() - ROWS_MAX));
    }
    out.push_str(&worth(found));
    out
}

/// What a figure rests on, in a word.
pub fn basis(basis: Option<&Basis>) -> &'static str {
    match basis {
        None => "-",
        Some(Basis::Assumed) => "assumed",
        Some(Basis::Estimated) => "estimated",
        Some(Basis::Exercised(_)) => "exercised",
        Some(Basis::Measured(_)) => "measured",
    }
}

/// Figures that nobody has measured and that could turn a verdict: what to find out next.
fn worth(found: &Sensitivity) -> String {
    let guessed =
        |row: &&Row| matches!(row.basis, Some(Basis::Assumed | Basis::Estimated)) && !row.flips.is_empty();
    let mut rows: Vec<&Row> = found.rows.iter().filter(guessed).collect();
    rows.sort_by(|a, b| {
        b.flips.len().cmp(&a.flips.len()).then(b.swing.total_cmp(&a.swing)).then(a.path.cmp(&b.path))
    });
    if rows.is_empty() {
        return "\nWORTH KNOWING: no assumed or estimated figure turns a verdict at any of these values.\n"
            .to_owned();
    }
    let mut out = "\nWORTH KNOWING   assumed or estimated, and a verdict turns with it: exercise or measure these first; of events, ask whether\n  it is them that you plan for\n".to_owned();
    for row in rows.iter().take(FLIPS_MAX) {
        let said: Vec<String> = row
            .flips
            .iter()
            .map(|(objective, side)| format!("{} at {}", shown(objective), side.word()))
            .collect();
        out.push_str(&indented(&format!("{}: {}", shown(&row.path), and(&said)), 2, 4));
    }
    if rows.len() > FLIPS_MAX {
        out.push_str(&format!("  and {} more (in the JSON).\n", rows.len() - FLIPS_MAX));
    }
    out
}
